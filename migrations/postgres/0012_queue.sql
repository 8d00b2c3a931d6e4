-- A place in a queue is told from the index alone, however many wait: see `REQUESTS_UNTAKEN`.
DROP INDEX requests_status;
CREATE INDEX requests_status ON requests (status, created_at, id, team, priority) WHERE status <> 'closed';
