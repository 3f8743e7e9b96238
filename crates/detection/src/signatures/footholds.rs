//! Footholds: code, hooks and machines of one's own in somebody else's account.

use super::{COMMON, Hit, Outcome, Signature, Weight, asked, asked_any, by_hand, in_person, target};

const PERSISTENCE: &str = "Persistence:IAMUser/AnomalousBehavior";
const EXECUTION: &str = "Execution:IAMUser/AnomalousBehavior";
const ESCALATION: &str = "PrivilegeEscalation:IAMUser/AnomalousBehavior";

/// Where tasks and instances get their credentials, and how a shell is given to somebody outside.
const TELLING_COMMANDS: &[&str] = &[
    "169.254.170.2",
    "169.254.169.254",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "/dev/tcp/",
    "bash -i",
    "nc -e",
    "base64 -d",
    "base64 --decode",
];

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "ecs-task-with-shell",
        kind: EXECUTION,
        title: "A task was defined whose command asks for credentials or gives a shell away",
        severity: 6.5,
        techniques: &["T1610", "T1552.005", "T1525"],
        calls: &["ecs:RegisterTaskDefinition", "ecs:RunTask", "batch:RegisterJobDefinition"],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let commands = [
                call.request.get("containerDefinitions"),
                call.request.path("overrides.containerOverrides"),
                call.request.path("containerProperties.command"),
            ];
            let telling = commands
                .iter()
                .flat_map(|c| c.leaves())
                .map(|l| l.text())
                .find(|text| TELLING_COMMANDS.iter().any(|w| text.contains(w)))?;
            let command: String = telling.chars().take(120).collect();
            Some(
                Hit::of(asked_any(call, &["family", "taskDefinition", "jobDefinitionName"]).text())
                    .says(format!("It has: {command}.")),
            )
        },
        ..COMMON
    },
    Signature {
        id: "role-passed-by-hand",
        kind: ESCALATION,
        title: "Code was put to work with a role by somebody with a long-term key",
        severity: 3.0,
        techniques: &["T1548.005", "T1648"],
        calls: &[
            "lambda:CreateFunction",
            "cloudformation:CreateStack",
            "glue:CreateJob",
            "glue:UpdateJob",
            "datapipeline:CreatePipeline",
            "sagemaker:CreateNotebookInstance",
            "sagemaker:CreateProcessingJob",
            "sagemaker:CreateTrainingJob",
            "codebuild:CreateProject",
            "states:CreateStateMachine",
            "apprunner:CreateService",
            "batch:RegisterJobDefinition",
            "ssm:StartAutomationExecution",
            "ec2:RunInstances",
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
                    "serviceRole",
                    "executionRoleArn",
                    "instanceRoleArn",
                    "jobRoleArn",
                    "automationAssumeRole",
                ],
            )
            .text();
            (by_hand(call) && in_person(call) && !role.is_empty())
                .then(|| Hit::of(target(call)).says(format!("The role is {role}.")))
        },
        ..COMMON
    },
    Signature {
        id: "rule-on-new-identities",
        kind: PERSISTENCE,
        title: "A rule was made that reacts to new users, roles or keys",
        severity: 4.5,
        techniques: &["T1546", "T1098"],
        calls: &["events:PutRule"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let pattern = asked(call, "eventPattern");
            let made = ["CreateUser", "CreateRole", "CreateAccessKey", "CreateLoginProfile", "CreateSecurityGroup"]
                .iter()
                .any(|n| pattern.contains(n));
            (made && in_person(call)).then(|| Hit::of(asked(call, "name")))
        },
        ..COMMON
    },
    Signature {
        id: "container-image-pushed-by-hand",
        kind: PERSISTENCE,
        title: "A container image was put into a registry with a user's long-term key",
        severity: 3.5,
        techniques: &["T1525"],
        calls: &["ecr:PutImage", "ecr-public:PutImage"],
        weight: Weight::Unusual,
        when: |call, _| (by_hand(call) && in_person(call)).then(|| Hit::of(asked(call, "repositoryName"))),
        ..COMMON
    },
    Signature {
        id: "ssm-machine-registered",
        kind: PERSISTENCE,
        title: "A machine from outside was allowed to register as a managed one",
        severity: 4.5,
        techniques: &["T1098", "T1651"],
        calls: &["ssm:CreateActivation"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| Some(Hit::of(asked_any(call, &["defaultInstanceName", "description", "iamRole"]).text())),
        ..COMMON
    },
    Signature {
        id: "ssm-command-kept-running",
        kind: PERSISTENCE,
        title: "Instances were set to run a shell command again and again",
        severity: 5.0,
        techniques: &["T1053", "T1651"],
        calls: &[
            "ssm:CreateAssociation",
            "ssm:UpdateAssociation",
            "ssm:CreateMaintenanceWindow",
            "ssm:RegisterTaskWithMaintenanceWindow",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let document = asked_any(call, &["name", "taskArn"]).text();
            let shell = ["AWS-RunShellScript", "AWS-RunPowerShellScript", "AWS-RunRemoteScript", "AWS-RunDocument"]
                .iter()
                .any(|d| document.ends_with(d));
            (shell && in_person(call)).then(|| Hit::of(document))
        },
        ..COMMON
    },
    Signature {
        id: "ec2-launch-template-changed",
        kind: PERSISTENCE,
        title: "A template that machines are launched from was changed by somebody himself",
        severity: 3.5,
        techniques: &["T1525", "T1037"],
        calls: &["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"],
        weight: Weight::Unusual,
        when: |call, _| {
            let template = asked_any(
                call,
                &[
                    "CreateLaunchTemplateVersionRequest.LaunchTemplateId",
                    "CreateLaunchTemplateVersionRequest.LaunchTemplateName",
                    "ModifyLaunchTemplateRequest.LaunchTemplateId",
                    "ModifyLaunchTemplateRequest.LaunchTemplateName",
                ],
            );
            in_person(call).then(|| Hit::of(template.text()))
        },
        ..COMMON
    },
    Signature {
        id: "file-server-opened",
        kind: PERSISTENCE,
        title: "A server for file transfers, or a user of one, was made by somebody himself",
        severity: 3.5,
        techniques: &["T1133", "T1136.003"],
        calls: &["transfer:CreateServer", "transfer:CreateUser", "transfer:ImportSshPublicKey"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| in_person(call).then(|| Hit::of(asked_any(call, &["userName", "serverId"]).text())),
        ..COMMON
    },
    Signature {
        id: "shell-in-the-console",
        kind: EXECUTION,
        title: "The console's shell was used by an IAM user or the root user",
        severity: 2.5,
        techniques: &["T1059.009"],
        calls: &["cloudshell:CreateEnvironment", "cloudshell:CreateSession"],
        weight: Weight::Unusual,
        when: |call, _| by_hand(call).then(|| Hit::of(call.user_name())),
        ..COMMON
    },
    Signature {
        id: "lightsail-access-taken",
        kind: ESCALATION,
        title: "Keys or temporary access to Lightsail instances were taken",
        severity: 4.0,
        techniques: &["T1552.004", "T1021.004"],
        calls: &["lightsail:DownloadDefaultKeyPair", "lightsail:GetInstanceAccessDetails", "lightsail:CreateKeyPair"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| in_person(call).then(|| Hit::of(asked_any(call, &["instanceName", "keyPairName"]).text())),
        ..COMMON
    },
];
