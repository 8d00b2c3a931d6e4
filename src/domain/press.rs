//! The buttons of our cards, and their one written form.

use super::catalogue::DigestKind;
use super::digest::Behind;
use super::ids::{AnnouncementId, ArticleId, MessageId, PostId, RequestId, ServiceKey, StepId};
use super::promise::Span;
use super::request::Intake;
use super::roster::DutyDeed;

/// A button of ours. `to_wire` and `from_wire` are its only written form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Press {
    Take(RequestId),
    OpenAssign(RequestId),
    OpenAsk(RequestId),
    OpenReply(RequestId),
    OpenResolve(RequestId),
    OpenMore(RequestId),
    OpenCancel(RequestId),
    Unwatch(RequestId),
    /// Reopen at once (agents); the requester's "Not solved" asks why first.
    OpenReopen(RequestId),
    Rate(RequestId, u8),
    OpenComment(RequestId),
    Intake(RequestId, Intake),
    /// So many minutes were spent on it.
    Handled(RequestId, u16),
    OpenHandling(RequestId),
    OpenWatchers(RequestId),
    /// It had come to the wrong team: it is this service's, of another one.
    WrongDoor(RequestId, ServiceKey),
    /// The same of a service that is still to be chosen.
    OpenWrongTeam(RequestId),
    /// Work goes on, after waiting or hold.
    GoOn(RequestId),
    /// A new time for the result, at once.
    Later(RequestId, Later),
    /// A new time, with the reason.
    OpenDelay(RequestId),
    /// An approver's yes.
    Approve(RequestId),
    OpenDecline(RequestId),
    OpenChanges(RequestId),
    OpenDelegate(RequestId),
    /// The answers, to be changed as an approver wants it.
    OpenRevise(RequestId),
    /// All answers of a request.
    Details(RequestId),
    /// The whole of a message that had to be cut.
    Whole(MessageId),
    /// The form; with a post of ours whose `origin` it starts from, or 0.
    NewRequest(i64),
    /// One of the reader's own replies, or 0.
    OpenReplyOfMine(i64),
    /// Several requests of the reader's teams at once.
    OpenBulk,
    /// The form, from a closed request.
    Again(RequestId),
    /// The requests behind a line of a digest.
    Behind(Behind),
    /// A digest of their own that often; None: no longer.
    WishDigest(Option<DigestKind>),
    /// What can be done to a roster.
    OpenDuty(DutyDeed),
    /// Yes or no to a swap, a row of `duty_swaps`.
    AnswerSwap(i64, bool),
    /// What was done becomes an article.
    MakeArticle(RequestId),
    NewArticle,
    EditArticle(ArticleId),
    ReadArticle(ArticleId),
    /// The article made the request unnecessary that the post offers.
    Helped(PostId, ArticleId),
    /// What was announced is over.
    EndAnnouncement(AnnouncementId),
    /// Another day by which a plan is needed.
    OpenMove(RequestId),
    /// A plan for what has none yet.
    OpenPlan(RequestId),
    /// What becomes of a step of a plan.
    Step(StepId, StepPress),
}

/// What can be done about a step that is no request (yet).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepPress {
    StartNow,
    Skip,
    /// Ask for it once more.
    Anew,
}

impl StepPress {
    const ALL: [StepPress; 3] = [StepPress::StartNow, StepPress::Skip, StepPress::Anew];

    fn to_wire(self) -> &'static str {
        match self {
            StepPress::StartNow => "step:start",
            StepPress::Skip => "step:skip",
            StepPress::Anew => "step:anew",
        }
    }
}

/// How much later, in the team's own time from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Later {
    Hour,
    Day,
    Days,
}

impl Later {
    pub const ALL: [Later; 3] = [Later::Hour, Later::Day, Later::Days];

    pub fn span(self) -> Span {
        match self {
            Later::Hour => Span::Minutes(60),
            Later::Day => Span::Days(1),
            Later::Days => Span::Days(3),
        }
    }

    fn to_wire(self) -> &'static str {
        match self {
            Later::Hour => "later:hour",
            Later::Day => "later:day",
            Later::Days => "later:days",
        }
    }
}

impl Press {
    /// It only opens a form (or shows something): nothing is stored.
    pub fn opens(self) -> bool {
        match self {
            Press::OpenAssign(_)
            | Press::OpenAsk(_)
            | Press::OpenReply(_)
            | Press::OpenResolve(_)
            | Press::OpenMore(_)
            | Press::OpenCancel(_)
            | Press::OpenReopen(_)
            | Press::OpenComment(_)
            | Press::OpenDelay(_)
            | Press::OpenDecline(_)
            | Press::OpenChanges(_)
            | Press::OpenDelegate(_)
            | Press::OpenRevise(_)
            | Press::OpenHandling(_)
            | Press::OpenWrongTeam(_)
            | Press::OpenWatchers(_)
            | Press::Details(_)
            | Press::Whole(_)
            | Press::NewRequest(_)
            | Press::OpenReplyOfMine(_)
            | Press::OpenBulk
            | Press::Again(_)
            | Press::Behind(_)
            | Press::OpenDuty(_)
            | Press::MakeArticle(_)
            | Press::NewArticle
            | Press::EditArticle(_)
            | Press::ReadArticle(_)
            | Press::OpenMove(_)
            | Press::OpenPlan(_) => true,
            Press::Take(_)
            | Press::Unwatch(_)
            | Press::Rate(..)
            | Press::Intake(..)
            | Press::Handled(..)
            | Press::GoOn(_)
            | Press::WrongDoor(..)
            | Press::WishDigest(_)
            | Press::Step(..)
            | Press::Approve(_)
            | Press::Later(..)
            | Press::AnswerSwap(..)
            | Press::Helped(..)
            | Press::EndAnnouncement(_) => false,
        }
    }

    /// A name (unique among the buttons of a card, with its argument) and a value.
    pub fn to_wire(self) -> (String, String) {
        let (name, id) = match self {
            Press::Take(r) => ("take", r.0),
            Press::OpenAssign(r) => ("assign", r.0),
            Press::OpenAsk(r) => ("ask", r.0),
            Press::OpenReply(r) => ("reply", r.0),
            Press::OpenResolve(r) => ("resolve", r.0),
            Press::OpenMore(r) => ("more", r.0),
            Press::OpenCancel(r) => ("cancel", r.0),
            Press::Unwatch(r) => ("unwatch", r.0),
            Press::OpenReopen(r) => ("reopen", r.0),
            Press::Rate(r, score) => return (format!("rate:{score}"), r.0.to_string()),
            Press::OpenComment(r) => ("comment", r.0),
            Press::Intake(r, intake) => {
                let name = match intake {
                    Intake::Good => "intake:good",
                    Intake::Incomplete => "intake:incomplete",
                    Intake::WrongDesk => "intake:wrong_desk",
                    Intake::TooLate => "intake:too_late",
                };
                (name, r.0)
            }
            Press::Handled(r, minutes) => return (format!("minutes:{minutes}"), r.0.to_string()),
            Press::WrongDoor(r, service) => {
                return (format!("door:{}", service.as_str()), r.0.to_string());
            }
            Press::OpenWrongTeam(r) => ("wrong_team", r.0),
            Press::GoOn(r) => ("go_on", r.0),
            Press::Later(r, later) => (later.to_wire(), r.0),
            Press::OpenDelay(r) => ("delay", r.0),
            Press::Approve(r) => ("approve", r.0),
            Press::OpenDecline(r) => ("decline", r.0),
            Press::OpenChanges(r) => ("changes", r.0),
            Press::OpenDelegate(r) => ("delegate", r.0),
            Press::OpenRevise(r) => ("revise", r.0),
            Press::OpenHandling(r) => ("handling", r.0),
            Press::OpenWatchers(r) => ("watchers", r.0),
            Press::Details(r) => ("details", r.0),
            Press::Whole(m) => ("whole", m.0),
            Press::NewRequest(post) => ("new_request", post),
            Press::OpenReplyOfMine(id) => ("own_reply", id),
            Press::OpenBulk => ("bulk", 0),
            Press::Again(r) => ("again", r.0),
            Press::Behind(behind) => return behind.to_wire(),
            Press::WishDigest(None) => ("digest:off", 0),
            Press::WishDigest(Some(DigestKind::Daily)) => ("digest:daily", 0),
            Press::WishDigest(Some(DigestKind::Weekly)) => ("digest:weekly", 0),
            Press::OpenDuty(deed) => (duty(deed), 0),
            Press::AnswerSwap(swap, true) => ("swap:yes", swap),
            Press::AnswerSwap(swap, false) => ("swap:no", swap),
            Press::MakeArticle(r) => ("make_article", r.0),
            Press::NewArticle => ("new_article", 0),
            Press::EditArticle(a) => ("edit_article", a.0),
            Press::ReadArticle(a) => ("read_article", a.0),
            Press::Helped(post, a) => return (format!("helped:{a}"), post.to_string()),
            Press::EndAnnouncement(a) => ("end_announcement", a.0),
            Press::OpenMove(r) => ("move", r.0),
            Press::OpenPlan(r) => ("plan", r.0),
            // A card may have the same button for several steps.
            Press::Step(s, press) => return (format!("{}:{s}", press.to_wire()), s.to_string()),
        };
        (name.to_owned(), id.to_string())
    }

    /// None when it is no button of ours, or of a version that we no longer know.
    pub fn from_wire(name: &str, value: &str) -> Option<Press> {
        if let Some(behind) = Behind::from_wire(name, value) {
            return Some(Press::Behind(behind));
        }
        let id: i64 = value.parse().ok()?;
        let r = RequestId(id);
        Some(match name {
            "take" => Press::Take(r),
            "assign" => Press::OpenAssign(r),
            "ask" => Press::OpenAsk(r),
            "reply" => Press::OpenReply(r),
            "resolve" => Press::OpenResolve(r),
            "more" => Press::OpenMore(r),
            "cancel" => Press::OpenCancel(r),
            "unwatch" => Press::Unwatch(r),
            "reopen" => Press::OpenReopen(r),
            "comment" => Press::OpenComment(r),
            "intake:good" => Press::Intake(r, Intake::Good),
            "intake:incomplete" => Press::Intake(r, Intake::Incomplete),
            "intake:wrong_desk" => Press::Intake(r, Intake::WrongDesk),
            "intake:too_late" => Press::Intake(r, Intake::TooLate),
            "wrong_team" => Press::OpenWrongTeam(r),
            "go_on" => Press::GoOn(r),
            "later:hour" => Press::Later(r, Later::Hour),
            "later:day" => Press::Later(r, Later::Day),
            "later:days" => Press::Later(r, Later::Days),
            "delay" => Press::OpenDelay(r),
            "approve" => Press::Approve(r),
            "decline" => Press::OpenDecline(r),
            "changes" => Press::OpenChanges(r),
            "delegate" => Press::OpenDelegate(r),
            "revise" => Press::OpenRevise(r),
            "handling" => Press::OpenHandling(r),
            "watchers" => Press::OpenWatchers(r),
            "details" => Press::Details(r),
            "whole" => Press::Whole(MessageId(id)),
            "new_request" => Press::NewRequest(id),
            "own_reply" => Press::OpenReplyOfMine(id),
            "bulk" => Press::OpenBulk,
            "again" => Press::Again(r),
            "digest:off" => Press::WishDigest(None),
            "digest:daily" => Press::WishDigest(Some(DigestKind::Daily)),
            "digest:weekly" => Press::WishDigest(Some(DigestKind::Weekly)),
            "swap:yes" => Press::AnswerSwap(id, true),
            "swap:no" => Press::AnswerSwap(id, false),
            _ if name.starts_with("duty:") => {
                Press::OpenDuty(DutyDeed::ALL.into_iter().find(|d| duty(*d) == name)?)
            }
            _ if name.starts_with("minutes:") => {
                let minutes = name.strip_prefix("minutes:")?.parse().ok()?;
                Press::Handled(r, minutes)
            }
            "make_article" => Press::MakeArticle(r),
            "new_article" => Press::NewArticle,
            "edit_article" => Press::EditArticle(ArticleId(id)),
            "read_article" => Press::ReadArticle(ArticleId(id)),
            "end_announcement" => Press::EndAnnouncement(AnnouncementId(id)),
            "move" => Press::OpenMove(r),
            "plan" => Press::OpenPlan(r),
            _ if name.starts_with("door:") => {
                Press::WrongDoor(r, ServiceKey::new(name.strip_prefix("door:")?)?)
            }
            _ if name.starts_with("step:") => {
                let (name, _) = name.rsplit_once(':')?;
                let mut all = StepPress::ALL.into_iter();
                Press::Step(StepId(id), all.find(|p| p.to_wire() == name)?)
            }
            _ => {
                if let Some(article) = name.strip_prefix("helped:") {
                    let article = ArticleId(article.parse().ok()?);
                    return Some(Press::Helped(PostId(id), article));
                }
                let score = name.strip_prefix("rate:")?.parse().ok()?;
                if !(1..=5).contains(&score) {
                    return None;
                }
                Press::Rate(r, score)
            }
        })
    }
}

fn duty(deed: DutyDeed) -> &'static str {
    match deed {
        DutyDeed::Swap => "duty:swap",
        DutyDeed::Away => "duty:away",
        DutyDeed::StandIn => "duty:stand_in",
        DutyDeed::Shift => "duty:shift",
        DutyDeed::Undo => "duty:undo",
        DutyDeed::Note => "duty:note",
    }
}
