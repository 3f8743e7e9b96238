//! A table as a query sees it: files that a catalogue gave, of the accounts that may be seen, and no others.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::stats::Precision;
use datafusion::common::{ColumnStatistics, DFSchema, Result, ScalarValue, Statistics};
use datafusion::datasource::file_format::FileFormat as _;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::table_schema::TableSchema;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;

use crate::file::DataFile;
use crate::schema::TABLE_SCHEMA;
use crate::seal::TableKey;

/// A table that a query may name.
#[derive(Debug, Clone)]
pub struct Table {
    /// Names that the statement may call it by.
    pub names: Vec<String>,
    /// Its files, as they stand in the catalogue now.
    pub files: Vec<DataFile>,
    /// Accounts whose events may be seen; `None`: those of all.
    pub accounts: Option<BTreeSet<String>>,
    /// The key that its sealed files are read with; `None` if there are none.
    pub key: Option<TableKey>,
}

impl Table {
    /// The files that may be read.
    pub(crate) fn visible(&self) -> Vec<DataFile> {
        let may = |file: &&DataFile| self.accounts.as_ref().is_none_or(|accounts| accounts.contains(&file.account));
        self.files.iter().filter(may).cloned().collect()
    }
}

/// What the planner asks. There is nothing in it but files that may be read, so no statement reaches another.
#[derive(Debug)]
pub(crate) struct Provider {
    files: Vec<DataFile>,
    url: ObjectStoreUrl,
}

impl Provider {
    pub fn new(table: &Table, url: ObjectStoreUrl) -> Self {
        Self { files: table.visible(), url }
    }
}

/// What is known of a file without opening it.
fn statistics(file: &DataFile) -> Statistics {
    let mut statistics = Statistics::new_unknown(&TABLE_SCHEMA);
    statistics.num_rows = Precision::Exact(usize::try_from(file.rows).unwrap_or(usize::MAX));
    let time = |ms: i64| Precision::Exact(ScalarValue::TimestampMillisecond(Some(ms), None));
    if let Some(first) = statistics.column_statistics.first_mut().filter(|_| file.min_time != i64::MIN) {
        *first = ColumnStatistics {
            min_value: time(file.min_time),
            max_value: time(file.max_time),
            ..ColumnStatistics::new_unknown()
        };
    }
    statistics
}

#[async_trait]
impl TableProvider for Provider {
    fn schema(&self) -> SchemaRef {
        TABLE_SCHEMA.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        // The reader drops what it can; what it cannot tell stays with the filter above it.
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let schema = self.schema();
        if self.files.is_empty() {
            let projected = match projection {
                Some(columns) => Arc::new(schema.project(columns)?),
                None => schema,
            };
            return Ok(Arc::new(EmptyExec::new(projected)));
        }
        let total = self.files.iter().map(statistics).reduce(merge).unwrap_or_else(|| Statistics::new_unknown(&schema));
        let files = self
            .files
            .iter()
            .map(|file| PartitionedFile::new(&file.path, file.bytes).with_statistics(Arc::new(statistics(file))))
            .collect::<Vec<_>>();
        let groups = FileGroup::new(files).split_files(state.config().target_partitions());
        let mut source = ParquetSource::new(TableSchema::from(schema.clone()));
        if let Some(all) = conjunction(filters.to_vec()) {
            let logical = DFSchema::try_from(schema.as_ref().clone())?;
            source = source.with_predicate(state.create_physical_expr(all, &logical)?);
        }
        let config = FileScanConfigBuilder::new(self.url.clone(), Arc::new(source))
            .with_file_groups(groups)
            .with_statistics(total)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        let format = ParquetFormat::new().with_options(state.default_table_options().parquet);
        format.create_physical_plan(state, config).await
    }
}

/// Statistics of two files together.
fn merge(mut one: Statistics, other: Statistics) -> Statistics {
    one.num_rows = one.num_rows.add(&other.num_rows);
    for (a, b) in one.column_statistics.iter_mut().zip(&other.column_statistics) {
        a.min_value = a.min_value.min(&b.min_value);
        a.max_value = a.max_value.max(&b.max_value);
    }
    one
}
