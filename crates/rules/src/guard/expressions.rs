//! What the regular expressions of a policy weigh. The language's crate compiles an expression anew for each value that it is held against, so
//! that a short one with large repetitions can take minutes.

use serde_json::Value;

/// Heaviest expression that is taken: about as many steps.
pub(super) const MAX_WEIGHT: usize = 20_000;
/// What a class such as `\w` weighs: it has all letters of Unicode.
const CLASS: usize = 50;
/// What a set such as `[a-z]` weighs.
const SET: usize = 10;

/// The weight of the heaviest expression in a serialized policy.
pub(super) fn heaviest(tree: &Value) -> usize {
    match tree {
        // Expressions are serialized between slashes; the functions that take one have it as text.
        Value::String(text) => text.strip_prefix('/').and_then(|text| text.strip_suffix('/')).map_or(0, weight),
        Value::Array(list) => list.iter().map(heaviest).max().unwrap_or(0),
        Value::Object(map) => {
            let own = if map.get("name").and_then(Value::as_str) == Some("regex_replace") {
                tree.pointer("/parameters/1/Value/value").and_then(Value::as_str).map_or(0, weight)
            } else {
                0
            };
            map.values().map(heaviest).max().unwrap_or(0).max(own)
        }
        _ => 0,
    }
}

/// What an expression weighs: its atoms, each as often as it is repeated.
fn weight(expression: &str) -> usize {
    // Sums of the groups that are open, and the last atom of each.
    let mut open: Vec<(usize, usize)> = vec![(0, 0)];
    let mut letters = expression.chars().peekable();
    let put = |open: &mut Vec<(usize, usize)>, atom: usize| {
        if let Some((sum, last)) = open.last_mut() {
            *sum = sum.saturating_add(*last);
            *last = atom;
        }
    };
    while let Some(letter) = letters.next() {
        match letter {
            '(' => open.push((0, 0)),
            ')' => {
                if let (Some((sum, last)), false) = (open.pop(), open.is_empty()) {
                    put(&mut open, sum.saturating_add(last));
                }
                if open.is_empty() {
                    open.push((0, 0));
                }
            }
            '\\' => {
                let class = letters.next().is_some_and(|next| "wWdDsSpPbB".contains(next));
                put(&mut open, if class { CLASS } else { 1 });
            }
            '[' => {
                let mut atom = SET;
                let mut before = '[';
                for inner in letters.by_ref() {
                    if before == '\\' && "wWdDsSpP".contains(inner) {
                        atom = atom.saturating_add(CLASS);
                    }
                    if inner == ']' && before != '\\' {
                        break;
                    }
                    before = inner;
                }
                put(&mut open, atom);
            }
            '{' => {
                let inner: String = letters.by_ref().take_while(|letter| *letter != '}').collect();
                let most = inner.split(',').filter_map(|number| number.trim().parse::<usize>().ok()).max().unwrap_or(1);
                if let Some((_, last)) = open.last_mut() {
                    *last = last.saturating_mul(most.max(1));
                }
            }
            '.' => put(&mut open, SET),
            _ => put(&mut open, 1),
        }
    }
    open.into_iter().fold(0, |all, (sum, last)| all.saturating_add(sum).saturating_add(last))
}

#[cfg(test)]
mod tests {
    use super::weight;

    #[test]
    fn weights() {
        assert_eq!(weight("abc"), 3);
        assert_eq!(weight("a{3}b"), 4);
        assert_eq!(weight("(ab){10,20}"), 40);
        assert_eq!(weight("((a{10}){10}){10}x"), 1001);
        assert_eq!(weight(r"\d{12}"), 600);
        assert_eq!(weight(r"[\w.-]{1,64}"), 60 * 64);
        assert!(weight(r"(\w{100}){50}") > super::MAX_WEIGHT);
        assert!(weight("(a{1000}){1000}") > super::MAX_WEIGHT);
        assert!(weight(r"^arn:aws:iam::\d{12}:role/[\w+=,.@-]{1,64}$") < super::MAX_WEIGHT);
        assert!(weight("((((") < 10 && weight("))))a") < 10 && weight("{{{") < 10 && weight("[") <= 10 && weight("\\") <= 1);
    }
}
