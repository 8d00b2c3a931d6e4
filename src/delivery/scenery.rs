//! What a home page is drawn from.

use crate::desk::{self, Desk};
use crate::domain::announcement::Announcement;
use crate::domain::article::keeps;
use crate::domain::catalogue::Team;
use crate::domain::digest::Line;
use crate::domain::ids::Platform;
use crate::domain::people::Person;
use crate::domain::promise::SOON;
use crate::domain::request::Request;
use crate::store::behind::Of;
use crate::store::{self, Result, Tx};
use crate::view;
use crate::view::face::Home;
use crate::view::scene::{HomeScene, Serving};

/// The page shows twenty of a list and says how many more there are, up to this.
const MOST: i64 = 100;

/// More than this at once nobody reads; with all lists full a page holds no more.
const MOST_NEWS: usize = 3;

/// The home page of `person`, now.
pub(super) async fn home(
    tx: &mut Tx,
    desk: &Desk,
    person: &Person,
    platform: Platform,
) -> Result<Home> {
    let catalogue = &desk.catalogue;
    let mine = store::requests::open_of(tx, person.id, MOST).await?;
    let teams: Vec<&Team> = catalogue
        .teams
        .iter()
        .filter(|t| t.served_by(person))
        .collect();
    let serving = if teams.is_empty() {
        None
    } else {
        Some(serving(tx, desk, person, &teams).await?)
    };
    // Where nothing has to be approved, nothing is asked.
    let awaited = match catalogue.approves() {
        true => store::approvals::awaiting(tx, person.id, MOST).await?,
        false => vec![],
    };
    let board = desk.board(tx).await?;
    let theirs = |a: &Announcement| (a.clone(), keeps(person, &a.team, catalogue));
    let scene = HomeScene {
        news: board.lasting.iter().take(MOST_NEWS).map(theirs).collect(),
        catalogue,
        platform,
        now: desk.clock.now(),
        name: person.name.clone(),
        mine: desk::about(tx, catalogue, &mine).await?,
        awaiting: desk::about(tx, catalogue, &awaited).await?,
        serving,
    };
    Ok(view::home(&scene))
}

async fn serving(tx: &mut Tx, desk: &Desk, person: &Person, teams: &[&Team]) -> Result<Serving> {
    let catalogue = &desk.catalogue;
    let now = desk.clock.now();
    let assigned = store::requests::assigned_to(tx, person.id, MOST).await?;
    let mut unassigned: Vec<Request> = Vec::new();
    let mut at_risk: Vec<Request> = Vec::new();
    let mut undecided: Vec<Request> = Vec::new();
    for team in teams {
        // Where nobody has to be found, the backlog is not looked through.
        let (_, without) = store::figures::open(tx, &team.key).await?;
        let (of, shown) = (Of::Team(&team.key), without.min(MOST));
        if shown > 0 {
            let line = Line::Unassigned;
            unassigned.extend(store::behind::line(tx, line, of, (0, 0), shown).await?);
        }
        at_risk.extend(store::behind::soon(tx, of, now + SOON, MOST).await?);
        undecided.extend(store::steps::undecided(tx, &team.key, MOST).await?);
    }
    Ok(Serving {
        assigned: desk::about(tx, catalogue, &assigned).await?,
        unassigned: desk::about(tx, catalogue, &unassigned).await?,
        at_risk: desk::about(tx, catalogue, &at_risk).await?,
        undecided: desk::about(tx, catalogue, &undecided).await?,
        duty: desk::on_duty(tx, teams, now).await?,
    })
}
