-- Written by `FRONTDESK_WRITE_SCHEMA=1 cargo test --test it newest`: what the versions beside it come to.
CREATE TABLE accounts (
    platform  TEXT NOT NULL CHECK (platform IN ('slack', 'teams')),
    user_id   TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    -- Their direct message channel with the bot, once opened.
    dm        TEXT,
    PRIMARY KEY (platform, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE announcement_posts (
    announcement_id INTEGER NOT NULL REFERENCES announcements (id),
    post_id         INTEGER NOT NULL REFERENCES posts (id),
    PRIMARY KEY (announcement_id, post_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE announcements (
    id         INTEGER PRIMARY KEY,
    team       TEXT NOT NULL,
    -- None: it concerns all that the team does.
    service    TEXT,
    text       TEXT NOT NULL,
    by         INTEGER NOT NULL REFERENCES people (id),
    -- In the team's request channels; in the chats of people with open requests.
    channels   INTEGER NOT NULL CHECK (channels IN (0, 1)),
    askers     INTEGER NOT NULL CHECK (askers IN (0, 1)),
    -- None: until somebody says that it is over.
    until      INTEGER,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER,
    -- None: its time was up.
    ended_by   INTEGER REFERENCES people (id),
    CHECK (ended_by IS NULL OR ended_at IS NOT NULL)
) STRICT;
CREATE TABLE answers (
    team       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    request_id INTEGER NOT NULL REFERENCES requests (id),
    service    TEXT NOT NULL,
    took       INTEGER NOT NULL,
    bucket     INTEGER NOT NULL,
    -- None: nothing was promised.
    kept       INTEGER CHECK (kept IN (0, 1)),
    PRIMARY KEY (team, at, request_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE approvers (
    person_id  INTEGER NOT NULL REFERENCES people (id),
    request_id INTEGER NOT NULL REFERENCES requests (id),
    asked      INTEGER NOT NULL CHECK (asked IN (0, 1)),
    PRIMARY KEY (person_id, request_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE archive (
    request_id INTEGER NOT NULL PRIMARY KEY REFERENCES requests (id),
    events     TEXT NOT NULL CHECK (json_valid(events))
) STRICT, WITHOUT ROWID;
CREATE TABLE article_votes (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    person_id  INTEGER NOT NULL REFERENCES people (id),
    helped     INTEGER NOT NULL CHECK (helped IN (0, 1)),
    at         INTEGER NOT NULL,
    PRIMARY KEY (article_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE article_words USING fts5
    (words, content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE articles (
    id         INTEGER PRIMARY KEY,
    team       TEXT NOT NULL,
    -- None: about all that the team does.
    service    TEXT,
    title      TEXT NOT NULL,
    -- Markdown.
    body       TEXT NOT NULL,
    -- The words that it is found by: lower case, accents off, each once, parted by one blank (`store::articles`).
    words      TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state = 'draft' OR state = 'published' OR state = 'retired'),
    -- Read by its team alone.
    private    INTEGER NOT NULL CHECK (private IN (0, 1)),
    author     INTEGER NOT NULL REFERENCES people (id),
    -- The request whose summary it began as.
    made_from  INTEGER REFERENCES requests (id),
    version    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    -- How many people it helped, how many not, and how many requests it made unnecessary.
    helpful    INTEGER NOT NULL DEFAULT 0,
    unhelpful  INTEGER NOT NULL DEFAULT 0,
    spared     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE counters (
    team  TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE digest_wishes (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    platform  TEXT NOT NULL CHECK (platform = 'slack' OR platform = 'teams'),
    kind      TEXT NOT NULL CHECK (kind = 'daily' OR kind = 'weekly')
) STRICT;
CREATE TABLE duty_changes (
    id         INTEGER PRIMARY KEY,
    team       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('away', 'instead')),
    who        TEXT NOT NULL,
    instead_of TEXT,
    since      INTEGER NOT NULL,
    until      INTEGER NOT NULL,
    set_by     INTEGER NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL,
    CHECK (since < until),
    CHECK (kind = 'instead' OR instead_of IS NULL)
) STRICT;
CREATE TABLE duty_notes (
    id         INTEGER PRIMARY KEY,
    team       TEXT NOT NULL,
    author     INTEGER NOT NULL REFERENCES people (id),
    text       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- The next one has it.
    handed     INTEGER NOT NULL DEFAULT 0 CHECK (handed IN (0, 1))
) STRICT;
CREATE TABLE duty_shifts (
    id         INTEGER PRIMARY KEY,
    team       TEXT NOT NULL,
    shift      TEXT NOT NULL CHECK (json_valid(shift)),
    set_by     INTEGER NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE duty_swaps (
    id           INTEGER PRIMARY KEY,
    team         TEXT NOT NULL,
    asker        INTEGER NOT NULL REFERENCES people (id),
    asked        INTEGER NOT NULL REFERENCES people (id),
    since        INTEGER NOT NULL,
    until        INTEGER NOT NULL,
    return_since INTEGER,
    return_until INTEGER,
    state        TEXT NOT NULL DEFAULT 'asked' CHECK (state = 'asked' OR state = 'accepted' OR state = 'declined'),
    created_at   INTEGER NOT NULL,
    CHECK (since < until),
    CHECK ((return_since IS NULL) = (return_until IS NULL))
) STRICT;
CREATE TABLE duty_turns (
    team   TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE events (
    request_id INTEGER NOT NULL REFERENCES requests (id),
    seq        INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    -- None: the desk itself.
    by         INTEGER REFERENCES people (id),
    fact       TEXT NOT NULL CHECK (json_valid(fact)),
    PRIMARY KEY (request_id, seq)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE files (
    id         INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages (id),
    source     TEXT NOT NULL,
    name       TEXT NOT NULL,
    size       INTEGER NOT NULL,
    url        TEXT NOT NULL
) STRICT;
CREATE TABLE handling (
    team       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    request_id INTEGER NOT NULL REFERENCES requests (id),
    seq        INTEGER NOT NULL,
    person_id  INTEGER REFERENCES people (id),
    -- Below zero: taken back.
    minutes    INTEGER NOT NULL,
    PRIMARY KEY (team, at, request_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE homes (
    team      TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (team, person_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE inbox (
    key  TEXT NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL,
    -- What came of it, where the same key may be asked about again (the REST interface).
    note TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE intakes (
    request_id INTEGER NOT NULL PRIMARY KEY REFERENCES requests (id),
    service    TEXT NOT NULL,
    -- Who got it first.
    team       TEXT NOT NULL,
    -- As it was asked, where a rule changed it.
    priority   INTEGER CHECK (priority BETWEEN 0 AND 3),
    -- The channel, where it was asked in one.
    platform   TEXT,
    channel    TEXT,
    CHECK ((platform IS NULL) = (channel IS NULL))
) STRICT, WITHOUT ROWID;
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
CREATE TABLE measured (
    team             TEXT NOT NULL,
    service          TEXT NOT NULL,
    -- Whole days since 1970, UTC.
    day              INTEGER NOT NULL,
    answers          INTEGER NOT NULL DEFAULT 0,
    answers_promised INTEGER NOT NULL DEFAULT 0,
    answers_kept     INTEGER NOT NULL DEFAULT 0,
    results          INTEGER NOT NULL DEFAULT 0,
    results_promised INTEGER NOT NULL DEFAULT 0,
    results_kept     INTEGER NOT NULL DEFAULT 0,
    -- Of how many it is known whether the first touch was enough, and of how many it was.
    touched          INTEGER NOT NULL DEFAULT 0,
    first_touch      INTEGER NOT NULL DEFAULT 0,
    -- With at most one question, and all questions.
    single           INTEGER NOT NULL DEFAULT 0,
    questions        INTEGER NOT NULL DEFAULT 0,
    intake           INTEGER NOT NULL DEFAULT 0,
    work             INTEGER NOT NULL DEFAULT 0,
    requester        INTEGER NOT NULL DEFAULT 0,
    approval         INTEGER NOT NULL DEFAULT 0,
    hold             INTEGER NOT NULL DEFAULT 0,
    reviews          INTEGER NOT NULL DEFAULT 0,
    review           INTEGER NOT NULL DEFAULT 0,
    reopened         INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (team, day, service)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE misroutes (
    team       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    request_id INTEGER NOT NULL REFERENCES requests (id),
    -- As what it had come.
    service    TEXT NOT NULL,
    to_team    TEXT NOT NULL,
    to_service TEXT NOT NULL,
    PRIMARY KEY (team, at, request_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE notes (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE reopenings (
    team       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    request_id INTEGER NOT NULL REFERENCES requests (id),
    service    TEXT NOT NULL,
    PRIMARY KEY (team, at, request_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE replies (
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people (id),
    name      TEXT NOT NULL,
    text      TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE request_words USING fts5 (words, content = '', tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE requests (
    id                 INTEGER PRIMARY KEY,
    number             TEXT NOT NULL UNIQUE,
    team               TEXT NOT NULL,
    service            TEXT NOT NULL,
    subject            TEXT NOT NULL,
    priority           INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
    status             TEXT NOT NULL CHECK (status = 'new' OR status = 'in_progress' OR status = 'waiting'
        OR status = 'on_hold' OR status = 'awaiting_approval' OR status = 'resolved' OR status = 'closed' OR status = 'cancelled'),
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
    archived           INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)), first_remaining INTEGER, first_total INTEGER, total INTEGER, targets TEXT CHECK (targets IS NULL OR json_valid(targets)), delays INTEGER NOT NULL DEFAULT 0, since INTEGER, idle_steps INTEGER NOT NULL DEFAULT 0, first_steps INTEGER NOT NULL DEFAULT 0, steps INTEGER NOT NULL DEFAULT 0, impact INTEGER CHECK (impact BETWEEN 0 AND 2), urgency INTEGER CHECK (urgency BETWEEN 0 AND 2), look_at INTEGER, approval TEXT CHECK (approval IS NULL OR json_valid(approval))
    CHECK (status <> 'awaiting_approval' OR (approval IS NOT NULL AND state_at IS NOT NULL)), part_of TEXT, snoozed_until INTEGER, handled INTEGER NOT NULL DEFAULT 0, touch INTEGER CHECK (touch BETWEEN 0 AND 2), came_by TEXT, links TEXT CHECK (links IS NULL OR json_valid(links)),
    CHECK (status NOT IN ('in_progress', 'waiting') OR assignee IS NOT NULL),
    CHECK (status <> 'new' OR assignee IS NULL),
    CHECK (state_at IS NOT NULL
        OR (status <> 'waiting' AND status <> 'on_hold' AND status <> 'closed' AND status <> 'cancelled')),
    CHECK (status <> 'on_hold' OR reason IS NOT NULL),
    CHECK ((status IN ('resolved', 'closed')) = (resolved_at IS NOT NULL)),
    CHECK (resolution IS NULL OR resolved_at IS NOT NULL),
    CHECK ((ended_by IS NULL) = (status <> 'resolved' AND status <> 'closed' AND status <> 'cancelled'))
) STRICT;
CREATE TABLE results (
    team        TEXT NOT NULL,
    at          INTEGER NOT NULL,
    request_id  INTEGER NOT NULL REFERENCES requests (id),
    service     TEXT NOT NULL,
    person_id   INTEGER NOT NULL REFERENCES people (id),
    -- Without the time in which the promise's clock stood.
    took        INTEGER NOT NULL,
    bucket      INTEGER NOT NULL,
    kept        INTEGER CHECK (kept IN (0, 1)),
    -- None: not known.
    first_touch INTEGER CHECK (first_touch IN (0, 1)),
    questions   INTEGER NOT NULL,
    intake      INTEGER NOT NULL,
    work        INTEGER NOT NULL,
    requester   INTEGER NOT NULL,
    approval    INTEGER NOT NULL,
    hold        INTEGER NOT NULL,
    PRIMARY KEY (team, at, request_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE reviews (
    team       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    request_id INTEGER NOT NULL REFERENCES requests (id),
    service    TEXT NOT NULL,
    took       INTEGER NOT NULL,
    PRIMARY KEY (team, at, request_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE spared (
    post_id    INTEGER NOT NULL PRIMARY KEY REFERENCES posts (id),
    article_id INTEGER NOT NULL REFERENCES articles (id),
    at         INTEGER NOT NULL
) STRICT;
CREATE TABLE spread (
    team     TEXT NOT NULL,
    what     TEXT NOT NULL CHECK (what = 'answer' OR what = 'result'),
    day      INTEGER NOT NULL,
    bucket   INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    took     INTEGER NOT NULL,
    PRIMARY KEY (team, what, day, bucket)
) STRICT, WITHOUT ROWID;
CREATE TABLE steps (
    id         INTEGER PRIMARY KEY,
    parent     INTEGER NOT NULL REFERENCES requests (id),
    key        TEXT NOT NULL,
    name       TEXT NOT NULL,
    team       TEXT NOT NULL,
    service    TEXT NOT NULL,
    -- JSON: the keys of the steps that it waits for.
    waits_for  TEXT NOT NULL CHECK (json_valid(waits_for)),
    -- Working days that it takes; how many after (before: negative) the needed-by date it is to be done; how many before
    -- its start its team is told.
    lead       INTEGER NOT NULL,
    shift      INTEGER NOT NULL,
    notice     INTEGER NOT NULL,
    answers    TEXT NOT NULL CHECK (json_valid(answers)),
    state      TEXT NOT NULL CHECK (state = 'asked' OR state = 'planned' OR state = 'open' OR state = 'done'
        OR state = 'stopped' OR state = 'skipped' OR state = 'cancelled'),
    start_on   TEXT NOT NULL,
    due_on     TEXT NOT NULL,
    noticed    INTEGER NOT NULL DEFAULT 0 CHECK (noticed IN (0, 1)),
    late       INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
    -- Its request, once it has one.
    request_id INTEGER REFERENCES requests (id), refused INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1)), plan_of TEXT NOT NULL DEFAULT '',
    CHECK (start_on <= due_on OR (state <> 'planned' AND state <> 'asked')),
    CHECK (request_id IS NOT NULL OR (state <> 'open' AND state <> 'done'))
) STRICT;
CREATE TABLE strays (
    key     TEXT NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    thread  TEXT NOT NULL,
    inbound TEXT NOT NULL CHECK (json_valid(inbound)),
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
    team       TEXT NOT NULL,
    status     TEXT NOT NULL,
    requests   INTEGER NOT NULL,
    unassigned INTEGER NOT NULL,
    PRIMARY KEY (team, status)
) STRICT, WITHOUT ROWID;
CREATE TABLE threads (
    platform   TEXT NOT NULL,
    channel    TEXT NOT NULL,
    ts         TEXT NOT NULL,
    request_id INTEGER NOT NULL REFERENCES requests (id),
    side       TEXT NOT NULL CHECK (side IN ('requester', 'team')),
    PRIMARY KEY (platform, channel, ts)
) STRICT, WITHOUT ROWID;
CREATE TABLE timers (
    key    TEXT NOT NULL PRIMARY KEY,
    due_at INTEGER NOT NULL,
    timer  TEXT NOT NULL CHECK (json_valid(timer))
) STRICT, WITHOUT ROWID;
CREATE TABLE tokens (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    hash       BLOB NOT NULL UNIQUE,
    scope      TEXT NOT NULL CHECK (scope = 'read' OR scope = 'write' OR scope = 'admin'),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE TABLE turns (
    request_id      INTEGER PRIMARY KEY REFERENCES requests (id),
    -- From when on the present turn is not counted yet.
    since           INTEGER NOT NULL,
    -- Nobody's yet, the team's, the requester's, an approver's, somebody else's.
    intake          INTEGER NOT NULL,
    work            INTEGER NOT NULL,
    requester       INTEGER NOT NULL,
    approval        INTEGER NOT NULL,
    hold            INTEGER NOT NULL,
    -- How often the requester was asked something.
    questions       INTEGER NOT NULL,
    -- A new time was given for it.
    answer_put_off  INTEGER NOT NULL CHECK (answer_put_off IN (0, 1)),
    result_put_off  INTEGER NOT NULL CHECK (result_put_off IN (0, 1))
) STRICT;
CREATE TABLE watchers (
    request_id INTEGER NOT NULL REFERENCES requests (id),
    person_id  INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (request_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_dm ON accounts (dm) WHERE dm IS NOT NULL;
CREATE INDEX accounts_person ON accounts (person_id);
CREATE INDEX announcements_lasting ON announcements (id) WHERE ended_at IS NULL;
CREATE INDEX approvers_request ON approvers (request_id);
CREATE UNIQUE INDEX articles_made_from ON articles (made_from) WHERE made_from IS NOT NULL;
CREATE INDEX articles_team ON articles (team, changed_at);
CREATE INDEX duty_changes_team ON duty_changes (team, until);
CREATE INDEX duty_changes_until ON duty_changes (until);
CREATE INDEX duty_notes_at ON duty_notes (created_at);
CREATE INDEX duty_notes_author ON duty_notes (author) WHERE NOT handed;
CREATE INDEX duty_notes_waiting ON duty_notes (team, id) WHERE NOT handed;
CREATE INDEX duty_shifts_team ON duty_shifts (team, id);
CREATE INDEX duty_swaps_asked ON duty_swaps (asked) WHERE state = 'asked';
CREATE INDEX duty_swaps_asker ON duty_swaps (asker) WHERE state = 'asked';
CREATE INDEX duty_swaps_until ON duty_swaps (until);
CREATE INDEX files_message ON files (message_id);
CREATE INDEX inbox_at ON inbox (at);
CREATE INDEX lanes_ready ON lanes (ready_at) WHERE ready_at IS NOT NULL;
CREATE UNIQUE INDEX messages_place ON messages (platform, channel, ts) WHERE ts IS NOT NULL;
CREATE INDEX messages_request ON messages (request_id, id);
CREATE INDEX misroutes_service ON misroutes (service, at);
CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead';
CREATE INDEX outbox_dead_lane ON outbox (lane, id) WHERE state = 'dead';
CREATE UNIQUE INDEX outbox_due ON outbox (key) WHERE state = 'due';
CREATE INDEX outbox_lane ON outbox (lane, id) WHERE state = 'due';
CREATE INDEX outbox_sent ON outbox (done_at) WHERE state = 'sent';
CREATE UNIQUE INDEX people_email ON people (email) WHERE email IS NOT NULL;
CREATE INDEX posts_person ON posts (to_person) WHERE request_id IS NULL AND to_person IS NOT NULL;
CREATE INDEX posts_place ON posts (channel, ts) WHERE ts IS NOT NULL;
CREATE INDEX posts_request ON posts (request_id, kind) WHERE request_id IS NOT NULL;
CREATE UNIQUE INDEX replies_name ON replies (person_id, name);
CREATE INDEX requests_asked ON requests (requester, created_at) WHERE ended_by IS NULL;
CREATE INDEX requests_asked_before ON requests (requester, created_at) WHERE ended_by IS NOT NULL;
CREATE INDEX requests_assigned ON requests (assignee, id)
    WHERE assignee IS NOT NULL AND ended_by IS NULL;
CREATE INDEX requests_created ON requests (created_at);
CREATE INDEX requests_look ON requests (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX requests_over ON requests (state_at) WHERE status IN ('closed', 'cancelled') AND archived = FALSE;
CREATE INDEX requests_queue ON requests (team, id, status, priority, ended_by) WHERE ended_by IS NULL;
CREATE INDEX requests_rated ON requests (team, rated_at) WHERE rated_at IS NOT NULL;
CREATE INDEX requests_resolved ON requests (team, resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX requests_served ON requests (assignee, created_at) WHERE assignee IS NOT NULL;
CREATE INDEX requests_service ON requests (service, created_at);
CREATE INDEX requests_status ON requests (status, created_at) WHERE status <> 'closed';
CREATE INDEX requests_team ON requests (team, created_at);
CREATE INDEX results_person ON results (person_id, at);
CREATE INDEX spared_article ON spared (article_id);
CREATE UNIQUE INDEX steps_of ON steps (parent, key);
CREATE UNIQUE INDEX steps_request ON steps (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX steps_stopped ON steps (parent) WHERE state = 'stopped';
CREATE INDEX strays_at ON strays (at);
CREATE INDEX strays_thread ON strays (channel, thread);
CREATE INDEX timers_due ON timers (due_at);
CREATE INDEX watchers_person ON watchers (person_id);
CREATE TRIGGER answers_added AFTER INSERT ON answers
BEGIN
    INSERT INTO measured (team, service, day, answers, answers_promised, answers_kept)
        VALUES (new.team, new.service, new.at / 86400000, 1, new.kept IS NOT NULL, COALESCE(new.kept, 0))
        ON CONFLICT (team, day, service) DO UPDATE SET answers = answers + 1,
            answers_promised = answers_promised + excluded.answers_promised,
            answers_kept = answers_kept + excluded.answers_kept;
    INSERT INTO spread (team, what, day, bucket, requests, took)
        VALUES (new.team, 'answer', new.at / 86400000, new.bucket, 1, new.took)
        ON CONFLICT (team, what, day, bucket) DO UPDATE SET requests = requests + 1, took = took + excluded.took;
END;
CREATE TRIGGER answers_removed AFTER DELETE ON answers
BEGIN
    UPDATE measured SET answers = answers - 1, answers_promised = answers_promised - (old.kept IS NOT NULL),
            answers_kept = answers_kept - COALESCE(old.kept, 0)
        WHERE team = old.team AND service = old.service AND day = old.at / 86400000;
    UPDATE spread SET requests = requests - 1, took = took - old.took
        WHERE team = old.team AND what = 'answer' AND day = old.at / 86400000 AND bucket = old.bucket;
END;
CREATE TRIGGER articles_added AFTER INSERT ON articles
BEGIN
    INSERT INTO article_words (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER articles_changed AFTER UPDATE OF words ON articles WHEN old.words <> new.words
BEGIN
    INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO article_words (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER articles_removed AFTER DELETE ON articles
BEGIN
    INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', old.id, old.words);
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
CREATE TRIGGER reopenings_added AFTER INSERT ON reopenings
BEGIN
    INSERT INTO measured (team, service, day, reopened) VALUES (new.team, new.service, new.at / 86400000, 1)
        ON CONFLICT (team, day, service) DO UPDATE SET reopened = reopened + 1;
END;
CREATE TRIGGER reopenings_removed AFTER DELETE ON reopenings
BEGIN
    UPDATE measured SET reopened = reopened - 1
        WHERE team = old.team AND service = old.service AND day = old.at / 86400000;
END;
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
CREATE TRIGGER results_added AFTER INSERT ON results
BEGIN
    INSERT INTO measured (team, service, day, results, results_promised, results_kept, touched, first_touch, single,
            questions, intake, work, requester, approval, hold)
        VALUES (new.team, new.service, new.at / 86400000, 1, new.kept IS NOT NULL, COALESCE(new.kept, 0),
            new.first_touch IS NOT NULL, COALESCE(new.first_touch, 0), new.questions <= 1, new.questions,
            new.intake, new.work, new.requester, new.approval, new.hold)
        ON CONFLICT (team, day, service) DO UPDATE SET results = results + 1,
            results_promised = results_promised + excluded.results_promised,
            results_kept = results_kept + excluded.results_kept, touched = touched + excluded.touched,
            first_touch = first_touch + excluded.first_touch, single = single + excluded.single,
            questions = questions + excluded.questions, intake = intake + excluded.intake,
            work = work + excluded.work, requester = requester + excluded.requester,
            approval = approval + excluded.approval, hold = hold + excluded.hold;
    INSERT INTO spread (team, what, day, bucket, requests, took)
        VALUES (new.team, 'result', new.at / 86400000, new.bucket, 1, new.took)
        ON CONFLICT (team, what, day, bucket) DO UPDATE SET requests = requests + 1, took = took + excluded.took;
END;
CREATE TRIGGER results_removed AFTER DELETE ON results
BEGIN
    UPDATE measured SET results = results - 1, results_promised = results_promised - (old.kept IS NOT NULL),
            results_kept = results_kept - COALESCE(old.kept, 0), touched = touched - (old.first_touch IS NOT NULL),
            first_touch = first_touch - COALESCE(old.first_touch, 0), single = single - (old.questions <= 1),
            questions = questions - old.questions, intake = intake - old.intake, work = work - old.work,
            requester = requester - old.requester, approval = approval - old.approval, hold = hold - old.hold
        WHERE team = old.team AND service = old.service AND day = old.at / 86400000;
    UPDATE spread SET requests = requests - 1, took = took - old.took
        WHERE team = old.team AND what = 'result' AND day = old.at / 86400000 AND bucket = old.bucket;
END;
CREATE TRIGGER reviews_added AFTER INSERT ON reviews
BEGIN
    INSERT INTO measured (team, service, day, reviews, review)
        VALUES (new.team, new.service, new.at / 86400000, 1, new.took)
        ON CONFLICT (team, day, service) DO UPDATE SET reviews = reviews + 1, review = review + excluded.review;
END;
CREATE TRIGGER reviews_removed AFTER DELETE ON reviews
BEGIN
    UPDATE measured SET reviews = reviews - 1, review = review - old.took
        WHERE team = old.team AND service = old.service AND day = old.at / 86400000;
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
