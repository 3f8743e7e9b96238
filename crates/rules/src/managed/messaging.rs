//! Rules on topics and queues.

use policy::Effect;

use crate::check::{Check, allows, elements, expect, no, text_of, yes};
use crate::parameter::{Parameter as P, ParameterKind::Csv};
use crate::{Rule, Verdict, policies};

const TOPICS: &[&str] = &["AWS::SNS::Topic"];
const QUEUES: &[&str] = &["AWS::SQS::Queue"];

pub(super) const RULES: &[Rule] = &[
    Rule::change("SNS_ENCRYPTED_KMS", TOPICS, "The topic is encrypted with a KMS key, one of those given, if any are.", |c| {
        match c.text("kmsMasterKeyId") {
            Some(key) => {
                expect(allows(c.parameters.list("kmsKeyIds"), Some(key)), "The topic is encrypted with another KMS key.")
            }
            None => no("The topic is not encrypted."),
        }
    })
    .takes(&[P::optional("kmsKeyIds", Csv)])
    .proactive(),
    Rule::change("SNS_TOPIC_NO_PUBLIC_ACCESS", TOPICS, "The topic's policy does not let everybody in.", |c| {
        policies::not_public(c.extra("Policy"))
    }),
    Rule::change(
        "SNS_TOPIC_MESSAGE_DELIVERY_NOTIFICATION_ENABLED",
        TOPICS,
        "The status of deliveries is logged for some kind of endpoint.",
        delivery_status,
    ),
    Rule::change("SQS_QUEUE_DLQ_CHECK", QUEUES, "The queue has a dead-letter queue, or is one.", |c| {
        let redrive = c.at("redrivePolicy").map(crate::json::decoded);
        let allow = c.at("redriveAllowPolicy").map(crate::json::decoded);
        let has = redrive.is_some_and(|policy| text_of(&policy, "deadLetterTargetArn").is_some());
        // Who says which queues may redrive into it is a dead-letter queue.
        let is_one = allow.is_some_and(|policy| text_of(&policy, "redrivePermission").is_some_and(|who| who != "denyAll"));
        expect(has || is_one, "The queue has no dead-letter queue.")
    }),
    Rule::change("SQS_QUEUE_NO_PUBLIC_ACCESS", QUEUES, "The queue's policy does not let everybody in.", |c| {
        policies::not_public(c.extra("Policy"))
    }),
    Rule::change("SQS_QUEUE_POLICY_FULL_ACCESS_CHECK", QUEUES, "No statement of the queue's policy allows all actions.", |c| {
        let policy = match policies::of_resource(c.extra("Policy")) {
            Ok(Some(policy)) => policy,
            Ok(None) => return yes(),
            Err(verdict) => return verdict,
        };
        let full = policy.statements().iter().find(|statement| {
            statement.effect() == Effect::Allow
                && !statement.actions().is_negated()
                && statement.actions().iter().any(|action| action == "*" || action.eq_ignore_ascii_case("sqs:*"))
        });
        match full {
            Some(statement) => no(format!("{} of the queue's policy allows all actions.", policies::label(statement))),
            None => yes(),
        }
    }),
];

fn delivery_status(c: &Check<'_>) -> Verdict {
    let listed =
        c.at("deliveryStatusLogging").map_or(&[][..], elements).iter().any(|entry| {
            text_of(entry, "successFeedbackRoleArn").is_some() || text_of(entry, "failureFeedbackRoleArn").is_some()
        });
    let attribute = ["HTTP", "Firehose", "Lambda", "Application", "SQS"]
        .iter()
        .any(|kind| ["Success", "Failure"].iter().any(|outcome| c.text(&format!("{kind}{outcome}FeedbackRoleArn")).is_some()));
    expect(listed || attribute, "The status of deliveries is not logged.")
}
