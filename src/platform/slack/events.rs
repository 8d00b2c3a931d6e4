//! The Events API: JSON over HTTP, or an `events_api` envelope.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::ids::Account;
use crate::domain::intent::{Inbound, Intent, Lifecycle, Place, Said, Sender};

use super::me::Me;
use super::message_in::{Message, slack_channel};
use super::parse::{Delivery, Malformed, Received, ReplyTo, json, need};
use super::text;

#[derive(Deserialize)]
struct Outer<'a> {
    #[serde(rename = "type")]
    kind: String,
    challenge: Option<String>,
    event_id: Option<String>,
    #[serde(borrow)]
    event: Option<&'a RawValue>,
    /// False: nobody from outside the company can be there.
    is_ext_shared_channel: Option<bool>,
    /// `app_rate_limited` has no inner event.
    minute_rate_limited: Option<i64>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(rename = "type")]
    kind: String,
}

/// What a message event has beside the message itself, which is read from the same object (serde's
/// `flatten` would buffer all of it).
#[derive(Deserialize)]
struct MessageEvent {
    subtype: Option<String>,
    channel: String,
    channel_type: Option<String>,
    /// Of `message_changed`, with the message as it was.
    message: Option<Message>,
    previous_message: Option<Message>,
    deleted_ts: Option<String>,
}

#[derive(Deserialize)]
struct Reaction {
    user: String,
    reaction: String,
    item: Item,
    item_user: Option<String>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(rename = "type")]
    kind: String,
    channel: Option<String>,
    ts: Option<String>,
}

#[derive(Deserialize)]
struct Home {
    user: String,
    tab: Option<String>,
}

#[derive(Deserialize)]
struct Joined {
    user: String,
    channel: String,
}

#[derive(Deserialize)]
struct Revoked {
    tokens: Tokens,
}

/// Ids of users, not tokens.
#[derive(Deserialize)]
struct Tokens {
    bot: Option<Vec<String>>,
}

/// The challenge of a `url_verification`, which wants an answer before we can know who we are: it
/// comes when the app is made, and the token only when it is installed.
pub fn challenge(body: &[u8]) -> Option<String> {
    let outer: Outer<'_> = serde_json::from_slice(body).ok()?;
    outer.challenge.filter(|_| outer.kind == "url_verification")
}

pub fn parse(me: &Me, body: &[u8]) -> Result<Delivery, Malformed> {
    let outer: Outer<'_> = json(body, "event")?;
    match outer.kind.as_str() {
        "url_verification" => Ok(Delivery::Challenge(need(outer.challenge, "challenge")?)),
        "app_rate_limited" => {
            let minute = need(outer.minute_rate_limited, "minute_rate_limited")?;
            Ok(lifecycle(
                format!("rate:{minute}"),
                Lifecycle::RateLimited { minute },
            ))
        }
        "event_callback" => {
            let raw = need(outer.event, "event")?.get().as_bytes();
            let head: Head = json(raw, "event type")?;
            let event = Event {
                me,
                key: need(outer.event_id, "event_id")?,
                shared: outer.is_ext_shared_channel.unwrap_or(true),
            };
            event.parse(&head.kind, raw)
        }
        _ => Ok(Delivery::Ignored("event")),
    }
}

/// What the inner event is read with.
struct Event<'a> {
    me: &'a Me,
    key: String,
    /// The channel may be shared with another company.
    shared: bool,
}

impl Event<'_> {
    fn parse(self, kind: &str, raw: &[u8]) -> Result<Delivery, Malformed> {
        match kind {
            "message" => self.message(raw),
            "app_mention" => self.mention(raw),
            "reaction_added" => self.reaction(json(raw, "reaction_added")?, true),
            "reaction_removed" => self.reaction(json(raw, "reaction_removed")?, false),
            "app_home_opened" => self.home(json(raw, "app_home_opened")?),
            "member_joined_channel" => self.joined(json(raw, "member_joined_channel")?),
            "app_uninstalled" => Ok(lifecycle(self.key, Lifecycle::Uninstalled)),
            "tokens_revoked" => self.revoked(json(raw, "tokens_revoked")?),
            _ => Ok(Delivery::Ignored("event")),
        }
    }

    fn message(self, raw: &[u8]) -> Result<Delivery, Malformed> {
        let event: MessageEvent = json(raw, "message")?;
        match event.subtype.as_deref() {
            None | Some("file_share" | "thread_broadcast" | "me_message") => {
                self.said(raw, &event, false)
            }
            Some("message_changed") => self.changed(event),
            Some("message_deleted") => self.deleted(event),
            Some("bot_message") => Ok(Delivery::Ignored("bot")),
            Some(_) => Ok(Delivery::Ignored("message subtype")),
        }
    }

    /// The other delivery of a post that mentions us (never in a DM), with an event id of its own. It
    /// becomes the same intent under the same key, so that whichever comes second is known.
    fn mention(self, raw: &[u8]) -> Result<Delivery, Malformed> {
        let event: MessageEvent = json(raw, "app_mention")?;
        self.said(raw, &event, true)
    }

    fn said(
        self,
        raw: &[u8],
        event: &MessageEvent,
        mentioned: bool,
    ) -> Result<Delivery, Malformed> {
        let mut message: Message = json(raw, "message")?;
        if let Some(why) = self.not_a_persons(&message) {
            return Ok(Delivery::Ignored(why));
        }
        let Some(user) = message.user.take() else {
            return Ok(Delivery::Ignored("nobody"));
        };
        let words = message.words();
        let by = self.sender(&user, &message);
        let said = Said {
            at: message.place(&event.channel),
            mention: mentioned || text::mentions(&words, &self.me.bot_user),
            text: text::without(words, &self.me.bot_user),
            files: message.take_files(),
            direct: matches!(event.channel_type.as_deref(), Some("im" | "app_home")),
            under_ours: Some(message.parent_user_id.as_deref() == Some(self.me.bot_user.as_str())),
            threadless: false,
        };
        let key = format!("msg:{}:{}", event.channel, message.ts);
        Ok(self::event(key, Some(by), Intent::Said(said)))
    }

    fn changed(self, event: MessageEvent) -> Result<Delivery, Malformed> {
        let mut message = need(event.message, "message")?;
        if message.subtype.as_deref() == Some("tombstone") {
            // A deleted message that has replies stays as its own gravestone.
            return Ok(self.gone(event.channel, event.previous_message.unwrap_or(message)));
        }
        if let Some(why) = self.not_a_persons(&message) {
            return Ok(Delivery::Ignored(why));
        }
        // Link previews, new replies and the like change a message without anybody's doing.
        let same = match &event.previous_message {
            Some(before) => before.text == message.text,
            None => message.edited.is_none(),
        };
        if same {
            return Ok(Delivery::Ignored("unchanged"));
        }
        let editor = message.edited.as_mut().and_then(|edit| edit.user.take());
        let by = editor
            .or(message.user.clone())
            .map(|user| self.sender(&user, &message));
        let intent = Intent::Edited {
            at: message.place(&event.channel),
            text: text::without(message.words(), &self.me.bot_user),
        };
        Ok(self::event(self.key, by, intent))
    }

    fn deleted(self, event: MessageEvent) -> Result<Delivery, Malformed> {
        match event.previous_message {
            Some(message) => Ok(self.gone(event.channel, message)),
            None => {
                let at = Place {
                    channel: slack_channel(&event.channel),
                    ts: need(event.deleted_ts, "deleted_ts")?,
                    thread: None,
                };
                Ok(self::event(self.key, None, Intent::Deleted { at }))
            }
        }
    }

    /// Slack does not tell who deleted it; its author stands for them.
    fn gone(self, channel: String, message: Message) -> Delivery {
        if let Some(why) = self.not_a_persons(&message) {
            return Delivery::Ignored(why);
        }
        let by = message.user.as_deref().map(|u| self.sender(u, &message));
        let at = message.place(&channel);
        event(self.key, by, Intent::Deleted { at })
    }

    /// Ours, another app's, or Slack's own.
    fn not_a_persons(&self, message: &Message) -> Option<&'static str> {
        let user = message.user.as_deref();
        let bot = message.bot_id.as_deref();
        if self.me.is_own(user, bot, message.app_id.as_deref()) {
            return Some("own");
        }
        (bot.is_some() || user == Some("USLACKBOT")).then_some("bot")
    }

    fn sender(&self, user: &str, message: &Message) -> Sender {
        let team = message.user_team.as_deref().or(message.team.as_deref());
        let stranger = self.shared && self.me.is_stranger(team, None);
        self.me.sender(user, stranger)
    }

    fn reaction(self, reaction: Reaction, added: bool) -> Result<Delivery, Malformed> {
        if reaction.item.kind != "message" {
            return Ok(Delivery::Ignored("reaction"));
        }
        if reaction.user == self.me.bot_user {
            return Ok(Delivery::Ignored("own"));
        }
        // A skin tone makes no other emoji: `+1::skin-tone-2`.
        let name = reaction.reaction.split("::").next().unwrap_or_default();
        let intent = Intent::React {
            on: Place {
                channel: slack_channel(&need(reaction.item.channel, "item channel")?),
                ts: need(reaction.item.ts, "item ts")?,
                thread: None,
            },
            emoji: name.to_owned(),
            added,
            author: reaction.item_user.map(Account::slack),
        };
        // The payload does not tell the person's company: the profile has to.
        let by = self.me.sender(&reaction.user, false);
        Ok(event(self.key, Some(by), intent))
    }

    fn home(self, home: Home) -> Result<Delivery, Malformed> {
        if home.tab.as_deref() != Some("home") {
            return Ok(Delivery::Ignored("home tab"));
        }
        let by = self.me.sender(&home.user, false);
        Ok(event(self.key, Some(by), Intent::HomeOpened))
    }

    fn joined(self, joined: Joined) -> Result<Delivery, Malformed> {
        if joined.user != self.me.bot_user {
            return Ok(Delivery::Ignored("member_joined_channel"));
        }
        let channel = slack_channel(&joined.channel);
        Ok(lifecycle(self.key, Lifecycle::Joined(channel)))
    }

    /// Names users, not tokens: ours is meant when our bot is among them.
    fn revoked(self, revoked: Revoked) -> Result<Delivery, Malformed> {
        let bots = revoked.tokens.bot.unwrap_or_default();
        if !bots.contains(&self.me.bot_user) {
            return Ok(Delivery::Ignored("tokens_revoked"));
        }
        Ok(lifecycle(self.key, Lifecycle::TokenRevoked))
    }
}

fn event(key: String, by: Option<Sender>, intent: Intent) -> Delivery {
    Received {
        inbound: Inbound { key, by, intent },
        trigger: None,
        reply: ReplyTo::Nobody,
    }
    .into()
}

fn lifecycle(key: String, news: Lifecycle) -> Delivery {
    event(key, None, Intent::Lifecycle(news))
}
