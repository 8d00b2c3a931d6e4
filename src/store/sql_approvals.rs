//! The statements of approvals.

catalogue! {
    APPROVERS_DROP = "DELETE FROM approvers WHERE request_id = $1";
    APPROVER_ADD = "INSERT INTO approvers (person_id, request_id, asked) VALUES ($1, $2, $3)";
    // What waits for somebody's word.
    APPROVER_ASKED = "SELECT request_id FROM approvers WHERE person_id = $1 AND asked = TRUE ORDER BY request_id LIMIT $2";
    APPROVER_IN = "SELECT request_id FROM approvers WHERE person_id = $1 ORDER BY request_id";
    APPROVAL_SET = "UPDATE requests SET approval = $2 WHERE id = $1";
    ANSWERS_SET = "UPDATE requests SET answers = $2 WHERE id = $1";
    // Two records of one person became one.
    MERGE_APPROVAL_CARDS = "UPDATE posts SET to_person = $2
        WHERE to_person = $1 AND request_id IN (SELECT request_id FROM approvers WHERE person_id = $1)";
}
