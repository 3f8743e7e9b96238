//! One invocation: a place for it, an environment that waits or is started, and the function's answer.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use plane::ports::RoleFacts;
use plane::{Failure, Plane, Reader};
use serde::{Deserialize, Serialize};

use crate::Lambda;
use crate::api::{LogFormat, RequestTooLargeException};
use crate::environment::logs::Destination;
use crate::environment::{Environment, Outcome, Plan, Work};
use crate::errors::{invalid_content, service};
use crate::find::Found;
use crate::pool::Share;
use crate::resources::Configuration;
use crate::role;
use crate::runtime::family;

/// Largest event of a synchronous invocation, bytes.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
pub(crate) const MOST_SYNCHRONOUS: usize = 6_291_456;
/// Largest event of an asynchronous invocation, bytes.
pub(crate) const MOST_ASYNCHRONOUS: usize = 1 << 20;

/// Checks that an event is JSON and not too large.
pub(crate) fn check_payload(payload: &[u8], most: usize) -> Result<(), Failure> {
    if payload.len() > most {
        return Err(RequestTooLargeException {
            message: format!("Request must be smaller than {most} bytes for the InvokeFunction operation"),
            r#type: None,
        }
        .into());
    }
    if !payload.is_empty()
        && let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(payload)
    {
        return Err(invalid_content(format!("Could not parse request body into json: {error}")));
    }
    Ok(())
}

/// Reserved concurrency of an account's functions in a region, all together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reservations {
    pub total: i32,
}

impl plane::Resource for Reservations {
    const KIND: &'static str = "Lambda::Reservations";
}

/// Id of [`Reservations`]: there is one.
pub(crate) const RESERVATIONS: &str = "concurrency";

/// Where environment variables are sealed for.
pub(crate) fn variables_context(account: &str, region: &str, name: &str) -> String {
    format!("lambda-environment:{account}/{region}/{name}")
}

/// Seals environment variables.
pub(crate) fn seal(
    plane: &Plane,
    account: &str,
    region: &str,
    name: &str,
    variables: &BTreeMap<String, String>,
) -> Option<String> {
    if variables.is_empty() {
        return None;
    }
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(variables).unwrap_or_default());
    Some(STANDARD.encode(plane.keyring.seal(&plane.ids, &variables_context(account, region, name), &plain)))
}

/// The environment variables of a version.
///
/// # Errors
/// Internal ones: they cannot be opened.
pub(crate) fn variables(plane: &Plane, of: &Configuration) -> Result<BTreeMap<String, String>, Failure> {
    let Some(sealed) = &of.environment else { return Ok(BTreeMap::new()) };
    let sealed = STANDARD.decode(sealed).map_err(Failure::internal)?;
    let context = variables_context(&of.account, &of.region, &of.name);
    let plain = plane.keyring.open_sealed(&context, &sealed).map_err(Failure::internal)?;
    serde_json::from_slice(&plain).map_err(Failure::internal)
}

/// What is invoked, with what.
#[derive(Debug, Clone)]
pub(crate) struct Invocation {
    /// Request id.
    pub id: String,
    /// ARN that was asked for.
    pub arn: String,
    pub payload: Bytes,
    pub client_context: Option<String>,
}

impl Lambda {
    /// Runs a function to its end, also when nobody waits for that any more.
    ///
    /// # Errors
    /// `TooManyRequestsException`, and those of starting an environment; what goes wrong inside the function is in the outcome.
    pub(crate) async fn execute(&self, reader: &Reader<'_>, found: &Found, invocation: Invocation) -> Result<Outcome, Failure> {
        let version = &found.configuration;
        let (account, region) = (version.account.as_str(), version.region.as_str());
        let reserved = found.function.body.reserved;
        let all = reader.get::<Reservations>(account, region, RESERVATIONS).await?.map_or(0, |r| r.body.total);
        let scope = format!("{account}/{region}");
        let function = format!("{scope}/{}", version.name);
        let place = self.pool.enter(Share { scope, function: function.clone(), reserved, all_reserved: all })?;
        let plane = reader.plane();
        let arn = found.function.body.latest.arn(&plane.settings.partition);
        let facts = role::assumable(reader, &version.role, &arn, account).await?;
        let key = format!("{function}/{}/{}/{}", version.version, version.revision, facts.id);
        let mut environment = match self.pool.take(&key) {
            Some(environment) => environment,
            None => self.start(plane, version, &facts).await?,
        };
        let seconds = u64::try_from(version.timeout).unwrap_or(0);
        let work = Work {
            id: invocation.id,
            payload: invocation.payload,
            arn: invocation.arn,
            client_context: invocation.client_context,
            timeout: std::time::Duration::from_secs(seconds),
            now_ms: plane.clock.wall().as_millisecond(),
            plane_ms: plane.clock.now_ms(),
        };
        let pool = self.pool.clone();
        // A caller that goes away takes its request along, but not the function.
        let done = tokio::spawn(async move {
            let outcome = environment.invoke(work).await;
            pool.put(key, environment);
            drop(place);
            outcome
        });
        done.await.map_err(Failure::internal)
    }

    async fn start(&self, plane: &Plane, version: &Configuration, facts: &RoleFacts) -> Result<Environment, Failure> {
        let family = family(version.runtime).ok_or_else(|| service("a runtime that cannot be run"))?;
        let code = self.code.unpack(plane, &version.code).await?;
        let id = plane.ids.uuid().simple().to_string();
        let settings = plane.settings.functions.clone();
        let logging = &version.logging;
        let to = Destination {
            account: version.account.clone(),
            region: version.region.clone(),
            function: version.name.clone(),
            function_arn: crate::names::arn(&plane.settings.partition, &version.region, &version.account, &version.name, None),
            role: version.role.clone(),
            group: logging.group(&version.name),
            stream: logging.stream(plane.clock.now(), &version.name, &version.version, &id),
        };
        let mut all = variables(plane, version)?;
        let credentials = role::session(plane, facts, &version.name);
        let task = code.path().display().to_string();
        let search = std::env::var("PATH").unwrap_or_else(|_| "/usr/local/bin:/usr/bin:/bin".to_owned());
        let mut set = |name: &str, value: String| drop(all.insert(name.to_owned(), value));
        set("_HANDLER", version.handler.clone());
        set("AWS_REGION", version.region.clone());
        set("AWS_DEFAULT_REGION", version.region.clone());
        set("AWS_EXECUTION_ENV", format!("AWS_Lambda_{}", version.runtime));
        set("AWS_LAMBDA_FUNCTION_NAME", version.name.clone());
        set("AWS_LAMBDA_FUNCTION_VERSION", version.version.clone());
        set("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", version.memory.to_string());
        set("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned());
        set("AWS_LAMBDA_LOG_GROUP_NAME", to.group.clone());
        set("AWS_LAMBDA_LOG_STREAM_NAME", to.stream.clone());
        set("AWS_LAMBDA_LOG_FORMAT", logging.format().as_str().to_owned());
        if logging.format() == LogFormat::Json {
            set("AWS_LAMBDA_LOG_LEVEL", logging.application().as_str().to_owned());
        }
        set("AWS_ACCESS_KEY_ID", credentials.access_key_id);
        set("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key.to_string());
        set("AWS_SESSION_TOKEN", credentials.session_token);
        set("LAMBDA_TASK_ROOT", task.clone());
        let mut default = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                all.entry(name.to_owned()).or_insert(value);
            }
        };
        default("PATH", Some(search));
        default("LANG", Some("en_US.UTF-8".to_owned()));
        default("TZ", Some(":UTC".to_owned()));
        default("LD_LIBRARY_PATH", Some(format!("{task}:{task}/lib")));
        default("PYTHONDONTWRITEBYTECODE", Some("1".to_owned()));
        // What is pinned to another endpoint by the function's own variables stays pinned.
        default("AWS_ENDPOINT_URL", settings.endpoint.clone());
        default("AWS_CA_BUNDLE", settings.ca_bundle.as_ref().map(|path| path.display().to_string()));
        Environment::start(Plan {
            family,
            version: version.version.clone(),
            memory: version.memory,
            ephemeral: version.ephemeral,
            variables: all,
            code,
            parent: self.run.join("environments"),
            name: id,
            log: self.outputs.open(to, logging.clone(), plane.clock.now_ms()),
            settings,
        })
        .await
        .map_err(service)
    }
}
