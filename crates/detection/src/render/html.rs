//! A page for people: one file without anything from elsewhere.

use std::fmt::Write as _;

use super::{description, kind_of};
use crate::finding::{Action, Finding, severity_word};
use crate::time;

/// What stands at the head of a page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// What was read, in words.
    pub summary: String,
    /// What could not be read, in words, a line each.
    pub skipped: Vec<String>,
}

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2430;background:#fff}\
h1{font-size:1.5rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #dde3ea;vertical-align:top}\
details{border:1px solid #dde3ea;border-radius:6px;margin:.6rem 0;padding:.5rem .9rem}summary{cursor:pointer}\
.s{display:inline-block;min-width:5.2rem;text-align:center;border-radius:4px;color:#fff;font-size:.8rem;padding:.1rem .4rem}\
.CRITICAL{background:#7d1128}.HIGH{background:#b3261e}.MEDIUM{background:#a85a00}.LOW{background:#4a6078}\
code{background:#f0f3f6;border-radius:3px;padding:0 .25rem;word-break:break-all}small{color:#5b6878}\
@media(prefers-color-scheme:dark){body{background:#12161c;color:#dfe5ec}td,th,details{border-color:#303a46}code{background:#202832}small{color:#94a2b2}}";

/// A page with all findings, in the order given.
pub fn html(findings: &[&Finding], page: &Page) -> String {
    let mut out = String::with_capacity(4096 + findings.len() * 2048);
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>Findings</title><style>{STYLE}</style></head><body>\
         <h1>{} findings</h1><p>{}</p>",
        findings.len(),
        escaped(&page.summary)
    );
    if !page.skipped.is_empty() {
        let _ = write!(out, "<p><b>Not everything could be read:</b></p><ul>");
        for line in &page.skipped {
            let _ = write!(out, "<li><code>{}</code></li>", escaped(line));
        }
        let _ = write!(out, "</ul>");
    }
    let _ = write!(out, "<table><tr><th>Severity</th><th>Findings</th></tr>");
    for word in ["CRITICAL", "HIGH", "MEDIUM", "LOW"] {
        let count = findings.iter().filter(|f| severity_word(f.severity) == word).count();
        let _ = write!(out, "<tr><td><span class=\"s {word}\">{word}</span></td><td>{count}</td></tr>");
    }
    let _ = write!(out, "</table>");
    for finding in findings {
        one(&mut out, finding);
    }
    out.push_str("</body></html>\n");
    out
}

fn one(out: &mut String, f: &Finding) {
    let word = severity_word(f.severity);
    let _ = write!(
        out,
        "<details><summary><span class=\"s {word}\">{:.1} {word}</span> <b>{}</b> <small>{} · {} · {} events · {}</small></summary><p>{}</p><table>",
        f.severity,
        escaped(&f.title),
        escaped(&f.kind),
        escaped(&f.actor.name),
        f.count,
        time::format(f.last),
        escaped(&description(f))
    );
    let mut row = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = write!(out, "<tr><th>{name}</th><td>{}</td></tr>", escaped(value));
        }
    };
    row("Account, Region", &format!("{} {}", f.account, f.region));
    row("Who", &format!("{} {} {} {}", f.actor.kind, f.actor.name, f.actor.arn, f.actor.key));
    if let Action::Api { service, name, agent, error, source, .. } = &f.action {
        row("Call", &format!("{service} {name} {error}"));
        row("From", source);
        row("Program", agent);
    }
    row("About", &f.resources.join(", "));
    row("Techniques", &f.techniques.join(", "));
    row("First, last", &format!("{} – {}", time::format(f.first), time::format(f.last)));
    row("Rule", &f.rule);
    for d in &f.deviations {
        row(&format!("Unusual {}", escaped(&d.of)), &format!("expected {}; seen {}", d.expected, d.seen));
    }
    if let Some(kind) = kind_of(f) {
        row("Meaning", kind.meaning);
        row("What to do", kind.remedy.words());
    }
    let _ = write!(out, "</table><table>");
    for moment in &f.timeline {
        let _ = write!(
            out,
            "<tr><td>{}</td><td>{}</td><td><code>{}</code></td></tr>",
            time::format(moment.time),
            escaped(&moment.what),
            escaped(&moment.event)
        );
    }
    let _ = write!(out, "</table></details>");
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
