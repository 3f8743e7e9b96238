//! Rows of an answer as a table for people, and as JSON, CSV and Parquet for programs.

use std::fs::File;
use std::io::{BufWriter, Error, IsTerminal as _, Result, Stdout, Write};
use std::path::PathBuf;
use std::sync::Arc;

use ::lake::datafusion::arrow::array::{Array, ArrayRef, AsArray as _, RecordBatch};
use ::lake::datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use ::lake::datafusion::parquet::arrow::ArrowWriter;
use ::lake::datafusion::parquet::basic::{Compression, ZstdLevel};
use ::lake::datafusion::parquet::file::properties::WriterProperties;
use ::lake::{Query, rows};
use serde_json::{Map, Value};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::terminal::styled;

/// Rows that widths of columns are taken from; they and only they are in memory.
const LOOKED_AT: usize = 500;
/// Columns get this width at least, before they are written below each other instead.
const NARROWEST: usize = 6;
const GAP: usize = 2;

/// Takes rows.
pub trait Output {
    /// Takes some rows.
    fn rows(&mut self, batch: &RecordBatch) -> Result<()>;
    /// There are no more.
    fn end(&mut self) -> Result<()>;
}

fn out() -> BufWriter<Stdout> {
    BufWriter::new(std::io::stdout())
}

fn texts(batch: &RecordBatch) -> Result<Vec<Vec<Option<String>>>> {
    rows(batch).map_err(Error::other)
}

/// A table as wide as the terminal; as wide as it gets where there is none.
pub struct Table {
    columns: Vec<String>,
    right: Vec<bool>,
    first: Vec<Vec<String>>,
    widths: Option<Vec<usize>>,
    below: bool,
    row: usize,
    room: usize,
    out: BufWriter<Stdout>,
}

impl Table {
    /// For the rows of a query.
    pub fn new(query: &Query) -> Self {
        let room = if std::io::stdout().is_terminal() {
            terminal_size::terminal_size().map_or(80, |(w, _)| usize::from(w.0))
        } else {
            usize::MAX
        };
        let schema = query.schema();
        Self {
            columns: query.columns().iter().map(|c| shown(c)).collect(),
            right: schema.fields().iter().map(|f| f.data_type().is_numeric()).collect(),
            first: Vec::new(),
            widths: None,
            below: false,
            row: 0,
            room,
            out: out(),
        }
    }

    fn settle(&mut self) -> Result<()> {
        if self.widths.is_some() {
            return Ok(());
        }
        let mut widths: Vec<usize> = self.columns.iter().map(|c| c.width()).collect();
        for row in &self.first {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        self.below = widths.iter().map(|w| (*w).min(NARROWEST) + GAP).sum::<usize>() > self.room;
        fit(&mut widths, self.room);
        self.widths = Some(widths);
        if !self.below {
            let head = self.line(&self.columns);
            writeln!(self.out, "{}", styled("1", &head))?;
        }
        for row in std::mem::take(&mut self.first) {
            self.print(&row)?;
        }
        Ok(())
    }

    fn line(&self, cells: &[String]) -> String {
        let mut text = String::new();
        for ((cell, width), right) in cells.iter().zip(self.widths.iter().flatten()).zip(&self.right) {
            let cell = cut(cell, *width);
            let pad = " ".repeat(width.saturating_sub(cell.width()));
            text += &if *right { format!("{pad}{cell}") } else { format!("{cell}{pad}") };
            text += &" ".repeat(GAP);
        }
        text.trim_end().to_owned()
    }

    fn print(&mut self, row: &[String]) -> Result<()> {
        self.row += 1;
        if !self.below {
            let line = self.line(row);
            return writeln!(self.out, "{line}");
        }
        writeln!(self.out, "{}", styled("2", &format!("── {} ──", self.row)))?;
        let names = self.columns.iter().map(|c| c.width()).max().unwrap_or(0);
        for (name, cell) in self.columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let pad = " ".repeat(names - name.width());
            writeln!(self.out, "{}{pad}  {cell}", styled("1", name))?;
        }
        Ok(())
    }
}

impl Output for Table {
    fn rows(&mut self, batch: &RecordBatch) -> Result<()> {
        for row in texts(batch)? {
            let row: Vec<String> = row.into_iter().map(|cell| cell.map(|c| shown(&c)).unwrap_or_default()).collect();
            if self.widths.is_some() {
                self.print(&row)?;
            } else {
                self.first.push(row);
                if self.first.len() == LOOKED_AT {
                    self.settle()?;
                }
            }
        }
        if self.widths.is_some() { self.out.flush() } else { Ok(()) }
    }

    fn end(&mut self) -> Result<()> {
        self.settle()?;
        self.out.flush()
    }
}

/// Takes width from the widest columns until all fit.
fn fit(widths: &mut [usize], room: usize) {
    let total = |widths: &[usize]| widths.iter().map(|w| w + GAP).sum::<usize>().saturating_sub(GAP);
    while total(widths) > room {
        let Some(widest) = widths.iter_mut().max().filter(|w| **w > NARROWEST) else { return };
        *widest -= 1;
    }
}

/// The text up to a width, with a mark where something is missing.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|c| {
        used += c.width().unwrap_or(0);
        used <= width
    });
    kept.collect::<String>() + "…"
}

/// Text of an event as it can be shown: what would steer the terminal is spelled out.
fn shown(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect::<Vec<_>>() } else { vec![c] }).collect()
}

/// A JSON list, one object a line.
pub struct Json {
    columns: Vec<String>,
    any: bool,
    out: BufWriter<Stdout>,
}

impl Json {
    /// For the rows of a query.
    pub fn new(query: &Query) -> Self {
        Self { columns: query.columns(), any: false, out: out() }
    }
}

impl Output for Json {
    fn rows(&mut self, batch: &RecordBatch) -> Result<()> {
        let texts = texts(batch)?;
        for (row, texts) in texts.into_iter().enumerate() {
            self.out.write_all(if self.any { b",\n" } else { b"[\n" })?;
            self.any = true;
            let mut object = Map::new();
            for ((name, column), text) in self.columns.iter().zip(batch.columns()).zip(texts) {
                object.insert(name.clone(), value(column, row, text)?);
            }
            serde_json::to_writer(&mut self.out, &object)?;
        }
        self.out.flush()
    }

    fn end(&mut self) -> Result<()> {
        self.out.write_all(if self.any { b"\n]\n" } else { b"[]\n" })?;
        self.out.flush()
    }
}

/// A value: numbers and truth values as such, lists and structures with their members, everything else as text.
fn value(column: &ArrayRef, row: usize, text: Option<String>) -> Result<Value> {
    let Some(text) = text else { return Ok(Value::Null) };
    Ok(match column.data_type() {
        DataType::Boolean => Value::Bool(column.as_boolean().value(row)),
        kind if kind.is_numeric() => serde_json::from_str(&text).unwrap_or(Value::Null),
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(row);
            let one = RecordBatch::try_from_iter([("item", items.clone())]).map_err(Error::other)?;
            let texts = texts(&one)?.into_iter().enumerate();
            Value::Array(texts.map(|(at, t)| value(&items, at, t.into_iter().next().flatten())).collect::<Result<_>>()?)
        }
        DataType::Struct(fields) => {
            let columns = column.as_struct().columns();
            let mut object = Map::new();
            for (field, member) in fields.iter().zip(columns) {
                let one =
                    RecordBatch::try_from_iter_with_nullable([("member", member.slice(row, 1), true)]).map_err(Error::other)?;
                let text = texts(&one)?.into_iter().next().and_then(|r| r.into_iter().next().flatten());
                object.insert(field.name().clone(), value(member, row, text)?);
            }
            Value::Object(object)
        }
        _ => Value::String(text),
    })
}

/// CSV after RFC 4180.
pub struct Csv {
    columns: Option<Vec<String>>,
    out: BufWriter<Stdout>,
}

impl Csv {
    /// For the rows of a query.
    pub fn new(query: &Query) -> Self {
        Self { columns: Some(query.columns()), out: out() }
    }

    fn line(&mut self, cells: impl Iterator<Item = String>) -> Result<()> {
        let cells: Vec<String> = cells
            .map(|cell| if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell })
            .collect();
        write!(self.out, "{}\r\n", cells.join(","))
    }

    fn head(&mut self) -> Result<()> {
        match self.columns.take() {
            Some(columns) => self.line(columns.into_iter()),
            None => Ok(()),
        }
    }
}

impl Output for Csv {
    fn rows(&mut self, batch: &RecordBatch) -> Result<()> {
        self.head()?;
        for row in texts(batch)? {
            self.line(row.into_iter().map(Option::unwrap_or_default))?;
        }
        self.out.flush()
    }

    fn end(&mut self) -> Result<()> {
        self.head()?;
        self.out.flush()
    }
}

/// A Parquet file, which is in its place when it is whole.
pub struct Parquet {
    path: PathBuf,
    draft: PathBuf,
    schema: SchemaRef,
    writer: Option<ArrowWriter<File>>,
}

impl Parquet {
    /// Begins a file with the columns of a query.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(path: PathBuf, query: &Query) -> std::result::Result<Self, String> {
        let schema = query.schema();
        let fields: Vec<Field> =
            schema.fields().iter().zip(query.columns()).map(|(field, name)| field.as_ref().clone().with_name(name)).collect();
        let schema: SchemaRef = Arc::new(Schema::new(fields));
        let mut name = path.file_name().map(ToOwned::to_owned).ok_or_else(|| format!("{}: no file name", path.display()))?;
        name.push(".draft");
        let draft = path.with_file_name(name);
        let failed = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
        let file = File::create(&draft).map_err(|e| failed(&e))?;
        let level = ZstdLevel::try_new(3).map_err(|e| failed(&e))?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
        let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(|e| failed(&e))?;
        Ok(Self { path, draft, schema, writer: Some(writer) })
    }
}

impl Output for Parquet {
    fn rows(&mut self, batch: &RecordBatch) -> Result<()> {
        let batch = RecordBatch::try_new(self.schema.clone(), batch.columns().to_vec()).map_err(Error::other)?;
        self.writer.as_mut().map_or(Ok(()), |writer| writer.write(&batch)).map_err(Error::other)
    }

    fn end(&mut self) -> Result<()> {
        if let Some(writer) = self.writer.take() {
            writer.into_inner().map_err(Error::other)?.sync_all()?;
            std::fs::rename(&self.draft, &self.path)?;
        }
        Ok(())
    }
}

impl Drop for Parquet {
    fn drop(&mut self) {
        if self.writer.is_some() {
            // It was not finished; that it cannot be removed either changes nothing.
            let _ = std::fs::remove_file(&self.draft);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{cut, fit, shown};

    #[test]
    fn tables_fit() {
        let mut widths = vec![4, 50, 30];
        fit(&mut widths, 40);
        assert_eq!(widths.iter().sum::<usize>() + 4, 40);
        assert_eq!(widths[0], 4);
        assert_eq!(cut("äöüabc", 4), "äöü…");
        assert_eq!(cut("漢字漢字", 5), "漢字…");
        assert_eq!(cut("abcd", 4), "abcd");
        assert_eq!(shown("a\u{1b}[31m\nb"), "a\\u{1b}[31m\\nb");
    }
}
