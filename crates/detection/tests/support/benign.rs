//! Everyday activity of a company with two accounts: people at the console and the command line, pipelines, applications, scanners, services.
//! The same seed gives the same events.

#[path = "workplaces.rs"]
mod workplaces;

use std::fmt::Write as _;

const START: i64 = 1_717_200_000;
const ACCOUNTS: [&str; 2] = ["111122223333", "444455556666"];

/// A source of everyday events, in the order of time.
pub struct Benign {
    state: u64,
    time: i64,
    number: u64,
    step: f64,
    late: f64,
}

impl Benign {
    /// So many events, spread over so many days.
    pub fn new(seed: u64, events: u64, days: u64) -> Self {
        Self { state: seed | 1, time: START, number: 0, step: (days * 86_400) as f64 / events as f64, late: 0.0 }
    }

    fn next(&mut self, below: u64) -> u64 {
        // xorshift64*
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % below
    }

    fn pick<'x>(&mut self, of: &[&'x str]) -> &'x str {
        of[usize::try_from(self.next(of.len() as u64)).unwrap()]
    }

    /// The next event.
    pub fn event(&mut self) -> String {
        self.late += self.step;
        self.time = START + self.late as i64;
        self.number += 1;
        let office = (7..19).contains(&(self.time.rem_euclid(86_400) / 3600)) && self.time.div_euclid(86_400) % 7 < 5;
        match self.next(1000) {
            n if n < 50 && office => self.console(),
            n if n < 85 && office => self.command_line(),
            n if n < 145 && office => self.developer(),
            n if n < 165 && office => self.administrator(),
            n if n < 235 => self.terraform(),
            n if n < 255 => self.environment(),
            n if n < 290 => self.deployment(),
            n if n < 320 => self.stack(),
            n if n < 350 => self.old_pipeline(),
            n if n < 410 => self.cluster(),
            n if n < 450 => self.vendor(),
            n if n < 500 => self.data_work(),
            n if n < 640 => self.instance(),
            n if n < 760 => self.function(),
            n if n < 820 => self.scanner(),
            n if n < 840 => self.operations(),
            _ => self.service(),
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn write(
        &mut self,
        identity: &str,
        source: &str,
        name: &str,
        address: &str,
        agent: &str,
        request: &str,
        more: &str,
    ) -> String {
        let account = if identity.contains(ACCOUNTS[1]) { ACCOUNTS[1] } else { ACCOUNTS[0] };
        let region = if matches!(source, "iam" | "organizations" | "signin") { "us-east-1" } else { "eu-west-1" };
        let reads = ["Get", "List", "Describe", "Head", "Lookup", "BatchGet"].iter().any(|p| name.starts_with(p));
        let time = detection::time::format(self.time).replace(".000Z", "Z");
        let mut text = String::with_capacity(1024);
        let (number, id) = (self.number, self.next(u64::MAX));
        let _ = write!(
            text,
            r#"{{"eventVersion":"1.09","userIdentity":{identity},"eventTime":"{time}","eventSource":"{source}.amazonaws.com","eventName":"{name}","awsRegion":"{region}","sourceIPAddress":"{address}","userAgent":"{agent}","requestParameters":{request},"responseElements":null,"requestID":"{id:016x}","eventID":"{number:08x}-0000-4000-8000-{id:012x}","readOnly":{reads},"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"{account}","eventCategory":"Management"{more},"tlsDetails":{{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"{source}.{region}.amazonaws.com"}}}}"#
        );
        text
    }

    fn role(&mut self, role: &str, session: &str, account: usize) -> String {
        let account = ACCOUNTS[account];
        let key = self.next(4);
        let name = role.rsplit('/').next().unwrap();
        format!(
            r#"{{"type":"AssumedRole","principalId":"AROA{}:{session}","arn":"arn:aws:sts::{account}:assumed-role/{name}/{session}","accountId":"{account}","accessKeyId":"ASIA{}{session}{key}","sessionContext":{{"sessionIssuer":{{"type":"Role","principalId":"AROA{}","arn":"arn:aws:iam::{account}:role/{role}","accountId":"{account}","userName":"{name}"}},"attributes":{{"creationDate":"2024-06-01T00:00:00Z","mfaAuthenticated":"false"}}}}}}"#,
            name.to_uppercase(),
            name.to_uppercase(),
            name.to_uppercase()
        )
    }

    fn user(name: &str) -> String {
        let account = ACCOUNTS[0];
        format!(
            r#"{{"type":"IAMUser","principalId":"AIDA{0}","arn":"arn:aws:iam::{account}:user/{name}","accountId":"{account}","accessKeyId":"AKIA{0}","userName":"{name}"}}"#,
            name.to_uppercase()
        )
    }

    /// People in a browser: the console asks for a great deal by itself.
    fn console(&mut self) -> String {
        let person = self.next(12);
        // Most are in the office or at home; now and then somebody travels.
        let address = match self.next(40) {
            0 => format!("203.0.{}.{}", self.next(250), self.next(250)),
            1..=12 => format!("198.51.{}.{person}", 100 + person),
            _ => "192.0.2.10".to_owned(),
        };
        let role = if person < 3 { "AWSReservedSSO_AdministratorAccess_0a1b" } else { "AWSReservedSSO_PowerUser_2c3d" };
        let account = usize::try_from(self.next(2)).unwrap();
        let identity =
            self.role(&format!("aws-reserved/sso.amazonaws.com/{role}"), &format!("person{person}@example.com"), account);
        let agent =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36";
        let console = r#","sessionCredentialFromConsole":"true""#;
        match self.next(60) {
            0 => self
                .write(
                    &identity,
                    "signin",
                    "ConsoleLogin",
                    &address,
                    agent,
                    "null",
                    r#","additionalEventData":{"MFAUsed":"No","LoginTo":"https://console.aws.amazon.com/"}"#,
                )
                .replace(r#""responseElements":null"#, r#""responseElements":{"ConsoleLogin":"Success"}"#),
            1 => {
                let request = format!(
                    r#"{{"groupId":"sg-{}","ipPermissions":{{"items":[{{"ipProtocol":"tcp","fromPort":443,"toPort":443,"ipRanges":{{"items":[{{"cidrIp":"0.0.0.0/0"}}]}}}}]}}}}"#,
                    self.next(40)
                );
                self.write(&identity, "ec2", "AuthorizeSecurityGroupIngress", &address, agent, &request, console)
            }
            2 => self.write(
                &identity,
                "ssm",
                "StartSession",
                &address,
                agent,
                &format!(r#"{{"target":"i-0000000000000{:04}"}}"#, person),
                console,
            ),
            3 => self.write(
                &identity,
                "ec2",
                "RebootInstances",
                &address,
                agent,
                r#"{"instancesSet":{"items":[{"instanceId":"i-00000000000000001"}]}}"#,
                console,
            ),
            4 => {
                // Somebody looks where he may not.
                let name = self.pick(&["ListUsers", "GetAccountSummary"]);
                self.write(
                    &identity,
                    "iam",
                    name,
                    &address,
                    agent,
                    "null",
                    r#","errorCode":"AccessDenied","errorMessage":"not authorized""#,
                )
            }
            5 if person == 0 && self.next(20) == 0 => self.write(
                &identity,
                "iam",
                "CreateUser",
                &address,
                agent,
                &format!(r#"{{"userName":"new{}"}}"#, self.number),
                console,
            ),
            _ => {
                let call = self.pick(&[
                    "ec2:DescribeInstances",
                    "ec2:DescribeSecurityGroups",
                    "ec2:DescribeVpcs",
                    "s3:ListBuckets",
                    "s3:GetBucketAcl",
                    "s3:GetBucketVersioning",
                    "cloudtrail:LookupEvents",
                    "monitoring:DescribeAlarms",
                    "logs:DescribeLogGroups",
                    "lambda:ListFunctions20150331",
                    "iam:ListRoles",
                    "iam:GetRole",
                    "rds:DescribeDBInstances",
                    "health:DescribeEventAggregates",
                    "ce:GetCostAndUsage",
                    "kms:ListAliases",
                    "elasticloadbalancing:DescribeLoadBalancers",
                    "dynamodb:ListTables",
                    "secretsmanager:ListSecrets",
                ]);
                let (service, name) = call.split_once(':').unwrap();
                self.write(&identity, service, name, &address, agent, "null", console)
            }
        }
    }

    /// People with keys and a terminal.
    fn command_line(&mut self) -> String {
        let name = self.pick(&["ann", "bob", "carol", "dave", "erin", "frank"]);
        let identity = Self::user(name);
        let address = format!("192.0.2.{}", 10 + name.len());
        let agent = "aws-cli/2.15.30 Python/3.11.8 Linux/6.5.0 source/x86_64.ubuntu.22";
        match self.next(80) {
            0 => self.write(&identity, "iam", "CreateAccessKey", &address, agent, "null", ""),
            1 => self.write(
                &identity,
                "sts",
                "AssumeRole",
                &address,
                agent,
                &format!(r#"{{"roleArn":"arn:aws:iam::{}:role/Reader","roleSessionName":"{name}"}}"#, ACCOUNTS[1]),
                "",
            ),
            2 => self.write(
                &identity,
                "ssm",
                "StartSession",
                &address,
                agent,
                &format!(r#"{{"target":"i-0000000000000{:04}"}}"#, name.len()),
                "",
            ),
            3 => self.write(
                &identity,
                "ec2",
                "RunInstances",
                &address,
                agent,
                r#"{"instanceType":"t3.large","instancesSet":{"items":[{"imageId":"ami-1","minCount":1,"maxCount":1}]}}"#,
                "",
            ),
            4 => self.write(
                &identity,
                "ec2",
                "RunInstances",
                &address,
                agent,
                r#"{"instanceType":"t3.large"}"#,
                r#","errorCode":"Client.DryRunOperation""#,
            ),
            5 => self.write(
                &identity,
                "secretsmanager",
                "GetSecretValue",
                &address,
                agent,
                &format!(r#"{{"secretId":"dev/{name}"}}"#),
                "",
            ),
            6 => self.write(
                &identity,
                "lambda",
                "UpdateFunctionCode20150331v2",
                &address,
                agent,
                &format!(r#"{{"functionName":"dev-{name}"}}"#),
                "",
            ),
            _ => {
                let call = self.pick(&[
                    "sts:GetCallerIdentity",
                    "ec2:DescribeInstances",
                    "s3:ListBuckets",
                    "s3:ListObjects",
                    "logs:FilterLogEvents",
                    "ecr:GetAuthorizationToken",
                    "eks:DescribeCluster",
                    "cloudformation:DescribeStacks",
                    "ecs:ListTasks",
                    "ssm:DescribeInstanceInformation",
                ]);
                let (service, call) = call.split_once(':').unwrap();
                self.write(&identity, service, call, &address, agent, "null", "")
            }
        }
    }

    /// Infrastructure as code.
    fn terraform(&mut self) -> String {
        let account = usize::try_from(self.next(2)).unwrap();
        let identity = self.role("ci-terraform", "GitHubActions", account);
        let address = format!("20.{}.{}.7", 30 + self.next(4), self.next(200));
        let agent =
            "APN/1.0 HashiCorp/1.0 Terraform/1.7.5 (+https://www.terraform.io) terraform-provider-aws/5.50.0 aws-sdk-go-v2/1.26";
        let own = ACCOUNTS[account];
        let (call, request) = match self.next(40) {
            0 => ("iam:CreateRole", format!(r#"{{"roleName":"app{}","assumeRolePolicyDocument":"{{\"Statement\":[{{\"Effect\":\"Allow\",\"Principal\":{{\"Service\":\"lambda.amazonaws.com\"}},\"Action\":\"sts:AssumeRole\"}}]}}"}}"#, self.next(30))),
            1 => ("iam:PutRolePolicy", format!(r#"{{"roleName":"app{}","policyName":"p","policyDocument":"{{\"Statement\":[{{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],\"Resource\":\"arn:aws:s3:::app/*\"}}]}}"}}"#, self.next(30))),
            2 => ("iam:AttachRolePolicy", r#"{"roleName":"app1","policyArn":"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}"#.to_owned()),
            3 => ("ec2:AuthorizeSecurityGroupIngress", r#"{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":5432,"toPort":5432,"ipRanges":{"items":[{"cidrIp":"10.0.0.0/8"}]}}]}}"#.to_owned()),
            4 => ("s3:PutBucketPolicy", format!(r#"{{"bucketName":"data{}","bucketPolicy":{{"Statement":[{{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{{"Bool":{{"aws:SecureTransport":"false"}}}}}},{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{own}:role/app1"}},"Action":"s3:GetObject","Resource":"*"}}]}}}}"#, self.next(9))),
            5 => ("kms:CreateKey", format!(r#"{{"policy":"{{\"Statement\":[{{\"Effect\":\"Allow\",\"Principal\":{{\"AWS\":\"arn:aws:iam::{own}:root\"}},\"Action\":\"kms:*\",\"Resource\":\"*\"}}]}}"}}"#)),
            6 => ("lambda:UpdateFunctionConfiguration20150331v2", r#"{"functionName":"app","layers":["arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV2:70"]}"#.to_owned()),
            7 => ("s3:PutBucketLifecycle", r#"{"bucketName":"tmp-builds","LifecycleConfiguration":{"Rule":[{"ID":"old","Status":"Enabled","Expiration":{"Days":30}}]}}"#.to_owned()),
            8 => ("ec2:DescribeInstanceAttribute", format!(r#"{{"attribute":"userData","instanceId":"i-{:04}"}}"#, self.next(40))),
            9 => ("secretsmanager:GetSecretValue", format!(r#"{{"secretId":"app/{}"}}"#, self.next(6))),
            10 => ("logs:PutRetentionPolicy", r#"{"logGroupName":"/aws/lambda/app","retentionInDays":30}"#.to_owned()),
            11 => ("logs:DeleteLogGroup", format!(r#"{{"logGroupName":"/aws/lambda/preview-{}"}}"#, self.number)),
            12 => ("sqs:SetQueueAttributes", r#"{"queueUrl":"q","attributes":{"Policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\"arn:aws:sns:eu-west-1:111122223333:t\"}}}]}"}}"#.to_owned()),
            13 => ("lambda:AddPermission20150331v2", r#"{"functionName":"app","principal":"events.amazonaws.com","sourceArn":"arn:aws:events:eu-west-1:111122223333:rule/r"}"#.to_owned()),
            14 => ("iam:CreatePolicyVersion", r#"{"policyArn":"arn:aws:iam::111122223333:policy/p","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}]}"}"#.to_owned()),
            _ => (self.pick(&["iam:GetRole", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies", "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs", "ec2:DescribeSubnets", "s3:GetBucketPolicy", "s3:GetBucketVersioning", "s3:GetBucketEncryption", "lambda:GetFunction20150331v2", "kms:DescribeKey", "rds:DescribeDBInstances", "route53:ListResourceRecordSets", "logs:DescribeLogGroups", "sns:GetTopicAttributes", "sqs:GetQueueAttributes"]), "null".to_owned()),
        };
        let (service, name) = call.split_once(':').unwrap();
        self.write(&identity, service, name, &address, agent, &request, "")
    }

    fn deployment(&mut self) -> String {
        let identity = self.role("ci-deploy", "pipeline", 0);
        let address = format!("20.{}.{}.9", 40 + self.next(3), self.next(200));
        let agent = "Boto3/1.34.100 md/Botocore#1.34.100 ua/2.0 os/linux";
        let function = self.next(20);
        let call = self.pick(&[
            "lambda:UpdateFunctionCode20150331v2",
            "lambda:PublishVersion20150331",
            "ecr:PutImage",
            "ecs:RegisterTaskDefinition",
            "ecs:UpdateService",
            "cloudformation:CreateChangeSet",
            "cloudformation:ExecuteChangeSet",
            "s3:PutObject",
            "cloudfront:CreateInvalidation2020_05_31",
            "ecs:RunTask",
        ]);
        let (service, name) = call.split_once(':').unwrap();
        self.write(
            &identity,
            service,
            name,
            &address,
            agent,
            &format!(r#"{{"functionName":"app{function}","bucketName":"site","key":"index{function}.html"}}"#),
            "",
        )
    }

    /// Applications on instances.
    fn instance(&mut self) -> String {
        let n = self.next(30);
        let identity = self.role(&format!("web{}", n % 5), &format!("i-0a1b2c3d4e5f6{n:04}"), 0);
        let address = if n.is_multiple_of(3) { format!("10.0.3.{n}") } else { format!("52.48.{}.{}", n % 7, 10 + n) };
        let agent = self.pick(&["aws-sdk-java/2.25.50 Linux/5.10 Java/17", "Boto3/1.34.100 Python/3.11 Linux/5.10"]);
        let (call, request) = match self.next(12) {
            0 => ("secretsmanager:GetSecretValue", format!(r#"{{"secretId":"app/{}"}}"#, n % 5)),
            1 => {
                ("ssm:GetParameters", format!(r#"{{"names":["/app/{}/db","/app/{}/key"],"withDecryption":true}}"#, n % 5, n % 5))
            }
            2 => ("ssm:UpdateInstanceInformation", "null".to_owned()),
            3 => ("sts:AssumeRole", format!(r#"{{"roleArn":"arn:aws:iam::{}:role/data","roleSessionName":"web"}}"#, ACCOUNTS[1])),
            4 => ("kms:Decrypt", "null".to_owned()),
            5 => ("sts:GetCallerIdentity", "null".to_owned()),
            6 => ("ec2:DescribeTags", "null".to_owned()),
            7 => ("s3:DeleteObjects", r#"{"bucketName":"scratch"}"#.to_owned()),
            _ => ("s3:GetObject", format!(r#"{{"bucketName":"data1","key":"k{}"}}"#, self.next(60))),
        };
        let (service, name) = call.split_once(':').unwrap();
        self.write(&identity, service, name, &address, agent, &request, "")
    }

    fn function(&mut self) -> String {
        let n = self.next(25);
        let identity = self.role(&format!("fn{n}"), &format!("app{n}"), 0);
        let address = format!("54.{}.{}.{}", 170 + self.next(60), self.next(250), self.next(250));
        let agent = "Boto3/1.34.100 Python/3.12 Linux exec-env/AWS_Lambda_python3.12";
        let (call, request) = match self.next(10) {
            0 => ("secretsmanager:GetSecretValue", format!(r#"{{"secretId":"fn/{n}"}}"#)),
            1 if n == 3 => ("bedrock:InvokeModel", r#"{"modelId":"anthropic.claude-3"}"#.to_owned()),
            2 => ("logs:CreateLogStream", "null".to_owned()),
            3 => ("kms:Decrypt", "null".to_owned()),
            4 if n == 5 => ("dynamodb:Scan", r#"{"tableName":"jobs"}"#.to_owned()),
            5 => ("s3:DeleteObject", format!(r#"{{"bucketName":"scratch","key":"j{}"}}"#, self.next(5000))),
            _ => ("dynamodb:DescribeTable", format!(r#"{{"tableName":"t{n}"}}"#)),
        };
        let (service, name) = call.split_once(':').unwrap();
        self.write(&identity, service, name, &address, agent, &request, "")
    }

    /// Programs that look at everything, day after day.
    fn scanner(&mut self) -> String {
        let account = usize::try_from(self.next(2)).unwrap();
        let identity = self.role("SecurityScanner", "scan", account);
        let call = self.pick(&[
            "iam:ListUsers",
            "iam:ListRoles",
            "iam:GetAccountSummary",
            "iam:GetAccountAuthorizationDetails",
            "iam:GenerateCredentialReport",
            "iam:GetAccountPasswordPolicy",
            "ec2:DescribeInstances",
            "ec2:DescribeSnapshots",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeRegions",
            "s3:ListBuckets",
            "s3:GetBucketAcl",
            "s3:GetBucketPolicy",
            "lambda:ListFunctions20150331",
            "rds:DescribeDBInstances",
            "kms:ListKeys",
            "secretsmanager:ListSecrets",
            "cloudtrail:DescribeTrails",
            "guardduty:ListDetectors",
            "config:DescribeConfigurationRecorders",
            "organizations:DescribeOrganization",
            "ses:GetSendQuota",
            "sns:ListTopics",
            "sqs:ListQueues",
        ]);
        let (service, name) = call.split_once(':').unwrap();
        self.write(&identity, service, name, "52.48.1.77", "Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 prowler/4.2", "null", "")
    }

    /// Patching, backups and rotation by roles of operations.
    fn operations(&mut self) -> String {
        let identity = self.role("ops-automation", "automation", 0);
        let agent = "Boto3/1.34.100 md/Botocore#1.34.100 Linux";
        let (call, request) = match self.next(6) {
            0 => {
                ("ssm:SendCommand", r#"{"documentName":"AWS-RunPatchBaseline","targets":[{"key":"tag:Patch","values":["yes"]}]}"#)
            }
            1 => ("ec2:CreateSnapshot", r#"{"volumeId":"vol-1"}"#),
            2 => ("ec2:DeleteSnapshot", r#"{"snapshotId":"snap-1"}"#),
            3 => ("iam:CreateAccessKey", r#"{"userName":"svc-mail"}"#),
            4 => ("iam:DeleteAccessKey", r#"{"userName":"svc-mail","accessKeyId":"AKIAOLD"}"#),
            _ => ("ec2:StopInstances", r#"{"instancesSet":{"items":[{"instanceId":"i-dev1"},{"instanceId":"i-dev2"}]}}"#),
        };
        let (service, name) = call.split_once(':').unwrap();
        self.write(&identity, service, name, "10.0.9.9", agent, request, "")
    }

    /// Services of AWS by themselves and for others.
    fn service(&mut self) -> String {
        let (by, call, request) = match self.next(10) {
            0 => ("config", "ec2:DescribeVolumes", "null"),
            1 => ("securityhub", "iam:ListUsers", "null"),
            2 => ("autoscaling", "ec2:RunInstances", r#"{"instanceType":"m5.24xlarge"}"#),
            3 => ("autoscaling", "ec2:TerminateInstances", r#"{"instancesSet":{"items":[{"instanceId":"i-1"}]}}"#),
            4 => ("backup", "ec2:CreateSnapshot", r#"{"volumeId":"vol-2"}"#),
            5 => (
                "cloudformation",
                "iam:AttachRolePolicy",
                r#"{"roleName":"x","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}"#,
            ),
            6 => ("lambda", "sts:AssumeRole", r#"{"roleArn":"arn:aws:iam::111122223333:role/fn1"}"#),
            7 => ("cloudtrail", "s3:PutObject", r#"{"bucketName":"org-trail","key":"AWSLogs/x.json.gz"}"#),
            8 => ("eks", "sts:AssumeRole", r#"{"roleArn":"arn:aws:iam::111122223333:role/eks"}"#),
            _ => ("rds", "kms:Decrypt", "null"),
        };
        let host = format!("{by}.amazonaws.com");
        let identity = format!(r#"{{"type":"AWSService","invokedBy":"{host}"}}"#);
        let (service, name) = call.split_once(':').unwrap();
        self.write(&identity, service, name, &host, &host, request, "")
    }
}
