//! Dashboards.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Plane, Stored, Transaction};
use serde_json::Value;
use wire::Timestamp;

use super::tags;
use crate::api::{
    self, DashboardEntry, DashboardInvalidInputError, DashboardNotFoundError, DashboardValidationMessage, operation,
};
use crate::errors;
use crate::resources::Dashboard;

/// Entries of a page.
const PAGE: usize = 1_000;
/// Longest body, characters, and most widgets.
const MAX_BODY: usize = 1 << 20;
const MAX_WIDGETS: usize = 500;
/// Longest name.
const MAX_NAME: usize = 255;
/// Types of widgets.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html>.
const TYPES: [&str; 6] = ["metric", "text", "log", "alarm", "explorer", "custom"];

/// ARN of a dashboard: it belongs to the account, not to a region.
fn arn(plane: &Plane, account: &str, name: &str) -> String {
    plane.arn("cloudwatch", "", account, &format!("dashboard/{name}"))
}

fn of(lookup: &Lookup<'_>, name: &str) -> Access {
    Access::on(arn(lookup.plane(), lookup.account(), name))
}

/// What is wrong with a body: what makes it unusable, and what is only odd.
fn validate(body: &str) -> Result<Vec<DashboardValidationMessage>, Vec<DashboardValidationMessage>> {
    let message = |path: String, text: String| DashboardValidationMessage { data_path: Some(path), message: Some(text) };
    let document: Value =
        serde_json::from_str(body).map_err(|e| vec![message(String::new(), format!("The body is not JSON: {e}"))])?;
    let Some(members) = document.as_object() else {
        return Err(vec![message(String::new(), "The body should be an object".to_owned())]);
    };
    let mut errors = Vec::new();
    let mut warnings = Vec::new();
    for name in members.keys() {
        if !["widgets", "start", "end", "periodOverride", "variables"].contains(&name.as_str()) {
            warnings.push(message(format!("/{name}"), format!("The dashboard has no property {name}")));
        }
    }
    let widgets = match members.get("widgets") {
        Some(Value::Array(widgets)) => widgets.as_slice(),
        Some(_) => {
            errors.push(message("/widgets".to_owned(), "Should be an array".to_owned()));
            &[]
        }
        None => {
            errors.push(message(String::new(), "Should have required property 'widgets'".to_owned()));
            &[]
        }
    };
    if widgets.len() > MAX_WIDGETS {
        errors.push(message("/widgets".to_owned(), format!("Should NOT have more than {MAX_WIDGETS} items")));
    }
    for (n, widget) in widgets.iter().enumerate() {
        let path = format!("/widgets/{n}");
        let Some(widget) = widget.as_object() else {
            errors.push(message(path, "Should be an object".to_owned()));
            continue;
        };
        let kind = widget.get("type").and_then(Value::as_str);
        match kind {
            None => errors.push(message(path.clone(), "Should have required property 'type'".to_owned())),
            Some(kind) if !TYPES.contains(&kind) => {
                errors.push(message(format!("{path}/type"), format!("Should be one of {}", TYPES.join(", "))));
            }
            Some(_) => {}
        }
        let properties = widget.get("properties").and_then(Value::as_object);
        match (kind, properties) {
            (_, None) => errors.push(message(path.clone(), "Should have required property 'properties'".to_owned())),
            (Some("text"), Some(p)) if !p.get("markdown").is_some_and(Value::is_string) => {
                errors.push(message(format!("{path}/properties"), "Should have required property 'markdown'".to_owned()));
            }
            (Some("alarm"), Some(p)) if !p.get("alarms").is_some_and(Value::is_array) => {
                errors.push(message(format!("{path}/properties"), "Should have required property 'alarms'".to_owned()));
            }
            (Some("metric"), Some(p)) => {
                if !p.contains_key("metrics") && !p.contains_key("annotations") {
                    let text = "Should have required property 'metrics' or 'annotations'".to_owned();
                    errors.push(message(format!("{path}/properties"), text));
                }
                if !p.contains_key("region") {
                    warnings.push(message(format!("{path}/properties"), "Should have property 'region'".to_owned()));
                }
            }
            _ => {}
        }
        for (name, least, most) in [("x", 0, 23), ("y", 0, i64::MAX), ("width", 1, 24), ("height", 1, 1_000)] {
            if let Some(value) = widget.get(name)
                && !value.as_i64().is_some_and(|value| (least..=most).contains(&value))
            {
                errors.push(message(format!("{path}/{name}"), format!("Should be a whole number from {least} to {most}")));
            }
        }
    }
    if errors.is_empty() { Ok(warnings) } else { Err(errors) }
}

impl Handle for operation::PutDashboard {
    async fn access(input: &api::PutDashboardInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(of(lookup, &input.dashboard_name))
    }

    async fn run(input: &api::PutDashboardInput, tx: &mut Transaction<'_>) -> Result<api::PutDashboardOutput, Failure> {
        let name = &input.dashboard_name;
        let named = !name.is_empty()
            && name.len() <= MAX_NAME
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if !named {
            let text = "The field DashboardName must only contain alphanumerics, dash (-) and underscore (_).";
            return Err(DashboardInvalidInputError::new(text).into());
        }
        if input.dashboard_body.len() > MAX_BODY {
            return Err(DashboardInvalidInputError::new("The field DashboardBody is too long.").into());
        }
        let warnings = validate(&input.dashboard_body).map_err(|messages| DashboardInvalidInputError {
            dashboard_validation_messages: Some(messages.clone()),
            ..DashboardInvalidInputError::new(format!(
                "The dashboard body is invalid, there are {} validation errors: {messages:?}",
                messages.len()
            ))
        })?;
        let account = tx.account().to_owned();
        let arn = arn(tx.plane(), &account, name);
        tx.touched(&arn, &account, "AWS::CloudWatch::Dashboard");
        let body = Dashboard { body: input.dashboard_body.clone() };
        let given = tags::checked(input.tags.as_ref())?;
        let stored = match tx.get::<Dashboard>(&account, "", name).await? {
            Some(known) => Stored { body, ..known },
            None => Stored::new(&account, "", name, body).arn(arn).tags(given),
        };
        tx.put(&stored)?;
        Ok(api::PutDashboardOutput { dashboard_validation_messages: Some(warnings) })
    }
}

fn missing(name: &str) -> Failure {
    DashboardNotFoundError::new(format!("Dashboard {name} does not exist")).into()
}

impl Handle for operation::GetDashboard {
    async fn access(input: &api::GetDashboardInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(of(lookup, &input.dashboard_name))
    }

    async fn run(input: &api::GetDashboardInput, tx: &mut Transaction<'_>) -> Result<api::GetDashboardOutput, Failure> {
        let account = tx.account().to_owned();
        let found = tx.reader().get::<Dashboard>(&account, "", &input.dashboard_name).await?;
        let found = found.ok_or_else(|| missing(&input.dashboard_name))?;
        Ok(api::GetDashboardOutput {
            dashboard_arn: Some(arn(tx.plane(), &account, &input.dashboard_name)),
            dashboard_body: Some(found.body.body),
            dashboard_name: Some(input.dashboard_name.clone()),
        })
    }
}

impl Handle for operation::ListDashboards {
    async fn access(_: &api::ListDashboardsInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(of(lookup, "*"))
    }

    async fn run(input: &api::ListDashboardsInput, tx: &mut Transaction<'_>) -> Result<api::ListDashboardsOutput, Failure> {
        let account = tx.account().to_owned();
        let prefix = input.dashboard_name_prefix.as_deref().unwrap_or_default();
        let all = tx.reader().all::<Dashboard>(&account, "", prefix).await?;
        let listing = format!("ListDashboards {account} {prefix}");
        let page = cut(all, &listing, input.next_token.as_deref(), PAGE, |one| one.key.id.clone(), errors::token)?;
        let entries = page.items.into_iter().map(|one| DashboardEntry {
            dashboard_arn: Some(arn(tx.plane(), &account, &one.key.id)),
            dashboard_name: Some(one.key.id),
            last_modified: Some(Timestamp::from_millisecond(one.updated_at).unwrap_or_default()),
            size: i64::try_from(one.body.body.len()).ok(),
        });
        Ok(api::ListDashboardsOutput { dashboard_entries: Some(entries.collect()), next_token: page.next })
    }
}

impl Handle for operation::DeleteDashboards {
    async fn access(input: &api::DeleteDashboardsInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let all = input.dashboard_names.iter().map(|name| of(lookup, name));
        Ok(all.reduce(Access::and).unwrap_or_else(Access::any))
    }

    async fn run(input: &api::DeleteDashboardsInput, tx: &mut Transaction<'_>) -> Result<api::DeleteDashboardsOutput, Failure> {
        let account = tx.account().to_owned();
        for name in &input.dashboard_names {
            let found = tx.get::<Dashboard>(&account, "", name).await?.ok_or_else(|| missing(name))?;
            tx.touched(arn(tx.plane(), &account, name), &account, "AWS::CloudWatch::Dashboard");
            tx.delete(&found);
        }
        Ok(api::DeleteDashboardsOutput {})
    }
}

#[cfg(test)]
mod tests {
    use super::validate;

    #[test]
    fn bodies_are_looked_through() {
        let widget = |rest: &str| format!("{{\"widgets\":[{{\"type\":\"text\",\"properties\":{{\"markdown\":\"x\"}}{rest}}}]}}");
        assert_eq!(validate(&widget("")), Ok(Vec::new()));
        for (body, path) in [
            ("", ""),
            ("[]", ""),
            ("{}", ""),
            ("{\"widgets\":1}", "/widgets"),
            ("{\"widgets\":[1]}", "/widgets/0"),
            ("{\"widgets\":[{\"type\":\"pie\",\"properties\":{}}]}", "/widgets/0/type"),
            ("{\"widgets\":[{\"type\":\"metric\",\"properties\":{}}]}", "/widgets/0/properties"),
            (&widget(",\"width\":25"), "/widgets/0/width"),
        ] {
            let errors = validate(body).unwrap_err();
            assert_eq!(errors[0].data_path.as_deref(), Some(path), "{body}");
        }
        assert_eq!(validate("{\"widgets\":[],\"other\":1}").unwrap().len(), 1);
    }
}
