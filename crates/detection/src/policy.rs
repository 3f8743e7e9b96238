//! What a resource or trust policy gives to whom, and whether an identity policy gives everything. Only as much of the language as detection needs:
//! who outside of the account is allowed something, and under which conditions.

use crate::json::{Tape, Value};

/// Longest policy that is looked at, bytes; AWS's longest are 20 KiB.
const MAX_POLICY: usize = 256 << 10;

/// Whom the `Allow` statements of a policy let in.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Everybody, without a condition that limits who or from where.
    pub public: bool,
    /// Everybody, with such a condition.
    pub public_limited: bool,
    /// Principals of other accounts: ARNs or account ids.
    pub others: Vec<String>,
    /// Whether some of these are let in without a condition that limits who or from where, such as an external id.
    pub others_unlimited: bool,
    /// Identity providers: ARNs or names.
    pub federated: Vec<String>,
    /// Whether a `Deny` statement keeps everybody out of everything.
    pub denies_all: bool,
}

impl Opened {
    /// Whether anybody outside of the account got in.
    pub fn outside(&self) -> bool {
        self.public || !self.others.is_empty()
    }

    /// Those who got in, in words.
    pub fn words(&self) -> String {
        if self.public { "everybody".to_owned() } else { self.others.join(", ") }
    }
}

/// Condition keys that limit who calls, or from where.
const LIMITING: &[&str] = &[
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceip",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:vpcsourceip",
    "aws:userid",
    "aws:sourceowner",
    "kms:calleraccount",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
    "aws:principalisawsservice",
    "lambda:eventsourcetoken",
    "sts:externalid",
];

/// Reads a policy document, which a record has as text or as JSON.
///
/// `account` is the account that it belongs to.
pub fn opened(policy: Value<'_>, account: &str) -> Option<Opened> {
    if policy.is_object() {
        return Some(of_document(policy, account));
    }
    let text = policy.str()?;
    if text.len() > MAX_POLICY {
        return None;
    }
    let mut tape = Tape::default();
    let text = decoded(&text);
    tape.read(&text).ok().map(|document| of_document(document, account))
}

/// Whether an identity policy allows everything, or everything of IAM, on all resources; and the actions that let their holder get more permission.
pub fn grants_admin(policy: Value<'_>) -> Option<String> {
    let text = if policy.is_object() { policy.raw().into() } else { policy.str()? };
    if text.len() > MAX_POLICY {
        return None;
    }
    let mut tape = Tape::default();
    let text = decoded(&text);
    let document = tape.read(&text).ok()?;
    for statement in document.get("Statement").each() {
        let allows = statement.get("Effect").str().is_some_and(|e| e == "Allow");
        let everywhere = statement.get("Resource").each().any(|r| r.str().is_some_and(|r| r == "*" || r == "arn:aws:iam::*:*"));
        if !allows || !everywhere {
            continue;
        }
        if statement.get("NotAction").each().next().is_some() && statement.get("Condition").is_null() {
            return Some("everything but a few actions".to_owned());
        }
        for action in statement.get("Action").each() {
            let action = action.text().to_ascii_lowercase();
            let escalates = ESCALATING.contains(&action.as_str());
            if action == "*" || action == "*:*" || action == "iam:*" || escalates {
                return Some(action);
            }
        }
    }
    None
}

/// Actions on all resources with which whoever holds them can give himself anything.
const ESCALATING: &[&str] = &[
    "iam:attachuserpolicy",
    "iam:attachrolepolicy",
    "iam:attachgrouppolicy",
    "iam:putuserpolicy",
    "iam:putrolepolicy",
    "iam:putgrouppolicy",
    "iam:createpolicyversion",
    "iam:setdefaultpolicyversion",
    "iam:updateassumerolepolicy",
    "iam:createaccesskey",
    "iam:createloginprofile",
    "iam:updateloginprofile",
    "iam:addusertogroup",
    "iam:put*",
    "iam:attach*",
    "iam:create*",
    "iam:update*",
    "sts:*",
];

/// Some services record policies in percent encoding.
fn decoded(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.trim_start().starts_with("%7B") {
        return text.into();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let pair = (byte == b'%').then(|| (bytes.next(), bytes.next()));
        let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match pair {
            Some((high, low)) => out.push(digit(high).unwrap_or(0) << 4 | digit(low).unwrap_or(0)),
            None => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned().into()
}

fn of_document(document: Value<'_>, account: &str) -> Opened {
    let mut opened = Opened::default();
    for statement in document.get("Statement").each() {
        let effect = statement.get("Effect").text();
        let principal = statement.get("Principal");
        if effect == "Deny" {
            let whole = |member: &str| statement.get(member).each().any(|v| matches!(&*v.text(), "*" | "s3:*"));
            let everybody = principal.text() == "*" || principal.get("AWS").each().any(|p| p.text() == "*");
            opened.denies_all |= everybody && whole("Action") && statement.get("Condition").is_null();
            continue;
        }
        if effect != "Allow" {
            continue;
        }
        let limited = limits(statement.get("Condition"));
        let mut open = |who: &str| match who {
            "*" if limited => opened.public_limited = true,
            "*" => opened.public = true,
            _ => {
                let theirs = account_of(who);
                if theirs.is_empty() || account.is_empty() || theirs == account {
                    return;
                }
                opened.others_unlimited |= !limited;
                if !opened.others.iter().any(|o| o == who) {
                    opened.others.push(who.to_owned());
                }
            }
        };
        if !statement.get("NotPrincipal").is_null() {
            open("*");
        }
        if principal.is_string() {
            open(&principal.text());
        }
        principal.get("AWS").each().for_each(|who| open(&who.text()));
        opened.federated.extend(principal.get("Federated").each().map(|f| f.text().into_owned()));
    }
    opened
}

fn limits(condition: Value<'_>) -> bool {
    condition.members().any(|(operator, keys)| {
        let negated = operator.to_ascii_lowercase().contains("not");
        !negated
            && keys.members().any(|(key, values)| {
                let key = key.to_ascii_lowercase();
                let any = values.each().any(|v| matches!(&*v.text(), "*" | "0.0.0.0/0" | "::/0"));
                !any && LIMITING.contains(&key.as_str())
            })
    })
}

/// The account that an ARN or account id names; empty for ids of removed principals and services.
fn account_of(principal: &str) -> &str {
    if principal.len() == 12 && principal.bytes().all(|b| b.is_ascii_digit()) {
        return principal;
    }
    if !principal.starts_with("arn:") {
        return "";
    }
    let account = principal.split(':').nth(4).unwrap_or_default();
    // Canonical users of CloudFront are AWS's own.
    if account.bytes().all(|b| b.is_ascii_digit()) { account } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(policy: &str) -> Opened {
        let mut tape = Tape::default();
        let quoted = serde_json::to_string(policy).unwrap();
        opened(tape.read(&quoted).unwrap(), "111111111111").unwrap()
    }

    #[test]
    fn who_is_let_in_is_told() {
        let statement = |principal: &str, rest: &str| {
            format!(r#"{{"Statement":{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole"{rest}}}}}"#)
        };
        assert!(look(&statement(r#""*""#, "")).public);
        assert!(look(&statement(r#"{"AWS":["*"]}"#, "")).public);
        let limited = look(&statement(r#"{"AWS":"*"}"#, r#","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#));
        assert!(!limited.public && limited.public_limited);
        assert!(look(&statement(r#"{"AWS":"*"}"#, r#","Condition":{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#)).public);
        assert!(look(&statement(r#"{"AWS":"*"}"#, r#","Condition":{"StringNotEquals":{"aws:SourceAccount":"1"}}"#)).public);
        let own =
            look(&statement(r#"{"AWS":["111111111111","arn:aws:iam::111111111111:root"],"Service":"ec2.amazonaws.com"}"#, ""));
        assert_eq!(own, Opened::default());
        let vendor = r#"{"AWS":"arn:aws:iam::222222222222:root"}"#;
        let bare = look(&statement(vendor, ""));
        assert!(bare.others == ["arn:aws:iam::222222222222:root"] && bare.others_unlimited);
        let known = look(&statement(vendor, r#","Condition":{"StringEquals":{"sts:ExternalId":"x"}}"#));
        assert!(known.others.len() == 1 && !known.others_unlimited);
        assert!(look(r#"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}"#).denies_all);
        assert!(look(r#"%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%22%2A%22%7D%7D"#).public);
    }

    #[test]
    fn administrators_are_told() {
        let ask = |policy: &str| {
            let mut tape = Tape::default();
            let quoted = serde_json::to_string(policy).unwrap();
            grants_admin(tape.read(&quoted).unwrap())
        };
        assert!(ask(r#"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#).is_some());
        assert!(ask(r#"{"Statement":[{"Effect":"Allow","Action":["s3:Get*","iam:PutUserPolicy"],"Resource":"*"}]}"#).is_some());
        assert!(ask(r#"{"Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}]}"#).is_none());
        assert!(ask(r#"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::a/*"}]}"#).is_none());
        assert!(ask(r#"{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#).is_none());
    }
}
