//! Profiles by name, and what is told where there are none of that name, or no configuration.

use rstest::rstest;

use super::{TWO, portknocker};
use crate::support::home::Home;
use crate::support::said::{Said, keys};

#[rstest]
#[case::nearly_a_profile(&["open", "homlab"], "error: there is no profile `homlab`; did you mean `homelab`?\n")]
#[case::nearly_a_group(&["close", "@home"], "error: there is no profile `@home`; did you mean `@Home`?\n")]
#[case::nothing_like_it(&["check", "zzz"], "error: there is no profile `zzz`; `portknocker list` shows those there are\n")]
#[case::a_group_without_its_sign(&["open", "Home"], "error: there is no profile `Home`; did you mean `@Home`?\n")]
#[case::all_at_once(
    &["open", "homlab", "büro", "zzz"],
    "error: there is no profile `homlab`; did you mean `homelab`?\n\
     error: there is no profile `zzz`; `portknocker list` shows those there are\n"
)]
fn an_unknown_profile_is_said_with_the_nearest(#[case] args: &[&str], #[case] stderr: &str) {
    portknocker(TWO, args).is_error(2, stderr);
}

#[rstest]
#[case(&["open", "homelab"])]
#[case(&["close", "homelab"])]
#[case(&["check", "homelab"])]
#[case(&["open", "homelab", "--json"])]
#[case(&["list"])]
#[case(&["config", "check"])]
fn a_missing_configuration_is_said_with_how_to_begin(#[case] args: &[&str]) {
    let home = Home::new();
    let stderr = format!(
        "error: there is no configuration at {}. Begin with `portknocker config edit` (with the same `--config`, if you gave one), which writes a commented example\n",
        home.configuration().display()
    );
    Said::by(&mut home.portknocker(args)).is_error(2, &stderr);
    assert!(!home.configuration().exists());
}

#[rstest]
#[case(&["open", "homelab"])]
#[case(&["close", "homelab"])]
#[case(&["check", "homelab"])]
#[case(&["list"])]
#[case(&["config", "check"])]
fn nothing_is_done_with_a_configuration_that_has_mistakes(#[case] args: &[&str]) {
    let configuration = TWO.replace("check = 22", "check = 70000");
    let said = portknocker(&configuration, args);
    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("config.toml:8:9"), "{said}");
    assert!(said.stderr.ends_with("1 mistake\n"), "{said}");
}

#[test]
fn a_configuration_that_is_a_folder_is_unreadable() {
    let home = Home::new();
    let folder = home.config().display().to_string();
    Said::by(&mut home.portknocker(&["list", "--config", &folder])).is_error(
        2,
        &format!("error: cannot read {folder}: Is a directory (os error 21)\n"),
    );
}

#[test]
fn json_has_every_key_where_nothing_could_be_sent() {
    let said = portknocker(TWO, &["close", "büro", "--json"]);
    assert_eq!((said.status, said.stderr.as_str()), (1, ""));
    let records = said.json();
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!(
        keys(record),
        [
            "action",
            "address",
            "allow",
            "check",
            "elapsed_ms",
            "one_time_left",
            "one_time_unspent",
            "outcome",
            "profile",
            "reason",
            "steps"
        ]
    );
    assert_eq!(record["profile"], "büro");
    assert_eq!(record["action"], "close");
    assert_eq!(record["outcome"], "failed");
    assert_eq!(record["reason"], "no_closing_sequence");
    assert!(record["address"].is_null());
    assert!(record["check"].is_null());
    assert!(record["one_time_left"].is_null());
    assert!(record["elapsed_ms"].is_number());
    assert_eq!(record["steps"], serde_json::json!([]));
}

#[test]
fn a_check_of_a_profile_without_one_fails_in_words_and_in_json() {
    portknocker(TWO, &["check", "büro"]).is(
        1,
        "büro: check failed: the profile names no service port; give it a `check`, such as `check = 22`\n",
    );
    let said = portknocker(TWO, &["check", "büro", "--json"]);
    assert_eq!(said.status, 1);
    assert_eq!(said.json()[0]["reason"], "nothing_to_check");
}

#[test]
fn what_no_program_can_send_is_said_at_once() {
    const UNSENDABLE: &str = r#"
        [[profile]]
        name = "a"
        host = "nowhere.invalid"
        open = ["7:udp", "8"]
        close = ["8:udp", "7:udp"]
        server = { kind = "knockd", tcpflags = "fin,!ack" }
    "#;
    portknocker(UNSENDABLE, &["open", "a"]).is(
        1,
        "a: open failed: its server minds TCP packets with `tcpflags = fin,!ack` alone, and a program can only send those with `syn`. Give the door `tcpflags = syn` on the server, then take `tcpflags` out of the profile's `server`. Nothing was sent\n",
    );
    // Datagrams have no flags: this one fails later.
    for (action, reason) in [("open", "tcp_flags"), ("close", "name_not_found")] {
        let said = portknocker(UNSENDABLE, &[action, "a", "--json"]);
        assert_eq!(said.json()[0]["reason"], reason);
    }
}
