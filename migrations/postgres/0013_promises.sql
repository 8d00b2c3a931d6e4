-- A team's own backlog tells a place in its queue, whatever other teams have, and what of it nobody has: from the index
-- alone, which has for that what `requests_status` had.
DROP INDEX requests_queue;
CREATE INDEX requests_queue ON requests (team, id, status, priority) WHERE ended_by IS NULL;
DROP INDEX requests_status;
CREATE INDEX requests_status ON requests (status, created_at, id) WHERE status <> 'closed';
-- Plans that wait for a decision.
CREATE INDEX steps_stopped ON steps (parent) WHERE state = 'stopped';
