//! The `cloudkeep` program: a self-hosted security, governance and audit plane that speaks the AWS APIs.

mod aws;
mod banner;
mod compose;
mod config;
mod console;
mod coverage;
mod detect;
mod doctor;
mod hardening;
mod http;
mod items;
mod key_check;
mod lake;
mod master_key;
mod report;
mod rotate;
mod sandbox;
mod serve;
mod terminal;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Many small allocations per request: mimalloc serves them faster and with less fragmentation than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A self-hosted security, governance and audit plane that speaks the AWS APIs.
#[derive(Parser)]
#[command(name = "cloudkeep", version, about, after_help = "Start with `cloudkeep serve`.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the APIs.
    Serve(Box<config::ServeArguments>),
    /// Show which operations of each service are built.
    Coverage {
        /// Only this service, such as `iam`, operation by operation.
        service: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check the data folder, the master key, the port and the clock, and say what to do about what is wrong.
    Doctor(Box<doctor::DoctorArguments>),
    /// Make a new access key for the root user of the management account, when all credentials are lost. The server must be stopped.
    RecoverRoot {
        /// The data folder.
        #[command(flatten)]
        folder: master_key::FolderArguments,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Change the master key, which may come from elsewhere then too. The server must be stopped.
    RotateMasterKey(Box<rotate::RotateArguments>),
    /// Import events from files into a lake in a folder, or configuration items and schemas of resource types into a server.
    Import(lake::import::ImportArguments),
    /// Collect what an account of AWS has into a file.
    Collect(items::collect::CollectArguments),
    /// Ask a lake in a folder, or files, with SQL.
    Query(lake::query::QueryArguments),
    /// Look for attacks in log files: CloudTrail events, VPC flow logs, DNS query logs. No server is needed.
    Detect(Box<detect::DetectArguments>),
    /// Become a process of a function: the server starts itself so.
    #[command(hide = true)]
    FunctionProcess {
        /// What it may use, JSON.
        bounds: String,
        /// The runtime and its arguments.
        #[arg(last = true, required = true)]
        program: Vec<String>,
    },
    /// Print a completion script for a shell: `source <(cloudkeep completions bash)`.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve(arguments) => hardening::no_core_files().and_then(|()| config::resolve(*arguments)).and_then(serve::run),
        Command::Coverage { service, json } => coverage::print(service.as_deref(), json),
        Command::Doctor(arguments) => doctor::run(*arguments),
        Command::RecoverRoot { folder, json } => serve::recover_root(folder, json),
        Command::RotateMasterKey(arguments) => rotate::run(*arguments),
        Command::Import(arguments) => return finish(lake::import::run(arguments)),
        Command::Collect(arguments) => return finish(items::collect::run(&arguments)),
        Command::Query(arguments) => return finish(lake::query::run(arguments)),
        Command::Detect(arguments) => return finish(detect::run(&arguments)),
        Command::FunctionProcess { bounds, program } => {
            service_lambda::launcher::run(&bounds, &program).map(|never| match never {})
        }
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "cloudkeep", &mut std::io::stdout());
            Ok(())
        }
    };
    finish(done.map(|()| ExitCode::SUCCESS))
}

fn finish(done: Result<ExitCode, String>) -> ExitCode {
    match done {
        Ok(code) => code,
        Err(message) => {
            terminal::error(&message);
            ExitCode::FAILURE
        }
    }
}
