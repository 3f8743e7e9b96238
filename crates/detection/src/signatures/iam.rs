//! Identities: ways to stay, and ways to get more permission.

use super::{COMMON, Count, Hit, Outcome, Signature, Weight, about_another, asked, keeps_infrastructure, target};
use crate::event::{Call, Caller};
use crate::policy;

const PERSISTENCE: &str = "Persistence:IAMUser/AnomalousBehavior";
const ESCALATION: &str = "PrivilegeEscalation:IAMUser/AnomalousBehavior";

/// Managed policies with which one can give oneself everything.
const ADMIN_POLICIES: &[&str] = &[
    "/AdministratorAccess",
    "/IAMFullAccess",
    "/PowerUserAccess",
    "/job-function/SystemAdministrator",
    "/AWSOrganizationsFullAccess",
];

fn admin_policy<'a>(call: &Call<'a>) -> Option<Hit<'a>> {
    let policy = asked(call, "policyArn");
    ADMIN_POLICIES.iter().any(|p| policy.ends_with(p)).then(|| Hit::of(target(call)).says(format!("The policy is {policy}.")))
}

fn admin_document<'a>(call: &Call<'a>) -> Option<Hit<'a>> {
    policy::grants_admin(call.request.get("policyDocument"))
        .map(|action| Hit::of(target(call)).says(format!("The policy allows {action} on everything.")))
}

fn trust<'a>(call: &Call<'a>) -> Option<Hit<'a>> {
    let document = super::asked_any(call, &["policyDocument", "assumeRolePolicyDocument"]);
    let opened = policy::opened(document, &call.account).filter(policy::Opened::outside)?;
    // Vendors that watch accounts are let in with an external id, by tools more often than not.
    let vendor = !opened.public && !opened.others_unlimited && call.base_name() == "CreateRole";
    let severity = match vendor {
        true if keeps_infrastructure(call) => 3.5,
        true => 5.0,
        false if opened.public => 8.0,
        false => 6.0,
    };
    Some(Hit::of(asked(call, "roleName")).says(format!("Trusted is: {}.", opened.words())).severity(severity))
}

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "iam-access-key-for-another-user",
        kind: PERSISTENCE,
        title: "An access key was made for another user",
        severity: 5.0,
        techniques: &["T1098.001"],
        calls: &["iam:CreateAccessKey"],
        weight: Weight::Unusual,
        when: |call, _| about_another(call).then(|| Hit::of(asked(call, "userName")).unless_routine(call)),
        ..COMMON
    },
    Signature {
        id: "iam-root-access-key",
        kind: PERSISTENCE,
        title: "An access key was made for the root user",
        severity: 8.0,
        techniques: &["T1098.001", "T1078.004"],
        calls: &["iam:CreateAccessKey"],
        weight: Weight::Certain,
        when: |call, _| (call.caller == Caller::Root && asked(call, "userName").is_empty()).then(|| Hit::of("root".into())),
        ..COMMON
    },
    Signature {
        id: "iam-login-profile-created",
        kind: PERSISTENCE,
        title: "A user was given a console password",
        severity: 5.0,
        techniques: &["T1098.001", "T1136.003"],
        calls: &["iam:CreateLoginProfile"],
        weight: Weight::Unusual,
        when: |call, _| {
            let name = asked(call, "userName");
            let keeps = call.request.get("passwordResetRequired").bool() != Some(true);
            // New employees choose their own password at their first login.
            (about_another(call) || name.is_empty()).then(|| Hit::of(name).severity(if keeps { 5.0 } else { 3.0 }))
        },
        ..COMMON
    },
    Signature {
        id: "iam-login-profile-changed",
        kind: ESCALATION,
        title: "The console password of another user was changed",
        severity: 5.0,
        techniques: &["T1098.001", "T1078.004"],
        calls: &["iam:UpdateLoginProfile"],
        weight: Weight::Unusual,
        when: |call, _| about_another(call).then(|| Hit::of(asked(call, "userName"))),
        ..COMMON
    },
    Signature {
        id: "iam-user-created",
        kind: PERSISTENCE,
        title: "A user was created",
        severity: 3.0,
        techniques: &["T1136.003"],
        calls: &["iam:CreateUser"],
        weight: Weight::Signal,
        ..COMMON
    },
    Signature {
        id: "iam-user-created-with-access",
        kind: PERSISTENCE,
        title: "A user was created and at once given keys, a password or permissions",
        severity: 6.0,
        techniques: &["T1136.003", "T1098.001"],
        calls: &[
            "iam:CreateUser",
            "iam:CreateAccessKey",
            "iam:CreateLoginProfile",
            "iam:AttachUserPolicy",
            "iam:PutUserPolicy",
            "iam:AddUserToGroup",
        ],
        weight: Weight::Unusual,
        count: Count::Calls(3, 600),
        when: |call, _| about_another(call).then(|| Hit::of(asked(call, "userName"))),
        ..COMMON
    },
    Signature {
        id: "iam-admin-policy-attached",
        kind: ESCALATION,
        title: "A policy with administrative permissions was attached",
        severity: 6.5,
        techniques: &["T1098.003"],
        calls: &[
            "iam:AttachUserPolicy",
            "iam:AttachRolePolicy",
            "iam:AttachGroupPolicy",
            "sso:AttachManagedPolicyToPermissionSet",
        ],
        weight: Weight::Unusual,
        when: |call, _| {
            admin_policy(call).or_else(|| {
                let policy = asked(call, "managedPolicyArn");
                ADMIN_POLICIES.iter().any(|p| policy.ends_with(p)).then(|| Hit::of(asked(call, "permissionSetArn")))
            })
        },
        ..COMMON
    },
    Signature {
        id: "iam-admin-policy-written",
        kind: ESCALATION,
        title: "A policy that allows everything was written",
        severity: 6.5,
        techniques: &["T1098.003"],
        calls: &[
            "iam:PutUserPolicy",
            "iam:PutRolePolicy",
            "iam:PutGroupPolicy",
            "iam:CreatePolicy",
            "iam:CreatePolicyVersion",
            "sso:PutInlinePolicyToPermissionSet",
        ],
        weight: Weight::Unusual,
        when: |call, _| {
            admin_document(call).or_else(|| {
                policy::grants_admin(call.request.get("inlinePolicy")).map(|_| Hit::of(asked(call, "permissionSetArn")))
            })
        },
        ..COMMON
    },
    Signature {
        id: "iam-permissions-to-oneself",
        kind: ESCALATION,
        title: "A user gave permissions to himself",
        severity: 6.5,
        techniques: &["T1098.003"],
        calls: &[
            "iam:AttachUserPolicy",
            "iam:PutUserPolicy",
            "iam:AddUserToGroup",
            "iam:DeleteUserPolicy",
            "iam:DetachUserPolicy",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Direct,
        when: |call, _| {
            let name = asked(call, "userName");
            (call.caller == Caller::IamUser && !name.is_empty() && call.identity.get("userName").text() == name)
                .then(|| Hit::of(name))
        },
        ..COMMON
    },
    Signature {
        id: "iam-role-permissions-to-oneself",
        kind: ESCALATION,
        title: "A role gave permissions to itself",
        severity: 6.0,
        techniques: &["T1098.003"],
        calls: &["iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRolePermissionsBoundary"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let name = asked(call, "roleName");
            (call.caller == Caller::AssumedRole && !name.is_empty() && call.user_name() == name).then(|| Hit::of(name))
        },
        ..COMMON
    },
    Signature {
        id: "iam-policy-version-set",
        kind: ESCALATION,
        title: "Another version of a managed policy was made the default",
        severity: 4.5,
        techniques: &["T1098.003"],
        calls: &["iam:SetDefaultPolicyVersion"],
        weight: Weight::Unusual,
        ..COMMON
    },
    Signature {
        id: "iam-group-joined",
        kind: ESCALATION,
        title: "A user was added to a group of administrators",
        severity: 5.0,
        techniques: &["T1098.003"],
        calls: &["iam:AddUserToGroup"],
        weight: Weight::Unusual,
        when: |call, _| {
            let group = asked(call, "groupName");
            let lower = group.to_ascii_lowercase();
            ["admin", "root", "power", "super"].iter().any(|w| lower.contains(w)).then(|| Hit::of(group))
        },
        ..COMMON
    },
    Signature {
        id: "iam-permissions-boundary-removed",
        kind: ESCALATION,
        title: "The permissions boundary of a principal was removed",
        severity: 6.0,
        techniques: &["T1098.003"],
        calls: &["iam:DeleteUserPermissionsBoundary", "iam:DeleteRolePermissionsBoundary"],
        weight: Weight::Unusual,
        outcome: Outcome::Attempt,
        ..COMMON
    },
    Signature {
        id: "iam-role-trust-widened",
        kind: PERSISTENCE,
        title: "A role was opened to another account",
        severity: 6.0,
        techniques: &["T1098.003", "T1199"],
        calls: &["iam:UpdateAssumeRolePolicy", "iam:CreateRole"],
        weight: Weight::Direct,
        when: |call, _| trust(call),
        ..COMMON
    },
    Signature {
        id: "iam-identity-provider-added",
        kind: PERSISTENCE,
        title: "An identity provider was added or replaced",
        severity: 6.0,
        techniques: &["T1484.002", "T1606.002"],
        calls: &[
            "iam:CreateSAMLProvider",
            "iam:UpdateSAMLProvider",
            "iam:CreateOpenIDConnectProvider",
            "iam:UpdateOpenIDConnectProviderThumbprint",
        ],
        weight: Weight::Direct,
        when: |call, _| {
            let name = super::asked_any(call, &["name", "sAMLProviderArn", "url", "openIDConnectProviderArn"]).text();
            // Clusters of EKS and pipelines of code hosts are the everyday providers.
            let everyday =
                name.contains("oidc.eks.") || name.contains("token.actions.githubusercontent.com") || name.contains("gitlab.com");
            Some(Hit::of(name).severity(if everyday { 3.0 } else { 6.0 }))
        },
        ..COMMON
    },
    Signature {
        id: "iam-mfa-removed",
        kind: "DefenseEvasion:IAMUser/AnomalousBehavior",
        title: "A second factor was taken away",
        severity: 5.0,
        techniques: &["T1556.006"],
        calls: &["iam:DeactivateMFADevice", "iam:DeleteVirtualMFADevice"],
        weight: Weight::Unusual,
        outcome: Outcome::Attempt,
        when: |call, _| {
            // Deleting the device follows deactivating it, and is done by setting one up that failed, too.
            let another = about_another(call) || call.caller == Caller::Root;
            (call.base_name() == "DeactivateMFADevice").then(|| Hit::of(target(call)).severity(if another { 6.0 } else { 3.5 }))
        },
        ..COMMON
    },
    Signature {
        id: "iam-mfa-device-for-another-user",
        kind: PERSISTENCE,
        title: "A second factor was set up for another user",
        severity: 5.0,
        techniques: &["T1556.006", "T1098.005"],
        calls: &["iam:EnableMFADevice"],
        weight: Weight::Unusual,
        when: |call, _| about_another(call).then(|| Hit::of(asked(call, "userName"))),
        ..COMMON
    },
    Signature {
        id: "iam-signing-credentials-added",
        kind: PERSISTENCE,
        title: "Another kind of long-term credential was added to a user",
        severity: 5.0,
        techniques: &["T1098.001"],
        calls: &["iam:UploadSigningCertificate", "iam:UploadSSHPublicKey", "iam:CreateServiceSpecificCredential"],
        weight: Weight::Unusual,
        when: |call, _| about_another(call).then(|| Hit::of(asked(call, "userName"))),
        ..COMMON
    },
    Signature {
        id: "iam-access-key-reactivated",
        kind: PERSISTENCE,
        title: "An inactive access key of another user was made active again",
        severity: 5.0,
        techniques: &["T1098.001"],
        calls: &["iam:UpdateAccessKey"],
        weight: Weight::Unusual,
        when: |call, _| (asked(call, "status") == "Active" && about_another(call)).then(|| Hit::of(asked(call, "userName"))),
        ..COMMON
    },
    Signature {
        id: "iam-roles-anywhere-trust",
        kind: PERSISTENCE,
        title: "A certificate authority was trusted to issue sessions of roles",
        severity: 6.5,
        techniques: &["T1098.003", "T1649"],
        calls: &[
            "rolesanywhere:CreateTrustAnchor",
            "rolesanywhere:UpdateTrustAnchor",
            "rolesanywhere:ImportCrl",
            "rolesanywhere:DisableCrl",
        ],
        when: |call, _| {
            let name = super::asked_any(call, &["name", "trustAnchorId"]).text();
            let external = !call.request.path("source.sourceData.x509CertificateData").is_null();
            Some(Hit::of(name).severity(if external { 6.5 } else { 5.0 }))
        },
        ..COMMON
    },
    Signature {
        id: "iam-roles-anywhere-profile",
        kind: PERSISTENCE,
        title: "Roles were opened to holders of certificates",
        severity: 4.5,
        techniques: &["T1098.003"],
        calls: &["rolesanywhere:CreateProfile", "rolesanywhere:UpdateProfile"],
        weight: Weight::Unusual,
        ..COMMON
    },
    Signature {
        id: "sts-federation-token",
        kind: PERSISTENCE,
        title: "A user made a federated session, which outlives his access key",
        severity: 5.0,
        techniques: &["T1550.001", "T1078.004"],
        calls: &["sts:GetFederationToken"],
        weight: Weight::Unusual,
        when: |call, _| {
            let opens_all = policy::grants_admin(call.request.get("policy")).is_some();
            let severity = if opens_all { 6.5 } else { 5.0 };
            Some(Hit::of(asked(call, "name")).severity(severity))
        },
        ..COMMON
    },
    Signature {
        id: "sts-federated-session-in-console",
        kind: PERSISTENCE,
        title: "Console access was made from temporary credentials of a program",
        severity: 5.0,
        techniques: &["T1550.001", "T1538"],
        calls: &["signin:GetSigninToken"],
        weight: Weight::Unusual,
        when: |call, _| {
            // Federation proxies do this all day; there the caller is a role's session made for a person by a browser.
            let browser = call.agent.starts_with("Mozilla");
            (!browser && !call.agent.contains("Jersey") && !call.agent.contains("aws-internal"))
                .then(|| Hit::of(call.user_name()))
        },
        ..COMMON
    },
    Signature {
        id: "sts-role-chain-refused",
        kind: "PrivilegeEscalation:IAMUser/AnomalousBehavior",
        title: "Many roles were tried and refused",
        severity: 5.0,
        techniques: &["T1078.004", "T1580"],
        calls: &["sts:AssumeRole"],
        outcome: Outcome::Refused,
        count: Count::Resources(4, 600),
        when: |call, _| Some(Hit::of(asked(call, "roleArn"))),
        ..COMMON
    },
    Signature {
        id: "iam-role-enumerated-by-trust",
        kind: "Discovery:IAMUser/AnomalousBehavior",
        title: "Principals of other accounts were guessed by naming them in a trust policy",
        severity: 5.0,
        techniques: &["T1087.004"],
        calls: &["iam:UpdateAssumeRolePolicy"],
        outcome: Outcome::Any,
        count: Count::Events(8, 600),
        when: |call, _| {
            call.error
                .as_deref()
                .is_some_and(|e| e.starts_with("MalformedPolicyDocument"))
                .then(|| Hit::of(asked(call, "roleName")))
        },
        ..COMMON
    },
    Signature {
        id: "iam-access-removed",
        kind: "Impact:IAMUser/AnomalousBehavior",
        title: "Users were locked out: several users, keys or passwords were deleted",
        severity: 6.0,
        techniques: &["T1531"],
        calls: &["iam:DeleteUser", "iam:DeleteLoginProfile", "iam:DeleteAccessKey", "iam:UpdateAccessKey", "iam:DeleteRole"],
        weight: Weight::Unusual,
        count: Count::Resources(5, 600),
        when: |call, _| {
            let deactivates = call.base_name() != "UpdateAccessKey" || asked(call, "status") == "Inactive";
            (deactivates && (about_another(call) || call.base_name() == "DeleteRole")).then(|| Hit::of(target(call)))
        },
        ..COMMON
    },
    Signature {
        id: "iam-instance-profile-swapped",
        kind: ESCALATION,
        title: "An instance was given another role",
        severity: 4.5,
        techniques: &["T1098.003", "T1548.005"],
        calls: &["ec2:ReplaceIamInstanceProfileAssociation", "iam:AddRoleToInstanceProfile", "ec2:AssociateIamInstanceProfile"],
        weight: Weight::Unusual,
        when: |call, _| {
            let replaces = call.base_name() == "ReplaceIamInstanceProfileAssociation";
            (replaces || call.caller == Caller::IamUser).then(|| Hit::of(target(call)).severity(if replaces { 4.5 } else { 3.5 }))
        },
        ..COMMON
    },
    Signature {
        id: "identity-center-user-added",
        kind: PERSISTENCE,
        title: "Somebody was given access to accounts through IAM Identity Center by a user of a member account",
        severity: 4.5,
        techniques: &["T1136.003", "T1098.003"],
        calls: &[
            "sso:CreateAccountAssignment",
            "sso-directory:CreateUser",
            "identitystore:CreateUser",
            "sso-directory:UpdatePassword",
            "sso-directory:DisableMfaDeviceForUser",
        ],
        weight: Weight::Unusual,
        when: |call, _| (call.caller == Caller::IamUser).then(|| Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "iam-instance-role-manages-identities",
        kind: ESCALATION,
        title: "An instance's role tried to change identities",
        severity: 7.0,
        techniques: &["T1098", "T1552.005"],
        calls: &[
            "iam:CreateUser",
            "iam:CreateAccessKey",
            "iam:CreateLoginProfile",
            "iam:UpdateLoginProfile",
            "iam:AttachUserPolicy",
            "iam:AttachRolePolicy",
            "iam:PutUserPolicy",
            "iam:PutRolePolicy",
            "iam:UpdateAssumeRolePolicy",
            "iam:AddUserToGroup",
            "iam:CreatePolicyVersion",
            "iam:CreateRole",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| call.instance().is_some().then(|| Hit::of(target(call))),
        ..COMMON
    },
];
