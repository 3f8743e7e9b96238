//! Lambda: functions as processes of their own, for custom rotation and rules.
//!
//! `names`, `package`, `runtime` and the drawing of versions in `find` are pure. `resources` has the documents; `code` keeps packages as sealed files
//! beside the store and unpacks them; `environment` runs a process and speaks the Runtime API with it; `pool` keeps environments and counts
//! invocations; `invoke` puts them together. `permissions` and `role` say who may invoke, and as whom functions act. `launcher` is what a
//! function's process does before it becomes the runtime. `output` puts what functions write into log groups, `asynchronous` tries what was queued, `sweep` removes packages that nothing names. `operations` has the API, `port` is what other services invoke functions through.

#[rustfmt::skip]
pub mod api;
mod asynchronous;
mod code;
mod configuration;
mod environment;
mod errors;
mod find;
mod invoke;
pub mod launcher;
mod names;
mod operations;
mod output;
mod package;
mod permissions;
mod pool;
mod port;
mod resources;
mod role;
mod runtime;
mod source;
mod sweep;
mod views;

use std::path::PathBuf;
use std::sync::Arc;

use plane::reconcile::Reconciler;
use plane::{Registry, Settings, System};

use api::operation;
pub use configuration::Configurations;

/// What the service keeps besides its documents.
#[derive(Debug)]
pub struct Lambda {
    code: Arc<code::CodeStore>,
    pool: Arc<pool::Pool>,
    /// What functions wrote and is to be put into their log groups.
    outputs: Arc<output::Outputs>,
    /// Folder of what runs.
    run: PathBuf,
    /// Removes what is temporary with the plane.
    _temporary: Vec<tempfile::TempDir>,
}

impl Lambda {
    /// Functions in the folder `functions` of the data folder; in a temporary folder where there is none.
    pub fn new(settings: &Settings) -> Self {
        let mut temporary = Vec::new();
        let mut folder = || match tempfile::Builder::new().prefix("cloudkeep-functions-").tempdir() {
            Ok(made) => {
                let path = made.path().to_owned();
                temporary.push(made);
                path
            }
            Err(_) => std::env::temp_dir().join("cloudkeep-functions"),
        };
        let root = settings.data_dir.as_ref().map_or_else(&mut folder, |data| data.join("functions"));
        // Another user's functions cannot pass through the data folder.
        let run = if settings.functions.user.is_some() { folder() } else { root.join("run") };
        // What is there belongs to a server that is gone.
        let _ = std::fs::remove_dir_all(run.join("environments"));
        let _ = std::fs::set_permissions(&run, std::os::unix::fs::PermissionsExt::from_mode(0o711));
        Self {
            code: Arc::new(code::CodeStore::at(&root, &run)),
            pool: pool::Pool::of(settings.functions.most_environments),
            outputs: Arc::default(),
            run,
            _temporary: temporary,
        }
    }

    /// Ends the environments that wait for an invocation, and starts no more.
    pub fn stop(&self) {
        self.pool.stop();
    }

    /// Puts what functions wrote into their log groups: what is left when the server ends.
    pub async fn flush(&self, system: &System) {
        self.outputs.put(system).await;
    }
}

/// The service's background work.
pub fn reconcilers(lambda: &Arc<Lambda>) -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(asynchronous::Asynchronous::of(lambda)),
        Arc::new(output::Writer::of(lambda.outputs.clone())),
        Arc::new(sweep::Sweep::of(lambda.code.clone())),
    ]
}

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::AddPermission>()
        .add::<operation::CreateAlias>()
        .add::<operation::CreateFunction>()
        .add::<operation::DeleteAlias>()
        .add::<operation::DeleteFunction>()
        .add::<operation::DeleteFunctionConcurrency>()
        .add::<operation::DeleteFunctionEventInvokeConfig>()
        .add::<operation::GetAccountSettings>()
        .add::<operation::GetAlias>()
        .add::<operation::GetFunction>()
        .add::<operation::GetFunctionConcurrency>()
        .add::<operation::GetFunctionConfiguration>()
        .add::<operation::GetFunctionEventInvokeConfig>()
        .add::<operation::GetPolicy>()
        .add::<operation::Invoke>()
        .add::<operation::ListAliases>()
        .add::<operation::ListFunctionEventInvokeConfigs>()
        .add::<operation::ListFunctions>()
        .add::<operation::ListTags>()
        .add::<operation::ListVersionsByFunction>()
        .add::<operation::PublishVersion>()
        .add::<operation::PutFunctionConcurrency>()
        .add::<operation::PutFunctionEventInvokeConfig>()
        .add::<operation::RemovePermission>()
        .add::<operation::TagResource>()
        .add::<operation::UntagResource>()
        .add::<operation::UpdateAlias>()
        .add::<operation::UpdateFunctionCode>()
        .add::<operation::UpdateFunctionConfiguration>()
        .add::<operation::UpdateFunctionEventInvokeConfig>();
}
