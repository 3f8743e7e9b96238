//! Coverage of runtime monitoring: the instances and clusters that the plane knows of, none of which has an agent that reports here.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Reader, Stored, Timestamp, Transaction};
use serde::{Deserialize, Serialize};

use super::limit;
use crate::api::operation::{GetCoverageStatistics, ListCoverage};
use crate::api::{
    CoverageEc2InstanceDetails, CoverageEcsClusterDetails, CoverageEksClusterDetails, CoverageFilterCriteria,
    CoverageFilterCriterionKey as Key, CoverageResource, CoverageResourceDetails, CoverageSortKey as By, CoverageStatistics,
    CoverageStatisticsType, CoverageStatus, GetCoverageStatisticsRequest, GetCoverageStatisticsResponse, ListCoverageRequest,
    ListCoverageResponse, ManagementType, OrderBy, ResourceType,
};
use crate::resources::Detector;
use crate::{errors, place};

/// What keeps every resource from being covered: an agent would have to report, and nothing here takes its reports.
const ISSUE: &str = "No security agent reports: runtime events are not taken in.";

/// Types of resources that could be covered.
const TYPES: [(&str, ResourceType); 3] = [
    ("AWS::EC2::Instance", ResourceType::Ec2),
    ("AWS::ECS::Cluster", ResourceType::Ecs),
    ("AWS::EKS::Cluster", ResourceType::Eks),
];

/// What Config knows of a resource, as far as it matters here: recorded or imported.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Configured {
    item: Item,
    known: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Item {
    id: String,
    name: Option<String>,
    arn: String,
    status: String,
    at: i64,
    configuration: serde_json::Value,
}

impl plane::Resource for Configured {
    const KIND: &'static str = "Cloudkeep::Config::Current";
    const HISTORY: bool = false;
}

/// The resources of the accounts whose findings a detector's owner sees.
async fn resources(reader: &Reader<'_>, detector: &Stored<Detector>) -> Result<Vec<CoverageResource>, Failure> {
    let region = &detector.key.region;
    let mut all = Vec::new();
    for (account, theirs) in place::visible(reader, detector).await? {
        for (name, kind) in TYPES {
            for found in reader.all::<Configured>(&account, region, &format!("{name}|")).await? {
                if found.body.known && !found.body.item.status.starts_with("ResourceDeleted") {
                    all.push(covered(&account, &theirs, kind, &found.body.item));
                }
            }
        }
    }
    Ok(all)
}

fn covered(account: &str, detector: &str, kind: ResourceType, item: &Item) -> CoverageResource {
    let name = item.name.clone().unwrap_or_else(|| item.id.clone());
    let mut details = CoverageResourceDetails { resource_type: Some(kind), ..CoverageResourceDetails::default() };
    match kind {
        ResourceType::Ec2 => {
            let size = item.configuration.get("instanceType").and_then(serde_json::Value::as_str).map(str::to_owned);
            details.ec2_instance_details = Some(CoverageEc2InstanceDetails {
                instance_id: Some(item.id.clone()),
                instance_type: size,
                cluster_arn: None,
                agent_details: None,
                management_type: Some(ManagementType::Disabled),
            });
        }
        ResourceType::Ecs => {
            details.ecs_cluster_details = Some(CoverageEcsClusterDetails { cluster_name: Some(name), ..Default::default() });
        }
        ResourceType::Eks => {
            details.eks_cluster_details = Some(CoverageEksClusterDetails {
                cluster_name: Some(name),
                covered_nodes: Some(0),
                management_type: Some(ManagementType::Disabled),
                ..Default::default()
            });
        }
    }
    CoverageResource {
        resource_id: Some(if item.arn.is_empty() { item.id.clone() } else { item.arn.clone() }),
        detector_id: Some(detector.to_owned()),
        account_id: Some(account.to_owned()),
        resource_details: Some(details),
        coverage_status: Some(CoverageStatus::Unhealthy),
        issue: Some(ISSUE.to_owned()),
        updated_at: Timestamp::from_millisecond(item.at).ok(),
    }
}

/// What a resource has for a criterion.
fn value(resource: &CoverageResource, key: Key) -> Option<&str> {
    let details = resource.resource_details.as_ref();
    let eks = details.and_then(|d| d.eks_cluster_details.as_ref());
    let ecs = details.and_then(|d| d.ecs_cluster_details.as_ref());
    let ec2 = details.and_then(|d| d.ec2_instance_details.as_ref());
    let eks_name = eks.and_then(|d| d.cluster_name.as_deref());
    let ecs_name = ecs.and_then(|d| d.cluster_name.as_deref());
    match key {
        Key::AccountId => resource.account_id.as_deref(),
        Key::ResourceType => details.and_then(|d| d.resource_type).map(ResourceType::as_str),
        Key::CoverageStatus => resource.coverage_status.map(CoverageStatus::as_str),
        Key::ClusterName => eks_name.or(ecs_name),
        Key::EksClusterName => eks_name,
        Key::EcsClusterName => ecs_name,
        Key::InstanceId => ec2.and_then(|d| d.instance_id.as_deref()),
        Key::ManagementType => {
            eks.and_then(|d| d.management_type).or(ec2.and_then(|d| d.management_type)).map(ManagementType::as_str)
        }
        Key::ClusterArn => ec2.and_then(|d| d.cluster_arn.as_deref()),
        Key::AddonVersion | Key::AgentVersion => None,
    }
}

fn wanted(criteria: Option<&CoverageFilterCriteria>, resource: &CoverageResource) -> bool {
    let criteria = criteria.and_then(|c| c.filter_criterion.as_deref()).unwrap_or_default();
    criteria.iter().all(|criterion| {
        let (Some(key), Some(condition)) = (criterion.criterion_key, &criterion.filter_condition) else { return true };
        let value = value(resource, key);
        let is = |values: &Vec<String>| values.iter().any(|wanted| Some(wanted.as_str()) == value);
        condition.equals.as_ref().is_none_or(is) && !condition.not_equals.as_ref().is_some_and(is)
    })
}

/// What a resource is sorted by; its id where that is the same.
fn rank(resource: &CoverageResource, by: By) -> (String, String) {
    let of = |key| value(resource, key).unwrap_or_default().to_owned();
    let first = match by {
        By::AccountId => of(Key::AccountId),
        By::CoverageStatus => of(Key::CoverageStatus),
        By::Issue => resource.issue.clone().unwrap_or_default(),
        By::AddonVersion => of(Key::AddonVersion),
        By::UpdatedAt => resource.updated_at.map(|at| format!("{:020}", at.as_millisecond().max(0))).unwrap_or_default(),
        By::ClusterName => of(Key::ClusterName),
        By::EksClusterName => of(Key::EksClusterName),
        By::EcsClusterName => of(Key::EcsClusterName),
        By::InstanceId => of(Key::InstanceId),
    };
    (first, resource.resource_id.clone().unwrap_or_default())
}

impl Handle for ListCoverage {
    async fn access(input: &ListCoverageRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &ListCoverageRequest, tx: &mut Transaction<'_>) -> Result<ListCoverageResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        let mut all = resources(&tx.reader(), &detector).await?;
        all.retain(|resource| wanted(input.filter_criteria.as_ref(), resource));
        let by = input.sort_criteria.as_ref().and_then(|s| s.attribute_name).unwrap_or(By::AccountId);
        all.sort_by_cached_key(|resource| rank(resource, by));
        if input.sort_criteria.as_ref().and_then(|s| s.order_by) == Some(OrderBy::Desc) {
            all.reverse();
        }
        let listing = format!("ListCoverage {} {:?} {:?}", input.detector_id, input.filter_criteria, input.sort_criteria);
        let start = match input.next_token.as_deref().filter(|token| !token.is_empty()) {
            Some(token) => {
                let last = plane::page::position(&listing, token).ok_or_else(errors::wrong_token)?;
                all.iter().position(|r| r.resource_id.as_deref() == Some(last.as_str())).map_or(all.len(), |at| at + 1)
            }
            None => 0,
        };
        let mut page: Vec<CoverageResource> = all.split_off(start.min(all.len()));
        let limit = limit(input.max_results, 50);
        let more = page.len() > limit;
        page.truncate(limit);
        let last = page.last().filter(|_| more).and_then(|last| last.resource_id.as_deref());
        let next_token = last.map(|last| plane::page::token(&listing, last));
        Ok(ListCoverageResponse { resources: page, next_token })
    }
}

impl Handle for GetCoverageStatistics {
    async fn access(input: &GetCoverageStatisticsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &GetCoverageStatisticsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<GetCoverageStatisticsResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        let mut all = resources(&tx.reader(), &detector).await?;
        all.retain(|resource| wanted(input.filter_criteria.as_ref(), resource));
        let count = |key: Key| {
            let mut counts: BTreeMap<String, i64> = BTreeMap::new();
            for name in all.iter().filter_map(|resource| value(resource, key)) {
                *counts.entry(name.to_owned()).or_default() += 1;
            }
            counts
        };
        let asked = |kind: CoverageStatisticsType| input.statistics_type.contains(&kind);
        let statistics = CoverageStatistics {
            count_by_resource_type: asked(CoverageStatisticsType::CountByResourceType).then(|| count(Key::ResourceType)),
            count_by_coverage_status: asked(CoverageStatisticsType::CountByCoverageStatus).then(|| count(Key::CoverageStatus)),
        };
        Ok(GetCoverageStatisticsResponse { coverage_statistics: Some(statistics) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{CoverageFilterCondition, CoverageFilterCriterion};

    fn resource(kind: ResourceType, id: &str) -> CoverageResource {
        let item = Item {
            id: id.to_owned(),
            name: Some(format!("name-{id}")),
            arn: format!("arn:{id}"),
            status: "OK".to_owned(),
            at: 1_700_000_000_000,
            configuration: serde_json::json!({"instanceType": "t3.micro"}),
        };
        covered("111111111111", "d", kind, &item)
    }

    #[test]
    fn every_criterion() {
        let list = |values: &[&str]| Some(values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>());
        let (instance, cluster) = (resource(ResourceType::Ec2, "i-1"), resource(ResourceType::Eks, "c"));
        for (key, equals, not_equals, wants) in [
            (Key::ResourceType, list(&["EC2"]), None, (true, false)),
            (Key::ResourceType, None, list(&["EC2"]), (false, true)),
            (Key::AccountId, list(&["111111111111"]), None, (true, true)),
            (Key::CoverageStatus, list(&["HEALTHY"]), None, (false, false)),
            (Key::InstanceId, list(&["i-1", "i-2"]), None, (true, false)),
            (Key::ClusterName, list(&["name-c"]), None, (false, true)),
            (Key::EksClusterName, list(&["name-c"]), None, (false, true)),
            (Key::EcsClusterName, list(&["name-c"]), None, (false, false)),
            (Key::AgentVersion, None, list(&["1"]), (true, true)),
        ] {
            let condition = CoverageFilterCondition { equals, not_equals };
            let one = CoverageFilterCriterion { criterion_key: Some(key), filter_condition: Some(condition) };
            let criteria = CoverageFilterCriteria { filter_criterion: Some(vec![one]) };
            assert_eq!((wanted(Some(&criteria), &instance), wanted(Some(&criteria), &cluster)), wants, "{key:?}");
        }
        assert!(wanted(None, &instance));
        assert!(rank(&instance, By::InstanceId) > rank(&cluster, By::InstanceId));
        assert_eq!(instance.resource_details.unwrap().ec2_instance_details.unwrap().instance_type.as_deref(), Some("t3.micro"));
    }
}
