//! Findings in the forms that others read: GuardDuty's JSON, ASFF, OCSF, and a page for people.

mod asff;
mod guardduty;
mod html;
mod ocsf;

pub use asff::asff;
pub use guardduty::guardduty;
pub use html::{Page, html};
pub use ocsf::ocsf;

use crate::catalogue::{self, About, Kind};
use crate::finding::{Action, Finding};

/// What a rendering needs to know besides a finding.
#[derive(Debug, Clone)]
pub struct Context {
    /// Id of the detector.
    pub detector: String,
    /// When the rendering is made, seconds since 1970: the time of an update.
    pub now: i64,
}

/// What the type of a finding means.
pub fn kind_of(finding: &Finding) -> Option<&'static Kind> {
    catalogue::kind(&finding.kind)
}

fn about(finding: &Finding) -> About {
    kind_of(finding).map_or(About::AccessKey, |k| k.about)
}

/// A sentence or three: who did what, and why it matters.
pub fn description(finding: &Finding) -> String {
    let who = if finding.actor.name.is_empty() { "somebody" } else { &finding.actor.name };
    let how = match &finding.action {
        Action::Api { name, source, .. } => format!("{} {who} called {name} from {source}.", finding.actor.kind),
        Action::Network { direction, remote, remote_port, .. } => {
            format!("{who} had {} traffic with {remote}, port {remote_port}.", direction.to_lowercase())
        }
        Action::Dns { domain, .. } => format!("{who} asked for {domain}."),
    };
    let count = if finding.count > 1 { format!(" {} events.", finding.count) } else { String::new() };
    let says = if finding.says.is_empty() { String::new() } else { format!(" {}", finding.says) };
    let what = if finding.resources.is_empty() || matches!(finding.action, Action::Network { .. } | Action::Dns { .. }) {
        String::new()
    } else {
        let more = finding.resources.len().saturating_sub(3);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let first: Vec<&str> = finding.resources.iter().take(3).map(String::as_str).collect();
        format!(" About: {}{more}.", first.join(", "))
    };
    format!("{}. {how}{says}{what}{count}", finding.title)
}

/// Partition of the Region.
fn partition(region: &str) -> &'static str {
    if region.starts_with("cn-") {
        "aws-cn"
    } else if region.starts_with("us-gov-") {
        "aws-us-gov"
    } else {
        "aws"
    }
}

fn region(finding: &Finding) -> &str {
    if finding.region.is_empty() { "us-east-1" } else { &finding.region }
}

/// The ARN of a finding.
pub fn arn(finding: &Finding, context: &Context) -> String {
    let region = region(finding);
    format!(
        "arn:{}:guardduty:{region}:{}:detector/{}/finding/{}",
        partition(region),
        finding.account,
        context.detector,
        finding.id
    )
}

/// The resource as a kind that ASFF and OCSF know, and an id.
fn resource(finding: &Finding) -> (&'static str, String) {
    let region = region(finding);
    let first = finding.resources.first().cloned().unwrap_or_default();
    match about(finding) {
        About::Bucket if !first.is_empty() => ("AwsS3Bucket", format!("arn:{}:s3:::{first}", partition(region))),
        About::Instance => (
            "AwsEc2Instance",
            format!("arn:{}:ec2:{region}:{}:instance/{}", partition(region), finding.account, finding.actor.name),
        ),
        _ if finding.actor.key.is_empty() => {
            ("AwsIamUser", if finding.actor.arn.is_empty() { finding.actor.name.clone() } else { finding.actor.arn.clone() })
        }
        _ => ("AwsIamAccessKey", format!("AWS::IAM::AccessKey:{}", finding.actor.key)),
    }
}

#[cfg(test)]
mod tests;
