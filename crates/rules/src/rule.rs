//! What a managed rule is.

use std::fmt;

use crate::check::Check;
use crate::parameter::{Parameter, ParameterError, Parameters};
use crate::{Context, Item, ItemStatus, Verdict};

/// How often a periodic rule runs unless its owner says otherwise (`MaximumExecutionFrequency`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// `One_Hour`
    OneHour,
    /// `Three_Hours`
    ThreeHours,
    /// `Six_Hours`
    SixHours,
    /// `Twelve_Hours`
    TwelveHours,
    /// `TwentyFour_Hours`
    TwentyFourHours,
}

impl Frequency {
    /// All, the most frequent first.
    pub const ALL: [Self; 5] = [Self::OneHour, Self::ThreeHours, Self::SixHours, Self::TwelveHours, Self::TwentyFourHours];

    /// AWS's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OneHour => "One_Hour",
            Self::ThreeHours => "Three_Hours",
            Self::SixHours => "Six_Hours",
            Self::TwelveHours => "Twelve_Hours",
            Self::TwentyFourHours => "TwentyFour_Hours",
        }
    }

    /// By AWS's name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frequency| frequency.as_str() == name)
    }

    /// Its length in hours.
    #[must_use]
    pub fn hours(self) -> u32 {
        match self {
            Self::OneHour => 1,
            Self::ThreeHours => 3,
            Self::SixHours => 6,
            Self::TwelveHours => 12,
            Self::TwentyFourHours => 24,
        }
    }
}

/// When a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// When a resource of its types changes.
    Change,
    /// Every so often, all resources of its types; the frequency is AWS's default of 24 hours unless the owner sets another.
    Periodic,
    /// Both.
    Both,
}

impl Trigger {
    /// Whether a change triggers it.
    #[must_use]
    pub fn on_change(self) -> bool {
        self != Self::Periodic
    }

    /// Whether time triggers it.
    #[must_use]
    pub fn is_periodic(self) -> bool {
        self != Self::Change
    }
}

/// The resource type of an account itself: rules on no resource in particular judge it.
pub const ACCOUNT: &str = "AWS::::Account";

/// A managed rule: what AWS documents of it, and the function that decides.
#[derive(Clone, Copy)]
pub struct Rule {
    pub(crate) identifier: &'static str,
    pub(crate) description: &'static str,
    pub(crate) trigger: Trigger,
    pub(crate) types: &'static [&'static str],
    pub(crate) parameters: &'static [Parameter],
    pub(crate) proactive: bool,
    pub(crate) reads: &'static [&'static str],
    pub(crate) check: fn(&Check<'_>) -> Verdict,
}

impl Rule {
    pub(crate) const fn new(
        identifier: &'static str,
        trigger: Trigger,
        types: &'static [&'static str],
        description: &'static str,
        check: fn(&Check<'_>) -> Verdict,
    ) -> Self {
        Self { identifier, description, trigger, types, parameters: &[], proactive: false, reads: &[], check }
    }

    /// A rule that is triggered by changes.
    pub(crate) const fn change(
        identifier: &'static str,
        types: &'static [&'static str],
        description: &'static str,
        check: fn(&Check<'_>) -> Verdict,
    ) -> Self {
        Self::new(identifier, Trigger::Change, types, description, check)
    }

    /// A periodic rule.
    pub(crate) const fn periodic(
        identifier: &'static str,
        types: &'static [&'static str],
        description: &'static str,
        check: fn(&Check<'_>) -> Verdict,
    ) -> Self {
        Self::new(identifier, Trigger::Periodic, types, description, check)
    }

    /// A rule that is triggered by both.
    pub(crate) const fn both(
        identifier: &'static str,
        types: &'static [&'static str],
        description: &'static str,
        check: fn(&Check<'_>) -> Verdict,
    ) -> Self {
        Self::new(identifier, Trigger::Both, types, description, check)
    }

    pub(crate) const fn takes(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    pub(crate) const fn proactive(mut self) -> Self {
        self.proactive = true;
        self
    }

    pub(crate) const fn reading(mut self, types: &'static [&'static str]) -> Self {
        self.reads = types;
        self
    }

    /// Its `SourceIdentifier`, such as `S3_BUCKET_VERSIONING_ENABLED`.
    #[must_use]
    pub fn identifier(&self) -> &'static str {
        self.identifier
    }

    /// The name that AWS gives it by default, such as `s3-bucket-versioning-enabled`. Some names are not made from the identifier.
    #[must_use]
    pub fn name(&self) -> String {
        match self.identifier {
            "INCOMING_SSH_DISABLED" => "restricted-ssh".to_owned(),
            "RESTRICTED_INCOMING_TRAFFIC" => "restricted-common-ports".to_owned(),
            "INSTANCES_IN_VPC" => "ec2-instances-in-vpc".to_owned(),
            "EC2_INSTANCE_MANAGED_BY_SSM" => "ec2-instance-managed-by-systems-manager".to_owned(),
            "CLOUD_TRAIL_ENABLED" => "cloudtrail-enabled".to_owned(),
            "MULTI_REGION_CLOUD_TRAIL_ENABLED" => "multi-region-cloudtrail-enabled".to_owned(),
            other => other.to_ascii_lowercase().replace('_', "-"),
        }
    }

    /// What it looks at.
    #[must_use]
    pub fn description(&self) -> &'static str {
        self.description
    }

    /// When it runs.
    #[must_use]
    pub fn trigger(&self) -> Trigger {
        self.trigger
    }

    /// How often it runs by default, if it is periodic.
    #[must_use]
    pub fn default_frequency(&self) -> Option<Frequency> {
        self.trigger.is_periodic().then_some(Frequency::TwentyFourHours)
    }

    /// The resource types that it judges; [`ACCOUNT`] for rules on no resource in particular.
    #[must_use]
    pub fn resource_types(&self) -> &'static [&'static str] {
        self.types
    }

    /// The parameters that it takes.
    #[must_use]
    pub fn parameters(&self) -> &'static [Parameter] {
        self.parameters
    }

    /// Whether it can judge resources before they are made (`EvaluationModes` with `PROACTIVE`); all can judge recorded ones.
    #[must_use]
    pub fn is_proactive(&self) -> bool {
        self.proactive
    }

    /// The types of other items that it asks its [`Context`] for.
    #[must_use]
    pub fn reads(&self) -> &'static [&'static str] {
        self.reads
    }

    /// Reads the `InputParameters` of a rule's owner: a JSON object as text, or empty.
    ///
    /// # Errors
    /// What is wrong with them, worded as an `InvalidParameterValueException`.
    pub fn read_parameters(&self, input: &str) -> Result<Parameters, ParameterError> {
        Parameters::read(self.parameters, input)
    }

    /// Judges a resource.
    #[must_use]
    pub fn evaluate(&self, item: &Item<'_>, parameters: &Parameters, context: &Context<'_>) -> Verdict {
        if item.status == ItemStatus::Deleted || !self.types.contains(&item.resource_type) {
            return Verdict::NOT_APPLICABLE;
        }
        (self.check)(&Check { item, parameters, context })
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule").field("identifier", &self.identifier).finish_non_exhaustive()
    }
}
