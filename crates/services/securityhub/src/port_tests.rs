//! Controls, rules and findings of services on a plane in memory whose clock stands, with rules that are only written down.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use plane::plane::Parts;
use plane::ports::{
    AccessKey, ConfigRules, Guardrails, Identities, IdentityPolicies, OidcProvider, Organization, PoliciesAndTags, RoleFacts,
    RoleSpec, RuleEvaluation, ServiceRule,
};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Clock, Failure, Ids, Keyring, Principal, Reader, Registry, Settings, Stored, System, Transaction};
use serde_json::{Map, Value, json};
use store::Store;

use crate::SecurityHub;
use crate::catalogue::controls::named;
use crate::catalogue::standards::of_id;
use crate::controls::{Rules, rule_name, subscribe};
use crate::filter::Filter;
use crate::findings::retention::Retention;
use crate::hub::service;
use crate::index::ahead::Ahead;
use crate::index::query::{Order, Question};
use crate::operations::hub::{Options, enable};
use crate::operations::standards::switch;
use crate::resources::{Finding, Pending, Subscription};

const ACCOUNT: &str = "111111111111";
const REGION: &str = "us-east-1";
const FSBP: &str = "aws-foundational-security-best-practices/v/1.0.0";
const CIS: &str = "cis-aws-foundations-benchmark/v/1.2.0";

fn absent<T>() -> Result<T, Failure> {
    Err(Failure::internal("not part of this test"))
}

struct Nobody;

impl Identities for Nobody {
    fn access_key<'a>(&'a self, _: &'a Reader<'a>, _: &'a str) -> BoxFuture<'a, Result<Option<AccessKey>, Failure>> {
        Box::pin(async { Ok(None) })
    }
    fn policies<'a>(&'a self, _: &'a Reader<'a>, _: &'a Principal) -> BoxFuture<'a, Result<Option<PoliciesAndTags>, Failure>> {
        Box::pin(async { Ok(Some((IdentityPolicies::default(), Vec::new()))) })
    }
    fn open_account<'a>(&'a self, _: &'a mut Transaction<'_>, _: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { absent() })
    }
    fn ensure_role<'a>(&'a self, _: &'a mut Transaction<'_>, _: RoleSpec) -> BoxFuture<'a, Result<String, Failure>> {
        Box::pin(async { absent() })
    }
    fn exists<'a>(&'a self, _: &'a Reader<'a>, _: &'a str) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async { absent() })
    }
    fn check_mfa<'a>(
        &'a self,
        _: &'a mut Transaction<'_>,
        _: &'a Principal,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async { absent() })
    }
    fn role<'a>(&'a self, _: &'a Reader<'a>, _: &'a str) -> BoxFuture<'a, Result<Option<RoleFacts>, Failure>> {
        Box::pin(async { absent() })
    }
    fn oidc_provider<'a>(
        &'a self,
        _: &'a Reader<'a>,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Option<OidcProvider>, Failure>> {
        Box::pin(async { absent() })
    }
}

impl Organization for Nobody {
    fn guardrails<'a>(&'a self, _: &'a Reader<'a>, _: &'a str) -> BoxFuture<'a, Result<Guardrails, Failure>> {
        Box::pin(async { Ok(Guardrails::default()) })
    }
    fn is_delegated<'a>(&'a self, _: &'a Reader<'a>, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async { absent() })
    }
    fn trusts<'a>(&'a self, _: &'a Reader<'a>, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async { absent() })
    }
    fn delegate<'a>(&'a self, _: &'a mut Transaction<'_>, _: &'a str, _: &'a str, _: bool) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { absent() })
    }
}

/// Writes down the rules that it is given, and knows a few.
#[derive(Default)]
struct Known(Mutex<BTreeMap<String, ServiceRule>>);

impl ConfigRules for Known {
    fn put_service_rule<'a>(
        &'a self,
        _: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        rule: ServiceRule,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        assert_eq!((account, region), (ACCOUNT, REGION));
        self.0.lock().unwrap().insert(rule.name.clone(), rule);
        Box::pin(async { Ok(()) })
    }
    fn delete_service_rule<'a>(
        &'a self,
        _: &'a mut Transaction<'_>,
        _: &'a str,
        _: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        self.0.lock().unwrap().remove(name);
        Box::pin(async { Ok(()) })
    }
    fn knows(&self, identifier: &str) -> bool {
        ["IAM_PASSWORD_POLICY", "S3_BUCKET_SSL_REQUESTS_ONLY", "IAM_ROOT_ACCESS_KEY_CHECK"].contains(&identifier)
    }
}

struct Bench {
    system: System,
    known: Arc<Known>,
    rules: Rules,
}

impl Bench {
    async fn new(consolidated: bool) -> Self {
        let known = Arc::new(Known::default());
        let ids = Ids::seeded(1);
        let system = System::new(Parts {
            store: Store::in_memory().unwrap(),
            clock: Clock::fixed("2026-03-01T12:00:00Z".parse::<Timestamp>().unwrap()),
            keyring: Keyring::ephemeral(&ids).unwrap(),
            ids,
            settings: Settings::default(),
            registry: Registry::default(),
            identities: Arc::new(Nobody),
            organization: Arc::new(Nobody),
            objects: None,
            keys: None,
            functions: None,
            queues: None,
            topics: None,
            log_groups: None,
            metric_store: None,
            configuration_sources: Vec::new(),
            config_rules: Some(known.clone()),
            findings: Some(Arc::new(SecurityHub::default())),
        });
        let bench = Self { system, known, rules: Rules::default() };
        bench
            .act(move |tx| {
                Box::pin(enable(tx, ACCOUNT, REGION, Options { default_standards: false, consolidated, tags: Vec::new() }))
            })
            .await;
        bench
    }

    async fn act<F>(&self, work: F)
    where
        F: for<'t> Fn(&'t mut Transaction<'_>) -> BoxFuture<'t, Result<(), Failure>> + Send + Sync,
    {
        self.system.act("securityhub", "BatchEnableStandards", work).await.unwrap();
    }

    async fn standard(&self, id: &'static str) {
        self.act(move |tx| Box::pin(subscribe(tx, ACCOUNT, REGION, of_id(id).unwrap()))).await;
    }

    async fn settle(&self) {
        self.rules.run(&self.system).await.unwrap();
        assert!(self.system.reader().all::<Pending>(ACCOUNT, REGION, "").await.unwrap().is_empty());
    }

    fn names(&self) -> Vec<String> {
        self.known.0.lock().unwrap().keys().cloned().collect()
    }

    fn later(&self) {
        self.system.plane().clock.advance(SignedDuration::from_secs(1));
    }

    async fn evaluated(&self, rule: &str, created_by: Option<&str>, resource: &str, compliance: &'static str) {
        let evaluation = RuleEvaluation {
            account: ACCOUNT.into(),
            region: REGION.into(),
            rule_name: rule.into(),
            rule_arn: format!("arn:aws:config:{REGION}:{ACCOUNT}:config-rule/config-rule-abc123"),
            identifier: Some("S3_BUCKET_SSL_REQUESTS_ONLY".into()),
            created_by: created_by.map(str::to_owned),
            resource_type: "AWS::S3::Bucket".into(),
            resource_id: resource.into(),
            resource_arn: Some(format!("arn:aws:s3:::{resource}")),
            compliance,
            annotation: None,
            at: self.system.now(),
        };
        self.act(move |tx| {
            let evaluation = evaluation.clone();
            Box::pin(async move {
                let port = tx.plane().findings().unwrap().clone();
                port.evaluated(tx, evaluation).await
            })
        })
        .await;
    }

    async fn control(&self, id: &str, resource: &str, compliance: &'static str) {
        let name = rule_name(named(id).unwrap(), ACCOUNT, REGION).unwrap();
        self.evaluated(&name, Some("securityhub.amazonaws.com"), resource, compliance).await;
    }

    async fn found(&self, filters: Value) -> Vec<Map<String, Value>> {
        let places = [(ACCOUNT.to_owned(), REGION.to_owned())];
        let filter = Filter::parse(&filters).unwrap();
        let question = Question {
            places: &places,
            filter: &filter,
            order: &Order::parse([("Id", false)]).unwrap(),
            after: None,
            limit: 100,
            now: self.system.now(),
        };
        let (found, _) = service(self.system.plane()).unwrap().index.ask(&self.system.reader(), &question).await.unwrap();
        found.into_iter().map(|one| one.finding).collect()
    }

    async fn only(&self) -> Map<String, Value> {
        let mut found = self.found(json!({})).await;
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }
}

fn name(control: &str) -> String {
    rule_name(named(control).unwrap(), ACCOUNT, REGION).unwrap()
}

#[tokio::test]
async fn rules_follow_the_standards_and_controls_that_are_enabled() {
    let bench = Bench::new(true).await;
    bench.settle().await;
    assert!(bench.names().is_empty());
    bench.standard(FSBP).await;
    bench.settle().await;
    let mut wanted = vec![name("IAM.7"), name("S3.5"), name("IAM.4")];
    wanted.sort_unstable();
    assert_eq!(bench.names(), wanted);
    let rule = bench.known.0.lock().unwrap()[&name("IAM.7")].clone();
    assert_eq!((rule.identifier.as_str(), rule.created_by.as_str()), ("IAM_PASSWORD_POLICY", "securityhub.amazonaws.com"));
    assert!(rule.parameters.contains(&("MinimumPasswordLength".into(), "8".into())), "{:?}", rule.parameters);
    // Another standard brings rules of its own, and none twice.
    bench.standard(CIS).await;
    bench.settle().await;
    assert!(bench.names().contains(&name("IAM.15")) && bench.names().len() > wanted.len());
    bench
        .act(|tx| {
            Box::pin(async move {
                for id in [FSBP, CIS] {
                    let mut found = tx.get::<Subscription>(ACCOUNT, REGION, id).await?.unwrap();
                    switch(&mut found.body, "IAM.4", false, "no", 1);
                    tx.put(&found)?;
                }
                crate::controls::changed(tx, ACCOUNT, REGION).await
            })
        })
        .await;
    bench.settle().await;
    assert!(!bench.names().contains(&name("IAM.4")));
    bench
        .act(|tx| {
            Box::pin(async move {
                for id in [FSBP, CIS] {
                    let found = tx.get::<Subscription>(ACCOUNT, REGION, id).await?.unwrap();
                    tx.delete(&found);
                }
                crate::controls::changed(tx, ACCOUNT, REGION).await
            })
        })
        .await;
    bench.settle().await;
    assert!(bench.names().is_empty());
}

#[tokio::test]
async fn tables_are_there_before_somebody_asks_and_follow() {
    let bench = Bench::new(true).await;
    let ahead = Ahead::default();
    let rows = || {
        let nowhere = (String::new(), String::new());
        service(bench.system.plane()).unwrap().index.rows_besides(&nowhere)
    };
    ahead.run(&bench.system).await.unwrap();
    assert_eq!(rows(), 0, "without findings there is no table");
    bench.standard(FSBP).await;
    for n in 0..40 {
        bench.control("S3.5", &format!("bucket-{n}"), "NON_COMPLIANT").await;
    }
    ahead.run(&bench.system).await.unwrap();
    assert_eq!(rows(), 0, "not at once again");
    bench.later();
    bench.later();
    ahead.run(&bench.system).await.unwrap();
    assert_eq!(rows(), 40);
    bench.control("S3.5", "one-more", "NON_COMPLIANT").await;
    assert_eq!(bench.found(json!({})).await.len(), 41, "an answer has all, however far the table was");
    bench.control("S3.5", "another", "NON_COMPLIANT").await;
    bench.later();
    bench.later();
    ahead.run(&bench.system).await.unwrap();
    assert_eq!(rows(), 42);
}

#[tokio::test]
async fn a_control_has_one_finding_for_a_resource() {
    let bench = Bench::new(true).await;
    bench.control("S3.5", "one", "NON_COMPLIANT").await;
    assert!(bench.found(json!({})).await.is_empty(), "no standard wants it");
    bench.standard(FSBP).await;
    bench.control("S3.5", "one", "NON_COMPLIANT").await;
    let failed = bench.only().await;
    assert_eq!(failed["Compliance"]["Status"], "FAILED");
    assert_eq!(failed["Compliance"]["SecurityControlId"], "S3.5");
    assert_eq!(failed["Compliance"]["AssociatedStandards"], json!([{"StandardsId": format!("standards/{FSBP}")}]));
    assert_eq!(failed["Workflow"]["Status"], "NEW");
    assert_eq!(failed["Severity"], json!({"Label": "MEDIUM", "Normalized": 40, "Original": "MEDIUM"}));
    assert_eq!(failed["GeneratorId"], "security-control/S3.5");
    assert_eq!((failed["ProductName"].as_str(), failed["CompanyName"].as_str()), (Some("Security Hub"), Some("AWS")));
    assert_eq!(failed["Resources"][0]["Type"], "AwsS3Bucket");
    assert_eq!(failed["Resources"][0]["Id"], "arn:aws:s3:::one");
    assert_eq!(failed["ProductFields"]["RelatedAWSResources:0/name"], name("S3.5"));
    // In the same moment: it is an update all the same.
    bench.control("S3.5", "one", "COMPLIANT").await;
    let passed = bench.only().await;
    assert_eq!((&passed["Id"], &passed["CreatedAt"]), (&failed["Id"], &failed["CreatedAt"]));
    assert_eq!(
        (passed["Compliance"]["Status"].as_str(), passed["Workflow"]["Status"].as_str()),
        (Some("PASSED"), Some("RESOLVED"))
    );
    assert_eq!(passed["Severity"]["Label"], "INFORMATIONAL");
    bench.later();
    bench.control("S3.5", "one", "NON_COMPLIANT").await;
    assert_eq!(bench.only().await["Workflow"]["Status"], "NEW");
    bench.later();
    bench.control("S3.5", "one", "NOT_APPLICABLE").await;
    let gone = bench.only().await;
    assert_eq!((gone["RecordState"].as_str(), gone["Compliance"]["Status"].as_str()), (Some("ARCHIVED"), Some("FAILED")));
    bench.control("S3.5", "two", "NOT_APPLICABLE").await;
    bench.only().await;
    bench.later();
    bench.control("S3.5", "one", "COMPLIANT").await;
    assert_eq!(bench.only().await["RecordState"], "ACTIVE");
}

#[tokio::test]
async fn without_consolidation_each_standard_has_a_finding() {
    let bench = Bench::new(false).await;
    bench.standard(FSBP).await;
    bench.standard(CIS).await;
    bench.control("IAM.4", "one", "NON_COMPLIANT").await;
    let found = bench.found(json!({})).await;
    let mut generators: Vec<&str> = found.iter().filter_map(|one| one["GeneratorId"].as_str()).collect();
    generators.sort_unstable();
    assert_eq!(generators, [format!("{FSBP}/IAM.4"), format!("{CIS}/IAM.4")]);
    let cis = found.iter().find(|one| one["GeneratorId"].as_str().is_some_and(|id| id.starts_with("cis"))).unwrap();
    assert_eq!(cis["Compliance"]["RelatedRequirements"], json!(["CIS AWS Foundations/1.12"]));
    assert_eq!(cis["Compliance"]["AssociatedStandards"], json!([{"StandardsId": format!("ruleset/{CIS}")}]));
}

#[tokio::test]
async fn other_rules_are_findings_of_config() {
    let bench = Bench::new(true).await;
    bench.evaluated("mine", None, "one", "NON_COMPLIANT").await;
    let found = bench.only().await;
    assert_eq!(found["ProductArn"], format!("arn:aws:securityhub:{REGION}::product/aws/config"));
    assert_eq!((found["Title"].as_str(), found["Severity"]["Label"].as_str()), (Some("mine"), Some("MEDIUM")));
    assert_eq!(found["ProductFields"]["aws/config/ConfigComplianceType"], "NON_COMPLIANT");
    assert_eq!(found["Workflow"]["Status"], "NEW");
    bench.later();
    bench.evaluated("mine", None, "one", "COMPLIANT").await;
    let found = bench.only().await;
    assert_eq!(
        (found["Compliance"]["Status"].as_str(), found["Severity"]["Label"].as_str()),
        (Some("PASSED"), Some("INFORMATIONAL"))
    );
}

fn threat(id: &str, at: &str) -> Value {
    json!({
        "SchemaVersion": "2018-10-08", "Id": id, "ProductArn": format!("arn:aws:securityhub:{REGION}::product/aws/guardduty"),
        "GeneratorId": "detector", "AwsAccountId": ACCOUNT, "Types": ["TTPs/Discovery/Recon:IAMUser"], "CreatedAt": at, "UpdatedAt": at,
        "Severity": {"Label": "HIGH", "Product": 8.0}, "Title": "t", "Description": "d", "Resources": [{"Type": "AwsIamUser", "Id": "u"}],
    })
}

#[tokio::test]
async fn services_send_their_findings() {
    let bench = Bench::new(true).await;
    let send = |product: &'static str, finding: Value, account: &'static str| {
        let bench = &bench;
        async move {
            bench
                .system
                .act("guardduty", "CreateDetector", |tx| {
                    let finding = finding.clone();
                    Box::pin(async move {
                        let port = tx.plane().findings().unwrap().clone();
                        port.import(tx, account, REGION, product, vec![finding]).await
                    })
                })
                .await
        }
    };
    send("guardduty", threat("one", "2026-03-01T00:00:00Z"), ACCOUNT).await.unwrap();
    let mut again = threat("one", "2026-03-01T00:00:01Z");
    again["ProductFields"] = json!({"empty": "", "full": "x"});
    again["SourceUrl"] = Value::Null;
    send("aws/guardduty", again, ACCOUNT).await.unwrap();
    send("guardduty", threat("one", "2026-03-01T00:00:00Z"), "222222222222").await.unwrap();
    let found = bench.only().await;
    assert_eq!((found["ProductName"].as_str(), found["CompanyName"].as_str()), (Some("GuardDuty"), Some("Amazon")));
    assert_eq!(found["UpdatedAt"], "2026-03-01T00:00:01Z");
    assert_eq!((&found["ProductFields"]["full"], found["ProductFields"].get("empty")), (&json!("x"), None));
    assert_eq!(found["Severity"], json!({"Label": "HIGH", "Normalized": 70, "Product": 8.0}));
    let mut broken = threat("two", "2026-03-01T00:00:00Z");
    broken["Severity"] = json!({"Label": "WORST"});
    assert!(send("guardduty", broken, ACCOUNT).await.is_err());
    assert!(send("nobody", threat("two", "2026-03-01T00:00:00Z"), ACCOUNT).await.is_err());
    bench.only().await;
}

#[tokio::test]
async fn what_nobody_updated_for_90_days_is_removed_with_its_history() {
    let bench = Bench::new(true).await;
    bench.standard(FSBP).await;
    bench.control("S3.5", "old", "NON_COMPLIANT").await;
    bench.later();
    bench.control("S3.5", "old", "COMPLIANT").await;
    let reader = bench.system.reader();
    assert_eq!(reader.all::<crate::resources::Change>(ACCOUNT, REGION, "").await.unwrap().len(), 1);
    bench.system.plane().clock.advance(SignedDuration::from_hours(24 * 89));
    bench.control("S3.5", "young", "COMPLIANT").await;
    Retention::default().run(&bench.system).await.unwrap();
    assert_eq!(bench.found(json!({})).await.len(), 2);
    bench.system.plane().clock.advance(SignedDuration::from_hours(48));
    Retention::default().run(&bench.system).await.unwrap();
    assert_eq!(bench.only().await["Resources"][0]["Id"], "arn:aws:s3:::young");
    assert!(reader.all::<crate::resources::Change>(ACCOUNT, REGION, "").await.unwrap().is_empty());
    // Again, and nothing changes; what was updated on a day that was done stays.
    Retention::default().run(&bench.system).await.unwrap();
    bench.only().await;
}

/// The index follows changes that were made behind its back, as by another process.
#[tokio::test]
async fn the_index_is_filled_anew_when_the_feed_was_forgotten() {
    let bench = Bench::new(true).await;
    bench.standard(FSBP).await;
    bench.control("S3.5", "one", "NON_COMPLIANT").await;
    assert_eq!(bench.found(json!({})).await.len(), 1);
    bench.control("S3.5", "two", "NON_COMPLIANT").await;
    bench.control("S3.5", "three", "NON_COMPLIANT").await;
    bench
        .act(|tx| {
            Box::pin(async move {
                for entry in tx.all::<crate::resources::FeedEntry>(ACCOUNT, REGION, "").await? {
                    tx.delete(&entry);
                }
                Ok(())
            })
        })
        .await;
    assert_eq!(bench.found(json!({})).await.len(), 3);
    let stored: Vec<Stored<Finding>> = bench.system.reader().all(ACCOUNT, REGION, "").await.unwrap();
    assert_eq!(stored.len(), 3);
}
