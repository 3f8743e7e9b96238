//! Delivery and digests against buckets in memory: nothing lost, nothing twice, every signature true.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use service_cloudtrail::api::operation::{
    CreateTrail, DeleteTrail, GetTrailStatus, ListPublicKeys, PutEventSelectors, StartLogging, StopLogging, UpdateTrail,
};
use service_cloudtrail::api::{
    CreateTrailRequest, DeleteTrailRequest, EventSelector, GetTrailStatusRequest, ListPublicKeysRequest,
    PutEventSelectorsRequest, ReadWriteType, StartLoggingRequest, StopLoggingRequest, UpdateTrailRequest,
};

use support::{Bench, HOUR, MEMBER, ORGANIZATION, OWNER, STRANGER, code};

fn request(name: &str) -> CreateTrailRequest {
    CreateTrailRequest {
        name: name.to_owned(),
        s3_bucket_name: "logs".to_owned(),
        enable_log_file_validation: Some(true),
        is_multi_region_trail: Some(true),
        ..CreateTrailRequest::default()
    }
}

async fn start(bench: &Bench, name: &str) {
    bench.call::<StartLogging>(OWNER, StartLoggingRequest { name: name.to_owned() }).await.unwrap();
}

async fn stop(bench: &Bench, name: &str) {
    bench.call::<StopLogging>(OWNER, StopLoggingRequest { name: name.to_owned() }).await.unwrap();
}

#[tokio::test]
async fn events_between_start_and_stop_are_in_exactly_one_file() {
    let bench = Bench::new().await;
    bench.call::<CreateTrail>(OWNER, request("main")).await.unwrap();
    bench.event(OWNER, "us-east-1", "Before").await;
    start(&bench, "main").await;
    for (region, name) in [("us-east-1", "One"), ("eu-west-1", "Two"), ("us-east-1", "Three")] {
        bench.event(OWNER, region, name).await;
    }
    bench.event(MEMBER, "us-east-1", "Foreign").await;
    bench.deliver().await;
    bench.pass(60);
    bench.event(OWNER, "us-east-1", "Four").await;
    stop(&bench, "main").await;
    bench.event(OWNER, "us-east-1", "After").await;
    bench.deliver().await;
    bench.deliver().await;
    assert_eq!(bench.buckets.names(""), ["Four", "One", "StopLogging", "Three", "Two"]);
    assert_eq!(bench.buckets.names("/eu-west-1/"), ["Two"]);
    assert_eq!(bench.buckets.keys("/CloudTrail/").len(), 3);
    assert!(bench.buckets.keys("").iter().all(|k| k.starts_with(&format!("AWSLogs/{OWNER}/CloudTrail"))));
}

/// A range that is half delivered when a put fails, and whose trail points to another bucket when it goes on: what is in the old one stays there.
#[tokio::test]
async fn a_range_half_delivered_is_not_delivered_again_to_another_bucket() {
    let bench = Bench::new().await;
    bench.buckets.there.lock().unwrap().insert("other".to_owned());
    bench.call::<CreateTrail>(OWNER, request("main")).await.unwrap();
    start(&bench, "main").await;
    for (region, name) in [("us-east-1", "One"), ("eu-west-1", "Two")] {
        bench.event(OWNER, region, name).await;
    }
    *bench.buckets.dies_after.lock().unwrap() = Some(1);
    bench.deliver().await;
    assert_eq!(bench.buckets.events("").len(), 1, "the first file is put, the second is not");
    let moved = UpdateTrailRequest { name: "main".to_owned(), s3_bucket_name: Some("other".to_owned()), ..Default::default() };
    bench.call::<UpdateTrail>(OWNER, moved).await.unwrap();
    // Now that the bucket is another, the rest fails once more, and then goes on.
    bench.deliver().await;
    *bench.buckets.dies_after.lock().unwrap() = None;
    bench.deliver().await;
    bench.deliver().await;
    let names = bench.buckets.names("");
    assert_eq!(names.iter().filter(|n| ["One", "Two"].contains(&n.as_str())).count(), 2, "{names:?}");
    let objects = bench.buckets.objects.lock().unwrap();
    for bucket in ["logs", "other"] {
        assert!(objects.keys().any(|(b, key)| b == bucket && key.contains("/CloudTrail/")), "a file in {bucket}");
    }
}

/// Whatever put is the last before a crash, the files are the same in the end.
#[tokio::test]
async fn a_crash_at_any_put_neither_loses_nor_repeats() {
    let mut expected: Option<Vec<String>> = None;
    for dies_after in 0..14 {
        let bench = Bench::new().await;
        bench
            .call::<CreateTrail>(OWNER, CreateTrailRequest { is_organization_trail: Some(true), ..request("main") })
            .await
            .unwrap();
        start(&bench, "main").await;
        for account in [OWNER, MEMBER, STRANGER] {
            for region in ["us-east-1", "eu-west-1"] {
                bench.event(account, region, &format!("{account}-{region}")).await;
            }
        }
        *bench.buckets.dies_after.lock().unwrap() = Some(dies_after);
        bench.deliver().await;
        // Between the crash and the next start the world goes on.
        bench.event(MEMBER, "eu-west-1", "Later").await;
        bench.pass(HOUR + 1);
        bench.deliver().await;
        *bench.buckets.dies_after.lock().unwrap() = None;
        bench.deliver().await;
        bench.pass(HOUR + 1);
        bench.deliver().await;
        let mut names = bench.buckets.names(&format!("AWSLogs/{ORGANIZATION}/"));
        names.sort();
        match &expected {
            Some(expected) => assert_eq!(&names, expected, "after {dies_after} puts"),
            None => expected = Some(names),
        }
        verify(&bench, OWNER, 4).await;
        verify(&bench, MEMBER, 4).await;
        assert!(bench.buckets.keys(STRANGER).is_empty());
    }
    assert_eq!(expected.unwrap().len(), 5);
}

/// Follows the chain of every region as `validate-logs` does: every signature, every link, every file. Returns how many digests there are.
async fn verify(bench: &Bench, account: &str, at_least: usize) {
    let keys = ListPublicKeysRequest {
        start_time: plane::Timestamp::from_second(0).ok(),
        end_time: plane::Timestamp::from_second(4_000_000_000).ok(),
        ..ListPublicKeysRequest::default()
    };
    let keys = bench.call::<ListPublicKeys>(OWNER, keys).await.unwrap().public_key_list.unwrap();
    let digests = bench.buckets.keys(&format!("{account}/CloudTrail-Digest/"));
    assert!(digests.len() >= at_least, "{digests:?}");
    let mut listed: Vec<String> = Vec::new();
    for key in &digests {
        let digest = bench.buckets.json(key);
        let text = |name: &str| digest[name].as_str().unwrap_or("null").to_owned();
        assert_eq!(text("digestS3Object"), *key);
        let public = keys.iter().find(|k| k.fingerprint.as_deref() == digest["digestPublicKeyFingerprint"].as_str()).unwrap();
        let signed = format!(
            "{}\n{}/{key}\n{}\n{}",
            text("digestEndTime"),
            text("digestS3Bucket"),
            hash(&bench.buckets.content(key)),
            text("previousDigestSignature")
        );
        let signature = hex::decode(bench.buckets.metadata(key, "signature")).unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public.value.as_ref().unwrap())
            .verify(signed.as_bytes(), &signature)
            .unwrap();
        if let Some(previous) = digest["previousDigestS3Object"].as_str() {
            assert_eq!(digest["previousDigestHashValue"], hash(&bench.buckets.content(previous)));
            assert_eq!(text("previousDigestSignature"), bench.buckets.metadata(previous, "signature"));
            assert_eq!(bench.buckets.json(previous)["digestEndTime"], digest["digestStartTime"]);
        }
        for file in digest["logFiles"].as_array().unwrap() {
            let key = file["s3Object"].as_str().unwrap();
            assert_eq!(file["hashValue"], hash(&bench.buckets.content(key)));
            listed.push(key.to_owned());
        }
    }
    listed.sort();
    assert_eq!(listed, bench.buckets.keys(&format!("{account}/CloudTrail/")), "every file is in one digest");
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes))
}

#[tokio::test]
async fn digests_are_hourly_chained_and_end_with_logging() {
    let bench = Bench::new().await;
    bench.call::<CreateTrail>(OWNER, request("main")).await.unwrap();
    start(&bench, "main").await;
    for hour in 0..3 {
        if hour != 1 {
            bench.event(OWNER, "us-east-1", "X").await;
        }
        bench.deliver().await;
        bench.pass(HOUR);
    }
    stop(&bench, "main").await;
    bench.deliver().await;
    bench.pass(10);
    start(&bench, "main").await;
    bench.deliver().await;
    bench.pass(HOUR);
    bench.deliver().await;
    verify(&bench, OWNER, 8).await;
    let digests = bench.buckets.keys("/CloudTrail-Digest/us-east-1/");
    let firsts = digests.iter().filter(|k| bench.buckets.json(k)["previousDigestS3Object"].is_null()).count();
    assert_eq!(firsts, 2, "{digests:?}");
    let empty = digests.iter().filter(|k| bench.buckets.json(k)["logFiles"].as_array().unwrap().is_empty()).count();
    assert!(empty >= 1, "an hour without events has a digest");
}

#[tokio::test]
async fn errors_are_kept_in_the_status_and_nothing_is_lost_meanwhile() {
    let bench = Bench::new().await;
    bench.call::<CreateTrail>(OWNER, request("main")).await.unwrap();
    start(&bench, "main").await;
    bench.buckets.denied.lock().unwrap().insert("logs".to_owned());
    bench.event(OWNER, "us-east-1", "One").await;
    bench.deliver().await;
    let status = || bench.call::<GetTrailStatus>(OWNER, GetTrailStatusRequest { name: "main".to_owned() });
    assert_eq!(status().await.unwrap().latest_delivery_error.as_deref(), Some("AccessDenied"));
    bench.event(OWNER, "us-east-1", "Two").await;
    bench.deliver().await;
    // The bucket is gone for good: the trail is pointed to another one, where everything arrives.
    bench.buckets.there.lock().unwrap().insert("second".to_owned());
    let update = UpdateTrailRequest {
        name: "main".to_owned(),
        s3_bucket_name: Some("second".to_owned()),
        ..UpdateTrailRequest::default()
    };
    bench.call::<UpdateTrail>(OWNER, update).await.unwrap();
    bench.event(OWNER, "us-east-1", "Three").await;
    for _ in 0..3 {
        bench.deliver().await;
    }
    let names = bench.buckets.names("");
    assert_eq!(names.iter().filter(|n| n.len() <= 5).cloned().collect::<Vec<_>>(), ["One", "Three", "Two"]);
    let status = status().await.unwrap();
    assert_eq!(status.latest_delivery_error, None);
    assert!(status.latest_delivery_time.is_some() && status.is_logging == Some(true));
}

#[tokio::test]
async fn selectors_hold_from_where_they_were_put() {
    let bench = Bench::new().await;
    bench.call::<CreateTrail>(OWNER, CreateTrailRequest { is_multi_region_trail: Some(false), ..request("main") }).await.unwrap();
    start(&bench, "main").await;
    bench.event(OWNER, "us-east-1", "One").await;
    bench.event(OWNER, "eu-west-1", "Elsewhere").await;
    let selector = EventSelector { read_write_type: Some(ReadWriteType::ReadOnly), ..EventSelector::default() };
    let put =
        PutEventSelectorsRequest { trail_name: "main".to_owned(), event_selectors: Some(vec![selector]), ..Default::default() };
    bench.call::<PutEventSelectors>(OWNER, put).await.unwrap();
    bench.event(OWNER, "us-east-1", "Writes").await;
    bench.deliver().await;
    assert_eq!(bench.buckets.names(""), ["One", "PutEventSelectors"]);
}

#[tokio::test]
async fn a_deleted_trail_delivers_what_it_had_and_is_forgotten() {
    let bench = Bench::new().await;
    bench.call::<CreateTrail>(OWNER, request("main")).await.unwrap();
    start(&bench, "main").await;
    bench.event(OWNER, "us-east-1", "One").await;
    bench.call::<DeleteTrail>(OWNER, DeleteTrailRequest { name: "main".to_owned() }).await.unwrap();
    // One of the same name begins anew.
    bench.call::<CreateTrail>(OWNER, request("main")).await.unwrap();
    bench.event(OWNER, "us-east-1", "Two").await;
    bench.deliver().await;
    bench.deliver().await;
    assert_eq!(bench.buckets.names(""), ["DeleteTrail", "One"]);
    verify(&bench, OWNER, 2).await;
    let puts = *bench.buckets.puts.lock().unwrap();
    bench.pass(2 * HOUR);
    bench.deliver().await;
    assert_eq!(*bench.buckets.puts.lock().unwrap(), puts, "nothing is left to do");
}

#[tokio::test]
async fn what_cannot_be_made_is_refused() {
    let bench = Bench::new().await;
    let cases = [
        (OWNER, CreateTrailRequest { name: "a".to_owned(), ..request("main") }, "InvalidTrailNameException"),
        (OWNER, CreateTrailRequest { s3_bucket_name: "none".to_owned(), ..request("main") }, "S3BucketDoesNotExistException"),
        (OWNER, CreateTrailRequest { s3_bucket_name: "A".to_owned(), ..request("main") }, "InvalidS3BucketNameException"),
        (OWNER, CreateTrailRequest { s3_key_prefix: Some("x".repeat(201)), ..request("main") }, "InvalidS3PrefixException"),
        (
            OWNER,
            CreateTrailRequest { sns_topic_name: Some("t".to_owned()), ..request("main") },
            "InsufficientSnsTopicPolicyException",
        ),
        (OWNER, CreateTrailRequest { kms_key_id: Some("k".to_owned()), ..request("main") }, "KmsKeyNotFoundException"),
        (
            OWNER,
            CreateTrailRequest { include_global_service_events: Some(false), ..request("main") },
            "InvalidParameterCombinationException",
        ),
        (
            MEMBER,
            CreateTrailRequest { is_organization_trail: Some(true), ..request("main") },
            "NotOrganizationMasterAccountException",
        ),
        (STRANGER, CreateTrailRequest { is_organization_trail: Some(true), ..request("main") }, "OrganizationsNotInUseException"),
    ];
    for (account, input, expected) in cases {
        let failure = bench.call::<CreateTrail>(account, input).await.unwrap_err();
        assert_eq!(code(&failure), expected, "{}", failure.message);
    }
    bench.buckets.denied.lock().unwrap().insert("logs".to_owned());
    let failure = bench.call::<CreateTrail>(OWNER, request("main")).await.unwrap_err();
    assert_eq!(code(&failure), "InsufficientS3BucketPolicyException");
    bench.buckets.denied.lock().unwrap().clear();
    for name in ["t-1", "t-2", "t-3", "t-4", "t-5"] {
        bench.call::<CreateTrail>(OWNER, request(name)).await.unwrap();
    }
    for (name, expected) in [("t-1", "TrailAlreadyExistsException"), ("t-6", "MaximumNumberOfTrailsExceededException")] {
        assert_eq!(code(&bench.call::<CreateTrail>(OWNER, request(name)).await.unwrap_err()), expected);
    }
}
