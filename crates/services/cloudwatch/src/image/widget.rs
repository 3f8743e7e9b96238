//! The description of a widget: what GetMetricWidgetImage is given.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html>.

use jiff::{Span, Timestamp};
use serde_json::{Map, Value};

use super::Plot;
use crate::metric::Identity;
use crate::resources::{MetricStat, Query};

/// Most metrics of a widget.
const MAX_METRICS: usize = 100;
/// Widths and heights that can be asked for, pixels.
const WIDTHS: (i64, i64) = (100, 2_000);
const HEIGHTS: (i64, i64) = (80, 2_000);

/// What a widget asks for: its queries, and a plot that waits for their series.
///
/// # Errors
/// What is wrong.
pub fn parse(text: &str, now: i64) -> Result<(Vec<Query>, Plot), String> {
    let document: Value = serde_json::from_str(text).map_err(|e| format!("the widget is not JSON: {e}"))?;
    let widget = document.as_object().ok_or("the widget must be an object")?;
    if let Some(view) = widget.get("view").and_then(Value::as_str)
        && view != "timeSeries"
    {
        return Err(format!("the view {view} is not available in this installation"));
    }
    let size = |name: &str, usual: i64, (least, most): (i64, i64)| match widget.get(name) {
        None => Ok(usual),
        Some(value) => {
            value.as_i64().filter(|v| (least..=most).contains(v)).ok_or(format!("{name} must be from {least} to {most}"))
        }
    };
    let (width, height) = (size("width", 600, WIDTHS)?, size("height", 400, HEIGHTS)?);
    let moment = |name: &str, usual: &str| time(widget.get(name).and_then(Value::as_str).unwrap_or(usual), now);
    let (start, end) = (moment("start", "-PT3H")?, moment("end", "PT0H")?);
    if start >= end {
        return Err("start must be before end".to_owned());
    }
    let axis = |side: &str| widget.get("yAxis").and_then(|axis| axis.get("left")?.get(side)?.as_f64());
    let horizontal = widget.get("annotations").and_then(|a| a.get("horizontal")?.as_array());
    let marks = horizontal.into_iter().flatten().filter_map(|mark| {
        let label = mark.get("label").and_then(Value::as_str).unwrap_or_default();
        Some((mark.get("value")?.as_f64()?, label.to_owned()))
    });
    let plot = Plot {
        size: (usize::try_from(width).unwrap_or(0), usize::try_from(height).unwrap_or(0)),
        title: widget.get("title").and_then(Value::as_str).unwrap_or_default().chars().take(100).collect(),
        span: (start, end),
        bounds: (axis("min"), axis("max")),
        marks: marks.collect(),
        stacked: widget.get("stacked").and_then(Value::as_bool).unwrap_or_default(),
        series: Vec::new(),
    };
    Ok((queries(widget)?, plot))
}

/// A moment: a time, or a duration before (or with a plus sign after) the present.
fn time(text: &str, now: i64) -> Result<i64, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time.as_second());
    }
    let span: Span = text.parse().map_err(|_| format!("{text} is neither a time nor a duration"))?;
    if span.get_years() != 0 || span.get_months() != 0 {
        return Err(format!("{text} has years or months, which are of no fixed length"));
    }
    let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
    let seconds =
        days * 86_400 + i64::from(span.get_hours()) * 3_600 + span.get_minutes().saturating_mul(60) + span.get_seconds();
    Ok(now.saturating_add(seconds))
}

fn queries(widget: &Map<String, Value>) -> Result<Vec<Query>, String> {
    let metrics = match widget.get("metrics") {
        None => return Ok(Vec::new()),
        Some(metrics) => metrics.as_array().ok_or("metrics must be an array")?,
    };
    if metrics.len() > MAX_METRICS {
        return Err(format!("a widget has at most {MAX_METRICS} metrics"));
    }
    let usual = |name: &str| widget.get(name);
    let mut queries: Vec<Query> = Vec::new();
    let mut before: Vec<String> = Vec::new();
    for (n, metric) in metrics.iter().enumerate() {
        let wrong = |reason: &str| format!("metrics/{n}: {reason}");
        let parts = metric.as_array().ok_or_else(|| wrong("must be an array"))?;
        let empty = Map::new();
        let options = parts.last().and_then(Value::as_object).unwrap_or(&empty);
        let option = |name: &str| options.get(name).or_else(|| usual(name));
        let text = |name: &str| options.get(name).and_then(Value::as_str).map(str::to_owned);
        let period = option("period").and_then(Value::as_i64).unwrap_or(300);
        let id = text("id").unwrap_or_else(|| format!("m_{n}"));
        let visible = options.get("visible").and_then(Value::as_bool).unwrap_or(true);
        let mut query = Query { id, label: text("label"), return_data: Some(visible), ..Query::default() };
        if let Some(expression) = text("expression") {
            query.expression = Some(expression);
            query.period = Some(period);
            queries.push(query);
            continue;
        }
        let words: Option<Vec<&str>> = parts.iter().filter(|part| !part.is_object()).map(Value::as_str).collect();
        let words = repeated(&words.ok_or_else(|| wrong("must hold texts"))?, &before).ok_or_else(|| wrong("repeats nothing"))?;
        let [namespace, name, dimensions @ ..] = words.as_slice() else { return Err(wrong("needs a namespace and a name")) };
        if dimensions.len() % 2 != 0 {
            return Err(wrong("has a dimension without a value"));
        }
        let pairs = dimensions.chunks(2).filter_map(|pair| Some((pair.first()?.clone(), pair.get(1)?.clone()))).collect();
        query.stat = Some(MetricStat {
            metric: Identity::new(namespace, name, pairs),
            period,
            stat: option("stat").and_then(Value::as_str).unwrap_or("Average").to_owned(),
            unit: None,
        });
        queries.push(query);
        before = words;
    }
    Ok(queries)
}

/// Fills in what a metric takes from the one before: `.` is the word at the same place, `...` all words that are not said.
fn repeated(words: &[&str], before: &[String]) -> Option<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    for (n, word) in words.iter().enumerate() {
        match *word {
            "." => all.push(before.get(all.len())?.clone()),
            "..." => {
                let left = words.len() - n - 1;
                let to = before.len().checked_sub(left)?;
                all.extend(before.get(all.len()..to)?.iter().cloned());
            }
            word => all.push(word.to_owned()),
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn widgets_are_read() {
        let (queries, plot) = parse(
            r#"{"metrics": [["N", "m", "D", "1", {"stat": "Sum", "period": 60}], ["...", "2"], [".", "n", ".", "."], [{"expression": "m_0 + m_1", "label": "both"}]],
               "start": "-PT1H", "title": "T", "annotations": {"horizontal": [{"value": 3, "label": "most"}]}}"#,
            7_200,
        )
        .unwrap();
        let values: Vec<(&str, &str)> = queries
            .iter()
            .filter_map(|q| q.stat.as_ref())
            .map(|s| (s.metric.name.as_str(), s.metric.dimensions[0].1.as_str()))
            .collect();
        assert_eq!(values, [("m", "1"), ("m", "2"), ("n", "2")]);
        assert_eq!((plot.span, plot.marks.len(), queries[3].expression.as_deref()), ((3_600, 7_200), 1, Some("m_0 + m_1")));
    }

    #[test]
    fn mistakes_are_told() {
        for widget in [
            "",
            "[]",
            "{\"metrics\": 1}",
            "{\"metrics\": [[\"N\"]]}",
            "{\"metrics\": [[\"...\", \"a\"]]}",
            "{\"width\": 1}",
            "{\"start\": \"soon\"}",
            "{\"start\": \"PT1H\"}",
            "{\"view\": \"pie\"}",
            "{\"metrics\": [[\"N\", \"m\", \"D\"]]}",
        ] {
            assert!(parse(widget, 0).is_err(), "{widget}");
        }
    }
}
