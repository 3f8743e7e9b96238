//! Settings from flags, the environment and a file: a flag wins over the environment, the environment over the file.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use plane::Settings;
use plane::settings::{MailSettings, REGIONS};
use serde::Deserialize;

use crate::master_key::{CURRENT, FolderArguments, MasterKeyArguments, Source, SourceKind, Wanted, choose};

/// Where the server listens when nobody says.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8470";

/// `cloudkeep serve`.
#[derive(Args, Default)]
pub struct ServeArguments {
    /// A configuration file (TOML) with the same names as the flags, `-` written as `_`.
    #[arg(long, env = "CLOUDKEEP_CONFIG")]
    pub config: Option<PathBuf>,
    /// Folder of the data; made if it is not there.
    #[arg(long, env = "CLOUDKEEP_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// Where the master key is.
    #[command(flatten)]
    pub master_key: MasterKeyArguments,
    /// Address and port to listen on [default: 127.0.0.1:8470]. Port 0 takes any free one.
    #[arg(long, env = "CLOUDKEEP_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Certificate chain (PEM) for TLS.
    #[arg(long, env = "CLOUDKEEP_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key (PEM) for TLS.
    #[arg(long, env = "CLOUDKEEP_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Serve plain HTTP beyond loopback: everybody on the way can read secrets. Only behind a proxy that adds TLS.
    #[arg(long, env = "CLOUDKEEP_ALLOW_PLAIN_HTTP_ON_NETWORK")]
    pub allow_plain_http_on_network: bool,
    /// Regions that clients may call, separated by commas [default: those of the standard partition].
    #[arg(long, env = "CLOUDKEEP_REGIONS", value_delimiter = ',')]
    pub regions: Vec<String>,
    /// Region printed for clients, and of global services in audit records [default: us-east-1].
    #[arg(long, env = "CLOUDKEEP_HOME_REGION")]
    pub home_region: Option<String>,
    /// Form of the log [default: text].
    #[arg(long, env = "CLOUDKEEP_LOG_FORMAT", value_enum)]
    pub log_format: Option<LogFormat>,
    /// Level of the log, such as `info` or `plane=debug` [default: info].
    #[arg(long, env = "CLOUDKEEP_LOG")]
    pub log: Option<String>,
    /// Write the root credentials of the first start to this file (mode 0600, AWS credentials format) instead of the terminal.
    #[arg(long, env = "CLOUDKEEP_CREDENTIALS_FILE")]
    pub credentials_file: Option<PathBuf>,
    /// URLs of endpoints that secrets may be rotated by, separated by commas; one that ends with a slash stands for all below it [default: none].
    #[arg(long, env = "CLOUDKEEP_ROTATION_ENDPOINTS", value_delimiter = ',')]
    pub rotation_endpoints: Vec<String>,
    /// Let webhooks, such as HTTP subscriptions of topics, be at loopback and private addresses: whoever may subscribe can then reach what this machine
    /// reaches there.
    #[arg(long, env = "CLOUDKEEP_ALLOW_PRIVATE_WEBHOOKS")]
    pub allow_private_webhooks: bool,
    /// SMTP server that e-mail goes through, such as `smtps://user:password@mail.example.com` or `smtp://127.0.0.1:25` [default: none].
    #[arg(long, env = "CLOUDKEEP_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Sender of e-mail, such as `Cloudkeep <no-reply@example.com>`.
    #[arg(long, env = "CLOUDKEEP_SMTP_FROM")]
    pub smtp_from: Option<String>,
    /// Where others reach this server, such as `https://cloudkeep.example.com`, if not at the address that it listens on: in the URLs of issuers of
    /// tokens.
    #[arg(long, env = "CLOUDKEEP_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Python of functions with a `python3.*` runtime, such as that of a virtual environment with boto3 [default: python3].
    #[arg(long, env = "CLOUDKEEP_FUNCTION_PYTHON")]
    pub function_python: Option<PathBuf>,
    /// Node.js of functions with a `nodejs*` runtime [default: node].
    #[arg(long, env = "CLOUDKEEP_FUNCTION_NODE")]
    pub function_node: Option<PathBuf>,
    /// User and group ids that functions run as, such as `65534:65534`; the server must be root [default: the server's own].
    #[arg(long, env = "CLOUDKEEP_FUNCTION_USER")]
    pub function_user: Option<String>,
    /// Where functions reach this server, if not at the address that it listens on.
    #[arg(long, env = "CLOUDKEEP_FUNCTION_ENDPOINT_URL")]
    pub function_endpoint_url: Option<String>,
    /// Certificates (PEM) that functions trust besides the system's, for a TLS certificate of one's own.
    #[arg(long, env = "CLOUDKEEP_FUNCTION_CA_BUNDLE")]
    pub function_ca_bundle: Option<PathBuf>,
    /// Function environments at once in the whole installation [default: 100].
    #[arg(long, env = "CLOUDKEEP_FUNCTION_ENVIRONMENTS")]
    pub function_environments: Option<usize>,
    /// For tests: in memory, any credentials, time can be moved, state can be reset. Loopback only.
    #[arg(long, env = "CLOUDKEEP_SANDBOX")]
    pub sandbox: bool,
}

/// Form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// A JSON object a line.
    Json,
}

/// The configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data_dir: Option<PathBuf>,
    master_key_source: Option<SourceKind>,
    master_key_file: Option<PathBuf>,
    passphrase_file: Option<PathBuf>,
    listen: Option<SocketAddr>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    #[serde(default)]
    allow_plain_http_on_network: bool,
    #[serde(default)]
    regions: Vec<String>,
    home_region: Option<String>,
    log_format: Option<LogFormat>,
    log: Option<String>,
    credentials_file: Option<PathBuf>,
    #[serde(default)]
    rotation_endpoints: Vec<String>,
    #[serde(default)]
    allow_private_webhooks: bool,
    smtp_url: Option<String>,
    smtp_from: Option<String>,
    public_url: Option<String>,
    function_python: Option<PathBuf>,
    function_node: Option<PathBuf>,
    function_user: Option<String>,
    function_endpoint_url: Option<String>,
    function_ca_bundle: Option<PathBuf>,
    function_environments: Option<usize>,
}

/// Everything `serve` needs, decided.
#[derive(Debug)]
pub struct Config {
    /// Folder of the data; unused in the sandbox.
    pub data_dir: PathBuf,
    /// Where the master key is; none in the sandbox.
    pub master_key: Option<Source>,
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Certificate chain and private key.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Form of the log.
    pub log_format: LogFormat,
    /// Filter of the log.
    pub log: String,
    /// Where the first root credentials go.
    pub credentials_file: Option<PathBuf>,
    /// Where others reach the server; where it listens, if nobody says.
    pub public_url: Option<String>,
    /// What the plane is told.
    pub settings: Settings,
}

/// The folder of the data when nobody says: `$XDG_DATA_HOME/cloudkeep` or `~/.local/share/cloudkeep`.
pub fn default_data_dir() -> Result<PathBuf, String> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    set("XDG_DATA_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".local/share")))
        .map(|base| base.join("cloudkeep"))
        .ok_or_else(|| "there is no HOME to keep the data in: give --data-dir".to_owned())
}

fn is_http_url(text: &str) -> bool {
    let parsed: Option<http::Uri> = text.parse().ok();
    parsed
        .is_some_and(|url| matches!(url.scheme_str(), Some("http" | "https")) && url.host().is_some_and(|host| !host.is_empty()))
}

/// Decides from flags, environment and file.
///
/// # Errors
/// A text that says what does not fit and what to do.
pub fn resolve(arguments: ServeArguments) -> Result<Config, String> {
    let file = arguments.config.as_deref().map(read).transpose()?.unwrap_or_default();
    let wanted = arguments.master_key.or(file.master_key());
    let listen = match arguments.listen.or(file.listen) {
        Some(listen) => listen,
        None => DEFAULT_LISTEN.parse().map_err(|e| format!("{DEFAULT_LISTEN}: {e}"))?,
    };
    let tls = match (arguments.tls_cert.or(file.tls_cert), arguments.tls_key.or(file.tls_key)) {
        (Some(cert), Some(key)) => Some((cert, key)),
        (None, None) => None,
        _ => return Err("TLS needs both tls_cert and tls_key".to_owned()),
    };
    let loopback = is_loopback(listen.ip());
    if arguments.sandbox && !loopback {
        return Err(format!("the sandbox accepts any credentials, so it listens on loopback only, not on {listen}"));
    }
    if tls.is_none() && !loopback && !(arguments.allow_plain_http_on_network || file.allow_plain_http_on_network) {
        return Err(format!(
            "{listen} is not loopback: give --tls-cert and --tls-key, or --allow-plain-http-on-network if a proxy before it adds TLS"
        ));
    }
    let regions = if arguments.regions.is_empty() { file.regions } else { arguments.regions };
    let mut settings = Settings { sandbox: arguments.sandbox, ..Settings::default() };
    if let Some(home) = arguments.home_region.or(file.home_region) {
        settings.home_region = home;
    }
    if !regions.is_empty() {
        settings.regions = regions;
    }
    if let Some(bad) = settings.regions.iter().chain([&settings.home_region]).find(|r| !is_region_name(r)) {
        return Err(format!(
            "{bad:?} is not a region name: use small letters, digits and hyphens, such as {}",
            REGIONS.join(", ")
        ));
    }
    let endpoints = &mut settings.rotation_endpoints;
    *endpoints = if arguments.rotation_endpoints.is_empty() { file.rotation_endpoints } else { arguments.rotation_endpoints };
    if let Some(bad) = endpoints.iter().find(|url| !is_http_url(url)) {
        return Err(format!("{bad:?} is not the URL of a rotation endpoint: give one such as https://rotators.example.com/"));
    }
    settings.private_webhooks = arguments.allow_private_webhooks || file.allow_private_webhooks;
    settings.mail = match (arguments.smtp_url.or(file.smtp_url), arguments.smtp_from.or(file.smtp_from)) {
        (Some(url), Some(from)) => Some(MailSettings { url: url.into(), from }),
        (None, None) => None,
        _ => return Err("e-mail needs both smtp_url and smtp_from".to_owned()),
    };
    if let Some(mail) = &settings.mail {
        service_sns::check_mail(mail)?;
    }
    let functions = &mut settings.functions;
    if let Some(python) = arguments.function_python.or(file.function_python) {
        functions.python = python;
    }
    if let Some(node) = arguments.function_node.or(file.function_node) {
        functions.node = node;
    }
    if let Some(user) = arguments.function_user.or(file.function_user) {
        functions.user = Some(user_and_group(&user)?);
    }
    functions.endpoint = arguments.function_endpoint_url.or(file.function_endpoint_url);
    functions.ca_bundle = arguments.function_ca_bundle.or(file.function_ca_bundle);
    if let Some(most) = arguments.function_environments.or(file.function_environments) {
        functions.most_environments = most;
    }
    if !settings.regions.contains(&settings.home_region) {
        settings.regions.insert(0, settings.home_region.clone());
    }
    let data_dir = match arguments.data_dir.or(file.data_dir) {
        Some(folder) => folder,
        None => default_data_dir()?,
    };
    let master_key = if arguments.sandbox { None } else { Some(source(&wanted, &data_dir)?) };
    Ok(Config {
        data_dir,
        master_key,
        listen,
        tls,
        log_format: arguments.log_format.or(file.log_format).unwrap_or_default(),
        log: arguments.log.or(file.log).unwrap_or_else(|| "info".to_owned()),
        credentials_file: arguments.credentials_file.or(file.credentials_file),
        public_url: arguments.public_url.or(file.public_url).as_deref().map(origin).transpose()?,
        settings,
    })
}

impl File {
    /// What it says about the master key.
    fn master_key(&self) -> Wanted {
        Wanted {
            kind: self.master_key_source,
            key_file: self.master_key_file.clone(),
            passphrase_file: self.passphrase_file.clone(),
        }
    }
}

fn source(wanted: &Wanted, data_dir: &Path) -> Result<Source, String> {
    choose(wanted, &CURRENT, data_dir, None, &|name| std::env::var_os(name))
}

/// What a command beside `serve` is told of the data folder.
pub struct Folder {
    /// The folder.
    pub data_dir: PathBuf,
    /// Where its master key is, or why nobody knows.
    pub master_key: Result<Source, String>,
    /// Where the server listens, if the configuration file says.
    pub listen: Option<SocketAddr>,
}

/// Decides about the data folder of a command beside `serve`.
///
/// # Errors
/// When the configuration file cannot be read, or there is no folder.
pub fn folder(arguments: FolderArguments) -> Result<Folder, String> {
    let file = arguments.config.as_deref().map(read).transpose()?.unwrap_or_default();
    let wanted = arguments.master_key.or(file.master_key());
    let data_dir = match arguments.data_dir.or(file.data_dir) {
        Some(folder) => folder,
        None => default_data_dir()?,
    };
    Ok(Folder { master_key: source(&wanted, &data_dir), data_dir, listen: file.listen })
}

fn read(path: &Path) -> Result<File, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}

/// Whether an address reaches only this machine.
pub fn is_loopback(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

/// Checks that a URL is a scheme and an authority, and takes a slash off its end.
fn origin(text: &str) -> Result<String, String> {
    let url = text.strip_suffix('/').unwrap_or(text);
    let authority = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
    if authority.is_some_and(|a| !a.is_empty() && a.bytes().all(plain)) {
        return Ok(url.to_owned());
    }
    Err(format!(
        "--public-url {text}: give scheme and host, and a port if it is not the scheme's own, such as https://cloudkeep.example.com"
    ))
}

/// Reads `user:group`, both numbers.
fn user_and_group(text: &str) -> Result<(u32, u32), String> {
    text.split_once(':')
        .and_then(|(user, group)| Some((user.parse().ok()?, group.parse().ok()?)))
        .ok_or_else(|| format!("{text:?} is no user and group: give their numbers, such as 65534:65534"))
}

fn is_region_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= 32 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::{ServeArguments, origin, resolve};

    #[test]
    fn a_public_url_has_neither_path_nor_query() {
        assert_eq!(origin("https://cloudkeep.example.com/").unwrap(), "https://cloudkeep.example.com");
        assert_eq!(origin("http://[::1]:8470").unwrap(), "http://[::1]:8470");
        for wrong in
            ["", "cloudkeep.example.com", "https://", "https://a/b", "https://a?b", "https://u@a", "ftp://a", "https://a//"]
        {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn plain_http_stays_on_loopback_unless_told_otherwise() {
        let with = |listen: &str, allow: bool, sandbox: bool| {
            resolve(ServeArguments {
                listen: Some(listen.parse().unwrap()),
                data_dir: Some("/nowhere".into()),
                allow_plain_http_on_network: allow,
                sandbox,
                ..ServeArguments::default()
            })
        };
        assert!(with("127.0.0.1:1", false, false).is_ok());
        assert!(with("[::1]:1", false, true).is_ok());
        assert!(with("0.0.0.0:1", false, false).is_err());
        assert!(with("0.0.0.0:1", true, false).is_ok());
        assert!(with("0.0.0.0:1", true, true).is_err());
    }

    #[test]
    fn the_file_gives_way_to_flags() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.toml");
        std::fs::write(
            &path,
            "listen = \"127.0.0.1:5\"\ndata_dir = \"/a\"\nregions = [\"eu-west-1\"]\nhome_region = \"eu-west-1\"\n",
        )
        .unwrap();
        let config = resolve(ServeArguments {
            config: Some(path.clone()),
            listen: Some("127.0.0.1:6".parse().unwrap()),
            ..ServeArguments::default()
        })
        .unwrap();
        assert_eq!(config.listen.port(), 6);
        assert_eq!(config.settings.regions, ["eu-west-1"]);
        std::fs::write(&path, "lisen = 1\n").unwrap();
        let error = resolve(ServeArguments { config: Some(path), ..ServeArguments::default() }).unwrap_err();
        assert!(error.contains("lisen"), "{error}");
    }
}
