//! What people see: colours where they are wanted, tables that fit.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the one place that writes to the terminal")]

use std::io::IsTerminal as _;

/// Whether standard output wants colours: it is a terminal and `NO_COLOR` (<https://no-color.org>) is unset or empty.
pub fn colours() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// Text in an ANSI style, such as `1` for bold, where colours are wanted.
pub fn styled(style: &str, text: &str) -> String {
    if colours() { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
}

/// Writes a line.
pub fn line(text: &str) {
    println!("{text}");
}

/// Writes an error with what to do next.
pub fn error(text: &str) {
    let wants = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    if wants { eprintln!("\x1b[31mcloudkeep:\x1b[0m {text}") } else { eprintln!("cloudkeep: {text}") }
}

/// Rows as columns; all but the first are set to the right.
pub fn table(head: &[&str], rows: &[Vec<String>]) {
    let mut widths: Vec<usize> = head.iter().map(|h| h.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let format = |cells: &mut dyn Iterator<Item = &str>| {
        let mut text = String::new();
        for (index, (cell, width)) in cells.zip(&widths).enumerate() {
            let pad = " ".repeat(width.saturating_sub(cell.chars().count()));
            if index == 0 {
                text.push_str(cell);
                text.push_str(&pad);
            } else {
                text.push_str("  ");
                text.push_str(&pad);
                text.push_str(cell);
            }
        }
        text.trim_end().to_owned()
    };
    println!("{}", styled("1", &format(&mut head.iter().copied())));
    for row in rows {
        println!("{}", format(&mut row.iter().map(String::as_str)));
    }
}
