//! Messages about who is on duty, from the state of the moment, and who is beside a request that nobody has.

use crate::desk::{self, Desk};
use crate::domain::answer::OnDuty;
use crate::domain::ids::{PersonId, Platform};
use crate::domain::people::PersonRef;
use crate::domain::post::{Post, PostKind};
use crate::domain::request::{Alarm, Fact, Request, Status};
use crate::domain::roster::{DutyPost, News};
use crate::domain::talk::Span;
use crate::store::duty::SwapState;
use crate::store::{self, Result, Tx};
use crate::view;
use crate::view::DutyScene;
use crate::view::duty::SwapScene;
use crate::view::face::Message;
use crate::view::scene::team_name;
use crate::view::words::duty::Names;

/// Of a request that nobody has answered.
const MOST_EVENTS: i64 = 100;

/// None: what it is about is gone.
pub(super) async fn draw(
    tx: &mut Tx,
    desk: &Desk,
    post: &DutyPost,
    platform: Platform,
) -> Result<Option<Message>> {
    let catalogue = &desk.catalogue;
    let named = |key: &str| team_name(catalogue, key);
    Ok(match post {
        DutyPost::Today { team, since, until } => {
            let Some(team) = catalogue.team(team) else {
                return Ok(None);
            };
            let stretches = desk::today(tx, team, *since, *until).await?;
            let (team, stretches) = (&team.name, &stretches);
            Some(view::duty(&DutyScene::Today { team, stretches }))
        }
        DutyPost::Changed {
            team,
            by,
            news,
            undone,
        } => {
            let names = names(tx, news).await?;
            Some(view::duty(&DutyScene::Changed {
                team: &named(team),
                by: person(tx, *by, platform).await?,
                news,
                names: &names,
                undone: *undone,
            }))
        }
        DutyPost::Swap { swap, face } => {
            let Some(swap) = store::duty::swap(tx, *swap).await? else {
                return Ok(None);
            };
            Some(view::duty(&DutyScene::Swap(SwapScene {
                id: swap.id,
                face: *face,
                team: &named(&swap.team),
                asker: person(tx, swap.asker, platform).await?,
                asked: person(tx, swap.asked, platform).await?,
                given: swap.given,
                taken: swap.taken,
                accepted: match swap.state {
                    SwapState::Asked => None,
                    SwapState::Accepted => Some(true),
                    SwapState::Declined => Some(false),
                },
                over: swap.over_at() <= desk.clock.now(),
            })))
        }
        DutyPost::AskNote { team, until } => Some(view::duty(&DutyScene::AskNote {
            team: &named(team),
            until: *until,
        })),
        DutyPost::Note { note } => match store::duty::note(tx, *note).await? {
            Some(note) => Some(view::duty(&DutyScene::Note {
                team: &named(&note.team),
                author: person(tx, note.author, platform).await?,
                text: &note.text,
                at: note.at,
            })),
            None => None,
        },
    })
}

/// By name, so that nobody is called; a mention only where no name is known.
async fn person(tx: &mut Tx, id: PersonId, platform: Platform) -> Result<Span> {
    let people = desk::people(tx, &[id]).await?;
    let name = people.get(&id).and_then(|p| p.name.clone());
    Ok(name.map_or_else(|| view::scene::person(&people, id, platform), Span::Plain))
}

async fn names(tx: &mut Tx, news: &News) -> Result<Names> {
    let written: Vec<&String> = match news {
        News::Away { who, .. } => vec![who],
        News::Instead { who, of, .. } => of.iter().chain([who]).collect(),
        News::Shift(shift) => shift.people.iter().collect(),
    };
    let people: Vec<PersonRef> = written.iter().filter_map(|p| p.parse().ok()).collect();
    let people: Vec<&PersonRef> = people.iter().collect();
    store::people::names(tx, &people).await
}

/// Who could take a request that nobody has. Where the team has no roster, nothing is looked up.
pub(super) async fn beside(tx: &mut Tx, desk: &Desk, request: &Request) -> Result<Option<OnDuty>> {
    let team = desk.catalogue.team(&request.team);
    let Some(team) = team.filter(|_| request.status == Status::New) else {
        return Ok(None);
    };
    if team.roster.shifts.is_empty() && !desk.board(tx).await?.rosters.contains(&team.key) {
        return Ok(None);
    }
    let mut duty = desk::on_duty(tx, &[team], desk.clock.now()).await?;
    Ok(duty.pop().filter(|duty| duty.roster.is_some()))
}

/// Whether its team was called for it out of hours, and nobody has answered since: the requester's card says so. Where
/// the team is never called for anything of its kind, nothing is looked up.
pub(super) async fn called(
    tx: &mut Tx,
    desk: &Desk,
    post: &Post,
    request: &Request,
) -> Result<bool> {
    let card = post.kind == PostKind::RequesterCard && !post.retired;
    let page = desk.catalogue.team(&request.team).and_then(|t| t.page);
    let fresh = matches!(request.status, Status::New | Status::InProgress { .. });
    let owed = fresh && request.first_response_at.is_none();
    if !card || !owed || page.is_none_or(|from| request.priority < from) {
        return Ok(false);
    }
    let mut called = false;
    for event in store::events::after(tx, request.id, 0, MOST_EVENTS).await? {
        match event.fact {
            Fact::Alarmed {
                alarm: Alarm::Urgent,
                ..
            } => called = true,
            // The team before was.
            Fact::HandedOver { from, to, .. } if from != to => called = false,
            _ => {}
        }
    }
    Ok(called)
}
