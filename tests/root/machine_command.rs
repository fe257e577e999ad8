//! `portknocker doctor` as a person and a program see it, in a network of its own and without a desktop; and what of it
//! is seen on the wire.

use std::net::Ipv4Addr;

use rstest::rstest;
use serde_json::{Value, json};

use super::{portknocker, steps};
use crate::support::home::{Home, patient, program};
use crate::support::lab::{Lab, Namespace};
use crate::support::profile::Profile;
use crate::support::said::{Said, keys};

/// A server in this machine, and a sequence that is too slow for it.
const SLOW_SERVER: &str = r#"[[profile]]
name = "near"
host = "server.lab"
open = ["7002", "7001"]
delay = "3s"
server = { kind = "knockd", seq_timeout = "3s" }
"#;

const WARNING: &str = "near: the opening sequence takes 3s, and its server is only sure to wait 2s (a `delay` of 2s fits; or give the server more time, and say so in `server`)";

const UNKNOWN_NAME: &str =
    "[[profile]]\nname = \"far\"\nhost = \"elsewhere.lab\"\nopen = [\"7000\"]\n";

/// A machine with a loopback alone, which knows one name.
fn machine() -> Namespace {
    let namespace = Namespace::add("machine");
    let hosts = [("server.lab".to_owned(), Ipv4Addr::LOCALHOST.into())];
    namespace.name_hosts(&hosts, None);
    namespace
}

/// Runs `portknocker doctor ARGS…` where no variable names a session bus.
#[track_caller]
fn doctor(namespace: &Namespace, home: &Home, args: &[&str]) -> Said {
    let mut command = namespace.command(program("portknocker"));
    home.clothe(command.arg("doctor").args(args))
        .env_remove("DBUS_SESSION_BUS_ADDRESS");
    Said::by(&mut patient(command))
}

/// What the system says of the session bus where a login would have put it.
fn no_bus(home: &Home) -> String {
    let address = home.bus_address();
    format!("Failed to connect to address `{address}`: No such file or directory (os error 2)")
}

#[test]
fn each_subject_has_a_line_and_a_hint() {
    let (namespace, home) = (machine(), Home::new());
    let path = home.write_configuration(SLOW_SERVER).display().to_string();

    let said = doctor(&namespace, &home, &[]);

    let no_session = format!(
        "not known: there is no desktop session here ({})",
        no_bus(&home)
    );
    said.is(
        0,
        &format!(
            "\
✓ configuration   {path}: 1 profile
• agent           none runs
                  `portknocker agent` starts it. Without one there is no tray icon, and nothing opens by itself
✓ start at login  the agent does not start at login
• tray            {no_session}
                  `portknocker open PROFILE` does what the menu does
• notifications   {no_session}
• keyring         {no_session}
                  a keyring needs a desktop session; without one, take secrets from a `file`, an `env` or a `command`
✓ names           the name was found
• IPv4            there is no way to the outside
                  no profile is bound to it; servers that have no other address cannot be reached
• IPv6            there is no way to the outside
                  no profile is bound to it; servers that have no other address cannot be reached
✓ echo requests   ICMP steps may be sent, by a privilege (CAP_NET_RAW) that this command has; an agent needs it too
• clock           whether it is right is not known
                  `portknocker doctor --time-server pool.ntp.org` asks a time server, once
• {WARNING}
"
        ),
    );
}

#[test]
fn programs_get_an_object_for_each_subject_and_each_warning() {
    let (namespace, home) = (machine(), Home::new());
    let path = home.write_configuration(SLOW_SERVER).display().to_string();

    let said = doctor(&namespace, &home, &["--json"]);

    let record = |subject: &str, state: &str, found: &str, data: Value| json!({ "subject": subject, "state": state, "found": found, "data": data });
    let worth =
        |subject: &str, found: &str, data: Value| record(subject, "worth_knowing", found, data);
    let no_session = || json!({ "trouble": "no_session", "cause": no_bus(&home) });
    let read = json!({ "path": path, "profiles": 1, "set_aside": [] });
    let warned = json!({ "profile": "near", "warning": WARNING });
    let expected = [
        record("configuration", "good", "read", read),
        worth("agent", "not_running", Value::Null),
        record("autostart", "good", "off", Value::Null),
        worth("tray", "not_known", no_session()),
        worth("notifications", "not_known", no_session()),
        worth("keyring", "not_known", no_session()),
        record(
            "names",
            "good",
            "all",
            json!({ "found": 1, "not_looked_up": 0 }),
        ),
        worth("ipv4", "no_way_out", json!({ "out_of_reach": [] })),
        worth("ipv6", "no_way_out", json!({ "out_of_reach": [] })),
        record("echo", "good", "privileged", Value::Null),
        worth("clock", "not_known", Value::Null),
        worth("profile", "warned", warned),
    ];
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    assert_eq!(said.json(), expected);
}

#[rstest]
#[case::there_is_none(None, 0)]
#[case::a_warning(Some(SLOW_SERVER), 0)]
#[case::a_name_that_is_not_found(Some(UNKNOWN_NAME), 1)]
#[case::mistakes(Some("opne = 1"), 1)]
fn it_fails_where_something_is_bad(#[case] configuration: Option<&str>, #[case] status: i32) {
    let (namespace, home) = (machine(), Home::new());
    if let Some(text) = configuration {
        home.write_configuration(text);
    }

    let said = doctor(&namespace, &home, &["--json"]);

    let records = said.json();
    let is_bad = |record: &Value| record["state"] == "bad";
    assert_eq!(records.iter().any(is_bad), status == 1, "{said}");
    assert_eq!((said.status, said.stderr.as_str()), (status, ""));
    let read = doctor(&namespace, &home, &[]);
    assert_eq!(read.stdout.contains('✗'), status == 1, "{read}");
    assert_eq!((read.status, read.stderr.as_str()), (status, ""));
}

#[test]
fn nothing_is_sent() {
    let lab = Lab::plan().time_server(0).start();
    let capture = lab.capture_at_client();

    let said = portknocker(&lab, &Profile::of("server4.lab").to_string(), &["doctor"]);

    assert_eq!(said.status, 0, "{said}");
    assert_eq!(capture.packets(), []);
}

#[test]
fn names_are_looked_up_and_nothing_else_is_sent() {
    let lab = Lab::plan().dead_nameserver().time_server(0).start();
    let capture = lab.capture_at_client();

    let said = portknocker(&lab, UNKNOWN_NAME, &["doctor"]);

    assert_eq!(said.status, 1, "{said}");
    let mut sent = steps(&capture.packets());
    sent.dedup();
    assert_eq!(sent, ["53:udp"]);
}

#[test]
fn a_time_server_that_is_named_gets_one_question() {
    let lab = Lab::plan().time_server(0).start();
    let capture = lab.capture_at_client();
    let configuration = Profile::of("server4.lab").to_string();
    let args = ["doctor", "--json", "--time-server", "time.lab"];

    let said = portknocker(&lab, &configuration, &args);

    let records = said.json();
    let clock = records
        .iter()
        .find(|one| one["subject"] == "clock")
        .unwrap();
    assert_eq!(
        (&clock["state"], &clock["found"]),
        (&json!("good"), &json!("measured"))
    );
    assert_eq!(clock["data"]["server"], "time.lab");
    assert_eq!(
        keys(&clock["data"]),
        ["offset_ms", "server", "uncertainty_ms"]
    );
    let packets = capture.packets();
    let (asked, told): (Vec<_>, Vec<_>) = packets.iter().partition(|one| one.is_from_client);
    assert_eq!((asked.len(), told.len()), (1, 1), "{packets:#?}");
    assert_eq!(asked[0].step(), "123:udp");
}
