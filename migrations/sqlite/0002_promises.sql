-- What the desk looks after by itself: promises at risk, requests that nobody has, silence.
-- Business milliseconds that were left of the first response's target when the clock stopped.
ALTER TABLE requests ADD COLUMN first_remaining INTEGER;
-- The whole business time of each target, from the promise on.
ALTER TABLE requests ADD COLUMN first_total INTEGER;
ALTER TABLE requests ADD COLUMN total INTEGER;
-- What the service promised when it was asked for; none: not known.
ALTER TABLE requests ADD COLUMN targets TEXT CHECK (targets IS NULL OR json_valid(targets));
-- How often a new time was given.
ALTER TABLE requests ADD COLUMN delays INTEGER NOT NULL DEFAULT 0;
-- Since when the requester has heard nothing, or nobody has it; none: to be looked at first.
ALTER TABLE requests ADD COLUMN since INTEGER;
-- How many were told already: of silence, of the first response, of the result.
ALTER TABLE requests ADD COLUMN idle_steps INTEGER NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN first_steps INTEGER NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN steps INTEGER NOT NULL DEFAULT 0;
-- From what its priority came, where it was not chosen: who is affected, and how badly.
ALTER TABLE requests ADD COLUMN impact INTEGER CHECK (impact BETWEEN 0 AND 2);
ALTER TABLE requests ADD COLUMN urgency INTEGER CHECK (urgency BETWEEN 0 AND 2);
-- When the desk looks at it next by itself; none: never.
ALTER TABLE requests ADD COLUMN look_at INTEGER;

CREATE INDEX requests_look ON requests (look_at) WHERE look_at IS NOT NULL;
-- Whatever is open is looked at soon.
UPDATE requests SET look_at = created_at WHERE status NOT IN ('resolved', 'closed', 'cancelled');
