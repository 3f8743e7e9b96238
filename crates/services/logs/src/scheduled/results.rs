//! The results of a query as they are delivered. Pure.

use serde_json::{Map, Value};

/// Rows as a JSON array: names and values, without pointers.
pub(crate) fn json(rows: impl Iterator<Item = Vec<(String, String)>>) -> Vec<u8> {
    let object = |row: Vec<(String, String)>| {
        let members = row.into_iter().filter(|(name, _)| name != "@ptr").map(|(name, value)| (name, Value::String(value)));
        Value::Object(members.collect::<Map<_, _>>())
    };
    serde_json::to_vec(&Value::Array(rows.map(object).collect())).unwrap_or_default()
}

/// Bucket and key of an object of a URI: `s3://bucket/prefix`.
pub(crate) fn object_of(uri: &str, name: &str) -> Option<(String, String)> {
    let (bucket, prefix) = uri.strip_prefix("s3://")?.split_once('/').unwrap_or((uri.strip_prefix("s3://")?, ""));
    let prefix = prefix.trim_end_matches('/');
    let key = if prefix.is_empty() { format!("{name}.json") } else { format!("{prefix}/{name}.json") };
    (!bucket.is_empty()).then(|| (bucket.to_owned(), key))
}

#[cfg(test)]
mod tests {
    use super::{json, object_of};

    #[test]
    fn rows_are_objects() {
        let row = |fields: &[(&str, &str)]| fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let rows = vec![row(&[("b", "1"), ("a", "x"), ("@ptr", "p")]), row(&[])];
        assert_eq!(String::from_utf8_lossy(&json(rows.into_iter())), r#"[{"b":"1","a":"x"},{}]"#);
    }

    #[test]
    fn objects_have_places() {
        let place = |uri: &str| object_of(uri, "q").map(|(bucket, key)| format!("{bucket} {key}"));
        assert_eq!(place("s3://b").as_deref(), Some("b q.json"));
        assert_eq!(place("s3://b/").as_deref(), Some("b q.json"));
        assert_eq!(place("s3://b/p/r/").as_deref(), Some("b p/r/q.json"));
        assert_eq!(place("http://b/p"), None);
    }
}
