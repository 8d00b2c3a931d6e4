//! Only pages of our own, on this machine, may speak to us.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Everything comes from us, nothing from elsewhere, and nothing is put into a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Refuses what was not asked of a loopback name (a foreign name may have been pointed at us: DNS rebinding) and
/// what another site's page asks; sets the headers that keep the page to itself.
pub async fn guard(request: Request, next: Next) -> Response {
    if !ours(request.headers()) {
        return (
            StatusCode::FORBIDDEN,
            "only for pages of this workspace, on this machine",
        )
            .into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

fn ours(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let Some(host) = text(header::HOST) else {
        return false;
    };
    let name = host.rsplit_once(':').map_or(
        host,
        |(name, port)| {
            if port.ends_with(']') { host } else { name }
        },
    );
    if !matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
        return false;
    }
    match headers.get(header::ORIGIN) {
        None => true,
        Some(_) => text(header::ORIGIN) == Some(format!("http://{host}").as_str()),
    }
}
