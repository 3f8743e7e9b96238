//! Which rules and variables of a policy refer to which: they must not lead back to themselves, nor too far. And what a policy compares.

use std::collections::{BTreeMap, BTreeSet};

use cloudformation_guard_lang::exprs::RulesFile;
use serde_json::Value;

use super::{MAX_CHAIN, PolicyError, expressions};

/// Names of rules and variables (these with their `%`), and to what they refer.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// How a policy compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Comparisons {
    /// Values of the item with values of the policy only.
    Literal,
    /// Values of the item with each other: a clause may cost the square of their number.
    Values,
    /// The same by order (`>`, `<=`, …): such a clause keeps all pairs until it is done.
    Ordered,
}

/// Refuses policies whose references do not end. Names are enough: a variable that is defined by one of the same name does not end either.
/// Of others: how they compare, and the weight of their heaviest regular expression.
pub(super) fn check(file: &RulesFile<'_>, text: &str) -> Result<(Comparisons, usize), PolicyError> {
    // The tree is read in its serialized form, which spares a walk over three dozen types.
    let Ok(tree) = serde_json::to_value(file) else {
        return Err(PolicyError { message: "The policy cannot be read".to_owned(), line: 1, column: 1 });
    };
    let mut graph = Graph::new();
    collect(&tree, &mut Vec::new(), &mut graph);
    let mut known = BTreeMap::new();
    for name in graph.keys() {
        let mut path = Vec::new();
        if let Err(message) = depth(name, &graph, &mut path, &mut known) {
            let (line, column) = place(text, name);
            return Err(PolicyError { message, line, column });
        }
    }
    let mut literals = BTreeMap::new();
    variables(&tree, &mut literals);
    let heaviest = expressions::heaviest(&tree);
    if heaviest > expressions::MAX_WEIGHT {
        return Err(PolicyError { message: "A regular expression repeats too much".to_owned(), line: 1, column: 1 });
    }
    Ok((comparisons(&tree, &literals), heaviest))
}

/// Variables by name, and whether all of that name stand for values of the policy.
fn variables(tree: &Value, literals: &mut BTreeMap<String, bool>) {
    if let Some(name) = tree.get("var").and_then(Value::as_str) {
        let is_literal = tree.get("value").is_some_and(|value| value.get("Value").is_some());
        literals.entry(format!("%{name}")).and_modify(|all| *all &= is_literal).or_insert(is_literal);
    }
    children(tree).for_each(|child| variables(child, literals));
}

fn children(tree: &Value) -> impl Iterator<Item = &Value> {
    let (map, list) = match tree {
        Value::Object(map) => (Some(map), None),
        Value::Array(list) => (None, Some(list)),
        _ => (None, None),
    };
    map.into_iter().flat_map(|map| map.values()).chain(list.into_iter().flatten())
}

fn comparisons(tree: &Value, literals: &BTreeMap<String, bool>) -> Comparisons {
    let below = children(tree).map(|child| comparisons(child, literals)).max().unwrap_or(Comparisons::Literal);
    let Some(with) = tree.get("compare_with").filter(|with| !with.is_null()) else { return below };
    let names_literal = || {
        let key = with.pointer("/AccessClause/query/0/Key").and_then(Value::as_str);
        key.is_some_and(|name| literals.get(name) == Some(&true))
    };
    if with.get("Value").is_some() || names_literal() {
        return below;
    }
    let by_order =
        tree.pointer("/comparator/0").and_then(Value::as_str).is_some_and(|name| matches!(name, "Gt" | "Ge" | "Lt" | "Le"));
    below.max(if by_order { Comparisons::Ordered } else { Comparisons::Values })
}

/// Length of the longest chain from a name.
fn depth<'g>(
    name: &'g str,
    graph: &'g Graph,
    path: &mut Vec<&'g str>,
    known: &mut BTreeMap<&'g str, usize>,
) -> Result<usize, String> {
    if let Some(depth) = known.get(name) {
        return Ok(*depth);
    }
    if path.contains(&name) {
        return Err(format!("{name} refers to itself"));
    }
    if path.len() >= MAX_CHAIN {
        return Err(format!("Rules and variables refer to each other more than {MAX_CHAIN} times in a row"));
    }
    path.push(name);
    let mut longest = 0;
    for next in graph.get(name).into_iter().flatten() {
        longest = longest.max(1 + depth(next, graph, path, known)?);
    }
    path.pop();
    if longest > MAX_CHAIN {
        return Err(format!("Rules and variables refer to each other more than {MAX_CHAIN} times in a row"));
    }
    known.insert(name, longest);
    Ok(longest)
}

fn collect(tree: &Value, inside: &mut Vec<String>, graph: &mut Graph) {
    let refer = |to: String, inside: &[String], graph: &mut Graph| {
        for from in inside {
            graph.entry(from.clone()).or_default().insert(to.clone());
        }
    };
    match tree {
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            let defined = text("rule_name").map(str::to_owned).or_else(|| text("var").map(|name| format!("%{name}")));
            if let Some(rule) = text("dependent_rule") {
                refer(rule.to_owned(), inside, graph);
            }
            if let Some(name) = text("Key").filter(|name| name.starts_with('%')) {
                refer(name.to_owned(), inside, graph);
            }
            let depth = inside.len();
            if let Some(name) = defined {
                graph.entry(name.clone()).or_default();
                inside.push(name);
            }
            members.values().for_each(|value| collect(value, inside, graph));
            inside.truncate(depth);
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, inside, graph)),
        _ => {}
    }
}

/// Where a name first stands as a word.
fn place(text: &str, name: &str) -> (u32, u32) {
    let word = name.trim_start_matches('%');
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    for (at, line) in text.lines().enumerate() {
        for (column, _) in line.match_indices(word) {
            let before = line.get(..column).and_then(|head| head.chars().next_back());
            let after = line.get(column + word.len()..).and_then(|tail| tail.chars().next());
            if !is_part(before) && !is_part(after) {
                let characters = line.get(..column).map_or(0, |head| head.chars().count());
                return (u32::try_from(at + 1).unwrap_or(u32::MAX), u32::try_from(characters + 1).unwrap_or(u32::MAX));
            }
        }
    }
    (1, 1)
}
