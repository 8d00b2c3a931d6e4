//! What `frontdesk check` prints before it asks anyone.
use super::Config;

pub fn explain(_config: &Config) -> String {
    String::new()
}
