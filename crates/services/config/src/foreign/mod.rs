//! Items that AWS Config, or another recorder, wrote elsewhere: what files of real accounts hold, kept beside what is recorded here.
//!
//! [`read`] takes an item as it is written, [`merge`] puts it into the history of its resource, wherever in time it belongs.

pub mod merge;
pub mod read;

use plane::Resource;
use serde::{Deserialize, Serialize};

/// A file whose items are all here. Its key is the SHA-256 of its bytes, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedFile {
    /// When it was finished, milliseconds since 1970.
    pub at: i64,
}

impl Resource for ImportedFile {
    const KIND: &'static str = "Cloudkeep::Config::ImportedFile";
    const HISTORY: bool = false;
}
