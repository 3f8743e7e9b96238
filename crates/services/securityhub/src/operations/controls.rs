//! Controls across standards: definitions, parameters, and in which standards they are enabled.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use serde_json::{Map, Value, json};

use super::standards::{control_arns, rating, status_of, switch};
use super::{PAGE, limit, page};
use crate::api::operation::{
    BatchGetSecurityControls, BatchGetStandardsControlAssociations, BatchUpdateStandardsControlAssociations,
    GetSecurityControlDefinition, ListSecurityControlDefinitions, ListStandardsControlAssociations, UpdateSecurityControl,
};
use crate::api::{
    self, AssociationStatus, ControlStatus, ParameterValueType, RegionAvailabilityStatus, SecurityControl,
    SecurityControlDefinition, SecurityControlProperty, StandardsControlAssociationDetail, StandardsControlAssociationSummary,
    UnprocessedErrorCode, UnprocessedSecurityControl, UnprocessedStandardsControlAssociation,
    UnprocessedStandardsControlAssociationUpdate, UpdateStatus,
};
use crate::catalogue::controls::{CONTROLS, Control, ParameterKind, named, sortable};
use crate::catalogue::standards::{self, Standard};
use crate::controls;
use crate::errors::{invalid, not_found};
use crate::hub::{arn, here, on_hub, own, required};
use crate::json;
use crate::policies::locally_managed;
use crate::resources::{ControlSettings, Pending, Subscription};

/// Controls of a call, and associations.
const MOST: usize = 100;

fn control_arn(tx: &Transaction<'_>, control: &Control) -> String {
    arn(tx.plane(), &tx.call().region, tx.account(), &format!("security-control/{}", control.id))
}

/// The control of an id or an ARN.
fn find(tx: &Transaction<'_>, given: &str) -> Option<&'static Control> {
    let (account, region) = here(tx);
    let id = if given.starts_with("arn:") { own(given, &account, &region, "security-control").ok()? } else { given };
    named(id)
}

fn definition(control: &Control) -> Result<SecurityControlDefinition, Failure> {
    let definitions = control.definitions();
    let mut parameters = BTreeMap::new();
    for (name, value) in &definitions {
        parameters.insert((*name).to_owned(), json::typed("ParameterDefinition", value)?);
    }
    let customizable = if parameters.is_empty() { Vec::new() } else { vec![SecurityControlProperty::Parameters] };
    Ok(SecurityControlDefinition {
        security_control_id: control.id.to_owned(),
        title: control.title.to_owned(),
        description: control.description(),
        remediation_url: control.remediation_url(),
        severity_rating: rating(control),
        current_region_availability: RegionAvailabilityStatus::Available,
        customizable_properties: Some(customizable),
        parameter_definitions: Some(parameters).filter(|parameters| !parameters.is_empty()),
        provider: None,
    })
}

impl Handle for ListSecurityControlDefinitions {
    async fn access(_: &api::ListSecurityControlDefinitionsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::ListSecurityControlDefinitionsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListSecurityControlDefinitionsResponse, Failure> {
        required(tx).await?;
        let partition = tx.plane().settings.partition.clone();
        let standard = match &input.standards_arn {
            Some(given) => {
                let found = standards::of_arn(given, &partition, &tx.call().region);
                Some(found.ok_or_else(|| invalid(format!("Invalid StandardsArn: {given}")))?)
            }
            None => None,
        };
        let all = CONTROLS.iter().filter(|control| standard.is_none_or(|standard| control.requirements(standard).is_some()));
        let most = limit(input.max_results, PAGE);
        let listing = format!("{:?}", input.standards_arn);
        let page = page(tx, all, &listing, input.next_token.as_deref(), most, |control| sortable(control.id))?;
        Ok(api::ListSecurityControlDefinitionsResponse {
            security_control_definitions: page.items.into_iter().map(definition).collect::<Result<_, _>>()?,
            next_token: page.next,
        })
    }
}

impl Handle for GetSecurityControlDefinition {
    async fn access(_: &api::GetSecurityControlDefinitionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::GetSecurityControlDefinitionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetSecurityControlDefinitionResponse, Failure> {
        required(tx).await?;
        let given = &input.security_control_id;
        let control = find(tx, given).ok_or_else(|| not_found(format!("Security control {given} was not found")))?;
        Ok(api::GetSecurityControlDefinitionResponse { security_control_definition: definition(control)? })
    }
}

/// The parameters of a control as they are set.
fn parameters(
    control: &Control,
    settings: Option<&ControlSettings>,
) -> Result<BTreeMap<String, api::ParameterConfiguration>, Failure> {
    let mut shown = BTreeMap::new();
    for parameter in control.parameters.iter() {
        let Some(kind) = parameter.kind else { continue };
        let said = settings.and_then(|settings| settings.parameters.get(parameter.name));
        let value = match said {
            Some(said) if said.get("ValueType").and_then(Value::as_str) == Some("CUSTOM") => said.clone(),
            _ => {
                let value = match kind {
                    ParameterKind::Integer(..) => json!({"Integer": parameter.value.parse::<i64>().unwrap_or_default()}),
                    ParameterKind::Boolean => json!({"Boolean": parameter.value == "true"}),
                };
                json!({"ValueType": "DEFAULT", "Value": value})
            }
        };
        shown.insert(parameter.name.to_owned(), json::typed("ParameterConfiguration", &value)?);
    }
    Ok(shown)
}

impl Handle for BatchGetSecurityControls {
    async fn access(_: &api::BatchGetSecurityControlsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::BatchGetSecurityControlsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchGetSecurityControlsResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        if input.security_control_ids.is_empty() || input.security_control_ids.len() > MOST {
            return Err(invalid(format!("SecurityControlIds should have 1 to {MOST} items")));
        }
        let subscriptions = controls::subscriptions(&tx.reader(), &account, &region).await?;
        let pending = tx.reader().get::<Pending>(&account, &region, Pending::ID).await?.is_some();
        let (mut shown, mut unprocessed) = (Vec::new(), Vec::new());
        for given in &input.security_control_ids {
            let Some(control) = find(tx, given) else {
                unprocessed.push(UnprocessedSecurityControl {
                    security_control_id: given.clone(),
                    error_code: UnprocessedErrorCode::NotFound,
                    error_reason: Some(format!("Security control {given} was not found")),
                });
                continue;
            };
            let settings = tx.reader().get::<ControlSettings>(&account, &region, control.id).await?.map(|found| found.body);
            let enabled = !controls::enabled_in(control, &subscriptions).is_empty();
            shown.push(SecurityControl {
                security_control_id: control.id.to_owned(),
                security_control_arn: control_arn(tx, control),
                title: control.title.to_owned(),
                description: control.description(),
                remediation_url: control.remediation_url(),
                severity_rating: rating(control),
                security_control_status: if enabled { ControlStatus::Enabled } else { ControlStatus::Disabled },
                update_status: Some(if pending { UpdateStatus::Updating } else { UpdateStatus::Ready }),
                parameters: Some(parameters(control, settings.as_ref())?),
                last_update_reason: settings.and_then(|settings| settings.reason),
                provider: None,
            });
        }
        Ok(api::BatchGetSecurityControlsResponse { security_controls: shown, unprocessed_ids: Some(unprocessed) })
    }
}

/// Checks what a customer wants of a control's parameters.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check_parameters(control: &Control, given: &Map<String, Value>) -> Result<(), String> {
    for (name, said) in given {
        let parameter = control.parameters.iter().find(|parameter| parameter.name == name && parameter.kind.is_some());
        let parameter = parameter.ok_or_else(|| format!("{name} is not a parameter of the control {}", control.id))?;
        let custom = said.get("ValueType").and_then(Value::as_str) == Some("CUSTOM");
        let value = said.get("Value").filter(|value| !value.is_null());
        match (custom, value, parameter.kind) {
            (false, None, _) => {}
            (false, Some(_), _) => return Err(format!("{name} cannot have a Value with the ValueType DEFAULT")),
            (true, Some(value), Some(ParameterKind::Integer(least, most))) => {
                let number = value.get("Integer").and_then(Value::as_i64).ok_or_else(|| format!("{name} must be an Integer"))?;
                if number < least || number > most {
                    return Err(format!("{name} must be between {least} and {most}"));
                }
            }
            (true, Some(value), Some(ParameterKind::Boolean)) if value.get("Boolean").is_some_and(Value::is_boolean) => {}
            (true, Some(_), _) => return Err(format!("{name} must be a Boolean")),
            (true, None, _) => return Err(format!("{name} must have a Value with the ValueType CUSTOM")),
        }
    }
    Ok(())
}

impl Handle for UpdateSecurityControl {
    async fn access(_: &api::UpdateSecurityControlRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::UpdateSecurityControlRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::UpdateSecurityControlResponse, Failure> {
        required(tx).await?;
        locally_managed(tx).await?;
        let (account, region) = here(tx);
        let given = &input.security_control_id;
        let control = find(tx, given).ok_or_else(|| not_found(format!("Security control {given} was not found")))?;
        let said: Map<String, Value> = input.parameters.iter().map(|(name, one)| (name.clone(), json::of(one))).collect();
        check_parameters(control, &said).map_err(invalid)?;
        let known = tx.get::<ControlSettings>(&account, &region, control.id).await?;
        let mut stored = known.unwrap_or_else(|| Stored::new(&account, &region, control.id, ControlSettings::default()));
        for (name, one) in &input.parameters {
            match (one.value_type, said.get(name)) {
                (ParameterValueType::Custom, Some(value)) => stored.body.parameters.insert(name.clone(), value.clone()),
                _ => stored.body.parameters.remove(name),
            };
        }
        if input.last_update_reason.is_some() {
            stored.body.reason.clone_from(&input.last_update_reason);
        }
        tx.put(&stored)?;
        tx.touched(control_arn(tx, control), account.clone(), "AWS::SecurityHub::SecurityControl");
        controls::changed(tx, &account, &region).await?;
        Ok(api::UpdateSecurityControlResponse {})
    }
}

/// A control in a standard, as it is answered.
fn association(
    tx: &Transaction<'_>,
    control: &Control,
    standard: &Standard,
    found: Option<&Stored<Subscription>>,
) -> StandardsControlAssociationDetail {
    let (enabled, at, reason) = match found {
        Some(found) => {
            let (enabled, at, reason) = status_of(found, control.id);
            (enabled, Some(at), reason)
        }
        None => (false, None, None),
    };
    StandardsControlAssociationDetail {
        standards_arn: standard.arn(&tx.plane().settings.partition, &tx.call().region),
        security_control_id: control.id.to_owned(),
        security_control_arn: control_arn(tx, control),
        association_status: if enabled { AssociationStatus::Enabled } else { AssociationStatus::Disabled },
        related_requirements: Some(if standard.requirement.is_empty() {
            Vec::new()
        } else {
            control.requirements(standard).unwrap_or_default()
        }),
        updated_at: at,
        updated_reason: reason,
        standards_control_title: Some(control.title.to_owned()),
        standards_control_description: Some(control.description()),
        standards_control_arns: Some(control_arns(tx, control, standard)),
    }
}

impl Handle for BatchGetStandardsControlAssociations {
    async fn access(_: &api::BatchGetStandardsControlAssociationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::BatchGetStandardsControlAssociationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchGetStandardsControlAssociationsResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let ids = &input.standards_control_association_ids;
        if ids.is_empty() || ids.len() > MOST {
            return Err(invalid(format!("StandardsControlAssociationIds should have 1 to {MOST} items")));
        }
        let partition = tx.plane().settings.partition.clone();
        let subscriptions = controls::subscriptions(&tx.reader(), &account, &region).await?;
        let (mut details, mut unprocessed) = (Vec::new(), Vec::new());
        for id in ids {
            let standard = standards::of_arn(&id.standards_arn, &partition, &region);
            let control = find(tx, &id.security_control_id);
            match (standard, control) {
                (Some(standard), Some(control)) if control.requirements(standard).is_some() => {
                    let found = subscriptions.iter().find(|(of, _)| of.id == standard.id).map(|(_, found)| found);
                    details.push(association(tx, control, standard, found));
                }
                _ => unprocessed.push(UnprocessedStandardsControlAssociation {
                    standards_control_association_id: id.clone(),
                    error_code: UnprocessedErrorCode::NotFound,
                    error_reason: Some("The control is not part of the standard".to_owned()),
                }),
            }
        }
        Ok(api::BatchGetStandardsControlAssociationsResponse {
            standards_control_association_details: details,
            unprocessed_associations: Some(unprocessed),
        })
    }
}

impl Handle for ListStandardsControlAssociations {
    async fn access(_: &api::ListStandardsControlAssociationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::ListStandardsControlAssociationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListStandardsControlAssociationsResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let given = &input.security_control_id;
        let control = find(tx, given).ok_or_else(|| invalid(format!("Security control {given} was not found")))?;
        let subscriptions = controls::subscriptions(&tx.reader(), &account, &region).await?;
        let mut all: Vec<StandardsControlAssociationDetail> = controls::standards_of(control)
            .map(|standard| {
                let found = subscriptions.iter().find(|(of, _)| of.id == standard.id).map(|(_, found)| found);
                association(tx, control, standard, found)
            })
            .collect();
        all.sort_by(|one, other| one.standards_arn.cmp(&other.standards_arn));
        let most = limit(input.max_results, PAGE);
        let page = page(tx, all, given, input.next_token.as_deref(), most, |one| one.standards_arn.clone())?;
        let summaries = page.items.into_iter().map(|one| StandardsControlAssociationSummary {
            standards_arn: one.standards_arn,
            security_control_id: one.security_control_id,
            security_control_arn: one.security_control_arn,
            association_status: one.association_status,
            related_requirements: one.related_requirements,
            updated_at: one.updated_at,
            updated_reason: one.updated_reason,
            standards_control_title: one.standards_control_title,
            standards_control_description: one.standards_control_description,
        });
        Ok(api::ListStandardsControlAssociationsResponse {
            standards_control_association_summaries: summaries.collect(),
            next_token: page.next,
        })
    }
}

impl Handle for BatchUpdateStandardsControlAssociations {
    async fn access(_: &api::BatchUpdateStandardsControlAssociationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::BatchUpdateStandardsControlAssociationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchUpdateStandardsControlAssociationsResponse, Failure> {
        required(tx).await?;
        locally_managed(tx).await?;
        let (account, region) = here(tx);
        let updates = &input.standards_control_association_updates;
        if updates.is_empty() || updates.len() > MOST {
            return Err(invalid(format!("StandardsControlAssociationUpdates should have 1 to {MOST} items")));
        }
        let partition = tx.plane().settings.partition.clone();
        let now = tx.call().time.as_millisecond();
        let mut unprocessed = Vec::new();
        let mut changed = false;
        for update in updates {
            let mut refuse = |code: UnprocessedErrorCode, reason: &str| {
                unprocessed.push(UnprocessedStandardsControlAssociationUpdate {
                    standards_control_association_update: update.clone(),
                    error_code: code,
                    error_reason: Some(reason.to_owned()),
                });
            };
            let standard = standards::of_arn(&update.standards_arn, &partition, &region);
            let control = find(tx, &update.security_control_id);
            let (Some(standard), Some(control)) = (standard, control) else {
                refuse(UnprocessedErrorCode::NotFound, "There is no such control or standard");
                continue;
            };
            if control.requirements(standard).is_none() {
                refuse(UnprocessedErrorCode::NotFound, "The control is not part of the standard");
                continue;
            }
            let Some(mut found) = tx.get::<Subscription>(&account, &region, standard.id).await? else {
                refuse(UnprocessedErrorCode::InvalidInput, "The standard is not enabled");
                continue;
            };
            let enabled = update.association_status == AssociationStatus::Enabled;
            switch(&mut found.body, control.id, enabled, update.updated_reason.as_deref().unwrap_or_default(), now);
            tx.put(&found)?;
            changed = true;
        }
        if changed {
            controls::changed(tx, &account, &region).await?;
        }
        Ok(api::BatchUpdateStandardsControlAssociationsResponse { unprocessed_association_updates: Some(unprocessed) })
    }
}
