//! Destruction of what is not a bucket, a database or a machine.

use super::{COMMON, Count, Hit, Outcome, Signature, Weight, asked, asked_any, in_person, target};

const IMPACT: &str = "Impact:IAMUser/AnomalousBehavior";

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "file-system-or-stream-deleted",
        kind: IMPACT,
        title: "A file system or stream was deleted by somebody himself",
        severity: 3.5,
        techniques: &["T1485"],
        calls: &[
            "elasticfilesystem:DeleteFileSystem",
            "elasticfilesystem:DeleteMountTarget",
            "fsx:DeleteFileSystem",
            "kinesis:DeleteStream",
            "kafka:DeleteCluster",
            "es:DeleteDomain",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| in_person(call).then(|| Hit::of(asked_any(call, &["fileSystemId", "streamName", "domainName"]).text())),
        ..COMMON
    },
    Signature {
        id: "queue-emptied",
        kind: IMPACT,
        title: "A queue was emptied",
        severity: 3.5,
        techniques: &["T1485"],
        calls: &["sqs:PurgeQueue"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| in_person(call).then(|| Hit::of(asked(call, "queueUrl"))),
        ..COMMON
    },
    Signature {
        id: "messaging-deleted-in-bulk",
        kind: IMPACT,
        title: "Many queues, topics or streams were deleted",
        severity: 5.0,
        techniques: &["T1485"],
        calls: &["sqs:DeleteQueue", "sns:DeleteTopic", "kinesis:DeleteStream", "firehose:DeleteDeliveryStream"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Resources(6, 900),
        when: |call, _| Some(Hit::of(asked_any(call, &["queueUrl", "topicArn", "streamName", "deliveryStreamName"]).text())),
        ..COMMON
    },
    Signature {
        id: "kms-key-material-brought-in",
        kind: IMPACT,
        title: "The material of a key was brought in from outside, and can be taken away again",
        severity: 4.5,
        techniques: &["T1486"],
        calls: &["kms:ImportKeyMaterial"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| Some(Hit::of(asked(call, "keyId"))),
        ..COMMON
    },
    Signature {
        id: "model-knowledge-deleted",
        kind: IMPACT,
        title: "A knowledge base, an agent or a model of one's own was deleted",
        severity: 4.0,
        techniques: &["T1485"],
        calls: &[
            "bedrock:DeleteKnowledgeBase",
            "bedrock:DeleteDataSource",
            "bedrock:DeleteAgent",
            "bedrock:DeleteCustomModel",
            "sagemaker:DeleteModel",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            in_person(call)
                .then(|| Hit::of(asked_any(call, &["knowledgeBaseId", "agentId", "modelIdentifier", "modelName"]).text()))
        },
        ..COMMON
    },
    Signature {
        id: "protected-data-stopped",
        kind: IMPACT,
        title: "All databases, machines or clusters were stopped one after another",
        severity: 4.5,
        techniques: &["T1489"],
        calls: &[
            "rds:StopDBInstance",
            "rds:StopDBCluster",
            "ecs:UpdateService",
            "eks:DeleteNodegroup",
            "lambda:PutFunctionConcurrency",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Resources(4, 900),
        when: |call, _| {
            let stops = match call.base_name() {
                "UpdateService" => call.request.get("desiredCount").number() == Some(0.0),
                "PutFunctionConcurrency" => call.request.get("reservedConcurrentExecutions").number() == Some(0.0),
                _ => true,
            };
            (stops && in_person(call)).then(|| {
                let service = asked(call, "service");
                Hit::of(if service.is_empty() { target(call) } else { service })
            })
        },
        ..COMMON
    },
];
