//! Lists, as programs and App Home read them.

use frontdesk::desk::{Filter, Mark};
use frontdesk::domain::ids::PersonId;

use super::timing::line;
use super::{AGENT, Bench, asker};
use crate::fill::people::agent;

const PAGE: i64 = 50;
const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;

pub async fn time(bench: &Bench) -> anyhow::Result<()> {
    let served = PersonId(agent(AGENT));
    let any = Filter::default;
    let in_state = |name: &str| Filter {
        statuses: vec![name.to_owned()],
        ..any()
    };
    let words = |words: &[&str]| Filter {
        words: words.iter().map(|w| (*w).to_owned()).collect(),
        ..any()
    };
    let newest = async |filter: Filter| page(bench, filter, Mark::NEWEST).await;
    line("REST list, newest", async |_| newest(any()).await).await?;
    line("REST list, team and service", async |_| {
        newest(Filter {
            team: Some("IT".to_owned()),
            service: Some("newcomer".to_owned()),
            ..any()
        })
        .await
    })
    .await?;
    line("REST list, a state that no request has", async |_| {
        newest(in_state("cancelled")).await
    })
    .await?;
    line("REST list, team and status new", async |_| {
        newest(Filter {
            team: Some("IT".to_owned()),
            ..in_state("new")
        })
        .await
    })
    .await?;
    line("REST list, requester", async |turn| {
        newest(Filter {
            requester: Some(asker(turn)),
            ..any()
        })
        .await
    })
    .await?;
    line("REST list, a page in the middle, closed", async |_| {
        let mark = Mark {
            created_at: bench.now() - 78 * WEEK,
            id: i64::MAX,
        };
        page(bench, in_state("closed"), mark).await
    })
    .await?;
    line("REST list, assignee, open", async |_| {
        newest(Filter {
            assignee: Some(served),
            statuses: vec!["new".to_owned(), "in_progress".to_owned()],
            ..any()
        })
        .await
    })
    .await?;
    line("REST list, service, until two years ago", async |_| {
        newest(Filter {
            service: Some("newcomer".to_owned()),
            until: Some(bench.now() - 104 * WEEK),
            ..any()
        })
        .await
    })
    .await?;
    line(
        "REST list, assignee, of a service that is not theirs",
        async |_| {
            newest(Filter {
                assignee: Some(served),
                service: Some("room".to_owned()),
                ..any()
            })
            .await
        },
    )
    .await?;
    line("search, a number's words", async |turn| {
        let number = (turn % 90_000 + 10_000).to_string();
        newest(words(&["HR", &number])).await
    })
    .await?;
    line("search, two common words", async |_| {
        newest(words(&["screen", "black"])).await
    })
    .await?;
    line(
        "search, a common word, in a state that no request has",
        async |_| {
            newest(Filter {
                statuses: vec!["cancelled".to_owned()],
                ..words(&["screen"])
            })
            .await
        },
    )
    .await?;
    line("`readyz`", async |_| {
        bench.desk.state().await?;
        Ok(())
    })
    .await
}

async fn page(bench: &Bench, filter: Filter, mark: Mark) -> anyhow::Result<()> {
    bench.desk.find(&filter, mark, PAGE).await?;
    Ok(())
}
