use std::path::Path;
use std::sync::Arc;

use toml_edit::{ArrayOfTables, DocumentMut, Item};

use super::encode_profile;
use crate::config::decode;
use crate::profile::{Profile, Settings};

fn profiles(text: &str) -> Vec<Arc<Profile>> {
    let config = decode(text, Path::new("")).unwrap_or_else(|found| panic!("{found:?} in\n{text}"));
    config.profiles
}

fn encoded<'p>(
    profiles: impl IntoIterator<Item = &'p Arc<Profile>>,
    defaults: &Settings,
) -> String {
    let tables: ArrayOfTables = profiles
        .into_iter()
        .map(|profile| encode_profile(profile, defaults))
        .collect();
    let mut document = DocumentMut::new();
    document.insert("profile", Item::ArrayOfTables(tables));
    document.to_string()
}

/// As it is written here, it is written again: every key of a profile, in every form that means something else.
const EVERY_KEY: &str = r#"[[profile]]
name = 'a "b" {c}'
group = "Home"
host = "2001:db8::1"
open = ["7000", "8000:udp", "icmp:84", { port = 9000, delay = "500ms" }]
close = [{ port = 1, mode = "connect" }, { port = 2, protocol = "udp", payload = "open sesame" }, { port = 3, protocol = "udp", payload = "base64:AP8=" }, { port = 4, protocol = "udp", payload = { env = "X" } }, { port = 5, protocol = "udp", payload = { keyring = true } }]
check = 22
server = { kind = "knockd", seq_timeout = "5s", tcpflags = "syn,!ack" }
server_timeout = "30s"
keep_open = true
open_on = ["login", "resume", "network"]
watch = "1m"
on_open = { run = ["x y", "{host}", "{{}}"] }
on_close = { url = "https://{host}:{port}/" }
delay = "500ms"
family = "both"
check_timeout = "2s"
retries = 0
secret_timeout = "10s"
open_for = "15m"
bind = "wg0"

[[profile]]
name = "b"
host = "b.example"
open = { command = ["pass", "show", "x"] }
close = { one_time = { file = "/x/list" } }
check = 22

[[profile]]
name = "c"
host = "c.example"
open = { keyring = true }
close = { keyring = "other/close" }

[[profile]]
name = "d"
host = "d.example"
open = { one_time = { keyring = true } }
close = { file = "/x/close" }

[[profile]]
name = "e"
host = "e.example"
spa = { access = "tcp/22", key = { keyring = true }, hmac_key = { env = "H" } }

[[profile]]
name = "f"
host = "f.example"
spa = { access = "tcp/22,udp/53", key = "base64:AAEC", hmac_key = "correct horse", hmac = "sha512", port = 80, source_port = 4000, transport = "tcp", allow = "192.0.2.7", timeout = "1m", nat = "10.0.0.5:22", user = "me", digest = "md5", clock_offset = "-5m" }
server_timeout = "20s"

[[profile]]
name = "g"
host = "g.example"
spa = { access = "tcp/22", key = "k", hmac = "none", random_port = true, allow = "https://ip.example.net/x", local_nat = true, nat = "g.example:2222" }

[[profile]]
name = "h"
host = "h.example"
spa = { access = "tcp/22", key = "k", hmac = "none", allow = "source", local_nat = true }

[[profile]]
name = "i"
host = "i.example"
spa = { access = "tcp/22", key = "k", hmac = "none", allow = "local" }
"#;

#[test]
fn every_key_is_written_as_it_was_read() {
    let all = profiles(EVERY_KEY);
    assert_eq!(encoded(&all, &Settings::default()), EVERY_KEY);
}

#[test]
fn what_the_defaults_say_is_not_said_again() {
    let defaults = "[defaults]\ndelay = \"1s\"\nretries = 5\n";
    let profile = "[[profile]]\nname = \"a\"\nhost = \"a.example\"\nopen = [\"1\"]\nretries = 2\n";
    let config = decode(&format!("{defaults}{profile}"), Path::new("")).unwrap();
    assert_eq!(encoded(&config.profiles, &config.defaults), profile);
    let plain = encoded(&config.profiles, &Settings::default());
    assert_eq!(plain, profile.replace("retries = 2", "delay = \"1s\""));
}

#[test]
fn what_a_profile_cannot_use_is_left_to_the_defaults() {
    let text = "[defaults]\nfamily = \"both\"\ndelay = \"1s\"\nopen_for = \"15m\"\n\
        [[profile]]\nname = \"a\"\nhost = \"a.example\"\n\
        spa = { access = \"tcp/22\", key = \"k\", hmac = \"none\" }\n";
    let written = encoded(&profiles(text), &Settings::default());
    assert_eq!(
        written,
        "[[profile]]\nname = \"a\"\nhost = \"a.example\"\n\
         spa = { access = \"tcp/22\", key = \"k\", hmac = \"none\" }\n"
    );
    assert_eq!(profiles(&written).len(), 1);
}
