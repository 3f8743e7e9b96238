//! Queries: planned over the tables that a caller may see, run in bounded memory, handed out batch by batch.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::context::{SQLOptions, SessionContext};
use datafusion::execution::object_store::DefaultObjectStoreRegistry;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::prelude::SessionConfig;
use futures::StreamExt as _;

use crate::Lake;
use crate::error::{LakeError, Position, Result};
use crate::functions::{Subscripts, functions};
use crate::schema::display_name;
use crate::seal::TableKey;
use crate::sql::{Quoted, located, prepare};
use crate::table::{Provider, Table};

/// How times are shown, as CloudTrail Lake shows them.
const TIME: &str = "%Y-%m-%d %H:%M:%S%.3f";

/// A query that runs while its batches are asked for. Dropping it cancels it.
pub struct Query {
    stream: SendableRecordBatchStream,
    plan: Arc<dyn ExecutionPlan>,
    quoted: Quoted,
    limit: usize,
    total_bytes: u64,
}

impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Query").field("total_bytes", &self.total_bytes).finish_non_exhaustive()
    }
}

/// How far a query is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes read from files so far. Files, row groups, columns and pages that cannot matter are never read.
    pub bytes_scanned: u64,
    /// Bytes of all files of the tables that the query may name.
    pub bytes_total: u64,
    /// Rows that came out of the files so far, after the filters that they were read with.
    pub rows_scanned: u64,
}

impl Lake {
    /// Plans a statement over tables and starts it. It can name no other table, and only read.
    ///
    /// # Errors
    /// [`LakeError::Statement`] with the place where it is known.
    pub async fn query(&self, sql: &str, tables: &[Table]) -> Result<Query> {
        let (statement, quoted) = prepare(sql)?;
        let mut config = SessionConfig::new()
            .with_target_partitions(self.parallelism)
            .with_information_schema(false)
            .with_create_default_catalog_and_schema(true);
        let options = config.options_mut();
        options.execution.parquet.pushdown_filters = true;
        options.execution.parquet.reorder_filters = true;
        options.sql_parser.collect_spans = true;
        let mut builder =
            SessionStateBuilder::new().with_config(config).with_runtime_env(self.runtime_for(tables)?).with_default_features();
        // Table functions make rows of nothing, without a bound.
        builder = builder.with_table_functions(std::collections::HashMap::new());
        let mut planners: Vec<Arc<dyn datafusion::logical_expr::planner::ExprPlanner>> = vec![Arc::new(Subscripts)];
        planners.append(builder.expr_planners().get_or_insert_default());
        let context = SessionContext::new_with_state(builder.with_expr_planners(planners).build());
        functions().into_iter().for_each(|f| context.register_udf(f));

        for table in tables {
            let provider = Arc::new(Provider::new(table, self.url.clone()));
            for name in &table.names {
                let reference = datafusion::common::TableReference::bare(name.as_str());
                context.register_table(reference, provider.clone()).map_err(LakeError::internal)?;
            }
        }
        let failed = |e| self.failure(e, &quoted);
        let plan = context.state().statement_to_plan(statement).await.map_err(failed)?;
        let only_reading = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
        only_reading.verify_plan(&plan).map_err(failed)?;
        let physical = context.state().create_physical_plan(&plan).await.map_err(failed)?;
        let total_bytes = tables.iter().flat_map(Table::visible).map(|f| f.bytes).sum();
        let stream = execute_stream(physical.clone(), context.task_ctx()).map_err(failed)?;
        Ok(Query { stream, plan: physical, quoted, limit: self.memory_limit, total_bytes })
    }

    /// Memory, disk and files of a query. Keys of sealed files are those of its own tables and end with it.
    fn runtime_for(&self, tables: &[Table]) -> Result<Arc<RuntimeEnv>> {
        // All files of a table are below one folder.
        let folder = |table: &Table| Some(table.files.first()?.folder().to_owned());
        let keys: HashMap<String, TableKey> =
            tables.iter().filter_map(|table| Some((folder(table)?, table.key.clone()?))).collect();
        if keys.is_empty() {
            return Ok(self.runtime.clone());
        }
        let registry = Arc::new(DefaultObjectStoreRegistry::new());
        let runtime = RuntimeEnvBuilder::from_runtime_env(&self.runtime).with_object_store_registry(registry);
        let runtime = runtime.build_arc().map_err(LakeError::internal)?;
        runtime.register_object_store(self.url.as_ref(), self.storage.opened(keys));
        Ok(runtime)
    }

    fn failure(&self, error: DataFusionError, quoted: &Quoted) -> LakeError {
        explain(error, quoted, self.memory_limit)
    }
}

/// The planner's and executor's errors in words for whoever wrote the statement.
fn explain(error: DataFusionError, quoted: &Quoted, limit: usize) -> LakeError {
    let position = error
        .diagnostic()
        .and_then(|d| d.span)
        .map(|span| quoted.original(Position { line: span.start.line, column: span.start.column }));
    let root = error.find_root();
    let message = root.strip_backtrace();
    let message = message.split("\n").next().unwrap_or_default();
    match root {
        DataFusionError::SQL(..) => located(message, quoted),
        DataFusionError::Plan(text) | DataFusionError::NotImplemented(text) | DataFusionError::Configuration(text) => {
            LakeError::Statement { message: text.split("\n\nbacktrace").next().unwrap_or(text).to_owned(), position }
        }
        DataFusionError::SchemaError(..) => {
            let text = message.trim_start_matches("Schema error: ");
            LakeError::Statement { message: text.to_owned(), position }
        }
        DataFusionError::ResourcesExhausted(text) => LakeError::Memory { limit, message: text.clone() },
        DataFusionError::Execution(text) => LakeError::Execution(text.clone()),
        DataFusionError::ArrowError(error, _) => LakeError::Execution(error.to_string()),
        DataFusionError::Internal(text) => LakeError::Internal(text.clone()),
        _ => LakeError::Execution(message.to_owned()),
    }
}

impl Query {
    /// The schema of the batches.
    pub fn schema(&self) -> SchemaRef {
        self.stream.schema()
    }

    /// The columns' names, those of events as AWS writes them.
    pub fn columns(&self) -> Vec<String> {
        self.stream.schema().fields().iter().map(|f| display_name(f.name())).collect()
    }

    /// The next rows; `None` at the end.
    ///
    /// # Errors
    /// [`LakeError::Execution`], [`LakeError::Memory`], or that a file is damaged.
    pub async fn next(&mut self) -> Option<Result<RecordBatch>> {
        self.stream.next().await.map(|batch| batch.map_err(|e| explain(e, &self.quoted, self.limit)))
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        fn visit(plan: &Arc<dyn ExecutionPlan>, progress: &mut Progress) {
            if plan.children().is_empty()
                && let Some(metrics) = plan.metrics()
            {
                let sum = |name: &str| metrics.sum_by_name(name).map_or(0, |v| v.as_usize()) as u64;
                progress.bytes_scanned += sum("bytes_scanned");
                progress.rows_scanned += metrics.output_rows().unwrap_or(0) as u64;
            }
            plan.children().into_iter().for_each(|child| visit(child, progress));
        }
        let mut progress = Progress { bytes_total: self.total_bytes, ..Progress::default() };
        visit(&self.plan, &mut progress);
        progress
    }
}

/// The rows of a batch as text, as CloudTrail Lake gives them; `None` for null.
///
/// # Errors
/// When a value has no text.
pub fn rows(batch: &RecordBatch) -> Result<Vec<Vec<Option<String>>>> {
    let options =
        FormatOptions::default().with_timestamp_format(Some(TIME)).with_datetime_format(Some(TIME)).with_display_error(false);
    let formatters = batch
        .columns()
        .iter()
        .map(|column| ArrayFormatter::try_new(column.as_ref(), &options))
        .collect::<Result<Vec<_>, _>>()
        .map_err(LakeError::internal)?;
    (0..batch.num_rows())
        .map(|row| {
            batch
                .columns()
                .iter()
                .zip(&formatters)
                .map(|(column, formatter)| {
                    if column.is_null(row) || column.data_type().is_null() {
                        return Ok(None);
                    }
                    formatter.value(row).try_to_string().map(Some).map_err(LakeError::internal)
                })
                .collect()
        })
        .collect()
}
