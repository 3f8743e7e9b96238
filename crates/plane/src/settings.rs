//! What an installation is told at its start.

/// Settings of an installation.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Partition of all ARNs.
    pub partition: String,
    /// Regions that may be called.
    pub regions: Vec<String>,
    /// Region of global services in audit records and of clients that name none.
    pub home_region: String,
    /// In memory, any credentials, movable time: for tests.
    pub sandbox: bool,
    /// Folder of the data; none in the sandbox.
    pub data_dir: Option<std::path::PathBuf>,
    /// Where others reach this server, scheme and authority without a slash at the end: in the URLs of issuers of tokens.
    pub public_url: String,
    /// Largest request body, bytes, of operations that do not stream.
    pub max_body: usize,
    /// How functions run.
    pub functions: FunctionSettings,
    /// URLs that rotations may be handed to; one that ends with a slash stands for all below it.
    pub rotation_endpoints: Vec<String>,
    /// Whether webhooks may be at loopback and private addresses.
    pub private_webhooks: bool,
    /// How e-mail is sent; none if it is not.
    pub mail: Option<MailSettings>,
}

/// How e-mail is sent.
#[derive(Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// URL of the SMTP server, such as `smtps://user:password@mail.example.com`.
    pub url: zeroize::Zeroizing<String>,
    /// Sender, such as `Cloudkeep <no-reply@example.com>`.
    pub from: String,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailSettings").field("from", &self.from).finish_non_exhaustive()
    }
}

/// Beginning of the paths on this server under which issuers of tokens publish their keys: nothing else begins so, no bucket may.
pub const ISSUERS: &str = "/_cloudkeep/issuers/";

/// Beginning of the paths under which the certificate is published that notifications are signed with.
pub const NOTIFICATIONS: &str = "/_cloudkeep/notifications/";

impl Settings {
    /// The URL of an issuer of tokens for services elsewhere, by its id.
    pub fn issuer_url(&self, id: &str) -> String {
        format!("{}{ISSUERS}{id}", self.public_url)
    }

    /// Whether a URL is that of an issuer of this installation.
    pub fn is_own_issuer(&self, url: &str) -> bool {
        url.strip_prefix(&self.public_url).is_some_and(|path| path.starts_with(ISSUERS))
    }
}

/// How the functions of the Lambda service run on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionSettings {
    /// Interpreter of the `python3.*` runtimes, a path or a name on `PATH`.
    pub python: std::path::PathBuf,
    /// Interpreter of the `nodejs*` runtimes.
    pub node: std::path::PathBuf,
    /// Where functions reach this server (`AWS_ENDPOINT_URL`); none if nothing listens.
    pub endpoint: Option<String>,
    /// Certificates that functions trust (`AWS_CA_BUNDLE`), where the server's is not signed by a known authority.
    pub ca_bundle: Option<std::path::PathBuf>,
    /// User and group that functions run as, if the server may change to them; as the server's own otherwise.
    pub user: Option<(u32, u32)>,
    /// Environments that run at once in the whole installation.
    pub most_environments: usize,
}

impl Default for FunctionSettings {
    fn default() -> Self {
        Self {
            python: "python3".into(),
            node: "node".into(),
            endpoint: None,
            ca_bundle: None,
            user: None,
            most_environments: 100,
        }
    }
}

/// Account of unknown access keys in the sandbox.
pub const SANDBOX_ACCOUNT: &str = "123456789012";

/// The regions of the standard partition.
/// See <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>.
pub const REGIONS: &[&str] = &[
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
];

impl Default for Settings {
    fn default() -> Self {
        Self {
            partition: "aws".to_owned(),
            regions: REGIONS.iter().map(|&r| r.to_owned()).collect(),
            home_region: "us-east-1".to_owned(),
            sandbox: false,
            data_dir: None,
            public_url: "http://127.0.0.1".to_owned(),
            max_body: 10 << 20,
            functions: FunctionSettings::default(),
            rotation_endpoints: Vec::new(),
            private_webhooks: false,
            mail: None,
        }
    }
}

/// Services without regions: their calls are recorded in the home region whatever region signed them.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events>.
pub fn is_global(service: &str) -> bool {
    matches!(service, "iam" | "organizations" | "account" | "support" | "trustedadvisor" | "ce" | "cur" | "budgets" | "health")
}
