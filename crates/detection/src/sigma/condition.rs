//! Conditions: which selections must hold.

/// Deepest nesting of a condition.
const MAX_DEPTH: usize = 32;

/// A condition over selections, which are numbers here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    Selection(usize),
    Not(Box<Expression>),
    And(Vec<Expression>),
    Or(Vec<Expression>),
    AtLeast(usize, Vec<usize>),
}

impl Expression {
    /// Whether it holds, when asked which selections do.
    pub fn holds(&self, selection: &impl Fn(usize) -> bool) -> bool {
        match self {
            Self::Selection(at) => selection(*at),
            Self::Not(inner) => !inner.holds(selection),
            Self::And(all) => all.iter().all(|e| e.holds(selection)),
            Self::Or(any) => any.iter().any(|e| e.holds(selection)),
            Self::AtLeast(need, of) => of.iter().filter(|at| selection(**at)).take(*need).count() >= *need,
        }
    }

    /// Names of calls without which it cannot hold.
    pub fn needs(&self, names: &impl Fn(usize) -> Option<Vec<String>>) -> Option<Vec<String>> {
        match self {
            Self::Selection(at) => names(*at),
            Self::Not(_) => None,
            Self::And(all) => all.iter().filter_map(|e| e.needs(names)).min_by_key(Vec::len),
            Self::Or(any) => any.iter().map(|e| e.needs(names)).collect::<Option<Vec<_>>>().map(|l| l.concat()),
            Self::AtLeast(0, _) => None,
            Self::AtLeast(_, of) => of.iter().map(|at| names(*at)).collect::<Option<Vec<_>>>().map(|l| l.concat()),
        }
    }
}

/// Reads a condition over selections of these names.
pub(super) fn parse(text: &str, names: &[&str]) -> Result<Expression, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, names };
    let expression = parser.or(0)?;
    match parser.peek() {
        None => Ok(expression),
        Some(token) => Err(format!("'{token}' is not expected in the condition")),
    }
}

fn tokens(text: &str) -> Result<Vec<&str>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | ')' => 1,
            c if c.is_alphanumeric() || matches!(c, '_' | '*' | '-' | '.') => {
                rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '*' | '-' | '.'))).unwrap_or(rest.len())
            }
            '|' => return Err("aggregations behind '|' are not taken: Sigma has correlations for them now".to_owned()),
            c => return Err(format!("'{c}' is not expected in the condition")),
        };
        let (token, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

struct Parser<'t> {
    tokens: &'t [&'t str],
    at: usize,
    names: &'t [&'t str],
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t str> {
        self.tokens.get(self.at).copied()
    }

    fn word(&mut self, word: &str) -> bool {
        let is = self.peek().is_some_and(|t| t.eq_ignore_ascii_case(word));
        self.at += usize::from(is);
        is
    }

    fn or(&mut self, depth: usize) -> Result<Expression, String> {
        let mut any = vec![self.and(depth)?];
        while self.word("or") {
            any.push(self.and(depth)?);
        }
        Ok(if any.len() == 1 { any.swap_remove(0) } else { Expression::Or(any) })
    }

    fn and(&mut self, depth: usize) -> Result<Expression, String> {
        let mut all = vec![self.not(depth)?];
        while self.word("and") {
            all.push(self.not(depth)?);
        }
        Ok(if all.len() == 1 { all.swap_remove(0) } else { Expression::And(all) })
    }

    fn not(&mut self, depth: usize) -> Result<Expression, String> {
        if depth >= MAX_DEPTH {
            return Err("the condition is nested too deep".to_owned());
        }
        if self.word("not") {
            return Ok(Expression::Not(Box::new(self.not(depth + 1)?)));
        }
        if self.word("(") {
            let inner = self.or(depth + 1)?;
            return if self.word(")") { Ok(inner) } else { Err("a parenthesis is not closed".to_owned()) };
        }
        let token = self.peek().ok_or("the condition ends too early")?;
        self.at += 1;
        if self.word("of") {
            return self.of(token);
        }
        if token.contains('*') {
            return Err(format!("'{token}' needs '1 of' or 'all of' before it"));
        }
        let at = self.names.iter().position(|n| *n == token);
        at.map(Expression::Selection).ok_or_else(|| format!("there is no selection '{token}'"))
    }

    fn of(&mut self, quantity: &str) -> Result<Expression, String> {
        let pattern = self.peek().ok_or("'of' needs a name behind it")?;
        self.at += 1;
        let meant: Vec<usize> = (0..self.names.len())
            .filter(|at| {
                self.names.get(*at).is_some_and(|n| if pattern == "them" { !n.starts_with('_') } else { fits(n, pattern) })
            })
            .collect();
        if meant.is_empty() {
            return Err(format!("no selection is meant by '{pattern}'"));
        }
        let need = match quantity.to_ascii_lowercase().as_str() {
            "all" => meant.len(),
            "any" => 1,
            number => number.parse().map_err(|_| format!("'{quantity} of' is no quantity"))?,
        };
        Ok(Expression::AtLeast(need, meant))
    }
}

/// Whether a name fits a pattern with `*`.
fn fits(name: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => name == pattern,
        Some((head, tail)) => name.strip_prefix(head).is_some_and(|rest| {
            if tail.is_empty() {
                true
            } else {
                rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| rest.get(at..).is_some_and(|r| fits(r, tail)))
            }
        }),
    }
}
