//! The jobs on Teams that are no posts: words for one person, and who people are.

use crate::domain::ids::{Account, Platform};
use crate::domain::intent::Learned;
use crate::domain::post::Whisper;
use crate::platform::failure::SendError;
use crate::platform::teams::card;
use crate::platform::teams::client_people::Member;
use crate::platform::teams::me;
use crate::store;

use super::draw;
use super::errand::{Errand, Step, Stop};
use super::naming;
use super::teams::TeamsSide;

impl Errand<'_, TeamsSide> {
    /// Nothing in a channel is for one person's eyes, so it is said in their chat with us.
    pub(super) async fn whisper(&mut self, to: &Account, word: &Whisper) -> Step<()> {
        // It cannot be looked up whether they saw it: rather lost than said twice.
        if self.entry.unsure {
            return Ok(());
        }
        let (message, chat) = {
            let mut tx = self.desk.store.read().await?;
            let face = draw::whisper(&mut tx, word, Platform::Teams).await?;
            let catalogue = &self.desk.catalogue;
            let (face, mut readers) =
                naming::message(&mut tx, face, Platform::Teams, catalogue).await?;
            let person = store::people::by_account(&mut tx, to).await?;
            readers.zone = naming::zone(&mut tx, person.map(|p| p.id), catalogue).await?;
            let chat = store::people::dm(&mut tx, to).await?;
            (card::message(&face, &readers), chat)
        };
        let chat = match chat {
            Some(chat) => chat,
            None => self.direct(to.clone()).await?,
        };
        let service = self.side.service(&chat).await?;
        self.begins();
        self.side.client.send(&service, &chat, &message).await?;
        Ok(())
    }

    pub(super) async fn profile(&mut self, account: &Account) -> Step<()> {
        let mut profile = None;
        for conversation in self.where_to_ask(Some(account)).await? {
            match self.ask(&conversation, &account.user).await? {
                Some(member) => {
                    profile = Some(member.profile);
                    break;
                }
                None => continue,
            }
        }
        let account = account.clone();
        self.learned(Learned::Profile { account, profile }).await
    }

    /// Principal names are nearly always e-mail addresses: the teams' own channels are asked for theirs.
    pub(super) async fn email(&mut self, email: &str) -> Step<()> {
        for conversation in self.where_to_ask(None).await? {
            if let Some(member) = self.ask(&conversation, email).await? {
                let mut profile = member.profile;
                profile.email.get_or_insert_with(|| email.to_owned());
                let learned = Learned::Email {
                    email: email.to_owned(),
                    account: me::teams(member.user),
                    profile,
                };
                return self.learned(learned).await;
            }
        }
        tracing::warn!(
            "an e-mail address of the configuration was found in no team's channel of Teams; whoever it is is known once they write to the desk"
        );
        Ok(())
    }

    /// None: they are not there, or we are not.
    async fn ask(&self, conversation: &str, user: &str) -> Step<Option<Member>> {
        let Ok(service) = self.side.service(conversation).await else {
            return Ok(None);
        };
        let asked = self.side.client.member(&service, conversation, user).await;
        match asked {
            Ok(member) => Ok(Some(member)),
            Err(
                SendError::Gone { .. }
                | SendError::Misconfigured { .. }
                | SendError::Refused { .. },
            ) => Ok(None),
            Err(error) => Err(Stop::Send(error)),
        }
    }

    /// Their own chat first, then every channel of the configuration.
    async fn where_to_ask(&mut self, account: Option<&Account>) -> Step<Vec<String>> {
        let mut all = Vec::new();
        if let Some(account) = account {
            let known = {
                let mut tx = self.desk.store.read().await?;
                store::people::dm(&mut tx, account).await?
            };
            // Their chat is the one place where everybody is found who has the app.
            match known {
                Some(chat) => all.push(chat),
                None => all.extend(self.direct(account.clone()).await.ok()),
            }
        }
        for team in &self.desk.catalogue.teams {
            let channels = team.channels.iter().chain(&team.request_channels);
            let own = channels.filter(|c| c.platform == Platform::Teams);
            all.extend(own.map(|c| c.id.clone()));
        }
        Ok(all)
    }
}
