//! Replies that are kept: chosen in the form, typed as `?name`, and the agent's own.

use crate::domain::answer::{Answer, Say, Seed, Wrong};
use crate::domain::canned::{self, Canned, MOST_TEXT};
use crate::domain::catalogue::{Answer as Value, Answers, Catalogue};
use crate::domain::ids::RequestId;
use crate::domain::intent::{FormKind, Said, Sender, input};
use crate::domain::people::Person;
use crate::domain::post::{Side, Whisper};
use crate::domain::request::{Action, Refusal, Request};
use crate::domain::talk::{Span, Text};
use crate::store::messages::Kind;
use crate::store::{self, Result, Tx};

use super::forms::{serves, text};
use super::{Done, Work, answer};

/// No list of a form is longer.
const MOST_OFFERED: usize = 100;

/// What `person` can say for `team`: their own first; of two of one name theirs.
pub(super) async fn of(
    tx: &mut Tx,
    catalogue: &Catalogue,
    team: &str,
    person: &Person,
) -> Result<Vec<Canned>> {
    let own = store::replies::of(tx, person.id).await?;
    let mut all: Vec<Canned> = own.into_iter().map(|(_, reply)| reply).collect();
    for reply in catalogue.team(team).map_or(&[][..], |t| &t.replies) {
        if !all.iter().any(|own| own.name == reply.name) {
            all.push(reply.clone());
        }
    }
    Ok(all)
}

/// The names that the form offers, as its seed carries them; None: there is nothing to choose from.
pub(super) async fn offered(
    tx: &mut Tx,
    catalogue: &Catalogue,
    request: &Request,
    person: &Person,
) -> Result<Option<Value>> {
    let all = of(tx, catalogue, &request.team, person).await?;
    let names: Vec<String> = all.into_iter().map(|r| r.name).take(MOST_OFFERED).collect();
    Ok((!names.is_empty()).then_some(Value::Many(names)))
}

/// `/desk replies`: their own and those of the teams that they serve.
pub(super) async fn listed(tx: &mut Tx, catalogue: &Catalogue, person: &Person) -> Result<Say> {
    if !serves(catalogue, person) {
        return Ok(Say::NoTeam);
    }
    let own = store::replies::of(tx, person.id).await?;
    let serves = |team: &&crate::domain::catalogue::Team| team.served_by(person);
    let teams = catalogue.teams.iter().filter(serves);
    let team = teams.flat_map(|t| t.replies.iter().map(|r| (t.name.clone(), r.clone())));
    Ok(Say::Replies {
        own,
        team: team.collect(),
    })
}

/// The form of one of their own; 0: of a new one.
pub(super) async fn form(tx: &mut Tx, id: i64, person: &Person) -> Result<Seed> {
    let own = store::replies::of(tx, person.id).await?;
    let found = own.into_iter().find(|(known, _)| *known == id);
    let mut values = Answers::new();
    // One that is gone meanwhile begins anew.
    let id = match found {
        Some((id, reply)) => {
            values.insert(input::NAME.to_owned(), Value::Text(reply.name));
            values.insert(input::TEXT.to_owned(), Value::Text(reply.text));
            id
        }
        None => 0,
    };
    Ok(Seed {
        values,
        agent: true,
        ..Seed::new(FormKind::OwnReply(id))
    })
}

impl Work<'_> {
    /// The Reply form: what was written goes out; what was only chosen is shown first, to be looked at and changed.
    pub(super) async fn replied(
        &mut self,
        id: RequestId,
        values: &Answers,
        words: &str,
        person: &Person,
    ) -> Done<Answer> {
        let chosen = text(values, input::CANNED).filter(|_| words.trim().is_empty());
        let Some(name) = chosen else {
            return self
                .speak(id, person, words, Kind::Reply, &Action::Reply)
                .await;
        };
        let Some(request) = store::requests::get(self.tx, id).await? else {
            return self.wrong(input::CANNED, Refusal::NoSuchRequest).await;
        };
        let all = of(self.tx, self.catalogue, &request.team, person).await?;
        let Some(reply) = all.into_iter().find(|reply| reply.name == name) else {
            return self.wrong(input::CANNED, Refusal::Empty).await;
        };
        let form = FormKind::SendReply(id);
        let mut seed = self.seed(form, Some(&request), person).await?;
        let reply = Value::Text(reply.text);
        seed.values.insert(input::REPLY.to_owned(), reply);
        answer(Answer::Replace(Box::new(seed)))
    }

    /// What was chosen, as it was looked at: its variables are filled in now.
    pub(super) async fn sent_reply(
        &mut self,
        id: RequestId,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let words = text(values, input::REPLY).unwrap_or_default();
        if words.trim().is_empty() {
            return self.wrong(input::REPLY, Refusal::Empty).await;
        }
        let Some(request) = store::requests::get(self.tx, id).await? else {
            return self.wrong(input::REPLY, Refusal::NoSuchRequest).await;
        };
        let filled = match self.filled(&words, &request, person).await? {
            Ok(filled) => filled,
            Err(name) => return wrong(input::REPLY, unfilled(name)),
        };
        match self.act(id, Some(person), &Action::Reply).await? {
            super::act::Outcome::Done(request) => {
                self.say_on_both_sides(&request, person, &filled, Kind::Reply)
                    .await?;
                Ok(Answer::Done)
            }
            super::act::Outcome::Refused(refusal) => self.wrong(input::REPLY, refusal).await,
        }
    }

    /// `?name` in a thread. What cannot be said stays a note in the team's, and in the requester's, where everybody has
    /// read it, it is no answer; whoever typed it is told why.
    pub(super) async fn typed_reply(
        &mut self,
        request: &Request,
        side: Side,
        name: &str,
        said: &Said,
        by: &Sender,
        person: &Person,
    ) -> Done<()> {
        let all = of(self.tx, self.catalogue, &request.team, person).await?;
        let word = match all.iter().find(|reply| reply.name == name) {
            Some(reply) => match self.filled(&reply.text, request, person).await? {
                Ok(text) => {
                    return self.say_typed(request, side, &text, said, person).await;
                }
                Err(_) => Whisper::refused(Refusal::NothingDue),
            },
            None => {
                let names = all.iter().map(|reply| reply.name.as_str());
                let near = canned::nearest(name, names);
                Whisper::NoSuchReply {
                    name: name.to_owned(),
                    near: near.into_iter().map(str::to_owned).collect(),
                }
            }
        };
        self.whisper(by, Some(&said.at), word).await?;
        if side == Side::Team {
            let kind = Kind::Note;
            self.record(request, side, kind, &said.text, said, person)
                .await?;
        }
        Ok(())
    }

    /// Both sides read what was said: in the thread there is nothing but its name.
    async fn say_typed(
        &mut self,
        request: &Request,
        side: Side,
        text: &Text,
        said: &Said,
        person: &Person,
    ) -> Done<()> {
        let kind = Kind::Reply;
        let new = self.record(request, side, kind, text, said, person).await?;
        if !new {
            return Ok(());
        }
        if let Some(message) = store::messages::at(self.tx, &said.at).await? {
            match side {
                Side::Team => self.copy(request.id, message.id, side).await?,
                Side::Requester => self.copy_out(request, message.id).await?,
            }
        }
        self.act(request.id, Some(person), &Action::Reply).await?;
        Ok(())
    }

    /// `text` with its variables filled in for `request`.
    async fn filled(
        &mut self,
        text: &str,
        request: &Request,
        agent: &Person,
    ) -> Done<std::result::Result<Text, String>> {
        let requester = store::people::get(self.tx, request.requester).await?;
        let named = |person: &Person| {
            let account = person.accounts.first().map(|a| Span::Person(a.clone()));
            person.name.clone().map(Span::Plain).or(account)
        };
        let service = self.catalogue.service(&request.service);
        let team = self.catalogue.team(&request.team);
        let clock = &request.promise;
        let due = clock
            .resolution_due
            .filter(|due| clock.remaining.is_none() && request.status.is_open() && *due > self.now);
        Ok(canned::fill(text.trim(), |name| match name {
            "requester" => requester.as_ref().and_then(named),
            "agent" => named(agent),
            "number" => Some(Span::Plain(request.number.clone())),
            "subject" => Some(Span::Plain(request.subject.clone())),
            "service" => Some(Span::Plain(
                service.map_or(&request.service, |s| &s.name).clone(),
            )),
            "team" => Some(Span::Plain(team.map_or(&request.team, |t| &t.name).clone())),
            "due" => due.map(Span::When),
            _ => None,
        }))
    }

    /// One of somebody's own replies: kept, changed or forgotten.
    pub(super) async fn kept_reply(
        &mut self,
        id: i64,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        if !serves(self.catalogue, person) {
            return self.wrong(input::NAME, Refusal::NotYourTeam).await;
        }
        if values.get(input::DELETE) == Some(&Value::Checked(true)) {
            store::replies::remove(self.tx, person.id, id).await?;
            return Ok(Answer::Done);
        }
        let name = text(values, input::NAME).unwrap_or_default();
        let reply = Canned {
            name: name.trim().trim_start_matches('?').to_lowercase(),
            text: text(values, input::TEXT).unwrap_or_default(),
        };
        if !canned::is_name(&reply.name) {
            return wrong(input::NAME, Wrong::NoName);
        }
        if reply.text.trim().is_empty() {
            return self.wrong(input::TEXT, Refusal::Empty).await;
        }
        if reply.text.chars().count() > MOST_TEXT {
            return wrong(input::TEXT, Wrong::TooLong { most: MOST_TEXT });
        }
        if let Err(name) = canned::check(&reply.text) {
            return wrong(input::TEXT, Wrong::NoSuchVariable { name });
        }
        let own = store::replies::of(self.tx, person.id).await?;
        let same = |(other, known): &(i64, Canned)| *other != id && known.name == reply.name;
        if own.iter().any(same) {
            return wrong(input::NAME, Wrong::NameTaken);
        }
        if own.iter().any(|(known, _)| *known == id) {
            store::replies::update(self.tx, person.id, id, &reply).await?;
        } else {
            store::replies::insert(self.tx, person.id, &reply).await?;
        }
        Ok(Answer::Done)
    }
}

fn wrong(key: &str, wrong: Wrong) -> Done<Answer> {
    answer(Answer::Wrong(vec![(key.to_owned(), wrong)]))
}

/// Why a reply could not be filled in.
fn unfilled(name: String) -> Wrong {
    match name.as_str() {
        "due" => Wrong::Refused {
            refusal: Refusal::NothingDue,
            by: None,
        },
        _ => Wrong::NoSuchVariable { name },
    }
}
