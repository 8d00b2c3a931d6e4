//! Activities as real Teams sends them.

use serde_json::{Value, json};

use super::world::{APP, Conversation, Kind, TENANT, User, World};

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
            "recipient": { "id": format!("28:{APP}"), "name": "Desk" },
            "conversation": { "id": conversation, "tenantId": TENANT },
            "channelData": { "tenant": { "id": TENANT } },
            "locale": "en-US",
        });
        match scene.kind {
            Kind::Personal => {
                activity["conversation"]["conversationType"] = json!("personal");
            }
            Kind::Channel => {
                activity["conversation"]["conversationType"] = json!("channel");
                activity["conversation"]["isGroup"] = json!(true);
                activity["channelData"]["channel"] = json!({ "id": scene.conversation });
                activity["channelData"]["team"] =
                    json!({ "id": scene.conversation, "aadGroupId": "g-1" });
            }
        }
        activity
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

/// Seven digits after the second.
pub fn stamp(at: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    at.strftime("%Y-%m-%dT%H:%M:%S.%7fZ").to_string()
}

/// What was typed, twice: as text, and with its markup. `quoted`: the message that it answers.
pub fn typed(activity: &mut Value, text: &str, mention: bool, quoted: Option<&str>) {
    let escaped = escape(text);
    let mut html = String::new();
    if let Some(quoted) = quoted {
        html.push_str(&format!(
            "<blockquote itemscope=\"\" itemtype=\"http://schema.skype.com/Reply\" itemid=\"{quoted}\"><strong>Desk</strong><p itemprop=\"preview\">…</p></blockquote>"
        ));
    }
    html.push_str("<p>");
    let mut plain = text.to_owned();
    if mention {
        html.push_str("<span itemscope=\"\" itemtype=\"http://schema.skype.com/Mention\" itemid=\"0\">Desk</span>&nbsp;");
        plain = format!("<at>Desk</at> {text}");
        activity["entities"] = json!([{
            "type": "mention", "text": "<at>Desk</at>",
            "mentioned": { "id": format!("28:{APP}"), "name": "Desk" },
        }]);
    }
    html.push_str(&escaped.replace('\n', "<br>"));
    html.push_str("</p>");
    activity["text"] = json!(plain);
    activity["textFormat"] = json!("plain");
    activity["attachments"] = json!([{ "contentType": "text/html", "content": html }]);
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
