//! Pagination: opaque tokens that continue a listing, bound to what they continue.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wire::Failure;

/// A page of a listing and the token of the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Continues after the last item; none at the end.
    pub next: Option<String>,
}

/// Makes a token that continues `listing` (what is listed and with which filters) after `position`.
pub fn token(listing: &str, position: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}\u{0}{position}", fingerprint(listing)))
}

/// Reads a token of [`token`]: the position after which the listing continues; `None` if it is not a token of this listing. The service says that
/// with its own error.
pub fn position(listing: &str, token: &str) -> Option<String> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (mark, position) = text.split_once('\0')?;
    (mark == fingerprint(listing)).then(|| position.to_owned())
}

/// Cuts a list that is in the order of its ids: the items after the token's position, at most `limit`.
///
/// # Errors
/// `invalid` if the token is not one of this listing.
pub fn cut<T>(
    items: impl IntoIterator<Item = T>,
    listing: &str,
    token_given: Option<&str>,
    limit: usize,
    id: impl Fn(&T) -> String,
    invalid: impl Fn() -> Failure,
) -> Result<Page<T>, Failure> {
    let after = token_given.map(|t| position(listing, t).ok_or_else(&invalid)).transpose()?;
    let mut rest = items.into_iter().filter(|item| after.as_ref().is_none_or(|after| id(item) > *after));
    let page: Vec<T> = rest.by_ref().take(limit).collect();
    let more = rest.next().is_some();
    let next = if more { page.last().map(|last| token(listing, &id(last))) } else { None };
    Ok(Page { items: page, next })
}

fn fingerprint(listing: &str) -> String {
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, listing.as_bytes());
    hex::encode(hash.as_ref().get(..8).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{cut, position, token};
    use wire::Failure;

    #[test]
    fn a_listing_is_cut_without_loss_or_repetition() {
        let items: Vec<String> = (0..25).map(|i| format!("{i:02}")).collect();
        let mut seen = Vec::new();
        let mut next = None;
        loop {
            let page = cut(items.clone(), "l", next.as_deref(), 7, Clone::clone, || Failure::validation("x")).unwrap();
            seen.extend(page.items);
            match page.next {
                Some(token) => next = Some(token),
                None => break,
            }
        }
        assert_eq!(seen, items);
    }

    #[test]
    fn a_token_of_another_listing_is_refused() {
        assert_eq!(position("a", &token("a", "x")).as_deref(), Some("x"));
        assert_eq!(position("b", &token("a", "x")), None);
        assert_eq!(position("b", "%%%"), None);
    }
}
