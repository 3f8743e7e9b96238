//! The rules of AWS Config: each a pure function over configuration items.
//!
//! Nothing here does I/O, reads a clock or keeps state: the caller says which item, with which parameters, at which time, and
//! which other items there are.
//!
//! - [`Item`] is a view of a configuration item in AWS Config's own JSON form.
//! - [`rule`] finds a managed [`Rule`] by its identifier, [`rules`] lists all: what AWS documents of them (types, triggers,
//!   parameters), and [`Rule::evaluate`], which gives a [`Verdict`].
//!
//! - [`pack`] reads templates of conformance packs, and has some of its own; [`guard`] has policies that customers write.
//!
//! ```
//! use rules::{Compliance, Context, Item};
//!
//! let rule = rules::rule("S3_BUCKET_VERSIONING_ENABLED").expect("a managed rule");
//! let parameters = rule.read_parameters("")?;
//! let json = serde_json::json!({
//!     "resourceType": "AWS::S3::Bucket", "resourceId": "ledger", "configurationItemStatus": "OK", "configuration": {"name": "ledger"},
//!     "supplementaryConfiguration": {"BucketVersioningConfiguration": "{\"status\":\"Suspended\"}"},
//! });
//! // A rule sees other items of the types that `rule.reads()` names: here there are none.
//! let context = Context { now: "2026-06-15T12:00:00Z".parse()?, account_id: "111122223333", region: "eu-central-1", items: &() };
//! let verdict = rule.evaluate(&Item::read(&json)?, &parameters, &context);
//! assert_eq!(verdict.compliance, Compliance::NonCompliant);
//! assert_eq!(verdict.annotation.as_deref(), Some("Versioning is not enabled."));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Facts that no resource of AWS has
//!
//! Rules on accounts and credentials need facts that AWS Config asks other services for. They stand in items of these forms:
//!
//! - **`AWS::::Account`**, one for each account, `resourceId` is the account id. Rules on no resource in particular judge it. Its
//!   `configuration` has, each only as far as it is known:
//!   - `passwordPolicy`: what `GetAccountPasswordPolicy` answers (`MinimumPasswordLength`, `RequireSymbols`, …), or `null` if there is none;
//!   - `summary`: the `SummaryMap` of `GetAccountSummary` (`AccountMFAEnabled`, `AccountAccessKeysPresent`, `Users`, …);
//!   - `rootVirtualMfa`: whether the root user has a virtual MFA device (`true`, `false`), or `mfaDevices`: a list of its devices' serial
//!     numbers or ARNs;
//!   - `organization`: what `DescribeOrganization` answers (`Id`, `MasterAccountId`, …), or `null` if the account is in none; where this is not
//!     there, an item of `AWS::Organizations::Organization` shows that the account manages one;
//!   - `ebsEncryptionByDefault`: what `GetEbsEncryptionByDefault` answers (`true`, `false`);
//!   - `publicAccessBlock`: the account's block of public access to S3 (`BlockPublicAcls`, `IgnorePublicAcls`, `BlockPublicPolicy`,
//!     `RestrictPublicBuckets`), or `null` if there is none;
//!   - `alternateContacts`: a list of those set, each with `AlternateContactType` (`SECURITY`, `BILLING`, `OPERATIONS`).
//! - **`AWS::IAM::User`** items have a member `CredentialReport` in their `supplementaryConfiguration`: an object with the columns of
//!   the credential report (`password_enabled`, `password_last_used`, `password_last_changed`, `mfa_active`, `access_key_1_active`,
//!   `access_key_1_last_rotated`, `access_key_1_last_used_date`, the same of `access_key_2`, `user_creation_time`, …), values as in
//!   the report: times in RFC 3339, `true` and `false` (as text or not), `N/A`, `no_information`, `not_supported`.
//! - **`AWS::IAM::Group`** items may say in `supplementaryConfiguration` how many `Members` the group has; otherwise relationships to users, or
//!   the users' own groups count.
//! - **`AWS::CloudTrail::Trail`** items have, besides what the trail itself says, `TrailStatus` (`isLogging`,
//!   `latestCloudWatchLogsDeliveryTime`), `EventSelectors` and `AdvancedEventSelectors`, in `supplementaryConfiguration` or in `configuration`.
//! - **`AWS::GuardDuty::Detector`** items may have `Administrator` (`AccountId`) in `supplementaryConfiguration`.
//! - **`AWS::S3::AccountPublicAccessBlock`** as AWS Config records it; where there is none, `publicAccessBlock` of the account counts.
//!
//! Where a rule needs a fact that is not there, its verdict is `NOT_APPLICABLE`, and the annotation says so.

mod check;
mod context;
pub mod document;
pub mod guard;
mod item;
mod json;
mod managed;
pub mod pack;
mod parameter;
mod policies;
mod rule;
mod verdict;

pub use context::{Context, Items};
pub use item::{Item, ItemError, ItemStatus, Relationship};
pub use managed::{rule, rules};
pub use parameter::{MAX_INPUT_PARAMETERS, Parameter, ParameterError, ParameterKind, Parameters};
pub use rule::{ACCOUNT, Frequency, Rule, Trigger};
pub use verdict::{Compliance, MAX_ANNOTATION, Verdict};
