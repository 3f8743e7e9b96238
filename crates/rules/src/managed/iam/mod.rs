//! Rules on IAM.

mod credentials;
mod identities;
mod managed_policies;

use crate::Rule;
use crate::check::{expect, skip};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Boolean, Csv, Int, Text},
};
use crate::rule::ACCOUNT;

pub(super) const USER: &str = "AWS::IAM::User";
pub(super) const GROUP: &str = "AWS::IAM::Group";
pub(super) const ROLE: &str = "AWS::IAM::Role";
pub(super) const POLICY: &str = "AWS::IAM::Policy";
const IDENTITIES: &[&str] = &[GROUP, ROLE, USER];

pub(super) const RULES: &[Rule] = &[
    Rule::periodic("ACCESS_KEYS_ROTATED", &[USER], "No active access key is older than the days given.", credentials::rotated)
        .takes(&[P::required("maxAccessKeyAge", Int).or("90")]),
    Rule::periodic("IAM_USER_MFA_ENABLED", &[USER], "The user has an MFA device.", credentials::mfa),
    Rule::periodic(
        "MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS",
        &[USER],
        "A user with a password has an MFA device.",
        credentials::console_mfa,
    ),
    Rule::periodic(
        "IAM_USER_UNUSED_CREDENTIALS_CHECK",
        &[USER],
        "Password and active access keys were used within the days given.",
        credentials::used,
    )
    .takes(&[P::required("maxCredentialUsageAge", Int).or("90")]),
    Rule::change("IAM_GROUP_HAS_USERS_CHECK", &[GROUP], "The group has at least one user.", identities::has_users)
        .reading(&[USER]),
    Rule::change(
        "IAM_NO_INLINE_POLICY_CHECK",
        IDENTITIES,
        "The user, group or role has no inline policy.",
        identities::no_inline,
    ),
    Rule::change(
        "IAM_INLINE_POLICY_BLOCKED_KMS_ACTIONS",
        IDENTITIES,
        "No inline policy allows the actions given on all KMS keys.",
        identities::inline_kms,
    )
    .takes(&[P::required("blockedActionsPatterns", Csv), P::optional("excludeRoleByManagementAccount", Boolean)])
    .reading(&[ACCOUNT]),
    Rule::change(
        "IAM_POLICY_BLACKLISTED_CHECK",
        IDENTITIES,
        "None of the policies given is attached to the user, group or role.",
        identities::blacklisted,
    )
    .takes(&[
        P::required("policyArns", Csv).or("arn:aws:iam::aws:policy/AdministratorAccess"),
        P::optional("exceptionList", Csv),
    ]),
    Rule::change(
        "IAM_ROLE_MANAGED_POLICY_CHECK",
        &[ROLE],
        "All policies given are attached to the role.",
        identities::has_policies,
    )
    .takes(&[P::required("managedPolicyArns", Csv)]),
    Rule::change(
        "IAM_USER_GROUP_MEMBERSHIP_CHECK",
        &[USER],
        "The user is in a group: in one of those given, if any are.",
        identities::in_group,
    )
    .takes(&[P::optional("groupNames", Csv)]),
    Rule::change(
        "IAM_USER_NO_POLICIES_CHECK",
        &[USER],
        "The user has policies by groups and roles only: none of its own, inline or attached.",
        identities::no_policies,
    ),
    Rule::change(
        "IAM_CUSTOMER_POLICY_BLOCKED_KMS_ACTIONS",
        &[POLICY],
        "The policy does not allow the actions given on all KMS keys.",
        managed_policies::kms,
    )
    .takes(&[P::required("blockedActionsPatterns", Csv), P::optional("excludePermissionBoundaryPolicy", Boolean)]),
    Rule::change(
        "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS",
        &[POLICY],
        "No statement of the policy allows all actions on all resources.",
        managed_policies::no_admin,
    )
    .takes(&[P::optional("excludePermissionBoundaryPolicy", Boolean)]),
    Rule::change(
        "IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS",
        &[POLICY],
        "No statement of the policy allows all actions of a service.",
        managed_policies::no_full,
    )
    .takes(&[P::optional("excludePermissionBoundaryPolicy", Boolean)]),
    Rule::periodic(
        "IAM_POLICY_IN_USE",
        &[ACCOUNT],
        "The policy given is attached to some user, group or role, or to one of the kind given.",
        identities::policy_in_use,
    )
    .takes(&[
        P::required("policyARN", Text),
        P::optional("policyUsageType", Text).one_of(&["IAM_USER", "IAM_GROUP", "IAM_ROLE", "ANY"]),
    ])
    .reading(IDENTITIES),
    Rule::change(
        "IAM_OIDC_PROVIDER_CLIENT_ID_LIST_CHECK",
        &["AWS::IAM::OIDCProvider"],
        "The provider knows at least one of the client ids given.",
        |c| {
            let allowed = c.parameters.list("allowedClientIds");
            let fits =
                c.list("clientIdList").iter().filter_map(crate::json::text).any(|id| allowed.iter().any(|entry| entry == id));
            expect(fits, "The provider knows none of the client ids that are required.")
        },
    )
    .takes(&[P::required("allowedClientIds", Csv)]),
    Rule::periodic(
        "IAM_SERVER_CERTIFICATE_EXPIRATION_CHECK",
        &["AWS::IAM::ServerCertificate"],
        "The server certificate has not expired.",
        |c| {
            let expiry = c.time("serverCertificateMetadata.expiration").or_else(|| c.time("expiration"));
            match expiry {
                Some(end) => expect(end > c.context.now, "The certificate has expired."),
                None => skip("The item does not say when the certificate expires."),
            }
        },
    ),
    Rule::periodic("IAM_EXTERNAL_ACCESS_ANALYZER_ENABLED", &[ACCOUNT], "An analyzer of external access is active.", |c| {
        let on = c.any("AWS::AccessAnalyzer::Analyzer", |analyzer| {
            let text = |name| crate::check::text_of(analyzer.configuration(), name);
            matches!(text("type"), Some("ACCOUNT" | "ORGANIZATION")) && text("status").is_none_or(|status| status == "ACTIVE")
        });
        expect(on, "No analyzer of external access is active.")
    })
    .reading(&["AWS::AccessAnalyzer::Analyzer"]),
];
