-- A request may wait for somebody's approval. What was asked and said, while it waits; once it is decided, that.
ALTER TABLE requests ADD COLUMN approval TEXT CHECK (approval IS NULL OR json_valid(approval))
    CHECK (status <> 'awaiting_approval' OR (approval IS NOT NULL AND state_at IS NOT NULL));

-- One state more. SQLite changes no CHECK; since none of the rows is touched by it, the text that it is read from can be
-- (https://www.sqlite.org/lang_altertable.html#otheralter).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
    SET sql = replace(sql, 'OR status = ''on_hold'' OR', 'OR status = ''on_hold'' OR status = ''awaiting_approval'' OR')
    WHERE type = 'table' AND name = 'requests';
PRAGMA writable_schema = RESET;

-- Who is in an approval that is still open; asked: whose word is awaited now.
CREATE TABLE approvers (
    person_id  INTEGER NOT NULL REFERENCES people (id),
    request_id INTEGER NOT NULL REFERENCES requests (id),
    asked      INTEGER NOT NULL CHECK (asked IN (0, 1)),
    PRIMARY KEY (person_id, request_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX approvers_request ON approvers (request_id);
