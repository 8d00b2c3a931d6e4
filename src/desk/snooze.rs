//! On hold until a day and a time that were chosen in a form.

use jiff::civil::{Date, Time};

use crate::clock::Millis;
use crate::domain::answer::{Answer, Wrong};
use crate::domain::catalogue::{Answers, Team};
use crate::domain::ids::RequestId;
use crate::domain::intent::input;
use crate::domain::people::Person;
use crate::domain::promise;
use crate::domain::request::{Action, Refusal};
use crate::store;

use super::forms::text;
use super::{Done, Work, answer};

/// When a team without business hours begins a day.
const MORNING: Time = Time::constant(9, 0, 0, 0);

impl Work<'_> {
    pub(super) async fn snoozed(
        &mut self,
        id: RequestId,
        values: &Answers,
        reason: String,
        person: &Person,
    ) -> Done<Answer> {
        let request = store::requests::get(self.tx, id).await?;
        let team = request.and_then(|r| self.catalogue.team(&r.team));
        let until = match self.until(team, values) {
            Ok(until) => until,
            Err(wrong) => return answer(Answer::Wrong(vec![(input::DATE.to_owned(), wrong)])),
        };
        if reason.trim().is_empty() {
            return self.wrong(input::TEXT, Refusal::Empty).await;
        }
        let action = Action::Snooze { reason, until };
        self.form_act(id, person, &action, input::DATE).await
    }

    /// The instant that `values` name, by the clock of `team`; without a time: when it opens on that day, or next
    /// after it.
    pub(super) fn until(&self, team: Option<&Team>, values: &Answers) -> Result<Millis, Wrong> {
        let date = text(values, input::DATE).and_then(|date| date.parse::<Date>().ok());
        let date = date.ok_or(Wrong::NoSuchDate)?;
        let time = text(values, input::TIME).and_then(|time| time.parse::<Time>().ok());
        let calendar = team.and_then(|t| t.calendar.as_ref());
        let zone = calendar.map_or(&self.catalogue.desk.time_zone, |c| &c.time_zone);
        let at = |time: Time| {
            let zoned = date.to_datetime(time).to_zoned(zone.clone());
            zoned.map(|z| z.timestamp().as_millisecond())
        };
        let at = match (time, calendar) {
            (Some(time), _) => at(time),
            (None, None) => at(MORNING),
            (None, Some(_)) => at(Time::MIN)
                .map(|midnight| promise::next_opening(calendar, midnight).unwrap_or(midnight)),
        };
        at.map_err(|_| Wrong::NoSuchDate)
    }
}
