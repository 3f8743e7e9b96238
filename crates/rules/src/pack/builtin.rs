//! Packs that come with Cloudkeep: the numbers of public controls, and the rules that check them.
//!
//! Each is a table in `packs/`: a line for a control, its number, what it is about in our own words, and identifiers of managed rules. A
//! control that no rule can check is not in a table; that a pack is compliant says nothing of those.

use std::sync::LazyLock;

use serde_json::{Map, Value};

/// A pack.
#[derive(Debug, Clone)]
pub struct Builtin {
    /// Its name, such as `cis-aws-foundations`.
    pub name: &'static str,
    /// What it stands for, such as `CIS Amazon Web Services Foundations Benchmark 3.0`.
    pub title: &'static str,
    /// Its controls, in the order of their numbers.
    pub controls: Vec<Control>,
    parameters: Vec<(&'static str, &'static str, &'static str)>,
}

/// A control: what should hold.
#[derive(Debug, Clone)]
pub struct Control {
    /// Its number, such as `1.14`.
    pub number: &'static str,
    /// What it is about, in our own words.
    pub about: &'static str,
    /// Identifiers of the managed rules that check it; all must be compliant.
    pub rules: Vec<&'static str>,
}

const TEXTS: [&str; 4] = [
    include_str!("../../packs/cis-aws-foundations.txt"),
    include_str!("../../packs/pci-dss.txt"),
    include_str!("../../packs/nist-800-53.txt"),
    include_str!("../../packs/operational-best-practices.txt"),
];

static ALL: LazyLock<Vec<Builtin>> = LazyLock::new(|| TEXTS.iter().filter_map(|text| read(text)).collect());

/// All built-in packs.
#[must_use]
pub fn all() -> &'static [Builtin] {
    &ALL
}

/// The pack of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Builtin> {
    ALL.iter().find(|pack| pack.name == name)
}

impl Builtin {
    /// Identifiers of all rules of the pack, each once, sorted.
    #[must_use]
    pub fn rules(&self) -> Vec<&'static str> {
        let mut all: Vec<&str> = self.controls.iter().flat_map(|control| control.rules.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The input parameters that the pack gives a rule.
    #[must_use]
    pub fn input_parameters(&self, identifier: &str) -> Map<String, Value> {
        self.parameters
            .iter()
            .filter(|(of, ..)| *of == identifier)
            .map(|(_, name, value)| ((*name).to_owned(), Value::from(*value)))
            .collect()
    }

    /// The pack as a template: what `PutConformancePack` takes, and `Template::parse` reads.
    #[must_use]
    pub fn template(&self) -> String {
        let mut text = format!("# {}\nDescription: {}\nResources:\n", self.title, Value::from(self.title));
        for identifier in self.rules() {
            let Some(rule) = crate::rule(identifier) else { continue };
            let controls: Vec<&str> = self.controls.iter().filter(|c| c.rules.contains(&identifier)).map(|c| c.number).collect();
            let mut description = format!("{} Controls: {}.", rule.description(), controls.join(", "));
            if description.chars().count() > MAX_DESCRIPTION {
                description = description.chars().take(MAX_DESCRIPTION).collect();
            }
            text.push_str(&format!(
                "  {}:\n    Type: AWS::Config::ConfigRule\n    Properties:\n      ConfigRuleName: {}\n      Description: {}\n",
                logical_id(identifier),
                rule.name(),
                Value::from(description)
            ));
            text.push_str(&format!("      Source: {{Owner: AWS, SourceIdentifier: {identifier}}}\n"));
            let parameters = self.input_parameters(identifier);
            if !parameters.is_empty() {
                text.push_str(&format!("      InputParameters: {}\n", Value::Object(parameters)));
            }
        }
        text
    }
}

/// Longest description of a rule, characters.
const MAX_DESCRIPTION: usize = 256;

/// `S3_BUCKET_TAGGED` as `S3BucketTagged`.
fn logical_id(identifier: &str) -> String {
    identifier
        .split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| format!("{first}{}", letters.as_str().to_ascii_lowercase()))
        })
        .collect()
}

/// Reads a table. Its form is ours: `tests/packs.rs` sees that no line is misread.
fn read(text: &'static str) -> Option<Builtin> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (name, title) = lines.next()?.split_once('|')?;
    let mut pack = Builtin { name: name.trim(), title: title.trim(), controls: Vec::new(), parameters: Vec::new() };
    for line in lines {
        if let Some(setting) = line.strip_prefix("with ") {
            let (path, value) = setting.split_once('=')?;
            let (rule, parameter) = path.trim().split_once('.')?;
            pack.parameters.push((rule, parameter.trim(), value.trim()));
            continue;
        }
        let mut parts = line.split('|').map(str::trim);
        pack.controls.push(Control {
            number: parts.next()?,
            about: parts.next()?,
            rules: parts.next()?.split_whitespace().collect(),
        });
    }
    Some(pack)
}
