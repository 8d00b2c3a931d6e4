//! Mentions name people by an id that only this bot has for them; the desk knows them by their object id.

use crate::domain::ids::Account;
use crate::domain::intent::{DeskWord, Inbound, Intent};
use crate::domain::talk::Span;
use crate::platform::teams::me;

use super::TeamsDoor;

impl TeamsDoor {
    /// Puts the desk's own account in the place of such ids, where it can be found out.
    pub(super) async fn resolve(&self, inbound: &mut Inbound, conversation: &str) {
        let mentioned: Vec<&mut Account> = match &mut inbound.intent {
            Intent::Desk(DeskWord::Log {
                person: Some(person),
                ..
            }) => vec![person],
            Intent::Said(said) => people(&mut said.text),
            Intent::Edited { text, .. } => people(text),
            _ => vec![],
        };
        for account in mentioned {
            if account.user.starts_with("29:")
                && let Some(user) = self.known_as(&account.user, conversation).await
            {
                *account = me::teams(user);
            }
        }
    }

    async fn known_as(&self, own: &str, conversation: &str) -> Option<String> {
        if let Ok(Some(known)) = self.teams.account(own).await {
            return Some(known);
        }
        let place = self.teams.conversation(conversation).await.ok()??;
        let client = &self.teams.client;
        let member = client.member(&place.service_url, conversation, own).await;
        member.ok().map(|m| m.user)
    }
}

fn people(text: &mut [Span]) -> Vec<&mut Account> {
    let spans = text.iter_mut();
    spans
        .filter_map(|span| match span {
            Span::Person(account) => Some(account),
            _ => None,
        })
        .collect()
}
