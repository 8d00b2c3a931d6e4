-- What is measured of requests (docs/numbers.md). All lengths are milliseconds of the team's working time.
-- Whose turn a request is, and how long it was whose so far; none: it is still as it was filed.
CREATE TABLE turns (
    request_id      BIGINT NOT NULL PRIMARY KEY REFERENCES requests (id),
    -- From when on the present turn is not counted yet.
    since           BIGINT NOT NULL,
    -- Nobody's yet, the team's, the requester's, an approver's, somebody else's.
    intake          BIGINT NOT NULL,
    work            BIGINT NOT NULL,
    requester       BIGINT NOT NULL,
    approval        BIGINT NOT NULL,
    hold            BIGINT NOT NULL,
    -- How often the requester was asked something.
    questions       BIGINT NOT NULL,
    -- A new time was given for it.
    answer_put_off  BOOLEAN NOT NULL,
    result_put_off  BOOLEAN NOT NULL
);
-- What is open already and was taken has been whose turn it is since the last time that is known.
INSERT INTO turns SELECT id, COALESCE(state_at, created_at), 0, 0, 0, 0, 0, 0, FALSE, delays > 0 FROM requests
    WHERE status <> 'new' AND ended_by IS NULL;

-- Facts that are added and taken away, and never changed: first answers, results that stand, results that the
-- requester's silence or word has closed, and results that did not hold.
CREATE TABLE answers (
    team       TEXT NOT NULL,
    at         BIGINT NOT NULL,
    request_id BIGINT NOT NULL REFERENCES requests (id),
    service    TEXT NOT NULL,
    took       BIGINT NOT NULL,
    bucket     BIGINT NOT NULL,
    -- None: nothing was promised.
    kept       BOOLEAN,
    PRIMARY KEY (team, at, request_id)
);

CREATE TABLE results (
    team        TEXT NOT NULL,
    at          BIGINT NOT NULL,
    request_id  BIGINT NOT NULL REFERENCES requests (id),
    service     TEXT NOT NULL,
    person_id   BIGINT NOT NULL REFERENCES people (id),
    -- Without the time in which the promise's clock stood.
    took        BIGINT NOT NULL,
    bucket      BIGINT NOT NULL,
    kept        BOOLEAN,
    -- None: not known.
    first_touch BOOLEAN,
    questions   BIGINT NOT NULL,
    intake      BIGINT NOT NULL,
    work        BIGINT NOT NULL,
    requester   BIGINT NOT NULL,
    approval    BIGINT NOT NULL,
    hold        BIGINT NOT NULL,
    PRIMARY KEY (team, at, request_id)
);
CREATE INDEX results_person ON results (person_id, at);

CREATE TABLE reviews (
    team       TEXT NOT NULL,
    at         BIGINT NOT NULL,
    request_id BIGINT NOT NULL REFERENCES requests (id),
    service    TEXT NOT NULL,
    took       BIGINT NOT NULL,
    PRIMARY KEY (team, at, request_id)
);

CREATE TABLE reopenings (
    team       TEXT NOT NULL,
    at         BIGINT NOT NULL,
    request_id BIGINT NOT NULL REFERENCES requests (id),
    service    TEXT NOT NULL,
    PRIMARY KEY (team, at, request_id)
);

-- Two roll-ups of those, kept by their triggers: sums, and how the lengths are spread.
CREATE TABLE measured (
    team             TEXT NOT NULL,
    service          TEXT NOT NULL,
    -- Whole days since 1970, UTC.
    day              BIGINT NOT NULL,
    answers          BIGINT NOT NULL DEFAULT 0,
    answers_promised BIGINT NOT NULL DEFAULT 0,
    answers_kept     BIGINT NOT NULL DEFAULT 0,
    results          BIGINT NOT NULL DEFAULT 0,
    results_promised BIGINT NOT NULL DEFAULT 0,
    results_kept     BIGINT NOT NULL DEFAULT 0,
    -- Of how many it is known whether the first touch was enough, and of how many it was.
    touched          BIGINT NOT NULL DEFAULT 0,
    first_touch      BIGINT NOT NULL DEFAULT 0,
    -- With at most one question, and all questions.
    single           BIGINT NOT NULL DEFAULT 0,
    questions        BIGINT NOT NULL DEFAULT 0,
    intake           BIGINT NOT NULL DEFAULT 0,
    work             BIGINT NOT NULL DEFAULT 0,
    requester        BIGINT NOT NULL DEFAULT 0,
    approval         BIGINT NOT NULL DEFAULT 0,
    hold             BIGINT NOT NULL DEFAULT 0,
    reviews          BIGINT NOT NULL DEFAULT 0,
    review           BIGINT NOT NULL DEFAULT 0,
    reopened         BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (team, day, service)
);

CREATE TABLE spread (
    team     TEXT NOT NULL,
    what     TEXT NOT NULL CHECK (what IN ('answer', 'result')),
    day      BIGINT NOT NULL,
    bucket   BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    took     BIGINT NOT NULL,
    PRIMARY KEY (team, what, day, bucket)
);

-- What one fact adds to them (`sign` 1), or added (-1).
CREATE FUNCTION spread_count(t TEXT, w TEXT, at BIGINT, b BIGINT, length BIGINT, sign BIGINT) RETURNS void LANGUAGE sql AS $$
    INSERT INTO spread (team, what, day, bucket, requests, took) VALUES (t, w, at / 86400000, b, sign, sign * length)
        ON CONFLICT (team, what, day, bucket) DO UPDATE SET
            requests = spread.requests + excluded.requests, took = spread.took + excluded.took
$$;

CREATE FUNCTION answers_count(r answers, sign BIGINT) RETURNS void LANGUAGE sql AS $$
    INSERT INTO measured (team, service, day, answers, answers_promised, answers_kept)
        VALUES (r.team, r.service, r.at / 86400000, sign, CASE WHEN r.kept IS NULL THEN 0 ELSE sign END,
            CASE WHEN r.kept THEN sign ELSE 0 END)
        ON CONFLICT (team, day, service) DO UPDATE SET answers = measured.answers + excluded.answers,
            answers_promised = measured.answers_promised + excluded.answers_promised,
            answers_kept = measured.answers_kept + excluded.answers_kept;
    SELECT spread_count(r.team, 'answer', r.at, r.bucket, r.took, sign)
$$;

CREATE FUNCTION results_count(r results, sign BIGINT) RETURNS void LANGUAGE sql AS $$
    INSERT INTO measured (team, service, day, results, results_promised, results_kept, touched, first_touch, single,
            questions, intake, work, requester, approval, hold)
        VALUES (r.team, r.service, r.at / 86400000, sign, CASE WHEN r.kept IS NULL THEN 0 ELSE sign END,
            CASE WHEN r.kept THEN sign ELSE 0 END, CASE WHEN r.first_touch IS NULL THEN 0 ELSE sign END,
            CASE WHEN r.first_touch THEN sign ELSE 0 END, CASE WHEN r.questions <= 1 THEN sign ELSE 0 END,
            sign * r.questions, sign * r.intake, sign * r.work, sign * r.requester, sign * r.approval, sign * r.hold)
        ON CONFLICT (team, day, service) DO UPDATE SET results = measured.results + excluded.results,
            results_promised = measured.results_promised + excluded.results_promised,
            results_kept = measured.results_kept + excluded.results_kept, touched = measured.touched + excluded.touched,
            first_touch = measured.first_touch + excluded.first_touch, single = measured.single + excluded.single,
            questions = measured.questions + excluded.questions, intake = measured.intake + excluded.intake,
            work = measured.work + excluded.work, requester = measured.requester + excluded.requester,
            approval = measured.approval + excluded.approval, hold = measured.hold + excluded.hold;
    SELECT spread_count(r.team, 'result', r.at, r.bucket, r.took, sign)
$$;

CREATE FUNCTION reviews_count(r reviews, sign BIGINT) RETURNS void LANGUAGE sql AS $$
    INSERT INTO measured (team, service, day, reviews, review)
        VALUES (r.team, r.service, r.at / 86400000, sign, sign * r.took)
        ON CONFLICT (team, day, service) DO UPDATE SET
            reviews = measured.reviews + excluded.reviews, review = measured.review + excluded.review
$$;

CREATE FUNCTION reopenings_count(r reopenings, sign BIGINT) RETURNS void LANGUAGE sql AS $$
    INSERT INTO measured (team, service, day, reopened) VALUES (r.team, r.service, r.at / 86400000, sign)
        ON CONFLICT (team, day, service) DO UPDATE SET reopened = measured.reopened + excluded.reopened
$$;

CREATE FUNCTION answers_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM answers_count(old, -1);
    ELSE
        PERFORM answers_count(new, 1);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER answers_changed AFTER INSERT OR DELETE ON answers
    FOR EACH ROW EXECUTE FUNCTION answers_counted();

CREATE FUNCTION results_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM results_count(old, -1);
    ELSE
        PERFORM results_count(new, 1);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER results_changed AFTER INSERT OR DELETE ON results
    FOR EACH ROW EXECUTE FUNCTION results_counted();

CREATE FUNCTION reviews_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM reviews_count(old, -1);
    ELSE
        PERFORM reviews_count(new, 1);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER reviews_changed AFTER INSERT OR DELETE ON reviews
    FOR EACH ROW EXECUTE FUNCTION reviews_counted();

CREATE FUNCTION reopenings_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM reopenings_count(old, -1);
    ELSE
        PERFORM reopenings_count(new, 1);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER reopenings_changed AFTER INSERT OR DELETE ON reopenings
    FOR EACH ROW EXECUTE FUNCTION reopenings_counted();

-- Who wants a digest of their own, and how often.
CREATE TABLE digest_wishes (
    person_id BIGINT NOT NULL PRIMARY KEY REFERENCES people (id),
    platform  TEXT NOT NULL CHECK (platform IN ('slack', 'teams')),
    kind      TEXT NOT NULL CHECK (kind IN ('daily', 'weekly'))
);
