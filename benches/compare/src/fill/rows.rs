//! The statements, prepared once a lot, and what goes into them.

use frontdesk::domain::request::Fact;
use rusqlite::{Statement, Transaction, params};

use super::case::{Case, State};
use super::people::PEOPLE;
use super::{HOUR, Lot};

pub struct Rows<'t> {
    request: Statement<'t>,
    words: Statement<'t>,
    event: Statement<'t>,
    inbox: Statement<'t>,
    post: Statement<'t>,
    thread: Statement<'t>,
    job: Statement<'t>,
    approver: Statement<'t>,
    watcher: Statement<'t>,
    handling: Statement<'t>,
    intake: Statement<'t>,
    misroute: Statement<'t>,
}

impl<'t> Rows<'t> {
    pub fn prepare(transaction: &'t Transaction<'_>) -> rusqlite::Result<Rows<'t>> {
        let row = |into: &str| {
            let columns = into.matches(',').count() + 1;
            let values = vec!["?"; columns].join(", ");
            transaction.prepare(&format!("INSERT INTO {into} VALUES ({values})"))
        };
        Ok(Rows {
            request: row(
                "requests (id, number, team, service, subject, priority, status, private, channel, requester, assignee,
                    answers, first_response_due, resolution_due, created_at, first_response_at, state_at, ended_by,
                    resolved_at, resolution, rating, rated_at, version, targets, since, look_at, reason, snoozed_until,
                    approval, handled, touch, part_of)",
            )?,
            words: row("request_words (rowid, words)")?,
            event: row("events (request_id, seq, at, by, fact)")?,
            inbox: row("inbox (key, at)")?,
            post: row("posts (id, kind, request_id, side, platform, channel, to_person, ts, created_at)")?,
            thread: row("threads (platform, channel, ts, request_id, side)")?,
            job: row("outbox (key, lane, job, state, attempts, due_at, request_id, created_at, done_at)")?,
            approver: row("approvers (person_id, request_id, asked)")?,
            watcher: row("watchers (request_id, person_id)")?,
            handling: row("handling (team, at, request_id, seq, person_id, minutes)")?,
            intake: row("intakes (request_id, service, team)")?,
            misroute: row("misroutes (team, at, request_id, service, to_team, to_service)")?,
        })
    }

    pub fn request(&mut self, case: &Case) -> rusqlite::Result<()> {
        let open = case.state.is_open();
        let unassigned = case.state.is_unassigned();
        let held = matches!(case.state, State::OnHold | State::Snoozed);
        let state_at = match case.state {
            State::New | State::InProgress => None,
            State::Closed => Some(case.resolved_at + HOUR),
            _ => Some(case.answered_at),
        };
        let approval = case.approval.as_ref().map(json);
        self.request.execute(params![
            case.id,
            case.number,
            case.team,
            case.service,
            case.subject,
            case.priority,
            case.state.name(),
            case.team == "HR",
            "slack",
            case.requester,
            (!unassigned).then_some(case.agent),
            case.answers,
            case.created_at + HOUR,
            case.created_at + 48 * HOUR,
            case.created_at,
            (!unassigned).then_some(case.answered_at),
            state_at,
            (!open).then_some(case.agent),
            (!open).then_some(case.resolved_at),
            (!open).then_some("It works again."),
            case.rating,
            case.rating.map(|_| case.resolved_at + HOUR),
            case.lines,
            case.targets,
            case.created_at,
            case.look_at,
            held.then_some("A part is on its way"),
            case.look_at.filter(|_| case.state == State::Snoozed),
            approval,
            case.handled,
            (!open).then_some(1 + case.id % 2),
            case.part_of,
        ])?;
        let words = format!("{} {}", case.number, case.subject);
        self.words.execute(params![case.id, words])?;
        Ok(())
    }

    /// Its lines, and the key of each thing that came in for it.
    pub fn history(&mut self, case: &Case) -> rusqlite::Result<()> {
        for (seq, (fact, by)) in (1_i64..).zip(lines(case)) {
            let at = case.created_at + (seq - 1) * HOUR / 4;
            let (id, fact) = (case.id, json(&fact));
            self.event.execute(params![id, seq, at, by, fact])?;
            self.inbox
                .execute(params![format!("act:{at:013}{id:08}.{seq}"), at])?;
        }
        Ok(())
    }

    /// What only some requests have.
    pub fn beside(&mut self, case: &Case, lot: &mut Lot) -> rusqlite::Result<()> {
        for approver in case.approval.iter().flat_map(|a| &a.approvers) {
            self.approver
                .execute(params![approver.person.0, case.id, true])?;
        }
        if lot.below(20) == 0 {
            let watcher = 1 + lot.below(PEOPLE);
            self.watcher.execute(params![case.id, watcher])?;
        }
        if case.handled > 0 {
            let row = params![
                case.team,
                case.resolved_at,
                case.id,
                case.lines,
                case.agent,
                case.handled
            ];
            self.handling.execute(row)?;
        }
        if let Some(team) = case.came_to {
            self.intake.execute(params![case.id, case.service, team])?;
            let row = params![
                team,
                case.answered_at,
                case.id,
                case.service,
                case.team,
                case.service
            ];
            self.misroute.execute(row)?;
        }
        Ok(())
    }

    /// A card where it stands, its thread, and the two times that it went out.
    pub fn card(
        &mut self,
        case: &Case,
        post: i64,
        kind: &str,
        side: &str,
        channel: &str,
        person: Option<i64>,
    ) -> rusqlite::Result<()> {
        let (request, at) = (case.id, case.created_at);
        let ts = format!("{}.{:06}", at / 1000, post % 1_000_000);
        self.post.execute(params![
            post, kind, request, side, "slack", channel, person, ts, at
        ])?;
        self.thread
            .execute(params!["slack", channel, ts, request, side])?;
        let lane = person.map_or(format!("slack:{channel}"), |p| format!("slack:@{p}"));
        let (key, job) = (format!("post:{post}"), format!(r#"{{"post":{post}}}"#));
        for _ in 0..2 {
            self.job
                .execute(params![key, lane, job, "sent", 1, at, request, at, at])?;
        }
        Ok(())
    }
}

/// What happened, and who did it.
fn lines(case: &Case) -> Vec<(Fact, Option<i64>)> {
    let agent = Some(case.agent);
    let mut lines = vec![(Fact::Filed, Some(case.requester))];
    if let Some(from) = case.came_to {
        let moved = Fact::HandedOver {
            from: from.to_owned(),
            to: case.team.to_owned(),
            service: case.service.to_owned(),
            note: None,
            wrong_door: true,
            private: false,
        };
        lines.push((moved, agent));
    }
    if !case.state.is_unassigned() {
        lines.push((Fact::Taken, agent));
    }
    let mut end = Vec::new();
    if !case.state.is_open() {
        let summary = Some("It works again.".to_owned());
        end = vec![(Fact::Resolved { summary }, agent), (Fact::Closed, None)];
    }
    // The talk in between fills it up.
    let room = usize::try_from(case.lines).unwrap_or(2);
    while lines.len() + end.len() < room {
        lines.push(if lines.len().is_multiple_of(2) {
            (Fact::Asked, agent)
        } else {
            (Fact::Answered, Some(case.requester))
        });
    }
    lines.append(&mut end);
    lines
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
