//! Filters of findings: what GetFindings, insights and automation rules ask of a finding. Pure.
//!
//! Conditions on one member are alternatives, but those that say what must not be hold all together; members hold together.
//! See <https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFindingFilters.html>.

pub(crate) mod fields;
pub(crate) mod tests_of_values;

use jiff::Timestamp;
use serde_json::{Map, Value};

use fields::{Field, Kind};
pub(crate) use tests_of_values::{DateTest, IpTest, MapTest, NumberTest, Strings};

/// Most members of a filter, and most conditions on one.
const MAX_MEMBERS: usize = 10;
const MAX_CONDITIONS: usize = 20;

/// A filter that was checked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// What must hold, all together.
    pub clauses: Vec<Clause>,
}

/// What must hold of one member.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    /// The member.
    pub field: &'static Field,
    /// The conditions.
    pub test: Test,
}

/// Conditions on a member, by its kind.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    Strings(Strings),
    Numbers(Vec<NumberTest>),
    Dates(Vec<DateTest>),
    Ips(Vec<IpTest>),
    Maps(Vec<MapTest>),
    Booleans(Vec<bool>),
    Keywords(Vec<String>),
}

impl Filter {
    /// Reads a filter from the JSON of `AwsSecurityFindingFilters` or `AutomationRulesFindingFilters`.
    ///
    /// # Errors
    /// What is wrong with it, for `InvalidInputException`.
    pub fn parse(filters: &Value) -> Result<Self, String> {
        let Some(members) = filters.as_object() else { return Ok(Self::default()) };
        if members.len() > MAX_MEMBERS {
            return Err(format!("Invalid parameter 'Filters'. data.Filters should NOT have more than {MAX_MEMBERS} properties"));
        }
        let mut clauses = Vec::with_capacity(members.len());
        for (name, conditions) in members {
            let field = fields::named(name).ok_or_else(|| {
                format!("Invalid parameter 'Filters'. data.Filters['{name}'] is not a field that can be filtered by")
            })?;
            let conditions = conditions.as_array().map_or(&[][..], Vec::as_slice);
            if conditions.is_empty() {
                continue;
            }
            if conditions.len() > MAX_CONDITIONS {
                return Err(format!(
                    "Invalid parameter 'Filters'. data.Filters['{name}'] should NOT have more than {MAX_CONDITIONS} items"
                ));
            }
            let test = Test::parse(field.kind, conditions)
                .map_err(|problem| format!("Invalid parameter 'Filters'. data.Filters['{name}'] {problem}"))?;
            clauses.push(Clause { field, test });
        }
        Ok(Self { clauses })
    }

    /// Whether a finding is what the filter asks for.
    pub fn matches(&self, finding: &Map<String, Value>, now: Timestamp) -> bool {
        self.clauses.iter().all(|clause| clause.matches(finding, now))
    }
}

impl Clause {
    /// Whether a finding is what the clause asks for.
    pub fn matches(&self, finding: &Map<String, Value>, now: Timestamp) -> bool {
        if let Test::Keywords(words) = &self.test {
            return words.iter().any(|word| finding.values().any(|value| mentions(value, word)));
        }
        let mut found = Vec::new();
        for path in self.field.paths {
            crate::asff::at(finding, path, &mut found);
        }
        match &self.test {
            Test::Strings(strings) => strings.hold(found.iter().filter_map(|value| value.as_str())),
            Test::Numbers(tests) => {
                found.iter().filter_map(|value| value.as_f64()).any(|number| tests.iter().any(|test| test.holds(number)))
            }
            Test::Dates(tests) => found
                .iter()
                .filter_map(|value| crate::asff::moment_ms(value.as_str()?))
                .any(|at| tests.iter().any(|test| test.holds(at, now.as_millisecond()))),
            Test::Ips(tests) => {
                found.iter().filter_map(|value| value.as_str()?.parse().ok()).any(|ip| tests.iter().any(|test| test.holds(ip)))
            }
            Test::Maps(tests) => {
                let mut maps = Vec::new();
                for path in self.field.paths {
                    maps_at(finding, path, &mut maps);
                }
                tests_of_values::maps_hold(tests, &maps)
            }
            Test::Booleans(wanted) => {
                let said = found.iter().any(|value| value.as_bool() == Some(true));
                wanted.contains(&said)
            }
            Test::Keywords(_) => false,
        }
    }
}

impl Test {
    fn parse(kind: Kind, conditions: &[Value]) -> Result<Self, String> {
        Ok(match kind {
            Kind::Text => Self::Strings(Strings::parse(conditions)?),
            Kind::Number => Self::Numbers(conditions.iter().map(NumberTest::parse).collect::<Result<_, _>>()?),
            Kind::Date => Self::Dates(conditions.iter().map(DateTest::parse).collect::<Result<_, _>>()?),
            Kind::Ip => Self::Ips(conditions.iter().map(IpTest::parse).collect::<Result<_, _>>()?),
            Kind::Map => Self::Maps(tests_of_values::parse_maps(conditions)?),
            Kind::Boolean => {
                Self::Booleans(conditions.iter().map(|c| c.get("Value").and_then(Value::as_bool).unwrap_or_default()).collect())
            }
            Kind::Keyword => Self::Keywords(
                conditions
                    .iter()
                    .map(|c| {
                        c.get("Value").and_then(Value::as_str).map(str::to_owned).ok_or("should have required property 'Value'")
                    })
                    .collect::<Result<_, _>>()?,
            ),
        })
    }
}

/// The maps at a path, through lists.
fn maps_at<'v>(members: &'v Map<String, Value>, path: &[&str], found: &mut Vec<&'v Map<String, Value>>) {
    let Some((first, rest)) = path.split_first() else {
        found.push(members);
        return;
    };
    match members.get(*first) {
        Some(Value::Object(inner)) => maps_at(inner, rest, found),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_object).for_each(|inner| maps_at(inner, rest, found)),
        _ => {}
    }
}

fn mentions(value: &Value, word: &str) -> bool {
    match value {
        Value::String(text) => text.contains(word),
        Value::Array(items) => items.iter().any(|item| mentions(item, word)),
        Value::Object(members) => members.values().any(|item| mentions(item, word)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::{Value, json};

    use super::Filter;

    fn finding() -> Value {
        json!({
            "Id": "arn:x/1", "ProductArn": "p", "Title": "Root user has keys", "UpdatedAt": "2026-01-10T00:00:00Z",
            "Severity": {"Label": "HIGH", "Normalized": 70, "Product": 7.5}, "Types": ["TTPs/A", "Effects/B"], "Confidence": 50,
            "Workflow": {"Status": "NEW"}, "RecordState": "ACTIVE", "Sample": true,
            "Network": {"SourceIpV4": "10.1.2.3", "SourceIpV6": "2001:db8::1"},
            "ProductFields": {"one": "1", "two": "zwei"},
            "Resources": [
                {"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::a", "Tags": {"env": "prod"}},
                {"Type": "AwsIamUser", "Id": "u", "Tags": {"env": "test", "team": "x"}, "Details": {"AwsEc2Instance": {"VpcId": "vpc-1", "IpV4Addresses": ["1.2.3.4"]}}},
            ],
        })
    }

    fn holds(filters: Value) -> bool {
        let now: Timestamp = "2026-01-20T00:00:00Z".parse().unwrap();
        Filter::parse(&filters).unwrap().matches(finding().as_object().unwrap(), now)
    }

    fn text(field: &str, conditions: &[(&str, &str)]) -> bool {
        let conditions: Vec<Value> = conditions.iter().map(|(c, v)| json!({"Comparison": c, "Value": v})).collect();
        holds(json!({ field: conditions }))
    }

    #[test]
    fn comparisons_of_text() {
        for (field, conditions, wanted) in [
            ("Title", &[("EQUALS", "Root user has keys")][..], true),
            ("Title", &[("EQUALS", "root user has keys")], false),
            ("Title", &[("EQUALS", "no"), ("EQUALS", "Root user has keys")], true),
            ("Title", &[("PREFIX", "Root")], true),
            ("Title", &[("PREFIX", "root")], false),
            ("Title", &[("CONTAINS", "user has")], true),
            ("Title", &[("CONTAINS", "nothing")], false),
            ("Title", &[("NOT_CONTAINS", "user"), ("NOT_CONTAINS", "nothing")], false),
            ("Title", &[("NOT_CONTAINS", "one"), ("NOT_CONTAINS", "other")], true),
            ("Title", &[("CONTAINS_WORD", "user")], true),
            ("Title", &[("CONTAINS_WORD", "USER")], true),
            ("Title", &[("CONTAINS_WORD", "use")], false),
            ("Title", &[("NOT_EQUALS", "a"), ("NOT_EQUALS", "b")], true),
            ("Title", &[("NOT_EQUALS", "a"), ("NOT_EQUALS", "Root user has keys")], false),
            ("Title", &[("PREFIX", "Root"), ("PREFIX_NOT_EQUALS", "Root user")], false),
            ("Title", &[("PREFIX", "Root"), ("PREFIX_NOT_EQUALS", "Rooted")], true),
            ("Type", &[("EQUALS", "Effects/B")], true),
            ("Type", &[("NOT_EQUALS", "Effects/B")], false),
            ("ResourceId", &[("PREFIX", "arn:aws:s3")], true),
            ("ResourceAwsEc2InstanceVpcId", &[("EQUALS", "vpc-1")], true),
            // What is not there equals nothing.
            ("MalwareName", &[("EQUALS", "x")], false),
            ("MalwareName", &[("NOT_EQUALS", "x")], true),
            ("SeverityLabel", &[("EQUALS", "HIGH")], true),
            ("WorkflowStatus", &[("EQUALS", "NEW")], true),
        ] {
            assert_eq!(text(field, conditions), wanted, "{field} {conditions:?}");
        }
    }

    #[test]
    fn other_kinds() {
        for (filters, wanted) in [
            (json!({"SeverityNormalized": [{"Gte": 70}]}), true),
            (json!({"SeverityNormalized": [{"Gt": 70}]}), false),
            (json!({"SeverityNormalized": [{"Gte": 10, "Lte": 20}, {"Eq": 70}]}), true),
            (json!({"SeverityNormalized": [{"Gte": 10, "Lte": 20}]}), false),
            (json!({"SeverityProduct": [{"Lt": 8}]}), true),
            (json!({"Criticality": [{"Gte": 0}]}), false),
            (json!({"UpdatedAt": [{"Start": "2026-01-01T00:00:00Z", "End": "2026-01-31T00:00:00Z"}]}), true),
            (json!({"UpdatedAt": [{"Start": "2026-01-11T00:00:00Z"}]}), false),
            (json!({"UpdatedAt": [{"DateRange": {"Value": 10, "Unit": "DAYS"}}]}), true),
            (json!({"UpdatedAt": [{"DateRange": {"Value": 9, "Unit": "DAYS"}}]}), false),
            (json!({"UpdatedAt": [{"DateRange": {"Value": 9, "Unit": "DAYS", "Comparison": "OLDER_THAN"}}]}), true),
            (json!({"NetworkSourceIpV4": [{"Cidr": "10.0.0.0/8"}]}), true),
            (json!({"NetworkSourceIpV4": [{"Cidr": "10.2.0.0/16"}, {"Cidr": "10.1.2.3"}]}), true),
            (json!({"NetworkSourceIpV4": [{"Cidr": "11.0.0.0/8"}]}), false),
            (json!({"NetworkSourceIpV6": [{"Cidr": "2001:db8::/32"}]}), true),
            (json!({"ResourceAwsEc2InstanceIpV4Addresses": [{"Cidr": "1.2.3.0/24"}]}), true),
            (json!({"ProductFields": [{"Key": "two", "Value": "zwei", "Comparison": "EQUALS"}]}), true),
            (json!({"ProductFields": [{"Key": "two", "Value": "wei", "Comparison": "CONTAINS"}]}), true),
            (json!({"ProductFields": [{"Key": "two", "Value": "x", "Comparison": "NOT_CONTAINS"}]}), true),
            (json!({"ProductFields": [{"Key": "three", "Value": "x", "Comparison": "NOT_EQUALS"}]}), true),
            (json!({"ProductFields": [{"Key": "one", "Value": "1", "Comparison": "NOT_EQUALS"}]}), false),
            (json!({"ResourceTags": [{"Key": "env", "Value": "test", "Comparison": "EQUALS"}]}), true),
            (json!({"ResourceTags": [{"Key": "env", "Value": "dev", "Comparison": "EQUALS"}]}), false),
            (json!({"Sample": [{"Value": true}]}), true),
            (json!({"Sample": [{"Value": false}]}), false),
            (json!({"Keyword": [{"Value": "vpc-"}]}), true),
            (json!({"Keyword": [{"Value": "absent"}]}), false),
            (json!({"RecordState": [{"Value": "ACTIVE", "Comparison": "EQUALS"}], "Confidence": [{"Eq": 50}]}), true),
            (json!({"RecordState": [{"Value": "ACTIVE", "Comparison": "EQUALS"}], "Confidence": [{"Eq": 51}]}), false),
            (json!({}), true),
        ] {
            assert_eq!(holds(filters.clone()), wanted, "{filters}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let many: Vec<Value> = (0..21).map(|i| json!({"Value": i.to_string(), "Comparison": "EQUALS"})).collect();
        for filters in [
            json!({"Title": [{"Value": "a"}]}),
            json!({"Title": [{"Comparison": "EQUALS"}]}),
            json!({"Title": [{"Comparison": "EQUALS", "Value": "a"}, {"Comparison": "NOT_EQUALS", "Value": "b"}]}),
            json!({"Title": [{"Comparison": "EQUALS", "Value": "a"}, {"Comparison": "PREFIX_NOT_EQUALS", "Value": "b"}]}),
            json!({"Title": [{"Comparison": "CONTAINS", "Value": "a"}, {"Comparison": "NOT_CONTAINS", "Value": "b"}]}),
            json!({"Title": many}),
            json!({"UpdatedAt": [{"Start": "yesterday"}]}),
            json!({"UpdatedAt": [{}]}),
            json!({"UpdatedAt": [{"Start": "2026-01-01T00:00:00Z", "DateRange": {"Value": 1, "Unit": "DAYS"}}]}),
            json!({"UpdatedAt": [{"DateRange": {"Unit": "DAYS"}}]}),
            json!({"NetworkSourceIpV4": [{"Cidr": "10.0.0.0/33"}]}),
            json!({"NetworkSourceIpV4": [{}]}),
            json!({"ProductFields": [{"Key": "a", "Value": "b"}]}),
            json!({"ProductFields": [{"Key": "a", "Value": "b", "Comparison": "EQUALS"}, {"Key": "a", "Value": "c", "Comparison": "NOT_EQUALS"}]}),
            json!({"Confidence": [{}]}),
            json!({"Nonsense": [{}]}),
        ] {
            assert!(Filter::parse(&filters).is_err(), "{filters}");
        }
    }
}
