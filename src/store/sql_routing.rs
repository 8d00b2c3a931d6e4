//! The statements of routing.

catalogue! {
    // A request is moved more than once: the first line says as what it was asked.
    INTAKE_ADD = "INSERT INTO intakes (request_id, service, priority, platform, channel, team)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (request_id) DO NOTHING";
    INTAKE_TEAM = "UPDATE intakes SET team = $2, priority = $3 WHERE request_id = $1";
    INTAKE = "SELECT request_id, service, priority, platform, channel, team FROM intakes WHERE request_id = $1";
    INTAKES = "SELECT i.request_id, i.service, i.priority, i.platform, i.channel, i.team
        FROM json_each($1) j JOIN intakes i ON i.request_id = j.value",
        postgres "SELECT i.request_id, i.service, i.priority, i.platform, i.channel, i.team
        FROM jsonb_array_elements_text(CAST(CAST($1 AS TEXT) AS jsonb)) AS j (value)
            JOIN intakes i ON i.request_id = CAST(j.value AS BIGINT)";
    // Which messages requests were made from.
    ORIGINS = "SELECT j.value, n.value FROM json_each($1) j JOIN notes n ON n.key = 'origin:' || j.value",
        postgres "SELECT CAST(j.value AS BIGINT), n.value
        FROM jsonb_array_elements_text(CAST(CAST($1 AS TEXT) AS jsonb)) AS j (value)
            JOIN notes n ON n.key = 'origin:' || j.value";
    MISROUTE_ADD = "INSERT INTO misroutes (team, at, request_id, service, to_team, to_service)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (team, at, request_id) DO NOTHING";
    MISROUTES = "SELECT COUNT(*) FROM misroutes WHERE team = $1 AND at >= $2 AND at < $3";
    // Where the latest that had come as this went.
    MISROUTES_TO = "SELECT to_service FROM misroutes WHERE service = $1 ORDER BY at DESC LIMIT $2";
}
