//! Files as fwknop's users write them, what the real client made of such, and whole texts that are none.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use rstest::rstest;
use serde::Deserialize;
use toml_edit::{ArrayOfTables, DocumentMut, Item};
use zeroize::Zeroizing;

use super::*;
use crate::config::{decode, encode_profile};
use crate::interop::import::{Files, Format};
use crate::profile::{Allow, Field, KeySource, Profile, Settings, Spa, SpaNat, SpaPort};
use crate::text::Catalogue;

/// The files that a test's file may name.
struct These(HashMap<&'static str, &'static str>);

impl Files for These {
    fn read(&self, path: &Path) -> io::Result<Zeroizing<String>> {
        let text = path.to_str().and_then(|path| self.0.get(path));
        let text = text.map(|text| Zeroizing::new((*text).to_owned()));
        text.ok_or_else(|| io::Error::other("it is not there"))
    }
}

fn try_read(text: &str, files: &[(&'static str, &'static str)]) -> Result<Import, Fault> {
    let options = Options {
        host: None,
        as_sent: false,
        files: &These(files.iter().copied().collect()),
    };
    super::read(text, &options)
}

fn read(text: &str) -> Import {
    try_read(text, &[]).unwrap_or_else(|fault| panic!("{fault}"))
}

/// A stanza that says what has to be said, from its third line on, and these lines from its eighth on.
fn stanza(lines: &str) -> String {
    format!(
        "[default]\n[work]\nSPA_SERVER h.example\nACCESS tcp/22\nALLOW_IP source\nKEY k1\nHMAC_KEY h1\n{lines}"
    )
}

/// What comes of these lines.
fn work(lines: &str) -> (Spa, Vec<String>) {
    let import = read(&stanza(lines));
    let [entry] = import.entries.as_slice() else {
        panic!("{:?}", notes(&import));
    };
    (spa(&entry.profile).clone(), notes(&import))
}

fn spa(profile: &Profile) -> &Spa {
    profile.open.spa().unwrap()
}

/// Each note in a line: `3 work: …`, with a minus where something was left out.
fn notes(import: &Import) -> Vec<String> {
    let words = Catalogue::english();
    let line = |note: &Note| {
        let mark = if note.is_skipped { "-" } else { "" };
        let name = note.name.as_ref().map(|name| format!(" {name}"));
        let (name, reason) = (name.unwrap_or_default(), note.reason.line(&words));
        format!("{mark}{}{name}: {reason}", note.line)
    };
    import.notes.iter().map(line).collect()
}

fn key(source: &KeySource) -> String {
    match source {
        KeySource::Literal(key) => String::from_utf8_lossy(key.expose()).into_owned(),
        KeySource::Secret(source) => format!("{source:?}"),
    }
}

/// The file of vectors, as far as this test reads it.
#[derive(Deserialize)]
struct Vectors {
    fwknoprc_cases: Vec<Case>,
}

/// A file, and what the real client made of it.
#[derive(Deserialize)]
struct Case {
    name: String,
    rc: String,
    args: Vec<String>,
    exit: u8,
    effective: Option<Effective>,
}

#[derive(Deserialize)]
struct Effective {
    server: String,
    dport: String,
    proto: String,
    message: String,
    username: String,
    message_type: String,
    nat_access: String,
    client_timeout: String,
    digest: String,
    hmac: String,
    key: String,
    hmac_key: Option<String>,
    dport_note: Option<String>,
}

/// These differ on purpose, or are about options of the command line, which no file has.
const OTHERWISE: [&str; 4] = [
    "keys before any section",
    "-a on command line beats stanza",
    "-f 70000",
    "server name of 60 chars",
];

#[test]
fn every_file_is_read_as_the_real_client_read_it() {
    let vectors = include_str!("../../../../tests/spa/vectors.json");
    let vectors: Vectors = serde_json::from_str(vectors).unwrap();
    let (otherwise, cases): (Vec<_>, Vec<_>) = vectors
        .fwknoprc_cases
        .iter()
        .partition(|case| OTHERWISE.contains(&case.name.as_str()));
    assert_eq!((cases.len(), otherwise.len()), (29, OTHERWISE.len()));
    for case in cases {
        let asked = case.args.get(1).map_or("default", String::as_str);
        let import = read(&case.rc);
        let is_asked = |name: &str| name.eq_ignore_ascii_case(asked);
        let mut entries = import.entries.iter();
        let entry = entries.find(|entry| is_asked(&entry.profile.name));
        let is_left_out = import
            .notes
            .iter()
            .any(|note| note.is_skipped && note.name.as_deref().is_some_and(is_asked));
        assert_eq!(entry.is_some(), case.exit == 0, "{}", case.name);
        assert_eq!(is_left_out, case.exit == 1, "{}", case.name);
        if let (Some(entry), Some(effective)) = (entry, &case.effective) {
            assert_eq!(shown(&entry.profile), effective.shown(), "{}", case.name);
        }
    }
}

/// Where fwknop stopped at a line, that line is named.
#[rstest]
#[case("equals without blanks", 5)]
#[case("blank line of spaces", 5)]
#[case("unknown variable", 6)]
#[case("lower-case variable", 5)]
#[case("ALLOW_IP hostname", 7)]
#[case("proto bad", 6)]
#[case("KEY_BASE64 not base64", 5)]
fn the_line_at_which_the_real_client_stopped_is_named(#[case] name: &str, #[case] line: usize) {
    let vectors = include_str!("../../../../tests/spa/vectors.json");
    let vectors: Vectors = serde_json::from_str(vectors).unwrap();
    let mut cases = vectors.fwknoprc_cases.iter();
    let import = read(&cases.find(|case| case.name == name).unwrap().rc);
    let lines: Vec<usize> = import.notes.iter().map(|note| note.line).collect();
    assert_eq!(lines, [line]);
}

impl Effective {
    fn shown(&self) -> String {
        let named = |text: &str| {
            let (_, name) = text.split_once('(').unwrap();
            name.trim_end_matches(')').to_ascii_lowercase()
        };
        let port = match &self.dport_note {
            Some(note) => note.clone(),
            None => self.dport.clone(),
        };
        // Whoever ran the client.
        let user = Some(self.username.as_str()).filter(|user| *user != "tester");
        let is_local = self.message_type.contains("ocal NAT");
        let hmac = self
            .hmac_key
            .as_ref()
            .map(|key| format!("{}:{key}", named(&self.hmac)));
        format!(
            "{} {}/{port} {} user={user:?} nat={} local={is_local} timeout={} digest={} key={} hmac={hmac:?}",
            self.server,
            self.proto,
            self.message,
            self.nat_access,
            self.client_timeout,
            named(&self.digest),
            self.key,
        )
    }
}

/// The same of a profile.
fn shown(profile: &Profile) -> String {
    let spa = spa(profile);
    let port = match spa.port {
        SpaPort::Fixed(port) => port.to_string(),
        SpaPort::Random => "random".to_owned(),
    };
    let allow = match spa.allow.as_ref().unwrap() {
        Allow::Address(address) => address.to_string(),
        Allow::Source => "0.0.0.0".to_owned(),
        allow => format!("{allow:?}"),
    };
    let (is_local, target) = match &spa.nat {
        Some(SpaNat::Forward(target)) => (false, Some(target)),
        Some(SpaNat::Local(target)) => (true, target.as_ref()),
        None => (false, None),
    };
    let nat = target.map_or("<NULL>".to_owned(), |to| {
        format!("{},{}", to.host(), to.port())
    });
    let user = spa.user.as_ref().map(|user| user.as_str());
    let hmac = spa.hmac.as_ref();
    let hmac = hmac.map(|hmac| format!("{}:{}", hmac.algorithm.word(), key(&hmac.key)));
    format!(
        "{} {}/{port} {allow},{} user={user:?} nat={nat} local={is_local} timeout={} digest={} key={} hmac={hmac:?}",
        profile.host,
        spa.transport,
        spa.access,
        spa.timeout.map_or(0, |timeout| timeout.seconds()),
        spa.digest.word(),
        key(&spa.key),
    )
}
