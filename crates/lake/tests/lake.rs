//! Events in, answers out: over real files, with several accounts, crashes' leftovers and statements that ought to be refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests")]

use std::collections::{BTreeSet, HashSet};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lake::{Config, DataFile, Event, Lake, LakeError, Root, Table, TableKey, candidates, records, rows};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

#[expect(clippy::disallowed_methods, reason = "files have the machine's times")]
fn machine_time() -> SystemTime {
    SystemTime::now()
}

const STORE: &str = "0b9f3f1a-7c5e-4c5f-9a43-0123456789ab";

fn open(folder: &TempDir) -> Lake {
    Lake::open(Config {
        root: Root::Folder(folder.path().join("lake")),
        memory_limit: 64 << 20,
        spill: folder.path().join("spill"),
        spill_limit: 1 << 30,
        parallelism: 2,
        ids: Box::new(Uuid::now_v7),
    })
    .unwrap()
}

fn event(account: &str, at: &str, name: &str, more: Value) -> Event {
    let mut record = json!({
        "eventID": Uuid::now_v7().to_string(), "eventTime": at, "eventName": name, "eventSource": "s3.amazonaws.com", "awsRegion": "us-east-1",
        "recipientAccountId": account, "readOnly": true,
        "userIdentity": {"type": "IAMUser", "arn": format!("arn:aws:iam::{account}:user/ann"), "accountId": account},
        "requestParameters": {"bucketName": "logs", "Host": "s3"}, "responseElements": null,
    });
    record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Event { account: account.into(), region: "us-east-1".into(), record: record.to_string().into_bytes() }
}

async fn some(lake: &Lake) -> Vec<DataFile> {
    let mut events = Vec::new();
    for (account, name) in [("111111111111", "GetObject"), ("222222222222", "PutObject")] {
        for hour in 0..5 {
            events.push(event(account, &format!("2026-01-0{}T0{hour}:00:00Z", 1 + hour % 2), name, json!({})));
        }
    }
    events.push(event(
        "111111111111",
        "2026-01-02T09:00:00Z",
        "DeleteBucket",
        json!({"errorCode": "AccessDenied", "readOnly": false}),
    ));
    lake.write(STORE, None, events, Timestamp::UNIX_EPOCH).await.unwrap()
}

fn table(files: Vec<DataFile>, accounts: Option<&[&str]>) -> Table {
    Table {
        names: vec![STORE.into(), "events".into()],
        files,
        accounts: accounts.map(|a| a.iter().map(|&a| a.to_owned()).collect::<BTreeSet<_>>()),
        key: None,
    }
}

async fn ask(lake: &Lake, sql: &str, tables: &[Table]) -> Result<Vec<Vec<Option<String>>>, LakeError> {
    let mut query = lake.query(sql, tables).await?;
    let mut all = Vec::new();
    while let Some(batch) = query.next().await {
        all.extend(rows(&batch?)?);
    }
    Ok(all)
}

fn line(rows: &[Vec<Option<String>>]) -> String {
    rows.iter().map(|r| r.iter().map(|c| c.as_deref().unwrap_or("-")).collect::<Vec<_>>().join("|")).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn answers_who_did_what() {
    let folder = TempDir::new().unwrap();
    let lake = open(&folder);
    let files = some(&lake).await;
    assert_eq!(files.len(), 4, "one file for each account and day");
    let tables = [table(files, None)];
    for (sql, expected) in [
        ("SELECT count(*) FROM events", "11"),
        ("SELECT count(*) FROM 0b9f3f1a-7c5e-4c5f-9a43-0123456789ab WHERE eventName = 'DeleteBucket'", "1"),
        (
            "SELECT eventName, count(*) AS n FROM events GROUP BY eventName ORDER BY n DESC, 1",
            "GetObject|5 PutObject|5 DeleteBucket|1",
        ),
        ("SELECT userIdentity.arn FROM events WHERE errorCode IS NOT NULL", "arn:aws:iam::111111111111:user/ann"),
        ("SELECT DISTINCT element_at(requestParameters, 'bucketName'), requestParameters['Host'] FROM events", "logs|s3"),
        ("SELECT max(eventTime) FROM events e WHERE e.eventTime < '2026-01-02 09:00:00'", "2026-01-02 03:00:00.000"),
        ("SELECT json_extract_scalar(requestParameters, '$.bucketName') FROM events LIMIT 1", "logs"),
        ("SELECT count(*) FROM events WHERE requestParameters LIKE '%logs%' AND NOT readOnly", "1"),
        (
            "SELECT a.eventName FROM events a JOIN events b ON a.eventID = b.eventID WHERE b.errorCode = 'AccessDenied'",
            "DeleteBucket",
        ),
        (
            "SELECT DISTINCT userIdentity FROM events WHERE errorCode = 'AccessDenied'",
            r#"{"type":"IAMUser","arn":"arn:aws:iam::111111111111:user/ann","accountId":"111111111111"}"#,
        ),
        (
            "WITH x AS (SELECT eventTime FROM events) SELECT date_trunc('day', eventTime) d, count(*) FROM x GROUP BY 1 ORDER BY 1",
            "2026-01-01 00:00:00.000|6 2026-01-02 00:00:00.000|5",
        ),
    ] {
        assert_eq!(line(&ask(&lake, sql, &tables).await.unwrap()), expected, "{sql}");
    }
    for (sql, expected) in [
        ("count_if(errorCode IS NOT NULL)", "1"),
        ("arbitrary(awsRegion)", "us-east-1"),
        ("approx_distinct(eventName)", "3"),
        ("count_if(eventTime >= from_iso8601_timestamp('2026-01-02T00:00:00Z'))", "5"),
        ("count_if(eventTime BETWEEN timestamp '2026-01-01 00:00:00' AND timestamp '2026-01-01 02:00:00')", "4"),
        ("count_if(date(eventTime) = date '2026-01-02')", "5"),
        ("count_if(eventTime > date_add('hour', -5, timestamp '2026-01-02 09:00:00'))", "1"),
        ("max(date_diff('hour', timestamp '2026-01-01 00:30:00', eventTime))", "32"),
        ("max(day_of_week(eventTime))", "5"),
        ("max(hour(eventTime))", "9"),
        ("max(if(readOnly, 'reads', 'changes'))", "reads"),
        ("max(regexp_extract(userIdentity.arn, 'user/(.+)$', 1))", "ann"),
        ("max(regexp_extract(userIdentity.arn, 'user/.+$'))", "user/ann"),
        ("max(regexp_replace(eventSource, '[.].*'))", "s3"),
        ("count_if(regexp_like(eventName, '^(Get|Put)'))", "10"),
        ("max(cardinality(split(eventSource, '.')))", "3"),
        ("max(json_extract_scalar(json_parse(requestParameters), '$.Host'))", "s3"),
        ("max(try_cast(eventName AS BIGINT))", "-"),
        ("max(coalesce(nullif(errorCode, 'AccessDenied'), 'none'))", "none"),
    ] {
        let sql = format!("SELECT {sql} FROM events");
        match ask(&lake, &sql, &tables).await {
            Ok(found) => assert_eq!(line(&found), expected, "{sql}"),
            Err(error) => panic!("{sql}: {error}"),
        }
    }
    let query = lake.query("SELECT eventName, \"userIdentity\".arn AS who FROM events", &tables).await.unwrap();
    assert_eq!(query.columns(), ["eventName", "who"]);
    let sql = "SELECT userIdentity, requestParameters.bucketName, hour(eventTime), userIdentity.arn FROM events ORDER BY requestParameters.bucketName";
    assert_eq!(
        lake.query(sql, &tables).await.unwrap().columns(),
        ["userIdentity", "bucketName", "hour(eventTime)", "userIdentity.arn"]
    );
}

#[tokio::test]
async fn nothing_of_other_accounts_is_reachable() {
    let folder = TempDir::new().unwrap();
    let lake = open(&folder);
    let files = some(&lake).await;
    let foreign = files.iter().find(|f| f.account == "222222222222").unwrap().path.clone();
    let tables = [table(files, Some(&["111111111111"]))];
    for sql in [
        "SELECT count(*) FROM events WHERE recipientAccountId = '222222222222' OR 1 = 1".to_owned(),
        "SELECT count(*) FROM (SELECT * FROM events UNION ALL SELECT * FROM events WHERE false)".to_owned(),
        "WITH events2 AS (SELECT * FROM events) SELECT count(*) FROM events2".to_owned(),
    ] {
        assert_eq!(line(&ask(&lake, &sql, &tables).await.unwrap()), "6", "{sql}");
    }
    let path = folder.path().join("lake").join(&foreign);
    for sql in [
        format!("SELECT * FROM '{}'", path.display()),
        format!("SELECT * FROM \"{}\"", path.display()),
        format!("SELECT * FROM \"lake://data/{foreign}\""),
        format!("SELECT * FROM read_parquet('{foreign}')"),
        "SELECT * FROM generate_series(1, 100000000000)".to_owned(),
        "SELECT * FROM information_schema.tables".to_owned(),
        "SELECT * FROM datafusion.public.other".to_owned(),
        format!("COPY events TO '{}'", folder.path().join("out.csv").display()),
        format!("CREATE EXTERNAL TABLE x STORED AS PARQUET LOCATION '{}'", path.display()),
    ] {
        let refused = ask(&lake, &sql, &tables).await;
        assert!(matches!(refused, Err(LakeError::Statement { .. })), "{sql}: {refused:?}");
    }
}

#[tokio::test]
async fn errors_say_what_and_where() {
    let folder = TempDir::new().unwrap();
    let lake = open(&folder);
    let tables = [table(some(&lake).await, None)];
    for (sql, expected) in [
        ("SELECT evntName FROM events", "line 1:8: No field named evntname"),
        ("SELECT\n  nothing(eventName) FROM events", "Invalid function 'nothing'"),
        ("SELECT * FROM elsewhere", "elsewhere"),
        ("SELEC 1", "line 1:1:"),
        ("SELECT eventName FROM events WHERE", ""),
    ] {
        let Err(error) = ask(&lake, sql, &tables).await else { panic!("{sql} was allowed") };
        assert!(matches!(error, LakeError::Statement { .. }), "{sql}: {error:?}");
        assert!(error.to_string().contains(expected), "{sql}: {error}");
    }
    let cast = ask(&lake, "SELECT CAST(eventName AS BIGINT) FROM events", &tables).await.unwrap_err();
    assert!(matches!(cast, LakeError::Execution(_)), "{cast:?}");
}

#[tokio::test]
async fn compaction_changes_nothing_but_the_files() {
    let folder = TempDir::new().unwrap();
    let lake = open(&folder);
    let mut files = Vec::new();
    for hour in [3, 1, 2, 0] {
        let events =
            vec![event("111111111111", &format!("2026-01-01T0{hour}:00:00Z"), "GetObject", json!({"odd": {"x": [hour]}}))];
        files.extend(lake.write(STORE, None, events, Timestamp::UNIX_EPOCH).await.unwrap());
    }
    let sql = "SELECT * FROM events ORDER BY eventTime";
    let before = ask(&lake, sql, &[table(files.clone(), None)]).await.unwrap();
    let groups = candidates(&files);
    assert_eq!(groups.len(), 1);
    let done = lake.compact(STORE, None, &groups[0]).await.unwrap();
    assert_eq!((done.add.len(), done.remove.len(), done.add[0].rows), (1, 4, 4));
    assert_eq!(ask(&lake, sql, &[table(done.add.clone(), None)]).await.unwrap(), before);
    // Until the catalogue says so, the new file is nobody's: a crash now leaves an orphan.
    let known: HashSet<String> = files.iter().map(|f| f.path.clone()).collect();
    let orphans = lake.orphans(STORE, &known, Duration::ZERO, machine_time() + Duration::from_secs(1)).await.unwrap();
    assert_eq!(orphans, [done.add[0].path.clone()]);
    assert_eq!(lake.orphans(STORE, &known, Duration::from_secs(600), machine_time()).await.unwrap(), [""; 0]);
    lake.delete(files.iter().map(|f| f.path.clone())).await.unwrap();
    lake.delete(files.iter().map(|f| f.path.clone())).await.unwrap();
    let kept = records(&lake.read(&done.add[0], None).await.unwrap()[0]).unwrap();
    assert_eq!(kept.iter().map(|r| r["odd"]["x"][0].as_i64().unwrap()).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!(kept[0]["responseElements"], Value::Null);
}

#[tokio::test]
async fn files_are_skipped_by_time() {
    let folder = TempDir::new().unwrap();
    let lake = open(&folder);
    let files = some(&lake).await;
    let mut query =
        lake.query("SELECT eventID FROM events WHERE eventTime >= '2030-01-01 00:00:00'", &[table(files, None)]).await.unwrap();
    assert!(query.next().await.is_none());
    let progress = query.progress();
    assert_eq!((progress.rows_scanned, progress.bytes_scanned), (0, 0), "{progress:?}");
    assert!(progress.bytes_total > 0);
}

#[tokio::test]
async fn what_is_no_event_is_refused_whole() {
    let folder = TempDir::new().unwrap();
    let lake = open(&folder);
    for bad in ["", "[]", "7", "{\"a\":"] {
        let events = vec![
            event("111111111111", "2026-01-01T00:00:00Z", "GetObject", json!({})),
            Event { account: "1".into(), region: String::new(), record: bad.into() },
        ];
        assert!(matches!(lake.write(STORE, None, events, Timestamp::UNIX_EPOCH).await, Err(LakeError::Event(_))), "{bad}");
    }
    assert_eq!(lake.files(STORE).await.unwrap(), [""; 0]);
}

/// Every byte of every file below a folder.
fn bytes_below(folder: &std::path::Path, all: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { bytes_below(&path, all) } else { all.extend(std::fs::read(&path).unwrap()) }
    }
}

#[tokio::test]
async fn sealed_tables_are_read_with_their_key_only() {
    let folder = TempDir::new().unwrap();
    let lake = open(&folder);
    let key = |byte: u8| TableKey::new([byte; 32].into());
    let day = |from: i32| -> Vec<Event> {
        (from..from + 3)
            .map(|minute| event("111111111111", &format!("2026-01-01T00:{minute:02}:00Z"), "GetObject", json!({})))
            .collect()
    };
    let mut files = Vec::new();
    for at in 0..3 {
        files.extend(lake.write(STORE, Some(&key(1)), day(at * 3), Timestamp::UNIX_EPOCH).await.unwrap());
    }
    // From before the table had its key.
    let open_file = lake.write(STORE, None, day(30), Timestamp::UNIX_EPOCH).await.unwrap();
    let count = "SELECT count(*), count(DISTINCT eventid) FROM events WHERE eventname = 'GetObject'";
    let mut raw = Vec::new();
    bytes_below(&folder.path().join("lake"), &mut raw);
    assert_eq!(raw.windows(4).filter(|w| w == b"PAR1").count(), 2, "only the file that is not sealed is a Parquet file");
    files.extend(open_file);
    let with = |files: &[DataFile], key: Option<TableKey>| [Table { key, ..table(files.to_vec(), None) }];
    assert_eq!(line(&ask(&lake, count, &with(&files, Some(key(1)))).await.unwrap()), "12|12");
    for wrong in [None, Some(key(2))] {
        assert!(ask(&lake, count, &with(&files, wrong.clone())).await.is_err());
        assert!(lake.compact(STORE, wrong.as_ref(), &files).await.is_err());
    }
    let done = lake.compact(STORE, Some(&key(1)), &candidates(&files)[0]).await.unwrap();
    assert!(done.add[0].is_sealed() && done.remove.len() == 4);
    assert_eq!(line(&ask(&lake, count, &with(&done.add, Some(key(1)))).await.unwrap()), "12|12");
    assert!(ask(&lake, count, &with(&done.add, None)).await.is_err());
    lake.delete(done.remove.into_iter().map(|f| f.path)).await.unwrap();
    raw.clear();
    bytes_below(&folder.path().join("lake"), &mut raw);
    assert!(!raw.windows(4).any(|w| w == b"PAR1"));
    assert_eq!(lake.files(STORE).await.unwrap().len(), 1);
}
