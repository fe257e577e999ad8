//! Files as fwknop's users write them, what the real client made of such, and whole texts that are none.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;
use std::num::NonZeroU16;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use rstest::rstest;
use serde::Deserialize;
use toml_edit::{ArrayOfTables, DocumentMut, Item};
use zeroize::Zeroizing;

use super::*;
use crate::config::{decode, encode_profile};
use crate::interop::import::{Files, Format};
use crate::profile::{Allow, KeySource, Profile, Settings, Spa, SpaNat, SpaPort, SpaTransport};
use crate::spa::{Algorithm, Timeout, User};
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
    let user = spa.user.as_ref().map(User::as_str);
    let hmac = spa.hmac.as_ref();
    let hmac = hmac.map(|hmac| format!("{}:{}", hmac.algorithm.word(), key(&hmac.key)));
    format!(
        "{} {}/{port} {allow},{} user={user:?} nat={nat} local={is_local} timeout={} digest={} key={} hmac={hmac:?}",
        profile.host,
        spa.transport,
        spa.access,
        spa.timeout.map_or(0, Timeout::seconds),
        spa.digest.word(),
        key(&spa.key),
    )
}

/// In the style of what fwknop writes with `--save-rc-stanza`, and of its manual.
const USUAL: &str = "\
# .fwknoprc
[default]
#ALLOW_IP            <ip addr>
HMAC_DIGEST_TYPE     sha512

[home.example.net]
ALLOW_IP                    resolve
ACCESS                      tcp/22
SPA_SERVER                  home.example.net
KEY_BASE64                  a2V5LW9mLWhvbWU=
HMAC_KEY_BASE64             aG1hYy1vZi1ob21l
USE_HMAC                    Y
FW_TIMEOUT                  60

[nat]
SPA_SERVER 192.0.2.20
SPA_SERVER_PORT 62222
ACCESS tcp/8088
ALLOW_IP 10.21.2.6
NAT_ACCESS 192.168.1.55,88
KEY key-of-nat
HMAC_KEY hmac-of-nat
HMAC_DIGEST_TYPE sha256
SPOOF_USER alice
TIME_OFFSET -5m
";

#[test]
fn each_stanza_is_a_profile_with_what_default_says() {
    let import = read(USUAL);
    let profiles: Vec<&Profile> = import.entries.iter().map(|entry| &entry.profile).collect();
    let names: Vec<&str> = profiles
        .iter()
        .map(|profile| profile.name.as_str())
        .collect();
    assert_eq!(names, ["home.example.net", "nat"]);
    assert_eq!([import.entries[0].line, import.entries[1].line], [6, 15]);
    assert_eq!(
        shown(profiles[0]),
        "home.example.net udp/62201 Service(AddressService { text: \"https://www.cipherdyne.org/cgi-bin/myip\", authority: \"www.cipherdyne.org\", host: \"www.cipherdyne.org\", port: 443, path: \"/cgi-bin/myip\" }),tcp/22 user=None nat=<NULL> local=false timeout=60 digest=sha256 key=key-of-home hmac=Some(\"sha512:hmac-of-home\")"
    );
    assert_eq!(
        shown(profiles[1]),
        "192.0.2.20 udp/62222 10.21.2.6,tcp/8088 user=Some(\"alice\") nat=192.168.1.55,88 local=false timeout=0 digest=sha256 key=key-of-nat hmac=Some(\"sha256:hmac-of-nat\")"
    );
    assert_eq!(spa(profiles[1]).clock_offset.seconds(), -300);
    assert_eq!(notes(&import), Vec::<String>::new());
}

#[test]
fn the_one_tcp_port_is_checked_and_the_servers_time_is_known() {
    let import = read(&stanza("FW_TIMEOUT 60\n"));
    let profile = &import.entries[0].profile;
    assert_eq!(profile.check.map(u16::from), Some(22));
    assert_eq!(profile.server_timeout, Some(Duration::from_mins(1)));
    let import = read(&stanza("ACCESS tcp/22,tcp/80\n"));
    assert_eq!(import.entries[0].profile.check, None);
    assert_eq!(import.entries[0].profile.server_timeout, None);
}

/// What fwknop 2.6.10 made of the same lines.
#[rstest]
#[case("5", 5)]
#[case("+5", 5)]
#[case("05", 5)]
#[case("-0", 0)]
#[case("-2h", -7_200)]
#[case("1d", 86_400)]
#[case("5M", 300)]
#[case("5x", 5)]
#[case("1h30m", 3_600)]
#[case("5xm", 300)]
#[case("5-3m", 3_180)]
#[case("--5", -5)]
#[case("65536", 65_536)]
fn an_offset_is_what_fwknop_makes_of_it(#[case] text: &str, #[case] seconds: i64) {
    let (spa, _) = work(&format!("TIME_OFFSET {text}\n"));
    assert_eq!(spa.clock_offset.seconds(), seconds);
}

/// What fwknop 2.6.10 made of the same lines.
#[rstest]
#[case("NAT_LOCAL Y\n", "tcp/22", None, true)]
#[case("NAT_PORT 4040\n", "tcp/4040", None, false)]
#[case("NAT_PORT 0\n", "tcp/22", None, false)]
#[case("NAT_LOCAL Y\nNAT_PORT 4040\n", "tcp/4040", Some("h.example:22"), true)]
#[case("NAT_ACCESS 10.0.0.5\n", "tcp/22", Some("10.0.0.5:22"), false)]
#[case("NAT_ACCESS 10.0.0.5:88\n", "tcp/22", Some("10.0.0.5:88"), false)]
#[case(
    "NAT_ACCESS x\nNAT_LOCAL Y\nNAT_PORT 99\n",
    "tcp/99",
    Some("x:22"),
    true
)]
fn a_port_leads_to_where_fwknop_lets_it(
    #[case] lines: &str,
    #[case] access: &str,
    #[case] target: Option<&str>,
    #[case] is_local: bool,
) {
    let (spa, notes) = work(lines);
    assert_eq!(spa.access.to_string(), access);
    let (local, to) = match spa.nat {
        Some(SpaNat::Local(to)) => (true, to),
        Some(SpaNat::Forward(to)) => (false, Some(to)),
        None => (false, None),
    };
    assert_eq!(
        (local, to.map(|to| to.to_string()).as_deref()),
        (is_local, target)
    );
    assert_eq!(notes, Vec::<String>::new());
}

#[rstest]
#[case("SPA_SERVER_PORT 22x\n", SpaPort::Fixed(NonZeroU16::new(22).unwrap()))]
#[case("RAND_PORT Y\nSPA_SERVER_PORT 99\n", SpaPort::Random)]
fn a_port_is_what_fwknop_makes_of_it(#[case] lines: &str, #[case] port: SpaPort) {
    assert_eq!(work(lines).0.port, port);
}

#[test]
fn transports_digests_and_a_source_port_are_read() {
    let (spa, notes) = work(
        "SPA_SERVER_PROTO HTTP\nSPA_SOURCE_PORT 1234\nDIGEST_TYPE SHA3_512\nVERBOSE 1\nGPG_SIGNER x\n",
    );
    assert_eq!(spa.transport, SpaTransport::Http);
    assert_eq!(spa.source_port.map(u16::from), Some(1234));
    assert_eq!(spa.digest, Algorithm::Sha3_512);
    assert_eq!(notes, Vec::<String>::new());
}

/// What is imported, with a word.
#[rstest]
#[case(
    "KEY correct horse\n",
    "8 work: `KEY` ends at the first blank, # or ;, for fwknop too. The server's access.conf takes the rest as well: if it has the whole, the two do not match"
)]
#[case(
    "HMAC_KEY p#ss\n",
    "8 work: `HMAC_KEY` ends at the first blank, # or ;, for fwknop too. The server's access.conf takes the rest as well: if it has the whole, the two do not match"
)]
#[case(
    "KEY_BASE64 azI=\n",
    "6 work: `KEY` counts, and `KEY_BASE64` does not, wherever they stand"
)]
#[case(
    "HMAC_KEY_BASE64 azI=\n",
    "7 work: `HMAC_KEY` counts, and `HMAC_KEY_BASE64` does not, wherever they stand"
)]
#[case(
    "SPOOF_USER abcdefghijklmnopqrstuvwxyz0123\n",
    "8 work: `SPOOF_USER` is cut after 29 bytes, as fwknop does it"
)]
#[case(
    "SPA_SERVER a123456789.a123456789.a123456789.a123456789.a12345\n",
    "8 work: fwknop cuts `SPA_SERVER` after 49 characters; here it is whole"
)]
#[case(
    "ALLOW_IP resolve\n",
    "8 work: the address in `ALLOW_IP` counts, and no service is asked for another, by fwknop neither"
)]
#[case(
    "RAND_PORT yes\n",
    "8 work: only Y means something to `RAND_PORT`, and nothing takes it back"
)]
#[case(
    "RAND_PORT Y\nRAND_PORT N\n",
    "9 work: only Y means something to `RAND_PORT`, and nothing takes it back"
)]
#[case(
    "HTTP_USER_AGENT x\n",
    "8 work: `HTTP_USER_AGENT` has no counterpart here and was left out"
)]
fn what_is_not_as_it_looks_is_said(#[case] lines: &str, #[case] note: &str) {
    assert_eq!(work(lines).1, [note]);
}

#[test]
fn an_hmac_key_is_cut_where_fwknop_cuts_it() {
    let (spa, notes) = work(&format!("HMAC_KEY {}\n", "h".repeat(129)));
    assert_eq!(key(&spa.hmac.unwrap().key), "h".repeat(128));
    assert_eq!(
        notes,
        [
            "8 work: only the first 128 bytes of `HMAC_KEY` are taken, by fwknop too; the server does not cut it"
        ]
    );
}

#[test]
fn a_flag_that_was_never_set_may_be_off() {
    assert_eq!(
        work("RAND_PORT N\nUSE_GPG n\nUSE_HMAC N\n").1,
        Vec::<String>::new()
    );
}

/// What is left out, and why.
#[rstest]
#[case(
    "FW_TIMEOUT\n",
    "-8 work: fwknop stops here: a line is `KEY value`, or has # as its first character"
)]
#[case(
    "CLIENT_TIMEOUT 60\n",
    "-8 work: fwknop stops here: it has no such key; did you mean `FW_TIMEOUT`?"
)]
#[case(
    "key k1\n",
    "-8 work: fwknop stops here: it has no such key; did you mean `KEY`?"
)]
#[case(" # indented\n", "-8 work: fwknop stops here: it has no such key")]
#[case("hunter2 x\n", "-8 work: fwknop stops here: it has no such key")]
#[case(
    "DIGEST_TYPE sha9\n",
    "-8 work: fwknop does not take this `DIGEST_TYPE`; write one of md5, sha1, sha256, sha384, sha512, sha3_256, sha3_512"
)]
#[case(
    "SPA_SERVER_PROTO sctp\n",
    "-8 work: fwknop does not take this `SPA_SERVER_PROTO`; write one of udp, tcp, http"
)]
#[case(
    "ENCRYPTION_MODE xyz\n",
    "-8 work: fwknop does not take this `ENCRYPTION_MODE`; write one of cbc"
)]
#[case(
    "ENCRYPTION_MODE CFB\n",
    "-8 work: PortKnocker does not have fwknop's cipher mode cfb; CBC is the usual one, to be set on both sides"
)]
#[case(
    "ENCRYPTION_MODE legacy\n",
    "-8 work: PortKnocker does not have fwknop's cipher mode legacy; CBC is the usual one, to be set on both sides"
)]
#[case(
    "ENCRYPTION_MODE Asymmetric\n",
    "-8 work: PortKnocker cannot encrypt with GPG; give the server a key (`KEY_BASE64`)"
)]
#[case(
    "USE_GPG Y\n",
    "-8 work: PortKnocker cannot encrypt with GPG; give the server a key (`KEY_BASE64`)"
)]
#[case(
    "SPA_SERVER_PROTO icmp\n",
    "-8 work: only root can send this way; let `SPA_SERVER_PROTO` be udp, tcp or http, as the server listens"
)]
#[case(
    "SPOOF_SOURCE_IP 192.0.2.1\n",
    "-8 work: PortKnocker does not forge addresses; take out `SPOOF_SOURCE_IP`"
)]
#[case(
    "SPA_SERVER_PORT 65536\n",
    "-8 work: `SPA_SERVER_PORT` is a number from 0 to 65535"
)]
#[case(
    "SPA_SERVER_PORT -5\n",
    "-8 work: `SPA_SERVER_PORT` is a number from 0 to 65535"
)]
#[case(
    "SPA_SERVER_PORT 99999999999999999999\nSPA_SERVER_PORT 1\n",
    "-8 work: `SPA_SERVER_PORT` is a number from 0 to 65535"
)]
#[case(
    "SPA_SERVER_PORT 0\n",
    "-8 work: `SPA_SERVER_PORT` is not a port from 1 to 65535"
)]
#[case(
    "FW_TIMEOUT 65537\n",
    "-8 work: `FW_TIMEOUT` is a number from 0 to 65536"
)]
#[case(
    "TIME_OFFSET abc\n",
    "-8 work: `TIME_OFFSET` is a number up to 65536, with - before it or m, h or d behind it"
)]
#[case(
    "TIME_OFFSET -\n",
    "-8 work: `TIME_OFFSET` is a number up to 65536, with - before it or m, h or d behind it"
)]
#[case(
    "TIME_OFFSET 65537\n",
    "-8 work: `TIME_OFFSET` is a number up to 65536, with - before it or m, h or d behind it"
)]
#[case(
    "TIME_OFFSET 65536d\n",
    "-8 work: `TIME_OFFSET` is more than a day; set the clocks right"
)]
#[case(
    "KEY_BASE64 ab-c_d\n",
    "-8 work: `KEY_BASE64` is not base64; copy it again from where it was made"
)]
#[case(
    "ALLOW_IP example.org\n",
    "-8 work: `ALLOW_IP` is an IPv4 address that a machine can have, `source` or `resolve`"
)]
#[case(
    "ALLOW_IP 224.0.0.1\n",
    "-8 work: `ALLOW_IP` is an IPv4 address that a machine can have, `source` or `resolve`"
)]
#[case(
    "ACCESS TCP/22\n",
    "-8 work: `ACCESS` is not written like tcp/22,udp/1194, in small letters and without blanks"
)]
#[case(
    "ACCESS tcp/22, udp/53\n",
    "-8 work: `ACCESS` is not written like tcp/22,udp/1194, in small letters and without blanks"
)]
#[case(
    "SPA_SERVER h:22\n",
    "-8 work: `SPA_SERVER` is neither a name nor an address"
)]
#[case(
    "SPA_SERVER 2001:db8::1\n",
    "-8 work: fwknop knows IPv4 alone: give `SPA_SERVER` a name or an IPv4 address"
)]
#[case(
    "SPOOF_USER a:b\n",
    "-8 work: `SPOOF_USER` has a character that the server refuses"
)]
#[case(
    "NAT_ACCESS 10.0.0.5:x\n",
    "-8 work: `NAT_ACCESS` or `SPA_SERVER` is not a name or an IPv4 address that a port can be forwarded to, like 10.0.0.5:22"
)]
#[case(
    "SPA_SERVER my_host\nNAT_LOCAL Y\nNAT_PORT 4040\n",
    "-8 work: `NAT_ACCESS` or `SPA_SERVER` is not a name or an IPv4 address that a port can be forwarded to, like 10.0.0.5:22"
)]
#[case(
    "NAT_RAND_PORT Y\n",
    "-8 work: PortKnocker asks for the same port each time; write `NAT_PORT` in place of `NAT_RAND_PORT`"
)]
#[case(
    "ACCESS tcp/22,tcp/80\nNAT_PORT 4040\n",
    "-9 work: fwknop stops here: `NAT_PORT` goes with a single port in `ACCESS`"
)]
#[case(
    "RAND_PORT Y\nSPA_SERVER_PROTO tcp\n",
    "-8 work: PortKnocker takes a random port for udp only; take out `RAND_PORT`"
)]
#[case(
    "KEY 123456789012345678901234567890123\n",
    "-8 work: `KEY` has to have 1 to 32 bytes"
)]
#[case(
    "HMAC_KEY k1\n",
    "-8 work: both keys are the same, which neither fwknop nor the server takes"
)]
fn what_cannot_be_had_is_left_out(#[case] lines: &str, #[case] note: &str) {
    let import = read(&stanza(lines));
    assert_eq!(notes(&import), [note]);
    assert_eq!(import.entries.len(), 0);
}

#[test]
fn a_line_of_two_is_left_out() {
    let import = read(&stanza(&format!("SPOOF_USER {}\n", "a".repeat(1013))));
    assert_eq!(
        notes(&import),
        ["-8 work: longer than 1023 bytes, which fwknop reads as two lines; shorten it"]
    );
}

#[rstest]
#[case(
    "KEY_BASE64 a\n",
    "`KEY_BASE64` is not base64; copy it again from where it was made"
)]
#[case("KEY_BASE64 =\n", "`KEY_BASE64` has to have 1 to 32 bytes")]
fn base64_that_is_no_key_is_left_out(#[case] line: &str, #[case] reason: &str) {
    let import = read(&format!(
        "[work]\nSPA_SERVER h\nACCESS tcp/22\nALLOW_IP source\n{line}"
    ));
    assert_eq!(notes(&import), [format!("-5 work: {reason}")]);
}

#[rstest]
#[case("SPA_SERVER")]
#[case("ACCESS")]
#[case("ALLOW_IP")]
fn what_a_packet_cannot_be_without_is_asked_for(#[case] missing: &str) {
    let text = stanza("");
    let lines = text.lines().filter(|line| !line.starts_with(missing));
    let import = read(&lines.collect::<Vec<_>>().join("\n"));
    assert_eq!(
        notes(&import),
        [format!(
            "-2 work: neither it nor [default] has `{missing}`; write it into the file and import it again"
        )]
    );
}

/// Its lines from the fourth on.
fn resolving(lines: &str) -> Import {
    read(&format!(
        "[work]\nSPA_SERVER h\nACCESS tcp/22\n{lines}KEY k1\n"
    ))
}

#[rstest]
#[case("ALLOW_IP Resolve\n", "https://www.cipherdyne.org/cgi-bin/myip", None)]
#[case(
    "RESOLVE_IP_HTTPS Y\n",
    "https://www.cipherdyne.org/cgi-bin/myip",
    None
)]
#[case("RESOLVE_IP_HTTP y\n", "https://www.cipherdyne.org/cgi-bin/myip", None)]
#[case(
    "RESOLVE_URL https://ip.example.net/v4\n",
    "https://ip.example.net/v4",
    None
)]
#[case(
    "RESOLVE_URL http://ip.example.net/v4\n",
    "https://ip.example.net/v4",
    Some(4)
)]
#[case(
    "RESOLVE_URL ip.example.net/v4\n",
    "https://ip.example.net/v4",
    Some(4)
)]
#[case(
    "RESOLVE_HTTP_ONLY Y\n",
    "https://www.cipherdyne.org/cgi-bin/myip",
    Some(4)
)]
fn the_service_that_knows_this_machines_address_is_asked_over_https(
    #[case] lines: &str,
    #[case] url: &str,
    #[case] noted: Option<usize>,
) {
    let import = resolving(lines);
    let spa = spa(&import.entries[0].profile);
    assert_eq!(spa.address_service().unwrap().to_string(), url);
    let note = |line| {
        format!(
            "{line} work: the service is asked over https, since anybody on the way could change the answer over http"
        )
    };
    assert_eq!(
        notes(&import),
        noted.map(note).into_iter().collect::<Vec<_>>()
    );
}

#[rstest]
#[case("ftp://ip.example.net")]
#[case("https://user:password@ip.example.net")]
#[case("[")]
fn another_url_is_left_out(#[case] url: &str) {
    assert_eq!(
        notes(&resolving(&format!("RESOLVE_URL {url}\n"))),
        ["-4 work: `RESOLVE_URL` is not an address for https:// without a password in it"]
    );
}

#[test]
fn a_key_that_fwknop_asks_for_is_one_of_the_keyring() {
    let import = read("[my work]\nSPA_SERVER h\nACCESS tcp/22\nALLOW_IP source\nUSE_HMAC Y\n");
    let spa = spa(&import.entries[0].profile);
    assert_eq!(key(&spa.key), "Keyring(\"my work/key\")");
    assert_eq!(
        key(&spa.hmac.as_ref().unwrap().key),
        "Keyring(\"my work/hmac_key\")"
    );
    assert_eq!(
        notes(&import),
        ["key", "hmac_key"].map(|field| format!(
            "1 my work: the file does not have its {field}, which fwknop asks for. Store it before the first use: `portknocker secret set PROFILE {field}`"
        ))
    );
}

#[test]
fn gpgs_passphrase_is_written_where_the_key_is() {
    assert_eq!(key(&work("GPG_SIGNING_PW k9\n").0.key), "k9");
}

/// What fwknop 2.6.10 read from such a file: the last line of the server, without the blanks before the key.
const KEYS: &str = "# h: a\nh2: b\nx h: c\n h: d\nh : e\nh g\nh: f\nh:\t file:key \r\nH: i\n";

#[test]
fn keys_are_read_from_the_files_that_are_named() {
    let text =
        "[work]\nSPA_SERVER h\nACCESS tcp/22\nALLOW_IP source\nKEY_FILE keys\nHMAC_KEY_FILE hmac\n";
    let import = try_read(text, &[("keys", KEYS), ("hmac", "h:h1")]).unwrap();
    let spa = spa(&import.entries[0].profile);
    assert_eq!(key(&spa.key), "file:key ");
    assert_eq!(key(&spa.hmac.as_ref().unwrap().key), "h1");
    assert_eq!(
        notes(&import),
        [
            "6 work: it is taken for the HMAC key, as it was surely meant; fwknop encrypts with it by mistake"
        ]
    );
}

#[rstest]
#[case(
    "h: k",
    "h2",
    "the file of keys, keys, has no line `SERVER: KEY` with the name in `SPA_SERVER`"
)]
#[case("h:", "h", "`KEY_FILE` has to have 1 to 32 bytes")]
fn a_file_without_the_key_is_named(
    #[case] keys: &'static str,
    #[case] server: &str,
    #[case] reason: &str,
) {
    let text =
        format!("[work]\nSPA_SERVER {server}\nACCESS tcp/22\nALLOW_IP source\nKEY_FILE keys\n");
    let import = try_read(&text, &[("keys", keys)]).unwrap();
    assert_eq!(notes(&import), [format!("-5 work: {reason}")]);
    let import = try_read(&text, &[]).unwrap();
    assert_eq!(
        notes(&import),
        ["-5 work: the file of keys, keys, cannot be read: it is not there"]
    );
}

#[test]
fn a_key_in_the_file_counts_before_a_file_of_keys() {
    assert_eq!(key(&work("KEY_FILE nowhere\n").0.key), "k1");
}

#[test]
fn what_stops_fwknop_in_default_stops_every_stanza() {
    let text = stanza("[other]\nSPA_SERVER o\n").replace("[default]\n", "[DEFAULT]\nKEY\n");
    assert_eq!(
        notes(&read(&text)),
        ["DEFAULT", "work", "other"].map(|name| format!(
            "-2 {name}: fwknop stops here: a line is `KEY value`, or has # as its first character"
        ))[1..]
    );
}

#[test]
fn default_is_a_profile_where_it_is_alone() {
    let alone = stanza("").replace("[work]\n", "");
    let import = read(&alone);
    assert_eq!(import.entries[0].profile.name, "default");
    assert_eq!(notes(&import), Vec::<String>::new());
    let import = read(&format!("{alone}[work]\nRAND_PORT Y\n"));
    assert_eq!(import.entries.len(), 1);
    assert_eq!(import.entries[0].profile.name, "work");
    assert_eq!(
        notes(&import),
        [
            "-1 default: the other stanzas begin with it. To have it as a profile too, give it a name of its own"
        ]
    );
}

#[test]
fn the_file_that_fwknop_makes_by_itself_has_nothing_in_it() {
    let import = read("# .fwknoprc\n\n[default]\n\n#DIGEST_TYPE sha256\n#[myssh]\n");
    assert_eq!((import.entries.len(), import.notes.len()), (0, 0));
}

#[test]
fn lines_that_count_for_nothing_are_named_once() {
    let text = format!("KEY k0\nKEY k0\n{}[]\nX\n[\u{7}]\n", stanza(""));
    let import = read(&text);
    assert_eq!(import.entries.len(), 1);
    assert_eq!(
        notes(&import),
        [
            "-1: this stands before the first [stanza] and counts for nothing, for fwknop too",
            "-11: fwknop stops here: a line is `KEY value`, or has # as its first character",
            "-12: no profile can have this name; give the stanza another one",
        ]
    );
}

#[rstest]
#[case("", 1)]
#[case("# only a comment\n", 1)]
#[case("\n\nSOURCE ANY\nKEY k1\n", 3)]
fn a_text_without_a_stanza_is_none(#[case] text: &str, #[case] at: usize) {
    let Err(Fault::Broken { line, reason }) = try_read(text, &[]) else {
        panic!("it was read");
    };
    assert_eq!(line, at);
    assert_eq!(
        reason.line(&Catalogue::english()),
        "not a .fwknoprc: it has no [stanza]. (access.conf is the server's; the client's file is needed)"
    );
}

#[rstest]
#[case("# x\n[default]\n", true)]
#[case("[work]\nKEY: k1\n", true)]
#[case("SPA_SERVER h\nbroken", true)]
#[case(
    "[options]\n  logfile = /x\n[openSSH]\n  sequence = 1,2\n  command = ACCESS\n",
    false
)]
#[case("[[profile]]\nname = \"a\"\n[defaults]\n", false)]
#[case("KEY = 1\nACCESS=2\n", false)]
#[case("#!/bin/sh\nKEY k\n", false)]
#[case("knock h 1 2 3\n", false)]
#[case("{\"a\": [\"default\"]}", false)]
#[case("", false)]
fn it_is_told_from_other_formats(#[case] text: &str, #[case] is_one: bool) {
    assert_eq!(recognises(text), is_one);
}

#[test]
fn a_whole_file_is_found_out_by_itself() {
    assert_eq!(Format::of(USUAL), Some(Format::Fwknoprc));
    assert_eq!(Format::of(&stanza("")), Some(Format::Fwknoprc));
}

/// Whether a configuration may have these profiles; what is said never has one of these keys in it.
fn is_sound(result: &Result<Import, Fault>, keys: &[&str]) -> Result<(), TestCaseError> {
    let import = match result {
        Err(Fault::Broken { line, .. }) => {
            prop_assert!(*line >= 1);
            return Ok(());
        }
        Err(fault) => return Err(TestCaseError::fail(fault.to_string())),
        Ok(import) => import,
    };
    for note in notes(import) {
        prop_assert!(!keys.iter().any(|key| note.contains(key)), "{note}");
        prop_assert!(!note.contains(char::is_control), "{note:?}");
    }
    prop_assert!(import.notes.iter().all(|note| note.line >= 1));
    for entry in &import.entries {
        let table = encode_profile(&entry.profile, &Settings::default());
        let mut document = DocumentMut::new();
        document.insert(
            "profile",
            Item::ArrayOfTables(ArrayOfTables::from_iter([table])),
        );
        let again = decode(&document.to_string(), Path::new(""));
        let again = again.map_err(|found| TestCaseError::fail(format!("{found:?}")))?;
        prop_assert_eq!(
            shown_or_not(&again.profiles[0]),
            shown_or_not(&entry.profile)
        );
        prop_assert_eq!(again.profiles[0].check, entry.profile.check);
        prop_assert_eq!(
            again.profiles[0].server_timeout,
            entry.profile.server_timeout
        );
    }
    Ok(())
}

fn shown_or_not(profile: &Profile) -> (String, String, i64) {
    let offset = spa(profile).clock_offset.seconds();
    (profile.name.clone(), shown(profile), offset)
}

#[test]
fn cut_anywhere_it_is_read_or_refused() {
    let text = format!("{USUAL}{}", stanza("SPOOF_USER müller\n"));
    for end in 0..=text.len() {
        let cut = String::from_utf8_lossy(&text.as_bytes()[..end]);
        is_sound(&try_read(&cut, &[]), &["a2V5", "aG1h", "key-of", "hmac-of"]).unwrap();
    }
}

#[test]
fn many_stanzas_below_a_long_default_take_no_time() {
    let mut text = "[default]\n".to_owned() + &"SPOOF_USER alice\n".repeat(30_000);
    for number in 0..30_000 {
        writeln!(
            text,
            "[stanza {number}]
USE_GPG Y"
        )
        .unwrap();
    }
    let begun = Instant::now();
    assert_eq!(read(&text).notes.len(), 30_000);
    assert!(begun.elapsed() < Duration::from_secs(10));
}

/// Lines such as a file has, good and bad.
fn line() -> impl Strategy<Value = String> {
    let keys = values_keys();
    let value = prop_oneof![
        Just("Y"),
        Just("N"),
        Just("source"),
        Just("resolve"),
        Just("192.0.2.7"),
        Just("tcp/22"),
        Just("tcp/22,udp/53"),
        Just("h.example"),
        Just("60"),
        Just("70000"),
        Just("-5m"),
        Just("udp"),
        Just("tcp"),
        Just("sha1"),
        Just("10.0.0.5:22"),
        Just("x,1"),
        Just("https://a.example"),
        Just("secretkey1"),
        Just("c2VjcmV0"),
        Just("a b"),
        Just("hex:zz"),
        Just("keys"),
        Just("é"),
        Just("#"),
        Just(""),
    ];
    let blank = prop_oneof![Just(" "), Just("\t"), Just(": "), Just("="), Just(" = ")];
    prop_oneof![
        8 => (proptest::sample::select(keys), blank, value).prop_map(|(key, blank, value)| format!("{key}{blank}{value}")),
        1 => prop_oneof![Just("[default]"), Just("[a]"), Just("[A ]"), Just("[@]"), Just("["), Just(" # x"), Just(""), Just("\r")].prop_map(str::to_owned),
    ]
}

fn values_keys() -> Vec<&'static str> {
    values::all()
        .chain(["CLIENT_TIMEOUT", "key", "GPG_SIGNING_PW"])
        .collect()
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in any::<String>()) {
        recognises(&text);
        is_sound(&try_read(&text, &[]), &[])?;
    }

    #[test]
    fn no_value_is_too_odd(key in proptest::sample::select(values_keys()), value in any::<String>()) {
        is_sound(&try_read(&stanza(&format!("{key} {value}\n")), &[("keys", "h.example: k")]), &[])?;
    }

    #[test]
    fn what_is_read_may_stand_in_a_configuration(lines in proptest::collection::vec(line(), 0..12), is_whole in any::<bool>()) {
        let lines = lines.join("\n");
        let text = if is_whole { stanza(&lines) } else { format!("[default]\nACCESS tcp/22\n{lines}") };
        is_sound(&try_read(&text, &[("keys", "h.example: secretkey3")]), &["secretkey", "c2VjcmV0"])?;
    }
}
