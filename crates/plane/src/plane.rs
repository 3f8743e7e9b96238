//! The plane itself: everything a running installation shares, and the hand that services' background work acts with.

use std::sync::Arc;

use jiff::Timestamp;
use store::{CommitError, Committed, NewEntry, Store, StoreError};
use wire::contracts::contract;
use wire::sigv4::SigningKeys;
use wire::{Common, Failure};

use crate::authority::Authority;
use crate::call::Call;
use crate::caller::Callers;
use crate::clock::Clock;
use crate::ids::Ids;
use crate::keyring::Keyring;
use crate::metrics::Metrics;
use crate::ports::{
    BoxFuture, ConfigRules, ConfigurationSource, Findings, Functions, Guardrails, Identities, Keys, LogGroups, MetricStore,
    Objects, Organization, Queues, Topics,
};
use crate::principal::Principal;
use crate::registry::Registry;
use crate::settings::Settings;
use crate::transaction::{Reader, Transaction};

/// How often an operation is run when others keep changing what it reads.
pub(crate) const ATTEMPTS: usize = 32;

/// A running installation.
pub struct Plane {
    /// Time.
    pub clock: Clock,
    /// Randomness.
    pub ids: Ids,
    /// The data keys.
    pub keyring: Keyring,
    /// Settings.
    pub settings: Settings,
    /// Counts of calls.
    pub metrics: Metrics,
    pub(crate) store: Store,
    pub(crate) registry: Registry,
    pub(crate) callers: Callers,
    pub(crate) signing_keys: SigningKeys,
    pub(crate) authority: Arc<Authority>,
    identities: Arc<dyn Identities>,
    organization: Arc<dyn Organization>,
    objects: Option<Arc<dyn Objects>>,
    keys: Option<Arc<dyn Keys>>,
    functions: Option<Arc<dyn Functions>>,
    queues: Option<Arc<dyn Queues>>,
    topics: Option<Arc<dyn Topics>>,
    log_groups: Option<Arc<dyn LogGroups>>,
    metric_store: Option<Arc<dyn MetricStore>>,
    configuration_sources: Vec<Arc<dyn ConfigurationSource>>,
    config_rules: Option<Arc<dyn ConfigRules>>,
    findings: Option<Arc<dyn Findings>>,
}

impl std::fmt::Debug for Plane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plane").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// What a plane is made of.
pub struct Parts {
    /// The store.
    pub store: Store,
    /// Time.
    pub clock: Clock,
    /// Randomness.
    pub ids: Ids,
    /// The data keys.
    pub keyring: Keyring,
    /// Settings.
    pub settings: Settings,
    /// The operations that are built.
    pub registry: Registry,
    /// Identity.
    pub identities: Arc<dyn Identities>,
    /// Guardrails.
    pub organization: Arc<dyn Organization>,
    /// Object storage, where the S3 service is part of the plane.
    pub objects: Option<Arc<dyn Objects>>,
    /// Keys, where the KMS service is part of the plane.
    pub keys: Option<Arc<dyn Keys>>,
    /// Functions, where the Lambda service is part of the plane.
    pub functions: Option<Arc<dyn Functions>>,
    /// Queues, where the SQS service is part of the plane.
    pub queues: Option<Arc<dyn Queues>>,
    /// Topics, if the SNS service is there.
    pub topics: Option<Arc<dyn Topics>>,
    /// Log groups, if the CloudWatch Logs service is there.
    pub log_groups: Option<Arc<dyn LogGroups>>,
    /// Metrics, if the CloudWatch service is there.
    pub metric_store: Option<Arc<dyn MetricStore>>,
    /// What the services' documents are as configuration.
    pub configuration_sources: Vec<Arc<dyn ConfigurationSource>>,
    /// Rules, if the Config service is there.
    pub config_rules: Option<Arc<dyn ConfigRules>>,
    /// Findings, if the Security Hub service is there.
    pub findings: Option<Arc<dyn Findings>>,
}

impl Plane {
    /// Identity, as the IAM service keeps it.
    pub fn identities(&self) -> &Arc<dyn Identities> {
        &self.identities
    }

    /// Guardrails, as the Organizations service keeps them.
    pub fn organization(&self) -> &Arc<dyn Organization> {
        &self.organization
    }

    /// Object storage, as the S3 service keeps it.
    pub fn objects(&self) -> Option<&Arc<dyn Objects>> {
        self.objects.as_ref()
    }

    /// Keys, as the KMS service keeps them.
    pub fn keys(&self) -> Option<&Arc<dyn Keys>> {
        self.keys.as_ref()
    }

    /// Functions, as the Lambda service runs them.
    pub fn functions(&self) -> Option<&Arc<dyn Functions>> {
        self.functions.as_ref()
    }

    /// Queues, as the SQS service keeps them.
    pub fn queues(&self) -> Option<&Arc<dyn Queues>> {
        self.queues.as_ref()
    }

    /// Topics, as the SNS service keeps them.
    pub fn topics(&self) -> Option<&Arc<dyn Topics>> {
        self.topics.as_ref()
    }

    /// Log groups, as the CloudWatch Logs service keeps them.
    pub fn log_groups(&self) -> Option<&Arc<dyn LogGroups>> {
        self.log_groups.as_ref()
    }

    /// Metrics, as the CloudWatch service keeps them.
    pub fn metric_store(&self) -> Option<&Arc<dyn MetricStore>> {
        self.metric_store.as_ref()
    }

    /// What the services' documents are as configuration.
    pub fn configuration_sources(&self) -> &[Arc<dyn ConfigurationSource>] {
        &self.configuration_sources
    }

    /// Rules, as the Config service keeps them.
    pub fn config_rules(&self) -> Option<&Arc<dyn ConfigRules>> {
        self.config_rules.as_ref()
    }

    /// Findings, as the Security Hub service keeps them.
    pub fn findings(&self) -> Option<&Arc<dyn Findings>> {
        self.findings.as_ref()
    }

    /// Told of every commit, for those who wait for something to happen.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.store.subscribe()
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// An internal failure with the store's reason.
    pub async fn ready(&self) -> Result<(), Failure> {
        self.store.cursor("ready").await.map(|_| ()).map_err(Failure::internal)
    }

    /// The operations that are built.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// An ARN of this installation. The region of a global resource is empty.
    pub fn arn(&self, service: &str, region: &str, account: &str, resource: &str) -> String {
        format!("arn:{}:{service}:{region}:{account}:{resource}", self.settings.partition)
    }

    /// Commits a transaction with its audit records. What was worked out from documents that it changes is worked out again by whoever asks after
    /// the commit is acknowledged. With several nodes, a node also counts the changes that it reads from the journal.
    pub(crate) async fn commit(&self, tx: Transaction<'_>, records: Vec<NewEntry>) -> Result<Committed, CommitError> {
        let Some(changes) = self.authority.changes(&tx) else { return self.store.commit(tx.into_commit(records)).await };
        let (store, authority, commit) = (self.store.clone(), self.authority.clone(), tx.into_commit(records));
        // A client that goes away takes the request's future along, but not the commit: so it must not take what follows from it either.
        let made = tokio::spawn(async move {
            let made = store.commit(commit).await;
            authority.changed(&changes);
            made
        });
        made.await.unwrap_or(Err(CommitError::Failed(StoreError::Closed)))
    }

    /// See [`System::act`].
    pub(crate) async fn act<T, F>(&self, service: &str, operation: &str, work: F) -> Result<T, Failure>
    where
        F: for<'t> Fn(&'t mut Transaction<'_>) -> BoxFuture<'t, Result<T, Failure>> + Send + Sync,
        T: Send,
    {
        let contract = contract(service).ok_or_else(|| Failure::internal(format!("no service {service}")))?.service();
        let operation = contract.operation(operation).ok_or_else(|| Failure::internal(format!("no operation {operation}")))?;
        for _ in 0..ATTEMPTS {
            let call = Call {
                request_id: self.ids.uuid(),
                time: self.clock.now(),
                service: contract,
                operation,
                region: self.settings.home_region.clone(),
                principal: Arc::new(Principal::service(&format!("{}.amazonaws.com", contract.endpoint_prefix))),
                guardrails: Arc::new(Guardrails::default()),
                source_ip: None,
                user_agent: format!("{}.amazonaws.com", contract.endpoint_prefix),
                host: String::new(),
                tls: None,
                signature: None,
                payload: None,
            };
            let mut tx = Transaction::new(self, &call);
            let done = work(&mut tx).await?;
            if !tx.writes() {
                return Ok(done);
            }
            match self.commit(tx, Vec::new()).await {
                Ok(_) => return Ok(done),
                Err(CommitError::Conflict { .. }) => {}
                Err(error) => return Err(Failure::internal(error)),
            }
        }
        Err(Failure::common(Common::Throttling, "Rate exceeded"))
    }
}

/// The right to act as a service of the plane: at start-up and in reconcilers. Operations never see one.
#[derive(Debug, Clone)]
pub struct System {
    plane: Arc<Plane>,
}

impl System {
    /// Puts a plane together, and gives the right to act in it to the program that starts it.
    pub fn new(parts: Parts) -> Self {
        Self {
            plane: Arc::new(Plane {
                clock: parts.clock,
                ids: parts.ids,
                keyring: parts.keyring,
                settings: parts.settings,
                metrics: Metrics::default(),
                store: parts.store,
                registry: parts.registry,
                callers: Callers::default(),
                signing_keys: SigningKeys::new(),
                authority: Arc::default(),
                identities: parts.identities,
                organization: parts.organization,
                objects: parts.objects,
                keys: parts.keys,
                functions: parts.functions,
                queues: parts.queues,
                topics: parts.topics,
                log_groups: parts.log_groups,
                metric_store: parts.metric_store,
                configuration_sources: parts.configuration_sources,
                config_rules: parts.config_rules,
                findings: parts.findings,
            }),
        }
    }

    /// The plane.
    pub fn plane(&self) -> &Arc<Plane> {
        &self.plane
    }

    /// Read access.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.plane)
    }

    /// Runs a transaction as a service, such as `organizations.amazonaws.com`, and commits it. It may be run several times.
    /// `service` is the name in `models/`, `operation` any of its operations: they name the work in logs.
    ///
    /// # Errors
    /// The work's own, or an internal one when the store fails.
    pub async fn act<T, F>(&self, service: &str, operation: &str, work: F) -> Result<T, Failure>
    where
        F: for<'t> Fn(&'t mut Transaction<'_>) -> BoxFuture<'t, Result<T, Failure>> + Send + Sync,
        T: Send,
    {
        self.plane.act(service, operation, work).await
    }

    /// Journal entries after a sequence, in order: none ever appears below one already seen.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn journal(&self, after: u64, limit: usize) -> Result<Vec<store::Entry>, Failure> {
        self.plane.store.journal(after, limit).await.map_err(Failure::internal)
    }

    /// Versions of documents that commits after a sequence made, in the order of the commits; kinds without history have none. Somewhat more than
    /// `limit` where a commit would be cut otherwise.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn versions(&self, after: u64, limit: usize) -> Result<Vec<store::Version>, Failure> {
        self.plane.store.changes(after, limit).await.map_err(Failure::internal)
    }

    /// Documents of a kind, account and region as a commit left them behind it, by id: the documents that are there now, beginning after `after`, at
    /// most `limit` of them, without those that were made later. The second value is the id after which it goes on; none at the end.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn documents_through(
        &self,
        range: &store::Range,
        after: Option<&str>,
        limit: usize,
        seq: u64,
    ) -> Result<(Vec<store::Version>, Option<String>), Failure> {
        let present = self.plane.store.list(range, after, limit).await.map_err(Failure::internal)?;
        let next = present.last().filter(|_| present.len() == limit).map(|last| last.key.id.clone());
        let mut found = Vec::with_capacity(present.len());
        for record in present {
            let version = self.plane.store.history_through(&record.key, seq).await.map_err(Failure::internal)?;
            found.extend(version.filter(|version| !version.deleted));
        }
        Ok((found, next))
    }

    /// Where a cursor stands; 0 if it was never set. It is moved by [`Transaction::move_cursor`].
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn cursor(&self, name: &str) -> Result<u64, Failure> {
        self.plane.store.cursor(name).await.map_err(Failure::internal)
    }

    /// The plane's present time.
    pub fn now(&self) -> Timestamp {
        self.plane.clock.now()
    }

    /// Completes what is queued and closes the store.
    pub async fn close(&self) {
        self.plane.store.close().await;
    }
}
