//! CloudFormation's functions, as far as packs use them.

use std::collections::BTreeMap;

use super::node::{Data, Node, Place};
use super::{MAX_EXPANSION, TemplateError};

/// Deepest nesting of functions and conditions within each other.
const MAX_DEPTH: usize = 64;

/// What references can lead to.
pub(super) struct Names<'t> {
    /// Values of parameters and pseudo parameters; lists are kept apart.
    pub(super) values: BTreeMap<String, Given>,
    /// The conditions of the template.
    pub(super) conditions: &'t [(String, Node)],
    /// The names of rules by their logical ids.
    pub(super) resources: BTreeMap<String, String>,
    /// Characters that functions may still make.
    pub(super) left: usize,
}

/// The value of a parameter.
#[derive(Clone)]
pub(super) enum Given {
    Text(String),
    List(Vec<String>),
}

impl<'t> Names<'t> {
    pub(super) fn new(values: BTreeMap<String, Given>, conditions: &'t [(String, Node)]) -> Self {
        Self { values, conditions, resources: BTreeMap::new(), left: MAX_EXPANSION }
    }

    fn spend(&mut self, characters: usize, place: Place) -> Result<(), TemplateError> {
        self.left = self.left.checked_sub(characters).ok_or_else(|| place.error("Functions make too much text"))?;
        Ok(())
    }

    /// Works out all functions below a node. `None` is `AWS::NoValue`: what stands there is left out.
    pub(super) fn resolve(&mut self, node: &Node, depth: usize) -> Result<Option<Node>, TemplateError> {
        if depth > MAX_DEPTH {
            return Err(node.place.error("Functions are nested too deep"));
        }
        let made = |data| Ok(Some(Node { place: node.place, data }));
        match &node.data {
            Data::Null | Data::Text(_) => Ok(Some(node.clone())),
            Data::List(list) => {
                let mut all = Vec::with_capacity(list.len());
                for element in list {
                    all.extend(self.resolve(element, depth + 1)?);
                }
                made(Data::List(all))
            }
            Data::Map(members) => {
                if let [(name, argument)] = members.as_slice() {
                    match name.as_str() {
                        "Ref" => return self.reference(argument),
                        "Fn::If" => return self.choose(argument, depth),
                        "Fn::Sub" => {
                            let text = self.substitute(argument, depth)?;
                            return made(Data::Text(text));
                        }
                        "Fn::Join" => {
                            let text = self.join(argument, depth)?;
                            return made(Data::Text(text));
                        }
                        "Fn::Equals" | "Fn::Not" | "Fn::And" | "Fn::Or" => {
                            return Err(node.place.error(format!("{name} may stand in conditions only")));
                        }
                        other if other.starts_with("Fn::") => {
                            return Err(node.place.error(format!("{other} is not supported in conformance packs")));
                        }
                        _ => {}
                    }
                }
                let mut all = Vec::with_capacity(members.len());
                for (name, value) in members {
                    if let Some(value) = self.resolve(value, depth + 1)? {
                        all.push((name.clone(), value));
                    }
                }
                made(Data::Map(all))
            }
        }
    }

    fn reference(&mut self, argument: &Node) -> Result<Option<Node>, TemplateError> {
        let name = argument.text("What Ref refers to")?;
        if name == "AWS::NoValue" {
            return Ok(None);
        }
        let data = match self.values.get(name).cloned() {
            Some(Given::Text(text)) => {
                self.spend(text.len(), argument.place)?;
                Data::Text(text)
            }
            Some(Given::List(list)) => {
                self.spend(list.iter().map(String::len).sum(), argument.place)?;
                Data::List(list.into_iter().map(|text| Node { place: argument.place, data: Data::Text(text) }).collect())
            }
            None => Data::Text(
                self.resources
                    .get(name)
                    .cloned()
                    .ok_or_else(|| argument.place.error(format!("{name} is neither a parameter nor a rule of the template")))?,
            ),
        };
        Ok(Some(Node { place: argument.place, data }))
    }

    fn choose(&mut self, argument: &Node, depth: usize) -> Result<Option<Node>, TemplateError> {
        let [condition, then, otherwise] = argument.list("The arguments of Fn::If")? else {
            return Err(argument.place.error("Fn::If takes a condition and two values"));
        };
        let name = condition.text("The condition of Fn::If")?;
        let holds = self.condition(name, condition.place, depth + 1)?;
        self.resolve(if holds { then } else { otherwise }, depth + 1)
    }

    fn text(&mut self, node: &Node, what: &str, depth: usize) -> Result<String, TemplateError> {
        match self.resolve(node, depth + 1)? {
            Some(Node { data: Data::Text(text), .. }) => Ok(text),
            // A list of texts where one text is needed: as CloudFormation writes it.
            Some(Node { data: Data::List(list), .. }) => {
                let parts: Result<Vec<&str>, _> = list.iter().map(|part| part.text(what)).collect();
                Ok(parts?.join(","))
            }
            Some(Node { data: Data::Null, .. }) | None => Ok(String::new()),
            Some(other) => Err(other.place.error(format!("{what} must be a text"))),
        }
    }

    fn join(&mut self, argument: &Node, depth: usize) -> Result<String, TemplateError> {
        let [separator, list] = argument.list("The arguments of Fn::Join")? else {
            return Err(argument.place.error("Fn::Join takes a separator and a list"));
        };
        let separator = separator.text("The separator of Fn::Join")?.to_owned();
        let parts = match self.resolve(list, depth + 1)? {
            Some(Node { data: Data::List(parts), .. }) => parts,
            _ => return Err(list.place.error("Fn::Join joins a list")),
        };
        let texts: Result<Vec<&str>, _> = parts.iter().map(|part| part.text("What Fn::Join joins")).collect();
        let joined = texts?.join(&separator);
        self.spend(joined.len(), argument.place)?;
        Ok(joined)
    }

    fn substitute(&mut self, argument: &Node, depth: usize) -> Result<String, TemplateError> {
        let (template, own) = match &argument.data {
            Data::Text(text) => (text.as_str(), None),
            Data::List(list) => match list.as_slice() {
                [template, own] => (template.text("The text of Fn::Sub")?, Some(own)),
                _ => return Err(argument.place.error("Fn::Sub takes a text, or a text and a map")),
            },
            _ => return Err(argument.place.error("Fn::Sub takes a text, or a text and a map")),
        };
        let mut made = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("${") {
            made.push_str(before);
            let (name, after) = after.split_once('}').ok_or_else(|| argument.place.error("In Fn::Sub a ${ is not closed"))?;
            rest = after;
            if let Some(literal) = name.strip_prefix('!') {
                made.push_str("${");
                made.push_str(literal);
                made.push('}');
                continue;
            }
            let value = match own.and_then(|own| own.get(name)) {
                Some(value) => self.text(value, "A value of Fn::Sub", depth)?,
                None => {
                    let reference = Node { place: argument.place, data: Data::Text(name.to_owned()) };
                    let found = self.reference(&reference)?;
                    found.as_ref().map_or(Ok(String::new()), |found| self.text(found, name, depth))?
                }
            };
            self.spend(value.len(), argument.place)?;
            made.push_str(&value);
        }
        made.push_str(rest);
        self.spend(made.len(), argument.place)?;
        Ok(made)
    }

    /// Whether a condition holds.
    pub(super) fn condition(&mut self, name: &str, place: Place, depth: usize) -> Result<bool, TemplateError> {
        if depth > MAX_DEPTH {
            return Err(place.error(format!("The condition {name} refers to itself, or conditions are nested too deep")));
        }
        let conditions = self.conditions;
        let (_, node) = conditions
            .iter()
            .find(|(have, _)| have == name)
            .ok_or_else(|| place.error(format!("There is no condition {name}")))?;
        self.holds(node, depth + 1)
    }

    fn holds(&mut self, node: &Node, depth: usize) -> Result<bool, TemplateError> {
        if depth > MAX_DEPTH {
            return Err(node.place.error("Conditions refer to themselves, or are nested too deep"));
        }
        self.spend(1, node.place)?;
        let [(name, argument)] = node.map("A condition")? else {
            return Err(node.place.error("A condition is one function"));
        };
        match name.as_str() {
            "Condition" => self.condition(argument.text("The name of a condition")?, argument.place, depth + 1),
            "Fn::Equals" => {
                let [one, other] = argument.list("The arguments of Fn::Equals")? else {
                    return Err(argument.place.error("Fn::Equals compares two values"));
                };
                let one = self.text(one, "What Fn::Equals compares", depth)?;
                Ok(one == self.text(other, "What Fn::Equals compares", depth)?)
            }
            "Fn::Not" => match argument.list("The argument of Fn::Not")? {
                [one] => Ok(!self.holds(one, depth + 1)?),
                _ => Err(argument.place.error("Fn::Not takes one condition")),
            },
            "Fn::And" | "Fn::Or" => {
                let all = argument.list(&format!("The arguments of {name}"))?;
                if !(2..=10).contains(&all.len()) {
                    return Err(argument.place.error(format!("{name} takes 2 to 10 conditions")));
                }
                let mut result = name == "Fn::And";
                for one in all {
                    let holds = self.holds(one, depth + 1)?;
                    result = if name == "Fn::And" { result && holds } else { result || holds };
                }
                Ok(result)
            }
            other => Err(node.place.error(format!("{other} is no condition"))),
        }
    }
}
