//! What concerns many at once: said in a team's channels for as long as it lasts.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::clock::Millis;

use super::catalogue::Catalogue;
use super::ids::{AnnouncementId, PersonId};
use super::people::Person;
use super::request::Request;

/// Longest text, characters: it stands above other things.
pub const MOST_ANNOUNCED: usize = 500;

/// Something that a team says to everybody concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    pub id: AnnouncementId,
    pub team: String,
    /// None: it concerns all that the team does.
    pub service: Option<String>,
    pub text: String,
    pub by: PersonId,
    /// It stands in the team's request channels.
    pub channels: bool,
    /// People with open requests are told.
    pub askers: bool,
    /// None: until somebody says that it is over.
    pub until: Option<Millis>,
    pub created_at: Millis,
    pub ended: Option<Ended>,
}

/// It is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    pub at: Millis,
    /// None: its time was up.
    pub by: Option<PersonId>,
}

impl Announcement {
    /// Whether it still stands.
    pub fn lasts(&self, now: Millis) -> bool {
        self.ended.is_none() && self.until.is_none_or(|until| until > now)
    }

    /// Whether it concerns what `request` asks for.
    pub fn concerns(&self, request: &Request) -> bool {
        let service = self.service.as_ref();
        self.team == request.team && service.is_none_or(|s| *s == request.service)
    }
}

/// Who may say something to everybody: whoever leads the team, and admins.
pub fn may_announce(person: &Person, team: &str, catalogue: &Catalogue) -> bool {
    let leads = || catalogue.team(team).is_some_and(|t| t.led_by(person));
    !person.stranger && (catalogue.is_admin(person) || leads())
}

/// Until when, as people write it: `15:00` (today, or tomorrow where that is over), `2026-11-24 15:00`. None: it is
/// neither, or over.
pub fn until(typed: &str, zone: &TimeZone, now: Millis) -> Option<Millis> {
    let typed = typed.trim();
    let here = Timestamp::from_millisecond(now)
        .ok()?
        .to_zoned(zone.clone());
    // A day and a time are read as a time of today, too, if one asks for that.
    let time = typed.parse::<Time>().ok().filter(|_| !typed.contains('-'));
    let at = match time {
        Some(time) => {
            let today = here.date().to_datetime(time);
            match today > here.datetime() {
                true => today,
                false => today.checked_add(1.day()).ok()?,
            }
        }
        None => typed.replacen(' ', "T", 1).parse::<DateTime>().ok()?,
    };
    let at = at.to_zoned(zone.clone()).ok()?.timestamp();
    let at = at.as_millisecond();
    (at > now).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now = |at: &str| at.parse::<Timestamp>().unwrap().as_millisecond();
        // Monday, ten in the morning.
        let monday = now("2026-11-23T09:00:00Z");
        for (typed, meant) in [
            ("15:00", Some("2026-11-23T14:00:00Z")),
            (" 9:30 ", None),
            ("09:30", Some("2026-11-24T08:30:00Z")),
            ("2026-11-24 15:00", Some("2026-11-24T14:00:00Z")),
            ("2026-11-23 09:00", None),
            ("this evening", None),
            ("2026-11-24", Some("2026-11-23T23:00:00Z")),
        ] {
            assert_eq!(until(typed, &zone, monday), meant.map(now), "{typed}");
        }
    }
}
