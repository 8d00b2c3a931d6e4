//! A person's own page: opened where the platform has pages, put up as a card where it has none; and their first
//! meeting with us.

use futures_util::FutureExt;

use crate::domain::answer::Answer;
use crate::domain::ids::{Account, Channel, PersonId, Platform};
use crate::domain::intent::{DeskWord, Inbound, Sender};
use crate::domain::people::Person;
use crate::domain::post::{Job, PostData, PostKind, Target, Thread, person_lane};
use crate::store;

use super::{Desk, Done, Result, Work, forms};

impl Desk {
    /// What somebody uses tells in which time zone they are. False: nobody is known by that account yet.
    ///
    /// # Errors
    /// The store's.
    pub async fn in_zone(&self, account: Account, zone: String) -> Result<bool> {
        let known = self
            .store
            .write(move |tx| {
                let (account, zone) = (account.clone(), zone.clone());
                async move { store::people::set_zone(tx, &account, &zone).await }.boxed()
            })
            .await?;
        Ok(known)
    }
}

impl Work<'_> {
    pub(super) async fn home_opened(&mut self, person: &Person) -> Done<Answer> {
        self.use_home(person).await?;
        self.job(&Job::Home(person.id), None).await?;
        Ok(Answer::Done)
    }

    /// A person's page as a card in their chat; the one that was there before goes.
    pub(super) async fn home_card(&mut self, platform: Platform, person: &Person) -> Done<()> {
        self.use_home(person).await?;
        if let Some(before) = store::posts::home(self.tx, person.id).await? {
            store::posts::retire(self.tx, before.id).await?;
            self.sync(&before, None).await?;
        }
        let to = Target {
            platform,
            channel: None,
            person: Some(person.id),
            thread: Thread::None,
        };
        self.free_post(PostKind::Home, &to, &PostData::Home).await?;
        Ok(())
    }

    /// Their page is kept up to date from now on.
    async fn use_home(&mut self, person: &Person) -> Done<()> {
        let teams = &self.catalogue.teams;
        let all: Vec<&str> = teams.iter().map(|t| t.key.as_str()).collect();
        let served = teams.iter().filter(|t| t.served_by(person));
        let served: Vec<&str> = served.map(|t| t.key.as_str()).collect();
        store::people::use_home(self.tx, person.id, &served, &all).await?;
        Ok(())
    }

    /// Who they are has become known, `before` under a record of their own perhaps: the page that they use shows what
    /// they serve.
    pub(super) async fn home_anew(&mut self, before: PersonId, person: PersonId) -> Done<()> {
        if !store::people::has_home(self.tx, before).await? {
            return Ok(());
        }
        if before != person {
            let teams = self.catalogue.teams.iter();
            let all: Vec<&str> = teams.map(|t| t.key.as_str()).collect();
            store::people::forget_home(self.tx, before, &all).await?;
        }
        if let Some(person) = store::people::get(self.tx, person).await? {
            self.use_home(&person).await?;
            self.draw_homes([person.id].into()).await?;
        }
        Ok(())
    }

    /// Somebody can be reached in a chat of their own: what could not go there goes now, and they are welcomed once.
    pub(super) async fn met(
        &mut self,
        chat: &Channel,
        by: &Sender,
        person: &Person,
    ) -> Done<Answer> {
        store::people::set_dm(self.tx, &by.account, &chat.id).await?;
        let lane = person_lane(chat.platform, person.id);
        store::dead_letters::revive_lane(self.tx, &lane, self.now).await?;
        let once = format!("welcome:{}:{}", chat.platform, chat.id);
        if store::inbox::claim(self.tx, &once, self.now).await? {
            let to = Target {
                platform: chat.platform,
                channel: None,
                person: Some(person.id),
                thread: Thread::None,
            };
            let agent = forms::serves(self.catalogue, person);
            let data = PostData::Welcome { agent };
            self.free_post(PostKind::Welcome, &to, &data).await?;
            if !chat.platform.has_home_pages() {
                self.home_card(chat.platform, person).await?;
            }
        }
        Ok(Answer::Done)
    }
}

/// A page of their own that has to be put up; where the platform has pages, it is only pointed to.
pub(super) fn puts_up_a_card(word: &DeskWord, inbound: &Inbound) -> bool {
    let by = inbound.by.as_ref().map(|by| by.account.platform);
    *word == DeskWord::Home && by.is_some_and(|platform| !platform.has_home_pages())
}
