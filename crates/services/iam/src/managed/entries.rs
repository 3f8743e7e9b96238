//! The rows of the catalogue, by kind and name: kind, name, id, date of creation, description.

use super::ManagedPolicy;

/// The path of a kind of policy.
macro_rules! path {
    (general) => {
        "/"
    };
    (job_function) => {
        "/job-function/"
    };
    (service_role) => {
        "/service-role/"
    };
    (service_linked) => {
        "/aws-service-role/"
    };
    (root_task) => {
        "/root-task/"
    };
}

/// Whether a customer may attach a kind of policy.
macro_rules! attachable {
    (service_linked) => {
        false
    };
    ($other:ident) => {
        true
    };
}

/// Makes the rows; the document of each is `documents/NAME.json`.
macro_rules! policies {
    ($($kind:ident $name:literal $id:literal $created:literal $description:literal;)*) => {
        &[$(ManagedPolicy {
            name: $name,
            path: path!($kind),
            policy_id: $id,
            description: $description,
            document: include_str!(concat!("documents/", $name, ".json")),
            default_version_id: "v1",
            create_date: $created,
            update_date: $created,
            attachable: attachable!($kind),
        }),*]
    };
}

pub(super) static CATALOGUE: &[ManagedPolicy] = policies! {
    general "AdministratorAccess" "ANPAIWMBCKSKIEE64ZLYK" "2015-02-06T18:39:46Z"
        "Full access to every service and resource of the account.";
    general "AmazonDynamoDBFullAccess" "ANPAINUGF2JSOSUY76KYA" "2015-02-06T18:40:11Z"
        "Full access to Amazon DynamoDB.";
    general "AmazonDynamoDBReadOnlyAccess" "ANPAIY2XFNA232XJ6J7X2" "2015-02-06T18:40:12Z"
        "Read-only access to Amazon DynamoDB, including the items of tables.";
    general "AmazonEC2FullAccess" "ANPAI3VAJF5ZCRZ7MCQE6" "2015-02-06T18:40:15Z"
        "Full access to Amazon EC2, with load balancing, scaling and monitoring.";
    general "AmazonEC2ReadOnlyAccess" "ANPAIGDT4SV4GSETWTBZK" "2015-02-06T18:40:17Z"
        "Read-only access to Amazon EC2, with load balancing, scaling and monitoring.";
    general "AmazonEventBridgeFullAccess" "ANPA43ET5KRFXHUI6WH3K" "2019-07-11T14:08:05Z"
        "Full access to Amazon EventBridge.";
    general "AmazonEventBridgeReadOnlyAccess" "ANPAJYRFNDVV2D4TIO2FU" "2019-07-11T13:59:07Z"
        "Read-only access to Amazon EventBridge.";
    general "AmazonEventBridgeSchedulerFullAccess" "ANPA4YGOMCAXXYVLV2DKB" "2022-11-10T18:36:29Z"
        "Full access to Amazon EventBridge Scheduler.";
    general "AmazonEventBridgeSchedulerReadOnlyAccess" "ANPAHRD353DTAXSNPGS2M" "2022-11-10T18:49:22Z"
        "Read-only access to Amazon EventBridge Scheduler.";
    general "AmazonGuardDutyFullAccess" "ANPA3L2FC5AMHAZZ73WM4" "2017-11-28T22:31:30Z"
        "Full access to Amazon GuardDuty.";
    general "AmazonGuardDutyReadOnlyAccess" "ANPAODP6JH7EQ37TAK7NB" "2017-11-28T22:29:40Z"
        "Read-only access to Amazon GuardDuty.";
    general "AmazonRDSFullAccess" "ANPAI3R4QMOG6Q5A4VWVG" "2015-02-06T18:40:52Z"
        "Full access to Amazon RDS.";
    general "AmazonRDSReadOnlyAccess" "ANPAJKTTTYV2IIHKLZ346" "2015-02-06T18:40:53Z"
        "Read-only access to Amazon RDS.";
    general "AmazonS3FullAccess" "ANPAIFIR6V6BVTRAHWINE" "2015-02-06T18:40:58Z"
        "Full access to every bucket and object.";
    general "AmazonS3ReadOnlyAccess" "ANPAIZTJ4DXE7G6AGAE6M" "2015-02-06T18:40:59Z"
        "Read-only access to every bucket and object.";
    general "AmazonSNSFullAccess" "ANPAJWEKLCXXUNT2SOLSG" "2015-02-06T18:41:05Z"
        "Full access to Amazon SNS.";
    general "AmazonSNSReadOnlyAccess" "ANPAIZGQCQTFOFPMHSB6W" "2015-02-06T18:41:06Z"
        "Read-only access to Amazon SNS.";
    general "AmazonSQSFullAccess" "ANPAI65L554VRJ33ECQS6" "2015-02-06T18:41:07Z"
        "Full access to Amazon SQS.";
    general "AmazonSQSReadOnlyAccess" "ANPAIUGSSQY362XGCM6KW" "2015-02-06T18:41:08Z"
        "Read-only access to Amazon SQS. Grants no receiving of messages.";
    general "AmazonSSMFullAccess" "ANPAJA7V6HI4ISQFMDYAG" "2015-05-29T17:39:47Z"
        "Full access to AWS Systems Manager.";
    general "AmazonSSMManagedInstanceCore" "ANPAIXSHM2BNB2D3AXXRU" "2019-03-15T17:22:12Z"
        "What a managed host needs of AWS Systems Manager: registration, commands, sessions, inventory and compliance.";
    general "AmazonSSMReadOnlyAccess" "ANPAJODSKQGGJTHRYZ5FC" "2015-05-29T17:44:44Z"
        "Read-only access to AWS Systems Manager.";
    general "AmazonVPCFullAccess" "ANPAJBWPGNOVKZD3JI2P2" "2015-02-06T18:41:16Z"
        "Full access to virtual networks: subnets, routes, gateways, endpoints, peering, firewalls and addresses.";
    general "AmazonVPCReadOnlyAccess" "ANPAIICZJNOJN36GTG6CM" "2015-02-06T18:41:17Z"
        "Read-only access to virtual networks.";
    general "AWSAccountManagementFullAccess" "ANPA7JT6IHYSWVLBZ2M2V" "2021-09-30T00:00:00Z"
        "Full access to AWS Account Management.";
    general "AWSAccountManagementReadOnlyAccess" "ANPANJVPSLNHXUVR6BNN5" "2021-09-30T00:00:00Z"
        "Read-only access to AWS Account Management.";
    general "AWSBillingReadOnlyAccess" "ANPALGQEL4VE73FQQTATI" "2020-08-27T20:08:45Z"
        "Views bills, payments, budgets, usage and costs.";
    general "AWSBudgetsActionsWithAWSResourceControlAccess" "ANPAA2TKRNH44B5TSHQY2" "2020-10-15T00:19:46Z"
        "Full access to budgets and budget actions, and handing actions the role that controls resources.";
    general "AWSBudgetsReadOnlyAccess" "ANPAWFKC73LIYRD43CKWL" "2018-10-15T18:00:32Z"
        "Views budgets, with the billing figures they follow.";
    general "AWSCloudTrail_FullAccess" "ANPAVT36APCM5R27HHPTV" "2021-02-16T00:00:00Z"
        "Full access to AWS CloudTrail, with the bucket, topic, key and log group a new trail needs.";
    general "AWSCloudTrail_ReadOnlyAccess" "ANPA4EVT3LKYYM4JD2AJZ" "2022-06-14T00:00:00Z"
        "Read-only access to AWS CloudTrail.";
    general "AWSCompromisedKeyQuarantineV3" "ANPAYMBU2MGGPXH7SE2ZP" "2024-08-21T00:00:00Z"
        "Denies what exposed access keys are commonly misused for. Attached to a user whose key has leaked; rotate the key, then detach it.";
    general "AWSConfigUserAccess" "ANPAIWTTSFJ7KKJE3MWGA" "2015-02-18T19:38:41Z"
        "Uses AWS Config: searches resources by tag, reads configurations, history and compliance.";
    general "AWSDenyAll" "ANPASOWV7IX53SXXXLDAL" "2019-05-01T22:36:14Z"
        "Denies every action on every resource.";
    general "AWSHealthFullAccess" "ANPAI3CUMPCPEUPCSXC4Y" "2016-12-06T12:30:31Z"
        "Full access to AWS Health, and the organizational view.";
    general "AWSKeyManagementServicePowerUser" "ANPAJNPP7PPPPMJRV2SA4" "2015-02-06T18:40:40Z"
        "Creates keys, aliases and tags and reads key metadata. Grants no use of keys in cryptography; key policies decide that.";
    general "AWSLambda_FullAccess" "ANPAW4V7L33VVEHJ6TDLZ" "2020-11-17T21:14:08Z"
        "Full access to AWS Lambda, its logs, and what its console shows of other services.";
    general "AWSLambda_ReadOnlyAccess" "ANPALVQL5A3ZR7XPFFGUE" "2020-11-17T21:10:14Z"
        "Read-only access to AWS Lambda, its logs, and what its console shows of other services.";
    general "AWSOrganizationsFullAccess" "ANPAJZXBNRCJKNLQHSB5M" "2018-11-06T20:31:57Z"
        "Full access to AWS Organizations.";
    general "AWSOrganizationsReadOnlyAccess" "ANPAJY5RQATUV77PEPVOM" "2018-11-06T20:32:38Z"
        "Read-only access to AWS Organizations.";
    general "AWSResourceAccessManagerFullAccess" "ANPARGSMG3WHY6T4VZREJ" "2019-09-10T00:00:00Z"
        "Full access to AWS Resource Access Manager.";
    general "AWSResourceAccessManagerReadOnlyAccess" "ANPAIE7GZ5UPVUJ73UBOC" "2019-09-09T00:00:00Z"
        "Read-only access to AWS Resource Access Manager.";
    general "AWSSecurityHubFullAccess" "ANPAH34X3IVXU44GT7VIK" "2018-11-27T23:54:34Z"
        "Full access to AWS Security Hub.";
    general "AWSSecurityHubOrganizationsAccess" "ANPAKDI5SZN7RMQMS7UIW" "2021-03-15T00:00:00Z"
        "Sets AWS Security Hub up for an organization: trusted access and the delegated administrator.";
    general "AWSSecurityHubReadOnlyAccess" "ANPAMQNIZZVXMQ7XB3FJ7" "2018-11-28T01:34:29Z"
        "Read-only access to AWS Security Hub.";
    general "AWSSupportAccess" "ANPAJSNKQX2OW67GF4S7E" "2015-02-06T18:41:11Z"
        "Access to AWS Support: creates, follows and resolves cases.";
    general "AWSSupportPlansFullAccess" "ANPAJERL7Q2AW2IBMGPOW" "2022-09-27T18:19:36Z"
        "Views and changes the support plan.";
    general "AWSSupportPlansReadOnlyAccess" "ANPAJSC2UZEUO5VXKLIBB" "2022-09-27T00:00:00Z"
        "Views the support plan.";
    general "AWSTrustedAdvisorPriorityFullAccess" "ANPANTZGW3KKF72CDXPKX" "2022-08-16T16:08:46Z"
        "Full access to AWS Trusted Advisor Priority, with trusted access and delegated administrators.";
    general "AWSTrustedAdvisorPriorityReadOnlyAccess" "ANPA4S56I77LOT5TMKUL5" "2022-08-16T16:35:54Z"
        "Read-only access to AWS Trusted Advisor Priority.";
    general "CloudWatchAgentAdminPolicy" "ANPAICMXPKT7EBAF6KR3O" "2018-03-07T00:52:31Z"
        "What the CloudWatch agent needs on a server, and storing its configuration for others.";
    general "CloudWatchAgentServerPolicy" "ANPAIGOPKN7KRDAKTLG4I" "2018-03-07T01:06:44Z"
        "What the CloudWatch agent needs on a server: publishing metrics, logs and traces and reading its configuration.";
    general "CloudWatchEventsFullAccess" "ANPAJZLOYLNHESMYOJAFU" "2016-01-14T18:37:08Z"
        "Full access to CloudWatch Events.";
    general "CloudWatchEventsReadOnlyAccess" "ANPAIILJPXXA6F7GYLYBS" "2016-01-14T18:27:18Z"
        "Read-only access to CloudWatch Events.";
    general "CloudWatchFullAccess" "ANPAIKEABORKUXN6DEAZU" "2015-02-06T18:40:00Z"
        "Full access to CloudWatch, with every action of logs and notifications. Succeeded by CloudWatchFullAccessV2.";
    general "CloudWatchFullAccessV2" "ANPA4ZWO4Q4EKXSKCJXQU" "2023-08-01T11:32:30Z"
        "Full access to CloudWatch.";
    general "CloudWatchLogsFullAccess" "ANPAJ3ZGNWK2R5HW5BQFO" "2015-02-06T18:40:02Z"
        "Full access to CloudWatch Logs.";
    general "CloudWatchLogsReadOnlyAccess" "ANPAJ2YIYDYSNNEHK3VKW" "2015-02-06T18:40:03Z"
        "Read-only access to CloudWatch Logs, including queries.";
    general "CloudWatchReadOnlyAccess" "ANPAJN23PDQP7SZQAE3QE" "2015-02-06T18:40:01Z"
        "Read-only access to CloudWatch, its logs and its traces.";
    general "IAMAccessAdvisorReadOnly" "ANPAL5ZCTEXS5DP7H5ZQQ" "2019-06-21T19:33:36Z"
        "Reads last-accessed information for services and actions, for IAM entities and for the organization.";
    general "IAMAccessAnalyzerFullAccess" "ANPAGJV4UGWAZDMPCYDB6" "2019-12-02T17:12:10Z"
        "Full access to IAM Access Analyzer.";
    general "IAMAccessAnalyzerReadOnlyAccess" "ANPAF2MHZTH6NW4BKRTJF" "2019-12-02T17:12:43Z"
        "Read-only access to IAM Access Analyzer, with its policy checks.";
    general "IAMFullAccess" "ANPAI7XKCFMBPM3QQRRVQ" "2015-02-06T18:40:38Z"
        "Full access to IAM.";
    general "IAMReadOnlyAccess" "ANPAJKSO7NDY4T57MWDSQ" "2015-02-06T18:40:39Z"
        "Read-only access to IAM, with the credential report and the policy simulator.";
    general "IAMSelfManageServiceSpecificCredentials" "ANPAI4VT74EMXK2PMQJM2" "2016-12-22T17:25:18Z"
        "Lets an IAM user manage their own service-specific credentials.";
    general "IAMUserChangePassword" "ANPAJ4L4MM2A7QIEB56MS" "2016-11-15T00:25:16Z"
        "Lets an IAM user change their own password.";
    general "IAMUserSSHKeys" "ANPAJTSHUA4UXGXU7ANUA" "2015-07-09T17:08:54Z"
        "Lets an IAM user manage their own SSH public keys.";
    general "PowerUserAccess" "ANPAJYRXTHIB4FOVS3ZXS" "2015-02-06T18:39:47Z"
        "Full access to services and resources, without the management of identities, of the organization or of the account itself.";
    general "ReadOnlyAccess" "ANPAILL3HVNFSB6DCOWYQ" "2015-02-06T18:39:48Z"
        "Read-only access to services and resources, including the data they hold, except the values of secrets.";
    general "ResourceGroupsandTagEditorFullAccess" "ANPAJNOS54ZFXN4T2Y34A" "2015-02-06T18:39:53Z"
        "Full access to Resource Groups and Tag Editor. Tagging a resource also takes the permission of its own service.";
    general "ResourceGroupsandTagEditorReadOnlyAccess" "ANPAJHXQTPI5I5JKAIU74" "2015-02-06T18:39:54Z"
        "Read-only access to Resource Groups and Tag Editor.";
    general "SecretsManagerReadWrite" "ANPAI3VG7CI5BIQZQ6G2E" "2018-04-04T18:05:29Z"
        "Full access to AWS Secrets Manager, with what storing and rotating database secrets takes. Does not grant the IAM changes rotation functions need.";
    general "SecurityAudit" "ANPAIX2T3QCXHR2OGGCTO" "2015-02-06T18:41:01Z"
        "Reads security configuration metadata, for auditors and security tools. Grants no access to stored data.";
    general "ServiceQuotasFullAccess" "ANPA7L43TP3B6MLMEGYUC" "2019-06-24T15:44:35Z"
        "Full access to Service Quotas.";
    general "ServiceQuotasReadOnlyAccess" "ANPAOSLG4RHYAUQVE3GJC" "2019-06-24T15:31:41Z"
        "Read-only access to Service Quotas.";

    job_function "Billing" "ANPAIFTHXT6FFMIRT7ZEA" "2016-11-10T17:33:18Z"
        "Permissions to view and change billing: payment methods, budgets, cost reports and invoices.";
    job_function "DatabaseAdministrator" "ANPAIGBMAW4VUQKOQNVT6" "2016-11-10T17:25:43Z"
        "Sets up, configures and runs databases, with the monitoring, networking and key metadata that takes.";
    job_function "DataScientist" "ANPAJ5YHI2BQW7EQFYDXS" "2016-11-10T17:28:48Z"
        "Runs analytics: data stores, query engines, clusters and streams, and the compute and logs they use.";
    job_function "NetworkAdministrator" "ANPAJPNMADZFJCVPJVZA2" "2016-11-10T17:31:35Z"
        "Sets up and runs the network: VPCs, gateways, routing, DNS, load balancing, direct connections and their protection.";
    job_function "SupportUser" "ANPAI3V4GSSN5SJY3P2RO" "2016-11-10T17:21:53Z"
        "Troubleshoots and resolves issues with AWS Support: opens and follows cases, and views the state of resources.";
    job_function "SystemAdministrator" "ANPAITJPEZXCYCBXANDSW" "2016-11-10T17:23:54Z"
        "Sets up and runs the resources applications need: compute, storage, databases, monitoring and auditing, but not identities.";
    job_function "ViewOnlyAccess" "ANPAID22R6XPJATWOFDK6" "2016-11-10T17:20:15Z"
        "Lists resources and shows their basic metadata in every service. Grants no access to content.";

    service_role "AmazonRDSEnhancedMonitoringRole" "ANPAJV7BS425S4PTSSVGK" "2015-11-11T19:58:29Z"
        "Lets Amazon RDS write enhanced monitoring metrics to CloudWatch Logs.";
    service_role "AmazonSSMAutomationRole" "ANPAQYVYEPD35KS7PEF7W" "2016-12-05T22:09:55Z"
        "Lets AWS Systems Manager Automation run the steps of its documents.";
    service_role "AmazonSSMMaintenanceWindowRole" "ANPAE5DZQRYMKWSWUI5CP" "2016-12-01T22:57:54Z"
        "Lets AWS Systems Manager run the tasks of maintenance windows.";
    service_role "AWS_ConfigRole" "ANPAFYE2EXXEYLXR5OBZI" "2020-09-15T21:06:00Z"
        "Lets AWS Config read the configuration of the resources it records. Delivery to a bucket or topic needs its own grant.";
    service_role "AWSConfigRoleForOrganizations" "ANPA7FKUCJD6KLKCFSC6A" "2018-03-19T22:53:01Z"
        "Lets AWS Config aggregate data across the organization.";
    service_role "AWSConfigRulesExecutionRole" "ANPAJUB3KIKTA4PU4OYAA" "2016-03-25T17:59:36Z"
        "Lets the function behind a custom rule read snapshots and report evaluations.";
    service_role "AWSLambdaBasicExecutionRole" "ANPAJNCQGXC42545SKXIK" "2015-04-09T15:03:43Z"
        "Lets a function write its logs.";
    service_role "AWSLambdaRole" "ANPAJX4DPCRGTC4NFDUXI" "2015-02-06T18:41:28Z"
        "Lets a service invoke functions.";
    service_role "AWSLambdaSQSQueueExecutionRole" "ANPAQAOZHLCZUTQDH7WCL" "2018-06-14T21:50:45Z"
        "Lets a function consume queues and write its logs.";
    service_role "AWSLambdaVPCAccessExecutionRole" "ANPAJVTME3YLVNL72YR2K" "2016-02-11T23:15:26Z"
        "Lets a function write its logs and reach a VPC.";

    service_linked "AccessAnalyzerServiceRolePolicy" "ANPAWQ6OQLBIN46VWSGOT" "2019-12-02T17:13:10Z"
        "Lets IAM Access Analyzer read the resource and identity policies it analyzes.";
    service_linked "AmazonEventBridgeApiDestinationsServiceRolePolicy" "ANPAZ2WC7XFKJ6XMY5COI" "2021-02-11T20:52:11Z"
        "Lets EventBridge keep the credentials of API destination connections as secrets.";
    service_linked "AmazonGuardDutyMalwareProtectionServiceRolePolicy" "ANPA6BP3BNVLQN744BFTN" "2022-07-19T00:00:00Z"
        "Lets Amazon GuardDuty scan volumes for malware.";
    service_linked "AmazonGuardDutyServiceRolePolicy" "ANPAFDSYCZ5YUR2Q7RULD" "2017-11-28T20:12:59Z"
        "Lets Amazon GuardDuty read what it needs to detect threats.";
    service_linked "AmazonRDSServiceRolePolicy" "ANPAWU4HUSX4RGIQFBND2" "2018-01-08T18:17:46Z"
        "Lets Amazon RDS manage the network, logs and secrets of databases.";
    service_linked "AmazonSSMServiceRolePolicy" "ANPAPJ22MVSRRIHJHHIUE" "2017-11-13T19:20:08Z"
        "Lets AWS Systems Manager gather operational data and run tasks on the account's behalf.";
    service_linked "AutoScalingServiceRolePolicy" "ANPAP3RPXKUU7ML7W7EQE" "2018-01-08T23:10:55Z"
        "Lets Amazon EC2 Auto Scaling launch, follow and end instances.";
    service_linked "AWSApplicationAutoScalingCustomResourcePolicy" "ANPAQYKLSJGMCNKLCZCWJ" "2018-06-04T23:22:44Z"
        "Lets Application Auto Scaling scale custom resources through API Gateway.";
    service_linked "AWSApplicationAutoscalingDynamoDBTablePolicy" "ANPAASRZ7ZZZE7YQAHUMF" "2017-10-20T21:34:57Z"
        "Lets Application Auto Scaling change the capacity of DynamoDB tables.";
    service_linked "AWSApplicationAutoscalingLambdaConcurrencyPolicy" "ANPARJHV2YJM7CITN2GMY" "2019-10-21T20:04:03Z"
        "Lets Application Auto Scaling change the provisioned concurrency of functions.";
    service_linked "AWSApplicationAutoscalingRDSClusterPolicy" "ANPAXZP2KBKGYRR2R44JV" "2017-10-17T17:46:56Z"
        "Lets Application Auto Scaling add and remove replicas of database clusters.";
    service_linked "AWSConfigMultiAccountSetupPolicy" "ANPACRM2LW5JHRK4M7B2T" "2019-06-17T18:03:16Z"
        "Lets AWS Config deploy organization rules and conformance packs to member accounts.";
    service_linked "AWSConfigRemediationServiceRolePolicy" "ANPAM3D25LCFFVHCJTNOU" "2019-06-18T21:21:12Z"
        "Lets AWS Config start remediations in Systems Manager.";
    service_linked "AWSConfigServiceRolePolicy" "ANPAHMPMHZITHB26R2BPH" "2018-05-30T23:31:46Z"
        "Lets AWS Config read the configuration of the resources it records, through its service-linked role.";
    service_linked "AWSElasticLoadBalancingServiceRolePolicy" "ANPAO6H3R4ZKBK6MG4KKM" "2017-09-19T22:19:04Z"
        "Lets Elastic Load Balancing manage the network of load balancers.";
    service_linked "AWSHealth_EventProcessorServiceRolePolicy" "ANPAWSJ7UYORN3TY3WHXR" "2023-01-10T00:00:00Z"
        "Lets AWS Health manage the EventBridge rule that brings it alarm state changes.";
    service_linked "AWSIAMRoleManagerServiceRolePolicy" "ANPAITXXHAUJACGCQQT34" "2026-07-15T23:57:00Z"
        "Lets IAM Role Manager keep its analyzer in the account.";
    service_linked "AWSKeyManagementServiceCustomKeyStoresServiceRolePolicy" "ANPAPUO6VFTFBQW3WMQQ5" "2018-11-26T00:00:00Z"
        "Lets AWS KMS reach the CloudHSM clusters behind custom key stores.";
    service_linked "AWSKeyManagementServiceMultiRegionKeysServiceRolePolicy" "ANPASQ5NPDIMWABEO63WU" "2021-06-16T00:00:00Z"
        "Lets AWS KMS keep the shared properties of multi-Region keys equal in all their Regions.";
    service_linked "AWSOrganizationsServiceTrustPolicy" "ANPA7YYVQOCMJRGSKGDH5" "2017-10-10T23:04:07Z"
        "Lets AWS Organizations create service-linked roles for the services an organization trusts.";
    service_linked "AWSResourceAccessManagerServiceRolePolicy" "ANPA5EVZDW6TANLV4HKVV" "2018-11-14T19:28:28Z"
        "Lets AWS Resource Access Manager follow the structure of the organization it shares within.";
    service_linked "AWSSecurityHubServiceRolePolicy" "ANPAK5URS3FOIKVRT36F6" "2018-11-27T23:47:51Z"
        "Lets AWS Security Hub run its controls and gather findings.";
    service_linked "AWSSSOServiceRolePolicy" "ANPA6UIU5UWWS35RIZWKU" "2017-12-05T18:36:15Z"
        "Lets IAM Identity Center manage the roles, policies and provider it uses in member accounts.";
    service_linked "AWSSupportServiceRolePolicy" "ANPABEAORBDIJZXEFAUNA" "2018-04-19T18:04:44Z"
        "Lets AWS Support read the configuration of resources to resolve cases. Grants no access to their data.";
    service_linked "AWSSystemsManagerAccountDiscoveryServicePolicy" "ANPAGWLVVJQY47OMRZPN6" "2019-10-24T00:00:00Z"
        "Lets AWS Systems Manager discover the accounts of the organization.";
    service_linked "AWSTrustedAdvisorReportingServiceRolePolicy" "ANPAB2AJAZBDVSMQQNMQP" "2019-11-19T17:41:41Z"
        "Lets AWS Trusted Advisor follow the accounts of the organization for the organizational view.";
    service_linked "AWSTrustedAdvisorServiceRolePolicy" "ANPANF3LKDXKFA4LV3DVQ" "2018-02-22T21:24:25Z"
        "Lets AWS Trusted Advisor read what its checks look at.";
    service_linked "CloudFormationStackSetsOrgAdminServiceRolePolicy" "ANPA4UPPLRDURDWYZKZTV" "2019-12-10T00:20:05Z"
        "Lets CloudFormation StackSets run from the management account for the organization.";
    service_linked "CloudFormationStackSetsOrgMemberServiceRolePolicy" "ANPARGFJLGXUYBKEB66UF" "2019-12-09T23:52:08Z"
        "Lets CloudFormation StackSets create its execution role in a member account.";
    service_linked "CloudTrailEventContext" "ANPAHHVCL6FS6SNGH3NEQ" "2025-05-29T00:00:00Z"
        "Lets AWS CloudTrail manage the EventBridge rules that enrich events with tags and condition keys.";
    service_linked "CloudTrailServiceRolePolicy" "ANPASMRRGOMETKKLBPE2T" "2018-10-24T21:21:44Z"
        "Lets AWS CloudTrail run organization trails and event data stores on behalf of the organization.";
    service_linked "CloudWatch-CrossAccountAccess" "ANPATUNPX2XT6UPVXANUD" "2019-07-23T00:00:00Z"
        "Lets CloudWatch assume the sharing roles of other accounts to show their dashboards and metrics.";
    service_linked "CloudWatchEventsServiceRolePolicy" "ANPAC2VNMMZO7WJ5QHGXS" "2017-11-17T00:42:04Z"
        "Lets alarms and rules act on EC2 instances for the account.";
    service_linked "ConfigConformsServiceRolePolicy" "ANPA3PFQD4Y5G6MJ5Q65J" "2019-07-25T21:38:58Z"
        "Lets AWS Config manage the rules and remediations of conformance packs.";
    service_linked "DynamoDBReplicationServiceRolePolicy" "ANPAKSUSALSEESGI36WFE" "2017-11-09T23:55:34Z"
        "Lets Amazon DynamoDB replicate global tables between Regions.";
    service_linked "Health_OrganizationsServiceRolePolicy" "ANPAFI5DVEBEVQBTZ4EUP" "2019-12-16T13:28:31Z"
        "Lets AWS Health follow the accounts of the organization for the organizational view.";
    service_linked "ServiceQuotasServiceRolePolicy" "ANPAHVWU63WKVIIU3TAQ6" "2019-05-22T20:44:20Z"
        "Lets Service Quotas open support cases for quota increases.";

    root_task "IAMAuditRootUserCredentials" "ANPARMLP54UTGD4KRVOYZ" "2024-11-14T00:00:00Z"
        "Root task: reviews the root user credentials of a member account.";
    root_task "IAMCreateRootUserPassword" "ANPANAOZW7UW7XEI7YJDZ" "2024-11-14T00:00:00Z"
        "Root task: lets the root user of a member account recover a password.";
    root_task "IAMDeleteRootUserCredentials" "ANPAOLULXTOJVJ63YMOCL" "2024-11-14T00:00:00Z"
        "Root task: removes the root user credentials of a member account.";
    root_task "S3UnlockBucketPolicy" "ANPAJ6E5S2VUVC7G2CAJ4" "2024-11-14T00:00:00Z"
        "Root task: removes a bucket policy that denies access to everybody.";
    root_task "SQSUnlockQueuePolicy" "ANPAGEB4IRH3RCGDSCQIF" "2024-11-14T00:00:00Z"
        "Root task: removes a queue policy that denies access to everybody.";
};
