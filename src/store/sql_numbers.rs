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
                    WHERE team = $1 AND what = '", $what, "' AND day >= $2 AND day < $3
                UNION ALL SELECT bucket, 1, took FROM ", $table, " WHERE team = $1 AND at >= $4 AND at < $5
                UNION ALL SELECT bucket, 1, took FROM ", $table, " WHERE team = $1 AND at >= $6 AND at < $7
            ) s GROUP BY s.bucket HAVING SUM(s.requests) > 0 ORDER BY s.bucket"
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
}
