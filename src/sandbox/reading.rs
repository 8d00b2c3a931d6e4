//! What a person sees: mrkdwn decoded, blocks as lines of plain text.

use std::collections::BTreeMap;

use serde_json::Value;

/// Names by id, to show mentions as people see them.
pub type Names = BTreeMap<String, String>;

/// mrkdwn as it is shown: `<@U..>` as `@name`, dates as their fallback, links as label and address, entities as characters.
pub fn decode(text: &str, names: &Names) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let Some(length) = rest[start..].find('>') else {
            break;
        };
        out.push_str(&rest[..start]);
        out.push_str(&tag(&rest[start + 1..start + length], names));
        rest = &rest[start + length + 1..];
    }
    out.push_str(rest);
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn tag(inner: &str, names: &Names) -> String {
    let (target, label) = inner
        .split_once('|')
        .map_or((inner, None), |(t, l)| (t, Some(l)));
    let known = |id: &str| {
        names
            .get(id)
            .cloned()
            .or(label.map(Into::into))
            .unwrap_or_else(|| id.into())
    };
    if let Some(id) = target.strip_prefix('@') {
        format!("@{}", known(id))
    } else if let Some(id) = target.strip_prefix('#') {
        format!("#{}", known(id))
    } else if let Some(special) = target.strip_prefix('!') {
        label.map_or_else(|| format!("@{special}"), Into::into)
    } else {
        label.map_or_else(|| target.into(), Into::into)
    }
}

/// A text object as shown, mentions by id.
pub fn shown(text: &Value) -> String {
    visible(text, &Names::new())
}

/// A text object as shown.
pub fn visible(text: &Value, names: &Names) -> String {
    let content = text["text"].as_str().unwrap_or_default();
    if text["type"] == "mrkdwn" {
        decode(content, names)
    } else {
        content.into()
    }
}

/// All that blocks show, line by line; buttons as `[Label]`, other elements as `[placeholder]`.
pub fn lines(blocks: &[Value], names: &Names) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        for name in ["title", "text", "label"] {
            if block[name].is_object() {
                lines.push(visible(&block[name], names));
            }
        }
        for field in block["fields"].as_array().into_iter().flatten() {
            lines.push(visible(field, names));
        }
        match block["type"].as_str() {
            Some("context") => lines.push(joined(&block["elements"], names)),
            Some("actions") => lines.push(joined(&block["elements"], names)),
            Some("rich_text") => lines.push(rich(&block["elements"], names)),
            Some("markdown") => lines.push(block["text"].as_str().unwrap_or_default().into()),
            Some("image") => lines.push(format!(
                "[{}]",
                block["alt_text"].as_str().unwrap_or_default()
            )),
            _ => {}
        }
        for part in ["accessory", "element"] {
            if block[part].is_object() {
                lines.push(element(&block[part], names));
            }
        }
        if block["hint"].is_object() {
            lines.push(visible(&block["hint"], names));
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn joined(elements: &Value, names: &Names) -> String {
    let shown: Vec<String> = elements
        .as_array()
        .into_iter()
        .flatten()
        .map(|e| element(e, names))
        .collect();
    shown.join(" ")
}

fn element(element: &Value, names: &Names) -> String {
    match element["type"].as_str() {
        Some("mrkdwn" | "plain_text") => visible(element, names),
        Some("button") => format!("[{}]", visible(&element["text"], names)),
        Some("image") => format!("[{}]", element["alt_text"].as_str().unwrap_or_default()),
        Some("overflow") => {
            let options = super::elements::options(element);
            options
                .iter()
                .map(|o| format!("[{}]", visible(&o["text"], names)))
                .collect::<Vec<_>>()
                .join(" ")
        }
        _ if element["initial_option"].is_object() => {
            format!("[{}]", visible(&element["initial_option"]["text"], names))
        }
        _ if element["initial_value"].is_string() => {
            element["initial_value"].as_str().unwrap_or_default().into()
        }
        _ if element["placeholder"].is_object() => {
            format!("[{}]", visible(&element["placeholder"], names))
        }
        _ => String::new(),
    }
}

/// Rich text run together; sections end their line.
fn rich(elements: &Value, names: &Names) -> String {
    let mut out = String::new();
    for part in elements.as_array().into_iter().flatten() {
        match part["type"].as_str() {
            Some("text") => out.push_str(part["text"].as_str().unwrap_or_default()),
            Some("link") => out.push_str(
                part["text"]
                    .as_str()
                    .or(part["url"].as_str())
                    .unwrap_or_default(),
            ),
            Some("emoji") => {
                out.push_str(&format!(":{}:", part["name"].as_str().unwrap_or_default()))
            }
            Some("user") => out.push_str(&tag(
                &format!("@{}", part["user_id"].as_str().unwrap_or_default()),
                names,
            )),
            Some("channel") => out.push_str(&tag(
                &format!("#{}", part["channel_id"].as_str().unwrap_or_default()),
                names,
            )),
            _ => {
                let inner = rich(&part["elements"], names);
                if !out.is_empty() && !inner.is_empty() {
                    out.push('\n');
                }
                out.push_str(&inner);
            }
        }
    }
    out
}
