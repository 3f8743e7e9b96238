//! `cloudkeep query`: SQL over a lake in a folder, or over files as they are.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use ::lake::Query;
use ::lake::local::{LocalLake, LocalView};
use clap::Args;
use indicatif::{HumanBytes, ProgressBar};

use super::import::take_in;
use super::render::{Csv, Json, Output, Parquet, Table};
use super::{config, default_folder, explain, runtime, spill};
use crate::terminal::{error, line};

/// How a program ends that was interrupted.
const INTERRUPTED: u8 = 130;

/// `cloudkeep query`.
#[derive(Args)]
pub struct QueryArguments {
    /// The statement: a SELECT over the table `events`.
    sql: String,
    /// Files or folders to query without a lake: they are read for this one query.
    #[arg(conflicts_with = "lake")]
    paths: Vec<PathBuf>,
    /// Folder of the lake [default: `imported` in the data folder].
    #[arg(long, env = "CLOUDKEEP_LAKE")]
    lake: Option<PathBuf>,
    /// Print a JSON list, one object a line.
    #[arg(long, group = "form")]
    json: bool,
    /// Print CSV with a head line.
    #[arg(long, group = "form")]
    csv: bool,
    /// Write a Parquet file.
    #[arg(long, group = "form", value_name = "FILE")]
    parquet: Option<PathBuf>,
    /// Memory of the query, megabytes; what needs more goes to disk.
    #[arg(long, default_value_t = 1024)]
    memory: usize,
    /// For benchmarks: run the statement so many times and print the seconds that each took instead of its rows.
    #[arg(long, hide = true)]
    measure: Option<usize>,
}

/// Runs a query and prints its rows.
///
/// # Errors
/// When the statement is wrong, there is no lake, or the output cannot be written.
pub fn run(arguments: QueryArguments) -> Result<ExitCode, String> {
    let runtime = runtime()?;
    runtime.block_on(async {
        tokio::select! {
            done = query(arguments) => done.map(|()| ExitCode::SUCCESS),
            _ = tokio::signal::ctrl_c() => Ok(ExitCode::from(INTERRUPTED)),
        }
    })
}

async fn query(arguments: QueryArguments) -> Result<(), String> {
    // Held until the end: what does not fit into memory, and the lake of files that were given.
    let own = spill()?;
    let spill = own.path().join("spill");
    let folder = if arguments.paths.is_empty() {
        arguments.lake.map_or_else(default_folder, Ok)?
    } else {
        let folder = own.path().join("lake");
        let mut lake = LocalLake::open(config(&folder, &spill, arguments.memory)).await.map_err(|e| e.to_string())?;
        crate::report::tell(&take_in(&mut lake, &arguments.paths).await?.reports);
        folder
    };
    let began = Instant::now();
    let view = LocalView::open(config(&folder, &spill, arguments.memory)).map_err(|e| {
        format!("{e}. Import something first: cloudkeep import cloudtrail PATH, or name files after the statement.")
    })?;
    if let Some(times) = arguments.measure {
        return measure(&view, &arguments.sql, times).await;
    }
    let mut query = view.query(&arguments.sql).await.map_err(|e| explain(&e, &arguments.sql))?;
    let mut output: Box<dyn Output> = match arguments.parquet {
        Some(path) => Box::new(Parquet::create(path, &query)?),
        None if arguments.json => Box::new(Json::new(&query)),
        None if arguments.csv => Box::new(Csv::new(&query)),
        None => Box::new(Table::new(&query)),
    };
    let rows = pour(&mut query, output.as_mut(), &arguments.sql).await?;
    if std::io::stderr().is_terminal() {
        let progress = query.progress();
        let (read, all) = (HumanBytes(progress.bytes_scanned), HumanBytes(progress.bytes_total));
        let footer = format!("{rows} rows, {read} of {all} read, {:.2} s", began.elapsed().as_secs_f64());
        let _ = writeln!(std::io::stderr(), "{footer}");
    }
    drop(own);
    Ok(())
}

async fn measure(view: &LocalView, sql: &str, times: usize) -> Result<(), String> {
    let mut seconds = Vec::new();
    for _ in 0..times {
        let began = Instant::now();
        let mut query = view.query(sql).await.map_err(|e| explain(&e, sql))?;
        while let Some(batch) = query.next().await {
            batch.map_err(|e| explain(&e, sql))?;
        }
        seconds.push(began.elapsed().as_secs_f64());
    }
    line(&serde_json::json!(seconds).to_string());
    Ok(())
}

/// Hands all rows to the output; how many they are.
async fn pour(query: &mut Query, output: &mut dyn Output, sql: &str) -> Result<usize, String> {
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(120));
    let mut rows = 0;
    while let Some(batch) = query.next().await {
        let batch = batch.map_err(|e| explain(&e, sql))?;
        rows += batch.num_rows();
        let progress = query.progress();
        bar.set_message(format!(
            "{rows} rows, {} of {} read",
            HumanBytes(progress.bytes_scanned),
            HumanBytes(progress.bytes_total)
        ));
        match bar.suspend(|| output.rows(&batch)) {
            Ok(()) => {}
            Err(failed) if failed.kind() == std::io::ErrorKind::BrokenPipe => return Ok(rows),
            Err(failed) => return Err(failed.to_string()),
        }
    }
    bar.finish_and_clear();
    match output.end() {
        Err(failed) if failed.kind() != std::io::ErrorKind::BrokenPipe => {
            error("the output is not complete");
            Err(failed.to_string())
        }
        _ => Ok(rows),
    }
}
