//! Files as knockd's users write them, and whole texts that are none.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::interop::import::shown::{OneFile, are_writable, fault, notes, of_host, profiles};

fn read_for_h(text: &str) -> Import {
    read(text, &of_host("h.example")).unwrap_or_else(|found| panic!("{}", fault(&found)))
}

/// The one profile of a text, and what is said of it.
#[track_caller]
fn one(text: &str) -> (String, Vec<String>) {
    let import = read_for_h(text);
    let profiles = profiles(&import);
    assert_eq!(profiles.len(), 1, "{profiles:#?}");
    (profiles.into_iter().next().unwrap(), notes(&import))
}

/// In the style of the file that Debian ships.
const USUAL: &str = "\
[options]
\tUseSyslog
\tInterface = enp3s0

[openSSH]
\tsequence    = 7000,8000,9000
\tseq_timeout = 5
\tcommand     = /sbin/iptables -A INPUT -s %IP% -p tcp --dport 22 -j ACCEPT
\ttcpflags    = syn

[closeSSH]
\tsequence    = 9000,8000,7000
\tseq_timeout = 5
\tcommand     = /sbin/iptables -D INPUT -s %IP% -p tcp --dport 22 -j ACCEPT
\ttcpflags    = syn

[openHTTPS]
\tsequence    = 12345,54321,24680,13579
\tseq_timeout = 5
\tcommand     = /usr/local/sbin/knock_add -i -c INPUT -p tcp -d 443 -f %IP%
\ttcpflags    = syn
";

/// In the style of the manual's examples: a door that closes by itself, lists, IPv6, and every key in a case of its own.
const MANUAL: &str = "\
# comment
[options]
  LOGFILE = /var/log/knockd.log
[opencloseSMTP]
  One_Time_Sequences = /etc/knockd/smtp_sequences
  SEQ_TIMEOUT = 15
  TCPFLAGS = fin,!ack
  Start_Command = /usr/sbin/iptables -A INPUT -s %IP% -p tcp --dport 25 -j ACCEPT
  Start_Command_6 = /usr/sbin/ip6tables -A INPUT -s %IP% -p tcp --dport 25 -j ACCEPT
  CMD_Timeout = 5
  Stop_Command = /usr/sbin/iptables -D INPUT -s %IP% -p tcp --dport 25 -j ACCEPT
  stop_command_6 =
[opencloseSSH]
  Sequence = 2222:udp , 3333 : TCP,4444:Udp
  Timeout = 15
  tcpflags = syn,ack
  start_command = /usr/sbin/iptables -A INPUT -s %IP% -p tcp --syn -j ACCEPT
  stop_command = /usr/sbin/iptables -D INPUT -s %IP% -p tcp --syn -j ACCEPT
";

#[test]
fn debians_example_is_two_profiles() {
    let import = read_for_h(USUAL);
    assert_eq!(
        profiles(&import),
        [
            "5 SSH h.example open=7000:tcp,8000:tcp,9000:tcp close=9000:tcp,8000:tcp,7000:tcp check=22 server=knockd seq=5s",
            "17 openHTTPS h.example open=12345:tcp,54321:tcp,24680:tcp,13579:tcp check=443 server=knockd seq=5s",
        ]
    );
    assert_eq!(notes(&import), Vec::<String>::new());
}

#[test]
fn the_manuals_examples_close_by_themselves() {
    let options = Options {
        files: &OneFile("/etc/knockd/smtp_sequences"),
        ..of_host("h.example")
    };
    let import = read(MANUAL, &options).unwrap();
    assert_eq!(
        profiles(&import),
        [
            "4 opencloseSMTP h.example open=list(/etc/knockd/smtp_sequences) check=25 server=knockd seq=15s flags=fin,!ack timeout=5s",
            "13 opencloseSSH h.example open=2222:udp,3333:tcp,4444:udp server=knockd seq=15s flags=syn,ack timeout=10s",
        ]
    );
    assert_eq!(
        notes(&import),
        [
            "5 opencloseSMTP: its sequences come from /etc/knockd/smtp_sequences, each once. The server and this machine each need the list: do not share one file with knockd",
            "7 opencloseSMTP: the profile cannot be opened: the door minds TCP packets with `tcpflags = fin,!ack` alone, and a program can only send those with `syn`. Give the door `tcpflags = syn`",
            "16 opencloseSSH: the profile cannot be opened: the door minds TCP packets with `tcpflags = syn,ack` alone, and a program can only send those with `syn`. Give the door `tcpflags = syn`",
        ]
    );
}

#[test]
fn a_list_that_is_not_here_is_asked_for() {
    let (profile, notes) = one("[a]\none_time_sequences = /x/list\n");
    assert_eq!(profile, "1 a h.example open=list(/x/list) server=knockd");
    assert_eq!(
        notes,
        [
            "2 a: its sequences come from /x/list, which cannot be read here. Copy the list from the server to that place, or change the profile's path"
        ]
    );
}

#[test]
fn a_door_without_a_host_is_asked_for() {
    let fault = read(USUAL, &of_host("")).unwrap_err();
    assert!(matches!(fault, Fault::NeedsHost));
}

#[test]
fn a_target_is_the_host_where_nobody_says_another() {
    let text = "[a]\nsequence = 1,2\nTarget = 192.0.2.7\n";
    let import = read(text, &of_host("")).unwrap();
    assert_eq!(
        profiles(&import),
        ["1 a 192.0.2.7 open=1:tcp,2:tcp server=knockd"]
    );
    assert_eq!(
        notes(&import),
        ["1 a: it names no server; the door's `target`, 192.0.2.7, is taken for it"]
    );
    let (profile, notes) = one(text);
    assert_eq!(profile, "1 a h.example open=1:tcp,2:tcp server=knockd");
    assert!(notes.is_empty());
}

/// Two doors with these names and lines.
fn two(one: &str, other: &str) -> String {
    let door = |said: &str| {
        let (name, lines) = said.split_once(" | ").unwrap();
        format!("[{name}]\n{}\n", lines.replace(" | ", "\n"))
    };
    door(one) + &door(other)
}

#[rstest]
#[case::by_their_names("openA | sequence=1,2", "closeA | sequence=7,8", "A")]
#[case::by_their_names("A-open | sequence=1,2", "a_close | sequence=7,8", "A")]
#[case::by_their_names("web | sequence=1,2", "CloseWeb | sequence=7,8", "web")]
#[case::nothing_but_the_word("open | sequence=1,2", "close | sequence=7,8", "open")]
#[case::by_commands(
    "a | sequence=1,2 | command=iptables -A INPUT -s %IP% -j ACCEPT",
    "b | sequence=7,8 | command=iptables -D INPUT -s %IP% -j ACCEPT",
    "a"
)]
#[case::by_commands(
    "a | sequence=1,2 | command=pfctl -t k -T add %IP%",
    "b | sequence=7,8 | command=pfctl -t k -T delete %IP%",
    "a"
)]
#[case::by_commands(
    "a | sequence=1,2 | command=firewall-cmd --add-port=22/tcp",
    "b | sequence=7,8 | command=firewall-cmd --remove-port=22/tcp",
    "a"
)]
#[case::reversed("a | sequence=1,2", "b | sequence=2,1", "a")]
#[case::reversed_with_a_role(
    "a | sequence=1,2 | command=x --add-y",
    "b | sequence=2,1 | command=z",
    "a"
)]
fn two_doors_are_one_profile(#[case] opens: &str, #[case] closes: &str, #[case] name: &str) {
    for text in [two(opens, closes), two(closes, opens)] {
        let import = read_for_h(&text);
        let [entry] = &import.entries[..] else {
            panic!("{:#?}", profiles(&import))
        };
        assert_eq!(entry.line, 1);
        assert!(entry.profile.close.is_some());
        if !opens.contains("sequence=1,2") || closes.contains("command") || closes.contains("7,8") {
            assert_eq!(entry.profile.name, name, "{text}");
            let first = &entry.profile.open.literal().unwrap().steps()[0];
            assert_eq!(first.port().unwrap().get(), 1, "{text}");
        }
    }
}

#[rstest]
#[case::three_by_name(
    "[openA]\nsequence=1,2\n[openA]\nsequence=3,4\n[closeA]\nsequence=5,6\n",
    3
)]
#[case::both_open(
    "[a]\nsequence=1,2\ncommand=iptables -A X -j ACCEPT\n[b]\nsequence=2,1\ncommand=iptables -A Y -j ACCEPT\n",
    2
)]
#[case::names_and_commands_disagree(
    "[openA]\nsequence=1,2\ncommand=iptables -D X -j ACCEPT\n[closeA]\nsequence=3,4\ncommand=iptables -A X -j ACCEPT\n",
    2
)]
#[case::other_targets(
    "[openA]\nsequence=1,2\ntarget=192.0.2.1\n[closeA]\nsequence=3,4\ntarget=192.0.2.2\n",
    2
)]
#[case::one_cannot_be_sent("[openA]\nsequence=1,2\n[closeA]\nsequence=3,4\ntcpflags=fin\n", 2)]
#[case::one_sequence("[openA]\nsequence=1,2\n[closeA]\nsequence=1,2\n", 2)]
#[case::the_same_both_ways("[a]\nsequence=1,2,1\n[b]\nsequence=1,2,1\n", 2)]
#[case::two_that_take_themselves_back(
    "[a]\nsequence=1,2\nstop_command=x\n[b]\nsequence=2,1\nstop_command=y\n",
    2
)]
#[case::nothing_in_common("[a]\nsequence=1,2\n[b]\nsequence=3,4\n", 2)]
fn what_is_not_sure_stays_apart(#[case] text: &str, #[case] count: usize) {
    let import = read_for_h(text);
    assert_eq!(import.entries.len(), count);
    assert!(
        import
            .entries
            .iter()
            .all(|entry| entry.profile.close.is_none())
    );
}

#[test]
fn a_door_that_closes_alone_is_said() {
    let (profile, notes) =
        one("[x]\nsequence = 1,2\ncommand = iptables -D INPUT -s %IP% -j ACCEPT\n");
    assert_eq!(profile, "1 x h.example open=1:tcp,2:tcp server=knockd");
    assert_eq!(
        notes,
        [
            "1 x: it seems to close something, and it is not clear which other door opens that: it is a profile of its own"
        ]
    );
}

#[rstest]
#[case::just_in_time("2", "1,2,3,4", " seq=2s", None)]
#[case::lowered(
    "2",
    "1,2,3,4,5,6,7",
    " seq=2s delay=160ms",
    Some(
        "with the usual delay the sequence would not surely be over within its `seq_timeout`: the profile has delay = \"160ms\""
    )
)]
#[case::never(
    "1",
    "1,2,3",
    " seq=1s delay=50ms",
    Some(
        "the sequence is not surely over within its `seq_timeout`, however fast it is sent. Give the door more time"
    )
)]
#[case::no_time(
    "0",
    "1,2",
    " seq=1s delay=50ms",
    Some(
        "the sequence is not surely over within its `seq_timeout`, however fast it is sent. Give the door more time"
    )
)]
#[case::one_step("1", "1", " seq=1s", None)]
#[case::negative("-5", "1", " seq=1s", None)]
#[case::more_than_a_day("99999999", "1,2", " seq=24h", None)]
#[case::longer_than_any_number("99999999999999999999", "1,2", " seq=24h", None)]
#[case::with_more(
    "5s",
    "1,2",
    " seq=5s",
    Some("only the number at the beginning counts, for knockd too")
)]
fn the_delay_fits_the_servers_time(
    #[case] seq_timeout: &str,
    #[case] sequence: &str,
    #[case] rest: &str,
    #[case] said: Option<&str>,
) {
    let (profile, notes) = one(&format!(
        "[a]\nsequence = {sequence}\nseq_timeout = {seq_timeout}\n"
    ));
    let (_, after) = profile.split_once(" server=knockd").unwrap();
    assert_eq!(after, rest);
    let said: Vec<String> = said
        .map(|said| format!("3 a: {said}"))
        .into_iter()
        .collect();
    assert_eq!(notes, said);
}

#[test]
fn a_pair_has_the_shorter_time_of_both() {
    let (profile, _) = one("[openA]\nsequence=1,2\nseq_timeout=60\n[closeA]\nsequence=7,8\n");
    assert!(profile.ends_with(" server=knockd seq=25s"), "{profile}");
    let (profile, _) = one("[openA]\nsequence=1,2\n[closeA]\nsequence=7,8\nseq_timeout=5\n");
    assert!(profile.ends_with(" server=knockd seq=5s"), "{profile}");
}

#[rstest]
#[case("stop_command = x", " timeout=10s", None)]
#[case("stop_command = x\ncmd_timeout = 30", " timeout=30s", None)]
#[case("cmd_timeout = 30", "", None)]
#[case("stop_command =\ncmd_timeout = 30", "", None)]
#[case(
    "stop_command = x\ncmd_timeout = 0",
    "",
    Some("4 a: the door closes as soon as it opens: `cmd_timeout` should be more than zero")
)]
#[case(
    "stop_command = x\ncmd_timeout = 86401",
    "",
    Some(
        "4 a: the door closes by itself after more than a day, which a profile cannot say: it says nothing of it"
    )
)]
#[case(
    "command = firewall-cmd --add-port=22/tcp --timeout=30",
    " timeout=30s",
    None
)]
fn what_the_server_takes_back_has_its_time(
    #[case] lines: &str,
    #[case] rest: &str,
    #[case] said: Option<&str>,
) {
    let (profile, notes) = one(&format!("[a]\nsequence = 1,2\n{lines}\n"));
    let (_, after) = profile.split_once(" server=knockd").unwrap();
    assert_eq!(after, rest);
    assert_eq!(notes, said.into_iter().collect::<Vec<_>>());
}

#[rstest]
#[case::port(
    "[b]\nsequence = 7,70000\n",
    "-6 b: step 2 has no port from 1 to 65535"
)]
#[case::port("[b]\nsequence = 7,0\n", "-6 b: step 2 has no port from 1 to 65535")]
#[case::port("[b]\nsequence = 7,,8\n", "-6 b: step 2 has no port from 1 to 65535")]
#[case::port("[b]\nsequence = -7\n", "-6 b: step 1 has no port from 1 to 65535")]
#[case::icmp(
    "[b]\nsequence = 7000:icmp\n",
    "-6 b: step 1 is neither tcp nor udp, and knockd knows no other"
)]
#[case::icmp(
    "[b]\nsequence = 7000:\n",
    "-6 b: step 1 is neither tcp nor udp, and knockd knows no other"
)]
#[case::nothing("[b]\ncommand = x\n", "-5 b: the door has no `sequence`")]
#[case::header(
    "[b] # x\nsequence = 7\n",
    "-5: not a [name]: nothing may stand in front of or behind it. What follows up to the next one was left out"
)]
#[case::cut(
    "[b\nsequence = 7\n",
    "-5: not a [name]: nothing may stand in front of or behind it. What follows up to the next one was left out"
)]
fn a_broken_door_is_left_out_alone(#[case] door: &str, #[case] said: &str) {
    let text = format!("[a]\nsequence = 1\n[c]\nsequence = 2\n{door}[d]\nsequence = 3\n");
    let import = read_for_h(&text);
    let names: Vec<&str> = import
        .entries
        .iter()
        .map(|entry| entry.profile.name.as_str())
        .collect();
    assert_eq!(names, ["a", "c", "d"]);
    assert_eq!(notes(&import), [said]);
}

#[rstest]
#[case::key(
    "sequnce = 5",
    "-3: unknown key `sequnce`, at which knockd stops; did you mean `sequence`?"
)]
#[case::key("wibble = 5", "-3: unknown key `wibble`, at which knockd stops")]
#[case::no_key(
    "7000,8000",
    "-3: not a line that knockd knows; write `key = value`, or a # at its beginning"
)]
#[case::no_key(
    "7000 = 1",
    "-3: not a line that knockd knows; write `key = value`, or a # at its beginning"
)]
#[case::no_value(
    "seq_timeout",
    "-3: not a line that knockd knows; write `key = value`, or a # at its beginning"
)]
#[case::flags(
    "tcpflags = syn,foo",
    "-3: flag 2 of `tcpflags` is unknown, and knockd stops at it"
)]
#[case::flags(
    "tcpflags = syn, !ack",
    "3 a: knockd stops at the blanks in `tcpflags`: take them out"
)]
#[case::target("target = a b", "-3: `target` is neither a name nor an address")]
#[case::more(
    "sequence = 1x,2",
    "3 a: of step 1 only the number at its beginning and the first protocol count, for knockd too"
)]
#[case::more(
    "sequence = 1,2:tcp:udp",
    "3 a: of step 2 only the number at its beginning and the first protocol count, for knockd too"
)]
fn a_line_with_a_mistake_is_said(#[case] line: &str, #[case] said: &str) {
    let (profile, notes) = one(&format!("[a]\nsequence = 1,2\n{line}\n"));
    assert_eq!(profile, "1 a h.example open=1:tcp,2:tcp server=knockd");
    assert_eq!(notes, [said]);
}

#[test]
fn a_door_among_the_options_is_said() {
    let text = "[options]\nlogfile = x\nPidFile = y\ninterface = z\nusesyslog\nsequence = 7\nfoo\n[a]\nsequence = 1\n";
    let (_, notes) = one(text);
    assert_eq!(
        notes,
        [
            "-6: unknown key `sequence`, at which knockd stops",
            "-7: not a line that knockd knows; write `key = value`, or a # at its beginning",
        ]
    );
}

#[test]
fn a_list_without_a_path_is_none() {
    let import = read_for_h("[a]\none_time_sequences =\n");
    assert!(import.entries.is_empty());
    assert_eq!(notes(&import), ["-1 a: the door has no `sequence`"]);
}

#[test]
fn knockd_takes_32_steps_and_no_more() {
    let sequence = |count: usize| format!("[a]\nsequence = {}\n", vec!["7"; count].join(","));
    assert_eq!(read_for_h(&sequence(32)).entries.len(), 1);
    let import = read_for_h(&sequence(33));
    assert!(import.entries.is_empty());
    assert_eq!(
        notes(&import),
        ["-2 a: more than 32 steps, which knockd does not take"]
    );
}

#[rstest]
#[case("", "1: not a knockd.conf: it has no [name]")]
#[case("# only this\n", "1: not a knockd.conf: it has no [name]")]
#[case(
    "\nhello\n[a]\nsequence=1\n",
    "2: not a knockd.conf: this stands before the first [name]"
)]
fn what_is_no_such_file_is_refused(#[case] text: &str, #[case] said: &str) {
    assert_eq!(fault(&read(text, &of_host("h")).unwrap_err()), said);
}

#[test]
fn flags_of_datagrams_do_not_matter() {
    let (profile, notes) = one("[a]\nsequence = 1:udp,2:udp\ntcpflags = fin\n");
    assert_eq!(profile, "1 a h.example open=1:udp,2:udp server=knockd");
    assert!(notes.is_empty());
}

#[rstest]
#[case(USUAL, true)]
#[case(MANUAL, true)]
#[case("[a]\nSEQUENCE=x", true)]
#[case("[options]\nUseSyslog\n", true)]
#[case("sequence = 1\n", false)]
#[case("[a]\nname = 1\n", false)]
#[case("[[profile]]\nopen = [1]\n", false)]
#[case("[default]\nSPA_SERVER h\n", false)]
#[case("#!/bin/sh\n[ -x y ]\nsequence=1\nknock h 1\n", false)]
#[case("", false)]
fn it_is_told_by_its_keys(#[case] text: &str, #[case] is_it: bool) {
    assert_eq!(recognises(text), is_it);
}

/// Where a text is cut, it is read or refused, and nothing of a sequence is said.
fn hold(text: &str) {
    match read(text, &of_host("h.example")) {
        Ok(import) => {
            let lines = text.lines().count();
            assert!(
                import
                    .notes
                    .iter()
                    .all(|note| (1..=lines).contains(&note.line))
            );
            assert!(!notes(&import).iter().any(|note| note.contains("54321")));
            assert!(are_writable(&import));
        }
        Err(Fault::Broken { line, .. }) => assert!(line >= 1),
        Err(fault) => panic!("{fault}"),
    }
}

#[test]
fn it_may_be_cut_anywhere() {
    for text in [USUAL, MANUAL] {
        for end in 0..=text.len() {
            hold(&text[..end]);
            hold(&text[end..]);
        }
    }
}

#[test]
fn a_great_file_is_read_at_once() {
    let pairs: Vec<String> = (0..20_000)
        .map(|index| format!("[open{index}]\nsequence=1,2\n[close{index}]\nsequence=2,1\n"))
        .collect();
    assert_eq!(read_for_h(&pairs.concat()).entries.len(), 20_000);
    let deep = "[".repeat(1_000_000);
    assert!(read_for_h(&deep).entries.is_empty());
    let list = format!("[a]\nsequence={}\n", "1,".repeat(500_000));
    assert!(read_for_h(&list).entries.is_empty());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        hold(&text);
    }

    #[test]
    fn no_text_of_its_parts_makes_it_panic(
        text in r"(\[openA\]\n|\[closeA\]\n|\[|\]|sequence|=|1,2|7000:udp|seq_timeout|tcpflags|syn,!ack|target|command|stop_command|cmd_timeout|one_time_sequences|iptables -A| --dport |--timeout| é|-|9{12}|#|\n){0,40}",
    ) {
        hold(&text);
        recognises(&text);
    }
}
