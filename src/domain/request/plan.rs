//! A request within a plan: what it is to it, and what is noted of it there.

use crate::clock::Millis;

use super::super::catalogue::Catalogue;
use super::super::plan::{News, Part};
use super::change::Change;
use super::{Decision, Fact, Notice, Refusal, Request, watch};

impl Request {
    /// It is what was asked for, and other teams do steps of it.
    pub fn is_whole(&self) -> bool {
        self.plan == Some(Part::Whole)
    }

    /// The number of the request that it is a step of.
    pub fn parent(&self) -> Option<&str> {
        match &self.plan {
            Some(Part::Of(number)) => Some(number),
            _ => None,
        }
    }

    /// Makes a request that was just filed a part of a plan, done by `due`: that takes the place of what its service
    /// promises.
    pub fn plan_as(&mut self, part: Part, due: Millis, catalogue: &Catalogue, now: Millis) {
        let calendar = catalogue.team(&self.team).and_then(|t| t.calendar.as_ref());
        self.plan = Some(part);
        self.promise.put_off(calendar, now, due.max(now), false);
        self.watch.next = watch::next_look(self, catalogue, now);
    }
}

impl Change<'_> {
    /// Something happened to the plan; `due`: with that it has to be done by another time.
    pub fn plan(&self, news: &News, due: Option<Millis>) -> Result<Decision, Refusal> {
        self.still_open()?;
        let mut decision = self.noted(Fact::Planned { news: news.clone() });
        let notices: &[Notice] = match news {
            News::Begun { .. } | News::Needed { .. } | News::Late { .. } => {
                &[Notice::TellRequester, Notice::TellTeam]
            }
            News::Skipped { .. } => &[Notice::TellRequester],
            News::Due { .. } => &[Notice::TellTeam],
            News::Promised
            | News::Opened { .. }
            | News::Stopped { .. }
            | News::Again { .. }
            | News::Agreed { .. } => &[],
        };
        decision.notices.extend_from_slice(notices);
        let next = &mut decision.next;
        if let News::Begun { to } | News::Needed { to, .. } | News::Due { to, .. } = news {
            next.needed_by = Some(*to);
        }
        if let News::Begun { .. } = news {
            next.plan = Some(Part::Whole);
        }
        if let Some(due) = due {
            let (now, stands) = (self.context.now, self.request.status.stops_the_clock());
            next.promise
                .put_off(self.calendar(), now, due.max(now), stands);
            next.watch.steps = 0;
            self.count_anew(next);
        }
        Ok(decision)
    }
}
