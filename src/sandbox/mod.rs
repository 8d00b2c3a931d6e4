//! A workspace of our own: the side of Slack that the desk talks to, as strict as the real one.
