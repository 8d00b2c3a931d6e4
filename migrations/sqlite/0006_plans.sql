-- Plans over many teams. The number of the whole that a request is a step of; its own number: it is the whole.
ALTER TABLE requests ADD COLUMN part_of TEXT;

-- What other teams do for a request, a step each: a request of its own once it opens, two dates until then.
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
    request_id INTEGER REFERENCES requests (id),
    CHECK (start_on <= due_on OR (state <> 'planned' AND state <> 'asked')),
    CHECK (request_id IS NOT NULL OR (state <> 'open' AND state <> 'done'))
) STRICT;
CREATE UNIQUE INDEX steps_of ON steps (parent, key);
CREATE UNIQUE INDEX steps_request ON steps (request_id) WHERE request_id IS NOT NULL;
