//! A roster in the form of the configuration, for whoever wants to keep there what was set in chat.

use std::fmt::Write;

use super::{Plan, Shift, clock_time};

/// `[[roster]]` of `team` with its shifts, to be put into the file as it is.
pub fn export(team: &str, plan: &Plan, shifts: &[Shift]) -> String {
    let mut out = format!("[[roster]]\nteam = {}\n", quoted(team));
    let usual = Plan::default();
    if plan.announce != usual.announce {
        let at = plan.announce.map_or("never".to_owned(), clock_time);
        _ = writeln!(out, "announce = {}", quoted(&at));
    }
    if plan.hand_over != usual.hand_over {
        _ = writeln!(out, "hand_over = {}", plan.hand_over);
    }
    for shift in shifts {
        let written = shift.written();
        let people: Vec<String> = written.people.iter().map(|p| quoted(p)).collect();
        _ = write!(
            out,
            "\n  [[roster.shift]]\n  people = [{}]\n  turn = {}\n  from = {}\n  days = {}\n",
            people.join(", "),
            quoted(&written.turn),
            quoted(&written.from.to_string()),
            quoted(&written.days),
        );
        if let Some(hours) = &written.hours {
            _ = writeln!(out, "  hours = {}", quoted(hours));
        }
        _ = writeln!(out, "  time_zone = {}", quoted(&written.time_zone));
    }
    out
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control());
    let escaped = plain.flat_map(|c| match c {
        '"' | '\\' => vec!['\\', c],
        c => vec![c],
    });
    format!("\"{}\"", escaped.collect::<String>())
}
