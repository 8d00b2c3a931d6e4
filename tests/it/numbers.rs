//! What is measured, on cases counted by hand with `docs/numbers.md` beside them.

use std::sync::Arc;

use frontdesk::clock::{Clock, Millis};
use frontdesk::config;
use frontdesk::desk::{Act, Ask, Deed, Desk, Draft, Scope, Token, Who};
use frontdesk::domain::answer::Answer;
use frontdesk::domain::ids::{Account, Channel, Platform};
use frontdesk::domain::intent::{Inbound, Intent, Place, Sender};
use frontdesk::domain::measure::{Measures, Spent, Sums, Turn, bottleneck};
use frontdesk::domain::press::Press;
use frontdesk::store;

use crate::bench::{DAY, HOUR, MINUTE};
use crate::engine::Home;
use crate::rest_support::MONDAY;

const COMPANY: &str = r#"
[desk]
name = "Acme"
time_zone = "Europe/Berlin"

[[calendar]]
key = "office"
time_zone = "Europe/Berlin"
hours = { mon = "09:00-17:00", tue = "09:00-17:00", wed = "09:00-17:00", thu = "09:00-17:00", fri = "09:00-15:00" }

[[team]]
key = "IT"
name = "IT support"
calendar = "office"
agents = ["bo@acme.example"]
channel = { slack = "C0IT" }

[[team]]
key = "HR"
name = "People"
agents = ["hanna@acme.example"]
channel = { slack = "C0HR" }

[[service]]
key = "laptop"
team = "IT"
name = "Laptop trouble"
promise = { first_response = "1h", resolution = "1d" }

[[service]]
key = "other"
team = "IT"
name = "Something else"

[[service]]
key = "access"
team = "IT"
name = "Access to a system"
approval = { by = ["slack:U0ROOT"] }
promise = { first_response = "1h", resolution = "1d" }

[[service]]
key = "people"
team = "HR"
name = "People matters"
"#;

struct Company {
    desk: Desk,
    token: Token,
}

impl Company {
    async fn start(home: &Home) -> Company {
        let mut catalogue = config::catalogue(COMPANY, "acme.toml").unwrap();
        catalogue.platforms = vec![Platform::Slack];
        let store = home.open().await;
        let desk = Desk::new(store, Arc::new(catalogue), Clock::manual(MONDAY));
        let secret = desk.create_token("story", Scope::Admin).await.unwrap();
        let token = desk.token(&secret).await.unwrap().unwrap();
        Company { desk, token }
    }

    /// Ana asks; its number comes back.
    async fn asks(&self, service: &str) -> String {
        let draft = Draft {
            service: service.to_owned(),
            subject: "Something".to_owned(),
            ..Draft::default()
        };
        let requester = Who::Email("ana@acme.example".to_owned());
        let ask = Ask { requester, draft };
        let (sight, _) = self.desk.file_by_api(&self.token, None, ask).await.unwrap();
        sight.request.number
    }

    async fn does(&self, who: &str, number: &str, deed: Deed) {
        let act = Act {
            number: number.to_owned(),
            by: Who::Email(format!("{who}@acme.example")),
            deed,
        };
        self.desk.act_by_api(&self.token, None, act).await.unwrap();
    }

    /// Root, who has to approve it, presses the button.
    async fn approves(&self, number: &str) {
        let request = self.desk.by_number(number).await.unwrap().unwrap().request;
        let channel = Channel {
            platform: Platform::Slack,
            id: "D0ROOT".to_owned(),
        };
        let on = Place {
            channel,
            ts: "1.1".to_owned(),
            thread: None,
        };
        let inbound = Inbound {
            key: format!("approve {number}"),
            by: Some(Sender::of(Account::slack("U0ROOT"))),
            intent: Intent::Press {
                press: Press::Approve(request.id),
                on,
            },
        };
        let answer = self.desk.handle(inbound).await.unwrap();
        assert_eq!(answer, Answer::Done);
    }

    /// Monday is 0; by the clocks of Berlin.
    fn it_is(&self, day: i64, hour: i64, minute: i64) {
        let at = MONDAY + day * DAY + (hour - 10) * HOUR + minute * MINUTE;
        self.desk.clock.advance(at - self.desk.clock.now());
    }

    async fn measured(&self, team: &str, since: Millis, until: Millis) -> Measures {
        let mut tx = self.desk.store.read().await.unwrap();
        store::measures::of_team(&mut tx, team, since, until)
            .await
            .unwrap()
    }

    async fn week(&self, team: &str) -> Measures {
        self.measured(team, MONDAY - DAY, MONDAY + 6 * DAY).await
    }
}

fn resolve() -> Deed {
    Deed::Resolve {
        summary: Some("Done".to_owned()),
    }
}

#[tokio::test]
async fn turns_promises_and_medians_are_as_counted_by_hand() {
    let home = Home::new().await;
    let it = Company::start(&home).await;
    // Monday, 10:00. Three laptops.
    let (one, two) = (it.asks("laptop").await, it.asks("laptop").await);
    // 30 minutes of intake, then an hour of work, then two hours of waiting for Ana.
    it.it_is(0, 10, 30);
    it.does("bo", &one, Deed::Take).await;
    it.it_is(0, 11, 30);
    let text = "Which one?".to_owned();
    it.does("bo", &one, Deed::Ask { text }).await;
    it.it_is(0, 13, 30);
    it.does("bo", &one, Deed::Resume).await;
    // Another half hour, and it is done: two hours of the team's, two of Ana's. The answer took 90 minutes.
    it.it_is(0, 14, 0);
    it.does("bo", &one, resolve()).await;
    // The second is answered within its hour by being done; at 10:50 it would have been, but the clock only goes on.
    it.does("bo", &two, resolve()).await;
    // The third over night: an hour on Monday, one and a half on Tuesday.
    it.it_is(0, 16, 0);
    let three = it.asks("laptop").await;
    it.it_is(1, 10, 30);
    it.does("bo", &three, resolve()).await;
    // Nothing is promised for the fourth; it is answered at once, held for four hours, and done.
    let four = it.asks("other").await;
    let text = "I look at it".to_owned();
    it.does("bo", &four, Deed::Reply { text }).await;
    let reason = "parts".to_owned();
    it.does("bo", &four, Deed::Hold { reason }).await;
    it.it_is(1, 14, 30);
    it.does("bo", &four, resolve()).await;
    let week = it.week("IT").await;
    let expected = Sums {
        answers: 4,
        answers_promised: 3,
        answers_kept: 0,
        results: 4,
        results_promised: 3,
        results_kept: 3,
        touched: 4,
        // The first took a question.
        first_touch: 3,
        single: 4,
        questions: 1,
        spent: Spent {
            // 30 minutes, four hours, two and a half, nothing.
            intake: 7 * HOUR,
            work: 90 * MINUTE,
            requester: 2 * HOUR,
            approval: 0,
            hold: 4 * HOUR,
        },
        reviews: 0,
        review: 0,
        reopened: 0,
    };
    assert_eq!(week.sums, expected);
    // 0, 90, 150 and 240 minutes; 0, 120, 150 and 240.
    assert_eq!(week.median_answer, Some(120 * MINUTE));
    assert_eq!(week.median_result, Some(135 * MINUTE));
    let share = bottleneck(&week).unwrap();
    assert_eq!(
        (share.turn, share.service.as_str()),
        (Turn::Intake, "laptop")
    );
    assert_eq!((share.spent, share.whole), (7 * HOUR, 870 * MINUTE));
    let services: Vec<&str> = week.services.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(services, ["laptop", "other"]);
    assert_eq!(week.services[1].1.spent.hold, 4 * HOUR);
    // Nothing of it was on another day or with another team.
    let tuesday = it
        .measured("IT", MONDAY + 12 * HOUR, MONDAY + 6 * DAY)
        .await;
    assert_eq!((tuesday.sums.answers, tuesday.sums.results), (2, 2));
    assert_eq!(it.week("HR").await, Measures::default());
}

#[tokio::test]
async fn a_result_that_does_not_hold_counts_once_it_stands() {
    let home = Home::new().await;
    let it = Company::start(&home).await;
    let number = it.asks("laptop").await;
    it.it_is(0, 10, 40);
    it.does("bo", &number, resolve()).await;
    let before = it.week("IT").await;
    assert_eq!((before.sums.results, before.sums.first_touch), (1, 1));
    assert_eq!((before.sums.answers_kept, before.sums.results_kept), (1, 1));
    // Next morning Ana says that it is not solved: the night and the evening are nobody's.
    it.it_is(1, 11, 0);
    it.does("ana", &number, Deed::Reopen { reason: None }).await;
    let open = it.week("IT").await;
    assert_eq!((open.sums.results, open.sums.reopened), (0, 1));
    assert_eq!(open.median_result, None);
    assert_eq!(open.sums.spent, Spent::default());
    assert_eq!(
        (open.sums.answers, open.median_answer),
        (1, Some(40 * MINUTE))
    );
    it.it_is(1, 12, 0);
    it.does("bo", &number, resolve()).await;
    let after = it.week("IT").await.sums;
    assert_eq!((after.results, after.reopened), (1, 1));
    assert_eq!((after.first_touch, after.touched), (0, 1));
    assert_eq!((after.spent.intake, after.spent.work), (40 * MINUTE, HOUR));
}

#[tokio::test]
async fn what_was_put_off_was_not_kept() {
    let home = Home::new().await;
    let it = Company::start(&home).await;
    let number = it.asks("laptop").await;
    it.it_is(0, 10, 10);
    let later = Deed::Delay {
        to: MONDAY + 4 * DAY,
        reason: "parts".to_owned(),
    };
    it.does("bo", &number, later).await;
    it.it_is(3, 10, 0);
    it.does("bo", &number, resolve()).await;
    let sums = it.week("IT").await.sums;
    // Who says when the result comes has answered; the result came by the new time, and not as promised.
    assert_eq!((sums.answers_promised, sums.answers_kept), (1, 1));
    assert_eq!((sums.results_promised, sums.results_kept), (1, 0));
}

#[tokio::test]
async fn an_approval_is_nobody_elses_time() {
    let home = Home::new().await;
    let it = Company::start(&home).await;
    // Monday, 10:00. Root agrees on Tuesday at 10:30: seven hours and an hour and a half.
    let number = it.asks("access").await;
    it.it_is(1, 10, 30);
    it.approves(&number).await;
    // Half an hour until somebody takes it, and an hour and a half of work.
    it.it_is(1, 11, 0);
    it.does("bo", &number, Deed::Take).await;
    it.it_is(1, 12, 30);
    it.does("bo", &number, resolve()).await;
    let week = it.week("IT").await;
    let spent = Spent {
        intake: 30 * MINUTE,
        work: 90 * MINUTE,
        requester: 0,
        approval: 8 * HOUR + 30 * MINUTE,
        hold: 0,
    };
    assert_eq!(week.sums.spent, spent);
    // It took the team two hours; whoever asked waited ten and a half for a word.
    assert_eq!(week.median_result, Some(2 * HOUR));
    assert_eq!(week.median_answer, Some(10 * HOUR + 30 * MINUTE));
    // The clock began to run at 10:30: the answer was due at 11:30, the result on Wednesday.
    assert_eq!((week.sums.answers_promised, week.sums.answers_kept), (1, 0));
    assert_eq!((week.sums.results_promised, week.sums.results_kept), (1, 1));
    let share = bottleneck(&week).unwrap();
    assert_eq!(
        (share.turn, share.spent, share.whole),
        (
            Turn::Approval,
            8 * HOUR + 30 * MINUTE,
            10 * HOUR + 30 * MINUTE
        )
    );
    // What nobody approves is no result, and its time is in no sum.
    let declined = it.asks("access").await;
    it.it_is(2, 12, 0);
    let reason = Some("Changed my mind".to_owned());
    it.does("ana", &declined, Deed::Cancel { reason }).await;
    assert_eq!(it.week("IT").await.sums, week.sums);
}

#[tokio::test]
async fn each_team_counts_its_own_time() {
    let home = Home::new().await;
    let it = Company::start(&home).await;
    let number = it.asks("laptop").await;
    it.it_is(0, 16, 0);
    let over = Deed::HandOver {
        service: "people".to_owned(),
        note: None,
        wrong_door: false,
    };
    it.does("bo", &number, over).await;
    // Around the clock from here on: 18 hours until ten.
    it.it_is(1, 10, 0);
    it.does("hanna", &number, resolve()).await;
    assert_eq!(it.week("IT").await.sums, Sums::default());
    let hr = it.week("HR").await;
    assert_eq!(hr.sums.spent.intake, 24 * HOUR);
    assert_eq!(hr.services[0].0, "people");
}
