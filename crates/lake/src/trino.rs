//! Trino's functions, which CloudTrail Lake's queries use, in terms of the engine's own.
//! See <https://trino.io/docs/current/functions.html>.

use datafusion::sql::sqlparser::ast::{Expr, FunctionArg, FunctionArgExpr, FunctionArguments};

/// What a call means, as SQL; `None` where the engine knows the function by itself, or nobody does.
pub(crate) fn meaning(expr: &Expr) -> Option<String> {
    let Expr::Function(function) = expr else { return None };
    if function.filter.is_some() || function.over.is_some() || !function.within_group.is_empty() {
        return None;
    }
    let FunctionArguments::List(list) = &function.args else { return None };
    if list.duplicate_treatment.is_some() || !list.clauses.is_empty() {
        return None;
    }
    let given = list.args.iter().map(|arg| match arg {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.to_string()),
        _ => None,
    });
    let args: Vec<String> = given.collect::<Option<_>>()?;
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    translated(&function.name.to_string().to_ascii_lowercase(), &args)
}

fn translated(name: &str, args: &[&str]) -> Option<String> {
    Some(match (name, args) {
        // Times
        ("from_iso8601_timestamp", [text]) => format!("to_timestamp_millis({text})"),
        ("from_iso8601_date" | "date", [value]) => format!("CAST({value} AS DATE)"),
        ("year" | "quarter" | "month" | "week" | "day" | "hour" | "minute" | "second", [time]) => {
            format!("CAST(date_part('{name}', {time}) AS BIGINT)")
        }
        ("day_of_month", [time]) => format!("CAST(date_part('day', {time}) AS BIGINT)"),
        // Trino counts from Monday as 1.
        ("day_of_week" | "dow", [time]) => format!("CAST((date_part('dow', {time}) + 6) % 7 + 1 AS BIGINT)"),
        ("day_of_year" | "doy", [time]) => format!("CAST(date_part('doy', {time}) AS BIGINT)"),
        ("to_unixtime", [time]) => format!("date_part('epoch', {time})"),
        ("date_add", [unit, count, time]) => {
            let unit = word(unit)?;
            // A number that stands there: intervals of a column's number are not needed to move a window of time.
            let count: i64 = count.replace(' ', "").parse().ok()?;
            format!("({time} + INTERVAL '{count} {unit}')")
        }
        ("date_diff", [unit, from, to]) => {
            let seconds = match word(unit)? {
                "second" => 1,
                "minute" => 60,
                "hour" => 3600,
                "day" => 86400,
                "week" => 604_800,
                _ => return None,
            };
            format!("CAST(trunc((date_part('epoch', {to}) - date_part('epoch', {from})) / {seconds}) AS BIGINT)")
        }
        // Choices
        ("if", [test, then]) => format!("CASE WHEN {test} THEN {then} END"),
        ("if", [test, then, other]) => format!("CASE WHEN {test} THEN {then} ELSE {other} END"),
        // Aggregates
        ("count_if", [test]) => format!("count(CASE WHEN {test} THEN 1 END)"),
        ("arbitrary" | "any_value", [value]) => format!("first_value({value})"),
        ("every", [test]) => format!("bool_and({test})"),
        // Text
        ("regexp_extract", [text, pattern]) => format!("array_element(regexp_match({text}, '(' || {pattern} || ')'), 1)"),
        ("regexp_extract", [text, pattern, group]) => {
            let group: u32 = group.parse().ok()?;
            format!("array_element(regexp_match({text}, '(' || {pattern} || ')'), {})", group + 1)
        }
        ("regexp_replace", [text, pattern]) => format!("regexp_replace({text}, {pattern}, '', 'g')"),
        ("regexp_replace", [text, pattern, by]) => format!("regexp_replace({text}, {pattern}, {by}, 'g')"),
        ("split", [text, at]) => format!("string_to_array({text}, {at})"),
        ("array_join", [list, between]) => format!("array_to_string({list}, {between})"),
        // JSON is text here.
        ("json_parse" | "json_format", [json]) => (*json).to_owned(),
        ("typeof", [value]) => format!("arrow_typeof({value})"),
        _ => return None,
    })
}

/// A unit of time in quotes, without them; nothing else.
fn word(quoted: &str) -> Option<&str> {
    let unit = quoted.strip_prefix('\'')?.strip_suffix('\'')?;
    matches!(unit, "second" | "minute" | "hour" | "day" | "week" | "month" | "year").then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn units_and_numbers_are_checked() {
        assert_eq!(translated("date_add", &["'day'", "- 7", "now()"]).unwrap(), "(now() + INTERVAL '-7 day')");
        for args in [["'day''", "1", "x"], ["day", "1", "x"], ["'day'", "n", "x"], ["'eon'", "1", "x"]] {
            assert_eq!(translated("date_add", &args), None, "{args:?}");
        }
        assert_eq!(translated("unknown", &["1"]), None);
        assert_eq!(translated("year", &[]), None);
    }
}
