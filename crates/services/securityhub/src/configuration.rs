//! Security Hub itself as AWS Config records it.

use plane::ports::ResourceConfiguration;
use plane::{Resource, Stored};
use serde_json::{Value, json};

use crate::resources::Hub;

plane::configuration_source! {
    /// Describes hubs.
    Configurations {
        Hub => hub,
    }
}

fn hub(stored: &Stored<Hub>, partition: &str) -> ResourceConfiguration {
    let hub = &stored.body;
    let key = &stored.key;
    let arn = format!("arn:{partition}:securityhub:{}:{}:hub/default", key.region, key.account);
    let tags: Vec<Value> = stored.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect();
    let configuration = json!({
        "ARN": arn,
        "AutoEnableControls": hub.auto_enable_controls,
        "ControlFindingGenerator": if hub.consolidated { "SECURITY_CONTROL" } else { "STANDARD_CONTROL" },
        "Tags": tags,
    });
    ResourceConfiguration::of(stored, Hub::KIND, &arn, configuration).arn(&arn).created(hub.subscribed_at)
}
