//! `cloudkeep doctor`: looks at what a start needs and says what to do about what is wrong.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use clap::Args;
use serde_json::json;

use crate::config::{self, DEFAULT_LISTEN};
use crate::master_key::{FolderArguments, Source, looked_at};
use crate::terminal::{line, styled};

/// `cloudkeep doctor`.
#[derive(Args)]
pub struct DoctorArguments {
    /// The data folder.
    #[command(flatten)]
    pub folder: FolderArguments,
    /// Address the server is to listen on [default: 127.0.0.1:8470].
    #[arg(long, env = "CLOUDKEEP_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// What was looked at, whether it is well, and what was seen or is to be done.
struct Finding {
    what: &'static str,
    well: bool,
    text: String,
}

/// Looks, prints, and fails if something is wrong.
///
/// # Errors
/// If something is wrong.
pub fn run(arguments: DoctorArguments) -> Result<(), String> {
    let config::Folder { data_dir: folder, master_key: source, listen } = config::folder(arguments.folder)?;
    let listen = match arguments.listen.or(listen) {
        Some(listen) => listen,
        None => DEFAULT_LISTEN.parse().map_err(|e| format!("{DEFAULT_LISTEN}: {e}"))?,
    };
    let mut findings = vec![data_folder(&folder)];
    if folder.exists() {
        findings.push(master_key(&folder, source));
        findings.push(store(&folder));
    }
    findings.push(port(listen));
    findings.push(clock());
    if arguments.json {
        let rows: Vec<_> = findings.iter().map(|f| json!({"check": f.what, "ok": f.well, "detail": f.text})).collect();
        line(&json!({"checks": rows}).to_string());
    } else {
        for finding in &findings {
            let mark = if finding.well { styled("32", "ok  ") } else { styled("31", "FAIL") };
            line(&format!("{mark}  {:<12}  {}", finding.what, finding.text));
        }
    }
    let wrong = findings.iter().filter(|f| !f.well).count();
    if wrong == 0 { Ok(()) } else { Err(format!("{wrong} of {} checks failed", findings.len())) }
}

fn data_folder(folder: &Path) -> Finding {
    let shown = folder.display();
    let (well, text) = if folder.is_dir() {
        match writable(folder) {
            Ok(()) => (true, format!("{shown} is there and can be written")),
            Err(error) => (false, format!("{shown} cannot be written ({error}): run as its owner, or give --data-dir")),
        }
    } else if folder.exists() {
        (false, format!("{shown} is not a folder: give another --data-dir"))
    } else {
        (true, format!("{shown} is not there yet: the first start makes it"))
    };
    Finding { what: "data folder", well, text }
}

fn writable(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".doctor-{}", std::process::id()));
    std::fs::write(&probe, b"probe")?;
    std::fs::remove_file(&probe)
}

fn master_key(folder: &Path, source: Result<Source, String>) -> Finding {
    let seen = source.and_then(|source| {
        let opened = looked_at(folder, &source).map_err(|e| e.to_string())?;
        match &source {
            Source::File(path) | Source::PassphraseFile(path) if path.exists() => permissions(path)?,
            _ => {}
        }
        Ok(match opened {
            Some(true) => format!("{} opens the data keys", source.shown()),
            Some(false) => {
                format!("{} is there; the next start makes data.key with it", source.shown())
            }
            None => "is not there yet: the first start makes it".to_owned(),
        })
    });
    match seen {
        Ok(text) => Finding { what: "master key", well: true, text },
        Err(text) => Finding { what: "master key", well: false, text },
    }
}

#[cfg(unix)]
fn permissions(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(path).map_err(|e| e.to_string())?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(format!("mode {mode:o} lets others read it: chmod 600 {}", path.display())) }
}

#[cfg(not(unix))]
fn permissions(_: &Path) -> Result<(), String> {
    Ok(())
}

fn store(folder: &Path) -> Finding {
    let path = folder.join(crate::serve::STORE);
    if !path.exists() {
        return Finding { what: "store", well: true, text: "is not there yet: the first start makes it".to_owned() };
    }
    let (well, text) = match store::Store::open(&path) {
        Ok(_) => (true, "opens, and its schema is this version's".to_owned()),
        Err(store::StoreError::Locked { .. }) => (true, "is in use by a running server".to_owned()),
        Err(error) => (false, error.to_string()),
    };
    Finding { what: "store", well, text }
}

fn port(listen: SocketAddr) -> Finding {
    let (well, text) = match TcpListener::bind(listen) {
        Ok(_) => (true, format!("{listen} is free")),
        Err(error) => (false, format!("{listen} cannot be used ({error}): is a server running? give another --listen")),
    };
    Finding { what: "port", well, text }
}

fn clock() -> Finding {
    // Signatures are refused beyond five minutes; a clock before this release was made is certainly wrong.
    let now = plane::Clock::system().now();
    let well = now.as_second() > 1_790_000_000;
    let text = if well { format!("{now}") } else { format!("{now} is in the past: set the clock, signatures depend on it") };
    Finding { what: "clock", well, text }
}
