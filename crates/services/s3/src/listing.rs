//! Listings: keys in the order of their UTF-8 bytes, grouped by a delimiter, a page at a time and never the whole bucket.

use std::future::Future;

use wire::Failure;

/// Largest page. See <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>.
pub(crate) const MAX_KEYS: usize = 1000;
/// Documents that are read at once.
const BATCH: usize = 512;
/// Above every key that begins with what it is put behind, but for keys of the rarest characters, which are skipped one by one.
const HIGHEST: &str = "\u{10FFFF}\u{10FFFF}\u{10FFFF}\u{10FFFF}";

/// Something in a listing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item<T> {
    /// An object.
    Entry(T),
    /// All keys that begin so.
    Prefix(String),
}

/// A page.
#[derive(Debug)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<Item<T>>,
    /// Whether there is more.
    pub(crate) truncated: bool,
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Question {
    pub(crate) prefix: String,
    pub(crate) delimiter: Option<String>,
    /// Begins after this id.
    pub(crate) after: Option<String>,
    /// A common prefix that was told already.
    pub(crate) told: Option<String>,
    pub(crate) most: usize,
}

/// The common prefix that a key falls under.
pub(crate) fn common_prefix<'k>(key: &'k str, prefix: &str, delimiter: Option<&str>) -> Option<&'k str> {
    let delimiter = delimiter.filter(|d| !d.is_empty())?;
    let rest = key.strip_prefix(prefix)?;
    let at = rest.find(delimiter)?;
    key.get(..prefix.len() + at + delimiter.len())
}

/// Where a listing goes on behind everything that begins with a prefix.
pub(crate) fn behind(prefix: &str) -> String {
    format!("{prefix}{HIGHEST}")
}

/// Lists. `fetch` reads at most so many entries after an id, in order; `name` gives an entry's id and key, the key empty if it is not to be shown.
pub(crate) async fn list<T, F, R>(
    question: &Question,
    fetch: F,
    name: impl Fn(&T) -> (String, Option<String>),
) -> Result<Page<T>, Failure>
where
    F: Fn(Option<String>, usize) -> R,
    R: Future<Output = Result<Vec<T>, Failure>>,
{
    let mut page = Page { items: Vec::new(), truncated: false };
    if question.most == 0 {
        return Ok(page);
    }
    let mut after = question.after.clone();
    let mut told = question.told.clone();
    loop {
        let size = if question.delimiter.is_some() { BATCH } else { (question.most + 1 - page.items.len()).min(MAX_KEYS + 1) };
        let batch = fetch(after.clone(), size).await?;
        let full = batch.len() >= size;
        let mut inside = false;
        for entry in batch {
            let (id, key) = name(&entry);
            after = Some(id);
            let Some(key) = key else { continue };
            let group = common_prefix(&key, &question.prefix, question.delimiter.as_deref());
            inside = group.is_some() && group == told.as_deref();
            if inside {
                continue;
            }
            if page.items.len() >= question.most {
                page.truncated = true;
                return Ok(page);
            }
            match group {
                Some(group) => {
                    told = Some(group.to_owned());
                    inside = true;
                    page.items.push(Item::Prefix(group.to_owned()));
                }
                None => page.items.push(Item::Entry(entry)),
            }
        }
        if !full {
            return Ok(page);
        }
        // The rest of a group is passed over without being read.
        if inside
            && let (Some(at), Some(told)) = (&after, &told)
            && let Some((root, _)) = at.split_once('/')
        {
            let next = behind(&format!("{root}/{told}"));
            if next > *at {
                after = Some(next);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Item, Question, common_prefix, list};
    use std::cell::Cell;
    use std::collections::BTreeSet;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    fn now<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => done,
            Poll::Pending => panic!("nothing to wait for"),
        }
    }

    /// All pages of a bucket `r`, and how many entries were read for them.
    fn pages(keys: &BTreeSet<String>, prefix: &str, delimiter: Option<&str>, most: usize) -> (Vec<String>, usize) {
        let (mut out, read) = (Vec::new(), Cell::new(0));
        let mut question =
            Question { prefix: prefix.to_owned(), delimiter: delimiter.map(str::to_owned), most, ..Question::default() };
        loop {
            let fetch = |after: Option<String>, size: usize| {
                let found: Vec<String> = keys
                    .iter()
                    .map(|k| format!("r/{k}"))
                    .filter(|id| id.starts_with(&format!("r/{prefix}")) && after.as_ref().is_none_or(|a| id > a))
                    .take(size)
                    .collect();
                read.set(read.get() + found.len());
                async move { Ok(found) }
            };
            let page = now(list(&question, fetch, |id| (id.clone(), id.strip_prefix("r/").map(str::to_owned)))).unwrap();
            assert!(page.items.len() <= most);
            for item in &page.items {
                match item {
                    Item::Entry(id) => {
                        out.push(id.trim_start_matches("r/").to_owned());
                        (question.after, question.told) = (Some(id.clone()), None);
                    }
                    Item::Prefix(p) => {
                        out.push(format!("{p}*"));
                        (question.after, question.told) = (Some(super::behind(&format!("r/{p}"))), Some(p.clone()));
                    }
                }
            }
            if !page.truncated {
                return (out, read.get());
            }
        }
    }

    #[test]
    fn groups_keys_without_reading_them_all() {
        let mut keys = BTreeSet::new();
        for folder in 0..5 {
            keys.extend((0..3000).map(|n| format!("a{folder}/{n:05}")));
        }
        keys.extend(["b", "a", "a0/\u{10FFFF}\u{10FFFF}\u{10FFFF}\u{10FFFF}z", "ä/x"].map(str::to_owned));
        for most in [1, 2, 3, 1000] {
            let (listed, _) = pages(&keys, "", Some("/"), most);
            assert_eq!(listed, ["a", "a0/*", "a1/*", "a2/*", "a3/*", "a4/*", "b", "ä/*"]);
        }
        let (_, read) = pages(&keys, "", Some("/"), 1000);
        assert!(read < 5000, "{read}");
        for most in [7, 999, 1000] {
            let (listed, _) = pages(&keys, "a1/", Some("/"), most);
            assert_eq!(listed.len(), 3000);
            let (listed, _) = pages(&keys, "", None, most);
            assert_eq!(listed, keys.iter().cloned().collect::<Vec<_>>());
        }
    }

    #[test]
    fn common_prefixes() {
        assert_eq!(common_prefix("a/b/c", "", Some("/")), Some("a/"));
        assert_eq!(common_prefix("a/b/c", "a/", Some("/")), Some("a/b/"));
        assert_eq!(common_prefix("a/b", "a/", Some("/")), None);
        assert_eq!(common_prefix("a--b", "", Some("--")), Some("a--"));
        assert_eq!(common_prefix("a/b", "", None), None);
    }
}
