//! Code that runs for somebody: functions, commands, containers, notebooks, models.

use super::{COMMON, Count, Hit, Outcome, Signature, Weight, asked, asked_any, by_hand, in_person, is_other, target};
use crate::event::Caller;

const PERSISTENCE: &str = "Persistence:IAMUser/AnomalousBehavior";
const EXECUTION: &str = "Execution:IAMUser/AnomalousBehavior";
const ESCALATION: &str = "PrivilegeEscalation:IAMUser/AnomalousBehavior";
const IMPACT: &str = "Impact:IAMUser/AnomalousBehavior";

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "lambda-permission-outside",
        kind: PERSISTENCE,
        title: "A function was opened to another account or to everybody",
        severity: 6.0,
        techniques: &["T1098", "T1648"],
        calls: &["lambda:AddPermission", "lambda:AddLayerVersionPermission"],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let who = asked(call, "principal");
            let limited =
                ["sourceAccount", "sourceArn", "principalOrgID", "organizationId"].iter().any(|m| !call.request.get(m).is_null());
            let outside = (who == "*" && !limited) || is_other(call, &who);
            outside
                .then(|| Hit::of(target(call)).says(format!("It lets in: {who}.")).severity(if who == "*" { 7.0 } else { 6.0 }))
        },
        ..COMMON
    },
    Signature {
        id: "lambda-url-public",
        kind: PERSISTENCE,
        title: "A function was given a public address without authentication",
        severity: 5.0,
        techniques: &["T1648", "T1133"],
        calls: &["lambda:CreateFunctionUrlConfig", "lambda:UpdateFunctionUrlConfig"],
        weight: Weight::Unusual,
        when: |call, _| (asked(call, "authType") == "NONE").then(|| Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "lambda-layer-added",
        kind: PERSISTENCE,
        title: "Code was put under a function by a layer",
        severity: 4.5,
        techniques: &["T1525", "T1648"],
        calls: &["lambda:UpdateFunctionConfiguration"],
        weight: Weight::Unusual,
        when: |call, _| {
            let mut layers = call.request.get("layers").items().map(|l| l.text());
            let first = layers.next()?;
            let foreign = std::iter::once(first).chain(layers).find(|l| is_other(call, l));
            let hit = Hit::of(target(call));
            match foreign {
                Some(layer) if in_person(call) => {
                    Some(hit.says(format!("The layer is another account's: {layer}.")).severity(6.0))
                }
                _ => in_person(call).then_some(hit),
            }
        },
        ..COMMON
    },
    Signature {
        id: "lambda-code-overwritten",
        kind: PERSISTENCE,
        title: "The code of a function was replaced by a principal that does not do so by routine",
        severity: 4.0,
        techniques: &["T1525", "T1648"],
        calls: &["lambda:UpdateFunctionCode"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| Some(Hit::of(target(call)).severity(if by_hand(call) { 4.0 } else { 3.0 })),
        ..COMMON
    },
    Signature {
        id: "lambda-runtime-wrapped",
        kind: PERSISTENCE,
        title: "A function was set to run a wrapper or another runtime first",
        severity: 4.5,
        techniques: &["T1525", "T1648"],
        calls: &["lambda:PutRuntimeManagementConfig"],
        weight: Weight::Unusual,
        when: |call, _| (asked(call, "updateRuntimeOn") == "Manual" && by_hand(call)).then(|| Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "role-passed-to-new-code",
        kind: ESCALATION,
        title: "Code was started with a role whose name tells of administration",
        severity: 5.0,
        techniques: &["T1548.005", "T1098.003"],
        calls: &[
            "lambda:CreateFunction",
            "lambda:UpdateFunctionConfiguration",
            "ec2:RunInstances",
            "cloudformation:CreateStack",
            "glue:CreateDevEndpoint",
            "glue:UpdateDevEndpoint",
            "glue:CreateJob",
            "glue:UpdateJob",
            "datapipeline:CreatePipeline",
            "sagemaker:CreateNotebookInstance",
            "sagemaker:CreateProcessingJob",
            "sagemaker:CreateTrainingJob",
            "codebuild:CreateProject",
            "codebuild:UpdateProject",
            "ecs:RegisterTaskDefinition",
            "ssm:StartAutomationExecution",
            "states:CreateStateMachine",
            "apprunner:CreateService",
            "codestar:CreateProject",
            "batch:RegisterJobDefinition",
            "elasticmapreduce:RunJobFlow",
            "scheduler:CreateSchedule",
            "bedrock-agentcore:CreateCodeInterpreter",
        ],
        weight: Weight::Unusual,
        when: |call, _| {
            let role = asked_any(
                call,
                &[
                    "role",
                    "roleArn",
                    "roleARN",
                    "iamInstanceProfile.name",
                    "iamInstanceProfile.arn",
                    "executionRoleArn",
                    "taskRoleArn",
                    "serviceRole",
                    "jobRoleArn",
                    "automationAssumeRole",
                    "jobFlowRole",
                ],
            )
            .text();
            let lower = role.to_ascii_lowercase();
            (by_hand(call) && lower.contains("admin")).then(|| Hit::of(target(call)).says(format!("The role is {role}.")))
        },
        ..COMMON
    },
    Signature {
        id: "development-endpoint-made",
        kind: ESCALATION,
        title: "A place to run code with a service's role was made",
        severity: 4.0,
        techniques: &["T1548.005", "T1578.002"],
        calls: &[
            "glue:CreateDevEndpoint",
            "glue:UpdateDevEndpoint",
            "datapipeline:CreatePipeline",
            "datapipeline:PutPipelineDefinition",
            "sagemaker:CreatePresignedNotebookInstanceUrl",
            "sagemaker:CreatePresignedDomainUrl",
            "cloud9:CreateEnvironmentEC2",
            "cloud9:CreateEnvironmentToken",
            "codestar:CreateProject",
            "codestar:AssociateTeamMember",
        ],
        weight: Weight::Unusual,
        when: |call, _| (by_hand(call) || in_person(call)).then(|| Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "function-triggered-by-new-mapping",
        kind: ESCALATION,
        title: "A function was tied to a stream of events by hand",
        severity: 3.0,
        techniques: &["T1546", "T1648"],
        calls: &[
            "lambda:CreateEventSourceMapping",
            "lambda:CreateFunction",
            "lambda:Invoke",
            "events:PutTargets",
            "s3:PutBucketNotification",
        ],
        weight: Weight::Signal,
        when: |call, _| by_hand(call).then(|| Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "ssm-command-sent",
        kind: EXECUTION,
        title: "Commands were run on instances by a principal that does not do so by routine",
        severity: 5.0,
        techniques: &["T1651", "T1059.004"],
        calls: &["ssm:SendCommand"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let document = asked(call, "documentName");
            let shell = [
                "AWS-RunShellScript",
                "AWS-RunPowerShellScript",
                "AWS-RunRemoteScript",
                "AWS-RunAnsiblePlaybook",
                "AWS-RunDocument",
                "AWS-ApplyAnsiblePlaybooks",
            ]
            .iter()
            .any(|d| document.ends_with(d));
            let first = call.request.get("instanceIds").items().next().map(|i| i.text()).unwrap_or_default();
            let direct = in_person(call) || call.instance().is_some() || call.denied();
            let severity = if direct { 5.0 } else { 3.5 };
            // A document of one's own may hold anything.
            let own =
                !document.is_empty() && !document.starts_with("AWS") && !document.contains(":document/AWS") && in_person(call);
            (shell || own).then(|| Hit::of(first).says(format!("The document is {document}.")).severity(severity))
        },
        ..COMMON
    },
    Signature {
        id: "ssm-command-wide",
        kind: EXECUTION,
        title: "A shell command was run on many instances at once",
        severity: 5.0,
        techniques: &["T1651"],
        calls: &["ssm:SendCommand", "ssm:CreateAssociation", "ssm:StartAutomationExecution"],
        weight: Weight::Unusual,
        when: |call, _| {
            let everything = call
                .request
                .get("targets")
                .items()
                .any(|t| t.get("key").text() == "InstanceIds" && t.get("values").items().any(|v| v.text() == "*"));
            let listed = call.request.get("instanceIds").items().count();
            (everything || listed >= 5).then(|| Hit::of(asked_any(call, &["documentName", "name"]).text()))
        },
        ..COMMON
    },
    Signature {
        id: "ssm-sessions-started",
        kind: EXECUTION,
        title: "Shell sessions were opened on several instances",
        severity: 4.5,
        techniques: &["T1021.007", "T1651"],
        calls: &["ssm:StartSession", "ssm:ResumeSession"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Resources(3, 1200),
        when: |call, _| Some(Hit::of(asked_any(call, &["target", "sessionId"]).text())),
        ..COMMON
    },
    Signature {
        id: "ssm-session-started",
        kind: EXECUTION,
        title: "A shell session was opened by a user's long-term key",
        severity: 3.5,
        techniques: &["T1021.007", "T1651"],
        calls: &["ssm:StartSession", "ecs:ExecuteCommand"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            // Sessions of roles are how people come to instances every day.
            (by_hand(call) && in_person(call) || call.instance().is_some())
                .then(|| Hit::of(asked_any(call, &["target", "task"]).text()))
        },
        ..COMMON
    },
    Signature {
        id: "notebook-start-script",
        kind: EXECUTION,
        title: "A start-up script of a notebook was made or changed",
        severity: 5.0,
        techniques: &["T1059.009", "T1037"],
        calls: &[
            "sagemaker:UpdateNotebookInstance",
            "sagemaker:CreateNotebookInstanceLifecycleConfig",
            "sagemaker:UpdateNotebookInstanceLifecycleConfig",
            "sagemaker:CreateStudioLifecycleConfig",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let hit = Hit::of(
                asked_any(call, &["notebookInstanceName", "notebookInstanceLifecycleConfigName", "studioLifecycleConfigName"])
                    .text(),
            );
            if call.base_name() != "UpdateNotebookInstance" {
                return Some(hit.severity(if by_hand(call) { 5.0 } else { 4.0 }));
            }
            (!call.request.get("lifecycleConfigName").is_null()).then_some(hit)
        },
        ..COMMON
    },
    Signature {
        id: "bedrock-access-enabled",
        kind: IMPACT,
        title: "Access to foundation models was asked for",
        severity: 4.5,
        techniques: &["T1496.004", "T1580"],
        calls: &[
            "bedrock:PutUseCaseForModelAccess",
            "bedrock:PutFoundationModelEntitlement",
            "bedrock:CreateFoundationModelAgreement",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            (!call.agent.contains("console") && !call.agent.starts_with("Mozilla")).then(|| Hit::of(asked(call, "modelId")))
        },
        ..COMMON
    },
    Signature {
        id: "bedrock-access-and-use",
        kind: IMPACT,
        title: "A foundation model was looked at, enabled and used at once",
        severity: 6.0,
        techniques: &["T1496.004"],
        calls: &[
            "bedrock:GetFoundationModelAvailability",
            "bedrock:ListFoundationModels",
            "bedrock:PutUseCaseForModelAccess",
            "bedrock:PutFoundationModelEntitlement",
            "bedrock:CreateFoundationModelAgreement",
            "bedrock:InvokeModel",
            "bedrock:InvokeModelWithResponseStream",
            "bedrock:Converse",
            "bedrock:ListFoundationModelAgreementOffers",
            "bedrock:GetModelInvocationLoggingConfiguration",
            "bedrock:GetUseCaseForModelAccess",
        ],
        outcome: Outcome::Any,
        weight: Weight::Unusual,
        count: Count::Calls(4, 1800),
        when: |call, _| {
            (!call.agent.contains("console") && !call.agent.starts_with("Mozilla")).then(|| Hit::of(asked(call, "modelId")))
        },
        ..COMMON
    },
    Signature {
        id: "bedrock-invoked-without-permission",
        kind: IMPACT,
        title: "Foundation models were tried one after another",
        severity: 5.0,
        techniques: &["T1496.004"],
        calls: &["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:Converse", "bedrock:ConverseStream"],
        outcome: Outcome::Any,
        weight: Weight::Unusual,
        count: Count::Resources(3, 1800),
        when: |call, _| {
            // Asking for nothing is how holders of stolen keys see whether they may.
            let tried = call.denied()
                || call.error.as_deref() == Some("ValidationException")
                || call.error.as_deref() == Some("ResourceNotFoundException");
            tried.then(|| Hit::of(asked(call, "modelId")))
        },
        ..COMMON
    },
    Signature {
        id: "bedrock-invoked-by-long-term-key",
        kind: IMPACT,
        title: "A foundation model was used with a user's long-term key",
        severity: 3.5,
        techniques: &["T1496.004"],
        calls: &["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:Converse", "bedrock:ConverseStream"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| (call.caller == Caller::IamUser && call.key.starts_with("AKIA")).then(|| Hit::of(asked(call, "modelId"))),
        ..COMMON
    },
    Signature {
        id: "containers-for-mining",
        kind: IMPACT,
        title: "Clusters and tasks were made in one go by hand",
        severity: 4.5,
        techniques: &["T1496", "T1610"],
        calls: &[
            "ecs:CreateCluster",
            "ecs:RegisterTaskDefinition",
            "ecs:RunTask",
            "ecs:CreateService",
            "batch:CreateComputeEnvironment",
            "eks:CreateCluster",
        ],
        weight: Weight::Unusual,
        count: Count::Calls(3, 1800),
        when: |call, _| by_hand(call).then(|| Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "cluster-access-granted",
        kind: PERSISTENCE,
        title: "Somebody was given access to a Kubernetes cluster, or it was opened to everybody",
        severity: 4.0,
        techniques: &["T1098.006"],
        calls: &["eks:CreateAccessEntry", "eks:AssociateAccessPolicy", "eks:UpdateClusterConfig"],
        weight: Weight::Unusual,
        when: |call, _| match call.base_name() {
            "UpdateClusterConfig" => {
                let vpc = call.request.get("resourcesVpcConfig");
                let open = vpc.get("endpointPublicAccess").bool() == Some(true)
                    && vpc.get("publicAccessCidrs").each().all(|c| c.text().ends_with("/0"));
                open.then(|| Hit::of(asked(call, "name")))
            }
            "AssociateAccessPolicy" => {
                asked(call, "policyArn").contains("ClusterAdminPolicy").then(|| Hit::of(target(call)).severity(4.5))
            }
            _ => by_hand(call).then(|| Hit::of(target(call))),
        },
        ..COMMON
    },
    Signature {
        id: "stack-deleted-in-bulk",
        kind: IMPACT,
        title: "Many stacks, functions or clusters were deleted",
        severity: 5.0,
        techniques: &["T1485"],
        calls: &[
            "cloudformation:DeleteStack",
            "lambda:DeleteFunction",
            "ecs:DeleteCluster",
            "eks:DeleteCluster",
            "ecr:DeleteRepository",
        ],
        weight: Weight::Unusual,
        outcome: Outcome::Attempt,
        count: Count::Resources(6, 900),
        when: |call, _| Some(Hit::of(target(call)).unless_routine(call)),
        ..COMMON
    },
    Signature {
        id: "domain-taken",
        kind: IMPACT,
        title: "A domain was moved away or unlocked, or its records point elsewhere",
        severity: 5.5,
        techniques: &["T1584.001", "T1565"],
        calls: &[
            "route53domains:TransferDomain",
            "route53domains:TransferDomainToAnotherAwsAccount",
            "route53domains:DisableDomainTransferLock",
            "route53domains:UpdateDomainNameservers",
            "route53domains:RetrieveDomainAuthCode",
        ],
        outcome: Outcome::Attempt,
        when: |call, _| Some(Hit::of(asked(call, "domainName"))),
        ..COMMON
    },
    Signature {
        id: "pipeline-source-changed",
        kind: PERSISTENCE,
        title: "A way for code to come in was changed: credentials, a webhook or a connection",
        severity: 4.0,
        techniques: &["T1195.002", "T1525"],
        calls: &[
            "codebuild:ImportSourceCredentials",
            "codebuild:CreateWebhook",
            "codebuild:UpdateProjectVisibility",
            "amplify:CreateApp",
        ],
        weight: Weight::Unusual,
        when: |call, _| {
            let public = call.base_name() == "UpdateProjectVisibility";
            (by_hand(call) && (!public || asked(call, "projectVisibility") == "PUBLIC_READ"))
                .then(|| Hit::of(target(call)).severity(if public { 5.5 } else { 4.0 }))
        },
        ..COMMON
    },
];
