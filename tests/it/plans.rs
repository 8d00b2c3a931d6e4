//! Plans by their rules: dates against a naive walk, and no order of events that a plan does not survive.

use std::collections::BTreeSet;

use frontdesk::clock::Millis;
use frontdesk::config;
use frontdesk::domain::catalogue::{Answers, Catalogue};
use frontdesk::domain::ids::{RequestId, StepId};
use frontdesk::domain::plan::{
    Deed, Event, IfLate, Made, Step, StepState, Wish, cancel, deeds, draft, finished, happens,
    next, put_away, reach, replan, revive, too_late,
};
use frontdesk::domain::request::Refusal;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;

const TEAMS: [&str; 3] = ["A", "B", "C"];
const DAY: Millis = 24 * 60 * 60 * 1000;

/// Three teams: on weekdays without some holidays; from Sunday to Wednesday on the other side of the world; every day.
fn catalogue(steps: &[Rule]) -> Catalogue {
    let mut text = String::from(
        r#"
[desk]
time_zone = "Europe/Berlin"
[[calendar]]
key = "week"
hours = { mon = "09:00-17:00", tue = "09:00-17:00", wed = "09:00-17:00", thu = "09:00-17:00", fri = "09:00-15:00" }
holidays = ["2026-12-24", "2026-12-25", "2027-01-01"]
[[calendar]]
key = "far"
time_zone = "Pacific/Auckland"
hours = { sun = "08:00-12:00,13:00-17:00", mon = "08:00-17:00", tue = "08:00-17:00", wed = "08:00-17:00" }
[[team]]
key = "A"
name = "A"
calendar = "week"
agents = ["a@acme.example"]
[[team]]
key = "B"
name = "B"
calendar = "far"
agents = ["b@acme.example"]
[[team]]
key = "C"
name = "C"
agents = ["c@acme.example"]
[[service]]
key = "a"
team = "A"
name = "a"
[[service]]
key = "b"
team = "B"
name = "b"
[[service]]
key = "c"
team = "C"
name = "c"
[[service]]
key = "all"
team = "A"
name = "all"
"#,
    );
    for (at, rule) in steps.iter().enumerate() {
        let after: Vec<String> = rule.after(at).iter().map(|n| format!("\"s{n}\"")).collect();
        text.push_str(&format!(
            "[[service.step]]\nkey = \"s{at}\"\nservice = \"{}\"\nafter = [{}]\nlead = \"{}d\"\noffset = \"{}d\"\n",
            TEAMS[rule.team].to_lowercase(),
            after.join(", "),
            rule.lead,
            rule.offset,
        ));
    }
    config::catalogue(&text, "frontdesk.toml").unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// A step, as it is drawn by lot: it waits only for those before it.
#[derive(Clone, Debug)]
struct Rule {
    team: usize,
    lead: u32,
    offset: i32,
    waits: u8,
}

impl Rule {
    fn after(&self, at: usize) -> Vec<usize> {
        (0..at.min(8))
            .filter(|n| self.waits & (1 << n) != 0)
            .collect()
    }
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let rule =
        (0..3usize, 1..6u32, -3..4i32, any::<u8>()).prop_map(|(team, lead, offset, waits)| Rule {
            team,
            lead,
            offset,
            waits,
        });
    prop::collection::vec(rule, 1..7)
}

fn plan(catalogue: &Catalogue, needed_by: Date) -> Vec<Step> {
    let service = catalogue.service("all").unwrap();
    let wish = Wish {
        subject: "",
        details: "",
        answers: &Answers::new(),
    };
    let mut steps = draft(service, wish, needed_by, catalogue);
    for (at, step) in steps.iter_mut().enumerate() {
        step.id = StepId(at as i64);
    }
    steps
}

/// The team's working days as somebody would tick them off on a wall calendar.
fn works(team: &str, day: Date) -> bool {
    use jiff::civil::Weekday::{Friday, Saturday, Sunday, Thursday};
    match team {
        "A" => {
            let holidays = [date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)];
            !matches!(day.weekday(), Saturday | Sunday) && !holidays.contains(&day)
        }
        "B" => !matches!(day.weekday(), Thursday | Friday | Saturday),
        _ => true,
    }
}

fn walked_back(team: &str, day: Date, days: u32) -> Date {
    let (mut day, mut left) = (day, days);
    loop {
        if works(team, day) {
            if left == 0 {
                return day;
            }
            left -= 1;
        }
        day = day.yesterday().unwrap();
    }
}

fn walked_on(team: &str, day: Date, days: u32) -> Date {
    let (mut day, mut left) = (day, days);
    loop {
        if works(team, day) {
            if left == 0 {
                return day;
            }
            left -= 1;
        }
        day = day.tomorrow().unwrap();
    }
}

/// Each step's dates once more, by asking everything that waits for it again and again.
fn naive(rules: &[Rule], at: usize, needed_by: Date) -> (Date, Date) {
    let (rule, team) = (&rules[at], TEAMS[rules[at].team]);
    let mut due = match rule.offset {
        o if o > 0 => walked_on(team, needed_by, o.unsigned_abs()),
        o => walked_back(team, needed_by, o.unsigned_abs()),
    };
    for later in at + 1..rules.len() {
        if rules[later].after(later).contains(&at) {
            due = due.min(naive(rules, later, needed_by).0);
        }
    }
    let due = walked_back(team, due, 0);
    (walked_back(team, due, rule.lead), due)
}

fn days() -> impl Strategy<Value = Date> {
    (0..120i64).prop_map(|n| date(2026, 11, 20).saturating_add(jiff::Span::new().days(n)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn dates_are_those_of_a_naive_walk(rules in rules(), needed_by in days()) {
        let catalogue = catalogue(&rules);
        for (at, step) in plan(&catalogue, needed_by).iter().enumerate() {
            prop_assert_eq!((step.start, step.due), naive(&rules, at, needed_by), "step {}", at);
        }
    }

    #[test]
    fn the_earliest_day_is_the_first_that_leaves_everybody_their_time(rules in rules(), today in days()) {
        let catalogue = catalogue(&rules);
        let late = |day| too_late(&plan(&catalogue, day), day, today, &catalogue);
        let Some(told) = late(today) else { return Ok(()) };
        let first = today.series(jiff::Span::new().days(1)).find(|day| late(*day).is_none());
        prop_assert_eq!(Some(told.earliest), first);
    }

    #[test]
    fn what_is_chosen_where_there_is_no_time_leaves_a_plan_that_can_be_kept(
        rules in rules(), today in days(), needed_by in days()
    ) {
        let catalogue = catalogue(&rules);
        for choice in IfLate::ALL {
            let mut steps = plan(&catalogue, needed_by);
            let now = noon(today);
            let (day, _) = reach(&mut steps, choice, needed_by, today, now, &catalogue);
            is_sound(&steps, now, &catalogue)?;
            if choice == IfLate::Later {
                prop_assert!(day >= needed_by && steps.iter().all(|s| s.state == StepState::Planned));
                prop_assert!(too_late(&plan(&catalogue, day), day, today, &catalogue).is_none());
            } else {
                prop_assert_eq!(day, needed_by);
            }
            if choice == IfLate::Partial {
                prop_assert!(steps.iter().all(|s| s.state != StepState::Asked));
            }
        }
    }

    #[test]
    fn no_order_of_events_leaves_a_plan_open_for_ever(
        rules in rules(), ahead in 0..60i64, hurry in any::<bool>(), story in prop::collection::vec(happening(), 0..60)
    ) {
        let mut world = World::new(&rules, ahead, hurry);
        for what in &story {
            world.live(what)?;
        }
        world.ends()?;
    }
}

/// Nothing that has not begun is planned for a day that is over, or before what it waits for.
fn is_sound(steps: &[Step], now: Millis, catalogue: &Catalogue) -> Result<(), TestCaseError> {
    for step in steps.iter().filter(|s| s.state.is_ahead()) {
        let today = catalogue.days(&step.team).today(now);
        prop_assert!(step.start >= today, "{} on {today}", step.key);
        prop_assert!(step.due >= step.start, "{} ends before it begins", step.key);
        for before in steps.iter().filter(|s| step.after.contains(&s.key)) {
            let free = before.state.is_over() || before.due <= step.start || before.due < today;
            prop_assert!(free, "{} begins before {} is due", step.key, before.key);
        }
    }
    Ok(())
}

#[derive(Clone, Debug)]
enum Happening {
    Event(usize, Event),
    Time(Millis),
    Moved(i64, IfLate),
    Cancelled,
    Revived,
}

fn happening() -> impl Strategy<Value = Happening> {
    let event = prop::sample::select(vec![
        Event::Done,
        Event::Done,
        Event::Reopened,
        Event::Declined,
        Event::Agreed,
        Event::Refused,
        Event::Skip,
        Event::Again,
        Event::StartNow,
    ]);
    prop_oneof![
        6 => (0..7usize, event).prop_map(|(at, event)| Happening::Event(at, event)),
        3 => (0..4 * DAY).prop_map(Happening::Time),
        1 => (-10..30i64, 0..3usize).prop_map(|(ahead, choice)| Happening::Moved(ahead, IfLate::ALL[choice])),
        1 => Just(Happening::Cancelled),
        1 => Just(Happening::Revived),
    ]
}

/// A plan that is lived as the desk lives it.
struct World {
    catalogue: Catalogue,
    steps: Vec<Step>,
    needed_by: Date,
    now: Millis,
    cancelled: bool,
    /// Steps that became requests, each as often as it was asked for. Every third waits for an approval of its own until
    /// it is done: cancelled meanwhile, it cannot be reopened.
    made: i64,
}

impl World {
    fn new(rules: &[Rule], ahead: i64, hurry: bool) -> World {
        let catalogue = catalogue(rules);
        let now = 1_795_424_400_000;
        let today = day(now);
        let needed_by = today.saturating_add(jiff::Span::new().days(ahead));
        let mut steps = plan(&catalogue, needed_by);
        let choice = if hurry {
            IfLate::Expedite
        } else {
            IfLate::Later
        };
        let (needed_by, _) = reach(&mut steps, choice, needed_by, today, now, &catalogue);
        let mut world = World {
            catalogue,
            steps,
            needed_by,
            now,
            cancelled: false,
            made: 0,
        };
        world.settle();
        world
    }

    fn happens(&mut self, at: usize, event: Event) -> Result<(), Refusal> {
        happens(&mut self.steps, at, event, self.now, &self.catalogue)
    }

    fn replan(&mut self) {
        replan(&mut self.steps, self.needed_by, self.now, &self.catalogue);
    }

    /// Does what is to be done; nothing twice.
    fn settle(&mut self) {
        if self.cancelled {
            return;
        }
        let mut done = BTreeSet::new();
        let mut opened = BTreeSet::new();
        loop {
            let todo = deeds(&self.steps, self.now, &self.catalogue);
            if todo.is_empty() {
                return;
            }
            for deed in todo {
                assert!(done.insert(format!("{deed:?}")), "{deed:?} twice");
                match deed {
                    Deed::Open(at) => {
                        self.open(at);
                        opened.insert(at);
                    }
                    Deed::Notice(at) => self.steps[at].noticed = true,
                    Deed::Late(at) => {
                        // There is time for what opens, on its first day or the next.
                        assert!(!opened.contains(&at), "late at once: {:#?}", self.steps[at]);
                        self.steps[at].late = true;
                    }
                }
            }
        }
    }

    fn open(&mut self, at: usize) {
        self.made += 1;
        let own = self.catalogue.days(&self.steps[at].team);
        let first = own.present(self.now);
        let step = &mut self.steps[at];
        step.state = StepState::Open;
        step.noticed = true;
        step.due = step.due.max(first);
        step.made = Some(Made {
            id: RequestId(self.made),
            number: format!("X-{}", self.made),
            team: step.team.clone(),
            status: "new".to_owned(),
            assignee: None,
        });
    }

    fn live(&mut self, what: &Happening) -> Result<(), TestCaseError> {
        match what {
            Happening::Event(at, event) => {
                let at = at % self.steps.len();
                let was = self.steps[at].clone();
                if self.cancelled || self.happens(at, *event).is_err() {
                    return Ok(());
                }
                if *event != Event::StartNow {
                    self.replan();
                }
                // Opened again after it was done in time, there is time for it, too.
                let step = &self.steps[at];
                if *event == Event::Reopened && !was.late {
                    let closing = self.catalogue.days(&step.team).closing(step.due);
                    prop_assert!(closing > self.now, "late at once: {step:#?}");
                }
            }
            Happening::Time(millis) => self.pass(*millis),
            Happening::Moved(ahead, choice) if !self.cancelled => {
                let today = day(self.now);
                let to = today.saturating_add(jiff::Span::new().days(*ahead));
                let (to, _) = reach(
                    &mut self.steps,
                    *choice,
                    to.max(today),
                    today,
                    self.now,
                    &self.catalogue,
                );
                prop_assert!(to >= today, "{to} is over");
                if *choice != IfLate::Expedite {
                    let late = too_late(&self.steps, to, today, &self.catalogue);
                    prop_assert!(late.is_none(), "{choice:?} left {late:?}");
                }
                self.needed_by = to;
            }
            Happening::Cancelled if !self.cancelled && !finished(&self.steps) => {
                let undecided = self.undecided();
                cancel(&mut self.steps);
                self.cancelled = true;
                prop_assert_eq!(self.undecided(), undecided);
            }
            Happening::Revived if self.cancelled => {
                let undecided = self.undecided();
                let was: Vec<StepState> = self.steps.iter().map(|s| s.state).collect();
                revive(&mut self.steps);
                // Nobody has agreed to anything, and nobody has decided anything.
                prop_assert_eq!(self.undecided(), undecided);
                self.cancelled = false;
                for (at, was) in was.into_iter().enumerate() {
                    let step = &self.steps[at];
                    let waited = step.made.as_ref().is_some_and(|made| made.id.0 % 3 == 0);
                    if waited && step.state == StepState::Open && was != StepState::Open {
                        prop_assert!(self.happens(at, Event::Declined).is_ok());
                    }
                }
                self.replan();
            }
            _ => return Ok(()),
        }
        self.settle();
        if self.cancelled {
            prop_assert!(deeds(&self.steps, self.now, &self.catalogue).is_empty());
            let mut shown = self.steps.clone();
            put_away(&mut shown);
            prop_assert!(finished(&shown));
            return Ok(());
        }
        is_sound(&self.steps, self.now, &self.catalogue)
    }

    /// What somebody has to agree to, or to decide.
    fn undecided(&self) -> Vec<(String, StepState)> {
        let asks = |s: &&Step| matches!(s.state, StepState::Asked | StepState::Stopped);
        let asks = self.steps.iter().filter(asks);
        asks.map(|s| (s.key.clone(), s.state)).collect()
    }

    /// The desk looks whenever it said that it would.
    fn pass(&mut self, millis: Millis) {
        let end = self.now + millis;
        let mut looks = 0;
        while !self.cancelled
            && let Some(at) = next(&self.steps, self.now, &self.catalogue).filter(|at| *at <= end)
        {
            looks += 1;
            assert!(looks < 1_000, "it looks again and again: {:#?}", self.steps);
            self.now = at;
            self.replan();
            self.settle();
        }
        self.now = end;
        if !self.cancelled {
            self.replan();
            self.settle();
        }
    }

    /// Whoever is asked answers, and whoever has a step does it: then the plan comes to its end.
    fn ends(&mut self) -> Result<(), TestCaseError> {
        if self.cancelled {
            self.live(&Happening::Revived)?;
        }
        for _ in 0..400 {
            if finished(&self.steps) {
                return Ok(());
            }
            for at in 0..self.steps.len() {
                let event = match self.steps[at].state {
                    StepState::Asked => Event::Agreed,
                    StepState::Stopped => Event::Again,
                    StepState::Open => Event::Done,
                    _ => continue,
                };
                self.live(&Happening::Event(at, event))?;
            }
            self.pass(DAY);
        }
        prop_assert!(false, "it never ends: {:#?}", self.steps);
        Ok(())
    }
}

#[test]
fn a_step_is_late_also_where_nobody_looked_on_its_day() {
    let rule = Rule {
        team: 0,
        lead: 1,
        offset: 0,
        waits: 0,
    };
    let mut world = World::new(&[rule], 7, false);
    let due = world.steps[0].due;
    world.pass(noon(due) - world.now);
    assert_eq!(world.steps[0].state, StepState::Open);
    // A week later, at once.
    world.now = noon(due) + 7 * DAY;
    world.replan();
    assert_eq!(
        deeds(&world.steps, world.now, &world.catalogue),
        [Deed::Late(0)]
    );
    assert_eq!(world.steps[0].due, due);
}

fn noon(day: Date) -> Millis {
    let noon = day
        .at(12, 0, 0, 0)
        .to_zoned(TimeZone::get("Europe/Berlin").unwrap());
    noon.unwrap().timestamp().as_millisecond()
}

fn day(now: Millis) -> Date {
    let now = jiff::Timestamp::from_millisecond(now).unwrap();
    now.to_zoned(TimeZone::get("Europe/Berlin").unwrap()).date()
}
