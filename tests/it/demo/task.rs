//! Dialogs of Teams: cards whose inputs somebody fills in.

use serde_json::json;

use super::browser::Window;

/// The input under a label.
fn input(label: &str) -> String {
    format!(
        "(//dialog//label[starts-with(normalize-space(.),'{label}')]/following-sibling::div[1]//*[self::input or self::textarea])[1]"
    )
}

impl Window {
    /// Types over what an input of the dialog holds.
    pub async fn enters(&self, label: &str, text: &str) {
        self.on(&input(label), "clear", json!({})).await;
        self.on(&input(label), "value", json!({ "text": text }))
            .await;
    }

    /// Chooses in a closed list of the dialog.
    pub async fn chooses(&self, label: &str, option: &str) {
        self.clicks(&format!(
            "//dialog//label[starts-with(normalize-space(.),'{label}')]/following-sibling::div[1]//option[starts-with(.,'{option}')]"
        ))
        .await;
    }

    /// Types into a list of the dialog that is searched, and takes what is found.
    pub async fn searches(&self, label: &str, typed: &str, found: &str) {
        self.enters(label, typed).await;
        self.clicks(&format!(
            "//dialog//*[contains(@class,'ac-choiceSetInput-choice') and .='{found}']"
        ))
        .await;
    }

    /// Answers beneath a post.
    pub async fn answers(&self, text: &str) {
        let text = format!("{text}\u{e007}");
        let field = "//*[@class='answer']//textarea";
        self.on(field, "value", json!({ "text": text })).await;
    }
}
