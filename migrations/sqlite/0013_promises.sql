-- A team's own backlog tells a place in its queue, whatever other teams have, and what of it nobody has: from the index
-- alone, which has for that what `requests_status` had. (`ended_by` is always NULL in it; but without it SQLite would look
-- into each row to see that.)
DROP INDEX requests_queue;
CREATE INDEX requests_queue ON requests (team, id, status, priority, ended_by) WHERE ended_by IS NULL;
DROP INDEX requests_status;
CREATE INDEX requests_status ON requests (status, created_at) WHERE status <> 'closed';
-- Plans that wait for a decision.
CREATE INDEX steps_stopped ON steps (parent) WHERE state = 'stopped';
