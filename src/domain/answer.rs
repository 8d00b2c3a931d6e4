//! What the desk answers inside the platform's own exchange: meaning, no words.

use super::article::Article;
use super::canned::Canned;
use super::catalogue::{Answers, DigestKind, FieldError};
use super::digest::Behind;
use super::ids::{Account, PersonId, Platform, RequestId};
use super::intent::{FormKind, ViewRef};
use super::people::Person;
use super::plan::TooLate;
use super::request::Refusal;
use super::roster::Slip;
use super::routing::WhyHere;
use super::talk::Text;

/// What the desk answers inside the platform's own exchange. Everything else goes by the outbox.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Done,
    /// Opens this form (the exchange has a trigger).
    Open(Box<Seed>),
    /// Shows this form in place of `view`.
    Show {
        view: ViewRef,
        seed: Box<Seed>,
    },
    /// Shows this form in place of the one that was submitted.
    Replace(Box<Seed>),
    /// The form stays; these inputs are wrong.
    Wrong(Vec<(String, Wrong)>),
    /// The options of a long list that match what was typed.
    Options {
        form: FormKind,
        input: String,
        typed: String,
    },
    /// The same, found already: what comes back where it is chosen, and what is shown.
    Choices(Vec<(String, String)>),
    /// A word to the one who asked, seen by nobody else.
    Say(Say),
    /// They may not, or it cannot be done.
    Refused(Refusal),
}

impl From<Person> for PersonName {
    fn from(person: Person) -> PersonName {
        PersonName {
            id: person.id,
            name: person.name,
            accounts: person.accounts,
        }
    }
}

/// Why an input of a form is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    Field(FieldError),
    Refused {
        refusal: Refusal,
        by: Option<PersonName>,
    },
    NoService,
    NoSubject,
    PastDate,
    /// More than [`crate::clock::FARTHEST_DAYS`] away.
    FarDate,
    NoSuchDate,
    /// Its plan is counted back from a day.
    NeedsDate,
    /// There is not time enough for its plan.
    TooLate(Box<TooLate>),
    NoSuchChoice,
    NoSuchPriority,
    NoSuchImpact,
    NoSuchUrgency,
    Roster(Slip),
    /// No name that a reply can have.
    NoName,
    /// They have one of that name.
    NameTaken,
    /// Nothing that a reply can name.
    NoSuchVariable {
        name: String,
    },
    TooLong {
        most: usize,
    },
    /// What is required was left out.
    Missing,
    /// An article without a title.
    NoTitle,
    /// An article or a request's summary that somebody else changed meanwhile, or made an article of.
    Changed,
    /// No time that is still to come.
    NoSuchTime,
    /// There is no place where it would be said.
    Nowhere,
}

/// How to name a person where the platform may not know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName {
    pub id: PersonId,
    pub name: Option<String>,
    pub accounts: Vec<Account>,
}

/// What a form needs to be drawn: its kind, and what is filled in already.
#[derive(Clone, Debug, PartialEq)]
pub struct Seed {
    pub form: FormKind,
    /// Filled in, by the input's key.
    pub values: Answers,
    /// A new request: may ask for somebody else. About a request: acts for its team.
    pub agent: bool,
    /// What it is about, where it is about a request.
    pub about: Option<About>,
    /// What the forms about rosters choose from.
    pub duty: Option<Box<DutySeed>>,
    /// The text of [`FormKind::Show`]; empty: it shows `values`, the answers of what it is about.
    pub text: Text,
    /// What [`FormKind::Why`] tells.
    pub why: Option<Box<WhyHere>>,
    /// What came of an act on several requests: [`FormKind::Show`] tells it instead of anything else.
    pub outcome: Option<Outcome>,
    /// An agent has just logged what it is about: [`FormKind::Show`] says its number.
    pub logged: bool,
    /// What is behind a line of a digest: [`FormKind::Show`] lists it.
    pub listed: Option<Box<Listed>>,
    /// The day that is filled in leaves a plan too little time: [`FormKind::Move`] says so.
    pub late: Option<Box<TooLate>>,
}

impl Seed {
    /// A form with nothing in it.
    pub fn new(form: FormKind) -> Seed {
        Seed {
            form,
            values: Answers::new(),
            agent: false,
            about: None,
            duty: None,
            text: Text::new(),
            why: None,
            outcome: None,
            logged: false,
            listed: None,
            late: None,
        }
    }
}

/// The requests behind a line of a digest.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub behind: Behind,
    /// Where they are looked at.
    pub platform: Platform,
    pub all: Vec<About>,
    /// There are more.
    pub more: bool,
}

/// What came of an act on several requests.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The numbers of those to which it was done.
    pub done: Vec<String>,
    /// The others, why, and who was first where that is why.
    pub refused: Vec<(String, Refusal, Option<PersonName>)>,
}

/// A request in one line.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    pub id: RequestId,
    pub number: String,
    pub subject: String,
    pub team: String,
    pub service: String,
    pub status: &'static str,
    pub assignee: Option<PersonName>,
    pub requester: Option<PersonName>,
    /// None: nothing promised, or answered already.
    pub first_response_due: Option<i64>,
    pub resolution_due: Option<i64>,
    pub created_at: i64,
    /// 1 to 5.
    pub rating: Option<u8>,
    /// Where others read along its subject is not shown.
    pub private: bool,
    /// To its conversation, where the reader can open it.
    pub link: Option<String>,
}

/// What is said to one person only, in answer to what they did.
#[derive(Clone, Debug, PartialEq)]
pub enum Say {
    Help {
        agent: bool,
    },
    Mine(Vec<About>),
    /// What waits for their approval.
    Approvals(Vec<About>),
    Queue {
        team: Option<String>,
        open: Vec<About>,
    },
    Duty {
        teams: Vec<OnDuty>,
        /// They serve in one, and may change who is.
        agent: bool,
    },
    /// The rosters as the configuration writes them, one a team.
    Rosters(Vec<String>),
    Who {
        typed: String,
        found: Vec<Served>,
    },
    /// `near`: the known word that comes nearest.
    Unknown {
        word: String,
        near: Option<&'static str>,
    },
    NotYet {
        word: String,
    },
    /// Replies that are kept: their own, with their ids, and those of their teams, by the team's name.
    Replies {
        own: Vec<(i64, Canned)>,
        team: Vec<(String, Canned)>,
    },
    NoTeam,
    Why(Box<WhyHere>),
    /// What was asked for with a word is not for them, or not there.
    Refused(Refusal),
    /// How `/desk why` is written.
    WhyUsage,
    /// Their page is where the platform has pages.
    HomeIsAPage,
    Digest(Box<super::digest::Figures>),
    OwnDigest {
        figures: Box<super::digest::OwnFigures>,
        /// How often they get it by themselves.
        wish: Option<DigestKind>,
    },
    /// How often they get a digest of their own from now on.
    DigestWished(Option<DigestKind>),
    /// What was found in what the teams know, the best first; `kept`: among what the reader may change. `teams`: those
    /// whose articles the reader writes.
    Articles {
        words: String,
        found: Vec<Article>,
        kept: bool,
        teams: Vec<String>,
    },
    /// How `/desk kb` is written.
    KbUsage {
        writes: bool,
    },
    /// Their own requests and articles, for lists that a platform shows as they type.
    Found {
        mine: Vec<About>,
        articles: Vec<Article>,
    },
    /// Only leads and admins say something to everybody.
    NoLead,
}

/// Who is there for a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnDuty {
    /// Its name.
    pub team: String,
    /// None: it has no roster, and `people` are all who serve it.
    pub roster: Option<Turnover>,
    /// By name as far as we have met them.
    pub people: Vec<String>,
}

/// When that changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turnover {
    /// None: not for weeks.
    pub until: Option<i64>,
    /// Who comes then, or after a time without anybody; None: nobody for weeks.
    pub next: Option<(i64, Vec<String>)>,
}

/// A service that somebody asked for by words of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// Its key.
    pub service: String,
    pub duty: OnDuty,
}

/// What the forms about rosters choose from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DutySeed {
    /// Teams in which they serve: key and name.
    pub teams: Vec<(String, String)>,
    /// Everybody who serves in those: as the configuration writes them, and by name.
    pub people: Vec<(String, String)>,
    /// Duties to come of whoever asks, for swaps.
    pub mine: Vec<DutyChoice>,
    /// What could be taken for one; without a time: nothing in return.
    pub offers: Vec<DutyChoice>,
    /// What can be taken back.
    pub set: Vec<(String, super::roster::News, jiff::tz::TimeZone)>,
}

/// A duty to be given away or taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyChoice {
    /// What comes back where it is chosen.
    pub value: String,
    /// Whose, by name.
    pub who: String,
    /// From when until when, and by whose clocks.
    pub when: Option<(i64, i64, jiff::tz::TimeZone)>,
}
