//! Digests as they go out, and links from their lists to where the requests are worked on.

use crate::desk::{self, Desk};
use crate::domain::answer::{About, Answer, Say};
use crate::domain::digest::Span;
use crate::domain::post::{Post, Side};
use crate::store::{self, Result, Tx};
use crate::view::{self, Looks};

use super::chat::Chats;
use super::draw::{Drawn, link_to};

pub(super) async fn of_team(
    tx: &mut Tx,
    desk: &Desk,
    chats: &Chats,
    post: &Post,
    (team, span): (&str, &Span),
) -> Result<Drawn> {
    let now = desk.clock.now();
    let mut figures = desk::figures(tx, &desk.catalogue, team, span.clone(), now).await?;
    link(tx, chats, &mut figures.oldest).await?;
    link(tx, chats, &mut figures.next).await?;
    Ok(Drawn::Message(view::digest(&figures, looks(desk, post))))
}

pub(super) async fn own(
    tx: &mut Tx,
    desk: &Desk,
    chats: &Chats,
    post: &Post,
    span: &Span,
) -> Result<Drawn> {
    let person = match post.to.person {
        Some(person) => store::people::get(tx, person).await?,
        None => None,
    };
    let Some(person) = person else {
        return Ok(Drawn::Nothing);
    };
    let mut figures = desk::own_figures(tx, &desk.catalogue, &person, span.clone()).await?;
    link(tx, chats, &mut figures.oldest).await?;
    link(tx, chats, &mut figures.next).await?;
    let wish = store::wishes::of(tx, person.id).await?;
    let wish = wish.map(|(_, kind)| kind);
    Ok(Drawn::Message(view::own_digest(
        &figures,
        Some(wish),
        looks(desk, post),
    )))
}

fn looks<'a>(desk: &'a Desk, post: &Post) -> Looks<'a> {
    Looks {
        catalogue: &desk.catalogue,
        platform: post.to.platform,
        now: desk.clock.now(),
        open: post.to.person.is_none(),
    }
}

/// Leads from every request that `answer` lists to the team's thread, as far as one of `chats` has it.
///
/// # Errors
/// The store's.
pub async fn link_answer(desk: &Desk, chats: &Chats, answer: &mut Answer) -> desk::Result<()> {
    let lists: Vec<&mut Vec<About>> = match answer {
        Answer::Open(seed) => match &mut seed.listed {
            Some(listed) => vec![&mut listed.all],
            None => return Ok(()),
        },
        Answer::Say(Say::Digest(figures)) => vec![&mut figures.oldest, &mut figures.next],
        Answer::Say(Say::OwnDigest { figures, .. }) => {
            vec![&mut figures.oldest, &mut figures.next]
        }
        _ => return Ok(()),
    };
    let mut tx = desk.store.read().await?;
    for list in lists {
        link(&mut tx, chats, list).await?;
    }
    Ok(())
}

async fn link(tx: &mut Tx, chats: &Chats, all: &mut [About]) -> Result<()> {
    for about in all {
        about.link = link_to(tx, chats, about.id, Side::Team).await?;
    }
    Ok(())
}
