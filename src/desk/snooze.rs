//! On hold until a day and a time that were chosen in a form.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::clock::Millis;
use crate::domain::answer::{Answer, Wrong};
use crate::domain::catalogue::{Answer as Value, Answers, Team};
use crate::domain::ids::RequestId;
use crate::domain::intent::input;
use crate::domain::people::Person;
use crate::domain::promise;
use crate::domain::request::{Action, Refusal};
use crate::store::{self, Tx};

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
        let own = zone(self.tx, person).await?;
        let until = match self.until(team, own.as_ref(), values) {
            Ok(until) => until,
            Err(wrong) => return answer(Answer::Wrong(vec![(input::DATE.to_owned(), wrong)])),
        };
        if reason.trim().is_empty() {
            return self.wrong(input::TEXT, Refusal::Empty).await;
        }
        let action = Action::Snooze { reason, until };
        self.form_act(id, person, &action, input::DATE).await
    }

    /// The instant that `values` name, by the clock of whoever chose it, where that is known; without a time: when `team`
    /// opens on that day of its own, or next after it.
    pub(super) fn until(
        &self,
        team: Option<&Team>,
        own: Option<&TimeZone>,
        values: &Answers,
    ) -> Result<Millis, Wrong> {
        let date = text(values, input::DATE).and_then(|date| date.parse::<Date>().ok());
        let date = date.ok_or(Wrong::NoSuchDate)?;
        let time = text(values, input::TIME).and_then(|time| time.parse::<Time>().ok());
        let calendar = team.and_then(|t| t.calendar.as_ref());
        let zone = calendar.map_or(&self.catalogue.desk.time_zone, |c| &c.time_zone);
        let at = |time: Time, zone: &TimeZone| {
            let zoned = date.to_datetime(time).to_zoned(zone.clone());
            zoned.map(|z| z.timestamp().as_millisecond())
        };
        let at = match (time, calendar) {
            (Some(time), _) => at(time, own.unwrap_or(zone)),
            (None, None) => at(MORNING, zone),
            (None, Some(_)) => at(Time::MIN, zone)
                .map(|midnight| promise::next_opening(calendar, midnight).unwrap_or(midnight)),
        };
        at.map_err(|_| Wrong::NoSuchDate)
    }
}

/// By which clock somebody lives, as far as a platform told.
pub(super) async fn zone(tx: &mut Tx, person: &Person) -> store::Result<Option<TimeZone>> {
    let name = store::people::zone(tx, person.id).await?;
    Ok(name.and_then(|name| TimeZone::get(&name).ok()))
}

/// What says in a form by which clock its times are.
pub(super) async fn clock(tx: &mut Tx, person: &Person) -> store::Result<Option<(String, Value)>> {
    let zone = zone(tx, person).await?;
    let name = zone.and_then(|zone| zone.iana_name().map(str::to_owned));
    Ok(name.map(|name| (input::ZONE.to_owned(), Value::Text(name))))
}
