//! Machines, models and messages at the cost of somebody else.

use super::network::is_costly;
use super::{COMMON, Count, Hit, Outcome, Signature, Weight, asked, asked_any, in_person, target};

const IMPACT: &str = "Impact:IAMUser/AnomalousBehavior";

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "ec2-launched-in-many-regions",
        kind: IMPACT,
        title: "Instances were launched in several Regions",
        severity: 6.0,
        techniques: &["T1496", "T1535", "T1578.002"],
        calls: &[
            "ec2:RunInstances",
            "ec2:RequestSpotInstances",
            "ec2:CreateFleet",
            "ecs:CreateCluster",
            "autoscaling:CreateAutoScalingGroup",
        ],
        outcome: Outcome::Any,
        weight: Weight::Unusual,
        count: Count::Resources(4, 3600),
        when: |call, _| Some(Hit::of(call.region.clone())),
        ..COMMON
    },
    Signature {
        id: "fleet-without-measure",
        kind: IMPACT,
        title: "A group of machines or tasks was made that may become very large",
        severity: 4.5,
        techniques: &["T1496", "T1578.002"],
        calls: &[
            "autoscaling:CreateAutoScalingGroup",
            "autoscaling:UpdateAutoScalingGroup",
            "ecs:CreateService",
            "ecs:RunTask",
            "batch:CreateComputeEnvironment",
            "lightsail:CreateInstances",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let asked_for = ["maxSize", "desiredCapacity", "desiredCount", "count", "computeResources.maxvCpus"]
                .iter()
                .filter_map(|m| call.request.path(m).number())
                .fold(0.0, f64::max)
                .max(call.request.get("instanceNames").items().map(|_| 10.0).sum());
            (asked_for >= 50.0 && in_person(call)).then(|| {
                Hit::of(asked_any(call, &["autoScalingGroupName", "serviceName", "cluster", "computeEnvironmentName"]).text())
            })
        },
        ..COMMON
    },
    Signature {
        id: "costly-machines-in-services",
        kind: IMPACT,
        title: "A notebook, training or data job was started on large or accelerated machines",
        severity: 4.5,
        techniques: &["T1496", "T1578.002"],
        calls: &[
            "sagemaker:CreateNotebookInstance",
            "sagemaker:CreateTrainingJob",
            "sagemaker:CreateProcessingJob",
            "sagemaker:CreateEndpointConfig",
            "elasticmapreduce:RunJobFlow",
            "batch:CreateComputeEnvironment",
            "gamelift:CreateFleet",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            if !in_person(call) {
                return None;
            }
            let parts = [
                "instanceType",
                "resourceConfig",
                "processingResources",
                "productionVariants",
                "instances",
                "computeResources",
                "eC2InstanceType",
            ];
            let mut kinds = parts.iter().flat_map(|p| call.request.get(p).leaves()).map(|l| l.text());
            let kind = kinds.find(|k| is_costly(k.trim_start_matches("ml.")))?;
            Some(Hit::of(target(call)).says(format!("The machines are of type {kind}.")))
        },
        ..COMMON
    },
    Signature {
        id: "model-use-refused",
        kind: IMPACT,
        title: "The use of a foundation model was tried without permission",
        severity: 3.5,
        techniques: &["T1496.004"],
        calls: &[
            "bedrock:InvokeModel",
            "bedrock:InvokeModelWithResponseStream",
            "bedrock:Converse",
            "bedrock:ConverseStream",
            "bedrock:GetFoundationModelAvailability",
            "bedrock:PutFoundationModelEntitlement",
        ],
        outcome: Outcome::Refused,
        when: |call, _| in_person(call).then(|| Hit::of(asked(call, "modelId"))),
        ..COMMON
    },
    Signature {
        id: "model-lookups-refused",
        kind: "Discovery:IAMUser/AnomalousBehavior",
        title: "Foundation models were asked for again and again without permission",
        severity: 4.0,
        techniques: &["T1580", "T1526"],
        calls: &[
            "bedrock:ListFoundationModels",
            "bedrock:GetFoundationModel",
            "bedrock:ListInferenceProfiles",
            "bedrock:ListProvisionedModelThroughputs",
            "bedrock:GetModelInvocationLoggingConfiguration",
        ],
        outcome: Outcome::Refused,
        count: Count::Events(4, 900),
        when: |call, _| Some(Hit::of(call.account.clone())),
        ..COMMON
    },
    Signature {
        id: "model-key-made",
        kind: "Persistence:IAMUser/AnomalousBehavior",
        title: "A long-term key for foundation models was made",
        severity: 4.0,
        techniques: &["T1098.001", "T1496.004"],
        calls: &["iam:CreateServiceSpecificCredential"],
        weight: Weight::Unusual,
        when: |call, _| (asked(call, "serviceName") == "bedrock.amazonaws.com").then(|| Hit::of(asked(call, "userName"))),
        ..COMMON
    },
    Signature {
        id: "text-messages-prepared",
        kind: IMPACT,
        title: "Sending of text messages was prepared or tried",
        severity: 4.0,
        techniques: &["T1496.003"],
        calls: &[
            "sns:SetSMSAttributes",
            "sns:CreateSMSSandboxPhoneNumber",
            "sns:Publish",
            "sms-voice:RequestPhoneNumber",
            "sms-voice:SendTextMessage",
            "sms-voice:SetTextMessageSpendLimitOverride",
            "mobiletargeting:UpdateSmsChannel",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let to_phone = call.base_name() != "Publish" || !asked(call, "phoneNumber").is_empty();
            (to_phone && in_person(call)).then(|| Hit::of(call.account.clone()))
        },
        ..COMMON
    },
];
