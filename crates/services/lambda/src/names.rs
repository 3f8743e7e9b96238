//! How requests name functions: by name, by part of an ARN or by all of it, with or without a version or an alias.

use plane::Failure;

use crate::errors::{invalid, not_found};

/// The version that is edited.
pub(crate) const LATEST: &str = "$LATEST";
/// Longest function name.
const MOST_NAME: usize = 64;

/// What a request names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named<'a> {
    /// Region, where the name has it.
    pub region: Option<&'a str>,
    /// Account, where the name has it.
    pub account: Option<&'a str>,
    /// Name.
    pub name: &'a str,
    /// Version or alias, where the name has it.
    pub qualifier: Option<&'a str>,
}

impl<'a> Named<'a> {
    /// Reads `name`, `account:function:name` or an ARN, each with or without `:qualifier`. `None` if it is none of them.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut parts: Vec<&str> = text.split(':').collect();
        let (mut region, mut account) = (None, None);
        if parts.first() == Some(&"arn") {
            let [_, partition, "lambda", in_region, in_account, "function", rest @ ..] = parts.as_slice() else { return None };
            if !partition.starts_with("aws") || !is_account(in_account) {
                return None;
            }
            (region, account) = (Some(*in_region), Some(*in_account));
            parts = rest.to_vec();
        } else {
            if let [first, second, ..] = parts.as_slice()
                && is_region(first)
                && is_account(second)
            {
                region = Some(*first);
                parts.remove(0);
            }
            if let [first, "function", _, ..] = parts.as_slice()
                && is_account(first)
            {
                account = Some(*first);
                parts.drain(..2);
            } else if let ["function", _, ..] = parts.as_slice() {
                parts.remove(0);
            }
        }
        let (name, qualifier) = match parts.as_slice() {
            [name] => (*name, None),
            [name, qualifier] => (*name, Some(*qualifier)),
            _ => return None,
        };
        let fits = is_name(name) && qualifier.is_none_or(is_qualifier);
        fits.then_some(Self { region, account, name, qualifier })
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_region(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Whether a text is the name of a function.
pub(crate) fn is_name(text: &str) -> bool {
    text.len() <= MOST_NAME && is_word(text)
}

/// Whether a text is a version or an alias.
pub(crate) fn is_qualifier(text: &str) -> bool {
    text == LATEST || (text.len() <= 128 && is_word(text))
}

/// Whether a text is a version: `$LATEST` or a number.
pub(crate) fn is_version(text: &str) -> bool {
    text == LATEST || (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
}

/// A function of an account and region, with the version or alias that a request means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub account: String,
    pub region: String,
    pub name: String,
    /// Version or alias, if one is given.
    pub qualifier: Option<String>,
}

impl Target {
    /// What a call from an account and region means by a name and a qualifier.
    ///
    /// # Errors
    /// `InvalidParameterValueException` if the two do not fit together or are no names; `ResourceNotFoundException` if the name is of another region.
    pub(crate) fn of(account: &str, region: &str, text: &str, qualifier: Option<&str>) -> Result<Self, Failure> {
        let named = Named::parse(text).ok_or_else(|| invalid(format!("Invalid function name or ARN: {text}")))?;
        if named.region.is_some_and(|r| r != region) {
            return Err(not_found(format!(
                "Functions from '{}' are not reachable in this region ('{region}')",
                named.region.unwrap_or_default()
            )));
        }
        if let (Some(inner), Some(outer)) = (named.qualifier, qualifier)
            && inner != outer
        {
            return Err(invalid("The derived qualifier from the function name does not match the specified qualifier."));
        }
        Ok(Self {
            account: named.account.unwrap_or(account).to_owned(),
            region: region.to_owned(),
            name: named.name.to_owned(),
            qualifier: named.qualifier.or(qualifier).map(str::to_owned),
        })
    }

    /// The same without qualifier.
    pub(crate) fn unqualified(&self) -> Self {
        Self { qualifier: None, ..self.clone() }
    }

    /// ARN.
    pub(crate) fn arn(&self, partition: &str) -> String {
        arn(partition, &self.region, &self.account, &self.name, self.qualifier.as_deref())
    }
}

/// ARN of a function, or of a version or an alias of it.
pub(crate) fn arn(partition: &str, region: &str, account: &str, name: &str, qualifier: Option<&str>) -> String {
    let mut arn = format!("arn:{partition}:lambda:{region}:{account}:function:{name}");
    if let Some(qualifier) = qualifier {
        arn.push(':');
        arn.push_str(qualifier);
    }
    arn
}

#[cfg(test)]
mod tests {
    use super::{Named, Target};

    #[test]
    fn every_form_of_a_name() {
        let full = "arn:aws:lambda:us-east-1:111122223333:function:f";
        for (text, region, account, qualifier) in [
            ("f", None, None, None),
            ("f:7", None, None, Some("7")),
            ("f:$LATEST", None, None, Some("$LATEST")),
            ("function:f", None, None, None),
            ("111122223333:function:f", None, Some("111122223333"), None),
            ("111122223333:function:f:live", None, Some("111122223333"), Some("live")),
            (full, Some("us-east-1"), Some("111122223333"), None),
            (&format!("{full}:live"), Some("us-east-1"), Some("111122223333"), Some("live")),
        ] {
            let named = Named::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((named.region, named.account, named.name, named.qualifier), (region, account, "f", qualifier), "{text}");
        }
        for text in [
            "",
            ":",
            "f:",
            "f:1:2",
            "a b",
            "f.g",
            "arn:aws:s3:::f",
            "arn:aws:lambda:us-east-1:1:function:f",
            "arn:aws:lambda:us-east-1:111122223333:layer:f",
            "../f",
            "f/g",
            "f:$PREVIOUS",
            &"f".repeat(65),
        ] {
            assert_eq!(Named::parse(text), None, "{text}");
        }
    }

    #[test]
    fn names_and_qualifiers_fit_together() {
        let target = |name, qualifier| Target::of("111122223333", "us-east-1", name, qualifier);
        assert_eq!(target("f:1", Some("1")).unwrap().qualifier.as_deref(), Some("1"));
        assert!(target("f:1", Some("2")).is_err());
        assert!(target("arn:aws:lambda:eu-west-1:111122223333:function:f", None).is_err());
        assert_eq!(
            target("444455556666:function:f", Some("live")).unwrap().arn("aws"),
            "arn:aws:lambda:us-east-1:444455556666:function:f:live"
        );
    }
}
