//! Submitted forms.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::clock::Millis;
use crate::domain::answer::{Answer, PersonName, Wrong};
use crate::domain::approval::Verdict;
use crate::domain::catalogue::{Answer as Value, Answers, Catalogue};
use crate::domain::ids::RequestId;
use crate::domain::intent::{FormKind, NewRequestForm, Sender, input};
use crate::domain::people::Person;
use crate::domain::post::Side;
use crate::domain::request::{Action, More, Refusal, Request, Standing};
use crate::domain::talk::{Attachment, Text, plain};
use crate::store::messages::{Kind, NewMessage};
use crate::store::{self};

use super::act::Outcome;
use super::file::{Asked, Draft, source};
use super::may_open::may_open;
use super::start::followed;
use super::{Done, Work, answer, log};

impl Work<'_> {
    pub(super) async fn submitted(
        &mut self,
        form: FormKind,
        values: Answers,
        files: Vec<(String, Attachment)>,
        by: &Sender,
        person: &Person,
    ) -> Done<Answer> {
        let words = text(&values, input::TEXT).unwrap_or_default();
        let some = || (!words.trim().is_empty()).then(|| words.clone());
        match form {
            FormKind::NewRequest(form) => self.new_request(form, &values, files, by, person).await,
            FormKind::Assign(id) => {
                let Some(Value::Person(account)) = values.get(input::PERSON) else {
                    return self.wrong(input::PERSON, Refusal::NoSuchPerson).await;
                };
                let sender = Sender::of(account.clone());
                let (to, _) = store::people::meet(self.tx, &sender, self.now).await?;
                self.form_act(id, person, &Action::Assign { to: to.id }, input::PERSON)
                    .await
            }
            FormKind::Ask(id) => {
                self.speak(id, person, &words, Kind::Asked, &Action::Ask)
                    .await
            }
            FormKind::Reply(id) => self.replied(id, &values, &words, person).await,
            FormKind::SendReply(id) => self.sent_reply(id, &values, person).await,
            FormKind::OwnReply(id) => self.kept_reply(id, &values, person).await,
            FormKind::Resolve(id) => {
                let action = Action::Resolve {
                    summary: Some(words),
                };
                let answer = self.form_act(id, person, &action, input::TEXT).await?;
                self.note_time_too(id, &values, person).await?;
                Ok(answer)
            }
            FormKind::Snooze(id) => self.snoozed(id, &values, words, person).await,
            FormKind::Handling(id) => self.noted_time(id, &values, person).await,
            FormKind::Merge(id) => self.merged(id, &values, person).await,
            FormKind::Link(id) => self.linked(id, &values, person).await,
            FormKind::Split(id) => self.split(id, &values, person).await,
            FormKind::Watchers(id) => self.watchers_chosen(id, &values, person).await,
            FormKind::HandOver(id) | FormKind::WrongTeam(id) => {
                let wrong_door = matches!(form, FormKind::WrongTeam(_));
                let key = text(&values, input::SERVICE).unwrap_or_default();
                let Some(service) = self.catalogue.service(&key) else {
                    return self.wrong(input::SERVICE, Refusal::NoSuchDesk).await;
                };
                let action = Action::HandOver {
                    team: service.team.clone(),
                    service: key,
                    note: some(),
                    wrong_door,
                };
                self.form_act(id, person, &action, input::SERVICE).await
            }
            FormKind::Hold(id) => {
                self.form_act(id, person, &Action::Hold { reason: words }, input::TEXT)
                    .await
            }
            FormKind::Cancel(id) => {
                self.form_act(id, person, &Action::Cancel { reason: some() }, input::TEXT)
                    .await
            }
            FormKind::Reopen(id) => {
                self.form_act(id, person, &Action::Reopen { reason: some() }, input::TEXT)
                    .await
            }
            FormKind::More(id) => self.more(id, &values, person).await,
            FormKind::Comment(id) => {
                self.form_act(id, person, &Action::Comment { text: words }, input::TEXT)
                    .await
            }
            FormKind::Delay(id) => self.delayed(id, &values, words, person).await,
            FormKind::Priority(id) => self.prioritised(id, &values, person).await,
            FormKind::Duty(deed) => self.duty_submitted(deed, &values, person).await,
            FormKind::Article(form) => self.wrote(form, &values, person).await,
            FormKind::Read(id) => self.article_read(id, &values, person).await,
            FormKind::Announce => self.announced(&values, person).await,
            FormKind::Move { request, too_late } => {
                self.moved(request, too_late, &values, person).await
            }
            FormKind::Plan {
                request, too_late, ..
            } => {
                self.plan_asked(request, too_late, &values, files, person)
                    .await
            }
            FormKind::Decline(id) => {
                self.verdict_given(id, Verdict::Declined, words, person)
                    .await
            }
            FormKind::AskChanges(id) => {
                self.verdict_given(id, Verdict::Changes, words, person)
                    .await
            }
            FormKind::Delegate(id) => self.delegated(id, &values, person).await,
            FormKind::Revise { request, .. } => self.revised(request, &values, files, person).await,
            FormKind::Bulk => self.bulk_chosen(&values, person).await,
            FormKind::BulkDo { what, numbers } => self.bulk(what, &numbers, &values, person).await,
            FormKind::Show | FormKind::Why(_) => Ok(Answer::Done),
        }
    }

    /// An action from a form: what is refused is said at the input and leaves nothing behind.
    pub(super) async fn form_act(
        &mut self,
        id: RequestId,
        person: &Person,
        action: &Action,
        at: &str,
    ) -> Done<Answer> {
        match self.act(id, Some(person), action).await? {
            Outcome::Done(_) => Ok(Answer::Done),
            Outcome::Refused(refusal) => self.wrong(at, refusal).await,
        }
    }

    /// What was chosen in **More**: done at once, or the form that it needs in place of this one.
    async fn more(&mut self, id: RequestId, values: &Answers, person: &Person) -> Done<Answer> {
        let chosen = text(values, input::MORE).and_then(|name| More::from_wire(&name));
        let form = match chosen {
            Some(More::HandOver) => FormKind::HandOver(id),
            Some(More::WrongTeam) => FormKind::WrongTeam(id),
            Some(More::Why) => FormKind::Why(id),
            Some(More::Hold) => FormKind::Hold(id),
            Some(More::Snooze) => FormKind::Snooze(id),
            Some(More::Handling) => FormKind::Handling(id),
            Some(More::Merge) => FormKind::Merge(id),
            Some(More::Link) => FormKind::Link(id),
            Some(More::Split) => FormKind::Split(id),
            Some(More::Watchers) => FormKind::Watchers(id),
            Some(More::Delay) => FormKind::Delay(id),
            Some(More::Priority) => FormKind::Priority(id),
            Some(More::NotARequest) => FormKind::Cancel(id),
            Some(More::Reopen) => FormKind::Reopen(id),
            Some(More::Wait) => return self.form_act(id, person, &Action::Wait, input::MORE).await,
            Some(More::GoOn) => {
                return self
                    .form_act(id, person, &Action::Resume, input::MORE)
                    .await;
            }
            Some(More::Watch) => {
                return self.form_act(id, person, &Action::Watch, input::MORE).await;
            }
            Some(More::Unwatch) => {
                return self
                    .form_act(id, person, &Action::Unwatch, input::MORE)
                    .await;
            }
            None => return Ok(Answer::Done),
        };
        let Some(request) = store::requests::get(self.tx, id).await? else {
            return self.wrong(input::MORE, Refusal::NoSuchRequest).await;
        };
        let standing = Standing::of(person, &request, self.catalogue);
        if let Err(refusal) = may_open(&form, &request, standing) {
            return self.wrong(input::MORE, refusal).await;
        }
        let seed = self.seed(form, Some(&request), person).await?;
        // The view keeps its id, which is this submission's key: it will be submitted once more, so
        // the key must not be used up.
        answer(Answer::Replace(Box::new(seed)))
    }

    pub(super) async fn wrong(&mut self, key: &str, refusal: Refusal) -> Done<Answer> {
        let by = match refusal {
            Refusal::AlreadyTaken { by } => Some(by),
            _ => None,
        };
        let by = match by {
            Some(id) => store::people::get(self.tx, id).await?.map(PersonName::from),
            None => None,
        };
        answer(Answer::Wrong(vec![(
            key.to_owned(),
            Wrong::Refused { refusal, by },
        )]))
    }

    /// An agent speaks to the requester from a form: shown on both sides, since it was typed on
    /// neither.
    pub(super) async fn speak(
        &mut self,
        id: RequestId,
        person: &Person,
        words: &str,
        kind: Kind,
        action: &Action,
    ) -> Done<Answer> {
        if words.trim().is_empty() {
            return self.wrong(input::TEXT, Refusal::Empty).await;
        }
        let request = match self.act(id, Some(person), action).await? {
            Outcome::Done(request) => request,
            Outcome::Refused(refusal) => return self.wrong(input::TEXT, refusal).await,
        };
        let text = plain(words.trim());
        self.say_on_both_sides(&request, person, &text, kind)
            .await?;
        Ok(Answer::Done)
    }

    /// Puts what was typed on neither side on record, and shows it on both.
    pub(super) async fn say_on_both_sides(
        &mut self,
        request: &Request,
        person: &Person,
        text: &Text,
        kind: Kind,
    ) -> Done<()> {
        let new = NewMessage {
            request: request.id,
            author: Some(person.id),
            side: Side::Team,
            kind,
            text,
            at: None,
            created_at: self.now,
        };
        if let Some(message) = store::messages::insert(self.tx, &new).await? {
            self.copy_out(request, message).await?;
            self.copy(request.id, message, Side::Team).await?;
        }
        Ok(())
    }

    async fn new_request(
        &mut self,
        form: NewRequestForm,
        values: &Answers,
        files: Vec<(String, Attachment)>,
        by: &Sender,
        person: &Person,
    ) -> Done<Answer> {
        let draft = draft(&form, values, &files);
        let today = today(self.catalogue, self.now);
        let (service, checked) = match draft.check(self.catalogue, today) {
            Ok(checked) => checked,
            // Sent off before the form had followed the choice: what is asked was never shown.
            Err(errors) if unseen(&form, values, &errors) => {
                let seed = followed(form, values.clone(), self.catalogue, person);
                return answer(Answer::Replace(Box::new(seed)));
            }
            // There is no time for its plan, and nothing else is wrong: what then is asked in the same form.
            Err(errors) if only_too_late(&errors) && !form.too_late => {
                let mut seed = followed(form, values.clone(), self.catalogue, person);
                if let FormKind::NewRequest(form) = &mut seed.form {
                    form.too_late = true;
                }
                return answer(Answer::Replace(Box::new(seed)));
            }
            Err(errors) => return answer(Answer::Wrong(errors)),
        };
        let came_by = log::came_by(&form, values)?;
        let requester = self.requester(values, person).await?;
        let files: Vec<Attachment> = files.into_iter().map(|(_, file)| file).collect();
        let asked = Asked {
            requester: &requester,
            by: person,
            came_by,
            channel: source(&by.account),
            place: match &form.origin {
                Some(origin) => (!origin.direct).then_some(&origin.place.channel),
                None => form.channel.as_ref(),
            },
            origin: form.origin.as_ref(),
            files: &files,
            from: None,
            private: false,
        };
        let request = self.file(service, checked, asked).await?;
        if let Some(offer) = form.offer {
            self.offer_used(offer, &request).await?;
        }
        if !form.log {
            return Ok(Answer::Done);
        }
        self.note_time_too(request.id, values, person).await?;
        // Whoever called wants the number, and the card may be in a channel that the agent does not read.
        let mut seed = self.seed(FormKind::Show, Some(&request), person).await?;
        seed.logged = true;
        Ok(Answer::Replace(Box::new(seed)))
    }

    /// For whom: whoever is named by somebody who serves a team; else whoever asks.
    async fn requester(&mut self, values: &Answers, person: &Person) -> Done<Person> {
        let Some(Value::Person(account)) = values.get(input::FOR) else {
            return Ok(person.clone());
        };
        if !serves(self.catalogue, person) {
            return Ok(person.clone());
        }
        self.meet_account(account).await
    }
}

/// The date at the desk.
pub(super) fn today(catalogue: &Catalogue, now: Millis) -> Date {
    Timestamp::from_millisecond(now)
        .unwrap_or_default()
        .to_zoned(catalogue.desk.time_zone.clone())
        .date()
}

/// May act for some team.
pub(super) fn serves(catalogue: &Catalogue, person: &Person) -> bool {
    catalogue.teams_of(person).next().is_some()
}

/// Whether an error is at a field of another service than the one whose form was shown.
fn unseen(form: &NewRequestForm, values: &Answers, errors: &[(String, Wrong)]) -> bool {
    let chosen = text(values, input::SERVICE);
    chosen.is_some()
        && chosen != form.service
        && errors.iter().any(|(key, _)| key.starts_with(input::FIELD))
}

pub(super) fn only_too_late(errors: &[(String, Wrong)]) -> bool {
    let mut errors = errors.iter().map(|(_, wrong)| wrong);
    errors.all(|wrong| matches!(wrong, Wrong::TooLate(_)))
}

/// What was given for the fields of the service's own form, by their keys; files by their names.
pub(super) fn field_answers(values: &Answers, files: &[(String, Attachment)]) -> Answers {
    let mut answers: Answers = values
        .iter()
        .filter_map(|(key, value)| {
            Some((key.strip_prefix(input::FIELD)?.to_owned(), value.clone()))
        })
        .collect();
    for (key, file) in files {
        if let Some(key) = key.strip_prefix(input::FIELD) {
            match answers
                .entry(key.to_owned())
                .or_insert_with(|| Value::Many(vec![]))
            {
                // A form of Slack's names its files among its values, too.
                Value::Many(names) if names.contains(&file.name) => {}
                Value::Many(names) => names.push(file.name.clone()),
                other => *other = Value::Many(vec![file.name.clone()]),
            }
        }
    }
    answers
}

fn draft(form: &NewRequestForm, values: &Answers, files: &[(String, Attachment)]) -> Draft {
    Draft {
        service: text(values, input::SERVICE)
            .or_else(|| form.service.clone())
            .unwrap_or_default(),
        subject: text(values, input::SUBJECT).unwrap_or_default(),
        priority: text(values, input::PRIORITY),
        impact: text(values, input::IMPACT),
        urgency: text(values, input::URGENCY),
        needed_by: text(values, input::NEEDED_BY),
        if_late: text(values, input::IF_LATE),
        details: text(values, input::DETAILS),
        answers: field_answers(values, files),
    }
}

pub(super) fn text(values: &Answers, key: &str) -> Option<String> {
    match values.get(key) {
        Some(Value::Text(text)) if !text.trim().is_empty() => Some(text.clone()),
        _ => None,
    }
}
