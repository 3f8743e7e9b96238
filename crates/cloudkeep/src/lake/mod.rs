//! `cloudkeep import` and `cloudkeep query`: a lake in a folder, for people who have only files.

pub mod files;
pub mod import;
pub mod query;
pub mod render;

use std::path::{Path, PathBuf};

use ::lake::LakeError;
use ::lake::local::LocalConfig;
use plane::Ids;

use crate::config::default_data_dir;

/// The lake that is meant when none is named.
fn default_folder() -> Result<PathBuf, String> {
    default_data_dir().map(|folder| folder.join("imported"))
}

/// A folder for what does not fit into memory, removed with what it is held by.
fn spill() -> Result<tempfile::TempDir, String> {
    tempfile::Builder::new().prefix("cloudkeep-").tempdir().map_err(|e| format!("no temporary folder can be made: {e}"))
}

fn config(folder: &Path, spill: &Path, memory_mb: usize) -> LocalConfig {
    let ids = Ids::system();
    LocalConfig {
        folder: folder.to_path_buf(),
        memory_limit: memory_mb << 20,
        spill: spill.to_path_buf(),
        parallelism: std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
        ids: Box::new(move || ids.uuid()),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| format!("cannot start: {e}"))
}

/// An error, with the line of the statement that it is in.
fn explain(error: &LakeError, sql: &str) -> String {
    let mut text = error.to_string();
    if let LakeError::Statement { position: Some(place), .. } = error
        && let Some(wrong) = usize::try_from(place.line - 1).ok().and_then(|line| sql.lines().nth(line))
    {
        let before = wrong.chars().take(usize::try_from(place.column - 1).unwrap_or(0));
        let indent: String = before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        text += &format!("\n  {wrong}\n  {indent}^");
    }
    text
}
