//! Who asks and who serves.

use rusqlite::{Transaction, params};

/// So many ask.
pub const PEOPLE: i64 = 5_000;
pub const TEAMS: [&str; 3] = ["IT", "HR", "FAC"];

/// Who serves, as the example configuration names them: Slack's id, e-mail address, team.
pub const AGENTS: [(&str, Option<&str>, &str); 7] = [
    ("U0AGENT1", None, "IT"),
    ("U0ANA", Some("ana@acme.example"), "IT"),
    ("U0LEA", Some("lea@acme.example"), "IT"),
    ("U0HANNA", Some("hanna@acme.example"), "HR"),
    ("U0HENRY", Some("henry@acme.example"), "HR"),
    ("U0FRITZ", Some("fritz@acme.example"), "FAC"),
    ("U0FACILITY", None, "FAC"),
];

/// The id of one of [`AGENTS`].
pub fn agent(index: usize) -> i64 {
    PEOPLE + 1 + i64::try_from(index).unwrap_or(0)
}

/// Whom Slack calls so: one of the [`PEOPLE`], by id.
pub fn user(person: i64) -> String {
    format!("U{:08}", person - 1)
}

/// The ids of all who serve in `team`.
pub fn serving(team: &str) -> Vec<i64> {
    let all = AGENTS.iter().enumerate();
    all.filter(|(_, (.., of))| *of == team)
        .map(|(index, _)| agent(index))
        .collect()
}

/// # Errors
/// SQLite's.
pub fn fill(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut person = transaction.prepare(
        "INSERT INTO people (id, name, email, time_zone, profile_at, created_at) VALUES (?, ?, ?, 'Europe/Berlin', 0, 0)",
    )?;
    let mut account = transaction.prepare(
        "INSERT INTO accounts (platform, user_id, person_id, dm) VALUES ('slack', ?, ?, ?)",
    )?;
    for id in 1..=PEOPLE {
        let (user, email) = (user(id), format!("p{id}@acme.example"));
        person.execute(params![id, format!("Person {id}"), email])?;
        account.execute(params![user, id, user.replacen('U', "D", 1)])?;
    }
    for (index, (user, email, _)) in AGENTS.iter().enumerate() {
        let id = agent(index);
        person.execute(params![id, format!("Agent {user}"), email])?;
        account.execute(params![user, id, user.replacen('U', "D", 1)])?;
    }
    Ok(())
}
