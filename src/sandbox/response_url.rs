//! `response_url`: five uses within thirty minutes, ephemeral unless said otherwise, and never a `ts` in the answer.

use serde_json::{Value, json};

use super::args::Args;
use super::messages::Post;
use super::names::{BOT_USER, TEAM};
use super::refusal::{Answer, Refusal};
use super::state::World;
use super::whispers::Content;

const USES: u32 = 5;
const LIFE: i64 = 30 * 60 * 1000;

/// What a `response_url` may still be used for.
#[derive(Clone, Debug)]
pub struct ResponseUrl {
    pub user: String,
    pub channel: String,
    /// The message that the interaction came from; `None` for a command.
    pub original: Option<Original>,
    pub uses: u32,
    pub at: i64,
}

/// The message behind an interaction.
#[derive(Clone, Debug)]
pub enum Original {
    Message(String),
    Ephemeral(String),
}

impl World {
    /// A fresh `response_url`.
    pub fn response_url(
        &mut self,
        user: &str,
        channel: &str,
        original: Option<Original>,
    ) -> String {
        let key = format!("{:032x}", rand::random::<u128>());
        let (user, channel) = (user.into(), channel.into());
        let url = ResponseUrl {
            user,
            channel,
            original,
            uses: 0,
            at: self.now(),
        };
        self.response_urls.insert(key.clone(), url);
        format!("{}/actions/{TEAM}/{key}", self.base)
    }

    /// A POST to one.
    pub fn respond(&mut self, key: &str, body: &Args) -> Answer {
        let now = self.now();
        let url = self.response_urls.get_mut(key).ok_or("expired_url")?;
        if now - url.at > LIFE {
            return Err("expired_url".into());
        }
        if url.uses >= USES {
            return Err("used_url".into());
        }
        url.uses += 1;
        let url = url.clone();
        self.answer(&url, body)?;
        Ok(json!({}))
    }

    /// Does what an answer to a command or interaction asks for: says, replaces or deletes.
    pub fn answer(&mut self, url: &ResponseUrl, body: &Args) -> Result<(), Refusal> {
        if body.flag("delete_original") {
            return self.replace(url, None);
        }
        let blocks = body.json("blocks", "invalid_blocks_format")?;
        let content = self.content("response_url", body.text("text"), blocks)?;
        if content.is_empty() {
            return Err("no_text".into());
        }
        if body.flag("replace_original") {
            return self.replace(url, Some(content));
        }
        let thread_ts = body.text("thread_ts");
        if body.text("response_type").as_deref() != Some("in_channel") {
            self.whisper(&url.user, &url.channel, content, thread_ts);
            return Ok(());
        }
        let (now, burst) = (self.now(), self.options.channel_burst);
        self.rates
            .post(&url.channel, now, burst)
            .map_err(Refusal::throttled)?;
        let post = Post {
            user: BOT_USER.into(),
            team: TEAM.into(),
            text: content.text,
            blocks: content.blocks,
            thread_ts,
            ..Post::default()
        };
        self.say(&url.channel, post);
        Ok(())
    }

    fn replace(&mut self, url: &ResponseUrl, content: Option<Content>) -> Result<(), Refusal> {
        match (&url.original, content) {
            (None, _) => Err("cannot_replace_original".into()),
            (Some(Original::Message(ts)), Some(content)) => {
                self.change(&url.channel, ts, |post| {
                    post.text = content.text;
                    post.blocks = content.blocks;
                });
                Ok(())
            }
            (Some(Original::Message(ts)), None) => {
                self.erase(&url.channel, ts);
                Ok(())
            }
            (Some(Original::Ephemeral(ts)), Some(content)) => {
                for whisper in self.ephemerals.iter_mut().filter(|e| e.ts == *ts) {
                    whisper.text = content.text.clone();
                    whisper.blocks = content.blocks.clone();
                }
                Ok(())
            }
            (Some(Original::Ephemeral(ts)), None) => {
                self.ephemerals.retain(|e| e.ts != *ts);
                Ok(())
            }
        }
    }

    /// The body of an acknowledgement that speaks: plain text or a message.
    pub fn spoken(&mut self, url: &ResponseUrl, body: &str) -> Result<(), Refusal> {
        let args = match serde_json::from_str::<Value>(body) {
            Ok(Value::Object(map)) => Args(map),
            _ => Args([("text".to_string(), json!(body))].into_iter().collect()),
        };
        self.answer(url, &args)
    }
}
