//! A service's contract as data: operations, shapes, constraints and bindings.
//!
//! The facts come from `models/<service>.json`, written by `cargo xtask models`. A model is read at the first use of its service and lives as long as
//! the process, so that member names can be borrowed everywhere.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

/// The protocols of AWS services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// awsJson1_0 and awsJson1_1: `X-Amz-Target` and a JSON body.
    AwsJson,
    /// restJson1: method and path, JSON body.
    RestJson,
    /// awsQuery: form-encoded `Action` and members, XML back.
    Query,
    /// restXml: method and path, XML body.
    RestXml,
    /// Smithy RPC v2 with CBOR bodies.
    RpcCbor,
}

/// An index into [`Service::shapes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShapeId(u32);

/// A service's contract.
#[derive(Debug)]
pub struct Service {
    /// Name in `models/`, such as `iam`.
    pub id: &'static str,
    /// Name as the SDKs show it, such as `IAM`.
    pub service_id: &'static str,
    /// API version, such as `2010-05-08`.
    pub api_version: &'static str,
    /// First label of the service's host name; `<endpoint_prefix>.amazonaws.com` is its event source.
    pub endpoint_prefix: &'static str,
    /// Name in the credential scope.
    pub signing_name: &'static str,
    /// Protocols, the preferred one first.
    pub protocols: Vec<Protocol>,
    /// `1.0` or `1.1` of awsJson.
    pub json_version: &'static str,
    /// Prefix of `X-Amz-Target`, and the service in a CBOR path.
    pub target_prefix: Option<&'static str>,
    /// Namespace of XML replies.
    pub xml_namespace: Option<&'static str>,
    /// Whether clients of the older Query protocol get their codes in `x-amzn-query-error`.
    pub query_compatible: bool,
    /// Operations in the order of their names.
    pub operations: Vec<OperationModel>,
    shapes: Vec<ShapeModel>,
    by_name: HashMap<&'static str, usize>,
    shapes_by_name: HashMap<&'static str, ShapeId>,
}

/// One operation.
#[derive(Debug)]
pub struct OperationModel {
    /// Such as `CreateUser`.
    pub name: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path (and fixed query) pattern, such as `/2015-03-31/functions/{FunctionName}/code`.
    pub uri: &'static str,
    /// HTTP status of success.
    pub status: u16,
    /// Input structure.
    pub input: Option<ShapeId>,
    /// Output structure.
    pub output: Option<ShapeId>,
    /// Element around the output in Query replies.
    pub result_wrapper: Option<&'static str>,
    /// Element of the whole input, where restXml names one.
    pub input_location_name: Option<&'static str>,
    /// Namespace of that element.
    pub input_namespace: Option<&'static str>,
    /// Error structures.
    pub errors: Vec<ShapeId>,
    /// Whether the model marks it read-only.
    pub read_only: bool,
    /// Whether callers need not sign (`authtype: none`).
    pub anonymous: bool,
    /// Whether the payload may be left out of the signature.
    pub unsigned_payload: bool,
    /// Prefix that clients put before the host name, such as `streaming-`.
    pub host_prefix: Option<&'static str>,
}

/// One shape.
#[derive(Debug)]
pub struct ShapeModel {
    /// Name in the model.
    pub name: &'static str,
    /// What it is.
    pub kind: ShapeKind,
    /// Smallest length, size or value.
    pub min: Option<f64>,
    /// Largest length, size or value.
    pub max: Option<f64>,
    /// Never to be shown.
    pub sensitive: bool,
}

/// Kinds of shapes.
#[derive(Debug)]
pub enum ShapeKind {
    /// A structure or union.
    Structure(StructureModel),
    /// A list of one shape.
    List {
        /// The items.
        member: Member,
        /// Whether XML and Query write the items without a surrounding element.
        flattened: bool,
    },
    /// A map of strings to one shape.
    Map {
        /// The keys.
        key: Member,
        /// The values.
        value: Member,
        /// Whether XML and Query write the entries without a surrounding element.
        flattened: bool,
    },
    /// Text.
    String {
        /// Allowed values, empty if free.
        values: Vec<&'static str>,
        /// Regular expression that the whole text must match.
        pattern: Option<&'static str>,
    },
    /// 32-bit number.
    Integer,
    /// 64-bit number.
    Long,
    /// Floating point number (`float` and `double`).
    Double,
    /// True or false.
    Boolean,
    /// Bytes.
    Blob {
        /// Whether the bytes are streamed.
        streaming: bool,
    },
    /// A moment.
    Timestamp {
        /// Form on the wire, where the shape overrides the protocol's.
        format: Option<TimestampFormat>,
    },
}

/// Forms of a moment on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampFormat {
    /// `2026-01-31T23:59:59Z`.
    Iso8601,
    /// `Sat, 31 Jan 2026 23:59:59 GMT`.
    Rfc822,
    /// Seconds since 1970 as a number.
    UnixTimestamp,
}

/// The members of a structure.
#[derive(Debug, Default)]
pub struct StructureModel {
    /// Members in the model's order.
    pub members: Vec<Member>,
    /// Names of the members that must be present.
    pub required: Vec<&'static str>,
    /// Name of the member that is the body (REST protocols).
    pub payload: Option<&'static str>,
    /// Exactly one member is present.
    pub union: bool,
    /// Any JSON (`document` shapes).
    pub document: bool,
    /// An event stream: members are kinds of events.
    pub event_stream: bool,
    /// One kind of event of a stream.
    pub event: bool,
    /// What makes it an error.
    pub error: Option<ErrorModel>,
    /// Namespace and prefix of its element (S3's grantee).
    pub xml_namespace: Option<(&'static str, &'static str)>,
    /// Name of its element where the shape sets one.
    pub location_name: Option<&'static str>,
}

/// The facts of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorModel {
    /// Code on the wire of Query and XML services; equal to the shape's name where the model gives none.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// Whether the caller is to blame.
    pub sender: bool,
}

/// Where a member of a REST request or reply is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// The body.
    Body,
    /// A label of the path.
    Uri,
    /// The query string.
    QueryString,
    /// A header.
    Header,
    /// All headers with a prefix, as a map.
    Headers,
    /// The status code.
    StatusCode,
}

/// A member of a structure, or the item, key or value of a collection.
#[derive(Debug)]
pub struct Member {
    /// Name in the model; empty for items, keys and values.
    pub name: &'static str,
    /// Name on the wire, where it differs.
    pub location_name: Option<&'static str>,
    /// Name in forms and XML, of services that speak Query beside another protocol, where it differs.
    pub query_name: Option<&'static str>,
    /// Whether a form may leave it out, since the path that the form is posted to says it.
    pub query_path: bool,
    /// The member's shape.
    pub shape: ShapeId,
    /// Where it is.
    pub location: Location,
    /// Whether XML and Query write a collection without a surrounding element.
    pub flattened: bool,
    /// Whether clients fill it in with a random value if it is absent.
    pub idempotency_token: bool,
    /// Whether it is an attribute of the XML element.
    pub xml_attribute: bool,
    /// Namespace and prefix of its element.
    pub xml_namespace: Option<(&'static str, &'static str)>,
    /// Form on the wire of a moment, where the member overrides the shape's.
    pub timestamp_format: Option<TimestampFormat>,
    /// Whether it is the payload of an event.
    pub event_payload: bool,
    /// Whether its bytes are streamed.
    pub streaming: bool,
    /// Whether a string holds JSON that goes base64-encoded in a header.
    pub json_value: bool,
}

impl Member {
    /// The name on the wire.
    pub fn wire_name(&self) -> &'static str {
        self.location_name.unwrap_or(self.name)
    }

    /// The name that forms and XML have for it, where the model gives one.
    pub fn form_name(&self) -> Option<&'static str> {
        self.query_name.or(self.location_name)
    }
}

impl StructureModel {
    /// The member called `name` in the model.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|m| m.name == name)
    }
}

impl Service {
    /// The operation called `name`.
    pub fn operation(&self, name: &str) -> Option<&OperationModel> {
        self.by_name.get(name).and_then(|index| self.operations.get(*index))
    }

    /// The shape behind an index.
    pub fn shape(&self, id: ShapeId) -> &ShapeModel {
        #[expect(clippy::indexing_slicing, reason = "a ShapeId is only made by this model's reader, for a shape it holds")]
        &self.shapes[id.0 as usize]
    }

    /// The structure behind an index, if it is one.
    pub fn structure(&self, id: ShapeId) -> Option<&StructureModel> {
        match &self.shape(id).kind {
            ShapeKind::Structure(structure) => Some(structure),
            _ => None,
        }
    }

    /// The shape called `name`.
    pub fn shape_named(&self, name: &str) -> Option<ShapeId> {
        self.shapes_by_name.get(name).copied()
    }

    /// Reads the facts of `models/<id>.json`.
    ///
    /// # Errors
    /// A text that says which part is missing or malformed; a test reads every model, so a built program never sees one.
    pub fn parse(id: &'static str, facts: &'static str) -> Result<Service, String> {
        let root: Value = serde_json::from_str(facts).map_err(|e| format!("{id}: {e}"))?;
        Reader { id, strings: HashMap::new(), shapes: HashMap::new() }.service(&root)
    }
}

/// Reads facts; keeps each distinct string once, for the life of the process.
struct Reader {
    id: &'static str,
    strings: HashMap<String, &'static str>,
    shapes: HashMap<&'static str, ShapeId>,
}

impl Reader {
    fn keep(&mut self, text: &str) -> &'static str {
        if let Some(kept) = self.strings.get(text) {
            return kept;
        }
        let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
        self.strings.insert(text.to_owned(), kept);
        kept
    }

    fn text(&mut self, value: &Value, key: &str) -> Option<&'static str> {
        value.get(key).and_then(Value::as_str).map(|t| self.keep(t))
    }

    fn need(&mut self, value: &Value, key: &str, place: &str) -> Result<&'static str, String> {
        self.text(value, key).ok_or_else(|| format!("{}: {place} lacks {key}", self.id))
    }

    fn shape_id(&self, name: &str) -> Result<ShapeId, String> {
        self.shapes.get(name).copied().ok_or_else(|| format!("{}: no shape {name}", self.id))
    }

    fn reference(&mut self, value: &Value, key: &str) -> Result<Option<ShapeId>, String> {
        match value.get(key).and_then(|v| v.get("shape")).and_then(Value::as_str) {
            Some(name) => self.shape_id(name).map(Some),
            None => Ok(None),
        }
    }

    fn service(mut self, root: &Value) -> Result<Service, String> {
        let metadata = root.get("metadata").ok_or("no metadata")?;
        let shapes = root.get("shapes").and_then(Value::as_object).ok_or("no shapes")?;
        let operations = root.get("operations").and_then(Value::as_object).ok_or("no operations")?;
        for (index, name) in shapes.keys().enumerate() {
            let name = self.keep(name);
            let index = u32::try_from(index).map_err(|e| e.to_string())?;
            self.shapes.insert(name, ShapeId(index));
        }
        let endpoint_prefix = self.need(metadata, "endpointPrefix", "metadata")?;
        let shape_models = shapes.iter().map(|(name, value)| self.shape(name, value)).collect::<Result<Vec<_>, _>>()?;
        let mut operation_models =
            operations.iter().map(|(name, value)| self.operation(name, value)).collect::<Result<Vec<_>, _>>()?;
        operation_models.sort_by_key(|o| o.name);
        let by_name = operation_models.iter().enumerate().map(|(index, o)| (o.name, index)).collect();
        Ok(Service {
            id: self.id,
            service_id: self.need(metadata, "serviceId", "metadata")?,
            api_version: self.need(metadata, "apiVersion", "metadata")?,
            endpoint_prefix,
            signing_name: self.text(metadata, "signingName").unwrap_or(endpoint_prefix),
            protocols: protocols(metadata)?,
            json_version: self.text(metadata, "jsonVersion").unwrap_or("1.1"),
            target_prefix: self.text(metadata, "targetPrefix"),
            xml_namespace: self.text(metadata, "xmlNamespace"),
            query_compatible: metadata.get("awsQueryCompatible").is_some(),
            operations: operation_models,
            shapes: shape_models,
            by_name,
            shapes_by_name: self.shapes,
        })
    }

    fn operation(&mut self, name: &str, value: &Value) -> Result<OperationModel, String> {
        let http = value.get("http").ok_or_else(|| format!("{name} lacks http"))?;
        let errors = value
            .get("errors")
            .and_then(Value::as_array)
            .map(|list| list.iter().filter_map(Value::as_str).map(|e| self.shape_id(e)).collect())
            .transpose()?
            .unwrap_or_default();
        let input = value.get("input").cloned().unwrap_or_default();
        let output = value.get("output").cloned().unwrap_or_default();
        let status = http.get("responseCode").and_then(Value::as_u64).unwrap_or(200);
        Ok(OperationModel {
            name: self.keep(name),
            method: self.need(http, "method", name)?,
            uri: self.need(http, "requestUri", name)?,
            status: u16::try_from(status).map_err(|e| e.to_string())?,
            input: self.reference(value, "input")?,
            output: self.reference(value, "output")?,
            result_wrapper: self.text(&output, "resultWrapper"),
            input_location_name: self.text(&input, "locationName"),
            input_namespace: input.get("xmlNamespace").and_then(|n| n.get("uri")).and_then(Value::as_str).map(|t| self.keep(t)),
            errors,
            read_only: flag(value, "readonly"),
            anonymous: value.get("authtype").and_then(Value::as_str) == Some("none"),
            unsigned_payload: flag(value, "unsignedPayload"),
            host_prefix: value.get("endpoint").and_then(|e| e.get("hostPrefix")).and_then(Value::as_str).map(|t| self.keep(t)),
        })
    }

    fn shape(&mut self, name: &str, value: &Value) -> Result<ShapeModel, String> {
        let item = |reader: &mut Self, key: &str| match value.get(key) {
            Some(member) => reader.member("", member),
            None => Err(format!("{name} lacks {key}")),
        };
        let kind = match value.get("type").and_then(Value::as_str).unwrap_or_default() {
            "structure" => ShapeKind::Structure(self.structure(name, value)?),
            "list" => ShapeKind::List { member: item(self, "member")?, flattened: flag(value, "flattened") },
            "map" => ShapeKind::Map { key: item(self, "key")?, value: item(self, "value")?, flattened: flag(value, "flattened") },
            "string" => ShapeKind::String { values: self.texts(value, "enum"), pattern: self.text(value, "pattern") },
            "integer" => ShapeKind::Integer,
            "long" => ShapeKind::Long,
            "float" | "double" => ShapeKind::Double,
            "boolean" => ShapeKind::Boolean,
            "blob" => ShapeKind::Blob { streaming: flag(value, "streaming") },
            "timestamp" => ShapeKind::Timestamp { format: timestamp_format(value) },
            other => return Err(format!("{name} has the unknown type {other:?}")),
        };
        Ok(ShapeModel {
            name: self.keep(name),
            kind,
            min: value.get("min").and_then(Value::as_f64),
            max: value.get("max").and_then(Value::as_f64),
            sensitive: flag(value, "sensitive"),
        })
    }

    fn texts(&mut self, value: &Value, key: &str) -> Vec<&'static str> {
        let items = value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        items.iter().filter_map(Value::as_str).map(|t| self.keep(t)).collect()
    }

    fn structure(&mut self, name: &str, value: &Value) -> Result<StructureModel, String> {
        let members = value.get("members").and_then(Value::as_object).ok_or_else(|| format!("{name} lacks members"))?;
        let members = members.iter().map(|(member, v)| self.member(member, v)).collect::<Result<Vec<_>, _>>()?;
        let error = (flag(value, "exception") || value.get("error").is_some()).then(|| {
            let facts = value.get("error").cloned().unwrap_or_default();
            let fault = flag(value, "fault") || flag(&facts, "fault");
            let status = facts.get("httpStatusCode").and_then(Value::as_u64).unwrap_or(if fault { 500 } else { 400 });
            ErrorModel {
                code: self.text(&facts, "code").unwrap_or_else(|| self.keep(name)),
                status: u16::try_from(status).unwrap_or(400),
                sender: !fault,
            }
        });
        Ok(StructureModel {
            members,
            required: self.texts(value, "required"),
            payload: self.text(value, "payload"),
            union: flag(value, "union"),
            document: flag(value, "document"),
            event_stream: flag(value, "eventstream"),
            event: flag(value, "event"),
            error,
            xml_namespace: self.namespace(value),
            location_name: self.text(value, "locationName"),
        })
    }

    fn namespace(&mut self, value: &Value) -> Option<(&'static str, &'static str)> {
        match value.get("xmlNamespace") {
            Some(Value::String(uri)) => Some((self.keep(uri), "")),
            Some(namespace) => Some((self.text(namespace, "uri")?, self.text(namespace, "prefix").unwrap_or(""))),
            None => None,
        }
    }

    fn member(&mut self, name: &str, value: &Value) -> Result<Member, String> {
        let target = value.get("shape").and_then(Value::as_str).ok_or_else(|| format!("{name} lacks a shape"))?;
        let location = match value.get("location").and_then(Value::as_str) {
            None => Location::Body,
            Some("uri") => Location::Uri,
            Some("querystring") => Location::QueryString,
            Some("header") => Location::Header,
            Some("headers") => Location::Headers,
            Some("statusCode") => Location::StatusCode,
            Some(other) => return Err(format!("{name} has the unknown location {other}")),
        };
        Ok(Member {
            name: self.keep(name),
            location_name: self.text(value, "locationName"),
            query_name: self.text(value, "queryName"),
            query_path: flag(value, "queryPath"),
            shape: self.shape_id(target)?,
            location,
            flattened: flag(value, "flattened"),
            idempotency_token: flag(value, "idempotencyToken"),
            xml_attribute: flag(value, "xmlAttribute"),
            xml_namespace: self.namespace(value),
            timestamp_format: timestamp_format(value),
            event_payload: flag(value, "eventpayload"),
            streaming: flag(value, "streaming"),
            json_value: flag(value, "jsonvalue"),
        })
    }
}

fn flag(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or(false)
}

fn timestamp_format(value: &Value) -> Option<TimestampFormat> {
    match value.get("timestampFormat").and_then(Value::as_str)? {
        "iso8601" => Some(TimestampFormat::Iso8601),
        "rfc822" => Some(TimestampFormat::Rfc822),
        _ => Some(TimestampFormat::UnixTimestamp),
    }
}

fn protocols(metadata: &Value) -> Result<Vec<Protocol>, String> {
    let names = match metadata.get("protocols").and_then(Value::as_array) {
        Some(list) => list.iter().filter_map(Value::as_str).collect(),
        None => vec![metadata.get("protocol").and_then(Value::as_str).ok_or("no protocol")?],
    };
    names
        .into_iter()
        .map(|name| match name {
            "json" => Ok(Protocol::AwsJson),
            "rest-json" => Ok(Protocol::RestJson),
            "query" => Ok(Protocol::Query),
            "rest-xml" => Ok(Protocol::RestXml),
            "smithy-rpc-v2-cbor" => Ok(Protocol::RpcCbor),
            other => Err(format!("unknown protocol {other}")),
        })
        .collect()
}

/// A service's entry in the table of contracts: what routing needs, and its model, read when first asked for.
#[derive(Debug)]
pub struct Contract {
    /// Name in `models/`.
    pub id: &'static str,
    /// Name in the credential scope.
    pub signing_name: &'static str,
    /// First label of the host name.
    pub endpoint_prefix: &'static str,
    /// Prefix of `X-Amz-Target`.
    pub target_prefix: Option<&'static str>,
    /// API version.
    pub api_version: &'static str,
    /// Whether these are operations of this project's own, beside those of AWS.
    pub own: bool,
    facts: &'static str,
    model: OnceLock<Service>,
}

impl Contract {
    /// An entry of the table; only the generated table calls this.
    pub const fn new(
        id: &'static str,
        signing_name: &'static str,
        endpoint_prefix: &'static str,
        target_prefix: Option<&'static str>,
        api_version: &'static str,
        facts: &'static str,
    ) -> Self {
        Self { id, signing_name, endpoint_prefix, target_prefix, api_version, own: false, facts, model: OnceLock::new() }
    }

    /// The same, of operations of this project's own.
    pub const fn own(
        id: &'static str,
        signing_name: &'static str,
        endpoint_prefix: &'static str,
        target_prefix: Option<&'static str>,
        api_version: &'static str,
        facts: &'static str,
    ) -> Self {
        Self { id, signing_name, endpoint_prefix, target_prefix, api_version, own: true, facts, model: OnceLock::new() }
    }

    /// The service's model.
    pub fn service(&'static self) -> &'static Service {
        self.model.get_or_init(|| {
            #[expect(clippy::expect_used, reason = "the facts are compiled in and a test reads every one of them")]
            Service::parse(self.id, self.facts).expect("the compiled-in model is well-formed")
        })
    }
}
