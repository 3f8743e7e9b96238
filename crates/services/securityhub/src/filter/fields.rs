//! The members of filters: where in a finding their values are, and which of them the index of findings has as a column.

/// Of what kind the values of a member are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Date,
    Ip,
    Map,
    Boolean,
    Keyword,
}

/// A column of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// Text, or a list of it, by number.
    Text(usize),
    /// A small number.
    Number(usize),
    /// A moment.
    Date(usize),
    /// The finding's id, of which the index has a hash.
    Id,
    /// The account, one for a whole index.
    Account,
    /// The region, one for a whole index.
    Region,
}

/// How many columns of each kind there are.
pub(crate) const TEXTS: usize = 16;
pub(crate) const NUMBERS: usize = 3;
pub(crate) const DATES: usize = 4;

/// The column that sorts findings where the caller does not say by what.
pub(crate) const UPDATED_AT: usize = 0;

/// A member of a filter.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its name, such as `SeverityLabel`.
    pub name: &'static str,
    /// Of what kind its values are.
    pub kind: Kind,
    /// Where they are in a finding; lists are gone through.
    pub paths: &'static [&'static [&'static str]],
    /// The column that has them.
    pub column: Option<Column>,
}

const fn field(name: &'static str, kind: Kind, paths: &'static [&'static [&'static str]], column: Option<Column>) -> Field {
    Field { name, kind, paths, column }
}

/// The member of this name.
pub(crate) fn named(name: &str) -> Option<&'static Field> {
    FIELDS.binary_search_by(|field| field.name.cmp(name)).ok().and_then(|at| FIELDS.get(at))
}

/// The field of a column of text, or of another kind.
pub(crate) fn of_column(column: Column) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.column == Some(column))
}

/// Every member, in the order of names.
pub(crate) static FIELDS: &[Field] = &[
    field("AwsAccountId", Kind::Text, &[&["AwsAccountId"]], Some(Column::Account)),
    field("AwsAccountName", Kind::Text, &[&["AwsAccountName"]], None),
    field("CompanyName", Kind::Text, &[&["CompanyName"]], Some(Column::Text(2))),
    field(
        "ComplianceAssociatedStandardsId",
        Kind::Text,
        &[&["Compliance", "AssociatedStandards", "StandardsId"]],
        Some(Column::Text(11)),
    ),
    field("ComplianceSecurityControlId", Kind::Text, &[&["Compliance", "SecurityControlId"]], Some(Column::Text(10))),
    field("ComplianceSecurityControlParametersName", Kind::Text, &[&["Compliance", "SecurityControlParameters", "Name"]], None),
    field("ComplianceSecurityControlParametersValue", Kind::Text, &[&["Compliance", "SecurityControlParameters", "Value"]], None),
    field("ComplianceStatus", Kind::Text, &[&["Compliance", "Status"]], Some(Column::Text(9))),
    field("Confidence", Kind::Number, &[&["Confidence"]], Some(Column::Number(1))),
    field("CreatedAt", Kind::Date, &[&["CreatedAt"]], Some(Column::Date(1))),
    field("Criticality", Kind::Number, &[&["Criticality"]], Some(Column::Number(2))),
    field("Description", Kind::Text, &[&["Description"]], None),
    field("FindingProviderFieldsConfidence", Kind::Number, &[&["FindingProviderFields", "Confidence"]], None),
    field("FindingProviderFieldsCriticality", Kind::Number, &[&["FindingProviderFields", "Criticality"]], None),
    field("FindingProviderFieldsRelatedFindingsId", Kind::Text, &[&["FindingProviderFields", "RelatedFindings", "Id"]], None),
    field(
        "FindingProviderFieldsRelatedFindingsProductArn",
        Kind::Text,
        &[&["FindingProviderFields", "RelatedFindings", "ProductArn"]],
        None,
    ),
    field("FindingProviderFieldsSeverityLabel", Kind::Text, &[&["FindingProviderFields", "Severity", "Label"]], None),
    field("FindingProviderFieldsSeverityOriginal", Kind::Text, &[&["FindingProviderFields", "Severity", "Original"]], None),
    field("FindingProviderFieldsTypes", Kind::Text, &[&["FindingProviderFields", "Types"]], None),
    field("FirstObservedAt", Kind::Date, &[&["FirstObservedAt"]], Some(Column::Date(2))),
    field("GeneratorId", Kind::Text, &[&["GeneratorId"]], Some(Column::Text(3))),
    field("Id", Kind::Text, &[&["Id"]], Some(Column::Id)),
    field("Keyword", Kind::Keyword, &[], None),
    field("LastObservedAt", Kind::Date, &[&["LastObservedAt"]], Some(Column::Date(3))),
    field("MalwareName", Kind::Text, &[&["Malware", "Name"]], None),
    field("MalwarePath", Kind::Text, &[&["Malware", "Path"]], None),
    field("MalwareState", Kind::Text, &[&["Malware", "State"]], None),
    field("MalwareType", Kind::Text, &[&["Malware", "Type"]], None),
    field("NetworkDestinationDomain", Kind::Text, &[&["Network", "DestinationDomain"]], None),
    field("NetworkDestinationIpV4", Kind::Ip, &[&["Network", "DestinationIpV4"]], None),
    field("NetworkDestinationIpV6", Kind::Ip, &[&["Network", "DestinationIpV6"]], None),
    field("NetworkDestinationPort", Kind::Number, &[&["Network", "DestinationPort"]], None),
    field("NetworkDirection", Kind::Text, &[&["Network", "Direction"]], None),
    field("NetworkProtocol", Kind::Text, &[&["Network", "Protocol"]], None),
    field("NetworkSourceDomain", Kind::Text, &[&["Network", "SourceDomain"]], None),
    field("NetworkSourceIpV4", Kind::Ip, &[&["Network", "SourceIpV4"]], None),
    field("NetworkSourceIpV6", Kind::Ip, &[&["Network", "SourceIpV6"]], None),
    field("NetworkSourceMac", Kind::Text, &[&["Network", "SourceMac"]], None),
    field("NetworkSourcePort", Kind::Number, &[&["Network", "SourcePort"]], None),
    field("NoteText", Kind::Text, &[&["Note", "Text"]], None),
    field("NoteUpdatedAt", Kind::Date, &[&["Note", "UpdatedAt"]], None),
    field("NoteUpdatedBy", Kind::Text, &[&["Note", "UpdatedBy"]], None),
    field("ProcessLaunchedAt", Kind::Date, &[&["Process", "LaunchedAt"]], None),
    field("ProcessName", Kind::Text, &[&["Process", "Name"]], None),
    field("ProcessParentPid", Kind::Number, &[&["Process", "ParentPid"]], None),
    field("ProcessPath", Kind::Text, &[&["Process", "Path"]], None),
    field("ProcessPid", Kind::Number, &[&["Process", "Pid"]], None),
    field("ProcessTerminatedAt", Kind::Date, &[&["Process", "TerminatedAt"]], None),
    field("ProductArn", Kind::Text, &[&["ProductArn"]], Some(Column::Text(0))),
    field("ProductFields", Kind::Map, &[&["ProductFields"]], None),
    field("ProductName", Kind::Text, &[&["ProductName"]], Some(Column::Text(1))),
    field("RecommendationText", Kind::Text, &[&["Remediation", "Recommendation", "Text"]], None),
    field("RecordState", Kind::Text, &[&["RecordState"]], Some(Column::Text(5))),
    field("Region", Kind::Text, &[&["Region"]], Some(Column::Region)),
    field("RelatedFindingsId", Kind::Text, &[&["RelatedFindings", "Id"]], None),
    field("RelatedFindingsProductArn", Kind::Text, &[&["RelatedFindings", "ProductArn"]], None),
    field("ResourceApplicationArn", Kind::Text, &[&["Resources", "ApplicationArn"]], None),
    field("ResourceApplicationName", Kind::Text, &[&["Resources", "ApplicationName"]], None),
    field(
        "ResourceAwsEc2InstanceIamInstanceProfileArn",
        Kind::Text,
        &[&["Resources", "Details", "AwsEc2Instance", "IamInstanceProfileArn"]],
        None,
    ),
    field("ResourceAwsEc2InstanceImageId", Kind::Text, &[&["Resources", "Details", "AwsEc2Instance", "ImageId"]], None),
    field("ResourceAwsEc2InstanceIpV4Addresses", Kind::Ip, &[&["Resources", "Details", "AwsEc2Instance", "IpV4Addresses"]], None),
    field("ResourceAwsEc2InstanceIpV6Addresses", Kind::Ip, &[&["Resources", "Details", "AwsEc2Instance", "IpV6Addresses"]], None),
    field("ResourceAwsEc2InstanceKeyName", Kind::Text, &[&["Resources", "Details", "AwsEc2Instance", "KeyName"]], None),
    field("ResourceAwsEc2InstanceLaunchedAt", Kind::Date, &[&["Resources", "Details", "AwsEc2Instance", "LaunchedAt"]], None),
    field("ResourceAwsEc2InstanceSubnetId", Kind::Text, &[&["Resources", "Details", "AwsEc2Instance", "SubnetId"]], None),
    field("ResourceAwsEc2InstanceType", Kind::Text, &[&["Resources", "Details", "AwsEc2Instance", "Type"]], None),
    field("ResourceAwsEc2InstanceVpcId", Kind::Text, &[&["Resources", "Details", "AwsEc2Instance", "VpcId"]], None),
    field("ResourceAwsIamAccessKeyCreatedAt", Kind::Date, &[&["Resources", "Details", "AwsIamAccessKey", "CreatedAt"]], None),
    field(
        "ResourceAwsIamAccessKeyPrincipalName",
        Kind::Text,
        &[&["Resources", "Details", "AwsIamAccessKey", "PrincipalName"]],
        None,
    ),
    field("ResourceAwsIamAccessKeyStatus", Kind::Text, &[&["Resources", "Details", "AwsIamAccessKey", "Status"]], None),
    field("ResourceAwsIamAccessKeyUserName", Kind::Text, &[&["Resources", "Details", "AwsIamAccessKey", "UserName"]], None),
    field("ResourceAwsIamUserUserName", Kind::Text, &[&["Resources", "Details", "AwsIamUser", "UserName"]], None),
    field("ResourceAwsS3BucketOwnerId", Kind::Text, &[&["Resources", "Details", "AwsS3Bucket", "OwnerId"]], None),
    field("ResourceAwsS3BucketOwnerName", Kind::Text, &[&["Resources", "Details", "AwsS3Bucket", "OwnerName"]], None),
    field("ResourceContainerImageId", Kind::Text, &[&["Resources", "Details", "Container", "ImageId"]], None),
    field("ResourceContainerImageName", Kind::Text, &[&["Resources", "Details", "Container", "ImageName"]], None),
    field("ResourceContainerLaunchedAt", Kind::Date, &[&["Resources", "Details", "Container", "LaunchedAt"]], None),
    field("ResourceContainerName", Kind::Text, &[&["Resources", "Details", "Container", "Name"]], None),
    field("ResourceDetailsOther", Kind::Map, &[&["Resources", "Details", "Other"]], None),
    field("ResourceId", Kind::Text, &[&["Resources", "Id"]], Some(Column::Text(15))),
    field("ResourceOwnerAccountId", Kind::Text, &[&["Resources", "Owner", "Account", "Id"]], None),
    field("ResourceOwnerOrgId", Kind::Text, &[&["Resources", "Owner", "Org", "Id"]], None),
    field("ResourcePartition", Kind::Text, &[&["Resources", "Partition"]], None),
    field("ResourceProvider", Kind::Text, &[&["Resources", "Provider"]], None),
    field("ResourceRegion", Kind::Text, &[&["Resources", "Region"]], None),
    field("ResourceTags", Kind::Map, &[&["Resources", "Tags"]], None),
    field("ResourceType", Kind::Text, &[&["Resources", "Type"]], Some(Column::Text(14))),
    field("Sample", Kind::Boolean, &[&["Sample"]], None),
    field("SeverityLabel", Kind::Text, &[&["Severity", "Label"]], Some(Column::Text(4))),
    field("SeverityNormalized", Kind::Number, &[&["Severity", "Normalized"]], Some(Column::Number(0))),
    field("SeverityProduct", Kind::Number, &[&["Severity", "Product"]], None),
    field("SourceUrl", Kind::Text, &[&["SourceUrl"]], None),
    field("ThreatIntelIndicatorCategory", Kind::Text, &[&["ThreatIntelIndicators", "Category"]], None),
    field("ThreatIntelIndicatorLastObservedAt", Kind::Date, &[&["ThreatIntelIndicators", "LastObservedAt"]], None),
    field("ThreatIntelIndicatorSource", Kind::Text, &[&["ThreatIntelIndicators", "Source"]], None),
    field("ThreatIntelIndicatorSourceUrl", Kind::Text, &[&["ThreatIntelIndicators", "SourceUrl"]], None),
    field("ThreatIntelIndicatorType", Kind::Text, &[&["ThreatIntelIndicators", "Type"]], None),
    field("ThreatIntelIndicatorValue", Kind::Text, &[&["ThreatIntelIndicators", "Value"]], None),
    field("Title", Kind::Text, &[&["Title"]], Some(Column::Text(12))),
    field("Type", Kind::Text, &[&["Types"]], Some(Column::Text(13))),
    field("UpdatedAt", Kind::Date, &[&["UpdatedAt"]], Some(Column::Date(0))),
    field("UserDefinedFields", Kind::Map, &[&["UserDefinedFields"]], None),
    field("VerificationState", Kind::Text, &[&["VerificationState"]], Some(Column::Text(8))),
    field("VulnerabilitiesExploitAvailable", Kind::Text, &[&["Vulnerabilities", "ExploitAvailable"]], None),
    field("VulnerabilitiesFixAvailable", Kind::Text, &[&["Vulnerabilities", "FixAvailable"]], None),
    field("WorkflowState", Kind::Text, &[&["WorkflowState"]], Some(Column::Text(7))),
    field("WorkflowStatus", Kind::Text, &[&["Workflow", "Status"]], Some(Column::Text(6))),
];

#[cfg(test)]
mod tests {
    use super::{Column, FIELDS, Kind, named, of_column};

    #[test]
    fn every_member_of_the_models_filters_is_known() {
        let service = wire::contracts::contract("securityhub").unwrap().service();
        for shape in ["AwsSecurityFindingFilters", "AutomationRulesFindingFilters"] {
            for member in &service.structure(service.shape_named(shape).unwrap()).unwrap().members {
                let field = named(member.name).unwrap_or_else(|| panic!("{}", member.name));
                let kind = match service.shape(member.shape).name {
                    "StringFilterList" => Kind::Text,
                    "NumberFilterList" => Kind::Number,
                    "DateFilterList" => Kind::Date,
                    "IpFilterList" => Kind::Ip,
                    "MapFilterList" => Kind::Map,
                    "BooleanFilterList" => Kind::Boolean,
                    _ => Kind::Keyword,
                };
                assert_eq!(field.kind, kind, "{}", member.name);
            }
        }
        assert!(FIELDS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    /// Walks the model: a path that ends nowhere would never match.
    #[test]
    fn every_path_leads_to_a_member_of_findings() {
        let service = wire::contracts::contract("securityhub").unwrap().service();
        for field in FIELDS.iter().filter(|field| field.kind != Kind::Keyword) {
            for path in field.paths {
                let mut shape = service.shape_named("AwsSecurityFinding").unwrap();
                for name in *path {
                    while let wire::model::ShapeKind::List { member, .. } = &service.shape(shape).kind {
                        shape = member.shape;
                    }
                    shape = service.structure(shape).unwrap().member(name).unwrap_or_else(|| panic!("{path:?}")).shape;
                }
            }
        }
        assert_eq!(of_column(Column::Text(4)).map(|field| field.name), Some("SeverityLabel"));
    }
}
