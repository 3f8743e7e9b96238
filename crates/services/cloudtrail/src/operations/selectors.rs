//! Event selectors of trails.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::operation::{GetEventSelectors, PutEventSelectors};
use crate::api::{
    AdvancedEventSelector, AdvancedFieldSelector, DataResource, EventSelector, GetEventSelectorsRequest,
    GetEventSelectorsResponse, InvalidEventSelectorsException, PutEventSelectorsRequest, PutEventSelectorsResponse,
    ReadWriteType,
};
use crate::find;
use crate::selectors::{Advanced, Basic, Field, Selectors, advanced, basic};

fn show_basic(selector: &Basic) -> EventSelector {
    let data =
        selector.data.iter().map(|(kind, values)| DataResource { r#type: Some(kind.clone()), values: Some(values.clone()) });
    EventSelector {
        read_write_type: Some(selector.read_write),
        include_management_events: Some(selector.management),
        data_resources: Some(data.collect()),
        exclude_management_event_sources: Some(selector.exclude.clone()),
    }
}

/// An advanced event selector as replies have it.
pub fn show_advanced(selector: &Advanced) -> AdvancedEventSelector {
    let values = |v: &Vec<String>| (!v.is_empty()).then(|| v.clone());
    let field = |f: &Field| AdvancedFieldSelector {
        field: f.field.clone(),
        equals: values(&f.equals),
        starts_with: values(&f.starts_with),
        ends_with: values(&f.ends_with),
        not_equals: values(&f.not_equals),
        not_starts_with: values(&f.not_starts_with),
        not_ends_with: values(&f.not_ends_with),
    };
    AdvancedEventSelector { name: selector.name.clone(), field_selectors: selector.fields.iter().map(field).collect() }
}

/// What GetEventSelectors says of a trail: one of both lists.
fn show(selectors: &Selectors) -> (Option<Vec<EventSelector>>, Option<Vec<AdvancedEventSelector>>) {
    match selectors {
        Selectors::Default => {
            let all = Basic { read_write: ReadWriteType::All, management: true, data: Vec::new(), exclude: Vec::new() };
            (Some(vec![show_basic(&all)]), None)
        }
        Selectors::Basic(list) => (Some(list.iter().map(show_basic).collect()), None),
        Selectors::Advanced(list) => (None, Some(list.iter().map(show_advanced).collect())),
    }
}

impl Handle for PutEventSelectors {
    async fn access(input: &PutEventSelectorsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (arn, tags) = find::target(lookup, lookup.call(), &input.trail_name).await?;
        Ok(Access::on(arn).resource_tags(&tags))
    }

    async fn run(input: &PutEventSelectorsRequest, tx: &mut Transaction<'_>) -> Result<PutEventSelectorsResponse, Failure> {
        let mut trail = find::change(tx, &input.trail_name).await?;
        let selectors = match (&input.event_selectors, &input.advanced_event_selectors) {
            (Some(given), None) => basic(given)?,
            (None, Some(given)) => advanced(given)?,
            (Some(_), Some(_)) => {
                return Err(InvalidEventSelectorsException::new(
                    "You can use either EventSelectors or AdvancedEventSelectors, but not both.",
                )
                .into());
            }
            (None, None) => {
                return Err(InvalidEventSelectorsException::new("EventSelectors or AdvancedEventSelectors must be given.").into());
            }
        };
        let (event_selectors, advanced_event_selectors) = show(&selectors);
        trail.body.selectors = selectors;
        find::keep(tx, &trail)?;
        Ok(PutEventSelectorsResponse { trail_arn: Some(trail.body.arn), event_selectors, advanced_event_selectors })
    }
}

impl Handle for GetEventSelectors {
    async fn access(input: &GetEventSelectorsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (arn, tags) = find::target(lookup, lookup.call(), &input.trail_name).await?;
        Ok(Access::on(arn).resource_tags(&tags))
    }

    async fn run(input: &GetEventSelectorsRequest, tx: &mut Transaction<'_>) -> Result<GetEventSelectorsResponse, Failure> {
        let trail = find::read(tx, &input.trail_name).await?.body;
        let (event_selectors, advanced_event_selectors) = show(&trail.selectors);
        Ok(GetEventSelectorsResponse { trail_arn: Some(trail.arn), event_selectors, advanced_event_selectors })
    }
}
