//! Instances, volumes, security groups, VPCs, functions, load balancers and databases.
#![expect(clippy::indexing_slicing, reason = "a member of JSON that is not there reads as null")]

use serde_json::{Map, Value, json};

use super::sink::Found;
use super::{Account, list, or_absent, relation, renamed, set, text, without};
use crate::aws::{CallError, encoded, lowered};

const EC2: (&str, &str) = ("ec2", "2016-11-15");
/// What EC2's API and AWS Config call the same.
const NAMES: &[(&str, &str)] = &[
    ("attachmentSet", "attachments"),
    ("blockDeviceMapping", "blockDeviceMappings"),
    ("dnsName", "publicDnsName"),
    ("groupDescription", "description"),
    ("groupSet", "securityGroups"),
    ("groups", "userIdGroupPairs"),
    ("instanceState", "state"),
    ("ipAddress", "publicIpAddress"),
    ("networkInterfaceSet", "networkInterfaces"),
    ("privateIpAddressesSet", "privateIpAddresses"),
    ("tagSet", "tags"),
];

const INSTANCE: &str = "AWS::EC2::Instance";
const VOLUME: &str = "AWS::EC2::Volume";
const GROUP: &str = "AWS::EC2::SecurityGroup";
const NETWORK: &str = "AWS::EC2::VPC";
const SUBNET: &str = "AWS::EC2::Subnet";

/// The value of a tag `Name`, which is what people call such resources.
fn called(value: &Value) -> Option<String> {
    let tag = list(value, "tags").iter().find(|tag| text(tag, "key") == "Name");
    tag.map(|tag| text(tag, "value").to_owned()).filter(|name| !name.is_empty())
}

/// A member as a text, if it has one.
fn some(value: &Value, name: &str) -> Option<String> {
    Some(text(value, name)).filter(|text| !text.is_empty()).map(str::to_owned)
}

impl Account<'_> {
    /// One page of what EC2 has, and the token of the next.
    async fn ec2(&self, region: &str, action: &str, token: Option<String>) -> Result<(Value, Option<String>), CallError> {
        let parameters: Vec<(&str, &str)> = token.iter().map(|token| ("NextToken", token.as_str())).collect();
        let page = self.connection.query((EC2.0, EC2.1, action), region, &parameters).await?;
        let next = some(&page, "nextToken");
        Ok((renamed(page, NAMES), next))
    }

    fn ec2_arn(&self, region: &str, resource: &str) -> String {
        format!("arn:aws:ec2:{region}:{}:{resource}", self.id)
    }

    pub(super) async fn instances(&mut self, region: &str) -> Result<(), CallError> {
        let mut token = None;
        loop {
            let (page, next) = self.ec2(region, "DescribeInstances", token).await?;
            for instance in list(&page, "reservationSet").iter().flat_map(|reservation| list(reservation, "instancesSet")) {
                let id = text(instance, "instanceId");
                let mut relations = vec![
                    relation("Is contained in Vpc", NETWORK, text(instance, "vpcId")),
                    relation("Is contained in Subnet", SUBNET, text(instance, "subnetId")),
                ];
                let groups = list(instance, "securityGroups").iter().map(|group| text(group, "groupId"));
                relations.extend(groups.map(|group| relation("Is associated with SecurityGroup", GROUP, group)));
                let volumes = list(instance, "blockDeviceMappings").iter().map(|device| text(&device["ebs"], "volumeId"));
                relations.extend(volumes.map(|volume| relation("Is attached to Volume", VOLUME, volume)));
                self.sink.put(Found {
                    kind: INSTANCE,
                    id: id.to_owned(),
                    arn: self.ec2_arn(region, &format!("instance/{id}")),
                    region: region.to_owned(),
                    zone: some(&instance["placement"], "availabilityZone"),
                    created: some(instance, "launchTime"),
                    tags: instance["tags"].clone(),
                    relations,
                    configuration: instance.clone(),
                    ..Found::default()
                })?;
            }
            match next {
                Some(next) => token = Some(next),
                None => return Ok(()),
            }
        }
    }

    pub(super) async fn volumes(&mut self, region: &str) -> Result<(), CallError> {
        let mut token = None;
        loop {
            let (page, next) = self.ec2(region, "DescribeVolumes", token).await?;
            for volume in list(&page, "volumeSet") {
                let id = text(volume, "volumeId");
                let mut configuration = renamed(volume.clone(), &[("status", "state")]);
                // One that is attached to nothing says so by an empty list.
                if !configuration["attachments"].is_array() {
                    set(&mut configuration, "attachments", json!([]));
                }
                let attached = list(&configuration, "attachments").iter().map(|attachment| text(attachment, "instanceId"));
                let relations = attached.map(|instance| relation("Is attached to Instance", INSTANCE, instance)).collect();
                self.sink.put(Found {
                    kind: VOLUME,
                    id: id.to_owned(),
                    arn: self.ec2_arn(region, &format!("volume/{id}")),
                    region: region.to_owned(),
                    zone: some(volume, "availabilityZone"),
                    created: some(volume, "createTime"),
                    tags: volume["tags"].clone(),
                    relations,
                    configuration,
                    ..Found::default()
                })?;
            }
            match next {
                Some(next) => token = Some(next),
                None => return Ok(()),
            }
        }
    }

    pub(super) async fn groups(&mut self, region: &str) -> Result<(), CallError> {
        let mut token = None;
        loop {
            let (page, next) = self.ec2(region, "DescribeSecurityGroups", token).await?;
            for group in list(&page, "securityGroupInfo") {
                let id = text(group, "groupId");
                self.sink.put(Found {
                    kind: GROUP,
                    id: id.to_owned(),
                    name: some(group, "groupName"),
                    arn: self.ec2_arn(region, &format!("security-group/{id}")),
                    region: region.to_owned(),
                    zone: Some("Not Applicable".to_owned()),
                    tags: group["tags"].clone(),
                    relations: vec![relation("Is contained in Vpc", NETWORK, text(group, "vpcId"))],
                    configuration: permissions(group.clone()),
                    ..Found::default()
                })?;
            }
            match next {
                Some(next) => token = Some(next),
                None => return Ok(()),
            }
        }
    }

    pub(super) async fn networks(&mut self, region: &str) -> Result<(), CallError> {
        let mut token = None;
        loop {
            let (page, next) = self.ec2(region, "DescribeVpcs", token).await?;
            for network in list(&page, "vpcSet") {
                let id = text(network, "vpcId");
                self.sink.put(Found {
                    kind: NETWORK,
                    id: id.to_owned(),
                    name: called(network),
                    arn: self.ec2_arn(region, &format!("vpc/{id}")),
                    region: region.to_owned(),
                    zone: Some("Multiple Availability Zones".to_owned()),
                    tags: network["tags"].clone(),
                    configuration: network.clone(),
                    ..Found::default()
                })?;
            }
            match next {
                Some(next) => token = Some(next),
                None => return Ok(()),
            }
        }
    }

    pub(super) async fn functions(&mut self, region: &str) -> Result<(), CallError> {
        let mut marker = String::new();
        loop {
            let query = if marker.is_empty() { String::new() } else { format!("Marker={}", encoded(&marker)) };
            let page = self.rest("lambda", region, "/2015-03-31/functions/", &query).await?;
            for function in list(&page, "Functions") {
                let (name, arn) = (text(function, "FunctionName"), text(function, "FunctionArn"));
                let policy = format!("/2015-03-31/functions/{}/policy", encoded(name));
                let policy = or_absent(self.rest("lambda", region, &policy, "").await)?;
                let tags = or_absent(self.rest("lambda", region, &format!("/2017-03-31/tags/{}", encoded(arn)), "").await)?;
                let networks = list(&function["VpcConfig"], "SecurityGroupIds").iter().filter_map(Value::as_str);
                let mut configuration = function.clone();
                // What customers keep in variables is not for an inventory.
                set(&mut configuration, "Environment", Value::Null);
                self.sink.put(Found {
                    kind: "AWS::Lambda::Function",
                    id: name.to_owned(),
                    name: Some(name.to_owned()),
                    arn: arn.to_owned(),
                    region: region.to_owned(),
                    zone: Some("Not Applicable".to_owned()),
                    tags: tags["Tags"].clone(),
                    relations: networks.map(|group| relation("Is associated with SecurityGroup", GROUP, group)).collect(),
                    configuration: lowered(configuration),
                    supplementary: Map::from_iter([("Policy".to_owned(), policy["Policy"].clone())]),
                    ..Found::default()
                })?;
            }
            match some(&page, "NextMarker") {
                Some(next) => marker = next,
                None => return Ok(()),
            }
        }
    }

    /// What a path of a service that speaks JSON has.
    async fn rest(&self, service: &str, region: &str, path: &str, query: &str) -> Result<Value, CallError> {
        crate::aws::json_of(&self.connection.get(service, region, path, query).await?)
    }

    pub(super) async fn balancers(&mut self, region: &str) -> Result<(), CallError> {
        const API: (&str, &str) = ("elasticloadbalancing", "2015-12-01");
        let mut marker: Option<String> = None;
        loop {
            let parameters: Vec<(&str, &str)> = marker.iter().map(|marker| ("Marker", marker.as_str())).collect();
            let page = self.connection.query((API.0, API.1, "DescribeLoadBalancers"), region, &parameters).await?;
            let page = &page["describeLoadBalancersResult"];
            for balancer in list(page, "loadBalancers") {
                let arn = text(balancer, "loadBalancerArn");
                let of = [("LoadBalancerArn", arn)];
                let attributes = self.connection.query((API.0, API.1, "DescribeLoadBalancerAttributes"), region, &of).await?;
                let attributes = attributes["describeLoadBalancerAttributesResult"]["attributes"].clone();
                let of = [("ResourceArns.member.1", arn)];
                let tags = self.connection.query((API.0, API.1, "DescribeTags"), region, &of).await?;
                let tags = tags["describeTagsResult"]["tagDescriptions"][0]["tags"].clone();
                let groups = list(balancer, "securityGroups").iter().filter_map(Value::as_str);
                let mut relations: Vec<_> =
                    groups.map(|group| relation("Is associated with SecurityGroup", GROUP, group)).collect();
                relations.push(relation("Is contained in Vpc", NETWORK, text(balancer, "vpcId")));
                self.sink.put(Found {
                    kind: "AWS::ElasticLoadBalancingV2::LoadBalancer",
                    id: arn.to_owned(),
                    name: some(balancer, "loadBalancerName"),
                    arn: arn.to_owned(),
                    region: region.to_owned(),
                    zone: Some("Multiple Availability Zones".to_owned()),
                    created: some(balancer, "createdTime"),
                    tags,
                    relations,
                    configuration: balancer.clone(),
                    supplementary: Map::from_iter([("LoadBalancerAttributes".to_owned(), attributes)]),
                })?;
            }
            match some(page, "nextMarker") {
                Some(next) => marker = Some(next),
                None => return Ok(()),
            }
        }
    }

    pub(super) async fn databases(&mut self, region: &str) -> Result<(), CallError> {
        let mut marker: Option<String> = None;
        loop {
            let parameters: Vec<(&str, &str)> = marker.iter().map(|marker| ("Marker", marker.as_str())).collect();
            let page = self.connection.query(("rds", "2014-10-31", "DescribeDBInstances"), region, &parameters).await?;
            let page = &page["describeDBInstancesResult"];
            for database in list(page, "dBInstances") {
                let groups = list(database, "vpcSecurityGroups").iter().map(|group| text(group, "vpcSecurityGroupId"));
                self.sink.put(Found {
                    kind: "AWS::RDS::DBInstance",
                    id: some(database, "dbiResourceId").unwrap_or_else(|| text(database, "dBInstanceIdentifier").to_owned()),
                    name: some(database, "dBInstanceIdentifier"),
                    arn: text(database, "dBInstanceArn").to_owned(),
                    region: region.to_owned(),
                    zone: some(database, "availabilityZone"),
                    created: some(database, "instanceCreateTime"),
                    tags: database["tagList"].clone(),
                    relations: groups.map(|group| relation("Is associated with SecurityGroup", GROUP, group)).collect(),
                    configuration: without(database.clone(), &["latestRestorableTime"]),
                    ..Found::default()
                })?;
            }
            match some(page, "marker") {
                Some(next) => marker = Some(next),
                None => return Ok(()),
            }
        }
    }
}

/// Permissions of a security group as Config has them: ranges of both kinds of addresses as lists, those of the older one also as texts.
fn permissions(mut group: Value) -> Value {
    for name in ["ipPermissions", "ipPermissionsEgress"] {
        let mut permissions = list(&group, name).to_vec();
        for permission in &mut permissions {
            for range in ["ipRanges", "ipv6Ranges", "prefixListIds", "userIdGroupPairs"] {
                if !permission[range].is_array() {
                    set(permission, range, json!([]));
                }
            }
            let ranges = permission["ipRanges"].clone();
            let texts: Vec<Value> = list(permission, "ipRanges").iter().map(|range| range["cidrIp"].clone()).collect();
            set(permission, "ipv4Ranges", ranges);
            set(permission, "ipRanges", Value::Array(texts));
        }
        set(&mut group, name, Value::Array(permissions));
    }
    group
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::permissions;

    #[test]
    fn ranges_are_listed_twice() {
        let given = json!({"ipPermissions": [{"fromPort": 22, "ipRanges": [{"cidrIp": "0.0.0.0/0"}], "ipv6Ranges": null}]});
        let made = permissions(given);
        assert_eq!(made["ipPermissions"][0]["ipRanges"], json!(["0.0.0.0/0"]));
        assert_eq!(made["ipPermissions"][0]["ipv4Ranges"], json!([{"cidrIp": "0.0.0.0/0"}]));
        assert_eq!(made["ipPermissions"][0]["ipv6Ranges"], json!([]));
        assert_eq!(made["ipPermissionsEgress"], json!([]));
    }
}
