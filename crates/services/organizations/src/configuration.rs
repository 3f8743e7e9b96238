//! Accounts, organizational units and policies as AWS Config records them, in the management account.

use plane::configuration::{json as parsed, time};
use plane::ports::ResourceConfiguration;
use plane::{Resource, Stored};
use serde_json::{Value, json};

use crate::resources::{Member, Organization, Policy, Unit};

plane::configuration_source! {
    /// Describes organizations and what is in them.
    Configurations {
        Organization => organization,
        Unit => unit,
        Member => member,
        Policy => policy,
    }
}

fn tags<T>(stored: &Stored<T>) -> Vec<Value> {
    stored.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect()
}

fn organization(stored: &Stored<Organization>, _partition: &str) -> ResourceConfiguration {
    let body = &stored.body;
    let configuration = json!({
        "Id": body.id,
        "Arn": stored.arn,
        "FeatureSet": body.feature_set.as_str(),
        "ManagementAccountId": body.management,
        "RootId": body.root,
        "EnabledServices": body.services.keys().collect::<Vec<_>>(),
    });
    ResourceConfiguration::of(stored, Organization::KIND, &body.id, configuration)
}

fn unit(stored: &Stored<Unit>, _partition: &str) -> ResourceConfiguration {
    let body = &stored.body;
    let policies: Vec<&str> = body.attached.custom().collect();
    let configuration = json!({
        "Id": body.id,
        "Arn": stored.arn,
        "Name": body.name,
        "ParentId": body.parent(),
        "PolicyIds": policies,
        "Tags": tags(stored),
    });
    ResourceConfiguration::of(stored, Unit::KIND, &body.id, configuration).named(&body.name)
}

fn member(stored: &Stored<Member>, _partition: &str) -> ResourceConfiguration {
    let body = &stored.body;
    let policies: Vec<&str> = body.attached.custom().collect();
    let configuration = json!({
        "AccountId": body.id,
        "Arn": stored.arn,
        "ParentIds": [body.parent],
        "JoinedMethod": body.joined_method.as_str(),
        "JoinedTimestamp": time(body.joined_at),
        "State": body.state.as_str(),
        "PolicyIds": policies,
        "DelegatedServices": body.delegated.keys().collect::<Vec<_>>(),
        "Tags": tags(stored),
    });
    let mut described = ResourceConfiguration::of(stored, Member::KIND, &body.id, configuration);
    // A member lies under itself, so that it finds its organization; it is recorded where it is managed.
    described.resource.account.clone_from(&body.management);
    described
}

fn policy(stored: &Stored<Policy>, _partition: &str) -> ResourceConfiguration {
    let body = &stored.body;
    let configuration = json!({
        "Id": body.id,
        "Arn": stored.arn,
        "Name": body.name,
        "Type": body.kind.as_str(),
        "Description": body.description,
        "Content": parsed(&body.content),
        "AwsManaged": false,
        "Tags": tags(stored),
    });
    ResourceConfiguration::of(stored, Policy::KIND, &body.id, configuration).named(&body.name)
}
