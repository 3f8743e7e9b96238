//! Puts the services together: the only place that knows them all.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use plane::plane::Parts;
use plane::ports::ConfigurationSource;
use plane::reconcile::Reconciler;
use plane::view::View;
use plane::{Clock, Ids, Keyring, Registry, Settings, System};
use store::Store;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Beginnings of the paths under which services publish documents.
pub const PUBLISHED: [&str; 2] = [plane::settings::ISSUERS, plane::settings::NOTIFICATIONS];

/// A document that is there for everybody.
pub enum Published {
    /// A JSON document.
    Json(serde_json::Value),
    /// A certificate, PEM.
    Certificate(String),
}

/// Every operation that is built.
pub fn registry() -> Registry {
    let mut registry = Registry::default();
    service_iam::register(&mut registry);
    service_sts::register(&mut registry);
    service_organizations::register(&mut registry);
    service_s3::register(&mut registry);
    service_cloudtrail::register(&mut registry);
    service_cloudtrail::register_trails(&mut registry);
    service_cloudtrail::register_lake(&mut registry);
    service_cloudwatch::register(&mut registry);
    service_events::register(&mut registry);
    service_kms::register(&mut registry);
    service_secretsmanager::register(&mut registry);
    service_lambda::register(&mut registry);
    service_sqs::register(&mut registry);
    service_logs::register(&mut registry);
    service_sns::register(&mut registry);
    service_config::register(&mut registry);
    service_guardduty::register(&mut registry);
    service_scheduler::register(&mut registry);
    service_securityhub::register(&mut registry);
    registry
}

/// What the services' documents are as configuration.
fn configuration_sources() -> Vec<Arc<dyn ConfigurationSource>> {
    vec![
        Arc::new(service_iam::Configurations),
        Arc::new(service_organizations::Configurations),
        Arc::new(service_s3::Configurations),
        Arc::new(service_cloudtrail::Configurations),
        Arc::new(service_cloudwatch::Configurations),
        Arc::new(service_events::Configurations),
        Arc::new(service_guardduty::Configurations),
        Arc::new(service_kms::Configurations),
        Arc::new(service_secretsmanager::Configurations),
        Arc::new(service_securityhub::Configurations),
        Arc::new(service_lambda::Configurations),
        Arc::new(service_scheduler::Configurations),
        Arc::new(service_sqs::Configurations),
        Arc::new(service_logs::Configurations),
        Arc::new(service_sns::Configurations),
    ]
}

/// A plane with its services, and their background work.
pub struct Running {
    /// The right to act as a service.
    pub system: System,
    iam: Arc<service_iam::Iam>,
    s3: Arc<service_s3::S3>,
    lambda: Arc<service_lambda::Lambda>,
    logs: Arc<service_logs::Logs>,
    stop: watch::Sender<bool>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

/// Starts a plane on a store. Background work runs until [`Running::stop`].
pub fn start(store: Store, keyring: Keyring, settings: Settings) -> Running {
    let running = assemble(store, keyring, settings);
    running.begin();
    running
}

/// Puts a plane on a store, without its background work.
pub fn assemble(store: Store, keyring: Keyring, settings: Settings) -> Running {
    let iam = Arc::new(service_iam::Iam::default());
    let s3 = Arc::new(service_s3::S3::new(&settings));
    let lambda = Arc::new(service_lambda::Lambda::new(&settings));
    let logs = Arc::new(service_logs::Logs::new(&settings));
    let system = System::new(Parts {
        store,
        clock: Clock::system(),
        ids: Ids::system(),
        keyring,
        settings,
        registry: registry(),
        identities: iam.clone(),
        organization: Arc::new(service_organizations::Organizations::default()),
        objects: Some(s3.clone()),
        keys: Some(Arc::new(service_kms::Kms)),
        functions: Some(lambda.clone()),
        queues: Some(Arc::new(service_sqs::Sqs::default())),
        topics: Some(Arc::new(service_sns::Sns)),
        log_groups: Some(logs.clone()),
        metric_store: Some(Arc::new(service_cloudwatch::CloudWatch)),
        configuration_sources: configuration_sources(),
        config_rules: Some(Arc::new(service_config::Config)),
        findings: Some(Arc::new(service_securityhub::SecurityHub::default())),
    });
    let (stop, _) = watch::channel(false);
    Running { system, iam, s3, lambda, logs, stop, tasks: Mutex::default() }
}

impl Running {
    /// Starts the background work.
    pub fn begin(&self) {
        let views: Vec<Arc<dyn View>> = vec![Arc::new(service_cloudtrail::EventHistory)];
        let mut reconcilers: Vec<Arc<dyn Reconciler>> = service_iam::reconcilers(&self.iam);
        reconcilers.extend(service_organizations::reconcilers());
        reconcilers.extend(service_s3::reconcilers(&self.s3));
        reconcilers.extend(service_cloudtrail::reconcilers());
        reconcilers.extend(service_cloudwatch::reconcilers());
        reconcilers.extend(service_events::reconcilers());
        reconcilers.extend(service_secretsmanager::reconcilers());
        reconcilers.extend(service_kms::reconcilers());
        reconcilers.extend(service_lambda::reconcilers(&self.lambda));
        reconcilers.extend(service_sqs::reconcilers());
        reconcilers.extend(service_logs::reconcilers(&self.logs));
        reconcilers.extend(service_sns::reconcilers());
        reconcilers.extend(service_config::reconcilers());
        reconcilers.extend(service_guardduty::reconcilers());
        reconcilers.extend(service_scheduler::reconcilers());
        reconcilers.extend(service_securityhub::reconcilers());
        let mut tasks = Vec::new();
        for view in views {
            tasks.push(tokio::spawn(plane::view::run(self.system.plane().clone(), view, self.stop.subscribe())));
        }
        for reconciler in reconcilers {
            tasks.push(tokio::spawn(plane::reconcile::run(self.system.clone(), reconciler, self.stop.subscribe())));
        }
        if let Ok(mut running) = self.tasks.lock() {
            running.extend(tasks);
        }
    }

    /// The document that a service publishes at a path, for everybody: `None` if there is none.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn published(&self, path: &str) -> Result<Option<Published>, plane::Failure> {
        let reader = self.system.reader();
        if let Some(rest) = path.strip_prefix(plane::settings::ISSUERS) {
            return Ok(service_iam::issuers::published(&reader, rest).await?.map(Published::Json));
        }
        match path.strip_prefix(plane::settings::NOTIFICATIONS) {
            Some(rest) => Ok(service_sns::published(&reader, rest).await?.map(Published::Certificate)),
            None => Ok(None),
        }
    }

    /// Identity.
    pub fn iam(&self) -> &service_iam::Iam {
        &self.iam
    }

    /// Tells the background work to end.
    pub fn signal_stop(&self) {
        let _ = self.stop.send(true);
        self.lambda.stop();
    }

    /// Ends the background work, completes what is queued and closes the store.
    pub async fn stop(&self) {
        self.signal_stop();
        let tasks = self.tasks.lock().map(|mut tasks| std::mem::take(&mut *tasks)).unwrap_or_default();
        for task in tasks {
            let _ = tokio::time::timeout(Duration::from_secs(5), task).await;
        }
        self.lambda.flush(&self.system).await;
        self.s3.flush(&self.system).await;
        if let Err(failure) = service_iam::last_used::flush(&self.iam, &self.system).await {
            tracing::warn!(message = failure.message, detail = failure.detail, "when credentials were last used is not all kept");
        }
        self.system.close().await;
    }
}
