//! Somebody of whom the desk hears: on record from then on, and looked up where that is new.

use crate::domain::ids::Account;
use crate::domain::intent::Sender;
use crate::domain::people::Person;
use crate::domain::post::Job;
use crate::store;

use super::{Done, Work};

impl Work<'_> {
    /// Whoever did something; the first time, their platform is asked who they are.
    pub(super) async fn meet(&mut self, sender: &Sender) -> Done<Person> {
        let (person, new) = store::people::meet(self.tx, sender, self.now).await?;
        if new {
            self.job(&Job::Profile(sender.account.clone()), None)
                .await?;
        }
        Ok(person)
    }

    /// Whoever was named by somebody else.
    pub(super) async fn meet_account(&mut self, account: &Account) -> Done<Person> {
        self.meet(&Sender::of(account.clone())).await
    }
}
