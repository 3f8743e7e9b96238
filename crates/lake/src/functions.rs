//! Functions over JSON text, under the names that CloudTrail Lake's queries use.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, StringViewBuilder};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DFSchema, Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawFieldAccessExpr};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable as _, GetFieldAccess, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::json::{Step, find, path, scalar};

/// What a function makes of JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    /// `json_get(json, 'key', …)`, also as `element_at(json, 'key')` and `json['key']`: a member as text.
    Get,
    /// `json_extract_scalar(json, '$.path')`: a string, number or truth value as text.
    ExtractScalar,
    /// `json_extract(json, '$.path')`: JSON text.
    Extract,
    /// `json_object('name', value, …)`: JSON text of what is not null; a name with dots stands for objects in objects.
    Object,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Json {
    form: Form,
    name: &'static str,
    aliases: Vec<String>,
    signature: Signature,
}

/// The functions.
pub(crate) fn functions() -> Vec<ScalarUDF> {
    [
        (Form::Get, "json_get", &["element_at"][..]),
        (Form::ExtractScalar, "json_extract_scalar", &[]),
        (Form::Extract, "json_extract", &[]),
        (Form::Object, "json_object", &[]),
    ]
    .into_iter()
    .map(|(form, name, aliases)| ScalarUDF::from(Json::new(form, name, aliases)))
    .collect()
}

impl Json {
    fn new(form: Form, name: &'static str, aliases: &[&str]) -> Self {
        Self {
            form,
            name,
            aliases: aliases.iter().map(|&a| a.to_owned()).collect(),
            signature: Signature::variadic_any(Volatility::Immutable),
        }
    }
}

/// Whether a type is text.
fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null)
}

impl ScalarUDFImpl for Json {
    fn name(&self) -> &str {
        self.name
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        let fits = match self.form {
            Form::Get => types.len() >= 2 && types.first().is_some_and(is_text),
            Form::Extract | Form::ExtractScalar => types.len() == 2 && types.iter().all(is_text),
            Form::Object => types.len().is_multiple_of(2),
        };
        if fits { Ok(DataType::Utf8View) } else { plan_err!("{} takes JSON text and what to take from it", self.name) }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let scalars = args.args.iter().all(|a| matches!(a, ColumnarValue::Scalar(_)));
        let rows = if scalars { 1 } else { args.number_rows };
        let steps = self.constant_steps(&args.args)?;
        let columns = args.args.iter().map(|a| text(a, rows)).collect::<Result<Vec<_>>>()?;
        let mut out = StringViewBuilder::with_capacity(rows);
        for row in 0..rows {
            let value = |at: usize| -> Option<&str> {
                let column: &dyn Array = columns.get(at)?;
                column.is_valid(row).then(|| column.as_string_view().value(row))
            };
            if self.form == Form::Object {
                out.append_value(object((0..columns.len() / 2).filter_map(|i| Some((value(2 * i)?, value(2 * i + 1)?)))));
                continue;
            }
            let own;
            let steps = match &steps {
                Some(steps) => steps.as_slice(),
                None => {
                    own = self.steps((1..columns.len()).map(&value))?;
                    own.as_slice()
                }
            };
            let found = value(0).filter(|_| !steps.is_empty() || self.form != Form::Get).and_then(|json| find(json, steps));
            match self.form {
                Form::Extract => out.append_option(found),
                Form::ExtractScalar => out.append_option(found.filter(|f| !f.starts_with(['{', '['])).and_then(scalar)),
                _ => out.append_option(found.and_then(scalar)),
            }
        }
        let array: ArrayRef = Arc::new(out.finish());
        if scalars { Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&array, 0)?)) } else { Ok(ColumnarValue::Array(array)) }
    }
}

impl Json {
    /// The steps, where they are the same for all rows.
    fn constant_steps(&self, args: &[ColumnarValue]) -> Result<Option<Vec<Step>>> {
        let mut words = Vec::new();
        for arg in args.iter().skip(1) {
            let ColumnarValue::Scalar(scalar) = arg else { return Ok(None) };
            words.push(match scalar.try_as_str() {
                Some(text) => text.map(str::to_owned),
                None => Some(scalar.to_string()),
            });
        }
        if self.form == Form::Object { Ok(None) } else { self.steps(words.iter().map(|w| w.as_deref())).map(Some) }
    }

    fn steps<'a>(&self, words: impl Iterator<Item = Option<&'a str>>) -> Result<Vec<Step>> {
        if self.form == Form::Get {
            // A key that is null leads nowhere.
            let keys: Option<Vec<Step>> = words.map(|word| word.map(|w| Step::Key(w.to_owned()))).collect();
            return Ok(keys.unwrap_or_default());
        }
        let Some(Some(text)) = words.into_iter().next() else { return Ok(vec![Step::Index(usize::MAX)]) };
        match path(text) {
            Some(steps) => Ok(steps),
            None => exec_err!("Invalid JSON path: '{text}'"),
        }
    }
}

fn text(value: &ColumnarValue, rows: usize) -> Result<ArrayRef> {
    let array = value.to_array(rows)?;
    Ok(cast(&array, &DataType::Utf8View)?)
}

fn object<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    fn put(map: &mut serde_json::Map<String, serde_json::Value>, name: &str, value: &str) {
        match name.split_once('.') {
            None => {
                map.insert(name.to_owned(), value.into());
            }
            Some((first, rest)) => {
                let inner = map.entry(first).or_insert_with(|| serde_json::Map::new().into());
                if let serde_json::Value::Object(inner) = inner {
                    put(inner, rest, value);
                }
            }
        }
    }
    let mut map = serde_json::Map::new();
    pairs.for_each(|(name, value)| put(&mut map, name, value));
    serde_json::Value::Object(map).to_string()
}

/// Plans `json['key']` over text.
#[derive(Debug)]
pub(crate) struct Subscripts;

impl ExprPlanner for Subscripts {
    fn plan_field_access(&self, raw: RawFieldAccessExpr, schema: &DFSchema) -> Result<PlannerResult<RawFieldAccessExpr>> {
        if !is_text(&raw.expr.get_type(schema)?) {
            return Ok(PlannerResult::Original(raw));
        }
        let key = match raw.field_access {
            GetFieldAccess::NamedStructField { ref name } => Expr::Literal(name.clone(), None),
            GetFieldAccess::ListIndex { ref key } => (**key).clone(),
            GetFieldAccess::ListRange { .. } => return Ok(PlannerResult::Original(raw)),
        };
        let get = Arc::new(ScalarUDF::from(Json::new(Form::Get, "json_get", &["element_at"])));
        Ok(PlannerResult::Planned(Expr::ScalarFunction(ScalarFunction::new_udf(get, vec![raw.expr, key]))))
    }
}
