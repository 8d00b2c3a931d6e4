-- A request may wait for somebody's approval. What was asked and said, while it waits; once it is decided, that.
ALTER TABLE requests ADD COLUMN approval TEXT;

-- One state more.
ALTER TABLE requests DROP CONSTRAINT requests_status_check;
ALTER TABLE requests ADD CONSTRAINT requests_status_check CHECK (status IN
    ('new', 'in_progress', 'waiting', 'on_hold', 'awaiting_approval', 'resolved', 'closed', 'cancelled'));
ALTER TABLE requests ADD CONSTRAINT requests_approval_check
    CHECK (status <> 'awaiting_approval' OR (approval IS NOT NULL AND state_at IS NOT NULL));

-- Who is in an approval that is still open; asked: whose word is awaited now.
CREATE TABLE approvers (
    person_id  BIGINT NOT NULL REFERENCES people (id),
    request_id BIGINT NOT NULL REFERENCES requests (id),
    asked      BOOLEAN NOT NULL,
    PRIMARY KEY (person_id, request_id)
);
CREATE INDEX approvers_request ON approvers (request_id);
