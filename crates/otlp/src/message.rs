//! The messages of the protocol: numbers of fields and names are those of <https://github.com/open-telemetry/opentelemetry-proto>. Fields that are not
//! looked at are left out; decoders skip them, as they skip those of later versions.

use prost::{Message, Oneof};
use serde::{Deserialize, Serialize};

use crate::json;

/// What an exporter of logs sends.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExportLogs {
    /// Records by where they come from.
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub resource_logs: Vec<ResourceLogs>,
}

/// Records of one resource.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ResourceLogs {
    /// Where they come from.
    #[prost(message, optional, tag = "1")]
    pub resource: Option<Resource>,
    /// Records by what wrote them.
    #[prost(message, repeated, tag = "2")]
    #[serde(deserialize_with = "json::nullable")]
    pub scope_logs: Vec<ScopeLogs>,
    /// Schema of the resource.
    #[prost(string, tag = "3")]
    #[serde(deserialize_with = "json::nullable")]
    pub schema_url: String,
}

/// Records of one scope.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ScopeLogs {
    /// What wrote them.
    #[prost(message, optional, tag = "1")]
    pub scope: Option<Scope>,
    /// The records.
    #[prost(message, repeated, tag = "2")]
    #[serde(deserialize_with = "json::nullable")]
    pub log_records: Vec<LogRecord>,
    /// Schema of the scope and the records.
    #[prost(string, tag = "3")]
    #[serde(deserialize_with = "json::nullable")]
    pub schema_url: String,
}

/// One record.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LogRecord {
    /// When it happened, nanoseconds since 1970; 0 where nobody knows.
    #[prost(fixed64, tag = "1")]
    #[serde(deserialize_with = "json::number")]
    pub time_unix_nano: u64,
    /// When the collector saw it.
    #[prost(fixed64, tag = "11")]
    #[serde(deserialize_with = "json::number")]
    pub observed_time_unix_nano: u64,
    /// How bad it is, from 1 to 24.
    #[prost(int32, tag = "2")]
    #[serde(deserialize_with = "json::severity")]
    pub severity_number: i32,
    /// The same in the words of the source.
    #[prost(string, tag = "3")]
    #[serde(deserialize_with = "json::nullable")]
    pub severity_text: String,
    /// What it says.
    #[prost(message, optional, tag = "5")]
    pub body: Option<AnyValue>,
    /// What else is known.
    #[prost(message, repeated, tag = "6")]
    #[serde(deserialize_with = "json::nullable")]
    pub attributes: Vec<KeyValue>,
    /// How many attributes were left out.
    #[prost(uint32, tag = "7")]
    #[serde(deserialize_with = "json::number")]
    pub dropped_attributes_count: u32,
    /// Flags of the trace.
    #[prost(fixed32, tag = "8")]
    #[serde(deserialize_with = "json::number")]
    pub flags: u32,
    /// The trace.
    #[prost(bytes = "vec", tag = "9")]
    #[serde(deserialize_with = "json::hexadecimal")]
    pub trace_id: Vec<u8>,
    /// The span.
    #[prost(bytes = "vec", tag = "10")]
    #[serde(deserialize_with = "json::hexadecimal")]
    pub span_id: Vec<u8>,
    /// Which kind of event it is, if it is one.
    #[prost(string, tag = "12")]
    #[serde(deserialize_with = "json::nullable")]
    pub event_name: String,
}

/// Where records and points come from.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Resource {
    /// What is known of it, such as `service.name`.
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub attributes: Vec<KeyValue>,
}

/// The library or logger that wrote records or points.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Scope {
    /// Name.
    #[prost(string, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub name: String,
    /// Version.
    #[prost(string, tag = "2")]
    #[serde(deserialize_with = "json::nullable")]
    pub version: String,
    /// What else is known of it.
    #[prost(message, repeated, tag = "3")]
    #[serde(deserialize_with = "json::nullable")]
    pub attributes: Vec<KeyValue>,
}

/// An attribute.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KeyValue {
    /// Name.
    #[prost(string, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub key: String,
    /// Value.
    #[prost(message, optional, tag = "2")]
    pub value: Option<AnyValue>,
}

/// A value of any type.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(from = "AnyValueJson")]
pub struct AnyValue {
    /// The value; none is the empty value.
    #[prost(oneof = "Any", tags = "1, 2, 3, 4, 5, 6, 7")]
    pub value: Option<Any>,
}

/// What a value can be.
#[derive(Clone, PartialEq, Oneof)]
pub enum Any {
    /// Text.
    #[prost(string, tag = "1")]
    Text(String),
    /// True or false.
    #[prost(bool, tag = "2")]
    Bool(bool),
    /// A whole number.
    #[prost(int64, tag = "3")]
    Int(i64),
    /// A number.
    #[prost(double, tag = "4")]
    Double(f64),
    /// Values.
    #[prost(message, tag = "5")]
    Array(ArrayValue),
    /// Values with names.
    #[prost(message, tag = "6")]
    Map(KeyValueList),
    /// Bytes.
    #[prost(bytes = "vec", tag = "7")]
    Bytes(Vec<u8>),
}

/// Values.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ArrayValue {
    /// The values.
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub values: Vec<AnyValue>,
}

/// Values with names.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KeyValueList {
    /// The values.
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub values: Vec<KeyValue>,
}

/// [`AnyValue`] in JSON: a member for each type.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct AnyValueJson {
    string_value: Option<String>,
    bool_value: Option<bool>,
    #[serde(deserialize_with = "json::optional_number")]
    int_value: Option<i64>,
    #[serde(deserialize_with = "json::optional_double")]
    double_value: Option<f64>,
    array_value: Option<ArrayValue>,
    kvlist_value: Option<KeyValueList>,
    #[serde(deserialize_with = "json::optional_bytes")]
    bytes_value: Option<Vec<u8>>,
}

impl From<AnyValueJson> for AnyValue {
    fn from(from: AnyValueJson) -> Self {
        let value = from.string_value.map(Any::Text);
        let value = value.or(from.bool_value.map(Any::Bool)).or(from.int_value.map(Any::Int));
        let value = value.or(from.double_value.map(Any::Double)).or(from.array_value.map(Any::Array));
        Self { value: value.or(from.kvlist_value.map(Any::Map)).or(from.bytes_value.map(Any::Bytes)) }
    }
}

/// What an exporter of metrics sends.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExportMetrics {
    /// Metrics by where they come from.
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub resource_metrics: Vec<ResourceMetrics>,
}

/// Metrics of one resource.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ResourceMetrics {
    /// Where they come from.
    #[prost(message, optional, tag = "1")]
    pub resource: Option<Resource>,
    /// Metrics by what measured them.
    #[prost(message, repeated, tag = "2")]
    #[serde(deserialize_with = "json::nullable")]
    pub scope_metrics: Vec<ScopeMetrics>,
}

/// Metrics of one scope.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ScopeMetrics {
    /// What measured them.
    #[prost(message, optional, tag = "1")]
    pub scope: Option<Scope>,
    /// The metrics.
    #[prost(message, repeated, tag = "2")]
    #[serde(deserialize_with = "json::nullable")]
    pub metrics: Vec<Metric>,
}

/// A metric with its points: of one kind.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Metric {
    /// Name.
    #[prost(string, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub name: String,
    /// Unit, in the words of UCUM.
    #[prost(string, tag = "3")]
    #[serde(deserialize_with = "json::nullable")]
    pub unit: String,
    /// What is measured now and then.
    #[prost(message, optional, tag = "5")]
    pub gauge: Option<Gauge>,
    /// What is summed up.
    #[prost(message, optional, tag = "7")]
    pub sum: Option<Sum>,
    /// How often values were in which range.
    #[prost(message, optional, tag = "9")]
    pub histogram: Option<Histogram>,
    /// The same, with ranges that grow by a factor.
    #[prost(message, optional, tag = "10")]
    pub exponential_histogram: Option<ExponentialHistogram>,
    /// Quantiles that the source computed.
    #[prost(message, optional, tag = "11")]
    pub summary: Option<Summary>,
}

/// Points of a gauge.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Gauge {
    /// The points.
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub data_points: Vec<NumberPoint>,
}

/// Points of a sum.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Sum {
    /// The points.
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub data_points: Vec<NumberPoint>,
    /// 1: since the last point; 2: since the start.
    #[prost(int32, tag = "2")]
    #[serde(deserialize_with = "json::temporality")]
    pub aggregation_temporality: i32,
    /// Whether it never falls.
    #[prost(bool, tag = "3")]
    #[serde(deserialize_with = "json::nullable")]
    pub is_monotonic: bool,
}

/// Points of a histogram.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Histogram {
    /// The points.
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub data_points: Vec<HistogramPoint>,
    /// 1: since the last point; 2: since the start.
    #[prost(int32, tag = "2")]
    #[serde(deserialize_with = "json::temporality")]
    pub aggregation_temporality: i32,
}

/// Points of an exponential histogram.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExponentialHistogram {
    /// The points.
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub data_points: Vec<ExponentialPoint>,
    /// 1: since the last point; 2: since the start.
    #[prost(int32, tag = "2")]
    #[serde(deserialize_with = "json::temporality")]
    pub aggregation_temporality: i32,
}

/// Points of a summary.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Summary {
    /// The points.
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub data_points: Vec<SummaryPoint>,
}

/// A number at a moment. Moments are nanoseconds since 1970.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NumberPoint {
    /// What tells it from the metric's other points.
    #[prost(message, repeated, tag = "7")]
    #[serde(deserialize_with = "json::nullable")]
    pub attributes: Vec<KeyValue>,
    /// Since when it is summed up.
    #[prost(fixed64, tag = "2")]
    #[serde(deserialize_with = "json::number")]
    pub start_time_unix_nano: u64,
    /// The moment.
    #[prost(fixed64, tag = "3")]
    #[serde(deserialize_with = "json::number")]
    pub time_unix_nano: u64,
    /// The number, or [`NumberPoint::as_int`].
    #[prost(double, optional, tag = "4")]
    #[serde(deserialize_with = "json::optional_double")]
    pub as_double: Option<f64>,
    /// The number, if it is whole.
    #[prost(sfixed64, optional, tag = "6")]
    #[serde(deserialize_with = "json::optional_number")]
    pub as_int: Option<i64>,
    /// Bit 0: there is no value.
    #[prost(uint32, tag = "8")]
    #[serde(deserialize_with = "json::number")]
    pub flags: u32,
}

/// A histogram at a moment.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HistogramPoint {
    /// What tells it from the metric's other points.
    #[prost(message, repeated, tag = "9")]
    #[serde(deserialize_with = "json::nullable")]
    pub attributes: Vec<KeyValue>,
    /// Since when it is summed up.
    #[prost(fixed64, tag = "2")]
    #[serde(deserialize_with = "json::number")]
    pub start_time_unix_nano: u64,
    /// The moment.
    #[prost(fixed64, tag = "3")]
    #[serde(deserialize_with = "json::number")]
    pub time_unix_nano: u64,
    /// Number of values.
    #[prost(fixed64, tag = "4")]
    #[serde(deserialize_with = "json::number")]
    pub count: u64,
    /// Their sum.
    #[prost(double, optional, tag = "5")]
    #[serde(deserialize_with = "json::optional_double")]
    pub sum: Option<f64>,
    /// How many were in each range.
    #[prost(fixed64, repeated, tag = "6")]
    #[serde(deserialize_with = "json::numbers")]
    pub bucket_counts: Vec<u64>,
    /// Where each range but the last ends.
    #[prost(double, repeated, tag = "7")]
    #[serde(deserialize_with = "json::doubles")]
    pub explicit_bounds: Vec<f64>,
    /// Bit 0: there is no value.
    #[prost(uint32, tag = "10")]
    #[serde(deserialize_with = "json::number")]
    pub flags: u32,
    /// The least value.
    #[prost(double, optional, tag = "11")]
    #[serde(deserialize_with = "json::optional_double")]
    pub min: Option<f64>,
    /// The greatest.
    #[prost(double, optional, tag = "12")]
    #[serde(deserialize_with = "json::optional_double")]
    pub max: Option<f64>,
}

/// An exponential histogram at a moment: its ranges end at powers of 2^(2^-scale).
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExponentialPoint {
    /// What tells it from the metric's other points.
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "json::nullable")]
    pub attributes: Vec<KeyValue>,
    /// Since when it is summed up.
    #[prost(fixed64, tag = "2")]
    #[serde(deserialize_with = "json::number")]
    pub start_time_unix_nano: u64,
    /// The moment.
    #[prost(fixed64, tag = "3")]
    #[serde(deserialize_with = "json::number")]
    pub time_unix_nano: u64,
    /// Number of values.
    #[prost(fixed64, tag = "4")]
    #[serde(deserialize_with = "json::number")]
    pub count: u64,
    /// Their sum.
    #[prost(double, optional, tag = "5")]
    #[serde(deserialize_with = "json::optional_double")]
    pub sum: Option<f64>,
    /// How fine the ranges are.
    #[prost(sint32, tag = "6")]
    #[serde(deserialize_with = "json::number")]
    pub scale: i32,
    /// How many values were 0, or nearly.
    #[prost(fixed64, tag = "7")]
    #[serde(deserialize_with = "json::number")]
    pub zero_count: u64,
    /// Ranges of positive values.
    #[prost(message, optional, tag = "8")]
    pub positive: Option<Buckets>,
    /// Ranges of negative values, by their size.
    #[prost(message, optional, tag = "9")]
    pub negative: Option<Buckets>,
    /// Bit 0: there is no value.
    #[prost(uint32, tag = "10")]
    #[serde(deserialize_with = "json::number")]
    pub flags: u32,
    /// The least value.
    #[prost(double, optional, tag = "12")]
    #[serde(deserialize_with = "json::optional_double")]
    pub min: Option<f64>,
    /// The greatest.
    #[prost(double, optional, tag = "13")]
    #[serde(deserialize_with = "json::optional_double")]
    pub max: Option<f64>,
}

/// Ranges that follow each other.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Buckets {
    /// Power at which the first range begins.
    #[prost(sint32, tag = "1")]
    #[serde(deserialize_with = "json::number")]
    pub offset: i32,
    /// How many values were in each.
    #[prost(uint64, repeated, tag = "2")]
    #[serde(deserialize_with = "json::numbers")]
    pub bucket_counts: Vec<u64>,
}

/// A summary at a moment.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SummaryPoint {
    /// What tells it from the metric's other points.
    #[prost(message, repeated, tag = "7")]
    #[serde(deserialize_with = "json::nullable")]
    pub attributes: Vec<KeyValue>,
    /// Since when it is summed up.
    #[prost(fixed64, tag = "2")]
    #[serde(deserialize_with = "json::number")]
    pub start_time_unix_nano: u64,
    /// The moment.
    #[prost(fixed64, tag = "3")]
    #[serde(deserialize_with = "json::number")]
    pub time_unix_nano: u64,
    /// Number of values.
    #[prost(fixed64, tag = "4")]
    #[serde(deserialize_with = "json::number")]
    pub count: u64,
    /// Their sum.
    #[prost(double, tag = "5")]
    #[serde(deserialize_with = "json::double")]
    pub sum: f64,
    /// The quantiles.
    #[prost(message, repeated, tag = "6")]
    #[serde(deserialize_with = "json::nullable")]
    pub quantile_values: Vec<QuantileValue>,
    /// Bit 0: there is no value.
    #[prost(uint32, tag = "8")]
    #[serde(deserialize_with = "json::number")]
    pub flags: u32,
}

/// A quantile.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct QuantileValue {
    /// From 0, the least, to 1, the greatest.
    #[prost(double, tag = "1")]
    #[serde(deserialize_with = "json::double")]
    pub quantile: f64,
    /// The value.
    #[prost(double, tag = "2")]
    #[serde(deserialize_with = "json::double")]
    pub value: f64,
}

/// The answer to an exporter of logs.
#[derive(Clone, PartialEq, Message, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportLogsAnswer {
    /// What was not taken; absent if all was.
    #[prost(message, optional, tag = "1")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partial_success: Option<LogsPartialSuccess>,
}

/// What was not taken of logs.
#[derive(Clone, PartialEq, Message, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogsPartialSuccess {
    /// How many records.
    #[prost(int64, tag = "1")]
    #[serde(serialize_with = "json::as_text")]
    pub rejected_log_records: i64,
    /// Why.
    #[prost(string, tag = "2")]
    pub error_message: String,
}

/// The answer to an exporter of metrics.
#[derive(Clone, PartialEq, Message, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportMetricsAnswer {
    /// What was not taken; absent if all was.
    #[prost(message, optional, tag = "1")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partial_success: Option<MetricsPartialSuccess>,
}

/// What was not taken of metrics.
#[derive(Clone, PartialEq, Message, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricsPartialSuccess {
    /// How many data points.
    #[prost(int64, tag = "1")]
    #[serde(serialize_with = "json::as_text")]
    pub rejected_data_points: i64,
    /// Why.
    #[prost(string, tag = "2")]
    pub error_message: String,
}
