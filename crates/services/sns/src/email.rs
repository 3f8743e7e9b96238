//! E-mail through the SMTP server of the installation.

use std::sync::OnceLock;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use plane::settings::MailSettings;

use crate::deliver::Refusal;

/// Longest time for one mail.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends mail. Connections to the server are kept.
#[derive(Default)]
pub(crate) struct Mailer(OnceLock<Result<(AsyncSmtpTransport<Tokio1Executor>, Mailbox), String>>);

fn make(settings: &MailSettings) -> Result<(AsyncSmtpTransport<Tokio1Executor>, Mailbox), String> {
    // The URL has the password: what the parser says of it is not repeated.
    let builder =
        AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.url).map_err(|_| "--smtp-url is no URL of a mail server")?;
    let from: Mailbox = settings.from.parse().map_err(|error| format!("--smtp-from {}: {error}", settings.from))?;
    Ok((builder.timeout(Some(PATIENCE)).build(), from))
}

/// Checks the settings.
///
/// # Errors
/// What is wrong with them.
pub fn check(settings: &MailSettings) -> Result<(), String> {
    make(settings).map(|_| ())
}

impl Mailer {
    /// Sends one mail.
    ///
    /// # Errors
    /// Why it was not taken; what the server refuses for good is not tried again.
    pub async fn send(
        &self,
        settings: Option<&MailSettings>,
        display_name: &str,
        to: &str,
        subject: &str,
        body: String,
    ) -> Result<(), Refusal> {
        let settings = settings.ok_or_else(|| Refusal::later("this installation has no mail server (--smtp-url)"))?;
        let made = self.0.get_or_init(|| make(settings));
        let (transport, from) = made.as_ref().map_err(|reason| Refusal::later(reason.clone()))?;
        let mut from = from.clone();
        if !display_name.is_empty() {
            from.name = Some(display_name.to_owned());
        }
        let to: Mailbox = to.parse().map_err(|error| Refusal::never(format!("{to}: {error}")))?;
        let message = Message::builder().from(from).to(to).subject(subject).header(ContentType::TEXT_PLAIN).body(body);
        let message = message.map_err(|error| Refusal::never(error.to_string()))?;
        match transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(Refusal::never(error.to_string())),
            Err(error) => Err(Refusal::later(error.to_string())),
        }
    }
}
