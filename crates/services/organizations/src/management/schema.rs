//! What each type of management policy may contain. Source: the syntax chapters of the Organizations User Guide. Where those leave the inner form
//! to the service ([`Schema::Open`]), only operators and nesting are checked.

use crate::api::PolicyType;

/// The form of an element.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Schema {
    /// Elements with names of the type.
    Group(&'static [Field]),
    /// Elements with names of the customer.
    Map(&'static Schema),
    /// A setting with one value.
    One(Rule),
    /// A setting with a list of values.
    Many(Rule),
    /// Whatever the service defines.
    Open,
}

/// A named element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) schema: Schema,
    /// Whether an effective policy must have it.
    pub(crate) required: bool,
}

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    Text,
    Number,
    Boolean,
    OneOf(&'static [&'static str]),
}

impl Rule {
    pub(crate) fn holds(self, text: &str) -> bool {
        match self {
            Rule::Text => !text.is_empty(),
            Rule::Number => text.parse::<u32>().is_ok(),
            Rule::Boolean => matches!(text, "true" | "false"),
            Rule::OneOf(values) => values.contains(&text),
        }
    }

    pub(crate) fn wants(self) -> String {
        match self {
            Rule::Text => "text".to_owned(),
            Rule::Number => "a whole number".to_owned(),
            Rule::Boolean => "true or false".to_owned(),
            Rule::OneOf(values) => format!("one of {}", values.join(", ")),
        }
    }
}

const fn may(name: &'static str, schema: Schema) -> Field {
    Field { name, schema, required: false }
}

const fn must(name: &'static str, schema: Schema) -> Field {
    Field { name, schema, required: true }
}

const TEXT: Schema = Schema::One(Rule::Text);
const TEXTS: Schema = Schema::Many(Rule::Text);
const NUMBER: Schema = Schema::One(Rule::Number);
const BOOLEAN: Schema = Schema::One(Rule::Boolean);
const REGIONS: Schema = Schema::Group(&[may("enable_in_regions", TEXTS), may("disable_in_regions", TEXTS)]);

const TAGS: &[Field] = &[may(
    "tags",
    Schema::Map(&Schema::Group(&[
        may("tag_key", TEXT),
        may("tag_value", TEXTS),
        may("enforced_for", TEXTS),
        may("report_required_tag_for", TEXTS),
    ])),
)];

const AI: &[Field] =
    &[may("services", Schema::Map(&Schema::Group(&[must("opt_out_policy", Schema::One(Rule::OneOf(&["optOut", "optIn"])))])))];

const LIFECYCLE: Schema = Schema::Group(&[
    may("move_to_cold_storage_after_days", NUMBER),
    may("delete_after_days", NUMBER),
    may("opt_in_to_archive_for_supported_resources", BOOLEAN),
    may("delete_after_event", TEXT),
]);

const BACKUP: &[Field] = &[may(
    "plans",
    Schema::Map(&Schema::Group(&[
        must("regions", TEXTS),
        must(
            "rules",
            Schema::Map(&Schema::Group(&[
                may("schedule_expression", TEXT),
                may("schedule_expression_timezone", TEXT),
                may("start_backup_window_minutes", NUMBER),
                may("complete_backup_window_minutes", NUMBER),
                may("enable_continuous_backup", BOOLEAN),
                must("target_backup_vault_name", TEXT),
                may("target_logically_air_gapped_backup_vault_arn", TEXT),
                may("lifecycle", LIFECYCLE),
                may(
                    "copy_actions",
                    Schema::Map(&Schema::Group(&[may("target_backup_vault_arn", TEXT), may("lifecycle", LIFECYCLE)])),
                ),
                may("recovery_point_tags", Schema::Map(&Schema::Group(&[must("tag_key", TEXT), must("tag_value", TEXT)]))),
                may("index_actions", Schema::Open),
                may("scan_actions", Schema::Open),
            ])),
        ),
        must(
            "selections",
            Schema::Group(&[
                may(
                    "tags",
                    Schema::Map(&Schema::Group(&[
                        must("iam_role_arn", TEXT),
                        must("tag_key", TEXT),
                        must("tag_value", TEXTS),
                        may("conditions", Schema::Open),
                    ])),
                ),
                may(
                    "resources",
                    Schema::Map(&Schema::Group(&[
                        must("iam_role_arn", TEXT),
                        must("resource_types", TEXTS),
                        may("not_resource_types", TEXTS),
                        may("conditions", Schema::Open),
                    ])),
                ),
            ]),
        ),
        may(
            "advanced_backup_settings",
            Schema::Group(&[may(
                "ec2",
                Schema::Group(&[may("windows_vss", Schema::One(Rule::OneOf(&["enabled", "disabled"])))]),
            )]),
        ),
        may("backup_plan_tags", Schema::Map(&Schema::Group(&[must("tag_key", TEXT), must("tag_value", TEXT)]))),
        may("scan_settings", Schema::Open),
    ])),
)];

const SWITCH: Schema = Schema::One(Rule::OneOf(&["enabled", "disabled"]));
const CHANNELS: Schema = Schema::Many(Rule::OneOf(&["public", "private"]));
const ROLE_SETTINGS: Schema = Schema::Many(Rule::OneOf(&["user_role", "channel_role"]));
const CHANNEL_SETTINGS: Schema =
    Schema::Group(&[may("supported_channel_types", CHANNELS), may("supported_role_settings", ROLE_SETTINGS)]);

const CHAT: &[Field] = &[may(
    "chatbot",
    Schema::Group(&[
        may(
            "platforms",
            Schema::Group(&[
                may(
                    "slack",
                    Schema::Group(&[
                        may("client", SWITCH),
                        may("workspaces", TEXTS),
                        may("default", CHANNEL_SETTINGS),
                        may("overrides", Schema::Map(&CHANNEL_SETTINGS)),
                    ]),
                ),
                may(
                    "microsoft_teams",
                    Schema::Group(&[
                        may("client", SWITCH),
                        may("tenants", Schema::Map(&TEXTS)),
                        may("default", CHANNEL_SETTINGS),
                        may("overrides", Schema::Map(&Schema::Map(&CHANNEL_SETTINGS))),
                    ]),
                ),
                may("chime", Schema::Group(&[may("client", SWITCH)])),
            ]),
        ),
        may("default", Schema::Group(&[may("client", SWITCH)])),
    ]),
)];

const EC2: &[Field] = &[may(
    "ec2_attributes",
    Schema::Group(&[
        may("exception_message", TEXT),
        may(
            "vpc_block_public_access",
            Schema::Group(&[may(
                "internet_gateway_block",
                Schema::Group(&[
                    must("mode", Schema::One(Rule::OneOf(&["off", "block_ingress", "block_bidirectional"]))),
                    may("exclusions_allowed", SWITCH),
                ]),
            )]),
        ),
        may("serial_console_access", Schema::Group(&[must("status", SWITCH)])),
        may(
            "image_block_public_access",
            Schema::Group(&[must("state", Schema::One(Rule::OneOf(&["unblocked", "block_new_sharing"])))]),
        ),
        may("allowed_images_settings", Schema::Open),
        may(
            "instance_metadata_defaults",
            Schema::Group(&[
                may("http_tokens", Schema::One(Rule::OneOf(&["no_preference", "optional", "required"]))),
                may("http_put_response_hop_limit", TEXT),
                may("http_endpoint", Schema::One(Rule::OneOf(&["no_preference", "enabled", "disabled"]))),
                may("instance_metadata_tags", Schema::One(Rule::OneOf(&["no_preference", "enabled", "disabled"]))),
                may("http_tokens_enforced", Schema::One(Rule::OneOf(&["no_preference", "enabled", "disabled"]))),
            ]),
        ),
        may(
            "snapshot_block_public_access",
            Schema::Group(&[must("state", Schema::One(Rule::OneOf(&["unblocked", "block_new_sharing", "block_all_sharing"])))]),
        ),
    ]),
)];

const SECURITY_HUB: &[Field] = &[may("securityhub", REGIONS)];
const SECURITY_HUB_CSPM: &[Field] = &[may("securityhub_cspm", Schema::Open)];
const INSPECTOR: &[Field] = &[may("inspector", Schema::Group(&[may("enablement", Schema::Open)]))];
const UPGRADE_ROLLOUT: &[Field] = &[may("upgrade_rollout", Schema::Open)];
const BEDROCK: &[Field] = &[may("bedrock", Schema::Open)];
const S3: &[Field] = &[may(
    "s3_attributes",
    Schema::Group(&[must("public_access_block_configuration", Schema::One(Rule::OneOf(&["all", "none"])))]),
)];
const NETWORK: &[Field] = &[may("network_security_director", Schema::Open)];
const GUARDDUTY: &[Field] = &[may("guardduty", Schema::Open)];

/// Elements a policy of a type may begin with. Authorization policies have none: they are written in the IAM policy language.
pub(crate) fn of(kind: PolicyType) -> &'static [Field] {
    match kind {
        PolicyType::ServiceControlPolicy | PolicyType::ResourceControlPolicy => &[],
        PolicyType::TagPolicy => TAGS,
        PolicyType::BackupPolicy => BACKUP,
        PolicyType::AiservicesOptOutPolicy => AI,
        PolicyType::ChatbotPolicy => CHAT,
        PolicyType::DeclarativePolicyEc2 => EC2,
        PolicyType::SecurityhubPolicy => SECURITY_HUB,
        PolicyType::SecurityhubCspmPolicy => SECURITY_HUB_CSPM,
        PolicyType::InspectorPolicy => INSPECTOR,
        PolicyType::UpgradeRolloutPolicy => UPGRADE_ROLLOUT,
        PolicyType::BedrockPolicy => BEDROCK,
        PolicyType::S3Policy => S3,
        PolicyType::NetworkSecurityDirectorPolicy => NETWORK,
        PolicyType::GuarddutyPolicy => GUARDDUTY,
    }
}
