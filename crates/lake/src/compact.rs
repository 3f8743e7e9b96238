//! Compaction: many small files of a day become few large ones.

use std::collections::BTreeMap;

use datafusion::arrow::array::{AsArray as _, RecordBatch};
use datafusion::arrow::compute::concat_batches;
use datafusion::object_store::ObjectStoreExt as _;
use datafusion::object_store::path::Path as ObjectPath;
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::Lake;
use crate::error::{LakeError, Result};
use crate::file::{DataFile, Partition};
use crate::schema::FILE_SCHEMA;
use crate::seal::TableKey;

/// Size of a compacted file as JSON at most, bytes: it is held in memory while it is written.
const MAX_JSON: u64 = 256 << 20;
/// A file of this many rows is large enough to be left alone.
const LARGE: u64 = 100_000;
/// Files that are worth it.
const LEAST_FILES: usize = 4;

/// What takes the place of what. Change the catalogue in one step, then [`Lake::delete`] what was removed, once no query reads it any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compaction {
    /// The new files.
    pub add: Vec<DataFile>,
    /// The files whose events are in the new ones.
    pub remove: Vec<DataFile>,
}

/// Groups of files that are worth to be put together, each of one account, region and day; pure.
pub fn candidates(files: &[DataFile]) -> Vec<Vec<DataFile>> {
    let mut days: BTreeMap<Partition, Vec<&DataFile>> = BTreeMap::new();
    for file in files.iter().filter(|f| f.rows < LARGE && f.json_bytes < MAX_JSON / 2) {
        days.entry(Partition::of(file)).or_default().push(file);
    }
    let mut groups = Vec::new();
    for mut files in days.into_values() {
        files.sort_by(|a, b| (a.min_time, &a.path).cmp(&(b.min_time, &b.path)));
        let mut group: Vec<DataFile> = Vec::new();
        let mut size = 0;
        for file in files {
            if size + file.json_bytes > MAX_JSON {
                groups.push(std::mem::take(&mut group));
                size = 0;
            }
            size += file.json_bytes;
            group.push(file.clone());
        }
        groups.push(group);
    }
    groups.retain(|group| group.len() >= LEAST_FILES);
    groups
}

impl Lake {
    /// Puts the files of one account, region and day together (see [`candidates`]), sealed if the table has a key. Nothing changes for queries until the
    /// catalogue does.
    ///
    /// # Errors
    /// Storage errors, and damaged files.
    pub async fn compact(&self, table: &str, key: Option<&TableKey>, files: &[DataFile]) -> Result<Compaction> {
        let Some(first) = files.first() else { return Ok(Compaction { add: Vec::new(), remove: Vec::new() }) };
        let partition = Partition::of(first);
        if files.iter().any(|f| Partition::of(f) != partition) {
            return Err(LakeError::internal("files of several partitions cannot be put together"));
        }
        let mut batches = Vec::new();
        for file in files {
            batches.extend(self.read(file, key).await?);
        }
        let whole = concat_batches(&FILE_SCHEMA, &batches).map_err(LakeError::internal)?;
        drop(batches);
        let add = self.put(table, key, partition, whole, files.iter().map(|f| f.json_bytes).sum()).await?;
        if add.rows != files.iter().map(|f| f.rows).sum::<u64>() {
            return Err(LakeError::internal(format!("{} has other events than the files it was made of", add.path)));
        }
        Ok(Compaction { add: vec![add], remove: files.to_vec() })
    }

    /// All rows of a file, in batches of the file's schema.
    ///
    /// # Errors
    /// Storage errors, and that the file is damaged.
    pub async fn read(&self, file: &DataFile, key: Option<&TableKey>) -> Result<Vec<RecordBatch>> {
        self.read_columns(file, key, None).await
    }

    /// The values of a column of text in a file, but for nulls.
    pub(crate) async fn texts(&self, file: &DataFile, column: &'static str) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for batch in self.read_columns(file, None, Some(column)).await? {
            texts.extend(batch.column(0).as_string::<i32>().iter().flatten().map(str::to_owned));
        }
        Ok(texts)
    }

    async fn read_columns(
        &self,
        file: &DataFile,
        key: Option<&TableKey>,
        only: Option<&'static str>,
    ) -> Result<Vec<RecordBatch>> {
        let failed = |e: datafusion::object_store::Error| LakeError::storage(&file.path, std::io::Error::other(e));
        let store = self.storage.opened(key.map(|key| (file.folder().to_owned(), key.clone())).into_iter().collect());
        let data = store.get(&ObjectPath::from(file.path.as_str())).await.map_err(failed)?.bytes().await.map_err(failed)?;
        tokio::task::spawn_blocking(move || {
            let mut reader = ParquetRecordBatchReaderBuilder::try_new(data).map_err(LakeError::internal)?;
            if let Some(column) = only {
                let mask = ProjectionMask::columns(reader.parquet_schema(), [column]);
                reader = reader.with_projection(mask);
            }
            let reader = reader.build().map_err(LakeError::internal)?;
            reader.map(|batch| batch.map_err(LakeError::internal)).collect()
        })
        .await
        .map_err(LakeError::internal)?
    }
}

#[cfg(test)]
mod tests {
    use super::candidates;
    use crate::file::DataFile;

    fn file(day: &str, at: i64, rows: u64, json_bytes: u64) -> DataFile {
        DataFile {
            path: format!("{day}/{at}"),
            account: "1".into(),
            region: "r".into(),
            day: day.into(),
            rows,
            bytes: 1,
            json_bytes,
            min_time: at,
            max_time: at,
        }
    }

    #[test]
    fn small_files_of_a_day_go_together() {
        let mut files: Vec<DataFile> = (0..5).map(|i| file("a", 5 - i, 10, 1000)).collect();
        files.push(file("a", 9, 100_000, 1000));
        files.extend((0..3).map(|i| file("b", i, 10, 1000)));
        let groups = candidates(&files);
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].iter().map(|f| f.min_time).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        let large: Vec<DataFile> = (0..9).map(|i| file("c", i, 10, 60 << 20)).collect();
        let sizes: Vec<usize> = candidates(&large).iter().map(Vec::len).collect();
        assert_eq!(sizes, [4, 4]);
    }
}
