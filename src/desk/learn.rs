//! What jobs of ours found out on the platforms.

use futures_util::FutureExt;

use crate::domain::answer::Answer;
use crate::domain::ids::{Account, PersonId, Platform, RequestId};
use crate::domain::intent::{Learned, Old, Profile};
use crate::domain::people::{Person, PersonRef};
use crate::domain::post::{Job, PostKind, Side};
use crate::domain::request::{Action, Fact, Request, Standing};
use crate::domain::talk::flat;
use crate::store;
use crate::store::messages::{Kind, NewMessage};

use super::names::spelled;
use super::{Done, Work};

/// More open requests than this nobody has without an account.
const MOST_OPEN: i64 = 100;
/// Of what was said before they could be reached.
const MOST_SAID: i64 = 200;

impl Work<'_> {
    pub(super) async fn learn(&mut self, learned: Learned) -> Done<Answer> {
        match learned {
            Learned::Profile {
                account,
                profile: Some(profile),
            }
            | Learned::Email {
                account, profile, ..
            } => {
                self.learn_profile(&account, &profile).await?;
            }
            Learned::Profile {
                account,
                profile: None,
            } => {
                // More will never be known of them.
                if let Some(person) = store::people::by_account(self.tx, &account).await? {
                    self.ask_the_manager(&person).await?;
                }
            }
            Learned::Ticketed { by, message } => self.ticketed(&by, message).await?,
            Learned::Thread { request, messages } => self.learn_thread(request, messages).await?,
        }
        Ok(Answer::Done)
    }

    async fn learn_profile(&mut self, account: &Account, profile: &Profile) -> Done<()> {
        let before = store::people::by_account(self.tx, account).await?;
        let person = store::people::learn(self.tx, account, profile, self.now).await?;
        self.missing_cards(person).await?;
        let Some(before) = before else {
            return Ok(());
        };
        if before.id != person || before.email.is_none() {
            self.home_anew(before.id, person).await?;
        }
        if before.id != person {
            self.wish_follows(person).await?;
        }
        if before.name.is_none() {
            self.name_late(person, account.platform).await?;
        }
        if before.email.is_none() {
            self.route_late(person).await?;
        }
        Ok(())
    }

    /// They asked, or somebody asked for them, before we knew how they are called: a card that cannot mention them,
    /// because it is on another platform or they have no account, called them a colleague.
    async fn name_late(&mut self, person: PersonId, platform: Platform) -> Done<()> {
        for request in store::requests::open_of(self.tx, person, MOST_OPEN).await? {
            let team = self.catalogue.team(&request.team);
            let channel = team.and_then(|team| self.catalogue.desk_channel(team));
            let elsewhere = channel.is_some_and(|c| c.platform != platform);
            if elsewhere || request.on_behalf_by.is_some() {
                self.redraw(&request, &[PostKind::TriageCard]).await?;
            }
        }
        Ok(())
    }

    /// Requests that came in before we knew where their requester can be reached: their card, and
    /// what was said to them meanwhile.
    async fn missing_cards(&mut self, person: PersonId) -> Done<()> {
        let Some(person) = store::people::get(self.tx, person).await? else {
            return Ok(());
        };
        self.missing_approvals(&person).await?;
        self.ask_the_manager(&person).await?;
        self.missing_watch_cards(&person).await?;
        for request in store::requests::without_card(self.tx, person.id, MOST_OPEN).await? {
            self.requester_card_in_dm(&request, &person).await?;
            for message in store::messages::public(self.tx, request.id, MOST_SAID).await? {
                if message.kind != Kind::Said {
                    self.copy(request.id, message.id, Side::Requester).await?;
                }
            }
            for event in store::events::after(self.tx, request.id, 0, MOST_SAID).await? {
                if matches!(event.fact, Fact::Resolved { .. }) {
                    self.tell(&request, PostKind::Poll, event.seq, Side::Requester)
                        .await?;
                }
            }
        }
        Ok(())
    }

    /// What they follow without a card of it: they could not be reached when it began.
    async fn missing_watch_cards(&mut self, person: &Person) -> Done<()> {
        let watched = store::requests::watched_without_card(self.tx, person.id, MOST_OPEN);
        for request in watched.await? {
            self.watch_card(&request, person).await?;
        }
        Ok(())
    }

    /// The thread's earlier messages come along: to the record, and to the team's thread.
    async fn learn_thread(&mut self, request: RequestId, messages: Vec<Old>) -> Done<()> {
        let Some(request) = store::requests::get(self.tx, request).await? else {
            return Ok(());
        };
        let told = self.told_at_first(&request).await?;
        for old in messages {
            let Some(account) = old.author else { continue };
            let words = spelled(self.tx, &flat(&old.text)).await?;
            if old.files.is_empty() && holds(&told, words.trim()) {
                continue;
            }
            let author = self.meet_account(&account).await?;
            let standing = Standing::of(&author, &request, self.catalogue);
            let kind = if standing.agent && !standing.requester {
                Kind::Reply
            } else {
                Kind::Said
            };
            let new = NewMessage {
                request: request.id,
                author: Some(author.id),
                side: Side::Requester,
                kind,
                text: &old.text,
                at: Some(&old.at),
                created_at: self.now,
            };
            let Some(message) = store::messages::insert(self.tx, &new).await? else {
                continue;
            };
            for file in &old.files {
                store::messages::add_file(self.tx, message, file).await?;
            }
            self.copy(request.id, message, Side::Team).await?;
            if kind == Kind::Reply && request.first_response_at.is_none() {
                self.act(request.id, Some(&author), &Action::Reply).await?;
            }
        }
        Ok(())
    }
}

impl Work<'_> {
    /// What was said in the form itself.
    pub(super) async fn told_at_first(&mut self, request: &Request) -> Done<String> {
        let first = store::messages::public(self.tx, request.id, 1).await?;
        let form = first.into_iter().find(|m| m.at.is_none());
        Ok(form.map(|m| flat(&m.text)).unwrap_or_default())
    }
}

/// Whether the form had these very lines among what it said: then the team has them already.
fn holds(told: &str, words: &str) -> bool {
    let lines = |text: &str| format!("\n{}\n", text.trim());
    !words.is_empty() && lines(told).contains(&lines(words))
}

impl super::Desk {
    /// Asks the platforms for everybody whom the configuration names and we have not met there.
    ///
    /// # Errors
    /// The store's.
    pub async fn look_up_people(&self) -> super::Result<()> {
        let done: Done<()> = self
            .work(move |mut work| {
                async move {
                    for person in work.catalogue.people() {
                        work.look_up(person).await?;
                    }
                    Ok(())
                }
                .boxed()
            })
            .await;
        match done {
            Err(super::Undo::Fault(error)) => Err(error.into()),
            _ => Ok(()),
        }
    }
}

impl Work<'_> {
    pub(super) async fn look_up(&mut self, person: &PersonRef) -> Done<()> {
        match person {
            PersonRef::Email(email) => {
                let known = store::people::by_email(self.tx, email).await?;
                for platform in &self.catalogue.platforms {
                    if known.as_ref().is_none_or(|p| p.on(*platform).is_none()) {
                        let job = Job::Email {
                            platform: *platform,
                            email: email.clone(),
                        };
                        self.job(&job, None).await?;
                    }
                }
            }
            PersonRef::Account(account) => {
                let on = self.catalogue.platforms.contains(&account.platform);
                let known = store::people::by_account(self.tx, account).await?;
                if on && known.is_none_or(|p| p.name.is_none()) {
                    self.job(&Job::Profile(account.clone()), None).await?;
                }
            }
        }
        Ok(())
    }
}
