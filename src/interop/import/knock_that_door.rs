//! `KnockThatDoor`'s `conf.json`.
//!
//! `{"services": [{"service_name", "ports_to_knock", "target_address", "testing_address_and_port",
//! "delay_in_milliseconds"}]}`; a port is `"8080:udp"`, formerly `"8080udp"`, and TCP where nothing is said. A port that is
//! none it passes over. On Windows there is `configurations` as well: the program's own settings (`main.py`,
//! `win64/main.py`).

use std::time::Duration;

use zeroize::Zeroizing;

use super::json::{self, Json, JsonReason, Keys, Object, Skip, Value, Wanted, bad_step};
use super::{Fault, Import};
use crate::profile::{Host, Profile, Sequence, Span, Step, StepError};

pub(super) fn recognises(text: &str) -> bool {
    let keys = Keys::of(text);
    !keys.are_of_a_list && keys.has_list("services")
}

pub(super) fn read(text: &str) -> Result<Import, Fault> {
    let json = Json::new(text);
    json::import(
        json.root()?,
        "services",
        |file| file.pass_over("configurations"),
        service,
    )
}

fn service(object: &mut Object) -> Result<Profile, Skip> {
    let (name, host) = object.name_and_host("service_name", "target_address")?;
    let line = object.line_of("ports_to_knock");
    let mut steps = Vec::new();
    for (index, value) in object.list("ports_to_knock").into_iter().enumerate() {
        match step(value).map_err(|error| bad_step(value.line(), index + 1, error))? {
            Some(step) => steps.push(step),
            None => object.note(value.line(), JsonReason::StepLeftOut(index + 1)),
        }
    }
    let open = Sequence::new(steps).ok_or((line, JsonReason::NoSteps))?;
    let mut profile = Profile::new(name, host, open);
    let bounds = (Duration::ZERO, Span::LONGEST);
    let millisecond = Duration::from_millis(1);
    if let Some(delay) = object.duration("delay_in_milliseconds", millisecond, bounds) {
        profile.settings.delay = delay;
    }
    test(object, &mut profile);
    Ok(profile)
}

/// A step; `None` for one without a port.
fn step(value: Value) -> Result<Option<Step>, StepError> {
    let text = value.text().ok_or(StepError::NotAPort)?;
    let text = Zeroizing::new(text.trim().to_ascii_lowercase());
    let together = || {
        ["tcp", "udp"]
            .into_iter()
            .find_map(|protocol| Some((text.strip_suffix(protocol)?, protocol)))
    };
    let (port, protocol) = text
        .split_once(':')
        .or_else(together)
        .unwrap_or((&text, ""));
    let transport = json::transport(protocol)?;
    json::port(port)
        .map(|port| json::step(port, transport))
        .transpose()
}

/// What it connects to afterwards, `host:port`.
fn test(object: &mut Object, profile: &mut Profile) {
    const KEY: &str = "testing_address_and_port";
    let line = object.line_of(KEY);
    let tested = object.read(KEY, Wanted::HostAndPort, |value| {
        let text = value.text()?;
        if text.trim().is_empty() {
            return Some(None);
        }
        let (host, port) = text.trim().rsplit_once(':')?;
        let host: Host = host.trim().parse().ok()?;
        Some(Some((host, json::port(port)?)))
    });
    match tested.flatten() {
        None => {}
        Some((host, port)) if json::is_host(host.as_str(), &profile.host) => {
            profile.check = Some(port);
        }
        Some(_) => object.note(line, JsonReason::CheckElsewhere),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::import::Format;
    use crate::interop::import::json::testing::{
        anything, fault, holds_of, holds_wherever_it_is_cut, said, toml,
    };
    use proptest::prelude::*;
    use rstest::rstest;

    const ON_WINDOWS: &str = r#"{
  "services": [
    {
      "service_name": "NAS_ssh",
      "ports_to_knock": ["7101:udp", "8202:TCP", "9303udp", "941tcp", "12505"],
      "target_address": "nas.example.net",
      "testing_address_and_port": "nas.example.net:22",
      "delay_in_milliseconds": 450
    },
    {
      "service_name": "media",
      "ports_to_knock": ["7601:udp"],
      "target_address": "192.0.2.4",
      "testing_address_and_port": "192.0.2.5:32400"
    }
  ],
  "configurations": {
    "auto_knock_enabled": false
  }
}"#;

    /// One service with these ports, and with this besides.
    fn service_with(ports: &str, more: &str) -> Import {
        let text = format!(
            "{{\"services\": [{{\"service_name\": \"a\", \"target_address\": \"b.example\",\n\"ports_to_knock\":\n[{ports}]{more}}}]}}"
        );
        read(&text).unwrap()
    }

    #[test]
    fn services_become_profiles() {
        let import = read(ON_WINDOWS).unwrap();
        assert_eq!(
            toml(&import),
            r#"[[profile]]
name = "NAS_ssh"
host = "nas.example.net"
open = ["7101:udp", "8202", "9303:udp", "941", "12505"]
check = 22
delay = "450ms"

[[profile]]
name = "media"
host = "192.0.2.4"
open = ["7601:udp"]
"#
        );
        assert_eq!(
            said(&import),
            [
                "14 (media): it checks another host than it knocks on, which is not done here: set `check` to a port of its own host"
            ]
        );
    }

    #[test]
    fn a_port_that_is_none_was_passed_over() {
        let import = service_with(
            "\"x:udp\", \"0\",\n\"70000tcp\", \"1\", \" 2 : udp \", 3",
            "",
        );
        assert!(toml(&import).contains("open = [\"1\", \"2:udp\", \"3\"]\n"));
        let why = "has no port from 1 to 65535, so that it was never sent: it is left out";
        assert_eq!(
            said(&import),
            [
                format!("3 (a): step 1 {why}"),
                format!("3 (a): step 2 {why}"),
                format!("4 (a): step 3 {why}")
            ]
        );
    }

    #[rstest]
    #[case("\"1\", \"2:icmp\"", "3 (a) is left out: step 2: unknown protocol")]
    #[case("\"1\", [2]", "3 (a) is left out: step 2: not a port")]
    #[case("", "3 (a) is left out: there are no steps that open it")]
    #[case("\"x\"", "3 (a) is left out: there are no steps that open it")]
    fn a_service_that_cannot_be_made_out_is_skipped(#[case] ports: &str, #[case] why: &str) {
        let import = service_with(ports, "");
        assert!(import.entries.is_empty());
        assert_eq!(said(&import), [why]);
    }

    #[rstest]
    #[case("\"b.example:443\"", 443, "")]
    #[case("\"B.EXAMPLE : 443\"", 443, "")]
    #[case("\"\"", 0, "")]
    #[case("null", 0, "")]
    #[case(
        "\"b.example\"",
        0,
        "“testing_address_and_port” is not a host and a port, and is left out"
    )]
    #[case(
        "\"b.example:0\"",
        0,
        "“testing_address_and_port” is not a host and a port, and is left out"
    )]
    #[case(
        "\":22\"",
        0,
        "“testing_address_and_port” is not a host and a port, and is left out"
    )]
    fn what_it_tests_is_its_check(#[case] tested: &str, #[case] check: u16, #[case] note: &str) {
        let import = service_with(
            "\"1\"",
            &format!(", \"testing_address_and_port\": {tested}"),
        );
        let found = import.entries[0].profile.check;
        assert_eq!(found.map_or(0, std::num::NonZeroU16::get), check);
        let note: Vec<_> = (!note.is_empty())
            .then(|| format!("3 (a): {note}"))
            .into_iter()
            .collect();
        assert_eq!(said(&import), note);
    }

    #[test]
    fn an_ipv6_address_may_be_tested() {
        let text = "{\"services\": [{\"service_name\": \"a\", \"target_address\": \"2001:db8::1\", \
                    \"ports_to_knock\": [\"1\"], \"testing_address_and_port\": \"[2001:db8:0::1]:22\"}]}";
        let import = read(text).unwrap();
        assert_eq!(
            import.entries[0].profile.check,
            std::num::NonZeroU16::new(22)
        );
    }

    #[test]
    fn a_file_that_is_cut_is_broken_and_still_known() {
        holds_wherever_it_is_cut(Format::KnockThatDoor, ON_WINDOWS, "services", read);
    }

    #[test]
    fn other_files_are_not_taken_for_one() {
        for text in [
            "{\"configurations\": []}",
            "{\"services\": {}}",
            "[{\"services\": []}]",
        ] {
            assert!(!recognises(text), "{text}");
        }
        assert_eq!(
            fault(read("{\n\"services\": {}}")),
            "2: there is no list “services”, so this is not a file of that format"
        );
    }

    proptest! {
        #[test]
        fn what_is_read_is_good_and_no_port_is_said(
            text in anything(
                "services",
                ["service_name", "target_address"],
                &["ports_to_knock", "ports_to_knock", "testing_address_and_port", "delay_in_milliseconds"],
            ),
        ) {
            holds_of(&text, read(&text));
        }
    }
}
