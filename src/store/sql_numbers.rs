//! The statements of what is measured.

/// Facts of `$team` between two instants, as rows of `measured`.
macro_rules! facts {
    ($since:literal, $until:literal) => {
        concat!(
            "SELECT service, 1 AS answers, CASE WHEN kept IS NULL THEN 0 ELSE 1 END AS answers_promised,
                CASE WHEN kept THEN 1 ELSE 0 END AS answers_kept, 0 AS results, 0 AS results_promised,
                0 AS results_kept, 0 AS touched, 0 AS first_touch, 0 AS single, 0 AS questions, 0 AS intake,
                0 AS work, 0 AS requester, 0 AS approval, 0 AS hold, 0 AS reviews, 0 AS review, 0 AS reopened
             FROM answers WHERE team = $1 AND at >= ", $since, " AND at < ", $until, "
             UNION ALL SELECT service, 0, 0, 0, 1, CASE WHEN kept IS NULL THEN 0 ELSE 1 END,
                CASE WHEN kept THEN 1 ELSE 0 END, CASE WHEN first_touch IS NULL THEN 0 ELSE 1 END,
                CASE WHEN first_touch THEN 1 ELSE 0 END, CASE WHEN questions <= 1 THEN 1 ELSE 0 END, questions,
                intake, work, requester, approval, hold, 0, 0, 0
             FROM results WHERE team = $1 AND at >= ", $since, " AND at < ", $until, "
             UNION ALL SELECT service, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, took, 0
             FROM reviews WHERE team = $1 AND at >= ", $since, " AND at < ", $until, "
             UNION ALL SELECT service, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
             FROM reopenings WHERE team = $1 AND at >= ", $since, " AND at < ", $until
        )
    };
}

/// How the lengths in `$table` are spread: whole days from the roll-up, the parts of a day at either end from the facts.
macro_rules! spread {
    ($table:literal, $what:literal) => {
        concat!(
            "SELECT CAST(SUM(s.requests) AS BIGINT), CAST(SUM(s.took) AS BIGINT) FROM (
                SELECT bucket, requests, took FROM spread
                    WHERE team = $1 AND what = '",
            $what,
            "' AND day >= $2 AND day < $3
                UNION ALL SELECT bucket, 1, took FROM ",
            $table,
            " WHERE team = $1 AND at >= $4 AND at < $5
                UNION ALL SELECT bucket, 1, took FROM ",
            $table,
            " WHERE team = $1 AND at >= $6 AND at < $7
            ) s GROUP BY s.bucket HAVING SUM(s.requests) > 0 ORDER BY s.bucket"
        )
    };
}

/// Requests of which a fact is in `$from`, latest first.
macro_rules! behind {
    ($from:literal, $whose:literal, $fits:literal) => {
        concat!(
            columns!(),
            " FROM ",
            $from,
            " JOIN requests r ON r.id = s.request_id
             WHERE ",
            $whose,
            " AND s.at >= $2 AND s.at < $3",
            $fits,
            " ORDER BY s.at DESC LIMIT $4"
        )
    };
}

macro_rules! due {
    ($whose:literal) => {
        concat!(
            "SELECT r.id, r.resolution_due, CASE WHEN r.first_response_at IS NULL THEN r.first_response_due END
             FROM requests r WHERE ", $whose, " AND r.ended_by IS NULL AND r.status || '' IN ('new', 'in_progress')
             ORDER BY r.id DESC LIMIT $2"
        )
    };
}

catalogue! {
    // turns
    TURNS = "SELECT since, intake, work, requester, approval, hold, questions, answer_put_off, result_put_off
        FROM turns WHERE request_id = $1";
    TURNS_SET = "INSERT INTO turns (request_id, since, intake, work, requester, approval, hold, questions,
            answer_put_off, result_put_off)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (request_id) DO UPDATE SET since = excluded.since, intake = excluded.intake, work = excluded.work,
            requester = excluded.requester, approval = excluded.approval, hold = excluded.hold,
            questions = excluded.questions, answer_put_off = excluded.answer_put_off,
            result_put_off = excluded.result_put_off";
    // facts
    ANSWER_ADD = "INSERT INTO answers (team, at, request_id, service, took, bucket, kept) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (team, at, request_id) DO NOTHING";
    RESULT_ADD = "INSERT INTO results (team, at, request_id, service, person_id, took, bucket, kept, first_touch, questions,
            intake, work, requester, approval, hold)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (team, at, request_id) DO NOTHING";
    RESULT_DROP = "DELETE FROM results WHERE team = $1 AND at = $2 AND request_id = $3";
    REVIEW_ADD = "INSERT INTO reviews (team, at, request_id, service, took) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (team, at, request_id) DO NOTHING";
    REOPENING_ADD = "INSERT INTO reopenings (team, at, request_id, service) VALUES ($1, $2, $3, $4)
        ON CONFLICT (team, at, request_id) DO NOTHING";
    // roll-ups
    // Whole days from the roll-up, the parts of a day at either end from the facts themselves.
    MEASURED = concat!(
        "SELECT m.service, CAST(SUM(m.answers) AS BIGINT), CAST(SUM(m.answers_promised) AS BIGINT),
            CAST(SUM(m.answers_kept) AS BIGINT), CAST(SUM(m.results) AS BIGINT), CAST(SUM(m.results_promised) AS BIGINT),
            CAST(SUM(m.results_kept) AS BIGINT), CAST(SUM(m.touched) AS BIGINT), CAST(SUM(m.first_touch) AS BIGINT),
            CAST(SUM(m.single) AS BIGINT), CAST(SUM(m.questions) AS BIGINT), CAST(SUM(m.intake) AS BIGINT),
            CAST(SUM(m.work) AS BIGINT), CAST(SUM(m.requester) AS BIGINT), CAST(SUM(m.approval) AS BIGINT),
            CAST(SUM(m.hold) AS BIGINT), CAST(SUM(m.reviews) AS BIGINT), CAST(SUM(m.review) AS BIGINT),
            CAST(SUM(m.reopened) AS BIGINT)
        FROM (
            SELECT service, answers, answers_promised, answers_kept, results, results_promised, results_kept, touched,
                first_touch, single, questions, intake, work, requester, approval, hold, reviews, review, reopened
            FROM measured WHERE team = $1 AND day >= $2 AND day < $3
            UNION ALL ", facts!("$4", "$5"), " UNION ALL ", facts!("$6", "$7"), "
        ) m GROUP BY m.service ORDER BY m.service");
    SPREAD_OF_ANSWERS = spread!("answers", "answer");
    SPREAD_OF_RESULTS = spread!("results", "result");
    // What stands behind a line of a digest. Beside an index that gives the order, a condition that no index serves is
    // spelled so that none is chosen for it.
    BEHIND_OPENED = request!("WHERE r.team = $1 AND r.created_at >= $2 AND r.created_at < $3
        ORDER BY r.created_at DESC, r.id DESC LIMIT $4");
    BEHIND_RESOLVED = request!("WHERE r.team = $1 AND r.resolved_at >= $2 AND r.resolved_at < $3
        ORDER BY r.resolved_at DESC, r.id DESC LIMIT $4");
    BEHIND_UNHAPPY = request!("WHERE r.team = $1 AND r.rated_at >= $2 AND r.rated_at < $3 AND r.rating <= 2
        ORDER BY r.rated_at DESC, r.id DESC LIMIT $4");
    BEHIND_UNRATED = request!("WHERE r.team = $1 AND r.resolved_at >= $2 AND r.resolved_at < $3 AND r.rating IS NULL
        ORDER BY r.resolved_at DESC, r.id DESC LIMIT $4");
    // Lengths of the latest, of which the longest are looked for.
    LENGTHS_OF_ANSWERS = "SELECT request_id, took FROM answers WHERE team = $1 AND at >= $2 AND at < $3
        ORDER BY at DESC LIMIT $4";
    LENGTHS_OF_RESULTS = "SELECT request_id, took, intake, work, requester, approval, hold FROM results
        WHERE team = $1 AND at >= $2 AND at < $3 ORDER BY at DESC LIMIT $4";
    LENGTHS_OF_REVIEWS = "SELECT request_id, took FROM reviews WHERE team = $1 AND at >= $2 AND at < $3
        ORDER BY at DESC LIMIT $4";
    BEHIND_UNASSIGNED = request!("WHERE r.team = $1 AND r.ended_by IS NULL AND r.assignee IS NULL
            AND r.status || '' IN ('new', 'on_hold') ORDER BY r.id LIMIT $2");
    BEHIND_STATE = request!("WHERE r.team = $1 AND r.ended_by IS NULL AND r.status || '' = $2
        ORDER BY r.id LIMIT $3");
    BEHIND_STATE_OF_PERSON = request!("WHERE r.assignee = $1 AND r.ended_by IS NULL AND r.status || '' = $2
        ORDER BY r.id LIMIT $3");
    BEHIND_LATE_ANSWERS = behind!("answers s", "s.team = $1", " AND s.kept = FALSE");
    BEHIND_LATE_RESULTS = behind!("results s", "s.team = $1", " AND s.kept = FALSE");
    BEHIND_ASKED = behind!("results s", "s.team = $1", " AND s.questions > 1");
    BEHIND_MORE_TOUCHES = behind!("results s", "s.team = $1", " AND s.first_touch = FALSE");
    BEHIND_REOPENED = behind!("reopenings s", "s.team = $1", "");
    BEHIND_RESOLVED_BY = behind!("results s", "s.person_id = $1", "");
    RESOLVED_BY = "SELECT COUNT(*) FROM results WHERE person_id = $1 AND at >= $2 AND at < $3";
    // When what is open of a team, or with a person, is due; only what the clock goes for.
    DUE_OF_TEAM = due!("r.team = $1");
    DUE_OF_PERSON = due!("r.assignee = $1");
    // In which states what is with a person is.
    STATES_OF_PERSON = "SELECT s.status, COUNT(*) FROM (SELECT status FROM requests
            WHERE assignee = $1 AND ended_by IS NULL ORDER BY id LIMIT $2) s GROUP BY s.status";
    TALLY_OF_STATE = "SELECT requests FROM tally WHERE team = $1 AND status = $2";
    // wishes
    WISH_SET = "INSERT INTO digest_wishes (person_id, platform, kind) VALUES ($1, $2, $3)
        ON CONFLICT (person_id) DO UPDATE SET platform = excluded.platform, kind = excluded.kind";
    WISH_DROP = "DELETE FROM digest_wishes WHERE person_id = $1";
    WISHES = "SELECT person_id, kind FROM digest_wishes";
    MERGE_WISHES = "UPDATE digest_wishes SET person_id = $2 WHERE person_id = $1
        AND NOT EXISTS (SELECT 1 FROM digest_wishes o WHERE o.person_id = $2)";
    WISH = "SELECT platform, kind FROM digest_wishes WHERE person_id = $1";
}
