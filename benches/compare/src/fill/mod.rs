//! Years of a busy desk, as the desk itself would have stored them: in the same tables, by plain statements, since a
//! million requests through the desk would take an hour.

pub mod duty;
pub mod knowledge;
pub mod people;

mod case;
mod measured;
mod plan;
mod rows;

use rusqlite::Transaction;

use case::Case;
use plan::Plans;
use rows::Rows;

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;
/// How far back it goes.
pub const YEARS: i64 = 3 * 365 * DAY;
/// So many requests in one transaction.
const LOT: i64 = 50_000;

/// Draws by lot, the same in every run.
pub struct Lot(u64);

impl Default for Lot {
    fn default() -> Lot {
        Lot(0x2545_f491_4f6c_dd1d)
    }
}

impl Lot {
    /// From 0 up to, and without, `most`.
    pub fn below(&mut self, most: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as i64 % most
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = self.below(i64::try_from(all.len()).unwrap_or(1));
        &all[usize::try_from(at).unwrap_or(0)]
    }
}

/// Makes the requests.
pub struct Filler {
    /// How many, and how many lines each one's history has.
    requests: i64,
    events: i64,
    /// The newest request is of this time.
    until: i64,
    /// The last number of each team.
    numbers: Vec<(&'static str, i64)>,
    lot: Lot,
    post: i64,
    plans: Plans,
}

impl Filler {
    pub fn new(requests: i64, events: i64, until: i64) -> Filler {
        Filler {
            requests,
            events,
            until,
            numbers: people::TEAMS.map(|team| (team, 0)).to_vec(),
            lot: Lot::default(),
            post: 0,
            plans: Plans::default(),
        }
    }

    /// Stores the next lot, beginning with the request `first`; returns where the one after it begins.
    ///
    /// # Errors
    /// SQLite's.
    pub fn lot(&mut self, transaction: &Transaction<'_>, first: i64) -> rusqlite::Result<i64> {
        let mut rows = Rows::prepare(transaction)?;
        let end = (first + LOT).min(self.requests + 1);
        for id in first..end {
            let mut case = Case::draw(self, id);
            let step = self.plans.take_up(&mut case);
            rows.request(&case)?;
            self.plans.steps(transaction, &case, step)?;
            rows.history(&case)?;
            rows.beside(&case, &mut self.lot)?;
            measured::fill(transaction, &case, &mut self.lot)?;
            self.cards(&mut rows, &case)?;
        }
        Ok(end)
    }

    /// What depends on all of it.
    ///
    /// # Errors
    /// SQLite's.
    pub fn finish(&self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        for (team, value) in &self.numbers {
            let counter = "INSERT INTO counters (team, value) VALUES (?, ?)";
            transaction.execute(counter, (team, value))?;
        }
        let lanes = "INSERT INTO lanes (lane) SELECT DISTINCT lane FROM outbox";
        transaction.execute(lanes, [])?;
        Ok(())
    }

    fn number(&mut self, team: &str) -> String {
        let found = self.numbers.iter_mut().find(|(t, _)| *t == team);
        let value = found.map_or(0, |(_, value)| {
            *value += 1;
            *value
        });
        format!("{team}-{value}")
    }

    /// The requester's and the team's, each with its thread and the two times that it went out.
    fn cards(&mut self, rows: &mut Rows<'_>, case: &Case) -> rusqlite::Result<()> {
        let user = format!("D{:08}", case.requester - 1);
        let asker = Some(case.requester);
        self.post += 1;
        rows.card(case, self.post, "requester_card", "requester", &user, asker)?;
        self.post += 1;
        rows.card(case, self.post, "triage_card", "team", case.channel, None)
    }
}
