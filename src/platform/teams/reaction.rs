//! Reactions by the names that the desk's configuration uses.

/// `like` stays `like`; `1f440_eyes` is `eyes`, in whatever skin tone; a custom one keeps its own name.
pub fn name(kind: &str) -> String {
    let plain = match kind.split_once("-tone") {
        Some((before, _)) => before,
        None => kind,
    };
    let Some((code, rest)) = plain.split_once('_') else {
        return plain.to_owned();
    };
    let character = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    let known = character.and_then(|c| {
        let bare = c.to_string();
        emojis::get(&bare).or_else(|| emojis::get(&format!("{bare}\u{fe0f}")))
    });
    match known.and_then(|emoji| emoji.shortcode()) {
        Some(name) => name.to_owned(),
        None => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_the_configuration() {
        for (kind, expected) in [
            ("like", "like"),
            ("1f440_eyes", "eyes"),
            ("2705_whiteheavycheckmark", "white_check_mark"),
            ("23f3_hourglassflowing", "hourglass_flowing_sand"),
            ("1f3ab_ticket", "ticket"),
            ("yes-tone3", "yes"),
            ("1f44d_thumbsup-tone2", "+1"),
            ("launch", "launch"),
            ("acme_party", "party"),
        ] {
            assert_eq!(name(kind), expected, "{kind}");
        }
    }
}
