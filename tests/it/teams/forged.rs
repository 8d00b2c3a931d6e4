//! Tokens that must not come in, and how they are made.

use frontdesk::sandbox::teams::{APP, Key, PASSWORD, TENANT, forged, token};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::bench::TeamsBench;

/// Something that is sent to the door.
pub struct Sent {
    pub header: Value,
    pub claims: Value,
    pub activity: Value,
    pub key: Key,
    /// In place of what the token would be.
    pub authorization: Option<Option<String>>,
    /// In place of the activity.
    pub body: Option<String>,
}

impl Sent {
    pub fn signed_by(&mut self, key: Key) {
        self.header["kid"] = json!(key.kid);
        self.key = key;
    }

    pub fn raw(&mut self, token: impl Into<String>) {
        self.authorization = Some(Some(format!("Bearer {}", token.into())));
    }

    /// Signed with a shared secret that a careless verifier might have at hand.
    pub fn shared(&mut self, secret: &[u8]) {
        self.header["alg"] = json!("HS256");
        let token = forged(&self.header, &self.claims, |message| {
            let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret).unwrap();
            mac.update(message);
            mac.finalize().into_bytes().to_vec()
        });
        self.raw(token);
    }

    pub fn token(&self) -> String {
        token(&self.header, &self.claims, &self.key)
    }
}

/// What is wrong, how, and what is answered.
pub type Case = (&'static str, u16, Change);
pub type Change = fn(&mut Sent);

pub fn right(bench: &TeamsBench) -> Sent {
    let key = bench.teams.first_key();
    let activity = bench.teams.activity("ana", "help");
    let now = bench.clock.now() / 1000;
    Sent {
        header: json!({ "alg": "RS256", "typ": "JWT", "kid": key.kid }),
        claims: json!({
            "iss": bench.teams.issuer(), "aud": APP, "nbf": now, "exp": now + 3600,
            "serviceurl": activity["serviceUrl"],
        }),
        activity,
        key,
        authorization: None,
        body: None,
    }
}

pub async fn send(bench: &TeamsBench, sent: &Sent) -> u16 {
    let authorization = match &sent.authorization {
        Some(authorization) => authorization.clone(),
        None => Some(format!("Bearer {}", sent.token())),
    };
    let body = sent.body.clone();
    let mut request = reqwest::Client::builder()
        .no_proxy()
        .build()
        .unwrap()
        .post(format!("http://{}/api/messages", bench.address))
        .header("content-type", "application/json")
        .body(body.unwrap_or_else(|| sent.activity.to_string()));
    if let Some(authorization) = authorization {
        request = request.header("authorization", authorization);
    }
    request.send().await.unwrap().status().as_u16()
}

pub fn foreign() -> Key {
    Key::new("sandbox-key-1")
}

/// Everything that must not come in.
pub const CASES: &[Case] = &[
    ("no token", 401, |s| s.authorization = Some(None)),
    ("an empty token", 401, |s| s.raw("")),
    ("another scheme", 401, |s| {
        s.authorization = Some(Some(format!("Basic {}", s.token())));
    }),
    ("no scheme", 401, |s| {
        s.authorization = Some(Some(s.token()))
    }),
    ("no JWT at all", 401, |s| s.raw("hello")),
    ("two parts", 401, |s| {
        let token = s.token();
        let at = token.rfind('.').unwrap();
        s.raw(&token[..at]);
    }),
    ("four parts", 401, |s| s.raw(format!("{}.AAAA", s.token()))),
    ("a header that is no JSON", 401, |s| {
        let token = s.token();
        let at = token.find('.').unwrap();
        s.raw(format!("aGVsbG8{}", &token[at..]));
    }),
    ("a very long token", 401, |s| {
        s.header["x"] = json!("x".repeat(40_000));
    }),
    ("alg none without a signature", 401, |s| {
        s.header["alg"] = json!("none");
        let token = forged(&s.header, &s.claims, |_| vec![]);
        s.raw(token);
    }),
    ("alg none with a signature", 401, |s| {
        s.header["alg"] = json!("none")
    }),
    ("alg None in capitals", 401, |s| {
        s.header["alg"] = json!("NONE")
    }),
    ("no alg", 401, |s| {
        s.header.as_object_mut().unwrap().remove("alg");
    }),
    ("alg in lower case", 401, |s| {
        s.header["alg"] = json!("rs256")
    }),
    ("HS256 with the public key", 401, |s| {
        let der = s.key.public_der();
        s.shared(&der);
    }),
    ("HS256 with the modulus", 401, |s| {
        let n = s.key.jwk()["n"].as_str().unwrap().to_owned();
        s.shared(n.as_bytes());
    }),
    ("HS256 with the key as JSON", 401, |s| {
        let jwk = s.key.jwk().to_string();
        s.shared(jwk.as_bytes());
    }),
    ("HS256 with the app's password", 401, |s| {
        s.shared(PASSWORD.as_bytes())
    }),
    ("HS256 with nothing", 401, |s| s.shared(b"")),
    ("RS384, rightly signed", 401, |s| {
        s.header["alg"] = json!("RS384")
    }),
    ("RS512", 401, |s| s.header["alg"] = json!("RS512")),
    ("PS256", 401, |s| s.header["alg"] = json!("PS256")),
    ("ES256", 401, |s| s.header["alg"] = json!("ES256")),
    ("no kid", 401, |s| {
        s.header.as_object_mut().unwrap().remove("kid");
    }),
    ("an empty kid", 401, |s| s.header["kid"] = json!("")),
    ("a kid that is no text", 401, |s| s.header["kid"] = json!(1)),
    ("an unknown kid", 401, |s| s.header["kid"] = json!("who")),
    ("somebody else's key under a known name", 401, |s| {
        s.signed_by(foreign())
    }),
    ("somebody else's key under its own name", 401, |s| {
        s.signed_by(foreign().called("theirs"));
    }),
    ("a key brought along", 401, |s| {
        let key = foreign().called("mine");
        s.header["jwk"] = key.jwk();
        s.signed_by(key);
    }),
    ("an address of keys brought along", 401, |s| {
        s.header["jku"] = json!("http://127.0.0.1:9/keys");
        s.signed_by(foreign().called("mine"));
    }),
    ("something critical that we do not know", 401, |s| {
        s.header["crit"] = json!(["exp"]);
    }),
    ("a signature that was tampered with", 401, |s| {
        let mut token = s.token();
        let at = token.rfind('.').unwrap() + 5;
        let other = if &token[at..=at] == "A" { "B" } else { "A" };
        token.replace_range(at..=at, other);
        s.raw(token);
    }),
    ("claims that were tampered with", 401, |s| {
        let before = s.token();
        s.claims["exp"] = json!(s.claims["exp"].as_i64().unwrap() + 1);
        let after = s.token();
        let (head, _) = before.split_once('.').unwrap();
        let claims = after.split('.').nth(1).unwrap();
        let signature = before.rsplit('.').next().unwrap();
        s.raw(format!("{head}.{claims}.{signature}"));
    }),
    ("another issuer", 401, |s| {
        s.claims["iss"] = json!("https://evil.example")
    }),
    ("the emulator's issuer", 401, |s| {
        s.claims["iss"] = json!("https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/");
    }),
    ("a person's token of Entra", 401, |s| {
        s.claims["iss"] = json!(format!("https://login.microsoftonline.com/{TENANT}/v2.0"));
        s.claims["tid"] = json!(TENANT);
    }),
    ("the issuer with a slash", 401, |s| {
        s.claims["iss"] = json!(format!("{}/", s.claims["iss"].as_str().unwrap()));
    }),
    ("no issuer", 401, |s| {
        s.claims.as_object_mut().unwrap().remove("iss");
    }),
    ("another audience", 401, |s| s.claims["aud"] = json!(TENANT)),
    ("the audience as an address", 401, |s| {
        s.claims["aud"] = json!(format!("api://{APP}"));
    }),
    ("an audience of several", 401, |s| {
        s.claims["aud"] = json!([APP, "other"])
    }),
    ("an audience of one in a list", 401, |s| {
        s.claims["aud"] = json!([APP])
    }),
    ("no audience", 401, |s| {
        s.claims.as_object_mut().unwrap().remove("aud");
    }),
    ("expired", 401, |s| {
        let now = s.claims["nbf"].as_i64().unwrap();
        s.claims["nbf"] = json!(now - 4000);
        s.claims["exp"] = json!(now - 300);
    }),
    ("no end", 401, |s| {
        s.claims.as_object_mut().unwrap().remove("exp");
    }),
    ("an end that is no number", 401, |s| {
        s.claims["exp"] = json!(s.claims["exp"].as_i64().unwrap().to_string());
    }),
    ("not valid yet", 401, |s| {
        s.claims["nbf"] = json!(s.claims["nbf"].as_i64().unwrap() + 301);
    }),
    ("no beginning", 401, |s| {
        s.claims.as_object_mut().unwrap().remove("nbf");
    }),
    ("it ends before it begins", 401, |s| {
        s.claims["exp"] = json!(s.claims["nbf"].as_i64().unwrap() - 1);
    }),
    ("no service in the token", 401, |s| {
        s.claims.as_object_mut().unwrap().remove("serviceurl");
    }),
    ("the service as the prose spells it", 401, |s| {
        let service = s.claims["serviceurl"].take();
        s.claims.as_object_mut().unwrap().remove("serviceurl");
        s.claims["serviceUrl"] = service;
    }),
    ("another service in the token", 401, |s| {
        s.claims["serviceurl"] = json!("https://smba.trafficmanager.net/emea/");
    }),
    ("another service in the activity", 401, |s| {
        s.activity["serviceUrl"] = json!("http://127.0.0.1:9/");
    }),
    ("no service in the activity", 401, |s| {
        s.activity.as_object_mut().unwrap().remove("serviceUrl");
    }),
    ("a service that is not Microsoft's", 403, |s| {
        s.activity["serviceUrl"] = json!("https://evil.example/amer/");
        s.claims["serviceurl"] = json!("https://evil.example/amer/");
    }),
    ("a service that only looks like ours", 403, |s| {
        s.activity["serviceUrl"] = json!("http://127.0.0.1.evil.example/");
        s.claims["serviceurl"] = json!("http://127.0.0.1.evil.example/");
    }),
    ("the emulator", 403, |s| {
        s.activity["channelId"] = json!("emulator")
    }),
    ("another channel", 403, |s| {
        s.activity["channelId"] = json!("webchat")
    }),
    ("no channel", 403, |s| {
        s.activity.as_object_mut().unwrap().remove("channelId");
    }),
    ("the channel in capitals", 403, |s| {
        s.activity["channelId"] = json!("MSTEAMS")
    }),
    ("for another bot", 403, |s| {
        s.activity["recipient"]["id"] = json!(format!("28:{TENANT}"));
    }),
    ("for a person", 403, |s| {
        s.activity["recipient"]["id"] = json!(format!("29:{APP}"))
    }),
    ("for nobody", 403, |s| {
        s.activity.as_object_mut().unwrap().remove("recipient");
    }),
    ("from another tenant", 403, |s| {
        s.activity["conversation"]["tenantId"] = json!(APP);
        s.activity["channelData"]["tenant"]["id"] = json!(APP);
    }),
    ("from two tenants", 403, |s| {
        s.activity["channelData"]["tenant"]["id"] = json!(APP)
    }),
    ("from no tenant", 403, |s| {
        s.activity["conversation"]
            .as_object_mut()
            .unwrap()
            .remove("tenantId");
        s.activity.as_object_mut().unwrap().remove("channelData");
    }),
    ("no activity", 403, |s| s.body = Some("[]".to_owned())),
    ("no JSON", 403, |s| s.body = Some("{".to_owned())),
];
