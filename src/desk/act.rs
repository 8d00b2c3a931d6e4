//! One action on one request: load, decide, save, and say what has to be said.

use crate::domain::answer::Answer;
use crate::domain::approval::Verdict;
use crate::domain::catalogue::Service;
use crate::domain::ids::RequestId;
use crate::domain::intent::{FormKind, Place, Sender, Timer};
use crate::domain::people::Person;
use crate::domain::post::{PostKind, Side, Whisper};
use crate::domain::press::Press;
use crate::domain::request::{
    Action, Actor, Context, Decision, Fact, Notice, Other, Refusal, Request, Standing, Status,
    TimerChange, decide,
};
use crate::store;

use super::{Done, Work};

/// What came of an action.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Done(Box<Request>),
    Refused(Refusal),
}

impl Work<'_> {
    /// `action` by `person` (None: by the desk itself).
    pub(super) async fn act(
        &mut self,
        id: RequestId,
        person: Option<&Person>,
        action: &Action,
    ) -> Done<Outcome> {
        self.act_as(id, person, None, action).await
    }

    /// The same with a standing that was judged already.
    pub(super) async fn act_as(
        &mut self,
        id: RequestId,
        person: Option<&Person>,
        standing: Option<Standing>,
        action: &Action,
    ) -> Done<Outcome> {
        let Some(request) = store::requests::get(self.tx, id).await? else {
            return Ok(Outcome::Refused(Refusal::NoSuchRequest));
        };
        let actor = match person {
            Some(person) => {
                let own = || Standing::of(person, &request, self.catalogue);
                Actor::Person(person.id, standing.unwrap_or_else(own))
            }
            None => Actor::Desk,
        };
        if request.is_whole()
            && matches!(action, Action::Resolve { .. })
            && self.unfinished(&request).await?
        {
            return Ok(Outcome::Refused(Refusal::PlanUnfinished));
        }
        let named = match action {
            Action::Assign { to: who }
            | Action::Delegate { to: who }
            | Action::AddWatcher { who }
            | Action::RemoveWatcher { who } => store::people::get(self.tx, *who).await?,
            _ => None,
        };
        let watcher = match action {
            Action::Watch | Action::Unwatch => person.map(|p| p.id),
            Action::AddWatcher { who } | Action::RemoveWatcher { who } => Some(*who),
            _ => None,
        };
        let watching = match watcher {
            Some(who) => store::watchers::of(self.tx, id).await?.contains(&who),
            None => false,
        };
        let other = match action {
            Action::Merge { into: other }
            | Action::Link { to: other, .. }
            | Action::Unlink { to: other } => store::requests::get(self.tx, *other).await?,
            _ => None,
        };
        let context = Context {
            catalogue: self.catalogue,
            now: self.now,
            named: named.as_ref(),
            watching,
            other: other.as_ref().map(|request| Other {
                request,
                standing: person.map_or_else(Standing::default, |person| {
                    Standing::of(person, request, self.catalogue)
                }),
            }),
        };
        match decide(&request, actor, action, &context) {
            Ok(decision) => {
                let next = self.apply(&request, decision, person).await?;
                Ok(Outcome::Done(Box::new(next)))
            }
            Err(refusal) => Ok(Outcome::Refused(refusal)),
        }
    }

    async fn apply(
        &mut self,
        before: &Request,
        decision: Decision,
        person: Option<&Person>,
    ) -> Done<Request> {
        let Decision {
            mut next,
            fact,
            notices,
            timers,
        } = decision;
        let Some(fact) = fact else {
            // Only when it is looked at next has changed, and with that what its cards may say.
            if next != *before {
                store::requests::update(self.tx, &next).await?;
                next.version += 1;
                self.redraw_cards(&next).await?;
            }
            return Ok(next);
        };
        store::requests::update(self.tx, &next).await?;
        next.version += 1;
        if next.plan != before.plan {
            store::steps::begin(self.tx, &next).await?;
        }
        if next.rating != before.rating {
            let at = next.rating.map(|_| self.now);
            store::requests::set_rated_at(self.tx, next.id, at).await?;
        }
        let by = person.map(|p| p.id);
        tracing::info!(number = %next.number, fact = fact.name(), "a request changed");
        let seq = store::events::add(self.tx, next.id, self.now, by, &fact).await?;
        if let Fact::Handled { minutes } = fact {
            store::handling::add(self.tx, &next, seq, by, minutes, self.now).await?;
        }
        self.measure(before, &next, &fact).await?;
        self.watchers(&next, &fact, person).await?;
        if before.approval().is_some() || next.approval().is_some() {
            self.approval_changed(before, &next, &fact).await?;
        }
        self.note_move(before, &fact).await?;
        for change in timers {
            match change {
                TimerChange::Start(kind, at) => {
                    let timer = Timer::Request {
                        request: next.id,
                        kind,
                    };
                    store::timers::set(self.tx, &timer, at).await?;
                }
                TimerChange::Stop(kind) => {
                    let timer = Timer::Request {
                        request: next.id,
                        kind,
                    };
                    store::timers::stop(self.tx, &timer).await?;
                }
            }
        }
        if next.private && !before.private {
            self.go_private(&next).await?;
            self.watchers_left(&next).await?;
            self.leave_fellows(&next, seq).await?;
        }
        for notice in &notices {
            self.notice(&next, *notice, &fact, seq).await?;
        }
        if matches!(fact, Fact::Reopened { .. }) {
            self.part(before).await?;
        }
        self.refresh_alarms(before, &fact).await?;
        self.refresh_homes(before, &next).await?;
        if next.plan.is_some() {
            self.plan_follows(before, &next, person).await?;
            // What followed may have changed it in its turn.
            next = store::requests::get(self.tx, next.id)
                .await?
                .unwrap_or(next);
        }
        let decided = before.approval().is_some() && next.approval().is_none();
        if decided || matches!(fact, Fact::HandedOver { .. }) {
            next = Box::pin(self.plan_if_known(next)).await?;
        }
        let waits = |request: &Request| matches!(request.status, Status::New);
        if waits(&next) && (before.team != next.team || !waits(before)) {
            // Handed over, approved at last, opened again: to this team it is new.
            next = Box::pin(self.begin_duty(next)).await?;
        } else if before.priority < next.priority {
            next = Box::pin(self.page(next)).await?;
        }
        // What the desk gives to somebody has only just come: it was in nobody's way.
        if person.is_some() || !matches!(fact, Fact::Assigned { .. }) {
            self.refresh_queue(before, &next).await?;
        }
        Ok(next)
    }

    async fn notice(
        &mut self,
        request: &Request,
        notice: Notice,
        fact: &Fact,
        seq: i64,
    ) -> Done<()> {
        if request.parent().is_some() && is_of_the_whole(notice, fact) {
            return Ok(());
        }
        match notice {
            Notice::Cards => self.sync_cards(request, fact).await,
            Notice::TellRequester => {
                self.tell(request, PostKind::Told, seq, Side::Requester)
                    .await?;
                self.tell_fellows(request, seq).await
            }
            Notice::TellTeam => {
                self.tell(request, PostKind::Told, seq, Side::Team).await?;
                // Its own requester knows; who asked for the same does not.
                match fact {
                    Fact::Cancelled { .. } => self.tell_fellows(request, seq).await,
                    _ => Ok(()),
                }
            }
            Notice::Poll => {
                self.tell(request, PostKind::Poll, seq, Side::Requester)
                    .await?;
                self.tell_fellows(request, seq).await
            }
            Notice::AskIntake => {
                self.tell(request, PostKind::AskIntake, seq, Side::Team)
                    .await
            }
            Notice::MoveTriage => self.move_triage(request).await,
            Notice::BringTalk => self.bring_talk(request).await,
            Notice::Alarm => self.alarm(request, fact, seq).await,
            Notice::AskApprovers => {
                let anew = match fact {
                    Fact::Revised => true,
                    Fact::ApprovalSought { steps, .. } => !steps.is_empty(),
                    _ => false,
                };
                self.ask_approvers(request, anew.then_some(seq)).await
            }
            Notice::NudgeApprovers => self.nudge_approvers(request, seq).await,
        }
    }

    /// A button that acts at once. A refusal is whispered to whoever pressed it.
    pub(super) async fn pressed(
        &mut self,
        press: Press,
        on: Place,
        by: &Sender,
        person: &Person,
    ) -> Done<Answer> {
        if let Press::WishDigest(kind) = press {
            return self.wished_by_button(by, person, kind, &on).await;
        }
        let (id, action) = match press {
            Press::Take(id) => (id, Action::Take),
            Press::Unwatch(id) => (id, Action::Unwatch),
            Press::Rate(id, score) => (id, Action::Rate { score }),
            Press::Intake(id, intake) => (id, Action::RateIntake(intake)),
            Press::Handled(id, minutes) => {
                let minutes = i32::from(minutes);
                if self.clicked_twice(id, minutes, person).await? {
                    return Ok(Answer::Done);
                }
                (id, Action::Handled { minutes })
            }
            Press::GoOn(id) => (id, Action::Resume),
            Press::WrongDoor(id, service) => match self.catalogue.service(service.as_str()) {
                Some(service) => (id, moved(service)),
                None => {
                    let word = Whisper::refused(Refusal::NoSuchDesk);
                    self.whisper(by, Some(&on), word).await?;
                    return Ok(Answer::Done);
                }
            },
            Press::Approve(id) => {
                let (verdict, reason) = (Verdict::Approved, None);
                (id, Action::GiveVerdict { verdict, reason })
            }
            Press::Later(id, later) => (id, self.put_off(id, later).await?),
            Press::AnswerSwap(swap, yes) => {
                return self.answer_swap(swap, yes, &on, by, person).await;
            }
            Press::Helped(post, article) => {
                return self.article_helped((post, article), &on, by, person).await;
            }
            Press::EndAnnouncement(id) => {
                return self.announcement_over(id, &on, by, person).await;
            }
            Press::Step(step, press) => {
                return self.step_pressed(step, press, on, by, person).await;
            }
            _ => return Ok(Answer::Done),
        };
        match self.act(id, Some(person), &action).await? {
            Outcome::Done(request) => match press {
                // A bad score is asked why, while they are here.
                Press::Rate(id, 1 | 2) if request.rating_comment.is_none() => {
                    let seed = self
                        .seed(FormKind::Comment(id), Some(&request), person)
                        .await?;
                    Ok(Answer::Open(Box::new(seed)))
                }
                _ => Ok(Answer::Done),
            },
            Outcome::Refused(refusal) => {
                let word = Whisper::refused(refusal);
                self.whisper(by, Some(&on), word).await?;
                Ok(Answer::Done)
            }
        }
    }
}

/// It had come to the wrong team.
fn moved(service: &Service) -> Action {
    Action::HandOver {
        team: service.team.clone(),
        service: service.key.clone(),
        note: None,
        wrong_door: true,
    }
}

/// What the requester is not told of each step: the card of the whole says it, and its poll asks once.
fn is_of_the_whole(notice: Notice, fact: &Fact) -> bool {
    match notice {
        Notice::Poll => true,
        Notice::TellRequester => !matches!(
            fact,
            Fact::Waiting | Fact::Held { .. } | Fact::Delayed { .. } | Fact::Alarmed { .. }
        ),
        _ => false,
    }
}
