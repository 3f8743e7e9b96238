//! `cloudkeep collect config`: what an account of AWS, or of anything that speaks its APIs, has now, as a file of configuration items.
//!
//! Only calls that read are made. The file has AWS Config's form, and goes into a server with `cloudkeep import config`: its items have no state ids, so that
//! what did not change since the last collection makes no item.
#![expect(clippy::indexing_slicing, reason = "a member of JSON that is not there reads as null")]

mod compute;
mod governance;
mod identity;
mod sink;
mod storage;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use plane::{Clock, Ids};
use serde_json::{Value, json};

use crate::aws::{CallError, Connection, ConnectionArguments};
use crate::report::{SOME_LEFT_OUT, bar};
use crate::terminal::{error, line};
use sink::Sink;

/// `cloudkeep collect`.
#[derive(Args)]
pub struct CollectArguments {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Subcommand)]
enum Kind {
    /// Configuration items of an account: EC2 instances, volumes, security groups and VPCs, S3, IAM, RDS, Lambda, KMS, load balancers, CloudTrail.
    Config(ConfigArguments),
}

#[derive(Args)]
struct ConfigArguments {
    #[command(flatten)]
    connection: ConnectionArguments,
    /// Regions to look at [default: that of --region].
    #[arg(long, value_name = "REGION", value_delimiter = ',')]
    regions: Vec<String>,
    /// The file to write, gzipped.
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
}

/// What is looked at, and where it goes.
struct Account<'a> {
    connection: &'a Connection,
    id: String,
    sink: Sink,
    /// Regions in which there are buckets.
    bucket_regions: BTreeSet<String>,
}

/// Collects, prints what became of it, and says by the exit code whether everything could be read.
///
/// # Errors
/// When nothing can be read, or the file cannot be written.
pub fn run(arguments: &CollectArguments) -> Result<ExitCode, String> {
    let Kind::Config(arguments) = &arguments.kind;
    let connection = Connection::open_any(&arguments.connection)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| format!("cannot start: {e}"))?;
    runtime.block_on(collect(&connection, arguments))
}

/// What is read of a region, and the types that it is.
const REGIONAL: &[(&str, &[&str])] = &[
    ("instances", &["AWS::EC2::Instance"]),
    ("volumes", &["AWS::EC2::Volume"]),
    ("security groups", &["AWS::EC2::SecurityGroup"]),
    ("VPCs", &["AWS::EC2::VPC"]),
    ("databases", &["AWS::RDS::DBInstance"]),
    ("functions", &["AWS::Lambda::Function"]),
    ("keys", &["AWS::KMS::Key"]),
    ("load balancers", &["AWS::ElasticLoadBalancingV2::LoadBalancer"]),
    ("trails", &["AWS::CloudTrail::Trail"]),
];
/// The same of no region. Buckets have one, and are asked for all at once.
const IDENTITIES: (&str, &[&str]) = ("identities", &["AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::Policy"]);
const BUCKETS: (&str, &[&str]) = ("buckets", &["AWS::S3::Bucket"]);

async fn collect(connection: &Connection, arguments: &ConfigArguments) -> Result<ExitCode, String> {
    let regions = match arguments.regions.is_empty() {
        true => vec![connection.region.clone()],
        false => arguments.regions.clone(),
    };
    let caller = connection.query(("sts", "2011-06-15", "GetCallerIdentity"), &connection.region, &[]).await;
    let caller = caller.map_err(|failure| format!("the account cannot be found out: {failure}"))?;
    let id = caller["getCallerIdentityResult"]["account"].as_str().unwrap_or_default().to_owned();
    let now = Clock::system().now();
    let sink = Sink::create(&arguments.output, &id, now, &Ids::system().uuid().to_string())?;
    let mut account = Account { connection, id, sink, bucket_regions: BTreeSet::new() };
    let bar = bar("{spinner} {pos}/{len} [{wide_bar}]  {msg}", (regions.len() * REGIONAL.len() + 2) as u64);
    let mut failures: Vec<Value> = Vec::new();
    let everywhere = regions.iter().flat_map(|region| REGIONAL.iter().map(move |what| (region.as_str(), *what)));
    let nowhere = [("global", IDENTITIES), ("global", BUCKETS)];
    for (region, (what, kinds)) in everywhere.chain(nowhere) {
        bar.set_message(format!("{region} {what}"));
        let read = match account.read(region, what).await {
            Ok(()) if what == BUCKETS.0 => account.buckets_are_all(&regions),
            Ok(()) => account.sink.complete(region, kinds).map_err(CallError::from),
            Err(failure) => Err(failure),
        };
        // What may not be read is told, and the rest is read all the same.
        if let Err(failure) = read {
            error(&format!("{region}: {what} cannot be read: {failure}"));
            failures.push(json!({"region": region, "what": what, "code": failure.code, "message": failure.message}));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let counts = account.sink.finish()?;
    let items: u64 = counts.values().sum();
    if arguments.json {
        line(&json!({"account": account.id, "items": items, "types": counts, "failures": failures}).to_string());
    } else {
        for (kind, count) in &counts {
            line(&format!("{count:>8}  {kind}"));
        }
        line(&format!("{items} items of the account {} are in {}", account.id, arguments.output.display()));
    }
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(SOME_LEFT_OUT) })
}

impl Account<'_> {
    /// Says that all buckets were written, of the regions that are looked at and of those that have one.
    fn buckets_are_all(&mut self, regions: &[String]) -> Result<(), CallError> {
        let mut all = std::mem::take(&mut self.bucket_regions);
        all.extend(regions.iter().cloned());
        for region in all {
            self.sink.complete(&region, BUCKETS.1)?;
        }
        Ok(())
    }

    async fn read(&mut self, region: &str, what: &str) -> Result<(), CallError> {
        match what {
            "instances" => self.instances(region).await,
            "volumes" => self.volumes(region).await,
            "security groups" => self.groups(region).await,
            "VPCs" => self.networks(region).await,
            "databases" => self.databases(region).await,
            "functions" => self.functions(region).await,
            "keys" => self.keys(region).await,
            "load balancers" => self.balancers(region).await,
            "trails" => self.trails(region).await,
            "identities" => self.identities().await,
            _ => self.buckets().await,
        }
    }
}

/// A text of a member; empty where there is none.
fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// The elements of a member that is a list.
fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

/// Sets a member of an object; what is no object stays as it is.
fn set(value: &mut Value, name: &str, new: Value) {
    if let Some(members) = value.as_object_mut() {
        members.insert(name.to_owned(), new);
    }
}

/// The same without members that pass by themselves, so that a collection is no change.
fn without(mut value: Value, names: &[&str]) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.retain(|name, _| !names.contains(&name.as_str()));
    }
    value
}

/// Gives members other names, as AWS Config has them, at all depths.
fn renamed(value: Value, names: &[(&str, &str)]) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let new = names.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| (*new).to_owned());
                    (new, renamed(value, names))
                })
                .collect(),
        ),
        Value::Array(list) => Value::Array(list.into_iter().map(|value| renamed(value, names)).collect()),
        other => other,
    }
}

/// A relationship to a resource; none where there is no id.
fn relation(name: &str, kind: &str, id: &str) -> Option<Value> {
    (!id.is_empty()).then(|| json!({"resourceType": kind, "resourceId": id, "name": name}))
}

/// What a call answers, or nothing where what was asked for is not there.
fn or_absent(answered: Result<Value, CallError>) -> Result<Value, CallError> {
    match answered {
        Err(failure) if failure.status == 404 || failure.code.contains("NotFound") || failure.code.starts_with("NoSuch") => {
            Ok(Value::Null)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{or_absent, renamed, without};
    use crate::aws::CallError;

    #[test]
    fn names_are_those_of_config() {
        let given = json!({"tagSet": [{"key": "a"}], "inner": {"tagSet": []}});
        assert_eq!(renamed(given, &[("tagSet", "tags")]), json!({"tags": [{"key": "a"}], "inner": {"tags": []}}));
        assert_eq!(without(json!({"a": 1, "b": 2}), &["a"]), json!({"b": 2}));
    }

    #[test]
    fn what_is_not_there_is_no_failure() {
        let failure = |code: &str, status| Err(CallError { code: code.to_owned(), message: String::new(), status });
        assert_eq!(or_absent(failure("NoSuchBucketPolicy", 404)), Ok(json!(null)));
        assert_eq!(or_absent(failure("ResourceNotFoundException", 404)), Ok(json!(null)));
        assert!(or_absent(failure("AccessDenied", 403)).is_err());
    }
}
