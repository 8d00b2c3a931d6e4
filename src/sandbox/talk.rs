//! Somebody talks: messages, replies, files, edits, reactions. Each returns when the bot has heard of it.

use serde_json::{Value, json};

use super::ack::Missing;
use super::channels::Channel;
use super::messages::Post;
use super::person::Person;
use super::state::World;
use super::typing::rich_text;

/// The blocks of a typed text: one of rich text, none where nothing was typed.
fn written(world: &mut World, text: &str) -> Vec<Value> {
    let id = world.id("rich");
    if text.is_empty() {
        Vec::new()
    } else {
        vec![rich_text(text, &id)]
    }
}

impl Person {
    /// What she types, as a message for `channel`.
    ///
    /// # Panics
    /// When she could not say it there: a mistake in the story.
    pub(super) fn post(
        &self,
        world: &mut World,
        channel: &str,
        text: &str,
        thread_ts: Option<&str>,
    ) -> Post {
        let inside =
            |c: &Channel| !c.archived && (c.kind() == "channel" || c.members.contains(&self.id));
        assert!(
            world.channels.get(channel).is_some_and(inside),
            "{} cannot talk in {channel}",
            self.id
        );
        let text = world.typed(text);
        Post {
            user: self.id.clone(),
            team: world
                .user(&self.id)
                .map(|u| u.team.clone())
                .unwrap_or_default(),
            blocks: written(world, &text),
            text,
            thread_ts: thread_ts.map(Into::into),
            client_msg_id: Some(world.id("client-msg-")),
            ..Post::default()
        }
    }

    /// Says something in a channel; returns its `ts`. Text is what she types: `@ana` mentions, `<` is just a character.
    pub async fn says(&self, channel: &str, text: &str) -> String {
        let say = |w: &mut World| {
            let post = self.post(w, channel, text, None);
            w.say(channel, post)
        };
        self.hub.act_and_wait(say).await
    }

    /// Replies in the thread of `thread_ts`.
    pub async fn replies(&self, channel: &str, thread_ts: &str, text: &str) -> String {
        let say = |w: &mut World| {
            let post = self.post(w, channel, text, Some(thread_ts));
            w.say(channel, post)
        };
        self.hub.act_and_wait(say).await
    }

    /// Says something to the bot alone.
    pub async fn dm(&self, text: &str) -> String {
        let dm = self.dm_channel();
        self.says(&dm, text).await
    }

    /// Says something with files (name and bytes), in a thread or not.
    pub async fn says_with_files(
        &self,
        channel: &str,
        thread_ts: Option<&str>,
        text: &str,
        files: &[(&str, &[u8])],
    ) -> String {
        let say = |w: &mut World| {
            let ids: Vec<String> = files
                .iter()
                .map(|(name, bytes)| w.add_file(&self.id, name, bytes, None))
                .collect();
            let post = self.post(w, channel, text, thread_ts);
            w.say_with_files(channel, post, &ids)
        };
        self.hub.act_and_wait(say).await
    }

    /// Her own message `ts`, or the reason why it is not.
    fn own(&self, world: &World, channel: &str, ts: &str) -> Result<(), Missing> {
        self.sees(world, channel, ts)?;
        match world.post(channel, ts) {
            Some(post) if post.user == self.id => Ok(()),
            _ => Err(Missing(format!(
                "{ts} in {channel} was not written by {}",
                self.id
            ))),
        }
    }

    /// Edits her message.
    pub async fn edits(&self, channel: &str, ts: &str, text: &str) -> Result<(), Missing> {
        let edit = |w: &mut World| {
            self.own(w, channel, ts)?;
            let (text, stamp) = (w.typed(text), w.stamp());
            let blocks = written(w, &text);
            w.change(channel, ts, |post| {
                post.text = text;
                post.blocks = blocks;
                post.edited = Some(json!({ "user": self.id, "ts": stamp }));
            });
            Ok(())
        };
        self.hub.act_and_wait(edit).await
    }

    /// Deletes her message.
    pub async fn deletes(&self, channel: &str, ts: &str) -> Result<(), Missing> {
        let delete = |w: &mut World| {
            self.own(w, channel, ts)?;
            w.erase(channel, ts);
            Ok(())
        };
        self.hub.act_and_wait(delete).await
    }

    /// Reacts with an emoji, named without colons. Reacting twice does nothing, as in Slack.
    pub async fn reacts(&self, channel: &str, ts: &str, emoji: &str) -> Result<(), Missing> {
        let react = |w: &mut World| {
            self.sees(w, channel, ts)?;
            w.react(&self.id, channel, ts, emoji);
            Ok(())
        };
        self.hub.act_and_wait(react).await
    }

    /// Takes her reaction away.
    pub async fn unreacts(&self, channel: &str, ts: &str, emoji: &str) -> Result<(), Missing> {
        let unreact = |w: &mut World| {
            self.sees(w, channel, ts)?;
            if w.unreact(&self.id, channel, ts, emoji) {
                Ok(())
            } else {
                Err(Missing(format!("no :{emoji}: of {}", self.id)))
            }
        };
        self.hub.act_and_wait(unreact).await
    }

    /// Joins a channel.
    pub async fn joins(&self, channel: &str) {
        let join = |w: &mut World| {
            let new = w
                .channels
                .get_mut(channel)
                .is_some_and(|c| c.members.insert(self.id.clone()));
            if new {
                w.tell_joined(channel, &self.id);
            }
        };
        self.hub.act_and_wait(join).await;
    }
}
