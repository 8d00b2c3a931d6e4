//! Digests of a team and of one who serves, what is behind each of their lines, and the numbers that programs read.

use frontdesk::domain::answer::Answer;
use frontdesk::domain::digest::{Behind, Line, Whose};
use frontdesk::domain::ids::TeamKey;
use frontdesk::domain::intent::{Intent, Place};
use frontdesk::domain::press::Press;

use super::timing::line;
use super::{AGENT, Bench, channel};
use crate::fill::people::AGENTS;

/// What is told of one's own work.
const OWN: [Line; 5] = [
    Line::Resolved,
    Line::Open,
    Line::Next,
    Line::Waiting,
    Line::OnHold,
];
const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;

pub async fn time(bench: &Bench) -> anyhow::Result<()> {
    for (title, words) in [
        ("daily digest of a team", "digest daily"),
        ("weekly digest of a team, against the week before", "digest"),
        ("an agent's own digest", "digest me"),
    ] {
        line(title, async |_| {
            bench.agent(AGENT, words).await?;
            Ok(())
        })
        .await?;
    }
    let team = Whose::Team(TeamKey::new("IT").unwrap_or_else(|| unreachable!("a team's key")));
    for each in Line::ALL {
        let title = format!("behind a line of a team's digest: {each:?}");
        line(&title, async |_| behind(bench, each, team).await).await?;
    }
    for each in OWN {
        let title = format!("behind a line of an agent's digest: {each:?}");
        line(&title, async |_| behind(bench, each, Whose::Mine).await).await?;
    }
    line("REST summary, 30 days, all teams", async |_| {
        bench.desk.summary(30).await?;
        Ok(())
    })
    .await
}

/// The button beside a line.
async fn behind(bench: &Bench, line: Line, whose: Whose) -> anyhow::Result<()> {
    let until = bench.now();
    let behind = Behind {
        line,
        whose,
        since: until - WEEK,
        until,
    };
    let intent = Intent::Press {
        press: Press::Behind(behind),
        on: Place {
            channel: channel(),
            ts: "1.0".to_owned(),
            thread: None,
        },
    };
    match bench.handle(AGENTS[AGENT].0, intent).await? {
        Answer::Open(_) => Ok(()),
        _ => anyhow::bail!("{line:?} cannot be looked behind"),
    }
}
