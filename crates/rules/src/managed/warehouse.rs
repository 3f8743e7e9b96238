//! Rules on Redshift, OpenSearch and ElastiCache.

use serde_json::Value;

use crate::check::{Check, allows, expect, has, list_of, no, of, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Boolean, Csv, Int, Text},
};
use crate::{Rule, Verdict, json};

const REDSHIFT: &[&str] = &["AWS::Redshift::Cluster"];
const OPENSEARCH: &[&str] = &["AWS::OpenSearch::Domain"];
const ELASTICSEARCH: &[&str] = &["AWS::Elasticsearch::Domain"];
const CACHE: &str = "AWS::ElastiCache::CacheCluster";
const REPLICATION: &str = "AWS::ElastiCache::ReplicationGroup";
const GROUPS: &[&str] = &[REPLICATION];
const PARAMETER_GROUP: &str = "AWS::Redshift::ClusterParameterGroup";

pub(super) const RULES: &[Rule] = &[
    Rule::change("REDSHIFT_AUDIT_LOGGING_ENABLED", REDSHIFT, "The cluster logs, to one of the buckets given, if any are.", |c| {
        if !is_logged(c) {
            return no("The cluster does not log.");
        }
        let wanted = c.parameters.list("bucketNames");
        let bucket = c.extra("LoggingStatus.bucketName").or_else(|| c.at("loggingProperties.bucketName")).and_then(json::text);
        expect(wanted.is_empty() || bucket.is_some_and(|bucket| has(wanted, bucket)), "The cluster logs to another bucket.")
    })
    .takes(&[P::optional("bucketNames", Csv)]),
    Rule::change(
        "REDSHIFT_BACKUP_ENABLED",
        REDSHIFT,
        "The cluster has automatic snapshots, kept as long as given, if it is.",
        |c| {
            let days = c.int("automatedSnapshotRetentionPeriod").unwrap_or(1);
            if days == 0 {
                return no("The cluster has no automatic snapshots.");
            }
            let short = c.parameters.int("MinRetentionPeriod").is_some_and(|least| days < least);
            let long = c.parameters.int("MaxRetentionPeriod").is_some_and(|most| days > most);
            expect(!short && !long, "Automatic snapshots are kept for another time than given.")
        },
    )
    .takes(&[P::optional("MinRetentionPeriod", Int), P::optional("MaxRetentionPeriod", Int)]),
    Rule::change("REDSHIFT_CLUSTER_CONFIGURATION_CHECK", REDSHIFT, "Encryption, logging and node type are as given.", |c| {
        if c.parameters.flag("clusterDbEncrypted").is_some_and(|wanted| wanted != c.flag("encrypted")) {
            return no("The cluster's encryption is not as given.");
        }
        if c.parameters.flag("loggingEnabled").is_some_and(|wanted| wanted != is_logged(c)) {
            return no("The cluster's logging is not as given.");
        }
        let types = c.parameters.list("nodeTypes");
        expect(
            types.is_empty() || has(types, c.text("nodeType").unwrap_or_default()),
            "The cluster's nodes are of another type than those given.",
        )
    })
    .takes(&[
        P::required("clusterDbEncrypted", Boolean).or("true"),
        P::required("loggingEnabled", Boolean).or("true"),
        P::optional("nodeTypes", Csv).or("dc1.large"),
    ]),
    Rule::change(
        "REDSHIFT_CLUSTER_KMS_ENABLED",
        REDSHIFT,
        "The cluster is encrypted with a KMS key, one of those given, if any are.",
        |c| {
            if !c.flag("encrypted") || c.text("kmsKeyId").is_none() {
                return no("The cluster is not encrypted with a KMS key.");
            }
            expect(allows(c.parameters.list("kmsKeyArns"), c.text("kmsKeyId")), "The cluster is encrypted with another KMS key.")
        },
    )
    .takes(&[P::optional("kmsKeyArns", Csv)]),
    Rule::change(
        "REDSHIFT_CLUSTER_MAINTENANCESETTINGS_CHECK",
        REDSHIFT,
        "Version upgrades, maintenance window and snapshots are as given.",
        |c| {
            if c.parameters
                .flag("allowVersionUpgrade")
                .is_some_and(|wanted| wanted != c.at("allowVersionUpgrade").is_none_or(json::is_true))
            {
                return no("Version upgrades are not as given.");
            }
            let window = c.parameters.text("preferredMaintenanceWindow");
            if window
                .is_some_and(|wanted| !c.text("preferredMaintenanceWindow").is_some_and(|have| have.eq_ignore_ascii_case(wanted)))
            {
                return no("The maintenance window is another.");
            }
            let days = c.parameters.int("automatedSnapshotRetentionPeriod");
            expect(
                days.is_none_or(|least| c.int("automatedSnapshotRetentionPeriod").unwrap_or(1) >= least),
                "Automatic snapshots are kept for too short a time.",
            )
        },
    )
    .takes(&[
        P::required("allowVersionUpgrade", Boolean).or("true"),
        P::optional("preferredMaintenanceWindow", Text),
        P::optional("automatedSnapshotRetentionPeriod", Int).or("1"),
    ])
    .proactive(),
    Rule::change("REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK", REDSHIFT, "The cluster has no public address.", |c| {
        expect(!c.flag("publiclyAccessible"), "The cluster has a public address.")
    }),
    Rule::change("REDSHIFT_CLUSTER_MULTI_AZ_ENABLED", REDSHIFT, "The cluster spans two zones.", |c| {
        let on = c.flag("multiAZ") || c.text("multiAZ").is_some_and(|state| state.eq_ignore_ascii_case("enabled"));
        expect(on, "The cluster is in one zone.")
    }),
    Rule::change(
        "REDSHIFT_DEFAULT_ADMIN_CHECK",
        REDSHIFT,
        "The administrator has not the usual name, or one of those given, if any are.",
        |c| {
            let name = c.text("masterUsername").unwrap_or_default();
            let valid = c.parameters.list("validAdminUserNames");
            let good = if valid.is_empty() { name != "awsuser" } else { valid.iter().any(|entry| entry == name) };
            expect(good, "The administrator has the usual name, or another than those given.")
        },
    )
    .takes(&[P::optional("validAdminUserNames", Csv)]),
    Rule::change(
        "REDSHIFT_DEFAULT_DB_NAME_CHECK",
        REDSHIFT,
        "The database has not the usual name, or one of those given, if any are.",
        |c| {
            let name = c.text("dBName").unwrap_or("dev");
            let valid = c.parameters.list("validDatabaseNames");
            let good = if valid.is_empty() { name != "dev" } else { valid.iter().any(|entry| entry == name) };
            expect(good, "The database has the usual name, or another than those given.")
        },
    )
    .takes(&[P::optional("validDatabaseNames", Csv)]),
    Rule::change("REDSHIFT_ENHANCED_VPC_ROUTING_ENABLED", REDSHIFT, "The cluster's traffic goes through its VPC.", |c| {
        expect(c.flag("enhancedVpcRouting"), "The cluster's traffic does not go through its VPC.")
    }),
    Rule::change(
        "REDSHIFT_REQUIRE_TLS_SSL",
        &["AWS::Redshift::Cluster", PARAMETER_GROUP],
        "Clients of the cluster must use TLS.",
        |c| {
            let required = |parameters: &[Value]| {
                parameters.iter().any(|one| {
                    text_of(one, "parameterName") == Some("require_ssl") && text_of(one, "parameterValue") == Some("true")
                })
            };
            if c.item.resource_type == PARAMETER_GROUP {
                return expect(required(c.list("parameters")), "Clients need not use TLS.");
            }
            let names: Vec<&str> = c
                .list("clusterParameterGroups")
                .iter()
                .filter_map(|group| text_of(group, "parameterGroupName"))
                .chain(c.text("clusterParameterGroupName"))
                .collect();
            let mut found = false;
            let all = c.any(PARAMETER_GROUP, |group| {
                let is_it = names.iter().any(|name| group.resource_name == Some(name) || group.resource_id == *name);
                found |= is_it;
                is_it && required(list_of(group.configuration(), "parameters"))
            });
            if !found {
                return skip("The cluster's parameter group is not among the items.");
            }
            expect(all, "Clients need not use TLS.")
        },
    )
    .reading(&[PARAMETER_GROUP]),
    Rule::change(
        "OPENSEARCH_ACCESS_CONTROL_ENABLED",
        OPENSEARCH,
        "Access within the domain is controlled by users and roles.",
        |c| expect(c.flag("advancedSecurityOptions.enabled"), "Access within the domain is not controlled."),
    ),
    Rule::change(
        "OPENSEARCH_AUDIT_LOGGING_ENABLED",
        OPENSEARCH,
        "The domain writes an audit log, to one of the log groups given, if any are.",
        |c| {
            let log = c.at("logPublishingOptions.AUDIT_LOGS").filter(|log| crate::check::flag_of(log, "enabled"));
            let Some(log) = log else { return no("The domain writes no audit log.") };
            expect(
                allows(c.parameters.list("cloudWatchLogsLogGroupArnList"), text_of(log, "cloudWatchLogsLogGroupArn")),
                "The domain's audit log goes to another log group.",
            )
        },
    )
    .takes(&[P::optional("cloudWatchLogsLogGroupArnList", Csv)]),
    Rule::change(
        "OPENSEARCH_DATA_NODE_FAULT_TOLERANCE",
        OPENSEARCH,
        "The domain has at least three data nodes, in several zones.",
        |c| {
            let config = |name: &str| c.at(&format!("clusterConfig.{name}"));
            expect(
                config("instanceCount").and_then(json::int).unwrap_or(1) >= 3
                    && config("zoneAwarenessEnabled").is_some_and(json::is_true),
                "The domain does not survive the loss of a data node.",
            )
        },
    ),
    Rule::change(
        "OPENSEARCH_PRIMARY_NODE_FAULT_TOLERANCE",
        OPENSEARCH,
        "The domain has at least three dedicated primary nodes.",
        |c| {
            expect(
                c.flag("clusterConfig.dedicatedMasterEnabled") && c.int("clusterConfig.dedicatedMasterCount").unwrap_or(0) >= 3,
                "The domain does not survive the loss of a primary node.",
            )
        },
    ),
    Rule::change("OPENSEARCH_ENCRYPTED_AT_REST", OPENSEARCH, "The domain is encrypted.", encrypted),
    Rule::change(
        "OPENSEARCH_HTTPS_REQUIRED",
        OPENSEARCH,
        "Clients must use HTTPS, with one of the policies given, if any are.",
        |c| {
            if !c.flag("domainEndpointOptions.enforceHTTPS") {
                return no("Clients need not use HTTPS.");
            }
            let wanted = c.parameters.list("tlsPolicies");
            expect(
                wanted.is_empty() || has(wanted, c.text("domainEndpointOptions.tLSSecurityPolicy").unwrap_or_default()),
                "The domain has another TLS policy.",
            )
        },
    )
    .takes(&[P::optional("tlsPolicies", Csv)]),
    Rule::change("OPENSEARCH_IN_VPC_ONLY", OPENSEARCH, "The domain is in a VPC.", in_vpc),
    Rule::change(
        "OPENSEARCH_LOGS_TO_CLOUDWATCH",
        OPENSEARCH,
        "The domain sends its logs, or those given, to CloudWatch Logs.",
        logs,
    )
    .takes(&[P::optional("logTypes", Csv)]),
    Rule::change("OPENSEARCH_NODE_TO_NODE_ENCRYPTION_CHECK", OPENSEARCH, "Nodes of the domain speak encrypted.", node_to_node),
    Rule::periodic("ELASTICSEARCH_ENCRYPTED_AT_REST", ELASTICSEARCH, "The domain is encrypted.", encrypted),
    Rule::periodic("ELASTICSEARCH_IN_VPC_ONLY", ELASTICSEARCH, "The domain is in a VPC.", in_vpc),
    Rule::change(
        "ELASTICSEARCH_LOGS_TO_CLOUDWATCH",
        ELASTICSEARCH,
        "The domain sends its logs, or those given, to CloudWatch Logs.",
        logs,
    )
    .takes(&[P::optional("logTypes", Csv)]),
    Rule::change(
        "ELASTICSEARCH_NODE_TO_NODE_ENCRYPTION_CHECK",
        ELASTICSEARCH,
        "Nodes of the domain speak encrypted.",
        node_to_node,
    ),
    Rule::periodic("ELASTICACHE_AUTO_MINOR_VERSION_UPGRADE_CHECK", &[CACHE], "The cache takes minor versions by itself.", |c| {
        expect(c.flag("autoMinorVersionUpgrade"), "The cache takes no minor versions by itself.")
    }),
    Rule::periodic(
        "ELASTICACHE_REDIS_CLUSTER_AUTOMATIC_BACKUP_CHECK",
        &[CACHE, REPLICATION],
        "The cache is backed up, and backups are kept for the days given.",
        |c| {
            if c.item.resource_type == CACHE && c.text("engine") == Some("memcached") {
                return skip("Memcached has no backups.");
            }
            let least = c.parameters.int("snapshotRetentionPeriod").unwrap_or(15);
            expect(c.int("snapshotRetentionLimit").unwrap_or(0) >= least, "The cache's backups are kept for too short a time.")
        },
    )
    .takes(&[P::optional("snapshotRetentionPeriod", Int).or("15")]),
    Rule::periodic("ELASTICACHE_REPL_GRP_AUTO_FAILOVER_ENABLED", GROUPS, "The group replaces a primary that fails.", |c| {
        let on = c.text("automaticFailover").is_some_and(|state| matches!(state, "enabled" | "enabling"))
            || c.flag("automaticFailoverEnabled");
        expect(on, "The group does not replace a primary that fails.")
    }),
    Rule::periodic(
        "ELASTICACHE_REPL_GRP_ENCRYPTED_AT_REST",
        GROUPS,
        "The group is encrypted, with one of the KMS keys given, if any are.",
        |c| {
            if !c.flag("atRestEncryptionEnabled") {
                return no("The group is not encrypted.");
            }
            expect(
                allows(c.parameters.list("approvedKMSKeyIds"), c.text("kmsKeyId")),
                "The group is encrypted with another KMS key.",
            )
        },
    )
    .takes(&[P::optional("approvedKMSKeyIds", Csv)]),
    Rule::periodic("ELASTICACHE_REPL_GRP_ENCRYPTED_IN_TRANSIT", GROUPS, "Connections to the group are encrypted.", |c| {
        expect(c.flag("transitEncryptionEnabled"), "Connections to the group are not encrypted.")
    }),
    Rule::periodic("ELASTICACHE_REPL_GRP_REDIS_AUTH_ENABLED", GROUPS, "A group before Redis 6 asks for a password.", |c| {
        let version = c.text("engineVersion").and_then(|version| version.split('.').next()?.parse::<u32>().ok());
        if version.is_some_and(|major| major >= 6) {
            return skip("Groups of this version have users of their own.");
        }
        expect(c.flag("authTokenEnabled") || c.text("authToken").is_some(), "The group asks for no password.")
    }),
    Rule::periodic(
        "ELASTICACHE_SUBNET_GROUP_CHECK",
        &[CACHE],
        "The cache is in a subnet group that is not the default one.",
        |c| {
            let name = c.text("cacheSubnetGroupName").unwrap_or("default");
            expect(name != "default", "The cache is in the default subnet group.")
        },
    ),
];

fn is_logged(c: &Check<'_>) -> bool {
    c.extra("LoggingStatus.loggingEnabled").is_some_and(json::is_true) || c.at("loggingProperties").is_some()
}

fn encrypted(c: &Check<'_>) -> Verdict {
    expect(c.flag("encryptionAtRestOptions.enabled"), "The domain is not encrypted.")
}

fn in_vpc(c: &Check<'_>) -> Verdict {
    let vpc = c.at("vPCOptions");
    expect(vpc.is_some_and(|vpc| of(vpc, "vPCId").is_some() || !list_of(vpc, "subnetIds").is_empty()), "The domain is in no VPC.")
}

fn node_to_node(c: &Check<'_>) -> Verdict {
    expect(c.flag("nodeToNodeEncryptionOptions.enabled"), "Nodes of the domain do not speak encrypted.")
}

/// `search, index, error`, or the names of the domain's own options.
fn logs(c: &Check<'_>) -> Verdict {
    let usual = ["error", "search", "index"].map(str::to_owned);
    let wanted = c.parameters.list("logTypes");
    let wanted = if wanted.is_empty() { &usual } else { wanted };
    let missing: Vec<&String> = wanted
        .iter()
        .filter(|kind| {
            let option = match kind.to_ascii_lowercase().as_str() {
                "search" => "SEARCH_SLOW_LOGS",
                "index" => "INDEX_SLOW_LOGS",
                "error" => "ES_APPLICATION_LOGS",
                "audit" => "AUDIT_LOGS",
                _ => kind.as_str(),
            };
            !c.flag(&format!("logPublishingOptions.{option}.enabled"))
        })
        .collect();
    match missing.first() {
        Some(kind) => no(format!("The log {kind} is not sent to CloudWatch Logs.")),
        None => yes(),
    }
}
