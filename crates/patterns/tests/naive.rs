//! The automaton beside an evaluator that reads pattern and event as they stand, one pattern at a time.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use std::collections::BTreeMap;

use patterns::{Matcher, Pattern, Scratch};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Places of elements: path of the list and number of the element.
type Within = BTreeMap<Vec<String>, usize>;

struct Leaf<'v> {
    path: Vec<String>,
    value: &'v Value,
    within: Within,
}

fn leaves<'v>(value: &'v Value, path: &mut Vec<String>, within: &Within, found: &mut Vec<Leaf<'v>>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                path.push(name.clone());
                leaves(member, path, within, found);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                let mut inner = within.clone();
                if item.is_object() {
                    inner.insert(path.clone(), number);
                }
                leaves(item, path, &inner, found);
            }
        }
        _ => found.push(Leaf { path: path.clone(), value, within: within.clone() }),
    }
}

/// Combinations of fields and what they are to be.
fn combinations(
    pattern: &Map<String, Value>,
    path: &[String],
    mut so_far: Vec<BTreeMap<Vec<String>, Vec<Value>>>,
) -> Vec<BTreeMap<Vec<String>, Vec<Value>>> {
    for (name, value) in pattern {
        let mut inner = path.to_vec();
        inner.push(name.clone());
        match value {
            Value::Array(branches) if name == "$or" => {
                so_far = branches.iter().flat_map(|b| combinations(b.as_object().unwrap(), path, so_far.clone())).collect();
            }
            Value::Object(members) => so_far = combinations(members, &inner, so_far),
            Value::Array(tests) => so_far.iter_mut().for_each(|c| drop(c.insert(inner.clone(), tests.clone()))),
            _ => unreachable!(),
        }
    }
    so_far
}

fn wild(pattern: &[char], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', rest @ ..] => (0..=text.len()).any(|at| wild(rest, &text[at..])),
        [c, rest @ ..] => text.first() == Some(c) && wild(rest, &text[1..]),
    }
}

fn accepts(test: &Value, value: &Value) -> bool {
    let Value::Object(comparison) = test else { return test == value };
    let (name, operand) = comparison.iter().next().unwrap();
    let lower = |v: &Value| v.as_str().unwrap_or_default().to_lowercase();
    match name.as_str() {
        "exists" => operand == &json!(true),
        "anything-but" => match operand {
            Value::Array(items) => items.iter().all(|item| !equal(item, value)),
            Value::Object(inner) => {
                let (name, operand) = inner.iter().next().unwrap();
                let items = operand.as_array().cloned().unwrap_or_else(|| vec![operand.clone()]);
                items.into_iter().all(|item| !accepts(&json!({name: item}), value))
            }
            single => !equal(single, value),
        },
        "numeric" => value.as_f64().is_some_and(|v| {
            operand.as_array().unwrap().chunks(2).all(|pair| {
                let bound = pair[1].as_f64().unwrap();
                match pair[0].as_str().unwrap() {
                    "=" => v == bound,
                    "<" => v < bound,
                    "<=" => v <= bound,
                    ">" => v > bound,
                    _ => v >= bound,
                }
            })
        }),
        _ if !value.is_string() => false,
        "prefix" if operand.is_object() => lower(value).starts_with(&lower(&operand["equals-ignore-case"])),
        "suffix" if operand.is_object() => lower(value).ends_with(&lower(&operand["equals-ignore-case"])),
        "prefix" => value.as_str().unwrap().starts_with(operand.as_str().unwrap()),
        "suffix" => value.as_str().unwrap().ends_with(operand.as_str().unwrap()),
        "equals-ignore-case" => lower(value) == lower(operand),
        "wildcard" => {
            wild(&operand.as_str().unwrap().chars().collect::<Vec<_>>(), &value.as_str().unwrap().chars().collect::<Vec<_>>())
        }
        other => panic!("{other}"),
    }
}

fn equal(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().is_some_and(|n| other.as_f64() == Some(n))
}

fn joined(one: &Within, other: &Within) -> Option<Within> {
    if one.iter().any(|(path, number)| other.get(path).is_some_and(|n| n != number)) {
        return None;
    }
    Some(one.iter().chain(other).map(|(p, n)| (p.clone(), *n)).collect())
}

fn holds(fields: &[(&Vec<String>, &Vec<Value>)], leaves: &[Leaf<'_>], within: &Within) -> bool {
    let Some(((path, tests), rest)) = fields.split_first() else { return true };
    let mut here = leaves.iter().filter(|leaf| leaf.path == **path);
    if tests.contains(&json!({"exists": false})) {
        return !here.any(|leaf| joined(within, &leaf.within).is_some()) && holds(rest, leaves, within);
    }
    here.any(|leaf| {
        tests.iter().any(|test| accepts(test, leaf.value))
            && joined(within, &leaf.within).is_some_and(|within| holds(rest, leaves, &within))
    })
}

fn naive(pattern: &Value, event: &Value) -> bool {
    let mut found = Vec::new();
    leaves(event, &mut Vec::new(), &Within::new(), &mut found);
    combinations(pattern.as_object().unwrap(), &[], vec![BTreeMap::new()]).iter().any(|combination| {
        // Absences are looked for where everything else was found.
        let mut fields: Vec<_> = combination.iter().collect();
        fields.sort_by_key(|(_, tests)| tests.contains(&json!({"exists": false})));
        holds(&fields, &found, &Within::new())
    })
}

fn word() -> impl Strategy<Value = String> {
    "[aAb]{0,3}"
}

fn plain() -> impl Strategy<Value = Value> {
    prop_oneof![4 => word().prop_map(Value::from), 2 => (-2_i64..3).prop_map(Value::from), 1 => Just(json!(true)), 1 => Just(Value::Null)]
}

fn name() -> BoxedStrategy<String> {
    prop_oneof![Just("k"), Just("l"), Just("m")].prop_map(str::to_owned).boxed()
}

fn event() -> impl Strategy<Value = Value> {
    let value = plain().prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            2 => prop::collection::btree_map(name(), inner.clone(), 0..4).prop_map(|m| json!(m)),
            2 => prop::collection::vec(inner.clone(), 0..4).prop_map(|mut items| {
                // Lists within lists say nothing of elements: the evaluators agree to leave them out.
                items.retain(|item| !item.is_array());
                json!(items)
            }),
            1 => inner,
        ]
    });
    prop::collection::btree_map(name(), value, 0..4).prop_map(|m| json!(m))
}

fn test() -> impl Strategy<Value = Value> {
    let some = "[aAb]{1,2}";
    prop_oneof![
        4 => plain(),
        1 => word().prop_map(|w| json!({"prefix": w})),
        1 => word().prop_map(|w| json!({"suffix": w})),
        1 => word().prop_map(|w| json!({"prefix": {"equals-ignore-case": w}})),
        1 => word().prop_map(|w| json!({"suffix": {"equals-ignore-case": w}})),
        1 => word().prop_map(|w| json!({"equals-ignore-case": w})),
        1 => "\\*?([aAb]{1,2}\\*?){0,2}".prop_map(|w| json!({"wildcard": w})),
        1 => Just(json!({"exists": true})),
        1 => (-2_i64..3).prop_map(|n| json!({"numeric": ["=", n]})),
        1 => (-2_i64..3, 1_i64..4).prop_map(|(n, m)| json!({"numeric": [">", n, "<=", n + m]})),
        1 => (-2_i64..3).prop_map(|n| json!({"numeric": ["<", n]})),
        1 => word().prop_map(|w| json!({"anything-but": w})),
        1 => (-2_i64..3).prop_map(|n| json!({"anything-but": n})),
        1 => prop::collection::vec(word(), 1..3).prop_map(|w| json!({"anything-but": w})),
        1 => prop::collection::vec(some, 1..3).prop_map(|w| json!({"anything-but": {"prefix": w}})),
        1 => some.prop_map(|w| json!({"anything-but": {"suffix": w}})),
        1 => prop::collection::vec(some, 1..3).prop_map(|w| json!({"anything-but": {"equals-ignore-case": w}})),
        1 => "[aAb]\\*[aAb]".prop_map(|w| json!({"anything-but": {"wildcard": [w]}})),
    ]
}

fn pattern() -> impl Strategy<Value = Value> {
    let field = prop_oneof![
        6 => prop::collection::vec(test(), 1..4).prop_map(|tests| json!(tests)),
        1 => Just(json!([{"exists": false}])),
    ];
    let object = field.prop_recursive(2, 12, 3, |inner| {
        let members = prop::collection::btree_map(name(), inner, 1..4);
        prop_oneof![
            4 => members.clone().prop_map(|m| json!(m)),
            1 => (members.clone(), prop::collection::vec(members, 2..3)).prop_map(|(mut m, or)| {
                m.insert("$or".to_owned(), json!(or));
                json!(m)
            }),
        ]
    });
    prop::collection::btree_map(name(), object, 1..4).prop_map(|m| json!(m))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_automaton_agrees_with_reading_each_pattern(
        patterns in prop::collection::vec(pattern(), 1..12),
        events in prop::collection::vec(event(), 1..6),
    ) {
        let parsed: Vec<Pattern> = patterns.iter().map(|p| Pattern::parse(&p.to_string()).unwrap()).collect();
        let matcher = Matcher::new(&parsed);
        let mut scratch = Scratch::default();
        for event in &events {
            let expected: Vec<u32> = (0..).zip(&patterns).filter(|(_, p)| naive(p, event)).map(|(i, _)| i).collect();
            let found = matcher.matches(event.to_string().as_bytes(), &mut scratch).unwrap();
            prop_assert_eq!(found, expected, "{} of {:?}", event, patterns);
        }
    }
}
