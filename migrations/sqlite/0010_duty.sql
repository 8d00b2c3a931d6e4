-- Rosters as they are set in chat: what is long over is forgotten, and what is open follows people who turn out to be one.
CREATE INDEX duty_changes_until ON duty_changes (until);
CREATE INDEX duty_swaps_until ON duty_swaps (until);
CREATE INDEX duty_swaps_asker ON duty_swaps (asker) WHERE state = 'asked';
CREATE INDEX duty_swaps_asked ON duty_swaps (asked) WHERE state = 'asked';
CREATE INDEX duty_notes_at ON duty_notes (created_at);
CREATE INDEX duty_notes_author ON duty_notes (author) WHERE NOT handed;
