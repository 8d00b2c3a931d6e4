//! Every statement of the desk, once: one text for both engines, and a second for PostgreSQL where
//! the same cannot be said in both. `tests/it/store.rs` and `tests/it/postgres/statements.rs`
//! prepare each on its engine and read the plans.

/// A statement in the words of each engine.
#[derive(Clone, Copy, Debug)]
pub struct Statement {
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Statement {
    /// Whether it changes nothing.
    pub fn reads(&self) -> bool {
        self.sqlite.starts_with("SELECT")
    }
}

/// Names each statement and lists them all.
macro_rules! catalogue {
    ($($name:ident = $text:expr $(, $how:ident $other:expr)?;)+) => {
        $(pub(in crate::store) const $name: $crate::store::sql::Statement = $crate::store::sql::Statement {
            name: stringify!($name),
            sqlite: numbered!($text),
            postgres: postgres!($text $(, $how $other)?),
        };)+
        /// Every statement, for the tests.
        pub const ALL: &[$crate::store::sql::Statement] = &[$($name),+];
    };
}

/// SQLite's own numbered places, `?1`: to it `$1` is a name, and it counts names as they come.
macro_rules! numbered {
    ($text:expr) => {{
        const TEXT: &str = $text;
        const BYTES: [u8; TEXT.len()] = $crate::store::sql::places(TEXT);
        match std::str::from_utf8(&BYTES) {
            Ok(text) => text,
            Err(_) => TEXT,
        }
    }};
}

pub(super) const fn places<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0; N];
    let mut at = 0;
    while at < N {
        bytes[at] = text.as_bytes()[at];
        if at > 0 && bytes[at - 1] == b'$' && bytes[at].is_ascii_digit() {
            bytes[at - 1] = b'?';
        }
        at += 1;
    }
    bytes
}

/// The second text, where there is one. SQLite tells a new row's key without being asked, and `RETURNING`
/// would cost it a table of results each time: what a statement `gives` is named for PostgreSQL alone.
macro_rules! postgres {
    ($text:expr) => {
        $text
    };
    ($text:expr, postgres $other:expr) => {
        $other
    };
    ($text:expr, gives $column:expr) => {
        concat!($text, " RETURNING ", $column)
    };
}

/// The parts of the catalogue as one.
pub(super) const fn joined<const N: usize>(parts: &[&[Statement]]) -> [Statement; N] {
    let mut all = [parts[0][0]; N];
    let (mut at, mut part) = (0, 0);
    while part < parts.len() {
        let mut each = 0;
        while each < parts[part].len() {
            all[at] = parts[part][each];
            (at, each) = (at + 1, each + 1);
        }
        part += 1;
    }
    all
}

/// Every statement of these parts of the catalogue.
macro_rules! joined {
    ($($part:ident),+ $(,)?) => {
        &sql::joined::<{ 0 $(+ $part::ALL.len())+ }>(&[$($part::ALL),+])
    };
}

/// The columns of a request, in the order that `request_row::read` expects.
macro_rules! columns {
    () => {
        "SELECT r.id, r.number, r.team, r.service, r.subject, r.priority, r.status, r.private, r.channel,
                r.requester, r.on_behalf_by, r.assignee, r.answers, r.needed_by, r.first_response_due,
                r.resolution_due, r.remaining, r.created_at, r.first_response_at, r.state_at, r.reason,
                r.ended_by, r.resolved_at, r.resolution, r.rating, r.rating_comment, r.intake, r.version,
                r.first_remaining, r.first_total, r.total, r.targets, r.delays, r.since, r.idle_steps,
                r.first_steps, r.steps, r.impact, r.urgency, r.look_at, r.approval, r.snoozed_until, r.handled, r.touch,
                r.came_by, r.links, r.part_of"
    };
}

/// Requests that `$rest` finds.
macro_rules! request {
    ($rest:literal) => {
        concat!(columns!(), " FROM requests r ", $rest)
    };
}

/// Requests that fit every filter that is given, newest first, one page. `$from` begins with what is looked up in an
/// index, `$between` says from where to where that is walked, in `$order`, so that a page costs the same however many
/// requests there are. Values that only some of the lists need are named in all: PostgreSQL wants to know their types.
macro_rules! found {
    ($from:literal) => {
        found!(
            $from,
            " AND (r.created_at, r.id) < ($9, $8) AND (r.created_at, r.id) >= ($6, $7)",
            "r.created_at DESC, r.id DESC"
        )
    };
    ($from:literal, $between:literal, $order:literal) => {
        concat!(
            columns!(),
            " FROM ",
            $from,
            $between,
            " AND (CAST($1 AS TEXT) IS NULL OR r.team = $1) AND (CAST($2 AS TEXT) IS NULL OR r.service = $2)
                AND (CAST($3 AS TEXT) IS NULL OR $3 LIKE '%,' || r.status || ',%')
                AND (CAST($4 AS BIGINT) IS NULL OR r.requester = $4)
                AND (CAST($5 AS BIGINT) IS NULL OR r.assignee = $5)
                AND CAST($11 AS TEXT) IS NOT NULL
              ORDER BY ",
            $order,
            " LIMIT $10"
        )
    };
}

/// How far a page of the same list goes down at most: what stands `$4` places below its beginning.
macro_rules! floor {
    ($from:literal) => {
        concat!(
            "SELECT r.created_at, r.id FROM ",
            $from,
            " AND (r.created_at, r.id) < ($1, $2) AND r.created_at >= $3
              ORDER BY r.created_at DESC, r.id DESC LIMIT 1 OFFSET $4"
        )
    };
}

/// People that `$from` finds as `p`: a row for each account that they have, or one.
macro_rules! person {
    ($from:literal) => {
        concat!(
            "SELECT p.id, p.name, p.email, p.stranger, a.platform, a.user_id FROM ",
            $from,
            " ORDER BY p.id, a.platform, a.user_id"
        )
    };
}

/// Ids of what `$1` asked for, which is in two indexes.
macro_rules! asked {
    ($before:literal) => {
        concat!(
            $before,
            " IN (SELECT id FROM requests WHERE requester = $1 AND ended_by IS NULL
                UNION ALL SELECT id FROM requests WHERE requester = $1 AND ended_by IS NOT NULL)"
        )
    };
}

/// The columns of a post.
macro_rules! post {
    ($rest:literal) => {
        concat!(
            "SELECT o.id, o.kind, o.request_id, o.about, o.side, o.platform, o.channel, o.to_person,
                o.thread_post, o.thread_ts, o.ts, o.retired, o.data, o.created_at
             FROM posts o ",
            $rest
        )
    };
}

/// The columns of a message.
macro_rules! message {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, m.request_id, m.author, m.side, m.kind, m.text, m.platform, m.channel, m.ts,
                m.created_at, m.edited_at, m.deleted_at
             FROM messages m ",
            $rest
        )
    };
}

/// The columns of an outbox row.
macro_rules! job {
    ($rest:literal) => {
        concat!(
            "SELECT x.id, x.key, x.lane, x.job, x.state, x.wanted, x.due_at, x.attempts, x.unsure, x.error,
                x.request_id, x.created_at
             FROM outbox x ",
            $rest
        )
    };
}

catalogue! {
    // inbox
    INBOX_HOLDS = "SELECT 1 FROM inbox WHERE key = $1";
    INBOX_CLAIM = "INSERT INTO inbox (key, at) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
    INBOX_NOTE = "UPDATE inbox SET note = $2 WHERE key = $1";
    INBOX_NOTED = "SELECT note FROM inbox WHERE key = $1";
    INBOX_FORGET = "DELETE FROM inbox WHERE key IN (SELECT key FROM inbox WHERE at < $1 ORDER BY at LIMIT $2)";
    // people
    PERSON_BY_ID = person!("people p LEFT JOIN accounts a ON a.person_id = p.id WHERE p.id = $1");
    PERSON_BY_ACCOUNT = person!("accounts k JOIN people p ON p.id = k.person_id
        LEFT JOIN accounts a ON a.person_id = p.id WHERE k.platform = $1 AND k.user_id = $2");
    PERSON_BY_EMAIL = person!("people p LEFT JOIN accounts a ON a.person_id = p.id WHERE p.email = $1");
    PEOPLE = person!("json_each($1) j JOIN people p ON p.id = j.value LEFT JOIN accounts a ON a.person_id = p.id"),
        postgres person!("jsonb_array_elements_text(CAST(CAST($1 AS TEXT) AS jsonb)) AS j (value)
            JOIN people p ON p.id = CAST(j.value AS BIGINT) LEFT JOIN accounts a ON a.person_id = p.id");
    // What people are called, by their e-mail addresses and by their accounts.
    NAMES = "SELECT p.email, p.name FROM json_each($1) j JOIN people p ON p.email = j.value WHERE p.name IS NOT NULL
        UNION ALL SELECT a.platform || ':' || a.user_id, p.name FROM json_each($2) j
            JOIN accounts a ON a.platform = j.value ->> 0 AND a.user_id = j.value ->> 1
            JOIN people p ON p.id = a.person_id WHERE p.name IS NOT NULL",
        postgres "SELECT p.email, p.name FROM jsonb_array_elements_text(CAST(CAST($1 AS TEXT) AS jsonb)) AS j (value)
            JOIN people p ON p.email = j.value WHERE p.name IS NOT NULL
        UNION ALL SELECT a.platform || ':' || a.user_id, p.name
            FROM jsonb_array_elements(CAST(CAST($2 AS TEXT) AS jsonb)) AS j (value)
            JOIN accounts a ON a.platform = j.value ->> 0 AND a.user_id = j.value ->> 1
            JOIN people p ON p.id = a.person_id WHERE p.name IS NOT NULL";
    PERSON_INSERT = "INSERT INTO people (name, email, stranger, created_at)
        VALUES ($1, $2, $3, $4)", gives "id";
    PERSON_PROFILE = "UPDATE people SET name = $2, email = $3, time_zone = COALESCE($4, time_zone), stranger = $5, profile_at = $6 WHERE id = $1";
    PERSON_SEEN = "UPDATE people SET name = COALESCE(name, $2), stranger = (stranger OR $3) WHERE id = $1";
    PERSON_ZONE = "SELECT time_zone FROM people WHERE id = $1";
    PERSON_SET_ZONE = "UPDATE people SET time_zone = $3
        WHERE id = (SELECT person_id FROM accounts WHERE platform = $1 AND user_id = $2)";
    ACCOUNT_INSERT = "INSERT INTO accounts (platform, user_id, person_id) VALUES ($1, $2, $3)";
    ACCOUNT_MOVE = "UPDATE accounts SET person_id = $3 WHERE platform = $1 AND user_id = $2";
    MERGE_POSTS = asked!("UPDATE posts SET to_person = $2 WHERE to_person = $1 AND request_id");
    MERGE_OFFERS = "UPDATE posts SET to_person = $2 WHERE to_person = $1 AND request_id IS NULL";
    MERGE_MESSAGES = asked!("UPDATE messages SET author = $2 WHERE author = $1 AND request_id");
    MERGE_REQUESTER = asked!("UPDATE requests SET requester = $2 WHERE id");
    MERGE_ASSIGNEE = "UPDATE requests SET assignee = $2
        WHERE assignee = $1 AND ended_by IS NULL";
    ACCOUNT_DM = "SELECT dm FROM accounts WHERE platform = $1 AND user_id = $2";
    ACCOUNT_OF_DM = "SELECT person_id FROM accounts WHERE platform = $1 AND dm = $2";
    ACCOUNT_SET_DM = "UPDATE accounts SET dm = $3 WHERE platform = $1 AND user_id = $2";
    HOME_ADD = "INSERT INTO homes (team, person_id) VALUES ($1, $2) ON CONFLICT (team, person_id) DO NOTHING";
    HOME_DROP = "DELETE FROM homes WHERE team = $1 AND person_id = $2";
    // Of those who serve the team, and of at most three others.
    HOMES = "SELECT person_id FROM homes WHERE team = $1
        UNION ALL SELECT person_id FROM homes WHERE team = '' AND person_id = $2
        UNION ALL SELECT person_id FROM homes WHERE team = '' AND person_id = $3
        UNION ALL SELECT person_id FROM homes WHERE team = '' AND person_id = $4";
    HOME_OF = "SELECT person_id FROM homes WHERE team = '' AND person_id = $1";
    // requests
    NUMBER_LAST = "SELECT value FROM counters WHERE team = $1";
    NUMBER_TAKE = "INSERT INTO counters (team, value) VALUES ($1, $2) ON CONFLICT (team) DO UPDATE SET value = excluded.value";
    REQUEST_INSERT = "INSERT INTO requests (number, team, service, subject, priority, status, private, channel,
            requester, on_behalf_by, answers, needed_by, first_response_due, resolution_due, created_at, first_total,
            total, targets, since, impact, urgency, look_at, came_by, links, part_of, touch, version)
        VALUES ($1, $2, $3, $4, $5, 'new', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, 0, 1)", gives "id";
    REQUEST_UPDATE = "UPDATE requests SET team = $3, service = $4, status = $5, private = $6, assignee = $7,
            first_response_due = $8, resolution_due = $9, remaining = $10, first_response_at = $11, state_at = $12,
            reason = $13, ended_by = $14, resolved_at = $15, resolution = $16, rating = $17, rating_comment = $18,
            intake = $19, first_remaining = $20, first_total = $21, total = $22, targets = $23, delays = $24,
            since = $25, idle_steps = $26, first_steps = $27, steps = $28, look_at = $29, priority = $30, impact = $31,
            urgency = $32, needed_by = $33, approval = $34, snoozed_until = $35, handled = $36, touch = $37, links = $38, version = version + 1
        WHERE id = $1 AND version = $2";
    // What the desk looks after by itself.
    LOOKS_DUE = "SELECT id, look_at FROM requests WHERE look_at <= $1 ORDER BY look_at LIMIT $2";
    LOOK_NEXT = "SELECT MIN(look_at) FROM requests WHERE look_at IS NOT NULL";
    OPEN_SUBJECTS = "SELECT r.id, r.number, r.subject FROM requests r WHERE r.team = $1 AND r.ended_by IS NULL
        ORDER BY r.id LIMIT $2";
    REQUESTS_AFTER = request!("WHERE r.team = $1 AND r.id > $2 AND r.ended_by IS NULL
        ORDER BY r.id LIMIT $3");
    // Of what is open, as far as it goes back: it costs the same however many wait, and whatever other teams have.
    REQUESTS_UNTAKEN = "SELECT q.priority, q.id FROM (SELECT r.id, r.priority, r.status FROM requests r
            WHERE r.team = $1 AND r.ended_by IS NULL ORDER BY r.id LIMIT $2) q
        WHERE q.status = 'new' LIMIT $3";
    REQUEST_RATED = "UPDATE requests SET rated_at = $2 WHERE id = $1";
    REQUEST_BY_ID = request!("WHERE r.id = $1");
    REQUESTS_BY_IDS = concat!(columns!(), " FROM json_each($1) j JOIN requests r ON r.id = j.value"),
        postgres concat!(columns!(), " FROM jsonb_array_elements_text(CAST(CAST($1 AS TEXT) AS jsonb)) AS j (value)
            JOIN requests r ON r.id = CAST(j.value AS BIGINT)");
    REQUEST_BY_NUMBER = request!("WHERE r.number = $1");
    REQUESTS_MINE = request!("WHERE r.requester = $1 AND r.ended_by IS NULL AND (r.part_of IS NULL OR r.part_of = r.number)
        ORDER BY r.created_at DESC, r.id DESC LIMIT $2");
    ASKED_SUBJECTS = "SELECT * FROM (SELECT r.id, r.number, r.subject FROM requests r
            WHERE r.requester = $1 AND r.ended_by IS NULL AND (r.part_of IS NULL OR r.part_of = r.number)
            ORDER BY r.created_at DESC LIMIT $2) o
        UNION ALL SELECT * FROM (SELECT r.id, r.number, r.subject FROM requests r
            WHERE r.requester = $1 AND r.ended_by IS NOT NULL AND (r.part_of IS NULL OR r.part_of = r.number)
            ORDER BY r.created_at DESC LIMIT $2) e";
    REQUESTS_WITHOUT_CARD = request!("WHERE r.requester = $1 AND r.ended_by IS NULL
            AND (r.part_of IS NULL OR r.part_of = r.number) AND NOT EXISTS
            (SELECT 1 FROM posts o WHERE o.request_id = r.id AND o.kind = 'requester_card')
        ORDER BY r.created_at DESC, r.id DESC LIMIT $2");
    REQUESTS_BEFORE_WITHOUT_CARD = request!("WHERE r.requester = $1 AND r.ended_by IS NOT NULL
            AND (r.part_of IS NULL OR r.part_of = r.number) AND NOT EXISTS
            (SELECT 1 FROM posts o WHERE o.request_id = r.id AND o.kind = 'requester_card')
        ORDER BY r.created_at DESC, r.id DESC LIMIT $2");
    REQUESTS_WATCHED_WITHOUT_CARD = request!("WHERE r.id IN (SELECT request_id FROM watchers WHERE person_id = $1)
            AND r.ended_by IS NULL AND NOT EXISTS (SELECT 1 FROM posts o WHERE o.request_id = r.id
                AND o.kind = 'watch_card' AND o.to_person = $1 AND NOT o.retired) LIMIT $2");
    REQUESTS_ASSIGNED = request!("WHERE r.assignee = $1 AND r.ended_by IS NULL
        ORDER BY r.id LIMIT $2");
    REQUESTS_QUEUE = request!("WHERE r.team = $1 AND r.ended_by IS NULL
        ORDER BY r.id LIMIT $2");
    REQUEST_WORDS = "INSERT INTO request_words (rowid, words) VALUES ($1, $2)";
    FOUND_BY_WORDS = found!("request_words w JOIN requests r ON r.id = w.rowid WHERE w.request_words MATCH $11",
            " AND w.rowid < $8 AND w.rowid >= $7 AND r.created_at >= $6 AND r.created_at < $9", "w.rowid DESC"),
        postgres found!("request_words w JOIN requests r ON r.id = w.rowid
             WHERE w.request_words @@ CAST(CAST($11 AS TEXT) AS tsquery)",
            " AND w.rowid < $8 AND w.rowid >= $7 AND r.created_at >= $6 AND r.created_at < $9", "w.rowid DESC");
    FLOOR_BY_WORDS = "SELECT 0, w.rowid FROM request_words w WHERE w.request_words MATCH $5 AND w.rowid < $2
            AND CAST($1 AS BIGINT) IS NOT NULL AND CAST($3 AS BIGINT) IS NOT NULL
        ORDER BY w.rowid DESC LIMIT 1 OFFSET $4",
        postgres "SELECT CAST(0 AS BIGINT), w.rowid FROM request_words w
        WHERE w.request_words @@ CAST(CAST($5 AS TEXT) AS tsquery) AND w.rowid < $2
            AND CAST($1 AS BIGINT) IS NOT NULL AND CAST($3 AS BIGINT) IS NOT NULL
        ORDER BY w.rowid DESC LIMIT 1 OFFSET $4";
    FOUND_ASKED = found!("requests r WHERE r.requester = $4 AND r.ended_by IS NULL");
    FLOOR_ASKED = floor!("requests r WHERE r.requester = $5 AND r.ended_by IS NULL");
    FOUND_ASKED_BEFORE = found!("requests r WHERE r.requester = $4 AND r.ended_by IS NOT NULL");
    FLOOR_ASKED_BEFORE = floor!("requests r WHERE r.requester = $5 AND r.ended_by IS NOT NULL");
    FOUND_BY_ASSIGNEE_OPEN = found!("requests r WHERE r.assignee = $5 AND r.ended_by IS NULL",
        " AND r.id < $8 AND r.id >= $7 AND r.created_at >= $6 AND r.created_at < $9", "r.id DESC");
    FLOOR_BY_ASSIGNEE_OPEN = "SELECT CAST(0 AS BIGINT), r.id FROM requests r
        WHERE r.assignee = $5 AND r.ended_by IS NULL AND r.id < $2
            AND CAST($1 AS BIGINT) IS NOT NULL AND CAST($3 AS BIGINT) IS NOT NULL
        ORDER BY r.id DESC LIMIT 1 OFFSET $4";
    FOUND_BY_STATUS = found!("requests r WHERE r.status = $11 AND r.status <> 'closed'");
    FLOOR_BY_STATUS = floor!("requests r WHERE r.status = $5 AND r.status <> 'closed'");
    FOUND_BY_ASSIGNEE = found!("requests r WHERE r.assignee = $5");
    FLOOR_BY_ASSIGNEE = floor!("requests r WHERE r.assignee = $5");
    FOUND_BY_SERVICE = found!("requests r WHERE r.service = $2");
    FLOOR_BY_SERVICE = floor!("requests r WHERE r.service = $5");
    FOUND_BY_TEAM = found!("requests r WHERE r.team = $1");
    FLOOR_BY_TEAM = floor!("requests r WHERE r.team = $5");
    FOUND = found!("requests r WHERE TRUE");
    FLOOR = floor!("requests r WHERE CAST($5 AS TEXT) IS NULL");
    // events
    EVENT_LAST = "SELECT MAX(seq) FROM events WHERE request_id = $1";
    EVENT_INSERT = "INSERT INTO events (request_id, seq, at, by, fact) VALUES ($1, $2, $3, $4, $5)";
    EVENT_BY_SEQ = "SELECT seq, at, by, fact FROM events WHERE request_id = $1 AND seq = $2";
    EVENTS = "SELECT seq, at, by, fact FROM events WHERE request_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    // archive
    ARCHIVE_DUE = "SELECT id FROM requests WHERE status IN ('closed', 'cancelled') AND archived = FALSE AND state_at < $1
        ORDER BY state_at LIMIT $2";
    ARCHIVE_ADD = "INSERT INTO archive (request_id, events) VALUES ($1, $2)";
    ARCHIVE_GET = "SELECT events FROM archive WHERE request_id = $1";
    ARCHIVE_EVENTS = "DELETE FROM events WHERE request_id = $1 AND seq <= $2";
    ARCHIVE_DONE = "UPDATE requests SET archived = TRUE WHERE id = $1";
    // watchers
    WATCH = "INSERT INTO watchers (request_id, person_id) VALUES ($1, $2) ON CONFLICT (request_id, person_id) DO NOTHING";
    UNWATCH = "DELETE FROM watchers WHERE request_id = $1 AND person_id = $2";
    MERGE_WATCH_CARDS = "UPDATE posts SET to_person = $2 WHERE to_person = $1 AND kind = 'watch_card'
        AND request_id IN (SELECT request_id FROM watchers WHERE person_id = $1)";
    MERGE_WATCHERS = "UPDATE watchers SET person_id = $2 WHERE person_id = $1
        AND request_id NOT IN (SELECT o.request_id FROM watchers o WHERE o.person_id = $2)";
    WATCHERS_DROP = "DELETE FROM watchers WHERE person_id = $1";
    WATCHERS = "SELECT person_id FROM watchers WHERE request_id = $1 ORDER BY person_id";
    // threads
    THREAD_ADD = "INSERT INTO threads (platform, channel, ts, request_id, side) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (platform, channel, ts) DO NOTHING";
    THREAD_FIND = "SELECT request_id, side FROM threads WHERE platform = $1 AND channel = $2 AND ts = $3";
    THREAD_DROP = "DELETE FROM threads WHERE platform = $1 AND channel = $2 AND ts = $3";
    // messages
    MESSAGE_INSERT = "INSERT INTO messages (request_id, author, side, kind, text, platform, channel, ts, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (platform, channel, ts) WHERE ts IS NOT NULL DO NOTHING", gives "id";
    MESSAGE_BY_ID = message!("WHERE m.id = $1");
    MESSAGE_BY_PLACE = message!("WHERE m.platform = $1 AND m.channel = $2 AND m.ts = $3");
    MESSAGE_EDIT = "UPDATE messages SET text = $2, edited_at = $3 WHERE id = $1";
    MESSAGE_DELETE = "UPDATE messages SET text = '[]', deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL";
    MESSAGES_PUBLIC = message!("WHERE m.request_id = $1 AND m.kind <> 'note' AND m.deleted_at IS NULL ORDER BY m.id LIMIT $2");
    MESSAGES_IN_FORMS = message!("WHERE m.request_id = $1 AND m.ts IS NULL AND m.deleted_at IS NULL ORDER BY m.id");
    FILE_INSERT = "INSERT INTO files (message_id, source, name, size, url) VALUES ($1, $2, $3, $4, $5)", gives "id";
    FILE_BY_ID = "SELECT id, message_id, source, name, size, url FROM files WHERE id = $1";
    FILES_OF_MESSAGE = "SELECT id, message_id, source, name, size, url FROM files WHERE message_id = $1 ORDER BY id";
    // posts
    POST_INSERT = "INSERT INTO posts (kind, request_id, about, side, platform, channel, to_person, thread_post, thread_ts, data, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", gives "id";
    POST_BY_ID = post!("WHERE o.id = $1");
    POST_BY_PLACE = post!("WHERE o.channel = $1 AND o.ts = $2");
    POSTS_OF_REQUEST = post!("WHERE o.request_id = $1 AND o.kind = $2 ORDER BY o.id");
    POST_OFFERED = post!("WHERE o.to_person = $1 AND o.request_id IS NULL AND o.kind = 'offer' ORDER BY o.id DESC LIMIT 1");
    POST_HOME = post!("WHERE o.to_person = $1 AND o.request_id IS NULL AND o.kind = 'home' AND NOT o.retired ORDER BY o.id DESC LIMIT 1");
    POST_DATA = "UPDATE posts SET data = $2 WHERE id = $1";
    POST_SENT = "UPDATE posts SET channel = $2, ts = $3 WHERE id = $1";
    POST_GONE = "UPDATE posts SET ts = NULL WHERE id = $1";
    POST_RETIRE = "UPDATE posts SET retired = TRUE WHERE id = $1";
    POSTS_RETIRE_SIDE = "UPDATE posts SET retired = TRUE WHERE request_id = $1 AND side = $2 AND kind <> 'watch_card'
            AND kind <> 'approval_card' AND kind <> 'approval_nudge' AND kind <> 'step'";
    // outbox
    OUTBOX_ADD = "INSERT INTO outbox (key, lane, job, due_at, request_id, created_at, unsure)
        VALUES ($1, $2, $3, $4, $5, $6,
            EXISTS (SELECT 1 FROM outbox d WHERE d.lane = $2 AND d.key = $1 AND d.state = 'dead' AND d.unsure = TRUE))
        ON CONFLICT (key) WHERE state = 'due' DO UPDATE SET wanted = outbox.wanted + 1";
    OUTBOX_HEAD = job!("WHERE x.lane = $1 AND x.state = 'due' ORDER BY x.id LIMIT 1");
    OUTBOX_BEGIN = "UPDATE outbox SET unsure = TRUE, attempts = attempts + 1 WHERE id = $1";
    OUTBOX_SENT = "UPDATE outbox SET state = 'sent', done_at = $3, unsure = FALSE, error = NULL WHERE id = $1 AND wanted = $2";
    OUTBOX_MADE_GOOD = "UPDATE outbox SET state = 'sent', unsure = FALSE, error = NULL WHERE lane = $1 AND key = $2 AND state = 'dead'";
    OUTBOX_AGAIN = "UPDATE outbox SET unsure = FALSE, error = NULL, attempts = 0 WHERE id = $1 AND state = 'due'";
    OUTBOX_LATER = "UPDATE outbox SET due_at = $2, unsure = $3, error = $4, attempts = attempts - $5 WHERE id = $1";
    OUTBOX_DEAD = "UPDATE outbox SET state = 'dead', done_at = $2, unsure = $3, error = $4 WHERE id = $1";
    OUTBOX_REVIVE = "UPDATE outbox SET state = 'due', done_at = NULL, attempts = 0, due_at = $2
        WHERE id = $1 AND state = 'dead'
            AND NOT EXISTS (SELECT 1 FROM outbox d WHERE d.key = outbox.key AND d.state = 'due')
        RETURNING lane, request_id";
    OUTBOX_DEAD_OF_LANE = "SELECT id FROM outbox WHERE lane = $1 AND state = 'dead' ORDER BY id";
    OUTBOX_DEAD_OF_REQUEST = "SELECT id FROM outbox WHERE lane = $1 AND state = 'dead' AND request_id = $2 ORDER BY id";
    OUTBOX_WAITS = "SELECT id, lane FROM outbox WHERE key = $1 AND state = 'due'";
    OUTBOX_DIED = "SELECT id FROM outbox WHERE lane = $1 AND key = $2 AND state = 'dead' LIMIT 1";
    OUTBOX_UNSURE = "SELECT id FROM outbox WHERE lane = $1 AND state = 'due' AND unsure = TRUE
        UNION ALL SELECT id FROM outbox WHERE lane = $1 AND state = 'dead' AND unsure = TRUE LIMIT 1";
    OUTBOX_BY_ID = job!("WHERE x.id = $1");
    OUTBOX_DUE_PAGE = job!("WHERE x.state = 'due' AND x.id > $1 ORDER BY x.id LIMIT $2");
    OUTBOX_DEAD_PAGE = job!("WHERE x.state = 'dead' AND x.id > $1 ORDER BY x.id LIMIT $2");
    OUTBOX_DEPTH = "SELECT COUNT(*), MIN(created_at) FROM outbox WHERE state = 'due'";
    OUTBOX_DEAD_COUNT = "SELECT COUNT(*) FROM outbox WHERE state = 'dead'";
    OUTBOX_FORGET = "DELETE FROM outbox WHERE id IN
        (SELECT id FROM outbox WHERE state = 'sent' AND done_at < $1 ORDER BY done_at LIMIT $2)";
    LANE_WANT = "INSERT INTO lanes (lane, due_at) VALUES ($1, $2)
        ON CONFLICT (lane) DO UPDATE SET
            due_at = excluded.due_at WHERE lanes.due_at IS NULL OR lanes.due_at > excluded.due_at";
    LANES_DUE = "SELECT lane FROM lanes WHERE ready_at <= $1 ORDER BY ready_at LIMIT $2";
    LANE_FREE = "SELECT lease FROM lanes WHERE lane = $1 AND lease_until <= $2 AND paced_until <= $2";
    LANE_LEASE = "UPDATE lanes SET lease_until = $2, lease = $3 WHERE lane = $1";
    LANE_RENEW = "UPDATE lanes SET lease_until = $3 WHERE lane = $1 AND lease = $2";
    LANE_DROP = "DELETE FROM lanes WHERE lane = $1 AND due_at IS NULL";
    LANE_HOLDER = "SELECT lease, lease_until FROM lanes WHERE lane = $1";
    LANE_NEXT = "SELECT MIN(ready_at) FROM lanes WHERE ready_at IS NOT NULL";
    LANE_RELEASE = "UPDATE lanes SET lease_until = 0, paced_until = $3,
            due_at = (SELECT x.due_at FROM outbox x WHERE x.lane = $1 AND x.state = 'due' ORDER BY x.id LIMIT 1)
        WHERE lane = $1 AND lease = $2";
    // timers
    TIMER_SET = "INSERT INTO timers (key, due_at, timer) VALUES ($1, $2, $3)
        ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, timer = excluded.timer";
    TIMER_STOP = "DELETE FROM timers WHERE key = $1";
    TIMER_GET = "SELECT due_at FROM timers WHERE key = $1";
    TIMER_PUT_OFF = "UPDATE timers SET due_at = $2 WHERE key = $1";
    TIMERS_DUE = "SELECT key, timer FROM timers WHERE due_at <= $1 ORDER BY due_at LIMIT $2";
    TIMER_NEXT = "SELECT MIN(due_at) FROM timers";
    // tokens
    TOKEN_INSERT = "INSERT INTO tokens (name, hash, scope, created_at) VALUES ($1, $2, $3, $4)", gives "id";
    TOKEN_BY_HASH = "SELECT id, name, scope, created_at, revoked_at FROM tokens WHERE hash = $1 AND revoked_at IS NULL";
    TOKENS = "SELECT id, name, scope, created_at, revoked_at FROM tokens ORDER BY id";
    TOKEN_REVOKE = "UPDATE tokens SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL";
    // notes
    NOTE_SET = "INSERT INTO notes (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    NOTE_DROP = "DELETE FROM notes WHERE key = $1";
    NOTE_GET = "SELECT value FROM notes WHERE key = $1";
    // strays
    STRAY_ADD = "INSERT INTO strays (key, channel, thread, inbound, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING";
    STRAYS = "SELECT inbound FROM strays WHERE channel = $1 AND thread = $2 ORDER BY at, inbound";
    STRAYS_OF = "SELECT key, inbound FROM strays WHERE channel = $1 AND thread = $2";
    STRAY_CHANGE = "UPDATE strays SET inbound = $2 WHERE key = $1";
    STRAY_DROP = "DELETE FROM strays WHERE key = $1";
    STRAYS_FORGET = "DELETE FROM strays WHERE key IN (SELECT key FROM strays WHERE at < $1 ORDER BY at LIMIT $2)";
    STRAYS_DROP = "DELETE FROM strays WHERE channel = $1 AND thread = $2";
    // figures
    // Whole hours from the roll-up, the parts of an hour at either end from the requests themselves.
    FIGURES = "SELECT CAST(COALESCE(SUM(f.opened), 0) AS BIGINT), CAST(COALESCE(SUM(f.resolved), 0) AS BIGINT),
            CAST(COALESCE(SUM(f.ratings), 0) AS BIGINT), CAST(COALESCE(SUM(f.rating_sum), 0) AS BIGINT)
        FROM (
            SELECT opened, resolved, ratings, rating_sum FROM figures WHERE team = $1 AND hour >= $2 AND hour < $3
            UNION ALL SELECT COUNT(*), 0, 0, 0 FROM requests WHERE team = $1 AND created_at >= $4 AND created_at < $5
            UNION ALL SELECT COUNT(*), 0, 0, 0 FROM requests WHERE team = $1 AND created_at >= $6 AND created_at < $7
            UNION ALL SELECT 0, COUNT(*), 0, 0 FROM requests WHERE team = $1 AND resolved_at >= $4 AND resolved_at < $5
            UNION ALL SELECT 0, COUNT(*), 0, 0 FROM requests WHERE team = $1 AND resolved_at >= $6 AND resolved_at < $7
            UNION ALL SELECT 0, 0, COUNT(rating), SUM(rating) FROM requests
                WHERE team = $1 AND rated_at >= $4 AND rated_at < $5
            UNION ALL SELECT 0, 0, COUNT(rating), SUM(rating) FROM requests
                WHERE team = $1 AND rated_at >= $6 AND rated_at < $7
        ) f";
    // What waits for an approval nobody can take.
    TALLY = "SELECT CAST(COALESCE(SUM(requests), 0) AS BIGINT),
            CAST(COALESCE(SUM(CASE status WHEN 'awaiting_approval' THEN 0 ELSE unassigned END), 0) AS BIGINT) FROM tally
        WHERE team = $1 AND status IN ('new', 'in_progress', 'waiting', 'on_hold', 'awaiting_approval')";
}
