-- Rosters, as far as they are set in chat. People stand here as the configuration names them: a roster outlives whoever is met.
-- Shifts of teams for which the configuration has none.
CREATE TABLE duty_shifts (
    id         INTEGER PRIMARY KEY,
    team       TEXT NOT NULL,
    shift      TEXT NOT NULL CHECK (json_valid(shift)),
    set_by     INTEGER NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX duty_shifts_team ON duty_shifts (team, id);

-- Who is away, or stands in for somebody (for everybody), from when up to, and without, when.
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
CREATE INDEX duty_changes_team ON duty_changes (team, until);

-- Somebody asks a colleague to take their duty, perhaps for one of the colleague's own.
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

-- What whoever goes off duty leaves to the next.
CREATE TABLE duty_notes (
    id         INTEGER PRIMARY KEY,
    team       TEXT NOT NULL,
    author     INTEGER NOT NULL REFERENCES people (id),
    text       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- The next one has it.
    handed     INTEGER NOT NULL DEFAULT 0 CHECK (handed IN (0, 1))
) STRICT;
CREATE INDEX duty_notes_waiting ON duty_notes (team, id) WHERE NOT handed;

-- To whom a team's last request went by itself.
CREATE TABLE duty_turns (
    team   TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL
) STRICT, WITHOUT ROWID;
