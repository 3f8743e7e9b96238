//! Detectors as AWS Config records them.

use plane::configuration::time;
use plane::ports::ResourceConfiguration;
use plane::{Resource, Stored};
use serde_json::{Value, json};

use crate::resources::Detector;

plane::configuration_source! {
    /// Describes detectors.
    Configurations {
        Detector => detector,
    }
}

fn detector(stored: &Stored<Detector>, partition: &str) -> ResourceConfiguration {
    let detector = &stored.body;
    let status = |on: bool| if on { "ENABLED" } else { "DISABLED" };
    let features: Vec<Value> =
        detector.features.iter().map(|(name, feature)| json!({"Name": name, "Status": status(feature.enabled)})).collect();
    let tags: Vec<Value> = stored.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect();
    let configuration = json!({
        "Id": detector.id,
        "Enable": detector.enabled,
        "FindingPublishingFrequency": detector.frequency.as_str(),
        "Features": features,
        "UpdatedAt": time(detector.updated_at),
        "Tags": tags,
    });
    let key = &stored.key;
    ResourceConfiguration::of(stored, Detector::KIND, &detector.id, configuration)
        .arn(format!("arn:{partition}:guardduty:{}:{}:detector/{}", key.region, key.account, detector.id))
        .created(detector.created_at)
}
