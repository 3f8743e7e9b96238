//! CloudTrail records in the form that detectors ask: the facts that nearly every detector needs, and the rest where it stands in the record.

use std::borrow::Cow;
use std::net::IpAddr;

use crate::json::Value;
use crate::{net, time};

/// Why a record cannot be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The text is not JSON.
    #[error(transparent)]
    NotJson(#[from] crate::json::NotJson),
    /// The text is not UTF-8.
    #[error("not UTF-8")]
    NotText,
    /// JSON, but neither a CloudTrail record nor a query log.
    #[error("neither a CloudTrail record nor a log of DNS queries or flows: {0}")]
    Schema(&'static str),
}

/// What kind of caller a principal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Caller {
    /// The root user of an account.
    Root,
    /// An IAM user with a password or a long-term key.
    IamUser,
    /// A session of a role.
    AssumedRole,
    /// A session of `GetFederationToken`.
    FederatedUser,
    /// An AWS service by itself.
    Service,
    /// Another account.
    Account,
    /// Somebody who did not say who he is.
    Anonymous,
    /// A user of an identity provider, of IAM Identity Center, or something unknown.
    #[default]
    Other,
}

impl Caller {
    fn of(kind: &str) -> Self {
        match kind {
            "Root" => Self::Root,
            "IAMUser" => Self::IamUser,
            "AssumedRole" | "Role" => Self::AssumedRole,
            "FederatedUser" => Self::FederatedUser,
            "AWSService" => Self::Service,
            "AWSAccount" => Self::Account,
            _ => Self::Other,
        }
    }

    /// The `userType` of findings.
    pub fn user_type(self) -> &'static str {
        match self {
            Self::Root => "Root",
            Self::IamUser => "IAMUser",
            Self::AssumedRole => "AssumedRole",
            Self::FederatedUser => "FederatedUser",
            Self::Service => "AWSService",
            Self::Account => "AWSAccount",
            Self::Anonymous => "Anonymous",
            Self::Other => "Unknown",
        }
    }
}

/// A call of an API.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// The whole record.
    pub record: Value<'a>,
    /// `eventID`.
    pub id: Cow<'a, str>,
    /// `eventTime`, seconds since 1970.
    pub time: i64,
    /// `eventSource` without `.amazonaws.com`.
    pub service: Cow<'a, str>,
    /// `eventName` as recorded.
    pub name: Cow<'a, str>,
    /// `awsRegion`.
    pub region: Cow<'a, str>,
    /// Account that the event is of.
    pub account: Cow<'a, str>,
    /// `errorCode`.
    pub error: Option<Cow<'a, str>>,
    /// `sourceIPAddress`, which may be the name of a service.
    pub source: Cow<'a, str>,
    /// The same, where it is an address.
    pub address: Option<IpAddr>,
    /// `userAgent`.
    pub agent: Cow<'a, str>,
    /// `userIdentity`.
    pub identity: Value<'a>,
    /// What kind of caller it is.
    pub caller: Caller,
    /// Who acts, in a form that stays the same over sessions: the ARN of a user or role, of a person's session for roles of IAM Identity Center.
    pub actor: Cow<'a, str>,
    /// `userIdentity.accessKeyId`.
    pub key: Cow<'a, str>,
    /// `requestParameters`.
    pub request: Value<'a>,
    /// `responseElements`.
    pub response: Value<'a>,
    /// `additionalEventData`.
    pub additional: Value<'a>,
    /// Whether a service called for somebody.
    pub by_service: bool,
    /// Whether the call only reads.
    pub read_only: bool,
    /// Whether it is a data event.
    pub data: bool,
}

impl<'a> Call<'a> {
    /// Takes the facts from a record.
    ///
    /// # Errors
    /// When it has no id, time, source or name.
    pub fn read(record: Value<'a>) -> Result<Self, Unreadable> {
        let mut id = Value::NULL;
        let mut when = Value::NULL;
        let mut service = Value::NULL;
        let mut name = Value::NULL;
        let mut region = Value::NULL;
        let mut recipient = Value::NULL;
        let mut error = Value::NULL;
        let mut source = Value::NULL;
        let mut agent = Value::NULL;
        let mut identity = Value::NULL;
        let mut request = Value::NULL;
        let mut response = Value::NULL;
        let mut additional = Value::NULL;
        let mut read_only = Value::NULL;
        let mut category = Value::NULL;
        let mut management = Value::NULL;
        for (key, value) in record.members() {
            match &*key {
                "eventID" => id = value,
                "eventTime" => when = value,
                "eventSource" => service = value,
                "eventName" => name = value,
                "awsRegion" => region = value,
                "recipientAccountId" => recipient = value,
                "errorCode" => error = value,
                "sourceIPAddress" => source = value,
                "userAgent" => agent = value,
                "userIdentity" => identity = value,
                "requestParameters" => request = value,
                "responseElements" => response = value,
                "additionalEventData" => additional = value,
                "readOnly" => read_only = value,
                "eventCategory" => category = value,
                "managementEvent" => management = value,
                _ => {}
            }
        }
        let id = id.str().filter(|id| !id.is_empty()).ok_or(Unreadable::Schema("no eventID"))?;
        let time = when.str().and_then(|t| time::parse(&t)).ok_or(Unreadable::Schema("no eventTime"))?;
        let service = service.str().ok_or(Unreadable::Schema("no eventSource"))?;
        let name = name.str().ok_or(Unreadable::Schema("no eventName"))?;
        let service = match service {
            Cow::Borrowed(s) => Cow::Borrowed(s.strip_suffix(".amazonaws.com").unwrap_or(s)),
            Cow::Owned(s) => Cow::Owned(s.trim_end_matches(".amazonaws.com").to_owned()),
        };
        let source = source.str().unwrap_or_default();
        let address = net::parse(&source);
        let who = Who::read(identity);
        let account = recipient.str().filter(|a| !a.is_empty()).unwrap_or(who.account);
        let by_service =
            who.invoked_by || who.caller == Caller::Service || (address.is_none() && source.ends_with(".amazonaws.com"));
        let read_only = read_only.bool().unwrap_or_else(|| is_read(&name));
        let data = category.str().is_some_and(|c| c == "Data") || management.bool() == Some(false);
        Ok(Self {
            record,
            id,
            time,
            service,
            name,
            region: region.str().unwrap_or_default(),
            account,
            error: error.str().filter(|e| !e.is_empty()),
            source,
            address,
            agent: agent.str().unwrap_or_default(),
            identity,
            caller: who.caller,
            actor: who.actor,
            key: who.key,
            request,
            response,
            additional,
            by_service,
            read_only,
            data,
        })
    }

    /// Whether the call did what it says.
    pub fn succeeded(&self) -> bool {
        self.error.is_none()
    }

    /// Whether the call was refused for want of permission.
    pub fn denied(&self) -> bool {
        self.error.as_deref().is_some_and(|e| {
            e.contains("AccessDenied") || e.contains("Unauthorized") || e.contains("Forbidden") || e.contains("NotAuthorized")
        })
    }

    /// Whether the call was only tried out.
    pub fn dry_run(&self) -> bool {
        self.error.as_deref().is_some_and(|e| e.ends_with("DryRunOperation"))
    }

    /// The call's name without the version of the API that some services put behind it: `UpdateFunctionCode20150331v2`.
    pub fn base_name(&self) -> &str {
        base_name(&self.name)
    }

    /// The instance whose role the caller uses, by the session's name.
    pub fn instance(&self) -> Option<Cow<'a, str>> {
        if self.caller != Caller::AssumedRole {
            return None;
        }
        let session = self.session_name()?;
        let rest = session.strip_prefix("i-")?;
        ((8..=17).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(session)
    }

    /// Name of the role's session.
    pub fn session_name(&self) -> Option<Cow<'a, str>> {
        let principal = self.identity.get("principalId").str()?;
        match principal {
            Cow::Borrowed(p) => p.split_once(':').map(|(_, name)| Cow::Borrowed(name)),
            Cow::Owned(p) => p.split_once(':').map(|(_, name)| Cow::Owned(name.to_owned())),
        }
    }

    /// Name of the user or role.
    pub fn user_name(&self) -> Cow<'a, str> {
        let name = self.identity.get("userName").str();
        let name = name.or_else(|| self.identity.path("sessionContext.sessionIssuer.userName").str());
        name.filter(|n| !n.is_empty()).unwrap_or(match self.caller {
            Caller::Root => Cow::Borrowed("Root"),
            _ => self.actor_tail(),
        })
    }

    fn actor_tail(&self) -> Cow<'a, str> {
        match &self.actor {
            Cow::Borrowed(a) => Cow::Borrowed(a.rsplit('/').next().unwrap_or(a)),
            Cow::Owned(a) => Cow::Owned(a.rsplit('/').next().unwrap_or(a).to_owned()),
        }
    }

    /// Whether a role that AWS services or infrastructure use by themselves is at work: its name says `AWSServiceRoleFor…`.
    pub fn service_linked(&self) -> bool {
        self.actor.contains(":role/aws-service-role/") || self.actor.contains("/AWSServiceRoleFor")
    }
}

/// A name without a version behind it.
pub fn base_name(name: &str) -> &str {
    // `20150331`, `20150331v2`, `2017_10_30`, `2020_05_31`: digits, `v` and `_` at the end, eight digits of them at least.
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == 'v' || c == '_');
    let tail = name.get(stem.len()..).unwrap_or_default();
    let digits = tail.bytes().filter(u8::is_ascii_digit).count();
    if digits >= 8 && tail.starts_with("20") { stem } else { name }
}

fn is_read(name: &str) -> bool {
    ["Get", "List", "Describe", "Head", "Lookup", "Search", "BatchGet", "Query", "Scan", "Select"]
        .iter()
        .any(|p| name.starts_with(p))
}

struct Who<'a> {
    caller: Caller,
    actor: Cow<'a, str>,
    key: Cow<'a, str>,
    account: Cow<'a, str>,
    invoked_by: bool,
}

impl<'a> Who<'a> {
    fn read(identity: Value<'a>) -> Self {
        let mut kind = Value::NULL;
        let mut arn = Value::NULL;
        let mut account = Value::NULL;
        let mut key = Value::NULL;
        let mut session = Value::NULL;
        let mut invoked_by = Value::NULL;
        let mut principal = Value::NULL;
        for (name, value) in identity.members() {
            match &*name {
                "type" => kind = value,
                "arn" => arn = value,
                "accountId" => account = value,
                "accessKeyId" => key = value,
                "sessionContext" => session = value,
                "invokedBy" => invoked_by = value,
                "principalId" => principal = value,
                _ => {}
            }
        }
        let mut caller = Caller::of(&kind.str().unwrap_or_default());
        let account = account.str().unwrap_or_default();
        if caller == Caller::Account && (account == "anonymous" || account.eq_ignore_ascii_case("ANONYMOUS_PRINCIPAL")) {
            caller = Caller::Anonymous;
        }
        let arn = arn.str().unwrap_or_default();
        let issuer = session.path("sessionIssuer.arn").str();
        let actor = match (caller, issuer) {
            (Caller::Anonymous, _) => Cow::Borrowed("anonymous"),
            // One role of Identity Center is many people: its sessions are named after them.
            (Caller::AssumedRole, Some(issuer)) if !issuer.contains("AWSReservedSSO_") && !issuer.is_empty() => issuer,
            _ if !arn.is_empty() => arn,
            _ => invoked_by.str().or_else(|| principal.str()).filter(|p| !p.is_empty()).unwrap_or_else(|| account.clone()),
        };
        // `AWS Internal` is what a service writes that acts for somebody who may be a person at the console: that is no service by itself.
        let invoked_by = invoked_by.str().is_some_and(|by| by != "AWS Internal");
        Self { caller, actor, key: key.str().unwrap_or_default(), account, invoked_by }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Tape;

    #[test]
    fn versions_are_cut_off_names() {
        for (name, base) in [
            ("UpdateFunctionCode20150331v2", "UpdateFunctionCode"),
            ("AddPermission20150331", "AddPermission"),
            ("CreateDistribution2020_05_31", "CreateDistribution"),
            ("TagResource20170331v2", "TagResource"),
            ("ListObjectsV2", "ListObjectsV2"),
            ("GetObject", "GetObject"),
            ("", ""),
        ] {
            assert_eq!(base_name(name), base);
        }
    }

    #[test]
    fn callers_are_told_apart() {
        let mut tape = Tape::default();
        let text = r#"{"eventID":"1","eventTime":"2024-01-01T00:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances","sourceIPAddress":"198.51.100.1",
            "userIdentity":{"type":"AssumedRole","principalId":"AROAX:i-0123456789abcdef0","arn":"arn:aws:sts::1:assumed-role/web/i-0123456789abcdef0","accountId":"1",
            "sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::1:role/web","userName":"web"}}}}"#;
        let call = Call::read(tape.read(text).unwrap()).unwrap();
        assert_eq!(call.actor, "arn:aws:iam::1:role/web");
        assert_eq!(call.instance().as_deref(), Some("i-0123456789abcdef0"));
        assert!(call.read_only && !call.by_service && call.account == "1");
        let other = text.replace("i-0123456789abcdef0", "deploy");
        assert_eq!(Call::read(tape.read(&other).unwrap()).unwrap().instance(), None);
    }
}
