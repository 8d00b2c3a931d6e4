//! What has to be said becomes posts and outbox rows, in the transaction that made it true.

use std::collections::BTreeSet;

use crate::domain::ids::{Channel, MessageId, PersonId, Platform, PostId, RequestId};
use crate::domain::people::Person;
use crate::domain::post::{
    Job, Post, PostData, PostKind, Side, Target, Thread, channel_lane, person_lane,
};
use crate::domain::request::{Request, Source};
use crate::store::posts::NewPost;
use crate::store::{self};

use super::{Done, Work};

/// More earlier messages than this do not move with a request; the old thread has them.
const MOST_MOVED: i64 = 100;

impl Work<'_> {
    /// Puts a job that belongs to no conversation on a lane of its own.
    pub(super) async fn job(&mut self, job: &Job, request: Option<RequestId>) -> Done<()> {
        store::outbox::add(self.tx, &job.key(), job, request, self.now, self.now).await?;
        Ok(())
    }

    /// A new post, on its way.
    pub(super) async fn post(&mut self, new: &NewPost<'_>) -> Done<PostId> {
        let id = store::posts::insert(self.tx, new, self.now).await?;
        let lane = self.lane(new.to).await?;
        self.on_lane(&lane, &Job::Post(id), new.request).await?;
        Ok(id)
    }

    /// An existing post is to show the present state.
    pub(super) async fn sync(&mut self, post: &Post, request: Option<RequestId>) -> Done<()> {
        let lane = self.lane(&post.to).await?;
        self.on_lane(&lane, &Job::Post(post.id), request).await
    }

    pub(super) async fn on_lane(
        &mut self,
        lane: &str,
        job: &Job,
        request: Option<RequestId>,
    ) -> Done<()> {
        store::outbox::add(self.tx, lane, job, request, self.now, self.now).await?;
        Ok(())
    }

    /// Everything in one channel, or to one person, goes out in order.
    pub(super) async fn lane(&mut self, to: &Target) -> Done<String> {
        if let Some(person) = to.person {
            return Ok(person_lane(to.platform, person));
        }
        let channel = Channel {
            platform: to.platform,
            id: to.channel.clone().unwrap_or_default(),
        };
        if self.catalogue.team_working_in(&channel).is_some() {
            return Ok(channel_lane(&channel));
        }
        // A person's direct messages are one conversation, by whichever name we call it.
        Ok(match store::people::of_dm(self.tx, &channel).await? {
            Some(person) => person_lane(to.platform, person),
            None => channel_lane(&channel),
        })
    }

    /// Says something in one side's thread; nothing where that side has none.
    pub(super) async fn tell(
        &mut self,
        request: &Request,
        kind: PostKind,
        about: i64,
        side: Side,
    ) -> Done<()> {
        let Some(to) = self.thread_of(request.id, side).await? else {
            return Ok(());
        };
        let new = NewPost {
            kind,
            request: Some(request.id),
            about,
            side,
            to: &to,
            data: None,
        };
        self.post(&new).await?;
        Ok(())
    }

    /// A copy of `message`, with its files, in `side`'s thread.
    pub(super) async fn copy(
        &mut self,
        request: RequestId,
        message: MessageId,
        side: Side,
    ) -> Done<()> {
        match self.thread_of(request, side).await? {
            Some(to) => self.copy_to(request, message, side, &to).await,
            None => Ok(()),
        }
    }

    /// The same, to a thread that is known.
    pub(super) async fn copy_to(
        &mut self,
        request: RequestId,
        message: MessageId,
        side: Side,
        to: &Target,
    ) -> Done<()> {
        let new = NewPost {
            kind: PostKind::Copy,
            request: Some(request),
            about: message.0,
            side,
            to,
            data: None,
        };
        let post = self.post(&new).await?;
        let lane = self.lane(to).await?;
        for (file, _) in store::messages::files(self.tx, message).await? {
            self.on_lane(&lane, &Job::File { file, post }, Some(request))
                .await?;
        }
        Ok(())
    }

    /// The copies of a message are to show what it says now. News stay out of threads that the
    /// request has left; what was `deleted` goes there too.
    pub(super) async fn sync_copies(
        &mut self,
        request: RequestId,
        message: MessageId,
        deleted: bool,
    ) -> Done<()> {
        for copy in store::posts::of_request(self.tx, request, PostKind::Copy).await? {
            if copy.about == message.0 && (deleted || !copy.retired) {
                self.sync(&copy, Some(request)).await?;
            }
        }
        Ok(())
    }

    /// Where one side talks: under its card, or in the thread that the requester asked in.
    pub(super) async fn thread_of(
        &mut self,
        request: RequestId,
        side: Side,
    ) -> Done<Option<Target>> {
        let kind = match side {
            Side::Requester => PostKind::RequesterCard,
            Side::Team => PostKind::TriageCard,
        };
        let cards = store::posts::of_request(self.tx, request, kind).await?;
        let mut card = cards.into_iter().rev().find(|c| !c.retired);
        // A step of a plan is talked about where the whole is.
        if card.is_none()
            && side == Side::Requester
            && let Some(step) = store::steps::of_request(self.tx, request).await?
            && let Some(whole) = store::steps::parent(self.tx, step).await?
        {
            let cards = store::posts::of_request(self.tx, whole, kind).await?;
            card = cards.into_iter().rev().find(|c| !c.retired);
        }
        Ok(card.map(|card| {
            let thread = match card.to.thread {
                Thread::Ts(ts) => Thread::Ts(ts),
                Thread::None | Thread::Post(_) => Thread::Post(card.id),
            };
            Target { thread, ..card.to }
        }))
    }

    /// What both sides said so far, for those who have not read it.
    pub(super) async fn bring_talk(&mut self, request: &Request) -> Done<()> {
        for message in store::messages::public(self.tx, request.id, MOST_MOVED).await? {
            self.copy(request.id, message.id, Side::Team).await?;
        }
        Ok(())
    }

    /// A post about no request: an offer, a digest.
    pub(super) async fn free_post(
        &mut self,
        kind: PostKind,
        to: &Target,
        data: &PostData,
    ) -> Done<PostId> {
        let side = if matches!(kind, PostKind::Digest | PostKind::Duty) {
            Side::Team
        } else {
            Side::Requester
        };
        let new = NewPost {
            kind,
            request: None,
            about: 0,
            side,
            to,
            data: Some(data),
        };
        self.post(&new).await
    }

    /// Home pages that show something of the request, before or after.
    pub(super) async fn refresh_homes(&mut self, before: &Request, after: &Request) -> Done<()> {
        let people = [Some(after.requester), before.assignee(), after.assignee()];
        let mut homes = store::people::homes(self.tx, &after.team, people).await?;
        if before.team != after.team {
            homes.extend(store::people::homes(self.tx, &before.team, [None; 3]).await?);
        }
        self.draw_homes(homes).await
    }

    /// These people's pages are to show the present state.
    pub(super) async fn draw_homes(&mut self, homes: BTreeSet<PersonId>) -> Done<()> {
        let platforms = &self.catalogue.platforms;
        let pages = platforms.iter().any(|p| p.has_home_pages());
        let cards = platforms.iter().any(|p| !p.has_home_pages());
        for person in homes {
            if pages {
                self.job(&Job::Home(person), None).await?;
            }
            if cards && let Some(card) = store::posts::home(self.tx, person).await? {
                self.sync(&card, None).await?;
            }
        }
        Ok(())
    }
}

/// To a person's direct messages, on the platform that is `preferred` if they are there.
pub(super) fn direct(person: &Person, preferred: Option<Platform>) -> Option<Target> {
    let platform = preferred
        .filter(|p| person.on(*p).is_some())
        .or_else(|| person.accounts.first().map(|a| a.platform))?;
    Some(Target {
        platform,
        channel: None,
        person: Some(person.id),
        thread: Thread::None,
    })
}

pub(super) fn preferred(source: Source) -> Option<Platform> {
    match source {
        Source::Slack => Some(Platform::Slack),
        Source::Teams => Some(Platform::Teams),
        Source::Api => None,
    }
}
