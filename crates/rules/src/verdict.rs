//! What a rule says of a resource.

use std::borrow::Cow;

/// Longest annotation, characters (`Evaluation.Annotation`).
pub const MAX_ANNOTATION: usize = 256;

/// Whether a resource is as a rule wants it (`ComplianceType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compliance {
    /// It is.
    Compliant,
    /// It is not.
    NonCompliant,
    /// The rule has nothing to say of it: another type, deleted, or exempt.
    NotApplicable,
}

impl Compliance {
    /// AWS's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Compliant => "COMPLIANT",
            Self::NonCompliant => "NON_COMPLIANT",
            Self::NotApplicable => "NOT_APPLICABLE",
        }
    }
}

/// A rule's word on one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The word.
    pub compliance: Compliance,
    /// Why, for people: at most [`MAX_ANNOTATION`] characters. Always there when non-compliant.
    pub annotation: Option<Cow<'static, str>>,
}

impl Verdict {
    /// Compliant, and nothing to add.
    pub const COMPLIANT: Self = Self { compliance: Compliance::Compliant, annotation: None };
    /// Not applicable, and nothing to add.
    pub const NOT_APPLICABLE: Self = Self { compliance: Compliance::NotApplicable, annotation: None };

    /// Non-compliant, for this reason. A longer text than [`MAX_ANNOTATION`] is cut.
    #[must_use]
    pub fn non_compliant(why: impl Into<Cow<'static, str>>) -> Self {
        Self { compliance: Compliance::NonCompliant, annotation: Some(cut(why.into())) }
    }

    /// Not applicable, for this reason.
    #[must_use]
    pub fn not_applicable(why: impl Into<Cow<'static, str>>) -> Self {
        Self { compliance: Compliance::NotApplicable, annotation: Some(cut(why.into())) }
    }
}

fn cut(text: Cow<'static, str>) -> Cow<'static, str> {
    match text.char_indices().nth(MAX_ANNOTATION) {
        None => text,
        Some(_) => {
            let mut short: String = text.chars().take(MAX_ANNOTATION - 1).collect();
            short.push('…');
            Cow::Owned(short)
        }
    }
}
