//! Everything that a person, a platform or a timer can ask of the desk. Meaning: no wire names, no
//! words. What is answered is in `answer`, what our buttons mean in `press`.

use serde::{Deserialize, Serialize};

use super::catalogue::{Answers, DigestKind};
use super::ids::{
    Account, AnnouncementId, ArticleId, Channel, FileId, PersonId, PostId, RequestId,
};
use super::press::Press;
use super::request::{Bulk, TimerKind};
use super::roster::DutyDeed;
use super::talk::{Attachment, Text};

/// Something that came in, verified and parsed.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbound {
    /// The same key never counts twice: Slack's `event_id`, a post's channel and ts, a view's id.
    pub key: String,
    /// None for what the platform itself reports, and for timers.
    pub by: Option<Sender>,
    pub intent: Intent,
}

/// Who did it, as the platform tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    pub account: Account,
    /// As the payload has it; often missing.
    pub name: Option<String>,
    /// Of another company (Slack Connect).
    pub stranger: bool,
}

impl Sender {
    /// A colleague of whom no more than the account is known.
    pub fn of(account: Account) -> Sender {
        Sender {
            account,
            name: None,
            stranger: false,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// `/request`, the shortcuts, **New request** anywhere: wants the form.
    NewRequest(NewRequest),
    /// Another service was picked in the form: wants the form again.
    Follow {
        form: FormKind,
        values: Answers,
        view: ViewRef,
    },
    /// Wants the options of a long list in a form (or `service` itself) that match `typed`.
    Options {
        form: FormKind,
        input: String,
        typed: String,
    },
    /// A form was submitted.
    Submit {
        form: FormKind,
        values: Answers,
        files: Vec<(String, Attachment)>,
    },
    /// A button or menu entry of ours was pressed; `on` is where.
    Press {
        press: Press,
        on: Place,
    },
    /// `/desk …`.
    Desk(DeskWord),
    /// A reaction was put on a message, or taken back.
    React {
        on: Place,
        emoji: String,
        added: bool,
        author: Option<Account>,
    },
    /// Somebody wrote something where we can read it.
    Said(Said),
    Edited {
        at: Place,
        text: Text,
    },
    Deleted {
        at: Place,
    },
    HomeOpened,
    /// Wants a form that was offered, with what is filled in.
    Open {
        form: FormKind,
        values: Answers,
    },
    /// Somebody was asked whether a file may be put among theirs.
    FileAnswered {
        file: FileId,
        /// The copy that names it.
        post: PostId,
        /// The question.
        on: Place,
        /// Where it may be put, in the platform's own terms; None: they do not want it.
        grant: Option<String>,
    },
    /// Somebody has the app in a chat of their own now.
    Met {
        channel: Channel,
    },
    /// What a job of ours found out on the platform (never from outside).
    Learned(Learned),
    /// The platform's own news.
    Lifecycle(Lifecycle),
    TimerFired(Timer),
}

/// A message on a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub channel: Channel,
    /// The message; Slack's `ts`.
    pub ts: String,
    /// The thread that it is in, or that it has begun.
    pub thread: Option<String>,
}

/// What is known when somebody wants the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRequest {
    /// What was typed after the command.
    pub text: String,
    /// Where they are: a request channel has its team's services first.
    pub channel: Option<Channel>,
    /// The message that it is about.
    pub origin: Option<Origin>,
    /// The number of a closed request to start from.
    pub again: Option<RequestId>,
}

/// The message that a request is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub place: Place,
    pub author: Option<Account>,
    /// We are in that channel (we got an event from it), so the thread can be used.
    pub present: bool,
    /// It was written to the bot alone: nobody else reads along there.
    #[serde(default)]
    pub direct: bool,
}

/// A form, and what it is about: travels with it and comes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    NewRequest(NewRequestForm),
    Assign(RequestId),
    Ask(RequestId),
    Reply(RequestId),
    /// A reply that was kept, to be looked at before it goes.
    SendReply(RequestId),
    /// One of somebody's own replies; 0: a new one.
    OwnReply(i64),
    Resolve(RequestId),
    HandOver(RequestId),
    /// To the team whose it is: it came to the wrong one.
    WrongTeam(RequestId),
    /// Why it is here; nothing to submit.
    Why(RequestId),
    Hold(RequestId),
    /// On hold until a time.
    Snooze(RequestId),
    /// How long it took.
    Handling(RequestId),
    /// Into which other one it goes.
    Merge(RequestId),
    /// To which other one it is related.
    Link(RequestId),
    /// A second request of a part of it.
    Split(RequestId),
    /// Who follows it.
    Watchers(RequestId),
    Cancel(RequestId),
    /// "Not solved".
    Reopen(RequestId),
    /// What else can be done: acts at once, or becomes the form of what was chosen.
    More(RequestId),
    /// Why a 1 or a 2, or any comment.
    Comment(RequestId),
    /// A new time, and why.
    Delay(RequestId),
    /// Another priority.
    Priority(RequestId),
    /// Something about who is on duty.
    Duty(DutyDeed),
    /// Another day by which a plan is needed; `too_late`: what is to be done because that day is too near.
    Move {
        request: RequestId,
        too_late: bool,
    },
    /// By when a request is needed that has no plan yet, and the form of `service`, whose steps that takes.
    Plan {
        request: RequestId,
        service: String,
        too_late: bool,
    },
    /// Not approved, and why.
    Decline(RequestId),
    /// What has to be changed before it can be approved.
    AskChanges(RequestId),
    /// Who is to approve it in their place.
    Delegate(RequestId),
    /// The answers of a request, to be changed as an approver wants it; `service`: whose form it is.
    Revise {
        request: RequestId,
        service: String,
    },
    /// Which of several requests, and what with them.
    Bulk,
    /// What that takes.
    BulkDo {
        what: Bulk,
        numbers: Vec<String>,
    },
    /// The whole of something long; nothing to submit.
    Show,
    /// What a team knows, to be written or changed.
    Article(ArticleForm),
    /// An article to be read, with the question whether it helped.
    Read(ArticleId),
    /// Something to say to everybody concerned.
    Announce,
}

/// Which article is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArticleForm {
    /// None: a new one.
    pub id: Option<ArticleId>,
    /// As it was when the form was opened.
    pub version: i64,
    /// The request whose summary it is made of.
    pub from: Option<RequestId>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NewRequestForm {
    /// The service whose fields are shown.
    pub service: Option<String>,
    pub channel: Option<Channel>,
    pub origin: Option<Origin>,
    /// An agent logs what somebody told them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub log: bool,
    /// What was typed into fields that the present service does not have.
    #[serde(default, skip_serializing_if = "Answers::is_empty")]
    pub kept: Answers,
    /// There is not time enough for its plan: what then is to be chosen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub too_late: bool,
    /// The offer that it was opened from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<PostId>,
}

/// An open form on the platform, to be shown anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewRef {
    pub id: String,
    /// Refuses the update if somebody else changed it meanwhile.
    pub hash: Option<String>,
}

/// Keys of the inputs of our forms.
pub mod input {
    pub const SERVICE: &str = "service";
    pub const SUBJECT: &str = "subject";
    pub const PRIORITY: &str = "priority";
    pub const NEEDED_BY: &str = "needed_by";
    /// For whom, when an agent asks on somebody's behalf.
    pub const FOR: &str = "for";
    /// What to do where a plan's day is too near.
    pub const IF_LATE: &str = "if_late";
    /// What else the team should know of a new request: its first message.
    pub const DETAILS: &str = "details";
    /// The one text of a form: a summary, a question, a reason.
    pub const TEXT: &str = "text";
    /// How much later it will be done.
    pub const LATER: &str = "later";
    /// How it reached whoever logs it.
    pub const CAME_BY: &str = "came_by";
    /// The name of a reply that is kept; which of them may go (no input: known beforehand); the words to go.
    pub const CANNED: &str = "canned";
    pub const OFFERED: &str = "offered";
    pub const REPLY: &str = "reply";
    /// How something is called, and whether it is no longer needed.
    pub const NAME: &str = "name";
    pub const DELETE: &str = "delete";
    /// Several requests, by their numbers.
    pub const REQUESTS: &str = "requests";
    /// Another request.
    pub const NUMBER: &str = "number";
    /// Until which day, and at what time of it.
    pub const DATE: &str = "date";
    pub const TIME: &str = "time";
    /// How long somebody was busy with it.
    pub const MINUTES: &str = "minutes";
    /// Who is affected by what is asked for, and how badly.
    pub const IMPACT: &str = "impact";
    pub const URGENCY: &str = "urgency";
    /// To whom it is assigned.
    pub const PERSON: &str = "person";
    /// What to do, of all that **More** offers.
    pub const MORE: &str = "more";
    /// No input: known beforehand, whether whoever opens **More** watches the request.
    pub const WATCHING: &str = "watching";
    /// Of a roster's forms.
    pub const TEAM: &str = "team";
    pub const SINCE: &str = "since";
    pub const SINCE_TIME: &str = "since_time";
    pub const UNTIL_TIME: &str = "until_time";
    /// Which duty is given away, which shift or change is meant.
    pub const WHICH: &str = "which";
    /// To whom, and for what in return.
    pub const OFFER: &str = "offer";
    /// In place of whom.
    pub const INSTEAD: &str = "instead";
    pub const PEOPLE: &str = "people";
    pub const TURN: &str = "turn";
    pub const DAYS: &str = "days";
    pub const HOURS: &str = "hours";
    pub const ZONE: &str = "zone";
    /// Of an article or an announcement: the team, or a service of it.
    pub const ABOUT: &str = "about";
    /// Of an article.
    pub const TITLE: &str = "title";
    pub const BODY: &str = "body";
    pub const STATE: &str = "state";
    /// Whether it is for everybody.
    pub const EVERYBODY: &str = "everybody";
    /// Whether it helped.
    pub const HELPED: &str = "helped";
    /// Of an announcement: where it is said, and until when.
    pub const WHERE: &str = "where";
    pub const UNTIL: &str = "until";
    /// Places of an announcement.
    pub const IN_CHANNELS: &str = "channels";
    pub const TO_ASKERS: &str = "askers";
    /// No input: known beforehand, the teams that can be chosen.
    pub const TEAMS: &str = "teams";
    /// A field of the service's own form is `f.` and its key.
    pub const FIELD: &str = "f.";
}

/// `/desk` and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskWord {
    Help,
    Mine,
    Queue,
    /// Who is on duty.
    Duty,
    /// The rosters in the form of the configuration.
    DutyExport,
    /// `/desk who WORDS`: who serves that.
    Who(String),
    /// `/desk log @PERSON WORDS`: on somebody's behalf.
    Log {
        person: Option<Account>,
        text: String,
    },
    /// What is kept to be said again.
    Replies,
    /// Now, of the team that works in this channel, else of the agent's own.
    Digest {
        channel: Option<Channel>,
        kind: DigestKind,
    },
    /// What is with them, now.
    OwnDigest,
    /// They wish for a digest of their own that often; None: no longer.
    DigestMe(Option<DigestKind>),
    /// What waits for their approval.
    Approvals,
    /// Their own page.
    Home,
    /// `/desk why IT-42`: why it is where it is. Empty: no number was given.
    Why(String),
    /// Searches what the teams know; `new` and `edit …` are for those who write it.
    Kb(String),
    /// Says something to everybody concerned.
    Announce,
    /// Requests of theirs and articles at once, where a platform searches as they type.
    Find(String),
    /// A word of the contract that a later version brings.
    NotYet(String),
    Unknown(String),
}

impl DeskWord {
    /// The words that `/desk help` explains.
    pub const KNOWN: [&str; 13] = [
        "help",
        "home",
        "mine",
        "kb",
        "approvals",
        "queue",
        "duty",
        "who",
        "why",
        "log",
        "replies",
        "digest",
        "announce",
    ];
    /// Words that are promised and not there yet.
    pub const LATER: [&str; 2] = ["stats", "login"];
}

/// A message that a person wrote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub at: Place,
    pub text: Text,
    pub files: Vec<Attachment>,
    /// A direct message to the bot.
    pub direct: bool,
    /// The bot was mentioned.
    pub mention: bool,
    /// Whether the thread was begun by a message of our own; None where the platform does not say who began it.
    pub under_ours: Option<bool>,
    /// The conversation has no threads: what is said belongs to what is being talked about.
    #[serde(default)]
    pub threadless: bool,
}

/// What a job of ours found out on the platform.
#[derive(Clone, Debug, PartialEq)]
pub enum Learned {
    Profile {
        account: Account,
        profile: Option<Profile>,
    },
    /// The account that an e-mail address of the configuration belongs to.
    Email {
        email: String,
        account: Account,
        profile: Profile,
    },
    /// The message under a `:ticket:`.
    Ticketed { by: Account, message: Old },
    /// The earlier messages of the thread that a request was made from.
    Thread {
        request: RequestId,
        messages: Vec<Old>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub name: String,
    pub email: Option<String>,
    pub time_zone: Option<String>,
    pub stranger: bool,
    pub bot: bool,
}

/// A message that was there before we looked.
#[derive(Clone, Debug, PartialEq)]
pub struct Old {
    pub at: Place,
    pub author: Option<Account>,
    pub text: Text,
    pub files: Vec<Attachment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lifecycle {
    /// The workspace holds events back: too many in that minute (unix seconds).
    RateLimited {
        minute: i64,
    },
    Uninstalled,
    /// Our own token was revoked.
    TokenRevoked,
    /// The bot was added to a channel.
    Joined(Channel),
    /// It was taken out of one, or the channel is gone.
    Left(Channel),
    /// People came to a channel that it is in.
    MembersCame(Channel),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    Request {
        request: RequestId,
        kind: TimerKind,
    },
    Digest {
        team: String,
        kind: DigestKind,
    },
    OwnDigest {
        person: PersonId,
        kind: DigestKind,
    },
    /// Something about who is on duty in a team.
    Duty {
        team: String,
        kind: DutyTimer,
    },
    /// Something has to be done for an announcement.
    Announcement {
        id: AnnouncementId,
        step: AnnouncementStep,
    },
    /// Open requests of a team are compared with what their services promise, those after that id.
    Targets {
        team: String,
        after: i64,
    },
    /// A plan's next step opens, is announced, or is late.
    Plan {
        request: RequestId,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyTimer {
    /// The team is told who is on duty today.
    Announce,
    /// Somebody goes off duty, or comes.
    HandOver,
}

/// What an announcement is looked at for; the walks go on after an id, once when it begins and once when it is `over`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnouncementStep {
    /// Its time is up.
    Ends,
    /// Where it stands, it says how it is now.
    Posts { after: i64 },
    /// Those who wait for what it concerns.
    Requests { after: i64, over: bool },
    /// People's pages.
    Homes { after: i64, over: bool },
}
