-- What agents work with every day: snoozing, handling time, calls and visits, merged and linked requests, replies.
-- Until when it is on hold; none: until somebody goes on with it.
ALTER TABLE requests ADD COLUMN snoozed_until INTEGER;
-- Minutes noted for it in all.
ALTER TABLE requests ADD COLUMN handled INTEGER NOT NULL DEFAULT 0;
-- 0: nobody answered, 1: one answer so far, 2: it took more than one; none: made by an earlier version.
ALTER TABLE requests ADD COLUMN touch INTEGER CHECK (touch BETWEEN 0 AND 2);
-- How it reached whoever logged it on somebody's behalf.
ALTER TABLE requests ADD COLUMN came_by TEXT;
-- Other requests that it belongs together with.
ALTER TABLE requests ADD COLUMN links TEXT CHECK (links IS NULL OR json_valid(links));

-- Handling time as it was noted, with the team that had the request then.
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

-- Replies that agents keep for themselves; a team's are in the configuration.
CREATE TABLE replies (
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people (id),
    name      TEXT NOT NULL,
    text      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX replies_name ON replies (person_id, name);
