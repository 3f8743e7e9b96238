//! Sample queries: SearchSampleQueries finds them by words. `$EDS_ID` in them stands for the id of an event data store.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::operation::SearchSampleQueries;
use crate::api::{SearchSampleQueriesRequest, SearchSampleQueriesResponse, SearchSampleQueriesSearchResult};
use crate::operations::stores::{bad_token, most};

/// Results on a page.
const PAGE: i32 = 50;

struct Sample {
    name: &'static str,
    description: &'static str,
    sql: &'static str,
}

const SAMPLES: &[Sample] = &[
    Sample {
        name: "Actions of a user",
        description: "Everything that one IAM user did, newest first.",
        sql: "SELECT eventTime, eventSource, eventName, sourceIPAddress, errorCode FROM $EDS_ID WHERE userIdentity.userName = 'alice' ORDER BY eventTime DESC",
    },
    Sample {
        name: "Denied calls by principal",
        description: "Who was denied what, and how often: access errors, permissions that are missing.",
        sql: "SELECT userIdentity.arn, eventSource, eventName, count(*) AS calls FROM $EDS_ID WHERE errorCode IN ('AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'Client.UnauthorizedOperation') GROUP BY 1, 2, 3 ORDER BY calls DESC",
    },
    Sample {
        name: "Actions of the root user",
        description: "Every call of an account's root user.",
        sql: "SELECT eventTime, recipientAccountId, eventName, sourceIPAddress FROM $EDS_ID WHERE userIdentity.type = 'Root' ORDER BY eventTime DESC",
    },
    Sample {
        name: "Access keys made and removed",
        description: "Credentials: which access keys were created and deleted, for whom and by whom.",
        sql: "SELECT eventTime, eventName, userIdentity.arn, element_at(requestParameters, 'userName') AS userName FROM $EDS_ID WHERE eventName IN ('CreateAccessKey', 'DeleteAccessKey', 'UpdateAccessKey') ORDER BY eventTime DESC",
    },
    Sample {
        name: "Changes of IAM policies",
        description: "Permissions: who attached, detached, put or deleted policies of users, groups and roles.",
        sql: "SELECT eventTime, eventName, userIdentity.arn, requestParameters FROM $EDS_ID WHERE eventSource = 'iam.amazonaws.com' AND eventName LIKE '%Policy%' AND readOnly = false ORDER BY eventTime DESC",
    },
    Sample {
        name: "Top event sources per day",
        description: "How many calls each service had on each day.",
        sql: "SELECT date_trunc('day', eventTime) AS day, eventSource, count(*) AS calls FROM $EDS_ID GROUP BY 1, 2 ORDER BY day DESC, calls DESC",
    },
    Sample {
        name: "Callers by source address",
        description: "Which addresses calls came from, and how many principals used each.",
        sql: "SELECT sourceIPAddress, count(*) AS calls, count(DISTINCT userIdentity.arn) AS principals FROM $EDS_ID GROUP BY sourceIPAddress ORDER BY calls DESC LIMIT 100",
    },
    Sample {
        name: "Roles that were assumed",
        description: "Who assumed which role, with the name of the session.",
        sql: "SELECT eventTime, userIdentity.arn, element_at(requestParameters, 'roleArn') AS roleArn, element_at(requestParameters, 'roleSessionName') AS session FROM $EDS_ID WHERE eventName LIKE 'AssumeRole%' ORDER BY eventTime DESC",
    },
    Sample {
        name: "Changes of trails and event data stores",
        description: "Audit: who changed, stopped or deleted the logging itself.",
        sql: "SELECT eventTime, eventName, userIdentity.arn, requestParameters, errorCode FROM $EDS_ID WHERE eventSource = 'cloudtrail.amazonaws.com' AND readOnly = false ORDER BY eventTime DESC",
    },
    Sample {
        name: "Errors by service and code",
        description: "Which errors each service gave, and how often.",
        sql: "SELECT eventSource, errorCode, count(*) AS calls FROM $EDS_ID WHERE errorCode IS NOT NULL GROUP BY 1, 2 ORDER BY calls DESC",
    },
    Sample {
        name: "Calls without multi-factor authentication",
        description: "Changes that were made in sessions without MFA.",
        sql: "SELECT eventTime, eventName, userIdentity.arn FROM $EDS_ID WHERE readOnly = false AND userIdentity.sessionContext.attributes.mfaAuthenticated = 'false' ORDER BY eventTime DESC",
    },
    Sample {
        name: "Objects that were read",
        description: "Data events of S3: who read which object. The event data store must collect data events.",
        sql: "SELECT eventTime, userIdentity.arn, element_at(requestParameters, 'bucketName') AS bucket, element_at(requestParameters, 'key') AS object FROM $EDS_ID WHERE eventName = 'GetObject' ORDER BY eventTime DESC",
    },
];

/// How much a sample has to do with a phrase, 0 to 1: the part of its words that the sample has, those of the name counted twice. Pure.
fn relevance(sample: &Sample, phrase: &str) -> f64 {
    let lower = |text: &str| text.to_lowercase();
    let (name, rest) = (lower(sample.name), lower(&format!("{} {}", sample.description, sample.sql)));
    let phrase = lower(phrase);
    let words: Vec<&str> = phrase.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 1).collect();
    let found = |word: &&str| {
        let stem = word.strip_suffix('s').unwrap_or(word);
        if name.contains(stem) { 2_u32 } else { u32::from(rest.contains(stem)) }
    };
    let points: u32 = words.iter().map(found).sum();
    f64::from(points) / f64::from(u32::try_from(words.len() * 2).unwrap_or(u32::MAX).max(1))
}

impl Handle for SearchSampleQueries {
    async fn access(_: &SearchSampleQueriesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &SearchSampleQueriesRequest, _: &mut Transaction<'_>) -> Result<SearchSampleQueriesResponse, Failure> {
        let mut found: Vec<(f64, &Sample)> = SAMPLES.iter().map(|s| (relevance(s, &input.search_phrase), s)).collect();
        found.retain(|(relevance, _)| *relevance > 0.0);
        found.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.name.cmp(y.name)));
        let listing = format!("SearchSampleQueries {}", input.search_phrase);
        let numbered = found.into_iter().enumerate();
        let size = most(input.max_results, PAGE)?;
        let page = cut(numbered, &listing, input.next_token.as_deref(), size, |(at, _)| format!("{at:04}"), bad_token)?;
        let results = page.items.into_iter().map(|(_, (relevance, sample))| SearchSampleQueriesSearchResult {
            name: Some(sample.name.to_owned()),
            description: Some(sample.description.to_owned()),
            sql: Some(sample.sql.to_owned()),
            relevance: Some(relevance),
        });
        Ok(SearchSampleQueriesResponse { search_results: Some(results.collect()), next_token: page.next })
    }
}

#[cfg(test)]
mod tests {
    use super::{SAMPLES, relevance};

    #[tokio::test]
    async fn every_sample_is_a_query() {
        let id = "0f6f1b5e-2c3a-4d5e-8f90-a1b2c3d4e5f6";
        for sample in SAMPLES {
            let text = sample.sql.replace("$EDS_ID", id);
            let read = crate::statement::read(&text);
            assert_eq!(read.stores, [id], "{}", sample.name);
            crate::engine::check(&read.text, &read.stores).await.unwrap_or_else(|e| panic!("{}: {e}", sample.name));
        }
    }

    #[test]
    fn samples_are_found_by_their_words() {
        let best =
            |phrase: &str| SAMPLES.iter().max_by(|a, b| relevance(a, phrase).total_cmp(&relevance(b, phrase))).unwrap().name;
        assert_eq!(best("denied calls"), "Denied calls by principal");
        assert_eq!(best("which access keys were made"), "Access keys made and removed");
        assert!(SAMPLES.iter().all(|s| relevance(s, "zzz") == 0.0));
    }
}
