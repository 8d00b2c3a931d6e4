//! Choices of a long list, as the person types.

use crate::domain::catalogue::{Catalogue, FieldKind};
use crate::domain::intent::{FormKind, input};

use super::article::all_about;
use super::services::{MOST_LISTED, offered_by, teams};

/// Values and labels for the input `key` of `form` that match `typed`, at most a hundred. What
/// begins with it comes first.
pub fn options(
    form: &FormKind,
    key: &str,
    typed: &str,
    catalogue: &Catalogue,
) -> Vec<(String, String)> {
    let all = match key {
        input::SERVICE => services(form, catalogue),
        input::ABOUT => all_about(catalogue),
        _ => field(form, key, catalogue),
    };
    matching(all, typed)
}

/// With the team's name: here nothing else tells two services of the same name apart.
fn services(form: &FormKind, catalogue: &Catalogue) -> Vec<(String, String)> {
    let channel = match form {
        FormKind::NewRequest(form) => form.channel.as_ref(),
        _ => None,
    };
    teams(catalogue, channel)
        .flat_map(|team| {
            offered_by(catalogue, team)
                .map(move |s| (s.key.clone(), format!("{} ({})", s.name, team.name)))
        })
        .collect()
}

fn field(form: &FormKind, key: &str, catalogue: &Catalogue) -> Vec<(String, String)> {
    let service = match form {
        FormKind::NewRequest(form) => form.service.as_deref(),
        FormKind::Revise { service, .. } | FormKind::Plan { service, .. } => Some(service.as_str()),
        _ => None,
    };
    let service = service.and_then(|s| catalogue.service(s));
    let key = key.strip_prefix(input::FIELD).unwrap_or(key);
    let field = service.and_then(|s| s.fields.iter().find(|f| f.key == key));
    match field.map(|f| &f.kind) {
        Some(FieldKind::Select { options } | FieldKind::Multiselect { options }) => {
            options.iter().map(|o| (o.clone(), o.clone())).collect()
        }
        _ => vec![],
    }
}

/// Every word typed has to occur somewhere, whatever its case; the list's order otherwise stays.
fn matching(all: Vec<(String, String)>, typed: &str) -> Vec<(String, String)> {
    let typed = typed.trim().to_lowercase();
    let mut ranked: Vec<(bool, (String, String))> = all
        .into_iter()
        .filter_map(|option| {
            let label = option.1.to_lowercase();
            let all_words = typed.split_whitespace().all(|word| label.contains(word));
            all_words.then(|| (!label.starts_with(&typed), option))
        })
        .collect();
    ranked.sort_by_key(|(later, _)| *later);
    ranked
        .into_iter()
        .take(MOST_LISTED)
        .map(|(_, option)| option)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(typed: &str) -> Vec<String> {
        let all = ["A new screen", "Screen trouble", "Keyboard", "Écran"];
        let all = all.map(|l| (l.to_owned(), l.to_owned())).into();
        matching(all, typed).into_iter().map(|(_, l)| l).collect()
    }

    #[test]
    fn words_match_anywhere_and_beginnings_come_first() {
        assert_eq!(labels("SCREEN"), ["Screen trouble", "A new screen"]);
        assert_eq!(labels("screen new"), ["A new screen"]);
        assert_eq!(labels("écr"), ["Écran"]);
        assert_eq!(labels("mouse"), [""; 0]);
        assert_eq!(labels(" ").len(), 4);
    }

    #[test]
    fn no_more_than_a_list_holds() {
        let all = (0..500).map(|n| (n.to_string(), format!("Option {n}")));
        assert_eq!(matching(all.collect(), "option").len(), MOST_LISTED);
    }
}
