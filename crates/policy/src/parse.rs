//! From JSON to statements: the grammar of the policy language.

use std::collections::HashSet;

use crate::condition::{Condition, Refused};
use crate::error::{PolicyError, PolicyErrorKind as Kind, Position};
use crate::json::{self, Member, Node, Value};
use crate::operator::Operator;
use crate::pattern::{Pattern, Syntax};
use crate::policy::{Effect, Policy, PolicyKind, ResourceClause, ResourcePattern, Statement, Version};
use crate::principal::{PrincipalClause, PrincipalPattern};
use crate::validate::{self, Presence};

/// The longest document, in bytes: the longest that any AWS API takes as a policy. Services have lower quotas of their own.
pub const MAX_DOCUMENT_BYTES: usize = 131_072;

/// How deeply JSON may be nested; a policy needs 7 levels.
pub const MAX_NESTING: usize = 16;

type Result<T> = std::result::Result<T, PolicyError>;

pub(crate) fn parse(text: &str, kind: PolicyKind) -> Result<Policy> {
    if text.len() > MAX_DOCUMENT_BYTES {
        return Err(PolicyError::new(Kind::TooLong, ""));
    }
    let root = json::read(text, MAX_NESTING)?;
    let members = object(&root, "")?;
    known(members, &["Version", "Id", "Statement"], "")?;

    let version = version(members, kind, &root)?;
    let id = match find(members, "Id") {
        Some(member) => Some(string(&member.node, "Id")?.into()),
        None => None,
    };
    let Some(list) = find(members, "Statement") else {
        return Err(PolicyError::new(Kind::MissingField("Statement"), "").at(root.start));
    };
    let statements = match &list.node.value {
        Value::Array(items) if items.is_empty() => {
            return Err(syntax("Statement", "a policy has at least one statement", &list.node));
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, node)| statement(node, at, &format!("Statement[{at}]"), kind, version))
            .collect::<Result<Vec<_>>>()?,
        _ => vec![statement(&list.node, 0, "Statement", kind, version)?],
    };
    if kind.strict_sids() {
        let mut seen = HashSet::new();
        for statement in &statements {
            if let Some(sid) = statement.sid()
                && !seen.insert(sid)
            {
                return Err(
                    PolicyError::new(Kind::SidNotUnique, format!("Statement[{}].Sid", statement.index)).at(statement.start)
                );
            }
        }
    }
    Ok(Policy::compile(kind, version, id, statements))
}

fn version(members: &[Member], kind: PolicyKind, root: &Node) -> Result<Version> {
    let version = match find(members, "Version") {
        None => Version::V2008,
        Some(member) => match string(&member.node, "Version")? {
            "2008-10-17" => Version::V2008,
            "2012-10-17" => Version::V2012,
            _ => return Err(PolicyError::new(Kind::InvalidVersion, "Version").at(member.node.start)),
        },
    };
    // Organization policies know only the newer language.
    if kind.is_organization() && version != Version::V2012 {
        return Err(PolicyError::new(Kind::VersionTooOld, "Version").at(root.start));
    }
    Ok(version)
}

fn statement(node: &Node, index: usize, path: &str, kind: PolicyKind, version: Version) -> Result<Statement> {
    let members = object(node, path)?;
    let names = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];
    known(members, &names, path)?;
    let fail = |what: Kind| PolicyError::new(what, path).at(node.start);

    let sid = match find(members, "Sid") {
        Some(member) => {
            let path = join(path, "Sid");
            let text = string(&member.node, &path)?;
            if kind.strict_sids() {
                validate::sid(text).map_err(|what| PolicyError::new(what, path).at(member.node.start))?;
            }
            (!text.is_empty()).then(|| text.into())
        }
        None => None,
    };

    let effect = match find(members, "Effect") {
        None => return Err(fail(Kind::MissingField("Effect"))),
        Some(member) => {
            let path = join(path, "Effect");
            match string(&member.node, &path)? {
                "Allow" => Effect::Allow,
                "Deny" => Effect::Deny,
                other => return Err(PolicyError::new(Kind::InvalidEffect(other.to_owned()), path).at(member.node.start)),
            }
        }
    };
    if kind == PolicyKind::ResourceControl && effect == Effect::Allow {
        return Err(PolicyError::new(Kind::PolicyTypeRequirements, join(path, "Effect"))
            .detail("the effect of a resource control policy is Deny")
            .at(node.start));
    }

    let principal = principal_clause(members, path, kind, node)?;

    let Some((member, actions_negated)) = either(members, "Action", "NotAction", path)? else {
        return Err(fail(Kind::MissingActions));
    };
    let rcp = matches!(kind, PolicyKind::ResourceControl | PolicyKind::ManagedResourceControl);
    if actions_negated && (rcp || kind == PolicyKind::Trust) {
        return Err(PolicyError::new(Kind::ProhibitedField("NotAction"), join(path, "NotAction")).at(member.at));
    }
    let actions = strings(&member.node, &join(path, &member.key))?
        .into_iter()
        .map(|item| validate::action(item.text, kind).map_err(|what| item.fail(what)))
        .collect::<Result<Box<[_]>>>()?;
    if actions.is_empty() {
        return Err(fail(Kind::MissingActions));
    }

    let resources = resource_clause(members, path, kind, version, node)?;

    let conditions = match find(members, "Condition") {
        Some(member) => conditions(&member.node, &join(path, "Condition"), version)?.into(),
        None => Box::default(),
    };

    Ok(Statement {
        index,
        sid,
        effect,
        principal,
        actions_negated,
        actions,
        resources,
        conditions,
        start: node.start,
        end: node.end,
    })
}

fn principal_clause(members: &[Member], path: &str, kind: PolicyKind, node: &Node) -> Result<Option<PrincipalClause>> {
    let Some((member, negated)) = either(members, "Principal", "NotPrincipal", path)? else {
        return match kind.principal() {
            Presence::Required => Err(PolicyError::new(Kind::MissingField("Principal"), path).at(node.start)),
            Presence::Optional | Presence::Forbidden => Ok(None),
        };
    };
    let here = join(path, &member.key);
    if kind.principal() == Presence::Forbidden {
        let what = if kind == PolicyKind::ServiceControl { Kind::PolicyTypeRequirements } else { Kind::PrincipalNotAllowed };
        return Err(PolicyError::new(what, here).at(member.at));
    }
    let rcp = matches!(kind, PolicyKind::ResourceControl | PolicyKind::ManagedResourceControl);
    if negated && (rcp || kind == PolicyKind::Trust) {
        return Err(PolicyError::new(Kind::ProhibitedField("NotPrincipal"), here).at(member.at));
    }
    let mut patterns = Vec::new();
    match &member.node.value {
        Value::String(text) if text == "*" => patterns.push(PrincipalPattern::Everyone),
        Value::String(text) => {
            return Err(PolicyError::new(Kind::InvalidPrincipal("AWS".to_owned(), text.clone()), here).at(member.node.start));
        }
        Value::Object(kinds) => {
            for entry in kinds {
                let here = join(&here, &entry.key);
                for item in strings(&entry.node, &here)? {
                    patterns.push(validate::principal(&entry.key, item.text).map_err(|what| item.fail(what))?);
                }
            }
        }
        _ => return Err(syntax(&here, "expected \"*\" or an object", &member.node)),
    }
    if patterns.is_empty() {
        return Err(PolicyError::new(Kind::MissingField("Principal"), here).at(member.node.start));
    }
    if rcp && patterns.iter().any(|pattern| *pattern != PrincipalPattern::Everyone) {
        return Err(PolicyError::new(Kind::PolicyTypeRequirements, here)
            .detail("the principal of a resource control policy is \"*\"")
            .at(member.node.start));
    }
    Ok(Some(PrincipalClause { negated, patterns: patterns.into() }))
}

fn resource_clause(
    members: &[Member],
    path: &str,
    kind: PolicyKind,
    version: Version,
    node: &Node,
) -> Result<Option<ResourceClause>> {
    let Some((member, negated)) = either(members, "Resource", "NotResource", path)? else {
        return match kind.resource() {
            Presence::Required => Err(PolicyError::new(Kind::MissingResources, path).at(node.start)),
            Presence::Optional | Presence::Forbidden => Ok(None),
        };
    };
    let here = join(path, &member.key);
    if kind.resource() == Presence::Forbidden {
        let field = if negated { "NotResource" } else { "Resource" };
        return Err(PolicyError::new(Kind::ProhibitedField(field), here).at(member.at));
    }
    let syntax = Syntax { wildcards: true, variables: version == Version::V2012 };
    let mut patterns = Vec::new();
    for item in strings(&member.node, &here)? {
        validate::resource(item.text, kind).map_err(|what| item.fail(what))?;
        let pattern = Pattern::parse(item.text, syntax).ok_or_else(|| item.fail(Kind::InvalidVariable(item.text.to_owned())))?;
        patterns.push(ResourcePattern { text: item.text.into(), pattern });
    }
    if patterns.is_empty() {
        return Err(PolicyError::new(Kind::MissingResources, here).at(member.node.start));
    }
    Ok(Some(ResourceClause { negated, patterns: patterns.into() }))
}

fn conditions(node: &Node, path: &str, version: Version) -> Result<Vec<Condition>> {
    let mut out = Vec::new();
    for block in object(node, path)? {
        let path = join(path, &block.key);
        let Some(operator) = Operator::parse(&block.key) else {
            return Err(PolicyError::new(Kind::InvalidConditionType(block.key.clone()), path).at(block.at));
        };
        for entry in object(&block.node, &path)? {
            let path = join(&path, &entry.key);
            // Every key has a prefix: a service, or the host name of an identity provider.
            if entry.key.split_once(':').is_none_or(|(prefix, name)| prefix.is_empty() || name.is_empty()) {
                return Err(PolicyError::new(Kind::NoVendor, path).at(entry.at));
            }
            let values = scalars(&entry.node, &path)?;
            let variables = version == Version::V2012;
            let condition = Condition::compile(operator, &entry.key, values.clone().into(), variables).map_err(|refused| {
                let value = |at: usize| values.get(at).map(|v| v.to_string()).unwrap_or_default();
                let what = match refused {
                    Refused::Value(at) => Kind::InvalidConditionValue(block.key.clone(), value(at)),
                    Refused::Variable(at) => Kind::InvalidVariable(value(at)),
                };
                PolicyError::new(what, path.clone()).at(entry.node.start)
            })?;
            out.push(condition);
        }
    }
    Ok(out)
}

/// A text in a list, with its place.
struct Item<'n> {
    text: &'n str,
    path: String,
    at: Position,
}

impl Item<'_> {
    fn fail(&self, what: Kind) -> PolicyError {
        PolicyError::new(what, self.path.clone()).at(self.at)
    }
}

/// One string, or a list of strings.
fn strings<'n>(node: &'n Node, path: &str) -> Result<Vec<Item<'n>>> {
    let item = |node: &'n Node, path: String| Ok(Item { text: string(node, &path)?, path, at: node.start });
    match &node.value {
        Value::Array(items) => items.iter().enumerate().map(|(at, node)| item(node, format!("{path}[{at}]"))).collect(),
        _ => Ok(vec![item(node, path.to_owned())?]),
    }
}

/// One string, number or boolean, or a list of them, as texts.
fn scalars(node: &Node, path: &str) -> Result<Vec<Box<str>>> {
    fn scalar(node: &Node, path: &str) -> Result<Box<str>> {
        match &node.value {
            Value::String(text) | Value::Number(text) => Ok(text.as_str().into()),
            Value::Bool(value) => Ok(if *value { "true" } else { "false" }.into()),
            _ => Err(syntax(path, "expected a string, number or boolean", node)),
        }
    }
    match &node.value {
        Value::Array(items) => items.iter().enumerate().map(|(at, node)| scalar(node, &format!("{path}[{at}]"))).collect(),
        _ => Ok(vec![scalar(node, path)?]),
    }
}

fn object<'n>(node: &'n Node, path: &str) -> Result<&'n [Member]> {
    match &node.value {
        Value::Object(members) => Ok(members),
        _ => Err(syntax(path, "expected an object", node)),
    }
}

fn string<'n>(node: &'n Node, path: &str) -> Result<&'n str> {
    match &node.value {
        Value::String(text) => Ok(text),
        _ => Err(syntax(path, "expected a string", node)),
    }
}

fn find<'n>(members: &'n [Member], name: &str) -> Option<&'n Member> {
    members.iter().find(|member| member.key == name)
}

/// The element or its negation, of which there may be only one.
fn either<'n>(
    members: &'n [Member],
    plain: &'static str,
    negated: &'static str,
    path: &str,
) -> Result<Option<(&'n Member, bool)>> {
    match (find(members, plain), find(members, negated)) {
        (Some(_), Some(second)) => Err(PolicyError::new(Kind::ProhibitedField(negated), join(path, negated))
            .detail(format!("a statement has either {plain} or {negated}"))
            .at(second.at)),
        (Some(member), None) => Ok(Some((member, false))),
        (None, Some(member)) => Ok(Some((member, true))),
        (None, None) => Ok(None),
    }
}

fn known(members: &[Member], names: &[&str], path: &str) -> Result<()> {
    match members.iter().find(|member| !names.contains(&member.key.as_str())) {
        Some(member) => Err(PolicyError::new(Kind::Syntax, join(path, &member.key))
            .detail(format!("unknown element \"{}\"", member.key))
            .at(member.at)),
        None => Ok(()),
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn syntax(path: &str, detail: &str, node: &Node) -> PolicyError {
    PolicyError::new(Kind::Syntax, path).detail(detail).at(node.start)
}
