//! Rules on tags.

use crate::check::{Check, no, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Csv, Text},
};
use crate::{Rule, Verdict};

/// What `REQUIRED_TAGS` is documented for.
const TAGGED: &[&str] = &[
    "AWS::ACM::Certificate",
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::CloudFormation::Stack",
    "AWS::CodeBuild::Project",
    "AWS::DynamoDB::Table",
    "AWS::EC2::CustomerGateway",
    "AWS::EC2::Instance",
    "AWS::EC2::InternetGateway",
    "AWS::EC2::NetworkAcl",
    "AWS::EC2::NetworkInterface",
    "AWS::EC2::RouteTable",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet",
    "AWS::EC2::Volume",
    "AWS::EC2::VPC",
    "AWS::EC2::VPNConnection",
    "AWS::EC2::VPNGateway",
    "AWS::ElasticLoadBalancing::LoadBalancer",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBSecurityGroup",
    "AWS::RDS::DBSnapshot",
    "AWS::RDS::DBSubnetGroup",
    "AWS::RDS::EventSubscription",
    "AWS::Redshift::Cluster",
    "AWS::Redshift::ClusterParameterGroup",
    "AWS::Redshift::ClusterSecurityGroup",
    "AWS::Redshift::ClusterSnapshot",
    "AWS::Redshift::ClusterSubnetGroup",
    "AWS::S3::Bucket",
];

const SLOTS: [(&str, &str); 6] = [
    ("tag1Key", "tag1Value"),
    ("tag2Key", "tag2Value"),
    ("tag3Key", "tag3Value"),
    ("tag4Key", "tag4Value"),
    ("tag5Key", "tag5Value"),
    ("tag6Key", "tag6Value"),
];

/// A rule that asks for the tags that its parameter names, or for any tag at all.
macro_rules! tagged {
    ($($identifier:literal on $resource_type:literal),* $(,)?) => {
        &[
            Rule::change("REQUIRED_TAGS", TAGGED, "The resource has the tags given, each with one of the values given, if any are.", required)
                .takes(&[
                    P::required("tag1Key", Text).or("CostCenter"),
                    P::optional("tag1Value", Csv),
                    P::optional("tag2Key", Text),
                    P::optional("tag2Value", Csv),
                    P::optional("tag3Key", Text),
                    P::optional("tag3Value", Csv),
                    P::optional("tag4Key", Text),
                    P::optional("tag4Value", Csv),
                    P::optional("tag5Key", Text),
                    P::optional("tag5Value", Csv),
                    P::optional("tag6Key", Text),
                    P::optional("tag6Value", Csv),
                ]),
            $(
                Rule::change($identifier, &[$resource_type], "The resource has all tags whose keys are given, or any tag at all; those of AWS itself do not count.", keys)
                    .takes(&[P::optional("requiredKeyTags", Csv)]),
            )*
        ]
    };
}

pub(super) const RULES: &[Rule] = tagged![
    "ALB_TAGGED" on "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "API_GW_REST_API_TAGGED" on "AWS::ApiGateway::RestApi",
    "API_GW_STAGE_TAGGED" on "AWS::ApiGateway::Stage",
    "CLOUDWATCH_METRIC_STREAM_TAGGED" on "AWS::CloudWatch::MetricStream",
    "CODEBUILD_PROJECT_TAGGED" on "AWS::CodeBuild::Project",
    "ECR_REPOSITORY_TAGGED" on "AWS::ECR::Repository",
    "EFS_FILE_SYSTEM_TAGGED" on "AWS::EFS::FileSystem",
    "ELB_TAGGED" on "AWS::ElasticLoadBalancing::LoadBalancer",
    "IAM_OIDC_PROVIDER_TAGGED" on "AWS::IAM::OIDCProvider",
    "IAM_SAML_PROVIDER_TAGGED" on "AWS::IAM::SAMLProvider",
    "IAM_SERVER_CERTIFICATE_TAGGED" on "AWS::IAM::ServerCertificate",
    "KMS_KEY_TAGGED" on "AWS::KMS::Key",
    "ROUTE53_HOSTED_ZONE_TAGGED" on "AWS::Route53::HostedZone",
    "S3_BUCKET_TAGGED" on "AWS::S3::Bucket",
    "SSM_DOCUMENT_TAGGED" on "AWS::SSM::Document",
    "STEPFUNCTIONS_STATE_MACHINE_TAGGED" on "AWS::StepFunctions::StateMachine",
];

fn required(c: &Check<'_>) -> Verdict {
    for (key, value) in SLOTS {
        let Some(wanted) = c.parameters.text(key) else { continue };
        let values = c.parameters.list(value);
        match c.item.tag(wanted) {
            None => return no(format!("The tag {wanted} is missing.")),
            Some(have) if !values.is_empty() && !values.iter().any(|value| value == have) => {
                return no(format!("The tag {wanted} has another value than required."));
            }
            Some(_) => {}
        }
    }
    yes()
}

fn keys(c: &Check<'_>) -> Verdict {
    let wanted = c.parameters.list("requiredKeyTags");
    if wanted.is_empty() {
        let any = c.item.tags().any(|(key, _)| !key.starts_with("aws:"));
        return if any { yes() } else { no("The resource has no tags.") };
    }
    match wanted.iter().find(|key| c.item.tag(key).is_none()) {
        Some(key) => no(format!("The tag {key} is missing.")),
        None => yes(),
    }
}
