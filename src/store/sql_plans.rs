//! The statements of plans, in the same catalogue as all others.

/// Steps that `$rest` finds, each with its request as it is now.
macro_rules! step {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.key, s.name, s.team, s.service, s.waits_for, s.lead, s.shift, s.notice, s.answers, s.state,
                s.start_on, s.due_on, s.noticed, s.late, r.id, r.number, r.team, r.status, r.assignee,
                s.refused, s.plan_of
             FROM steps s LEFT JOIN requests r ON r.id = s.request_id ",
            $rest
        )
    };
}

catalogue! {
    STEP_INSERT = "INSERT INTO steps (parent, key, name, team, service, waits_for, lead, shift, notice, answers, state,
            start_on, due_on, plan_of)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)", gives "id";
    STEP_UPDATE = "UPDATE steps SET state = $2, start_on = $3, due_on = $4, noticed = $5, late = $6, request_id = $7,
            refused = $8
        WHERE id = $1";
    // A request becomes the whole of a plan.
    PART_SET = "UPDATE requests SET part_of = $2 WHERE id = $1";
    STEP_ANSWERS = "UPDATE steps SET answers = $2 WHERE id = $1";
    STEPS_OF = step!("WHERE s.parent = $1 ORDER BY s.id");
    // Of a team the open plans of which a step is stopped.
    PLANS_UNDECIDED = request!("WHERE r.id IN (SELECT parent FROM steps WHERE state = 'stopped')
            AND r.ended_by IS NULL AND r.team || '' = $1 ORDER BY r.id LIMIT $2");
    STEP_PARENT = "SELECT parent FROM steps WHERE id = $1";
    STEP_OF_REQUEST = "SELECT id FROM steps WHERE request_id = $1";
}
