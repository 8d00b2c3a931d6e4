//! One request, drawn by lot: what, of whom, and what became of it.

use frontdesk::domain::approval::{Approval, Approver, Matter, OnExpiry, Rule};
use frontdesk::domain::ids::PersonId;
use frontdesk::domain::promise::Span;

use super::people::{self, PEOPLE, serving};
use super::{DAY, Filler, HOUR, YEARS};

/// A service of the example configuration.
struct Service {
    /// Of a hundred requests, those below are of this one or of those before it.
    upto: i64,
    team: &'static str,
    key: &'static str,
    channel: &'static str,
    answers: &'static str,
    /// As `promise::Promise` is stored.
    targets: &'static str,
}

const SERVICES: [Service; 5] = [
    Service {
        upto: 40,
        team: "IT",
        key: "laptop",
        channel: "C0ITTRIAGE",
        answers: r#"{"asset":"AB-1234","kind":"Screen"}"#,
        targets: r#"{"first_response":"1h","resolution":"2d"}"#,
    },
    Service {
        upto: 65,
        team: "IT",
        key: "access",
        channel: "C0ITTRIAGE",
        answers: r#"{"systems":["CRM"]}"#,
        targets: r#"{"first_response":"2h","resolution":"1d"}"#,
    },
    Service {
        upto: 70,
        team: "IT",
        key: "newcomer",
        channel: "C0ITTRIAGE",
        answers: r#"{"start":"2026-12-01"}"#,
        targets: r#"{"first_response":null,"resolution":null}"#,
    },
    Service {
        upto: 80,
        team: "HR",
        key: "people",
        channel: "C0HRTRIAGE",
        answers: r#"{"matter":"My contract"}"#,
        targets: r#"{"first_response":"1d","resolution":null}"#,
    },
    Service {
        upto: 100,
        team: "FAC",
        key: "room",
        channel: "C0FACTRIAGE",
        answers: r#"{"floor":3.0}"#,
        targets: r#"{"first_response":"4h","resolution":"3d"}"#,
    },
];

pub const WORDS: [&str; 24] = [
    "screen", "black", "keyboard", "battery", "slow", "broken", "access", "password", "printer",
    "network", "cable", "monitor", "contract", "holiday", "door", "light", "window", "heating",
    "mail", "phone", "account", "update", "lost", "new",
];

/// What became of it. That none is cancelled leaves the lists a state that no request is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    New,
    InProgress,
    Waiting,
    OnHold,
    Snoozed,
    AwaitingApproval,
    Closed,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            State::New => "new",
            State::InProgress => "in_progress",
            State::Waiting => "waiting",
            State::OnHold | State::Snoozed => "on_hold",
            State::AwaitingApproval => "awaiting_approval",
            State::Closed => "closed",
        }
    }

    pub fn is_open(self) -> bool {
        self != State::Closed
    }

    /// Nobody has it.
    pub fn is_unassigned(self) -> bool {
        matches!(self, State::New | State::AwaitingApproval)
    }
}

pub struct Case {
    pub id: i64,
    pub number: String,
    pub team: &'static str,
    pub service: &'static str,
    pub channel: &'static str,
    pub answers: &'static str,
    pub targets: &'static str,
    pub subject: String,
    pub priority: i64,
    pub state: State,
    pub requester: i64,
    /// Who serves, or would.
    pub agent: i64,
    pub created_at: i64,
    pub answered_at: i64,
    /// Of those that are over.
    pub resolved_at: i64,
    pub rating: Option<i64>,
    /// When the desk looks at it next.
    pub look_at: Option<i64>,
    /// What waits for the team's lead.
    pub approval: Option<Approval>,
    /// It came to that team first.
    pub came_to: Option<&'static str>,
    /// Minutes noted for it.
    pub handled: i64,
    /// The plan that it is part of, by the number of the whole.
    pub part_of: Option<String>,
    /// Lines of its history.
    pub lines: i64,
}

impl Case {
    pub fn draw(filler: &mut Filler, id: i64) -> Case {
        let lot = &mut filler.lot;
        let pick = lot.below(100);
        let service = SERVICES.iter().find(|s| pick < s.upto);
        let service = service.unwrap_or(&SERVICES[0]);
        let created_at = filler.until - YEARS + YEARS / filler.requests * id;
        let words = [*lot.of(&WORDS), *lot.of(&WORDS)];
        // Nearly all that is open is young: 2.5 % altogether.
        let young = id > filler.requests - filler.requests / 50;
        let open = lot.below(1000) < if young { 760 } else { 10 };
        let state = match lot.below(100) {
            _ if !open => State::Closed,
            0..45 => State::New,
            45..75 => State::InProgress,
            75..87 => State::Waiting,
            87..91 => State::OnHold,
            91..95 => State::Snoozed,
            _ => State::AwaitingApproval,
        };
        // One in thirty of those is due when the file is opened.
        let due = lot.below(30) == 0;
        let look_at = match due {
            true => filler.until - lot.below(DAY),
            false => filler.until + DAY + lot.below(30 * DAY),
        };
        let agent = *lot.of(&serving(service.team));
        let approver = people::agent(2);
        let moved = state != State::New && lot.below(50) == 0;
        Case {
            id,
            team: service.team,
            service: service.key,
            channel: service.channel,
            answers: service.answers,
            targets: service.targets,
            subject: format!("{} {} {}", words[0], words[1], id % 1000),
            priority: lot.below(4),
            state,
            requester: 1 + lot.below(PEOPLE),
            agent,
            created_at,
            answered_at: created_at + HOUR / 4 + lot.below(4 * HOUR),
            resolved_at: created_at + 5 * HOUR + lot.below(72 * HOUR),
            rating: (!open && lot.below(3) == 0).then(|| 1 + lot.below(5)),
            look_at: open.then_some(look_at),
            approval: (state == State::AwaitingApproval)
                .then(|| approval(approver, created_at, look_at)),
            came_to: moved.then(|| if service.team == "IT" { "FAC" } else { "IT" }),
            handled: match lot.below(10) {
                0..3 if !open => 5 * (1 + lot.below(12)),
                _ => 0,
            },
            part_of: None,
            lines: filler.events,
            number: filler.number(service.team),
        }
    }
}

/// Nobody has said anything so far; `approver` is reminded at `remind_at`.
fn approval(approver: i64, asked_at: i64, remind_at: i64) -> Approval {
    Approval {
        matter: Matter::Request,
        rule: Rule::Any,
        approvers: vec![Approver {
            person: PersonId(approver),
            instead_of: None,
            earlier: vec![],
            said: None,
        }],
        remind_after: Span::Days(1),
        expires_after: Span::Days(90),
        on_expiry: OnExpiry::Decline,
        asked_at,
        remind_at,
        expires_at: remind_at + 90 * DAY,
        changes: None,
        remark: None,
    }
}
