//! Words that are no request yet: the form is offered where they were said.

use crate::clock::Millis;
use crate::domain::intent::{NewRequest, Origin, Said, Sender};
use crate::domain::people::Person;
use crate::domain::post::{Offer, OfferReason, PostData, PostKind, Side, Target, Thread};
use crate::domain::request::{Request, Status};
use crate::domain::talk::flat;
use crate::store;

use super::outgoing::direct;
use super::{Done, Work};

/// Direct messages within this time belong together.
const SAME_TALK: Millis = 10 * 60 * 1_000;

impl Work<'_> {
    /// Somebody talks to the bot itself: the form is offered where they are.
    pub(super) async fn offer_talk(
        &mut self,
        said: &Said,
        by: &Sender,
        person: &Person,
    ) -> Done<()> {
        let origin = Origin {
            place: said.at.clone(),
            author: Some(by.account.clone()),
            present: true,
            direct: said.direct,
        };
        let (why, to) = if said.direct {
            (
                OfferReason::Direct,
                direct(person, Some(said.at.channel.platform)),
            )
        } else {
            let thread = said.at.thread.clone().unwrap_or_else(|| said.at.ts.clone());
            let to = Target {
                platform: said.at.channel.platform,
                channel: Some(said.at.channel.id.clone()),
                person: None,
                thread: Thread::Ts(thread),
            };
            (OfferReason::Mention, Some(to))
        };
        let Some(to) = to else { return Ok(()) };
        if said.direct && said.files.is_empty() && self.goes_on(person, &flat(&said.text)).await? {
            return Ok(());
        }
        let start = NewRequest {
            text: flat(&said.text),
            channel: Some(said.at.channel.clone()),
            origin: Some(origin),
            again: None,
        };
        self.free_post(
            PostKind::Offer,
            &to,
            &PostData::Offer(Offer {
                why,
                start,
                helped: None,
                used: None,
            }),
        )
        .await?;
        Ok(())
    }

    /// Several direct messages one after the other are one thing: they go into the offer that the
    /// first of them got, while no request was made of it.
    async fn goes_on(&mut self, person: &Person, words: &str) -> Done<bool> {
        let Some(post) = store::posts::offered(self.tx, person.id).await? else {
            return Ok(false);
        };
        let Some(PostData::Offer(mut offer)) = post.data else {
            return Ok(false);
        };
        if !offer.start.origin.as_ref().is_some_and(|o| o.direct) {
            return Ok(false);
        }
        if offer.helped.is_some() || post.created_at + SAME_TALK < self.now {
            return Ok(false);
        }
        if self.has_request(&offer).await? {
            return Ok(false);
        }
        offer.start.text = format!("{}\n{words}", offer.start.text);
        store::posts::set_data(self.tx, post.id, &PostData::Offer(offer)).await?;
        Ok(true)
    }

    /// Something was written under a request that is over: the team hears it, and a new one is
    /// offered, once however much is written.
    pub(super) async fn offer_again(&mut self, request: &Request) -> Done<()> {
        let (Status::Closed { at, .. } | Status::Cancelled { at, .. }) = &request.status else {
            return Ok(());
        };
        let once = format!("again:{}:{at}", request.id);
        if !store::inbox::claim(self.tx, &once, self.now).await? {
            return Ok(());
        }
        let Some(to) = self.thread_of(request.id, Side::Requester).await? else {
            return Ok(());
        };
        let start = NewRequest {
            again: Some(request.id),
            ..NewRequest::default()
        };
        let offer = Offer {
            why: OfferReason::Over,
            start,
            helped: None,
            used: None,
        };
        self.free_post(PostKind::Offer, &to, &PostData::Offer(offer))
            .await?;
        Ok(())
    }
}
