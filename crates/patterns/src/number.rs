//! Numbers as `numeric` compares them: from -5.0e9 to 5.0e9, to six digits after the point.

/// A number in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millionths(pub(crate) i64);

/// Greatest magnitude.
const LIMIT: f64 = 5.0e9;

impl Millionths {
    pub(crate) const LEAST: Self = Self(-5_000_000_000_000_000);
    pub(crate) const MOST: Self = Self(5_000_000_000_000_000);

    /// Reads a JSON number; `None` if it is out of range.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let value: f64 = text.parse().ok()?;
        if !(-LIMIT..=LIMIT).contains(&value) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 5e15, which both types hold exactly")]
        Some(Self((value * 1.0e6).round() as i64))
    }

    /// The next smaller one.
    pub(crate) fn before(self) -> Self {
        Self(self.0 - 1)
    }

    /// The next greater one.
    pub(crate) fn after(self) -> Self {
        Self(self.0 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::Millionths;

    #[test]
    fn numbers_are_what_they_mean_not_how_they_are_written() {
        for text in ["300", "300.0", "3.0e2", "300.0000001"] {
            assert_eq!(Millionths::parse(text), Some(Millionths(300_000_000)), "{text}");
        }
        assert_eq!(Millionths::parse("-5e9"), Some(Millionths::LEAST));
        assert_eq!(Millionths::parse("5000000000"), Some(Millionths::MOST));
        assert_eq!(Millionths::parse("5000000000.1"), None);
        assert_eq!(Millionths::parse("1e400"), None);
    }
}
