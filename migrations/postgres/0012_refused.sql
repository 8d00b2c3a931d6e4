-- A step whose team's lead did not agree to be quicker: asked for once more, somebody has to agree still. One that could
-- not open is stopped, too, and nobody has to agree to anything about it.
ALTER TABLE steps ADD COLUMN refused BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE steps SET refused = TRUE WHERE state = 'stopped' AND request_id IS NULL;
