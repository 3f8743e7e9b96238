//! Quotas. Source: "Quotas and service limits for AWS Organizations" in the Organizations User Guide, and the API reference where it says more.

use crate::api::PolicyType;

/// Accounts in an organization: the highest that AWS grants on request. The default there is 10; an installation of one's own has no reason to
/// begin so low.
pub(crate) const ACCOUNTS: u32 = 10_000;
/// Account creations under way at a time.
pub(crate) const CREATIONS_AT_ONCE: usize = 5;
/// Account closures under way at a time.
pub(crate) const CLOSURES_AT_ONCE: usize = 3;
/// OUs in an organization.
pub(crate) const UNITS: u64 = 2_000;
/// Levels of OUs below the root.
pub(crate) const DEPTH: usize = 5;
/// Invitations in 24 hours.
pub(crate) const INVITATIONS_A_DAY: usize = 20;
/// Tags on a resource.
pub(crate) const TAGS: usize = 50;
/// Days that a created account must exist before it can leave.
pub(crate) const DAYS_BEFORE_LEAVING: i64 = 4;
/// Days that an invitation waits.
pub(crate) const INVITATION_DAYS: i64 = 15;
/// Days that the process of enabling all features waits.
pub(crate) const MIGRATION_DAYS: i64 = 90;
/// Days that a finished handshake is kept.
pub(crate) const HANDSHAKE_KEPT_DAYS: i64 = 30;
/// Days after closing until an account is gone.
pub(crate) const CLOSURE_DAYS: i64 = 90;
/// Delegated administrators of one service.
pub(crate) const DELEGATED_PER_SERVICE: usize = 5;
/// Transfers that a management account may have from others.
pub(crate) const TRANSFERS_IN: usize = 1_000;
/// Largest page of any listing, and the default.
pub(crate) const PAGE: usize = 20;
/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;

/// Closures in any 30 days: the higher of 250 and a fifth of the accounts, at most 1,000 (API reference of CloseAccount).
pub(crate) fn closures_a_month(accounts: u32) -> usize {
    usize::try_from(accounts / 5).unwrap_or(usize::MAX).clamp(250, 1_000)
}

/// Policies of a type in an organization.
pub(crate) fn policies(kind: PolicyType) -> usize {
    match kind {
        PolicyType::ServiceControlPolicy => 10_000,
        _ => 1_000,
    }
}

/// Characters of a policy's content.
pub(crate) fn content(kind: PolicyType) -> usize {
    match kind {
        PolicyType::ServiceControlPolicy | PolicyType::ResourceControlPolicy => 5_120,
        PolicyType::AiservicesOptOutPolicy => 2_500,
        _ => 10_000,
    }
}

/// Policies of a type attached to one root, OU or account.
pub(crate) fn attachments(kind: PolicyType) -> usize {
    match kind {
        PolicyType::ServiceControlPolicy
        | PolicyType::ResourceControlPolicy
        | PolicyType::AiservicesOptOutPolicy
        | PolicyType::ChatbotPolicy => 5,
        _ => 10,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn closures_follow_the_size_of_the_organization() {
        assert_eq!(super::closures_a_month(3), 250);
        assert_eq!(super::closures_a_month(2_000), 400);
        assert_eq!(super::closures_a_month(10_000), 1_000);
    }
}
