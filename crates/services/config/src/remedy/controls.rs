//! Limits of a rule's remediations: how many run at once, and how many may fail before the others are not begun.
//!
//! See <https://docs.aws.amazon.com/config/latest/APIReference/API_SsmControls.html>.

use plane::{Failure, Stored, System};

use super::{Due, Execution, Remedy, StepDone};
use crate::api::{RemediationExecutionState as State, RemediationExecutionStepState as StepState};

/// Where only one of both is named, percent.
const CONCURRENCY: i32 = 10;
const ERRORS: i32 = 50;

/// Limits that somebody named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Controls {
    concurrency: usize,
    errors: usize,
}

impl Controls {
    fn new(concurrency: Option<i32>, errors: Option<i32>) -> Self {
        let percent = |given: Option<i32>, usual: i32| usize::try_from(given.unwrap_or(usual)).unwrap_or_default().min(100);
        Self { concurrency: percent(concurrency, CONCURRENCY), errors: percent(errors, ERRORS) }
    }

    /// How many of so many run at once: at least one.
    pub fn at_once(&self, all: usize) -> usize {
        (all * self.concurrency).div_ceil(100).max(1)
    }

    /// Whether so many failures of so many are too many: 10 percent of 50 are exceeded by the sixth.
    fn exceeded_by(&self, failed: usize, all: usize) -> bool {
        failed * 100 > self.errors * all
    }
}

/// The limits of a rule's remediation, if it has any.
///
/// # Errors
/// Internal ones only.
pub async fn of(system: &System, place: (&str, &str), rule: &str) -> Result<Option<Controls>, Failure> {
    let remedy = system.reader().get::<Remedy>(place.0, place.1, rule).await?;
    Ok(remedy.and_then(|remedy| remedy.body.controls).map(|(concurrency, errors)| Controls::new(concurrency, errors)))
}

/// Whether too many failed of those that were asked for with those that are open.
///
/// # Errors
/// Internal ones only.
pub async fn exceeded(
    system: &System,
    place: (&str, &str),
    rule: &str,
    controls: &Controls,
    open: usize,
) -> Result<bool, Failure> {
    let all = system.reader().all::<Execution>(place.0, place.1, &format!("{rule}|")).await?;
    let is_open = |execution: &Stored<Execution>| matches!(execution.body.state, State::Queued | State::InProgress);
    let begun = all.iter().filter(|execution| is_open(execution)).map(|execution| execution.body.invoked).min();
    let Some(begun) = begun else { return Ok(false) };
    let ended = all.iter().filter(|execution| !is_open(execution) && execution.body.invoked >= begun);
    let (failed, succeeded): (Vec<_>, Vec<_>) = ended.partition(|execution| execution.body.state == State::Failed);
    Ok(controls.exceeded_by(failed.len(), failed.len() + succeeded.len() + open))
}

/// Ends executions that are not begun any more.
///
/// # Errors
/// Internal ones only.
pub(super) async fn stop<'d>(system: &System, due: impl Iterator<Item = &'d Stored<Due>>, rule: &str) -> Result<(), Failure> {
    for due in due {
        system
            .act("config", "StartRemediationExecution", |tx| {
                let (due, why) = (due.clone(), format!("Too many remediations of the rule {rule} failed."));
                Box::pin(async move {
                    let now = tx.call().time.as_millisecond();
                    let Some(held) = tx.get::<Due>("", "", &due.key.id).await? else { return Ok(()) };
                    tx.delete(&held);
                    let execution = tx.get::<Execution>(&due.body.account, &due.body.region, &due.body.execution).await?;
                    if let Some(mut execution) = execution {
                        execution.body.state = State::Failed;
                        execution.body.updated = now;
                        execution.body.steps = vec![StepDone {
                            name: "ErrorPercentage".to_owned(),
                            state: StepState::Failed,
                            error: Some(why),
                            span: (now, now),
                        }];
                        tx.put(&execution)?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Controls;

    #[test]
    fn percentages() {
        let controls = Controls::new(Some(25), Some(10));
        assert_eq!((controls.at_once(1), controls.at_once(4), controls.at_once(5), controls.at_once(100)), (1, 1, 2, 25));
        assert!(!controls.exceeded_by(5, 50) && controls.exceeded_by(6, 50));
        assert_eq!(Controls::new(None, None), Controls::new(Some(10), Some(50)));
        assert!(Controls::new(None, Some(0)).exceeded_by(1, 1_000));
        assert!(!Controls::new(None, Some(100)).exceeded_by(7, 7));
    }
}
