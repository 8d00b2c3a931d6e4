//! A request gets its plan later than it was made: it came to a service with steps by another way than its form. And
//! what of the whole goes along with a step.

use crate::domain::answer::{Answer, Wrong};
use crate::domain::approval::Wanted;
use crate::domain::catalogue::{Answer as Value, Answers, FieldKind, Service, fitting};
use crate::domain::ids::RequestId;
use crate::domain::intent::{FormKind, input};
use crate::domain::people::Person;
use crate::domain::plan::{News, Step};
use crate::domain::post::Side;
use crate::domain::request::{Refusal, Request, Standing};
use crate::domain::talk::{Attachment, Text};
use crate::store;
use crate::store::messages::Kind;

use super::act::Outcome;
use super::approval::Asking;
use super::approval_forms::with_earlier_files;
use super::file::{Checked, Draft};
use super::forms::{field_answers, only_too_late, text};
use super::{Done, Work, answer};

/// More of the talk of a whole is not read when a step opens.
const MOST_BROUGHT: i64 = 200;

impl Work<'_> {
    /// **Plan it**, as it was sent off: by when all is needed, and what the service asks for.
    pub(super) async fn plan_asked(
        &mut self,
        id: RequestId,
        asked: bool,
        values: &Answers,
        files: Vec<(String, Attachment)>,
        person: &Person,
    ) -> Done<Answer> {
        let Some(request) = store::requests::get(self.tx, id).await? else {
            return self.wrong(input::NEEDED_BY, Refusal::NoSuchRequest).await;
        };
        let Some(service) = self.catalogue.service(&request.service) else {
            return self.wrong(input::NEEDED_BY, Refusal::NoSuchDesk).await;
        };
        let given = with_earlier_files(service, &request, field_answers(values, &files));
        let needed_by = text(values, input::NEEDED_BY);
        let if_late = text(values, input::IF_LATE);
        let files: Vec<Attachment> = files.into_iter().map(|(_, file)| file).collect();
        // On record before any step opens; undone with everything where something is wrong.
        if !files.is_empty() {
            self.first_words(&request, person, &Text::new(), &files)
                .await?;
        }
        match self
            .plan_it(&request, (needed_by, if_late), given, person)
            .await?
        {
            Ok(()) => Ok(Answer::Done),
            Err(wrong) if only_too_late(&wrong) && !asked => {
                let form = FormKind::Plan {
                    request: id,
                    service: request.service.clone(),
                    too_late: true,
                };
                let mut seed = self.seed(form, Some(&request), person).await?;
                seed.values.extend(values.clone());
                answer(Answer::Replace(Box::new(seed)))
            }
            Err(wrong) => answer(Answer::Wrong(wrong)),
        }
    }

    /// Gives `request` the plan of its service, for that day and with these answers; or everything that is wrong.
    pub(super) async fn plan_it(
        &mut self,
        request: &Request,
        (needed_by, if_late): (Option<String>, Option<String>),
        answers: Answers,
        person: &Person,
    ) -> Done<Result<(), Vec<(String, Wrong)>>> {
        let refused = |refusal| {
            let wrong = Wrong::Refused { refusal, by: None };
            Ok(Err(vec![(input::NEEDED_BY.to_owned(), wrong)]))
        };
        let standing = Standing::of(person, request, self.catalogue);
        if !standing.requester && !standing.agent {
            return refused(Refusal::NotInvolved);
        }
        if !request.status.is_open() {
            return refused(Refusal::Over);
        }
        if request.plan.is_some() {
            return refused(Refusal::Planned);
        }
        let draft = Draft {
            service: request.service.clone(),
            subject: request.subject.clone(),
            needed_by,
            if_late,
            answers,
            ..Draft::default()
        };
        let (service, checked) = match draft.check(self.catalogue, self.today()) {
            Ok(checked) => checked,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let details = self.told_at_first(request).await?;
        let checked = Checked { details, ..checked };
        match self
            .begin_late(request, service, checked, Some(person))
            .await?
        {
            Ok(()) => Ok(Ok(())),
            Err(refusal) => refused(refusal),
        }
    }

    /// It came to another service, or what it came with is approved: where its service has steps, and everything that
    /// they rest on is known, they begin. Else its cards ask for it.
    pub(super) async fn plan_if_known(&mut self, request: Request) -> Done<Request> {
        let service = self.catalogue.service(&request.service);
        let service = service.filter(|s| !s.steps.is_empty() && request.status.is_open());
        let (Some(service), Some(_), None) = (service, request.needed_by, &request.plan) else {
            return Ok(request);
        };
        let checked = Checked {
            subject: request.subject.clone(),
            priority: request.priority,
            grounds: request.grounds,
            needed_by: request.needed_by,
            if_late: None,
            details: self.told_at_first(&request).await?,
            answers: fitting(service, &request.answers),
        };
        // Why not is no matter: it stays a request like any other.
        let _ = self.begin_late(&request, service, checked, None).await?;
        let now = store::requests::get(self.tx, request.id).await?;
        Ok(now.unwrap_or(request))
    }

    /// Begins it, or says why not: there is nothing to be begun, or somebody's word about something else is under way.
    /// That it has begun is said after its approval was sought, so that no other approval lets it pass.
    async fn begin_late(
        &mut self,
        request: &Request,
        service: &Service,
        checked: Checked,
        person: Option<&Person>,
    ) -> Done<Result<(), Refusal>> {
        let Some(drafted) = self.drafted(service, &checked) else {
            return Ok(Err(Refusal::NoPlan));
        };
        if let Some(wanted) = self.approval_of_plan(request, service, &checked).await?
            && let Outcome::Refused(refusal) = self.seek_approval(request.id, wanted).await?
        {
            return Ok(Err(refusal));
        }
        if checked.answers != request.answers {
            let mut answers = request.answers.clone();
            answers.extend(checked.answers);
            store::approvals::set_answers(self.tx, request.id, &answers).await?;
        }
        let (to, end) = (drafted.needed_by, self.end(&drafted.steps));
        self.plan_news(request.id, person, News::Begun { to }, Some(end))
            .await?;
        if let Some(whole) = store::requests::get(self.tx, request.id).await? {
            self.begin_plan(&whole, drafted).await?;
        }
        Ok(Ok(()))
    }

    /// Who has to approve a plan that begins late: nobody gets around that by another way to it.
    async fn approval_of_plan(
        &mut self,
        request: &Request,
        service: &Service,
        checked: &Checked,
    ) -> Done<Option<Wanted>> {
        let Some(requester) = store::people::get(self.tx, request.requester).await? else {
            return Ok(None);
        };
        let asking = Asking {
            service,
            answers: &checked.answers,
            requester: &requester,
            by: request.on_behalf_by.unwrap_or(requester.id),
        };
        self.approval_wanted(&asking).await
    }

    /// The files of the whole that are a step's too go to its team: all that was attached so far, or those that fill
    /// its form.
    pub(super) async fn bring_files(
        &mut self,
        whole: &Request,
        service: &Service,
        (step, request): (&Step, &Request),
    ) -> Done<()> {
        let plan = self.catalogue.service(&step.of);
        let rule = plan.and_then(|s| s.steps.iter().find(|rule| rule.key == step.key));
        if !rule.is_some_and(|rule| rule.files) {
            return self.bring_filled(whole, service, request).await;
        }
        for message in store::messages::public(self.tx, whole.id, MOST_BROUGHT).await? {
            let theirs = message.kind == Kind::Said;
            if theirs
                && !store::messages::files(self.tx, message.id)
                    .await?
                    .is_empty()
            {
                self.copy(request.id, message.id, Side::Team).await?;
            }
        }
        Ok(())
    }

    /// As a message of who asked: the form of the whole may have said more than is this team's.
    async fn bring_filled(
        &mut self,
        whole: &Request,
        service: &Service,
        step: &Request,
    ) -> Done<()> {
        let names = filled(service, &step.answers);
        if names.is_empty() {
            return Ok(());
        }
        let Some(requester) = store::people::get(self.tx, whole.requester).await? else {
            return Ok(());
        };
        let mut files: Vec<Attachment> = vec![];
        for message in store::messages::in_forms(self.tx, whole.id).await? {
            for (_, file) in store::messages::files(self.tx, message.id).await? {
                // Of several of one name the latest.
                files.retain(|f| f.name != file.name);
                files.push(file);
            }
        }
        files.retain(|file| names.contains(&file.name));
        if files.is_empty() {
            return Ok(());
        }
        self.first_words(step, &requester, &Text::new(), &files)
            .await
    }
}

/// The names of the files among `answers`.
fn filled(service: &Service, answers: &Answers) -> Vec<String> {
    let fields = service.fields.iter();
    let names = fields.filter(|f| matches!(f.kind, FieldKind::File));
    let names = names.filter_map(|f| match answers.get(&f.key) {
        Some(Value::Many(names)) => Some(names.clone()),
        _ => None,
    });
    names.flatten().collect()
}
