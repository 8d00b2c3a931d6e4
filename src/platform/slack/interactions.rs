//! Presses, forms, shortcuts and lists: the form field `payload`, or an `interactive` envelope.

use serde::Deserialize;

use crate::domain::intent::{Inbound, Intent, NewRequest, Origin, Place, Sender};
use crate::domain::press::Press;
use crate::domain::talk::flat;

use super::me::Me;
use super::message_in::{Message, slack_channel};
use super::parse::{Delivery, Malformed, Received, ReplyTo, Spot, json, need};
use super::render::{MENU, press_of, press_of_choice};
use super::text;
use super::views::{Picked, View, key_of};
use super::wire::{Id, Team, User};

/// All interactions in one: which fields are there depends on `type`, and all may be null.
#[derive(Deserialize)]
struct Interaction {
    #[serde(rename = "type")]
    kind: String,
    user: Option<User>,
    team: Option<Team>,
    enterprise: Option<Id>,
    trigger_id: Option<String>,
    response_url: Option<String>,
    callback_id: Option<String>,
    channel: Option<Id>,
    /// Missing for a press on an ephemeral message.
    message: Option<Message>,
    container: Option<Container>,
    view: Option<View>,
    actions: Option<Vec<Action>>,
    /// Of `block_suggestion`: the block, and what was typed into the list.
    block_id: Option<String>,
    value: Option<String>,
}

#[derive(Deserialize)]
struct Container {
    message_ts: Option<String>,
    channel_id: Option<String>,
    thread_ts: Option<String>,
}

#[derive(Deserialize)]
struct Action {
    action_id: Option<String>,
    block_id: Option<String>,
    action_ts: Option<String>,
    value: Option<String>,
    /// Of a menu.
    selected_option: Option<Picked>,
}

pub fn parse(me: &Me, body: &[u8]) -> Result<Delivery, Malformed> {
    let it: Interaction = json(body, "interaction")?;
    match it.kind.as_str() {
        "block_actions" => it.action(me),
        "view_submission" => it.submission(me),
        "block_suggestion" => it.suggestion(me),
        "shortcut" => it.shortcut(me),
        "message_action" => it.message_shortcut(me),
        "view_closed" => Ok(Delivery::Ignored("view_closed")),
        _ => Ok(Delivery::Ignored("interaction")),
    }
}

impl Interaction {
    fn sender(&self, me: &Me) -> Result<Sender, Malformed> {
        let user = need(self.user.as_ref(), "user")?;
        let team = user.team_id.as_deref();
        // `team` is where it happened. It tells of the person only if they are at home there.
        let home = self.team.as_ref().filter(|t| Some(t.id.as_str()) == team);
        let enterprise = home.and_then(|t| t.enterprise_id.as_deref().or(self.enterprise_id()));
        Ok(me.sender(&user.id, me.is_stranger(team, enterprise)))
    }

    fn enterprise_id(&self) -> Option<&str> {
        self.enterprise.as_ref().map(|e| e.id.as_str())
    }

    fn action(mut self, me: &Me) -> Result<Delivery, Malformed> {
        let by = self.sender(me)?;
        let mut actions = self.actions.take().unwrap_or_default();
        if actions.is_empty() {
            return Err(Malformed { what: "actions" });
        }
        let action = actions.swap_remove(0);
        let block = action.block_id.as_deref().unwrap_or_default();
        let key = match (&self.trigger_id, &action.action_ts) {
            (Some(trigger), _) => format!("act:{trigger}"),
            (None, Some(at)) => format!("act:{at}:{}:{block}", by.account.user),
            (None, None) => return Err(Malformed { what: "trigger_id" }),
        };
        let modal = self.view.as_ref().is_some_and(|view| view.kind == "modal");
        if modal && key_of(block).is_some() {
            return self.follow(by, key);
        }
        let Some(press) = action.press() else {
            return Ok(Delivery::Ignored("action"));
        };
        let user = by.account.user.clone();
        let (on, reply) = match self.view.take() {
            Some(view) => {
                let on = Place {
                    channel: slack_channel(&user),
                    ts: view.id.clone(),
                    thread: None,
                };
                let reply = if modal {
                    let view = view.to_ref();
                    ReplyTo::View { user, view }
                } else {
                    ReplyTo::Person { user }
                };
                (on, reply)
            }
            None => {
                let on = self.place()?;
                let reply = self.at_message(&on, user);
                (on, reply)
            }
        };
        Ok(self.received(key, by, Intent::Press { press, on }, reply))
    }

    /// The message that was pressed. An ephemeral one is known by its container alone.
    fn place(&self) -> Result<Place, Malformed> {
        let container = self.container.as_ref();
        let message = self.message.as_ref();
        let channel = self.channel.as_ref().map(|c| c.id.as_str());
        let channel = channel.or(container.and_then(|c| c.channel_id.as_deref()));
        let ts = container.and_then(|c| c.message_ts.as_deref());
        let thread = container.and_then(|c| c.thread_ts.as_deref());
        Ok(Place {
            channel: slack_channel(need(channel, "channel")?),
            ts: need(ts.or(message.map(|m| m.ts.as_str())), "message")?.to_owned(),
            thread: thread
                .or(message.and_then(|m| m.thread_ts.as_deref()))
                .map(str::to_owned),
        })
    }

    fn at_message(&mut self, on: &Place, user: String) -> ReplyTo {
        ReplyTo::Message {
            spot: Spot {
                channel: on.channel.id.clone(),
                thread: on.thread.clone(),
                user,
            },
            response_url: self.response_url.take(),
        }
    }

    /// An input that the form follows has changed.
    fn follow(mut self, by: Sender, key: String) -> Result<Delivery, Malformed> {
        let mut modal = need(self.view.take(), "view")?;
        let Some(form) = modal.form() else {
            return Ok(Delivery::Ignored("view"));
        };
        let view = modal.to_ref();
        let reply = ReplyTo::View {
            user: by.account.user.clone(),
            view: view.clone(),
        };
        let values = modal.entered()?.values;
        Ok(self.received(key, by, Intent::Follow { form, values, view }, reply))
    }

    fn submission(mut self, me: &Me) -> Result<Delivery, Malformed> {
        let by = self.sender(me)?;
        let mut view = need(self.view.take(), "view")?;
        let Some(form) = view.form() else {
            return Ok(Delivery::Ignored("view"));
        };
        let key = format!("view:{}", view.id);
        let entered = view.entered()?;
        let reply = ReplyTo::Submission {
            user: by.account.user.clone(),
            view: view.to_ref(),
        };
        let intent = Intent::Submit {
            form,
            values: entered.values,
            files: entered.files,
        };
        Ok(self.received(key, by, intent, reply))
    }

    /// A question only: its key repeats when the same is typed twice, and must not be counted.
    fn suggestion(mut self, me: &Me) -> Result<Delivery, Malformed> {
        let by = self.sender(me)?;
        let Some((view, form)) = self.view.take().and_then(|v| v.form().map(|f| (v, f))) else {
            return Ok(Delivery::Ignored("view"));
        };
        let block = need(self.block_id.take(), "block_id")?;
        let Some(input) = key_of(&block) else {
            return Ok(Delivery::Ignored("block_suggestion"));
        };
        let intent = Intent::Options {
            form,
            input: input.to_owned(),
            typed: self.value.take().unwrap_or_default(),
        };
        let key = format!("opt:{}:{input}", view.id);
        Ok(self.received(key, by, intent, ReplyTo::Options))
    }

    fn shortcut(self, me: &Me) -> Result<Delivery, Malformed> {
        let by = self.sender(me)?;
        if self.callback_id.as_deref() != Some("new_request") {
            return Ok(Delivery::Ignored("shortcut"));
        }
        let trigger = need(self.trigger_id.as_deref(), "trigger_id")?;
        let key = format!("short:{trigger}");
        let user = by.account.user.clone();
        let intent = Intent::NewRequest(NewRequest::default());
        Ok(self.received(key, by, intent, ReplyTo::Person { user }))
    }

    fn message_shortcut(mut self, me: &Me) -> Result<Delivery, Malformed> {
        let by = self.sender(me)?;
        if self.callback_id.as_deref() != Some("turn_into_request") {
            return Ok(Delivery::Ignored("message_action"));
        }
        let key = format!("short:{}", need(self.trigger_id.as_deref(), "trigger_id")?);
        let channel = need(self.channel.take(), "channel")?.id;
        let message = need(self.message.take(), "message")?;
        let place = message.place(&channel);
        let reply = self.at_message(&place, by.account.user.clone());
        let intent = Intent::NewRequest(NewRequest {
            text: flat(&text::without(message.words(), &me.bot_user)),
            channel: Some(slack_channel(&channel)),
            origin: Some(Origin {
                place,
                author: message.author(),
                // A shortcut works in channels that we are not in.
                present: false,
                direct: false,
            }),
            again: None,
        });
        Ok(self.received(key, by, intent, reply))
    }

    fn received(self, key: String, by: Sender, intent: Intent, reply: ReplyTo) -> Delivery {
        Received {
            inbound: Inbound {
                key,
                by: Some(by),
                intent,
            },
            trigger: self.trigger_id,
            reply,
        }
        .into()
    }
}

impl Action {
    fn press(&self) -> Option<Press> {
        let id = self.action_id.as_deref()?;
        if id == MENU {
            return press_of_choice(self.selected_option.as_ref()?.value.as_deref()?);
        }
        press_of(id, self.value.as_deref()?)
    }
}
