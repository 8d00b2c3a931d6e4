//! Every version of the schema, for both engines: one that is missing on either does not compile.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

struct Version {
    number: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// Oldest first.
const VERSIONS: &[Version] = &[
    Version {
        number: 1,
        name: "desk",
        sqlite: include_str!("../../migrations/sqlite/0001_desk.sql"),
        postgres: include_str!("../../migrations/postgres/0001_desk.sql"),
    },
    Version {
        number: 2,
        name: "promises",
        sqlite: include_str!("../../migrations/sqlite/0002_promises.sql"),
        postgres: include_str!("../../migrations/postgres/0002_promises.sql"),
    },
    Version {
        number: 3,
        name: "approvals",
        sqlite: include_str!("../../migrations/sqlite/0003_approvals.sql"),
        postgres: include_str!("../../migrations/postgres/0003_approvals.sql"),
    },
    Version {
        number: 4,
        name: "rosters",
        sqlite: include_str!("../../migrations/sqlite/0004_rosters.sql"),
        postgres: include_str!("../../migrations/postgres/0004_rosters.sql"),
    },
    Version {
        number: 5,
        name: "knowledge",
        sqlite: include_str!("../../migrations/sqlite/0005_knowledge.sql"),
        postgres: include_str!("../../migrations/postgres/0005_knowledge.sql"),
    },
    Version {
        number: 6,
        name: "plans",
        sqlite: include_str!("../../migrations/sqlite/0006_plans.sql"),
        postgres: include_str!("../../migrations/postgres/0006_plans.sql"),
    },
    Version {
        number: 7,
        name: "routing",
        sqlite: include_str!("../../migrations/sqlite/0007_routing.sql"),
        postgres: include_str!("../../migrations/postgres/0007_routing.sql"),
    },
    Version {
        number: 8,
        name: "tools",
        sqlite: include_str!("../../migrations/sqlite/0008_tools.sql"),
        postgres: include_str!("../../migrations/postgres/0008_tools.sql"),
    },
    Version {
        number: 9,
        name: "numbers",
        sqlite: include_str!("../../migrations/sqlite/0009_numbers.sql"),
        postgres: include_str!("../../migrations/postgres/0009_numbers.sql"),
    },
    Version {
        number: 10,
        name: "duty",
        sqlite: include_str!("../../migrations/sqlite/0010_duty.sql"),
        postgres: include_str!("../../migrations/postgres/0010_duty.sql"),
    },
    Version {
        number: 11,
        name: "queue",
        sqlite: include_str!("../../migrations/sqlite/0011_queue.sql"),
        postgres: include_str!("../../migrations/postgres/0011_queue.sql"),
    },
    Version {
        number: 12,
        name: "refused",
        sqlite: include_str!("../../migrations/sqlite/0012_refused.sql"),
        postgres: include_str!("../../migrations/postgres/0012_refused.sql"),
    },
    Version {
        number: 13,
        name: "promises",
        sqlite: include_str!("../../migrations/sqlite/0013_promises.sql"),
        postgres: include_str!("../../migrations/postgres/0013_promises.sql"),
    },
    Version {
        number: 14,
        name: "watchers",
        sqlite: include_str!("../../migrations/sqlite/0014_watchers.sql"),
        postgres: include_str!("../../migrations/postgres/0014_watchers.sql"),
    },
    Version {
        number: 15,
        name: "plan_of",
        sqlite: include_str!("../../migrations/sqlite/0015_plan_of.sql"),
        postgres: include_str!("../../migrations/postgres/0015_plan_of.sql"),
    },
];

/// What all versions come to, for a file that is new; `tests/it/newest.rs` compares it with them.
pub(super) const SQLITE_NEWEST: &str = include_str!("../../migrations/sqlite/newest.sql");

/// Tables by which a database of ours is known: others use the same bookkeeping of versions.
pub(super) const OURS: &str = "('requests', 'outbox', 'lanes', 'inbox')";

pub(super) fn newest() -> i64 {
    VERSIONS.last().map_or(0, |version| version.number)
}

pub(super) fn sqlite() -> Migrator {
    migrator(|version| version.sqlite)
}

pub(super) fn postgres() -> Migrator {
    migrator(|version| version.postgres)
}

fn migrator(text: fn(&Version) -> &'static str) -> Migrator {
    let versions = VERSIONS.iter().map(|version| {
        Migration::new(
            version.number,
            Cow::Borrowed(version.name),
            MigrationType::Simple,
            AssertSqlSafe(text(version)).into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(versions.collect())
}
