//! The fields of what is done to plans and approvals.

use jiff::civil::Date;

use crate::desk::Deed;
use crate::domain::approval::Verdict;
use crate::domain::plan::IfLate;
use crate::domain::press::StepPress;

use super::action::Fields;

impl Fields {
    pub(super) fn approve(&mut self) -> Deed {
        Deed::Verdict {
            verdict: Verdict::Approved,
            reason: self.reason(),
        }
    }

    /// A no has its reason.
    pub(super) fn verdict(&mut self, verdict: Verdict) -> Option<Deed> {
        let reason = self.new.reason.take();
        let reason = Some(self.said("reason", reason)?);
        Some(Deed::Verdict { verdict, reason })
    }

    pub(super) fn moved(&mut self) -> Option<Deed> {
        let to = self.new.needed_by.take();
        let to = to.and_then(|day| day.trim().parse::<Date>().ok());
        if to.is_none() {
            self.refuse("needed_by", "This should be a date, like 2026-12-24.");
        }
        let if_late = self.new.if_late.take().map(|name| IfLate::parse(&name));
        if if_late == Some(None) {
            self.refuse("if_late", "This should be later, expedite or partial.");
        }
        let if_late = if_late.flatten();
        to.map(|to| Deed::Move { to, if_late })
    }

    pub(super) fn step(&mut self, press: StepPress) -> Option<Deed> {
        let key = self.new.step.take();
        let key = self.said("step", key)?;
        Some(Deed::Step { key, press })
    }
}
