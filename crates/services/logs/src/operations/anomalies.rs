//! Log anomaly detectors, and what they found.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Reader, Stored, Transaction};
use wire::Shape;
use wire::shape::Unit;

use super::groups::page_size;
use crate::anomalies::baseline::Baseline;
use crate::anomalies::{Anomaly, Detector, Learned, Sealed, Shown, Suppression};
use crate::api::{
    self, AnomalyDetectorStatus, EvaluationFrequency, LogGroupClass, State, SuppressionState, SuppressionType, SuppressionUnit,
    operation,
};
use crate::errors::{bad_pattern, bad_token, invalid, no_group};
use crate::place::{group_name, held_group, on_group};
use crate::resources::LogGroup;
use crate::seal;

/// Detectors of an account in a region, and of a page.
const MOST: u64 = 500;
const PAGE: i32 = 50;
/// Days that an anomaly is shown, if nobody says otherwise.
const VISIBLE: i64 = 21;
/// CloudFormation's name of detectors.
const KIND: &str = "AWS::Logs::LogAnomalyDetector";

fn missing() -> Failure {
    api::ResourceNotFoundException::new("The specified anomaly detector does not exist.").into()
}

/// The id of a detector of the account and region.
fn id_of<'a>(arn: &'a str, account: &str, region: &str) -> Result<&'a str, Failure> {
    let parts: Vec<&str> = arn.splitn(7, ':').collect();
    match parts.as_slice() {
        ["arn", _, "logs", in_region, of, "anomaly-detector", id] if *in_region == region && *of == account => Ok(id),
        ["arn", _, "logs", _, _, "anomaly-detector", _] => Err(missing()),
        _ => Err(invalid("Invalid anomaly detector ARN.")),
    }
}

fn on_detector(lookup: &Lookup<'_>, arn: &str) -> Access {
    Access::on(arn).kind(KIND).owned_by(lookup.account())
}

fn on_detectors(lookup: &Lookup<'_>) -> Access {
    Access::on(lookup.plane().arn("logs", &lookup.call().region, lookup.account(), "anomaly-detector:*"))
}

async fn held(tx: &mut Transaction<'_>, arn: &str) -> Result<Stored<Detector>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let id = id_of(arn, &account, &region)?;
    let found = tx.get::<Detector>(&account, &region, id).await?.ok_or_else(missing)?;
    tx.touched(arn, &account, KIND);
    Ok(found)
}

async fn group_of(reader: &Reader<'_>, detector: &Detector) -> Result<Option<LogGroup>, Failure> {
    Ok(reader.get::<LogGroup>(&detector.account, &detector.region, &detector.group).await?.map(|group| group.body))
}

/// How the API shows the status: a detector that does not run is paused.
fn status(detector: &Detector) -> AnomalyDetectorStatus {
    if detector.enabled { detector.status } else { AnomalyDetectorStatus::Paused }
}

fn group_arn(detector: &Detector, aws: &str) -> String {
    format!("arn:{aws}:logs:{}:{}:log-group:{}", detector.region, detector.account, detector.group)
}

impl Handle for operation::CreateLogAnomalyDetector {
    async fn access(input: &api::CreateLogAnomalyDetectorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let mut access = on_detectors(lookup);
        if let Some(tags) = input.tags.as_ref().filter(|tags| !tags.is_empty()) {
            let pairs = || tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            access = access.request_tags(pairs()).and(on_detectors(lookup).action("logs:TagResource").request_tags(pairs()));
        }
        for arn in &input.log_group_arn_list {
            let name = group_name(arn, lookup.account(), &lookup.call().region).unwrap_or_default();
            access = access.and(on_group(lookup, &name).await?);
        }
        Ok(access)
    }

    async fn run(
        input: &api::CreateLogAnomalyDetectorRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CreateLogAnomalyDetectorResponse, Failure> {
        let tags = super::tags::checked(input.tags.as_ref())?;
        let [arn] = input.log_group_arn_list.as_slice() else {
            return Err(invalid("An anomaly detector has exactly one log group."));
        };
        if !arn.starts_with("arn:") {
            return Err(invalid("The log group is named by its ARN."));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let group = held_group(tx, &group_name(arn, &account, &region)?).await?.body;
        if group.class != LogGroupClass::Standard {
            return Err(invalid("Anomaly detectors are for log groups of the Standard class."));
        }
        let pattern = input.filter_pattern.clone().filter(|text| !text.is_empty());
        if let Some(text) = &pattern {
            filters::FilterPattern::parse(text).map_err(|error| bad_pattern(&error))?;
        }
        if input.kms_key_id.is_some() && input.kms_key_id != group.kms_key {
            return Err(invalid(
                "What a detector keeps is sealed with the keys of its log group: kmsKeyId must be the log group's key.",
            ));
        }
        if tx.reader().count::<Detector>(&account, &region).await? >= MOST {
            return Err(api::LimitExceededException::new("Resource limit exceeded.").into());
        }
        let now = tx.call().time.as_millisecond();
        let detector = Detector {
            id: tx.plane().ids.uuid().to_string(),
            account: account.clone(),
            region: region.clone(),
            name: input.detector_name.clone(),
            group: group.name,
            frequency: input.evaluation_frequency.unwrap_or(EvaluationFrequency::FiveMin),
            pattern,
            kms_key: input.kms_key_id.clone(),
            created_at: now,
            modified_at: now,
            visible_days: input.anomaly_visibility_time.unwrap_or(VISIBLE),
            enabled: true,
            status: AnomalyDetectorStatus::Initializing,
            seen_to: None,
        };
        let arn = detector.arn(&tx.plane().settings.partition);
        tx.touched(&arn, &account, KIND);
        let id = detector.id.clone();
        tx.put(&Stored::new(&account, &region, id, detector).arn(&arn).tags(tags))?;
        Ok(api::CreateLogAnomalyDetectorResponse { anomaly_detector_arn: Some(arn) })
    }
}

impl Handle for operation::GetLogAnomalyDetector {
    async fn access(input: &api::GetLogAnomalyDetectorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_detector(lookup, &input.anomaly_detector_arn))
    }

    async fn run(
        input: &api::GetLogAnomalyDetectorRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetLogAnomalyDetectorResponse, Failure> {
        let detector = held(tx, &input.anomaly_detector_arn).await?.body;
        Ok(api::GetLogAnomalyDetectorResponse {
            log_group_arn_list: Some(vec![group_arn(&detector, &tx.plane().settings.partition)]),
            anomaly_detector_status: Some(status(&detector)),
            detector_name: detector.name,
            evaluation_frequency: Some(detector.frequency),
            filter_pattern: detector.pattern,
            kms_key_id: detector.kms_key,
            creation_time_stamp: Some(detector.created_at),
            last_modified_time_stamp: Some(detector.modified_at),
            anomaly_visibility_time: Some(detector.visible_days),
        })
    }
}

impl Handle for operation::ListLogAnomalyDetectors {
    async fn access(_: &api::ListLogAnomalyDetectorsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_detectors(lookup))
    }

    async fn run(
        input: &api::ListLogAnomalyDetectorsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListLogAnomalyDetectorsResponse, Failure> {
        let limit = page_size(input.limit, PAGE)?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let wanted = input.filter_log_group_arn.as_deref().map(|arn| group_name(arn, &account, &region)).transpose()?;
        let mut all = tx.reader().all::<Detector>(&account, &region, "").await?;
        all.retain(|detector| wanted.as_ref().is_none_or(|name| detector.body.group == *name));
        let listing = format!("ListLogAnomalyDetectors {account} {region} {wanted:?}");
        let page = cut(all, &listing, input.next_token.as_deref(), limit, |detector| detector.key.id.clone(), bad_token)?;
        let aws = &tx.plane().settings.partition;
        let shown = page.items.into_iter().map(|stored| stored.body).map(|detector| api::AnomalyDetector {
            anomaly_detector_arn: Some(detector.arn(aws)),
            log_group_arn_list: Some(vec![group_arn(&detector, aws)]),
            anomaly_detector_status: Some(status(&detector)),
            detector_name: detector.name,
            evaluation_frequency: Some(detector.frequency),
            filter_pattern: detector.pattern,
            kms_key_id: detector.kms_key,
            creation_time_stamp: Some(detector.created_at),
            last_modified_time_stamp: Some(detector.modified_at),
            anomaly_visibility_time: Some(detector.visible_days),
        });
        Ok(api::ListLogAnomalyDetectorsResponse { anomaly_detectors: Some(shown.collect()), next_token: page.next })
    }
}

impl Handle for operation::UpdateLogAnomalyDetector {
    async fn access(input: &api::UpdateLogAnomalyDetectorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_detector(lookup, &input.anomaly_detector_arn))
    }

    async fn run(input: &api::UpdateLogAnomalyDetectorRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut stored = held(tx, &input.anomaly_detector_arn).await?;
        let detector = &mut stored.body;
        if let Some(text) = &input.filter_pattern {
            filters::FilterPattern::parse(text).map_err(|error| bad_pattern(&error))?;
            detector.pattern = Some(text.clone()).filter(|text| !text.is_empty());
        }
        let now = tx.call().time.as_millisecond();
        if input.enabled && !detector.enabled {
            // What came while it was paused is not looked at.
            detector.seen_to = detector.seen_to.map(|_| now.div_euclid(detector.period()) * detector.period());
        }
        detector.enabled = input.enabled;
        if let Some(frequency) = input.evaluation_frequency.filter(|frequency| *frequency != detector.frequency) {
            // Counts of other spans cannot be compared: it learns anew.
            detector.frequency = frequency;
            detector.seen_to = None;
            detector.status = AnomalyDetectorStatus::Initializing;
            forget(tx, detector).await?;
        }
        let detector = &mut stored.body;
        detector.visible_days = input.anomaly_visibility_time.unwrap_or(detector.visible_days);
        detector.modified_at = now;
        tx.put(&stored)?;
        Ok(Unit {})
    }
}

/// Removes what a detector has learned and found.
async fn forget(tx: &mut Transaction<'_>, detector: &Detector) -> Result<(), Failure> {
    let Some(group) = group_of(&tx.reader(), detector).await? else { return Ok(()) };
    let (account, partition) = (group.account.as_str(), group.partition());
    if let Some(learned) = tx.get::<Learned>(account, &partition, &detector.id).await? {
        tx.delete(&learned);
    }
    let found: Vec<Stored<Anomaly>> = tx.all(account, &partition, &Anomaly::key(&detector.id, "")).await?;
    found.iter().for_each(|anomaly| tx.delete(anomaly));
    Ok(())
}

impl Handle for operation::DeleteLogAnomalyDetector {
    async fn access(input: &api::DeleteLogAnomalyDetectorRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_detector(lookup, &input.anomaly_detector_arn))
    }

    async fn run(input: &api::DeleteLogAnomalyDetectorRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let stored = held(tx, &input.anomaly_detector_arn).await?;
        forget(tx, &stored.body).await?;
        tx.delete(&stored);
        Ok(Unit {})
    }
}

/// The parts where events of a pattern differ, as the API shows them.
fn tokens(shown: &Shown) -> Vec<api::PatternToken> {
    let token = |value: &serde_json::Value| {
        let contract = wire::contracts::contract("logs")?.service();
        let document = wire::plain::read(contract, contract.shape_named("PatternToken")?, value).ok()?;
        api::PatternToken::from_document(document).ok()
    };
    shown.tokens.as_array().into_iter().flatten().filter_map(token).collect()
}

/// A regular expression of a pattern.
fn expression(pattern: &str) -> String {
    let mut text = String::from("^");
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once('<') {
        let inner = behind.split_once('>').filter(|(name, _)| {
            name.rsplit_once('-').is_some_and(|(kind, number)| {
                kind.bytes().all(|b| b.is_ascii_alphabetic()) && number.bytes().all(|b| b.is_ascii_digit())
            })
        });
        escape(before, &mut text);
        match inner {
            Some((_, after)) => {
                text.push_str("(.*?)");
                rest = after;
            }
            None => {
                text.push('<');
                rest = behind;
            }
        }
    }
    escape(rest, &mut text);
    text.push('$');
    text
}

fn escape(part: &str, out: &mut String) {
    for c in part.chars() {
        if "\\^$.|?*+()[]{}".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
}

impl Handle for operation::ListAnomalies {
    async fn access(input: &api::ListAnomaliesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(match &input.anomaly_detector_arn {
            Some(arn) => on_detector(lookup, arn),
            None => on_detectors(lookup),
        })
    }

    async fn run(input: &api::ListAnomaliesRequest, tx: &mut Transaction<'_>) -> Result<api::ListAnomaliesResponse, Failure> {
        let limit = page_size(input.limit, PAGE)?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let detectors = match &input.anomaly_detector_arn {
            Some(arn) => vec![held(tx, arn).await?.body],
            None => tx.reader().all::<Detector>(&account, &region, "").await?.into_iter().map(|stored| stored.body).collect(),
        };
        let (reader, now) = (tx.reader(), tx.call().time.as_millisecond());
        let mut all = Vec::new();
        for detector in detectors {
            let Some(group) = group_of(&reader, &detector).await? else { continue };
            let found = reader.all::<Anomaly>(&account, &group.partition(), &Anomaly::key(&detector.id, "")).await?;
            let wanted = |anomaly: &Stored<Anomaly>| match input.suppression_state {
                None => true,
                Some(SuppressionState::Suppressed) => anomaly.body.suppressed(now),
                Some(SuppressionState::Unsuppressed) => !anomaly.body.suppressed(now),
            };
            all.extend(found.into_iter().filter(wanted).map(|anomaly| (detector.clone(), group.clone(), anomaly.body)));
        }
        let listing = format!("ListAnomalies {account} {region} {:?} {:?}", input.anomaly_detector_arn, input.suppression_state);
        let key = |one: &(Detector, LogGroup, Anomaly)| Anomaly::key(&one.0.id, &one.2.id);
        let page = cut(all, &listing, input.next_token.as_deref(), limit, key, bad_token)?;
        let aws = &tx.plane().settings.partition;
        let mut anomalies = Vec::with_capacity(page.items.len());
        for (detector, group, anomaly) in page.items {
            let shown: Shown = anomaly.sealed.open(&tx.reader(), &group, &detector.id).await?;
            let suppressed = anomaly.suppressed(now);
            let state = match (anomaly.baseline, suppressed) {
                (true, _) => State::Baseline,
                (_, true) => State::Suppressed,
                _ => State::Active,
            };
            anomalies.push(api::Anomaly {
                anomaly_id: anomaly.id,
                pattern_id: anomaly.pattern_id,
                anomaly_detector_arn: detector.arn(aws),
                pattern_regex: Some(expression(&shown.pattern)),
                pattern_tokens: tokens(&shown),
                pattern_string: shown.pattern,
                priority: Some(anomaly.priority),
                first_seen: anomaly.first_seen,
                last_seen: anomaly.last_seen,
                description: shown.description,
                active: anomaly.active,
                state,
                histogram: anomaly.histogram.into_iter().map(|(at, count)| (at.to_string(), count)).collect(),
                log_samples: shown
                    .samples
                    .into_iter()
                    .map(|(timestamp, message)| api::LogEvent { timestamp: Some(timestamp), message: Some(message) })
                    .collect(),
                log_group_arn_list: vec![group.arn(aws)],
                suppressed: Some(suppressed),
                suppressed_date: anomaly.suppression.as_ref().filter(|_| suppressed).map(|suppression| suppression.since),
                suppressed_until: anomaly.suppression.as_ref().filter(|_| suppressed).and_then(|suppression| suppression.until),
                is_pattern_level_suppression: anomaly.suppression.as_ref().filter(|_| suppressed).map(|one| one.pattern),
            });
        }
        Ok(api::ListAnomaliesResponse { anomalies: Some(anomalies), next_token: page.next })
    }
}

/// What an update says about suppression; `None` ends it.
fn suppression(input: &api::UpdateAnomalyRequest, now: i64, pattern: bool) -> Result<Option<Suppression>, Failure> {
    let until = match (input.suppression_type, &input.suppression_period) {
        (None, _) => return Ok(None),
        (Some(SuppressionType::Infinite), _) => None,
        (Some(SuppressionType::Limited), Some(period)) => {
            let unit = match period.suppression_unit {
                Some(SuppressionUnit::Seconds) => 1000,
                Some(SuppressionUnit::Minutes) => 60_000,
                Some(SuppressionUnit::Hours) => 3_600_000,
                None => return Err(invalid("suppressionPeriod needs a suppressionUnit.")),
            };
            let value = period.value.filter(|value| *value > 0).ok_or_else(|| invalid("suppressionPeriod needs a value."))?;
            Some(now.saturating_add(i64::from(value).saturating_mul(unit)))
        }
        (Some(SuppressionType::Limited), None) => {
            return Err(invalid("A suppression of the type LIMITED needs suppressionPeriod."));
        }
    };
    Ok(Some(Suppression { since: now, until, pattern }))
}

impl Handle for operation::UpdateAnomaly {
    async fn access(input: &api::UpdateAnomalyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_detector(lookup, &input.anomaly_detector_arn))
    }

    async fn run(input: &api::UpdateAnomalyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        if input.anomaly_id.is_some() == input.pattern_id.is_some() {
            return Err(invalid("Exactly one of anomalyId and patternId is required."));
        }
        let mut detector = held(tx, &input.anomaly_detector_arn).await?;
        let group = group_of(&tx.reader(), &detector.body).await?.ok_or_else(no_group)?;
        let now = tx.call().time.as_millisecond();
        let suppression = suppression(input, now, input.pattern_id.is_some())?;
        let all: Vec<Stored<Anomaly>> = tx.all(&group.account, &group.partition(), &Anomaly::key(&detector.body.id, "")).await?;
        let meant = |anomaly: &Stored<Anomaly>| match (&input.anomaly_id, &input.pattern_id) {
            (Some(id), _) => anomaly.body.id == *id,
            (_, Some(id)) => anomaly.body.pattern_id == *id,
            _ => false,
        };
        let mut meant: Vec<Stored<Anomaly>> = all.into_iter().filter(meant).collect();
        let Some(number) = meant.first().map(|anomaly| anomaly.body.number) else {
            return Err(api::ResourceNotFoundException::new("The specified anomaly does not exist.").into());
        };
        for anomaly in &mut meant {
            match input.baseline {
                Some(baseline) => anomaly.body.baseline = baseline,
                None => anomaly.body.suppression.clone_from(&suppression),
            }
            tx.put(anomaly)?;
        }
        if let Some(usual) = input.baseline {
            let id = detector.body.id.clone();
            let learned = tx.get::<Learned>(&group.account, &group.partition(), &id).await?;
            if let Some(mut learned) = learned {
                let mut baseline: Baseline = learned.body.sealed.open(&tx.reader(), &group, &id).await?;
                if let Some(rate) = baseline.rates.get_mut(number) {
                    rate.usual = usual;
                }
                let key = seal::open(&tx.reader(), &group, &group.data_key).await?;
                learned.body.sealed = Sealed::seal(&tx.reader(), &group, &key, &id, &baseline)?;
                tx.put(&learned)?;
                // A look that is on its way does not know of it: its commit is refused.
                detector.body.modified_at = now;
                tx.put(&detector)?;
            }
        }
        Ok(Unit {})
    }
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn patterns_become_expressions() {
        assert_eq!(expression("took <Duration-1> (of <Number-2>) <x> a<b"), r"^took (.*?) \(of (.*?)\) <x> a<b$");
    }
}
