//! What people look at, through the product's own functions, each timed.

mod digests;
mod known;
mod lists;
mod served;
mod sweep;
mod timing;

use std::sync::Arc;

use frontdesk::clock::{Clock, Millis};
use frontdesk::desk::Desk;
use frontdesk::domain::answer::{Answer, Say};
use frontdesk::domain::catalogue::Catalogue;
use frontdesk::domain::ids::{Account, Channel, PersonId, Platform};
use frontdesk::domain::intent::{DeskWord, Inbound, Intent, Sender};
use frontdesk::domain::talk::Span;
use frontdesk::store::Store;

use crate::fill::people::{self, AGENTS, PEOPLE};

/// An agent of the biggest team.
const AGENT: usize = 0;
/// Its lead, whose approval is awaited.
const LEAD: usize = 2;

/// A desk on a big database.
pub struct Bench {
    desk: Desk,
}

impl Bench {
    pub fn new(store: Store, catalogue: Arc<Catalogue>) -> Bench {
        Bench {
            desk: Desk::new(store, catalogue, Clock::System),
        }
    }

    /// Times everything and prints a table of it.
    ///
    /// # Errors
    /// What a read says, or that it did not find what it should.
    pub async fn run(&self) -> anyhow::Result<()> {
        timing::head();
        lists::time(self).await?;
        served::time(self).await?;
        known::time(self).await?;
        digests::time(self).await?;
        // Last: it changes what is stored.
        sweep::time(self).await
    }

    pub async fn close(self) {
        self.desk.store.close().await;
    }

    fn now(&self) -> Millis {
        self.desk.clock.now()
    }

    /// What `/desk` answers to an agent, in the biggest team's channel.
    async fn agent(&self, agent: usize, words: &str) -> anyhow::Result<Say> {
        self.word(AGENTS[agent].0, words).await
    }

    /// What it answers to one of all people, each turn to another.
    async fn asker(&self, turn: i64, words: &str) -> anyhow::Result<Say> {
        self.word(&people::user(asker(turn).0), words).await
    }

    async fn word(&self, user: &str, words: &str) -> anyhow::Result<Say> {
        let word = DeskWord::read(vec![Span::Plain(words.to_owned())], &channel());
        match self.handle(user, Intent::Desk(word)).await? {
            Answer::Say(Say::Unknown { .. } | Say::NotYet { .. } | Say::NoTeam) => {
                anyhow::bail!("/desk {words} was not understood, or is not for {user}")
            }
            Answer::Say(say) => Ok(say),
            _ => anyhow::bail!("/desk {words} is no question"),
        }
    }

    async fn handle(&self, user: &str, intent: Intent) -> anyhow::Result<Answer> {
        let by = Sender {
            account: Account {
                platform: Platform::Slack,
                user: user.to_owned(),
            },
            name: None,
            stranger: false,
        };
        let inbound = Inbound {
            key: String::new(),
            by: Some(by),
            intent,
        };
        Ok(self.desk.handle(inbound).await?)
    }
}

fn channel() -> Channel {
    Channel {
        platform: Platform::Slack,
        id: "C0ITTRIAGE".to_owned(),
    }
}

/// Another one each turn.
fn asker(turn: i64) -> PersonId {
    PersonId(1 + turn * 7919 % PEOPLE)
}
