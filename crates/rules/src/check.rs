//! What the functions of the rules are handed, and the words in which they answer.

use std::borrow::Cow;
use std::ops::ControlFlow;

use jiff::Timestamp;
use serde_json::Value;

use crate::parameter::Parameters;
use crate::{Context, Item, Verdict, json};

/// One evaluation: a rule's view of an item, its parameters and what surrounds both.
pub(crate) struct Check<'a> {
    pub(crate) item: &'a Item<'a>,
    pub(crate) parameters: &'a Parameters,
    pub(crate) context: &'a Context<'a>,
}

/// Non-compliant, for this reason.
pub(crate) fn no(why: impl Into<Cow<'static, str>>) -> Verdict {
    Verdict::non_compliant(why)
}

/// Compliant.
pub(crate) fn yes() -> Verdict {
    Verdict::COMPLIANT
}

/// The rule has nothing to say, for this reason.
pub(crate) fn skip(why: &'static str) -> Verdict {
    Verdict::not_applicable(why)
}

/// Compliant if it holds, non-compliant for this reason otherwise.
pub(crate) fn expect(holds: bool, why: impl Into<Cow<'static, str>>) -> Verdict {
    if holds { yes() } else { no(why) }
}

impl<'a> Check<'a> {
    /// What stands at a path of the configuration; `null` counts as absent.
    pub(crate) fn at(&self, path: &str) -> Option<&'a Value> {
        json::at(self.item.configuration(), path)
    }

    /// Whether `true` stands there.
    pub(crate) fn flag(&self, path: &str) -> bool {
        self.at(path).is_some_and(json::is_true)
    }

    /// The text there, unless empty.
    pub(crate) fn text(&self, path: &str) -> Option<&'a str> {
        self.at(path).and_then(json::text)
    }

    /// The whole number there.
    pub(crate) fn int(&self, path: &str) -> Option<i64> {
        self.at(path).and_then(json::int)
    }

    /// The time there.
    pub(crate) fn time(&self, path: &str) -> Option<Timestamp> {
        self.at(path).and_then(json::time)
    }

    /// The elements of the list there; none if there is no list.
    pub(crate) fn list(&self, path: &str) -> &'a [Value] {
        self.at(path).map_or(&[], elements)
    }

    /// What stands at a path that begins with a member of the supplementary configuration, or else in the configuration.
    pub(crate) fn extra(&self, path: &str) -> Option<&'a Value> {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        let found =
            self.item.supplementary(name).and_then(|value| if rest.is_empty() { Some(value) } else { json::at(value, rest) });
        found.filter(|value| !value.is_null()).or_else(|| self.at(path))
    }

    /// Whole days from a time until now; negative if it is to come.
    pub(crate) fn days_since(&self, time: Timestamp) -> i64 {
        self.context.now.duration_since(time).as_hours().div_euclid(24)
    }

    /// Whether some current item of a type is so.
    pub(crate) fn any(&self, resource_type: &str, mut test: impl FnMut(&Item<'_>) -> bool) -> bool {
        let mut found = false;
        self.context.items.each(resource_type, &mut |item| {
            found = test(item);
            if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        found
    }

    /// The resource's id or name, whichever people know it by.
    pub(crate) fn name(&self) -> &'a str {
        self.item.resource_name.unwrap_or(self.item.resource_id)
    }

    /// Whether a list parameter names this resource by id, name or ARN.
    pub(crate) fn is_listed(&self, parameter: &str) -> bool {
        let item = self.item;
        self.parameters
            .list(parameter)
            .iter()
            .any(|entry| entry == item.resource_id || item.resource_name == Some(entry) || item.arn == Some(entry))
    }
}

/// The elements of a list.
pub(crate) fn elements(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A member of an element, at a path.
pub(crate) fn of<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    json::at(value, path)
}

/// The text there.
pub(crate) fn text_of<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    of(value, path).and_then(json::text)
}

/// Whether `true` stands there.
pub(crate) fn flag_of(value: &Value, path: &str) -> bool {
    of(value, path).is_some_and(json::is_true)
}

/// The whole number there.
pub(crate) fn int_of(value: &Value, path: &str) -> Option<i64> {
    of(value, path).and_then(json::int)
}

/// The elements of the list there.
pub(crate) fn list_of<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    of(value, path).map_or(&[], elements)
}

/// Whether a list has the text, without regard to case.
pub(crate) fn has(list: &[String], text: &str) -> bool {
    list.iter().any(|entry| entry.eq_ignore_ascii_case(text))
}

/// Whether two names of a key or another resource mean the same: a whole ARN, or an id at the end of one.
pub(crate) fn same_resource(one: &str, other: &str) -> bool {
    let tail = |text: &str, of: &str| text.strip_suffix(of).is_some_and(|head| head.is_empty() || head.ends_with(['/', ':']));
    one == other || tail(one, other) || tail(other, one)
}

/// Whether a list parameter allows a value: an empty list allows all.
pub(crate) fn allows(list: &[String], value: Option<&str>) -> bool {
    list.is_empty() || value.is_some_and(|value| list.iter().any(|entry| same_resource(entry, value)))
}
