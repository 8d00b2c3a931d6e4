//! Who we are, who others are, and which channels there are.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::domain::intent::Profile;

use super::client::Client;
use super::errors::{CallError, SendError};
use super::me::Me;

/// What `auth.test` says of our token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoAmI {
    pub me: Me,
    /// The workspace's address.
    pub url: Option<String>,
    /// What the token may do.
    pub scopes: Vec<String>,
}

/// A channel, as far as the bot sees it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ChannelInfo {
    pub id: String,
    /// Direct messages have none.
    pub name: Option<String>,
    #[serde(default)]
    pub is_member: bool,
    #[serde(default)]
    pub is_archived: bool,
    #[serde(default)]
    pub is_private: bool,
    /// Shared with another company.
    #[serde(default)]
    pub is_ext_shared: bool,
}

#[derive(Deserialize)]
struct AuthTest {
    url: Option<String>,
    user_id: String,
    bot_id: Option<String>,
    app_id: Option<String>,
    team_id: Option<String>,
    enterprise_id: Option<String>,
    is_enterprise_install: Option<bool>,
}

#[derive(Deserialize)]
struct Found {
    user: User,
}

#[derive(Deserialize)]
struct User {
    id: String,
    name: Option<String>,
    real_name: Option<String>,
    tz: Option<String>,
    team_id: Option<String>,
    enterprise_user: Option<EnterpriseUser>,
    is_bot: Option<bool>,
    /// Only of people who share no channel with us, so its absence proves nothing.
    is_stranger: Option<bool>,
    profile: Option<Names>,
}

#[derive(Deserialize)]
struct EnterpriseUser {
    enterprise_id: Option<String>,
}

#[derive(Deserialize)]
struct Names {
    real_name: Option<String>,
    display_name: Option<String>,
    /// Missing without the scope users:read.email, and for some people.
    email: Option<String>,
}

impl Client {
    /// Who we are, and what we may do.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn who_am_i(&self) -> Result<WhoAmI, SendError> {
        let (headers, body) = self.ask("auth.test", &json!({})).await?;
        let test: AuthTest = serde_json::from_slice(&body).map_err(|_| CallError::NotSlack)?;
        let scopes = headers
            .get("x-oauth-scopes")
            .and_then(|scopes| scopes.to_str().ok())
            .unwrap_or_default();
        let org_wide = test.is_enterprise_install.unwrap_or(false);
        Ok(WhoAmI {
            me: Me {
                bot_user: test.user_id,
                bot_id: test.bot_id,
                team: test.team_id.filter(|_| !org_wide),
                enterprise: test.enterprise_id,
                app_id: test.app_id,
            },
            url: test.url,
            scopes: scopes
                .split(',')
                .map(|scope| scope.trim().to_owned())
                .filter(|scope| !scope.is_empty())
                .collect(),
        })
    }

    /// What Slack knows of a person.
    ///
    /// # Errors
    /// As Slack says; [`SendError::Gone`] when there is no such person.
    pub async fn user(&self, user: &str, me: &Me) -> Result<Profile, SendError> {
        let found: Found = self.call_as("users.info", &json!({ "user": user })).await?;
        Ok(found.user.profile(me))
    }

    /// The person with this e-mail address, if there is one.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn user_by_email(
        &self,
        email: &str,
        me: &Me,
    ) -> Result<Option<(String, Profile)>, SendError> {
        let args = json!({ "email": email });
        match self.call_as::<Found>("users.lookupByEmail", &args).await {
            Ok(found) => Ok(Some((found.user.id.clone(), found.user.profile(me)))),
            Err(CallError::Slack(code)) if code == "users_not_found" => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A channel. `channel_not_found` also means that we have no right to see it.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn channel_info(&self, channel: &str) -> Result<ChannelInfo, SendError> {
        #[derive(Deserialize)]
        struct Info {
            channel: ChannelInfo,
        }
        let args: Value = json!({ "channel": channel });
        let info: Info = self.call_as("conversations.info", &args).await?;
        Ok(info.channel)
    }
}

impl User {
    fn profile(self, me: &Me) -> Profile {
        let enterprise = self.enterprise_user.and_then(|e| e.enterprise_id);
        let elsewhere = me.is_stranger(self.team_id.as_deref(), enterprise.as_deref());
        // An organisation's own people always name it; who names none comes from outside.
        let nowhere = me.team.is_none() && enterprise.is_none() && !self.is_bot.unwrap_or(false);
        let (real, display, email) = match self.profile {
            Some(names) => (names.real_name, names.display_name, names.email),
            None => (None, None, None),
        };
        let names = [real, self.real_name, display, self.name];
        let name = names.into_iter().flatten().find(|n| !n.trim().is_empty());
        Profile {
            name: name.unwrap_or_else(|| self.id.clone()),
            email: email.filter(|e| !e.is_empty()),
            time_zone: self.tz.filter(|tz| !tz.is_empty()),
            stranger: self.is_stranger.unwrap_or(false) || elsewhere || nowhere,
            bot: self.is_bot.unwrap_or(false) || self.id == "USLACKBOT",
        }
    }
}
