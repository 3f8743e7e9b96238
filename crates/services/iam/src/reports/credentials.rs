//! The credential report as CSV. Pure.
//!
//! Columns and their values are those of
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html#id_credentials_understanding_the_report_format>.

use jiff::Timestamp;

/// The columns, in their order.
pub const COLUMNS: &[&str] = &[
    "user",
    "arn",
    "user_creation_time",
    "password_enabled",
    "password_last_used",
    "password_last_changed",
    "password_next_rotation",
    "mfa_active",
    "access_key_1_active",
    "access_key_1_last_rotated",
    "access_key_1_last_used_date",
    "access_key_1_last_used_region",
    "access_key_1_last_used_service",
    "access_key_2_active",
    "access_key_2_last_rotated",
    "access_key_2_last_used_date",
    "access_key_2_last_used_region",
    "access_key_2_last_used_service",
    "cert_1_active",
    "cert_1_last_rotated",
    "cert_2_active",
    "cert_2_last_rotated",
];

const NOTHING: &str = "N/A";

/// The password of a user. Times are milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Password {
    /// When it was last used.
    pub last_used: Option<i64>,
    /// When it was set.
    pub changed: i64,
    /// When it has to be changed, if passwords expire.
    pub next_rotation: Option<i64>,
}

/// An access key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Whether it is switched on.
    pub active: bool,
    /// When it was made.
    pub made: i64,
    /// When it was last used, in which region and for which service.
    pub used: Option<(i64, String, String)>,
}

/// A row: a user, or the root user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Name; none for root.
    pub user: Option<String>,
    /// ARN.
    pub arn: String,
    /// When it was made.
    pub made: i64,
    /// The password.
    pub password: Option<Password>,
    /// Whether it has an MFA device.
    pub mfa: bool,
    /// Access keys, oldest first.
    pub keys: Vec<Key>,
    /// Signing certificates, oldest first: whether they are switched on, and when they were uploaded.
    pub certificates: Vec<(bool, i64)>,
}

fn time(ms: i64) -> String {
    let time = Timestamp::from_second(ms.div_euclid(1_000)).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
}

/// The fields of a row, in the order of the [`COLUMNS`].
pub fn fields(row: &Row) -> Vec<String> {
    let or_nothing = |ms: Option<i64>| ms.map_or_else(|| NOTHING.to_owned(), time);
    let mut fields = Vec::with_capacity(COLUMNS.len());
    fields.push(row.user.clone().unwrap_or_else(|| "<root_account>".to_owned()));
    fields.push(row.arn.clone());
    fields.push(time(row.made));
    let unknown = |used: Option<i64>| used.map_or_else(|| "no_information".to_owned(), time);
    match (&row.user, &row.password) {
        // Root signs in with a password that is not IAM's.
        (None, password) => {
            fields.push("not_supported".to_owned());
            fields.push(unknown(password.and_then(|p| p.last_used)));
            fields.extend(["not_supported".to_owned(), "not_supported".to_owned()]);
        }
        (Some(_), None) => fields.extend(["false", NOTHING, NOTHING, NOTHING].map(str::to_owned)),
        (Some(_), Some(password)) => fields.extend([
            "true".to_owned(),
            unknown(password.last_used),
            time(password.changed),
            or_nothing(password.next_rotation),
        ]),
    }
    fields.push(row.mfa.to_string());
    for slot in 0..2 {
        let key = row.keys.get(slot);
        let used = key.and_then(|k| k.used.as_ref());
        fields.push(key.is_some_and(|k| k.active).to_string());
        fields.push(or_nothing(key.map(|k| k.made)));
        fields.push(or_nothing(used.map(|(at, ..)| *at)));
        fields.push(used.map_or(NOTHING, |(_, region, _)| region).to_owned());
        fields.push(used.map_or(NOTHING, |(_, _, service)| service).to_owned());
    }
    for slot in 0..2 {
        let certificate = row.certificates.get(slot);
        fields.push(certificate.is_some_and(|(active, _)| *active).to_string());
        fields.push(or_nothing(certificate.map(|(_, at)| *at)));
    }
    fields
}

/// The report: a line of column names, and a line for each row. Lines end in a line feed, the last one excepted.
pub fn csv(rows: &[Row]) -> String {
    let mut text = COLUMNS.join(",");
    for row in rows {
        text.push('\n');
        text.push_str(&fields(row).iter().map(|field| quoted(field)).collect::<Vec<_>>().join(","));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Key, Password, Row, csv};

    fn row(user: Option<&str>) -> Row {
        Row {
            user: user.map(str::to_owned),
            arn: "arn".to_owned(),
            made: 1_700_000_000_999,
            password: None,
            mfa: false,
            keys: Vec::new(),
            certificates: Vec::new(),
        }
    }

    #[test]
    fn rows_have_every_column() {
        let full = Row {
            password: Some(Password { last_used: None, changed: 0, next_rotation: Some(86_400_000) }),
            mfa: true,
            keys: vec![
                Key { active: true, made: 0, used: Some((1_000, "us-east-1".into(), "iam".into())) },
                Key { active: false, made: 0, used: None },
            ],
            certificates: vec![(true, 0)],
            ..row(Some("an,na"))
        };
        let text = csv(&[row(None), row(Some("bert")), full]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0].split(',').count(), 22);
        assert_eq!(COLUMNS.len(), 22);
        assert_eq!(
            lines[1],
            "<root_account>,arn,2023-11-14T22:13:20+00:00,not_supported,no_information,not_supported,not_supported,false,\
             false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
        );
        assert_eq!(
            lines[2],
            "bert,arn,2023-11-14T22:13:20+00:00,false,N/A,N/A,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
        );
        assert_eq!(
            lines[3],
            "\"an,na\",arn,2023-11-14T22:13:20+00:00,true,no_information,1970-01-01T00:00:00+00:00,1970-01-02T00:00:00+00:00,true,\
             true,1970-01-01T00:00:00+00:00,1970-01-01T00:00:01+00:00,us-east-1,iam,\
             false,1970-01-01T00:00:00+00:00,N/A,N/A,N/A,true,1970-01-01T00:00:00+00:00,false,N/A"
        );
    }
}
