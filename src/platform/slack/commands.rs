//! Slash commands: `/request …` and `/desk …`.

use serde::Deserialize;
use url::form_urlencoded;

use crate::domain::intent::{DeskWord, Inbound, Intent, NewRequest};
use crate::domain::talk::flat;

use super::me::Me;
use super::message_in::slack_channel;
use super::parse::{Delivery, Malformed, Received, ReplyTo, Spot, need};
use super::text;

/// A command's fields: a form over HTTP, an object over the socket. A command has no thread.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Command {
    command: Option<String>,
    text: Option<String>,
    user_id: Option<String>,
    channel_id: Option<String>,
    team_id: Option<String>,
    enterprise_id: Option<String>,
    trigger_id: Option<String>,
    response_url: Option<String>,
}

impl Command {
    pub fn from_form(body: &[u8]) -> Command {
        let mut command = Command::default();
        for (name, value) in form_urlencoded::parse(body) {
            let field = match name.as_ref() {
                "command" => &mut command.command,
                "text" => &mut command.text,
                "user_id" => &mut command.user_id,
                "channel_id" => &mut command.channel_id,
                "team_id" => &mut command.team_id,
                "enterprise_id" => &mut command.enterprise_id,
                "trigger_id" => &mut command.trigger_id,
                "response_url" => &mut command.response_url,
                _ => continue,
            };
            *field = Some(value.into_owned());
        }
        command
    }
}

pub fn parse(me: &Me, command: Command) -> Result<Delivery, Malformed> {
    let name = need(command.command, "command")?;
    let user = need(command.user_id, "user_id")?;
    let channel = need(command.channel_id, "channel_id")?;
    let trigger = need(command.trigger_id, "trigger_id")?;
    let words = text::read(command.text.as_deref().unwrap_or_default());
    let intent = match name.as_str() {
        "/request" => Intent::NewRequest(NewRequest {
            text: flat(&words).trim().to_owned(),
            channel: Some(slack_channel(&channel)),
            ..NewRequest::default()
        }),
        "/desk" => Intent::Desk(DeskWord::read(words, &slack_channel(&channel))),
        _ => return Ok(Delivery::Ignored("command")),
    };
    let stranger = me.is_stranger(command.team_id.as_deref(), command.enterprise_id.as_deref());
    Ok(Received {
        inbound: Inbound {
            key: format!("cmd:{trigger}"),
            by: Some(me.sender(&user, stranger)),
            intent,
        },
        trigger: Some(trigger),
        reply: ReplyTo::Command {
            spot: Spot {
                channel,
                thread: None,
                user,
            },
            response_url: command.response_url,
        },
    }
    .into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::DigestKind;
    use crate::domain::ids::Account;

    fn word(text: &str) -> DeskWord {
        DeskWord::read(text::read(text), &slack_channel("C1"))
    }

    #[test]
    fn desk_words() {
        for (text, meant) in [
            ("", DeskWord::Help),
            ("  ", DeskWord::Help),
            ("help me", DeskWord::Help),
            (" Mine ", DeskWord::Mine),
            ("queue", DeskWord::Queue),
            ("duty", DeskWord::Duty),
            ("kb vpn <b>", DeskWord::Kb("vpn <b>".into())),
            ("queu", DeskWord::Unknown("queu".into())),
            ("<@U1|ana> mine", DeskWord::Unknown("@U1".into())),
        ] {
            assert_eq!(word(text), meant, "{text}");
        }
        let now = |kind| DeskWord::Digest {
            channel: Some(slack_channel("C1")),
            kind,
        };
        for (text, meant) in [
            ("digest", now(DigestKind::Weekly)),
            ("digest Daily", now(DigestKind::Daily)),
            ("digest me", DeskWord::OwnDigest),
            (
                "digest me daily",
                DeskWord::DigestMe(Some(DigestKind::Daily)),
            ),
            (
                "digest me weekly",
                DeskWord::DigestMe(Some(DigestKind::Weekly)),
            ),
            ("digest me off", DeskWord::DigestMe(None)),
        ] {
            assert_eq!(word(text), meant, "{text}");
        }
    }

    #[test]
    fn logging_for_somebody() {
        let log = |person: Option<&str>, text: &str| DeskWord::Log {
            person: person.map(Account::slack),
            text: text.into(),
        };
        assert_eq!(
            word("log <@U1|ana> her &lt;screen&gt; is black"),
            log(Some("U1"), "her <screen> is black")
        );
        assert_eq!(word("log   <@U1>"), log(Some("U1"), ""));
        assert_eq!(word("log @ana her screen"), log(None, "@ana her screen"));
        assert_eq!(word("log her <@U1>"), log(None, "her @U1"));
        assert_eq!(word("log"), log(None, ""));
    }
}
