//! What people of the sample company do again and again.

use super::bot::CLOSED;
use super::browser::Window;
use super::running::Running;

/// The thread under the last card.
pub const THREAD: &str = "(//main//button[contains(@class,'thread-link')])[last()]";

impl Window {
    /// Becomes somebody, in a channel; nowhere: in the chat with the desk.
    pub async fn is(&self, demo: &Running, who: &str, place: &str) {
        self.goes(&format!("{}/?as={who}&in={place}", demo.url))
            .await;
    }

    /// The same, with the clock at hand.
    pub async fn watches(&self, demo: &Running, who: &str, place: &str) {
        self.goes(&format!("{}/?as={who}&in={place}&drawer=1", demo.url))
            .await;
    }

    /// Asks for help with a laptop, first of all.
    pub async fn asks(&self, subject: &str) {
        self.asks_as("IT-1", subject).await;
    }

    /// Asks for help with a laptop, and gets that number.
    pub async fn asks_as(&self, number: &str, subject: &str) {
        self.says(&format!("/request laptop {subject}")).await;
        self.fills("Asset tag", "AB-1234").await;
        self.picks("What is it?", "Screen").await;
        self.sends().await;
        self.sees(&format!("{number} {subject}")).await;
    }

    /// Sends the form; it is gone when this returns.
    pub async fn sends(&self) {
        self.clicks("//dialog//button[@type='submit']").await;
        self.holds(CLOSED).await;
    }

    /// The first real choice of a closed list of the modal, whatever day it is.
    pub async fn chooses_first(&self, label: &str) {
        self.clicks(&format!(
            "//dialog//label[.='{label}']/following-sibling::select/option[not(@value='')][1]"
        ))
        .await;
    }

    /// What a card has under More.
    pub async fn more(&self, deed: &str) {
        self.clicks("(//main//button[normalize-space(.)='More'])[last()]")
            .await;
        self.picks("What do you want to do?", deed).await;
        self.clicks("//dialog//button[@type='submit']").await;
    }

    /// A day of the form, so many after today.
    pub async fn sets_day(&self, label: &str, ahead: u32) {
        let field = format!("//dialog//label[.='{label}']/following-sibling::*[1]");
        self.finds(&field).await;
        let script = format!(
            "const {{ now }} = await import('/page/state.js');
             const at = document.evaluate({field:?}, document, null, 9).singleNodeValue;
             at.value = new Date(now() + {ahead} * 86400000).toISOString().slice(0, 10);
             at.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        );
        self.script(&script).await;
    }
}
