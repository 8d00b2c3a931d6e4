//! Dates and times that a card leaves to the client: shown in the reader's own zone.

/// `text` with its `{{DATE(…)}}` and `{{TIME(…)}}` as a client shows them; what is not written exactly as documented
/// stays as it is.
pub fn shown(text: &str, zone: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        out.push_str(&rest[..at]);
        let Some(end) = rest[at..].find("}}") else {
            break;
        };
        let call = &rest[at + 2..at + end];
        match computed(call, zone) {
            Some(words) => out.push_str(&words),
            None => out.push_str(&rest[at..at + end + 2]),
        }
        rest = &rest[at + end + 2..];
    }
    out.push_str(rest);
    out
}

fn computed(call: &str, zone: &str) -> Option<String> {
    let (name, argument) = call.strip_suffix(')')?.split_once('(')?;
    let (instant, style) = match argument.split_once(',') {
        Some((instant, style)) => (instant, style.trim_start()),
        None => (argument, "COMPACT"),
    };
    let format = match (name, style) {
        ("TIME", "COMPACT") => "%-I:%M %p",
        ("DATE", "SHORT") => "%a, %b %-d, %Y",
        ("DATE", "COMPACT") => "%-m/%-d/%Y",
        ("DATE", "LONG") => "%A, %B %-d, %Y",
        _ => return None,
    };
    // Whole seconds: clients take nothing finer.
    if instant.contains('.') {
        return None;
    }
    let instant: jiff::Timestamp = instant.parse().ok()?;
    let there = instant.in_tz(zone).ok()?;
    Some(there.strftime(format).to_string())
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn only_what_is_documented_is_computed() {
        let text = "on {{DATE(2026-11-23T09:00:00Z, SHORT)}} at {{TIME(2026-11-23T09:00:00Z)}}";
        assert_eq!(
            shown(text, "Europe/Berlin"),
            "on Mon, Nov 23, 2026 at 10:00 AM"
        );
        for same in [
            "{{DATE(now)}}",
            "{{ TIME(2026-11-23T09:00:00Z)}}",
            "{{x",
            "{{TIME(2026-11-23T09:00:00.5Z)}}",
        ] {
            assert_eq!(shown(same, "Europe/Berlin"), same);
        }
    }
}
