//! The filters of ListSecrets and BatchGetSecretValue, pure.
//!
//! Values of one filter are alternatives, filters must all hold; a value that begins with `!` excludes what it matches. See
//! <https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_search-secret.html>.

use crate::api::{Filter, FilterNameStringType};
use crate::resources::Secret;

/// Whether a secret passes all filters.
pub fn pass(filters: &[Filter], secret: &Secret, tags: &[(String, String)]) -> bool {
    filters.iter().all(|filter| passes(filter, secret, tags))
}

fn passes(filter: &Filter, secret: &Secret, tags: &[(String, String)]) -> bool {
    let Some(key) = &filter.key else { return true };
    let values = filter.values.as_deref().unwrap_or_default();
    let (excluded, included): (Vec<&str>, Vec<&str>) = values.iter().map(String::as_str).partition(|v| v.starts_with('!'));
    let fits = |value: &str| matches(key, value, secret, tags);
    !excluded.iter().any(|v| fits(v.trim_start_matches('!'))) && (included.is_empty() || included.iter().any(|v| fits(v)))
}

fn matches(key: &FilterNameStringType, value: &str, secret: &Secret, tags: &[(String, String)]) -> bool {
    let description = secret.description.as_deref().unwrap_or_default();
    let region = if secret.replica_of.is_some() || !secret.replicas.is_empty() { secret.primary_region() } else { "" };
    match key {
        FilterNameStringType::Description => words_begin(description, value),
        FilterNameStringType::Name => secret.name.starts_with(value),
        FilterNameStringType::TagKey => tags.iter().any(|(k, _)| k.starts_with(value)),
        FilterNameStringType::TagValue => tags.iter().any(|(_, v)| v.starts_with(value)),
        FilterNameStringType::PrimaryRegion => !region.is_empty() && region.starts_with(value),
        // Secrets of other services are not kept here.
        FilterNameStringType::OwningService => false,
        FilterNameStringType::All => {
            let texts = [secret.name.as_str(), description, region];
            texts.into_iter().chain(tags.iter().flat_map(|(k, v)| [k.as_str(), v.as_str()])).any(|text| words_begin(text, value))
        }
    }
}

/// Whether every word of `value` begins some word of `text`, whatever the case.
fn words_begin(text: &str, value: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let have = words(text);
    words(value).iter().all(|wanted| have.iter().any(|word| word.starts_with(wanted.as_str())))
}

#[cfg(test)]
mod tests {
    use super::pass;
    use crate::api::{Filter, FilterNameStringType as By};
    use crate::resources::Secret;

    fn secret() -> Secret {
        Secret {
            account: "111122223333".into(),
            region: "eu-west-1".into(),
            name: "prod/Orders-db".into(),
            suffix: "AbCdEf".into(),
            arn: String::new(),
            description: Some("Main database of the Order service".into()),
            kms_key: None,
            versions: vec![],
            created: 0,
            changed: 0,
            rotated: None,
            deleted: None,
            policy: None,
            rotation: None,
            replica_of: Some("us-east-1".into()),
            replicas: vec![],
            follows: None,
            followers: vec![],
        }
    }

    #[test]
    fn filters_match_as_documented() {
        let tags = [("team".to_owned(), "Blue One".to_owned())];
        for (by, values, expected) in [
            (By::Name, &["prod/"][..], true),
            (By::Name, &["Prod/"], false),
            (By::Name, &["orders"], false),
            (By::Name, &["x", "prod"], true),
            (By::Name, &["!prod"], false),
            (By::Name, &["!test"], true),
            (By::Name, &["prod", "!prod/O"], false),
            (By::Description, &["data"], true),
            (By::Description, &["ORDER main"], true),
            (By::Description, &["atabase"], false),
            (By::Description, &["main missing"], false),
            (By::TagKey, &["te"], true),
            (By::TagKey, &["Te"], false),
            (By::TagValue, &["Blue"], true),
            (By::TagValue, &["One"], false),
            (By::PrimaryRegion, &["us-east-1"], true),
            (By::PrimaryRegion, &["eu-west-1"], false),
            (By::OwningService, &["rds"], false),
            (By::OwningService, &["!rds"], true),
            (By::All, &["orders"], true),
            (By::All, &["blue"], true),
            (By::All, &["east"], true),
            (By::All, &["green"], false),
            (By::All, &["!green"], true),
        ] {
            let values: Vec<String> = values.iter().map(|&v| v.to_owned()).collect();
            let filter = Filter { key: Some(by), values: Some(values.clone()) };
            assert_eq!(pass(&[filter], &secret(), &tags), expected, "{by:?} {values:?}");
        }
    }
}
