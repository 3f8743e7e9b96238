//! What holds of all patterns and messages.

use filters::FilterPattern;
use proptest::prelude::*;

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

proptest! {
    #[test]
    fn what_matches_has_the_needles(
        pattern in r#"[?-]?[a-z]{1,3}( [?-]?[a-z]{1,3}){0,2}|\[a(=[a-z*]{1,4})?, b(=[a-z0-9*]{1,4})?(\|\|b=a)?\]|\{ \$\.a = "?[a-c1-3*]{1,4}"?( (&&|\|\|) \$\.a = [a-c*]{1,3})? \}"#,
        message in r#"[a-z]{0,6} [a-z0-9]{0,6}|\{"a": ("[abc123]{0,5}"|[1-3]{1,3}|"\\\\u0061[a-c]")\}"#,
    ) {
        if let Ok(parsed) = FilterPattern::parse(&pattern)
            && parsed.matches(&message)
        {
            for needle in parsed.needles() {
                prop_assert!(message.contains(needle), "{} {}", pattern, needle);
            }
            for needle in parsed.implied() {
                prop_assert!(message.contains(needle) || message.contains('\\'), "{} {}", pattern, needle);
            }
        }
    }

    #[test]
    fn nothing_panics(pattern in ".{0,60}", message in ".{0,80}") {
        if let Ok(pattern) = FilterPattern::parse(&pattern) {
            let _ = (pattern.matches(&message), pattern.extract(&message));
        }
    }

    #[test]
    fn nothing_like_a_pattern_panics(pattern in r#"[\[{][ $.a-c\[\]0-2="*%&|()<>!,NOTEXISUL{}]{0,40}[\]}]?"#, message in r#"[\[{}\]":,a-c0-2 ]{0,40}"#) {
        if let Ok(pattern) = FilterPattern::parse(&pattern) {
            let _ = (pattern.matches(&message), pattern.extract(&message));
        }
    }

    #[test]
    fn a_quoted_term_is_found_where_it_is(before in ".{0,20}", term in ".{1,20}", after in ".{0,20}", other in ".{0,30}") {
        let wanted = FilterPattern::parse(&quote(&term)).unwrap();
        let holds = format!("{before}{term}{after}");
        prop_assert!(wanted.matches(&holds));
        prop_assert_eq!(wanted.matches(&other), other.contains(&term));
        let unwanted = FilterPattern::parse(&format!("-{}", quote(&term))).unwrap();
        prop_assert!(!unwanted.matches(&holds));
    }

    #[test]
    fn a_member_is_found_where_it_is(names in prop::collection::vec("[a-z_]{1,5}", 1..5), value in "[^*]{1,20}", index in 0..4_usize) {
        let mut document = serde_json::Value::String(value.clone());
        let mut selector = String::new();
        let mut list = vec![serde_json::Value::Null; index];
        list.push(document);
        document = list.into();
        for name in names.iter().rev() {
            document = serde_json::json!({"other": [1, {"x": null}], name: document});
        }
        for name in &names {
            selector.push_str(&format!(".{name}"));
        }
        let text = document.to_string();
        let pattern = FilterPattern::parse(&format!("{{ ${selector}[{index}] = {} }}", quote(&value))).unwrap();
        prop_assert!(pattern.matches(&text));
        let missing = FilterPattern::parse(&format!("{{ ${selector}[{index}] NOT EXISTS }}")).unwrap();
        prop_assert!(!missing.matches(&text));
    }

    #[test]
    fn numbers_are_ordered_as_numbers(left in -1e9..1e9_f64, right in -1e9..1e9_f64) {
        let message = serde_json::json!({"n": left}).to_string();
        for (operator, expected) in
            [("<", left < right), ("<=", left <= right), (">", left > right), (">=", left >= right), ("=", left == right), ("!=", left != right)]
        {
            let pattern = FilterPattern::parse(&format!("{{ $.n {operator} {right} }}")).unwrap();
            prop_assert_eq!(pattern.matches(&message), expected, "{} {} {}", left, operator, right);
        }
    }

    #[test]
    fn fields_are_the_words(words in prop::collection::vec("[a-z0-9]{1,6}", 1..8)) {
        let line = words.join(" ");
        let names: Vec<String> = (0..words.len()).map(|i| format!("f{i}")).collect();
        let pattern = FilterPattern::parse(&format!("[{}]", names.join(", "))).unwrap();
        let expected: Vec<(String, String)> = names.iter().map(|n| format!("${n}")).zip(words.iter().cloned()).collect();
        prop_assert_eq!(pattern.extract(&line), expected);
        let longer = format!("{line} more");
        prop_assert!(!pattern.matches(&longer));
    }
}
