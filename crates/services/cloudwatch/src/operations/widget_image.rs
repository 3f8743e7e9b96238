//! GetMetricWidgetImage.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::{self, operation};
use crate::errors::validation;
use crate::image::{draw, widget};
use crate::metric::check_namespace;
use crate::query::{self, Range, Runner};
use crate::read::steadily;

impl Handle for operation::GetMetricWidgetImage {
    async fn access(_: &api::GetMetricWidgetImageInput, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::GetMetricWidgetImageInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetMetricWidgetImageOutput, Failure> {
        if let Some(format) = input.output_format.as_deref().filter(|format| *format != "png") {
            return Err(validation(format!("The OutputFormat {format} is not available in this installation: only png is.")));
        }
        let now = tx.call().time.as_second();
        let wrong = |reason: String| validation(format!("The parameter MetricWidget is invalid: {reason}"));
        let (queries, mut plot) = widget::parse(&input.metric_widget, now).map_err(wrong)?;
        for stat in queries.iter().filter_map(|query| query.stat.as_ref()) {
            check_namespace(&stat.metric.namespace, false)?;
        }
        if !queries.is_empty() {
            let parsed = query::parse(&queries)?;
            let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
            let reader = tx.reader();
            let range = Range { start: plot.span.0, end: plot.span.1, now };
            let mut outcomes = steadily(&reader, &account, &region, now, |snapshot| {
                let (queries, parsed, account, region) = (&queries, &parsed, &account, &region);
                async move { Runner { reader, snapshot: &snapshot, account, region, range }.run(queries, parsed).await }
            })
            .await?;
            for query in queries.iter().filter(|query| query.return_data.unwrap_or(true)) {
                let Some(outcome) = outcomes.remove(&query.id) else { continue };
                if let Some(error) = outcome.error {
                    return Err(wrong(error));
                }
                plot.series.extend(outcome.series);
            }
        }
        let png = draw(&plot).png().map_err(Failure::internal)?;
        Ok(api::GetMetricWidgetImageOutput { metric_widget_image: Some(png.into()) })
    }
}
