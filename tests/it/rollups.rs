//! The roll-ups are what the requests say, whatever happened to them, on both engines.

use frontdesk::clock::Clock;
use frontdesk::delivery::{Chats, Delivery};
use frontdesk::desk::{Act, Ask, Deed, Desk, Draft, Scope, Token, Who};
use frontdesk::domain::catalogue::Answer;
use frontdesk::metrics::Metrics;
use frontdesk::store;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::bench::{DAY, HOUR};
use crate::engine::{Home, Look};
use crate::rest_support::{MONDAY, catalogue};

const TEAMS: [&str; 3] = ["IT", "HR", "FAC"];
const PEOPLE: [&str; 5] = [
    "ops@acme.example",
    "lea@acme.example",
    "ana@acme.example",
    "hanna@acme.example",
    "fritz@acme.example",
];
const STEPS: usize = 700;

/// What the two tables have to hold.
const FIGURES: &str = "SELECT team, hour, SUM(opened), SUM(resolved), SUM(ratings), SUM(rating_sum) FROM (
        SELECT team, created_at / 3600000 AS hour, 1 AS opened, 0 AS resolved, 0 AS ratings, 0 AS rating_sum FROM requests
        UNION ALL SELECT team, resolved_at / 3600000, 0, 1, 0, 0 FROM requests WHERE resolved_at IS NOT NULL
        UNION ALL SELECT team, rated_at / 3600000, 0, 0, 1, rating FROM requests WHERE rated_at IS NOT NULL AND rating IS NOT NULL
    ) x GROUP BY team, hour";
const TALLY: &str =
    "SELECT team, status, COUNT(*), COUNT(*) - COUNT(assignee) FROM requests GROUP BY team, status";
/// What they hold; where nothing is left of what there was, a row of noughts stays.
const FIGURES_KEPT: &str = "SELECT team, hour, opened, resolved, ratings, rating_sum FROM figures
    WHERE opened <> 0 OR resolved <> 0 OR ratings <> 0 OR rating_sum <> 0";
const TALLY_KEPT: &str =
    "SELECT team, status, requests, unassigned FROM tally WHERE requests <> 0 OR unassigned <> 0";

/// The same of what is measured.
const MEASURED: &str = "SELECT team, service, day, SUM(answers), SUM(kept), SUM(results), SUM(promised), SUM(in_time), SUM(touched),
        SUM(single), SUM(questions), SUM(spent), SUM(reviews), SUM(review), SUM(reopened) FROM (
        SELECT team, service, at / 86400000 AS day, 1 AS answers, CASE WHEN kept THEN 1 ELSE 0 END AS kept, 0 AS results, 0 AS promised,
            0 AS in_time, 0 AS touched, 0 AS single, 0 AS questions, 0 AS spent, 0 AS reviews, 0 AS review, 0 AS reopened FROM answers
        UNION ALL SELECT team, service, at / 86400000, 0, 0, 1, CASE WHEN kept IS NULL THEN 0 ELSE 1 END, CASE WHEN kept THEN 1 ELSE 0 END,
            CASE WHEN first_touch THEN 1 ELSE 0 END, CASE WHEN questions <= 1 THEN 1 ELSE 0 END, questions,
            intake + work + requester + approval + hold, 0, 0, 0 FROM results
        UNION ALL SELECT team, service, at / 86400000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, took, 0 FROM reviews
        UNION ALL SELECT team, service, at / 86400000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 FROM reopenings
    ) x GROUP BY team, service, day";
const MEASURED_KEPT: &str = "SELECT team, service, day, answers, answers_kept, results, results_promised, results_kept, first_touch, single,
        questions, intake + work + requester + approval + hold, reviews, review, reopened FROM measured
    WHERE answers <> 0 OR results <> 0 OR reviews <> 0 OR reopened <> 0";
const SPREAD: &str = "SELECT team, what, day, bucket, COUNT(*), SUM(took) FROM (
        SELECT team, 'answer' AS what, at / 86400000 AS day, bucket, took FROM answers
        UNION ALL SELECT team, 'result', at / 86400000, bucket, took FROM results
    ) x GROUP BY team, what, day, bucket";
const SPREAD_KEPT: &str =
    "SELECT team, what, day, bucket, requests, took FROM spread WHERE requests <> 0 OR took <> 0";
/// Results that stand are those of the requests, and nobody was answered twice.
const RESULTS: &str =
    "SELECT COUNT(*) FROM (SELECT id, resolved_at FROM requests WHERE resolved_at IS NOT NULL
    EXCEPT SELECT request_id, at FROM results) x";
const ODD_RESULTS: &str = "SELECT COUNT(*) FROM (SELECT request_id, at FROM results
    EXCEPT SELECT id, resolved_at FROM requests WHERE resolved_at IS NOT NULL) x";
const ANSWERS: &str = "SELECT COUNT(*) FROM (SELECT id, first_response_at FROM requests WHERE first_response_at IS NOT NULL
    EXCEPT SELECT request_id, at FROM answers) x";

async fn assert_same(look: &mut Look, kept: &str, counted: &str) {
    for (one, other) in [(kept, counted), (counted, kept)] {
        let odd = format!(
            "SELECT COUNT(*) FROM (SELECT * FROM ({one}) a EXCEPT SELECT * FROM ({other}) b) c"
        );
        assert_eq!(
            look.number(&odd).await,
            0,
            "in this and not in the other: {one}"
        );
    }
}

/// Rows that fit `what`, of `team`, at `column` in the window.
async fn counted(look: &mut Look, what: &str, team: &str, column: &str, window: (i64, i64)) -> i64 {
    let (since, until) = window;
    let sql = format!(
        "SELECT CAST(COALESCE({what}, 0) AS BIGINT) FROM requests WHERE team = '{team}' AND {column} >= {since} AND {column} < {until}"
    );
    look.number(&sql).await
}

/// People ask, serve, rate, reopen and hand over, at random, over some weeks.
struct Story {
    desk: Desk,
    delivery: Delivery,
    token: Token,
    rng: StdRng,
    /// Requests, and who asked.
    asked: Vec<(String, Who)>,
}

impl Story {
    async fn step(&mut self) {
        let by = Who::Email(PEOPLE[self.rng.random_range(0..PEOPLE.len())].to_owned());
        match self.rng.random_range(0..8) {
            0 | 1 => self.asks(by).await,
            2 => {
                // Sometimes to the last millisecond of an hour, or the first of the next.
                let now = self.desk.clock.now();
                let to_the_hour = HOUR - now % HOUR;
                let step = match self.rng.random_range(0..8) {
                    0 => to_the_hour - 1,
                    1 => to_the_hour,
                    // Long enough for some to close.
                    2 => self.rng.random_range(0..4 * DAY),
                    _ => self.rng.random_range(0..2 * HOUR),
                };
                self.desk.clock.advance(step);
                self.delivery.tick().await.unwrap();
            }
            _ => self.acts(by).await,
        }
    }

    async fn asks(&mut self, requester: Who) {
        let (service, key, answer) = match self.rng.random_range(0..3) {
            0 => ("access", "systems", Answer::Many(vec!["CRM".to_owned()])),
            1 => ("people", "matter", Answer::Text("Leave".to_owned())),
            _ => ("room", "floor", Answer::Number(1.0)),
        };
        let draft = Draft {
            service: service.to_owned(),
            subject: "Something".to_owned(),
            answers: [(key.to_owned(), answer)].into(),
            ..Draft::default()
        };
        let ask = Ask {
            requester: requester.clone(),
            draft,
        };
        let (sight, _) = self.desk.file_by_api(&self.token, None, ask).await.unwrap();
        self.asked.push((sight.request.number, requester));
    }

    /// Whether it is allowed is not the point: what is refused changes nothing.
    async fn acts(&mut self, by: Who) {
        if self.asked.is_empty() {
            return;
        }
        // Only what is young, so that there is a story to each.
        let young = self.asked.len().saturating_sub(12);
        let (number, requester) =
            self.asked[self.rng.random_range(young..self.asked.len())].clone();
        let deed = match self.rng.random_range(0..16) {
            0 => Deed::Take,
            1 => Deed::Assign {
                to: Who::Email(PEOPLE[self.rng.random_range(0..PEOPLE.len())].to_owned()),
            },
            2 => Deed::Wait,
            3 => Deed::Hold {
                reason: "parts".to_owned(),
            },
            4 => Deed::Resume,
            5 => Deed::HandOver {
                service: ["access", "people", "room"][self.rng.random_range(0..3)].to_owned(),
                note: None,
                wrong_door: false,
            },
            6 | 7 => Deed::Resolve { summary: None },
            8 => Deed::Cancel { reason: None },
            9 => Deed::Reopen { reason: None },
            _ => Deed::Rate {
                score: self.rng.random_range(1..=5),
            },
        };
        // Some things only the requester may do.
        let theirs = matches!(
            deed,
            Deed::Rate { .. } | Deed::Reopen { .. } | Deed::Cancel { .. }
        );
        let by = if theirs { requester } else { by };
        let act = Act { number, by, deed };
        // A fault would leave the story without its point.
        if let Err(frontdesk::desk::No::Fault(error)) =
            self.desk.act_by_api(&self.token, None, act).await
        {
            panic!("{error}");
        }
    }
}

async fn agree(home: Home, seed: u64) {
    println!("seed {seed}");
    let clock = Clock::manual(MONDAY);
    let desk = Desk::new(home.open().await, catalogue().into(), clock);
    let secret = desk.create_token("story", Scope::Admin).await.unwrap();
    let token = desk.token(&secret).await.unwrap().unwrap();
    let mut story = Story {
        delivery: Delivery::new(desk.clone(), Chats::default(), Metrics::default()),
        desk,
        token,
        rng: StdRng::seed_from_u64(seed),
        asked: vec![],
    };
    for _ in 0..STEPS {
        story.step().await;
    }
    let mut look = home.look().await;
    assert_same(&mut look, FIGURES_KEPT, FIGURES).await;
    assert_same(&mut look, TALLY_KEPT, TALLY).await;
    assert_same(&mut look, MEASURED_KEPT, MEASURED).await;
    assert_same(&mut look, SPREAD_KEPT, SPREAD).await;
    for odd in [RESULTS, ODD_RESULTS, ANSWERS] {
        assert_eq!(look.number(odd).await, 0, "{odd}");
    }
    for status in [
        "resolved_at IS NOT NULL",
        "rating IS NOT NULL",
        "status = 'closed'",
        "status = 'cancelled'",
    ] {
        let some = format!("SELECT COUNT(*) FROM requests WHERE {status}");
        assert!(
            look.number(&some).await > 0,
            "nothing with {status}: no story"
        );
    }
    let now = story.desk.clock.now();
    for turn in 0..40 {
        let since = story.rng.random_range(MONDAY - HOUR..now + HOUR);
        // Short ones too, that begin and end in one hour.
        let until = since
            + story
                .rng
                .random_range(0..if turn % 2 == 0 { HOUR } else { 20 * DAY });
        for team in TEAMS {
            let mut tx = story.desk.store.read().await.unwrap();
            let counts = store::figures::of_team(&mut tx, team, since, until)
                .await
                .unwrap();
            drop(tx);
            let window = (since, until);
            let opened = counted(&mut look, "COUNT(*)", team, "created_at", window).await;
            let resolved = counted(&mut look, "COUNT(*)", team, "resolved_at", window).await;
            let ratings = counted(&mut look, "COUNT(rating)", team, "rated_at", window).await;
            let sum = counted(&mut look, "SUM(rating)", team, "rated_at", window).await;
            assert_eq!(
                (
                    counts.opened,
                    counts.resolved,
                    counts.ratings,
                    counts.rating_sum
                ),
                (opened, resolved, ratings, sum),
                "{team} from {since} to {until}"
            );
        }
    }
    // Whoever removes some by hand is counted too.
    if let Look::Sqlite(db) = &mut look {
        let sql = "PRAGMA foreign_keys = OFF; DELETE FROM requests WHERE id % 3 = 0";
        sqlx::raw_sql(sql).execute(db).await.unwrap();
        assert_same(&mut look, FIGURES_KEPT, FIGURES).await;
        assert_same(&mut look, TALLY_KEPT, TALLY).await;
    }
}

#[tokio::test]
async fn they_agree_with_the_requests_after_any_story() {
    for _ in 0..3 {
        agree(Home::sqlite(), rand::random()).await;
    }
}

#[tokio::test]
#[ignore = "runs with PostgreSQL"]
async fn they_agree_with_the_requests_after_any_story_on_postgres() {
    agree(Home::postgres().await, rand::random()).await;
}
