//! Puts the built console (`console/dist`) into the program; a build without it gets a page that says how to build it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../../console");
    let dist = root.join("dist");
    println!("cargo:rerun-if-changed=build.rs");
    // What is not there counts as changed each time: an empty folder is there.
    let _ = fs::create_dir(&dist);
    println!("cargo:rerun-if-changed={}", dist.display());
    let mut found = Vec::new();
    if dist.join("index.html").is_file() {
        files(&dist, &mut found)?;
    }
    found.sort();
    let mut code = String::from("&[\n");
    for path in found {
        let path = fs::canonicalize(path)?;
        let name = path.strip_prefix(fs::canonicalize(&dist)?).map_err(io::Error::other)?;
        writeln!(code, "    ({:?}, include_bytes!({:?})),", name.to_string_lossy(), path.to_string_lossy())
            .map_err(io::Error::other)?;
    }
    code.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("console.rs"), code)
}
