//! Events into Parquet files: one for each account, region and day.

use std::collections::BTreeMap;

use datafusion::arrow::array::{Array as _, AsArray as _, RecordBatch};
use datafusion::arrow::compute::{SortOptions, sort_to_indices, take_record_batch};
use datafusion::arrow::datatypes::TimestampMillisecondType;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::metadata::SortingColumn;
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use datafusion::parquet::schema::types::ColumnPath;
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::Lake;
use crate::error::{LakeError, Result};
use crate::file::{DataFile, Partition};
use crate::record::{Rows, parse};
use crate::schema::{COLUMNS, Kind};
use crate::seal::TableKey;

/// Rows of a row group at most: enough for compression, few enough to be skipped.
pub(crate) const ROW_GROUP: usize = 131_072;

/// An event to be written.
#[derive(Debug, Clone)]
pub struct Event {
    /// Account that it belongs to, which is the one that may see it.
    pub account: String,
    /// Region.
    pub region: String,
    /// The record: a JSON object.
    pub record: Vec<u8>,
}

impl Lake {
    /// Writes events to new files of a table, durably. They can be queried by whoever gets the files' facts; put them into a catalogue, or they are
    /// orphans. Events without a readable `eventTime` are those of `now`. With a key the files are sealed under it.
    ///
    /// # Errors
    /// [`LakeError::Event`] for one that is not a JSON object: nothing is written then. Storage errors, which may leave orphans.
    pub async fn write(&self, table: &str, key: Option<&TableKey>, events: Vec<Event>, now: Timestamp) -> Result<Vec<DataFile>> {
        let parts = tokio::task::spawn_blocking(move || partition(events, now)).await.map_err(LakeError::internal)??;
        let mut files = Vec::with_capacity(parts.len());
        for (partition, batch, json_bytes) in parts {
            files.push(self.put(table, key, partition, batch, json_bytes).await?);
        }
        Ok(files)
    }

    /// Writes one file.
    pub(crate) async fn put(
        &self,
        table: &str,
        key: Option<&TableKey>,
        partition: Partition,
        batch: RecordBatch,
        json_bytes: u64,
    ) -> Result<DataFile> {
        let path = partition.path(table, self.id(), key.is_some());
        let (key, place) = (key.cloned(), path.clone());
        let made = tokio::task::spawn_blocking(move || {
            let (data, min_time, max_time, rows) = encode(batch)?;
            let bytes = data.len() as u64;
            let data = match key {
                Some(key) => key.seal(&place, &data)?,
                None => data,
            };
            Ok::<_, LakeError>((data, bytes, min_time, max_time, rows))
        });
        let (data, bytes, min_time, max_time, rows) = made.await.map_err(LakeError::internal)??;
        self.storage.put(&path, data).await?;
        let Partition { account, region, day } = partition;
        Ok(DataFile { path, account, region, day, rows, bytes, json_bytes, min_time, max_time })
    }

    fn id(&self) -> Uuid {
        (self.ids)()
    }
}

type Part = (Partition, RecordBatch, u64);

fn partition(events: Vec<Event>, now: Timestamp) -> Result<Vec<Part>> {
    let mut parts: BTreeMap<Partition, (Rows, u64)> = BTreeMap::new();
    for event in events {
        let record: Value = serde_json::from_slice(&event.record).map_err(|e| LakeError::Event(e.to_string()))?;
        let Value::Object(record) = record else { return Err(LakeError::Event("it is another kind of value".into())) };
        let time = record.get("eventTime").and_then(Value::as_str).and_then(parse).unwrap_or(now.as_millisecond());
        let partition = Partition { account: event.account, region: event.region, day: day(time) };
        let (rows, bytes) = parts.entry(partition).or_default();
        rows.add(record);
        *bytes += event.record.len() as u64;
    }
    parts.into_iter().map(|(partition, (mut rows, bytes))| Ok((partition, rows.finish()?, bytes))).collect()
}

/// The day of a time in milliseconds, in UTC.
pub(crate) fn day(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().strftime("%Y-%m-%d").to_string()
}

/// A batch as a file, sorted by time: its bytes, first and last time, and number of rows.
fn encode(batch: RecordBatch) -> Result<(Vec<u8>, i64, i64, u64)> {
    let batch = sorted(&batch)?;
    let times = batch.column(0).as_primitive::<TimestampMillisecondType>();
    let known = times.len() - times.null_count();
    let (min, max) = match known {
        0 => (i64::MIN, i64::MAX),
        _ => (times.value(0), times.value(known - 1)),
    };
    let mut out = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut out, batch.schema(), Some(properties(batch.num_rows())?)).map_err(LakeError::internal)?;
    writer.write(&batch).map_err(LakeError::internal)?;
    writer.close().map_err(LakeError::internal)?;
    Ok((out, min, max, batch.num_rows() as u64))
}

/// By time, events without one at the end.
fn sorted(batch: &RecordBatch) -> Result<RecordBatch> {
    let options = SortOptions { descending: false, nulls_first: false };
    let order = sort_to_indices(batch.column(0), Some(options), None).map_err(LakeError::internal)?;
    take_record_batch(batch, &order).map_err(LakeError::internal)
}

fn properties(rows: usize) -> Result<WriterProperties> {
    let level = ZstdLevel::try_new(3).map_err(LakeError::internal)?;
    let mut properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_2_0)
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_sorting_columns(Some(vec![SortingColumn { column_idx: 0, descending: false, nulls_first: false }]));
    let distinct = rows.min(ROW_GROUP) as u64;
    for column in COLUMNS.iter() {
        let path = ColumnPath::new(vec![column.name.clone()]);
        match column.kind {
            Kind::Needle => {
                properties =
                    properties.set_column_bloom_filter_max_ndv(path.clone(), distinct).set_column_bloom_filter_fpp(path, 0.02);
            }
            // Least and greatest of such texts say nothing.
            Kind::Json => properties = properties.set_column_statistics_enabled(path, EnabledStatistics::Chunk),
            _ => {}
        }
    }
    Ok(properties.build())
}
