//! The columns of an event table: CloudTrail's record, flat.
//!
//! Names are those of CloudTrail Lake in lower case, which is what SQL makes of unquoted names. Structures are spread over columns of their own
//! (`userIdentity.arn` is `useridentity_arn`), because only flat columns have statistics, bloom filters and late reading in Parquet. Members with a
//! form of each service's own (`requestParameters` …) are JSON text. Whatever a record has besides stands in `extra`, so that a record can be put
//! together again without loss.
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-supported-event-schemas.html>.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};

/// How a member of a record is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A string.
    Text,
    /// A string of which there are as many as events: it gets a bloom filter.
    Needle,
    /// `true` or `false`.
    Truth,
    /// A time in ISO 8601.
    Time,
    /// Any JSON, as text.
    Json,
    /// The list of resources.
    Resources,
}

/// A column.
#[derive(Debug)]
pub(crate) struct Column {
    /// Members that lead to the value, from the record down.
    pub path: &'static [&'static str],
    pub kind: Kind,
    /// Name in files and SQL.
    pub name: String,
}

/// The column of what no other column has.
pub(crate) const EXTRA: &str = "extra";

/// Members of records that are structures of known members, and so are spread over columns.
pub(crate) const STRUCTURES: &[&str] = &["userIdentity", "tlsDetails"];

/// Members of records that have no column, since files were written before there were any, and that queries name as if they had one.
pub(crate) const IN_EXTRA: &[&str] = &["eventContext"];

const LAYOUT: &[(&[&str], Kind)] = &[
    (&["eventTime"], Kind::Time),
    (&["eventVersion"], Kind::Text),
    (&["eventSource"], Kind::Text),
    (&["eventName"], Kind::Text),
    (&["eventType"], Kind::Text),
    (&["eventCategory"], Kind::Text),
    (&["eventID"], Kind::Needle),
    (&["requestID"], Kind::Needle),
    (&["sharedEventID"], Kind::Needle),
    (&["awsRegion"], Kind::Text),
    (&["recipientAccountId"], Kind::Text),
    (&["sourceIPAddress"], Kind::Needle),
    (&["userAgent"], Kind::Text),
    (&["errorCode"], Kind::Text),
    (&["errorMessage"], Kind::Text),
    (&["readOnly"], Kind::Truth),
    (&["managementEvent"], Kind::Truth),
    (&["apiVersion"], Kind::Text),
    (&["vpcEndpointId"], Kind::Text),
    (&["vpcEndpointAccountId"], Kind::Text),
    (&["sessionCredentialFromConsole"], Kind::Text),
    (&["userIdentity", "type"], Kind::Text),
    (&["userIdentity", "principalId"], Kind::Needle),
    (&["userIdentity", "arn"], Kind::Needle),
    (&["userIdentity", "accountId"], Kind::Text),
    (&["userIdentity", "accessKeyId"], Kind::Needle),
    (&["userIdentity", "userName"], Kind::Text),
    (&["userIdentity", "invokedBy"], Kind::Text),
    (&["userIdentity", "identityProvider"], Kind::Text),
    (&["userIdentity", "credentialId"], Kind::Text),
    (&["userIdentity", "sessionContext", "sessionIssuer", "type"], Kind::Text),
    (&["userIdentity", "sessionContext", "sessionIssuer", "principalId"], Kind::Text),
    (&["userIdentity", "sessionContext", "sessionIssuer", "arn"], Kind::Needle),
    (&["userIdentity", "sessionContext", "sessionIssuer", "accountId"], Kind::Text),
    (&["userIdentity", "sessionContext", "sessionIssuer", "userName"], Kind::Text),
    (&["userIdentity", "sessionContext", "attributes", "creationDate"], Kind::Text),
    (&["userIdentity", "sessionContext", "attributes", "mfaAuthenticated"], Kind::Text),
    (&["userIdentity", "sessionContext", "sourceIdentity"], Kind::Text),
    (&["userIdentity", "sessionContext", "ec2RoleDelivery"], Kind::Text),
    (&["userIdentity", "sessionContext", "webIdFederationData"], Kind::Json),
    (&["requestParameters"], Kind::Json),
    (&["responseElements"], Kind::Json),
    (&["additionalEventData"], Kind::Json),
    (&["serviceEventDetails"], Kind::Json),
    (&["insightDetails"], Kind::Json),
    (&["eventData"], Kind::Json),
    (&["metadata"], Kind::Json),
    (&["edgeDeviceDetails"], Kind::Json),
    (&["addendum"], Kind::Json),
    (&["resources"], Kind::Resources),
    (&["tlsDetails", "tlsVersion"], Kind::Text),
    (&["tlsDetails", "cipherSuite"], Kind::Text),
    (&["tlsDetails", "clientProvidedHostHeader"], Kind::Text),
];

/// Every column but [`EXTRA`], in the order of the files.
pub(crate) static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| {
    LAYOUT.iter().map(|(path, kind)| Column { path, kind: *kind, name: path.join("_").to_ascii_lowercase() }).collect()
});

/// The members of one of `resources`, in files and in records.
pub(crate) const RESOURCE: &[(&str, &str)] = &[("accountid", "accountId"), ("type", "type"), ("arn", "ARN")];

pub(crate) fn resource_fields() -> Fields {
    RESOURCE.iter().map(|(name, _)| Field::new(*name, DataType::Utf8, true)).collect()
}

/// Of the column of times: milliseconds, as precise as any of CloudTrail's.
pub(crate) fn time_type() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, None)
}

/// The schema that files are written with.
pub(crate) static FILE_SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| schema(&DataType::Utf8));

/// The schema that queries see: the same with strings as views, which filters and groups work on without copying.
pub(crate) static TABLE_SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| schema(&DataType::Utf8View));

fn schema(text: &DataType) -> SchemaRef {
    let mut fields: Vec<Field> = COLUMNS
        .iter()
        .map(|column| {
            let kind = match column.kind {
                Kind::Text | Kind::Needle | Kind::Json => text.clone(),
                Kind::Truth => DataType::Boolean,
                Kind::Time => time_type(),
                Kind::Resources => DataType::List(Arc::new(Field::new_list_field(DataType::Struct(resource_fields()), true))),
            };
            Field::new(&column.name, kind, true)
        })
        .collect();
    fields.push(Field::new(EXTRA, text.clone(), true));
    Arc::new(Schema::new(fields))
}

/// The name of a column as AWS writes it: `eventName` for `eventname`; others as they are.
pub fn display_name(column: &str) -> String {
    COLUMNS.iter().find(|c| c.name == column).map_or_else(|| column.to_owned(), |c| c.path.join("."))
}

/// Names of all columns, as SQL knows them.
pub fn column_names() -> Vec<String> {
    COLUMNS.iter().map(|c| c.name.clone()).chain([EXTRA.to_owned()]).collect()
}
