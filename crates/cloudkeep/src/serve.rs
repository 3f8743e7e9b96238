//! `cloudkeep serve`: opens the data folder, starts the plane, listens until told to stop.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use plane::account::{self, Account};
use plane::{Ids, Settings, System};
use serde_json::json;
use store::{Folder, Store};
use tokio::net::TcpListener;

use crate::banner::{self, RootCredentials};
use crate::compose::{self, Running};
use crate::config::{Config, LogFormat};
use crate::http::{Listener, Server};
use crate::key_check;
use crate::master_key::{FolderArguments, Source, unlock};
use crate::sandbox::Sandbox;
use crate::terminal::line;

/// Name of the store's folder in the data folder.
pub const STORE: &str = "store";

/// Serves until Ctrl+C or SIGTERM.
///
/// # Errors
/// What keeps it from starting, with what to do about it.
pub fn run(config: Config) -> Result<(), String> {
    log(&config)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| format!("cannot start threads: {e}"))?;
    runtime.block_on(serve(config))
}

fn log(config: &Config) -> Result<(), String> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log).map_err(|e| format!("--log {}: {e}", config.log))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let set = match config.log_format {
        LogFormat::Text => builder.with_ansi(std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    set.map_err(|e| e.to_string())
}

async fn serve(config: Config) -> Result<(), String> {
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|e| format!("cannot listen on {}: {e}. Is another server running? Give another --listen.", config.listen))?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    let tls = config.tls.as_ref().map(|(cert, key)| crate::http::tls(cert, key)).transpose()?;
    let endpoint = format!("{}://{address}", if tls.is_some() { "https" } else { "http" });
    let region = config.settings.home_region.clone();
    let mut config = config;
    config.settings.functions.endpoint.get_or_insert_with(|| reachable(&endpoint, address));
    config.settings.public_url = config.public_url.take().unwrap_or_else(|| reachable(&endpoint, address));
    let server = if config.settings.sandbox {
        banner::sandbox(&endpoint, &region);
        Server::Sandbox(Sandbox::start(config.settings.clone()).await?)
    } else {
        let source = config.master_key.as_ref().ok_or("there is no master key")?;
        let running = open(&config.data_dir, source, config.settings.clone()).await?;
        match bootstrap(&running).await? {
            Some(credentials) => match &config.credentials_file {
                Some(path) => {
                    write_credentials(path, &region, &endpoint, &credentials)?;
                    line(&format!("The root credentials of account {} are in {}.", credentials.account, path.display()));
                }
                None => banner::first_start(&endpoint, &region, &credentials),
            },
            None => banner::started_again(&endpoint, &config.data_dir.display().to_string()),
        }
        Server::Durable(running)
    };
    tracing::info!(%endpoint, sandbox = config.settings.sandbox, "serving");
    // Programs that start the server wait for this line.
    line(&format!("ready {endpoint}"));
    let server = Arc::new(server);
    Listener { listener, tls, server: server.clone(), max_body: config.settings.max_body }.run(stop_signal()).await;
    tracing::info!("stopping");
    server.stop().await;
    Ok(())
}

/// The endpoint as processes of this machine reach it: a server that listens on every address is there on loopback too.
fn reachable(endpoint: &str, address: std::net::SocketAddr) -> String {
    if !address.ip().is_unspecified() {
        return endpoint.to_owned();
    }
    let scheme = endpoint.split_once("://").map_or("http", |(scheme, _)| scheme);
    format!("{scheme}://{}:{}", if address.is_ipv4() { "127.0.0.1" } else { "[::1]" }, address.port())
}

/// Opens the data folder and starts the plane on it.
async fn open(data_dir: &Path, source: &Source, settings: Settings) -> Result<Running, String> {
    let running = unlocked(data_dir, source, settings).await?;
    running.begin();
    Ok(running)
}

/// Opens the data folder, and leaves the background work for later: nothing is changed before the keys were seen to open the data.
async fn unlocked(data_dir: &Path, source: &Source, settings: Settings) -> Result<Running, String> {
    make_folder(data_dir)?;
    let named = |e: store::StoreError| format!("{}: {e}", data_dir.display());
    // The folder's lock comes first, so that no other process changes its keys, and the database last, so that there is none without its keys.
    let folder = Folder::take(&data_dir.join(STORE)).map_err(named)?;
    let keys = unlock(data_dir, folder.has_database(), source, &Ids::system()).map_err(|e| e.to_string())?;
    let keyring = keys.keyring().map_err(|e| e.to_string())?;
    let store = Store::open_in(folder).map_err(named)?;
    let settings = Settings { data_dir: Some(data_dir.to_path_buf()), ..settings };
    let running = compose::assemble(store, keyring, settings);
    let checked = key_check::verify(&running.system, &source.shown()).await;
    if let Err(error) = checked.and_then(|()| keys.convert().map_err(|e| e.to_string())) {
        running.system.close().await;
        return Err(error);
    }
    Ok(running)
}

/// Brings the keys of a folder into today's form, if an earlier build made them.
///
/// # Errors
/// As when the server starts.
pub fn convert_keys(data_dir: &Path, source: &Source) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    runtime.block_on(async {
        let running = unlocked(data_dir, source, Settings::default()).await?;
        running.system.close().await;
        Ok(())
    })
}

fn make_folder(data_dir: &Path) -> Result<(), String> {
    std::fs::create_dir_all(data_dir)
        .map_err(|e| format!("cannot make {}: {e}. Give another --data-dir.", data_dir.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(data_dir, std::fs::Permissions::from_mode(0o700))
            .map_err(|e| format!("cannot make {} private: {e}", data_dir.display()))?;
    }
    Ok(())
}

/// On the first start, makes the first account (the management account of the organization to come) and root credentials for it.
async fn bootstrap(running: &Running) -> Result<Option<RootCredentials>, String> {
    let system = &running.system;
    if first_account(system).await?.is_some() {
        return Ok(None);
    }
    let cannot = |failure: plane::Failure| format!("cannot make the first account: {}", reason(&failure));
    let account = system
        .act("account", "GetAccountInformation", |tx| {
            Box::pin(async move { account::open(tx, "management", "root@management.invalid").await })
        })
        .await
        .map_err(cannot)?;
    let key = service_iam::bootstrap(system, &account.id).await.map_err(cannot)?;
    Ok(Some(RootCredentials {
        account: account.id,
        access_key_id: key.access_key_id,
        secret_access_key: key.secret_access_key.to_string(),
    }))
}

/// The account that was made first, if any was.
async fn first_account(system: &System) -> Result<Option<String>, String> {
    let accounts = system.reader().list_everywhere::<Account>(None, usize::MAX >> 1).await.map_err(|f| reason(&f))?;
    Ok(accounts.into_iter().min_by_key(|a| a.body.created_at).map(|a| a.body.id))
}

fn reason(failure: &plane::Failure) -> String {
    failure.detail.clone().unwrap_or_else(|| failure.message.clone())
}

fn write_credentials(path: &Path, region: &str, endpoint: &str, credentials: &RootCredentials) -> Result<(), String> {
    let failed = |e: std::io::Error| format!("cannot write {}: {e}", path.display());
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    // A file that was there keeps its mode when it is opened.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600)).map_err(failed)?;
    let text = format!(
        "[default]\naws_access_key_id = {}\naws_secret_access_key = {}\nregion = {region}\nendpoint_url = {endpoint}\n",
        credentials.access_key_id, credentials.secret_access_key
    );
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

/// `cloudkeep recover-root`: a new access key for the management account's root.
///
/// # Errors
/// When the data folder is in use or is not there.
pub fn recover_root(arguments: FolderArguments, as_json: bool) -> Result<(), String> {
    let folder = crate::config::folder(arguments)?;
    if !folder.data_dir.join(STORE).exists() {
        return Err(format!("{} holds no data: start with `cloudkeep serve`", folder.data_dir.display()));
    }
    let source = folder.master_key?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    let key = runtime.block_on(async {
        let running = open(&folder.data_dir, &source, Settings::default()).await?;
        let made = renew(&running.system).await;
        running.stop().await;
        made
    })?;
    if as_json {
        line(
            &json!({
                "Account": key.account, "AccessKeyId": key.access_key_id, "SecretAccessKey": key.secret_access_key,
            })
            .to_string(),
        );
    } else {
        line(&format!("account            {}", key.account));
        line(&format!("access key id      {}", key.access_key_id));
        line(&format!("secret access key  {}", key.secret_access_key));
        line("The older root access keys of this account no longer work.");
    }
    Ok(())
}

async fn renew(system: &System) -> Result<RootCredentials, String> {
    let account = first_account(system).await?.ok_or("there is no account yet: start with `cloudkeep serve`")?;
    let key = service_iam::recover(system, &account).await.map_err(|f| reason(&f))?;
    Ok(RootCredentials { account, access_key_id: key.access_key_id, secret_access_key: key.secret_access_key.to_string() })
}

async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
