//! A channel takes nothing from us any more: whoever runs the desk is told once, until we are added there again.

use crate::domain::ids::Channel;
use crate::domain::people::PersonRef;
use crate::domain::post::{OPEN_CHANNEL, PostData, PostKind};
use crate::store;

use super::outgoing::direct;
use super::{Done, Work};

/// The note that it was told.
pub(super) fn note(channel: &Channel) -> String {
    format!("stopped:{}:{}", channel.platform, channel.id)
}

/// The note that it was told of what is private: the channel may take everything else.
fn note_of_private(channel: &Channel) -> String {
    format!("open:{}:{}", channel.platform, channel.id)
}

impl Work<'_> {
    pub(super) async fn stopped(&mut self, channel: &Channel, why: &str) -> Done<()> {
        let note = match why == OPEN_CHANNEL {
            true => note_of_private(channel),
            false => note(channel),
        };
        if store::notes::get(self.tx, &note).await?.is_some() {
            return Ok(());
        }
        store::notes::set(self.tx, &note, why).await?;
        let catalogue = self.catalogue;
        let team = catalogue
            .team_working_in(channel)
            .or_else(|| catalogue.team_asked_in(channel));
        let data = PostData::Stopped {
            team: team.map(|t| t.key.clone()),
            channel: channel.id.clone(),
            why: why.to_owned(),
        };
        for admin in &catalogue.desk.admins {
            let person = match admin {
                PersonRef::Email(email) => store::people::by_email(self.tx, email).await?,
                PersonRef::Account(account) => store::people::by_account(self.tx, account).await?,
            };
            // On whichever platform they are: the one that refuses may refuse this, too.
            let to = person.and_then(|person| direct(&person, Some(channel.platform)));
            if let Some(to) = to {
                self.free_post(PostKind::Stopped, &to, &data).await?;
            }
        }
        Ok(())
    }
}
