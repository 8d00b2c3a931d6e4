//! What delivery found out, on record in one transaction with the outcome of its job.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;

use crate::clock::Millis;
use crate::domain::ids::{Account, Channel, FileId, Platform, PostId};
use crate::domain::intent::Place;
use crate::domain::post::{Job, Lost, PostKind, Thread};
use crate::store;
use crate::store::outbox::{Entry, Lease, Outcome};

use super::{Desk, Done, Result, Undo, Work};

/// How often a database that failed is asked what became of a claim.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// The note that says since when a platform refuses our token.
pub(super) fn revoked(platform: Platform) -> String {
    format!("{platform}.revoked")
}

/// Something that is so on the platform now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A post has its place.
    Posted {
        post: PostId,
        channel: String,
        ts: String,
    },
    /// A post is no longer there.
    Gone(PostId),
    /// A post is to be drawn once more: what it shows has changed while a job was carried out.
    Redraw(PostId),
    /// A direct message channel is open.
    Direct { account: Account, channel: String },
    /// A channel takes nothing from us; why, in the platform's own word.
    Stopped { channel: Channel, why: String },
    /// Our token is no longer good.
    Revoked(Platform),
    /// It is good again.
    Restored(Platform),
}

impl Desk {
    /// Takes the lane and its first due job; None when somebody else has it or nothing is due.
    ///
    /// # Errors
    /// The store's.
    pub async fn claim(&self, lane: String, lease: Millis) -> Result<Option<(Lease, Entry)>> {
        self.believe_clock().await?;
        let now = self.clock.now();
        let taken = Arc::new(Mutex::new(None));
        let noted = taken.clone();
        let claimed: store::Result<_> = self
            .store
            .write(move |tx| {
                let (lane, noted) = (lane.clone(), noted.clone());
                async move {
                    let claimed = store::outbox::claim(tx, &lane, now, now + lease).await?;
                    *noted.lock().unwrap_or_else(PoisonError::into_inner) = claimed.clone();
                    Ok(claimed)
                }
                .boxed()
            })
            .await;
        match claimed {
            Ok(claimed) => Ok(claimed),
            Err(error) => {
                let taken = taken.lock().unwrap_or_else(PoisonError::into_inner).take();
                match taken {
                    Some((held, entry)) if self.holds(&held, lease).await => {
                        Ok(Some((held, entry)))
                    }
                    _ => Err(error.into()),
                }
            }
        }
    }

    /// Whether a claim was stored whose commit was not answered, as soon as the database tells: whoever comes after it
    /// would take it for a send whose outcome nobody knows. It is asked by a write, which waits for its turn until a
    /// commit that may still be under way is over.
    async fn holds(&self, held: &Lease, lease: Millis) -> bool {
        for _ in 0..lease / ASK_AGAIN.as_millis() as Millis {
            match self.renew(held, lease).await {
                Ok(kept) => return kept,
                Err(_) => tokio::time::sleep(ASK_AGAIN).await,
            }
        }
        false
    }

    /// Keeps the lane for `lease` more. False: it is somebody else's by now.
    ///
    /// # Errors
    /// The store's.
    pub async fn renew(&self, held: &Lease, lease: Millis) -> Result<bool> {
        let (held, until) = (held.clone(), self.clock.now() + lease);
        let kept = self
            .store
            .write(move |tx| {
                let held = held.clone();
                async move { store::outbox::renew(tx, &held, until).await }.boxed()
            })
            .await?;
        Ok(kept)
    }

    /// Whether a platform takes our token, as it just said.
    ///
    /// # Errors
    /// The store's.
    pub async fn token_is_taken(&self, platform: Platform, taken: bool) -> Result<()> {
        let effect = if taken {
            Effect::Restored(platform)
        } else {
            Effect::Revoked(platform)
        };
        let done: Done<()> = self
            .work(move |mut work| {
                let effect = effect.clone();
                async move { work.record_effect(effect).await }.boxed()
            })
            .await;
        match done {
            Err(Undo::Fault(error)) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Records what came of a job. False: the lease had run out; whoever has the lane now will look
    /// for what was sent before sending it again.
    ///
    /// # Errors
    /// The store's.
    pub async fn finish(
        &self,
        lease: Lease,
        entry: Entry,
        outcome: Outcome,
        pace: Millis,
        effects: Vec<Effect>,
    ) -> Result<bool> {
        let (catalogue, now) = (self.catalogue.clone(), self.clock.now());
        let done: Done<bool> = self
            .store
            .write(move |tx| {
                let (catalogue, effects) = (catalogue.clone(), effects.clone());
                let (lease, entry, outcome) = (lease.clone(), entry.clone(), outcome.clone());
                async move {
                    let mut work = Work {
                        tx,
                        catalogue: &catalogue,
                        now,
                    };
                    let paced = now + pace;
                    if !store::outbox::finish(work.tx, &lease, &entry, &outcome, now, paced).await?
                    {
                        return Ok(false);
                    }
                    for effect in effects {
                        work.record_effect(effect).await?;
                    }
                    if let (Outcome::Dead { unsure: false, .. }, Job::Post(post)) =
                        (&outcome, &entry.job)
                    {
                        work.send_alarm_on(*post).await?;
                    }
                    Ok(true)
                }
                .boxed()
            })
            .await;
        match done {
            Ok(held) => Ok(held),
            Err(Undo::Fault(error)) => Err(error.into()),
            Err(Undo::Answer(_)) => Ok(true),
        }
    }

    /// A file does not reach the other side: its copy is to say so.
    ///
    /// # Errors
    /// The store's.
    pub async fn lose_file(&self, file: FileId, why: Lost) -> Result<()> {
        self.store
            .write(move |tx| async move { store::notes::lose_file(tx, file, why).await }.boxed())
            .await?;
        Ok(())
    }

    /// Keeps something for later that a job found out half-way (the id of an uploaded file).
    ///
    /// # Errors
    /// The store's.
    pub async fn keep(&self, key: String, value: String) -> Result<()> {
        self.store
            .write(move |tx| {
                let (key, value) = (key.clone(), value.clone());
                async move { store::notes::set(tx, &key, &value).await }.boxed()
            })
            .await?;
        Ok(())
    }
}

impl Desk {
    /// What the outbox entry `id` was to put up is at `place`: somebody saw it there. Only for what is given up because
    /// nobody could know; it counts as sent then, and what waits for it goes on.
    ///
    /// # Errors
    /// The store's.
    pub async fn arrived(&self, id: i64, place: &Place) -> Result<()> {
        let mut tx = self.store.read().await?;
        let entry = store::outbox::get(&mut tx, id).await?;
        let Some(entry) = entry.filter(|e| e.state == "dead" && e.unsure) else {
            return Ok(());
        };
        let Job::Post(post) = entry.job else {
            return Ok(());
        };
        let known = store::posts::get(&mut tx, post).await?;
        let here = known.filter(|p| {
            let channel = p.to.channel.as_ref();
            p.ts.is_none() && channel.is_none_or(|c| *c == place.channel.id)
        });
        drop(tx);
        if here.is_none() || place.ts.is_empty() {
            return Ok(());
        }
        let effect = Effect::Posted {
            post,
            channel: place.channel.id.clone(),
            ts: place.ts.clone(),
        };
        let done: Done<()> = self
            .work(move |mut work| {
                let effect = effect.clone();
                async move {
                    work.record_effect(effect).await?;
                    // It shows what is so now: an update, which may be done any number of times.
                    store::dead_letters::revive(work.tx, id, work.now).await?;
                    Ok(())
                }
                .boxed()
            })
            .await;
        match done {
            Err(Undo::Fault(error)) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// The chat that somebody has with us, where one is known.
    ///
    /// # Errors
    /// The store's.
    pub async fn chat_with(&self, account: &Account) -> Result<Option<String>> {
        let mut tx = self.store.read().await?;
        Ok(store::people::dm(&mut tx, account).await?)
    }

    /// What was kept under `key`.
    ///
    /// # Errors
    /// The store's.
    pub async fn kept(&self, key: String) -> Result<Option<String>> {
        let mut tx = self.store.read().await?;
        Ok(store::notes::get(&mut tx, &key).await?)
    }
}

impl Work<'_> {
    async fn record_effect(&mut self, effect: Effect) -> Done<()> {
        match effect {
            Effect::Posted { post, channel, ts } => {
                store::posts::sent(self.tx, post, &channel, &ts).await?;
                self.bind_card(post, channel, &ts).await?;
            }
            Effect::Gone(post) => store::posts::gone(self.tx, post).await?,
            Effect::Redraw(post) => {
                if let Some(post) = store::posts::get(self.tx, post).await? {
                    self.sync(&post, post.request).await?;
                }
            }
            Effect::Direct { account, channel } => {
                store::people::set_dm(self.tx, &account, &channel).await?;
            }
            Effect::Stopped { channel, why } => self.stopped(&channel, &why).await?,
            Effect::Revoked(platform) => self.revoked(platform).await?,
            Effect::Restored(platform) => store::notes::drop(self.tx, &revoked(platform)).await?,
        }
        Ok(())
    }

    /// Noted from the first time on that it was refused.
    pub(super) async fn revoked(&mut self, platform: Platform) -> Done<()> {
        tracing::error!(
            %platform,
            "our token is refused: see what is set for this platform, install the app again, and run `frontdesk check`"
        );
        let note = revoked(platform);
        if store::notes::get(self.tx, &note).await?.is_none() {
            store::notes::set(self.tx, &note, &self.now.to_string()).await?;
        }
        Ok(())
    }

    /// The thread under a card is its side of the conversation, from the first word on: also what
    /// was said before we knew where the card is.
    async fn bind_card(&mut self, post: PostId, channel: String, ts: &str) -> Done<()> {
        let Some(post) = store::posts::get(self.tx, post).await? else {
            return Ok(());
        };
        let root = matches!(post.kind, PostKind::RequesterCard | PostKind::TriageCard)
            && post.to.thread == Thread::None;
        if let (Some(request), true) = (post.request, root) {
            let channel = Channel {
                platform: post.to.platform,
                id: channel,
            };
            store::threads::bind(self.tx, &channel, ts, request, post.side).await?;
            // What could not go under it while it was not there.
            let lane = self.lane(&post.to).await?;
            store::dead_letters::revive_of_request(self.tx, &lane, request, self.now).await?;
            self.take_strays(&channel, ts).await?;
        }
        Ok(())
    }
}
