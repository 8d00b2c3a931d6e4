//! What is only asked: forms to open, lists, help. Nothing is stored, but who they are.

use futures_util::FutureExt;

use crate::domain::answer::{Answer, Seed};
use crate::domain::catalogue::Answers;
use crate::domain::ids::RequestId;
use crate::domain::intent::{FormKind, Inbound, Intent, NewRequest, Place, Sender};
use crate::domain::people::Person;
use crate::domain::post::Whisper;
use crate::domain::press::Press;
use crate::domain::request::{Bulk, Refusal, Standing};
use crate::domain::talk::Text;
use crate::store::{self, Tx};

use super::forms::serves;
use super::may_open::may_open;
use super::seed::seed;
use super::{Desk, Done, Result, Undo, bulk, canned, snooze};

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
            | FormKind::Move { request: id, .. }
            | FormKind::Plan { request: id, .. }
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
        self.late_again(tx, &mut seed).await?;
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
            Press::OpenMove(request) => {
                let too_late = false;
                (request, FormKind::Move { request, too_late })
            }
            Press::OpenPlan(request) => {
                let (service, too_late) = (String::new(), false);
                let form = FormKind::Plan {
                    request,
                    service,
                    too_late,
                };
                (request, form)
            }
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
            FormKind::Plan {
                request: id,
                too_late,
                ..
            } => FormKind::Plan {
                request: id,
                service: request.service.clone(),
                too_late,
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
        // Whoever has to approve it may read the answers, and nothing that was said; of a wish about it, its card says
        // all that is theirs.
        let of_it = request.last_approval().is_some_and(|a| !a.matter.is_wish());
        let answers = standing.approver && of_it && text.is_empty();
        if !standing.requester && !standing.agent && !answers {
            return Ok(Err(Refusal::NotInvolved));
        }
        let mut seed = seed(tx, &self.catalogue, FormKind::Show, Some(&request), person).await?;
        seed.text = text;
        seed.values = request.answers;
        Ok(Ok(seed))
    }
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
