//! Measures a running Cloudkeep beside a bare hyper server on the same machine in the same run, and prints a table of ratios.
//!
//! `bench PATH_OF_CLOUDKEEP [--seconds N] [--json]`. See `bench/README.md` for the method.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

mod hello;
mod load;
mod server;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};

use load::{Measured, Plan, Speech};
use server::{Cloudkeep, Hello};

/// Clients of the throughput measurements, each with a connection of its own.
const CLIENTS: usize = 64;
/// Users that are made: below the quota of an account, 5,000.
const USERS: u64 = 4_500;
/// Secrets that are made and read.
const SECRETS: u64 = 10_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().map(String::as_str) == Some("hello") {
        return hello::serve();
    }
    let mut binary = None;
    let mut seconds = 5;
    let mut as_json = false;
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => as_json = true,
            "--seconds" => seconds = words.next().and_then(|s| s.parse().ok()).unwrap_or(seconds),
            path => binary = Some(PathBuf::from(path)),
        }
    }
    let Some(binary) = binary else {
        eprintln!("usage: bench PATH_OF_CLOUDKEEP [--seconds N] [--json]");
        return ExitCode::FAILURE;
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("bench: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(measure(&binary, Duration::from_secs(seconds))) {
        Ok(rows) => {
            print(&rows, as_json);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A line of the table.
struct Row {
    what: String,
    per_second: Option<f64>,
    p50: Option<Duration>,
    p99: Option<Duration>,
    /// Processor time of the server for one request.
    cpu: Option<Duration>,
    note: String,
}

async fn measure(binary: &std::path::Path, span: Duration) -> Result<Vec<Row>, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let mut rows = Vec::new();
    let syncs = server::syncs_per_second(folder.path()).map_err(|e| e.to_string())?;
    rows.push(Row {
        what: "write 4 KiB + fsync, one file".into(),
        per_second: Some(syncs),
        p50: None,
        p99: None,
        cpu: None,
        note: "the disk's single-fsync rate".into(),
    });

    let hello = Hello::start().await?;
    let before = hello.cpu()?;
    let bare = load::run(Plan::hello(hello.address), CLIENTS, span).await?;
    rows.push(row("bare hyper hello", &bare, hello.cpu()? - before, String::new()));
    drop(hello);

    let cloudkeep = Cloudkeep::start(binary, folder.path()).await?;
    let (first, second) = (cloudkeep.first_answer, server::restart_time(binary, folder.path(), cloudkeep).await?);
    let cloudkeep = second.1;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let idle = cloudkeep.resident_kib()?;
    let ratio = |m: &Measured| format!("{:.2} of hello", m.per_second / bare.per_second);
    let before = cloudkeep.cpu()?;
    let identity = load::run(Plan::get_caller_identity(&cloudkeep), CLIENTS, span).await?;
    rows.push(row(
        "sts GetCallerIdentity",
        &identity,
        cloudkeep.cpu()? - before,
        format!("{} (goal 0.50): verified, authorized, audited", ratio(&identity)),
    ));
    let minute = Duration::from_secs(60);
    let before = cloudkeep.cpu()?;
    let created = load::run(Plan::create_user(&cloudkeep, USERS), CLIENTS, minute).await?;
    let cpu = cloudkeep.cpu()? - before;
    rows.push(row("iam CreateUser, 64 clients (durable)", &created, cpu, durable(&created, bare.per_second, syncs)));
    let before = cloudkeep.cpu()?;
    let single = load::run(Plan::tag_user(&cloudkeep, USERS), 1, span).await?;
    let cpu = cloudkeep.cpu()? - before;
    rows.push(row("iam TagUser, 1 client (durable)", &single, cpu, durable(&single, bare.per_second, syncs)));
    let before = cloudkeep.cpu()?;
    let tagged = load::run(Plan::tag_user(&cloudkeep, USERS), CLIENTS, span).await?;
    let cpu = cloudkeep.cpu()? - before;
    rows.push(row("iam TagUser, 64 clients (durable)", &tagged, cpu, durable(&tagged, bare.per_second, syncs)));
    let before = cloudkeep.cpu()?;
    let listed = load::run(Plan::list_users(&cloudkeep), CLIENTS, span).await?;
    rows.push(row("iam ListUsers, 10 of 4,500", &listed, cloudkeep.cpu()? - before, ratio(&listed)));
    let before = cloudkeep.cpu()?;
    let stored = load::run(Plan::create_secret(&cloudkeep, SECRETS), CLIENTS, minute).await?;
    let cpu = cloudkeep.cpu()? - before;
    rows.push(row("secretsmanager CreateSecret (durable)", &stored, cpu, durable(&stored, bare.per_second, syncs)));
    let before = cloudkeep.cpu()?;
    let read = load::run(Plan::get_secret_value(&cloudkeep, SECRETS), CLIENTS, span).await?;
    let note = format!("{} (goal 0.40), of 10,000 secrets", ratio(&read));
    rows.push(row("secretsmanager GetSecretValue", &read, cloudkeep.cpu()? - before, note));
    let [encrypt, decrypt] = kms_plans(&cloudkeep).await?;
    let before = cloudkeep.cpu()?;
    let encrypted = load::run(encrypt, CLIENTS, span).await?;
    rows.push(row("kms Encrypt, 64 bytes", &encrypted, cloudkeep.cpu()? - before, ratio(&encrypted)));
    let before = cloudkeep.cpu()?;
    let decrypted = load::run(decrypt, CLIENTS, span).await?;
    rows.push(row("kms Decrypt, 64 bytes", &decrypted, cloudkeep.cpu()? - before, ratio(&decrypted)));
    let loaded = cloudkeep.resident_kib()?;
    let plain = |what: &str, note: String| Row { what: what.into(), per_second: None, p50: None, p99: None, cpu: None, note };
    rows.push(plain("start to first answer, empty folder", format!("{} ms (goal 300)", first.as_millis())));
    rows.push(plain("start to first answer, used folder", format!("{} ms (goal 300)", second.0.as_millis())));
    rows.push(plain("resident memory, idle", format!("{:.1} MiB (goal 60)", idle as f64 / 1024.0)));
    rows.push(plain("resident memory, after the load", format!("{:.1} MiB", loaded as f64 / 1024.0)));
    for measured in [&bare, &identity, &created, &single, &tagged, &listed, &stored, &read, &encrypted, &decrypted] {
        if measured.failed > 0 {
            return Err(format!("{} requests failed, first: {}", measured.failed, measured.first_failure));
        }
    }
    Ok(rows)
}

/// Encrypt and Decrypt of 64 bytes under a key that is made for it.
async fn kms_plans(cloudkeep: &Cloudkeep) -> Result<[Plan; 2], String> {
    let made = load::once(&Plan::fixed(cloudkeep, Speech::Json("kms", "TrentService.CreateKey"), "{}")).await?;
    let member = |text: &str, path: &str| -> Result<String, String> {
        let value: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
        value.pointer(path).and_then(Value::as_str).map(str::to_owned).ok_or(format!("no {path}"))
    };
    let key = member(&made, "/KeyMetadata/KeyId")?;
    let plain = "QUJD".repeat(21) + "QQ==";
    let body = json!({"KeyId": key, "Plaintext": plain, "EncryptionContext": {"app": "bench"}}).to_string();
    let encrypt = Plan::fixed(cloudkeep, Speech::Json("kms", "TrentService.Encrypt"), &body);
    let sealed = member(&load::once(&encrypt).await?, "/CiphertextBlob")?;
    let body = json!({"CiphertextBlob": sealed, "EncryptionContext": {"app": "bench"}}).to_string();
    Ok([encrypt, Plan::fixed(cloudkeep, Speech::Json("kms", "TrentService.Decrypt"), &body)])
}

fn durable(measured: &Measured, bare: f64, syncs: f64) -> String {
    let rate = measured.per_second;
    format!("{:.2} of hello; {:.1} times the fsync rate (goal 20 at 64 clients)", rate / bare, rate / syncs)
}

fn row(what: &str, measured: &Measured, cpu: Duration, note: String) -> Row {
    let requests = u32::try_from(measured.done).unwrap_or(u32::MAX).max(1);
    Row {
        what: what.into(),
        per_second: Some(measured.per_second),
        p50: Some(measured.p50),
        p99: Some(measured.p99),
        cpu: Some(cpu / requests),
        note,
    }
}

fn print(rows: &[Row], as_json: bool) {
    if as_json {
        let rows: Vec<Value> = rows
            .iter()
            .map(|r| {
                json!({
                    "what": r.what, "per_second": r.per_second, "p50_us": r.p50.map(|d| d.as_micros() as u64),
                    "p99_us": r.p99.map(|d| d.as_micros() as u64), "cpu_us": r.cpu.map(|d| d.as_micros() as u64), "note": r.note,
                })
            })
            .collect();
        println!("{}", Value::Array(rows));
        return;
    }
    println!("{:<38} {:>10} {:>9} {:>9} {:>7}  note", "what", "per second", "p50 ms", "p99 ms", "cpu us");
    let ms = |d: Option<Duration>| d.map_or(String::new(), |d| format!("{:.2}", d.as_secs_f64() * 1e3));
    for r in rows {
        let rate = r.per_second.map_or(String::new(), |v| format!("{v:.0}"));
        let cpu = r.cpu.map_or(String::new(), |d| d.as_micros().to_string());
        println!("{:<38} {rate:>10} {:>9} {:>9} {cpu:>7}  {}", r.what, ms(r.p50), ms(r.p99), r.note);
    }
}
