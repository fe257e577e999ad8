//! Reading JSON where it stands.

use std::num::NonZeroU16;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use rstest::rstest;

use super::testing::{fault, said, toml};
use super::*;
use crate::interop::import::Import;
use crate::profile::{Profile, Sequence, Transport};

const STEP: &str = "[[\"7000\", \"\"]]";

/// A `Knocker.json`, the simplest of the formats, with this in its one profile.
fn read(more: &str) -> Import {
    read_file(&format!(
        "{{\"configurations\": [\n{{\"name\": \"Home\", \"ip_address\": \"home.example\", \"ports_in\": {STEP}{more}}}]}}"
    ))
    .unwrap()
}

fn read_file(text: &str) -> Result<Import, Fault> {
    let json = Json::new(text);
    import(
        json.root()?,
        "configurations",
        |_| (),
        |object| {
            let (name, host) = object.name_and_host("name", "ip_address")?;
            object.pass_over("ports_in");
            let port = object.service_port("port");
            let bounds = (Duration::from_secs(1), Duration::from_secs(10));
            let open = step(NonZeroU16::MIN, Transport::Tcp).unwrap();
            let open = Sequence::new(vec![open]).unwrap();
            let mut profile = Profile::new(name, host, open);
            profile.check = port;
            let time = object.duration("time", Duration::from_millis(1), bounds);
            profile.settings.check_timeout = time.unwrap_or(profile.settings.check_timeout);
            Ok(profile)
        },
    )
}

#[rstest]
#[case("", "1: this is not JSON: EOF while parsing a value")]
#[case("\n\n", "3: this is not JSON: EOF while parsing a value")]
#[case("{\n\"a\" 1}", "2: this is not JSON: expected `:`")]
#[case("{\"a\": 1,\n}", "2: this is not JSON: key must be a string")]
#[case("[1,\r\n2,\r\n// 3\r\n]", "3: this is not JSON: expected value")]
#[case("{\"a\": 'b'}", "1: this is not JSON: expected value")]
#[case("{} {}", "1: this is not JSON: trailing characters")]
#[case("{\"a\": 01}", "1: this is not JSON: invalid number")]
#[case(
    "\n[]",
    "2: there is no list “configurations”, so this is not a file of that format"
)]
#[case(
    "{\n\"configurations\": 1}",
    "2: there is no list “configurations”, so this is not a file of that format"
)]
#[case(
    "{}",
    "1: there is no list “configurations”, so this is not a file of that format"
)]
fn what_is_not_a_file_of_the_format_is_said_with_its_line(
    #[case] text: &str,
    #[case] expected: &str,
) {
    assert_eq!(fault(read_file(text)), expected);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_passed_over() {
    let text = "\u{feff}{\r\n\"configurations\": [\r\n{\"name\": \"A\", \"ip_address\": \"a\", \"x\": 1}]}";
    let import = read_file(text).unwrap();
    assert_eq!(import.entries[0].line, 3);
    assert_eq!(said(&import), ["3 (A): the key “x” is not understood"]);
}

#[test]
fn what_is_nested_deep_is_no_danger() {
    let deep = 200_000;
    let lists = format!("{}{}", "[".repeat(deep), "]".repeat(deep));
    let text = format!(
        "{{\"configurations\": [{{\"name\": \"A\", \"ip_address\": \"a\", \"x\": {lists}}}]}}"
    );
    let import = read_file(&text).unwrap();
    assert_eq!(said(&import), ["1 (A): the key “x” is not understood"]);
    assert_eq!(
        fault(read_file(&"[".repeat(deep))),
        "1: this is not JSON: EOF while parsing a list"
    );
}

#[test]
fn a_megabyte_takes_no_time_to_speak_of() {
    let entry = "{\"name\": \"A\", \"ip_address\": \"a\", \"x\": 1},\n";
    let entries = entry.repeat(25_000);
    let text = format!("{{\"configurations\": [{entries}{{}}]}}");
    let keys = format!(
        "{{\"configurations\": [{{{}\"z\": 1}}]}}",
        "\"y\": 1, ".repeat(120_000)
    );
    let start = Instant::now();
    assert_eq!(read_file(&text).unwrap().entries.len(), 25_000);
    assert!(read_file(&keys).unwrap().entries.is_empty());
    // Quadratic, either takes minutes.
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
}

#[rstest]
#[case("22")]
#[case("\"22\"")]
#[case("\" 022 \"")]
fn a_number_may_stand_in_quotes(#[case] port: &str) {
    let import = read(&format!(", \"port\": {port}"));
    assert_eq!(import.entries[0].profile.check, NonZeroU16::new(22));
    assert_eq!(said(&import), Vec::<String>::new());
}

#[rstest]
#[case("null", "")]
#[case("\"\"", "")]
#[case("0", "“port” is not a port from 1 to 65535, and is left out")]
#[case("65536", "“port” is not a port from 1 to 65535, and is left out")]
#[case("-22", "“port” is not a port from 1 to 65535, and is left out")]
#[case("\"+22\"", "“port” is not a port from 1 to 65535, and is left out")]
#[case("22.5", "“port” is not a port from 1 to 65535, and is left out")]
#[case("[22]", "“port” is not a port from 1 to 65535, and is left out")]
#[case("\"\\ud800\"", "“port” is not a port from 1 to 65535, and is left out")]
fn what_is_no_port_is_left_out(#[case] port: &str, #[case] expected: &str) {
    let import = read(&format!(",\n\"port\": {port}"));
    assert_eq!(import.entries[0].profile.check, None);
    let expected: Vec<_> = (!expected.is_empty())
        .then(|| format!("3 (Home): {expected}"))
        .into_iter()
        .collect();
    assert_eq!(said(&import), expected);
}

#[rstest]
#[case("1500", 1500, "")]
#[case("1234", 1234, "")]
#[case("\"2000.0\"", 2000, "")]
#[case("0", 1000, "1s")]
#[case("-5", 1000, "1s")]
#[case("-1e999", 1000, "1s")]
#[case("10001", 10_000, "10s")]
#[case("1e999", 10_000, "10s")]
#[case("\"nan\"", 1000, "1s")]
fn a_length_of_time_is_brought_into_its_bounds(
    #[case] written: &str,
    #[case] millis: u64,
    #[case] became: &str,
) {
    let import = read(&format!(", \"time\": {written}"));
    let timeout = import.entries[0].profile.settings.check_timeout;
    assert_eq!(timeout, Duration::from_millis(millis));
    let expected: Vec<_> = (!became.is_empty())
        .then(|| format!("2 (Home): “time” becomes {became}, the nearest that is possible"))
        .into_iter()
        .collect();
    assert_eq!(said(&import), expected);
}

#[test]
fn the_last_of_two_values_counts_and_that_is_said() {
    let import = read(",\n\"port\": 22,\n\"port\": 443");
    assert_eq!(import.entries[0].profile.check, NonZeroU16::new(443));
    assert_eq!(
        said(&import),
        ["3 (Home): “port” is there again further down, which is what counts"]
    );
}

#[test]
fn a_key_that_nothing_reads_is_shown_without_its_digits() {
    let import = read(",\n\"po\\u0072t_61871\": 1,\n\"\\ud800\": 2");
    assert_eq!(
        said(&import),
        [
            "3 (Home): the key “port_” is not understood",
            "4 (Home): the key “” is not understood"
        ]
    );
}

#[test]
fn what_is_no_profile_is_skipped() {
    let text = "{\"configurations\": [\n1,\n{},\n{\"name\": \"B\"},\n{\"name\": \"C\", \"ip_address\":\n\"c:22\"},\n{\"ip_address\": \"d\"}],\n\"more\": 1}";
    let import = read_file(text).unwrap();
    assert_eq!(
        said(&import),
        [
            "2: this is not an object, so it is no profile",
            "3: there is no host (“ip_address”)",
            "4 (B) is left out: there is no host (“ip_address”)",
            "6 (C) is left out: its host is not a name or an address",
            "7 (d): it has no name, and is called by its host",
            "8: the key “more” is not understood",
        ]
    );
    assert_eq!(
        toml(&import),
        "[[profile]]\nname = \"d\"\nhost = \"d\"\nopen = [\"1\"]\n"
    );
}

#[rstest]
#[case("a.example", "A.example", true)]
#[case("::1", " [0:0::1] ", true)]
#[case("a.example", "b.example", false)]
#[case("a.example", "", false)]
fn a_host_may_be_written_otherwise(#[case] host: &str, #[case] text: &str, #[case] expected: bool) {
    assert_eq!(is_host(text, &host.parse().unwrap()), expected);
}

proptest! {
    #[test]
    fn it_is_json_where_serde_says_so(text in r#"([\[\]{}:, \n]|"a"|"\\u00e9"|1|-0\.5|null|true){0,12}"#) {
        let ours = Json::new(&text).root().is_ok();
        prop_assert_eq!(ours, serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = read_file(&text);
    }
}
