//! What a home page is drawn from.

use crate::desk::{self, Desk};
use crate::domain::announcement::Announcement;
use crate::domain::article::keeps;
use crate::domain::catalogue::Team;
use crate::domain::ids::Platform;
use crate::domain::people::Person;
use crate::domain::plan::StepState;
use crate::domain::promise::SOON;
use crate::domain::request::Request;
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
        for request in store::requests::queue(tx, &team.key, MOST).await? {
            if soon(&request, now) {
                at_risk.push(request.clone());
            }
            if request.is_whole() {
                let steps = store::steps::of(tx, request.id).await?;
                if steps.iter().any(|s| s.state == StepState::Stopped) {
                    undecided.push(request.clone());
                }
            }
            // What waits for an approval nobody can take.
            if request.assignee().is_none() && request.approval().is_none() {
                unassigned.push(request);
            }
        }
    }
    Ok(Serving {
        assigned: desk::about(tx, catalogue, &assigned).await?,
        unassigned: desk::about(tx, catalogue, &unassigned).await?,
        at_risk: desk::about(tx, catalogue, &at_risk).await?,
        undecided: desk::about(tx, catalogue, &undecided).await?,
        duty: desk::on_duty(tx, teams, now).await?,
    })
}

/// An answer or a result is due within a few hours, or late, and the clock goes.
fn soon(request: &Request, now: i64) -> bool {
    let answer = request
        .promise
        .first_response_due
        .filter(|_| request.first_response_at.is_none());
    let due = [answer, request.promise.resolution_due];
    !request.status.stops_the_clock() && due.into_iter().flatten().any(|at| at - now <= SOON)
}
