-- Of which service's plan a step is: the whole may have been handed over to another since.
ALTER TABLE steps ADD COLUMN plan_of TEXT NOT NULL DEFAULT '';
UPDATE steps SET plan_of = (SELECT service FROM requests WHERE requests.id = steps.parent);

-- Steps that came back open with their whole while their requests could not: nobody can do them, and whoever serves the
-- whole has to decide. Each whole is looked at once, so that its cards ask.
INSERT INTO timers (key, due_at, timer)
    SELECT DISTINCT '{"plan":{"request":' || s.parent || '}}', 0, '{"plan":{"request":' || s.parent || '}}'
    FROM steps s JOIN requests r ON r.id = s.request_id JOIN requests w ON w.id = s.parent
    WHERE s.state = 'open' AND r.status = 'cancelled' AND w.status NOT IN ('resolved', 'closed', 'cancelled')
    ON CONFLICT (key) DO UPDATE SET due_at = 0;
UPDATE steps SET state = 'stopped'
    WHERE state = 'open' AND request_id IN (SELECT id FROM requests WHERE status = 'cancelled')
        AND parent IN (SELECT id FROM requests WHERE status NOT IN ('resolved', 'closed', 'cancelled'));
