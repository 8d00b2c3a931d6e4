//! The statements of rosters.

/// The columns of a swap.
macro_rules! swap {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.team, s.asker, s.asked, s.since, s.until, s.return_since, s.return_until, s.state,
                s.created_at
             FROM duty_swaps s ",
            $rest
        )
    };
}

catalogue! {
    DUTY_SHIFTS = "SELECT id, shift FROM duty_shifts WHERE team = $1 ORDER BY id";
    DUTY_SHIFT_ADD = "INSERT INTO duty_shifts (team, shift, set_by, created_at) VALUES ($1, $2, $3, $4)", gives "id";
    DUTY_SHIFT_DROP = "DELETE FROM duty_shifts WHERE id = $1 AND team = $2";
    DUTY_CHANGES = "SELECT id, kind, who, instead_of, since, until FROM duty_changes
        WHERE team = $1 AND until > $2";
    DUTY_CHANGE_ADD = "INSERT INTO duty_changes (team, kind, who, instead_of, since, until, set_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", gives "id";
    DUTY_CHANGE_DROP = "DELETE FROM duty_changes WHERE id = $1 AND team = $2";
    DUTY_SWAP_ADD = "INSERT INTO duty_swaps (team, asker, asked, since, until, return_since, return_until, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", gives "id";
    DUTY_SWAP = swap!("WHERE s.id = $1");
    DUTY_SWAP_SETTLE = "UPDATE duty_swaps SET state = $2 WHERE id = $1 AND state = 'asked'";
    DUTY_NOTE_ADD = "INSERT INTO duty_notes (team, author, text, created_at) VALUES ($1, $2, $3, $4)", gives "id";
    DUTY_NOTE = "SELECT team, author, text, created_at FROM duty_notes WHERE id = $1";
    DUTY_NOTES_WAITING = "SELECT id FROM duty_notes WHERE team = $1 AND NOT handed ORDER BY id";
    DUTY_NOTE_HANDED = "UPDATE duty_notes SET handed = TRUE WHERE id = $1";
    // What is long over, and what is open of two records that turn out to be one person.
    DUTY_CHANGES_FORGET = "DELETE FROM duty_changes WHERE id IN
        (SELECT id FROM duty_changes WHERE until < $1 ORDER BY until LIMIT $2)";
    DUTY_SWAPS_FORGET = "DELETE FROM duty_swaps WHERE id IN (SELECT id FROM duty_swaps
        WHERE until < $1 AND (return_until IS NULL OR return_until < $1) ORDER BY until LIMIT $2)";
    DUTY_NOTES_FORGET = "DELETE FROM duty_notes WHERE id IN
        (SELECT id FROM duty_notes WHERE created_at < $1 AND handed ORDER BY created_at LIMIT $2)";
    MERGE_SWAPS_ASKER = "UPDATE duty_swaps SET asker = $2 WHERE asker = $1 AND state = 'asked'";
    MERGE_SWAPS_ASKED = "UPDATE duty_swaps SET asked = $2 WHERE asked = $1 AND state = 'asked'";
    MERGE_DUTY_NOTES = "UPDATE duty_notes SET author = $2 WHERE author = $1 AND NOT handed";
    DUTY_SET_IN_CHAT = "SELECT team FROM duty_shifts UNION SELECT team FROM duty_changes WHERE until > $1";
    DUTY_TURN = "SELECT person FROM duty_turns WHERE team = $1";
    DUTY_TURN_SET = "INSERT INTO duty_turns (team, person) VALUES ($1, $2)
        ON CONFLICT (team) DO UPDATE SET person = excluded.person";
    // How much open work somebody has.
    OPEN_OF = "SELECT COUNT(*) FROM requests WHERE assignee = $1 AND ended_by IS NULL";
}
