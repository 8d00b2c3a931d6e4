//! One measurement of one candidate: a fresh process on a fresh database.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;

use crate::candidate::{Candidate, Setup};
use crate::form::Submissions;
use crate::load::{self, Pace};
use crate::process::{self, Server};
use crate::slack::Slack;
use crate::stored;

pub const SERVER_CORE: usize = 0;
/// Calm, for p99 where nobody waits for anybody.
pub const CALM: f64 = 200.0;
/// A process that has just started is not idle yet.
const SETTLE: Duration = Duration::from_millis(700);

#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seconds: f64,
    pub connections: usize,
}

/// What one measurement found.
#[derive(Clone, Debug)]
pub struct Found {
    pub per_second: f64,
    pub p50: f64,
    pub p99: f64,
    pub calm_p50: f64,
    pub calm_p99: f64,
    pub user_micros: f64,
    pub system_micros: f64,
    pub idle_mib: f64,
    pub loaded_mib: f64,
    pub cold_start: f64,
    /// Share of the server's core that somebody else took meanwhile.
    pub disturbed: f64,
    /// Calls that Slack answered in the timed span, a second.
    pub delivered: f64,
}

/// Measures `candidate` on `database`; where that holds requests already, they are left out of the count.
///
/// # Errors
/// When it fails, refuses, or loses something that it answered.
pub fn measure(
    candidate: Candidate,
    setup: &Setup,
    slack: &Slack,
    submissions: &mut Submissions,
    database: &Path,
    plan: Plan,
) -> anyhow::Result<Found> {
    let address = process::free_port()?;
    let command = candidate.command(setup, database, address, slack);
    let before = match database.exists() {
        true => stored::requests(candidate, database)?,
        false => 0,
    };
    slack.set_silent(candidate == Candidate::FrontdeskHeld);
    let server = Server::start(command, SERVER_CORE, address, submissions)?;
    let cold_start = server.cold_start.as_secs_f64() * 1e3;
    std::thread::sleep(SETTLE);
    let idle_mib = server.memory()?;

    let time = Duration::from_secs_f64(plan.seconds);
    let mut send = |pace, time| load::send(address, plan.connections, pace, time, submissions);
    let calm = send(Pace::Fixed(CALM), time)?;
    let warm = send(Pace::Closed, time.mul_f64(0.4))?;
    let (cpu, busy, calls) = (
        server.cpu()?,
        process::core_busy(SERVER_CORE)?,
        slack.calls(),
    );
    let full = send(Pace::Closed, time)?;
    let (cpu_after, busy_after, calls_after) = (
        server.cpu()?,
        process::core_busy(SERVER_CORE)?,
        slack.calls(),
    );
    let loaded_mib = server.memory()?;

    let other = calm.other + warm.other + full.other;
    anyhow::ensure!(other == 0, "{other} requests were not taken");
    let taken = server.taken + calm.taken + warm.taken + full.taken;
    slack.set_silent(false);
    server.stop()?;
    if candidate != Candidate::Axum {
        let stored = stored::requests(candidate, database).context("after the run")? - before;
        anyhow::ensure!(
            stored == taken,
            "{taken} were answered, {stored} are stored"
        );
    }
    let (user, system) = (cpu_after.0 - cpu.0, cpu_after.1 - cpu.1);
    let micros = 1e6 / full.taken as f64;
    Ok(Found {
        per_second: full.per_second(),
        p50: full.millis(0.5),
        p99: full.millis(0.99),
        calm_p50: calm.millis(0.5),
        calm_p99: calm.millis(0.99),
        user_micros: user * micros,
        system_micros: system * micros,
        idle_mib,
        loaded_mib,
        cold_start,
        disturbed: ((busy_after - busy - user - system) / full.seconds).max(0.0),
        delivered: (calls_after - calls) as f64 / full.seconds,
    })
}
