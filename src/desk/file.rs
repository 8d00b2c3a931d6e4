//! A new request: checked, numbered, promised, shown to both sides.

use jiff::Span;
use jiff::civil::Date;

use crate::clock::FARTHEST_DAYS;
use crate::domain::answer::Wrong;
use crate::domain::catalogue::{Answers, Catalogue, Service, check_answers};
use crate::domain::ids::{Account, Channel, Platform, RequestId};
use crate::domain::intent::{Origin, input};
use crate::domain::people::Person;
use crate::domain::plan::{self, IfLate, Part};
use crate::domain::post::{Job, Side};
use crate::domain::promise::{Grounds, Priority};
use crate::domain::request::{CameBy, Fact, Filed, Link, Request, Source, Status, file};
use crate::domain::talk::{Attachment, Text, flat, plain};
use crate::store::messages::{Kind, NewMessage};
use crate::store::{self};

use super::act::Outcome;
use super::approval::Asking;
use super::{Done, Work};

/// Longest subject, characters.
pub const MOST_SUBJECT: usize = 150;

/// Longest details, characters: as much as one input of a form takes.
pub const MOST_DETAILS: usize = 3_000;

/// What was asked for, by key of the form's inputs.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub service: String,
    pub subject: String,
    pub priority: Option<String>,
    /// From which the priority comes, where the service has it so.
    pub impact: Option<String>,
    pub urgency: Option<String>,
    pub needed_by: Option<String>,
    /// What to do where there is not time enough for its plan.
    pub if_late: Option<String>,
    /// What else the team should know.
    pub details: Option<String>,
    pub answers: Answers,
}

impl Draft {
    /// Checks everything that was asked for.
    ///
    /// # Errors
    /// Every wrong input, by its key.
    pub fn check<'c>(
        &self,
        catalogue: &'c Catalogue,
        today: Date,
    ) -> Result<(&'c Service, Checked), Vec<(String, Wrong)>> {
        let Some(service) = catalogue.service(&self.service) else {
            return Err(vec![(input::SERVICE.to_owned(), Wrong::NoService)]);
        };
        let mut wrong = Vec::new();
        let mut refuse = |key: &str, why| wrong.push((key.to_owned(), why));
        let subject = one_line(&self.subject);
        if subject.is_empty() {
            refuse(input::SUBJECT, Wrong::NoSubject);
        } else if subject.chars().count() > MOST_SUBJECT {
            refuse(input::SUBJECT, Wrong::TooLong { most: MOST_SUBJECT });
        }
        let details = self.details.as_deref().map_or("", str::trim);
        if details.chars().count() > MOST_DETAILS {
            refuse(input::DETAILS, Wrong::TooLong { most: MOST_DETAILS });
        }
        let needed_by = match self.needed_by.as_deref().map(str::parse::<Date>) {
            None => None,
            Some(Ok(date)) if date < today => {
                refuse(input::NEEDED_BY, Wrong::PastDate);
                None
            }
            Some(Ok(date)) if is_far(date, today) => {
                refuse(input::NEEDED_BY, Wrong::FarDate);
                None
            }
            Some(Ok(date)) => Some(date),
            Some(Err(_)) => {
                refuse(input::NEEDED_BY, Wrong::NoSuchDate);
                None
            }
        };
        let if_late = self.if_late.as_deref().map(IfLate::parse);
        if matches!(if_late, Some(None)) {
            refuse(input::IF_LATE, Wrong::NoSuchChoice);
        }
        let if_late = if_late.flatten();
        if let Some(too_late) = self.too_late(service, needed_by, if_late, catalogue, today) {
            refuse(input::NEEDED_BY, too_late);
        }
        let grounds = self.grounds(service, &mut refuse);
        let priority = match self.priority.as_deref() {
            _ if grounds.is_some() => {
                let priorities = &catalogue.desk.priorities;
                grounds.map_or_else(Priority::default, |g| priorities.priority(g))
            }
            None => Priority::default(),
            Some(name) => match serde_json::from_value(name.into()) {
                Ok(priority) => priority,
                Err(_) => {
                    refuse(input::PRIORITY, Wrong::NoSuchPriority);
                    Priority::default()
                }
            },
        };
        let answers = check_answers(service, &self.answers).unwrap_or_else(|errors| {
            for (key, error) in errors {
                refuse(&format!("{}{key}", input::FIELD), Wrong::Field(error));
            }
            Answers::new()
        });
        if wrong.is_empty() {
            Ok((
                service,
                Checked {
                    subject,
                    priority,
                    grounds,
                    needed_by,
                    if_late,
                    details: details.to_owned(),
                    answers,
                },
            ))
        } else {
            Err(wrong)
        }
    }
}

impl Draft {
    /// What is wrong with the day that a plan is needed by.
    fn too_late(
        &self,
        service: &Service,
        needed_by: Option<Date>,
        if_late: Option<IfLate>,
        catalogue: &Catalogue,
        today: Date,
    ) -> Option<Wrong> {
        if service.steps.is_empty() {
            return None;
        }
        let Some(needed_by) = needed_by else {
            // A day that is no day is said already.
            return self.needed_by.is_none().then_some(Wrong::NeedsDate);
        };
        if if_late.is_some() {
            return None;
        }
        let wish = plan::Wish {
            subject: &self.subject,
            details: "",
            answers: &self.answers,
        };
        let steps = plan::draft(service, wish, needed_by, catalogue);
        plan::too_late(&steps, needed_by, today, catalogue)
            .map(|late| Wrong::TooLate(Box::new(late)))
    }

    /// What was said of impact and urgency, where the service asks for them; a program that knows no better may give
    /// a priority instead.
    fn grounds(&self, service: &Service, refuse: &mut impl FnMut(&str, Wrong)) -> Option<Grounds> {
        let said = self.impact.is_some() || self.urgency.is_some();
        if !service.by_impact || (self.priority.is_some() && !said) {
            return None;
        }
        let named = |name: &Option<String>| name.clone().map(serde_json::Value::from);
        let impact = named(&self.impact).map(serde_json::from_value);
        let urgency = named(&self.urgency).map(serde_json::from_value);
        if matches!(impact, Some(Err(_))) {
            refuse(input::IMPACT, Wrong::NoSuchImpact);
        }
        if matches!(urgency, Some(Err(_))) {
            refuse(input::URGENCY, Wrong::NoSuchUrgency);
        }
        Some(Grounds {
            impact: impact.and_then(Result::ok).unwrap_or_default(),
            urgency: urgency.and_then(Result::ok).unwrap_or_default(),
        })
    }
}

/// A draft with nothing wrong in it.
#[derive(Clone, Debug)]
pub struct Checked {
    pub subject: String,
    pub priority: Priority,
    /// From what the priority comes; None: it was chosen.
    pub grounds: Option<Grounds>,
    pub needed_by: Option<Date>,
    /// What to do where there is not time enough for its plan.
    pub if_late: Option<IfLate>,
    /// Empty: nothing else was said.
    pub details: String,
    pub answers: Answers,
}

/// Who asks for whom, and from where.
pub struct Asked<'a> {
    pub requester: &'a Person,
    /// Who logged it.
    pub by: &'a Person,
    /// How it reached them.
    pub came_by: Option<CameBy>,
    pub channel: Source,
    /// The channel that it was asked in, if it was in one.
    pub place: Option<&'a Channel>,
    /// The message that it is about, if it is about one.
    pub origin: Option<&'a Origin>,
    pub files: &'a [Attachment],
    /// The request of which it is a part.
    pub from: Option<Link>,
    /// Nothing of it is for others, whatever its service says.
    pub private: bool,
}

impl Work<'_> {
    /// Makes the request: number, promise, record, both cards, what was said before.
    pub(super) async fn file(
        &mut self,
        service: &Service,
        mut checked: Checked,
        asked: Asked<'_>,
    ) -> Done<Request> {
        let plan = self.drafted(service, &checked);
        let asking = Asking {
            service,
            answers: &checked.answers,
            requester: asked.requester,
            by: asked.by.id,
        };
        let approval = self.approval_wanted(&asking).await?;
        let (served, routing) = self.route(service, &mut checked, asked.requester, asked.place);
        let details = plain(checked.details);
        let number = store::requests::next_number(self.tx, &served.team).await?;
        let filed = Filed {
            subject: checked.subject,
            priority: checked.priority,
            grounds: checked.grounds,
            answers: checked.answers,
            needed_by: checked.needed_by,
            requester: asked.requester.id,
            on_behalf_by: Some(asked.by.id),
            came_by: asked.came_by,
            channel: asked.channel,
            from: asked.from,
            private: asked.private,
        };
        let mut request = file(
            filed,
            &served,
            self.catalogue,
            RequestId(0),
            number,
            self.now,
        );
        if let Some(plan) = &plan {
            let end = self.end(&plan.steps);
            request.needed_by = Some(plan.needed_by);
            request.plan_as(Part::Whole, end, self.catalogue, self.now);
        }
        store::requests::insert(self.tx, &mut request).await?;
        let by = Some(asked.by.id);
        store::events::first(self.tx, request.id, self.now, by, &Fact::Filed).await?;
        let given = self.note_routing(&request, service, routing).await?;
        if let Some(origin) = asked.origin.filter(|o| !o.direct) {
            store::notes::set_origin(self.tx, request.id, &origin.place).await?;
        }
        self.first_cards(&request, asked.requester, asked.origin)
            .await?;
        if !flat(&details).is_empty() || !asked.files.is_empty() {
            self.first_words(&request, asked.by, &details, asked.files)
                .await?;
        }
        if let Some(origin) = asked.origin {
            let job = Job::Thread {
                request: request.id,
                at: origin.place.clone(),
            };
            self.job(&job, Some(request.id)).await?;
        }
        self.refresh_homes(&request, &request).await?;
        let mut request = self.give(request, given).await?;
        tracing::info!(number = %request.number, service = %request.service, "a request was made");
        if let Some(wanted) = approval
            && let Outcome::Done(waits) = self.seek_approval(request.id, wanted).await?
        {
            request = *waits;
        }
        // What has to be approved begins once it is.
        if let Some(plan) = plan {
            self.begin_plan(&request, plan).await?;
            request = store::requests::get(self.tx, request.id)
                .await?
                .unwrap_or(request);
        }
        self.arrived(request).await
    }

    /// It has come to its team: whose turn it is has it, and whoever asked before may have to wait for it.
    pub(super) async fn arrived(&mut self, request: Request) -> Done<Request> {
        let request = self.begin_duty(request).await?;
        if request.priority > Priority::Normal && matches!(request.status, Status::New) {
            self.redraw_queue(&request.team, (request.priority, request.id))
                .await?;
        }
        Ok(request)
    }

    /// A form's details and files go to the team as a message of the requester's.
    pub(super) async fn first_words(
        &mut self,
        request: &Request,
        author: &Person,
        text: &Text,
        files: &[Attachment],
    ) -> Done<()> {
        let new = NewMessage {
            request: request.id,
            author: Some(author.id),
            side: Side::Requester,
            kind: Kind::Said,
            text,
            at: None,
            created_at: self.now,
        };
        let Some(message) = store::messages::insert(self.tx, &new).await? else {
            return Ok(());
        };
        for file in files {
            store::messages::add_file(self.tx, message, file).await?;
        }
        self.copy(request.id, message, Side::Team).await
    }
}

/// More than three years after `today`.
pub(super) fn is_far(date: Date, today: Date) -> bool {
    date > today.saturating_add(Span::new().days(FARTHEST_DAYS))
}

/// One line without characters that draw nothing, or turn the line's direction around.
pub(super) fn one_line(text: &str) -> String {
    let drawn =
        |c: char| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| drawn(*c))
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first line of what was written, cut to what a subject holds.
pub fn subject(text: &Text) -> String {
    let flat = flat(text);
    let line = flat
        .lines()
        .map(str::trim)
        .find(|l| !l.is_empty())
        .unwrap_or("(no text)");
    if line.chars().count() <= MOST_SUBJECT {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MOST_SUBJECT - 1).collect();
    format!("{cut}…")
}

pub(super) fn source(account: &Account) -> Source {
    match account.platform {
        Platform::Slack => Source::Slack,
        Platform::Teams => Source::Teams,
    }
}
