//! Reading trails: GetTrail, DescribeTrails, ListTrails.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::operation::{DescribeTrails, GetTrail, ListTrails};
use crate::api::{
    self, DescribeTrailsRequest, DescribeTrailsResponse, GetTrailRequest, GetTrailResponse, InvalidNextTokenException,
    ListTrailsRequest, ListTrailsResponse, TrailInfo,
};
use crate::find;
use crate::names::Named;
use crate::operations::trails::{told, told_topic};
use crate::resources::Trail;
use crate::selectors::Selectors;

/// Trails on a page of ListTrails.
const PAGE: usize = 100;

fn shown(stored: Stored<Trail>) -> api::Trail {
    let trail = stored.body;
    let (cloud_watch_logs_log_group_arn, cloud_watch_logs_role_arn) = told(&trail);
    let (sns_topic_name, sns_topic_arn) = told_topic(&trail);
    api::Trail {
        cloud_watch_logs_log_group_arn,
        cloud_watch_logs_role_arn,
        sns_topic_name,
        sns_topic_arn,
        name: Some(trail.name),
        s3_bucket_name: Some(trail.bucket),
        s3_key_prefix: trail.prefix,
        include_global_service_events: Some(trail.global_events),
        is_multi_region_trail: Some(trail.multi_region),
        home_region: Some(trail.region),
        trail_arn: Some(trail.arn),
        log_file_validation_enabled: Some(trail.validation),
        has_custom_event_selectors: Some(trail.selectors != Selectors::Default),
        has_insight_selectors: Some(!trail.insights.is_empty()),
        is_organization_trail: Some(trail.organization.is_some()),
        kms_key_id: trail.kms_key,
        recursive_logging: (!trail.recursive).then_some(false),
    }
}

impl Handle for GetTrail {
    async fn access(input: &GetTrailRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (arn, tags) = find::target(lookup, lookup.call(), &input.name).await?;
        Ok(Access::on(arn).resource_tags(&tags))
    }

    async fn run(input: &GetTrailRequest, tx: &mut Transaction<'_>) -> Result<GetTrailResponse, Failure> {
        Ok(GetTrailResponse { trail: Some(shown(find::read(tx, &input.name).await?)) })
    }
}

impl Handle for DescribeTrails {
    async fn access(_: &DescribeTrailsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &DescribeTrailsRequest, tx: &mut Transaction<'_>) -> Result<DescribeTrailsResponse, Failure> {
        let (call, reader) = (tx.call(), tx.reader());
        let shadows = input.include_shadow_trails.unwrap_or(true);
        let names = input.trail_name_list.as_deref().unwrap_or_default();
        let mut trails = Vec::new();
        if names.is_empty() {
            for trail in find::visible(&reader, call).await? {
                // A trail of the organization is a copy of the management account's, but at home in its region all the same.
                if trail.body.region == call.region || shadows && trail.body.multi_region {
                    trails.push(shown(trail));
                }
            }
        }
        // Names find trails of this account, here or shadowed here; what is not found is left out.
        for name in names {
            let named = Named::parse(name)?;
            let by_arn = matches!(named, Named::Arn { .. });
            if let Some(trail) = find::find(&reader, call, &named).await?
                && (by_arn || trail.body.region == call.region || shadows)
            {
                trails.push(shown(trail));
            }
        }
        Ok(DescribeTrailsResponse { trail_list: Some(trails) })
    }
}

impl Handle for ListTrails {
    async fn access(_: &ListTrailsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &ListTrailsRequest, tx: &mut Transaction<'_>) -> Result<ListTrailsResponse, Failure> {
        let all = find::visible(&tx.reader(), tx.call()).await?;
        let listing = format!("ListTrails {}", tx.account());
        let invalid = || InvalidNextTokenException::new("The specified next token is not valid for this request.").into();
        let page = cut(all, &listing, input.next_token.as_deref(), PAGE, |t| t.body.arn.clone(), invalid)?;
        let trails = page.items.into_iter().map(|t| TrailInfo {
            trail_arn: Some(t.body.arn),
            name: Some(t.body.name),
            home_region: Some(t.body.region),
        });
        Ok(ListTrailsResponse { trails: Some(trails.collect()), next_token: page.next })
    }
}
