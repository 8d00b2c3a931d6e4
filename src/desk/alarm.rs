//! Promises at risk, requests that nobody has, silence: the look that comes due, and who is told.

use crate::domain::answer::Answer;
use crate::domain::ids::{Platform, PostId, RequestId};
use crate::domain::people::{Person, PersonRef};
use crate::domain::post::{Post, PostKind, Side, Target, Thread};
use crate::domain::promise::{Priority, SHOWN_PLACES, Tell};
use crate::domain::request::{Action, Fact, Request, Standing, Status, was_due};
use crate::store;
use crate::store::posts::NewPost;

use super::outgoing::direct;
use super::{Done, Work};

impl Work<'_> {
    /// The time of `id` to be looked at has come, unless it has moved meanwhile.
    pub(super) async fn look(&mut self, id: RequestId) -> Done<Answer> {
        let request = store::requests::get(self.tx, id).await?;
        let due = request.and_then(|r| r.watch.next);
        if due.is_some_and(|at| at <= self.now) {
            self.act(id, None, &Action::Look).await?;
        }
        Ok(Answer::Done)
    }

    /// Tells whom `fact` names what may go wrong, with what can be done about it.
    pub(super) async fn alarm(&mut self, request: &Request, fact: &Fact, seq: i64) -> Done<()> {
        let Fact::Alarmed { tell, .. } = fact else {
            return Ok(());
        };
        let whom = self.whom(request, *tell).await?;
        if whom.is_empty() {
            tracing::warn!(number = %request.number, "there is nobody to tell: its team has no channel and no lead who is known, and no admin is");
        }
        for to in whom {
            if !self.told_together(request, fact, &to).await? {
                self.alarm_to(request, seq, &to).await?;
            }
        }
        Ok(())
    }

    async fn alarm_to(&mut self, request: &Request, seq: i64, to: &Target) -> Done<()> {
        let new = NewPost {
            kind: PostKind::Alarm,
            request: Some(request.id),
            about: seq,
            side: Side::Team,
            to,
            data: None,
        };
        self.post(&new).await?;
        Ok(())
    }

    /// Whether the step that `fact` tells of was due already when another of the same promise was told there: they came
    /// due together, and what was said is what is so.
    async fn told_together(&mut self, request: &Request, fact: &Fact, to: &Target) -> Done<bool> {
        let Fact::Alarmed {
            alarm,
            due: Some(due),
            ..
        } = fact
        else {
            return Ok(false);
        };
        for post in store::posts::of_request(self.tx, request.id, PostKind::Alarm).await? {
            if post.retired
                || !same_place(&post.to, to)
                || !was_due(request, self.catalogue, *alarm, post.created_at)
            {
                continue;
            }
            let event = store::events::get(self.tx, request.id, post.about).await?;
            let same = |fact: &Fact| matches!(fact, Fact::Alarmed { alarm: a, due: Some(d), .. } if a == alarm && d == due);
            if event.is_some_and(|event| same(&event.fact)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The alarm could not be put there. It goes on to the team's channel, else to its lead, else to the admins: to the
    /// first of them where it was not sent so far.
    pub(super) async fn send_alarm_on(&mut self, id: PostId) -> Done<()> {
        let post = store::posts::get(self.tx, id).await?;
        let post = post.filter(|p| p.kind == PostKind::Alarm && p.ts.is_none() && !p.retired);
        let Some((post, id)) = post.and_then(|post| post.request.map(|id| (post, id))) else {
            return Ok(());
        };
        let request = store::requests::get(self.tx, id).await?;
        let Some(request) = request.filter(|request| request.status.is_open()) else {
            return Ok(());
        };
        let sent = store::posts::of_request(self.tx, id, PostKind::Alarm).await?;
        let sent: Vec<Post> = sent.into_iter().filter(|p| p.about == post.about).collect();
        let team = self.catalogue.team(&request.team);
        let lead = self.known(team.and_then(|t| t.lead.as_ref())).await?;
        let lead = lead.and_then(|lead| direct(&lead, self.platform(&request)));
        let channel = self.channel_of(&request);
        for whom in [
            channel.into_iter().collect(),
            lead.into_iter().collect(),
            self.admins().await?,
        ] {
            let whom = whom.into_iter();
            let new = whom.filter(|to| !sent.iter().any(|post| same_place(&post.to, to)));
            let new: Vec<Target> = new.collect();
            if new.is_empty() {
                continue;
            }
            for to in new {
                self.alarm_to(&request, post.about, &to).await?;
            }
            break;
        }
        Ok(())
    }

    /// To a person directly; to the team's channel where there is nobody, or nobody who can be reached, and where whoever
    /// has it may not see it any more; to the admins where the team has none, or is gone from the configuration.
    async fn whom(&mut self, request: &Request, tell: Tell) -> Done<Vec<Target>> {
        let team = self.catalogue.team(&request.team);
        let mut people: Vec<Person> = match (tell, request.assignee()) {
            (Tell::Assignee, Some(assignee)) => {
                let assignee = store::people::get(self.tx, assignee).await?;
                let serves = |p: &Person| Standing::of(p, request, self.catalogue).agent;
                assignee.into_iter().filter(serves).collect()
            }
            (Tell::Duty, _) => self.who_is_on_duty(team).await?,
            _ => vec![],
        };
        if tell == Tell::Lead || (tell == Tell::Duty && people.is_empty()) {
            people.extend(self.known(team.and_then(|t| t.lead.as_ref())).await?);
        }
        let platform = self.platform(request);
        let reached = people.iter().filter_map(|person| direct(person, platform));
        let reached: Vec<Target> = reached.collect();
        if !reached.is_empty() {
            return Ok(reached);
        }
        match self.channel_of(request) {
            Some(channel) => Ok(vec![channel]),
            None => self.admins().await,
        }
    }

    /// Where its team works.
    pub(super) fn channel_of(&self, request: &Request) -> Option<Target> {
        let team = self.catalogue.team(&request.team)?;
        let channel = self.catalogue.desk_channel(team)?;
        Some(Target {
            platform: channel.platform,
            channel: Some(channel.id.clone()),
            person: None,
            thread: Thread::None,
        })
    }

    fn platform(&self, request: &Request) -> Option<Platform> {
        self.channel_of(request).map(|channel| channel.platform)
    }

    async fn admins(&mut self) -> Done<Vec<Target>> {
        let catalogue = self.catalogue;
        let mut admins = Vec::new();
        for admin in &catalogue.desk.admins {
            let person = self.known(Some(admin)).await?;
            admins.extend(person.and_then(|person| direct(&person, None)));
        }
        Ok(admins)
    }

    /// The person meant, if we have met them.
    pub(super) async fn known(&mut self, person: Option<&PersonRef>) -> Done<Option<Person>> {
        Ok(match person {
            None => None,
            Some(PersonRef::Email(email)) => store::people::by_email(self.tx, email).await?,
            Some(PersonRef::Account(account)) => {
                store::people::by_account(self.tx, account).await?
            }
        })
    }

    /// What was told earlier shows whether it still stands.
    pub(super) async fn refresh_alarms(&mut self, before: &Request, fact: &Fact) -> Done<()> {
        let settles = !matches!(
            fact,
            Fact::Alarmed { .. }
                | Fact::Watched
                | Fact::Unwatched
                | Fact::Rated { .. }
                | Fact::Unrated
                | Fact::Commented { .. }
                | Fact::IntakeRated { .. }
                | Fact::Handled { .. }
                | Fact::Summarised
                | Fact::Reminded
                | Fact::Closed
        );
        // Who was called out of hours is not among the steps that were counted.
        let page = self.catalogue.team(&before.team).and_then(|t| t.page);
        let told = before.watch.has_told() || page.is_some_and(|from| before.priority >= from);
        if !settles || !told {
            return Ok(());
        }
        for post in store::posts::of_request(self.tx, before.id, PostKind::Alarm).await? {
            if !post.retired {
                self.sync(&post, Some(before.id)).await?;
            }
        }
        Ok(())
    }

    /// The cards at the head of the queue, where it has moved.
    pub(super) async fn refresh_queue(&mut self, before: &Request, after: &Request) -> Done<()> {
        let waits = |request: &Request| matches!(request.status, Status::New);
        if before.team != after.team {
            for request in [before, after].into_iter().filter(|request| waits(request)) {
                self.redraw_queue(&request.team, (request.priority, request.id))
                    .await?;
            }
        } else if waits(before) != waits(after)
            || (waits(after) && before.priority != after.priority)
        {
            let priority = before.priority.max(after.priority);
            self.redraw_queue(&after.team, (priority, after.id)).await?;
        }
        Ok(())
    }

    /// Draws the cards anew that tell of a place in a team's queue behind one that came or went.
    pub(super) async fn redraw_queue(
        &mut self,
        team: &str,
        moved: (Priority, RequestId),
    ) -> Done<()> {
        let moved = store::requests::place(moved.0, moved.1);
        let mut queue = store::requests::untaken(self.tx, team).await?;
        queue.sort_unstable();
        let shown = queue.into_iter().take(SHOWN_PLACES + 1);
        for (_, id) in shown.filter(|place| *place > moved) {
            for card in store::posts::of_request(self.tx, id, PostKind::RequesterCard).await? {
                if !card.retired {
                    self.sync(&card, Some(id)).await?;
                }
            }
        }
        Ok(())
    }
}

/// One conversation: with the same person, or in the same channel.
fn same_place(one: &Target, other: &Target) -> bool {
    one.platform == other.platform
        && match (one.person, other.person) {
            (None, None) => one.channel == other.channel,
            (one, other) => one == other,
        }
}
