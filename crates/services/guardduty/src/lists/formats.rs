//! The forms of files: what of them is an entry, if it is one.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Bad, Format};

/// Tells every text of a file that stands where entries stand.
pub(super) fn each(format: Format, text: &str, tell: &mut dyn FnMut(&str)) -> Result<(), Bad> {
    match format {
        Format::Txt => {
            text.lines().map(|line| line.split('#').next().unwrap_or_default()).for_each(tell);
            Ok(())
        }
        Format::AlienVault => {
            text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('#').next()).for_each(tell);
            Ok(())
        }
        Format::Stix => stix(text, tell),
        Format::OtxCsv => table(text, &mut |head| otx(head), tell),
        Format::ProofPoint => table(text, &mut |head| columns(head, &["ip", "domain"]), tell),
        Format::FireEye => table(text, &mut |head| columns(head, &["ip", "cidr", "domain"]), tell),
    }
}

/// Which fields of a row hold entries.
struct Columns {
    at: Vec<usize>,
    /// A field that says of what kind the entry is, which must be one of addresses or domains.
    kind: Option<usize>,
}

fn named(head: &[String], name: &str) -> Option<usize> {
    head.iter().position(|field| field.trim().eq_ignore_ascii_case(name))
}

fn columns(head: &[String], names: &[&str]) -> Option<Columns> {
    let at: Vec<usize> = names.iter().filter_map(|name| named(head, name)).collect();
    (!at.is_empty()).then_some(Columns { at, kind: None })
}

fn otx(head: &[String]) -> Option<Columns> {
    Some(Columns { at: vec![named(head, "Indicator")?], kind: Some(named(head, "Indicator type")?) })
}

/// Rows under a line that names their fields.
fn table(text: &str, find: &mut dyn FnMut(&[String]) -> Option<Columns>, tell: &mut dyn FnMut(&str)) -> Result<(), Bad> {
    const KINDS: &[&str] = &["ipv4", "ipv6", "cidr", "domain", "hostname"];
    let mut rows = Rows { rest: text };
    let columns = rows.next().and_then(|head| find(&head)).ok_or(Bad::Form)?;
    for row in rows {
        let kind = columns.kind.map(|at| row.get(at).map(|k| k.trim().to_ascii_lowercase()).unwrap_or_default());
        if kind.is_none_or(|kind| KINDS.contains(&kind.as_str())) {
            columns.at.iter().filter_map(|at| row.get(*at)).for_each(|field| tell(field));
        }
    }
    Ok(())
}

/// Rows of CSV: fields in quotes may have commas, line ends and doubled quotes.
struct Rows<'a> {
    rest: &'a str,
}

impl Iterator for Rows<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut row = Vec::new();
        loop {
            let trimmed = self.rest.trim_start_matches([' ', '\t']);
            if let Some(quoted) = trimmed.strip_prefix('"') {
                let mut field = String::new();
                let mut rest = quoted;
                loop {
                    let Some((before, after)) = rest.split_once('"') else {
                        field.push_str(rest);
                        rest = "";
                        break;
                    };
                    field.push_str(before);
                    match after.strip_prefix('"') {
                        Some(more) => {
                            field.push('"');
                            rest = more;
                        }
                        None => {
                            rest = after;
                            break;
                        }
                    }
                }
                row.push(field);
                let end = rest.find([',', '\n']).unwrap_or(rest.len());
                self.rest = rest.get(end..).unwrap_or_default();
            } else {
                let end = self.rest.find([',', '\n']).unwrap_or(self.rest.len());
                row.push(self.rest.get(..end).unwrap_or_default().trim().to_owned());
                self.rest = self.rest.get(end..).unwrap_or_default();
            }
            match self.rest.strip_prefix(',') {
                Some(rest) => self.rest = rest,
                None => {
                    self.rest = self.rest.strip_prefix('\n').unwrap_or_default();
                    return Some(row);
                }
            }
        }
    }
}

/// STIX 1.x: the values of addresses and domain names, wherever observables have them. Several values are joined by `##comma##`.
fn stix(text: &str, tell: &mut dyn FnMut(&str)) -> Result<(), Bad> {
    let mut reader = Reader::from_str(text);
    let mut path: Vec<String> = Vec::new();
    let mut began = false;
    loop {
        match reader.read_event().map_err(|_| Bad::Form)? {
            Event::Start(start) => {
                began = true;
                if path.len() >= 64 {
                    return Err(Bad::Form);
                }
                path.push(start.local_name().as_ref().to_owned());
            }
            Event::End(_) => {
                path.pop();
            }
            Event::Text(content) => {
                let within = path.last().map(String::as_str);
                if within == Some("Address_Value") || within == Some("Value") {
                    let value = content.as_ref();
                    value.split("##comma##").flat_map(|part| part.split(',')).for_each(&mut *tell);
                }
            }
            Event::DocType(_) => return Err(Bad::Form),
            Event::Eof => return if began { Ok(()) } else { Err(Bad::Form) },
            _ => {}
        }
    }
}
