//! The same stories on PostgreSQL, and what only it has: replicas.

use std::process::Command;

use crate::cluster;

mod apart;
mod away;
mod migrate_engine;
mod replicas;
mod statements;

/// Everything that touches the store, and what is marked as PostgreSQL's own.
const STORIES: &[&str] = &[
    "stories::",
    "teams::",
    "rest::",
    "rest_reads::",
    "tokens::",
    "crash::",
    "simulation::",
    "postgres::",
    "lists::every_page_holds_what_fits_and_nothing_else_on_postgres",
    "lists::what_one_asked_for_is_found_by_its_words_on_postgres",
    "upgrade::requests_in_every_state_go_on_on_postgres",
    "plan::",
    "rollups::they_agree_with_the_requests_after_any_story_on_postgres",
];

/// Runs this program again: with another engine, and with a cluster that ends with it.
#[test]
fn every_story_again() {
    if std::env::var("FRONTDESK_TEST_POSTGRES").is_ok_and(|word| word == "skip") {
        eprintln!("PostgreSQL: NOT tested, as FRONTDESK_TEST_POSTGRES=skip says");
        return;
    }
    assert!(
        cluster::programs().is_some(),
        "half of the tests was NOT run: PostgreSQL is not installed. `apt-get install postgresql`, \
         or FRONTDESK_TEST_POSTGRES=skip to do without"
    );
    let status = Command::new(std::env::current_exe().unwrap())
        .args(STORIES)
        .args(["--include-ignored", "--skip", "every_story_again"])
        .env("FRONTDESK_TEST_ENGINE", "postgres")
        .status()
        .unwrap();
    assert!(status.success(), "on PostgreSQL: see above");
}
