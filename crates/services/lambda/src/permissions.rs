//! The policies of functions: statements that AddPermission makes, evaluated by the policy engine like every other policy.

use std::sync::Arc;

use plane::ports::ServiceCaller;
use plane::{Access, Failure, Lookup, Reader, ResourcePolicy, ResourcePolicyRole};
use policy::{Policy, PolicyKind};
use serde_json::{Map, Value, json};

use crate::api::AddPermissionRequest;
use crate::errors::invalid;
use crate::names::{LATEST, Target};
use crate::resources::{Function, Permissions, part_id};

/// Largest policy of a function, bytes.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
pub(crate) const MOST_POLICY: usize = 20 << 10;

/// The policy document of statements.
pub(crate) fn document(statements: &[Value]) -> String {
    json!({"Version": "2012-10-17", "Id": "default", "Statement": statements}).to_string()
}

/// Compiles statements.
///
/// # Errors
/// `InvalidParameterValueException` with what is wrong.
pub(crate) fn compile(statements: &[Value]) -> Result<Policy, Failure> {
    Policy::parse(&document(statements), PolicyKind::Resource).map_err(|error| invalid(error.message()))
}

/// The statement that a request describes.
///
/// # Errors
/// `InvalidParameterValueException`.
pub(crate) fn statement(request: &AddPermissionRequest, resource: &str, partition: &str) -> Result<Value, Failure> {
    let principal = &request.principal;
    let is_account = principal.len() == 12 && principal.bytes().all(|b| b.is_ascii_digit());
    let service = principal.contains('.') && !principal.contains([':', '*', ' ']);
    let who = if principal == "*" {
        json!("*")
    } else if is_account {
        json!({"AWS": format!("arn:{partition}:iam::{principal}:root")})
    } else if principal.starts_with("arn:") {
        json!({"AWS": principal})
    } else if service {
        json!({"Service": principal})
    } else {
        return Err(invalid("The provided principal was invalid. Please check the principal and try again."));
    };
    let action = &request.action;
    if action != "lambda:*"
        && !action.strip_prefix("lambda:").is_some_and(|verb| !verb.is_empty() && verb.bytes().all(|b| b.is_ascii_alphabetic()))
    {
        return Err(invalid("The provided action is not a Lambda action."));
    }
    let mut condition = Map::new();
    let mut add = |operator: &str, key: &str, value: Value| {
        let entry = condition.entry(operator).or_insert_with(|| json!({}));
        if let Some(entry) = entry.as_object_mut() {
            entry.insert(key.to_owned(), value);
        }
    };
    if let Some(account) = &request.source_account {
        add("StringEquals", "AWS:SourceAccount", json!(account));
    }
    if let Some(token) = &request.event_source_token {
        add("StringEquals", "lambda:EventSourceToken", json!(token));
    }
    if let Some(organization) = &request.principal_org_id {
        add("StringEquals", "aws:PrincipalOrgID", json!(organization));
    }
    if let Some(kind) = request.function_url_auth_type {
        add("StringEquals", "lambda:FunctionUrlAuthType", json!(kind.as_str()));
    }
    if let Some(by_url) = request.invoked_via_function_url {
        add("Bool", "lambda:InvokedViaFunctionUrl", json!(by_url.to_string()));
    }
    if let Some(source) = &request.source_arn {
        add("ArnLike", "AWS:SourceArn", json!(source));
    }
    let mut made = json!({
        "Sid": request.statement_id,
        "Effect": "Allow",
        "Principal": who,
        "Action": action,
        "Resource": resource,
    });
    if !condition.is_empty()
        && let Some(made) = made.as_object_mut()
    {
        made.insert("Condition".to_owned(), Value::Object(condition));
    }
    Ok(made)
}

/// The compiled policy of what a target names, if it has one.
pub(crate) async fn of(reader: &Reader<'_>, target: &Target) -> Result<Option<Policy>, Failure> {
    let qualifier = target.qualifier.as_deref().unwrap_or_default();
    if qualifier == LATEST {
        return Ok(None);
    }
    match reader.get::<Permissions>(&target.account, &target.region, &part_id(&target.name, qualifier)).await? {
        Some(found) => compile(&found.body.statements).map(Some),
        None => Ok(None),
    }
}

/// Permission for an action on a function, with its policy and its tags.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn access(lookup: &Lookup<'_>, target: &Target, action: Option<&'static str>) -> Result<Access, Failure> {
    let arn = target.arn(&lookup.plane().settings.partition);
    let mut access = Access::on(&arn).owned_by(&target.account);
    if let Some(action) = action {
        access = access.action(action);
    }
    if let Some(policy) = of(lookup, target).await? {
        access = access.resource_policy(ResourcePolicy { id: arn, policy: Arc::new(policy), role: ResourcePolicyRole::Optional });
    }
    if let Some(function) = lookup.get::<Function>(&target.account, &target.region, &target.name).await? {
        access = access.resource_tags(&function.tags);
    }
    Ok(access)
}

/// Whether the policy of a function allows a service to invoke it.
///
/// # Errors
/// `AccessDenied`.
pub(crate) async fn allow_service(reader: &Reader<'_>, target: &Target, caller: &ServiceCaller) -> Result<(), Failure> {
    let plane = reader.plane();
    let context = caller.context(plane, &target.account, &target.region);
    let arn = target.arn(&plane.settings.partition);
    let policy = of(reader, target).await?;
    let policies: Vec<&Policy> = policy.as_ref().into_iter().collect();
    if caller.is_allowed("lambda:InvokeFunction", &arn, &target.account, &policies, &context) {
        return Ok(());
    }
    Err(Failure::common(
        wire::Common::AccessDenied,
        format!(
            "{} is not authorized to perform: lambda:InvokeFunction on resource: {arn} because no resource-based policy allows the lambda:InvokeFunction action",
            caller.principal
        ),
    ))
}
