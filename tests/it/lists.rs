//! Lists through every index, a page at a time, against what plainly fits: on both engines.

use std::collections::BTreeSet;

use frontdesk::domain::ids::PersonId;
use frontdesk::store::Store;
use frontdesk::store::search::{self, Filter, LOOKED_AT, Mark};
use frontdesk::store::theirs;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sqlx::AssertSqlSafe;

use crate::engine::{Home, Look};

const REQUESTS: i64 = 6_000;
const STATES: [&str; 7] = [
    "closed",
    "new",
    "in_progress",
    "waiting",
    "on_hold",
    "resolved",
    "cancelled",
];
const TEAMS: [&str; 3] = ["IT", "HR", "FAC"];
const SERVICES: [&str; 4] = ["laptop", "access", "people", "room"];
const PEOPLE: i64 = 6;

/// What a list goes by.
#[derive(Clone, Debug)]
struct Row {
    mark: Mark,
    team: &'static str,
    service: &'static str,
    state: &'static str,
    requester: i64,
    assignee: Option<i64>,
    word: &'static str,
}

fn rows(rng: &mut StdRng) -> Vec<Row> {
    let mut pick = |most: usize| rng.random_range(0..most);
    (1..=REQUESTS)
        .map(|id| {
            // Nearly all is over, and the clock was now and then set back.
            let state = if pick(10) == 0 {
                STATES[pick(7)]
            } else {
                STATES[0]
            };
            // Only one, and long ago.
            let service = if id == 3 { "moon" } else { SERVICES[pick(4)] };
            Row {
                mark: Mark {
                    created_at: 1_000 * (id / 2) + 4_000 - pick(4_000) as i64,
                    id,
                },
                team: TEAMS[pick(3)],
                service,
                state: if id == 3 { "closed" } else { state },
                requester: 1 + pick(6) as i64,
                assignee: match state {
                    "new" if id != 3 => None,
                    "on_hold" | "cancelled" if id != 3 && pick(2) == 0 => None,
                    _ if id == 3 => Some(1),
                    _ => Some(1 + pick(6) as i64),
                },
                word: if pick(50) == 0 { "rare" } else { "often" },
            }
        })
        .collect()
}

/// The row as the desk would have stored it.
fn values(row: &Row) -> String {
    let Mark { created_at, id } = row.mark;
    let or_null = |there: bool, value: String| if there { value } else { "NULL".to_owned() };
    let assignee = or_null(
        row.assignee.is_some(),
        row.assignee.unwrap_or(0).to_string(),
    );
    let done = matches!(row.state, "resolved" | "closed");
    let ended = if done {
        assignee.clone()
    } else {
        or_null(row.state == "cancelled", "1".to_owned())
    };
    let resolved = or_null(done, created_at.to_string());
    let reason = or_null(row.state == "on_hold", "'parts'".to_owned());
    format!(
        "({id}, 'N-{id}', '{}', '{}', 'x', 1, '{}', FALSE, 'api', {}, {assignee}, '{{}}', {created_at}, {created_at}, {reason}, {ended}, {resolved}, 1)",
        row.team, row.service, row.state, row.requester
    )
}

async fn run(look: &mut Look, sql: String) {
    let sql = AssertSqlSafe(sql);
    match look {
        Look::Sqlite(db) => drop(sqlx::raw_sql(sql).execute(db).await.unwrap()),
        Look::Postgres(db) => drop(sqlx::raw_sql(sql).execute(db).await.unwrap()),
    }
}

async fn fill(home: &Home, rows: &[Row]) {
    let mut look = home.look().await;
    for id in 1..=PEOPLE {
        run(
            &mut look,
            format!("INSERT INTO people (id, created_at) VALUES ({id}, 0)"),
        )
        .await;
    }
    for some in rows.chunks(500) {
        let all: Vec<String> = some.iter().map(values).collect();
        let insert = format!(
            "INSERT INTO requests (id, number, team, service, subject, priority, status, private, channel, requester,
                assignee, answers, created_at, state_at, reason, ended_by, resolved_at, version) VALUES {}",
            all.join(", ")
        );
        run(&mut look, insert).await;
        let words: Vec<String> = some
            .iter()
            .map(|r| format!("({}, '{}')", r.mark.id, r.word))
            .collect();
        run(
            &mut look,
            format!(
                "INSERT INTO request_words (rowid, words) VALUES {}",
                words.join(", ")
            ),
        )
        .await;
    }
}

fn any_filter(rng: &mut StdRng) -> Filter {
    let mut some = |one_in: u32| rng.random_range(0..one_in) == 0;
    let (team, service, states, requester) = (some(3), some(3), some(2), some(4));
    let (assignee, words, since, until) = (some(3), some(5), some(3), some(3));
    let mut pick = |most: usize| rng.random_range(0..most);
    let mut filter = Filter {
        team: team.then(|| TEAMS[pick(3)].to_owned()),
        service: service
            .then(|| ["laptop", "access", "people", "room", "moon"][pick(5)].to_owned()),
        requester: requester.then(|| PersonId(1 + pick(6) as i64)),
        assignee: assignee.then(|| PersonId(1 + pick(6) as i64)),
        since: since.then(|| pick(3_000_000) as i64),
        until: until.then(|| pick(3_000_000) as i64),
        ..Filter::default()
    };
    if words {
        filter.words = vec![["rare", "oft"][pick(2)].to_owned()];
    }
    if states {
        let few = pick(3) + 1;
        filter.statuses = (0..few).map(|_| STATES[pick(7)].to_owned()).collect();
    }
    filter
}

fn fits(row: &Row, filter: &Filter) -> bool {
    let is = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|w| w == value);
    is(&filter.team, row.team)
        && is(&filter.service, row.service)
        && (filter.statuses.is_empty() || filter.statuses.iter().any(|s| s == row.state))
        && filter.requester.is_none_or(|p| p.0 == row.requester)
        && filter.assignee.is_none_or(|p| row.assignee == Some(p.0))
        && filter.since.is_none_or(|at| row.mark.created_at >= at)
        && filter.until.is_none_or(|at| row.mark.created_at < at)
        && filter
            .words
            .iter()
            .all(|w| row.word.starts_with(w.as_str()))
}

/// Every page, and how many there were.
async fn listed(store: &Store, filter: &Filter, limit: i64) -> (Vec<i64>, usize) {
    let (mut ids, mut mark, mut pages) = (Vec::new(), Mark::NEWEST, 0);
    loop {
        let mut tx = store.read().await.unwrap();
        let page = search::found(&mut tx, filter, mark, limit).await.unwrap();
        drop(tx);
        pages += 1;
        assert!(page.rows.len() <= limit as usize);
        ids.extend(page.rows.iter().map(|r| r.id.0));
        match page.next {
            Some(next) => mark = next,
            None => return (ids, pages),
        }
        assert!(pages < 10_000, "it does not end: {filter:?}");
    }
}

async fn pages_hold_what_fits(home: Home) {
    let seed = rand::random();
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let store = home.open().await;
    let rows = rows(&mut rng);
    fill(&home, &rows).await;
    let mut walked = BTreeSet::new();
    for _ in 0..200 {
        let filter = any_filter(&mut rng);
        let mut fitting: Vec<&Row> = rows.iter().filter(|r| fits(r, &filter)).collect();
        // With words, and what an agent has open, goes by number, all else by time.
        let open = ["new", "in_progress", "waiting", "on_hold"];
        let states = &filter.statuses;
        let only_open = !states.is_empty() && states.iter().all(|s| open.contains(&s.as_str()));
        let by_number = !filter.words.is_empty()
            || (filter.requester.is_none() && filter.assignee.is_some() && only_open);
        match by_number {
            false => fitting.sort_by_key(|r| std::cmp::Reverse(r.mark)),
            true => fitting.sort_by_key(|r| std::cmp::Reverse(r.mark.id)),
        }
        let expected: Vec<i64> = fitting.iter().map(|r| r.mark.id).collect();
        let limit = rng.random_range(1..200).max(expected.len() as i64 / 20);
        let (ids, _) = listed(&store, &filter, limit).await;
        assert_eq!(ids, expected, "{filter:?}, {limit} a page");
        walked.insert((
            filter.words.len(),
            filter.statuses.is_empty(),
            ids.is_empty(),
        ));
    }
    assert!(walked.len() > 4, "always the same: {walked:?}");
    // What fits nothing young costs several calls, none of which looks at everything.
    for rare in [
        Filter {
            service: Some("moon".to_owned()),
            assignee: Some(PersonId(1)),
            words: vec!["o".to_owned()],
            ..Filter::default()
        },
        Filter {
            service: Some("moon".to_owned()),
            statuses: vec!["closed".to_owned(), "new".to_owned()],
            words: vec!["o".to_owned()],
            ..Filter::default()
        },
    ] {
        let (_, pages) = listed(&store, &rare, 50).await;
        assert_eq!(pages as i64, REQUESTS * 49 / 50 / LOOKED_AT + 1);
    }
}

#[tokio::test]
async fn every_page_holds_what_fits_and_nothing_else() {
    pages_hold_what_fits(Home::sqlite()).await;
}

#[tokio::test]
#[ignore = "runs with PostgreSQL"]
async fn every_page_holds_what_fits_and_nothing_else_on_postgres() {
    pages_hold_what_fits(Home::postgres().await).await;
}

/// What person 1 asked for, in any state, a step of a plan of theirs among it; and what somebody else did.
async fn what_one_asked_for(home: Home) {
    let store = home.open().await;
    let mut look = home.look().await;
    for id in 1..=2 {
        let person = format!("INSERT INTO people (id, created_at) VALUES ({id}, 0)");
        run(&mut look, person).await;
    }
    let requests = [
        (1, 1, "closed", "Écran is black", "NULL"),
        (2, 1, "new", "Black keyboard", "NULL"),
        (3, 1, "cancelled", "blackout curtain", "NULL"),
        (4, 1, "in_progress", "Screen flickers", "NULL"),
        (5, 1, "new", "Black badge", "'N-9'"),
        (6, 2, "new", "Black chair", "NULL"),
        (7, 1, "new", "The whole of a black plan", "'N-7'"),
    ];
    for (id, requester, state, subject, part_of) in requests {
        let created_at = 100 + id;
        let row = Row {
            mark: Mark { created_at, id },
            team: "IT",
            service: "laptop",
            state,
            requester,
            assignee: (state != "new").then_some(2),
            word: "",
        };
        let values = values(&row).replace("'x'", &format!("'{subject}'"));
        run(
            &mut look,
            format!(
                "INSERT INTO requests (id, number, team, service, subject, priority, status, private, channel, requester,
                    assignee, answers, created_at, state_at, reason, ended_by, resolved_at, version) VALUES {values};
                 UPDATE requests SET part_of = {part_of} WHERE id = {id}"
            ),
        )
        .await;
    }
    let mut tx = store.read().await.unwrap();
    for (typed, limit, hers, teams) in [
        ("black", 10, &[7, 3, 2, 1][..], &[2, 5, 6, 7][..]),
        ("black", 2, &[7, 3], &[2, 5]),
        ("BLACK ecr", 10, &[1], &[]),
        ("n-4", 10, &[4], &[4]),
        ("lack", 10, &[], &[]),
        ("badge", 10, &[], &[5]),
        ("chair", 10, &[], &[6]),
    ] {
        let found = theirs::found(&mut tx, PersonId(1), typed, limit).await;
        let found: Vec<i64> = found.unwrap().iter().map(|r| r.id.0).collect();
        assert_eq!(found, hers, "{typed}");
        let open = theirs::open_of_team(&mut tx, "IT", typed, limit).await;
        let open: Vec<i64> = open.unwrap().iter().map(|r| r.id.0).collect();
        assert_eq!(open, teams, "{typed}");
    }
}

#[tokio::test]
async fn what_one_asked_for_is_found_by_its_words() {
    what_one_asked_for(Home::sqlite()).await;
}

#[tokio::test]
#[ignore = "runs with PostgreSQL"]
async fn what_one_asked_for_is_found_by_its_words_on_postgres() {
    what_one_asked_for(Home::postgres().await).await;
}
