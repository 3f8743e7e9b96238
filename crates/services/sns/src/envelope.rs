//! The forms in which subscribers get a message, and what of it is signed.
//! See <https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html> and
//! <https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html>.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::resources::{Content, Protocol};

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Notification,
    SubscriptionConfirmation,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notification => "Notification",
            Self::SubscriptionConfirmation => "SubscriptionConfirmation",
        }
    }
}

/// Everything that stands in a notice.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    pub kind: Kind,
    pub message_id: String,
    pub topic_arn: String,
    pub subscription_arn: String,
    pub subject: Option<String>,
    pub message: String,
    pub at: i64,
    /// Of FIFO topics.
    pub sequence: Option<u64>,
    pub attributes: Map<String, Value>,
    /// Of confirmations.
    pub token: Option<String>,
    /// Where the subscription is confirmed or ended.
    pub url: String,
}

/// A signature of a notice.
#[derive(Debug, Clone)]
pub(crate) struct Signature {
    pub version: u8,
    pub value: String,
    pub certificate_url: String,
}

/// The text of a message for a protocol: its own where the message has one for each.
pub(crate) fn text_for(content: &Content, protocol: Protocol) -> String {
    if !content.by_protocol {
        return content.message.clone();
    }
    let texts: Value = serde_json::from_str(&content.message).unwrap_or_default();
    let text = texts.get(protocol.as_str()).or_else(|| texts.get("default"));
    text.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The attributes of a message as notices have them.
pub(crate) fn attributes(content: &Content) -> Map<String, Value> {
    let one = |(name, attribute): (&String, &crate::resources::Attribute)| {
        let value = attribute.text.as_deref().or(attribute.binary.as_deref()).unwrap_or_default();
        (name.clone(), json!({"Type": attribute.data_type, "Value": value}))
    };
    content.attributes.iter().map(one).collect()
}

impl Notice {
    fn timestamp(&self) -> String {
        Timestamp::from_millisecond(self.at).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
    }

    /// The text that is signed: names and values of the members in the order of their names, each on a line.
    pub fn signed_text(&self) -> String {
        let timestamp = self.timestamp();
        let mut pairs: Vec<(&str, &str)> = vec![("Message", &self.message), ("MessageId", &self.message_id)];
        match self.kind {
            Kind::Notification => pairs.extend(self.subject.as_deref().map(|subject| ("Subject", subject))),
            Kind::SubscriptionConfirmation => pairs.push(("SubscribeURL", &self.url)),
        }
        pairs.push(("Timestamp", &timestamp));
        pairs.extend(self.token.as_deref().map(|token| ("Token", token)));
        pairs.push(("TopicArn", &self.topic_arn));
        pairs.push(("Type", self.kind.as_str()));
        pairs.into_iter().fold(String::new(), |mut text, (name, value)| {
            for part in [name, value] {
                text.push_str(part);
                text.push('\n');
            }
            text
        })
    }

    /// The JSON document that queues, HTTP endpoints and `email-json` get.
    pub fn document(&self, signature: &Signature) -> String {
        let mut document = Map::new();
        let mut add = |name: &str, value: Value| document.insert(name.to_owned(), value);
        add("Type", json!(self.kind.as_str()));
        add("MessageId", json!(self.message_id));
        if let Some(sequence) = self.sequence {
            add("SequenceNumber", json!(format!("{sequence:020}")));
        }
        if let Some(token) = &self.token {
            add("Token", json!(token));
        }
        add("TopicArn", json!(self.topic_arn));
        if let Some(subject) = &self.subject {
            add("Subject", json!(subject));
        }
        add("Message", json!(self.message));
        if self.kind == Kind::SubscriptionConfirmation {
            add("SubscribeURL", json!(self.url));
        }
        add("Timestamp", json!(self.timestamp()));
        add("SignatureVersion", json!(signature.version.to_string()));
        add("Signature", json!(signature.value));
        add("SigningCertURL", json!(signature.certificate_url));
        if self.kind == Kind::Notification {
            add("UnsubscribeURL", json!(self.url));
        }
        if !self.attributes.is_empty() {
            add("MessageAttributes", Value::Object(self.attributes.clone()));
        }
        Value::Object(document).to_string()
    }

    /// The event that functions get. See <https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html>.
    pub fn function_event(&self, signature: &Signature) -> Value {
        json!({"Records": [{
            "EventSource": "aws:sns",
            "EventVersion": "1.0",
            "EventSubscriptionArn": self.subscription_arn,
            "Sns": {
                "Type": self.kind.as_str(),
                "MessageId": self.message_id,
                "TopicArn": self.topic_arn,
                "Subject": self.subject,
                "Message": self.message,
                "Timestamp": self.timestamp(),
                "SignatureVersion": signature.version.to_string(),
                "Signature": signature.value,
                "SigningCertUrl": signature.certificate_url,
                "UnsubscribeUrl": self.url,
                "MessageAttributes": self.attributes,
            },
        }]})
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value};

    use super::{Kind, Notice, Signature, text_for};
    use crate::resources::{Content, Protocol};

    fn notice(kind: Kind) -> Notice {
        Notice {
            kind,
            message_id: "m".into(),
            topic_arn: "arn".into(),
            subscription_arn: "arn:1".into(),
            subject: Some("s".into()),
            message: "hello\nworld".into(),
            at: 1_336_092_846_655,
            sequence: None,
            attributes: Map::new(),
            token: (kind == Kind::SubscriptionConfirmation).then(|| "t".into()),
            url: "u".into(),
        }
    }

    #[test]
    fn what_is_signed_is_in_the_documented_order() {
        let text = notice(Kind::Notification).signed_text();
        assert_eq!(
            text,
            "Message\nhello\nworld\nMessageId\nm\nSubject\ns\nTimestamp\n2012-05-04T00:54:06.655Z\nTopicArn\narn\nType\nNotification\n"
        );
        let text = notice(Kind::SubscriptionConfirmation).signed_text();
        assert_eq!(
            text,
            "Message\nhello\nworld\nMessageId\nm\nSubscribeURL\nu\nTimestamp\n2012-05-04T00:54:06.655Z\nToken\nt\nTopicArn\narn\nType\nSubscriptionConfirmation\n"
        );
    }

    #[test]
    fn documents_have_the_members_of_their_kind() {
        let signature = Signature { version: 2, value: "x".into(), certificate_url: "c".into() };
        let names = |kind| {
            let document: Value = serde_json::from_str(&notice(kind).document(&signature)).unwrap();
            document.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            names(Kind::Notification),
            "Type MessageId TopicArn Subject Message Timestamp SignatureVersion Signature SigningCertURL UnsubscribeURL"
        );
        assert_eq!(
            names(Kind::SubscriptionConfirmation),
            "Type MessageId Token TopicArn Subject Message SubscribeURL Timestamp SignatureVersion Signature SigningCertURL"
        );
    }

    #[test]
    fn each_protocol_has_its_text() {
        let content = Content { message: r#"{"default": "d", "sqs": "q"}"#.into(), by_protocol: true, ..Content::default() };
        assert_eq!(text_for(&content, Protocol::Sqs), "q");
        assert_eq!(text_for(&content, Protocol::Email), "d");
        assert_eq!(text_for(&Content { by_protocol: false, ..content.clone() }, Protocol::Sqs), content.message);
    }
}
