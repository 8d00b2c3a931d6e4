//! What is only asked: forms to open, lists, help. Nothing is stored, but who they are.

use futures_util::FutureExt;
use strsim::damerau_levenshtein;

use crate::domain::answer::{About, Answer, Say, Seed};
use crate::domain::catalogue::{Answer as Value, Answers};
use crate::domain::ids::RequestId;
use crate::domain::intent::{
    DeskWord, FormKind, Inbound, Intent, NewRequest, Place, Sender, input,
};
use crate::domain::people::Person;
use crate::domain::post::Whisper;
use crate::domain::press::Press;
use crate::domain::request::{Bulk, Refusal, Request, Standing, Status};
use crate::domain::talk::Text;
use crate::store::{self, Tx};

use super::forms::serves;
use super::{Desk, Done, Result, Undo, Work, bulk, canned, read, snooze, why};

/// `/desk mine` and `/desk queue` show so many.
const MOST_LISTED: i64 = 20;
/// So many earlier moves tell where one probably goes.
const MOST_GUESSED: i64 = 50;

impl Desk {
    pub(super) async fn ask(&self, inbound: Inbound) -> Result<Answer> {
        let mut tx = self.store.read().await?;
        let person = match &inbound.by {
            Some(by) => asker(&mut tx, by).await?,
            None => return Ok(Answer::Done),
        };
        match inbound.intent {
            Intent::NewRequest(wish) => {
                let seed = self.new_request(&mut tx, wish, &person).await?;
                Ok(Answer::Open(Box::new(seed)))
            }
            Intent::Follow { form, values, view } => Ok(self.follow(form, values, view, &person)),
            Intent::Options {
                form: FormKind::Bulk,
                input: _,
                typed,
            } => {
                let found = bulk::matching(&mut tx, &self.catalogue, &person, &typed).await?;
                Ok(Answer::Choices(found))
            }
            Intent::Options { form, input, typed } => Ok(Answer::Options { form, input, typed }),
            Intent::Desk(word) => self.word(&mut tx, word, &person).await,
            Intent::Open { form, values } => Ok(
                match self.shown_again(&mut tx, form, values, &person).await? {
                    Ok(seed) => Answer::Open(Box::new(seed)),
                    Err(refusal) => Answer::Refused(refusal),
                },
            ),
            _ => Ok(Answer::Done),
        }
    }

    /// A form with what was entered in it, for showing it once more; None where they may not have it.
    ///
    /// # Errors
    /// The store's.
    pub async fn again(
        &self,
        form: FormKind,
        values: Answers,
        by: &Sender,
    ) -> Result<Option<Seed>> {
        let mut tx = self.store.read().await?;
        let person = asker(&mut tx, by).await?;
        let shown = self.shown_again(&mut tx, form, values, &person).await?;
        Ok(shown.ok())
    }

    async fn shown_again(
        &self,
        tx: &mut Tx,
        form: FormKind,
        values: Answers,
        person: &Person,
    ) -> Result<std::result::Result<Seed, Refusal>> {
        let id = match &form {
            FormKind::NewRequest(_) => {
                return Ok(Ok(Seed {
                    values,
                    agent: serves(&self.catalogue, person),
                    ..Seed::new(form)
                }));
            }
            FormKind::Assign(id)
            | FormKind::Ask(id)
            | FormKind::Reply(id)
            | FormKind::SendReply(id)
            | FormKind::Resolve(id)
            | FormKind::HandOver(id)
            | FormKind::WrongTeam(id)
            | FormKind::Why(id)
            | FormKind::Hold(id)
            | FormKind::Snooze(id)
            | FormKind::Merge(id)
            | FormKind::Link(id)
            | FormKind::Split(id)
            | FormKind::Watchers(id)
            | FormKind::Handling(id)
            | FormKind::Cancel(id)
            | FormKind::Reopen(id)
            | FormKind::More(id)
            | FormKind::Comment(id)
            | FormKind::Delay(id)
            | FormKind::Move(id)
            | FormKind::Priority(id)
            | FormKind::Decline(id)
            | FormKind::AskChanges(id)
            | FormKind::Delegate(id)
            | FormKind::Revise { request: id, .. } => *id,
            FormKind::Duty(deed) => return self.duty_form(tx, *deed, values, person).await,
            FormKind::Bulk => {
                let mut seed = bulk::form(tx, &self.catalogue, person).await?;
                seed.values.extend(values);
                return Ok(Ok(seed));
            }
            FormKind::BulkDo { what, .. } => {
                let mut values = values;
                if *what == Bulk::Snooze {
                    values.extend(snooze::clock(tx, person).await?);
                }
                return Ok(Ok(bulk::bare(form, values)));
            }
            FormKind::OwnReply(id) => {
                let mut seed = canned::form(tx, *id, person).await?;
                seed.values.extend(values);
                return Ok(Ok(seed));
            }
            FormKind::Article(_) | FormKind::Read(_) => {
                return self.article_form(tx, form, values, person).await;
            }
            FormKind::Announce => return Ok(self.announcement_seed(values, person)),
            FormKind::Show => return Ok(Err(Refusal::NoSuchRequest)),
        };
        let Some(request) = store::requests::get(tx, id).await? else {
            return Ok(Err(Refusal::NoSuchRequest));
        };
        let standing = Standing::of(person, &request, &self.catalogue);
        if let Err(refusal) = may_open(&form, &request, standing) {
            return Ok(Err(refusal));
        }
        let mut seed = seed(tx, &self.catalogue, form, Some(&request), person).await?;
        seed.values.extend(values);
        Ok(Ok(seed))
    }

    /// A button that opens a form or shows something. Who may not is told so.
    pub(super) async fn open(&self, inbound: Inbound) -> Result<Answer> {
        let (Intent::Press { press, on }, Some(by)) = (inbound.intent, inbound.by) else {
            return Ok(Answer::Done);
        };
        let mut tx = self.store.read().await?;
        let person = asker(&mut tx, &by).await?;
        Ok(match self.opened(&mut tx, press, &on, &person).await? {
            Ok(seed) => Answer::Open(Box::new(seed)),
            Err(refusal) => Answer::Refused(refusal),
        })
    }

    /// Tells `by` why not, where the platform's own exchange has no room for it; once for each `key`.
    ///
    /// # Errors
    /// The store's.
    pub async fn refuse(&self, key: String, by: Sender, on: Place, refusal: Refusal) -> Result<()> {
        let done: Done<()> = self
            .work(move |mut work| {
                let (key, by, on, refusal) = (key.clone(), by.clone(), on.clone(), refusal.clone());
                async move {
                    if store::inbox::claim(work.tx, &key, work.now).await? {
                        work.whisper(&by, Some(&on), Whisper::refused(refusal))
                            .await?;
                    }
                    Ok(())
                }
                .boxed()
            })
            .await;
        match done {
            Err(Undo::Fault(error)) => Err(error.into()),
            _ => Ok(()),
        }
    }

    async fn opened(
        &self,
        tx: &mut Tx,
        press: Press,
        on: &Place,
        person: &Person,
    ) -> Result<std::result::Result<Seed, Refusal>> {
        let (id, form) = match press {
            Press::OpenAssign(id) => (id, FormKind::Assign(id)),
            Press::OpenAsk(id) => (id, FormKind::Ask(id)),
            Press::OpenReply(id) => (id, FormKind::Reply(id)),
            Press::OpenResolve(id) => (id, FormKind::Resolve(id)),
            Press::OpenMore(id) => (id, FormKind::More(id)),
            Press::OpenCancel(id) => (id, FormKind::Cancel(id)),
            Press::OpenReopen(id) => (id, FormKind::Reopen(id)),
            Press::OpenComment(id) => (id, FormKind::Comment(id)),
            Press::OpenDelay(id) => (id, FormKind::Delay(id)),
            Press::OpenMove(id) => (id, FormKind::Move(id)),
            Press::OpenDecline(id) => (id, FormKind::Decline(id)),
            Press::OpenChanges(id) => (id, FormKind::AskChanges(id)),
            Press::OpenDelegate(id) => (id, FormKind::Delegate(id)),
            Press::OpenRevise(request) => {
                let service = String::new();
                (request, FormKind::Revise { request, service })
            }
            Press::OpenWatchers(id) => (id, FormKind::Watchers(id)),
            Press::OpenHandling(id) => (id, FormKind::Handling(id)),
            Press::OpenWrongTeam(id) => (id, FormKind::WrongTeam(id)),
            Press::Details(id) => (id, FormKind::Show),
            Press::Whole(message) => {
                let Some(message) = store::messages::get(tx, message).await? else {
                    return Ok(Err(Refusal::NoSuchRequest));
                };
                let text = message.text;
                return self.shown(tx, message.request, text, person).await;
            }
            Press::NewRequest(post) => {
                return Ok(Ok(self.offered(tx, post, on, person).await?));
            }
            Press::OpenDuty(deed) => {
                return self.duty_form(tx, deed, Answers::new(), person).await;
            }
            Press::OpenBulk => {
                return Ok(match serves(&self.catalogue, person) {
                    true => Ok(bulk::form(tx, &self.catalogue, person).await?),
                    false => Err(Refusal::NotYourTeam),
                });
            }
            Press::OpenReplyOfMine(id) => {
                return Ok(match serves(&self.catalogue, person) {
                    true => Ok(canned::form(tx, id, person).await?),
                    false => Err(Refusal::NotYourTeam),
                });
            }
            Press::Behind(behind) => {
                let platform = on.channel.platform;
                return self.behind(tx, behind, platform, person).await;
            }
            Press::Again(id) => {
                let wish = NewRequest {
                    again: Some(id),
                    ..NewRequest::default()
                };
                return Ok(Ok(self.new_request(tx, wish, person).await?));
            }
            Press::MakeArticle(_)
            | Press::NewArticle
            | Press::EditArticle(_)
            | Press::ReadArticle(_) => return self.article_opened(tx, press, person).await,
            _ => return Ok(Err(Refusal::NoSuchRequest)),
        };
        let Some(request) = store::requests::get(tx, id).await? else {
            return Ok(Err(Refusal::NoSuchRequest));
        };
        if form == FormKind::Show {
            return self.shown(tx, id, Text::new(), person).await;
        }
        let form = match form {
            FormKind::Revise { request: id, .. } => FormKind::Revise {
                request: id,
                service: request.service.clone(),
            },
            form => form,
        };
        let standing = Standing::of(person, &request, &self.catalogue);
        Ok(match may_open(&form, &request, standing) {
            Ok(()) => Ok(seed(tx, &self.catalogue, form, Some(&request), person).await?),
            Err(refusal) => Err(refusal),
        })
    }

    /// The whole of something, to those who are in it.
    async fn shown(
        &self,
        tx: &mut Tx,
        id: RequestId,
        text: Text,
        person: &Person,
    ) -> Result<std::result::Result<Seed, Refusal>> {
        let Some(request) = store::requests::get(tx, id).await? else {
            return Ok(Err(Refusal::NoSuchRequest));
        };
        let standing = Standing::of(person, &request, &self.catalogue);
        // Whoever has to approve it may read the answers, and nothing that was said.
        let answers = standing.approver && text.is_empty();
        if !standing.requester && !standing.agent && !answers {
            return Ok(Err(Refusal::NotInvolved));
        }
        let mut seed = seed(tx, &self.catalogue, FormKind::Show, Some(&request), person).await?;
        seed.text = text;
        seed.values = request.answers;
        Ok(Ok(seed))
    }

    async fn word(&self, tx: &mut Tx, word: DeskWord, person: &Person) -> Result<Answer> {
        let say = match word {
            DeskWord::Help => Say::Help {
                agent: serves(&self.catalogue, person),
            },
            DeskWord::Mine => {
                let mine = store::requests::open_of(tx, person.id, MOST_LISTED).await?;
                Say::Mine(read::about(tx, &self.catalogue, &mine).await?)
            }
            DeskWord::Approvals => {
                let waiting = store::approvals::awaiting(tx, person.id, MOST_LISTED).await?;
                Say::Approvals(read::about(tx, &self.catalogue, &waiting).await?)
            }
            DeskWord::Queue => self.queue(tx, person).await?,
            DeskWord::Duty => self.duty(tx, person).await?,
            DeskWord::DutyExport => self.rosters(tx, person).await?,
            DeskWord::Who(typed) => self.who(tx, typed).await?,
            DeskWord::Home => Say::HomeIsAPage,
            DeskWord::Why(number) => why::asked(tx, &self.catalogue, &number, person).await?,
            DeskWord::Replies => canned::listed(tx, &self.catalogue, person).await?,
            DeskWord::Digest { channel, kind } => {
                self.digest_now(tx, channel, kind, person).await?
            }
            DeskWord::Kb(words) => return self.kb(tx, &words, person).await,
            DeskWord::Find(words) => self.find_theirs(tx, &words, person).await?,
            DeskWord::Announce => return Ok(self.announce(person)),
            DeskWord::OwnDigest => self.own_digest_now(tx, person).await?,
            // Answered where it is stored.
            DeskWord::DigestMe(_) => return Ok(Answer::Done),
            DeskWord::Log { .. } if !serves(&self.catalogue, person) => Say::NoTeam,
            DeskWord::Log { person: whom, text } => {
                let seed = self.log(tx, whom, text, person).await?;
                return Ok(Answer::Open(Box::new(seed)));
            }
            DeskWord::NotYet(word) => Say::NotYet { word },
            DeskWord::Unknown(word) => {
                let near = nearest(&word);
                Say::Unknown { word, near }
            }
        };
        Ok(Answer::Say(say))
    }

    /// Requests of theirs, whatever became of them, and articles. Before anything is typed: what is open.
    async fn find_theirs(&self, tx: &mut Tx, typed: &str, person: &Person) -> Result<Say> {
        let words = typed.split(|c: char| !c.is_alphanumeric());
        let words: Vec<String> = words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let mine = match words.is_empty() {
            true => store::requests::open_of(tx, person.id, MOST_LISTED).await?,
            false => store::theirs::found(tx, person.id, &words, MOST_LISTED).await?,
        };
        Ok(Say::Found {
            mine: read::about(tx, &self.catalogue, &mine).await?,
            articles: self.open_articles(tx, typed, person).await?,
        })
    }

    async fn queue(&self, tx: &mut Tx, person: &Person) -> Result<Say> {
        let teams: Vec<_> = self
            .catalogue
            .teams
            .iter()
            .filter(|t| t.served_by(person) || self.catalogue.is_admin(person))
            .collect();
        let team = match teams[..] {
            [] => return Ok(Say::NoTeam),
            [team] => Some(team.name.clone()),
            _ => None,
        };
        let mut open = Vec::new();
        for team in teams {
            open.extend(store::requests::queue(tx, &team.key, MOST_LISTED).await?);
        }
        Ok(Say::Queue {
            team,
            open: read::about(tx, &self.catalogue, &open).await?,
        })
    }
}

impl Work<'_> {
    /// A form about a request, opened by what was just done.
    pub(super) async fn seed(
        &mut self,
        form: FormKind,
        request: Option<&Request>,
        person: &Person,
    ) -> Done<Seed> {
        Ok(seed(self.tx, self.catalogue, form, request, person).await?)
    }
}

async fn seed(
    tx: &mut Tx,
    catalogue: &crate::domain::catalogue::Catalogue,
    form: FormKind,
    request: Option<&Request>,
    person: &Person,
) -> store::Result<Seed> {
    let about: Option<About> = match request {
        Some(request) => read::about(tx, catalogue, std::slice::from_ref(request))
            .await?
            .into_iter()
            .next(),
        None => None,
    };
    let agent = request.is_some_and(|r| Standing::of(person, r, catalogue).agent);
    let mut values = Answers::new();
    if let (FormKind::Revise { .. }, Some(request)) = (&form, request) {
        let answers = request.answers.iter();
        values.extend(
            answers.map(|(key, answer)| (format!("{}{key}", input::FIELD), answer.clone())),
        );
    }
    if let (FormKind::Reply(_), Some(request)) = (&form, request)
        && let Some(names) = canned::offered(tx, catalogue, request, person).await?
    {
        values.insert(input::OFFERED.to_owned(), names);
    }
    if let FormKind::More(id) = form {
        let watching = store::watchers::of(tx, id).await?.contains(&person.id);
        values.insert(input::WATCHING.to_owned(), Value::Checked(watching));
    }
    if matches!(form, FormKind::Snooze(_)) {
        values.extend(snooze::clock(tx, person).await?);
    }
    if let (FormKind::Move(_), Some(day)) = (&form, request.and_then(|r| r.needed_by)) {
        values.insert(input::NEEDED_BY.to_owned(), Value::Text(day.to_string()));
    }
    let mut why = None;
    match (&form, request) {
        (FormKind::WrongTeam(_), Some(request)) => {
            let guess = guessed(tx, catalogue, request).await?;
            values.extend(guess.map(|key| (input::SERVICE.to_owned(), Value::Text(key))));
        }
        (FormKind::Why(_), Some(request)) => {
            why = Some(Box::new(why::here(tx, catalogue, request, person).await?));
        }
        _ => {}
    }
    Ok(Seed {
        values,
        agent,
        about,
        why,
        ..Seed::new(form)
    })
}

/// Whose it may be: the service that most of the latest went to which had wrongly come as the same.
async fn guessed(
    tx: &mut Tx,
    catalogue: &crate::domain::catalogue::Catalogue,
    request: &Request,
) -> store::Result<Option<String>> {
    let latest = store::routing::went_to(tx, &request.service, MOST_GUESSED).await?;
    let mut times: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for key in &latest {
        *times.entry(key).or_default() += 1;
    }
    let others = times.into_iter().filter(|(key, _)| {
        catalogue
            .service(key)
            .is_some_and(|s| s.team != request.team)
    });
    // Of two as frequent the later one of the alphabet, so that it is always the same.
    let most = others.max_by_key(|(_, times)| *times);
    Ok(most.map(|(key, _)| key.to_owned()))
}

/// Whoever asks, even when we never met them.
async fn asker(tx: &mut Tx, by: &Sender) -> Result<Person> {
    let known = store::people::by_account(tx, &by.account).await?;
    Ok(known.map_or_else(
        || Person {
            id: crate::domain::ids::PersonId(0),
            name: by.name.clone(),
            email: None,
            accounts: vec![by.account.clone()],
            stranger: by.stranger,
        },
        |person| Person {
            stranger: person.stranger || by.stranger,
            ..person
        },
    ))
}

/// Early, so that nobody fills in a form in vain; what is decided is decided at the submission.
pub(super) fn may_open(
    form: &FormKind,
    request: &Request,
    standing: Standing,
) -> std::result::Result<(), Refusal> {
    let agent = if standing.agent && !standing.stranger {
        Ok(())
    } else {
        Err(Refusal::NotYourTeam)
    };
    let involved = if standing.requester || standing.agent {
        Ok(())
    } else {
        Err(Refusal::NotInvolved)
    };
    match form {
        FormKind::Comment(_) if standing.requester => Ok(()),
        FormKind::Comment(_) => Err(Refusal::NotTheRequester),
        FormKind::Reopen(_) => involved.and(match request.status {
            Status::Resolved(_) | Status::Cancelled { .. } => Ok(()),
            Status::Closed { .. } => Err(Refusal::Over),
            _ => Err(Refusal::NotResolved),
        }),
        FormKind::Watchers(_) => involved,
        FormKind::Cancel(_) | FormKind::Move(_) => involved.and(still_open(request)),
        FormKind::Resolve(_) => agent.and(match &request.status {
            Status::Resolved(resolution) if resolution.summary.is_none() => Ok(()),
            _ => still_open(request),
        }),
        FormKind::Reply(_)
        | FormKind::Why(_)
        | FormKind::SendReply(_)
        | FormKind::Link(_)
        | FormKind::More(_)
        | FormKind::Handling(_) => agent,
        FormKind::Assign(_)
        | FormKind::Ask(_)
        | FormKind::HandOver(_)
        | FormKind::WrongTeam(_)
        | FormKind::Hold(_)
        | FormKind::Snooze(_)
        | FormKind::Merge(_)
        | FormKind::Split(_)
        | FormKind::Delay(_)
        | FormKind::Priority(_) => agent.and(still_open(request)),
        FormKind::Decline(_) | FormKind::AskChanges(_) | FormKind::Delegate(_) => {
            may_decide(request, standing)
        }
        FormKind::Revise { .. } if !standing.requester => Err(Refusal::NotTheRequester),
        FormKind::Revise { .. } => match request.approval() {
            Some(approval) if approval.changes.is_some() => Ok(()),
            _ => Err(Refusal::NoChangesAsked),
        },
        // Those about no request are judged where they are made.
        FormKind::NewRequest(_)
        | FormKind::OwnReply(_)
        | FormKind::Bulk
        | FormKind::Duty(_)
        | FormKind::BulkDo { .. }
        | FormKind::Show
        | FormKind::Article(_)
        | FormKind::Read(_)
        | FormKind::Announce => Ok(()),
    }
}

fn may_decide(request: &Request, standing: Standing) -> std::result::Result<(), Refusal> {
    match request.approval() {
        _ if !standing.approver => Err(Refusal::NotAnApprover),
        Some(approval) if approval.changes.is_some() => Err(Refusal::ChangesAwaited),
        Some(_) => Ok(()),
        None => Err(Refusal::AlreadyDecided),
    }
}

fn still_open(request: &Request) -> std::result::Result<(), Refusal> {
    match &request.status {
        Status::Resolved(_) => Err(Refusal::AlreadyResolved),
        status if status.is_over() => Err(Refusal::Over),
        _ => Ok(()),
    }
}

/// The known word that a typing slip away from `word`, if one is near enough.
fn nearest(word: &str) -> Option<&'static str> {
    DeskWord::KNOWN
        .iter()
        .chain(&DeskWord::LATER)
        .map(|known| (damerau_levenshtein(&word.to_lowercase(), known), *known))
        .min()
        .filter(|(distance, known)| *distance <= known.len() / 2)
        .map(|(_, known)| known)
}
