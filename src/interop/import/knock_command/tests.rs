//! Command lines and scripts as people keep them, and texts that are neither.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::interop::import::shown::{are_writable, fault, notes, profiles};

fn import(text: &str) -> Import {
    read(text).unwrap_or_else(|found| panic!("{}", fault(&found)))
}

/// The one profile of a text without its line, and what is said of it.
#[track_caller]
fn one(text: &str) -> (String, Vec<String>) {
    let import = import(text);
    let profiles = profiles(&import);
    assert_eq!(profiles.len(), 1, "{profiles:#?}");
    let (_, profile) = profiles[0].split_once(' ').unwrap();
    (profile.to_owned(), notes(&import))
}

#[rstest]
#[case::of_the_manual(
    "knock myserver.example.com 123:tcp 456:udp 789:tcp",
    "myserver.example.com myserver.example.com open=123:tcp,456:udp,789:tcp"
)]
#[case::of_the_manual(
    "knock -u myserver.example.com 8284 4721 18592 42912",
    "myserver.example.com myserver.example.com open=8284:udp,4721:udp,18592:udp,42912:udp"
)]
#[case::udp_for_all("knock h 7:tcp 8 -u", "h h open=7:udp,8:udp")]
#[case::delay("knock -d 500 h 7 8", "h h open=7:tcp,8:tcp delay=500ms")]
#[case::delay("knock -vd500 h 7 8", "h h open=7:tcp,8:tcp delay=500ms")]
#[case::delay("knock h 7 8 --delay=500", "h h open=7:tcp,8:tcp delay=500ms")]
#[case::delay("knock -d 0 h 7 8", "h h open=7:tcp,8:tcp delay=0s")]
#[case::more_than_a_day("knock -d 999999999999 h 7 8", "h h open=7:tcp,8:tcp delay=24h")]
#[case::family("knock -4 h 7", "h h open=7:tcp family=ipv4")]
#[case::family("knock --ipv6 h 7", "h h open=7:tcp family=ipv6")]
#[case::behind_others(
    "sudo -u root LANG=C /usr/bin/knock h 7 8 >/dev/null 2>&1",
    "h h open=7:tcp,8:tcp"
)]
#[case::quotes("knock 'h' \"7\" 8 # 9", "h h open=7:tcp,8:tcp")]
#[case::several_lines("knock h \\\n  7 \\\n  8", "h h open=7:tcp,8:tcp")]
#[case::ipv6_address("knock 2001:db8::1 7", "2001:db8::1 2001:db8::1 open=7:tcp")]
#[case::ours("portknocker knock --json h 7 8:UDP", "h h open=7:tcp,8:udp")]
fn a_command_line_is_a_profile(#[case] line: &str, #[case] profile: &str) {
    assert_eq!(one(line), (profile.to_owned(), Vec::new()));
}

#[test]
fn what_looks_like_udp_goes_as_knock_sends_it() {
    let (profile, notes) = one("knock h 7:UDP 8:udp:x");
    assert_eq!(profile, "h h open=7:tcp,8:tcp");
    assert_eq!(
        notes,
        [
            "1 h: step 1 goes over TCP, as knock sends it: it knows `:udp` in small letters alone",
            "1 h: step 2 goes over TCP, as knock sends it: it knows `:udp` in small letters alone",
        ]
    );
}

/// A script as it may stand in somebody's home.
const SCRIPT: &str = "\
#!/bin/bash
# Opens the door at home, and closes it.
set -e
HOST=home.example.net

open_home() {
    knock -d 200 home.example.net 7000 8000:udp 9000 && ssh -p 2222 me@home.example.net
}
function close_home {
    knock home.example.net 9000 8000:udp 7000
}
alias office-open='knock office.example.net 1111 2222'
alias office-close='knock office.example.net 3333 4444; echo closed'

if true; then knock vpn.example.net 5 6; fi
knock vpn.example.net 7 8
for port in 1 2 3; do
    knock \"$HOST\" $port
done
";

#[test]
fn a_script_is_several_profiles() {
    let import = import(SCRIPT);
    assert_eq!(
        profiles(&import),
        [
            "7 home home.example.net open=7000:tcp,8000:udp,9000:tcp close=9000:tcp,8000:udp,7000:tcp check=2222 delay=200ms",
            "12 office office.example.net open=1111:tcp,2222:tcp close=3333:tcp,4444:tcp",
            "15 vpn.example.net vpn.example.net open=5:tcp,6:tcp",
            "16 vpn.example.net 2 vpn.example.net open=7:tcp,8:tcp",
        ]
    );
    assert_eq!(
        notes(&import),
        [
            "-18: a variable, a pattern or a loop, which only a shell can fill in; write the line out and import it again"
        ]
    );
}

#[rstest]
#[case::in_a_line(
    "knock h 7; sleep 1; knock h 8; sleep 1; knock h 9",
    3,
    "7:tcp,8:tcp,9:tcp delay=1s"
)]
#[case::in_lines("knock h 7\nsleep 0.5\nknock -u h 8\n", 2, "7:tcp,8:udp delay=500ms")]
#[case::without_a_wait("knock h 7 && echo x && knock h 8", 2, "7:tcp,8:tcp")]
#[case::a_wait_that_is_not_known("knock h 7; sleep $T; knock h 8", 2, "7:tcp,8:tcp")]
#[case::netcat(
    "nc -z h 7; sleep 1; nc -zu -w1 h 8; sleep 1; nc -w 1 -z h 9",
    3,
    "7:tcp,8:udp,9:tcp delay=1s"
)]
#[case::nmap(
    "nmap -Pn --max-retries 0 -p 7 h; sleep 1; nmap -Pn -sU -p8 h",
    2,
    "7:tcp,8:udp delay=1s"
)]
fn commands_with_one_port_each_are_one_sequence(
    #[case] script: &str,
    #[case] count: usize,
    #[case] sequence: &str,
) {
    let (profile, notes) = one(script);
    assert_eq!(profile, format!("h h open={sequence}"));
    let said = format!("1 h: {count} commands with one port each are taken for one sequence");
    assert_eq!(notes, [said]);
}

#[test]
fn each_wait_of_its_own_stays() {
    let import = import("knock h 7; sleep 1; knock h 8; sleep 2; knock h 9");
    let profile = &import.entries[0].profile;
    let steps = profile.open.literal().unwrap().steps();
    let delays: Vec<_> = steps.iter().map(|step| step.delay).collect();
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    assert_eq!(delays, [None, seconds(1), seconds(2)]);
    assert_eq!(profile.settings.delay, Settings::default().delay);
}

#[rstest]
#[case::another_host("knock h 7; sleep 1; knock g 8", 2)]
#[case::whole_sequences("knock h 7 8; sleep 1; knock h 9", 2)]
#[case::a_connection_between("knock h 7; ssh h; knock h 8", 2)]
#[case::functions("a() { knock h 7; }\nb() { knock h 8; }", 2)]
#[case::another_program("knock h 7; nc -z h 22", 1)]
fn what_does_not_belong_together_stays_apart(#[case] script: &str, #[case] count: usize) {
    let import = import(script);
    assert_eq!(import.entries.len(), count);
    assert!(
        import
            .entries
            .iter()
            .all(|entry| entry.profile.close.is_none())
    );
    assert!(import.notes.is_empty());
}

#[test]
fn sequences_that_mirror_one_another_are_one_profile() {
    let (profile, _) = one("knock h 7 8:udp\nknock h 8:udp 7\n");
    assert_eq!(profile, "h h open=7:tcp,8:udp close=8:udp,7:tcp");
    let (profile, _) = one("shut_close() { knock h 7 8; }\nknock h 8 7\n");
    assert_eq!(profile, "h h open=8:tcp,7:tcp close=7:tcp,8:tcp");
    assert_eq!(import("knock h 7 8\nknock g 8 7\n").entries.len(), 2);
    assert_eq!(
        import("knock h 7 8\nknock h 8 7\nknock h 7 8\n")
            .entries
            .len(),
        3
    );
}

#[rstest]
#[case("knock h 7 8; ssh h", " check=22")]
#[case("knock h 7 8; ssh -o A=b -p 2222 -l me h", " check=2222")]
#[case::two_ports("knock h 7 8; ssh h; ssh -p 2222 h", "")]
#[case::a_command("knock h 7 8; ssh h ls", "")]
#[case::another_host("knock h 7 8; ssh g", "")]
#[case::a_variable("knock h 7 8; ssh -p $PORT h", "")]
fn a_connection_behind_it_is_what_is_checked(#[case] script: &str, #[case] rest: &str) {
    assert_eq!(one(script).0, format!("h h open=7:tcp,8:tcp{rest}"));
}

#[rstest]
#[case(
    "knock $HOST 7 8",
    "a variable, a pattern or a loop, which only a shell can fill in; write the line out and import it again"
)]
#[case(
    "knock h {7000,8000}",
    "a variable, a pattern or a loop, which only a shell can fill in; write the line out and import it again"
)]
#[case("knock 'h 7 8", "a quote has no end")]
#[case(
    "knock -x h 7",
    "an option that knock does not know, or one without its value"
)]
#[case(
    "knock h 7 -d",
    "an option that knock does not know, or one without its value"
)]
#[case("knock h", "knock wants a host and ports")]
#[case("knock", "knock wants a host and ports")]
#[case("knock a/b 7", "the first argument is neither a name nor an address")]
#[case("knock h 7 ssh", "step 2 has no port from 1 to 65535")]
#[case("knock h 7 70000", "step 2 has no port from 1 to 65535")]
#[case("knock h +7", "step 1 has no port from 1 to 65535")]
#[case("knock h 0:udp", "step 1 has no port from 1 to 65535")]
fn a_line_that_cannot_be_read_is_left_out_alone(#[case] line: &str, #[case] said: &str) {
    let import = import(&format!("knock g 1 2\n{line}\nknock g 3 4\n"));
    assert_eq!(import.entries.len(), 2);
    assert_eq!(notes(&import), [format!("-2: {said}")]);
}

#[rstest]
#[case("")]
#[case("hello\n")]
#[case("knock --version")]
#[case("knock -h")]
#[case("echo knock h 7")]
#[case("nc -z h 22")]
#[case("# knock h 7 8")]
fn what_has_no_knock_is_refused(#[case] text: &str) {
    let found = fault(&read(text).unwrap_err());
    assert_eq!(found, "1: no line of it begins with `knock`");
    assert!(!recognises(text));
}

#[rstest]
#[case("knock h 7", true)]
#[case("cd x; sudo knock h 7", true)]
#[case("alias k='knock h 7'", true)]
#[case("k() { knock h 7; }", true)]
#[case("knock h", true)]
#[case("knock \"h 7", false)]
#[case("# knock h 7\nls\n", false)]
#[case("{\"ports_to_knock\": []}", false)]
#[case("[openSSH]\nsequence = 1\n", false)]
fn it_is_told_by_its_command(#[case] text: &str, #[case] is_it: bool) {
    assert_eq!(recognises(text), is_it);
}

/// Wherever a text is cut, it is read or refused, and nothing of a sequence is said.
fn hold(text: &str) {
    match read(text) {
        Ok(import) => {
            let lines = text.lines().count();
            let lies_in_it = |line: &usize| (1..=lines).contains(line);
            assert!(import.notes.iter().all(|note| lies_in_it(&note.line)));
            assert!(import.entries.iter().all(|entry| lies_in_it(&entry.line)));
            assert!(!notes(&import).iter().any(|note| note.contains("8000")));
            assert!(are_writable(&import));
        }
        Err(Fault::Broken { line, .. }) => assert!(line >= 1),
        Err(fault) => panic!("{fault}"),
    }
    recognises(text);
}

#[test]
fn it_may_be_cut_anywhere() {
    for end in 0..=SCRIPT.len() {
        hold(&SCRIPT[..end]);
        hold(&SCRIPT[end..]);
    }
}

#[test]
fn a_great_script_is_read_at_once() {
    let lines: Vec<String> = (0..20_000)
        .map(|index| format!("knock h{index} 1 2\n"))
        .collect();
    assert_eq!(import(&lines.concat()).entries.len(), 20_000);
    let hits = "knock h 7; ".repeat(50_000);
    assert_eq!(import(&hits).entries.len(), 1);
    hold(&"(".repeat(500_000));
    hold(&"knock \\\n".repeat(100_000));
    hold(&format!("knock h {}", "1 ".repeat(300_000)));
    hold(&"alias a='".repeat(50_000));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        hold(&text);
    }

    #[test]
    fn no_text_of_its_parts_makes_it_panic(
        text in r#"(knock |portknocker |sudo |nc -z |nmap -p |ssh |sleep |alias a=|a\(\) \{|\}|h |7 |8:udp |-d |-u |--delay=|--|1\.5|\$X|é|['"\\;&|()#<>\n ]){0,40}"#,
    ) {
        hold(&text);
    }
}
