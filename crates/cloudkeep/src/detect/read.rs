//! Reading of files of all kinds, a batch at a time.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::SyncSender;

use ::lake::import::{ObjectReader, Place};
use detection::event::Unreadable;
use detection::flow::Format;
use detection::json::Document;
use flate2::bufread::MultiGzDecoder;

use crate::lake::files::Counted;

/// Size of a batch in memory, bytes.
const BATCH: usize = 2 << 20;
/// Longest line of a text file, bytes.
const MAX_LINE: usize = 64 << 10;

/// Something of a file, by the file's number.
pub type Batch = Vec<(usize, Item)>;

/// Something of a file.
pub enum Item {
    /// An object that may be a record. It is read here, so that whoever looks at it has the less to do.
    Record(Place, Document),
    /// An object that cannot be read, and why.
    Broken(Place, Unreadable),
    /// A line that may be a record of a flow log, with the number of the line.
    Flow(u64, Arc<Format>, String),
    /// What cannot be read.
    Fault(String),
}

struct Sender<'a> {
    batch: Batch,
    size: usize,
    file: usize,
    send: &'a SyncSender<Batch>,
    /// Whether nobody listens any more.
    over: bool,
}

impl Sender<'_> {
    fn put(&mut self, item: Item, size: usize) {
        self.batch.push((self.file, item));
        self.size += size + 64;
        if self.size >= BATCH {
            self.flush();
        }
    }

    fn object(&mut self, at: Place, bytes: Vec<u8>) {
        let size = bytes.len();
        let text = String::from_utf8(bytes).map_err(|_| Unreadable::NotText);
        match text.and_then(|text| Document::read(text).map_err(Unreadable::from)) {
            // Nodes take about as much room as the text.
            Ok(document) => self.put(Item::Record(at, document), size * 2),
            Err(why) => self.put(Item::Broken(at, why), 0),
        }
    }

    fn flush(&mut self) {
        self.size = 0;
        self.over |= self.send.send(std::mem::take(&mut self.batch)).is_err();
    }
}

/// Reads files one after another and sends what is in them.
pub fn all(paths: &[PathBuf], read: &Arc<AtomicU64>, send: &SyncSender<Batch>) {
    let mut sender = Sender { batch: Vec::new(), size: 0, file: 0, send, over: false };
    for (number, path) in paths.iter().enumerate() {
        sender.file = number;
        if let Err(why) = one(path, read, &mut sender) {
            sender.put(Item::Fault(format!("cannot be read further: {why}")), 0);
        }
        if sender.over {
            return;
        }
    }
    sender.flush();
}

fn one(path: &Path, read: &Arc<AtomicU64>, sender: &mut Sender<'_>) -> std::io::Result<()> {
    let mut source = BufReader::with_capacity(256 << 10, Counted::new(File::open(path)?, read.clone()));
    if source.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        content(BufReader::with_capacity(256 << 10, MultiGzDecoder::new(source)), sender)
    } else {
        content(source, sender)
    }
}

fn content(mut source: impl BufRead + Send, sender: &mut Sender<'_>) -> std::io::Result<()> {
    let head = source.fill_buf()?;
    let first = head.iter().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0xef | 0xbb | 0xbf));
    match first {
        None => Ok(()),
        Some(b'{' | b'[') => {
            objects(source, sender);
            Ok(())
        }
        Some(_) => lines(source, sender),
    }
}

fn objects(source: impl Read + Send, sender: &mut Sender<'_>) {
    for found in ObjectReader::new(source) {
        match found {
            Ok((at, text)) => sender.object(at, text),
            Err(fault) => sender.put(Item::Fault(fault.to_string()), 0),
        }
        if sender.over {
            return;
        }
    }
}

fn lines(mut source: impl BufRead, sender: &mut Sender<'_>) -> std::io::Result<()> {
    let mut format = Arc::new(Format::default());
    let mut number = 0;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let length = source.by_ref().take(MAX_LINE as u64).read_until(b'\n', &mut bytes)?;
        if length == 0 {
            return Ok(());
        }
        number += 1;
        if length == MAX_LINE && bytes.last() != Some(&b'\n') {
            sender.put(Item::Fault(format!("line {number}: longer than the {MAX_LINE} bytes that a line may have")), 0);
            skip_line(&mut source)?;
            continue;
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = without_time(text.trim());
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if let Some(named) = Format::of_header(text) {
            format = Arc::new(named);
            continue;
        }
        // Some pipelines write queries as JSON lines after a head of text.
        if text.starts_with('{') {
            let at = Place { line: number, column: 1, byte: 0 };
            sender.object(at, text.as_bytes().to_vec());
        } else {
            sender.put(Item::Flow(number, format.clone(), text.to_owned()), text.len());
        }
        if sender.over {
            return Ok(());
        }
    }
}

fn skip_line(source: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let ahead = source.fill_buf()?;
        if ahead.is_empty() {
            return Ok(());
        }
        let end = ahead.iter().position(|b| *b == b'\n');
        let length = end.map_or(ahead.len(), |at| at + 1);
        source.consume(length);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// Exports of log groups put the time of ingestion before each line.
fn without_time(line: &str) -> &str {
    match line.split_once(' ') {
        Some((time, rest)) if time.len() >= 20 && time.ends_with('Z') && time.as_bytes().get(10) == Some(&b'T') => {
            rest.trim_start()
        }
        _ => line,
    }
}

/// The time in the name of a log file of CloudTrail or of a flow log, as text; empty when there is none.
pub fn time_of_name(path: &Path) -> String {
    let name = path.file_name().map(|n| n.to_string_lossy()).unwrap_or_default();
    let part = name.split('_').find(|p| p.len() >= 14 && p.ends_with('Z') && p.as_bytes().get(8) == Some(&b'T'));
    part.unwrap_or_default().to_owned()
}

/// Whether an object is a digest of a trail, which has no events.
pub fn is_digest(text: &str) -> bool {
    let head = text.as_bytes();
    let head = head.get(..head.len().min(4096)).unwrap_or_default();
    head.windows(15).any(|w| w == b"digestStartTime") || head.windows(16).any(|w| w == b"\"digestS3Bucket\"")
}
