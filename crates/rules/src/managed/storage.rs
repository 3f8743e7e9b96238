//! Rules on DynamoDB, EFS and backups.

use crate::check::{Check, allows, expect, flag_of, has, no, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Csv, Int, Text},
};
use crate::{Rule, json};

const TABLES: &[&str] = &["AWS::DynamoDB::Table"];
const FILE_SYSTEMS: &[&str] = &["AWS::EFS::FileSystem"];
const ACCESS_POINTS: &[&str] = &["AWS::EFS::AccessPoint"];
const RECOVERY_POINTS: &[&str] = &["AWS::Backup::RecoveryPoint"];

pub(super) const RULES: &[Rule] = &[
    Rule::change("DYNAMODB_PITR_ENABLED", TABLES, "The table can be restored to any point in time.", |c| {
        let described =
            c.extra("ContinuousBackupsDescription.pointInTimeRecoveryDescription.pointInTimeRecoveryStatus").and_then(json::text);
        expect(
            described == Some("ENABLED") || c.flag("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"),
            "The table cannot be restored to a point in time.",
        )
    }),
    Rule::change("DYNAMODB_TABLE_DELETION_PROTECTION_ENABLED", TABLES, "The table is protected from deletion.", |c| {
        expect(c.flag("deletionProtectionEnabled"), "The table is not protected from deletion.")
    }),
    Rule::change(
        "DYNAMODB_TABLE_ENCRYPTED_KMS",
        TABLES,
        "The table is encrypted with a KMS key, one of those given, if any are.",
        |c| match sse(c) {
            Some((true, key)) => {
                expect(allows(c.parameters.list("kmsKeyArns"), key), "The table is encrypted with another KMS key.")
            }
            _ => no("The table is not encrypted with a KMS key."),
        },
    )
    .takes(&[P::optional("kmsKeyArns", Csv)]),
    Rule::change("DYNAMODB_TABLE_ENCRYPTION_ENABLED", TABLES, "The table's encryption is on.", |c| match sse(c) {
        Some((true, _)) => yes(),
        _ => no("The table's encryption is off."),
    }),
    Rule::periodic(
        "EFS_ENCRYPTED_CHECK",
        FILE_SYSTEMS,
        "The file system is encrypted, with the KMS key given, if one is.",
        |c| {
            if !c.flag("encrypted") {
                return no("The file system is not encrypted.");
            }
            let wanted: Vec<String> = c.parameters.text("KmsKeyId").map(str::to_owned).into_iter().collect();
            expect(allows(&wanted, c.text("kmsKeyId")), "The file system is encrypted with another KMS key.")
        },
    )
    .takes(&[P::optional("KmsKeyId", Text)]),
    Rule::change(
        "EFS_FILESYSTEM_CT_ENCRYPTED",
        FILE_SYSTEMS,
        "The file system is encrypted, with one of the KMS keys given, if any are.",
        |c| {
            if !c.flag("encrypted") {
                return no("The file system is not encrypted.");
            }
            let wanted: Vec<String> = c
                .parameters
                .text("kmsKeyArns")
                .map(|keys| keys.split(',').map(|key| key.trim().to_owned()).collect())
                .unwrap_or_default();
            expect(allows(&wanted, c.text("kmsKeyId")), "The file system is encrypted with another KMS key.")
        },
    )
    .takes(&[P::optional("kmsKeyArns", Text)]),
    Rule::change("EFS_AUTOMATIC_BACKUPS_ENABLED", FILE_SYSTEMS, "The file system is backed up by itself.", |c| {
        expect(c.text("backupPolicy.status") == Some("ENABLED"), "The file system is not backed up by itself.")
    }),
    Rule::change(
        "EFS_ACCESS_POINT_ENFORCE_ROOT_DIRECTORY",
        ACCESS_POINTS,
        "Clients of the access point see a directory below the root, one of those given, if any are.",
        |c| {
            let path = c.text("rootDirectory.path").unwrap_or("/");
            if path == "/" {
                return no("Clients of the access point see the root.");
            }
            let wanted = c.parameters.list("approvedDirectories");
            expect(
                wanted.is_empty() || wanted.iter().any(|entry| entry == path),
                "Clients of the access point see another directory than those given.",
            )
        },
    )
    .takes(&[P::optional("approvedDirectories", Csv)]),
    Rule::change(
        "EFS_ACCESS_POINT_ENFORCE_USER_IDENTITY",
        ACCESS_POINTS,
        "Clients of the access point are one user, one of those given, if any are.",
        |c| {
            let id = |name: &str| c.at(&format!("posixUser.{name}")).and_then(json::int).map(|id| id.to_string());
            let (Some(user), Some(group)) = (id("uid"), id("gid")) else {
                return no("Clients of the access point are who they say.");
            };
            let fits =
                |parameter: &str, id: &str| c.parameters.list(parameter).is_empty() || has(c.parameters.list(parameter), id);
            expect(
                fits("approvedUids", &user) && fits("approvedGids", &group),
                "Clients of the access point are another user than those given.",
            )
        },
    )
    .takes(&[P::optional("approvedUids", Csv), P::optional("approvedGids", Csv)]),
    Rule::change("BACKUP_RECOVERY_POINT_ENCRYPTED", RECOVERY_POINTS, "The recovery point is encrypted.", |c| {
        expect(c.flag("isEncrypted"), "The recovery point is not encrypted.")
    }),
    Rule::change(
        "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK",
        RECOVERY_POINTS,
        "The recovery point is kept for the days given, or for ever.",
        |c| {
            let least = c.parameters.int("requiredRetentionDays").unwrap_or(35);
            match c.int("lifecycle.deleteAfterDays") {
                Some(days) if days >= 0 => expect(days >= least, "The recovery point is kept for too short a time."),
                _ => yes(),
            }
        },
    )
    .takes(&[P::optional("requiredRetentionDays", Int).or("35")]),
    Rule::change("KINESIS_STREAM_ENCRYPTED", &["AWS::Kinesis::Stream"], "The stream is encrypted.", |c| {
        let on = c.text("streamEncryption.encryptionType").or_else(|| c.text("encryptionType")) == Some("KMS");
        expect(on, "The stream is not encrypted.")
    }),
    Rule::change(
        "ECR_PRIVATE_LIFECYCLE_POLICY_CONFIGURED",
        &["AWS::ECR::Repository"],
        "Old images of the repository are removed.",
        |c| expect(c.text("lifecyclePolicy.lifecyclePolicyText").is_some(), "The repository has no lifecycle policy."),
    ),
    Rule::periodic(
        "ECR_PRIVATE_IMAGE_SCANNING_ENABLED",
        &["AWS::ECR::Repository"],
        "Images are scanned when they are pushed.",
        |c| expect(c.flag("imageScanningConfiguration.scanOnPush"), "Images are not scanned."),
    ),
    Rule::change("ECR_PRIVATE_TAG_IMMUTABILITY_ENABLED", &["AWS::ECR::Repository"], "A tag always means the same image.", |c| {
        let mode = c.text("imageTagMutability").unwrap_or("MUTABLE");
        expect(mode.starts_with("IMMUTABLE"), "Tags can be moved to other images.")
    }),
    Rule::change(
        "ECR_REPOSITORY_CMK_ENCRYPTION_ENABLED",
        &["AWS::ECR::Repository"],
        "The repository is encrypted with a KMS key, one of those given, if any are.",
        |c| {
            if !c.text("encryptionConfiguration.encryptionType").is_some_and(|kind| kind.starts_with("KMS")) {
                return no("The repository is not encrypted with a KMS key.");
            }
            expect(
                allows(c.parameters.list("kmsKeyArns"), c.text("encryptionConfiguration.kmsKey")),
                "The repository is encrypted with another KMS key.",
            )
        },
    )
    .takes(&[P::optional("kmsKeyArns", Csv)]),
    Rule::both(
        "ACM_CERTIFICATE_EXPIRATION_CHECK",
        &["AWS::ACM::Certificate"],
        "The certificate is valid for at least the days given.",
        |c| {
            let Some(end) = c.time("notAfter") else { return skip("The certificate is not issued.") };
            let least = c.parameters.int("daysToExpiration").unwrap_or(14);
            let left = end.duration_since(c.context.now).as_hours();
            if left >= least.saturating_mul(24) {
                yes()
            } else {
                no(format!("The certificate expires in {} days.", left.div_euclid(24)))
            }
        },
    )
    .takes(&[P::optional("daysToExpiration", Int).or("14")]),
    Rule::change(
        "ACM_CERTIFICATE_RSA_CHECK",
        &["AWS::ACM::Certificate"],
        "An RSA key of the certificate has at least 2048 bits.",
        |c| {
            let algorithm = c.text("keyAlgorithm").unwrap_or_default().replace('-', "_");
            match algorithm.strip_prefix("RSA_").and_then(|bits| bits.parse::<u32>().ok()) {
                Some(bits) => expect(bits >= 2048, "The certificate's RSA key is too short."),
                None => skip("The certificate's key is no RSA key."),
            }
        },
    ),
    Rule::change(
        "ACM_CERTIFICATE_TRANSPARENT_LOGGING_ENABLED",
        &["AWS::ACM::Certificate"],
        "The certificate stands in public logs.",
        |c| {
            if c.text("type") == Some("IMPORTED") || c.text("type") == Some("PRIVATE") {
                return skip("ACM did not issue the certificate publicly.");
            }
            let preference = c
                .text("options.certificateTransparencyLoggingPreference")
                .or_else(|| c.text("certificateTransparencyLoggingPreference"))
                .unwrap_or("ENABLED");
            expect(preference == "ENABLED", "The certificate stands in no public log.")
        },
    ),
    Rule::change(
        "CLOUDFORMATION_STACK_NOTIFICATION_CHECK",
        &["AWS::CloudFormation::Stack"],
        "The stack's events go to a topic, one of those given, if any are.",
        |c| {
            let topics: Vec<&str> = c.list("notificationARNs").iter().filter_map(json::text).collect();
            let wanted: Vec<&str> = ["snsTopic1", "snsTopic2", "snsTopic3", "snsTopic4", "snsTopic5"]
                .iter()
                .filter_map(|name| c.parameters.text(name))
                .collect();
            let fits = if wanted.is_empty() { !topics.is_empty() } else { topics.iter().any(|topic| wanted.contains(topic)) };
            expect(fits, "The stack's events go to no topic that counts.")
        },
    )
    .takes(&[
        P::optional("snsTopic1", Text),
        P::optional("snsTopic2", Text),
        P::optional("snsTopic3", Text),
        P::optional("snsTopic4", Text),
        P::optional("snsTopic5", Text),
    ]),
    Rule::change(
        "CODEBUILD_PROJECT_ENVVAR_AWSCRED_CHECK",
        &["AWS::CodeBuild::Project"],
        "No access key stands in the project's variables.",
        |c| {
            let plain = c.list("environment.environmentVariables").iter().any(|variable| {
                matches!(text_of(variable, "name"), Some("AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY"))
                    && text_of(variable, "type").unwrap_or("PLAINTEXT") == "PLAINTEXT"
            });
            expect(!plain, "An access key stands in the project's variables.")
        },
    ),
    Rule::change(
        "CODEBUILD_PROJECT_SOURCE_REPO_URL_CHECK",
        &["AWS::CodeBuild::Project"],
        "No password stands in the address of the project's source.",
        |c| {
            let kind = c.text("source.type").unwrap_or_default();
            if !matches!(kind, "GITHUB" | "BITBUCKET") {
                return skip("The project's source is neither GitHub nor Bitbucket.");
            }
            let address = c.text("source.location").unwrap_or_default();
            let host = address.strip_prefix("https://").unwrap_or(address).split('/').next().unwrap_or_default();
            expect(!host.contains('@'), "A password stands in the address of the project's source.")
        },
    ),
    Rule::change(
        "CODEBUILD_PROJECT_ENVIRONMENT_PRIVILEGED_CHECK",
        &["AWS::CodeBuild::Project"],
        "Builds have no privileges on their host.",
        |c| {
            if c.is_listed("exemptedProjects") {
                return skip("The project is exempted.");
            }
            expect(!c.flag("environment.privilegedMode"), "Builds have privileges on their host.")
        },
    )
    .takes(&[P::optional("exemptedProjects", Csv)]),
    Rule::change(
        "CODEBUILD_PROJECT_LOGGING_ENABLED",
        &["AWS::CodeBuild::Project"],
        "Builds are logged, to the buckets or log groups given, if any are.",
        |c| {
            let split = |parameter: &str| -> Vec<&str> {
                c.parameters.text(parameter).map(|list| list.split(',').map(str::trim).collect()).unwrap_or_default()
            };
            let (buckets, groups) = (split("s3BucketNames"), split("cloudWatchGroupNames"));
            let s3 = c.text("logsConfig.s3Logs.status") == Some("ENABLED")
                && (buckets.is_empty()
                    || c.text("logsConfig.s3Logs.location")
                        .is_some_and(|at| buckets.contains(&at.split('/').next().unwrap_or(at))));
            let group = c.at("logsConfig").is_none() && groups.is_empty() && buckets.is_empty()
                || c.text("logsConfig.cloudWatchLogs.status") == Some("ENABLED")
                    && (groups.is_empty()
                        || c.text("logsConfig.cloudWatchLogs.groupName").is_some_and(|name| groups.contains(&name)));
            expect(s3 || group, "Builds are not logged to where they should be.")
        },
    )
    .takes(&[P::optional("s3BucketNames", Text), P::optional("cloudWatchGroupNames", Text)]),
    Rule::change(
        "STEP_FUNCTIONS_STATE_MACHINE_LOGGING_ENABLED",
        &["AWS::StepFunctions::StateMachine"],
        "Executions are logged, at the level and to one of the log groups given, if they are.",
        |c| {
            let level = c.text("loggingConfiguration.level").unwrap_or("OFF");
            if level == "OFF" {
                return no("Executions are not logged.");
            }
            if c.parameters.text("logLevel").is_some_and(|wanted| !wanted.eq_ignore_ascii_case(level)) {
                return no("Executions are logged at another level.");
            }
            let wanted = c.parameters.list("cloudWatchLogGroupArns");
            let fits = wanted.is_empty()
                || c.list("loggingConfiguration.destinations")
                    .iter()
                    .filter_map(|to| text_of(to, "cloudWatchLogsLogGroup.logGroupArn"))
                    .any(|arn| wanted.iter().any(|entry| entry.trim_end_matches(":*") == arn.trim_end_matches(":*")));
            expect(fits, "Executions are logged to another log group.")
        },
    )
    .takes(&[P::optional("logLevel", Text).one_of(&["ALL", "ERROR", "FATAL"]), P::optional("cloudWatchLogGroupArns", Csv)]),
    Rule::periodic("SSM_DOCUMENT_NOT_PUBLIC", &["AWS::SSM::Document"], "The document is not shared with everybody.", |c| {
        let shared = c.extra("Permission.accountIds").or_else(|| c.at("accountIds"));
        let public = shared.is_some_and(|ids| {
            crate::check::elements(ids).iter().any(|id| id.as_str().is_some_and(|id| id.eq_ignore_ascii_case("all")))
        });
        expect(!public, "The document is shared with everybody.")
    }),
];

/// Encryption of a table: whether it is on, and with which key.
fn sse<'a>(c: &Check<'a>) -> Option<(bool, Option<&'a str>)> {
    let described = c.at("sSEDescription").or_else(|| c.at("sSESpecification"))?;
    let on = text_of(described, "status").is_some_and(|status| matches!(status, "ENABLED" | "ENABLING" | "UPDATING"))
        || flag_of(described, "sSEEnabled");
    Some((on, text_of(described, "kMSMasterKeyArn").or_else(|| text_of(described, "kMSMasterKeyId"))))
}
