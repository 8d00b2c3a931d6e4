-- What the peers keep: the least that a desk needs. The dedupe key and both lists have their index.
CREATE TABLE IF NOT EXISTS requests (
    id         INTEGER PRIMARY KEY,
    view_id    TEXT NOT NULL UNIQUE,
    user_id    TEXT NOT NULL,
    team       TEXT NOT NULL,
    service    TEXT NOT NULL,
    subject    TEXT NOT NULL,
    answers    TEXT NOT NULL,
    status     TEXT NOT NULL DEFAULT 'new',
    created_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS requests_user ON requests (user_id, created_at);
CREATE TABLE IF NOT EXISTS events (
    request_id INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    fact       TEXT NOT NULL,
    PRIMARY KEY (request_id, seq)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
    id         INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL,
    job        TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'due',
    created_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (created_at) WHERE state = 'due';
