//! When a delivery that failed is tried again: the four phases of a delivery policy.
//! See <https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>.

use serde_json::{Value, json};

use crate::resources::Protocol;

/// Longest time that all retries of an HTTP endpoint may take, seconds.
const LONGEST_HTTP: f64 = 3_600.0;

/// How the pauses grow in the backoff phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Backoff {
    Arithmetic,
    Exponential,
    Geometric,
    Linear,
}

/// The phases of a delivery policy. Delays are in seconds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Phases {
    without_delay: u32,
    min_delay_retries: u32,
    retries: u32,
    max_delay_retries: u32,
    min_delay: u32,
    max_delay: u32,
    backoff: Backoff,
}

/// Queues and functions: 100,015 retries in 23 days.
const MANAGED: Phases = Phases {
    without_delay: 3,
    min_delay_retries: 2,
    retries: 10,
    max_delay_retries: 100_000,
    min_delay: 1,
    max_delay: 20,
    backoff: Backoff::Exponential,
};
/// Mail servers: 50 in six hours.
const MAIL: Phases = Phases {
    without_delay: 0,
    min_delay_retries: 2,
    retries: 10,
    max_delay_retries: 38,
    min_delay: 10,
    max_delay: 600,
    backoff: Backoff::Exponential,
};

/// HTTP endpoints where nobody says: three retries, 20 seconds apart.
impl Default for Phases {
    fn default() -> Self {
        Self {
            without_delay: 0,
            min_delay_retries: 0,
            retries: 3,
            max_delay_retries: 0,
            min_delay: 20,
            max_delay: 20,
            backoff: Backoff::Linear,
        }
    }
}

impl Phases {
    /// The pause before the next attempt, milliseconds, after so many retries; `None` if there is none.
    pub fn pause(&self, retried: u32) -> Option<i64> {
        let (min, max) = (f64::from(self.min_delay), f64::from(self.max_delay));
        let mut left = retried;
        let mut within = |phase: u32| {
            let inside = left < phase;
            if !inside {
                left -= phase;
            }
            inside
        };
        let seconds = if within(self.without_delay) {
            0.0
        } else if within(self.min_delay_retries) {
            min
        } else if within(self.retries) {
            self.growing(left)
        } else if within(self.max_delay_retries) {
            max
        } else {
            return None;
        };
        #[expect(clippy::cast_possible_truncation, reason = "at most an hour")]
        Some((seconds * 1_000.0) as i64)
    }

    /// The pause before a retry of the backoff phase, seconds: from the least to the greatest in the form that the policy names.
    fn growing(&self, number: u32) -> f64 {
        let (min, max) = (f64::from(self.min_delay), f64::from(self.max_delay));
        let steps = f64::from(self.retries.saturating_sub(1).max(1));
        let at = f64::from(number) / steps;
        let grown = match self.backoff {
            Backoff::Linear => min + (max - min) * at,
            Backoff::Arithmetic => min + (max - min) * at * (f64::from(number) + 1.0) / (steps + 1.0),
            Backoff::Exponential => min * 2_f64.powf(f64::from(number)),
            Backoff::Geometric => min.max(1.0) * (max.max(1.0) / min.max(1.0)).powf(at),
        };
        grown.clamp(min, max)
    }

    /// How long all pauses take together, seconds.
    fn total(&self) -> f64 {
        let growing: f64 = (0..self.retries).map(|number| self.growing(number)).sum();
        f64::from(self.min_delay_retries) * f64::from(self.min_delay)
            + growing
            + f64::from(self.max_delay_retries) * f64::from(self.max_delay)
    }

    fn parse(given: &Value) -> Result<Self, String> {
        let mut phases = Self::default();
        for (name, value) in given.as_object().ok_or("healthyRetryPolicy must be an object")? {
            let number = || {
                let number = value.as_u64().and_then(|n| u32::try_from(n).ok());
                number.ok_or_else(|| format!("{name} must be a whole number that is not negative"))
            };
            match name.as_str() {
                "numRetries" => phases.retries = number()?,
                "numNoDelayRetries" => phases.without_delay = number()?,
                "numMinDelayRetries" => phases.min_delay_retries = number()?,
                "numMaxDelayRetries" => phases.max_delay_retries = number()?,
                "minDelayTarget" => phases.min_delay = number()?,
                "maxDelayTarget" => phases.max_delay = number()?,
                "backoffFunction" => {
                    phases.backoff = match value.as_str() {
                        Some("arithmetic") => Backoff::Arithmetic,
                        Some("exponential") => Backoff::Exponential,
                        Some("geometric") => Backoff::Geometric,
                        Some("linear") => Backoff::Linear,
                        _ => return Err("backoffFunction must be arithmetic, exponential, geometric or linear".to_owned()),
                    }
                }
                other => return Err(format!("unexpected property {other}")),
            }
        }
        // The number of all retries is given; those of the other phases are a part of it.
        let others = phases.without_delay.saturating_add(phases.min_delay_retries).saturating_add(phases.max_delay_retries);
        if phases.retries > 100 {
            return Err("numRetries must be between 0 and 100".to_owned());
        }
        if others > phases.retries {
            return Err(
                "numRetries must be at least the sum of numNoDelayRetries, numMinDelayRetries and numMaxDelayRetries".to_owned()
            );
        }
        phases.retries -= others;
        if phases.min_delay == 0 || phases.min_delay > phases.max_delay {
            return Err("minDelayTarget must be between 1 and maxDelayTarget".to_owned());
        }
        if phases.max_delay > 3_600 {
            return Err("maxDelayTarget must be at most 3600".to_owned());
        }
        if phases.total() > LONGEST_HTTP {
            return Err("the total time of all retries must be at most 3600 seconds".to_owned());
        }
        Ok(phases)
    }

    fn shown(&self) -> Value {
        let backoff = match self.backoff {
            Backoff::Arithmetic => "arithmetic",
            Backoff::Exponential => "exponential",
            Backoff::Geometric => "geometric",
            Backoff::Linear => "linear",
        };
        json!({
            "minDelayTarget": self.min_delay,
            "maxDelayTarget": self.max_delay,
            "numRetries": self.retries + self.without_delay + self.min_delay_retries + self.max_delay_retries,
            "numMaxDelayRetries": self.max_delay_retries,
            "numNoDelayRetries": self.without_delay,
            "numMinDelayRetries": self.min_delay_retries,
            "backoffFunction": backoff,
        })
    }
}

/// What the delivery policies of a topic or subscription say.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Policies {
    phases: Option<Phases>,
    content_type: Option<String>,
    /// Whether subscriptions may not override a topic's.
    fixed: bool,
}

impl Policies {
    /// Reads a topic's: `{"http": {"defaultHealthyRetryPolicy": …, "disableSubscriptionOverrides": …}}`. An empty text is none.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of_topic(text: &str) -> Result<Self, String> {
        let Some(given) = object(text)? else { return Ok(Self::default()) };
        let mut policies = Self::default();
        for (name, value) in &given {
            let http = value.as_object().filter(|_| name == "http").ok_or_else(|| format!("unexpected property {name}"))?;
            for (name, value) in http {
                match name.as_str() {
                    "defaultHealthyRetryPolicy" => policies.phases = Some(Phases::parse(value)?),
                    "disableSubscriptionOverrides" => {
                        policies.fixed = value.as_bool().ok_or("disableSubscriptionOverrides must be true or false")?;
                    }
                    "defaultRequestPolicy" => policies.content_type = request_policy(value)?,
                    "defaultThrottlePolicy" => return Err("throttle policies are not available in this installation".to_owned()),
                    other => return Err(format!("unexpected property {other}")),
                }
            }
        }
        Ok(policies)
    }

    /// Reads a subscription's: `{"healthyRetryPolicy": …, "requestPolicy": …}`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of_subscription(text: &str) -> Result<Self, String> {
        let Some(given) = object(text)? else { return Ok(Self::default()) };
        let mut policies = Self::default();
        for (name, value) in &given {
            match name.as_str() {
                "healthyRetryPolicy" => policies.phases = (!value.is_null()).then(|| Phases::parse(value)).transpose()?,
                "requestPolicy" => policies.content_type = request_policy(value)?,
                "throttlePolicy" if value.is_null() => {}
                "throttlePolicy" => return Err("throttle policies are not available in this installation".to_owned()),
                other => return Err(format!("unexpected property {other}")),
            }
        }
        Ok(policies)
    }

    /// What holds for a subscription of a topic with `self` where it has its own.
    pub fn overridden(&self, own: &Self) -> Self {
        if self.fixed {
            return self.clone();
        }
        Self {
            phases: own.phases.clone().or_else(|| self.phases.clone()),
            content_type: own.content_type.clone().or_else(|| self.content_type.clone()),
            fixed: false,
        }
    }

    /// The phases for a protocol: only those of HTTP can be set.
    pub fn phases(&self, protocol: Protocol) -> Phases {
        match protocol {
            Protocol::Http | Protocol::Https => self.phases.clone().unwrap_or_default(),
            Protocol::Email | Protocol::EmailJson => MAIL,
            Protocol::Sqs | Protocol::Lambda => MANAGED,
        }
    }

    /// `Content-Type` of HTTP deliveries.
    pub fn content_type(&self) -> &str {
        self.content_type.as_deref().unwrap_or("text/plain; charset=UTF-8")
    }

    /// The whole policy of a topic.
    pub fn shown_for_topic(&self) -> Value {
        let phases = self.phases.clone().unwrap_or_default().shown();
        json!({"http": {
            "defaultHealthyRetryPolicy": phases,
            "disableSubscriptionOverrides": self.fixed,
            "defaultRequestPolicy": {"headerContentType": self.content_type()},
        }})
    }

    /// The whole policy of a subscription.
    pub fn shown_for_subscription(&self) -> Value {
        json!({
            "healthyRetryPolicy": self.phases.clone().unwrap_or_default().shown(),
            "sicklyRetryPolicy": null,
            "throttlePolicy": null,
            "requestPolicy": {"headerContentType": self.content_type()},
            "guaranteed": false,
        })
    }
}

fn object(text: &str) -> Result<Option<serde_json::Map<String, Value>>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(Some(members)),
        _ => Err("failed to parse JSON: it must be an object".to_owned()),
    }
}

/// Content types that a request policy may name.
const CONTENT_TYPES: &[&str] = &[
    "application/atom+xml",
    "application/json",
    "application/octet-stream",
    "application/soap+xml",
    "application/x-www-form-urlencoded",
    "application/xhtml+xml",
    "application/xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/plain",
    "text/xml",
];

fn request_policy(value: &Value) -> Result<Option<String>, String> {
    let Some(text) = value.get("headerContentType") else { return Ok(None) };
    let text = text.as_str().ok_or("headerContentType must be a string")?;
    let kind = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let plain = text.bytes().all(|b| (b' '..0x7f).contains(&b));
    if plain && CONTENT_TYPES.contains(&kind.as_str()) {
        return Ok(Some(text.to_owned()));
    }
    Err(format!("{kind} is no content type that can be set"))
}

#[cfg(test)]
mod tests {
    use super::{MAIL, MANAGED, Phases, Policies};
    use crate::resources::Protocol;

    #[test]
    fn phases_follow_one_another() {
        let pauses = |phases: &Phases, most: u32| (0..most).map_while(|n| phases.pause(n)).collect::<Vec<_>>();
        assert_eq!(pauses(&Phases::default(), 10), [20_000, 20_000, 20_000]);
        let managed = pauses(&MANAGED, 16);
        assert_eq!(managed, [0, 0, 0, 1000, 1000, 1000, 2000, 4000, 8000, 16000, 20000, 20000, 20000, 20000, 20000, 20000]);
        assert_eq!(MANAGED.pause(100_014), Some(20_000));
        assert_eq!(MANAGED.pause(100_015), None);
        assert_eq!(pauses(&MAIL, 100).len(), 50);
    }

    #[test]
    fn policies_are_read_and_checked() {
        let text = r#"{"healthyRetryPolicy":{"minDelayTarget":1,"maxDelayTarget":4,"numRetries":6,"numNoDelayRetries":1,"numMaxDelayRetries":1,"backoffFunction":"linear"}}"#;
        let phases = Policies::of_subscription(text).unwrap().phases(Protocol::Http);
        let pauses: Vec<i64> = (0..10).map_while(|n| phases.pause(n)).collect();
        assert_eq!(pauses, [0, 1000, 2000, 3000, 4000, 4000]);
        for wrong in [
            "x",
            "[]",
            r#"{"healthyRetryPolicy":{"numRetries":101}}"#,
            r#"{"healthyRetryPolicy":{"numRetries":-1}}"#,
            r#"{"healthyRetryPolicy":{"numRetries":1,"numNoDelayRetries":2}}"#,
            r#"{"healthyRetryPolicy":{"minDelayTarget":30,"maxDelayTarget":20}}"#,
            r#"{"healthyRetryPolicy":{"minDelayTarget":600,"maxDelayTarget":600,"numRetries":10}}"#,
            r#"{"healthyRetryPolicy":{"backoffFunction":"sine"}}"#,
            r#"{"requestPolicy":{"headerContentType":"image/png"}}"#,
            r#"{"other":1}"#,
        ] {
            assert!(Policies::of_subscription(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_topic_can_forbid_overrides() {
        let fixed = r#"{"http":{"defaultHealthyRetryPolicy":{"numRetries":1},"disableSubscriptionOverrides":true}}"#;
        let own = Policies::of_subscription(r#"{"healthyRetryPolicy":{"numRetries":9}}"#).unwrap();
        let retries = |topic: &str| {
            let phases = Policies::of_topic(topic).unwrap().overridden(&own).phases(Protocol::Https);
            (0..100).map_while(|n| phases.pause(n)).count()
        };
        assert_eq!((retries(fixed), retries("")), (1, 9));
    }
}
