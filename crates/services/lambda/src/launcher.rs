//! The last step before a function's process: the server's own program, started again, bounds itself and becomes the function's runtime.
//!
//! The server cannot set another process's limits without unsafe code between fork and exec, so what is to be bounded does it by itself, before
//! any code of strangers runs.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use nix::sys::prctl;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::Signal;
use serde::{Deserialize, Serialize};

/// Open files of a process of a function.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
const MOST_FILES: u64 = 1_024;

/// What a function's processes may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// Bytes of memory that a process may have for itself, whether it uses them or not: a backstop to what the server measures.
    pub data: u64,
    /// Largest file that a process may write, bytes.
    pub file: u64,
    /// Process id of the server.
    pub server: i32,
}

/// Bounds this process and becomes the given program, with the environment variables that standard input has as JSON: they come from
/// strangers, and what steers the loader must not reach this program before it is bounded.
///
/// # Errors
/// What keeps it from doing so; it returns for no other reason.
pub fn run(bounds: &str, program: &[String]) -> Result<Infallible, String> {
    let bounds: Bounds = serde_json::from_str(bounds).map_err(|e| format!("the bounds of a function: {e}"))?;
    let (name, arguments) = program.split_first().ok_or("no program to run")?;
    let mut variables = String::new();
    std::io::stdin().read_to_string(&mut variables).map_err(|e| format!("the environment of a function: {e}"))?;
    let variables: BTreeMap<String, String> =
        serde_json::from_str(&variables).map_err(|e| format!("the environment of a function: {e}"))?;
    let limit = |resource, most| setrlimit(resource, most, most).map_err(|e| format!("cannot bound a function: {e}"));
    limit(Resource::RLIMIT_DATA, bounds.data)?;
    limit(Resource::RLIMIT_FSIZE, bounds.file)?;
    limit(Resource::RLIMIT_NOFILE, MOST_FILES)?;
    limit(Resource::RLIMIT_CORE, 0)?;
    // When the server dies, whatever way, its functions die with it.
    prctl::set_pdeathsig(Signal::SIGKILL).map_err(|e| format!("cannot bind a function to the server: {e}"))?;
    if nix::unistd::getppid().as_raw() != bounds.server {
        return Err("the server is gone".to_owned());
    }
    let mut program = Command::new(name);
    program.args(arguments).env_clear().envs(variables).stdin(Stdio::null());
    Err(format!("cannot run {name}: {}", program.exec()))
}
