//! What developers run: `cargo xtask models`, `cargo xtask older-models` and `cargo xtask codegen` (with `--check`: fail instead of writing).
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

mod codegen;
mod models;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done =
        match words.as_slice() {
            ["models", source] => {
                models::extract(Path::new(source), &root().join("models")).and_then(|()| codegen::contracts(&root(), false))
            }
            ["older-models", source] => models::extract_older(Path::new(source), &root().join("models/older")),
            ["codegen"] => codegen::all(&root(), false),
            ["codegen", "--check"] => codegen::all(&root(), true),
            _ => Err("usage: cargo xtask models BOTOCORE_DATA_FOLDER | older-models BOTOCORE_DATA_FOLDER | codegen [--check]"
                .to_owned()),
        };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The top folder of the project.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
