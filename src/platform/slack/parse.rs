//! A verified body, or a socket's envelope, becomes what the desk understands.

use serde::Deserialize;
use url::form_urlencoded;

use crate::domain::intent::{Inbound, ViewRef};

use super::me::Me;
use super::{commands, events, interactions};

/// What came in.
#[derive(Clone, Debug, PartialEq)]
pub enum Delivery {
    /// `url_verification`: answer 200 with this text.
    Challenge(String),
    Inbound(Box<Received>),
    /// Slack's, but nothing for us: answer 200 with an empty body. The word is for the counter.
    Ignored(&'static str),
}

/// Something for the desk, and how it can be answered within Slack's three seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    pub inbound: Inbound,
    /// Opens one modal, within three seconds.
    pub trigger: Option<String>,
    pub reply: ReplyTo,
}

/// What the acknowledgement may say, and where a word to this one person goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplyTo {
    /// An event: the acknowledgement is empty, nobody waits for a word.
    Nobody,
    /// A slash command: the acknowledgement may be an ephemeral message as JSON.
    Command {
        spot: Spot,
        response_url: Option<String>,
    },
    /// A submitted modal: empty closes it, or a `response_action`. Nothing else is allowed.
    Submission { user: String, view: ViewRef },
    /// A list that is being typed into: the acknowledgement is `{"options":[…]}`.
    Options,
    /// A press on a message or a message shortcut: the acknowledgement is empty; a word goes to the
    /// response_url (5 times within 30 minutes) or by `chat.postEphemeral`.
    Message {
        spot: Spot,
        response_url: Option<String>,
    },
    /// Something in an open modal: the acknowledgement is empty; the view can be updated.
    View { user: String, view: ViewRef },
    /// App Home or a global shortcut: the acknowledgement is empty, there is no channel to speak in.
    Person { user: String },
}

/// Where `chat.postEphemeral` would speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub channel: String,
    pub thread: Option<String>,
    pub user: String,
}

/// It is signed, and yet not what Slack documents. Names the part, never its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed: {what}")]
pub struct Malformed {
    pub what: &'static str,
}

/// The types of a Socket Mode envelope that carry a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnvelopeKind {
    EventsApi,
    Interactive,
    SlashCommands,
}

/// Whether this is Slack's look at our certificate (`ssl_check=1`), which comes unsigned and wants an
/// empty 200. Whatever else is in such a body must not be read: nobody has vouched for it.
pub fn is_ssl_check(body: &[u8]) -> bool {
    body.len() <= 1_000
        && form_urlencoded::parse(body).any(|(name, value)| name == "ssl_check" && value == "1")
}

/// A verified HTTP body: events come as JSON, commands and interactions as a form.
///
/// # Errors
/// When it is not what Slack documents.
pub fn parse(me: &Me, content_type: Option<&str>, body: &[u8]) -> Result<Delivery, Malformed> {
    let kind = content_type
        .and_then(|t| t.split(';').next())
        .map(|t| t.trim().to_ascii_lowercase());
    match kind.as_deref() {
        Some("application/json") => events::parse(me, body),
        Some("application/x-www-form-urlencoded") => match payload(body) {
            Some(payload) => interactions::parse(me, &payload),
            None => commands::parse(me, commands::Command::from_form(body)),
        },
        _ => Err(Malformed {
            what: "content type",
        }),
    }
}

/// The form's field `payload`, its encoding undone. In one pass, because it is most of what comes in and
/// `form_urlencoded` goes over it three times. What is no encoding stands for itself, as there.
fn payload(body: &[u8]) -> Option<Vec<u8>> {
    const NAME: &[u8] = b"payload=";
    let mut rest = body;
    while !rest.starts_with(NAME) {
        let next = rest.iter().position(|b| *b == b'&')?;
        rest = &rest[next + 1..];
    }
    rest = &rest[NAME.len()..];
    let mut plain = Vec::with_capacity(rest.len());
    while let [byte, after @ ..] = rest {
        rest = after;
        plain.push(match (byte, after) {
            (b'&', _) => break,
            (b'+', _) => b' ',
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    rest = after;
                    high << 4 | low
                }
                _ => b'%',
            },
            _ => *byte,
        });
    }
    Some(plain)
}

/// What a hexadecimal digit stands for.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

/// The payload of a Socket Mode envelope: the same content, all of it as JSON, none of it signed.
///
/// # Errors
/// When it is not what Slack documents.
pub fn parse_envelope(me: &Me, kind: EnvelopeKind, payload: &str) -> Result<Delivery, Malformed> {
    match kind {
        EnvelopeKind::EventsApi => events::parse(me, payload.as_bytes()),
        EnvelopeKind::Interactive => interactions::parse(me, payload.as_bytes()),
        EnvelopeKind::SlashCommands => commands::parse(me, json(payload.as_bytes(), "command")?),
    }
}

pub use super::events::challenge;

/// Reads JSON; `what` names it when it is wrong.
pub(super) fn json<'a, T: Deserialize<'a>>(
    body: &'a [u8],
    what: &'static str,
) -> Result<T, Malformed> {
    serde_json::from_slice(body).map_err(|_| Malformed { what })
}

/// For something that Slack always sends.
pub(super) fn need<T>(value: Option<T>, what: &'static str) -> Result<T, Malformed> {
    value.ok_or(Malformed { what })
}

impl From<Received> for Delivery {
    fn from(received: Received) -> Delivery {
        Delivery::Inbound(Box::new(received))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_certificate_check_is_recognised() {
        assert!(is_ssl_check(b"ssl_check=1&token=x"));
        assert!(is_ssl_check(b"token=x&ssl_check=1"));
        assert!(!is_ssl_check(b"ssl_check=0"));
        assert!(!is_ssl_check(b"{\"ssl_check\":1}"));
        assert!(!is_ssl_check(b""));
    }

    proptest::proptest! {
        #[test]
        fn a_payload_is_what_form_urlencoded_says(
            before in "([a-z]{0,3}=[a-z%+]{0,3}&){0,2}",
            text in "[ -~äß€😀]{0,40}",
            raw in "[a-zA-Z0-9%+&=]{0,20}",
        ) {
            for value in [form_urlencoded::byte_serialize(text.as_bytes()).collect(), raw] {
                let body = format!("{before}payload={value}");
                let all = form_urlencoded::parse(body.as_bytes());
                let said = { all }.find(|(name, _)| name == "payload").map(|(_, value)| value);
                let payload = payload(body.as_bytes());
                let payload = payload.as_deref().map(String::from_utf8_lossy);
                proptest::prop_assert_eq!(payload, said);
            }
        }
    }
}
