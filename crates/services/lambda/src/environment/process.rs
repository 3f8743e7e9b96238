//! Starting and ending the process of an environment.

use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use plane::settings::FunctionSettings;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use zeroize::Zeroizing;

use super::logs::{Log, Source};
use crate::code::open_folder;
use crate::launcher::Bounds;
use crate::runtime::Family;

/// The Python runtime.
const PYTHON: &str = include_str!("../runtimes/bootstrap.py");
/// The Node.js runtime.
const NODE: &str = include_str!("../runtimes/bootstrap.mjs");

/// The folder of an environment, removed with it.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A folder of this name, with `tmp` and `runtime` in it; the first belongs to the user that the function runs as.
    ///
    /// # Errors
    /// The file system's.
    pub(crate) fn make(parent: &Path, name: &str, user: Option<(u32, u32)>) -> io::Result<Self> {
        open_folder(parent)?;
        let folder = Self(parent.join(name));
        open_folder(&folder.0)?;
        let runtime = folder.runtime();
        std::fs::create_dir(&runtime)?;
        std::fs::write(runtime.join("bootstrap.py"), PYTHON)?;
        std::fs::write(runtime.join("bootstrap.mjs"), NODE)?;
        std::fs::set_permissions(&runtime, std::fs::Permissions::from_mode(0o755))?;
        std::fs::create_dir(folder.tmp())?;
        std::fs::set_permissions(folder.tmp(), std::fs::Permissions::from_mode(0o700))?;
        if let Some((user, group)) = user {
            std::os::unix::fs::chown(folder.tmp(), Some(user), Some(group))?;
        }
        Ok(folder)
    }

    /// The function's own temporary folder.
    pub(crate) fn tmp(&self) -> PathBuf {
        self.0.join("tmp")
    }

    fn runtime(&self) -> PathBuf {
        self.0.join("runtime")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let path = self.0.clone();
        let remove = move || drop(std::fs::remove_dir_all(path));
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(remove)),
            Err(_) => remove(),
        }
    }
}

/// How a process ended, in the words of Lambda.
pub(crate) type Ended = Option<String>;

/// A running process with all that came of it.
#[derive(Debug)]
pub(crate) struct Process {
    /// Its id, and that of its process group.
    pub(crate) id: u32,
    ended: watch::Receiver<Ended>,
    written: Vec<watch::Receiver<u64>>,
    _watcher: tokio::task::JoinHandle<()>,
}

/// What a process is started with.
pub(crate) struct Start<'a> {
    pub settings: &'a FunctionSettings,
    pub family: Family,
    pub folder: &'a Folder,
    pub task: &'a Path,
    pub variables: &'a BTreeMap<String, String>,
    pub bounds: Bounds,
    pub log: Arc<Log>,
}

impl Process {
    /// Starts a process.
    ///
    /// # Errors
    /// When the machine cannot start one more.
    pub(crate) fn start(start: &Start<'_>) -> io::Result<Self> {
        let program = match start.family {
            Family::Python => vec![start.settings.python.clone(), start.folder.runtime().join("bootstrap.py")],
            Family::Node => vec![start.settings.node.clone(), start.folder.runtime().join("bootstrap.mjs")],
            Family::Provided => vec![start.task.join("bootstrap")],
        };
        let bounds = serde_json::to_string(&start.bounds)?;
        // The program that runs, also when the file it was started from was replaced since.
        let mut command = Command::new("/proc/self/exe");
        command
            .arg("function-process")
            .arg(bounds)
            .arg("--")
            .args(program)
            .env_clear()
            .current_dir(start.task)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        if let Some((user, group)) = start.settings.user {
            command.uid(user).gid(group);
        }
        let mut child = command.spawn()?;
        let id = child.id().ok_or_else(|| io::Error::other("the process ended at once"))?;
        if let Some(mut input) = child.stdin.take() {
            let variables = Zeroizing::new(serde_json::to_vec(start.variables)?);
            tokio::spawn(async move {
                // If the process is gone before it has read them, that is what will be seen.
                let _ = input.write_all(&variables).await;
            });
        }
        let mut written = Vec::new();
        if let Some(out) = child.stdout.take() {
            written.push(copy(out, start.log.clone(), Source::Out));
        }
        if let Some(out) = child.stderr.take() {
            written.push(copy(out, start.log.clone(), Source::Err));
        }
        let (sender, ended) = watch::channel(None);
        let watcher = tokio::spawn(wait(child, id, sender));
        Ok(Self { id, ended, written, _watcher: watcher })
    }

    /// How it ended, if it did.
    pub(crate) fn ended(&self) -> Ended {
        self.ended.borrow().clone()
    }

    /// Resolves when it has ended.
    pub(crate) async fn end(&self) -> String {
        let mut ended = self.ended.clone();
        match ended.wait_for(Option::is_some).await {
            Ok(how) => how.clone().unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Ends it, with its whole process group.
    pub(crate) fn kill(&self) {
        kill_group(self.id);
    }

    /// Waits, briefly, until what it wrote so far is in the log.
    pub(crate) async fn settle(&self) {
        let count = || self.written.iter().map(|w| *w.borrow()).sum::<u64>();
        // What was written before an answer was sent lies in a pipe that the reader is being woken for: quiet means it has read it.
        let mut before = count();
        for _ in 0..20 {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            let now = count();
            if now == before {
                return;
            }
            before = now;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.ended().is_none() {
            self.kill();
        }
    }
}

fn kill_group(id: u32) {
    if let Ok(id) = i32::try_from(id) {
        // One that is gone already is no trouble.
        let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
    }
}

async fn wait(mut child: Child, id: u32, ended: watch::Sender<Ended>) {
    use std::os::unix::process::ExitStatusExt as _;
    let how = match child.wait().await {
        Ok(status) => match (status.code(), status.signal()) {
            (Some(0), _) => "Runtime exited without providing a reason".to_owned(),
            (Some(code), _) => format!("Runtime exited with error: exit status {code}"),
            (None, Some(signal)) => {
                let name = match signal {
                    4 => "illegal instruction",
                    6 => "aborted",
                    9 => "killed",
                    11 => "segmentation fault",
                    15 => "terminated",
                    25 => "file size limit exceeded",
                    _ => "unknown",
                };
                format!("Runtime exited with error: signal: {name}")
            }
            (None, None) => "Runtime exited without providing a reason".to_owned(),
        },
        Err(error) => format!("Runtime exited with error: {error}"),
    };
    // Whatever it left behind in its group ends with it.
    kill_group(id);
    ended.send_replace(Some(how));
}

/// Copies what the process writes to the log; what is received counts what was copied.
fn copy(mut from: impl AsyncRead + Unpin + Send + 'static, log: Arc<Log>, source: Source) -> watch::Receiver<u64> {
    let (sender, receiver) = watch::channel(0);
    tokio::spawn(async move {
        let mut buffer = vec![0; 16 << 10];
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            log.write(source, buffer.get(..length).unwrap_or_default());
            sender.send_modify(|count| *count += length as u64);
        }
    });
    receiver
}
