//! `list`.

use super::{TWO, portknocker};
use crate::support::said::keys;

#[test]
fn shows_a_line_for_each_profile_in_columns() {
    portknocker(TWO, &["list"]).is(
        0,
        "homelab  Home  home.example.net  check 22\n\
         büro           work.example.net  no check\n",
    );
}

#[test]
fn says_how_to_begin_where_there_is_no_profile() {
    portknocker("", &["list"]).is_with_notes(
        0,
        "",
        "no profiles yet; `portknocker config edit` opens the file to write one\n",
    );
}

#[test]
fn json_has_a_line_for_each_profile_with_every_key() {
    let said = portknocker(TWO, &["list", "--json"]);
    said.is(
        0,
        "{\"profile\":\"homelab\",\"group\":\"Home\",\"host\":\"home.example.net\",\"check\":22,\
         \"open_steps\":3,\"close_steps\":2,\"file\":null}\n\
         {\"profile\":\"büro\",\"group\":null,\"host\":\"work.example.net\",\"check\":null,\
         \"open_steps\":1,\"close_steps\":null,\"file\":null}\n",
    );
    for record in said.json() {
        assert_eq!(
            keys(&record),
            [
                "check",
                "close_steps",
                "file",
                "group",
                "host",
                "open_steps",
                "profile"
            ]
        );
    }
}

#[test]
fn json_of_no_profile_is_empty() {
    portknocker("", &["list", "--json"]).is(0, "");
}

#[test]
fn never_shows_a_sequence() {
    for args in [&["list"][..], &["list", "--json"]] {
        let said = portknocker(TWO, args);
        for port in ["7000", "8000", "9000"] {
            assert!(
                !said.stdout.contains(port),
                "a sequence is a password: {said}"
            );
        }
    }
}
