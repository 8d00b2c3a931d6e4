//! What the database says of a request, for every bench.

use frontdesk::desk::{Ask, Desk, Draft, Scope, Who};
use frontdesk::domain::post::PostKind;
use frontdesk::domain::request::{Fact, Request};
use frontdesk::store;
use frontdesk::store::outbox::Entry;

/// The request as the database has it.
pub async fn request(desk: &Desk, number: &str) -> Request {
    let mut tx = desk.store.read().await.unwrap();
    let found = store::requests::by_number(&mut tx, number).await.unwrap();
    found.unwrap_or_else(|| panic!("no request {number}"))
}

/// What happened to it, in order.
pub async fn facts(desk: &Desk, number: &str) -> Vec<Fact> {
    let id = request(desk, number).await.id;
    let mut tx = desk.store.read().await.unwrap();
    let events = store::events::after(&mut tx, id, 0, 1000).await.unwrap();
    events.into_iter().map(|e| e.fact).collect()
}

/// Who has it, by name.
pub async fn assignee(desk: &Desk, number: &str) -> Option<String> {
    let assignee = request(desk, number).await.assignee()?;
    let mut tx = desk.store.read().await.unwrap();
    let person = store::people::get(&mut tx, assignee).await.unwrap();
    person.and_then(|p| p.name)
}

/// Where its living card of one kind is that is in use.
pub async fn living(desk: &Desk, number: &str, kind: PostKind) -> (String, String) {
    let id = request(desk, number).await.id;
    let mut tx = desk.store.read().await.unwrap();
    let posts = store::posts::of_request(&mut tx, id, kind).await.unwrap();
    let post = posts.into_iter().rev().find(|p| !p.retired);
    let post = post.unwrap_or_else(|| panic!("{number} has no {kind:?}"));
    let ts = post.ts.expect("it is there");
    (post.to.channel.unwrap(), ts)
}

/// What waits in the outbox, or is dead.
pub async fn outbox(desk: &Desk, dead: bool) -> Vec<Entry> {
    let mut tx = desk.store.read().await.unwrap();
    store::outbox::page(&mut tx, dead, 0, 1000).await.unwrap()
}

/// Requests of `ana` that come by a program, without anybody being told.
pub async fn many(desk: &Desk, service: &str, subjects: impl Iterator<Item = String>) {
    let secret = desk.create_token("many", Scope::Admin).await.unwrap();
    let token = desk.token(&secret).await.unwrap().unwrap();
    for subject in subjects {
        let draft = Draft {
            service: service.to_owned(),
            subject,
            ..Draft::default()
        };
        let requester = Who::Email("ana@acme.example".to_owned());
        let ask = Ask { requester, draft };
        desk.file_by_api(&token, None, ask).await.unwrap();
    }
}

/// How many watch it.
pub async fn watchers(desk: &Desk, number: &str) -> usize {
    let id = request(desk, number).await.id;
    let mut tx = desk.store.read().await.unwrap();
    store::watchers::of(&mut tx, id).await.unwrap().len()
}
