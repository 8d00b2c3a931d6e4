-- A step whose team's lead did not agree to be quicker: asked for once more, somebody has to agree still. One that could
-- not open is stopped, too, and nobody has to agree to anything about it.
ALTER TABLE steps ADD COLUMN refused INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1));
UPDATE steps SET refused = 1 WHERE state = 'stopped' AND request_id IS NULL;
