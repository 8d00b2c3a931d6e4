//! The connector's rules: what a bot may send, change and ask.

use serde_json::{Value, json};

use super::activity::team_of;
use super::world::{APP, Kind, Posted, TENANT, World, personal};
use super::{cards, files};

/// An answer on the wire.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub retry_after: Option<u64>,
}

impl Answer {
    pub fn ok(status: u16, body: Value) -> Answer {
        Answer {
            status,
            body,
            retry_after: None,
        }
    }

    pub fn refused(status: u16, code: &str) -> Answer {
        let body = json!({ "error": { "code": code, "message": code } });
        Answer {
            status,
            body,
            retry_after: None,
        }
    }

    pub fn throttled(seconds: u64) -> Answer {
        Answer {
            retry_after: Some(seconds),
            ..Answer::refused(429, "TooManyRequests")
        }
    }
}

/// Messages are counted as UTF-16; more than this is refused.
const MOST_BYTES: usize = 80 * 1024;
/// So many sends in so many milliseconds of one conversation.
const RATES: [(usize, i64); 3] = [(7, 1_000), (8, 2_000), (60, 30_000)];

impl World {
    /// `targeted`: only its recipient sees it.
    pub fn send(&mut self, id: &str, activity: &Value, targeted: bool) -> Answer {
        let (base, root) = split(id);
        if let Some(refusal) = self.refuses(&base, activity) {
            return refusal;
        }
        let Some(conversation) = self.conversations.get(&base) else {
            return Answer::refused(404, "ConversationNotFound");
        };
        if let Some(root) = &root {
            let there = conversation.posts.iter().any(|p| p.id == *root);
            if conversation.kind != Kind::Channel || !there {
                return Answer::refused(404, "ActivityNotFoundInConversation");
            }
        }
        if let Some(wait) = self.throttled(&base) {
            return wait;
        }
        if activity["type"] == "typing" {
            let now = self.time();
            self.sight.typing.insert(base, now);
            return Answer::ok(202, json!({ "id": "typing" }));
        }
        let only = match self.recipient(&base, activity, targeted) {
            Ok(only) => only,
            Err(refusal) => return refusal,
        };
        let id = self.next_id();
        let posted = Posted {
            id: id.clone(),
            root,
            by: None,
            activity: activity.clone(),
            edits: 0,
            deleted: false,
            only,
        };
        if let Some(conversation) = self.conversations.get_mut(&base) {
            conversation.posts.push(posted);
        }
        let split_up = !activity["text"].is_null() && !activity["attachments"].is_null();
        if split_up {
            // Text and a card are two messages to Teams, and no usable id comes back.
            return Answer::ok(202, json!({}));
        }
        Answer::ok(201, json!({ "id": id }))
    }

    /// Who alone sees a targeted message: somebody who is in the conversation.
    fn recipient(
        &self,
        base: &str,
        activity: &Value,
        targeted: bool,
    ) -> Result<Option<String>, Answer> {
        if !targeted {
            return Ok(None);
        }
        let id = activity["recipient"]["id"].as_str().unwrap_or_default();
        let user = self.users.iter().find(|u| u.mri == id || u.aad == id);
        let user = user.ok_or_else(|| Answer::refused(400, "BadArgument"))?;
        let there = self.conversations.get(base);
        if there.is_some_and(|c| c.members.contains(&user.aad)) {
            Ok(Some(user.aad.clone()))
        } else {
            Err(Answer::refused(403, "BotNotInConversationRoster"))
        }
    }

    /// The channels of a team.
    pub fn channels(&self, team: &str) -> Answer {
        let channels: Vec<Value> = self
            .conversations
            .values()
            .filter(|c| c.kind == Kind::Channel && team_of(&c.id) == team)
            .map(|c| {
                let kind = if c.private { "private" } else { "standard" };
                json!({ "id": c.id, "name": null, "type": kind })
            })
            .collect();
        if channels.is_empty() {
            return Answer::refused(404, "TeamNotFound");
        }
        Answer::ok(200, json!({ "conversations": channels }))
    }

    pub fn update(&mut self, conversation: &str, id: &str, activity: &Value) -> Answer {
        let (base, _) = split(conversation);
        if let Some(refusal) = self.refuses(&base, activity) {
            return refusal;
        }
        if let Some(wait) = self.throttled(&base) {
            return wait;
        }
        match self.own(&base, id) {
            Ok(post) => {
                post.activity = activity.clone();
                post.edits += 1;
                Answer::ok(200, json!({ "id": id }))
            }
            Err(refusal) => refusal,
        }
    }

    pub fn delete(&mut self, conversation: &str, id: &str) -> Answer {
        let (base, _) = split(conversation);
        match self.own(&base, id) {
            Ok(post) => {
                post.deleted = true;
                Answer::ok(200, json!({}))
            }
            Err(refusal) => refusal,
        }
    }

    /// A chat with one person; the same one however often it is asked for.
    pub fn create(&mut self, body: &Value) -> Answer {
        let right = body["isGroup"] == false
            && body["bot"]["id"] == json!(format!("28:{APP}"))
            && body["tenantId"] == TENANT
            && body["channelData"]["tenant"]["id"] == TENANT;
        let who = body["members"][0]["id"].as_str().unwrap_or_default();
        let user = self.users.iter().find(|u| u.aad == who || u.mri == who);
        let Some(user) = user.filter(|_| right) else {
            return Answer::refused(400, "BadArgument");
        };
        let id = personal(&user.aad);
        match self.conversations.get(&id) {
            Some(chat) if chat.installed => Answer::ok(201, json!({ "id": id })),
            _ => Answer::refused(403, "BotNotInConversationRoster"),
        }
    }

    /// Somebody by object id, `29:…` or principal name.
    pub fn roster(&mut self, conversation: &str, who: &str) -> Answer {
        let (base, _) = split(conversation);
        let Some(conversation) = self.conversations.get(&base) else {
            return Answer::refused(404, "ConversationNotFound");
        };
        if !conversation.installed {
            return Answer::refused(403, "BotNotInConversationRoster");
        }
        let user = self
            .users
            .iter()
            .find(|u| u.aad == who || u.mri == who || u.email.eq_ignore_ascii_case(who));
        let there = user.filter(|u| conversation.members.contains(&u.aad));
        match there.and_then(|u| self.member(&u.aad)) {
            Some(member) => Answer::ok(200, member),
            None => Answer::refused(404, "MemberNotFoundInConversation"),
        }
    }

    fn own(&mut self, base: &str, id: &str) -> Result<&mut Posted, Answer> {
        let Some(conversation) = self.conversations.get_mut(base) else {
            return Err(Answer::refused(404, "ConversationNotFound"));
        };
        let post = conversation.posts.iter_mut().find(|p| p.id == id);
        match post {
            Some(post) if post.by.is_none() && !post.deleted => Ok(post),
            Some(post) if post.by.is_some() => Err(Answer::refused(403, "NotEnoughPermissions")),
            _ => Err(Answer::refused(404, "ActivityNotFoundInConversation")),
        }
    }

    /// What is wrong with a message, whatever is done with it.
    fn refuses(&mut self, base: &str, activity: &Value) -> Option<Answer> {
        let installed = self.conversations.get(base).map(|c| c.installed);
        match installed {
            None => return Some(Answer::refused(404, "ConversationNotFound")),
            Some(false) => return Some(Answer::refused(403, "BotNotInConversationRoster")),
            Some(true) => {}
        }
        if 2 * activity.to_string().encode_utf16().count() > MOST_BYTES {
            return Some(Answer::refused(413, "MessageSizeTooBig"));
        }
        let kind = activity["type"].as_str().unwrap_or_default();
        if kind == "typing" {
            return None;
        }
        let attachments = activity["attachments"].as_array();
        let empty = activity["text"].as_str().is_none_or(str::is_empty)
            && attachments.is_none_or(Vec::is_empty);
        if kind != "message" || empty {
            return Some(Answer::refused(400, "BadSyntax"));
        }
        let mut wrong: Vec<String> = Vec::new();
        for attachment in attachments.into_iter().flatten() {
            if attachment["contentType"] == cards::CARD {
                wrong.extend(cards::wrong(&attachment["content"]));
            }
            wrong.extend(files::wrong(attachment).map(str::to_owned));
            let consent = attachment["contentType"] == files::CONSENT;
            let personal = self.conversations.get(base);
            if consent && personal.is_none_or(|c| c.kind != Kind::Personal) {
                return Some(Answer::refused(403, "NotEnoughPermissions"));
            }
        }
        if !activity["text"].is_null() {
            match activity["textFormat"].as_str() {
                Some("xml" | "plain") => {}
                other => wrong.push(format!("text with format {other:?}")),
            }
            let text = activity["text"].as_str().unwrap_or_default();
            for entity in activity["entities"].as_array().into_iter().flatten() {
                let mark = entity["text"].as_str().unwrap_or_default();
                if mark.is_empty() || !text.contains(mark) {
                    return Some(Answer::refused(400, "BadArgument"));
                }
            }
            if text.matches("<at>").count() != activity["entities"].as_array().map_or(0, Vec::len) {
                wrong.push("a mention without an entity".to_owned());
            }
        }
        if activity["summary"].as_str().is_none_or(str::is_empty) {
            wrong.push("no summary for notifications".to_owned());
        }
        for what in wrong {
            self.violation(format!("{base}: {what}"));
        }
        None
    }

    fn throttled(&mut self, base: &str) -> Option<Answer> {
        let now = self.time();
        let sent = self.rates.entry(base.to_owned()).or_default();
        sent.retain(|at| now - at < 30_000);
        let over = RATES
            .iter()
            .find(|(most, within)| sent.iter().filter(|at| now - **at < *within).count() >= *most);
        if let Some((_, within)) = over {
            let seconds = u64::try_from(*within / 1000).unwrap_or(1);
            return Some(Answer::throttled(seconds));
        }
        sent.push_back(now);
        None
    }
}

/// The conversation, and the message that the thread began with.
pub fn split(id: &str) -> (String, Option<String>) {
    match id.split_once(";messageid=") {
        Some((base, root)) => (base.to_owned(), Some(root.to_owned())),
        None => (id.to_owned(), None),
    }
}
