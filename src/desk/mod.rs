//! The use case, once: key, load, decide, save, commit, answer. And the reads.
//!
//! Everything that a person is told outside the platform's own exchange leaves here as an outbox
//! row of the same transaction.

mod act;
mod alarm;
mod announce;
mod api;
mod approval;
mod approval_forms;
mod articles;
mod ask;
mod behind;
mod board;
mod bulk;
mod canned;
mod cards;
mod deeds;
mod digest;
mod duty;
mod effort;
mod figures;
mod file;
mod files;
mod forms;
mod home;
mod import;
mod kb;
mod later;
mod learn;
mod log;
mod lookup;
mod may_open;
mod measure;
mod meet;
mod merge;
mod names;
mod offers;
mod outgoing;
mod plan;
mod plan_acts;
mod plan_anew;
mod plan_begin;
mod plan_move;
mod plan_posts;
mod plan_quicker;
mod react;
mod read;
mod recorded;
mod rehearsal;
mod rehearsal_given;
mod route;
mod seed;
mod snooze;
mod soundness;
mod split;
mod start;
mod state;
mod stopped;
mod strays;
mod talk;
mod targets;
mod ticket;
mod time;
mod timer;
mod tokens;
mod upkeep;
mod watchers;
mod why;
mod words;

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::Notify;

use crate::clock::{Clock, Millis};
use crate::domain::answer::Answer;
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::{Channel, Platform};
use crate::domain::intent::{DeskWord, Inbound, Intent, Lifecycle};
use crate::domain::post::{Job, Whisper, channel_lane, person_lane};
use crate::store::{self, Store, Tx};

pub use act::Outcome;
pub use api::{Act, Ask, Deed, No, Once, Who};
pub use board::Board;
pub use duty::{on_duty, today};
pub use figures::{figures, own_figures};
pub use file::Draft;
pub use import::{Imported, Shelf};
pub use kb::{may_help, suggestions};
pub use lookup::{Page, TeamFigures, Waiting};
pub use read::{Sight, about, people, sight};
pub use recorded::Effect;
pub use rehearsal::{Changed, Group, Rehearsal};
pub use rehearsal_given::Given;
pub use soundness::Soundness;
pub use state::State;
pub use store::articles::ArticleFilter;
pub use store::search::{Filter, Mark};
pub use store::tokens::{Scope, Token};
pub use tokens::Refused;

/// The desk itself. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Desk {
    pub store: Store,
    pub catalogue: Arc<Catalogue>,
    pub clock: Clock,
    /// Rung after every commit that may have put something into the outbox.
    pub doorbell: Arc<Notify>,
    /// What is known of the database's file.
    known: Arc<soundness::Known>,
    /// What holds for everybody.
    board: Arc<board::Kept>,
    /// When our clock was set by the one that replicas share.
    set: Arc<time::Set>,
}

/// What the outside is told is in `domain::request::Refusal`; this is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Error {
    /// Too much waits: come back later.
    pub fn is_full(&self) -> bool {
        matches!(self, Error::Store(store::Error::Full))
    }
}

pub type Result<T> = std::result::Result<T, Error>;

/// Why a transaction's own work is undone: a fault, or an answer that leaves nothing behind.
#[derive(Debug)]
enum Undo {
    Fault(store::Error),
    Answer(Box<Answer>),
}

impl From<store::Error> for Undo {
    fn from(error: store::Error) -> Undo {
        Undo::Fault(error)
    }
}

type Done<T> = std::result::Result<T, Undo>;

/// One transaction under way.
struct Work<'a> {
    tx: &'a mut Tx,
    catalogue: &'a Catalogue,
    now: Millis,
}

impl Desk {
    pub fn new(store: Store, catalogue: Arc<Catalogue>, clock: Clock) -> Desk {
        Desk {
            store,
            catalogue,
            clock,
            doorbell: Arc::new(Notify::new()),
            known: Arc::default(),
            board: Arc::default(),
            set: Arc::default(),
        }
    }

    /// Passes on what other replicas ring for, until it is dropped.
    pub async fn hear(&self) {
        self.store.listen(|| self.doorbell.notify_one()).await;
    }

    /// Takes in one verified thing; returns once it is on disk, with what is answered inside the
    /// exchange. The same key never counts twice.
    ///
    /// # Errors
    /// The store's; then nothing happened, and the platform may send it again.
    pub async fn handle(&self, inbound: Inbound) -> Result<Answer> {
        match &inbound.intent {
            Intent::NewRequest(_)
            | Intent::Follow { .. }
            | Intent::Options { .. }
            | Intent::Open { .. } => self.ask(inbound).await,
            Intent::Desk(DeskWord::DigestMe(_)) => self.commit(inbound).await,
            Intent::Desk(word) if !home::puts_up_a_card(word, &inbound) => self.ask(inbound).await,
            Intent::Press { press, .. } if press.opens() => self.open(inbound).await,
            _ => self.commit(inbound).await,
        }
    }

    /// Runs `work` in one transaction, as of now, and rings for what it may have put into the outbox.
    async fn work<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<store::Error> + Send + 'static,
        F: for<'a> Fn(Work<'a>) -> BoxFuture<'a, std::result::Result<T, E>> + Send + Sync + 'static,
    {
        let (catalogue, now) = (self.catalogue.clone(), self.clock.now());
        let work = Arc::new(work);
        let done = self
            .store
            .write(move |tx| {
                let (catalogue, work) = (catalogue.clone(), work.clone());
                async move {
                    let catalogue = &*catalogue;
                    work(Work { tx, catalogue, now }).await
                }
                .boxed()
            })
            .await;
        self.doorbell.notify_one();
        done
    }

    async fn commit(&self, inbound: Inbound) -> Result<Answer> {
        let board = board::changes(&inbound.intent);
        let outcome = self
            .work(move |mut work| {
                let inbound = inbound.clone();
                async move { work.take_in(inbound).await }.boxed()
            })
            .await;
        if board {
            self.forget_board();
        }
        match outcome {
            Ok(answer) => Ok(answer),
            Err(Undo::Answer(answer)) => Ok(*answer),
            Err(Undo::Fault(error)) => Err(error.into()),
        }
    }
}

impl Work<'_> {
    async fn take_in(&mut self, inbound: Inbound) -> Done<Answer> {
        if store::inbox::holds(self.tx, &inbound.key).await? {
            return Ok(Answer::Done);
        }
        let key = inbound.key.clone();
        let answer = self.carry_out(inbound).await?;
        // Last, so that what is only refused has written nothing.
        store::inbox::claim(self.tx, &key, self.now).await?;
        Ok(answer)
    }

    async fn carry_out(&mut self, inbound: Inbound) -> Done<Answer> {
        let Inbound { key, by, intent } = inbound;
        let person = match &by {
            Some(sender) => Some(self.meet(sender).await?),
            None => None,
        };
        match (intent, by, person) {
            (Intent::Learned(learned), ..) => self.learn(learned).await,
            (Intent::Lifecycle(news), ..) => self.lifecycle(news).await,
            (Intent::Edited { at, text }, ..) => self.edited(&at, &text).await,
            (Intent::Deleted { at }, ..) => self.deleted(&at).await,
            (Intent::HomeOpened, _, Some(person)) => self.home_opened(&person).await,
            (Intent::Desk(DeskWord::Home), Some(by), Some(person)) => {
                self.home_card(by.account.platform, &person).await?;
                Ok(Answer::Done)
            }
            (Intent::Desk(DeskWord::DigestMe(kind)), Some(by), Some(person)) => {
                self.wished(&by, &person, kind).await
            }
            (Intent::Met { channel }, Some(by), Some(person)) => {
                self.met(&channel, &by, &person).await
            }
            (
                Intent::Submit {
                    form,
                    values,
                    files,
                },
                Some(by),
                Some(person),
            ) => self.submitted(form, values, files, &by, &person).await,
            (Intent::Press { press, on }, Some(by), Some(person)) => {
                self.pressed(press, on, &by, &person).await
            }
            (
                Intent::React {
                    on,
                    emoji,
                    added,
                    author,
                },
                Some(by),
                Some(person),
            ) => self.reacted(&on, &emoji, added, author, &by, &person).await,
            (
                Intent::FileAnswered {
                    file,
                    post,
                    on,
                    grant,
                },
                _,
                Some(person),
            ) => self.file_answered(file, post, on, grant, &person).await,
            (Intent::Said(said), Some(by), Some(person)) => {
                self.said(&key, said, &by, &person).await
            }
            // Reads never come here, and a person's act without a person says nothing.
            _ => Ok(Answer::Done),
        }
    }

    async fn lifecycle(&mut self, news: Lifecycle) -> Done<Answer> {
        match news {
            Lifecycle::RateLimited { minute } => {
                tracing::warn!(minute, "slack holds events back: too many in one minute");
            }
            Lifecycle::Joined(channel) => {
                // What could not go there goes now: that the bot was missing is why most of it died.
                let lane = channel_lane(&channel);
                let revived = store::dead_letters::revive_lane(self.tx, &lane, self.now).await?;
                store::notes::drop(self.tx, &stopped::note(&channel)).await?;
                tracing::info!(channel = %channel.id, revived, "the bot was added to a channel");
                self.look_up_in(&channel).await?;
            }
            Lifecycle::Left(channel) => {
                tracing::warn!(channel = %channel.id, "the bot is no longer in a channel, or the channel is gone");
            }
            Lifecycle::MembersCame(channel) => self.look_up_in(&channel).await?,
            Lifecycle::Uninstalled | Lifecycle::TokenRevoked => {
                self.revoked(Platform::Slack).await?;
            }
        }
        Ok(Answer::Done)
    }

    /// Somebody whom the configuration names may be found now.
    async fn look_up_in(&mut self, channel: &Channel) -> Done<()> {
        if channel.platform.finds_people_by_channel() {
            for person in self.catalogue.people() {
                self.look_up(person).await?;
            }
        }
        Ok(())
    }

    /// A word that only `to` sees, where they are.
    async fn whisper(
        &mut self,
        by: &crate::domain::intent::Sender,
        at: Option<&crate::domain::intent::Place>,
        word: Whisper,
    ) -> Done<()> {
        let job = Job::Whisper {
            to: by.account.clone(),
            at: at.cloned(),
            word,
        };
        let here = at.is_some_and(|place| place.channel.id != by.account.user);
        if here {
            return self.job(&job, None).await;
        }
        // It is said in their direct messages, in turn with whatever else is.
        let person = store::people::by_account(self.tx, &by.account).await?;
        match person {
            Some(person) => {
                let lane = person_lane(by.account.platform, person.id);
                self.on_lane(&lane, &job, None).await
            }
            None => self.job(&job, None).await,
        }
    }
}

/// Ends the transaction with an answer and nothing else.
fn answer<T>(answer: Answer) -> Done<T> {
    Err(Undo::Answer(Box::new(answer)))
}
