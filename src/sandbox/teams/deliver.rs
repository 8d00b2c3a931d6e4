//! The way to the bot: signed activities, and what comes back.

use std::time::Duration;

use serde_json::{Value, json};

use super::keys::token;
use super::tenant::Hub;
use super::world::APP;

/// Teams gives up on an answer after so long.
const PATIENCE: Duration = Duration::from_secs(15);

/// What the bot answered.
#[derive(Clone, Debug)]
pub struct Answered {
    pub status: u16,
    pub body: Value,
}

/// Delivers one activity, once more where the bot could not take it.
pub async fn deliver(hub: &Hub, activity: &Value) -> Answered {
    let mut answered = once(hub, activity).await;
    for _ in 0..2 {
        if answered.status != 0 && answered.status < 500 {
            break;
        }
        if answered.status == 501 {
            break;
        }
        answered = once(hub, activity).await;
    }
    answered
}

async fn once(hub: &Hub, activity: &Value) -> Answered {
    let signed = hub.look(|w| {
        let target = w.target.clone()?;
        let key = w.keys.last()?.clone();
        let now = w.time() / 1000;
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": key.kid, "x5t": key.kid });
        let claims = json!({
            "serviceurl": activity["serviceUrl"], "nbf": now, "exp": now + 3600,
            "iss": w.issuer(), "aud": APP,
        });
        Some((target, token(&header, &claims, &key)))
    });
    let Some((target, token)) = signed else {
        return Answered {
            status: 0,
            body: Value::Null,
        };
    };
    let sent = hub
        .http
        .post(format!("{target}/api/messages"))
        .bearer_auth(token)
        .json(activity)
        .timeout(PATIENCE)
        .send()
        .await;
    match sent {
        Ok(answer) => {
            let status = answer.status().as_u16();
            let text = answer.text().await.unwrap_or_default();
            let body = serde_json::from_str(&text).unwrap_or(Value::Null);
            Answered { status, body }
        }
        Err(_) => Answered {
            status: 0,
            body: Value::Null,
        },
    }
}
