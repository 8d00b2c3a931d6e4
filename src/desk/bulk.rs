//! One act on several requests: each that cannot be is named with its reason, the others are done.

use crate::domain::answer::{Answer, Outcome as Told, PersonName, Seed, Wrong};
use crate::domain::catalogue::{Answer as Value, Answers, Catalogue, FieldError};
use crate::domain::intent::{FormKind, Sender, input};
use crate::domain::people::Person;
use crate::domain::request::{Action, Bulk, Refusal, Request};
use crate::store::{self, Result, Tx};

use super::act::Outcome;
use super::forms::text;
use super::{Done, Work, answer, snooze};

/// As many as a list shows at once; where more are open, they are looked for by their words.
const MOST_OFFERED: usize = 50;

/// The form to choose in, with the open requests of the teams that `person` serves, the oldest first.
pub(super) async fn form(tx: &mut Tx, catalogue: &Catalogue, person: &Person) -> Result<Seed> {
    let open = oldest(tx, catalogue, person, MOST_OFFERED + 1).await?;
    let mut values = Answers::new();
    if open.len() <= MOST_OFFERED {
        let lines = open.iter().map(|r| format!("{} {}", r.number, r.subject));
        values.insert(input::OFFERED.to_owned(), Value::Many(lines.collect()));
    }
    Ok(bare(FormKind::Bulk, values))
}

/// Those among them whose number or subject has all words of `typed`, each as the beginning of a word; without any the
/// oldest. A number and what to show for it.
pub(super) async fn matching(
    tx: &mut Tx,
    catalogue: &Catalogue,
    person: &Person,
    typed: &str,
) -> Result<Vec<(String, String)>> {
    let mut open: Vec<Request> = Vec::new();
    if !typed.chars().any(char::is_alphanumeric) {
        open = oldest(tx, catalogue, person, MOST_OFFERED).await?;
    } else {
        for team in catalogue.teams_of(person) {
            let most = i64::try_from(MOST_OFFERED).unwrap_or(i64::MAX);
            open.extend(store::theirs::open_of_team(tx, &team.key, typed, most).await?);
        }
    }
    let line = |r: Request| (r.number.clone(), format!("{} {}", r.number, r.subject));
    Ok(open.into_iter().map(line).collect())
}

async fn oldest(
    tx: &mut Tx,
    catalogue: &Catalogue,
    person: &Person,
    most: usize,
) -> Result<Vec<Request>> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let mut open: Vec<Request> = Vec::new();
    for team in catalogue.teams_of(person) {
        open.extend(store::requests::queue(tx, &team.key, limit).await?);
    }
    open.sort_by_key(|request| request.created_at);
    open.truncate(most);
    Ok(open)
}

/// A form about no single request.
pub(super) fn bare(form: FormKind, values: Answers) -> Seed {
    Seed {
        values,
        agent: true,
        ..Seed::new(form)
    }
}

impl Work<'_> {
    /// Which ones, and what with them: done, or asked for what it takes.
    pub(super) async fn bulk_chosen(&mut self, values: &Answers, person: &Person) -> Done<Answer> {
        let missing = |key: &str| {
            let wrong = Wrong::Field(FieldError::Required);
            answer(Answer::Wrong(vec![(key.to_owned(), wrong)]))
        };
        let numbers = match values.get(input::REQUESTS) {
            Some(Value::Many(numbers)) if !numbers.is_empty() => numbers.clone(),
            _ => return missing(input::REQUESTS),
        };
        let what = text(values, input::MORE).and_then(|name| Bulk::from_wire(&name));
        let Some(what) = what else {
            return missing(input::MORE);
        };
        if what.at_once() {
            return self.bulk(what, &numbers, &Answers::new(), person).await;
        }
        let form = FormKind::BulkDo { what, numbers };
        let mut values = Answers::new();
        if what == Bulk::Snooze {
            values.extend(snooze::clock(self.tx, person).await?);
        }
        answer(Answer::Replace(Box::new(bare(form, values))))
    }

    /// Does it to each, and says what came of it.
    pub(super) async fn bulk(
        &mut self,
        what: Bulk,
        numbers: &[String],
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let words = text(values, input::TEXT).unwrap_or_default();
        if words.trim().is_empty() && matches!(what, Bulk::Resolve | Bulk::Snooze) {
            return self.wrong(input::TEXT, Refusal::Empty).await;
        }
        let to = match values.get(input::PERSON) {
            Some(Value::Person(account)) => {
                let sender = Sender::of(account.clone());
                let (to, _) = store::people::meet(self.tx, &sender, self.now).await?;
                Some(to.id)
            }
            _ => None,
        };
        let own = snooze::zone(self.tx, person).await?;
        let mut told = Told::default();
        for number in numbers {
            let Some(request) = store::requests::by_number(self.tx, number).await? else {
                let gone = Refusal::NoSuchRequest;
                told.refused.push((number.clone(), gone, None));
                continue;
            };
            let action = match what {
                Bulk::Take => Action::Take,
                Bulk::Wait => Action::Wait,
                Bulk::Resolve => Action::Resolve {
                    summary: Some(words.clone()),
                },
                Bulk::NotARequest => Action::Cancel {
                    reason: (!words.trim().is_empty()).then(|| words.clone()),
                },
                Bulk::Assign => match to {
                    Some(to) => Action::Assign { to },
                    None => return self.wrong(input::PERSON, Refusal::NoSuchPerson).await,
                },
                Bulk::Snooze => {
                    let team = self.catalogue.team(&request.team);
                    match self.until(team, own.as_ref(), values) {
                        Ok(until) => Action::Snooze {
                            reason: words.clone(),
                            until,
                        },
                        Err(wrong) => {
                            let wrong = vec![(input::DATE.to_owned(), wrong)];
                            return answer(Answer::Wrong(wrong));
                        }
                    }
                }
            };
            match self.act(request.id, Some(person), &action).await? {
                Outcome::Done(_) => told.done.push(number.clone()),
                Outcome::Refused(refusal) => {
                    let by = match &refusal {
                        Refusal::AlreadyTaken { by } => store::people::get(self.tx, *by).await?,
                        _ => None,
                    };
                    let by = by.map(PersonName::from);
                    told.refused.push((number.clone(), refusal, by));
                }
            }
        }
        let mut seed = bare(FormKind::Show, Answers::new());
        seed.outcome = Some(told);
        Ok(Answer::Replace(Box::new(seed)))
    }
}
