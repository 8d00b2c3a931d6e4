//! Keys of the inputs of our forms.

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
/// Whose turn is the first.
pub const BEGINS: &str = "begins";
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
