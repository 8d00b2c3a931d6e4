//! Who follows a request: a card in their direct messages, from the first to the last.

use crate::domain::answer::Answer;
use crate::domain::catalogue::{Answer as Value, Answers};
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::intent::input;
use crate::domain::people::Person;
use crate::domain::post::PostKind;
use crate::domain::request::{Action, Fact, Refusal, Request, Standing};
use crate::store;

use super::{Done, Work};

impl Work<'_> {
    /// What `fact` changes of who follows `request`.
    pub(super) async fn watchers(
        &mut self,
        request: &Request,
        fact: &Fact,
        person: Option<&Person>,
    ) -> Done<()> {
        let me = person.map(|p| p.id);
        match (fact, me) {
            (Fact::WatcherAdded { who }, _) => self.follow(request, *who).await,
            (Fact::Watched, Some(me)) => self.follow(request, me).await,
            (Fact::WatcherRemoved { who }, _) => self.follow_no_more(request, *who).await,
            (Fact::Unwatched, Some(me)) => self.follow_no_more(request, me).await,
            _ => Ok(()),
        }
    }

    async fn follow(&mut self, request: &Request, who: PersonId) -> Done<()> {
        store::watchers::add(self.tx, request.id, who).await?;
        if let Some(person) = store::people::get(self.tx, who).await? {
            self.watch_card(request, &person).await?;
        }
        Ok(())
    }

    async fn follow_no_more(&mut self, request: &Request, who: PersonId) -> Done<()> {
        store::watchers::remove(self.tx, request.id, who).await?;
        let cards = store::posts::of_request(self.tx, request.id, PostKind::WatchCard).await?;
        for card in cards.into_iter().filter(|c| c.to.person == Some(who)) {
            store::posts::retire(self.tx, card.id).await?;
            self.sync(&card, Some(request.id)).await?;
        }
        Ok(())
    }

    /// It became private: who does not serve its team follows it no longer, unless the requester says so anew.
    pub(super) async fn watchers_left(&mut self, request: &Request) -> Done<()> {
        for who in store::watchers::of(self.tx, request.id).await? {
            let watcher = store::people::get(self.tx, who).await?;
            let standing = watcher.map(|w| Standing::of(&w, request, self.catalogue));
            if standing.is_some_and(|s| s.agent) {
                continue;
            }
            let fact = Fact::WatcherRemoved { who };
            store::events::add(self.tx, request.id, self.now, None, &fact).await?;
            self.follow_no_more(request, who).await?;
        }
        Ok(())
    }

    /// The form: somebody follows it from now on, or no longer.
    pub(super) async fn watchers_chosen(
        &mut self,
        id: RequestId,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let Some(Value::Person(account)) = values.get(input::PERSON) else {
            return self.wrong(input::PERSON, Refusal::NoSuchPerson).await;
        };
        let who = self.meet_account(account).await?.id;
        let action = match values.get(input::DELETE) {
            Some(Value::Checked(true)) => Action::RemoveWatcher { who },
            _ => Action::AddWatcher { who },
        };
        self.form_act(id, person, &action, input::PERSON).await
    }
}
