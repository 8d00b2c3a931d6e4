//! The statements of handling time and of the replies that are kept.

catalogue! {
    // handling
    HANDLING_ADD = "INSERT INTO handling (team, at, request_id, seq, person_id, minutes) VALUES ($1, $2, $3, $4, $5, $6)";
    HANDLING_SINCE = "SELECT 1 FROM handling WHERE team = $1 AND at > $2 AND request_id = $3 AND person_id = $4 AND minutes = $5
        LIMIT 1";
    HANDLING = "SELECT CAST(COALESCE(SUM(minutes), 0) AS BIGINT) FROM handling WHERE team = $1 AND at >= $2 AND at < $3";
    // replies
    REPLIES = "SELECT id, name, text FROM replies WHERE person_id = $1 ORDER BY name LIMIT $2";
    REPLY_INSERT = "INSERT INTO replies (person_id, name, text) VALUES ($1, $2, $3)";
    REPLY_UPDATE = "UPDATE replies SET name = $3, text = $4 WHERE id = $1 AND person_id = $2";
    REPLY_DELETE = "DELETE FROM replies WHERE id = $1 AND person_id = $2";
    MERGE_REPLIES = "UPDATE replies SET person_id = $2 WHERE person_id = $1
        AND name NOT IN (SELECT o.name FROM replies o WHERE o.person_id = $2)";
}
