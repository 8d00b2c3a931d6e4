//! What people of the stories do and see, in their own words.

use frontdesk::domain::post::PostKind;
use frontdesk::domain::request::{Fact, Request};
use frontdesk::sandbox::teams::{Done, Member, Post};
use frontdesk::store::outbox::Entry;

use crate::record;

use super::bench::{TRIAGE, TeamsBench};

impl TeamsBench {
    pub fn user(&self, name: &str) -> Member {
        self.teams.user(name)
    }

    /// Somebody types a word, and the answer comes.
    pub async fn asks(&self, who: &str, word: &str, answer: &str) -> Post {
        let person = self.user(who);
        // Nobody types faster than a conversation takes messages.
        self.clock.advance(2_000);
        let said = person.says(word).await;
        let number = |id: &str| id.parse::<i64>().unwrap_or_default();
        self.teams
            .until(answer, |_| {
                let all = person.reads().into_iter();
                let mut after = all.filter(|m| m.by_bot && number(&m.id) > number(&said));
                after.find(|m| m.reads(answer))
            })
            .await
    }

    /// Somebody types `request …` and opens the form of it.
    pub async fn opens(&self, who: &str, wish: &str) {
        let person = self.user(who);
        let answer = if wish.is_empty() {
            "What do you need"
        } else {
            "New request"
        };
        let launch = self
            .asks(who, format!("request {wish}").trim(), answer)
            .await;
        let done = person
            .press(&person.chat(), &launch.id, "Open the form")
            .await;
        assert_eq!(done, Ok(Done::Dialog));
    }

    /// Somebody asks for help with a laptop; the request's number comes back.
    pub async fn files(&self, who: &str, subject: &str) -> String {
        self.wishes(who, subject).await;
        self.settle().await;
        let waits = self.outbox(false).await;
        assert!(waits.is_empty(), "something waits: {waits:?}");
        let mut reads = self.user(who).reads().into_iter().rev();
        let card = reads.find(|m| m.reads(subject) && m.reads("IT-"));
        let words = card.expect("the requester's card").words;
        let at = words.find("IT-").unwrap();
        words[at..]
            .split(|c: char| c != '-' && !c.is_ascii_alphanumeric())
            .next()
            .unwrap()
            .to_owned()
    }

    /// The same, but nothing is sent yet.
    pub async fn wishes(&self, who: &str, subject: &str) {
        let person = self.user(who);
        self.opens(who, &format!("laptop {subject}")).await;
        person.fill("Asset tag", "AB-1234").unwrap();
        person.pick("What is it?", "Screen").unwrap();
        assert_eq!(person.sends().await, Ok(Done::Closed));
    }

    /// Somebody asks a service that wants to know nothing more than what it is about.
    pub async fn asks_for(&self, who: &str, service: &str, subject: &str) {
        self.opens(who, &format!("{service} {subject}")).await;
        assert_eq!(self.user(who).sends().await, Ok(Done::Closed));
        self.settle().await;
    }

    /// Somebody asks in a channel, by mention; the thread comes back.
    pub async fn asks_openly(&self, channel: &str, who: &str, subject: &str) -> String {
        let person = self.user(who);
        let root = person.asks_in(channel, subject).await;
        self.settle().await;
        let offer = self.find(channel, "Shall we make this a request?");
        let opened = person.press(channel, &offer.id, "New request").await;
        assert_eq!(opened, Ok(Done::Dialog));
        person
            .pick("What do you need help with?", "Something else")
            .unwrap();
        assert_eq!(person.sends().await, Ok(Done::Dialog));
        assert_eq!(person.sends().await, Ok(Done::Closed));
        self.settle().await;
        root
    }

    /// Presses a button of the triage card.
    pub async fn press(&self, who: &str, number: &str, button: &str) -> Done {
        let (channel, id) = self.living(number, PostKind::TriageCard).await;
        let done = self.user(who).press(&channel, &id, button).await.unwrap();
        self.settle().await;
        done
    }

    /// Presses a button, fills in the one text of its form and sends it.
    pub async fn write(&self, who: &str, number: &str, button: &str, input: &str, text: &str) {
        assert_eq!(self.press(who, number, button).await, Done::Dialog);
        let person = self.user(who);
        person.fill(input, text).unwrap();
        assert_eq!(person.sends().await, Ok(Done::Closed));
        self.settle().await;
    }

    /// Chooses something in More; what follows is for the caller.
    pub async fn more(&self, who: &str, number: &str, option: &str) -> Done {
        assert_eq!(self.press(who, number, "More").await, Done::Dialog);
        let person = self.user(who);
        person.pick("What do you want to do?", option).unwrap();
        let done = person.sends().await.unwrap();
        self.settle().await;
        done
    }

    /// Somebody resolves a request with a summary.
    pub async fn resolves(&self, who: &str, number: &str, summary: &str) {
        self.write(who, number, "Resolve", "Summary", summary).await;
    }

    /// Writes in the thread under the triage card.
    pub async fn mutters(&self, who: &str, number: &str, text: &str) -> String {
        let (channel, id) = self.living(number, PostKind::TriageCard).await;
        let said = self.user(who).replies(&channel, &id, text).await;
        self.settle().await;
        said
    }

    /// Writes to the desk in their own chat.
    pub async fn tells(&self, who: &str, text: &str) -> String {
        let said = self.user(who).says(text).await;
        self.settle().await;
        said
    }

    /// Puts a reaction on the triage card, or takes it back.
    pub async fn reacts(&self, who: &str, number: &str, kind: &str, added: bool) {
        let (channel, id) = self.living(number, PostKind::TriageCard).await;
        self.user(who).reacts(&channel, &id, kind, added).await;
        self.settle().await;
    }

    /// The triage card of a request as it is now.
    pub async fn triage(&self, number: &str) -> Post {
        self.shown(number, PostKind::TriageCard).await
    }

    /// The requester's card as it is now.
    pub async fn theirs(&self, number: &str) -> Post {
        self.shown(number, PostKind::RequesterCard).await
    }

    /// A living card as it is now.
    pub async fn shown(&self, number: &str, kind: PostKind) -> Post {
        let (channel, id) = self.living(number, kind).await;
        let all = self.teams.messages(&channel);
        let card = all.into_iter().find(|m| m.id == id);
        card.unwrap_or_else(|| panic!("no {kind:?} of {number}"))
    }

    /// The thread that the team works in, without the card.
    pub async fn inside(&self, number: &str) -> Vec<String> {
        let (channel, id) = self.living(number, PostKind::TriageCard).await;
        self.thread(&channel, &id)
    }

    /// What the desk said where the requester reads, since the card came.
    pub async fn outside(&self, number: &str) -> Vec<String> {
        let (channel, id) = self.living(number, PostKind::RequesterCard).await;
        let all = self.teams.messages(&channel).into_iter();
        let after = all.skip_while(|m| m.id != id).skip(1);
        after.filter(|m| m.by_bot).map(|m| m.words).collect()
    }

    /// What somebody reads in their chat.
    pub fn chat(&self, who: &str) -> Vec<String> {
        let all = self.user(who).reads().into_iter();
        all.map(|m| m.words).collect()
    }

    /// What the desk said to somebody in their chat.
    pub fn told(&self, who: &str) -> Vec<String> {
        let all = self.user(who).reads().into_iter();
        all.filter(|m| m.by_bot).map(|m| m.words).collect()
    }

    /// The first triage card of a request in IT's channel.
    pub fn card(&self, number: &str) -> Post {
        let all = self.teams.messages(TRIAGE);
        let card = all
            .into_iter()
            .find(|m| m.root.is_none() && m.reads(number));
        card.unwrap_or_else(|| panic!("no card of {number}"))
    }

    /// How the record has it.
    pub async fn request(&self, number: &str) -> Request {
        record::request(&self.app.desk, number).await
    }

    pub async fn facts(&self, number: &str) -> Vec<Fact> {
        record::facts(&self.app.desk, number).await
    }

    pub async fn status(&self, number: &str) -> &'static str {
        self.request(number).await.status.name()
    }

    pub async fn assignee(&self, number: &str) -> Option<String> {
        record::assignee(&self.app.desk, number).await
    }

    async fn living(&self, number: &str, kind: PostKind) -> (String, String) {
        record::living(&self.app.desk, number, kind).await
    }

    /// What waits in the outbox, or is dead.
    pub async fn outbox(&self, dead: bool) -> Vec<Entry> {
        record::outbox(&self.app.desk, dead).await
    }
}
