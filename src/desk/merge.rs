//! Requests that belong together: their acts, and how whoever asked for the same hears of everything.

use crate::domain::answer::Answer;
use crate::domain::catalogue::{Answer as Value, Answers};
use crate::domain::ids::{MessageId, RequestId};
use crate::domain::intent::{Place, input};
use crate::domain::people::Person;
use crate::domain::post::{PostKind, Side, Target};
use crate::domain::request::{Action, LinkKind, Refusal, Request};
use crate::store;
use crate::store::posts::NewPost;

use super::act::Outcome;
use super::forms::text;
use super::{Done, Work};

/// What was merged was merged into something that was, and so on, at most so often.
const MOST_HOPS: usize = 10;

impl Work<'_> {
    /// The request that a form names; a bare number is one of the same team.
    async fn named_request(&mut self, id: RequestId, values: &Answers) -> Done<Option<Request>> {
        let typed = text(values, input::NUMBER).unwrap_or_default();
        let typed = typed.trim().to_uppercase();
        let number = if typed.bytes().all(|b| b.is_ascii_digit()) {
            let here = store::requests::get(self.tx, id).await?;
            let here = here.map(|r| r.number).unwrap_or_default();
            let team = here.rsplit_once('-').map_or("", |(team, _)| team);
            format!("{team}-{typed}")
        } else {
            typed
        };
        Ok(store::requests::by_number(self.tx, &number).await?)
    }

    pub(super) async fn merged(
        &mut self,
        id: RequestId,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let Some(into) = self.named_request(id, values).await? else {
            return self.wrong(input::NUMBER, Refusal::NoSuchRequest).await;
        };
        match self.merge(id, into.id, person).await? {
            Outcome::Done(_) => Ok(Answer::Done),
            Outcome::Refused(refusal) => self.wrong(input::NUMBER, refusal).await,
        }
    }

    /// Ends one request in another, which then speaks for both.
    pub(super) async fn merge(
        &mut self,
        id: RequestId,
        into: RequestId,
        person: &Person,
    ) -> Done<Outcome> {
        let ended = match self.act(id, Some(person), &Action::Merge { into }).await? {
            Outcome::Done(ended) => ended,
            refused => return Ok(refused),
        };
        // What went into the one that ends goes along with it.
        let mut all = vec![ended.id];
        for number in ended.linked(LinkKind::Merged) {
            let earlier = store::requests::by_number(self.tx, number).await?;
            all.extend(earlier.map(|r| r.id));
        }
        for to in all {
            let kind = LinkKind::Merged;
            let link = Action::Link { to, kind };
            self.act(into, Some(person), &link).await?;
        }
        for watcher in store::watchers::of(self.tx, id).await? {
            self.act(into, Some(person), &Action::AddWatcher { who: watcher })
                .await?;
        }
        Ok(Outcome::Done(ended))
    }

    /// Links two requests, or takes the link away.
    pub(super) async fn linked(
        &mut self,
        id: RequestId,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let Some(other) = self.named_request(id, values).await? else {
            return self.wrong(input::NUMBER, Refusal::NoSuchRequest).await;
        };
        let off = values.get(input::DELETE) == Some(&Value::Checked(true));
        match self.relate(id, other.id, off, person).await? {
            Outcome::Done(_) => Ok(Answer::Done),
            Outcome::Refused(refusal) => self.wrong(input::NUMBER, refusal).await,
        }
    }

    pub(super) async fn relate(
        &mut self,
        id: RequestId,
        other: RequestId,
        off: bool,
        person: &Person,
    ) -> Done<Outcome> {
        let action = |to| match off {
            true => Action::Unlink { to },
            false => Action::Link {
                to,
                kind: LinkKind::Related,
            },
        };
        let outcome = self.act(id, Some(person), &action(other)).await?;
        if matches!(outcome, Outcome::Done(_)) {
            // Whoever may act here says so there, too.
            self.act(other, None, &action(id)).await?;
        }
        Ok(outcome)
    }

    /// A request that was merged into another one goes on by itself again, with what had been merged into it: all that
    /// it went into, one after the other, speak for them no longer.
    pub(super) async fn part(&mut self, before: &Request) -> Done<()> {
        let Some(into) = before.merged_into() else {
            return Ok(());
        };
        let mut apart = vec![before.clone()];
        for number in before.linked(LinkKind::Merged) {
            apart.extend(store::requests::by_number(self.tx, number).await?);
        }
        let mut into = store::requests::by_number(self.tx, into).await?;
        for _ in 0..MOST_HOPS {
            let Some(spoke) = into else { break };
            for one in &apart {
                if spoke.linked(LinkKind::Merged).any(|n| n == one.number) {
                    let unlink = Action::Unlink { to: one.id };
                    // An act within an act: of another request, and no further.
                    Box::pin(self.act(spoke.id, None, &unlink)).await?;
                    self.hears_no_more(&spoke, one).await?;
                }
            }
            into = match spoke.merged_into() {
                Some(next) => store::requests::by_number(self.tx, next).await?,
                None => None,
            };
        }
        Ok(())
    }

    /// Whoever asked in `fellow` heard what `request` told: that stays, and neither changes nor grows.
    async fn hears_no_more(&mut self, request: &Request, fellow: &Request) -> Done<()> {
        let Some(to) = self.thread_of(fellow.id, Side::Requester).await? else {
            return Ok(());
        };
        for kind in [PostKind::Copy, PostKind::Fellow] {
            for post in store::posts::of_request(self.tx, request.id, kind).await? {
                if post.side == Side::Requester && !post.retired && post.to == to {
                    store::posts::retire(self.tx, post.id).await?;
                }
            }
        }
        Ok(())
    }

    /// `request` went on in private with the event `seq`: who asked for the same is told so, and no more from then on.
    pub(super) async fn leave_fellows(&mut self, request: &Request, seq: i64) -> Done<()> {
        for fellow in self.others_merged(request).await? {
            self.hears_no_more(request, &fellow).await?;
            if let Some(to) = self.thread_of(fellow.id, Side::Requester).await? {
                self.tell_fellow(request, seq, &to).await?;
            }
        }
        Ok(())
    }

    /// Where it goes on, if it was merged into another one.
    pub(super) async fn gone_into(&mut self, request: Request) -> Done<Request> {
        let mut request = request;
        for _ in 0..MOST_HOPS {
            let Some(number) = request.merged_into() else {
                break;
            };
            match store::requests::by_number(self.tx, number).await? {
                Some(next) => request = next,
                None => break,
            }
        }
        Ok(request)
    }

    /// What was merged into `request` and somebody else had asked for.
    async fn others_merged(&mut self, request: &Request) -> Done<Vec<Request>> {
        let mut others = Vec::new();
        for number in request.linked(LinkKind::Merged) {
            let merged = store::requests::by_number(self.tx, number).await?;
            others.extend(merged.filter(|m| m.requester != request.requester));
        }
        Ok(others)
    }

    /// The threads of those who asked for the same, and so hear everything.
    async fn fellows(&mut self, request: &Request) -> Done<Vec<Target>> {
        // What became private since is its own requester's alone.
        if request.private {
            return Ok(vec![]);
        }
        let mut threads = Vec::new();
        for merged in self.others_merged(request).await? {
            threads.extend(self.thread_of(merged.id, Side::Requester).await?);
        }
        Ok(threads)
    }

    /// Tells a fact to those who asked for the same.
    pub(super) async fn tell_fellows(&mut self, request: &Request, seq: i64) -> Done<()> {
        for to in self.fellows(request).await? {
            self.tell_fellow(request, seq, &to).await?;
        }
        Ok(())
    }

    async fn tell_fellow(&mut self, request: &Request, seq: i64, to: &Target) -> Done<()> {
        let new = NewPost {
            kind: PostKind::Fellow,
            request: Some(request.id),
            about: seq,
            side: Side::Requester,
            to,
            data: None,
        };
        self.post(&new).await?;
        Ok(())
    }

    /// What was said to the requester, to them and to those who asked for the same.
    pub(super) async fn copy_out(&mut self, request: &Request, message: MessageId) -> Done<()> {
        self.copy(request.id, message, Side::Requester).await?;
        for to in self.fellows(request).await? {
            self.copy_to(request.id, message, Side::Requester, &to)
                .await?;
        }
        Ok(())
    }

    /// What an agent said in the thread `of` one of those who asked for the same, to all the others.
    pub(super) async fn copy_on(
        &mut self,
        request: &Request,
        of: RequestId,
        said: &Place,
    ) -> Done<()> {
        if request.linked(LinkKind::Merged).next().is_none() {
            return Ok(());
        }
        let Some(message) = store::messages::at(self.tx, said).await? else {
            return Ok(());
        };
        let here = self.thread_of(of, Side::Requester).await?;
        let own = self.thread_of(request.id, Side::Requester).await?;
        let all = own.into_iter().chain(self.fellows(request).await?);
        for to in all.filter(|to| Some(to) != here.as_ref()) {
            self.copy_to(request.id, message.id, Side::Requester, &to)
                .await?;
        }
        Ok(())
    }
}
