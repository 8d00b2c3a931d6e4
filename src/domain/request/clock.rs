//! The promise's clock: it stands while others are waited for, and goes on with what was left.

use crate::clock::Millis;

use super::super::promise::{self, Calendar, Promise};

/// When the team said it would be done. While the clock stands only what remained is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PromiseClock {
    pub first_response_due: Option<Millis>,
    pub resolution_due: Option<Millis>,
    /// Business time that was left of the first response's target when the clock stopped, milliseconds.
    pub first_remaining: Option<Millis>,
    /// The same of the resolution's target.
    pub remaining: Option<Millis>,
    /// The whole business time between the promise and the first response's due time.
    pub first_total: Option<Millis>,
    /// The same to the resolution's due time; begins anew with a new time.
    pub total: Option<Millis>,
    /// What the service promised when it was asked for; None: made by an earlier version.
    pub targets: Option<Promise>,
    /// How often a new time was given.
    pub delays: u32,
}

impl PromiseClock {
    /// The clock of a request that is made at `now`.
    pub fn begin(now: Millis, targets: Promise, calendar: Option<&Calendar>) -> PromiseClock {
        let (first, result) = promise::due(now, &targets, calendar);
        let total = |due: Option<Millis>| due.map(|due| promise::between(calendar, now, due));
        PromiseClock {
            first_response_due: first,
            resolution_due: result,
            first_total: total(first),
            total: total(result),
            targets: Some(targets),
            ..PromiseClock::default()
        }
    }

    /// Stops. A promise that is broken already stays so: nothing of it is left to keep.
    pub fn stop(&mut self, calendar: Option<&Calendar>, now: Millis) {
        let left = |due: Option<Millis>| {
            let ahead = due.filter(|due| *due > now);
            ahead.map(|due| promise::remaining(calendar, now, due))
        };
        self.first_remaining = left(self.first_response_due);
        self.remaining = left(self.resolution_due);
    }

    /// Goes on with what was left.
    pub fn go_on(&mut self, calendar: Option<&Calendar>, now: Millis) {
        if let Some(left) = self.first_remaining.take() {
            self.first_response_due = Some(promise::resume(calendar, now, left));
        }
        if let Some(left) = self.remaining.take() {
            self.resolution_due = Some(promise::resume(calendar, now, left));
        }
    }

    /// The time since `ended` did not count: it was over.
    pub fn leave_out(&mut self, calendar: Option<&Calendar>, ended: Millis, now: Millis) {
        self.stop(calendar, ended);
        self.go_on(calendar, now);
    }

    /// A new time for the result, given at `now`; `stands`: the clock does.
    pub fn put_off(&mut self, calendar: Option<&Calendar>, now: Millis, to: Millis, stands: bool) {
        let whole = promise::between(calendar, now, to);
        self.resolution_due = Some(to);
        self.total = Some(whole);
        self.remaining = stands.then_some(whole);
    }

    /// A new time for the first response.
    pub fn put_answer_off(
        &mut self,
        calendar: Option<&Calendar>,
        now: Millis,
        to: Millis,
        stands: bool,
    ) {
        let whole = promise::between(calendar, now, to);
        self.first_response_due = Some(to);
        self.first_total = Some(whole);
        self.first_remaining = stands.then_some(whole);
    }
}
