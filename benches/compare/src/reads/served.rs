//! What is asked with a word, and the cards and pages of those who ask and serve.

use anyhow::Context;
use frontdesk::desk;
use frontdesk::domain::answer::Say;
use frontdesk::domain::ids::{PersonId, Platform, RequestId};
use frontdesk::store;
use frontdesk::view::{self, scene::Scene};

use super::timing::line;
use super::{AGENT, Bench, LEAD, asker};
use crate::fill::people::agent;

/// So many a page of App Home is drawn from.
const HOME: i64 = 100;

pub async fn time(bench: &Bench) -> anyhow::Result<()> {
    line("`/desk mine`", async |turn| {
        bench.asker(turn, "mine").await?;
        Ok(())
    })
    .await?;
    line("`/desk queue`", async |_| {
        bench.agent(AGENT, "queue").await?;
        Ok(())
    })
    .await?;
    line("App Home of a requester", async |turn| {
        let mut tx = bench.desk.store.read().await?;
        let mine = store::requests::open_of(&mut tx, asker(turn), HOME).await?;
        desk::about(&mut tx, &bench.desk.catalogue, &mine).await?;
        Ok(())
    })
    .await?;
    line("App Home of an agent", async |_| agent_home(bench).await).await?;
    line(
        "`/desk approvals`, hundreds await a word",
        async |_| match bench.agent(LEAD, "approvals").await? {
            Say::Approvals(all) if !all.is_empty() => Ok(()),
            _ => anyhow::bail!("nothing waits for the lead"),
        },
    )
    .await?;
    line("`/desk why NUMBER`", async |turn| {
        let number = format!("IT-{}", 1 + turn * 7919 % 5_000);
        match bench.agent(LEAD, &format!("why {number}")).await? {
            Say::Why(_) => Ok(()),
            _ => anyhow::bail!("{number} is not there"),
        }
    })
    .await?;
    line("`/desk duty`, all teams", async |_| {
        bench.agent(AGENT, "duty").await?;
        Ok(())
    })
    .await?;
    line("`/desk who WORDS`", async |turn| {
        let words = ["laptop", "access to a system", "broken in the house"];
        let typed = words[usize::try_from(turn)? % words.len()];
        match bench.asker(turn, &format!("who {typed}")).await? {
            Say::Who { found, .. } if !found.is_empty() => Ok(()),
            _ => anyhow::bail!("nobody serves {typed}"),
        }
    })
    .await?;
    let wholes = wholes(bench).await?;
    line("the card of a plan with its steps", async |turn| {
        let at = usize::try_from(turn)? % wholes.len();
        plan_card(bench, wholes[at]).await
    })
    .await
}

/// What delivery reads for the page of somebody who serves.
async fn agent_home(bench: &Bench) -> anyhow::Result<()> {
    let (desk, person) = (&bench.desk, PersonId(agent(AGENT)));
    let mut tx = desk.store.read().await?;
    let mine = store::requests::open_of(&mut tx, person, HOME).await?;
    desk::about(&mut tx, &desk.catalogue, &mine).await?;
    let assigned = store::requests::assigned_to(&mut tx, person, HOME).await?;
    desk::about(&mut tx, &desk.catalogue, &assigned).await?;
    let queue = store::requests::queue(&mut tx, "IT", HOME).await?;
    desk::about(&mut tx, &desk.catalogue, &queue).await?;
    drop(tx);
    bench.agent(AGENT, "duty").await?;
    Ok(())
}

/// Requests that several teams work on.
async fn wholes(bench: &Bench) -> anyhow::Result<Vec<RequestId>> {
    let filter = desk::Filter {
        service: Some("newcomer".to_owned()),
        ..desk::Filter::default()
    };
    let (page, _) = bench.desk.find(&filter, desk::Mark::NEWEST, 100).await?;
    let all: Vec<RequestId> = page.rows.iter().map(|request| request.id).collect();
    anyhow::ensure!(!all.is_empty(), "there is no plan");
    Ok(all)
}

async fn plan_card(bench: &Bench, whole: RequestId) -> anyhow::Result<()> {
    let desk = &bench.desk;
    let mut tx = desk.store.read().await?;
    let sight = desk::sight(&mut tx, whole, &[]).await?;
    let sight = sight.context("the plan has gone")?;
    let scene = Scene {
        request: &sight.request,
        catalogue: &desk.catalogue,
        people: &sight.people,
        platform: Platform::Slack,
        now: bench.now(),
        link: None,
        ahead: None,
        news: vec![],
        articles: vec![],
        plan: &sight.plan,
        duty: None,
        called: false,
    };
    view::requester_card(&scene);
    Ok(())
}
