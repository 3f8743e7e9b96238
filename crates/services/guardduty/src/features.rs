//! Features of detectors, and the data sources that they were called before.

use std::collections::BTreeMap;

use plane::{Failure, Timestamp};

use crate::api::{
    CloudTrailConfigurationResult, DNSLogsConfigurationResult, DataSourceConfigurations, DataSourceConfigurationsResult,
    DataSourceStatus, DetectorAdditionalConfigurationResult, DetectorFeature, DetectorFeatureConfiguration,
    DetectorFeatureConfigurationResult, DetectorFeatureResult, EbsVolumesResult, FeatureAdditionalConfiguration, FeatureStatus,
    FlowLogsConfigurationResult, KubernetesAuditLogsConfigurationResult, KubernetesConfigurationResult,
    MalwareProtectionConfigurationResult, S3LogsConfigurationResult, ScanEc2InstanceWithFindingsResult,
};
use crate::errors;
use crate::resources::{Detector, Feature};

/// Features that a new detector has, where nobody says otherwise.
pub const DEFAULT: &[&str] =
    &["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"];

/// Sources that every detector has.
const FOUNDATION: &[DetectorFeatureResult] =
    &[DetectorFeatureResult::CloudTrail, DetectorFeatureResult::DnsLogs, DetectorFeatureResult::FlowLogs];

/// Switches a feature.
pub fn set(detector: &mut Detector, name: &str, on: bool, now: i64) {
    let feature = detector.features.entry(name.to_owned()).or_default();
    feature.enabled = on;
    feature.updated_at = now;
    if on {
        feature.first_enabled_at.get_or_insert(now);
    }
}

/// Switches a part of a feature.
pub fn set_additional(detector: &mut Detector, name: &str, part: &str, on: bool, now: i64) {
    let feature = detector.features.entry(name.to_owned()).or_insert_with(|| Feature { updated_at: now, ..Feature::default() });
    feature.additional.insert(part.to_owned(), (on, now));
}

/// What a request says of features by their old names.
pub fn of_data_sources(sources: &DataSourceConfigurations) -> BTreeMap<String, bool> {
    let mut said = BTreeMap::new();
    if let Some(s3) = &sources.s3_logs {
        said.insert("S3_DATA_EVENTS".to_owned(), s3.enable);
    }
    if let Some(kubernetes) = &sources.kubernetes {
        said.insert("EKS_AUDIT_LOGS".to_owned(), kubernetes.audit_logs.enable);
    }
    let volumes = sources.malware_protection.as_ref().and_then(|m| m.scan_ec2_instance_with_findings.as_ref());
    if let Some(on) = volumes.and_then(|v| v.ebs_volumes) {
        said.insert("EBS_MALWARE_PROTECTION".to_owned(), on);
    }
    said
}

/// Makes a detector what a request says.
///
/// # Errors
/// That features are named by both their names, that one of them has no status, or that both kinds of runtime monitoring are to be on.
pub fn apply(
    detector: &mut Detector,
    sources: Option<&DataSourceConfigurations>,
    features: Option<&[DetectorFeatureConfiguration]>,
    now: i64,
) -> Result<(), Failure> {
    if sources.is_some() && features.is_some() {
        return Err(errors::rejected("both dataSources and features were provided. You can provide only one"));
    }
    for (name, on) in sources.map(of_data_sources).unwrap_or_default() {
        set(detector, &name, on, now);
    }
    for feature in features.unwrap_or_default() {
        let (Some(name), Some(status)) = (feature.name, feature.status) else { return Err(errors::invalid()) };
        set(detector, name.as_str(), status == FeatureStatus::Enabled, now);
        for part in feature.additional_configuration.iter().flatten() {
            let (Some(part), Some(status)) = (part.name, part.status) else { return Err(errors::invalid()) };
            set_additional(detector, name.as_str(), part.as_str(), status == FeatureStatus::Enabled, now);
        }
    }
    if detector.has("EKS_RUNTIME_MONITORING") && detector.has("RUNTIME_MONITORING") {
        return Err(errors::rejected("EKS_RUNTIME_MONITORING and RUNTIME_MONITORING can't be enabled at the same time"));
    }
    Ok(())
}

fn time(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}

fn status(on: bool) -> FeatureStatus {
    if on { FeatureStatus::Enabled } else { FeatureStatus::Disabled }
}

/// A detector's features as the API shows them.
pub fn shown(detector: &Detector) -> Vec<DetectorFeatureConfigurationResult> {
    let foundation = FOUNDATION.iter().map(|name| DetectorFeatureConfigurationResult {
        name: Some(*name),
        status: Some(status(detector.enabled)),
        updated_at: time(detector.created_at),
        ..DetectorFeatureConfigurationResult::default()
    });
    let rest = DetectorFeature::VALUES.iter().filter_map(|name| {
        let feature = detector.features.get(name.as_str());
        // What came later is shown where somebody spoke of it.
        let newer = matches!(name, DetectorFeature::AiProtection | DetectorFeature::AiAnalyst);
        if feature.is_none() && newer {
            return None;
        }
        let feature = feature.cloned().unwrap_or_else(|| Feature { updated_at: detector.created_at, ..Feature::default() });
        let parts = feature.additional.iter().map(|(part, (on, at))| DetectorAdditionalConfigurationResult {
            name: FeatureAdditionalConfiguration::parse(part),
            status: Some(status(*on)),
            updated_at: time(*at),
            managed_by: None,
        });
        let parts: Vec<_> = parts.collect();
        Some(DetectorFeatureConfigurationResult {
            name: DetectorFeatureResult::parse(name.as_str()),
            status: Some(status(feature.enabled)),
            updated_at: time(feature.updated_at),
            additional_configuration: (!parts.is_empty()).then_some(parts),
            managed_by: None,
        })
    });
    foundation.chain(rest).collect()
}

/// The same by their old names.
pub fn data_sources(detector: &Detector) -> DataSourceConfigurationsResult {
    let status = |on: bool| if on { DataSourceStatus::Enabled } else { DataSourceStatus::Disabled };
    let foundation = status(detector.enabled);
    let volumes = EbsVolumesResult { status: Some(status(detector.has("EBS_MALWARE_PROTECTION"))), reason: None };
    DataSourceConfigurationsResult {
        cloud_trail: CloudTrailConfigurationResult { status: foundation },
        dns_logs: DNSLogsConfigurationResult { status: foundation },
        flow_logs: FlowLogsConfigurationResult { status: foundation },
        s3_logs: S3LogsConfigurationResult { status: status(detector.has("S3_DATA_EVENTS")) },
        kubernetes: Some(KubernetesConfigurationResult {
            audit_logs: KubernetesAuditLogsConfigurationResult { status: status(detector.has("EKS_AUDIT_LOGS")) },
        }),
        malware_protection: Some(MalwareProtectionConfigurationResult {
            scan_ec2_instance_with_findings: Some(ScanEc2InstanceWithFindingsResult { ebs_volumes: Some(volumes) }),
            service_role: None,
        }),
    }
}
