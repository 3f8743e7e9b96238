//! A plane in memory with buckets in memory, whose puts can be made to fail.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use plane::plane::Parts;
use plane::ports::{
    AccessKey, Guardrails, Identities, IdentityPolicies, Objects, OidcProvider, Organization, RoleFacts, RoleSpec, ServiceObject,
};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Clock, Failure, Handle, Ids, Keyring, Principal, Reader, Registry, Settings, System, Transaction};
use serde_json::Value;
use service_cloudtrail::{Pace, delivery};
use store::Store;

pub const OWNER: &str = "111111111111";
pub const MEMBER: &str = "222222222222";
pub const STRANGER: &str = "333333333333";
pub const ORGANIZATION: &str = "o-exampleorg";

fn absent<T>() -> Result<T, Failure> {
    Err(Failure::internal("not part of this test"))
}

struct Everybody;

impl Identities for Everybody {
    fn access_key<'a>(&'a self, _: &'a Reader<'a>, _: &'a str) -> BoxFuture<'a, Result<Option<AccessKey>, Failure>> {
        Box::pin(async { Ok(None) })
    }
    fn policies<'a>(
        &'a self,
        _: &'a Reader<'a>,
        _: &'a Principal,
    ) -> BoxFuture<'a, Result<Option<(IdentityPolicies, Vec<(String, String)>)>, Failure>> {
        Box::pin(async { Ok(Some((IdentityPolicies::default(), Vec::new()))) })
    }
    fn open_account<'a>(&'a self, _: &'a mut Transaction<'_>, _: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
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

/// OWNER manages an organization with MEMBER; STRANGER is alone.
struct Two;

impl Organization for Two {
    fn guardrails<'a>(&'a self, _: &'a Reader<'a>, account: &'a str) -> BoxFuture<'a, Result<Guardrails, Failure>> {
        let inside = account != STRANGER;
        Box::pin(async move {
            Ok(Guardrails {
                organization_id: inside.then(|| ORGANIZATION.to_owned()),
                management_account: inside.then(|| OWNER.to_owned()),
                ..Guardrails::default()
            })
        })
    }
    fn is_delegated<'a>(&'a self, _: &'a Reader<'a>, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(async { Ok(false) })
    }
    fn trusts<'a>(&'a self, _: &'a Reader<'a>, account: &'a str, _: &'a str) -> BoxFuture<'a, Result<bool, Failure>> {
        let inside = account != STRANGER;
        Box::pin(async move { Ok(inside) })
    }
    fn delegate<'a>(&'a self, _: &'a mut Transaction<'_>, _: &'a str, _: &'a str, _: bool) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { absent() })
    }
}

/// Buckets in memory.
#[derive(Default)]
pub struct Buckets {
    pub objects: Mutex<BTreeMap<(String, String), ServiceObject>>,
    pub puts: Mutex<usize>,
    /// Buckets that are there.
    pub there: Mutex<BTreeSet<String>>,
    /// Buckets that refuse.
    pub denied: Mutex<BTreeSet<String>>,
    /// After so many more puts everything fails, as if the process died.
    pub dies_after: Mutex<Option<usize>>,
}

impl Buckets {
    fn check(&self, bucket: &str) -> Result<(), Failure> {
        if !self.there.lock().unwrap().contains(bucket) {
            return Err(Failure::unlisted("NoSuchBucket", 404, "The specified bucket does not exist"));
        }
        if self.denied.lock().unwrap().contains(bucket) {
            return Err(Failure::unlisted("AccessDenied", 403, "Access Denied"));
        }
        Ok(())
    }

    pub fn keys(&self, part: &str) -> Vec<String> {
        self.objects.lock().unwrap().keys().map(|(_, key)| key.clone()).filter(|k| k.contains(part)).collect()
    }

    pub fn content(&self, key: &str) -> Vec<u8> {
        let objects = self.objects.lock().unwrap();
        let object = objects.values().find(|o| o.key == key).unwrap();
        let mut content = Vec::new();
        flate2::read::GzDecoder::new(object.body.as_ref()).read_to_end(&mut content).unwrap();
        content
    }

    pub fn metadata(&self, key: &str, name: &str) -> String {
        let objects = self.objects.lock().unwrap();
        let object = objects.values().find(|o| o.key == key).unwrap();
        object.metadata.iter().find(|(n, _)| n == name).unwrap().1.clone()
    }

    pub fn json(&self, key: &str) -> Value {
        serde_json::from_slice(&self.content(key)).unwrap()
    }

    /// The events of all log files whose key has this part.
    pub fn events(&self, part: &str) -> Vec<Value> {
        let logs = self.keys(part).into_iter().filter(|k| k.contains("/CloudTrail/"));
        logs.flat_map(|k| self.json(&k)["Records"].as_array().unwrap().clone()).collect()
    }

    pub fn names(&self, part: &str) -> Vec<String> {
        let mut names: Vec<String> = self.events(part).iter().map(|e| e["eventName"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }
}

impl Objects for Buckets {
    fn put<'a>(&'a self, _: &'a System, object: ServiceObject) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            self.check(&object.bucket)?;
            if let Some(left) = self.dies_after.lock().unwrap().as_mut() {
                if *left == 0 {
                    return Err(Failure::internal("the process died"));
                }
                *left -= 1;
            }
            *self.puts.lock().unwrap() += 1;
            let mut objects = self.objects.lock().unwrap();
            let place = (object.bucket.clone(), object.key.clone());
            if let Some(before) = objects.get(&place) {
                assert_eq!((&before.body, &before.metadata), (&object.body, &object.metadata), "{} changed", object.key);
            }
            objects.insert(place, object);
            Ok(())
        })
    }
    fn may_put<'a>(&'a self, _: &'a Reader<'a>, object: &'a ServiceObject) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move { self.check(&object.bucket) })
    }
    fn may_encrypt<'a>(&'a self, _: &'a Reader<'a>, _: &'a ServiceObject) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { Ok(()) })
    }
    fn region<'a>(&'a self, _: &'a Reader<'a>, _: &'a str) -> BoxFuture<'a, Result<Option<String>, Failure>> {
        Box::pin(async { Ok(Some("us-east-1".to_owned())) })
    }
    fn get<'a>(
        &'a self,
        _: &'a Reader<'a>,
        _: &'a str,
        _: &'a str,
        _: usize,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Option<Bytes>, Failure>> {
        Box::pin(async { absent() })
    }
    fn list_as_role<'a>(
        &'a self,
        _: &'a Reader<'a>,
        _: &'a str,
        _: &'a str,
        _: &'a str,
        _: Option<&'a str>,
        _: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, Failure>> {
        Box::pin(async { absent() })
    }
    fn get_as_role<'a>(
        &'a self,
        _: &'a Reader<'a>,
        _: &'a str,
        _: &'a str,
        _: &'a str,
        _: usize,
    ) -> BoxFuture<'a, Result<Option<Bytes>, Failure>> {
        Box::pin(async { absent() })
    }
}

pub struct Bench {
    pub system: System,
    pub buckets: Arc<Buckets>,
    pub delivery: Arc<dyn Reconciler>,
}

pub const HOUR: i64 = 3600;

impl Bench {
    /// A plane of two regions with the bucket `logs`.
    pub async fn new() -> Self {
        Self::at(1_764_000_000).await
    }

    /// The same at a moment, seconds since 1970.
    pub async fn at(second: i64) -> Self {
        let buckets = Arc::new(Buckets::default());
        buckets.there.lock().unwrap().insert("logs".to_owned());
        let mut registry = Registry::default();
        service_cloudtrail::register(&mut registry);
        service_cloudtrail::register_trails(&mut registry);
        service_cloudtrail::register_lake(&mut registry);
        let ids = Ids::seeded(7);
        let system = System::new(Parts {
            store: Store::in_memory().unwrap(),
            clock: Clock::fixed(Timestamp::from_second(second).unwrap()),
            keyring: Keyring::ephemeral(&ids).unwrap(),
            ids,
            settings: Settings { regions: vec!["us-east-1".to_owned(), "eu-west-1".to_owned()], ..Settings::default() },
            registry,
            identities: Arc::new(Everybody),
            organization: Arc::new(Two),
            objects: Some(buckets.clone()),
            keys: None,
            functions: None,
            queues: None,
            topics: None,
            log_groups: None,
            metric_store: None,
            configuration_sources: Vec::new(),
            config_rules: None,
            findings: None,
        });
        for account in [OWNER, MEMBER, STRANGER] {
            system
                .act("account", "GetAccountInformation", move |tx| {
                    let email = format!("{account}@example.com");
                    Box::pin(async move { plane::account::open_as(tx, account, "name", &email).await.map(|_| ()) })
                })
                .await
                .unwrap();
        }
        let delivery = delivery(Some(Pace { delivery_ms: 0, digest_ms: HOUR * 1000 }));
        Self { system, buckets, delivery }
    }

    /// A call of an account's root.
    pub async fn call<O: Handle>(&self, account: &str, input: O::Input) -> Result<O::Output, Failure> {
        plane::testing::call::<O>(&self.system, &Principal::root("aws", account, "AKIAEXAMPLE"), input).await
    }

    /// An event of an account and region, as another call would leave it.
    pub async fn event(&self, account: &str, region: &str, name: &str) {
        let (account, region, name) = (account.to_owned(), region.to_owned(), name.to_owned());
        self.system
            .act("cloudtrail", "GetTrail", move |tx| {
                plane::audit::service_event(tx, "signin.amazonaws.com", &name, &account, &region, &Value::Null);
                Box::pin(async { Ok(()) })
            })
            .await
            .unwrap();
    }

    pub fn pass(&self, seconds: i64) {
        self.system.plane().clock.advance(SignedDuration::from_secs(seconds));
    }

    /// One run of the reconciler.
    pub async fn deliver(&self) {
        plane::testing::reconcile(&self.system, &self.delivery).await.unwrap();
    }
}

pub fn code(failure: &Failure) -> String {
    match &failure.kind {
        wire::failure::Kind::Modelled { code, .. } => code.to_string(),
        wire::failure::Kind::Common(common) => format!("{common:?}"),
    }
}
