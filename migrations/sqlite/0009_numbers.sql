-- What is measured of requests (docs/numbers.md). All lengths are milliseconds of the team's working time.
-- Whose turn a request is, and how long it was whose so far; none: it is still as it was filed.
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
-- What is open already and was taken has been whose turn it is since the last time that is known.
INSERT INTO turns SELECT id, COALESCE(state_at, created_at), 0, 0, 0, 0, 0, 0, FALSE, delays > 0 FROM requests
    WHERE status <> 'new' AND ended_by IS NULL;

-- Facts that are added and taken away, and never changed: first answers, results that stand, results that the
-- requester's silence or word has closed, and results that did not hold.
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
CREATE INDEX results_person ON results (person_id, at);

CREATE TABLE reviews (
    team       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    request_id INTEGER NOT NULL REFERENCES requests (id),
    service    TEXT NOT NULL,
    took       INTEGER NOT NULL,
    PRIMARY KEY (team, at, request_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reopenings (
    team       TEXT NOT NULL,
    at         INTEGER NOT NULL,
    request_id INTEGER NOT NULL REFERENCES requests (id),
    service    TEXT NOT NULL,
    PRIMARY KEY (team, at, request_id)
) STRICT, WITHOUT ROWID;

-- Two roll-ups of those, kept by their triggers: sums, and how the lengths are spread.
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

CREATE TABLE spread (
    team     TEXT NOT NULL,
    what     TEXT NOT NULL CHECK (what = 'answer' OR what = 'result'),
    day      INTEGER NOT NULL,
    bucket   INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    took     INTEGER NOT NULL,
    PRIMARY KEY (team, what, day, bucket)
) STRICT, WITHOUT ROWID;

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

-- Who wants a digest of their own, and how often.
CREATE TABLE digest_wishes (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    platform  TEXT NOT NULL CHECK (platform = 'slack' OR platform = 'teams'),
    kind      TEXT NOT NULL CHECK (kind = 'daily' OR kind = 'weekly')
) STRICT;
