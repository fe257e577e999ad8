//! What is needed of a profile to close it, for a lease that outlives the configuration it came from.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};
use zeroize::Zeroizing;

use super::{follow_up, put_settings, sequence, span};
use crate::profile::{Action, Profile, Settings};

/// A profile has an opening sequence; nobody opens with this one.
const NEVER_SENT: &str = "1";

/// What is needed of a profile to close it, as a configuration of its own. Where the closing sequence is not kept
/// elsewhere, it is in it, as in the file that it comes from. The opening sequence, which lets people in, is not.
#[must_use]
pub fn encode_closing(profile: &Profile) -> Zeroizing<String> {
    let mut table = Table::new();
    let mut put = |key: &str, value: Value| {
        table.insert(key, Item::Value(value));
    };
    put("name", profile.name.as_str().into());
    put("host", profile.host.as_str().into());
    put(
        "open",
        Value::Array([NEVER_SENT].into_iter().collect::<Array>()),
    );
    if let Some(close) = &profile.close {
        put("close", sequence(close, &profile.name, Action::Close));
    }
    if let Some(check) = profile.check {
        put("check", i64::from(check.get()).into());
    }
    if let Some(timeout) = profile.lapses_after() {
        put("server_timeout", span(timeout));
    }
    if let Some(after) = &profile.on_close {
        put("on_close", follow_up(after));
    }
    let mut settings = profile.settings.clone();
    settings.family = profile.family();
    // A default that does not fit this profile would be a mistake of its own.
    if profile.close.is_none() {
        settings.open_for = Settings::default().open_for;
    }
    put_settings(&mut table, &settings, &Settings::default());
    let mut tables = ArrayOfTables::new();
    tables.push(table);
    let mut document = DocumentMut::new();
    document.insert("profile", Item::ArrayOfTables(tables));
    Zeroizing::new(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::decode;
    use std::path::Path;
    use std::sync::Arc;

    const THREE: &str = r#"
        [defaults]
        bind = "wg0"
        open_for = "15m"
        [[profile]]
        name = "a \"b\" {c}"
        host = "2001:db8::1"
        open = ["61871"]
        close = ["7000", { port = 8000, protocol = "udp", payload = "base64:AP8=", delay = "500ms" },
                 { port = 1, mode = "connect" }, "icmp:84",
                 { port = 2, protocol = "udp", payload = { env = "X" } }]
        check = 22
        family = "both"
        retries = 0
        server_timeout = "30s"
        keep_open = true
        on_open = { run = ["x y", "{host}", "{{}}"] }
        on_close = { url = "https://{host}:{port}" }
        [[profile]]
        name = "b"
        host = "b.example"
        open = { command = ["pass", "show", "x"] }
        close = { one_time = { file = "/x/list" } }
        [[profile]]
        name = "c"
        host = "c.example"
        open = { keyring = true }
    "#;

    fn profiles() -> Vec<Arc<Profile>> {
        decode(THREE, Path::new("")).unwrap().profiles
    }

    fn all_written() -> String {
        let profiles = profiles();
        let written = profiles.iter().map(|one| encode_closing(one).to_string());
        written.collect()
    }

    #[test]
    fn what_is_needed_to_close_is_written_and_read_again() {
        for profile in profiles() {
            let written = encode_closing(&profile);
            let again = decode(&written, Path::new("")).unwrap_or_else(|mistakes| {
                panic!("{mistakes:?} in\n{}", &*written);
            });
            assert_eq!(encode_closing(&again.profiles[0]), written);
        }
        let all = all_written();
        for part in [
            "7000",
            "base64:AP8=",
            "500ms",
            "\"connect\"",
            "icmp:84",
            "env = \"X\"",
            "wg0",
            "15m",
            "/x/list",
            "family = \"both\"",
            "https://{host}:{port}",
            "check = 22",
        ] {
            assert!(all.contains(part), "{part} is missing in\n{all}");
        }
    }

    #[test]
    fn an_opening_sequence_is_not_written() {
        let all = all_written();
        for part in ["61871", "pass", "keyring"] {
            assert!(!all.contains(part), "{part} is in\n{all}");
        }
    }
}
