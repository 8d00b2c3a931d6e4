//! The state machine: its whole table, and what no order of acts can break.

use std::fmt::Write;

use frontdesk::clock::Millis;
use frontdesk::config;
use frontdesk::domain::approval::{
    Approval, Approver, Changes, Decided, Matter, OnExpiry, Outcome, Rule, Sooner, Verdict, Wanted,
};
use frontdesk::domain::catalogue::{Answers, Catalogue};
use frontdesk::domain::ids::{Account, PersonId, RequestId};
use frontdesk::domain::intent::Sender;
use frontdesk::domain::people::Person;
use frontdesk::domain::plan::{News, Part};
use frontdesk::domain::promise::{Priority, Span};
use frontdesk::domain::request::{
    Action, Actor, Context, Decision, Filed, Intake, Late, Link, LinkKind, Other, Refusal, Request,
    Resolution, Routed, Source, Standing, Status, Why, decide, file,
};
use frontdesk::store::{self, Store};
use futures_util::FutureExt;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::bench::{CONFIG, HOUR, START};

const ANA: PersonId = PersonId(1);
const BO: PersonId = PersonId(2);
const CY: PersonId = PersonId(3);
const PAT: PersonId = PersonId(4);

fn catalogue() -> Catalogue {
    config::catalogue(CONFIG, "frontdesk.toml").unwrap()
}

/// Ana asks, Bo and Cy serve IT, Pat payroll.
fn people() -> [Person; 4] {
    [(ANA, "ANA"), (BO, "BO"), (CY, "CY"), (PAT, "PAT")].map(|(id, name)| Person {
        id,
        name: Some(name.to_owned()),
        email: Some(format!("{}@acme.example", name.to_lowercase())),
        accounts: vec![Account::slack(format!("U0{name}"))],
        stranger: false,
    })
}

fn filed(catalogue: &Catalogue) -> Request {
    let filed = Filed {
        subject: "Screen is black".to_owned(),
        priority: Priority::Normal,
        grounds: None,
        answers: Answers::new(),
        needed_by: None,
        requester: ANA,
        on_behalf_by: None,
        came_by: None,
        from: None,
        private: false,
        channel: Source::Slack,
    };
    let service = catalogue.service("laptop").unwrap();
    file(
        filed,
        service,
        catalogue,
        RequestId(1),
        "IT-1".to_owned(),
        START,
    )
}

/// Pat, who is anybody else, was asked; `changes`: and sent it back.
fn approval(changes: bool) -> Approval {
    Approval {
        matter: Matter::Request,
        rule: Rule::Any,
        approvers: vec![Approver {
            person: PAT,
            instead_of: None,
            earlier: vec![],
            said: None,
        }],
        remind_after: Span::Days(1),
        expires_after: Span::Days(5),
        on_expiry: OnExpiry::Decline,
        asked_at: START,
        remind_at: START + HOUR,
        expires_at: START + 100 * HOUR,
        remark: None,
        changes: changes.then(|| Changes {
            by: PAT,
            reason: "smaller".to_owned(),
        }),
    }
}

fn awaiting(assignee: Option<PersonId>, changes: bool) -> Status {
    Status::AwaitingApproval {
        assignee,
        since: START,
        approval: Box::new(approval(changes)),
    }
}

/// What came of the approval of a request that ended for want of it.
fn decided(title: &str) -> Option<Box<Decided>> {
    (title == "not approved").then(|| {
        Box::new(Decided {
            approval: approval(false),
            outcome: Outcome::Expired,
            at: START,
        })
    })
}

/// Every state, with what only it has.
fn statuses() -> Vec<(&'static str, Status)> {
    let resolution = |summary: Option<&str>| Resolution {
        by: BO,
        at: START,
        summary: summary.map(str::to_owned),
    };
    let cancelled = |assignee| Status::Cancelled {
        assignee,
        by: ANA,
        at: START,
        reason: None,
    };
    vec![
        ("new", Status::New),
        (
            "in progress, Bo has it",
            Status::InProgress { assignee: BO },
        ),
        (
            "waiting, Bo has it",
            Status::Waiting {
                assignee: BO,
                since: START,
            },
        ),
        (
            "on hold, Bo has it",
            Status::OnHold {
                assignee: Some(BO),
                since: START,
                reason: "parts".to_owned(),
                until: None,
            },
        ),
        (
            "on hold, nobody has it",
            Status::OnHold {
                assignee: None,
                since: START,
                reason: "parts".to_owned(),
                until: None,
            },
        ),
        ("awaiting approval by anybody else", awaiting(None, false)),
        (
            "awaiting approval by anybody else, Bo has it",
            awaiting(Some(BO), false),
        ),
        ("sent back to be changed", awaiting(None, true)),
        ("resolved by Bo", Status::Resolved(resolution(Some("done")))),
        (
            "resolved by Bo, no summary yet",
            Status::Resolved(resolution(None)),
        ),
        (
            "closed",
            Status::Closed {
                resolution: resolution(Some("done")),
                at: START,
            },
        ),
        ("cancelled, Bo had it", cancelled(Some(BO))),
        ("cancelled, nobody had it", cancelled(None)),
        ("not approved", cancelled(None)),
    ]
}

fn actions() -> Vec<(&'static str, Action)> {
    let some = || Some("because".to_owned());
    let word = |verdict| Action::GiveVerdict {
        verdict,
        reason: some(),
    };
    let over = |team: &str, service: &str| Action::HandOver {
        team: team.to_owned(),
        service: service.to_owned(),
        note: None,
        wrong_door: false,
    };
    vec![
        ("take", Action::Take),
        ("assign to Cy", Action::Assign { to: CY }),
        ("assign to Pat", Action::Assign { to: PAT }),
        ("ask", Action::Ask),
        ("reply", Action::Reply),
        ("answer", Action::Answered { thanks: false }),
        ("say thanks", Action::Answered { thanks: true }),
        ("wait", Action::Wait),
        (
            "hold",
            Action::Hold {
                reason: "parts".to_owned(),
            },
        ),
        (
            "snooze",
            Action::Snooze {
                reason: "parts".to_owned(),
                until: START + 50 * HOUR,
            },
        ),
        ("note 15 minutes", Action::Handled { minutes: 15 }),
        ("go on", Action::Resume),
        ("other team", over("PAY", "payslip")),
        ("other service", over("IT", "other")),
        ("same service", over("IT", "laptop")),
        ("resolve", Action::Resolve { summary: some() }),
        ("resolve by emoji", Action::Resolve { summary: None }),
        ("cancel", Action::Cancel { reason: some() }),
        ("reopen", Action::Reopen { reason: some() }),
        ("rate 5", Action::Rate { score: 5 }),
        ("take rating back", Action::Unrate { score: 5 }),
        (
            "comment",
            Action::Comment {
                text: "nice".to_owned(),
            },
        ),
        ("rate the intake", Action::RateIntake(Intake::Good)),
        (
            "new time",
            Action::Delay {
                what: Late::Result,
                to: START + 100 * HOUR,
                why: Why::Longer,
            },
        ),
        (
            "answer later",
            Action::Delay {
                what: Late::Answer,
                to: START + 100 * HOUR,
                why: Why::Said("busy".to_owned()),
            },
        ),
        (
            "urgent",
            Action::Prioritise {
                to: Priority::Urgent,
            },
        ),
        (
            "seek approval",
            Action::SeekApproval(Wanted {
                matter: Matter::Wish(vec![Sooner {
                    step: "contract".to_owned(),
                    name: "Contract".to_owned(),
                    team: "IT".to_owned(),
                    by: date(2026, 11, 25),
                    lead: 5,
                }]),
                approvers: vec![ANA, PAT],
                rule: Rule::All,
                remind_after: Span::Days(1),
                expires_after: Span::Days(2),
                on_expiry: OnExpiry::Approve,
            }),
        ),
        ("drop the wish", Action::DropWish),
        ("approve", word(Verdict::Approved)),
        ("decline", word(Verdict::Declined)),
        ("ask for changes", word(Verdict::Changes)),
        ("hand on to Cy", Action::Delegate { to: CY }),
        ("hand on to Ana", Action::Delegate { to: ANA }),
        (
            "change answers",
            Action::Revise {
                answers: Answers::new(),
                remark: None,
            },
        ),
        ("merge", Action::Merge { into: RequestId(2) }),
        (
            "link",
            Action::Link {
                to: RequestId(2),
                kind: LinkKind::Related,
            },
        ),
        ("unlink", Action::Unlink { to: RequestId(2) }),
        ("add Pat to watch", Action::AddWatcher { who: PAT }),
        ("take Pat away", Action::RemoveWatcher { who: PAT }),
        ("watch", Action::Watch),
        ("unwatch", Action::Unwatch),
        ("remind", Action::Remind),
        ("close", Action::Close),
        ("look", Action::Look),
        ("other targets", Action::Retarget),
        ("call who is on", Action::Page),
        ("known late", routed()),
        (
            "needed later",
            Action::Plan {
                news: News::Needed {
                    from: None,
                    to: date(2026, 12, 24),
                    moved: vec![],
                },
                due: Some(START + 100 * HOUR),
            },
        ),
    ]
}

/// A rule gives it to payroll.
fn routed() -> Action {
    Action::Route {
        routed: Routed {
            rule: "Sales".to_owned(),
            because: vec![],
            from: "IT".to_owned(),
            to: "PAY".to_owned(),
            assignee: None,
            priority: None,
            watchers: vec![],
        },
        priority: Priority::Normal,
    }
}

/// The day of a plan is nothing that a rule promises.
#[test]
fn a_rule_that_applies_late_leaves_the_day_of_a_plan() {
    let catalogue = catalogue();
    let mut request = filed(&catalogue);
    let day = START + 300 * HOUR;
    request.plan_as(Part::Whole, day, &catalogue, START);
    let decision = act(&request, None, &routed(), &catalogue, START + 1).unwrap();
    let (before, after) = (request.promise, decision.next.promise);
    assert_eq!(after.resolution_due, Some(day));
    assert_eq!(after.total, before.total);
    // Payroll knows no closing time.
    assert_eq!(after.first_response_due, Some(START + HOUR));
}

/// An admin may act for all teams, an agent for theirs, and nobody of another company for any.
#[test]
fn for_which_teams_somebody_may_act() {
    let catalogue = catalogue();
    let [_, bo, _, pat] = people();
    let root = Person {
        email: Some("root@acme.example".to_owned()),
        ..pat.clone()
    };
    let teams = |person: &Person| -> Vec<&str> {
        catalogue
            .teams_of(person)
            .map(|team| team.key.as_str())
            .collect()
    };
    assert_eq!(teams(&bo), ["IT"]);
    assert_eq!(teams(&root), ["IT", "PAY"]);
    for person in [bo, root] {
        let stranger = Person {
            stranger: true,
            ..person
        };
        assert_eq!(teams(&stranger), Vec::<&str>::new());
    }
}

fn act(
    request: &Request,
    who: Option<&Person>,
    action: &Action,
    catalogue: &Catalogue,
    now: Millis,
) -> Result<Decision, Refusal> {
    let actor = match who {
        Some(person) => Actor::Person(person.id, Standing::of(person, request, catalogue)),
        None => Actor::Desk,
    };
    let people = people();
    let named = match action {
        Action::Assign { to: who }
        | Action::Delegate { to: who }
        | Action::AddWatcher { who }
        | Action::RemoveWatcher { who } => people.iter().find(|p| p.id == *who),
        _ => None,
    };
    let other = Request {
        id: RequestId(2),
        number: "IT-2".to_owned(),
        ..filed(catalogue)
    };
    let context = Context {
        catalogue,
        now,
        named,
        watching: false,
        other: Some(Other {
            request: &other,
            standing: who.map_or_else(Standing::default, |p| Standing::of(p, &other, catalogue)),
        }),
    };
    decide(request, actor, action, &context)
}

fn cell(before: &Request, outcome: Result<Decision, Refusal>) -> String {
    match outcome {
        Err(Refusal::AlreadyTaken { by: BO }) => "no: Bo was first".to_owned(),
        Err(refusal) => format!("no: {refusal:?}"),
        Ok(decision) if decision.fact.is_none() => "nothing".to_owned(),
        Ok(decision)
            if decision.next.status == before.status && decision.next.team == before.team =>
        {
            "noted".to_owned()
        }
        Ok(decision) => {
            let has = match decision.next.assignee() {
                Some(BO) => ", Bo",
                Some(CY) => ", Cy",
                Some(_) => ", somebody else",
                None => "",
            };
            format!("{}{has}", decision.next.status.name())
        }
    }
}

#[test]
fn the_whole_table() {
    let catalogue = catalogue();
    let [ana, bo, cy, pat] = people();
    // His own company gave him Bo's address.
    let stranger = Person {
        id: PersonId(5),
        stranger: true,
        accounts: vec![Account::slack("U0MALLORY")],
        ..bo.clone()
    };
    let actors = [
        ("requester", Some(&ana)),
        ("Bo", Some(&bo)),
        ("another agent", Some(&cy)),
        ("anybody else", Some(&pat)),
        ("a stranger", Some(&stranger)),
        ("the desk", None),
    ];
    let mut table = String::new();
    for (title, status) in statuses() {
        let request = Request {
            status,
            decided: decided(title),
            ..filed(&catalogue)
        };
        write!(table, "\n## {title}\n{:18}", "").unwrap();
        for (name, _) in actors {
            write!(table, "{name:24}").unwrap();
        }
        for (name, action) in actions() {
            write!(table, "\n{name:18}").unwrap();
            for (_, who) in actors {
                let outcome = act(&request, who, &action, &catalogue, START + HOUR);
                write!(table, "{:24}", cell(&request, outcome)).unwrap();
            }
        }
        table.push('\n');
    }
    let table: Vec<&str> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!(table.join("\n"));
}

/// Nothing private comes to other eyes by a merge: into whose, and from whose.
#[test]
fn what_is_private_is_merged_into_its_requesters_private_only() {
    let catalogue = catalogue();
    let [_, bo, ..] = people();
    let merged = |private: bool, into: bool, same: bool, shared: bool| {
        let mut request = Request {
            private,
            ..filed(&catalogue)
        };
        if shared {
            request.links.push(Link {
                kind: LinkKind::Merged,
                number: "IT-7".to_owned(),
            });
        }
        let other = Request {
            id: RequestId(2),
            number: "IT-2".to_owned(),
            private: into,
            requester: if same { ANA } else { PAT },
            ..filed(&catalogue)
        };
        let standing = Standing::of(&bo, &other, &catalogue);
        let context = Context {
            catalogue: &catalogue,
            now: START,
            named: None,
            watching: false,
            other: Some(Other {
                request: &other,
                standing,
            }),
        };
        let action = Action::Merge { into: other.id };
        decide(&request, Actor::Person(bo.id, standing), &action, &context).err()
    };
    for same in [true, false] {
        for shared in [true, false] {
            assert_eq!(merged(false, false, same, shared), None);
            let out = merged(true, false, same, shared);
            assert_eq!(out, Some(Refusal::StaysPrivate));
            let among = (!same).then_some(Refusal::OthersPrivate);
            assert_eq!(merged(true, true, same, shared), among);
            let into = (!same || shared).then_some(Refusal::OthersPrivate);
            assert_eq!(merged(false, true, same, shared), into);
        }
    }
}

/// Who, what, and how much time went by before.
fn step() -> impl Strategy<Value = (usize, usize, Millis)> {
    (
        0..5usize,
        0..actions().len(),
        prop_oneof![Just(0), Just(HOUR), Just(30 * HOUR)],
    )
}

/// What is true of every request, whatever was done to it.
fn is_sound(request: &Request) {
    let status = &request.status;
    let reviewed = matches!(status, Status::Resolved(_) | Status::Closed { .. });
    assert_eq!(status.resolution().is_some(), reviewed);
    if matches!(status, Status::InProgress { .. } | Status::Waiting { .. }) {
        assert!(request.assignee().is_some());
    }
    if matches!(status, Status::New) {
        assert_eq!(request.assignee(), None);
    }
    if request.rating.is_some() || request.rating_comment.is_some() {
        assert!(reviewed, "rated, and {}", status.name());
    }
    if request.promise.remaining.is_some() || request.promise.first_remaining.is_some() {
        assert!(
            status.stops_the_clock(),
            "the clock of {} stands",
            status.name()
        );
    }
}

/// What is true of every change.
fn is_a_step(before: &Request, decision: &Decision, now: Millis) {
    let after = &decision.next;
    if decision.fact.is_none() {
        // A look may only say when to look again.
        let watch = before.watch;
        let looked = Request {
            watch,
            ..after.clone()
        };
        assert_eq!(*before, looked);
        assert!(decision.notices.is_empty() && decision.timers.is_empty());
    }
    assert_eq!(before.number, after.number);
    assert_eq!(before.requester, after.requester);
    assert_eq!(before.created_at, after.created_at);
    assert_eq!(before.version, after.version, "only the store counts");
    assert!(
        after.private || !before.private,
        "what was private came out"
    );
    if let Some(first) = before.first_response_at {
        assert_eq!(after.first_response_at, Some(first));
    }
    let stops = !before.status.stops_the_clock() && after.status.stops_the_clock();
    if stops {
        // A promise that is broken stays broken: there is nothing left to keep.
        let ahead = |due: Option<Millis>| due.is_some_and(|due| due > now);
        let (clock, owed) = (after.promise, after.first_response_at.is_none());
        assert_eq!(clock.remaining.is_some(), ahead(clock.resolution_due));
        let first = owed && ahead(clock.first_response_due);
        assert_eq!(clock.first_remaining.is_some(), first);
    }
    // Whatever is open is looked at again, and nothing else is.
    if decision.fact.is_some() {
        assert_eq!(after.watch.next.is_some(), after.status.is_open());
        assert!(after.watch.next.is_none_or(|next| next > now));
    }
}

#[tokio::test]
async fn no_order_of_acts_breaks_anything() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("desk.db")).await.unwrap();
    store
        .write(|tx| {
            async move {
                for person in people() {
                    let sender = Sender {
                        account: person.accounts[0].clone(),
                        name: person.name.clone(),
                        stranger: false,
                    };
                    let (met, _) = store::people::meet(tx, &sender, START).await?;
                    assert_eq!(met.id, person.id);
                }
                Ok::<_, store::Error>(())
            }
            .boxed()
        })
        .await
        .unwrap();
    let mut runner = TestRunner::deterministic();
    let stories = proptest::collection::vec(step(), 1..40);
    for n in 0..200 {
        let story = stories.new_tree(&mut runner).unwrap().current();
        store
            .write(move |tx| {
                let story = story.clone();
                async move { live(tx, n, &story).await }.boxed()
            })
            .await
            .unwrap();
    }
    store.close().await;
}

/// One request through one story, by the rules and through the database.
async fn live(
    tx: &mut store::Tx,
    n: usize,
    story: &[(usize, usize, Millis)],
) -> Result<(), store::Error> {
    let catalogue = catalogue();
    let (people, actions) = (people(), actions());
    let mut request = filed(&catalogue);
    request.number = format!("IT-{n}");
    store::requests::insert(tx, &mut request).await?;
    let mut now = START;
    for (who, what, later) in story {
        now += later;
        // The fifth is the desk itself.
        let Ok(decision) = act(
            &request,
            people.get(*who),
            &actions[*what].1,
            &catalogue,
            now,
        ) else {
            continue;
        };
        is_a_step(&request, &decision, now);
        is_sound(&decision.next);
        if decision.fact.is_none() {
            continue;
        }
        store::requests::update(tx, &decision.next).await?;
        let stored = store::requests::get(tx, request.id).await?.unwrap();
        let wanted = Request {
            version: request.version + 1,
            ..decision.next
        };
        assert_eq!(
            stored, wanted,
            "{:?} did not survive the database",
            actions[*what].1
        );
        request = stored;
    }
    Ok(())
}
