//! Digests, and the numbers that programs read.

use super::timing::line;
use super::{AGENT, Bench};

pub async fn time(bench: &Bench) -> anyhow::Result<()> {
    line("weekly digest", async |_| {
        bench.agent(AGENT, "digest").await?;
        Ok(())
    })
    .await?;
    line("REST summary, 30 days, all teams", async |_| {
        bench.desk.summary(30).await?;
        Ok(())
    })
    .await
}
