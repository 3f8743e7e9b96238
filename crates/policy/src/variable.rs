//! Policy variables: `${aws:username}`, defaults `${key, 'none'}` and the escapes `${*}`, `${?}`, `${$}`.

use crate::context::ContextSource;

/// A reference to a context key from within a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable {
    /// Lower case, as contexts are asked.
    pub(crate) key: Box<str>,
    /// As written, for lists of context keys.
    pub(crate) name: Box<str>,
    pub(crate) default: Option<Box<str>>,
}

impl Variable {
    /// The value, always taken literally. `None` (absent without default, or more than one value) never matches anything.
    pub(crate) fn resolve<'c>(&'c self, context: &'c dyn ContextSource) -> Option<&'c str> {
        match context.get(&self.key) {
            Some(values) => match (values.len(), values.first()) {
                (1, Some(value)) => Some(value),
                // A variable has one value; AWS does not define which of several it would be.
                (0, _) => self.default.as_deref(),
                _ => None,
            },
            None => self.default.as_deref(),
        }
    }
}

/// What follows a `${`.
pub(crate) enum Reference {
    Literal(char),
    Variable(Variable),
}

/// Reads the inside of a reference, `text` beginning just after `${`. Answers it and what follows the `}`.
pub(crate) fn parse_reference(text: &str) -> Option<(Reference, &str)> {
    for c in ['*', '?', '$'] {
        if let Some(rest) = text.strip_prefix(c).and_then(|rest| rest.strip_prefix('}')) {
            return Some((Reference::Literal(c), rest));
        }
    }
    let end = text.find(['}', ','])?;
    let (name, rest) = text.split_at_checked(end)?;
    let name = name.trim();
    if name.is_empty() || name.contains(['$', '{', '\'', '*', '?']) {
        return None;
    }
    let (default, rest) = if let Some(rest) = rest.strip_prefix(',') {
        let quoted = rest.trim_start().strip_prefix('\'')?;
        let (default, rest) = quoted.split_once('\'')?;
        (Some(Box::from(default)), rest.trim_start())
    } else {
        (None, rest)
    };
    let rest = rest.strip_prefix('}')?;
    Some((Reference::Variable(Variable { key: name.to_lowercase().into(), name: name.into(), default }), rest))
}
