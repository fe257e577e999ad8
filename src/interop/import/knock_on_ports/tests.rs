//! Knock on Ports' exports, old and new.

use std::num::NonZeroU16;
use std::time::Instant;

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::interop::import::Format;
use crate::interop::import::json::testing::{
    anything, fault, holds_of, holds_wherever_it_is_cut, said, toml,
};
use crate::profile::{Payload, Protocol, Settings};

/// As version 2 of the app writes it: every key, with nulls.
const EXPORTED: &str = r#"{
  "version": 1,
  "sequences": [
    {
      "name": "Home open", "host": "home.example", "delay": 400, "application": null, "app_name": null,
      "icmp_type": "with_ip_header", "ipv": "prefer_ipv4", "local_port": null, "ttl": 0,
      "uri": "ssh://me@home.example/{x}", "group": "Private", "checkAccess": true, "check_type": "PORT",
      "check_port": 22, "check_host": "HOME.example", "check_timeout": 3, "check_post_knock": true,
      "check_max_retries": 4,
      "steps": [
        {"type": "tcp", "port": 7101, "icmp_size": null, "icmp_count": null, "content": null, "encoding": "raw",
         "udp_payload_size": null},
        {"type": "udp", "port": 8202, "content": "sésame", "encoding": "raw"},
        {"type": "icmp", "port": null, "icmp_size": 64, "icmp_count": 2}
      ]
    },
    {
      "name": "Router", "host": "2001:db8::1", "ipv": "both_ipv4_ipv6",
      "application": "com.example.app", "app_name": "An app", "ttl": 64, "local_port": 5000,
      "steps": [{"type": "udp", "port": 9303, "content": "", "encoding": "hex"}]
    },
    {
      "name": "Home close", "host": "home.example", "delay": 400, "ipv": "prefer_ipv4", "group": "Private",
      "uri": "https://home.example/",
      "steps": [{"type": "tcp", "port": 9404}, {"type": "udp", "port": 8505}]
    }
  ]
}"#;

/// One sequence with these steps, and with this besides.
fn steps(steps: &str, more: &str) -> Import {
    let text =
        format!("[{{\"name\": \"a\", \"host\": \"b.example\"{more},\n\"steps\": [\n{steps}]}}]");
    read(&text).unwrap()
}

/// Its opening as a configuration has it.
#[track_caller]
fn open_of(import: &Import) -> String {
    let toml = toml(import);
    let open = toml.lines().find_map(|line| line.strip_prefix("open = "));
    open.unwrap_or_else(|| panic!("{:?}", said(import)))
        .to_owned()
}

#[test]
fn an_export_becomes_profiles_and_what_closes_goes_with_what_opens() {
    let import = read(EXPORTED).unwrap();
    assert_eq!(
        toml(&import),
        r#"[[profile]]
name = "Home"
group = "Private"
host = "home.example"
open = ["7101", { port = 8202, protocol = "udp", payload = "sésame" }, "icmp:56", "icmp:56"]
close = ["9404", "8505:udp"]
check = 22
on_open = { url = "ssh://me@home.example/{{x}}" }
on_close = { url = "https://home.example/" }
delay = "400ms"
family = "ipv4"
check_timeout = "3s"
retries = 4

[[profile]]
name = "Router"
host = "2001:db8::1"
open = ["9303:udp"]
delay = "500ms"
family = "both"
"#
    );
    assert_eq!(
        said(&import),
        [
            "19 (Router): there is nothing here like “application”",
            "19 (Router): there is nothing here like “ttl”",
            "19 (Router): there is nothing here like “local_port”",
            "22 (Home close): it closes what “Home open” opens: both became the profile Home",
        ]
    );
}

#[test]
fn an_old_export_has_numbers_for_words() {
    let import = read(
        r#"[{"name": "a", "host": "a.example", "delay": 0, "icmp_type": 0, "ipv": 3, "localPort": 5000, "steps": [
            {"type": 0, "port": 7101, "content": "AP8", "encoding": 1},
            {"type": 1, "port": 8202}, {"type": 2, "icmp_size": 100}]}]"#,
    )
    .unwrap();
    assert_eq!(
        toml(&import),
        r#"[[profile]]
name = "a"
host = "a.example"
open = [{ port = 7101, protocol = "udp", payload = "base64:AP8=" }, "8202", "icmp:100"]
delay = "0s"
family = "ipv6"
"#
    );
    assert_eq!(
        said(&import),
        ["1 (a): there is nothing here like “localPort”"]
    );
}

#[rstest]
#[case("prefer_ipv4", "a.example", Family::Ipv4)]
#[case("prefer_ipv4", "::1", Family::Ipv6)]
#[case("prefer_ipv6", "a.example", Family::Auto)]
#[case("only_ipv4", "a.example", Family::Ipv4)]
#[case("ONLY_IPV6", "a.example", Family::Ipv6)]
#[case("both_ipv4_ipv6", "a.example", Family::Both)]
fn families_are_what_they_come_to(#[case] ipv: &str, #[case] host: &str, #[case] family: Family) {
    let text = format!(
        "[{{\"name\": \"a\", \"host\": \"{host}\", \"ipv\": \"{ipv}\", \"steps\": [{{\"type\": \"tcp\", \"port\": 1}}]}}]"
    );
    let import = read(&text).unwrap();
    assert_eq!(import.entries[0].profile.settings.family, family);
    assert_eq!(said(&import), Vec::<String>::new());
}

#[rstest]
#[case(r#""content": "abc", "encoding": "raw""#, r#""abc""#)]
#[case(r#""content": " ", "encoding": "raw""#, r#"" ""#)]
#[case(r#""content": "00fF1", "encoding": "hex""#, r#""base64:AP8=""#)]
#[case(r#""content": "AP8=", "encoding": "base64""#, r#""base64:AP8=""#)]
#[case(
    r#""content": "abc", "udp_payload_size": 5"#,
    r#""text:abc\u0000\u0000""#
)]
#[case(r#""content": "abc", "udp_payload_size": 2"#, r#""ab""#)]
#[case(r#""content": "abc", "udp_payload_size": -1"#, r#""abc""#)]
#[case(r#""udp_payload_size": 0"#, r#""""#)]
fn a_datagram_carries_its_content_at_its_size(#[case] keys: &str, #[case] payload: &str) {
    let import = steps(&format!("{{\"type\": \"udp\", \"port\": 1, {keys}}}"), "");
    let bytes = |text: &str| -> Vec<u8> {
        let table: toml::Table = format!("x = {text}").parse().unwrap();
        let payload: Payload = table["x"].as_str().unwrap().parse().unwrap();
        payload.bytes().to_vec()
    };
    let opening = import.entries[0].profile.open.literal().unwrap();
    let Protocol::Udp { payload: read, .. } = &opening.steps()[0].protocol else {
        panic!("UDP is UDP")
    };
    assert_eq!(read.bytes(), bytes(payload));
    assert_eq!(said(&import), Vec::<String>::new());
}

#[test]
fn a_payload_is_padded_as_far_as_the_app_pads_it() {
    let import = steps(
        r#"{"type": "udp", "port": 1, "udp_payload_size": 9000000000}"#,
        "",
    );
    let opening = import.entries[0].profile.open.literal().unwrap();
    let Protocol::Udp { payload, .. } = &opening.steps()[0].protocol else {
        panic!("UDP is UDP")
    };
    assert_eq!(payload.bytes(), vec![0; 65_467]);
}

#[rstest]
#[case("without_headers", "only_ipv4", 100, "icmp:100")]
#[case("with_ip_header", "only_ipv4", 100, "icmp:92")]
#[case("with_ip_and_icmp_headers", "only_ipv4", 100, "icmp:72")]
#[case("with_ip_and_icmp_headers", "only_ipv6", 100, "icmp:52")]
#[case("with_ip_and_icmp_headers", "only_ipv4", 5, "icmp:0")]
#[case("without_headers", "only_ipv4", -1, "icmp:0")]
#[case("without_headers", "only_ipv4", 70_000, "icmp:65507")]
fn the_size_of_an_echo_request_is_without_its_headers(
    #[case] counts: &str,
    #[case] ipv: &str,
    #[case] size: i64,
    #[case] expected: &str,
) {
    let step = format!("{{\"type\": \"icmp\", \"icmp_size\": {size}}}");
    let more = format!(", \"icmp_type\": \"{counts}\", \"ipv\": \"{ipv}\"");
    let import = steps(&step, &more);
    assert_eq!(open_of(&import), format!("[\"{expected}\"]"));
    assert_eq!(said(&import), Vec::<String>::new());
}

#[test]
fn what_a_step_loses_is_said() {
    let import = steps(
        r#"{"type": "icmp", "icmp_size": 48, "icmp_count": 1000000, "content": "x"},
        {"type": "udp", "port": 1, "content": "xyz", "encoding": "hex"},
        {"type": "udp", "port": 70000},
        {"type": "tcp"},
        {"type": "tcp", "port": 2, "surprise": 1}"#,
        r#", "icmp_type": "with_ip_and_icmp_headers""#,
    );
    let echoes = vec!["\"icmp:20\""; 20].join(", ");
    assert_eq!(open_of(&import), format!("[{echoes}, \"1:udp\", \"2\"]"));
    assert_eq!(
        said(&import),
        [
            "3 (a): “icmp_count” becomes 20, the nearest that is possible",
            "3 (a): an echo request carries no content of its own here: that of step 1 is left out, and its size is kept",
            "3 (a): the size of step 1 counts an IP header: it is taken for IPv4’s",
            "4 (a): what step 2 carries is not in the encoding that it is said to be in; Knock on Ports sends nothing of it, and it is left out",
            "5 (a): step 3 has no port from 1 to 65535, so that it was never sent: it is left out",
            "6 (a): step 4 has no port from 1 to 65535, so that it was never sent: it is left out",
            "7 (a): the key “surprise” is not understood",
        ]
    );
}

#[test]
fn a_sequence_that_cannot_be_made_out_is_skipped() {
    let good = r#"{"type": "tcp", "port": 1},"#;
    let too_long = format!(
        "{{\"type\": \"udp\", \"port\": 1, \"content\": \"{}\"}}",
        "x".repeat(65_508)
    );
    for (step, problem) in [
        (r#"{"port": 1}"#, "step 2: unknown protocol"),
        (r#"{"type": "sctp", "port": 1}"#, "step 2: unknown protocol"),
        ("7000", "step 2: not a port"),
        (
            &too_long,
            "step 2: a payload that does not fit into a datagram",
        ),
    ] {
        let import = steps(&format!("{good}\n{step}"), "");
        assert!(import.entries.is_empty());
        assert_eq!(said(&import), [format!("4 (a) is left out: {problem}")]);
    }
    assert_eq!(
        said(&steps("", "")),
        ["2 (a) is left out: there are no steps that open it"]
    );
}

/// Of a sequence with this check: the check, its time, and the repetitions; and what is said.
#[rstest]
#[case("false, \"check_type\": \"PORT\", \"check_port\": 22", (0, 5, 2), "")]
#[case("true, \"check_type\": \"PORT\", \"check_port\": 22", (22, 5, 0), "")]
#[case("true, \"check_type\": \"PORT\", \"check_port\": 22, \"check_host\": \"\", \"check_timeout\": 9, \
        \"check_post_knock\": true", (22, 9, 2), "")]
#[case("true, \"check_type\": \"PORT\", \"check_port\": 22, \"check_post_knock\": true, \"check_max_retries\": 99",
       (22, 5, 20), "“check_max_retries” becomes 20, the nearest that is possible")]
#[case("true, \"check_type\": \"PORT\", \"check_port\": 22, \"check_host\": \"c.example\"", (0, 5, 2),
       "it checks another host than it knocks on, which is not done here: set `check` to a port of its own host")]
#[case("true, \"check_type\": \"PING\", \"check_host\": \"b.example\"", (0, 5, 2),
       "it checks a URL, or pings, which is not done here: set `check` to a TCP port that answers once it is open")]
#[case("true", (0, 5, 2),
       "it checks a URL, or pings, which is not done here: set `check` to a TCP port that answers once it is open")]
fn a_check_is_taken_over_where_it_is_one_of_a_port(
    #[case] check: &str,
    #[case] expected: (u16, u64, u32),
    #[case] note: &str,
) {
    let import = steps(
        r#"{"type": "tcp", "port": 1}"#,
        &format!(", \"checkAccess\": {check}"),
    );
    let profile = &import.entries[0].profile;
    let Settings {
        check_timeout,
        retries,
        ..
    } = profile.settings;
    let check = profile.check.map_or(0, NonZeroU16::get);
    assert_eq!((check, check_timeout.as_secs(), retries), expected);
    let note: Vec<_> = (!note.is_empty())
        .then(|| format!("1 (a): {note}"))
        .into_iter()
        .collect();
    assert_eq!(said(&import), note);
}

#[test]
fn what_is_no_url_is_not_opened() {
    let import = steps(
        r#"{"type": "tcp", "port": 1}"#,
        ", \"uri\": \"no url\", \"delay\": 20000",
    );
    assert_eq!(import.entries[0].profile.on_open, None);
    assert_eq!(
        said(&import),
        [
            "1 (a): “delay” becomes 15s, the nearest that is possible",
            "1 (a): “uri” is not a URL, and is left out",
        ]
    );
}

#[test]
fn a_later_version_is_read_and_said() {
    let import = read("{\"version\": 2, \"sequences\": []}").unwrap();
    assert_eq!(
        said(&import),
        ["1: its version is not known here: it is read as version 1"]
    );
}

/// Two entries at a host, of which the second has these steps.
fn two(names: (&str, &str), second: &str, more: &str) -> Vec<String> {
    let text = format!(
        r#"[{{"name": "{}", "host": "h.example", "steps": [{{"type": "tcp", "port": 1}}, {{"type": "udp", "port": 2}}]}},
            {{"name": "{}", "host": "h.example"{more}, "steps": [{second}]}}]"#,
        names.0, names.1
    );
    let import = read(&text).unwrap();
    let entries = import.entries.iter();
    entries
        .map(|entry| {
            let close = if entry.profile.close.is_some() {
                "+"
            } else {
                ""
            };
            format!("{}{close}", entry.profile.name)
        })
        .collect()
}

const OTHERS: &str = r#"{"type": "tcp", "port": 3}"#;
const REVERSED: &str = r#"{"type": "udp", "port": 2}, {"type": "tcp", "port": 1}"#;

#[rstest]
#[case("Home open", "Home close", "Home")]
#[case("open-NAS", "Close NAS", "NAS")]
#[case("Server (unlock)", "Server (lock)", "Server")]
#[case("VPN ON", "vpn off", "VPN")]
#[case("Open", "Close", "h.example")]
fn names_that_say_so_make_a_pair(#[case] open: &str, #[case] close: &str, #[case] name: &str) {
    let expected = [format!("{name}+")];
    assert_eq!(two((open, close), OTHERS, ""), expected);
    assert_eq!(two((open, close), OTHERS, ", \"group\": \"\""), expected);
}

#[rstest]
#[case("Home open", "Office close", "")]
#[case("Home open", "Home lock", "")]
#[case("Home open", "Home open", "")]
#[case("Home", "Home 2", "")]
#[case("Home open", "Home close", ", \"delay\": 100")]
#[case("Home open", "Home close", ", \"ipv\": \"only_ipv6\"")]
#[case("Home open", "Home close", ", \"group\": \"x\"")]
#[case(
    "Home open",
    "Home close",
    ", \"checkAccess\": true, \"check_type\": \"PORT\", \"check_port\": 22"
)]
fn what_is_not_sure_stays_two(#[case] one: &str, #[case] other: &str, #[case] more: &str) {
    assert_eq!(two((one, other), OTHERS, more), [one, other]);
}

#[test]
fn neighbours_with_reversed_steps_are_a_pair() {
    assert_eq!(two(("Home", "Bye"), REVERSED, ""), ["Home+"]);
    assert_eq!(
        two(("Home", "Bye"), REVERSED, ", \"delay\": 1"),
        ["Home", "Bye"]
    );
    let same = r#"{"type": "tcp", "port": 1}, {"type": "udp", "port": 2}"#;
    assert_eq!(two(("Home", "Bye"), same, ""), ["Home", "Bye"]);
}

#[test]
fn the_same_steps_both_ways_are_no_pair() {
    let entry = |name: &str| {
        format!(
            "{{\"name\": \"{name}\", \"host\": \"h\", \"steps\": [{OTHERS}, {{\"type\": \"tcp\", \"port\": 4}}, {OTHERS}]}}"
        )
    };
    let import = read(&format!("[{}, {}]", entry("a"), entry("b"))).unwrap();
    assert_eq!(import.entries.len(), 2);
}

#[test]
fn three_of_a_name_are_no_pair() {
    let entry = |name: &str, port: u16| {
        format!(
            "{{\"name\": \"{name}\", \"host\": \"h\", \"steps\": [{{\"type\": \"tcp\", \"port\": {port}}}]}}"
        )
    };
    let text = [entry("a open", 1), entry("a close", 2), entry("a Close", 3)].join(",");
    assert_eq!(read(&format!("[{text}]")).unwrap().entries.len(), 3);
}

#[test]
fn thousands_that_might_be_pairs_take_no_time_to_speak_of() {
    let entry = |port: u16| {
        let name = ["a open", "a close"][usize::from(port % 2)];
        format!(
            "{{\"name\": \"{name}\", \"host\": \"h\", \"steps\": [{{\"type\": \"tcp\", \"port\": {port}}}]}}"
        )
    };
    let text = (1..=40_000).map(entry).collect::<Vec<_>>().join(",");
    let start = Instant::now();
    assert_eq!(read(&format!("[{text}]")).unwrap().entries.len(), 40_000);
    // Quadratic, it takes minutes.
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_file_that_is_cut_is_broken_and_still_known() {
    // The first key is the version, which others have too.
    holds_wherever_it_is_cut(Format::KnockOnPorts, EXPORTED, "sequences", read);
    let old = "[\n{\"host\": \"a\", \"name\": \"b\", \"steps\": []}]";
    holds_wherever_it_is_cut(Format::KnockOnPorts, old, "host", read);
}

#[test]
fn other_files_are_not_taken_for_one() {
    for text in [
        "[]",
        "[[profile]]",
        "{\"host\": 1}",
        "[{\"a\": {\"host\": 1}}]",
        "{\"sequences\": {}}",
    ] {
        assert!(!recognises(text), "{text}");
    }
    assert_eq!(
        fault(read("{}")),
        "1: there is no list “sequences”, so this is not a file of that format"
    );
}

proptest! {
    #[test]
    fn what_is_read_is_good_and_no_port_is_said(
        text in anything("sequences", ["name", "host"], &[
            "delay", "icmp_type", "ipv", "uri", "group", "checkAccess", "check_type", "check_host", "check_port",
            "check_timeout", "check_post_knock", "check_max_retries", "steps", "steps", "steps", "ttl",
        ]),
    ) {
        holds_of(&text, read(&text));
    }
}
