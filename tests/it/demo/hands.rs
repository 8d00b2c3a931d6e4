//! The keyboard, the mouse over things, and files that are dragged: what a real person's hands do.

use std::path::Path;

use serde_json::{Value, json};

use super::browser::Window;
use super::window::ELEMENT;

/// Keys as the protocol calls them.
fn code(key: &str) -> &str {
    match key {
        "Tab" => "\u{e004}",
        "Enter" => "\u{e007}",
        "Shift" => "\u{e008}",
        "Control" => "\u{e009}",
        "Escape" => "\u{e00c}",
        "Space" => " ",
        "ArrowUp" => "\u{e013}",
        "ArrowDown" => "\u{e015}",
        "F6" => "\u{e036}",
        other => other,
    }
}

impl Window {
    async fn keyboard(&self, actions: Vec<Value>) {
        let keys = json!({ "type": "key", "id": "keys", "actions": actions });
        let body = json!({ "actions": [keys] });
        self.post("/actions", body).await.unwrap();
    }

    /// Presses keys one after the other, wherever the focus is: `Tab`, `Shift+Tab`, `a`.
    pub async fn keys(&self, keys: &[&str]) {
        let mut actions = Vec::new();
        for chord in keys {
            let held: Vec<&str> = chord.split('+').map(code).collect();
            actions.extend(
                held.iter()
                    .map(|k| json!({ "type": "keyDown", "value": k })),
            );
            let up = held.iter().rev();
            actions.extend(up.map(|k| json!({ "type": "keyUp", "value": k })));
        }
        self.keyboard(actions).await;
    }

    /// Types wherever the focus is.
    pub async fn types(&self, text: &str) {
        let strokes = text.chars().flat_map(|letter| {
            let letter = letter.to_string();
            ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": letter }))
        });
        self.keyboard(strokes.collect()).await;
    }

    /// What has the focus, by the name that is read aloud.
    pub async fn focus(&self) -> String {
        let get = async |path: String| {
            let answer = self.http.get(format!("{}{path}", self.session)).send();
            answer.await.unwrap().json::<Value>().await.unwrap()["value"].take()
        };
        let active = get("/element/active".into()).await;
        let element = active[ELEMENT].as_str().unwrap_or_default();
        let name = get(format!("/element/{element}/computedlabel")).await;
        name.as_str().unwrap_or_default().to_owned()
    }

    /// Whether one sees what has the focus: a ring of its own, or of the box around it.
    pub async fn shows_focus(&self) -> bool {
        let seen = self.script(
            "const at = document.activeElement;
             const ringed = (node) => { const s = getComputedStyle(node);
                 return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== 'none'; };
             const box = at.closest('.composer');
             return at !== document.body && at.checkVisibility({ opacityProperty: true, visibilityProperty: true })
                 && (ringed(at) || (box !== null && ringed(box)));",
        );
        seen.await == true
    }

    /// Presses a key until what has the focus begins so.
    pub async fn goes_by(&self, key: &str, to: &str) {
        let mut passed = Vec::new();
        for _ in 0..40 {
            self.keys(&[key]).await;
            // What is drawn anew meanwhile gets the focus back.
            self.until("a focus that one sees", async || {
                let shown = self.shows_focus().await;
                shown.then_some(()).ok_or("nobody sees it".to_owned())
            })
            .await;
            let focus = self.focus().await;
            if focus.starts_with(to) {
                return;
            }
            passed.push(focus);
        }
        panic!("{key} does not lead to {to:?}, but past {passed:?}");
    }

    /// Waits until what has the focus begins so.
    pub async fn is_at(&self, name: &str) {
        self.until(&format!("focus at {name:?}"), async || {
            let focus = self.focus().await;
            focus.starts_with(name).then_some(()).ok_or(focus)
        })
        .await;
    }

    /// Holds the mouse over something.
    pub async fn hovers(&self, xpath: &str) {
        self.until(&format!("hover over {xpath}"), async || {
            let element = self.find(xpath).await?;
            let to = json!({ "type": "pointerMove", "duration": 0, "origin": { ELEMENT: element }, "x": 0, "y": 0 });
            let mouse = json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": [to] });
            self.post("/actions", json!({ "actions": [mouse] })).await
        })
        .await;
    }

    /// A tool of the message that reads so: it shows when the mouse is over the message.
    pub async fn uses(&self, message: &str, tool: &str) {
        let message = format!(
            "(//*[contains(concat(' ',@class,' '),' message ') and contains(.,'{message}')])[last()]"
        );
        self.hovers(&message).await;
        self.clicks(&format!("{message}//*[@aria-label='{tool}']"))
            .await;
    }

    /// Drags a file from outside over something, and drops it if `drop`.
    pub async fn drags(&self, file: &Path, xpath: &str, drop: bool) {
        self.finds(xpath).await;
        let centre = format!(
            "const at = document.evaluate({xpath:?}, document, null, 9).singleNodeValue;
             at.scrollIntoView({{ block: 'nearest' }});
             const box = at.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]"
        );
        let centre = self.script(&centre).await;
        let kinds = [
            "dragEnter",
            "dragOver",
            if drop { "drop" } else { "dragOver" },
        ];
        for kind in kinds {
            let data = json!({ "items": [], "files": [file], "dragOperationsMask": 1 });
            let event = json!({ "type": kind, "x": centre[0], "y": centre[1], "data": data });
            self.chrome("Input.dispatchDragEvent", event).await;
            // The next is told only after the page has made up its mind about this one.
            self.script("return 0").await;
        }
    }

    /// Chooses a file in a dialog of the browser's own.
    pub async fn attaches(&self, input: &str, file: &Path) {
        let element = self.until(input, async || self.find(input).await).await;
        let body = json!({ "text": file });
        self.post(&format!("/element/{element}/value"), body)
            .await
            .unwrap();
    }
}
