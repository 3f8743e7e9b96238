//! Metrics: what names them, samples, and units.

use aws_lc_rs::digest::{SHA256, digest};
use metricmath::Aggregate;
use metricmath::aggregate::{read_varint, write_varint};
use metricmath::search::Candidate;
use plane::Failure;
use serde::{Deserialize, Serialize};

use crate::api::{Dimension, StandardUnit};
use crate::errors::{invalid, value};

/// Most dimensions of a metric.
pub const MAX_DIMENSIONS: usize = 30;
/// Longest name of a namespace, a metric and a dimension, and longest value of a dimension, characters.
const MAX_NAME: usize = 255;
const MAX_VALUE: usize = 1_024;
/// Separates the parts of ids: no name has it.
const SEPARATOR: char = '\u{1}';

/// What names a metric. Its dimensions are in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Names and values of the dimensions.
    pub dimensions: Vec<(String, String)>,
}

impl Identity {
    /// One with its dimensions in order.
    pub fn new(namespace: &str, name: &str, mut dimensions: Vec<(String, String)>) -> Self {
        dimensions.sort();
        Self { namespace: namespace.to_owned(), name: name.to_owned(), dimensions }
    }

    /// One as the API has it.
    pub fn of(namespace: &str, name: &str, dimensions: Option<&Vec<Dimension>>) -> Self {
        let dimensions = dimensions.into_iter().flatten().map(|d| (d.name.clone(), d.value.clone())).collect();
        Self::new(namespace, name, dimensions)
    }

    /// 32 hexadecimal digits that stand for it in the keys of its data.
    pub fn hash(&self) -> String {
        let mut text = format!("{}{SEPARATOR}{}", self.namespace, self.name);
        for (name, value) in &self.dimensions {
            text.extend([SEPARATOR]);
            text.push_str(name);
            text.extend([SEPARATOR]);
            text.push_str(value);
        }
        hex::encode(digest(&SHA256, text.as_bytes()).as_ref().get(..16).unwrap_or_default())
    }

    /// Id of its document: metrics of a namespace, and of a name, follow each other.
    pub fn id(&self) -> String {
        format!("{}{}", Self::prefix(Some(&self.namespace), Some(&self.name)), self.hash())
    }

    /// What the ids of the metrics of a namespace, or of a name in it, begin with.
    pub fn prefix(namespace: Option<&str>, name: Option<&str>) -> String {
        match (namespace, name) {
            (None, _) => String::new(),
            (Some(namespace), None) => format!("{namespace}{SEPARATOR}"),
            (Some(namespace), Some(name)) => format!("{namespace}{SEPARATOR}{name}{SEPARATOR}"),
        }
    }

    /// As searches see it.
    pub fn candidate(&self) -> Candidate<'_> {
        Candidate { namespace: &self.namespace, name: &self.name, dimensions: &self.dimensions }
    }

    /// Its dimensions as the API has them.
    pub fn shown_dimensions(&self) -> Vec<Dimension> {
        self.dimensions.iter().map(|(name, value)| Dimension { name: name.clone(), value: value.clone() }).collect()
    }
}

/// Refuses a namespace that nobody can have; `AWS/…` ones belong to the services.
///
/// # Errors
/// `InvalidParameterValue`.
pub fn check_namespace(namespace: &str, of_customer: bool) -> Result<(), Failure> {
    let ok = is_printable(namespace, MAX_NAME) && !namespace.starts_with(':');
    if !ok || of_customer && namespace.starts_with("AWS/") {
        return Err(value("Namespace", namespace));
    }
    Ok(())
}

/// Refuses names and dimensions that no metric can have. `at` is where they stand in the request.
///
/// # Errors
/// `InvalidParameterValue`.
pub fn check_names(name: &str, dimensions: Option<&Vec<Dimension>>, at: &str) -> Result<(), Failure> {
    if !is_printable(name, MAX_NAME) {
        return Err(value(&format!("{at}MetricName"), name));
    }
    let dimensions = dimensions.map(Vec::as_slice).unwrap_or_default();
    if dimensions.len() > MAX_DIMENSIONS {
        return Err(invalid(format!("The collection {at}Dimensions must not have a size greater than {MAX_DIMENSIONS}.")));
    }
    for (n, dimension) in dimensions.iter().enumerate() {
        let at = format!("{at}Dimensions.member.{}.", n + 1);
        if !is_printable(&dimension.name, MAX_NAME) || dimension.name.starts_with(':') {
            return Err(value(&format!("{at}Name"), &dimension.name));
        }
        if !is_printable(&dimension.value, MAX_VALUE) {
            return Err(value(&format!("{at}Value"), &dimension.value));
        }
        if dimensions.iter().take(n).any(|before| before.name == dimension.name) {
            return Err(invalid(format!("The parameter {at}Name repeats the dimension {}.", dimension.name)));
        }
    }
    Ok(())
}

/// Whether a text has something in it besides spaces, only printable ASCII signs, and is not too long.
fn is_printable(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.len() <= most && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// A unit as a small number: its place in the API's list.
pub fn unit_code(unit: StandardUnit) -> u8 {
    StandardUnit::VALUES.iter().position(|known| *known == unit).and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
}

/// The unit of such a number.
pub fn unit_of(code: u8) -> StandardUnit {
    StandardUnit::VALUES.get(usize::from(code)).copied().unwrap_or(StandardUnit::None)
}

/// Samples of a metric in a second (high resolution) or a minute.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Seconds since 1970, the beginning of the second or minute.
    pub at: i64,
    /// Whether it is kept by the second.
    pub high_resolution: bool,
    /// Unit, see [`unit_code`].
    pub unit: u8,
    /// The values.
    pub aggregate: Aggregate,
}

/// Metrics and their samples in a compact form.
pub fn write_samples(metrics: &[(Identity, Vec<Sample>)]) -> Vec<u8> {
    let mut to = Vec::new();
    let text = |to: &mut Vec<u8>, text: &str| {
        write_varint(to, text.len() as u64);
        to.extend_from_slice(text.as_bytes());
    };
    for (identity, samples) in metrics {
        text(&mut to, &identity.namespace);
        text(&mut to, &identity.name);
        write_varint(&mut to, identity.dimensions.len() as u64);
        for (name, value) in &identity.dimensions {
            text(&mut to, name);
            text(&mut to, value);
        }
        write_varint(&mut to, samples.len() as u64);
        for sample in samples {
            write_varint(&mut to, u64::try_from(sample.at).unwrap_or(0));
            to.push(sample.unit << 1 | u8::from(sample.high_resolution));
            sample.aggregate.write(&mut to);
        }
    }
    to
}

/// Reads what [`write_samples`] wrote; `None` if it is something else.
pub fn read_samples(mut from: &[u8]) -> Option<Vec<(Identity, Vec<Sample>)>> {
    fn text(from: &mut &[u8]) -> Option<String> {
        let length = usize::try_from(read_varint(from)?).ok()?;
        let (text, rest) = from.split_at_checked(length)?;
        *from = rest;
        String::from_utf8(text.to_vec()).ok()
    }
    let mut metrics = Vec::new();
    while !from.is_empty() {
        let (namespace, name) = (text(&mut from)?, text(&mut from)?);
        let dimensions: Option<Vec<(String, String)>> =
            (0..read_varint(&mut from)?).map(|_| Some((text(&mut from)?, text(&mut from)?))).collect();
        let mut samples = Vec::new();
        for _ in 0..read_varint(&mut from)? {
            let at = i64::try_from(read_varint(&mut from)?).ok()?;
            let (flags, rest) = from.split_first()?;
            from = rest;
            let aggregate = Aggregate::read(&mut from)?;
            samples.push(Sample { at, high_resolution: flags & 1 == 1, unit: flags >> 1, aggregate });
        }
        metrics.push((Identity { namespace, name, dimensions: dimensions? }, samples));
    }
    Some(metrics)
}

#[cfg(test)]
mod tests {
    use super::{Identity, Sample, read_samples, write_samples};
    use metricmath::Aggregate;
    use proptest::prelude::*;

    #[test]
    fn samples_are_read_as_written() {
        let identity = Identity::new("N", "m", vec![("b".into(), "2".into()), ("a".into(), "1".into())]);
        let sample = Sample { at: 1_767_225_600, high_resolution: true, unit: 14, aggregate: Aggregate::of(1.5, 3.0) };
        let metrics = vec![(identity.clone(), vec![sample]), (Identity::new("N", "n", Vec::new()), Vec::new())];
        assert_eq!(read_samples(&write_samples(&metrics)), Some(metrics));
        assert_eq!(identity.hash(), Identity::new("N", "m", vec![("a".into(), "1".into()), ("b".into(), "2".into())]).hash());
    }

    proptest! {
        #[test]
        fn anything_is_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = read_samples(&bytes);
        }
    }
}
