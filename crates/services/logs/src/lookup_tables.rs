//! Lookup tables: what they are, and their contents, which are sealed.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use insights::{Query, Table};
use plane::{Failure, Keyring, Plane, Reader, Resource, Stored, Transaction};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::seal;

/// Largest contents, bytes.
pub(crate) const MAX_SIZE: usize = 10 << 20;

/// A lookup table. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LookupTable {
    pub name: String,
    pub account: String,
    pub region: String,
    pub description: Option<String>,
    pub columns: Vec<String>,
    pub rows: u64,
    /// Bytes of the contents.
    pub size: u64,
    /// ARN of the KMS key that seals the key of the contents.
    pub kms_key: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
}

impl LookupTable {
    pub fn arn(&self, plane: &Plane) -> String {
        arn(plane, &self.region, &self.account, &self.name)
    }
}

impl Resource for LookupTable {
    const KIND: &'static str = "AWS::Logs::LookupTable";
}

/// The contents of a table. Its key is the table's name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Contents {
    /// The key of the contents, sealed with the KMS key; none where the plane's key seals them. Base64.
    key: Option<String>,
    /// The contents, compressed and sealed. Base64.
    sealed: String,
}

impl Resource for Contents {
    const KIND: &'static str = "Cloudkeep::Logs::LookupTableContents";
    const HISTORY: bool = false;
}

/// The ARN of a table.
pub(crate) fn arn(plane: &Plane, region: &str, account: &str, name: &str) -> String {
    plane.arn("logs", region, account, &format!("lookup-table:{name}"))
}

fn place(table: &LookupTable) -> String {
    format!("logs:lookup-table:{}:{}:{}:{}", table.account, table.region, table.name, table.updated_at)
}

/// Puts the contents of a table in place of what it had.
///
/// # Errors
/// Those of its key.
pub(crate) async fn put(tx: &mut Transaction<'_>, table: &LookupTable, text: &str) -> Result<(), Failure> {
    let packed = zstd::bulk::compress(text.as_bytes(), 3).map_err(Failure::internal)?;
    let plane = tx.plane();
    let (key, sealed) = match &table.kms_key {
        None => (None, plane.keyring.seal(&plane.ids, &place(table), &packed)),
        Some(arn) => {
            let key = Zeroizing::new(plane.ids.bytes::<32>());
            let context = seal::context(&table.arn(plane));
            let sealed_key = seal::keys(plane)?.encrypt(tx, arn, &context, key.as_slice()).await?;
            let sealed = Keyring::new(&key).map_err(Failure::internal)?.seal(&plane.ids, &place(table), &packed);
            (Some(BASE64.encode(sealed_key)), sealed)
        }
    };
    let contents = Contents { key, sealed: BASE64.encode(sealed) };
    let there = tx.get::<Contents>(&table.account, &table.region, &table.name).await?;
    tx.put(&match there {
        Some(there) => Stored { body: contents, ..there },
        None => Stored::new(&table.account, &table.region, &table.name, contents),
    })
}

/// The contents of a table.
///
/// # Errors
/// Those of its key.
pub(crate) async fn open(reader: &Reader<'_>, table: &LookupTable) -> Result<String, Failure> {
    let found = reader.get::<Contents>(&table.account, &table.region, &table.name).await?;
    let found = found.ok_or_else(|| Failure::internal("a lookup table has no contents"))?.body;
    let sealed = BASE64.decode(&found.sealed).map_err(Failure::internal)?;
    let plane = reader.plane();
    let packed = match &found.key {
        None => plane.keyring.open_sealed(&place(table), &sealed).map_err(Failure::internal)?,
        Some(key) => {
            let key = BASE64.decode(key).map_err(Failure::internal)?;
            let context = seal::context(&table.arn(plane));
            let key = seal::keys(plane)?.decrypt(reader, &table.region, &context, &key).await?;
            let key: &[u8; 32] = key.as_slice().try_into().map_err(Failure::internal)?;
            let ring = Keyring::new(key).map_err(Failure::internal)?;
            ring.open_sealed(&place(table), &sealed).map_err(Failure::internal)?
        }
    };
    let text = zstd::bulk::decompress(&packed, MAX_SIZE).map_err(Failure::internal)?;
    String::from_utf8(text).map_err(Failure::internal)
}

/// The names of the tables that a query and what belongs to it read.
pub(crate) fn named(query: &Query) -> Vec<String> {
    let own = query.lookup_tables().chain(query.auxiliaries().iter().flat_map(Query::lookup_tables));
    let mut names: Vec<String> = own.map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}

/// The tables that a query reads, by name; those that are gone are left out.
///
/// # Errors
/// Those of their keys.
pub(crate) async fn read(
    reader: &Reader<'_>,
    account: &str,
    region: &str,
    query: &Query,
) -> Result<HashMap<String, Table>, Failure> {
    let mut tables = HashMap::new();
    for name in query.lookup_tables() {
        if tables.contains_key(name) {
            continue;
        }
        if let Some(table) = reader.get::<LookupTable>(account, region, name).await? {
            let table = Table::from_csv(&open(reader, &table.body).await?).map_err(Failure::internal)?;
            tables.insert(name.to_owned(), table);
        }
    }
    Ok(tables)
}
