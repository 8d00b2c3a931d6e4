//! The forms about who is on duty.

use crate::domain::answer::{DutyChoice, DutySeed, Seed};
use crate::domain::catalogue::{Answer, MOST_LINE};
use crate::domain::intent::input;
use crate::domain::roster::{DutyDeed, News, Turn};
use crate::domain::talk::flat;

use super::super::face::{Choice, Element, Entry, Form, Group, Input};
use super::super::words::duty::{called, news, period};
use super::{Frame, note, paragraph, text};

/// A line of a list shows so many characters.
const MOST_LABEL: usize = 75;

pub(super) fn duty(deed: DutyDeed, seed: &Seed) -> Form {
    let none = DutySeed::default();
    let from = seed.duty.as_deref().unwrap_or(&none);
    let sheet = Sheet { seed, from };
    let (title, submit, inputs) = match deed {
        DutyDeed::Swap => ("Swap a duty", "Ask", sheet.swap()),
        DutyDeed::Away => ("Away", "Save", sheet.away()),
        DutyDeed::StandIn => ("Stand in", "Save", sheet.stand_in()),
        DutyDeed::Shift => ("Add a shift", "Add", sheet.shift()),
        DutyDeed::Undo => ("Take back", "Take back", sheet.undo()),
        DutyDeed::Note => ("Note to the next", "Leave note", sheet.note()),
    };
    let mut form = Frame { title, submit }.around(seed, inputs);
    let nothing = match deed {
        DutyDeed::Swap => from.mine.is_empty(),
        DutyDeed::Undo => from.set.is_empty(),
        _ => false,
    };
    if nothing {
        form.submit = None;
    }
    form
}

/// What a form is drawn from.
struct Sheet<'a> {
    seed: &'a Seed,
    from: &'a DutySeed,
}

impl Sheet<'_> {
    fn swap(&self) -> Vec<Element> {
        if self.from.mine.is_empty() {
            return vec![note(
                "You are on no duty in the next weeks, so there is nothing to swap.",
            )];
        }
        let mine = self.from.mine.iter().map(|duty| choice(duty, ""));
        let offers = self.from.offers.iter();
        let offers = offers.map(|duty| choice(duty, "takes it, nothing in return"));
        vec![
            self.select(
                input::WHICH,
                "Which duty do you want to give away?",
                true,
                mine.collect(),
            ),
            self.select(
                input::OFFER,
                "To whom, and which do you take in return?",
                true,
                offers.collect(),
            ),
            note("Your colleague is asked. Nothing changes before they agree."),
        ]
    }

    fn away(&self) -> Vec<Element> {
        vec![
            self.person("Who is away?", "You, where nobody is chosen."),
            self.date(input::SINCE, "First day", true),
            self.date(input::UNTIL, "Last day", true),
            note("In a rotation the next in turn takes over. The team is told."),
        ]
    }

    fn stand_in(&self) -> Vec<Element> {
        let people = self.people();
        let mut inputs = self.team();
        inputs.extend([
            self.person("Who is on duty?", "You, where nobody is chosen."),
            self.select(
                input::INSTEAD,
                "In place of whom? Of everybody, where nobody is chosen.",
                false,
                people,
            ),
            self.date(input::SINCE, "From", true),
            self.line(
                input::SINCE_TIME,
                "From, time",
                "Like 09:00. Left out: from the day's beginning.",
            ),
            self.date(input::UNTIL, "To", true),
            self.line(
                input::UNTIL_TIME,
                "To, time",
                "Like 17:00. Left out: until the day is over.",
            ),
        ]);
        inputs
    }

    fn shift(&self) -> Vec<Element> {
        let turns = Turn::ALL.map(|turn| Choice {
            value: turn.as_str().to_owned(),
            label: match turn {
                Turn::Together => "All together",
                Turn::Daily => "By turns, each day the next",
                Turn::Weekly => "By turns, each week the next",
            }
            .to_owned(),
        });
        let days = [
            ("mon", "Monday"),
            ("tue", "Tuesday"),
            ("wed", "Wednesday"),
            ("thu", "Thursday"),
            ("fri", "Friday"),
            ("sat", "Saturday"),
            ("sun", "Sunday"),
        ]
        .map(|(value, label)| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
        });
        let mut inputs = self.team();
        inputs.extend([
            self.many(input::PEOPLE, "Who shares it?", true, self.people()),
            self.select(input::TURN, "How do they share it?", false, turns.into()),
            self.select(
                input::BEGINS,
                "Who begins? The others follow in the order above.",
                false,
                self.people(),
            ),
            self.many(input::DAYS, "On which days? On all, where none is chosen.", false, days.into()),
            self.line(
                input::HOURS,
                "Hours",
                "Like 09:00-17:00; 22:00-06:00 goes over midnight. Left out: whenever the team is open.",
            ),
            self.date(input::SINCE, "First day of the first one's turn", false),
            self.line(input::ZONE, "Time zone", "Like Asia/Tokyo. Left out: the team's."),
        ]);
        inputs
    }

    fn undo(&self) -> Vec<Element> {
        if self.from.set.is_empty() {
            return vec![note(
                "Nothing was set in chat. What the configuration says is changed there.",
            )];
        }
        let names = self.from.people.iter().cloned().collect();
        let set = self.from.set.iter().map(|(value, what, zone)| {
            let label = match what {
                News::Away { who, since, until } => {
                    format!(
                        "Away: {}, {}",
                        called(&names, who),
                        period(*since, *until, zone)
                    )
                }
                News::Instead {
                    who, since, until, ..
                } => {
                    format!(
                        "Stands in: {}, {}",
                        called(&names, who),
                        period(*since, *until, zone)
                    )
                }
                shift => flat(&news(shift, &names)),
            };
            Choice {
                value: value.clone(),
                label: cut(&label),
            }
        });
        vec![self.select(
            input::WHICH,
            "What shall no longer hold?",
            true,
            set.collect(),
        )]
    }

    fn note(&self) -> Vec<Element> {
        let mut inputs = self.team();
        let hint = "Whoever is on duty after you gets it, once you no longer are.";
        inputs.push(paragraph(
            self.seed,
            "What should the next one know?",
            Some(hint),
            true,
        ));
        inputs
    }

    /// Which team, where there is a choice.
    fn team(&self) -> Vec<Element> {
        let teams = &self.from.teams;
        if teams.len() < 2 {
            return vec![];
        }
        let choices = teams.iter().map(|(key, name)| Choice {
            value: key.clone(),
            label: cut(name),
        });
        vec![self.select(input::TEAM, "Team", true, choices.collect())]
    }

    fn people(&self) -> Vec<Choice> {
        let people = self.from.people.iter();
        let choices = people.map(|(value, name)| Choice {
            value: value.clone(),
            label: cut(name),
        });
        choices.collect()
    }

    fn person(&self, label: &str, hint: &str) -> Element {
        let value = match self.seed.values.get(input::PERSON) {
            Some(Answer::Person(account)) => Some(account.clone()),
            _ => None,
        };
        element(
            input::PERSON,
            label,
            Some(hint),
            false,
            Entry::Person { value },
        )
    }

    fn date(&self, key: &str, label: &str, required: bool) -> Element {
        let value = text(self.seed, key);
        element(key, label, None, required, Entry::Date { value })
    }

    fn line(&self, key: &str, label: &str, hint: &str) -> Element {
        let control = Entry::Line {
            value: text(self.seed, key),
            most: MOST_LINE,
        };
        element(key, label, Some(hint), false, control)
    }

    fn select(&self, key: &str, label: &str, required: bool, options: Vec<Choice>) -> Element {
        let given = text(self.seed, key);
        let value = options.iter().find(|o| Some(&o.value) == given.as_ref());
        let control = Entry::Select {
            value: value.cloned(),
            groups: vec![Group {
                label: String::new(),
                options,
            }],
        };
        element(key, label, None, required, control)
    }

    fn many(&self, key: &str, label: &str, required: bool, options: Vec<Choice>) -> Element {
        let given: &[String] = match self.seed.values.get(key) {
            Some(Answer::Many(given)) => given,
            _ => &[],
        };
        let values = options.iter().filter(|o| given.contains(&o.value));
        let control = Entry::Multiselect {
            values: values.cloned().collect(),
            options,
        };
        element(key, label, None, required, control)
    }
}

fn element(key: &str, label: &str, hint: Option<&str>, required: bool, control: Entry) -> Element {
    Element::Input(Box::new(Input {
        key: key.to_owned(),
        label: label.to_owned(),
        hint: hint.map(str::to_owned),
        required,
        control,
        follow: false,
    }))
}

/// A duty in a list; `without` a time: what is said instead.
fn choice(duty: &DutyChoice, without: &str) -> Choice {
    let label = match &duty.when {
        Some((since, until, zone)) => format!("{}: {}", duty.who, period(*since, *until, zone)),
        None => format!("{} {without}", duty.who),
    };
    Choice {
        value: duty.value.clone(),
        label: cut(&label),
    }
}

fn cut(label: &str) -> String {
    if label.chars().count() <= MOST_LABEL {
        return label.to_owned();
    }
    let kept: String = label.chars().take(MOST_LABEL - 1).collect();
    format!("{kept}…")
}
