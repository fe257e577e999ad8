//! PortKnocker-Qt's `Knocker.json`.
//!
//! `{"configurations": [{"name", "ip_address", "socket_port", "ports_in", "ports_out"}], "last_used"}`; the ports are rows
//! of a port and a protocol, both texts. `socket_port` it never used: it is the service's port. It knocked by UDP where a
//! protocol was exactly `udp`, and by TCP on everything else, while its table makes `UDP` of whatever is typed
//! (`classes/Knocker.py`, `QtPortKnockerWindow.py`).

use super::json::{self, Json, JsonReason, Keys, Object, Skip, Value, bad_step};
use super::{Fault, Import};
use crate::profile::{Profile, Sequence, Step, StepError, Transport};

pub(super) fn recognises(text: &str) -> bool {
    let keys = Keys::of(text);
    // KnockThatDoor keeps its settings under that key.
    !keys.are_of_a_list && keys.has_list("configurations") && !keys.has("services")
}

/// With `as_sent`, steps are what it sent, not what the file says.
pub(super) fn read(text: &str, as_sent: bool) -> Result<Import, Fault> {
    let json = Json::new(text);
    json::import(
        json.root()?,
        "configurations",
        |file| file.pass_over("last_used"),
        |object| configuration(object, as_sent),
    )
}

fn configuration(object: &mut Object, as_sent: bool) -> Result<Profile, Skip> {
    let (name, host) = object.name_and_host("name", "ip_address")?;
    let check = object.service_port("socket_port");
    let line = object.line_of("ports_in");
    let mut rows = Rows {
        as_sent,
        sent_otherwise: None,
    };
    let open = rows.sequence(object.list("ports_in"))?;
    let open = open.ok_or((line, JsonReason::NoSteps))?;
    let close = rows
        .sequence(object.list("ports_out"))
        .unwrap_or_else(|(line, reason)| {
            object.note(line, JsonReason::QtNoClose(Box::new(reason)));
            None
        });
    if let Some(line) = rows.sent_otherwise {
        object.note(line, JsonReason::QtSentTcp);
    }
    let mut profile = Profile::new(name, host, open);
    profile.close = close.map(Into::into);
    profile.check = check;
    Ok(profile)
}

/// How rows are read.
struct Rows {
    /// As they were sent, or as they are written?
    as_sent: bool,
    /// The first line with a step that was not sent as it is written.
    sent_otherwise: Option<usize>,
}

impl Rows {
    /// The steps of those rows that have a port.
    fn sequence(&mut self, rows: Vec<Value>) -> Result<Option<Sequence>, Skip> {
        let (mut steps, mut sent_otherwise) = (Vec::new(), None);
        for (index, row) in rows.into_iter().enumerate() {
            let read = self.step(row);
            let read = read.map_err(|error| bad_step(row.line(), index + 1, error))?;
            if let Some((step, is_sent_so)) = read {
                steps.push(step);
                sent_otherwise = sent_otherwise.or((!is_sent_so).then(|| row.line()));
            }
        }
        self.sent_otherwise = self.sent_otherwise.or(sent_otherwise);
        Ok(Sequence::new(steps))
    }

    /// The step of a row, and whether it was sent as it is taken.
    fn step(&self, row: Value) -> Result<Option<(Step, bool)>, StepError> {
        let cells = row.items().unwrap_or_default();
        let [port, protocol] = cells[..] else {
            return Err(StepError::NotAPort);
        };
        let port = port.text().ok_or(StepError::NotAPort)?;
        if port.trim().is_empty() {
            return Ok(None);
        }
        let port = json::port(&port).ok_or(StepError::NotAPort)?;
        let written = protocol.text().ok_or(StepError::UnknownProtocol)?;
        let sent = if *written == "udp" {
            Transport::Udp
        } else {
            Transport::Tcp
        };
        let taken = if self.as_sent {
            sent
        } else {
            json::transport(&written)?
        };
        Ok(Some((json::step(port, taken)?, taken == sent)))
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

    const SHIPPED: &str = include_str!("../../../tests/interop/Knocker.json");

    /// One configuration with these rows to open with, and these to close.
    fn rows(open: &str, close: &str, as_sent: bool) -> Import {
        let text = format!(
            "{{\"configurations\": [{{\"name\": \"a\", \"ip_address\": \"b\", \"socket_port\": null,\n\
             \"ports_in\":\n[{open}],\n\"ports_out\":\n[{close}]}}], \"last_used\": 0}}"
        );
        read(&text, as_sent).unwrap()
    }

    #[test]
    fn three_configurations_are_three_profiles() {
        let import = read(SHIPPED, false).unwrap();
        assert_eq!(
            toml(&import),
            r#"[[profile]]
name = "Office"
host = "192.0.2.10"
open = ["7101:udp", "8202:udp", "961", "9303:udp"]
close = ["9304", "8205", "7106", "962"]
check = 22

[[profile]]
name = "Home"
host = "198.51.100.7"
open = ["8512", "41613", "7411"]
close = ["8514", "7415"]
check = 2222

[[profile]]
name = "Backup"
host = "backup.example.net"
open = ["9923", "8822:udp", "12924", "7721"]
"#
        );
        let why = "PortKnocker-Qt sent its UDP steps over TCP, whatever it says. They are imported as UDP: if the server \
                   opened for PortKnocker-Qt, import this with --as-sent";
        assert_eq!(
            said(&import),
            [format!("8 (Office): {why}"), format!("94 (Backup): {why}")]
        );
        let lines: Vec<_> = import.entries.iter().map(|entry| entry.line).collect();
        assert_eq!(lines, [3, 44, 85]);
    }

    #[test]
    fn as_they_were_sent_all_but_one_spelling_went_over_tcp() {
        let import = rows(
            r#"["1", "UDP"], ["2", "udp"], ["3", "Udp"], ["4", null], ["5", "icmp"]"#,
            "",
            true,
        );
        assert_eq!(import.entries[0].profile.close, None);
        assert!(toml(&import).contains("open = [\"1\", \"2:udp\", \"3\", \"4\", \"5\"]\n"));
        assert_eq!(said(&import), Vec::<String>::new());
    }

    #[test]
    fn what_was_sent_as_it_is_written_is_no_cause_for_a_warning() {
        let import = rows(r#"["1", "udp"], ["2", "Tcp"], ["3", ""]"#, "", false);
        assert!(toml(&import).contains("open = [\"1:udp\", \"2\", \"3\"]\n"));
        assert_eq!(said(&import), Vec::<String>::new());
    }

    #[test]
    fn rows_without_a_port_are_passed_over() {
        let import = rows(
            r#"["", ""], ["", "TCP"], ["0098", "tcp"], [null, null], [" ", "UDP"], [7, "TCP"]"#,
            "",
            false,
        );
        assert!(toml(&import).contains("open = [\"98\", \"7\"]\n"));
    }

    #[test]
    fn a_configuration_that_nothing_opens_is_skipped() {
        let import = rows(r#"["", ""]"#, r#"["1", "TCP"]"#, false);
        assert!(import.entries.is_empty());
        assert_eq!(
            said(&import),
            ["3 (a) is left out: there are no steps that open it"]
        );
    }

    #[test]
    fn a_new_one_with_nulls_is_skipped() {
        let new = r#"{"configurations": [{"name": null, "ip_address": null, "socket_port": null,
            "ports_in": [], "ports_out": []}], "last_used": -1}"#;
        assert_eq!(
            said(&read(new, false).unwrap()),
            ["1: there is no host (“ip_address”)"]
        );
    }

    #[test]
    fn a_row_that_cannot_be_made_out_leaves_its_sequence_out() {
        let good = r#"["1", "TCP"]"#;
        for (row, problem) in [
            (r#"["65536", "TCP"]"#, "not a port"),
            (r#"["x", "TCP"]"#, "not a port"),
            (r#"["1"]"#, "not a port"),
            ("null", "not a port"),
            (r#"["1", "sctp"]"#, "unknown protocol"),
            (r#"["1", "icmp"]"#, "unknown protocol"),
        ] {
            let rows_with_it = format!("{good},\n{row}");
            let import = rows(&rows_with_it, "", false);
            assert!(import.entries.is_empty());
            assert_eq!(
                said(&import),
                [format!("4 (a) is left out: step 2: {problem}")]
            );

            let import = rows(good, &rows_with_it, false);
            assert_eq!(
                toml(&import),
                "[[profile]]\nname = \"a\"\nhost = \"b\"\nopen = [\"1\"]\n"
            );
            let why = format!("6 (a): its closing sequence is left out: step 2: {problem}");
            assert_eq!(said(&import), [why]);
        }
    }

    #[test]
    fn a_file_that_is_cut_is_broken_and_still_known() {
        holds_wherever_it_is_cut(Format::PortknockerQt, SHIPPED, "configurations", |text| {
            read(text, false)
        });
    }

    #[test]
    fn other_files_are_not_taken_for_one() {
        for text in [
            "{\"services\": [], \"configurations\": {}}",
            "{\"profile\": []}",
            "[{\"configurations\": []}]",
            "configurations: []",
        ] {
            assert!(!recognises(text), "{text}");
        }
        assert_eq!(
            fault(read("{\"services\": []}", false)),
            "1: there is no list “configurations”, so this is not a file of that format"
        );
    }

    proptest! {
        #[test]
        fn what_is_read_is_good_and_no_port_is_said(
            text in anything(
                "configurations",
                ["name", "ip_address"],
                &["socket_port", "ports_in", "ports_in", "ports_out"],
            ),
            as_sent in any::<bool>(),
        ) {
            holds_of(&text, read(&text, as_sent));
        }
    }
}
