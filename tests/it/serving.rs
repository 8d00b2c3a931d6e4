//! What stories about serving say of a desk: acts of an agent on a card, and the truth of every card.

use frontdesk::clock::Millis;
use frontdesk::domain::post::{PostKind, Side};
use frontdesk::domain::request::{Fact, Request, Status};
use frontdesk::sandbox::{Ack, Message, Missing, Submitted};
use frontdesk::store;

use crate::bench::Bench;
use crate::record;

impl Bench {
    /// The request as the database has it.
    pub async fn request(&self, number: &str) -> Request {
        record::request(&self.app.desk, number).await
    }

    /// What happened to it, in order.
    pub async fn facts(&self, number: &str) -> Vec<Fact> {
        record::facts(&self.app.desk, number).await
    }

    /// The name of its state.
    pub async fn status(&self, number: &str) -> &'static str {
        self.request(number).await.status.name()
    }

    /// Who has it, by name.
    pub async fn assignee(&self, number: &str) -> Option<String> {
        record::assignee(&self.app.desk, number).await
    }

    /// When its result is due.
    pub async fn due(&self, number: &str) -> Option<Millis> {
        self.request(number).await.promise.resolution_due
    }

    /// Its living card of one kind that is in use, as it is on the platform.
    pub async fn living(&self, number: &str, kind: PostKind) -> Message {
        let (channel, ts) = record::living(&self.app.desk, number, kind).await;
        self.slack.message(&channel, &ts).expect("it is there")
    }

    /// The triage card in use, wherever it is.
    pub async fn triage(&self, number: &str) -> Message {
        self.living(number, PostKind::TriageCard).await
    }

    /// How many watch it.
    pub async fn watchers(&self, number: &str) -> usize {
        record::watchers(&self.app.desk, number).await
    }

    /// The requester's card in use.
    pub async fn theirs(&self, number: &str) -> Message {
        self.living(number, PostKind::RequesterCard).await
    }

    /// The thread that the team works in.
    pub async fn inside(&self, number: &str) -> Vec<String> {
        let card = self.triage(number).await;
        self.thread(&card.channel, &card.ts)
    }

    /// The thread that the requester reads: under their card, or where they asked.
    pub async fn outside(&self, number: &str) -> Vec<String> {
        let card = self.theirs(number).await;
        let root = card.thread_ts.as_deref().unwrap_or(&card.ts);
        self.thread(&card.channel, root)
    }

    /// Presses a button of the triage card.
    pub async fn press(&self, who: &str, number: &str, label: &str) -> Result<Ack, Missing> {
        let card = self.triage(number).await;
        self.user(who).click(&card.channel, &card.ts, label).await
    }

    /// Presses a button, fills in the one text of its form and sends it.
    pub async fn write(
        &self,
        who: &str,
        number: &str,
        button: &str,
        input: &str,
        text: &str,
    ) -> Submitted {
        self.press(who, number, button).await.unwrap();
        let person = self.user(who);
        assert!(person.modal().is_some(), "{who} sees no form of {button}");
        person.fill(input, text).await.unwrap();
        let done = person.submit().await;
        self.calm().await;
        done
    }

    /// Chooses something in More; what follows is for the caller.
    pub async fn more(&self, who: &str, number: &str, option: &str) -> Submitted {
        self.press(who, number, "More").await.unwrap();
        let person = self.user(who);
        assert_eq!(person.modal().expect("More").title(), "More");
        person
            .pick("What do you want to do?", option)
            .await
            .unwrap();
        let done = person.submit().await;
        self.calm().await;
        done
    }

    /// Writes in the thread under the triage card.
    pub async fn mutters(&self, who: &str, number: &str, text: &str) -> String {
        let card = self.triage(number).await;
        let ts = self.user(who).replies(&card.channel, &card.ts, text).await;
        self.calm().await;
        ts
    }

    /// Writes in the requester's thread.
    pub async fn tells(&self, who: &str, number: &str, text: &str) -> String {
        let card = self.theirs(number).await;
        let root = card.thread_ts.as_deref().unwrap_or(&card.ts);
        let ts = self.user(who).replies(&card.channel, root, text).await;
        self.calm().await;
        ts
    }

    /// What only they saw, so far.
    pub fn whispers(&self, who: &str) -> Vec<String> {
        let all = self.user(who).ephemerals();
        all.iter().map(|m| m.plain().to_owned()).collect()
    }

    /// Everything that is due goes out, and then every living card says what the database does.
    pub async fn calm(&self) {
        self.settle().await;
        let mut id = 0;
        loop {
            id += 1;
            let mut tx = self.app.desk.store.read().await.unwrap();
            let request = frontdesk::domain::ids::RequestId(id);
            let Some(request) = store::requests::get(&mut tx, request).await.unwrap() else {
                break;
            };
            drop(tx);
            self.tells_the_truth(&request).await;
        }
    }

    async fn tells_the_truth(&self, request: &Request) {
        let assignee = self.assignee(&request.number).await;
        for (kind, side) in [
            (PostKind::RequesterCard, Side::Requester),
            (PostKind::TriageCard, Side::Team),
        ] {
            // A step of a plan is told of on the card of the whole.
            if side == Side::Requester && request.parent().is_some() {
                continue;
            }
            let card = self.living(&request.number, kind).await;
            let state = frontdesk::view::words::state::state(request.status.name(), side);
            assert!(card.reads(&request.number), "{}", card.plain());
            assert!(
                card.reads(&format!("*{state}*")),
                "{} is {state}, its card says:\n{}",
                request.number,
                card.plain()
            );
            if let Some(name) = &assignee {
                assert!(card.reads(name), "{name} has it:\n{}", card.plain());
            }
            // Nobody works on what has to be approved first.
            let awaits = matches!(request.status, Status::AwaitingApproval { .. });
            let served = card.buttons().iter().any(|b| b == "Take it");
            assert_eq!(
                served,
                side == Side::Team && request.status.is_open() && !awaits,
                "{:?}",
                card.buttons()
            );
            if let Status::OnHold { reason, .. } = &request.status {
                assert!(card.reads(reason), "{}", card.plain());
            }
        }
    }
}
