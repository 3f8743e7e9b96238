//! Time series, as metric math has them.

/// Values at moments, in ascending order of time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// What a legend calls it.
    pub label: String,
    /// Seconds between two values that follow each other.
    pub period: i64,
    /// Seconds since 1970, and values.
    pub points: Vec<(i64, f64)>,
}

impl Series {
    /// The same with each value changed.
    #[must_use]
    pub fn map(&self, change: impl Fn(i64, f64) -> f64) -> Self {
        Self { points: self.points.iter().map(|(at, value)| (*at, change(*at, *value))).collect(), ..self.clone() }
    }

    /// The value at a moment.
    pub fn at(&self, at: i64) -> Option<f64> {
        let found = self.points.binary_search_by_key(&at, |(at, _)| *at).ok()?;
        self.points.get(found).map(|(_, value)| *value)
    }

    /// The values.
    pub fn values(&self) -> impl Iterator<Item = f64> + '_ {
        self.points.iter().map(|(_, value)| *value)
    }
}

/// The moments that a query is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grid {
    /// First moment, seconds since 1970.
    pub start: i64,
    /// End, exclusive.
    pub end: i64,
    /// Seconds between two moments.
    pub period: i64,
}

impl Grid {
    /// Most moments of a grid.
    pub const MOST: usize = 100_800;

    /// Its moments.
    pub fn moments(self) -> impl Iterator<Item = i64> {
        let period = self.period.max(1);
        (0..)
            .map(move |n: i64| self.start.saturating_add(n.saturating_mul(period)))
            .take_while(move |at| *at < self.end)
            .take(Self::MOST)
    }
}
