//! What teams know, and what they announce.

use frontdesk::clock::Clock;
use frontdesk::desk::{self, Desk};
use frontdesk::domain::answer::Say;
use frontdesk::store;

use super::timing::line;
use super::{AGENT, Bench, asker};

pub async fn time(bench: &Bench) -> anyhow::Result<()> {
    let found = async |say| match say {
        Say::Articles { found, .. } if !found.is_empty() => Ok(()),
        _ => anyhow::bail!("no article was found"),
    };
    line(
        "`/desk kb`, a rare word, of 10,000 articles",
        async |turn| {
            let rare = 8_192 + turn % 4_096;
            bench.asker(turn, &format!("kb word{rare}")).await?;
            Ok(())
        },
    )
    .await?;
    line(
        "`/desk kb`, words that each eighth article has",
        async |turn| found(bench.asker(turn, "kb screen black battery").await?).await,
    )
    .await?;
    line("`/desk kb`, a whole sentence", async |turn| {
        let typed = "kb screen black since update, broken cable word40 word300 word2500 word9000";
        // Half of its words have to be there, which they may not be.
        bench.asker(turn, typed).await?;
        Ok(())
    })
    .await?;
    line("articles beside a new request's card", async |_| {
        let mut tx = bench.desk.store.read().await?;
        for request in store::requests::queue(&mut tx, "IT", 1).await? {
            desk::may_help(&mut tx, &request).await?;
        }
        Ok(())
    })
    .await?;
    line("`/desk kb edit`, changed last", async |_| {
        bench.agent(AGENT, "kb edit").await?;
        Ok(())
    })
    .await?;
    line("the board of announcements, read anew", async |_| {
        let (store, catalogue) = (bench.desk.store.clone(), bench.desk.catalogue.clone());
        // A desk that has just started has nothing of it in memory.
        let desk = Desk::new(store, catalogue, Clock::System);
        let mut tx = desk.store.read().await?;
        let board = desk.board(&mut tx).await?;
        anyhow::ensure!(!board.lasting.is_empty(), "no announcement lasts");
        Ok(())
    })
    .await?;
    line("finding one's own requests as one types", async |turn| {
        let words = frontdesk::domain::intent::DeskWord::Find("screen bla".to_owned());
        let user = crate::fill::people::user(asker(turn).0);
        let intent = frontdesk::domain::intent::Intent::Desk(words);
        bench.handle(&user, intent).await?;
        Ok(())
    })
    .await
}
