-- What a desk of schema 1 may hold: a request in every state, a post and a job of every kind.
INSERT INTO inbox (key, at) VALUES ('Ev1', 1), ('timer:x:1', 2);
INSERT INTO counters (team, value) VALUES ('IT', 8);
INSERT INTO people (id, name, email, time_zone, stranger, profile_at, created_at) VALUES
    (1, 'Ana', 'ana@acme.example', 'Europe/Berlin', 0, 1, 1), (2, 'Bo', NULL, NULL, 0, NULL, 1), (3, NULL, NULL, NULL, 1, NULL, 1);
INSERT INTO accounts (platform, user_id, person_id, dm) VALUES ('slack', 'U1', 1, 'D1'), ('slack', 'U2', 2, NULL), ('teams', 'x', 3, NULL);
INSERT INTO homes (team, person_id) VALUES ('', 1), ('IT', 2);
INSERT INTO requests (id, number, team, service, subject, priority, status, private, channel, requester, on_behalf_by, assignee,
        answers, needed_by, first_response_due, resolution_due, remaining, created_at, first_response_at, state_at, reason, ended_by,
        resolved_at, resolution, rating, rating_comment, rated_at, intake, version) VALUES
    (1, 'IT-1', 'IT', 'laptop', 'a', 1, 'new', 0, 'slack', 1, NULL, NULL, '{}', NULL, 5, 9, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1),
    (2, 'IT-2', 'IT', 'laptop', 'b', 2, 'in_progress', 0, 'slack', 1, 2, 2, '{}', '2026-12-01', NULL, 9, NULL, 1, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2),
    (3, 'IT-3', 'IT', 'laptop', 'c', 1, 'waiting', 1, 'api', 1, NULL, 2, '{}', NULL, NULL, 9, 4, 1, 2, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3),
    (4, 'IT-4', 'IT', 'laptop', 'd', 0, 'on_hold', 0, 'teams', 1, NULL, NULL, '{}', NULL, NULL, NULL, NULL, 1, NULL, 3, 'parts', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2),
    (5, 'IT-5', 'IT', 'laptop', 'e', 3, 'resolved', 0, 'slack', 1, NULL, NULL, '{}', NULL, NULL, NULL, NULL, 1, 2, NULL, NULL, 2, 4, NULL, NULL, NULL, NULL, NULL, 3),
    (6, 'IT-6', 'IT', 'laptop', 'f', 1, 'resolved', 0, 'slack', 1, NULL, NULL, '{}', NULL, NULL, NULL, NULL, 1, 2, NULL, NULL, 2, 4, 'done', 5, 'fine', 6, 'good', 6),
    (7, 'IT-7', 'IT', 'laptop', 'g', 1, 'closed', 0, 'slack', 1, NULL, NULL, '{}', NULL, NULL, NULL, NULL, 1, 2, 9, NULL, 2, 4, 'done', NULL, NULL, NULL, 'too_late', 5),
    (8, 'IT-8', 'IT', 'laptop', 'h', 1, 'cancelled', 0, 'slack', 1, NULL, NULL, '{}', NULL, NULL, NULL, NULL, 1, NULL, 3, 'not one', 1, NULL, NULL, NULL, NULL, NULL, NULL, 2);
INSERT INTO events (request_id, seq, at, by, fact) VALUES (1, 1, 1, 1, '{"kind":"filed"}'), (7, 1, 9, NULL, '{"kind":"closed"}');
INSERT INTO watchers (request_id, person_id) VALUES (1, 2);
INSERT INTO threads (platform, channel, ts, request_id, side) VALUES ('slack', 'D1', '1.1', 1, 'requester'), ('slack', 'C1', '2.1', 1, 'team');
INSERT INTO messages (id, request_id, author, side, kind, text, platform, channel, ts, created_at, edited_at, deleted_at) VALUES
    (1, 1, 1, 'requester', 'said', '[]', 'slack', 'D1', '1.2', 2, NULL, NULL), (2, 1, 2, 'team', 'reply', '[]', 'slack', 'C1', '2.2', 2, 3, NULL),
    (3, 1, 2, 'team', 'note', '[]', 'slack', 'C1', '2.3', 2, NULL, 3), (4, 1, 2, 'team', 'asked', '[]', NULL, NULL, NULL, 2, NULL, NULL);
INSERT INTO files (id, message_id, source, name, size, url) VALUES (1, 1, 'F1', 'a.png', 3, 'https://files.slack.com/a');
INSERT INTO posts (id, kind, request_id, about, side, platform, channel, to_person, thread_post, thread_ts, ts, retired, data, created_at) VALUES
    (1, 'requester_card', 1, 0, 'requester', 'slack', 'D1', 1, NULL, NULL, '1.1', 0, NULL, 1), (2, 'triage_card', 1, 0, 'team', 'slack', 'C1', NULL, NULL, NULL, '2.1', 0, NULL, 1),
    (3, 'copy', 1, 1, 'team', 'slack', 'C1', NULL, 2, NULL, NULL, 0, NULL, 2), (4, 'watch_card', 1, 0, 'team', 'slack', NULL, 2, NULL, NULL, NULL, 1, NULL, 2);
INSERT INTO outbox (id, key, lane, job, state, wanted, due_at, attempts, unsure, error, request_id, created_at, done_at) VALUES
    (1, 'post:1', 'slack:@1', '{"post":1}', 'sent', 1, 1, 1, 0, NULL, 1, 1, 1), (2, 'post:3', 'slack:C1', '{"post":3}', 'due', 2, 1, 1, 1, 'lost', 1, 1, NULL),
    (3, 'home:1', 'home:1', '{"home":1}', 'dead', 1, 1, 3, 0, 'not_enabled', NULL, 1, 2);
INSERT INTO lanes (lane, due_at, paced_until, lease_until, lease) VALUES ('slack:@1', NULL, 5, 0, 1), ('slack:C1', 1, 0, 9, 4);
INSERT INTO timers (key, due_at, timer) VALUES ('"x"', 9, '{"request":{"request":6,"kind":"close"}}');
INSERT INTO tokens (id, name, hash, scope, created_at, revoked_at) VALUES (1, 'ci', x'00', 'read', 1, NULL), (2, 'old', x'01', 'admin', 1, 2);
INSERT INTO notes (key, value) VALUES ('slack.revoked', '1');
INSERT INTO strays (key, channel, thread, inbound, at) VALUES ('Ev9', 'D1', '3.1', '{}', 1);
