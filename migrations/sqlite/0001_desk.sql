-- Times are Unix milliseconds; JSON is text; people, requests and posts have whole-number keys that rise.
-- Conditions name three or more values one by one: for `IN` SQLite would build a table of them for each row that it checks.

-- Every inbound thing counts once.
CREATE TABLE inbox (
    key  TEXT NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL,
    -- What came of it, where the same key may be asked about again (the REST interface).
    note TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_at ON inbox (at);

CREATE TABLE counters (
    team  TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    id         INTEGER PRIMARY KEY,
    name       TEXT,
    email      TEXT,
    time_zone  TEXT,
    stranger   INTEGER NOT NULL DEFAULT 0 CHECK (stranger IN (0, 1)),
    -- When the platform was last asked who they are.
    profile_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX people_email ON people (email) WHERE email IS NOT NULL;

CREATE TABLE accounts (
    platform  TEXT NOT NULL CHECK (platform IN ('slack', 'teams')),
    user_id   TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    -- Their direct message channel with the bot, once opened.
    dm        TEXT,
    PRIMARY KEY (platform, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_person ON accounts (person_id);
CREATE INDEX accounts_dm ON accounts (dm) WHERE dm IS NOT NULL;

-- Whose home page is in use: for themselves (team ''), and for the teams that they serve.
CREATE TABLE homes (
    team      TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (team, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE requests (
    id                 INTEGER PRIMARY KEY,
    number             TEXT NOT NULL UNIQUE,
    team               TEXT NOT NULL,
    service            TEXT NOT NULL,
    subject            TEXT NOT NULL,
    priority           INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
    status             TEXT NOT NULL CHECK (status = 'new' OR status = 'in_progress' OR status = 'waiting'
        OR status = 'on_hold' OR status = 'resolved' OR status = 'closed' OR status = 'cancelled'),
    private            INTEGER NOT NULL CHECK (private IN (0, 1)),
    channel            TEXT NOT NULL CHECK (channel = 'slack' OR channel = 'teams' OR channel = 'api'),
    requester          INTEGER NOT NULL REFERENCES people (id),
    on_behalf_by       INTEGER REFERENCES people (id),
    assignee           INTEGER REFERENCES people (id),
    answers            TEXT NOT NULL,
    needed_by          TEXT,
    first_response_due INTEGER,
    resolution_due     INTEGER,
    remaining          INTEGER,
    created_at         INTEGER NOT NULL,
    first_response_at  INTEGER,
    -- Since when it waits or is on hold; when it was closed or cancelled.
    state_at           INTEGER,
    -- Why it is on hold or was cancelled.
    reason             TEXT,
    -- Who resolved or cancelled it; none: it is open.
    ended_by           INTEGER REFERENCES people (id),
    resolved_at        INTEGER,
    resolution         TEXT,
    rating             INTEGER CHECK (rating BETWEEN 1 AND 5),
    rating_comment     TEXT,
    -- When it got the present rating, which is often days after it was resolved.
    rated_at           INTEGER,
    intake             TEXT CHECK (intake = 'good' OR intake = 'incomplete'
        OR intake = 'wrong_desk' OR intake = 'too_late'),
    version            INTEGER NOT NULL,
    -- Its history but for the last line is in `archive`.
    archived           INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    CHECK (status NOT IN ('in_progress', 'waiting') OR assignee IS NOT NULL),
    CHECK (status <> 'new' OR assignee IS NULL),
    CHECK (state_at IS NOT NULL
        OR (status <> 'waiting' AND status <> 'on_hold' AND status <> 'closed' AND status <> 'cancelled')),
    CHECK (status <> 'on_hold' OR reason IS NOT NULL),
    CHECK ((status IN ('resolved', 'closed')) = (resolved_at IS NOT NULL)),
    CHECK (resolution IS NULL OR resolved_at IS NOT NULL),
    CHECK ((ended_by IS NULL) = (status <> 'resolved' AND status <> 'closed' AND status <> 'cancelled'))
) STRICT;
-- What is open of a team or an agent goes by id, all the rest by time: an order that only one index has leaves no choice
-- to the planner, which does not know that nearly everything is over. What somebody asked for is either in the one index
-- or in the other, since its place in each is a page of its own to write.
CREATE INDEX requests_queue ON requests (team, id) WHERE ended_by IS NULL;
CREATE INDEX requests_assigned ON requests (assignee, id)
    WHERE assignee IS NOT NULL AND ended_by IS NULL;
CREATE INDEX requests_status ON requests (status, created_at) WHERE status <> 'closed';
CREATE INDEX requests_served ON requests (assignee, created_at) WHERE assignee IS NOT NULL;
CREATE INDEX requests_team ON requests (team, created_at);
CREATE INDEX requests_service ON requests (service, created_at);
CREATE INDEX requests_asked ON requests (requester, created_at) WHERE ended_by IS NULL;
CREATE INDEX requests_asked_before ON requests (requester, created_at) WHERE ended_by IS NOT NULL;
CREATE INDEX requests_created ON requests (created_at);
CREATE INDEX requests_over ON requests (state_at) WHERE status IN ('closed', 'cancelled') AND archived = FALSE;
CREATE INDEX requests_rated ON requests (team, rated_at) WHERE rated_at IS NOT NULL;
CREATE INDEX requests_resolved ON requests (team, resolved_at) WHERE resolved_at IS NOT NULL;

-- The words of number and subject, by the request's id. Both never change, so that nothing but the index is kept.
CREATE VIRTUAL TABLE request_words USING fts5 (words, content = '', tokenize = 'unicode61 remove_diacritics 2');

-- Two roll-ups of `requests`, kept by its triggers with every change, whoever makes it: what a digest counts, hour by
-- hour, and how many requests are in which state.
CREATE TABLE figures (
    team       TEXT NOT NULL,
    -- Whole hours since 1970.
    hour       INTEGER NOT NULL,
    opened     INTEGER NOT NULL DEFAULT 0,
    resolved   INTEGER NOT NULL DEFAULT 0,
    ratings    INTEGER NOT NULL DEFAULT 0,
    rating_sum INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (team, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
    team       TEXT NOT NULL,
    status     TEXT NOT NULL,
    requests   INTEGER NOT NULL,
    unassigned INTEGER NOT NULL,
    PRIMARY KEY (team, status)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER requests_added AFTER INSERT ON requests
BEGIN
    INSERT INTO tally (team, status, requests, unassigned)
        VALUES (new.team, new.status, 1, new.assignee IS NULL)
        ON CONFLICT (team, status) DO UPDATE SET
            requests = requests + 1, unassigned = unassigned + excluded.unassigned;
    INSERT INTO figures (team, hour, opened) VALUES (new.team, new.created_at / 3600000, 1)
        ON CONFLICT (team, hour) DO UPDATE SET opened = opened + 1;
END;

CREATE TRIGGER requests_added_over AFTER INSERT ON requests WHEN new.resolved_at IS NOT NULL
BEGIN
    INSERT INTO figures (team, hour, resolved) VALUES (new.team, new.resolved_at / 3600000, 1)
        ON CONFLICT (team, hour) DO UPDATE SET resolved = resolved + 1;
END;

CREATE TRIGGER requests_added_rated AFTER INSERT ON requests WHEN new.rated_at IS NOT NULL AND new.rating IS NOT NULL
BEGIN
    INSERT INTO figures (team, hour, ratings, rating_sum) VALUES (new.team, new.rated_at / 3600000, 1, new.rating)
        ON CONFLICT (team, hour) DO UPDATE SET
            ratings = ratings + 1, rating_sum = rating_sum + excluded.rating_sum;
END;

CREATE TRIGGER requests_removed AFTER DELETE ON requests
BEGIN
    UPDATE tally SET requests = requests - 1, unassigned = unassigned - (old.assignee IS NULL)
        WHERE team = old.team AND status = old.status;
    UPDATE figures SET opened = opened - 1 WHERE team = old.team AND hour = old.created_at / 3600000;
    UPDATE figures SET resolved = resolved - 1 WHERE team = old.team AND hour = old.resolved_at / 3600000;
    UPDATE figures SET ratings = ratings - 1, rating_sum = rating_sum - old.rating
        WHERE team = old.team AND hour = old.rated_at / 3600000 AND old.rating IS NOT NULL;
END;

CREATE TRIGGER tally_changed AFTER UPDATE OF team, status, assignee ON requests
WHEN old.team <> new.team OR old.status <> new.status OR (old.assignee IS NULL) <> (new.assignee IS NULL)
BEGIN
    UPDATE tally SET requests = requests - 1, unassigned = unassigned - (old.assignee IS NULL)
        WHERE team = old.team AND status = old.status;
    INSERT INTO tally (team, status, requests, unassigned)
        VALUES (new.team, new.status, 1, new.assignee IS NULL)
        ON CONFLICT (team, status) DO UPDATE SET
            requests = requests + 1, unassigned = unassigned + excluded.unassigned;
END;

CREATE TRIGGER figures_changed AFTER UPDATE OF team, resolved_at, rating, rated_at ON requests
WHEN old.team <> new.team OR old.resolved_at IS NOT new.resolved_at
    OR old.rating IS NOT new.rating OR old.rated_at IS NOT new.rated_at
BEGIN
    UPDATE figures SET opened = opened - 1 WHERE team = old.team AND hour = old.created_at / 3600000;
    UPDATE figures SET resolved = resolved - 1 WHERE team = old.team AND hour = old.resolved_at / 3600000;
    UPDATE figures SET ratings = ratings - 1, rating_sum = rating_sum - old.rating
        WHERE team = old.team AND hour = old.rated_at / 3600000 AND old.rating IS NOT NULL;
    INSERT INTO figures (team, hour, opened) VALUES (new.team, new.created_at / 3600000, 1)
        ON CONFLICT (team, hour) DO UPDATE SET opened = opened + 1;
    INSERT INTO figures (team, hour, resolved)
        SELECT new.team, new.resolved_at / 3600000, 1 WHERE new.resolved_at IS NOT NULL
        ON CONFLICT (team, hour) DO UPDATE SET resolved = resolved + 1;
    INSERT INTO figures (team, hour, ratings, rating_sum)
        SELECT new.team, new.rated_at / 3600000, 1, new.rating
            WHERE new.rated_at IS NOT NULL AND new.rating IS NOT NULL
        ON CONFLICT (team, hour) DO UPDATE SET
            ratings = ratings + 1, rating_sum = rating_sum + excluded.rating_sum;
END;

-- The history of each request.
CREATE TABLE events (
    request_id INTEGER NOT NULL REFERENCES requests (id),
    seq        INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    -- None: the desk itself.
    by         INTEGER REFERENCES people (id),
    fact       TEXT NOT NULL CHECK (json_valid(fact)),
    PRIMARY KEY (request_id, seq)
) STRICT, WITHOUT ROWID;

-- The history of requests that have long been over, a row each: JSON of all its lines but the last, which stays
-- in `events` and says how far they were numbered.
CREATE TABLE archive (
    request_id INTEGER NOT NULL PRIMARY KEY REFERENCES requests (id),
    events     TEXT NOT NULL CHECK (json_valid(events))
) STRICT, WITHOUT ROWID;

CREATE TABLE watchers (
    request_id INTEGER NOT NULL REFERENCES requests (id),
    person_id  INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (request_id, person_id)
) STRICT, WITHOUT ROWID;

-- Which thread on a platform is which side of which request's conversation.
CREATE TABLE threads (
    platform   TEXT NOT NULL,
    channel    TEXT NOT NULL,
    ts         TEXT NOT NULL,
    request_id INTEGER NOT NULL REFERENCES requests (id),
    side       TEXT NOT NULL CHECK (side IN ('requester', 'team')),
    PRIMARY KEY (platform, channel, ts)
) STRICT, WITHOUT ROWID;

-- What people said in a request's conversation.
CREATE TABLE messages (
    id         INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES requests (id),
    author     INTEGER REFERENCES people (id),
    -- On which side it was said.
    side       TEXT NOT NULL CHECK (side IN ('requester', 'team')),
    -- note: stays with the team. asked: a reply that is a question.
    kind       TEXT NOT NULL CHECK (kind = 'said' OR kind = 'reply' OR kind = 'asked' OR kind = 'note'),
    text       TEXT NOT NULL CHECK (json_valid(text)),
    platform   TEXT,
    channel    TEXT,
    ts         TEXT,
    created_at INTEGER NOT NULL,
    edited_at  INTEGER,
    deleted_at INTEGER,
    CHECK (kind <> 'note' OR side = 'team')
) STRICT;
CREATE INDEX messages_request ON messages (request_id, id);
CREATE UNIQUE INDEX messages_place ON messages (platform, channel, ts) WHERE ts IS NOT NULL;

-- Files in those messages, and their copies on the other side.
CREATE TABLE files (
    id         INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages (id),
    source     TEXT NOT NULL,
    name       TEXT NOT NULL,
    size       INTEGER NOT NULL,
    url        TEXT NOT NULL
) STRICT;
CREATE INDEX files_message ON files (message_id);

-- Messages of ours on a platform, present or to come.
CREATE TABLE posts (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,
    request_id  INTEGER REFERENCES requests (id),
    -- The event's seq, the message's id, …: what the kind is about.
    about       INTEGER NOT NULL DEFAULT 0,
    side        TEXT NOT NULL CHECK (side IN ('requester', 'team')),
    platform    TEXT NOT NULL,
    -- One of the two says where: a channel, or a person's direct messages.
    channel     TEXT,
    to_person   INTEGER REFERENCES people (id),
    -- Under which message: a post of ours, or somebody else's.
    thread_post INTEGER REFERENCES posts (id),
    thread_ts   TEXT,
    -- Given by the platform once it is there.
    ts          TEXT,
    -- Its place was taken by another (hand-over), or it is no longer wanted.
    retired     INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    data        TEXT CHECK (data IS NULL OR json_valid(data)),
    created_at  INTEGER NOT NULL,
    CHECK (channel IS NOT NULL OR to_person IS NOT NULL)
) STRICT;
CREATE INDEX posts_request ON posts (request_id, kind) WHERE request_id IS NOT NULL;
CREATE INDEX posts_person ON posts (to_person) WHERE request_id IS NULL AND to_person IS NOT NULL;
CREATE INDEX posts_place ON posts (channel, ts) WHERE ts IS NOT NULL;

-- What is to be done on a platform: meaning, not JSON.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY,
    -- While it is due, a second wish for the same thing joins it.
    key        TEXT NOT NULL,
    -- Jobs of one lane go out one at a time, in order.
    lane       TEXT NOT NULL,
    job        TEXT NOT NULL CHECK (json_valid(job)),
    state      TEXT NOT NULL DEFAULT 'due' CHECK (state = 'due' OR state = 'sent' OR state = 'dead'),
    -- Counts the wishes; what was sent is right only if it did not rise meanwhile.
    wanted     INTEGER NOT NULL DEFAULT 1,
    due_at     INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    -- A send was begun whose outcome is not on record: look before sending again.
    unsure     INTEGER NOT NULL DEFAULT 0 CHECK (unsure IN (0, 1)),
    error      TEXT,
    request_id INTEGER REFERENCES requests (id),
    created_at INTEGER NOT NULL,
    done_at    INTEGER,
    CHECK ((state = 'due') = (done_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX outbox_due ON outbox (key) WHERE state = 'due';
CREATE INDEX outbox_lane ON outbox (lane, id) WHERE state = 'due';
CREATE INDEX outbox_sent ON outbox (done_at) WHERE state = 'sent';
CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead';
CREATE INDEX outbox_dead_lane ON outbox (lane, id) WHERE state = 'dead';

CREATE TABLE lanes (
    lane        TEXT NOT NULL PRIMARY KEY,
    -- When the next job may go; none: nothing waits.
    due_at      INTEGER,
    -- Not before: the platform's limit of one message a second, or its Retry-After.
    paced_until INTEGER NOT NULL DEFAULT 0,
    -- Somebody is sending; after this time they are taken for dead.
    lease_until INTEGER NOT NULL DEFAULT 0,
    lease       INTEGER NOT NULL DEFAULT 0,
    -- When somebody may send on it; none: nothing waits.
    ready_at    INTEGER GENERATED ALWAYS AS (MAX(due_at, paced_until, lease_until)) VIRTUAL
) STRICT, WITHOUT ROWID;
CREATE INDEX lanes_ready ON lanes (ready_at) WHERE ready_at IS NOT NULL;

CREATE TABLE timers (
    key    TEXT NOT NULL PRIMARY KEY,
    due_at INTEGER NOT NULL,
    timer  TEXT NOT NULL CHECK (json_valid(timer))
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_due ON timers (due_at);

-- API tokens: only their hash is kept.
CREATE TABLE tokens (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    hash       BLOB NOT NULL UNIQUE,
    scope      TEXT NOT NULL CHECK (scope = 'read' OR scope = 'write' OR scope = 'admin'),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

-- Words to ourselves: who we are on the platforms, what went wrong for good.
CREATE TABLE notes (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Thread messages under a post of ours whose ts was not on record yet: kept until it is.
CREATE TABLE strays (
    key     TEXT NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    thread  TEXT NOT NULL,
    inbound TEXT NOT NULL CHECK (json_valid(inbound)),
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX strays_thread ON strays (channel, thread);
CREATE INDEX strays_at ON strays (at);
