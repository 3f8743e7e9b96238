//! Time as a parameter: `now()` in a policy becomes a number before the policy is parsed.

/// A policy in which `now()` is this time, seconds since 1970. What stands in texts, regular expressions, messages and comments stays as it is.
pub fn at(text: &str, now: i64) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut before = ' ';
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '"' | '\'' | '/' => quoted(rest, letter),
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '<' if rest.starts_with("<<") => rest.find(">>").map_or(rest.len(), |end| end + 2),
            'n' if !is_name(before) => match call(rest) {
                Some(length) => {
                    out.push_str(&now.to_string());
                    rest = rest.get(length..).unwrap_or_default();
                    before = ')';
                    continue;
                }
                None => 1,
            },
            letter => letter.len_utf8(),
        };
        let (taken, left) = rest.split_at_checked(length).unwrap_or((rest, ""));
        out.push_str(taken);
        before = taken.chars().last().unwrap_or(' ');
        rest = left;
    }
    out
}

/// Letters of names, and what stands before a name that is no call of a function of one's own: `%now`, `a.now`.
fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '%' | '.')
}

/// Bytes of a text with its quotes; of one that does not end, all.
fn quoted(text: &str, quote: char) -> usize {
    let mut before = quote;
    for (at, letter) in text.char_indices().skip(1) {
        if letter == quote && before != '\\' {
            return at + letter.len_utf8();
        }
        before = letter;
    }
    text.len()
}

/// Bytes of `now()` at the beginning, spaces and all.
fn call(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("now")?.trim_start().strip_prefix('(')?.trim_start().strip_prefix(')')?;
    Some(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::at;

    #[test]
    fn calls_become_the_time() {
        for (text, expected) in [
            ("let t = now()", "let t = 7"),
            ("let t = now ( )\nrule a { x < %t }", "let t = 7\nrule a { x < %t }"),
            ("rule a { x == \"now()\" }", "rule a { x == \"now()\" }"),
            ("rule a { x == 'it is \\' now()' }", "rule a { x == 'it is \\' now()' }"),
            ("rule a { x == /now()/ } let t = now()", "rule a { x == /now()/ } let t = 7"),
            ("# now()\nlet t = now()", "# now()\nlet t = 7"),
            ("x exists <<it's now()>> let t = now()", "x exists <<it's now()>> let t = 7"),
            ("let known = snow() %now now.x nower()", "let known = snow() %now now.x nower()"),
            ("let t = \"", "let t = \""),
            ("now", "now"),
            ("ünow() now()é", "ünow() 7é"),
        ] {
            assert_eq!(at(text, 7), expected, "{text}");
        }
    }
}
