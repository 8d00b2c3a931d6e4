//! Holidays from an iCalendar file (RFC 5545): every day that an all-day event covers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use calcard::common::timezone::Tz;
use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarProperty, ICalendarStatus};
use jiff::civil::Date;

/// Repeats of one event that are looked at. Yearly ones reach far into the next century with that.
const MOST_REPEATS: usize = 300;
/// What repeats so often that these do not reach this year is no holiday.
const FAR: i16 = 2050;
/// Those of other times are no use to anybody.
const YEARS: std::ops::Range<i16> = 2000..2100;
/// A single event that is longer is a slip.
const MOST_DAYS: usize = 366;
/// A list of public holidays has some kilobytes.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The days of the file at `path`. Events with a time of day are no holidays, nor are cancelled ones.
///
/// # Errors
/// What is wrong with it, as it continues a sentence that begins with the file.
pub(super) fn read(path: &Path) -> Result<BTreeSet<Date>, String> {
    let size = std::fs::metadata(path).map_err(|error| format!("cannot be read: {error}"))?;
    if size.len() > MOST_BYTES {
        return Err("is too large for a list of holidays".to_owned());
    }
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
    days(&text)
}

fn days(text: &str) -> Result<BTreeSet<Date>, String> {
    let calendar = ICalendar::parse(text)
        .map_err(|_| "is not an iCalendar file (RFC 5545), like those of holiday calendars")?;
    // What belongs together by its UID, so that one that repeats for ever leaves the others their share.
    let mut events: BTreeMap<String, Vec<ICalendarComponent>> = BTreeMap::new();
    for (n, component) in calendar.components.into_iter().enumerate() {
        if component.component_type.is_event() {
            let uid = component.uid().map_or_else(|| n.to_string(), str::to_owned);
            events.entry(uid).or_default().push(component);
        }
    }
    let mut days = BTreeSet::new();
    for components in events.into_values() {
        days.extend(of_event(ICalendar { components })?);
    }
    if days.is_empty() {
        return Err("has no all-day event: there is no holiday in it".to_owned());
    }
    Ok(days)
}

/// The days of one event, with its repeats and what differs in some of them.
fn of_event(event: ICalendar) -> Result<BTreeSet<Date>, String> {
    let expanded = event.expand_dates(Tz::Floating, MOST_REPEATS);
    if !expanded.errors.is_empty() {
        let name = name(event.components.first());
        return Err(format!("has an event{name} whose days cannot be read"));
    }
    let repeats = expanded.events.len();
    let mut days = BTreeSet::new();
    for occurrence in expanded.events {
        let component = event.component_by_id(occurrence.comp_id);
        if component.is_some_and(is_all_day) {
            let Some(occurrence) = occurrence.try_into_date_time() else {
                continue;
            };
            // In text both time libraries agree.
            let start = occurrence.start.date_naive().to_string();
            let end = occurrence.end.date_naive().to_string();
            days.extend(covered(&start, &end));
        }
    }
    let last = days.last().map_or(FAR, |day| day.year());
    if repeats >= MOST_REPEATS && last < FAR {
        let name = name(event.components.first());
        return Err(format!(
            "has an event{name} that repeats all the time: that is what \"hours\" are for"
        ));
    }
    days.retain(|day| YEARS.contains(&day.year()));
    Ok(days)
}

fn is_all_day(component: &ICalendarComponent) -> bool {
    let start = component.property(&ICalendarProperty::Dtstart);
    let start = start.and_then(|start| start.values.first()?.as_partial_date_time());
    start.is_some_and(|start| !start.has_time())
        && component.status() != Some(&ICalendarStatus::Cancelled)
}

/// The days that one occurrence covers; its end is the first day after it.
fn covered(start: &str, end: &str) -> impl Iterator<Item = Date> + use<> {
    let first: Option<Date> = start.parse().ok();
    let end: Option<Date> = end.parse().ok();
    let days = std::iter::successors(first, |day| day.tomorrow().ok());
    let after = move |day: &Date| Some(*day) == first || end.is_some_and(|end| *day < end);
    days.take_while(after).take(MOST_DAYS)
}

/// ` "Christmas"`; nothing where it has no title.
fn name(event: Option<&ICalendarComponent>) -> String {
    let title = event.and_then(|e| e.property(&ICalendarProperty::Summary));
    let title = title.and_then(|title| title.values.first()?.as_text());
    title.map_or_else(String::new, |title| format!(" \"{title}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(events: &str) -> Result<Vec<String>, String> {
        let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n");
        let days = days(&text.replace('\n', "\r\n"))?;
        Ok(days.iter().map(Date::to_string).collect())
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\nUID:{}\n{lines}\nEND:VEVENT\n", lines.len())
    }

    #[test]
    fn days_of_one_or_several_with_and_without_an_end() {
        let one =
            event("SUMMARY:Christmas\nDTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261227");
        let bare = event("DTSTART;VALUE=DATE:20270101");
        let lasts = event("DTSTART;VALUE=DATE:20270503\nDURATION:P2D");
        assert_eq!(
            read(&format!("{one}{bare}{lasts}")).unwrap(),
            [
                "2026-12-25",
                "2026-12-26",
                "2027-01-01",
                "2027-05-03",
                "2027-05-04"
            ]
        );
    }

    #[test]
    fn yearly_ones_come_every_year_but_where_they_are_left_out() {
        let yearly =
            event("DTSTART;VALUE=DATE:19900501\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20280501");
        // The fourth Thursday of November.
        let moving = event("DTSTART;VALUE=DATE:20001123\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH");
        let days = read(&format!("{yearly}{moving}")).unwrap();
        for (day, there) in [
            ("2026-05-01", true),
            ("2028-05-01", false),
            ("2060-05-01", true),
            ("2026-11-26", true),
            ("2027-11-25", true),
            ("2027-11-26", false),
        ] {
            assert_eq!(days.iter().any(|d| d == day), there, "{day}");
        }
    }

    #[test]
    fn what_is_no_holiday_is_left_out() {
        let party = event("DTSTART:20261218T180000Z\nDTEND:20261218T200000Z");
        let called_off = event("DTSTART;VALUE=DATE:20261219\nSTATUS:CANCELLED");
        let holiday = event("DTSTART;VALUE=DATE:20261225");
        assert_eq!(
            read(&format!("{party}{called_off}{holiday}")).unwrap(),
            ["2026-12-25"]
        );
        assert!(read(&party).unwrap_err().contains("no all-day event"));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let weekly = event("SUMMARY:Sundays\nDTSTART;VALUE=DATE:20260104\nRRULE:FREQ=WEEKLY");
        let problem = read(&weekly).unwrap_err();
        assert!(
            problem.contains("\"Sundays\" that repeats all the time"),
            "{problem}"
        );
        let broken = event("SUMMARY:Someday\nDTEND;VALUE=DATE:20260104");
        let problem = read(&broken).unwrap_err();
        assert!(problem.contains("\"Someday\" whose days"), "{problem}");
        for text in [
            "",
            "hours = {}",
            "BEGIN:VCARD\r\nEND:VCARD\r\n",
            "BEGIN:VCALENDAR",
        ] {
            assert!(days(text).is_err(), "{text}");
        }
    }
}
