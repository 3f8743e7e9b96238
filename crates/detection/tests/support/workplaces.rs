//! More of everyday: people with sessions of IAM Identity Center at the command line, administrators, clusters, stacks, integrations of vendors, data
//! engineers, an old pipeline with a long-term key, and environments that are built and torn down.

use super::Benign;

const SSO: &str = "aws-reserved/sso.amazonaws.com/AWSReservedSSO_Developer_9f8e";
const CLI: &str = "aws-cli/2.15.30 md/awscrt#0.19.19 ua/2.0 os/macos#23.4.0 md/arch#arm64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard";
const TERRAFORM: &str =
    "APN/1.0 HashiCorp/1.0 Terraform/1.7.5 (+https://www.terraform.io) terraform-provider-aws/5.50.0 aws-sdk-go-v2/1.26";

impl Benign {
    fn say(&mut self, identity: &str, address: &str, agent: &str, (call, request): (&str, String), more: &str) -> String {
        let (service, name) = call.split_once(':').unwrap();
        self.write(identity, service, name, address, agent, &request, more)
    }

    /// Developers at home and in the office, with sessions of Identity Center.
    pub(super) fn developer(&mut self) -> String {
        let person = self.next(25);
        let identity = self.role(SSO, &format!("dev{person}@example.com"), 1);
        let address = if self.next(3) == 0 { format!("203.0.{}.{person}", person * 3) } else { "192.0.2.10".to_owned() };
        let asked = match self.next(60) {
            0 => ("secretsmanager:GetSecretValue", format!(r#"{{"secretId":"dev/{}"}}"#, self.next(4))),
            1 => ("ssm:StartSession", format!(r#"{{"target":"i-000000000000{:05}"}}"#, self.next(3))),
            2 => ("ecs:ExecuteCommand", r#"{"cluster":"dev","task":"t","interactive":true}"#.to_owned()),
            3 => ("ssm:GetParameter", format!(r#"{{"name":"/dev/{}","withDecryption":true}}"#, self.next(5))),
            4 => ("cloudformation:CreateChangeSet", format!(r#"{{"stackName":"dev-{person}"}}"#)),
            5 => ("cloudformation:DeleteStack", format!(r#"{{"stackName":"dev-{person}"}}"#)),
            6 => ("dynamodb:DescribeTable", r#"{"tableName":"orders"}"#.to_owned()),
            7 => ("sqs:GetQueueAttributes", r#"{"queueUrl":"q"}"#.to_owned()),
            8 => ("lambda:Invoke", format!(r#"{{"functionName":"dev-{person}"}}"#)),
            9 => ("ec2:DescribeRegions", "null".to_owned()),
            10 => ("sts:AssumeRole", r#"{"roleArn":"arn:aws:iam::111122223333:role/Reader","roleSessionName":"x"}"#.to_owned()),
            11..=20 => ("logs:FilterLogEvents", format!(r#"{{"logGroupName":"/aws/lambda/dev-{}"}}"#, self.next(6))),
            21..=26 => ("s3:GetObject", format!(r#"{{"bucketName":"builds","key":"b{}"}}"#, self.next(40))),
            27..=34 => ("ecr:BatchGetImage", r#"{"repositoryName":"app"}"#.to_owned()),
            _ => {
                let calls = [
                    "sts:GetCallerIdentity",
                    "s3:ListBuckets",
                    "s3:ListObjects",
                    "eks:DescribeCluster",
                    "ecr:GetAuthorizationToken",
                    "ec2:DescribeInstances",
                    "lambda:GetFunction20150331v2",
                    "logs:DescribeLogGroups",
                    "cloudformation:DescribeStackEvents",
                ];
                (self.pick(&calls), r#"{"functionName":"dev"}"#.to_owned())
            }
        };
        self.say(&identity, &address, CLI, asked, "")
    }

    /// Administrators at the console: now and then they do what attackers do, too.
    pub(super) fn administrator(&mut self) -> String {
        let person = self.next(2);
        let identity = self.role(
            "aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0a1b",
            &format!("admin{person}@example.com"),
            0,
        );
        let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36";
        let asked = match self.next(240) {
            0 => ("iam:CreateLoginProfile", format!(r#"{{"userName":"new{}","passwordResetRequired":true}}"#, self.next(90))),
            1 => ("ec2:AuthorizeSecurityGroupIngress", r#"{"groupId":"sg-9","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"192.0.2.10/32"}]}}]}}"#.to_owned()),
            2 => ("logs:DeleteLogGroup", format!(r#"{{"logGroupName":"/aws/codebuild/old-{}"}}"#, self.next(50))),
            3 => ("monitoring:DeleteAlarms", r#"{"alarmNames":["cpu-of-an-old-machine"]}"#.to_owned()),
            4 => ("s3:PutBucketPublicAccessBlock", r#"{"bucketName":"reports","PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"RestrictPublicBuckets":true}}"#.to_owned()),
            5 => ("iam:AttachUserPolicy", r#"{"userName":"svc-mail","policyArn":"arn:aws:iam::aws:policy/AmazonSESFullAccess"}"#.to_owned()),
            6 => ("servicequotas:RequestServiceQuotaIncrease", r#"{"serviceCode":"vpc","quotaCode":"L-F678F1CE","desiredValue":10}"#.to_owned()),
            7 => ("budgets:ModifyBudget", "null".to_owned()),
            8 => ("securityhub:BatchUpdateFindings", r#"{"Workflow":{"Status":"RESOLVED"}}"#.to_owned()),
            9 => ("ec2:StopInstances", r#"{"instancesSet":{"items":[{"instanceId":"i-test"}]}}"#.to_owned()),
            10 => ("rds:CreateDBSnapshot", r#"{"dBInstanceIdentifier":"orders","dBSnapshotIdentifier":"before"}"#.to_owned()),
            _ => {
                let calls = [
                    "iam:ListUsers", "iam:ListRoles", "iam:GetUser", "iam:ListAccessKeys", "iam:GetAccountSummary", "organizations:ListAccounts",
                    "guardduty:ListFindings", "securityhub:GetFindings", "ce:GetCostAndUsage", "cloudtrail:LookupEvents", "ec2:DescribeInstances",
                    "kms:ListKeys", "config:DescribeConfigRules", "ssm:DescribeInstanceInformation",
                ];
                (self.pick(&calls), "null".to_owned())
            }
        };
        self.say(&identity, "192.0.2.10", agent, asked, r#","sessionCredentialFromConsole":"true""#)
    }

    /// What runs in a cluster and manages machines, names, disks and load balancers by itself.
    pub(super) fn cluster(&mut self) -> String {
        let (role, asked) = match self.next(9) {
            0 => (
                "karpenter",
                (
                    "ec2:CreateFleet",
                    r#"{"CreateFleetRequest":{"Type":"instant","TargetCapacitySpecification":{"TotalTargetCapacity":1}}}"#
                        .to_owned(),
                ),
            ),
            1 => ("karpenter", ("ec2:RunInstances", r#"{"instanceType":"c6i.8xlarge"}"#.to_owned())),
            2 => (
                "karpenter",
                ("ec2:TerminateInstances", format!(r#"{{"instancesSet":{{"items":[{{"instanceId":"i-k{}"}}]}}}}"#, self.number)),
            ),
            3 => ("karpenter", ("ec2:DescribeInstanceTypes", "null".to_owned())),
            4 => ("external-dns", ("route53:ListResourceRecordSets", "null".to_owned())),
            5 => (
                "load-balancer-controller",
                (
                    "ec2:AuthorizeSecurityGroupIngress",
                    format!(
                        r#"{{"groupId":"sg-k{}","ipPermissions":{{"items":[{{"ipProtocol":"tcp","fromPort":443,"toPort":443,"ipRanges":{{"items":[{{"cidrIp":"0.0.0.0/0"}}]}}}}]}}}}"#,
                        self.next(9)
                    ),
                ),
            ),
            6 => ("ebs-csi", ("ec2:DeleteVolume", format!(r#"{{"volumeId":"vol-{}"}}"#, self.number))),
            7 => ("external-secrets", ("secretsmanager:GetSecretValue", format!(r#"{{"secretId":"apps/{}"}}"#, self.next(12)))),
            _ => ("velero", ("s3:PutObject", format!(r#"{{"bucketName":"velero","key":"backups/{}"}}"#, self.number))),
        };
        let session = format!("17172{:014}", self.next(3));
        let identity = self.role(role, &session, 0);
        let address = format!("52.48.9.{}", self.next(3));
        self.say(&identity, &address, "aws-sdk-go-v2/1.26.1 os/linux lang/go#1.22.2 md/GOOS#linux", asked, "")
    }

    /// Stacks: a pipeline asks, CloudFormation does.
    pub(super) fn stack(&mut self) -> String {
        if self.next(4) == 0 {
            let identity = self.role("cdk-hnb659fds-deploy-role-111122223333-eu-west-1", "aws-cdk-runner", 0);
            let call = self.pick(&[
                "cloudformation:CreateChangeSet",
                "cloudformation:ExecuteChangeSet",
                "cloudformation:DescribeStacks",
                "s3:PutObject",
                "ssm:GetParameter",
            ]);
            let address = format!("20.{}.{}.3", 50 + self.next(3), self.next(200));
            return self.say(
                &identity,
                &address,
                "aws-sdk-js/2.1560.0 linux/v20.11.1 promise CDK-Toolkit/2.140",
                (call, r#"{"stackName":"app","name":"/cdk-bootstrap/hnb659fds/version"}"#.to_owned()),
                "",
            );
        }
        let identity = self.role("cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1", "AWSCloudFormation", 0);
        let identity = identity.replacen('{', r#"{"invokedBy":"cloudformation.amazonaws.com","#, 1);
        let asked = match self.next(8) {
            0 => ("iam:CreateRole", r#"{"roleName":"app-fn","assumeRolePolicyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"}"#.to_owned()),
            1 => ("iam:AttachRolePolicy", r#"{"roleName":"app-admin","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}"#.to_owned()),
            2 => ("lambda:CreateFunction20150331", r#"{"functionName":"app","role":"arn:aws:iam::111122223333:role/app-admin"}"#.to_owned()),
            3 => ("lambda:UpdateFunctionCode20150331v2", r#"{"functionName":"app"}"#.to_owned()),
            4 => ("logs:DeleteLogGroup", r#"{"logGroupName":"audit-of-a-preview"}"#.to_owned()),
            5 => ("s3:PutBucketPolicy", r#"{"bucketName":"app-logs","bucketPolicy":{"Statement":[{"Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:PutObject","Resource":"*"}]}}"#.to_owned()),
            6 => ("rds:DeleteDBInstance", r#"{"dBInstanceIdentifier":"preview","skipFinalSnapshot":true}"#.to_owned()),
            _ => ("events:PutRule", r#"{"name":"r","eventPattern":"{\"source\":[\"aws.s3\"]}"}"#.to_owned()),
        };
        self.say(&identity, "cloudformation.amazonaws.com", "cloudformation.amazonaws.com", asked, "")
    }

    /// Vendors that watch an account through a role of theirs.
    pub(super) fn vendor(&mut self) -> String {
        let identity = self.role("VendorMonitoring", "metrics", 0);
        let region = self
            .pick(&[
                "eu-west-1",
                "us-east-1",
                "us-east-2",
                "us-west-2",
                "eu-central-1",
                "ap-south-1",
                "sa-east-1",
                "ca-central-1",
            ])
            .to_owned();
        let call = self.pick(&[
            "ec2:DescribeInstances",
            "ec2:DescribeRegions",
            "rds:DescribeDBInstances",
            "lambda:ListFunctions20150331",
            "sqs:ListQueues",
            "sns:ListTopics",
            "dynamodb:ListTables",
            "ecs:ListClusters",
            "eks:ListClusters",
            "s3:ListBuckets",
            "monitoring:ListMetrics",
            "tagging:GetResources",
            "kms:ListKeys",
            "apigateway:GetRestApis",
            "elasticloadbalancing:DescribeLoadBalancers",
            "servicequotas:ListServiceQuotas",
            "sts:GetCallerIdentity",
        ]);
        let text =
            self.say(&identity, "34.208.3.9", "Boto3/1.34.50 md/Botocore#1.34.50 ua/2.0 os/linux", (call, "null".to_owned()), "");
        text.replace(r#""awsRegion":"eu-west-1""#, &format!(r#""awsRegion":"{region}""#))
    }

    /// Tables, notebooks, jobs and models, by people and by jobs.
    pub(super) fn data_work(&mut self) -> String {
        if self.next(3) == 0 {
            let person = self.next(6);
            let identity = self.role(
                "aws-reserved/sso.amazonaws.com/AWSReservedSSO_DataScience_77aa",
                &format!("ds{person}@example.com"),
                0,
            );
            let call = self.pick(&[
                "athena:StartQueryExecution",
                "athena:GetQueryResults",
                "sagemaker:CreatePresignedDomainUrl",
                "glue:GetTables",
                "s3:ListObjects",
                "redshift:GetClusterCredentials",
            ]);
            let agent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/125.0";
            return self.say(
                &identity,
                "192.0.2.10",
                agent,
                (call, r#"{"clusterIdentifier":"dwh"}"#.to_owned()),
                r#","sessionCredentialFromConsole":"true""#,
            );
        }
        let identity = self.role("glue-etl", "GlueJobRunnerSession", 0);
        let asked = match self.next(5) {
            0 => ("s3:PutObject", format!(r#"{{"bucketName":"lake","key":"p{}"}}"#, self.number)),
            1 => ("s3:DeleteObject", format!(r#"{{"bucketName":"lake","key":"_tmp/{}"}}"#, self.number)),
            2 => ("glue:UpdateTable", "null".to_owned()),
            _ => ("s3:GetObject", format!(r#"{{"bucketName":"lake","key":"p{}"}}"#, self.next(500))),
        };
        let address = format!("10.0.5.{}", self.next(9));
        self.say(&identity, &address, "aws-sdk-java/1.12.700 Linux Java/1.8", asked, "")
    }

    /// A pipeline of years ago, which has a user and a long-term key, on machines of a code host.
    pub(super) fn old_pipeline(&mut self) -> String {
        let identity = Self::user("ci-bot");
        let address = format!("20.{}.{}.{}", 60 + self.next(20), self.next(250), self.next(250));
        let agent =
            self.pick(&[CLI, "Boto3/1.34.100 md/Botocore#1.34.100 ua/2.0 os/linux", "docker/26.0.0 go/go1.21.8"]).to_owned();
        let asked = match self.next(6) {
            0 => ("ecr:PutImage", r#"{"repositoryName":"app"}"#.to_owned()),
            1 => ("lambda:UpdateFunctionCode20150331v2", r#"{"functionName":"app"}"#.to_owned()),
            2 => ("cloudfront:CreateInvalidation2020_05_31", "null".to_owned()),
            3 => ("s3:DeleteObject", format!(r#"{{"bucketName":"site","key":"old{}.js"}}"#, self.number)),
            _ => ("s3:PutObject", format!(r#"{{"bucketName":"site","key":"app{}.js"}}"#, self.number)),
        };
        self.say(&identity, &address, &agent, asked, "")
    }

    /// Environments that Terraform builds and tears down.
    pub(super) fn environment(&mut self) -> String {
        let identity = self.role("ci-terraform", "GitHubActions", 1);
        let n = self.next(400);
        let asked = match self.next(24) {
            0 => (
                "iam:CreateOpenIDConnectProvider",
                r#"{"url":"https://oidc.eks.eu-west-1.amazonaws.com/id/0A1B","clientIDList":["sts.amazonaws.com"]}"#.to_owned(),
            ),
            1 => (
                "iam:CreateRole",
                format!(
                    r#"{{"roleName":"vendor{n}","assumeRolePolicyDocument":"{{\"Statement\":[{{\"Effect\":\"Allow\",\"Principal\":{{\"AWS\":\"arn:aws:iam::999900001111:root\"}},\"Action\":\"sts:AssumeRole\",\"Condition\":{{\"StringEquals\":{{\"sts:ExternalId\":\"x{n}\"}}}}}}]}}"}}"#
                ),
            ),
            2 => ("rds:DeleteDBInstance", format!(r#"{{"dBInstanceIdentifier":"preview{n}","skipFinalSnapshot":true}}"#)),
            3 => ("s3:DeleteBucket", format!(r#"{{"bucketName":"preview{n}"}}"#)),
            4 => ("logs:DeleteLogGroup", format!(r#"{{"logGroupName":"/preview/{n}"}}"#)),
            5 => ("monitoring:DeleteAlarms", format!(r#"{{"alarmNames":["preview-{n}-cpu"]}}"#)),
            6 => ("ec2:DeleteNetworkAclEntry", r#"{"networkAclId":"acl-1","ruleNumber":100}"#.to_owned()),
            7 => (
                "ec2:CreateRoute",
                r#"{"routeTableId":"rtb-1","destinationCidrBlock":"0.0.0.0/0","natGatewayId":"nat-1"}"#.to_owned(),
            ),
            8 => ("kms:ScheduleKeyDeletion", format!(r#"{{"keyId":"k{}","pendingWindowInDays":30}}"#, n % 2)),
            9 => ("lambda:DeleteFunction20150331", format!(r#"{{"functionName":"preview{n}"}}"#)),
            10 => ("iam:PassRole", "null".to_owned()),
            11 => ("wafv2:AssociateWebACL", "null".to_owned()),
            12 => (
                "sns:Subscribe",
                r#"{"topicArn":"t","protocol":"sqs","endpoint":"arn:aws:sqs:eu-west-1:444455556666:q"}"#.to_owned(),
            ),
            13 => ("ec2:ModifyInstanceAttribute", r#"{"instanceId":"i-1","disableApiTermination":{"value":false}}"#.to_owned()),
            14 => ("ec2:TerminateInstances", format!(r#"{{"instancesSet":{{"items":[{{"instanceId":"i-p{n}"}}]}}}}"#)),
            15 => (
                "ecr:PutImageScanningConfiguration",
                r#"{"repositoryName":"r","imageScanningConfiguration":{"scanOnPush":true}}"#.to_owned(),
            ),
            16 => ("secretsmanager:DeleteSecret", format!(r#"{{"secretId":"preview{n}"}}"#)),
            17 => (
                "ec2:CreateLaunchTemplateVersion",
                r#"{"CreateLaunchTemplateVersionRequest":{"LaunchTemplateId":"lt-1"}}"#.to_owned(),
            ),
            18 => (
                "lambda:AddPermission20150331v2",
                r#"{"functionName":"f","principal":"s3.amazonaws.com","sourceAccount":"444455556666"}"#.to_owned(),
            ),
            _ => (
                self.pick(&[
                    "ec2:DescribeVpcs",
                    "iam:GetRole",
                    "rds:DescribeDBInstances",
                    "s3:GetBucketPolicy",
                    "lambda:GetFunction20150331v2",
                ]),
                "null".to_owned(),
            ),
        };
        let address = format!("20.{}.{}.7", 30 + self.next(4), self.next(200));
        self.say(&identity, &address, TERRAFORM, asked, "")
    }
}
