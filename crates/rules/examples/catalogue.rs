//! Writes the part of the documentation that is made from the catalogue: `cargo run --package rules --example catalogue -- docs/config-rules.md`.
#![allow(missing_docs)]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("the file is missing")?;
    let page = std::fs::read_to_string(&path)?;
    let (head, rest) = page.split_once("<!-- made -->\n").ok_or("the file has no mark")?;
    let (_, tail) = rest.split_once("<!-- end -->").ok_or("the file has no mark")?;
    std::fs::write(path, format!("{head}<!-- made -->\n{}<!-- end -->{tail}", rules::document::markdown()))?;
    Ok(())
}
