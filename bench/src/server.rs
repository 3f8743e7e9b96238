//! The servers under measurement, as processes of their own.

use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// The bare server.
pub struct Hello {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
}

impl Hello {
    /// Starts it.
    pub async fn start() -> Result<Self, String> {
        let own = std::env::current_exe().map_err(|e| e.to_string())?;
        let (child, address) = spawn(Command::new(own).arg("hello")).await?;
        Ok(Self { address, child })
    }

    /// See [`cpu_time`].
    pub fn cpu(&self) -> Result<Duration, String> {
        cpu_time(&self.child)
    }
}

/// A Cloudkeep on a folder of its own.
pub struct Cloudkeep {
    /// Where it listens.
    pub address: SocketAddr,
    /// Root's access key.
    pub access_key_id: String,
    /// Root's secret.
    pub secret: String,
    /// From the start of the process to its first answer.
    pub first_answer: Duration,
    child: Child,
}

impl Cloudkeep {
    /// Starts it on `folder` and asks whether it is ready.
    pub async fn start(binary: &Path, folder: &Path) -> Result<Self, String> {
        let credentials: PathBuf = folder.join("credentials");
        let began = Instant::now();
        let (child, address) = spawn(
            Command::new(binary)
                .args(["serve", "--listen", "127.0.0.1:0", "--log", "warn", "--data-dir"])
                .arg(folder.join("data"))
                .arg("--credentials-file")
                .arg(&credentials),
        )
        .await?;
        let mut stream = tokio::net::TcpStream::connect(address).await.map_err(|e| e.to_string())?;
        let request = b"GET /health/ready HTTP/1.1\r\nHost: bench\r\n\r\n";
        tokio::io::AsyncWriteExt::write_all(&mut stream, request).await.map_err(|e| e.to_string())?;
        let mut answer = [0; 15];
        tokio::io::AsyncReadExt::read_exact(&mut stream, &mut answer).await.map_err(|e| e.to_string())?;
        if !answer.starts_with(b"HTTP/1.1 200") {
            return Err(format!("not ready: {}", String::from_utf8_lossy(&answer)));
        }
        let first_answer = began.elapsed();
        let text = std::fs::read_to_string(&credentials).map_err(|e| e.to_string())?;
        let find = |name: &str| {
            text.lines()
                .find_map(|l| l.strip_prefix(name)?.trim_start().strip_prefix('='))
                .map(|v| v.trim().to_owned())
                .ok_or(format!("no {name}"))
        };
        Ok(Self {
            address,
            access_key_id: find("aws_access_key_id")?,
            secret: find("aws_secret_access_key")?,
            first_answer,
            child,
        })
    }

    /// See [`cpu_time`].
    pub fn cpu(&self) -> Result<Duration, String> {
        cpu_time(&self.child)
    }

    /// Resident memory of the process.
    pub fn resident_kib(&self) -> Result<u64, String> {
        let id = self.child.id().ok_or("it has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).map_err(|e| e.to_string())?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        line.split_whitespace().next().and_then(|n| n.parse().ok()).ok_or_else(|| "no number".to_owned())
    }
}

/// Time that a process has had on the processors, its own and the system's on its behalf: unlike rates, it hardly depends on who else is on the
/// machine.
fn cpu_time(child: &Child) -> Result<Duration, String> {
    /// Linux counts it in hundredths of a second, whatever the machine.
    const TICK: Duration = Duration::from_millis(10);
    let id = child.id().ok_or("it has ended")?;
    let text = std::fs::read_to_string(format!("/proc/{id}/stat")).map_err(|e| e.to_string())?;
    // The fields after the name, which stands in parentheses: utime is the 12th of them, stime the 13th.
    let (_, fields) = text.rsplit_once(')').ok_or("no name")?;
    let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u32>().ok()).sum::<u32>();
    Ok(TICK * ticks)
}

/// Stops a server and starts it on the same folder: how long until its first answer, and the new one.
pub async fn restart_time(binary: &Path, folder: &Path, mut old: Cloudkeep) -> Result<(Duration, Cloudkeep), String> {
    old.child.kill().await.map_err(|e| e.to_string())?;
    let new = Cloudkeep::start(binary, folder).await?;
    Ok((new.first_answer, new))
}

/// Starts a program and waits for its `ready http://ADDRESS` line.
async fn spawn(command: &mut Command) -> Result<(Child, SocketAddr), String> {
    let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().map_err(|e| e.to_string())?;
    let output = child.stdout.take().ok_or("no output")?;
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await.map_err(|e| e.to_string())? {
        if let Some(address) = line.strip_prefix("ready http://") {
            let address = address.parse().map_err(|e| format!("{address}: {e}"))?;
            // Keep reading, so that the program never blocks on a full pipe.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok((child, address));
        }
    }
    Err("the server ended before it was ready".to_owned())
}

/// How often one thread can write 4 KiB to one file and sync it, per second.
pub fn syncs_per_second(folder: &Path) -> std::io::Result<f64> {
    let mut file = File::create(folder.join("probe"))?;
    let block = [7u8; 4096];
    let began = Instant::now();
    let mut done = 0u32;
    while began.elapsed() < Duration::from_secs(2) {
        file.write_all(&block)?;
        file.sync_all()?;
        done += 1;
    }
    Ok(f64::from(done) / began.elapsed().as_secs_f64())
}
