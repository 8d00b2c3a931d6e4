-- As what and where a request was asked: of those that rules of routing looked at, and of those that were moved.
CREATE TABLE intakes (
    request_id BIGINT NOT NULL PRIMARY KEY REFERENCES requests (id),
    service    TEXT NOT NULL,
    -- Who got it first.
    team       TEXT NOT NULL,
    -- As it was asked, where a rule changed it.
    priority   BIGINT CHECK (priority BETWEEN 0 AND 3),
    -- The channel, where it was asked in one.
    platform   TEXT,
    channel    TEXT,
    CHECK ((platform IS NULL) = (channel IS NULL))
);

-- Requests that came to the wrong team, when it moved them on.
CREATE TABLE misroutes (
    team       TEXT NOT NULL,
    at         BIGINT NOT NULL,
    request_id BIGINT NOT NULL REFERENCES requests (id),
    -- As what it had come.
    service    TEXT NOT NULL,
    to_team    TEXT NOT NULL,
    to_service TEXT NOT NULL,
    PRIMARY KEY (team, at, request_id)
);
CREATE INDEX misroutes_service ON misroutes (service, at);
