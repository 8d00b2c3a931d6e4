//! What the teams know and announce, written by the product's own functions: how the words of an article are kept is
//! theirs to know.

use frontdesk::domain::article::ArticleState;
use frontdesk::domain::ids::PersonId;
use frontdesk::store::announcements::{self, NewAnnouncement};
use frontdesk::store::articles::{self, NewArticle};
use frontdesk::store::{Error, Store};
use futures_util::FutureExt;

use super::case::WORDS;
use super::people::{TEAMS, agent};
use super::{DAY, Lot};

pub const ARTICLES: i64 = 10_000;
/// Words of a title, of those that requests are about, and of a body.
const IN_TITLE: usize = 3;
const LONG: usize = 120;
/// Two to the power of this are all words.
const VOCABULARY: i64 = 15;
/// Announcements that last, of so many.
const LASTING: i64 = 10;
const ANNOUNCED: i64 = 1_000;

/// Stores the articles, of which one in ten is a team's own, and announcements of which the last few stand, as of `now`.
///
/// # Errors
/// The store's.
pub async fn fill(store: &Store, now: i64) -> Result<(), Error> {
    let mut lot = Lot::default();
    let all: Vec<NewArticle> = (0..ARTICLES).map(|n| article(&mut lot, n)).collect();
    store
        .write(move |tx| {
            let all = all.clone();
            async move {
                for new in &all {
                    articles::insert(tx, new, now).await?;
                }
                for n in 0..ANNOUNCED {
                    let id = announcements::insert(tx, &announcement(n), now - DAY).await?;
                    if n < ANNOUNCED - LASTING {
                        let ended = frontdesk::domain::announcement::Ended { at: now, by: None };
                        announcements::end(tx, id, ended).await?;
                    }
                }
                Ok::<(), Error>(())
            }
            .boxed()
        })
        .await
}

fn article(lot: &mut Lot, n: i64) -> NewArticle {
    let title: Vec<&str> = (0..IN_TITLE).map(|_| *lot.of(&WORDS)).collect();
    let body: Vec<String> = (0..LONG).map(|_| word(lot)).collect();
    NewArticle {
        team: (*lot.of(&TEAMS)).to_owned(),
        service: None,
        title: format!("{} {n}", title.join(" ")),
        body: body.join(" "),
        state: ArticleState::Published,
        private: lot.below(10) == 0,
        author: PersonId(agent(2)),
        made_from: None,
    }
}

/// As words are in a language: a few nearly everywhere, most hardly anywhere.
fn word(lot: &mut Lot) -> String {
    let doublings = lot.below(VOCABULARY);
    format!("word{}", lot.below(1 << doublings))
}

fn announcement(n: i64) -> NewAnnouncement {
    NewAnnouncement {
        team: TEAMS[usize::try_from(n).unwrap_or(0) % TEAMS.len()].to_owned(),
        service: None,
        text: "The network of the second floor is slow; we are on it.".to_owned(),
        by: PersonId(agent(2)),
        channels: true,
        askers: false,
        until: None,
    }
}
