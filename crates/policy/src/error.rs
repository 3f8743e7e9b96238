//! Why a document is not a policy, and where.

use std::fmt;

/// A place in a policy document: line and column, both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, counted from 1.
    pub line: u32,
    /// Column in characters, counted from 1.
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// What is wrong with a document. `Display` is worded as AWS words its `MalformedPolicyDocument` errors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyErrorKind {
    /// The text is not JSON.
    #[error("This policy contains invalid Json")]
    InvalidJson,
    /// More than [`MAX_DOCUMENT_BYTES`](crate::MAX_DOCUMENT_BYTES).
    #[error("Policy document is too long.")]
    TooLong,
    /// JSON, but not of the shape of a policy: an unknown or duplicate element, or a value of the wrong type.
    #[error("Syntax errors in policy.")]
    Syntax,
    /// `Version` is neither `2008-10-17` nor `2012-10-17`.
    #[error("The policy must contain a valid version string")]
    InvalidVersion,
    /// The kind of policy demands `Version` `2012-10-17`.
    #[error("Policy document must be version 2012-10-17 or greater.")]
    VersionTooOld,
    /// A required element is absent.
    #[error("Missing required field {0}")]
    MissingField(&'static str),
    /// An element that this kind of policy, or its neighbour element, excludes.
    #[error("Has prohibited field {0}")]
    ProhibitedField(&'static str),
    /// `Effect` is neither `Allow` nor `Deny`.
    #[error("Invalid effect: {0}")]
    InvalidEffect(String),
    /// Neither `Action` nor `NotAction`, or an empty one.
    #[error("Policy statement must contain actions.")]
    MissingActions,
    /// Neither `Resource` nor `NotResource`, or an empty one.
    #[error("Policy statement must contain resources.")]
    MissingResources,
    /// A principal in a policy that is attached to one.
    #[error("Policy document should not specify a principal.")]
    PrincipalNotAllowed,
    /// A principal that names nobody that can exist.
    #[error("Invalid principal in policy: \"{0}\":\"{1}\"")]
    InvalidPrincipal(String, String),
    /// A `Sid` with a character that is neither letter nor digit.
    #[error("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*")]
    SidCharacters,
    /// Two statements with one `Sid`.
    #[error("Statement IDs (SID) in a single policy must be unique.")]
    SidNotUnique,
    /// An action or a condition key without a service prefix.
    #[error("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    NoVendor,
    /// A service prefix with characters that no prefix has.
    #[error("Vendor {0} is not valid")]
    InvalidVendor(String),
    /// An action name with characters that no action has.
    #[error("Invalid action: {0}")]
    InvalidAction(String),
    /// A trust policy about something else than assuming the role.
    #[error("AssumeRole policy may only specify STS AssumeRole actions.")]
    NotAssumeRole,
    /// A resource that is neither an ARN nor `*`.
    #[error("Resource {0} must be in ARN format or \"*\".")]
    ResourceNotArn(String),
    /// A resource in a partition that does not exist.
    #[error("Partition \"{0}\" is not valid for resource \"{1}\".")]
    InvalidPartition(String, String),
    /// An unknown condition operator.
    #[error("Invalid Condition type : {0}.")]
    InvalidConditionType(String),
    /// A condition value that the operator cannot compare with.
    #[error("Invalid value for condition operator {0}: {1}")]
    InvalidConditionValue(String, String),
    /// A `${…}` that is not a policy variable.
    #[error("Invalid policy variable in {0}")]
    InvalidVariable(String),
    /// What is valid elsewhere but not in this kind of organization policy.
    #[error("The provided policy document does not meet the requirements of the specified policy type.")]
    PolicyTypeRequirements,
}

/// A refused policy document: what is wrong ([`kind`](Self::kind), in AWS's words), and where.
///
/// As an API error this is `MalformedPolicyDocument` (IAM, STS, HTTP 400) or `MalformedPolicyDocumentException` (Organizations).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PolicyError {
    kind: PolicyErrorKind,
    path: String,
    detail: Option<String>,
    position: Option<Position>,
}

impl PolicyError {
    pub(crate) fn new(kind: PolicyErrorKind, path: impl Into<String>) -> Self {
        Self { kind, path: path.into(), detail: None, position: None }
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Sets the position unless a more precise one is known already.
    pub(crate) fn at(mut self, position: Position) -> Self {
        self.position.get_or_insert(position);
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &PolicyErrorKind {
        &self.kind
    }

    /// Where, as a path such as `Statement[1].Condition.StringEquals`; empty for the whole document.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where in the text, if known.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.position
    }

    /// The bare message in AWS's words, without the place.
    #[must_use]
    pub fn message(&self) -> String {
        self.kind.to_string()
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        let mut open = false;
        let mut part = |f: &mut fmt::Formatter<'_>, text: &dyn fmt::Display| -> fmt::Result {
            let lead = if open { ", " } else { " (" };
            open = true;
            write!(f, "{lead}{text}")
        };
        if let Some(detail) = &self.detail {
            part(f, detail)?;
        }
        if !self.path.is_empty() {
            part(f, &format_args!("at {}", self.path))?;
        }
        if let Some(position) = &self.position {
            part(f, position)?;
        }
        if open { write!(f, ")") } else { Ok(()) }
    }
}
