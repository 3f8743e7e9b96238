//! Findings as a table that fits the terminal.

use std::io::IsTerminal as _;

use detection::finding::{Action, Finding, severity_word};
use unicode_width::UnicodeWidthStr as _;

use crate::lake::render::cut;
use crate::terminal::{line, styled};

/// Narrowest that a column of words gets.
const NARROWEST: usize = 14;

/// Prints findings, the most severe first.
pub fn table(findings: &[&Finding]) {
    if findings.is_empty() {
        return;
    }
    let width = if std::io::stdout().is_terminal() {
        terminal_size::terminal_size().map_or(100, |(w, _)| usize::from(w.0))
    } else {
        usize::MAX
    };
    let rows: Vec<[String; 7]> = findings.iter().map(|f| row(f)).collect();
    let head = ["SEVERITY", "TYPE", "WHAT", "WHO", "FROM", "COUNT", "LAST"].map(str::to_owned);
    let mut widths = [0_usize; 7];
    for cells in rows.iter().chain([&head]) {
        for (widest, cell) in widths.iter_mut().zip(cells) {
            *widest = (*widest).max(cell.width());
        }
    }
    // The widest columns give way until all fit.
    while widths.iter().sum::<usize>() + 2 * 6 > width {
        let Some(widest) = widths.iter_mut().filter(|w| **w > NARROWEST).max_by_key(|w| **w) else { break };
        *widest -= 1;
    }
    line(&styled("1", &fitted(&head, &widths)));
    for (cells, finding) in rows.iter().zip(findings) {
        let style = match severity_word(finding.severity) {
            "CRITICAL" => "1;35",
            "HIGH" => "31",
            "MEDIUM" => "33",
            _ => "36",
        };
        let text = fitted(cells, &widths);
        let (first, rest) = text.split_at_checked(widths.first().copied().unwrap_or(0)).unwrap_or((&text, ""));
        line(&format!("{}{rest}", styled(style, first)));
    }
    line("");
}

fn row(f: &Finding) -> [String; 7] {
    let from = match &f.action {
        Action::Api { source, .. } => source.clone(),
        Action::Network { remote, .. } => remote.to_string(),
        Action::Dns { domain, .. } => domain.clone(),
    };
    [
        format!("{:.1} {}", f.severity, severity_word(f.severity).to_lowercase()),
        f.kind.clone(),
        f.title.clone(),
        f.actor.name.clone(),
        from,
        f.count.to_string(),
        detection::time::format(f.last).chars().take(19).collect(),
    ]
    .map(|cell| cell.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect())
}

fn fitted(cells: &[String; 7], widths: &[usize; 7]) -> String {
    let mut text = String::new();
    for (nth, (cell, width)) in cells.iter().zip(widths).enumerate() {
        if nth > 0 {
            text.push_str("  ");
        }
        let cell = cut(cell, *width);
        text.push_str(&cell);
        text.push_str(&" ".repeat(width.saturating_sub(cell.width())));
    }
    text.trim_end().to_owned()
}
