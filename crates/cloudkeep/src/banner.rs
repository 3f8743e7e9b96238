//! What a person sees when the server has started: the next step, ready to paste.

use crate::terminal::{line, styled};

/// Root credentials of a first start.
pub struct RootCredentials {
    /// The management account.
    pub account: String,
    /// Access key id.
    pub access_key_id: String,
    /// Secret access key: shown once.
    pub secret_access_key: String,
}

/// Shows the credentials and the lines that configure a client.
pub fn first_start(endpoint: &str, region: &str, credentials: &RootCredentials) {
    let RootCredentials { account, access_key_id, secret_access_key } = credentials;
    line("");
    line(&styled("1", "  Welcome to Cloudkeep. These root credentials are shown once; keep them safe."));
    line("");
    line(&format!("  management account   {account}"));
    line(&format!("  access key id        {access_key_id}"));
    line(&format!("  secret access key    {secret_access_key}"));
    line("");
    line("  Paste this into another terminal:");
    line("");
    line(&format!("    aws configure set aws_access_key_id {access_key_id} --profile cloudkeep"));
    line(&format!("    aws configure set aws_secret_access_key {secret_access_key} --profile cloudkeep"));
    line(&format!("    aws configure set region {region} --profile cloudkeep"));
    line(&format!("    aws configure set endpoint_url {endpoint} --profile cloudkeep"));
    line("    export AWS_PROFILE=cloudkeep");
    line("    aws sts get-caller-identity");
    line("");
}

/// Shows that the server is up, on a folder that was used before.
pub fn started_again(endpoint: &str, data_dir: &str) {
    line("");
    line(&styled("1", &format!("  Cloudkeep serves {endpoint}")));
    line(&format!("  data: {data_dir}    stop: Ctrl+C    lost the credentials? cloudkeep recover-root"));
    line("");
}

/// Says loudly what the sandbox is.
pub fn sandbox(endpoint: &str, region: &str) {
    line("");
    line(&styled("1;33", "  SANDBOX: nothing is kept, signatures of made-up keys are not checked. For tests only."));
    line("");
    line(&format!(
        "    export AWS_ENDPOINT_URL={endpoint} AWS_REGION={region} AWS_DEFAULT_REGION={region} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test"
    ));
    line("    aws sts get-caller-identity");
    line("");
    line("  An access key of 12 digits is that account's root. POST /_cloudkeep/reset and /_cloudkeep/clock are yours.");
    line("");
}
