//! Managed dashboards: those that are there in every account, for any event data store, and the Highlights dashboard, which an account makes once. Pure.
//!
//! `$EventDataStoreId$` in a statement stands for an event data store. See
//! <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/lake-dashboard-managed.html>. What AWS' own widgets ask it does not publish: these are the
//! project's, after AWS' descriptions of them.

use std::collections::BTreeMap;

use crate::dashboards::Widget;

/// What managed dashboards are called alike.
pub const PREFIX: &str = "AWSCloudTrail-";
/// The dashboard of all event data stores of an account.
pub const HIGHLIGHTS: &str = "AWSCloudTrail-Highlights";
/// Stands for an event data store in statements, and names it in `QueryParameterValues`.
pub const STORE: &str = "$EventDataStoreId$";

/// A managed dashboard.
#[derive(Debug)]
pub struct Board {
    /// Name.
    pub name: &'static str,
    items: &'static [Item],
}

#[derive(Debug)]
struct Item {
    title: &'static str,
    view: &'static str,
    /// What is selected and counted, `WHERE` included if it asks for more than the time.
    select: &'static str,
    filter: &'static str,
    rest: &'static str,
}

/// A trend: how many events of each period.
const fn trend(title: &'static str, filter: &'static str) -> Item {
    let select = "SELECT date_trunc(?, eventTime) AS period, count(*) AS events";
    Item { title, view: "LineChart", select, filter, rest: "GROUP BY 1 ORDER BY 1" }
}

/// The most frequent of something.
const fn top(title: &'static str, select: &'static str, filter: &'static str) -> Item {
    Item { title, view: "Table", select, filter, rest: "GROUP BY 1 ORDER BY events DESC LIMIT 10" }
}

/// The most frequent of two things together.
const fn top_pairs(title: &'static str, select: &'static str, filter: &'static str) -> Item {
    Item { title, view: "Table", select, filter, rest: "GROUP BY 1, 2 ORDER BY events DESC LIMIT 10" }
}

/// The newest of something.
const fn recent(title: &'static str, select: &'static str, filter: &'static str) -> Item {
    Item { title, view: "Table", select, filter, rest: "ORDER BY eventTime DESC LIMIT 50" }
}

const BY_API: &str = "SELECT eventName, count(*) AS events";
const BY_SERVICE: &str = "SELECT eventSource, count(*) AS events";
const BY_USER: &str = "SELECT userIdentity.arn, count(*) AS events";
const BY_ERROR: &str = "SELECT errorCode, count(*) AS events";
const BY_ADDRESS: &str = "SELECT sourceIPAddress, count(*) AS events";
const BY_ACCOUNT: &str = "SELECT recipientAccountId, count(*) AS events";
const BY_REGION: &str = "SELECT awsRegion, count(*) AS events";
const WHO_DID: &str = "SELECT eventTime, eventSource, eventName, userIdentity.arn, sourceIPAddress, requestParameters, errorCode";
const OUTCOME: &str = "SELECT CASE WHEN errorCode IS NULL THEN 'success' ELSE 'failure' END AS outcome, count(*) AS events";

const DENIED: &str =
    "errorCode IN ('AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'Client.UnauthorizedOperation')";
const THROTTLED: &str =
    "errorCode IN ('Throttling', 'ThrottlingException', 'RequestLimitExceeded', 'TooManyRequestsException', 'SlowDown')";
const DELETES: &str = "(eventName LIKE 'Delete%' OR eventName LIKE 'Terminate%' OR eventName LIKE 'ScheduleKeyDeletion')";
const CREATES: &str = "(eventName LIKE 'Create%' OR eventName LIKE 'Run%') AND errorCode IS NULL";
const IAM: &str = "eventSource = 'iam.amazonaws.com'";
const IAM_POLICIES: &str = "eventSource = 'iam.amazonaws.com' AND eventName LIKE '%Policy%' AND readOnly = false";
const EC2: &str = "eventSource = 'ec2.amazonaws.com'";
const DATA: &str = "eventCategory = 'Data'";
const S3_DATA: &str = "eventCategory = 'Data' AND eventSource = 's3.amazonaws.com'";
const LAMBDA_DATA: &str = "eventCategory = 'Data' AND eventSource = 'lambda.amazonaws.com'";
const DYNAMODB_DATA: &str = "eventCategory = 'Data' AND eventSource = 'dynamodb.amazonaws.com'";
const ENRICHED: &str = "eventContext IS NOT NULL";

/// All managed dashboards that are there by themselves.
pub const BOARDS: &[Board] = &[
    Board {
        name: "AWSCloudTrail-DataEventsOverview",
        items: &[
            trend("Overall data events trend", DATA),
            top("Top services generating data events", BY_SERVICE, DATA),
            top("Top APIs generating data events", BY_API, DATA),
            top("Top regions generating data events", BY_REGION, DATA),
            top(
                "Top throttled data plane APIs",
                BY_API,
                "eventCategory = 'Data' AND errorCode IN ('Throttling', 'ThrottlingException', 'TooManyRequestsException', 'SlowDown')",
            ),
            top("Top users of data plane APIs", BY_USER, DATA),
        ],
    },
    Board {
        name: "AWSCloudTrail-DynamoDBDataEvents",
        items: &[
            trend("DynamoDB account data activity", DYNAMODB_DATA),
            top("Top DynamoDB data plane APIs", BY_API, DYNAMODB_DATA),
            top("Top users of DynamoDB data plane APIs", BY_USER, DYNAMODB_DATA),
            top(
                "Top DynamoDB errors",
                BY_ERROR,
                "eventCategory = 'Data' AND eventSource = 'dynamodb.amazonaws.com' AND errorCode IS NOT NULL",
            ),
        ],
    },
    Board {
        name: "AWSCloudTrail-EC2Activity",
        items: &[
            top(
                "EC2 instance management activity overview",
                BY_API,
                "eventSource = 'ec2.amazonaws.com' AND eventName IN ('RunInstances', 'StartInstances', 'StopInstances', 'RebootInstances', 'TerminateInstances')",
            ),
            top("EC2 API success vs failure", OUTCOME, EC2),
            top("Top EC2 errors", BY_ERROR, "eventSource = 'ec2.amazonaws.com' AND errorCode IS NOT NULL"),
            top("Top users launching EC2 instances", BY_USER, "eventSource = 'ec2.amazonaws.com' AND eventName = 'RunInstances'"),
            recent(
                "Recent EC2 SecurityGroup and NetworkInterface changes",
                WHO_DID,
                "eventSource = 'ec2.amazonaws.com' AND readOnly = false AND (eventName LIKE '%SecurityGroup%' OR eventName LIKE '%NetworkInterface%')",
            ),
            recent(
                "Recent VPC management and route table changes",
                WHO_DID,
                "eventSource = 'ec2.amazonaws.com' AND readOnly = false AND (eventName LIKE '%Vpc%' OR eventName LIKE '%Route%')",
            ),
            recent(
                "Recent EC2 actions by root user",
                WHO_DID,
                "eventSource = 'ec2.amazonaws.com' AND userIdentity.type = 'Root'",
            ),
        ],
    },
    Board {
        name: "AWSCloudTrail-EnrichedEvents",
        items: &[
            trend("Enriched events over time", ENRICHED),
            top(
                "Most frequent types of principals",
                "SELECT eventContext.requestContext['aws:PrincipalType'] AS principalType, count(*) AS events",
                ENRICHED,
            ),
            top(
                "Most frequent organizations of principals",
                "SELECT eventContext.requestContext['aws:PrincipalOrgID'] AS organization, count(*) AS events",
                ENRICHED,
            ),
            top(
                "Requests with multi-factor authentication",
                "SELECT eventContext.requestContext['aws:MultiFactorAuthPresent'] AS present, count(*) AS events",
                ENRICHED,
            ),
            top(
                "Requests over secure transport",
                "SELECT eventContext.requestContext['aws:SecureTransport'] AS secure, count(*) AS events",
                ENRICHED,
            ),
            top(
                "Most frequent tags of resources",
                "SELECT eventContext.tagContext.resourceTags AS tags, count(*) AS events",
                "eventContext.tagContext.resourceTags IS NOT NULL",
            ),
            top(
                "Most frequent tags of principals",
                "SELECT eventContext.tagContext.principalTags AS tags, count(*) AS events",
                "eventContext.tagContext.principalTags IS NOT NULL",
            ),
            top_pairs(
                "Most frequent access denied actions by tags of principals",
                "SELECT eventContext.tagContext.principalTags AS tags, eventName, count(*) AS events",
                "eventContext.tagContext.principalTags IS NOT NULL AND errorCode LIKE 'AccessDenied%'",
            ),
        ],
    },
    Board {
        name: "AWSCloudTrail-ErrorAnalysis",
        items: &[
            top("Error count by service", BY_SERVICE, "errorCode IS NOT NULL"),
            top("Error count by API", BY_API, "errorCode IS NOT NULL"),
            top("Top errors by error code", BY_ERROR, "errorCode IS NOT NULL"),
            top("Top errors by error message", "SELECT errorMessage, count(*) AS events", "errorMessage IS NOT NULL"),
            top("Top AccessDenied errors by API", BY_API, DENIED),
            top("Top throttled errors by API", BY_API, THROTTLED),
            top("Top users with errors", BY_USER, "errorCode IS NOT NULL"),
        ],
    },
    Board {
        name: "AWSCloudTrail-IAMActivity",
        items: &[
            top("Top IAM APIs", BY_API, IAM),
            top("Top IAM callers", BY_USER, IAM),
            top("IAM success vs failure", OUTCOME, IAM),
            top("Top IAM API errors", BY_ERROR, "eventSource = 'iam.amazonaws.com' AND errorCode IS NOT NULL"),
            top("Top AccessDenied IAM APIs", BY_API, "eventSource = 'iam.amazonaws.com' AND errorCode LIKE 'AccessDenied%'"),
            top("Top IP addresses of IAM calls", BY_ADDRESS, IAM),
            recent("Recent IAM policy changes", WHO_DID, IAM_POLICIES),
            recent(
                "Recent IAM user changes",
                WHO_DID,
                "eventSource = 'iam.amazonaws.com' AND eventName LIKE '%User%' AND readOnly = false",
            ),
            top(
                "Top assumed IAM roles",
                "SELECT requestParameters['roleArn'] AS roleArn, count(*) AS events",
                "eventSource = 'sts.amazonaws.com' AND eventName LIKE 'AssumeRole%'",
            ),
        ],
    },
    Board {
        name: "AWSCloudTrail-InsightsEvents",
        items: &[
            trend("Insights events over time", "eventCategory = 'Insight'"),
            top(
                "Insights events by type",
                "SELECT insightDetails['insightType'] AS insightType, count(*) AS events",
                "eventCategory = 'Insight'",
            ),
            top_pairs(
                "Top APIs with Insights events",
                "SELECT insightDetails['eventSource'] AS source, insightDetails['eventName'] AS api, count(*) AS events",
                "eventCategory = 'Insight'",
            ),
        ],
    },
    Board {
        name: "AWSCloudTrail-LambdaDataEvents",
        items: &[
            trend("Lambda data plane API activity", LAMBDA_DATA),
            top("Lambda invocations success vs failure", OUTCOME, LAMBDA_DATA),
            top("Top users of Lambda invocations", BY_USER, LAMBDA_DATA),
            top(
                "Top invoked Lambda functions",
                "SELECT requestParameters['functionName'] AS function, count(*) AS events",
                LAMBDA_DATA,
            ),
            top(
                "Top 10 Lambda Invoke API errors",
                BY_ERROR,
                "eventCategory = 'Data' AND eventSource = 'lambda.amazonaws.com' AND errorCode IS NOT NULL",
            ),
            top(
                "Most throttled users of Lambda invocations",
                BY_USER,
                "eventCategory = 'Data' AND eventSource = 'lambda.amazonaws.com' AND errorCode LIKE 'TooManyRequests%'",
            ),
        ],
    },
    Board {
        name: "AWSCloudTrail-ManagementEvents",
        items: &[
            trend("Management events trend", "eventCategory = 'Management'"),
            top("Read and write management events", "SELECT readOnly, count(*) AS events", "eventCategory = 'Management'"),
            top("Top services", BY_SERVICE, "eventCategory = 'Management'"),
            top("Top APIs", BY_API, "eventCategory = 'Management'"),
            top("Top users", BY_USER, "eventCategory = 'Management'"),
            top("Top access denied events", BY_API, DENIED),
            top("Top destructive actions", BY_API, DELETES),
        ],
    },
    Board {
        name: "AWSCloudTrail-OrganizationsActivity",
        items: &[
            trend("Activity trend in the organization", "true"),
            top(
                "Member account management summary",
                BY_API,
                "eventSource = 'organizations.amazonaws.com' AND eventName LIKE '%Account%' AND readOnly = false",
            ),
            top("Most used services across organization", BY_SERVICE, "true"),
            top_pairs("Most active accounts by service", "SELECT recipientAccountId, eventSource, count(*) AS events", "true"),
            top("Most used APIs across organization", BY_API, "true"),
            top("Most active member accounts", BY_ACCOUNT, "true"),
            trend("Access denied errors trend across the organization", DENIED),
            top("Accounts with most access denied errors", BY_ACCOUNT, DENIED),
            recent(
                "Recent service control policy changes",
                WHO_DID,
                "eventSource = 'organizations.amazonaws.com' AND eventName LIKE '%Policy%' AND readOnly = false",
            ),
        ],
    },
    Board {
        name: "AWSCloudTrail-Overview",
        items: &[
            trend("Account activity", "true"),
            top("Read and write events", "SELECT readOnly, count(*) AS events", "true"),
            top("Top services", BY_SERVICE, "true"),
            top("Top regions", BY_REGION, "true"),
            top("Most active users", BY_USER, "true"),
            top("Top errors", BY_ERROR, "errorCode IS NOT NULL"),
            trend("Access denied errors", DENIED),
        ],
    },
    Board {
        name: "AWSCloudTrail-ResourceChanges",
        items: &[
            trend("Resource creation trend", CREATES),
            trend("Resource deletion trend", DELETES),
            top("Top users performing resource creation", BY_USER, CREATES),
            top("Top APIs used for resource creation", BY_API, CREATES),
            top("Top APIs used for resource deletion", BY_API, DELETES),
            recent(
                "Most recent resource changes made using console",
                WHO_DID,
                "sessionCredentialFromConsole = 'true' AND readOnly = false",
            ),
            recent(
                "Most recent S3 bucket access changes",
                WHO_DID,
                "eventSource = 's3.amazonaws.com' AND eventName IN ('PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketAcl', 'PutBucketPublicAccessBlock', 'PutPublicAccessBlock', 'DeletePublicAccessBlock')",
            ),
            recent(
                "Most recent KMS key access changes",
                WHO_DID,
                "eventSource = 'kms.amazonaws.com' AND eventName IN ('PutKeyPolicy', 'CreateGrant', 'RevokeGrant', 'RetireGrant')",
            ),
        ],
    },
    Board {
        name: "AWSCloudTrail-S3DataEvents",
        items: &[
            trend("S3 account data activity", S3_DATA),
            top("Top S3 data plane APIs", BY_API, S3_DATA),
            top("Top users of S3 data plane APIs", BY_USER, S3_DATA),
            top("Most accessed buckets", "SELECT requestParameters['bucketName'] AS bucket, count(*) AS events", S3_DATA),
            top_pairs(
                "Most accessed objects",
                "SELECT requestParameters['bucketName'] AS bucket, requestParameters['key'] AS object, count(*) AS events",
                S3_DATA,
            ),
            top(
                "Top S3 data plane errors",
                BY_ERROR,
                "eventCategory = 'Data' AND eventSource = 's3.amazonaws.com' AND errorCode IS NOT NULL",
            ),
            top("Top IP addresses of S3 calls", BY_ADDRESS, S3_DATA),
        ],
    },
    Board {
        name: "AWSCloudTrail-SecurityMonitoring",
        items: &[
            top("Top access denied events", BY_API, DENIED),
            trend("Failed ConsoleLogin attempts", "eventName = 'ConsoleLogin' AND responseElements['ConsoleLogin'] = 'Failure'"),
            top(
                "Failed ConsoleLogin attempts by IP address",
                BY_ADDRESS,
                "eventName = 'ConsoleLogin' AND responseElements['ConsoleLogin'] = 'Failure'",
            ),
            trend("Root user ConsoleLogin attempts", "eventName = 'ConsoleLogin' AND userIdentity.type = 'Root'"),
            trend("Destructive actions", DELETES),
            top_pairs(
                "Top cross-account access",
                "SELECT userIdentity.accountId, eventName, count(*) AS events",
                "userIdentity.accountId <> recipientAccountId",
            ),
            recent("Users who disabled MFA", WHO_DID, "eventName IN ('DeactivateMFADevice', 'DeleteVirtualMFADevice')"),
            recent(
                "Recent EC2 SecurityGroup and NetworkAcl changes",
                WHO_DID,
                "eventSource = 'ec2.amazonaws.com' AND readOnly = false AND (eventName LIKE '%SecurityGroup%' OR eventName LIKE '%NetworkAcl%')",
            ),
            recent(
                "Recent EC2 SecurityGroup changes that allow public access",
                WHO_DID,
                "eventName = 'AuthorizeSecurityGroupIngress' AND requestParameters LIKE '%0.0.0.0/0%'",
            ),
            recent(
                "Potential CloudTrail disabling actions",
                WHO_DID,
                "eventSource = 'cloudtrail.amazonaws.com' AND eventName IN ('StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'DeleteEventDataStore', 'StopEventDataStoreIngestion')",
            ),
        ],
    },
    Board {
        name: "AWSCloudTrail-UserActivity",
        items: &[
            top("User activity by user ARN", BY_USER, "true"),
            top("User activity by API", BY_API, "true"),
            recent("Most recent user activity", WHO_DID, "true"),
            top("Top users with errors", BY_USER, "errorCode IS NOT NULL"),
            top("Top users with AccessDenied errors", BY_USER, DENIED),
            top("Top users making destructive actions", BY_USER, DELETES),
            top("Top users changing IAM policies", BY_USER, IAM_POLICIES),
            top("Top actions performed by root users", BY_API, "userIdentity.type = 'Root'"),
        ],
    },
];

/// The dashboard that an account makes, over all its event data stores of management events.
const HIGHLIGHTS_BOARD: Board = Board {
    name: HIGHLIGHTS,
    items: &[
        trend("Management activity", "true"),
        top("Top services", BY_SERVICE, "true"),
        top("Top users", BY_USER, "true"),
        top("Top errors", BY_ERROR, "errorCode IS NOT NULL"),
        trend("Access denied events", DENIED),
        trend("Destructive actions", DELETES),
        top("Top actions of root users", BY_API, "userIdentity.type = 'Root'"),
        top(
            "Failed ConsoleLogin attempts by IP address",
            BY_ADDRESS,
            "eventName = 'ConsoleLogin' AND responseElements['ConsoleLogin'] = 'Failure'",
        ),
    ],
};

/// A managed dashboard that is there by itself.
pub fn board(name: &str) -> Option<&'static Board> {
    BOARDS.iter().find(|board| board.name == name)
}

/// The widgets of the Highlights dashboard.
pub fn highlights() -> Vec<Widget> {
    HIGHLIGHTS_BOARD.widgets()
}

impl Board {
    /// Its widgets.
    pub fn widgets(&self) -> Vec<Widget> {
        let one = |(at, item): (usize, &Item)| Widget {
            alias: format!("{}-{}", self.name, at + 1),
            statement: item.statement(),
            parameters: item.parameters(),
            view: BTreeMap::from([("Title".to_owned(), item.title.to_owned()), ("View".to_owned(), item.view.to_owned())]),
        };
        self.items.iter().enumerate().map(one).collect()
    }
}

impl Item {
    fn statement(&self) -> String {
        format!("{} FROM {STORE} WHERE eventTime >= ? AND eventTime < ? AND {} {}", self.select, self.filter, self.rest)
    }

    fn parameters(&self) -> Vec<String> {
        let period = self.select.contains("date_trunc(?").then_some("$Period$");
        period.into_iter().chain(["$StartTime$", "$EndTime$"]).map(str::to_owned).collect()
    }
}

/// Columns that the Highlights dashboard looks at.
const COLUMNS: &str = "eventID, eventTime, eventSource, eventName, errorCode, sourceIPAddress, userIdentity.arn, userIdentity.type, responseElements";

/// A managed widget's statement over event data stores (ids or ARNs): over one, or over several with each event once.
pub fn over(statement: &str, stores: &[String]) -> String {
    let from = match stores {
        [one] => one.clone(),
        several => {
            let all: Vec<String> = several.iter().map(|store| format!("SELECT {COLUMNS} FROM {store}")).collect();
            format!("({}) AS events", all.join(" UNION "))
        }
    };
    statement.replace(STORE, &from)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{BOARDS, HIGHLIGHTS, board, highlights, over};
    use crate::dashboards::values_of;

    const ONE: &str = "0f6f1b5e-2c3a-4d5e-8f90-a1b2c3d4e5f6";
    const OTHER: &str = "1f6f1b5e-2c3a-4d5e-8f90-a1b2c3d4e5f6";

    fn values() -> BTreeMap<String, String> {
        let all = [("$StartTime$", "2026-01-01 00:00:00"), ("$EndTime$", "2026-01-02T00:00:00.00Z"), ("$Period$", "hour")];
        all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[tokio::test]
    async fn every_widget_is_a_query() {
        for board in BOARDS {
            let widgets = board.widgets();
            // A refresh queues them all, and an account runs ten queries at once.
            assert!(!widgets.is_empty() && widgets.len() <= 10, "{}", board.name);
            for widget in widgets {
                let text = over(&values_of(&widget, &values()).unwrap(), &[ONE.to_owned()]);
                let read = crate::statement::read(&text);
                assert_eq!(read.stores, [ONE], "{text}");
                crate::engine::check(&read.text, &read.stores).await.unwrap_or_else(|e| panic!("{text}: {e}"));
            }
        }
    }

    #[tokio::test]
    async fn highlights_are_over_all_stores() {
        let widgets = highlights();
        assert!(!widgets.is_empty() && widgets.len() <= 10);
        for widget in widgets {
            let text = over(&values_of(&widget, &values()).unwrap(), &[ONE.to_owned(), OTHER.to_owned()]);
            let read = crate::statement::read(&text);
            assert_eq!(read.stores, [ONE, OTHER]);
            crate::engine::check(&read.text, &read.stores).await.unwrap_or_else(|e| panic!("{text}: {e}"));
        }
    }

    #[test]
    fn names_are_in_order_and_there_once() {
        assert!(BOARDS.is_sorted_by(|a, b| a.name < b.name));
        assert!(board("AWSCloudTrail-Overview").is_some() && board(HIGHLIGHTS).is_none());
    }
}
