//! Conditions on single values.

use std::net::IpAddr;

use serde_json::{Map, Value};

/// Milliseconds of a day.
const DAY: i64 = 24 * 3_600 * 1_000;

/// A comparison of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equals,
    Prefix,
    Contains,
    ContainsWord,
    NotEquals,
    PrefixNotEquals,
    NotContains,
}

impl Comparison {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "EQUALS" => Self::Equals,
            "PREFIX" => Self::Prefix,
            "CONTAINS" => Self::Contains,
            "CONTAINS_WORD" => Self::ContainsWord,
            "NOT_EQUALS" => Self::NotEquals,
            "PREFIX_NOT_EQUALS" => Self::PrefixNotEquals,
            "NOT_CONTAINS" => Self::NotContains,
            _ => return None,
        })
    }

    fn is_negative(self) -> bool {
        matches!(self, Self::NotEquals | Self::PrefixNotEquals | Self::NotContains)
    }
}

/// A comparison with a value. A negative one tells whether the value has what must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StringTest {
    pub comparison: Comparison,
    pub value: String,
}

impl StringTest {
    fn applies(&self, text: &str) -> bool {
        match self.comparison {
            Comparison::Equals | Comparison::NotEquals => text == self.value,
            Comparison::Prefix | Comparison::PrefixNotEquals => text.starts_with(&self.value),
            Comparison::Contains | Comparison::NotContains => text.contains(&self.value),
            Comparison::ContainsWord => has_word(text, &self.value),
        }
    }
}

/// Whether a text has a word, or words in a row, whatever their case.
fn has_word(text: &str, word: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
    };
    let (text, word) = (words(text), words(word));
    !word.is_empty() && text.windows(word.len()).any(|part| part == word)
}

/// All comparisons of one member.
#[derive(Debug, Clone, Default)]
pub(crate) struct Strings {
    /// One of these must hold, if there are any.
    pub any: Vec<StringTest>,
    /// None of these may hold.
    pub none: Vec<StringTest>,
}

impl Strings {
    pub fn parse(conditions: &[Value]) -> Result<Self, String> {
        let mut strings = Self::default();
        for (index, condition) in conditions.iter().enumerate() {
            let value = condition.get("Value").and_then(Value::as_str).filter(|value| !value.is_empty());
            let value = value.ok_or_else(|| format!("[{index}] should have required property 'Value'"))?;
            let comparison = condition.get("Comparison").and_then(Value::as_str);
            let comparison = comparison.ok_or_else(|| format!("[{index}] should have required property 'Comparison'"))?;
            let comparison = Comparison::parse(comparison)
                .ok_or_else(|| format!("[{index}].Comparison should be equal to one of the allowed values"))?;
            let test = StringTest { comparison, value: value.to_owned() };
            if comparison.is_negative() { strings.none.push(test) } else { strings.any.push(test) }
        }
        let has = |tests: &[StringTest], wanted: Comparison| tests.iter().any(|test| test.comparison == wanted);
        let equals = has(&strings.any, Comparison::Equals);
        if equals && (has(&strings.none, Comparison::NotEquals) || has(&strings.none, Comparison::PrefixNotEquals)) {
            return Err("cannot have both EQUALS and NOT_EQUALS or PREFIX_NOT_EQUALS comparisons".to_owned());
        }
        if has(&strings.any, Comparison::Contains) && has(&strings.none, Comparison::NotContains) {
            return Err("cannot have both CONTAINS and NOT_CONTAINS comparisons".to_owned());
        }
        Ok(strings)
    }

    /// Whether the comparisons hold for the values of a member.
    pub fn hold<'a>(&self, values: impl Iterator<Item = &'a str>) -> bool {
        let mut found = self.any.is_empty();
        for value in values {
            if self.none.iter().any(|test| test.applies(value)) {
                return false;
            }
            found = found || self.any.iter().any(|test| test.applies(value));
        }
        found
    }

    /// The values that one must equal, if that is all that is asked.
    pub fn equal_to(&self) -> Option<impl Iterator<Item = &str>> {
        let only = !self.any.is_empty() && self.any.iter().all(|test| test.comparison == Comparison::Equals);
        only.then(|| self.any.iter().map(|test| test.value.as_str()))
    }
}

/// A range of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NumberTest {
    least: Option<f64>,
    above: Option<f64>,
    most: Option<f64>,
    below: Option<f64>,
    equal: Option<f64>,
}

impl NumberTest {
    pub fn parse(condition: &Value) -> Result<Self, String> {
        let number = |name: &str| condition.get(name).and_then(Value::as_f64);
        let test =
            Self { least: number("Gte"), above: number("Gt"), most: number("Lte"), below: number("Lt"), equal: number("Eq") };
        let given = [test.least, test.above, test.most, test.below, test.equal];
        if given.iter().all(Option::is_none) {
            return Err("should have at least one of the properties 'Gte', 'Lte', 'Eq', 'Gt', 'Lt'".to_owned());
        }
        Ok(test)
    }

    #[expect(clippy::float_cmp, reason = "what is asked for is the very number")]
    pub fn holds(&self, number: f64) -> bool {
        self.least.is_none_or(|bound| number >= bound)
            && self.above.is_none_or(|bound| number > bound)
            && self.most.is_none_or(|bound| number <= bound)
            && self.below.is_none_or(|bound| number < bound)
            && self.equal.is_none_or(|bound| number == bound)
    }
}

/// A range of moments, milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateTest {
    /// From one to another, both included.
    Between(i64, i64),
    /// In the last so many days.
    Within(i64),
    /// Before the last so many days.
    OlderThan(i64),
}

impl DateTest {
    pub fn parse(condition: &Value) -> Result<Self, String> {
        let moment = |name: &str| match condition.get(name).and_then(Value::as_str) {
            Some(text) => {
                let read = crate::asff::moment_ms(text);
                read.map(Some).ok_or_else(|| format!("{name} should match format \"date-time\""))
            }
            None => Ok(None),
        };
        let (start, end) = (moment("Start")?, moment("End")?);
        match condition.get("DateRange") {
            Some(_) if start.is_some() || end.is_some() => Err("cannot have both 'DateRange' and 'Start' or 'End'".to_owned()),
            Some(range) => {
                let days = range.get("Value").and_then(Value::as_i64);
                let days = days.ok_or("DateRange should have required property 'Value'")?.saturating_mul(DAY);
                if range.get("Unit").and_then(Value::as_str).is_none() {
                    return Err("DateRange should have required property 'Unit'".to_owned());
                }
                let older = range.get("Comparison").and_then(Value::as_str) == Some("OLDER_THAN");
                Ok(if older { Self::OlderThan(days) } else { Self::Within(days) })
            }
            None if start.is_none() && end.is_none() => Err("should have 'Start', 'End' or 'DateRange'".to_owned()),
            None => Ok(Self::Between(start.unwrap_or(i64::MIN), end.unwrap_or(i64::MAX))),
        }
    }

    pub fn holds(&self, at: i64, now: i64) -> bool {
        match self {
            Self::Between(start, end) => at >= *start && at <= *end,
            Self::Within(span) => at >= now.saturating_sub(*span) && at <= now,
            Self::OlderThan(span) => at < now.saturating_sub(*span),
        }
    }
}

/// A network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IpTest {
    network: IpAddr,
    bits: u8,
}

impl IpTest {
    pub fn parse(condition: &Value) -> Result<Self, String> {
        let cidr = condition.get("Cidr").and_then(Value::as_str).ok_or("should have required property 'Cidr'")?;
        let (address, bits) = cidr.split_once('/').map_or((cidr, None), |(address, bits)| (address, Some(bits)));
        let wrong = || "Cidr should match format \"cidr\"".to_owned();
        let network: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if network.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse::<u8>().ok().filter(|bits| *bits <= most).ok_or_else(wrong))?;
        Ok(Self { network, bits })
    }

    pub fn holds(&self, ip: IpAddr) -> bool {
        let shift = |width: u8| u32::from(width.saturating_sub(self.bits));
        match (self.network, ip) {
            (IpAddr::V4(network), IpAddr::V4(ip)) => {
                let mask = u32::MAX.checked_shl(shift(32)).unwrap_or(0);
                network.to_bits() & mask == ip.to_bits() & mask
            }
            (IpAddr::V6(network), IpAddr::V6(ip)) => {
                let mask = u128::MAX.checked_shl(shift(128)).unwrap_or(0);
                network.to_bits() & mask == ip.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// A comparison of the value of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MapTest {
    key: String,
    test: StringTest,
}

/// Reads the conditions on a map.
pub(crate) fn parse_maps(conditions: &[Value]) -> Result<Vec<MapTest>, String> {
    let mut tests = Vec::with_capacity(conditions.len());
    for (index, condition) in conditions.iter().enumerate() {
        let text = |name: &str| {
            let given = condition.get(name).and_then(Value::as_str);
            given.ok_or_else(|| format!("[{index}] should have required property '{name}'"))
        };
        let comparison = Comparison::parse(text("Comparison")?)
            .ok_or_else(|| format!("[{index}].Comparison should be equal to one of the allowed values"))?;
        tests.push(MapTest { key: text("Key")?.to_owned(), test: StringTest { comparison, value: text("Value")?.to_owned() } });
    }
    let has = |wanted: Comparison| tests.iter().any(|test: &MapTest| test.test.comparison == wanted);
    if has(Comparison::Equals) && has(Comparison::NotEquals) || has(Comparison::Contains) && has(Comparison::NotContains) {
        return Err("cannot have both a comparison and its negation".to_owned());
    }
    Ok(tests)
}

/// Whether the conditions hold for the maps of a member.
pub(crate) fn maps_hold(tests: &[MapTest], maps: &[&Map<String, Value>]) -> bool {
    let applies =
        |test: &MapTest| maps.iter().any(|map| map.get(&test.key).and_then(Value::as_str).is_some_and(|v| test.test.applies(v)));
    let (none, any): (Vec<&MapTest>, Vec<&MapTest>) = tests.iter().partition(|test| test.test.comparison.is_negative());
    (any.is_empty() || any.into_iter().any(applies)) && !none.into_iter().any(applies)
}
