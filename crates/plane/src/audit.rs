//! Audit records: every call as CloudTrail records it.
//!
//! The form is that of <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>, version 1.11.

use serde_json::{Value, json};
use store::NewEntry;
use uuid::Uuid;
use wire::Document;
use wire::model::{OperationModel, Protocol, Service, ShapeId};
use wire::protocol::{audit_code, write_audit_json, write_whole_audit_json};

use crate::audit_context::{CONTEXT, Seen};
use crate::call::Call;
use crate::principal::{IssuerKind, Principal, PrincipalKind};
use crate::settings::is_global;
use crate::transaction::{AuditNotes, AuditPart, Transaction};

/// Kind of journal entries that hold the record of an API call.
pub const API_CALL: &str = "AwsApiCall";
/// Kind of journal entries that hold the record of something a service did by itself.
pub const SERVICE_EVENT: &str = "AwsServiceEvent";

/// Kind of journal entries that hold the record of a sign-in to the console, or of a switch of roles in it.
pub const CONSOLE_SIGN_IN: &str = "AwsConsoleSignIn";

/// Whether entries of a kind hold a record in CloudTrail's form.
pub fn is_record(kind: &str) -> bool {
    matches!(kind, API_CALL | SERVICE_EVENT | CONSOLE_SIGN_IN)
}

const VERSION: &str = "1.11";
/// Longest error message in a record, bytes: AWS documents 1,024.
const MAX_MESSAGE: usize = 1024;
/// Largest request parameters or response elements in a record, bytes: AWS documents 100 KB.
const MAX_ELEMENTS: usize = 100 << 10;
/// The same for those who wish large events, bytes: AWS documents 1 MB for the whole event.
const MAX_LARGE: usize = 1 << 20;
/// Records have elements of this size as they are, bytes: the longest text that is not cut.
const LARGE: usize = 16_384;

/// Members that are secret or proofs of the moment, though models do not mark all of them.
const NEVER_SHOWN: &[&str] = &[
    "SecretAccessKey",
    "SessionToken",
    "TokenCode",
    "AuthenticationCode1",
    "AuthenticationCode2",
    "WebIdentityToken",
    "SAMLAssertion",
    "PrivateKey",
    "Base32StringSeed",
    "QRCodePNG",
    "ServicePassword",
    "ServiceCredentialSecret",
    "MessageAttributes",
    "MessageBody",
    "MessageSystemAttributes",
    "logEvents",
    "logEventMessages",
    "Message",
    "Subject",
    "PublishBatchRequestEntries",
];

/// What became of a call.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Outcome<'a> {
    /// It succeeded with this output.
    Done(&'a Document),
    /// It failed with this code and message.
    Failed(&'a str, &'a str),
}

/// Whether an operation changes nothing, as records say in `readOnly`.
pub fn is_read_only(service: &Service, operation: &OperationModel) -> bool {
    const VERBS: &[&str] = &[
        "Get",
        "List",
        "Describe",
        "Lookup",
        "BatchGet",
        "Search",
        "Simulate",
        "Validate",
        "Head",
        "Select",
        "Check",
        "Query",
        "Decode",
        "Preview",
        "Filter",
        "Test",
        "Assume",
        "Estimate",
        "Discover",
        "Verify",
        "GenerateMac",
        "GenerateRandom",
        "GenerateDataKey",
    ];
    let name = operation.name;
    let verb = VERBS
        .iter()
        .any(|v| name.strip_prefix(v).is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_uppercase())));
    operation.read_only
        || verb
        || service.id == "sts"
        || (service.id == "iam"
            && matches!(
                name,
                "GenerateCredentialReport" | "GenerateServiceLastAccessedDetails" | "GenerateOrganizationsAccessReport"
            ))
        || (service.id == "cloudtrail" && name == "StartQuery")
        || (service.id == "kms"
            && matches!(
                name,
                "Encrypt" | "Decrypt" | "ReEncrypt" | "Sign" | "DeriveSharedSecret" | "Encapsulate" | "Decapsulate"
            ))
}

/// Whether a call is a data event: on or in a resource, of high volume, and not in the event history.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html>.
pub fn is_data_event(service: &Service, operation: &OperationModel) -> bool {
    const SQS: &[&str] = &["SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"];
    if service.id == "sqs" {
        return SQS.contains(&operation.name.trim_end_matches("Batch"));
    }
    if service.id == "sns" {
        return matches!(operation.name, "Publish" | "PublishBatch");
    }
    const S3_OF_BUCKETS: &[&str] = &["GetObjectLockConfiguration", "PutObjectLockConfiguration"];
    if service.id == "events" {
        return operation.name == "PutEvents";
    }
    if service.id == "logs" {
        return operation.name == "PutLogEvents";
    }
    if matches!(service.id, "logs-otlp" | "monitoring-otlp") {
        return true;
    }
    if service.id == "cloudwatch" {
        return matches!(operation.name, "PutMetricData" | "GetMetricData" | "GetMetricWidgetImage");
    }
    if service.id == "lambda" {
        return matches!(operation.name, "Invoke" | "InvokeAsync" | "InvokeWithResponseStream");
    }
    service.id == "s3"
        && !S3_OF_BUCKETS.contains(&operation.name)
        && ["Object", "MultipartUpload", "UploadPart", "ListParts"].iter().any(|word| operation.name.contains(word))
}

/// The name of a call in records: Lambda's carry the version of the API that the operation came with, and its revision.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html>.
fn event_name(service: &Service, operation: &OperationModel) -> std::borrow::Cow<'static, str> {
    const SECOND: &[&str] = &[
        "AddPermission",
        "GetFunction",
        "GetFunctionConfiguration",
        "GetPolicy",
        "RemovePermission",
        "UpdateFunctionCode",
        "UpdateFunctionConfiguration",
    ];
    if service.id != "lambda" || is_data_event(service, operation) {
        return operation.name.into();
    }
    let date: String = operation.uri.chars().skip(1).take(10).filter(char::is_ascii_digit).collect();
    match date.len() {
        8 => format!("{}{date}{}", operation.name, if SECOND.contains(&operation.name) { "v2" } else { "" }).into(),
        _ => operation.name.into(),
    }
}

/// The entries of a call: one for the caller's account, one for each other account whose resource it touched.
pub(crate) fn records(
    call: &Call,
    new_id: impl Fn() -> Uuid,
    input: &Document,
    notes: &AuditNotes,
    outcome: Outcome<'_>,
) -> Vec<NewEntry> {
    let mut accounts: Vec<&str> = Vec::with_capacity(1);
    if !call.principal.account.is_empty() {
        accounts.push(&call.principal.account);
    }
    // A refusal is the caller's business alone: the owner of what was asked for learns nothing of strangers' attempts, as on AWS.
    if matches!(outcome, Outcome::Done(_)) || accounts.is_empty() {
        for account in notes.resources.iter().map(|r| r.account.as_str()).chain(notes.also_in.iter().map(String::as_str)) {
            if !account.is_empty() && !accounts.contains(&account) {
                accounts.push(account);
            }
        }
    }
    let region = if is_global(call.service.id) { "us-east-1" } else { call.region.as_str() };
    let shared = (accounts.len() > 1).then(&new_id);
    let mut entries = Vec::with_capacity(accounts.len());
    // Before the records: whoever reads them in order has it by then.
    if let Some(seen) = notes.seen.as_deref().filter(|_| !accounts.is_empty()) {
        let id = new_id().to_string();
        let (account, at) = (call.principal.account.clone(), call.time.as_millisecond());
        let body = context(call, seen, input, notes, outcome);
        entries.push(NewEntry { id, kind: CONTEXT.to_owned(), account, region: region.to_owned(), at, body });
    }
    entries.extend(accounts.into_iter().map(|account| {
        let id = new_id();
        NewEntry {
            id: id.to_string(),
            kind: API_CALL.to_owned(),
            account: account.to_owned(),
            region: region.to_owned(),
            at: call.time.as_millisecond(),
            body: record(call, id, shared, account, region, input, notes, outcome),
        }
    }));
    entries
}

/// The context of a call, with what its record omits for its size.
fn context(call: &Call, seen: &Seen, input: &Document, notes: &AuditNotes, outcome: Outcome<'_>) -> Vec<u8> {
    let large = |shape: Option<ShapeId>, document: &Document| {
        let mut out = Writer::new();
        out.elements_within("it", call.service, shape, Some(document), true);
        let text = out.finish();
        // What is shorter, the record has whole.
        let omitted = text.len() > LARGE;
        let value = omitted.then(|| serde_json::from_slice::<Value>(&text).ok()).flatten();
        value.and_then(|mut value| value.get_mut("it").map(Value::take))
    };
    let mut context = seen.ended(matches!(outcome, Outcome::Done(_)));
    if seen.large {
        context.request_parameters = large(call.operation.input, input);
        let changes = !is_read_only(call.service, call.operation);
        if let (Outcome::Done(output), None, true) = (outcome, &notes.response_elements, changes) {
            context.response_elements = large(call.operation.output, output);
        }
    }
    serde_json::to_vec(&context).unwrap_or_default()
}

/// The entries of the parts of a batch.
pub(crate) fn parts(call: &Call, protocol: Protocol, new_id: impl Fn() -> Uuid, parts: &[AuditPart]) -> Vec<NewEntry> {
    let mut entries = Vec::with_capacity(parts.len());
    for part in parts {
        let Some(operation) = call.service.operation(part.operation) else { continue };
        let call = Call { operation, ..call.clone() };
        let notes = AuditNotes { resources: part.resources.clone(), ..AuditNotes::default() };
        let code = part.failure.as_ref().map(|failure| audit_code(protocol, Some(call.service), failure));
        let outcome = match (&part.failure, &code) {
            (Some(failure), Some(code)) => Outcome::Failed(code, &failure.message),
            _ => Outcome::Done(&Document::EMPTY),
        };
        entries.extend(records(&call, &new_id, &part.input, &notes, outcome));
    }
    entries
}

#[expect(clippy::too_many_arguments, reason = "the parts of one record, used in one place")]
fn record(
    call: &Call,
    id: Uuid,
    shared: Option<Uuid>,
    recipient: &str,
    region: &str,
    input: &Document,
    notes: &AuditNotes,
    outcome: Outcome<'_>,
) -> Vec<u8> {
    let read_only = is_read_only(call.service, call.operation);
    let mut out = Writer::new();
    out.text("eventVersion", VERSION);
    out.key("userIdentity");
    identity(&mut out, &call.principal, recipient);
    out.text("eventTime", &call.time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    out.raw("eventSource", &format!("\"{}.amazonaws.com\"", call.service.endpoint_prefix));
    out.text("eventName", &event_name(call.service, call.operation));
    out.text("awsRegion", region);
    match call.source_ip {
        Some(ip) => out.text("sourceIPAddress", &ip.to_string()),
        None => out.text("sourceIPAddress", &call.user_agent),
    }
    out.text("userAgent", &call.user_agent);
    if let Outcome::Failed(code, message) = outcome {
        out.text("errorCode", code);
        if !message.is_empty() {
            out.text("errorMessage", cut(message, MAX_MESSAGE));
        }
    }
    out.elements("requestParameters", call.service, call.operation.input, Some(input));
    match (outcome, &notes.response_elements) {
        (Outcome::Done(_), Some(elements)) => out.value("responseElements", elements),
        (Outcome::Done(output), None) if !read_only || call.service.id == "sts" => {
            out.elements("responseElements", call.service, call.operation.output, Some(output));
        }
        _ => out.raw("responseElements", "null"),
    }
    if let Some(additional) = &notes.additional {
        out.value("additionalEventData", additional);
    }
    out.text("requestID", &call.request_id.to_string());
    out.text("eventID", &id.to_string());
    out.raw("readOnly", if read_only { "true" } else { "false" });
    let data = is_data_event(call.service, call.operation);
    // Selectors choose data events by their resource: it is named also when the call was refused. Whose it is learns only its owner.
    let done = matches!(outcome, Outcome::Done(_));
    if !notes.resources.is_empty() && (done || data) {
        let resources = notes.resources.iter().map(|r| match done || r.account == recipient {
            true => json!({"accountId": r.account, "type": r.kind, "ARN": r.arn}),
            false => json!({"type": r.kind, "ARN": r.arn}),
        });
        out.value("resources", &Value::Array(resources.collect()));
    }
    out.text("eventType", API_CALL);
    out.raw("managementEvent", if data { "false" } else { "true" });
    out.text("recipientAccountId", recipient);
    if let Some(shared) = shared {
        out.text("sharedEventID", &shared.to_string());
    }
    out.text("eventCategory", if data { "Data" } else { "Management" });
    if let Some(tls) = &call.tls {
        out.value(
            "tlsDetails",
            &json!({"tlsVersion": tls.version, "cipherSuite": tls.cipher_suite, "clientProvidedHostHeader": call.host}),
        );
    }
    out.finish()
}

fn identity(out: &mut Writer, principal: &Principal, recipient: &str) {
    let mut inner = Writer::new();
    // Another account learns which account called, not who in it.
    let foreign = principal.account != recipient && !principal.account.is_empty();
    let kind = principal.kind.as_str();
    match principal.kind {
        PrincipalKind::AwsService => {
            inner.text("type", kind);
            inner.text("invokedBy", &principal.arn);
        }
        // See "Amazon S3 CloudTrail events": this is how unsigned requests to public buckets are recorded.
        PrincipalKind::Anonymous => {
            inner.text("type", "AWSAccount");
            inner.text("principalId", "");
            inner.text("accountId", "ANONYMOUS_PRINCIPAL");
        }
        PrincipalKind::WebIdentityUser | PrincipalKind::SamlUser => {
            inner.text("type", kind);
            inner.text("principalId", &principal.principal_id);
            if let Some(name) = &principal.user_name {
                inner.text("userName", name);
            }
            // Of SAML it is the qualifier that the principal id begins with.
            let provider = match principal.principal_id.split_once(':') {
                Some((qualifier, _)) if principal.kind == PrincipalKind::SamlUser => qualifier,
                _ => principal.arn.as_str(),
            };
            inner.text("identityProvider", provider);
        }
        _ if foreign => {
            inner.text("type", "AWSAccount");
            inner.text("principalId", &principal.principal_id);
            inner.text("accountId", &principal.account);
        }
        _ => {
            inner.text("type", kind);
            inner.text("principalId", &principal.principal_id);
            if !principal.arn.is_empty() {
                inner.text("arn", &principal.arn);
            }
            if !principal.account.is_empty() {
                inner.text("accountId", &principal.account);
            }
            if !principal.access_key_id.is_empty() {
                inner.text("accessKeyId", &principal.access_key_id);
            }
            if let Some(name) = &principal.user_name {
                inner.text("userName", name);
            }
            if let Some(session) = &principal.session {
                let issuer = match session.issuer_kind {
                    IssuerKind::Role => "Role",
                    IssuerKind::IamUser => "IAMUser",
                    IssuerKind::Root => "Root",
                };
                let mut context = Writer::new();
                if session.issuer_kind == IssuerKind::Role || principal.kind == PrincipalKind::FederatedUser {
                    let mut by = Writer::new();
                    by.text("type", issuer);
                    by.text("principalId", &session.issuer_id);
                    by.text("arn", &session.issuer_arn);
                    by.text("accountId", &principal.account);
                    if !session.issuer_name.is_empty() {
                        by.text("userName", &session.issuer_name);
                    }
                    context.key("sessionIssuer");
                    context.append(&by.finish());
                }
                if let Some(federation) = session.federation.as_ref().filter(|f| !f.provider.contains(":saml-provider/")) {
                    context.value("webIdFederationData", &json!({"federatedProvider": federation.provider, "attributes": {}}));
                }
                let created = session.created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
                let mfa = if session.mfa_at.is_some() { "true" } else { "false" };
                context.value("attributes", &json!({"creationDate": created, "mfaAuthenticated": mfa}));
                if let Some(source) = &session.source_identity {
                    context.text("sourceIdentity", source);
                }
                if session.assumed_root {
                    context.text("assumedRoot", "true");
                }
                inner.key("sessionContext");
                inner.append(&context.finish());
            }
        }
    }
    out.append(&inner.finish());
}

/// Adds the record of something a service did by itself, such as finishing an account's creation, to the history of an account.
pub fn service_event(tx: &mut Transaction<'_>, source: &str, name: &str, account: &str, region: &str, details: &Value) {
    service_record(tx, source, name, account, region, ("serviceEventDetails", details));
}

/// As [`service_event`], for the services whose events have what they are about in `additionalEventData`.
pub fn service_event_with_data(tx: &mut Transaction<'_>, source: &str, name: &str, account: &str, region: &str, data: &Value) {
    service_record(tx, source, name, account, region, ("additionalEventData", data));
}

fn service_record(tx: &mut Transaction<'_>, source: &str, name: &str, account: &str, region: &str, about: (&str, &Value)) {
    let (member, details) = about;
    let time = tx.call().time;
    let id = tx.plane().ids.uuid_at(time.as_millisecond());
    let record = json!({
        "eventVersion": VERSION,
        "userIdentity": {"accountId": account, "invokedBy": source},
        "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "eventSource": source,
        "eventName": name,
        "awsRegion": region,
        "sourceIPAddress": source,
        "userAgent": source,
        "requestParameters": null,
        "responseElements": null,
        "eventID": id.to_string(),
        "readOnly": false,
        "eventType": SERVICE_EVENT,
        "managementEvent": true,
        "recipientAccountId": account,
        (member): details,
        "eventCategory": "Management",
    });
    tx.journal_entry(NewEntry {
        id: id.to_string(),
        kind: SERVICE_EVENT.to_owned(),
        account: account.to_owned(),
        region: region.to_owned(),
        at: time.as_millisecond(),
        body: record.to_string().into_bytes(),
    });
}

/// What the record of a sign-in or of a switch of roles says.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html>.
#[derive(Debug)]
pub struct ConsoleEvent<'a> {
    /// `ConsoleLogin` or `SwitchRole`.
    pub name: &'a str,
    /// Who signed in, or would have; its account's history gets the record.
    pub principal: &'a Principal,
    /// Address of the browser.
    pub source_ip: Option<std::net::IpAddr>,
    /// The browser.
    pub user_agent: &'a str,
    /// Why it was refused; none if it was not.
    pub error: Option<&'a str>,
    /// `additionalEventData`.
    pub additional: Value,
}

/// Adds the record of a sign-in or of a switch of roles.
pub fn console_event(tx: &mut Transaction<'_>, event: &ConsoleEvent<'_>) {
    const SOURCE: &str = "signin.amazonaws.com";
    let time = tx.call().time;
    let id = tx.plane().ids.uuid_at(time.as_millisecond());
    // Root signs in globally, which is recorded in us-east-1.
    let region = if event.principal.is_root() { "us-east-1".to_owned() } else { tx.plane().settings.home_region.clone() };
    let account = &event.principal.account;
    let mut out = Writer::new();
    out.text("eventVersion", VERSION);
    out.key("userIdentity");
    identity(&mut out, event.principal, account);
    out.text("eventTime", &time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    out.text("eventSource", SOURCE);
    out.text("eventName", event.name);
    out.text("awsRegion", &region);
    out.text("sourceIPAddress", &event.source_ip.map_or_else(|| SOURCE.to_owned(), |ip| ip.to_string()));
    out.text("userAgent", cut(event.user_agent, MAX_MESSAGE));
    if let Some(error) = event.error {
        out.text("errorMessage", error);
    }
    out.raw("requestParameters", "null");
    out.value("responseElements", &json!({(event.name): if event.error.is_some() { "Failure" } else { "Success" }}));
    out.value("additionalEventData", &event.additional);
    out.text("eventID", &id.to_string());
    out.raw("readOnly", "false");
    out.text("eventType", CONSOLE_SIGN_IN);
    out.raw("managementEvent", "true");
    out.text("recipientAccountId", account);
    out.text("eventCategory", "Management");
    tx.journal_entry(NewEntry {
        id: id.to_string(),
        kind: CONSOLE_SIGN_IN.to_owned(),
        account: account.clone(),
        region,
        at: time.as_millisecond(),
        body: out.finish(),
    });
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// The document without what is never shown; `None` if nothing had to go.
fn redacted(document: &Document) -> Option<Document> {
    fn holds(document: &Document) -> bool {
        match document {
            Document::Structure(members) => members.iter().any(|(name, value)| NEVER_SHOWN.contains(name) || holds(value)),
            Document::List(items) => items.iter().any(holds),
            Document::Map(entries) => entries.iter().any(|(_, value)| holds(value)),
            _ => false,
        }
    }
    fn strip(document: &Document) -> Document {
        match document {
            Document::Structure(members) => Document::Structure(
                members
                    .iter()
                    .filter(|(name, _)| !NEVER_SHOWN.contains(name))
                    .map(|(name, value)| (*name, strip(value)))
                    .collect(),
            ),
            Document::List(items) => Document::List(items.iter().map(strip).collect()),
            Document::Map(entries) => Document::Map(entries.iter().map(|(key, value)| (key.clone(), strip(value))).collect()),
            other => other.clone(),
        }
    }
    holds(document).then(|| strip(document))
}

/// Writes one JSON object, member by member.
struct Writer {
    out: Vec<u8>,
}

impl Writer {
    fn new() -> Self {
        let mut out = Vec::with_capacity(1024);
        out.push(b'{');
        Self { out }
    }

    fn key(&mut self, key: &str) {
        if self.out.last() != Some(&b'{') {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        // Writing a string into memory cannot fail.
        let _ = serde_json::to_writer(&mut self.out, text);
    }

    fn raw(&mut self, key: &str, json: &str) {
        self.key(key);
        self.out.extend_from_slice(json.as_bytes());
    }

    fn value(&mut self, key: &str, value: &Value) {
        self.key(key);
        let _ = serde_json::to_writer(&mut self.out, value);
    }

    fn append(&mut self, json: &[u8]) {
        self.out.extend_from_slice(json);
    }

    fn elements(&mut self, key: &str, service: &Service, shape: Option<ShapeId>, document: Option<&Document>) {
        self.elements_within(key, service, shape, document, false);
    }

    fn elements_within(
        &mut self,
        key: &str,
        service: &Service,
        shape: Option<ShapeId>,
        document: Option<&Document>,
        large: bool,
    ) {
        self.key(key);
        let empty = |d: &Document| matches!(d, Document::Structure(members) if members.is_empty()) || d.is_null();
        let (Some(shape), Some(document)) = (shape, document.filter(|d| !empty(d))) else {
            self.out.extend_from_slice(b"null");
            return;
        };
        let start = self.out.len();
        let write = if large { write_whole_audit_json } else { write_audit_json };
        match redacted(document) {
            Some(document) => write(&mut self.out, service, shape, &document),
            None => write(&mut self.out, service, shape, document),
        }
        let most = if large { MAX_LARGE } else { MAX_ELEMENTS };
        if self.out.len() - start > most {
            self.out.truncate(start);
            self.out.extend_from_slice(b"{\"omitted\":true,\"reason\":\"larger than 100 KB\"}");
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.out.push(b'}');
        self.out
    }
}
