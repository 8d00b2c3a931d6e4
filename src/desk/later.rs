//! A new time for a request, from a button or a form, and another priority.

use crate::clock::Millis;
use crate::domain::answer::{Answer, Wrong};
use crate::domain::catalogue::Answers;
use crate::domain::ids::RequestId;
use crate::domain::intent::input;
use crate::domain::people::Person;
use crate::domain::press::Later;
use crate::domain::promise::{self, Priority, Span};
use crate::domain::request::{Action, Late, Refusal, Request, Status, Why};
use crate::store;

use super::forms::text;
use super::{Done, Work, answer};

impl Work<'_> {
    /// The new time that a press gives, in the team's own time, and why one is needed.
    pub(super) async fn put_off(&mut self, id: RequestId, later: Later) -> Done<Action> {
        let request = store::requests::get(self.tx, id).await?;
        let is = |what: fn(&Request) -> bool| request.as_ref().is_some_and(what);
        let why = if is(|r| matches!(r.status, Status::New)) {
            Why::Busy
        } else {
            Why::Longer
        };
        // What comes next is what is late.
        let owed =
            |r: &Request| r.first_response_at.is_none() && r.promise.first_response_due.is_some();
        let what = if is(owed) { Late::Answer } else { Late::Result };
        Ok(Action::Delay {
            what,
            to: self.later(request.as_ref(), later.span()),
            why,
        })
    }

    /// A new time with its reason, counted in the team's own time from now on.
    pub(super) async fn delayed(
        &mut self,
        id: RequestId,
        values: &Answers,
        words: String,
        person: &Person,
    ) -> Done<Answer> {
        let chosen = text(values, input::LATER).and_then(|span| span.parse::<Span>().ok());
        let Some(span) = chosen else {
            return self.wrong(input::LATER, Refusal::Past).await;
        };
        if words.trim().is_empty() {
            return self.wrong(input::TEXT, Refusal::Empty).await;
        }
        let request = store::requests::get(self.tx, id).await?;
        let action = Action::Delay {
            what: Late::Result,
            to: self.later(request.as_ref(), span),
            why: Why::Said(words),
        };
        self.form_act(id, person, &action, input::LATER).await
    }

    /// Another priority.
    pub(super) async fn prioritised(
        &mut self,
        id: RequestId,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let named = text(values, input::PRIORITY);
        let named = |p: &Priority| Some(p.as_str()) == named.as_deref();
        let Some(to) = Priority::ALL.into_iter().find(named) else {
            let wrong = (input::PRIORITY.to_owned(), Wrong::NoSuchPriority);
            return answer(Answer::Wrong(vec![wrong]));
        };
        self.form_act(id, person, &Action::Prioritise { to }, input::PRIORITY)
            .await
    }

    /// So much later, in the time of the team that serves `request`.
    fn later(&self, request: Option<&Request>, span: Span) -> Millis {
        let team = request.and_then(|r| self.catalogue.team(&r.team));
        promise::add(team.and_then(|t| t.calendar.as_ref()), self.now, span)
    }
}
