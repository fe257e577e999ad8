//! The `profiles.json` of manuelmode/PortKnocker, a program for Windows.
//!
//! `{"Version": 1, "Profiles": [{"Name", "IpAddress", "Steps": [{"Port", "Protocol"}]}], "Mappings"}`, keys in any case. There
//! are always four steps, of which those with port 0 are unused; the protocol is 0 for TCP, 1 for UDP (`Models.cs`,
//! `PortKnockerService.cs`). `Mappings` say at which connections it knocks by itself.

use super::json::{self, Json, JsonReason, Keys, Object, Skip, Value, bad_step};
use super::{Fault, Import};
use crate::profile::{Profile, Sequence, Step, StepError, Transport};

pub(super) fn recognises(text: &str) -> bool {
    let keys = Keys::of(text);
    !keys.are_of_a_list && keys.has_list("Profiles")
}

pub(super) fn read(text: &str) -> Result<Import, Fault> {
    let json = Json::new(text);
    json::import(
        json.root()?,
        "Profiles",
        |file| {
            file.pass_over("Version");
            file.pass_over_said("Mappings");
        },
        profile,
    )
}

fn profile(object: &mut Object) -> Result<Profile, Skip> {
    let (name, host) = object.name_and_host("Name", "IpAddress")?;
    let line = object.line_of("Steps");
    let mut steps = Vec::new();
    for (index, value) in object.list("Steps").into_iter().enumerate() {
        let number = index + 1;
        let bad = |error| bad_step(value.line(), number, error);
        let mut part = object.part(value).ok_or_else(|| bad(StepError::NotAPort))?;
        match step(&mut part).map_err(bad)? {
            Stated::Step(step) => steps.push(step),
            Stated::Unused => {}
            Stated::NoPort => part.note(value.line(), JsonReason::StepLeftOut(number)),
        }
        object.absorb(part);
    }
    let open = Sequence::new(steps).ok_or((line, JsonReason::NoSteps))?;
    Ok(Profile::new(name, host, open))
}

enum Stated {
    Step(Step),
    Unused,
    /// It has one that there is not.
    NoPort,
}

fn step(object: &mut Object) -> Result<Stated, StepError> {
    let protocol = object.take("Protocol");
    let Some(port) = object.take("Port") else {
        return Ok(Stated::Unused);
    };
    let number = port.whole().ok_or(StepError::NotAPort)?;
    if number == 0 {
        return Ok(Stated::Unused);
    }
    let Some(port) = port.text().and_then(|text| json::port(&text)) else {
        return Ok(Stated::NoPort);
    };
    let transport = match protocol.map(Value::text) {
        None => Transport::Tcp,
        Some(None) => return Err(StepError::UnknownProtocol),
        Some(Some(text)) => match text.trim() {
            "0" => Transport::Tcp,
            "1" => Transport::Udp,
            word => json::transport(word)?,
        },
    };
    json::step(port, transport).map(Stated::Step)
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

    const SAVED: &str = r#"{
  "Version": 1,
  "Profiles": [
    {
      "Name": "Router",
      "IpAddress": "192.0.2.1",
      "Steps": [
        { "Port": 7101, "Protocol": 0 },
        { "Port": 8202, "Protocol": 1 },
        { "Port": 0, "Protocol": 0 },
        { "Port": 9303, "Protocol": "udp" }
      ]
    }
  ],
  "Mappings": [
    { "Name": "Winbox", "Type": 0, "Pattern": "", "Ports": [ 8291 ], "ProfileName": "Router" }
  ]
}"#;

    /// One profile with these steps.
    fn steps(steps: &str) -> Import {
        read(&format!(
            "{{\"profiles\": [{{\"name\": \"a\", \"ipaddress\": \"b\",\n\"steps\": [\n{steps}]}}], \"mappings\": []}}"
        ))
        .unwrap()
    }

    #[test]
    fn profiles_are_profiles_and_mappings_are_not() {
        let import = read(SAVED).unwrap();
        assert_eq!(
            toml(&import),
            "[[profile]]\nname = \"Router\"\nhost = \"192.0.2.1\"\nopen = [\"7101\", \"8202:udp\", \"9303:udp\"]\n"
        );
        assert_eq!(said(&import), ["15: there is nothing here like “Mappings”"]);
    }

    #[test]
    fn a_step_that_was_never_sent_is_left_out() {
        let import = steps(
            "{\"port\": 1},\n{\"port\": 70000, \"protocol\": 1},\n{\"port\": -3},\n{},\n{\"port\": 2, \"protocol\": null}",
        );
        assert!(toml(&import).contains("open = [\"1\", \"2\"]\n"));
        let why = "has no port from 1 to 65535, so that it was never sent: it is left out";
        assert_eq!(
            said(&import),
            [
                format!("4 (a): step 2 {why}"),
                format!("5 (a): step 3 {why}")
            ]
        );
    }

    #[rstest]
    #[case(
        "{\"port\": 1, \"protocol\": 2}",
        "3 (a) is left out: step 1: unknown protocol"
    )]
    #[case(
        "{\"port\": 1, \"protocol\": \"icmp\"}",
        "3 (a) is left out: step 1: unknown protocol"
    )]
    #[case(
        "{\"port\": 1, \"protocol\": []}",
        "3 (a) is left out: step 1: unknown protocol"
    )]
    #[case("{\"port\": \"x\"}", "3 (a) is left out: step 1: not a port")]
    #[case("1", "3 (a) is left out: step 1: not a port")]
    #[case("{\"port\": 0}", "2 (a) is left out: there are no steps that open it")]
    fn a_profile_that_cannot_be_made_out_is_skipped(#[case] step: &str, #[case] why: &str) {
        let import = steps(step);
        assert!(import.entries.is_empty());
        assert_eq!(said(&import), [why]);
    }

    #[test]
    fn a_file_that_is_cut_is_broken_and_still_known() {
        holds_wherever_it_is_cut(Format::Manuelmode, SAVED, "Profiles", read);
    }

    #[test]
    fn other_files_are_not_taken_for_one() {
        for text in [
            "{\"profile\": []}",
            "{\"Profiles\": {}}",
            "[{\"Profiles\": []}]",
        ] {
            assert!(!recognises(text), "{text}");
        }
        assert_eq!(
            fault(read("{\"Profile\": []}")),
            "1: there is no list “Profiles”, so this is not a file of that format"
        );
    }

    proptest! {
        #[test]
        fn what_is_read_is_good_and_no_port_is_said(
            text in anything("Profiles", ["Name", "IpAddress"], &["Steps", "Steps", "Steps"]),
        ) {
            holds_of(&text, read(&text));
        }
    }
}
