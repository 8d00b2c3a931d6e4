//! Approvals: who has to give them, and the cards by which they are asked.

use std::collections::BTreeSet;

use crate::domain::answer::{Answer, Wrong};
use crate::domain::approval::{By, MANAGER_FIELD, Matter, Plan, Rule, Wanted};
use crate::domain::catalogue::{Answer as Value, Answers, Service};
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::intent::input;
use crate::domain::people::{Person, PersonRef};
use crate::domain::post::{Job, PostKind, Side};
use crate::domain::request::{Action, Fact, Refusal, Request};
use crate::store;
use crate::store::posts::NewPost;

use super::act::Outcome;
use super::outgoing::{direct, preferred};
use super::{Done, Work, answer};

/// More than this wait for one person's word only where something is wrong.
const MOST_AWAITED: i64 = 100;

/// Who asks for what: what an approval depends on.
pub(super) struct Asking<'a> {
    pub service: &'a Service,
    pub answers: &'a Answers,
    pub requester: &'a Person,
    /// Who asks on their behalf, or they themselves.
    pub by: PersonId,
}

impl Work<'_> {
    /// What has to be approved before anybody works on it; where nobody may do that, the request is not made.
    pub(super) async fn approval_wanted(&mut self, asking: &Asking<'_>) -> Done<Option<Wanted>> {
        let Some(plan) = &asking.service.approval else {
            return Ok(None);
        };
        let approvers = self.approvers(plan, asking).await?;
        if approvers.is_empty() {
            let wrong = Wrong::Refused {
                refusal: Refusal::NobodyApproves,
                by: None,
            };
            return answer(Answer::Wrong(vec![(input::SERVICE.to_owned(), wrong)]));
        }
        Ok(Some(wanted(plan, approvers)))
    }

    /// Nobody approves what they asked for: then the team's lead is asked, then the admins.
    async fn approvers(&mut self, plan: &Plan, asking: &Asking<'_>) -> Done<Vec<PersonId>> {
        let mut approvers = vec![];
        for by in &plan.by {
            let person = match by {
                By::Team(team) => {
                    let all = self.members(team).await?;
                    let all: Vec<PersonId> = all
                        .into_iter()
                        .filter_map(|p| asking.may(Some(p)))
                        .collect();
                    if !all.is_empty() {
                        approvers.extend(all);
                        continue;
                    }
                    None
                }
                By::Person(person) => self.meant(Some(person)).await?,
                By::Lead => self.lead(asking.service).await?,
                By::Field(key) => self.answered(asking.answers.get(key)).await?,
                By::Manager => match self.catalogue.manager_of(asking.requester) {
                    Some(manager) => self.meant(Some(manager)).await?,
                    None => self.answered(asking.answers.get(MANAGER_FIELD)).await?,
                },
            };
            let mut found = asking.may(person);
            // Where several have to agree, nobody's place stays empty.
            if found.is_none() && plan.rule != Rule::Any {
                let lead = self.lead(asking.service).await?;
                found = asking.may(lead);
            }
            approvers.extend(found);
        }
        if approvers.is_empty() {
            let lead = self.lead(asking.service).await?;
            approvers.extend(asking.may(lead));
        }
        if approvers.is_empty() {
            for admin in &self.catalogue.desk.admins {
                let admin = self.meant(Some(admin)).await?;
                approvers.extend(asking.may(admin));
            }
        }
        Ok(approvers)
    }

    /// Whose manager somebody is was not known while their e-mail address was not: who is asked may be another now.
    pub(super) async fn ask_the_manager(&mut self, requester: &Person) -> Done<()> {
        let catalogue = self.catalogue;
        let managers = |s: &Service| {
            let plan = s.approval.as_ref();
            plan.is_some_and(|plan| plan.by.contains(&By::Manager))
        };
        if catalogue.managers.is_empty() || !catalogue.services.iter().any(managers) {
            return Ok(());
        }
        for request in store::requests::open_of(self.tx, requester.id, MOST_AWAITED).await? {
            let service = catalogue.service(&request.service);
            let plan = service.and_then(|s| s.approval.as_ref());
            let (Some(service), Some(plan), Some(_)) = (service, plan, request.approval()) else {
                continue;
            };
            let asking = Asking {
                service,
                answers: &request.answers,
                requester,
                by: request.on_behalf_by.unwrap_or(requester.id),
            };
            let approvers = self.approvers(plan, &asking).await?;
            if !approvers.is_empty() && catalogue.manager_of(requester).is_some() {
                self.seek_approval(request.id, wanted(plan, approvers))
                    .await?;
            }
            // Who was held back so far, since it might have been another.
            if let Some(request) = store::requests::get(self.tx, request.id).await? {
                self.send_approval_cards(&request, None).await?;
            }
        }
        Ok(())
    }

    /// Asks these people, by this rule, about this request; until they have decided its clock stands.
    pub(super) async fn seek_approval(&mut self, id: RequestId, wanted: Wanted) -> Done<Outcome> {
        self.act(id, None, &Action::SeekApproval(wanted)).await
    }

    async fn lead(&mut self, service: &Service) -> Done<Option<Person>> {
        let team = self.catalogue.team(&service.team);
        self.meant(team.and_then(|t| t.lead.as_ref())).await
    }

    /// Everybody who serves in that team.
    async fn members(&mut self, team: &str) -> Done<Vec<Person>> {
        let catalogue = self.catalogue;
        let members = catalogue.team(team).map(|team| team.members());
        let members: Vec<&PersonRef> = members.into_iter().flatten().collect();
        let mut people = vec![];
        for member in members {
            people.extend(self.meant(Some(member)).await?);
        }
        Ok(people)
    }

    async fn answered(&mut self, answer: Option<&Value>) -> Done<Option<Person>> {
        match answer {
            Some(Value::Person(account)) => Ok(Some(self.meet_account(account).await?)),
            _ => Ok(None),
        }
    }

    /// Whom the configuration means; if we have not met them, they are looked up, and get their card then.
    pub(super) async fn meant(&mut self, person: Option<&PersonRef>) -> Done<Option<Person>> {
        Ok(match person {
            None => None,
            Some(PersonRef::Account(account)) => Some(self.meet_account(account).await?),
            Some(by_email @ PersonRef::Email(email)) => {
                let (person, _) = store::people::meet_by_email(self.tx, email, self.now).await?;
                if person.accounts.is_empty() {
                    self.look_up(by_email).await?;
                }
                Some(person)
            }
        })
    }

    /// Keeps on record whose word is awaited, and what they are shown.
    pub(super) async fn approval_changed(
        &mut self,
        before: &Request,
        request: &Request,
        fact: &Fact,
    ) -> Done<()> {
        store::approvals::set(self.tx, request.id, request.approval()).await?;
        if matches!(fact, Fact::Revised) {
            store::approvals::set_answers(self.tx, request.id, &request.answers).await?;
        }
        self.redraw(request, &[PostKind::ApprovalCard, PostKind::ApprovalNudge])
            .await?;
        // Whose word is awaited has it on their page.
        let both = [before, request].into_iter().filter_map(Request::approval);
        let people: BTreeSet<PersonId> = both.flat_map(|a| a.people()).collect();
        let mut homes = BTreeSet::new();
        for person in people {
            if store::people::has_home(self.tx, person).await? {
                homes.insert(person);
            }
        }
        self.draw_homes(homes).await
    }

    /// A card for each who is asked now; who has one already is told of it by `anew`, the event by which they are asked
    /// once more.
    pub(super) async fn ask_approvers(&mut self, request: &Request, anew: Option<i64>) -> Done<()> {
        match self.manager_unknown(request).await? {
            true => Ok(()),
            false => self.send_approval_cards(request, anew).await,
        }
    }

    /// Whoever asks is known by their account only, so far, and whose manager is meant depends on who they are. As soon
    /// as their platform has told, their approvers are asked, or others in their place.
    async fn manager_unknown(&mut self, request: &Request) -> Done<bool> {
        let service = self.catalogue.service(&request.service);
        let plan = service.and_then(|s| s.approval.as_ref());
        let manager = plan.is_some_and(|plan| plan.by.contains(&By::Manager));
        let own = request.approval().is_some_and(|a| !a.matter.is_wish());
        if !manager || !own || self.catalogue.managers.is_empty() {
            return Ok(false);
        }
        let requester = store::people::get(self.tx, request.requester).await?;
        let Some(requester) = requester.filter(|p| p.email.is_none()) else {
            return Ok(false);
        };
        for account in requester.accounts {
            let profile = Job::Profile(account).key();
            if store::outbox::waits(self.tx, &profile).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn send_approval_cards(&mut self, request: &Request, anew: Option<i64>) -> Done<()> {
        let asked = request.approval().map_or(vec![], |a| a.asked());
        for person in asked {
            let cards =
                store::posts::of_request(self.tx, request.id, PostKind::ApprovalCard).await?;
            if !cards.iter().any(|c| c.to.person == Some(person)) {
                self.post_to(request, person, PostKind::ApprovalCard, 0)
                    .await?;
            } else if let Some(seq) = anew {
                self.post_to(request, person, PostKind::ApprovalNudge, seq)
                    .await?;
            }
        }
        Ok(())
    }

    /// Reminds whose word is still awaited.
    pub(super) async fn nudge_approvers(&mut self, request: &Request, seq: i64) -> Done<()> {
        // Their platform may never have told who asks.
        self.send_approval_cards(request, None).await?;
        for person in request.approval().map_or(vec![], |a| a.asked()) {
            self.post_to(request, person, PostKind::ApprovalNudge, seq)
                .await?;
        }
        Ok(())
    }

    /// In their direct messages; nothing while we do not know where they can be reached.
    async fn post_to(
        &mut self,
        request: &Request,
        person: PersonId,
        kind: PostKind,
        about: i64,
    ) -> Done<()> {
        let person = store::people::get(self.tx, person).await?;
        let to = person.and_then(|person| direct(&person, preferred(request.channel)));
        let Some(to) = to else {
            return Ok(());
        };
        let new = NewPost {
            kind,
            request: Some(request.id),
            about,
            side: Side::Team,
            to: &to,
            data: None,
        };
        self.post(&new).await?;
        Ok(())
    }

    /// Somebody can be reached now: what waits for their word, and whom their own requests wait for.
    pub(super) async fn missing_approvals(&mut self, person: &Person) -> Done<()> {
        let awaiting = store::approvals::awaiting(self.tx, person.id, MOST_AWAITED).await?;
        for request in awaiting {
            self.ask_approvers(&request, None).await?;
            // Now they have a name there, too.
            self.redraw_cards(&request).await?;
        }
        Ok(())
    }
}

/// The request itself is what has to be approved.
fn wanted(plan: &Plan, approvers: Vec<PersonId>) -> Wanted {
    Wanted {
        matter: Matter::Request,
        approvers,
        rule: plan.rule,
        remind_after: plan.remind_after,
        expires_after: plan.expires_after,
        on_expiry: plan.on_expiry,
    }
}

impl Asking<'_> {
    /// Those who may approve it.
    fn may(&self, person: Option<Person>) -> Option<PersonId> {
        let own = |id| id == self.requester.id || id == self.by;
        person.filter(|p| !p.stranger && !own(p.id)).map(|p| p.id)
    }
}
