//! Rules on databases of RDS.

use serde_json::Value;

use crate::check::{Check, allows, elements, expect, has, no, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Boolean, Csv, Int, StringMap, Text},
};
use crate::{Rule, Verdict, json};

const INSTANCE: &[&str] = &["AWS::RDS::DBInstance"];
const CLUSTER: &[&str] = &["AWS::RDS::DBCluster"];
const SNAPSHOTS: &[&str] = &["AWS::RDS::DBClusterSnapshot", "AWS::RDS::DBSnapshot"];

pub(super) const RULES: &[Rule] = &[
    Rule::change(
        "DB_INSTANCE_BACKUP_ENABLED",
        INSTANCE,
        "The instance is backed up, for the time, in the window and with its replicas as given.",
        backup,
    )
    .takes(&[
        P::optional("backupRetentionPeriod", Int),
        P::optional("backupRetentionMinimum", Int),
        P::optional("preferredBackupWindow", Text),
        P::optional("checkReadReplicas", Boolean),
    ])
    .proactive(),
    Rule::change("RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED", INSTANCE, "The instance takes minor versions by itself.", |c| {
        expect(c.flag("autoMinorVersionUpgrade"), "The instance takes no minor versions by itself.")
    })
    .proactive(),
    Rule::change(
        "RDS_CLUSTER_AUTO_MINOR_VERSION_UPGRADE_ENABLE",
        CLUSTER,
        "A cluster of several zones takes minor versions by itself.",
        |c| expect(c.flag("autoMinorVersionUpgrade"), "The cluster takes no minor versions by itself."),
    ),
    Rule::change("RDS_CLUSTER_BACKUP_RETENTION_CHECK", CLUSTER, "The cluster's backups are kept for the days given.", |c| {
        let least = c.parameters.int("minimumBackupRetentionPeriod").unwrap_or(7);
        expect(c.int("backupRetentionPeriod").unwrap_or(0) >= least, "The cluster's backups are kept for too short a time.")
    })
    .takes(&[P::optional("minimumBackupRetentionPeriod", Int).or("7")]),
    Rule::change(
        "RDS_CLUSTER_DEFAULT_ADMIN_CHECK",
        CLUSTER,
        "The administrator has no usual name, or one of those given, if any are.",
        admin,
    )
    .takes(&[P::optional("validAdminUserNames", Csv)]),
    Rule::change(
        "RDS_INSTANCE_DEFAULT_ADMIN_CHECK",
        INSTANCE,
        "The administrator has no usual name, or one of those given, if any are.",
        admin,
    )
    .takes(&[P::optional("validAdminUserNames", Csv)]),
    Rule::change("RDS_CLUSTER_DELETION_PROTECTION_ENABLED", CLUSTER, "The cluster is protected from deletion.", |c| {
        expect(c.flag("deletionProtection"), "The cluster is not protected from deletion.")
    }),
    Rule::change(
        "RDS_INSTANCE_DELETION_PROTECTION_ENABLED",
        INSTANCE,
        "The instance is protected from deletion, if it has one of the engines given.",
        |c| {
            let engines = c.parameters.list("databaseEngines");
            if !engines.is_empty() && !has(engines, c.text("engine").unwrap_or_default()) {
                return skip("The rule is about other engines.");
            }
            if c.text("dBClusterIdentifier").is_some() {
                return skip("The cluster that the instance belongs to is protected, or not.");
            }
            expect(c.flag("deletionProtection"), "The instance is not protected from deletion.")
        },
    )
    .takes(&[P::optional("databaseEngines", Csv)]),
    Rule::change("RDS_CLUSTER_ENCRYPTED_AT_REST", CLUSTER, "The cluster is encrypted.", |c| {
        expect(c.flag("storageEncrypted"), "The cluster is not encrypted.")
    }),
    Rule::change("RDS_CLUSTER_IAM_AUTHENTICATION_ENABLED", CLUSTER, "Users can sign in with IAM.", |c| {
        expect(
            c.flag("iAMDatabaseAuthenticationEnabled") || c.flag("enableIAMDatabaseAuthentication"),
            "Users cannot sign in with IAM.",
        )
    }),
    Rule::change(
        "RDS_INSTANCE_IAM_AUTHENTICATION_ENABLED",
        INSTANCE,
        "Users can sign in with IAM, where the engine knows it.",
        |c| {
            let engine = c.text("engine").unwrap_or_default();
            if !["mysql", "postgres", "mariadb", "aurora"].iter().any(|known| engine.starts_with(known)) {
                return skip("The engine does not know IAM.");
            }
            expect(
                c.flag("iAMDatabaseAuthenticationEnabled") || c.flag("enableIAMDatabaseAuthentication"),
                "Users cannot sign in with IAM.",
            )
        },
    ),
    Rule::change("RDS_CLUSTER_MULTI_AZ_ENABLED", CLUSTER, "The cluster spans several zones.", |c| {
        if c.at("multiAZ").is_some() {
            return expect(c.flag("multiAZ"), "The cluster is in one zone.");
        }
        expect(c.list("dBClusterMembers").len() > 1, "The cluster has one instance.")
    }),
    Rule::change("RDS_MULTI_AZ_SUPPORT", INSTANCE, "The instance has a standby in another zone.", |c| {
        if c.text("engine").is_some_and(|engine| engine.starts_with("aurora") || engine == "docdb" || engine == "neptune") {
            return skip("Clusters of the engine span zones by themselves.");
        }
        if c.text("readReplicaSourceDBInstanceIdentifier").is_some() {
            return skip("The instance is a read replica.");
        }
        expect(c.flag("multiAZ"), "The instance has no standby in another zone.")
    })
    .proactive(),
    Rule::change(
        "RDS_ENHANCED_MONITORING_ENABLED",
        INSTANCE,
        "The instance's operating system is watched, as often as given, if it is.",
        |c| {
            let interval = c.int("monitoringInterval").unwrap_or(0);
            if interval == 0 {
                return no("The instance's operating system is not watched.");
            }
            expect(
                c.parameters.int("monitoringInterval").is_none_or(|wanted| wanted == interval),
                "The instance is watched at another interval.",
            )
        },
    )
    .takes(&[P::optional("monitoringInterval", Int)])
    .proactive(),
    Rule::change("RDS_INSTANCE_PUBLIC_ACCESS_CHECK", INSTANCE, "The instance has no public address.", |c| {
        expect(!c.flag("publiclyAccessible"), "The instance has a public address.")
    })
    .proactive(),
    Rule::change(
        "RDS_LOGGING_ENABLED",
        INSTANCE,
        "The instance sends the logs of its engine, and those given, to CloudWatch Logs.",
        logging,
    )
    .takes(&[P::optional("additionalLogs", StringMap)]),
    Rule::change(
        "RDS_POSTGRESQL_LOGS_TO_CLOUDWATCH",
        INSTANCE,
        "A PostgreSQL instance sends its logs, or those given, to CloudWatch Logs.",
        |c| logs_of(c, c.text("engine") == Some("postgres"), &["postgresql"]),
    )
    .takes(&[P::optional("logTypes", Csv)]),
    Rule::change(
        "RDS_SQL_SERVER_LOGS_TO_CLOUDWATCH",
        INSTANCE,
        "A SQL Server instance sends its logs, or those given, to CloudWatch Logs.",
        |c| logs_of(c, c.text("engine").is_some_and(|engine| engine.starts_with("sqlserver")), &["error", "agent"]),
    )
    .takes(&[P::optional("logTypes", Csv)]),
    Rule::change(
        "RDS_AURORA_MYSQL_AUDIT_LOGGING_ENABLED",
        CLUSTER,
        "An Aurora MySQL cluster sends its audit log to CloudWatch Logs.",
        |c| {
            if c.text("engine") != Some("aurora-mysql") {
                return skip("The cluster is no Aurora MySQL cluster.");
            }
            expect(exports(c).contains(&"audit"), "The audit log is not sent to CloudWatch Logs.")
        },
    ),
    Rule::change(
        "RDS_AURORA_POSTGRESQL_LOGS_TO_CLOUDWATCH",
        CLUSTER,
        "An Aurora PostgreSQL cluster sends its logs to CloudWatch Logs.",
        |c| {
            if c.text("engine") != Some("aurora-postgresql") {
                return skip("The cluster is no Aurora PostgreSQL cluster.");
            }
            expect(exports(c).contains(&"postgresql"), "The logs are not sent to CloudWatch Logs.")
        },
    ),
    Rule::change("RDS_MYSQL_CLUSTER_COPY_TAGS_TO_SNAPSHOT_CHECK", CLUSTER, "Snapshots of a MySQL cluster get its tags.", |c| {
        copies_tags(c, &["mysql", "aurora-mysql"])
    }),
    Rule::change(
        "RDS_PGSQL_CLUSTER_COPY_TAGS_TO_SNAPSHOT_CHECK",
        CLUSTER,
        "Snapshots of a PostgreSQL cluster get its tags.",
        |c| copies_tags(c, &["postgres", "aurora-postgresql"]),
    ),
    Rule::change("RDS_SNAPSHOTS_PUBLIC_PROHIBITED", SNAPSHOTS, "The snapshot is not shared with everybody.", |c| {
        let public = attributes(c).any(|attribute| {
            text_of(attribute, "attributeName") == Some("restore")
                && crate::check::list_of(attribute, "attributeValues").iter().any(|value| value.as_str() == Some("all"))
        });
        expect(!public, "The snapshot is shared with everybody.")
    }),
    Rule::change("RDS_SNAPSHOT_ENCRYPTED", SNAPSHOTS, "The snapshot is encrypted.", |c| {
        expect(c.flag("encrypted") || c.flag("storageEncrypted"), "The snapshot is not encrypted.")
    }),
    Rule::change("RDS_STORAGE_ENCRYPTED", INSTANCE, "The instance is encrypted, with the KMS key given, if one is.", |c| {
        if !c.flag("storageEncrypted") {
            return no("The instance is not encrypted.");
        }
        let wanted: Vec<String> = c.parameters.text("kmsKeyId").map(str::to_owned).into_iter().collect();
        expect(allows(&wanted, c.text("kmsKeyId")), "The instance is encrypted with another KMS key.")
    })
    .takes(&[P::optional("kmsKeyId", Text)])
    .proactive(),
    Rule::change(
        "RDS_DB_SECURITY_GROUP_NOT_ALLOWED",
        &["AWS::RDS::DBSecurityGroup"],
        "There is no DB security group but the default one.",
        |c| {
            expect(
                c.text("dBSecurityGroupName").unwrap_or(c.name()) == "default",
                "A DB security group is in use: they are of the time before VPCs.",
            )
        },
    ),
    Rule::change(
        "DOCDB_CLUSTER_AUDIT_LOGGING_ENABLED",
        CLUSTER,
        "A DocumentDB cluster sends its audit log to CloudWatch Logs.",
        |c| document(c, |c| expect(exports(c).contains(&"audit"), "The audit log is not sent to CloudWatch Logs.")),
    ),
    Rule::change("DOCDB_CLUSTER_DELETION_PROTECTION_ENABLED", CLUSTER, "A DocumentDB cluster is protected from deletion.", |c| {
        document(c, |c| expect(c.flag("deletionProtection"), "The cluster is not protected from deletion."))
    }),
    Rule::change(
        "DOCDB_CLUSTER_ENCRYPTED",
        CLUSTER,
        "A DocumentDB cluster is encrypted, with one of the KMS keys given, if any are.",
        |c| {
            document(c, |c| {
                if !c.flag("storageEncrypted") {
                    return no("The cluster is not encrypted.");
                }
                expect(
                    allows(c.parameters.list("kmsKeyArns"), c.text("kmsKeyId")),
                    "The cluster is encrypted with another KMS key.",
                )
            })
        },
    )
    .takes(&[P::optional("kmsKeyArns", Csv)]),
    Rule::change(
        "DOCDB_CLUSTER_BACKUP_RETENTION_CHECK",
        CLUSTER,
        "The backups of a DocumentDB cluster are kept for the days given (7).",
        |c| {
            document(c, |c| {
                let least = c.parameters.int("minimumBackupRetentionPeriod").unwrap_or(7);
                expect(
                    c.int("backupRetentionPeriod").unwrap_or(0) >= least,
                    "The cluster's backups are kept for too short a time.",
                )
            })
        },
    )
    .takes(&[P::optional("minimumBackupRetentionPeriod", Int)]),
];

fn document(c: &Check<'_>, judge: impl Fn(&Check<'_>) -> Verdict) -> Verdict {
    if c.text("engine") == Some("docdb") { judge(c) } else { skip("The cluster is no DocumentDB cluster.") }
}

fn backup(c: &Check<'_>) -> Verdict {
    if c.text("readReplicaSourceDBInstanceIdentifier").is_some() && c.parameters.flag("checkReadReplicas") == Some(false) {
        return skip("The instance is a read replica.");
    }
    // CloudFormation's default is a day.
    let days = c.int("backupRetentionPeriod").unwrap_or(1);
    if days == 0 {
        return no("The instance is not backed up.");
    }
    if c.parameters.int("backupRetentionPeriod").is_some_and(|wanted| days != wanted) {
        return no("Backups are kept for another time than given.");
    }
    if c.parameters.int("backupRetentionMinimum").is_some_and(|least| days < least) {
        return no("Backups are kept for too short a time.");
    }
    let window = c.parameters.text("preferredBackupWindow");
    expect(window.is_none_or(|wanted| c.text("preferredBackupWindow") == Some(wanted)), "Backups are made in another window.")
}

fn admin(c: &Check<'_>) -> Verdict {
    let name = c.text("masterUsername").unwrap_or_default();
    let valid = c.parameters.list("validAdminUserNames");
    if !valid.is_empty() {
        return expect(valid.iter().any(|entry| entry == name), "The administrator has another name than those given.");
    }
    expect(!matches!(name.to_ascii_lowercase().as_str(), "admin" | "postgres"), "The administrator has the usual name.")
}

/// The logs that are sent to CloudWatch Logs.
fn exports<'a>(c: &Check<'a>) -> Vec<&'a str> {
    let list = c.at("enabledCloudwatchLogsExports").or_else(|| c.at("enableCloudwatchLogsExports"));
    list.map_or(&[][..], elements).iter().filter_map(json::text).collect()
}

fn logs_of(c: &Check<'_>, concerned: bool, usual: &[&str]) -> Verdict {
    if !concerned {
        return skip("The instance has another engine.");
    }
    let have = exports(c);
    let wanted = c.parameters.list("logTypes");
    let all = if wanted.is_empty() {
        usual.iter().all(|log| have.contains(log))
    } else {
        wanted.iter().all(|log| have.contains(&log.as_str()))
    };
    expect(all, "Not all logs are sent to CloudWatch Logs.")
}

fn logging(c: &Check<'_>) -> Verdict {
    let engine = c.text("engine").unwrap_or_default();
    let needed: &[&str] = match engine {
        e if e.starts_with("oracle") => &["alert", "audit", "trace", "listener"],
        e if e.starts_with("sqlserver") => &["error", "agent"],
        "postgres" => &["postgresql", "upgrade"],
        "mysql" | "mariadb" => &["audit", "error", "general", "slowquery"],
        "aurora" | "aurora-mysql" => &["audit", "error", "general", "slowquery"],
        "aurora-postgresql" => &["postgresql"],
        _ => return skip("Of this engine no logs are known."),
    };
    let more = c.parameters.map("additionalLogs").iter().filter(|(of, _)| of == engine).filter_map(|(_, log)| log.as_deref());
    let have = exports(c);
    let missing: Vec<&str> = needed.iter().copied().chain(more).filter(|log| !have.contains(log)).collect();
    if missing.is_empty() { yes() } else { no(format!("Logs that are not sent to CloudWatch Logs: {}.", missing.join(", "))) }
}

fn copies_tags(c: &Check<'_>, engines: &[&str]) -> Verdict {
    if !c.text("engine").is_some_and(|engine| engines.contains(&engine)) {
        return skip("The cluster has another engine.");
    }
    expect(c.flag("copyTagsToSnapshot"), "Snapshots do not get the cluster's tags.")
}

/// With whom a snapshot is shared.
fn attributes<'a>(c: &Check<'a>) -> impl Iterator<Item = &'a Value> + use<'a> {
    ["DBSnapshotAttributes", "DBClusterSnapshotAttributes"]
        .into_iter()
        .filter_map(|name| c.extra(name))
        .collect::<Vec<_>>()
        .into_iter()
        .flat_map(elements)
}
