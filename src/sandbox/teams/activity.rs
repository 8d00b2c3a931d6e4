//! Activities as real Teams sends them.

use serde_json::{Value, json};

use super::world::{APP, BOT_NAME, Conversation, Kind, TENANT, User, World};

/// Where and by whom.
pub struct Scene {
    pub conversation: String,
    pub kind: Kind,
    /// The message that the thread began with.
    pub root: Option<String>,
    pub by: User,
}

impl World {
    /// What every activity has.
    pub fn envelope(&mut self, kind: &str, id: &str, scene: &Scene) -> Value {
        let conversation = match &scene.root {
            Some(root) => format!("{};messageid={root}", scene.conversation),
            None => scene.conversation.clone(),
        };
        let mut activity = json!({
            "type": kind,
            "id": id,
            "timestamp": stamp(self.time()),
            "channelId": "msteams",
            "serviceUrl": self.service_url(),
            "from": { "id": scene.by.mri, "name": scene.by.name, "aadObjectId": scene.by.aad },
            "recipient": { "id": format!("28:{APP}"), "name": BOT_NAME },
            "conversation": { "id": conversation, "tenantId": TENANT },
            "channelData": { "tenant": { "id": TENANT } },
            "locale": "en-US",
            "localTimezone": scene.by.zone,
        });
        match scene.kind {
            Kind::Personal => {
                activity["conversation"]["conversationType"] = json!("personal");
            }
            Kind::Group => {
                activity["conversation"]["conversationType"] = json!("groupChat");
                activity["conversation"]["isGroup"] = json!(true);
            }
            Kind::Channel => {
                activity["conversation"]["conversationType"] = json!("channel");
                activity["conversation"]["isGroup"] = json!(true);
                activity["channelData"]["channel"] = json!({ "id": scene.conversation });
                activity["channelData"]["team"] =
                    json!({ "id": team_of(&scene.conversation), "aadGroupId": "g-1" });
            }
        }
        activity
    }

    /// Whoever is mentioned in `text` by an `@` and their name, the bot among them: name and id.
    pub fn mentioned(&self, text: &str) -> Vec<(String, String)> {
        let people = self.users.iter().map(|u| (u.name.clone(), u.mri.clone()));
        let bot = (BOT_NAME.to_owned(), format!("28:{APP}"));
        people
            .chain([bot])
            .filter(|(name, _)| text.contains(&format!("@{name}")))
            .collect()
    }
}

/// Where `by` is when they are in `conversation`.
pub fn scene(conversation: &Conversation, by: &User, root: Option<&str>) -> Scene {
    Scene {
        conversation: conversation.id.clone(),
        kind: conversation.kind,
        root: root.map(str::to_owned),
        by: by.clone(),
    }
}

/// The team of a channel: its first channel has the same id.
pub fn team_of(channel: &str) -> String {
    channel.replacen("19:", "19:team-", 1)
}

/// Seven digits after the second.
pub fn stamp(at: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    at.strftime("%Y-%m-%dT%H:%M:%S.%7fZ").to_string()
}

/// What was typed, twice: as text, and with its markup. `mentions`: who is meant by `@Name`. `quoted`: the message
/// that it answers.
pub fn typed(
    activity: &mut Value,
    text: &str,
    mentions: &[(String, String)],
    quoted: Option<&str>,
) {
    let mut html = format!("<p>{}</p>", escape(text).replace('\n', "<br>"));
    let mut plain = text.to_owned();
    let mut entities = Vec::new();
    for (name, id) in mentions {
        let (at, mark) = (format!("@{name}"), format!("<at>{name}</at>"));
        let span = format!(
            "<span itemscope=\"\" itemtype=\"http://schema.skype.com/Mention\" itemid=\"{}\">{name}</span>",
            entities.len()
        );
        // A blank after a mention does not break.
        html = html.replace(&format!("{at} "), &format!("{span}&nbsp;"));
        html = html.replace(&at, &span);
        plain = plain.replace(&at, &mark);
        entities.push(json!({
            "type": "mention", "text": mark, "mentioned": { "id": id, "name": name },
        }));
    }
    if let Some(quoted) = quoted {
        html = format!(
            "<blockquote itemscope=\"\" itemtype=\"http://schema.skype.com/Reply\" itemid=\"{quoted}\"><strong>{BOT_NAME}</strong><p itemprop=\"preview\">…</p></blockquote>{html}"
        );
    }
    let zone = activity["localTimezone"].clone();
    entities.push(json!({
        "type": "clientInfo", "locale": "en-US", "country": "US", "platform": "Windows", "timezone": zone,
    }));
    activity["text"] = json!(plain);
    activity["textFormat"] = json!("plain");
    activity["entities"] = json!(entities);
    activity["attachments"] = json!([{ "contentType": "text/html", "content": html }]);
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
