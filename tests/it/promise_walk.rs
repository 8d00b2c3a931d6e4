//! The promise's clock and what is told before it is missed, against a walk that counts minute by minute.

use frontdesk::clock::Millis;
use frontdesk::config;
use frontdesk::domain::catalogue::{Answers, Catalogue};
use frontdesk::domain::ids::{Account, PersonId, RequestId};
use frontdesk::domain::people::Person;
use frontdesk::domain::promise::{Calendar, Mark, Priority, Promise, Span, Step, Tell};
use frontdesk::domain::request::{
    Action, Actor, Alarm, Context, Fact, Filed, Late, Request, Source, Standing, Why, decide, file,
};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::bench::{CONFIG, DAY, HOUR, MINUTE, START};

/// So many minutes are walked: a week.
const WEEK: Millis = 7 * 1440;
const SHARES: [i64; 4] = [50, 75, 90, 100];

fn bo() -> Person {
    Person {
        id: PersonId(2),
        name: Some("Bo".to_owned()),
        email: None,
        accounts: vec![Account::slack("U0BO")],
        stranger: false,
    }
}

fn catalogue(calendar: &Calendar, first: u32, result: u32) -> Catalogue {
    let mut catalogue = config::catalogue(CONFIG, "frontdesk.toml").unwrap();
    for team in &mut catalogue.teams {
        team.calendar = Some(calendar.clone());
        // Silence is another story.
        team.limits.silent = Span::Days(100);
        team.limits.unassigned = Span::Days(100);
    }
    let laptop = catalogue.services.iter_mut().find(|s| s.key == "laptop");
    laptop.unwrap().promises.usual = Promise {
        first_response: Some(Span::Minutes(first)),
        resolution: Some(Span::Minutes(result)),
    };
    catalogue
}

fn filed(catalogue: &Catalogue, now: Millis) -> Request {
    filed_as("laptop", catalogue, now)
}

fn filed_as(service: &str, catalogue: &Catalogue, now: Millis) -> Request {
    let filed = Filed {
        subject: "Screen".to_owned(),
        priority: Priority::Normal,
        grounds: None,
        answers: Answers::new(),
        needed_by: None,
        requester: PersonId(1),
        on_behalf_by: None,
        came_by: None,
        from: None,
        private: false,
        channel: Source::Slack,
    };
    let service = catalogue.service(service).unwrap();
    let number = "IT-1".to_owned();
    file(filed, service, catalogue, RequestId(1), number, now)
}

/// One of the two targets, as somebody with a stop watch sees it.
struct Watch {
    alarm: Alarm,
    total: i64,
    counted: i64,
    told: usize,
    /// Answered: nothing is told of it any more.
    over: bool,
}

impl Watch {
    fn wanted(&self) -> usize {
        let reached = |share: &&i64| self.counted * 100 >= self.total * **share;
        SHARES.iter().filter(reached).count()
    }
}

fn open(calendar: &Calendar, at: Millis) -> bool {
    let at = jiff::Timestamp::from_millisecond(at).unwrap();
    let wall = calendar.time_zone.to_datetime(at);
    let minute = wall.hour() as u16 * 60 + wall.minute() as u16;
    let day = wall.weekday().to_monday_zero_offset() as usize;
    let mut spans = calendar.hours[day].iter();
    spans.any(|&(from, to)| from <= minute && minute < to)
}

fn act(
    request: &mut Request,
    by: Option<&Person>,
    action: &Action,
    catalogue: &Catalogue,
    now: Millis,
) -> Option<Fact> {
    let actor = match by {
        Some(person) => Actor::Person(person.id, Standing::of(person, request, catalogue)),
        None => Actor::Desk,
    };
    let context = Context {
        catalogue,
        now,
        named: None,
        watching: false,
        other: None,
    };
    let decision = decide(request, actor, action, &context).ok()?;
    *request = decision.next;
    decision.fact
}

fn some_calendar() -> impl Strategy<Value = Calendar> {
    let zone = prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Asia/Kathmandu"]);
    let day = (0u16..1300, 60u16..600);
    (zone, prop::collection::vec(day, 7)).prop_map(|(zone, days)| Calendar {
        key: "test".to_owned(),
        time_zone: TimeZone::get(zone).unwrap(),
        hours: std::array::from_fn(|n| {
            let (from, length) = days[n];
            // Sundays are free.
            if n == 6 {
                vec![]
            } else {
                vec![(from, (from + length).min(1440))]
            }
        }),
        holidays: [].into(),
        exceptions: [].into(),
    })
}

/// Within the days before the clocks change in Berlin and in New York.
fn some_minute() -> impl Strategy<Value = Millis> {
    let autumn = 1_792_886_400_000;
    (
        prop::sample::select(vec![autumn, autumn + 7 * 1440 * MINUTE]),
        0i64..5 * 1440,
    )
        .prop_map(|(change, before): (Millis, i64)| change - before * MINUTE)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_step_is_told_at_its_minute_and_never_while_the_clock_stands(
        calendar in some_calendar(),
        from in some_minute(),
        first in 2u32..300,
        result in 2u32..2000,
        deeds in prop::collection::btree_map(1i64..WEEK, 0usize..4, 0..12),
    ) {
        let catalogue = catalogue(&calendar, first, result);
        let bo = bo();
        let mut request = filed(&catalogue, from);
        let watch = |alarm, total: u32| Watch {
            alarm,
            total: total.into(),
            counted: 0,
            told: 0,
            over: false,
        };
        let mut watches = [watch(Alarm::Answer, first), watch(Alarm::Result, result)];
        for minute in 0..WEEK {
            let now = from + minute * MINUTE;
            // Whatever is due by now is told, one after the other; a look is never due at its own time again.
            let mut at = now;
            while request.watch.next.is_some_and(|next| next <= at) {
                let told = act(&mut request, None, &Action::Look, &catalogue, at);
                if let Some(Fact::Alarmed { alarm, .. }) = told {
                    let mut all = watches.iter_mut();
                    all.find(|w| w.alarm == alarm).unwrap().told += 1;
                }
                at += 1;
            }
            for watch in watches.iter().filter(|w| !w.over) {
                prop_assert_eq!(watch.told, watch.wanted(), "{:?} after {} minutes", watch.alarm, minute);
            }
            if let Some(deed) = deeds.get(&minute) {
                let action = [Action::Wait, Action::Resume, Action::Reply, Action::Hold { reason: "parts".to_owned() }];
                act(&mut request, Some(&bo), &action[*deed], &catalogue, now);
                watches[0].over |= request.first_response_at.is_some();
            }
            if open(&calendar, now) && !request.status.stops_the_clock() {
                watches.iter_mut().for_each(|w| w.counted += 1);
            }
            // What was missed stays missed, and is counted no further.
            watches.iter_mut().for_each(|w| w.counted = w.counted.min(w.total));
        }
    }
}

/// A desk without calendars, with other steps in the team that it goes to.
fn two_teams() -> Catalogue {
    let mut catalogue = config::catalogue(CONFIG, "frontdesk.toml").unwrap();
    for team in &mut catalogue.teams {
        team.calendar = None;
        team.limits.silent = Span::Days(100);
        team.limits.unassigned = Span::Days(100);
    }
    let step = |share, tell| Step {
        at: Mark::Share(share),
        tell,
    };
    let pay = catalogue.teams.iter_mut().find(|t| t.key == "PAY").unwrap();
    pay.limits.steps = vec![step(50, Tell::Assignee), step(100, Tell::Requester)];
    catalogue
}

/// Whom every look up to `until` tells.
fn told(request: &mut Request, catalogue: &Catalogue, until: Millis) -> Vec<Tell> {
    let mut all = Vec::new();
    while let Some(at) = request.watch.next.filter(|at| *at <= until) {
        if let Some(Fact::Alarmed { tell, .. }) = act(request, None, &Action::Look, catalogue, at) {
            all.push(tell);
        }
    }
    all
}

fn handed_to(service: &str, team: &str) -> Action {
    Action::HandOver {
        team: team.to_owned(),
        service: service.to_owned(),
        note: None,
        wrong_door: false,
    }
}

#[test]
fn other_steps_after_a_hand_over_are_counted_by_their_own_time() {
    let catalogue = two_teams();
    let mut request = filed(&catalogue, START);
    act(&mut request, Some(&bo()), &Action::Reply, &catalogue, START);
    // Two days are promised: after nine tenths of them three steps are taken.
    let late = START + 2 * DAY * 92 / 100;
    let all = told(&mut request, &catalogue, late);
    assert_eq!(all, [Tell::Assignee, Tell::Team, Tell::Lead]);
    let to = handed_to("payslip", "PAY");
    act(&mut request, Some(&bo()), &to, &catalogue, late).unwrap();
    // Nothing is told again, and the requester hears it in the end.
    assert_eq!(told(&mut request, &catalogue, START + 2 * DAY - MINUTE), []);
    let end = told(&mut request, &catalogue, START + 2 * DAY);
    assert_eq!(end, [Tell::Requester]);
}

#[test]
fn a_hand_over_to_a_service_with_a_promise_gives_one() {
    let catalogue = two_teams();
    let mut request = filed_as("other", &catalogue, START);
    assert_eq!(request.promise.resolution_due, None);
    let now = START + HOUR;
    let to = handed_to("laptop", "IT");
    act(&mut request, Some(&bo()), &to, &catalogue, now).unwrap();
    let clock = request.promise;
    assert_eq!(clock.first_response_due, Some(now + HOUR));
    assert_eq!(clock.resolution_due, Some(now + 2 * DAY));
    assert_eq!(
        (clock.first_total, clock.total),
        (Some(HOUR), Some(2 * DAY))
    );
    // What was promised before stays as it was.
    let to = handed_to("other", "IT");
    act(&mut request, Some(&bo()), &to, &catalogue, now + HOUR).unwrap();
    assert_eq!(request.promise.resolution_due, Some(now + 2 * DAY));
    // Who has been answered is owed no first answer, and what waits goes on with all of it.
    let mut request = filed_as("other", &catalogue, START);
    act(&mut request, Some(&bo()), &Action::Reply, &catalogue, now);
    act(&mut request, Some(&bo()), &Action::Wait, &catalogue, now);
    let to = handed_to("laptop", "IT");
    act(&mut request, Some(&bo()), &to, &catalogue, now).unwrap();
    assert_eq!(request.promise.first_response_due, None);
    assert_eq!(request.promise.remaining, Some(2 * DAY));
}

#[test]
fn a_new_time_in_one_tap_is_given_once() {
    let catalogue = two_teams();
    let mut request = filed(&catalogue, START);
    let tap = |what, to, why| Action::Delay { what, to, why };
    let to = START + 3 * HOUR;
    let mut press = |action: Action, now: Millis| {
        act(&mut request, Some(&bo()), &action, &catalogue, now).is_some()
    };
    assert!(press(tap(Late::Answer, to, Why::Busy), START));
    let again = tap(Late::Answer, to + MINUTE, Why::Busy);
    assert!(!press(again, START + MINUTE));
    // With a reason of their own somebody says something new, and later it is another time.
    let said = Why::Said("The part comes at noon".to_owned());
    assert!(press(tap(Late::Answer, to, said), START + MINUTE));
    assert!(press(tap(Late::Answer, to + HOUR, Why::Busy), START + HOUR));
}
