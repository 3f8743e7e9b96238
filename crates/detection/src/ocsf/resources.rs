//! The resources of a finding.

use serde_json::{Map, Value, json};

use super::{list, text, text_at};

/// Services as types of ASFF write them, and as types of CloudFormation do, where that is not the same. The longest name that fits is meant.
const SERVICES: &[(&str, &str)] = &[
    ("AmazonMq", "AmazonMQ"),
    ("ApiGatewayV2", "ApiGatewayV2"),
    ("ApiGateway", "ApiGateway"),
    ("AppSync", "AppSync"),
    ("Athena", "Athena"),
    ("AutoScaling", "AutoScaling"),
    ("Backup", "Backup"),
    ("CertificateManager", "CertificateManager"),
    ("CloudFormation", "CloudFormation"),
    ("CloudFront", "CloudFront"),
    ("CloudTrail", "CloudTrail"),
    ("CloudWatch", "CloudWatch"),
    ("CodeBuild", "CodeBuild"),
    ("Dms", "DMS"),
    ("DynamoDb", "DynamoDB"),
    ("Ec2", "EC2"),
    ("Ecr", "ECR"),
    ("Ecs", "ECS"),
    ("Efs", "EFS"),
    ("Eks", "EKS"),
    ("ElasticBeanstalk", "ElasticBeanstalk"),
    ("Elasticsearch", "Elasticsearch"),
    ("ElbV2", "ElasticLoadBalancingV2"),
    ("Elbv2", "ElasticLoadBalancingV2"),
    ("Elb", "ElasticLoadBalancing"),
    ("EventSchemas", "EventSchemas"),
    ("Events", "Events"),
    ("GuardDuty", "GuardDuty"),
    ("Iam", "IAM"),
    ("Kinesis", "Kinesis"),
    ("Kms", "KMS"),
    ("Lambda", "Lambda"),
    ("Msk", "MSK"),
    ("NetworkFirewall", "NetworkFirewall"),
    ("OpenSearchService", "OpenSearchService"),
    ("Rds", "RDS"),
    ("Redshift", "Redshift"),
    ("Route53", "Route53"),
    ("S3", "S3"),
    ("SageMaker", "SageMaker"),
    ("SecretsManager", "SecretsManager"),
    ("Sns", "SNS"),
    ("Sqs", "SQS"),
    ("Ssm", "SSM"),
    ("StepFunctions", "StepFunctions"),
    ("WafRegional", "WAFRegional"),
    ("Wafv2", "WAFv2"),
    ("Waf", "WAF"),
    ("Xray", "XRay"),
];

/// Types of resources that CloudFormation writes otherwise.
const KINDS: &[(&str, &str)] = &[
    ("Vpc", "VPC"),
    ("Eip", "EIP"),
    ("NetworkAcl", "NetworkAcl"),
    ("VpcEndpointService", "VPCEndpointService"),
    ("VpcPeeringConnection", "VPCPeeringConnection"),
    ("VpnConnection", "VPNConnection"),
    ("DbInstance", "DBInstance"),
    ("DbCluster", "DBCluster"),
    ("DbSnapshot", "DBSnapshot"),
    ("DbClusterSnapshot", "DBClusterSnapshot"),
    ("DbSecurityGroup", "DBSecurityGroup"),
];

/// The type of a resource as CloudFormation writes it: `AwsS3Bucket` is `AWS::S3::Bucket`. What is no type of AWS's stays as it is.
pub fn resource_type(asff: &str) -> String {
    if asff == "AwsAccount" {
        return "AWS::::Account".to_owned();
    }
    let Some(rest) = asff.strip_prefix("Aws") else { return asff.to_owned() };
    let services = SERVICES.iter().filter_map(|(written, service)| Some((rest.strip_prefix(written)?, service)));
    let Some((kind, service)) = services.filter(|(kind, _)| !kind.is_empty()).min_by_key(|(kind, _)| kind.len()) else {
        return asff.to_owned();
    };
    let kind = KINDS.iter().find(|(written, _)| *written == kind).map_or(kind, |(_, kind)| kind);
    format!("AWS::{service}::{kind}")
}

/// The last part of an ARN or path.
pub(super) fn name(id: &str) -> &str {
    id.rsplit(['/', ':']).find(|part| !part.is_empty()).unwrap_or(id)
}

/// What a resource is called where it lives, if its id has that: a bucket's name, an instance's id, an access key.
fn short<'i>(kind: &str, id: &'i str) -> Option<&'i str> {
    match kind {
        "AwsS3Bucket" => id.split(":::").nth(1),
        "AwsIamAccessKey" => id.strip_prefix("AWS::IAM::AccessKey:"),
        "AwsAccount" => id.strip_prefix("AWS::::Account:"),
        kind if kind.starts_with("AwsEc2") && id.starts_with("arn:") => id.rsplit_once('/').map(|(_, id)| id),
        _ => None,
    }
}

/// The partition of a finding.
pub(super) fn partition(asff: &Map<String, Value>) -> &str {
    let said = list(asff, "Resources").iter().find_map(|r| r.get("Partition")?.as_str());
    said.or_else(|| text(asff, "ProductArn")?.split(':').nth(1)).unwrap_or("aws")
}

/// `resources`.
pub(super) fn resources(asff: &Map<String, Value>) -> Value {
    list(asff, "Resources").iter().filter_map(Value::as_object).map(|r| resource(asff, r)).collect()
}

fn resource(asff: &Map<String, Value>, resource: &Map<String, Value>) -> Value {
    let (kind, id) = (text(resource, "Type").unwrap_or_default(), text(resource, "Id").unwrap_or_default());
    let short = short(kind, id);
    let owner = text_at(resource, &["Owner", "Account", "Id"]).or(text(asff, "AwsAccountId"));
    let details = resource.get("Details").and_then(Value::as_object);
    let detail = |of: &str, name: &str| details.and_then(|details| text_at(details, &[of, name]));
    let function = |name: &str| detail("AwsLambdaFunction", name);
    let image = |name: &str| detail("AwsEcrContainerImage", name);
    let vpc = detail("AwsEc2Instance", "VpcId")
        .or(detail("AwsEc2SecurityGroup", "VpcId"))
        .or_else(|| details.and_then(|d| text_at(d, &["AwsLambdaFunction", "VpcConfig", "VpcId"])));
    json!({
        "type": resource_type(kind), "uid": short.unwrap_or(id), "uid_alt": short.map(|_| id), "name": short.unwrap_or_else(|| name(id)),
        "cloud_partition": text(resource, "Partition").unwrap_or_else(|| partition(asff)),
        "region": text(resource, "Region").or(text(asff, "Region")), "provider": text(resource, "Provider").unwrap_or("AWS"),
        "owner": {
            "account": { "uid": owner, "name": owner.filter(|o| text(asff, "AwsAccountId") == Some(o)).and(text(asff, "AwsAccountName")) },
            "org": { "uid": text_at(resource, &["Owner", "Org", "Id"]) },
        },
        "tags": super::pairs(resource.get("Tags")), "role": text(resource, "ResourceRole"), "data": resource.get("Details"), "vpc_uid": vpc,
        "subnet_info": { "uid": detail("AwsEc2Instance", "SubnetId") }, "device": { "image": { "uid": detail("AwsEc2Instance", "ImageId") } },
        "cloud_function": { "runtime": function("Runtime"), "user": { "uid": function("Role") } },
        "image": {
            "uid": image("ImageDigest"), "registry_uid": image("RegistryId"), "repository_name": image("RepositoryName"), "architecture": image("Architecture"),
            "created_time_dt": super::stamp(image("ImagePublishedAt")),
        },
    })
}
