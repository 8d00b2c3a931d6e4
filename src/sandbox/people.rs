//! Who is in the workspace, and what `users.*` says about them.

use serde_json::{Value, json};

use super::names::{APP, BOT, BOT_NAME, BOT_USER, ENTERPRISE, FOREIGN_TEAM, TEAM};
use super::state::World;

/// A user, the bot's own included.
#[derive(Clone, Debug)]
pub struct User {
    pub id: String,
    pub name: String,
    pub email: Option<String>,
    /// What they do, as their profile says.
    pub title: String,
    /// IANA time zone.
    pub zone: String,
    pub team: String,
    pub bot: bool,
    pub deleted: bool,
    pub guest: bool,
    /// The DM with the bot; `None` until it is opened.
    pub dm: Option<String>,
}

impl User {
    pub fn new(id: &str, name: &str, email: Option<&str>, zone: &str, team: &str) -> User {
        User {
            id: id.into(),
            name: name.into(),
            email: email.map(Into::into),
            title: String::new(),
            zone: zone.into(),
            team: team.into(),
            bot: false,
            deleted: false,
            guest: false,
            dm: None,
        }
    }

    /// The bot's own user.
    pub fn bot() -> User {
        User {
            bot: true,
            ..User::new(BOT_USER, BOT_NAME, None, "UTC", TEAM)
        }
    }

    /// The name as it is shown.
    pub fn shown_name(&self) -> String {
        capital(&self.name)
    }

    /// From another company, over Slack Connect.
    pub fn stranger(&self) -> bool {
        self.team == FOREIGN_TEAM
    }
}

impl World {
    pub fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|u| u.id == id)
    }

    pub fn user_mut(&mut self, id: &str) -> Option<&mut User> {
        self.users.iter_mut().find(|u| u.id == id)
    }

    /// By id, name or `@name`.
    pub fn find_user(&self, who: &str) -> Option<&User> {
        let name = who.trim_start_matches('@');
        self.users.iter().find(|u| u.id == name || u.name == name)
    }

    /// The user object; the address only with `users:read.email`.
    pub fn user_wire(&self, user: &User) -> Value {
        let shown = user.shown_name();
        let mut profile = json!({
            "real_name": shown, "real_name_normalized": shown, "display_name": user.name,
            "display_name_normalized": user.name, "first_name": shown, "last_name": "", "fields": {},
            "avatar_hash": "0", "image_24": "", "image_32": "", "image_48": "", "image_72": "", "image_192": "",
            "image_512": "", "skype": "", "phone": "", "title": user.title, "status_text": "", "status_text_canonical": "",
            "status_emoji": "", "status_expiration": 0, "status_emoji_display_info": [], "team": user.team,
        });
        if user.bot {
            profile["bot_id"] = json!(BOT);
            profile["api_app_id"] = json!(APP);
        }
        if let (Some(email), true) = (&user.email, self.granted("users:read.email")) {
            profile["email"] = json!(email);
        }
        let mut wire = json!({
            "id": user.id, "team_id": user.team, "name": user.name, "deleted": user.deleted, "color": "9f69e7",
            "real_name": shown, "tz": user.zone, "tz_label": user.zone, "tz_offset": self.offset(&user.zone),
            "profile": profile, "is_admin": false, "is_owner": false, "is_primary_owner": false,
            "is_restricted": user.guest, "is_ultra_restricted": false, "is_bot": user.bot, "is_app_user": false,
            "updated": self.now() / 1000, "is_email_confirmed": true, "who_can_share_contact_card": "EVERYONE",
            "has_2fa": false, "locale": "en-US",
        });
        if self.options.org_wide && !user.stranger() {
            // An organisation's own people name it.
            wire["enterprise_user"] = json!({
                "id": user.id, "enterprise_id": ENTERPRISE, "enterprise_name": "Acme", "is_admin": false,
                "is_owner": false, "teams": [user.team],
            });
        }
        if user.stranger() {
            wire["is_stranger"] = json!(true);
        }
        wire
    }

    /// Seconds east of Greenwich now; 0 for a zone that nobody knows.
    fn offset(&self, zone: &str) -> i32 {
        let now = jiff::Timestamp::from_millisecond(self.now()).unwrap_or_default();
        jiff::tz::TimeZone::get(zone).map_or(0, |zone| zone.to_offset(now).seconds())
    }
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
