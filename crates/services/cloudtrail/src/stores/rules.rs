//! What an event data store may be set to: categories of events, retention and billing. Pure.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateEventDataStore.html>.

use plane::Failure;

use crate::api::{AdvancedEventSelector, BillingMode, InvalidEventSelectorsException, InvalidParameterException};
use crate::selectors::{self, Advanced, Field};

/// Shortest retention, days.
const LEAST_DAYS: i32 = 7;
/// Days when nobody says, and at most, of extendable retention: one year is in the price, ten can be had.
const EXTENDABLE: (i32, i32) = (366, 3653);
/// The same of fixed retention: seven years.
const FIXED: (i32, i32) = (2557, 2557);

/// What an event data store collects. One collects one sort, since the sorts have tables of different columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// Events of CloudTrail: management, data and network activity events.
    CloudTrail,
    /// Insights events.
    Insight,
    /// Events of others, which come in by channels.
    ActivityAuditLog,
    /// Configuration items of AWS Config.
    ConfigurationItem,
    /// Evidence of Audit Manager.
    Evidence,
}

impl Category {
    /// The sort of a category of events.
    fn of(category: &str) -> Option<Self> {
        Some(match category {
            "Management" | "Data" | "NetworkActivity" => Self::CloudTrail,
            "Insight" => Self::Insight,
            "ActivityAuditLog" => Self::ActivityAuditLog,
            "ConfigurationItem" => Self::ConfigurationItem,
            "Evidence" => Self::Evidence,
            _ => return None,
        })
    }

    /// What selectors ask for.
    pub fn of_selectors(selectors: &[Advanced]) -> Self {
        let category =
            |s: &Advanced| s.fields.iter().find(|f| f.field == "eventCategory").and_then(Field::only).and_then(Self::of);
        selectors.iter().find_map(category).unwrap_or(Self::CloudTrail)
    }

    /// Whether ingestion of it can be stopped and started.
    /// See <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopEventDataStoreIngestion.html>.
    pub fn can_stop(self) -> bool {
        matches!(self, Self::CloudTrail | Self::ConfigurationItem)
    }
}

/// Reads the selectors of a request; without any, all management events.
///
/// # Errors
/// `InvalidEventSelectorsException`.
pub fn selectors(given: Option<&[AdvancedEventSelector]>) -> Result<Vec<Advanced>, Failure> {
    let Some(given) = given.filter(|g| !g.is_empty()) else {
        let field = Field { field: "eventCategory".to_owned(), equals: vec!["Management".to_owned()], ..Field::default() };
        return Ok(vec![Advanced { name: Some("Default management events".to_owned()), fields: vec![field] }]);
    };
    let read = selectors::advanced_of_store(given)?;
    let mut sort = None;
    for selector in &read {
        let of = Category::of_selectors(std::slice::from_ref(selector));
        if sort.is_some_and(|sort| sort != of) {
            return Err(InvalidEventSelectorsException::new(
                "An event data store cannot collect events of CloudTrail together with those of another category.",
            )
            .into());
        }
        sort = Some(of);
    }
    Ok(read)
}

/// The retention of a billing mode, days.
///
/// # Errors
/// `InvalidParameterException`.
pub fn retention(billing: BillingMode, given: Option<i32>) -> Result<i32, Failure> {
    let (usual, most) = match billing {
        BillingMode::ExtendableRetentionPricing => EXTENDABLE,
        BillingMode::FixedRetentionPricing => FIXED,
    };
    match given {
        None => Ok(usual),
        Some(days) if (LEAST_DAYS..=most).contains(&days) => Ok(days),
        Some(days) => Err(InvalidParameterException::new(format!(
            "RetentionPeriod {days} is not valid for {billing}: it must be between {LEAST_DAYS} and {most} days."
        ))
        .into()),
    }
}

/// Whether one billing mode may follow another.
///
/// # Errors
/// `InvalidParameterException`.
pub fn rebill(from: BillingMode, to: BillingMode) -> Result<(), Failure> {
    if (from, to) == (BillingMode::ExtendableRetentionPricing, BillingMode::FixedRetentionPricing) {
        return Err(InvalidParameterException::new(
            "The billing mode cannot be changed from EXTENDABLE_RETENTION_PRICING to FIXED_RETENTION_PRICING.",
        )
        .into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Category, rebill, retention, selectors};
    use crate::api::{AdvancedEventSelector, AdvancedFieldSelector, BillingMode};

    fn category(category: &str) -> AdvancedEventSelector {
        let field = AdvancedFieldSelector {
            field: "eventCategory".to_owned(),
            equals: Some(vec![category.to_owned()]),
            ..AdvancedFieldSelector::default()
        };
        AdvancedEventSelector { name: None, field_selectors: vec![field] }
    }

    #[test]
    fn retention_follows_the_billing_mode() {
        use BillingMode::{ExtendableRetentionPricing as Extendable, FixedRetentionPricing as Fixed};
        for (billing, given, expected) in [
            (Extendable, None, Some(366)),
            (Fixed, None, Some(2557)),
            (Extendable, Some(7), Some(7)),
            (Extendable, Some(6), None),
            (Extendable, Some(3653), Some(3653)),
            (Extendable, Some(3654), None),
            (Fixed, Some(2557), Some(2557)),
            (Fixed, Some(2558), None),
        ] {
            assert_eq!(retention(billing, given).ok(), expected, "{billing} {given:?}");
        }
        assert!(rebill(Fixed, Extendable).is_ok() && rebill(Fixed, Fixed).is_ok() && rebill(Extendable, Fixed).is_err());
    }

    #[test]
    fn a_store_collects_one_sort_of_events() {
        assert_eq!(Category::of_selectors(&selectors(None).unwrap()), Category::CloudTrail);
        for (one, sort) in [
            ("Management", Category::CloudTrail),
            ("Insight", Category::Insight),
            ("ActivityAuditLog", Category::ActivityAuditLog),
            ("ConfigurationItem", Category::ConfigurationItem),
            ("Evidence", Category::Evidence),
        ] {
            assert_eq!(Category::of_selectors(&selectors(Some(&[category(one)])).unwrap()), sort, "{one}");
        }
        assert!(selectors(Some(&[category("Management"), category("Insight")])).is_err());
        assert!(selectors(Some(&[category("Elsewhere")])).is_err());
        // Data events need the type of the resource.
        assert!(selectors(Some(&[category("Data")])).is_err());
    }
}
