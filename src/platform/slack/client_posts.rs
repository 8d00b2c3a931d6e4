//! Posting, and finding what was posted.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::Millis;
use crate::domain::ids::PostId;
use crate::domain::intent::Old;

use super::client::Client;
use super::errors::{CallError, SendError};
use super::message_in::Message;

/// The mark's `event_type` in a message's metadata. Slack has no idempotency key, so every post
/// carries its own id, by which it is found again when its fate is unknown.
pub const MARK: &str = "frontdesk_post";

/// Slack recommends no more than 200 rows a page.
const PAGE: u32 = 200;

/// A conversation has more messages than we look through.
const TOO_MANY: &str = "too_many_messages";

/// Bounds a search through one conversation.
const PAGES: u32 = 20;

/// So many of a conversation's latest messages are looked through whatever our clock says: it may have been wrong when
/// it was noted since when to look.
const AT_LEAST: usize = 1_000;

#[derive(Deserialize)]
struct Posted {
    ts: String,
}

#[derive(Deserialize)]
struct Page<M> {
    messages: Vec<M>,
    response_metadata: Option<Cursor>,
}

#[derive(Deserialize)]
struct Cursor {
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct Marked {
    ts: String,
    metadata: Option<Metadata>,
}

impl Marked {
    fn is_of(&self, post: &str) -> bool {
        let Some(metadata) = &self.metadata else {
            return false;
        };
        let ours = metadata.event_type.as_deref() == Some(MARK);
        let payload = metadata.event_payload.as_ref();
        ours && payload.is_some_and(|payload| payload["post"] == post)
    }
}

#[derive(Deserialize)]
struct Metadata {
    event_type: Option<String>,
    /// Of any app that posts there, so it may hold anything.
    event_payload: Option<Value>,
}

impl Client {
    /// Posts what [`render::message`](super::render::message) made, with the mark of `post`, and
    /// returns its `ts`. `channel` is a channel's, a direct message's or a user's id.
    ///
    /// # Errors
    /// As Slack says; [`SendError::Unsure`] means that [`Client::find_mark`] has to be asked first.
    pub async fn post(
        &self,
        channel: &str,
        thread: Option<&str>,
        message: &Value,
        post: PostId,
    ) -> Result<String, SendError> {
        let args = with(
            message,
            json!({
                "channel": channel,
                "thread_ts": thread,
                "metadata": { "event_type": MARK, "event_payload": { "post": post.to_string() } },
                // Previews of links would push the buttons out of sight.
                "unfurl_links": false,
                "unfurl_media": false,
            }),
        );
        let posted: Posted = self.call_as("chat.postMessage", &args).await?;
        Ok(posted.ts)
    }

    /// Says something once, without a mark: for words that may be lost but not repeated.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn say(&self, channel: &str, message: &Value) -> Result<(), SendError> {
        self.call(
            "chat.postMessage",
            &with(message, json!({ "channel": channel })),
        )
        .await?;
        Ok(())
    }

    /// Shows `message` in place of what the message said. Doing it twice does no harm. Its mark stays.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn update(&self, channel: &str, ts: &str, message: &Value) -> Result<(), SendError> {
        let args = with(message, json!({ "channel": channel, "ts": ts }));
        self.call("chat.update", &args).await?;
        Ok(())
    }

    /// Deletes a message of ours; one that is gone already is fine.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn delete(&self, channel: &str, ts: &str) -> Result<(), SendError> {
        let args = json!({ "channel": channel, "ts": ts });
        match self.call("chat.delete", &args).await {
            Err(CallError::Slack(code)) if code == "message_not_found" => Ok(()),
            outcome => Ok(outcome.map(drop)?),
        }
    }

    /// A word that only `user` sees, if they are there. Slack does not promise to deliver it.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn ephemeral(
        &self,
        channel: &str,
        user: &str,
        thread: Option<&str>,
        message: &Value,
    ) -> Result<(), SendError> {
        let place = json!({ "channel": channel, "user": user, "thread_ts": thread });
        self.call("chat.postEphemeral", &with(message, place))
            .await?;
        Ok(())
    }

    /// The direct message with `user`. `chat.update` needs its id, a user's will not do there.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn open_dm(&self, user: &str) -> Result<String, SendError> {
        #[derive(Deserialize)]
        struct Opened {
            channel: super::wire::Id,
        }
        let args = json!({ "users": user });
        let opened: Opened = self.call_as("conversations.open", &args).await?;
        Ok(opened.channel.id)
    }

    /// The `ts` of the message that carries the mark of `post`: in the thread when there is one, else in the channel
    /// itself, among what is there since `since` and among its latest thousand messages.
    ///
    /// # Errors
    /// As Slack says. `thread_not_found` is an error: the parent is gone.
    pub async fn find_mark(
        &self,
        channel: &str,
        thread: Option<&str>,
        post: PostId,
        since: Millis,
    ) -> Result<Option<String>, SendError> {
        let wanted = post.to_string();
        let (since, mut seen) = (ts_of(since), 0);
        let args = json!({ "include_all_metadata": true });
        let found = self
            .search(channel, thread, args, |message: Marked| {
                if message.is_of(&wanted) {
                    return Some(Some(message.ts));
                }
                seen += 1;
                // The newest come first; in a thread the oldest do, and there is no end before the end.
                let past = thread.is_none() && seen >= AT_LEAST && message.ts < since;
                past.then_some(None)
            })
            .await?;
        Ok(found.flatten())
    }

    /// One message. A reaction does not tell the thread, so where the channel itself has no such
    /// message it is looked for among replies: asked for a reply's own `ts`, Slack returns that reply.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn message_at(
        &self,
        channel: &str,
        ts: &str,
        thread: Option<&str>,
    ) -> Result<Option<Old>, SendError> {
        let range = json!({ "oldest": ts, "latest": ts, "inclusive": true });
        let pick = |message: Message| (message.ts == ts).then_some(message);
        let threads = match thread {
            Some(thread) => [Some(thread), None],
            None => [None, Some(ts)],
        };
        for thread in threads {
            match self.search(channel, thread, range.clone(), pick).await {
                Ok(Some(message)) => return Ok(Some(old(channel, message))),
                Ok(None) => {}
                Err(CallError::Slack(code)) if code == "thread_not_found" => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    /// The thread that `ts` has begun, its first message first, everybody's.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn thread(&self, channel: &str, ts: &str) -> Result<Vec<Old>, SendError> {
        let mut all = Vec::new();
        let none = json!({});
        let walked = self
            .search(channel, Some(ts), none, |message: Message| {
                all.push(old(channel, message));
                None::<()>
            })
            .await;
        match walked {
            // The first few thousand messages of a thread are enough to know what it was about.
            Ok(_) | Err(CallError::Ours(TOO_MANY)) => Ok(all),
            Err(error) => Err(error.into()),
        }
    }

    /// Goes through a channel or a thread, page by page, until `pick` finds something. Fewer rows than
    /// asked for is not the end; an empty cursor is.
    async fn search<M: serde::de::DeserializeOwned, T>(
        &self,
        channel: &str,
        thread: Option<&str>,
        args: Value,
        mut pick: impl FnMut(M) -> Option<T>,
    ) -> Result<Option<T>, CallError> {
        let method = match thread {
            Some(_) => "conversations.replies",
            None => "conversations.history",
        };
        let mut args = with(
            &args,
            json!({ "channel": channel, "ts": thread, "limit": PAGE }),
        );
        for _ in 0..PAGES {
            let page: Page<M> = self.call_as(method, &args).await?;
            if let Some(found) = page.messages.into_iter().find_map(&mut pick) {
                return Ok(Some(found));
            }
            match page.response_metadata.and_then(|m| m.next_cursor) {
                Some(cursor) if !cursor.is_empty() => args["cursor"] = json!(cursor),
                _ => return Ok(None),
            }
        }
        // Not to have found it is not to know that it is not there.
        Err(CallError::Ours(TOO_MANY))
    }
}

fn old(channel: &str, mut message: Message) -> Old {
    Old {
        at: message.place(channel),
        author: message.author(),
        text: message.words(),
        files: message.take_files(),
    }
}

/// Both objects' fields.
pub(super) fn with(base: &Value, more: Value) -> Value {
    let mut all = base.clone();
    if let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) {
        all.extend(more);
    }
    all
}

/// Slack's `ts` is seconds with six digits behind the point.
fn ts_of(at: Millis) -> String {
    let at = at.max(0);
    format!("{}.{:06}", at / 1000, at % 1000 * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_become_ts() {
        assert_eq!(ts_of(1_700_000_000_123), "1700000000.123000");
        assert_eq!(ts_of(-1), "0.000000");
    }
}
