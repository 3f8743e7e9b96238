use serde_json::{Map, Value, json};

use super::{Class, Said, event, product_arn, product_uid, resource_type};

fn finding(more: Value) -> Map<String, Value> {
    let mut made = json!({
        "SchemaVersion": "2018-10-08", "Id": "f-1", "ProductArn": "arn:aws:securityhub:eu-west-1::product/prowler/prowler", "ProductName": "Prowler",
        "CompanyName": "Prowler", "Region": "eu-west-1", "GeneratorId": "g", "AwsAccountId": "111111111111", "AwsAccountName": "main", "Types": ["TTPs/Discovery"],
        "CreatedAt": "2026-01-01T00:00:00Z", "UpdatedAt": "2026-01-02T00:00:00.5Z", "Severity": {"Label": "HIGH", "Normalized": 70}, "Title": "t", "Description": "d",
        "Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::b", "Partition": "aws", "Region": "eu-west-1", "Tags": {"env": "prod"}}],
        "Workflow": {"Status": "NEW"}, "RecordState": "ACTIVE",
    });
    let (all, more) = (made.as_object_mut().unwrap(), more.as_object().unwrap().clone());
    all.extend(more);
    all.clone()
}

fn shown(more: Value) -> Value {
    event(&finding(more), "uid", &Said::default())
}

#[test]
fn the_class_is_told_by_what_a_finding_has() {
    let vulnerable = json!([{"Id": "CVE-2026-1"}]);
    for (more, wanted) in [
        (json!({}), Class::Detection),
        (json!({"Types": []}), Class::Detection),
        (json!({"Types": ["Effects/Data Exfiltration"]}), Class::Detection),
        (json!({"Types": ["Unusual Behaviors/User"]}), Class::Detection),
        (json!({"Compliance": {"Status": "FAILED"}}), Class::Compliance),
        (json!({"Types": ["Software and Configuration Checks/AWS Security Best Practices"]}), Class::Compliance),
        (json!({"Types": ["Software and Configuration Checks/Vulnerabilities/CVE"]}), Class::Vulnerability),
        (
            json!({"Types": ["Software and Configuration Checks/Vulnerabilities/CVE"], "Compliance": {"Status": "FAILED"}}),
            Class::Compliance,
        ),
        (json!({"Vulnerabilities": vulnerable, "Compliance": {"Status": "FAILED"}}), Class::Vulnerability),
        (json!({"Types": ["Sensitive Data Identifications/PII"]}), Class::DataSecurity),
        (json!({"FindingProviderFields": {"Types": ["Sensitive Data Identifications"]}, "Types": []}), Class::DataSecurity),
        (json!({"Resources": [{"Type": "AwsS3Object", "Id": "b/o", "DataClassification": {"Result": {}}}]}), Class::DataSecurity),
    ] {
        let class = Class::of(&finding(more.clone()));
        assert_eq!(class, wanted, "{more}");
        let event = shown(more);
        let uid = wanted.uid();
        assert_eq!((&event["class_uid"], &event["class_name"]), (&json!(uid), &json!(wanted.name())));
        assert_eq!((&event["type_uid"], &event["category_uid"]), (&json!(uid * 100 + 2), &json!(2)));
        for (part, of) in [("vulnerabilities", 2002), ("compliance", 2003), ("databucket", 2006)] {
            assert_eq!(event.get(part).is_some(), of == uid, "{part} {event}");
        }
    }
}

/// A case: what the finding has, where to look in the event, and what stands there.
#[test]
fn members_of_findings_have_their_places() {
    let null = Value::Null;
    for (more, path, wanted) in [
        (json!({}), "/activity_name", json!("Update")),
        (json!({"UpdatedAt": "2026-01-01T00:00:00Z"}), "/activity_id", json!(1)),
        (json!({"RecordState": "ARCHIVED"}), "/activity_name", json!("Close")),
        (json!({"RecordState": "ARCHIVED"}), "/status", json!("Archived")),
        (
            json!({"RecordState": "ARCHIVED", "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/guardduty"}),
            "/status",
            json!("Suppressed"),
        ),
        (json!({"RecordState": "ARCHIVED", "Workflow": {"Status": "RESOLVED"}}), "/status_id", json!(4)),
        (json!({}), "/status_id", json!(1)),
        (json!({"Workflow": {"Status": "NOTIFIED"}}), "/status", json!("In Progress")),
        (json!({"Workflow": {"Status": "SUPPRESSED"}}), "/status_id", json!(3)),
        (json!({}), "/severity_id", json!(4)),
        (json!({"Severity": {"Label": "INFORMATIONAL"}}), "/severity", json!("Informational")),
        (json!({"Severity": {"Label": "CRITICAL"}}), "/severity_id", json!(5)),
        (json!({"FindingProviderFields": {"Severity": {"Label": "LOW"}}}), "/vendor_attributes/severity", json!("Low")),
        (json!({"FindingProviderFields": {"Severity": {"Label": "LOW"}}}), "/severity", json!("High")),
        (json!({}), "/time_dt", json!("2026-01-02T00:00:00.500Z")),
        (json!({}), "/time", json!(1_767_312_000_500_i64)),
        (json!({"Note": {"Text": "n"}}), "/comment", json!("n")),
        (json!({"Confidence": 7}), "/confidence_score", json!(7)),
        (json!({}), "/metadata/product/uid", json!("arn:aws:securityhub:eu-west-1::productv2/prowler/prowler")),
        (json!({}), "/metadata/product/vendor_name", json!("Prowler")),
        (
            json!({"ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/guardduty", "CompanyName": "Amazon"}),
            "/metadata/product/vendor_name",
            json!("AWS"),
        ),
        (json!({}), "/metadata/uid", json!("uid")),
        (json!({}), "/cloud/account/uid", json!("111111111111")),
        (json!({}), "/cloud/account/name", json!("main")),
        (json!({}), "/cloud/region", json!("eu-west-1")),
        (json!({}), "/finding_info/uid", json!("f-1")),
        (json!({}), "/finding_info/types", json!(["TTPs/Discovery", "Threats"])),
        (
            json!({"ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/guardduty", "Types": ["TTPs/Defense Evasion/Stealth-IAMUser-CloudTrailLoggingDisabled"]}),
            "/finding_info/types/0",
            json!("Stealth:IAMUser/CloudTrailLoggingDisabled"),
        ),
        (json!({}), "/finding_info/first_seen_time_dt", json!("2026-01-01T00:00:00.000Z")),
        (
            json!({"FirstObservedAt": "2025-12-31T00:00:00Z"}),
            "/finding_info/first_seen_time_dt",
            json!("2025-12-31T00:00:00.000Z"),
        ),
        (json!({"LastObservedAt": "2026-01-03T00:00:00Z"}), "/finding_info/last_seen_time_dt", json!("2026-01-03T00:00:00.000Z")),
        (json!({"SourceUrl": "https://e.example/x"}), "/finding_info/src_url", json!("https://e.example/x")),
        (json!({"UserDefinedFields": {"a": "b"}}), "/finding_info/tags", json!([{"name": "a", "value": "b"}])),
        (
            json!({"RelatedFindings": [{"Id": "r", "ProductArn": "arn:aws:securityhub:x::product/a/b"}]}),
            "/finding_info/related_events_count",
            json!(1),
        ),
        (
            json!({"RelatedFindings": [{"Id": "r", "ProductArn": "arn:aws:securityhub:x::product/a/b"}]}),
            "/finding_info/related_events/0/product/uid",
            json!("arn:aws:securityhub:x::productv2/a/b"),
        ),
        (
            json!({"ProductFields": {"RelatedAWSResources:0/name": "securityhub-x", "RelatedAWSResources:0/type": "AWS::Config::ConfigRule"}}),
            "/finding_info/analytic/name",
            json!("securityhub-x"),
        ),
        (
            json!({"ProductFields": {"cloudkeep/techniques": "T1562.008,T1078"}}),
            "/finding_info/attacks/0/sub_technique/uid",
            json!("T1562.008"),
        ),
        (
            json!({"ProductFields": {"cloudkeep/techniques": "T1562.008,T1078"}}),
            "/finding_info/attacks/1/technique/uid",
            json!("T1078"),
        ),
        (json!({"ProductFields": {"aws/guardduty/service/count": "12"}}), "/count", json!(12)),
        (
            json!({"Remediation": {"Recommendation": {"Text": "x", "Url": "https://u.example"}}}),
            "/remediation",
            json!({"desc": "x", "references": ["https://u.example"]}),
        ),
        (json!({}), "/resources/0/type", json!("AWS::S3::Bucket")),
        (json!({}), "/resources/0/uid", json!("b")),
        (json!({}), "/resources/0/uid_alt", json!("arn:aws:s3:::b")),
        (json!({}), "/resources/0/tags/0", json!({"name": "env", "value": "prod"})),
        (json!({}), "/resources/0/owner/account", json!({"uid": "111111111111", "name": "main"})),
        (
            json!({"Resources": [{"Type": "AwsEc2Instance", "Id": "arn:aws:ec2:r:1:instance/i-1", "Details": {"AwsEc2Instance": {"VpcId": "v", "SubnetId": "s", "ImageId": "ami"}}}]}),
            "/resources/0/vpc_uid",
            json!("v"),
        ),
        (
            json!({"Resources": [{"Type": "AwsEc2Instance", "Id": "arn:aws:ec2:r:1:instance/i-1"}]}),
            "/resources/0/uid",
            json!("i-1"),
        ),
        (
            json!({"Resources": [{"Type": "AwsIamAccessKey", "Id": "AWS::IAM::AccessKey:AKIA1"}]}),
            "/resources/0/uid",
            json!("AKIA1"),
        ),
        (json!({"Resources": [{"Type": "AwsKmsKey", "Id": "arn:aws:kms:r:1:key/k"}]}), "/resources/0/name", json!("k")),
        (
            json!({"Resources": [{"Type": "AwsLambdaFunction", "Id": "f", "Details": {"AwsLambdaFunction": {"Runtime": "python3.13"}}}]}),
            "/resources/0/cloud_function/runtime",
            json!("python3.13"),
        ),
        (
            json!({"Compliance": {"Status": "PASSED", "SecurityControlId": "S3.1"}}),
            "/compliance",
            json!({"status": "Pass", "status_id": 1, "control": "S3.1"}),
        ),
        (
            json!({"Compliance": {"Status": "FAILED", "RelatedRequirements": ["PCI 1"]}}),
            "/compliance/requirements",
            json!(["PCI 1"]),
        ),
        (json!({"Compliance": {"Status": "WARNING"}}), "/compliance/status_id", json!(2)),
        (json!({"Compliance": {"Status": "NOT_AVAILABLE"}}), "/compliance/status", json!("Unknown")),
        (
            json!({"Compliance": {"Status": "FAILED", "AssociatedStandards": [{"StandardsId": "s"}]}}),
            "/compliance/standards",
            json!(["s"]),
        ),
        (
            json!({"Compliance": {"Status": "FAILED", "StatusReasons": [{"ReasonCode": "X"}]}}),
            "/compliance/status_details",
            json!(["X"]),
        ),
        (
            json!({"Compliance": {"Status": "FAILED", "SecurityControlParameters": [{"Name": "n", "Value": ["1", "2"]}]}}),
            "/compliance/control_parameters/0",
            json!({"name": "n", "value": "1,2", "values": ["1", "2"]}),
        ),
        (
            json!({"Vulnerabilities": [{"Id": "CVE-1", "EpssScore": 0.25, "FixAvailable": "PARTIAL", "ExploitAvailable": "YES"}]}),
            "/vulnerabilities/0/cve",
            json!({"uid": "CVE-1", "epss": {"score": "0.25"}}),
        ),
        (
            json!({"Vulnerabilities": [{"Id": "CVE-1", "FixAvailable": "PARTIAL"}]}),
            "/vulnerabilities/0/fix_coverage",
            json!("Partial"),
        ),
        (
            json!({"Vulnerabilities": [{"Id": "CVE-1", "FixAvailable": "NO"}]}),
            "/vulnerabilities/0/is_fix_available",
            json!(false),
        ),
        (
            json!({"Vulnerabilities": [{"Id": "CVE-1", "ExploitAvailable": "YES"}]}),
            "/vulnerabilities/0/is_exploit_available",
            json!(true),
        ),
        (
            json!({"Vulnerabilities": [{"Id": "C", "Cvss": [{"BaseScore": 7.5, "Version": "3.1", "Source": "NVD"}]}]}),
            "/vulnerabilities/0/cve/cvss/0/base_score",
            json!(7.5),
        ),
        (
            json!({"Vulnerabilities": [{"Id": "C", "VulnerablePackages": [{"Name": "p", "Version": "1", "FixedInVersion": "2", "Epoch": "0"}]}]}),
            "/vulnerabilities/0/affected_packages/0",
            json!({"name": "p", "version": "1", "fixed_in_version": "2", "epoch": 0}),
        ),
        (json!({"Types": ["Software and Configuration Checks/Vulnerabilities/CVE"]}), "/vulnerabilities/0/title", json!("t")),
        (json!({"Types": ["Sensitive Data Identifications/PII"]}), "/databucket/name", json!("b")),
        (
            json!({"Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::b"}, {"Type": "AwsS3Object", "Id": "arn:aws:s3:::b/o", "DataClassification": {"Result": {"SensitiveData": [{"Category": "PERSONAL_INFORMATION", "TotalCount": 3, "Detections": [{"Type": "NAME", "Count": 3}]}]}}}]}),
            "/databucket/file/data_classifications/0/discovery_details",
            json!([{"type": "NAME", "count": 3}]),
        ),
        (
            json!({"Action": {"ActionType": "AWS_API_CALL", "AwsApiCallAction": {"Api": "StopLogging", "ServiceName": "s", "RemoteIpDetails": {"IpAddressV4": "198.51.100.7"}}}}),
            "/evidences/0/src_endpoint/ip",
            json!("198.51.100.7"),
        ),
        (
            json!({"Action": {"ActionType": "AWS_API_CALL", "AwsApiCallAction": {"Api": "StopLogging", "ServiceName": "s"}}}),
            "/evidences/0/api",
            json!({"operation": "StopLogging", "service": {"name": "s"}}),
        ),
        (
            json!({"Action": {"ActionType": "NETWORK_CONNECTION", "NetworkConnectionAction": {"ConnectionDirection": "INBOUND", "Protocol": "TCP", "LocalPortDetails": {"Port": 22}, "RemotePortDetails": {"Port": 4000}}}}),
            "/evidences/0/dst_endpoint/port",
            json!(22),
        ),
        (
            json!({"Action": {"ActionType": "NETWORK_CONNECTION", "NetworkConnectionAction": {"ConnectionDirection": "OUTBOUND", "Protocol": "TCP", "LocalPortDetails": {"Port": 22}, "RemotePortDetails": {"Port": 4000}}}}),
            "/evidences/0/dst_endpoint/port",
            json!(4000),
        ),
        (
            json!({"Action": {"ActionType": "DNS_REQUEST", "DnsRequestAction": {"Domain": "x.example"}}}),
            "/evidences/0/query/hostname",
            json!("x.example"),
        ),
        (
            json!({"Action": {"ActionType": "PORT_PROBE", "PortProbeAction": {"PortProbeDetails": [{"LocalPortDetails": {"Port": 80}, "RemoteIpDetails": {"Country": {"CountryName": "N"}}}]}}}),
            "/evidences/0/src_endpoint/location/country",
            json!("N"),
        ),
        (
            json!({"Network": {"Direction": "IN", "SourceIpV4": "10.0.0.1", "DestinationPort": 443, "Protocol": "TCP"}}),
            "/evidences/0/connection_info",
            json!({"direction": "Inbound", "direction_id": 1, "protocol_name": "tcp"}),
        ),
        (json!({"Process": {"Name": "sh", "Pid": 4}}), "/evidences/0/process", json!({"name": "sh", "pid": 4})),
        (
            json!({"Malware": [{"Name": "m", "Type": "COIN_MINER", "Path": "/x"}]}),
            "/malware/0",
            json!({"name": "m", "classifications": ["COIN_MINER"], "files": [{"path": "/x"}]}),
        ),
        (json!({}), "/evidences", null.clone()),
        (json!({}), "/comment", null),
    ] {
        let event = shown(more.clone());
        assert_eq!(event.pointer(path).cloned().unwrap_or_default(), wanted, "{path} of {more}");
    }
}

#[test]
fn what_customers_say_counts_more() {
    let said = Said { severity_id: Some(2), status_id: Some(99), comment: Some("mine") };
    let event = event(&finding(json!({"Note": {"Text": "n"}})), "uid", &said);
    assert_eq!((&event["severity"], &event["status"], &event["comment"]), (&json!("Low"), &json!("Other"), &json!("mine")));
    assert_eq!(event["vendor_attributes"]["severity"], "High");
}

#[test]
fn types_of_resources_are_those_of_cloudformation() {
    for (asff, wanted) in [
        ("AwsS3Bucket", "AWS::S3::Bucket"),
        ("AwsIamUser", "AWS::IAM::User"),
        ("AwsEc2Vpc", "AWS::EC2::VPC"),
        ("AwsEc2SecurityGroup", "AWS::EC2::SecurityGroup"),
        ("AwsElbv2LoadBalancer", "AWS::ElasticLoadBalancingV2::LoadBalancer"),
        ("AwsElbLoadBalancer", "AWS::ElasticLoadBalancing::LoadBalancer"),
        ("AwsApiGatewayV2Stage", "AWS::ApiGatewayV2::Stage"),
        ("AwsRdsDbInstance", "AWS::RDS::DBInstance"),
        ("AwsEksCluster", "AWS::EKS::Cluster"),
        ("AwsAccount", "AWS::::Account"),
        ("AwsSomethingNew", "AwsSomethingNew"),
        ("Container", "Container"),
        ("Other", "Other"),
        ("Aws", "Aws"),
        ("AwsS3", "AwsS3"),
    ] {
        assert_eq!(resource_type(asff), wanted, "{asff}");
    }
}

#[test]
fn products_go_there_and_back() {
    let arn = "arn:aws:securityhub:us-east-1:111111111111:product/111111111111/default";
    assert_eq!(product_uid(arn), "arn:aws:securityhub:us-east-1:111111111111:productv2/111111111111/default");
    assert_eq!(product_arn(&product_uid(arn)), arn);
}

#[test]
fn nonsense_is_an_event_too() {
    for asff in [
        json!({}),
        json!({"Resources": 4, "Types": "x", "Action": [], "Compliance": {"Status": {}}, "Vulnerabilities": [4], "CreatedAt": "never"}),
    ] {
        let event = event(asff.as_object().unwrap(), "u", &Said::default());
        assert_eq!(event["metadata"]["uid"], "u");
    }
}
