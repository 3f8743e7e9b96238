//! What shows that something happened: calls, connections, queries, processes, malware.

use serde_json::{Map, Value, json};

use super::{at, list, list_at, text, text_at};

/// `evidences`: of the action that was seen, the network and process that a product names, and the signals of a sequence.
pub(super) fn evidences(asff: &Map<String, Value>) -> Value {
    let mut all = Vec::new();
    if let Some(action) = asff.get("Action").and_then(Value::as_object) {
        actions(asff, action, &mut all);
    }
    if let Some(network) = asff.get("Network").and_then(Value::as_object) {
        all.push(of_network(network));
    }
    if let Some(process) = asff.get("Process").and_then(Value::as_object) {
        all.push(json!({
            "process": {
                "name": text(process, "Name"), "pid": process.get("Pid"), "path": text(process, "Path"), "parent_process": { "pid": process.get("ParentPid") },
            },
        }));
    }
    for endpoint in list_at(asff, &["Detection", "Sequence", "Endpoints"]).iter().filter_map(Value::as_object) {
        let location = endpoint.get("Location").and_then(Value::as_object);
        let of = |name| location.and_then(|location| text(location, name));
        all.push(json!({ "src_endpoint": {
            "uid": text(endpoint, "Id"), "ip": text(endpoint, "Ip"), "port": endpoint.get("Port"), "hostname": text(endpoint, "Domain"),
            "location": { "city": of("City"), "country": of("Country") },
            "autonomous_system": { "name": text_at(endpoint, &["AutonomousSystem", "Name"]), "number": at(endpoint, &["AutonomousSystem", "Number"]) },
        } }));
    }
    Value::Array(all)
}

/// The other side of an action.
fn remote(details: Option<&Value>) -> Map<String, Value> {
    let Some(details) = details.and_then(Value::as_object) else { return Map::new() };
    let made = json!({
        "ip": text(details, "IpAddressV4"),
        "location": { "city": text_at(details, &["City", "CityName"]), "country": text_at(details, &["Country", "CountryName"]) },
        "autonomous_system": { "name": text_at(details, &["Organization", "AsnOrg"]), "number": at(details, &["Organization", "Asn"]) },
    });
    made.as_object().cloned().unwrap_or_default()
}

fn actions(asff: &Map<String, Value>, action: &Map<String, Value>, all: &mut Vec<Value>) {
    if let Some(call) = action.get("AwsApiCallAction").and_then(Value::as_object) {
        let mut from = remote(call.get("RemoteIpDetails"));
        if let Some(domain) = text_at(call, &["DomainDetails", "Domain"]) {
            from.insert("hostname".to_owned(), json!(domain));
        }
        let agent = text_at(asff, &["ProductFields", "aws/guardduty/service/action/awsApiCallAction/userAgent"]);
        all.push(json!({
            "api": { "operation": text(call, "Api"), "service": { "name": text(call, "ServiceName") } }, "src_endpoint": from, "actor": actor(asff),
            "http_request": { "user_agent": agent }, "data": { "affected_resource": call.get("AffectedResources") },
        }));
    }
    if let Some(connection) = action.get("NetworkConnectionAction").and_then(Value::as_object) {
        let inbound = text(connection, "ConnectionDirection") == Some("INBOUND");
        let port = |name: &str| at(connection, &[name, "Port"]).cloned().unwrap_or_default();
        let mut far = remote(connection.get("RemoteIpDetails"));
        far.insert("port".to_owned(), port("RemotePortDetails"));
        let near = json!({ "port": port("LocalPortDetails") });
        let (from, to) = if inbound { (Value::Object(far), near) } else { (near, Value::Object(far)) };
        all.push(json!({
            "src_endpoint": from, "dst_endpoint": to, "connection_info": info(text(connection, "ConnectionDirection"), text(connection, "Protocol")),
            "data": { "blocked": connection.get("Blocked") },
        }));
    }
    if let Some(query) = action.get("DnsRequestAction").and_then(Value::as_object) {
        all.push(json!({
            "query": { "hostname": text(query, "Domain") }, "connection_info": info(None, text(query, "Protocol")), "data": { "blocked": query.get("Blocked") },
        }));
    }
    for probe in list_at(action, &["PortProbeAction", "PortProbeDetails"]).iter().filter_map(Value::as_object) {
        let near =
            json!({ "ip": text_at(probe, &["LocalIpDetails", "IpAddressV4"]), "port": at(probe, &["LocalPortDetails", "Port"]) });
        all.push(json!({ "src_endpoint": remote(probe.get("RemoteIpDetails")), "dst_endpoint": near }));
    }
}

/// `connection_info`, with the names that OCSF has for directions.
fn info(direction: Option<&str>, protocol: Option<&str>) -> Value {
    let (id, name) = match direction {
        Some("INBOUND" | "IN") => (1, "Inbound"),
        Some("OUTBOUND" | "OUT") => (2, "Outbound"),
        Some(_) => (99, "Other"),
        None => (0, "Unknown"),
    };
    json!({ "direction_id": id, "direction": name, "protocol_name": protocol.map(str::to_lowercase) })
}

fn of_network(network: &Map<String, Value>) -> Value {
    let end = |side: &str| {
        let name = |part: &str| format!("{side}{part}");
        let ip = text(network, &name("IpV4")).or(text(network, &name("IpV6")));
        json!({ "ip": ip, "port": network.get(&name("Port")), "hostname": text(network, &name("Domain")), "mac": text(network, &name("Mac")) })
    };
    json!({
        "src_endpoint": end("Source"), "dst_endpoint": end("Destination"), "connection_info": info(text(network, "Direction"), text(network, "Protocol")),
    })
}

/// Who did it, as the access key of the finding says.
fn actor(asff: &Map<String, Value>) -> Value {
    let keys = list(asff, "Resources").iter().filter_map(|r| r.get("Details")?.get("AwsIamAccessKey")?.as_object());
    let Some(key) = keys.into_iter().next() else { return Value::Null };
    json!({ "user": {
        "name": text(key, "PrincipalName").or(text(key, "UserName")), "uid": text(key, "PrincipalId"), "type": text(key, "PrincipalType"),
        "credential_uid": text(key, "AccessKeyId"), "account": { "uid": text(key, "AccountId").or(text(asff, "AwsAccountId")) },
    } })
}

/// `malware`.
pub(super) fn malware(asff: &Map<String, Value>) -> Value {
    let named = list(asff, "Malware").iter().filter_map(Value::as_object).map(|m| {
        let kinds: Vec<&str> = text(m, "Type").into_iter().collect();
        json!({ "name": text(m, "Name"), "classifications": kinds, "files": [{ "path": text(m, "Path") }] })
    });
    let threats = list(asff, "Threats").iter().filter_map(Value::as_object).map(|t| {
        let files = list(t, "FilePaths").iter().filter_map(Value::as_object);
        let files: Vec<Value> = files.map(|f| json!({ "path": text(f, "FilePath"), "name": text(f, "FileName") })).collect();
        json!({ "name": text(t, "Name"), "severity": text(t, "Severity"), "num_infected": t.get("ItemCount"), "files": files })
    });
    named.chain(threats).collect()
}
