//! Detectors.

use std::collections::BTreeMap;

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::limit;
use crate::api::operation::{CreateDetector, DeleteDetector, GetDetector, ListDetectors, UpdateDetector};
use crate::api::{
    CreateDetectorRequest, CreateDetectorResponse, DeleteDetectorRequest, DeleteDetectorResponse, DetectorStatus,
    FindingPublishingFrequency, GetDetectorRequest, GetDetectorResponse, ListDetectorsRequest, ListDetectorsResponse,
    UpdateDetectorRequest, UpdateDetectorResponse,
};
use crate::resources::{
    Administrator, Class, Destination, Detector, Filter, Invitation, List, ListContent, Member, Relation, Settings, Usage,
};
use crate::{enroll, errors, features, form, place};

impl Handle for CreateDetector {
    async fn access(input: &CreateDetectorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let arn = place::arn(lookup.plane(), lookup.account(), &lookup.call().region, "*");
        let access = Access::on(arn).request_tags(place::tag_pairs(input.tags.as_ref()));
        // The first detector makes the service's role, which the caller must be allowed.
        let role = place::role_arn(lookup.plane(), lookup.account());
        if lookup.plane().identities().exists(lookup, &role).await? {
            return Ok(access);
        }
        let makes = Access::on(role).action("iam:CreateServiceLinkedRole");
        Ok(access.and(makes.key("iam:AWSServiceName", "guardduty.amazonaws.com")))
    }

    async fn run(input: &CreateDetectorRequest, tx: &mut Transaction<'_>) -> Result<CreateDetectorResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let tags = place::tags(input.tags.as_ref())?;
        if let Some(there) = place::of(tx, &account, &region).await? {
            if place::repeats(there.body.token.as_ref(), input.client_token.as_ref()) {
                return Ok(CreateDetectorResponse { detector_id: Some(there.body.id), unprocessed_data_sources: None });
            }
            return Err(errors::rejected("a detector already exists for the current account"));
        }
        let frequency = input.finding_publishing_frequency.unwrap_or(FindingPublishingFrequency::SixHours);
        let mut detector = enroll::create(tx, &account, &region, frequency, BTreeMap::new()).await?;
        let now = tx.call().time.as_millisecond();
        features::apply(&mut detector.body, input.data_sources.as_ref(), input.features.as_deref(), now)?;
        detector.body.enabled = input.enable;
        detector.body.token.clone_from(&input.client_token);
        detector.tags = tags;
        tx.put(&detector)?;
        place::rewatch(tx, &account, &region).await?;
        tx.touched(detector.arn.clone().unwrap_or_default(), account, "AWS::GuardDuty::Detector");
        Ok(CreateDetectorResponse { detector_id: Some(detector.body.id), unprocessed_data_sources: None })
    }
}

impl Handle for GetDetector {
    async fn access(input: &GetDetectorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &GetDetectorRequest, tx: &mut Transaction<'_>) -> Result<GetDetectorResponse, Failure> {
        let detector = place::seen(tx, &input.detector_id).await?;
        Ok(GetDetectorResponse {
            created_at: Some(form::moment(detector.body.created_at)),
            finding_publishing_frequency: Some(detector.body.frequency),
            service_role: place::role_arn(tx.plane(), tx.account()),
            status: if detector.body.enabled { DetectorStatus::Enabled } else { DetectorStatus::Disabled },
            updated_at: Some(form::moment(detector.body.updated_at)),
            data_sources: Some(features::data_sources(&detector.body)),
            features: Some(features::shown(&detector.body)),
            tags: place::shown_tags(&detector.tags),
        })
    }
}

impl Handle for UpdateDetector {
    async fn access(input: &UpdateDetectorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &UpdateDetectorRequest, tx: &mut Transaction<'_>) -> Result<UpdateDetectorResponse, Failure> {
        let mut detector = place::held(tx, &input.detector_id).await?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let administrator = tx.get::<Administrator>(&account, &region, Administrator::ID).await?;
        // The administrator says how often members tell, and a member of an organization cannot stop to watch.
        let members_own = input.finding_publishing_frequency.is_none()
            && (input.enable != Some(false) || administrator.as_ref().is_none_or(|a| !a.body.organization));
        if administrator.is_some() && !members_own {
            return Err(errors::members_may_not());
        }
        let now = tx.call().time.as_millisecond();
        features::apply(&mut detector.body, input.data_sources.as_ref(), input.features.as_deref(), now)?;
        if let Some(enable) = input.enable {
            if !enable && any_member(tx, &detector).await? {
                return Err(errors::rejected(
                    "the detector can't be disabled while the administrator account still has associated member accounts",
                ));
            }
            detector.body.enabled = enable;
        }
        if let Some(frequency) = input.finding_publishing_frequency {
            detector.body.frequency = frequency;
        }
        detector.body.updated_at = now;
        tx.put(&detector)?;
        place::rewatch(tx, &account, &region).await?;
        Ok(UpdateDetectorResponse {})
    }
}

async fn any_member(tx: &mut Transaction<'_>, detector: &Stored<Detector>) -> Result<bool, Failure> {
    let (account, region) = (detector.key.account.clone(), detector.key.region.clone());
    let members = tx.all::<Member>(&account, &region, &format!("{}/", detector.body.id)).await?;
    Ok(members.iter().any(|m| m.body.relation.associated()))
}

impl Handle for DeleteDetector {
    async fn access(input: &DeleteDetectorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &DeleteDetectorRequest, tx: &mut Transaction<'_>) -> Result<DeleteDetectorResponse, Failure> {
        let detector = place::held(tx, &input.detector_id).await?;
        let (account, region, id) = (tx.account().to_owned(), tx.call().region.clone(), detector.body.id.clone());
        if any_member(tx, &detector).await? {
            return Err(errors::rejected("the detector can't be deleted while it has associated member accounts"));
        }
        let administrator = tx.get::<Administrator>(&account, &region, Administrator::ID).await?;
        if administrator.is_some_and(|a| a.body.organization) {
            return Err(errors::members_may_not());
        }
        let prefix = format!("{id}/");
        if let Some(theirs) = tx.get::<Administrator>(&account, &region, Administrator::ID).await? {
            let owner = theirs.body.account.clone();
            if let Some(other) = place::reads(&tx.reader(), &owner, &region).await? {
                place::part(tx, (&owner, &other.body.id), &region, &account, Relation::Resigned).await?;
            } else {
                tx.delete(&theirs);
            }
        }
        for filter in tx.all::<Filter>(&account, &region, &prefix).await? {
            tx.delete(&filter);
        }
        for class in Class::ALL {
            for list in tx.all::<List>(&account, &region, &format!("{prefix}{}/", class.name())).await? {
                if let Some(content) = tx.get::<ListContent>(&account, &region, &list.key.id).await? {
                    tx.delete(&content);
                }
                tx.delete(&list);
            }
        }
        for destination in tx.all::<Destination>(&account, &region, &prefix).await? {
            tx.delete(&destination);
        }
        for member in tx.all::<Member>(&account, &region, &prefix).await? {
            if let Some(invitation) = tx.get::<Invitation>(&member.body.account, &region, &account).await? {
                tx.delete(&invitation);
            }
            tx.delete(&member);
        }
        if let Some(settings) = tx.get::<Settings>(&account, &region, Settings::ID).await? {
            let body = Settings {
                members: crate::api::AutoEnableMembers::None,
                features: BTreeMap::new(),
                additional: BTreeMap::new(),
                enrolling: false,
                ..settings.body.clone()
            };
            tx.put(&Stored { body, ..settings })?;
        }
        if let Some(usage) = tx.get::<Usage>(&account, &region, Usage::ID).await? {
            tx.delete(&usage);
        }
        // Findings go with the next sweep: there may be more than a commit should have.
        tx.delete(&detector);
        place::rewatch(tx, &account, &region).await?;
        Ok(DeleteDetectorResponse {})
    }
}

impl Handle for ListDetectors {
    async fn access(_: &ListDetectorsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(place::arn(lookup.plane(), lookup.account(), &lookup.call().region, "*")))
    }

    async fn run(input: &ListDetectorsRequest, tx: &mut Transaction<'_>) -> Result<ListDetectorsResponse, Failure> {
        let detectors = tx.reader().all::<Detector>(tx.account(), &tx.call().region, "").await?;
        let ids = detectors.into_iter().map(|d| d.body.id);
        let limit = limit(input.max_results, 50);
        let page = cut(ids, "ListDetectors", input.next_token.as_deref(), limit, Clone::clone, errors::wrong_token)?;
        Ok(ListDetectorsResponse { detector_ids: page.items, next_token: page.next })
    }
}
