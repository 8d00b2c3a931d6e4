//! Who is in a conversation, and who can read it.

use reqwest::Method;
use serde::Deserialize;

use crate::domain::intent::Profile;
use crate::platform::failure::SendError;

use super::client::{Client, read, segment};

/// Somebody in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Their object id in Entra, lower case.
    pub user: String,
    pub profile: Profile,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    id: Option<String>,
    /// Some endpoints say this …
    object_id: Option<String>,
    /// … and others that.
    aad_object_id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    user_principal_name: Option<String>,
    tenant_id: Option<String>,
    user_role: Option<String>,
}

impl Client {
    /// Somebody in a conversation, by whatever id they are known: object id, `29:…`, or principal name.
    ///
    /// # Errors
    /// As the connector says; [`SendError::Gone`] when they are not there.
    pub async fn member(
        &self,
        service: &str,
        conversation: &str,
        user: &str,
    ) -> Result<Member, SendError> {
        let path = format!(
            "v3/conversations/{}/members/{}",
            segment(conversation),
            segment(user)
        );
        let answer = self.call(Method::GET, service, &path, None).await?;
        let found: Found = read(answer).await?;
        found
            .member(&self.me.tenant)
            .ok_or_else(|| SendError::Gone {
                why: "no_such_person".to_owned(),
            })
    }

    /// Whether a channel is private, by the list of its team's.
    ///
    /// # Errors
    /// As the connector says.
    pub async fn is_private(
        &self,
        service: &str,
        team: &str,
        channel: &str,
    ) -> Result<bool, SendError> {
        #[derive(Deserialize)]
        struct Listed {
            conversations: Vec<Channel>,
        }
        #[derive(Deserialize)]
        struct Channel {
            id: Option<String>,
            #[serde(rename = "type")]
            kind: Option<String>,
        }
        let path = format!("v3/teams/{}/conversations", segment(team));
        let answer = self.call(Method::GET, service, &path, None).await?;
        let listed: Listed = read(answer).await?;
        let all = listed.conversations.into_iter();
        let mut its = all.filter(|c| c.id.as_deref() == Some(channel));
        let kind = its.next().and_then(|c| c.kind);
        Ok(kind.is_some_and(|kind| is_private(&kind)))
    }
}

impl Found {
    fn member(self, tenant: &str) -> Option<Member> {
        let user = self.aad_object_id.or(self.object_id).or(self.id)?;
        let mail = self.email.or(self.user_principal_name);
        let guest = self
            .user_role
            .is_some_and(|role| ["guest", "anonymous"].contains(&role.as_str()));
        let elsewhere = self
            .tenant_id
            .is_some_and(|t| !t.eq_ignore_ascii_case(tenant));
        let name = self.name.filter(|n| !n.trim().is_empty());
        Some(Member {
            profile: Profile {
                name: name.unwrap_or_else(|| "A colleague".to_owned()),
                email: mail.filter(|m| m.contains('@')),
                time_zone: None,
                stranger: guest || elsewhere,
                bot: user.starts_with("28:"),
            },
            user: user.to_ascii_lowercase(),
        })
    }
}

/// Whether a channel of this kind is for some of its team alone.
pub fn is_private(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("private")
}
