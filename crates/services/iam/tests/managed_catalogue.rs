//! Checks the data of the managed policy catalogue: form, limits, uniqueness, and that what is called read-only is.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the functions the tests share fail a test as the tests themselves do"
)]

#[path = "../src/managed/mod.rs"]
mod managed;

use std::collections::BTreeSet;

use managed::{ManagedPolicy, ServiceLinkedRole, by_arn, catalogue, service_linked_role, service_linked_roles};
use serde_json::{Map, Value};

/// IAM's limit for a managed policy, in characters that are not white space.
const DOCUMENT_LIMIT: usize = 6144;

/// The first words of actions that change nothing.
const READING: &[&str] = &[
    "BatchCheck",
    "BatchGet",
    "Check",
    "Describe",
    "Download",
    "Estimate",
    "Export",
    "Filter",
    "Generate",
    "Get",
    "List",
    "Lookup",
    "Query",
    "Scan",
    "Search",
    "Select",
    "Simulate",
    "Test",
    "Validate",
    "View",
];

/// Actions of other names that change nothing a customer owns: they run a query, or read under a name of their own.
const READING_BY_ANOTHER_NAME: &[&str] = &[
    "apigateway:GET",
    "codecommit:GitPull",
    "cognito-idp:AdminGetUser",
    "dynamodb:PartiQLSelect",
    "logs:StartLiveTail",
    "logs:StartQuery",
    "logs:StopLiveTail",
    "logs:StopQuery",
];

/// Actions that begin like a reading one and hand out credentials or change something.
const NOT_READING: &[&str] = &[
    "kms:GenerateDataKey",
    "kms:GenerateMac",
    "secretsmanager:GetSecretValue",
    "secretsmanager:BatchGetSecretValue",
    "sqs:ReceiveMessage",
    "sts:GetFederationToken",
    "cognito-identity:GetId",
    "cognito-identity:GetOpenIdToken",
];

fn document(policy: &ManagedPolicy) -> Map<String, Value> {
    match serde_json::from_str(policy.document) {
        Ok(Value::Object(object)) => object,
        other => panic!("{}: not a JSON object: {other:?}", policy.name),
    }
}

fn statements(policy: &ManagedPolicy) -> Vec<Map<String, Value>> {
    let document = document(policy);
    let list = document["Statement"].as_array().expect("Statement is a list");
    list.iter().map(|statement| statement.as_object().expect("a statement is an object").clone()).collect()
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(many) => many.iter().map(|item| item.as_str().expect("a string").to_owned()).collect(),
        other => panic!("neither a string nor a list: {other}"),
    }
}

fn actions(policy: &ManagedPolicy, element: &str) -> Vec<String> {
    statements(policy).iter().filter_map(|statement| statement.get(element)).flat_map(strings).collect()
}

fn allowed(policy: &ManagedPolicy) -> Vec<String> {
    statements(policy)
        .iter()
        .filter(|statement| statement["Effect"] == "Allow")
        .filter_map(|statement| statement.get("Action"))
        .flat_map(strings)
        .collect()
}

/// Whether `pattern`, with `*` for anything, matches `text`; case does not matter, as in IAM.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_lowercase(), text.to_lowercase());
    let Some((head, mut tails)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut rest) = text.strip_prefix(head) else { return false };
    while let Some((part, more)) = tails.split_once('*') {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
        tails = more;
    }
    rest.ends_with(tails)
}

/// `*`, or a service prefix in lower case, a colon, and a name or pattern.
fn well_formed(action: &str) -> bool {
    if action == "*" {
        return true;
    }
    let Some((service, name)) = action.split_once(':') else { return false };
    let service_ok = service.starts_with(|c: char| c.is_ascii_lowercase())
        && service.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let name_ok = name.starts_with(|c: char| c.is_ascii_uppercase() || c == '*')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '*')
        && !name.contains("**");
    service_ok && name_ok
}

fn is_called_reading(name: &str) -> bool {
    name.contains("ReadOnly") || name == "ViewOnlyAccess" || name == "SecurityAudit"
}

#[test]
fn documents_are_well_formed() {
    for policy in catalogue() {
        let name = policy.name;
        let document = document(policy);
        assert_eq!(document["Version"], "2012-10-17", "{name}");
        assert_eq!(document.keys().collect::<Vec<_>>(), ["Version", "Statement"], "{name}");
        let statements = statements(policy);
        assert!(!statements.is_empty(), "{name} grants nothing");

        let mut sids = BTreeSet::new();
        for statement in &statements {
            for key in statement.keys() {
                let known = ["Sid", "Effect", "Action", "NotAction", "Resource", "Condition"];
                assert!(known.contains(&key.as_str()), "{name}: element {key}");
            }
            assert!(statement["Effect"] == "Allow" || statement["Effect"] == "Deny", "{name}");
            assert!(statement.contains_key("Action") != statement.contains_key("NotAction"), "{name}: Action or NotAction");
            if let Some(sid) = statement.get("Sid") {
                let sid = sid.as_str().expect("Sid is a string");
                assert!(sid.chars().all(|c| c.is_ascii_alphanumeric()), "{name}: Sid {sid}");
                assert!(sids.insert(sid.to_owned()), "{name}: Sid {sid} twice");
            }
            for resource in strings(&statement["Resource"]) {
                assert!(resource == "*" || resource.starts_with("arn:aws:"), "{name}: {resource}");
                assert!(resource == "*" || resource.split(':').count() >= 6, "{name}: {resource}");
            }
            if let Some(condition) = statement.get("Condition") {
                let operators = condition.as_object().expect("Condition is an object");
                for keys in operators.values() {
                    assert!(!keys.as_object().expect("an operator holds keys").is_empty(), "{name}");
                }
            }
        }
    }
}

#[test]
fn actions_are_well_formed_and_named_once_a_statement() {
    for policy in catalogue() {
        for statement in statements(policy) {
            let list = statement.get("Action").or_else(|| statement.get("NotAction")).map(strings).unwrap_or_default();
            assert!(!list.is_empty(), "{}", policy.name);
            let mut seen = BTreeSet::new();
            for action in list {
                assert!(well_formed(&action), "{}: {action}", policy.name);
                assert!(seen.insert(action.clone()), "{}: {action} twice", policy.name);
            }
        }
    }
    for wrong in ["", "iam", "iam:", ":Get", "IAM:GetUser", "iam:get", "iam:Get User", "iam:Get**", "iam:Get:User"] {
        assert!(!well_formed(wrong), "{wrong:?} passed");
    }
}

#[test]
fn documents_fit_the_limit() {
    for policy in catalogue() {
        let size = policy.document.chars().filter(|c| !c.is_whitespace()).count();
        assert!(size <= DOCUMENT_LIMIT, "{}: {size}", policy.name);
        assert!(policy.document.is_ascii(), "{}", policy.name);
    }
}

#[test]
fn names_ids_and_arns_are_unique_and_well_formed() {
    let (mut names, mut ids, mut arns) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for policy in catalogue() {
        let name = policy.name;
        assert!(names.insert(name.to_lowercase()), "{name} twice");
        assert!(ids.insert(policy.policy_id), "{name}: id {} twice", policy.policy_id);
        assert!(arns.insert(policy.arn()), "{name}: ARN twice");
        assert!(name.len() <= 128 && name.chars().all(|c| c.is_ascii_alphanumeric() || "+=,.@_-".contains(c)), "{name}");
        let id = policy.policy_id.strip_prefix("ANPA").expect("a policy id");
        assert!(id.len() == 17 && id.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()), "{name}: {id}");
        let paths = ["/", "/job-function/", "/service-role/", "/aws-service-role/", "/root-task/"];
        assert!(paths.contains(&policy.path), "{name}: {}", policy.path);
        assert_eq!(policy.attachable, policy.path != "/aws-service-role/", "{name}");
        assert!(!policy.description.is_empty() && policy.description.len() <= 1000, "{name}");
    }
}

#[test]
fn dates_and_versions_agree() {
    for policy in catalogue() {
        let parse = |text: &str| text.parse::<jiff::Timestamp>().unwrap_or_else(|error| panic!("{}: {error}", policy.name));
        let (created, updated) = (parse(policy.create_date), parse(policy.update_date));
        let version: u32 = policy.default_version_id.strip_prefix('v').and_then(|n| n.parse().ok()).expect("v and a number");
        assert!(version >= 1, "{}", policy.name);
        if version == 1 {
            assert_eq!(created, updated, "{}: the first version is as old as the policy", policy.name);
        } else {
            assert!(created < updated, "{}: a later version is younger", policy.name);
        }
    }
}

#[test]
fn every_file_has_a_row() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/managed/documents");
    let files = std::fs::read_dir(folder).expect("the folder of documents");
    let files: BTreeSet<String> =
        files.map(|file| file.expect("an entry").file_name().to_string_lossy().trim_end_matches(".json").to_owned()).collect();
    let rows: BTreeSet<String> = catalogue().iter().map(|policy| policy.name.to_owned()).collect();
    assert_eq!(files, rows);
}

#[test]
fn look_up_is_by_exact_arn() {
    for policy in catalogue() {
        assert_eq!(by_arn(&policy.arn()), Some(policy));
    }
    for wrong in [
        "",
        "AdministratorAccess",
        "arn:aws:iam::aws:policy",
        "arn:aws:iam::aws:policy/",
        "arn:aws:iam::aws:policyAdministratorAccess",
        "arn:aws:iam::aws:policy/administratoraccess",
        "arn:aws:iam::aws:policy/service-role/AdministratorAccess",
        "arn:aws:iam::aws:policy/ViewOnlyAccess",
        "arn:aws:iam::123456789012:policy/AdministratorAccess",
        "arn:aws-cn:iam::aws:policy/AdministratorAccess",
    ] {
        assert_eq!(by_arn(wrong), None, "{wrong}");
    }
    for known in [
        "arn:aws:iam::aws:policy/AdministratorAccess",
        "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
        "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
        "arn:aws:iam::aws:policy/aws-service-role/CloudTrailServiceRolePolicy",
        "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy",
    ] {
        assert!(by_arn(known).is_some(), "{known}");
    }
}

#[test]
fn what_is_called_read_only_changes_nothing() {
    let mut checked = 0;
    for policy in catalogue().iter().filter(|policy| is_called_reading(policy.name)) {
        checked += 1;
        assert!(actions(policy, "NotAction").is_empty(), "{}: NotAction grants what is not named", policy.name);
        for action in allowed(policy) {
            let verb = action.split_once(':').map_or("", |(_, verb)| verb);
            let reads = READING.iter().any(|word| verb.starts_with(word)) || READING_BY_ANOTHER_NAME.contains(&action.as_str());
            assert!(reads, "{}: {action}", policy.name);
            for forbidden in NOT_READING {
                assert!(!matches(&action, forbidden), "{}: {action} grants {forbidden}", policy.name);
            }
        }
    }
    assert!(checked >= 25, "only {checked} read-only policies were looked at");
}

#[test]
fn metadata_policies_reach_no_content() {
    let content = [
        "s3:GetObject",
        "dynamodb:GetItem",
        "dynamodb:Scan",
        "dynamodb:Query",
        "logs:GetLogEvents",
        "logs:FilterLogEvents",
        "logs:StartQuery",
        "ssm:GetParameter",
        "ssm:GetParametersByPath",
        "lambda:GetFunction",
        "kms:Decrypt",
        "ec2:GetPasswordData",
        "ec2:GetConsoleOutput",
        "kinesis:GetRecords",
        "rds:DownloadDBLogFilePortion",
        "athena:GetQueryResults",
    ];
    for name in ["job-function/ViewOnlyAccess", "SecurityAudit"] {
        let policy = by_arn(&format!("{}/{name}", managed::ARN_PREFIX)).expect(name);
        for action in allowed(policy) {
            for forbidden in content {
                assert!(!matches(&action, forbidden), "{name}: {action} grants {forbidden}");
            }
        }
    }
}

#[test]
fn identities_and_governance_stay_out_of_power_users_reach() {
    let policy = by_arn("arn:aws:iam::aws:policy/PowerUserAccess").expect("PowerUserAccess");
    assert_eq!(actions(policy, "NotAction"), ["account:*", "iam:*", "organizations:*"]);
    for action in allowed(policy) {
        for forbidden in
            ["iam:CreateUser", "iam:PassRole", "iam:AttachRolePolicy", "organizations:LeaveOrganization", "account:CloseAccount"]
        {
            assert!(!matches(&action, forbidden), "{action} grants {forbidden}");
        }
    }
}

#[test]
fn only_the_administrator_may_do_everything() {
    for policy in catalogue() {
        let everything = allowed(policy).iter().any(|action| action == "*");
        assert_eq!(everything, policy.name == "AdministratorAccess", "{}", policy.name);
    }
}

#[test]
fn who_may_pass_any_role_says_to_which_service() {
    for policy in catalogue() {
        for statement in statements(policy) {
            let passes = statement["Effect"] == "Allow"
                && statement.get("Action").map(strings).unwrap_or_default().iter().any(|action| action == "iam:PassRole");
            if passes {
                let limited = statement
                    .get("Condition")
                    .is_some_and(|condition| condition["StringEquals"].get("iam:PassedToService").is_some());
                assert!(limited, "{}: PassRole to anything", policy.name);
            }
        }
    }
}

#[test]
fn service_linked_roles_lead_to_their_policies() {
    let roles: &[ServiceLinkedRole] = service_linked_roles();
    assert!(roles.is_sorted_by(|a, b| a.service_principal < b.service_principal), "the look-up needs them sorted and unique");
    let mut names = BTreeSet::new();
    let mut policies = BTreeSet::new();
    for role in roles {
        let principal = role.service_principal;
        assert_eq!(service_linked_role(principal), Some(role));
        assert!(principal.ends_with(".amazonaws.com") && principal.is_ascii(), "{principal}");
        assert_eq!(role.path(), format!("/aws-service-role/{principal}/"));
        assert!(role.role_name.starts_with("AWSServiceRoleFor") && role.role_name.len() <= 64, "{}", role.role_name);
        assert!(names.insert(role.role_name), "{} twice", role.role_name);
        assert!(!role.description.is_empty(), "{principal}");
        assert_eq!(role.custom_suffix, principal == "autoscaling.amazonaws.com", "{principal}");
        let policy = by_arn(role.policy_arn).unwrap_or_else(|| panic!("{principal}: no policy {}", role.policy_arn));
        assert!(!policy.attachable, "{principal}");
        policies.insert(role.policy_arn);
    }
    for policy in catalogue().iter().filter(|policy| !policy.attachable) {
        assert!(policies.contains(policy.arn().as_str()), "{} belongs to no role", policy.name);
    }
    assert_eq!(service_linked_role("ec2.amazonaws.com"), None);
    assert_eq!(service_linked_role(""), None);
}

#[test]
fn the_matcher_of_these_tests_works() {
    for (pattern, text, expected) in [
        ("s3:Get*", "s3:GetObject", true),
        ("s3:get*", "s3:GetObject", true),
        ("s3:*Object", "s3:GetObject", true),
        ("s3:G*Ob*t", "s3:GetObject", true),
        ("s3:GetObject", "s3:GetObject", true),
        ("s3:GetObject", "s3:GetObjectAcl", false),
        ("s3:List*", "s3:GetObject", false),
        ("*", "s3:GetObject", true),
    ] {
        assert_eq!(matches(pattern, text), expected, "{pattern} against {text}");
    }
}
