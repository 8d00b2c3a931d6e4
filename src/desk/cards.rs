//! The living cards of a request: put up, shown anew, moved.

use std::collections::BTreeSet;

use crate::domain::ids::{Channel, MessageId};
use crate::domain::intent::Origin;
use crate::domain::people::Person;
use crate::domain::post::{PostKind, Side, Target, Thread};
use crate::domain::request::{Fact, Request};
use crate::store;
use crate::store::posts::NewPost;

use super::outgoing::{direct, preferred};
use super::{Done, Work};

impl Work<'_> {
    /// The first cards of a request: the requester's and the team's.
    pub(super) async fn first_cards(
        &mut self,
        request: &Request,
        requester: &Person,
        origin: Option<&Origin>,
    ) -> Done<()> {
        let mut to = None;
        // A thread that somebody else began is theirs, and a channel is no place for what is private.
        let theirs = |origin: &&Origin| {
            let author = origin.author.as_ref();
            author.is_some_and(|a| requester.accounts.contains(a))
                && origin.present
                && (origin.direct || !request.private)
        };
        if let Some(origin) = origin.filter(theirs) {
            let channel = &origin.place.channel;
            let thread = origin.place.thread.as_ref().unwrap_or(&origin.place.ts);
            // A thread is one request's; a second one goes on in direct messages.
            if store::threads::bind(self.tx, channel, thread, request.id, Side::Requester).await? {
                to = Some(Target {
                    platform: channel.platform,
                    channel: Some(channel.id.clone()),
                    person: None,
                    thread: Thread::Ts(thread.clone()),
                });
            }
        }
        match to {
            Some(to) => {
                self.card(request, PostKind::RequesterCard, Side::Requester, &to)
                    .await?;
            }
            None => self.requester_card_in_dm(request, requester).await?,
        }
        self.triage_card(request).await
    }

    /// The requester's card in their direct messages; none when they have no account yet (it comes
    /// when one is learned).
    pub(super) async fn requester_card_in_dm(
        &mut self,
        request: &Request,
        requester: &Person,
    ) -> Done<()> {
        let Some(to) = direct(requester, preferred(request.channel)) else {
            return Ok(());
        };
        self.card(request, PostKind::RequesterCard, Side::Requester, &to)
            .await
    }

    pub(super) async fn watch_card(&mut self, request: &Request, person: &Person) -> Done<()> {
        let Some(to) = direct(person, preferred(request.channel)) else {
            return Ok(());
        };
        self.card(request, PostKind::WatchCard, Side::Team, &to)
            .await
    }

    pub(super) async fn triage_card(&mut self, request: &Request) -> Done<()> {
        let Some(to) = self.channel_of(request) else {
            return Ok(());
        };
        self.card(request, PostKind::TriageCard, Side::Team, &to)
            .await
    }

    async fn card(
        &mut self,
        request: &Request,
        kind: PostKind,
        side: Side,
        to: &Target,
    ) -> Done<()> {
        let new = NewPost {
            kind,
            request: Some(request.id),
            about: 0,
            side,
            to,
            data: None,
        };
        self.post(&new).await?;
        Ok(())
    }

    /// Every card, and what else shows the state.
    pub(super) async fn sync_cards(&mut self, request: &Request, fact: &Fact) -> Done<()> {
        match fact {
            Fact::Rated { .. }
            | Fact::Unrated
            | Fact::Commented { .. }
            | Fact::Summarised
            | Fact::Reopened { .. }
            | Fact::Closed
            | Fact::Handled { .. }
            | Fact::IntakeRated { .. } => {
                self.redraw(request, &[PostKind::Poll, PostKind::AskIntake])
                    .await?;
            }
            _ => {}
        }
        self.redraw_cards(request).await
    }

    /// Every card is to show the present state.
    pub(super) async fn redraw_cards(&mut self, request: &Request) -> Done<()> {
        let cards = [
            PostKind::RequesterCard,
            PostKind::TriageCard,
            PostKind::WatchCard,
        ];
        self.redraw(request, &cards).await
    }

    /// What the requester sees of it is to show the present state.
    pub(super) async fn redraw_requesters(&mut self, request: &Request) -> Done<()> {
        self.redraw(request, &[PostKind::RequesterCard]).await
    }

    pub(super) async fn redraw(&mut self, request: &Request, kinds: &[PostKind]) -> Done<()> {
        for kind in kinds.iter().copied() {
            for post in store::posts::of_request(self.tx, request.id, kind).await? {
                if !post.retired {
                    self.sync(&post, Some(request.id)).await?;
                }
            }
        }
        Ok(())
    }

    /// Another team's channel: a new triage card; the old one shows where it went, and what was told of it is settled.
    pub(super) async fn move_triage(&mut self, request: &Request) -> Done<()> {
        self.redraw(request, &[PostKind::TriageCard, PostKind::Alarm])
            .await?;
        store::posts::retire_side(self.tx, request.id, Side::Team).await?;
        self.triage_card(request).await
    }

    /// A request that became private leaves the open channel that it was asked in. As a step's talk is where its whole is,
    /// the whole goes with it.
    pub(super) async fn go_private(&mut self, request: &Request) -> Done<()> {
        self.leave_channel(request).await?;
        if let Some(whole) = request.parent()
            && let Some(whole) = store::requests::by_number(self.tx, whole).await?
        {
            self.leave_channel(&whole).await?;
        }
        Ok(())
    }

    async fn leave_channel(&mut self, request: &Request) -> Done<()> {
        let cards = store::posts::of_request(self.tx, request.id, PostKind::RequesterCard).await?;
        let mut moved = false;
        for card in cards {
            let (Some(channel), Thread::Ts(ts), false) =
                (&card.to.channel, &card.to.thread, card.retired)
            else {
                continue;
            };
            let channel = Channel {
                platform: card.to.platform,
                id: channel.clone(),
            };
            if store::people::of_dm(self.tx, &channel).await?.is_some() {
                continue;
            }
            store::threads::unbind(self.tx, &channel, ts).await?;
            self.sync(&card, Some(request.id)).await?;
            moved = true;
        }
        let requester = store::people::get(self.tx, request.requester).await?;
        let Some(requester) = requester.filter(|_| moved) else {
            return Ok(());
        };
        // What is still on its way to the open channel goes where the request goes.
        let under_way: BTreeSet<MessageId> =
            store::posts::of_request(self.tx, request.id, PostKind::Copy)
                .await?
                .into_iter()
                .filter(|c| c.side == Side::Requester && c.ts.is_none() && !c.retired)
                .map(|c| MessageId(c.about))
                .collect();
        store::posts::retire_side(self.tx, request.id, Side::Requester).await?;
        self.requester_card_in_dm(request, &requester).await?;
        for message in under_way {
            self.copy(request.id, message, Side::Requester).await?;
        }
        Ok(())
    }
}
