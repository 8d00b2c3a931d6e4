//! What is on record of rosters: it follows people who turn out to be one, and is forgotten once it is long over.

use frontdesk::clock::Clock;
use frontdesk::config;
use frontdesk::desk::Desk;
use frontdesk::domain::ids::{Account, PersonId};
use frontdesk::domain::intent::{Profile, Sender};
use frontdesk::domain::people::PersonRef;
use frontdesk::domain::roster::{Change, Deviation};
use frontdesk::store::duty::{Note, Swap, SwapState};
use frontdesk::store::{self, Error, Store};
use futures_util::FutureExt;

use crate::bench::{CONFIG, DAY, START};
use crate::engine::Home;

fn swap(asker: PersonId, asked: PersonId, until: i64) -> Swap {
    Swap {
        id: 0,
        team: "IT".to_owned(),
        asker,
        asked,
        given: (until - 10, until),
        taken: None,
        state: SwapState::Asked,
        asked_at: 1,
    }
}

fn note(author: PersonId, at: i64) -> Note {
    Note {
        team: "IT".to_owned(),
        author,
        text: "the printer".to_owned(),
        at,
    }
}

/// Bo, and Cy twice: by address, and by an account of whom nobody knows yet that it is Cy's.
async fn people(store: &Store) -> [PersonId; 3] {
    let met: Result<[PersonId; 3], Error> = store
        .write(|tx| {
            async move {
                let (cy, _) = store::people::meet_by_email(tx, "cy@acme.example", 1).await?;
                let mut ids = [cy.id; 3];
                for (id, user) in ids[1..].iter_mut().zip(["U0CY", "U0BO"]) {
                    let sender = Sender::of(Account::slack(user));
                    *id = store::people::meet(tx, &sender, 1).await?.0.id;
                }
                Ok(ids)
            }
            .boxed()
        })
        .await;
    met.unwrap()
}

#[tokio::test]
async fn open_swaps_and_notes_follow_whoever_turns_out_to_be_somebody_known() {
    let home = Home::new().await;
    let store = home.open().await;
    let [cy, account, bo] = people(&store).await;
    let kept: Result<[i64; 5], Error> = store
        .write(move |tx| {
            async move {
                let asks = store::duty::add_swap(tx, &swap(account, bo, 100)).await?;
                let asked = store::duty::add_swap(tx, &swap(bo, account, 100)).await?;
                let over = store::duty::add_swap(tx, &swap(account, bo, 100)).await?;
                store::duty::settle_swap(tx, over, true).await?;
                let waits = store::duty::add_note(tx, &note(account, 1)).await?;
                let handed = store::duty::add_note(tx, &note(account, 1)).await?;
                store::duty::note_handed(tx, handed).await?;
                let profile = Profile {
                    name: "Cy".to_owned(),
                    email: Some("cy@acme.example".to_owned()),
                    time_zone: None,
                    stranger: false,
                    bot: false,
                };
                store::people::learn(tx, &Account::slack("U0CY"), &profile, 2).await?;
                Ok([asks, asked, over, waits, handed])
            }
            .boxed()
        })
        .await;
    let [asks, asked, over, waits, handed] = kept.unwrap();
    let mut tx = store.read().await.unwrap();
    let mut who = Vec::new();
    for id in [asks, asked, over] {
        let swap = store::duty::swap(&mut tx, id).await.unwrap().unwrap();
        who.push((swap.asker, swap.asked));
    }
    // What is finished keeps its names; what is open follows the person.
    assert_eq!(who, [(cy, bo), (bo, cy), (account, bo)]);
    for (id, author) in [(waits, cy), (handed, account)] {
        let note = store::duty::note(&mut tx, id).await.unwrap().unwrap();
        assert_eq!(note.author, author);
    }
}

#[tokio::test]
async fn what_is_long_over_is_forgotten_and_nothing_else() {
    let home = Home::new().await;
    let text = CONFIG.replacen("[desk]", "[desk]\nforget_rosters_after = \"10d\"", 1);
    let catalogue = config::catalogue(&text, "f").unwrap();
    let desk = Desk::new(home.open().await, catalogue.into(), Clock::manual(START));
    let [cy, _, bo] = people(&desk.store).await;
    let long = START - 11 * DAY;
    let kept: Result<[i64; 5], Error> = desk
        .store
        .write(move |tx| {
            async move {
                let away = |since: i64, until: i64| Change {
                    id: 0,
                    since,
                    until,
                    what: Deviation::Away(PersonRef::Email("cy@acme.example".to_owned())),
                };
                for change in [away(long - DAY, long), away(long, START - DAY)] {
                    store::duty::add_change(tx, "IT", &change, bo, 1).await?;
                }
                // Of a swap the later duty counts.
                let gone = store::duty::add_swap(tx, &swap(cy, bo, long)).await?;
                let back = Swap {
                    taken: Some((START, START + DAY)),
                    ..swap(cy, bo, long)
                };
                let back = store::duty::add_swap(tx, &back).await?;
                let old = store::duty::add_note(tx, &note(cy, long)).await?;
                store::duty::note_handed(tx, old).await?;
                let new = store::duty::add_note(tx, &note(cy, START)).await?;
                store::duty::note_handed(tx, new).await?;
                let unread = store::duty::add_note(tx, &note(cy, long)).await?;
                Ok([gone, back, old, new, unread])
            }
            .boxed()
        })
        .await;
    let [gone, back, old, new, unread] = kept.unwrap();
    while desk.tidy().await.unwrap() {}
    let mut tx = desk.store.read().await.unwrap();
    let changes = store::duty::changes(&mut tx, "IT", 0).await.unwrap();
    let left: Vec<i64> = changes.iter().map(|change| change.until).collect();
    assert_eq!(left, [START - DAY]);
    let swap = async |tx: &mut _, id| store::duty::swap(tx, id).await.unwrap().is_some();
    assert!(!swap(&mut tx, gone).await && swap(&mut tx, back).await);
    let note = async |tx: &mut _, id| store::duty::note(tx, id).await.unwrap().is_some();
    assert!(!note(&mut tx, old).await && note(&mut tx, new).await);
    // Nobody has had it yet.
    assert!(note(&mut tx, unread).await);
}
