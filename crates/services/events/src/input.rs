//! What a target gets of an event: all of it, a part, a fixed text, or a template filled in. Pure.
//! See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>.

use serde_json::Value;

use crate::resources::Input;

/// Names of variables that are filled in without a path begin so.
const RESERVED: &str = "aws.events.";

/// What else than the event variables speak of.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// ARN of the rule.
    pub rule_arn: &'a str,
    /// When the event came, as ISO 8601.
    pub ingested: &'a str,
}

/// The text that a target gets.
pub fn payload(input: Option<&Input>, event: &Value, about: About<'_>) -> String {
    match input {
        None => event.to_string(),
        Some(Input::Fixed(text)) => text.clone(),
        Some(Input::Path(path)) => Path::parse(path).ok().and_then(|path| path.find(event)).unwrap_or(Value::Null).to_string(),
        Some(Input::Transformer { paths, template }) => {
            let value = |name: &str| match name.strip_prefix(RESERVED) {
                Some("rule-arn") => Some(Value::from(about.rule_arn)),
                Some("rule-name") => about.rule_arn.rsplit('/').next().map(Value::from),
                Some("event.ingestion-time") => Some(Value::from(about.ingested)),
                Some("event.json") => Some(event.clone()),
                Some("event") => {
                    let mut event = event.clone();
                    if let Some(members) = event.as_object_mut() {
                        members.shift_remove("detail");
                    }
                    Some(event)
                }
                _ => Path::parse(paths.get(name)?).ok()?.find(event),
            };
            fill(template, value, |name| name.starts_with(RESERVED) || paths.contains_key(name))
        }
    }
}

/// Fills in a template. Within quotes a variable is its text, outside it is JSON. What is no variable stays.
fn fill(template: &str, value: impl Fn(&str) -> Option<Value>, known: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    let (mut quoted, mut escaped) = (false, false);
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == '<'
            && let Some((name, tail)) = after.split_once('>')
            && known(name)
        {
            match value(name) {
                Some(Value::String(text)) if quoted => out.push_str(inner(&text).as_str()),
                Some(found) if quoted => out.push_str(inner(&found.to_string()).as_str()),
                Some(found) => out.push_str(&found.to_string()),
                None if quoted => {}
                None => out.push_str("null"),
            }
            rest = tail;
            escaped = false;
            continue;
        }
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
        rest = after;
    }
    out
}

/// A text as it stands between the quotes of a JSON string.
fn inner(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

/// Checks a template: the variables' paths, and that no reserved name is one.
///
/// # Errors
/// What is wrong.
pub fn check(input: &Input) -> Result<(), String> {
    match input {
        Input::Fixed(text) => {
            serde_json::from_str::<Value>(text).map(|_| ()).map_err(|error| format!("JSON syntax error in input: {error}"))
        }
        Input::Path(path) => Path::parse(path).map(|_| ()),
        Input::Transformer { paths, template } => {
            for (name, path) in paths {
                if name.starts_with("AWS") || name.starts_with(RESERVED) {
                    return Err(format!("Variable name {name} is reserved."));
                }
                Path::parse(path)?;
            }
            let mut rest = template.as_str();
            while let Some((_, after)) = rest.split_once('<') {
                let Some((name, tail)) = after.split_once('>') else { break };
                let plain =
                    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
                if plain && !name.starts_with(RESERVED) && !paths.contains_key(name) {
                    return Err(format!("InputTemplate contains placeholder {name} that is not in InputPathsMap."));
                }
                rest = if plain { tail } else { after };
            }
            Ok(())
        }
    }
}

/// A path into an event: `$`, names, indices and `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Name(String),
    Index(usize),
    All,
}

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("Invalid JSON path: {text}");
        let mut rest = text.strip_prefix('$').ok_or_else(wrong)?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('.') {
                let end = after.find(['.', '[']).unwrap_or(after.len());
                let (name, tail) = after.split_at_checked(end).ok_or_else(wrong)?;
                steps.push(match name {
                    "" => return Err(wrong()),
                    "*" => Step::All,
                    name => Step::Name(name.to_owned()),
                });
                rest = tail;
            } else if let Some(after) = rest.strip_prefix('[') {
                let (inside, tail) = after.split_once(']').ok_or_else(wrong)?;
                let quoted = inside.strip_prefix(['\'', '"']).and_then(|inside| inside.strip_suffix(['\'', '"']));
                steps.push(match (inside, quoted) {
                    (_, Some(name)) => Step::Name(name.to_owned()),
                    ("*", _) => Step::All,
                    (index, _) => Step::Index(index.parse().map_err(|_| wrong())?),
                });
                rest = tail;
            } else {
                return Err(wrong());
            }
        }
        Ok(Self(steps))
    }

    /// What it leads to; with `*`, a list of all it leads to.
    pub fn find(&self, event: &Value) -> Option<Value> {
        let mut found = vec![event];
        let mut many = false;
        for step in &self.0 {
            found = match step {
                Step::Name(name) => found.into_iter().filter_map(|value| value.get(name)).collect(),
                Step::Index(index) => found.into_iter().filter_map(|value| value.get(index)).collect(),
                Step::All => {
                    many = true;
                    found
                        .into_iter()
                        .flat_map(|value: &Value| -> Vec<&Value> {
                            match value {
                                Value::Array(items) => items.iter().collect(),
                                Value::Object(members) => members.values().collect(),
                                _ => Vec::new(),
                            }
                        })
                        .collect()
                }
            };
        }
        if many { Some(Value::Array(found.into_iter().cloned().collect())) } else { found.first().map(|value| (*value).clone()) }
    }
}

#[cfg(test)]
mod tests {
    use super::{About, Path, check, payload};
    use crate::resources::Input;
    use serde_json::{Value, json};

    fn event() -> Value {
        json!({"version": "0", "id": "1", "source": "aws.ec2", "resources": ["arn:1", "arn:2"],
               "detail": {"instance-id": "i-0", "state": "RUN \"fast\"", "tags": [{"k": "a"}, {"k": "b"}], "n": 5, "a/b": true}})
    }

    fn transformed(paths: Value, template: &str) -> String {
        let paths = serde_json::from_value(paths).unwrap();
        let input = Input::Transformer { paths, template: template.to_owned() };
        check(&input).unwrap();
        payload(Some(&input), &event(), About { rule_arn: "arn:aws:events:r:1:rule/bus/me", ingested: "2026-01-01T00:00:00Z" })
    }

    #[test]
    fn paths_lead_into_events() {
        let find = |path: &str| Path::parse(path).unwrap().find(&event());
        assert_eq!(find("$"), Some(event()));
        assert_eq!(find("$.detail.instance-id"), Some(json!("i-0")));
        assert_eq!(find("$.resources[1]"), Some(json!("arn:2")));
        assert_eq!(find("$.detail.tags[*].k"), Some(json!(["a", "b"])));
        assert_eq!(find("$.detail.a/b"), Some(json!(true)));
        assert_eq!(find("$['detail']['n']"), Some(json!(5)));
        assert_eq!(find("$.detail.none"), None);
        for path in ["", "detail", "$detail", "$.", "$.a[", "$.a[x]", "$..a"] {
            assert!(Path::parse(path).is_err(), "{path}");
        }
    }

    #[test]
    fn templates_are_filled_in() {
        let paths =
            json!({"instance": "$.detail.instance-id", "state": "$.detail.state", "tags": "$.detail.tags", "gone": "$.detail.x"});
        assert_eq!(transformed(paths.clone(), "\"<instance> is <state>\""), r#""i-0 is RUN \"fast\"""#);
        assert_eq!(
            transformed(paths.clone(), "{\"i\": <instance>, \"t\": <tags>, \"x\": <gone>}"),
            r#"{"i": "i-0", "t": [{"k":"a"},{"k":"b"}], "x": null}"#
        );
        assert_eq!(
            transformed(paths.clone(), "{\"s\": \"<instance>/<gone>\", \"t\": \"<tags>\"}"),
            r#"{"s": "i-0/", "t": "[{\"k\":\"a\"},{\"k\":\"b\"}]"}"#
        );
        assert_eq!(
            transformed(
                json!({}),
                "{\"rule\": <aws.events.rule-name>, \"arn\": \"<aws.events.rule-arn>\", \"at\": <aws.events.event.ingestion-time>}"
            ),
            r#"{"rule": "me", "arn": "arn:aws:events:r:1:rule/bus/me", "at": "2026-01-01T00:00:00Z"}"#
        );
        let whole: Value =
            serde_json::from_str(&transformed(json!({}), "{\"e\": <aws.events.event>, \"j\": <aws.events.event.json>}")).unwrap();
        assert_eq!((whole["e"].get("detail"), whole["j"].clone()), (None, event()));
        assert_eq!(transformed(json!({}), "\"1 < 2 and <b a>\""), "\"1 < 2 and <b a>\"");
    }

    #[test]
    fn the_other_forms() {
        let about = About { rule_arn: "", ingested: "" };
        assert_eq!(payload(Some(&Input::Fixed("{\"a\": 1}".into())), &event(), about), "{\"a\": 1}");
        assert_eq!(payload(Some(&Input::Path("$.detail.n".into())), &event(), about), "5");
        assert_eq!(payload(None, &event(), about), event().to_string());
        for wrong in [
            Input::Fixed("{".into()),
            Input::Path("detail".into()),
            Input::Transformer { paths: [("a".to_owned(), "b".to_owned())].into(), template: "<a>".into() },
            Input::Transformer { paths: [("aws.events.x".to_owned(), "$".to_owned())].into(), template: "1".into() },
            Input::Transformer { paths: [].into(), template: "<a>".into() },
        ] {
            assert!(check(&wrong).is_err(), "{wrong:?}");
        }
    }
}
