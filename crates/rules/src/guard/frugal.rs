//! Evaluation without a protocol. The language's crate writes down every comparison, for reports that nobody here reads: a clause that compares
//! each value of an item with each other can take gigabytes. Here records are counted, and dropped.

use std::collections::HashMap;
use std::rc::Rc;

use cloudformation_guard_lang::errors::Error;
use cloudformation_guard_lang::eval_context::RootScope;
use cloudformation_guard_lang::exprs::{ParameterizedRule, QueryPart, Rule};
use cloudformation_guard_lang::path_value::PathAwareValue;
use cloudformation_guard_lang::{EvalContext, QueryResult, RecordTracer, RecordType, Result, Status, eval};

/// What an evaluation may cost. A record costs one; where a policy compares values of the item with each other, the square of their number, which
/// is the most that a clause can take.
const BUDGET: usize = 2_000_000_000;
/// Most records of an evaluation.
const MAX_RECORDS: usize = 1_000_000;

/// The outermost scope of a policy: what the crate's own does, without keeping records.
pub(super) struct Frugal<'value, 'loc: 'value> {
    root: RootScope<'value, 'loc>,
    rules: &'value [Rule<'loc>],
    known: HashMap<&'value str, Status>,
    cost: usize,
    left: usize,
}

impl<'value, 'loc: 'value> Frugal<'value, 'loc> {
    /// `cost` is what a record counts.
    pub(super) fn new(root: RootScope<'value, 'loc>, rules: &'value [Rule<'loc>], cost: usize) -> Self {
        Self { root, rules, known: HashMap::new(), cost: cost.max(BUDGET / MAX_RECORDS), left: BUDGET }
    }
}

impl<'value, 'loc: 'value> RecordTracer<'value> for Frugal<'value, 'loc> {
    fn start_record(&mut self, _: &str) -> Result<()> {
        self.left = self.left.checked_sub(self.cost).ok_or_else(|| Error::IllegalArguments("too many comparisons".to_owned()))?;
        Ok(())
    }

    fn end_record(&mut self, _: &str, _: RecordType<'value>) -> Result<()> {
        Ok(())
    }
}

impl<'value, 'loc: 'value> EvalContext<'value, 'loc> for Frugal<'value, 'loc> {
    fn query(&mut self, query: &'value [QueryPart<'loc>]) -> Result<Vec<QueryResult>> {
        let found = self.root.query(query);
        // Filters within a query are evaluated, and written down, by the scope itself.
        drop(self.root.reset_recorder());
        found
    }

    fn find_parameterized_rule(&mut self, rule_name: &str) -> Result<&'value ParameterizedRule<'loc>> {
        self.root.find_parameterized_rule(rule_name)
    }

    fn root(&mut self) -> Rc<PathAwareValue> {
        self.root.root()
    }

    /// The first rule of a name that is not skipped decides, as in the crate's own scope.
    fn rule_status(&mut self, rule_name: &'value str) -> Result<Status> {
        if let Some(status) = self.known.get(rule_name) {
            return Ok(*status);
        }
        let mut found = None;
        for rule in self.rules.iter().filter(|rule| rule.rule_name == rule_name) {
            let status = eval::eval_rule(rule, self)?;
            found = Some(status);
            if status != Status::SKIP {
                break;
            }
        }
        let status = found.ok_or_else(|| Error::MissingValue(format!("there is no rule {rule_name}")))?;
        self.known.insert(rule_name, status);
        Ok(status)
    }

    fn resolve_variable(&mut self, variable_name: &'value str) -> Result<Vec<QueryResult>> {
        let found = self.root.resolve_variable(variable_name);
        drop(self.root.reset_recorder());
        found
    }

    fn add_variable_capture_key(&mut self, variable_name: &'value str, key: Rc<PathAwareValue>) -> Result<()> {
        self.root.add_variable_capture_key(variable_name, key)
    }
}
