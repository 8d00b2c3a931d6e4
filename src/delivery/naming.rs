//! Everybody in a face by the name that its platform has for them: a mention where they are there, else their name in
//! words. A colleague of Slack is nobody to mention in Teams.

use jiff::tz::TimeZone;

use crate::domain::catalogue::Catalogue;
use crate::domain::ids::{Account, Channel, PersonId, Platform};
use crate::domain::post::Target;
use crate::domain::talk::{Span, Text};
use crate::store::{self, Result, Tx};
use crate::view::face::{Message, Part};
use crate::view::readers::Readers;

/// Whose eyes alone a post is for; None: several read it.
pub(super) async fn reader(tx: &mut Tx, to: &Target) -> Result<Option<PersonId>> {
    match (to.person, &to.channel) {
        (Some(person), _) => Ok(Some(person)),
        (None, Some(channel)) => {
            let chat = Channel {
                platform: to.platform,
                id: channel.clone(),
            };
            store::people::of_dm(tx, &chat).await
        }
        (None, None) => Ok(None),
    }
}

/// The zone of somebody who told it by what they use; the desk's where nobody did.
pub(super) async fn zone(
    tx: &mut Tx,
    reader: Option<PersonId>,
    catalogue: &Catalogue,
) -> Result<TimeZone> {
    let own = match reader {
        Some(reader) => store::people::zone(tx, reader).await?,
        None => None,
    };
    let own = own.and_then(|name| TimeZone::get(&name).ok());
    Ok(own.unwrap_or_else(|| catalogue.desk.time_zone.clone()))
}

/// The message for readers on `platform`, and how they read it.
pub(super) async fn message(
    tx: &mut Tx,
    mut face: Message,
    platform: Platform,
    catalogue: &Catalogue,
) -> Result<(Message, Readers)> {
    let mut readers = Readers::at_desk(&catalogue.desk.time_zone);
    text(tx, &mut face.summary, platform, &mut readers).await?;
    parts(tx, &mut face.parts, platform, &mut readers).await?;
    Ok((face, readers))
}

async fn parts(
    tx: &mut Tx,
    parts: &mut [Part],
    platform: Platform,
    readers: &mut Readers,
) -> Result<()> {
    for part in parts {
        match part {
            Part::Text(words) | Part::Small(words) => text(tx, words, platform, readers).await?,
            Part::Facts(facts) => {
                for (_, words) in facts {
                    text(tx, words, platform, readers).await?;
                }
            }
            Part::Header(_) | Part::Actions(_) | Part::Menu(_) | Part::Divider => {}
        }
    }
    Ok(())
}

async fn text(
    tx: &mut Tx,
    words: &mut Text,
    platform: Platform,
    readers: &mut Readers,
) -> Result<()> {
    for span in words {
        let Span::Person(account) = span else {
            continue;
        };
        let person = store::people::by_account(tx, account).await?;
        let name = person.as_ref().and_then(|p| p.name.clone());
        let here = match person.as_ref().and_then(|p| p.on(platform)) {
            Some(user) => Some(user.to_owned()),
            None if account.platform == platform => Some(account.user.clone()),
            None => None,
        };
        match (here, name) {
            (Some(user), name) => {
                if let Some(name) = name {
                    readers.names.insert(user.clone(), name);
                }
                *span = Span::Person(Account { platform, user });
            }
            (None, Some(name)) => *span = Span::Plain(format!("@{name}")),
            (None, None) => *span = Span::Plain("a colleague".to_owned()),
        }
    }
    Ok(())
}
