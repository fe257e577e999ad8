//! `new`: what it makes and what it asks. What it makes is loaded into real servers in `root::new`.

use std::fs;

use rstest::rstest;

use super::secrets::in_a_terminal;
use crate::support::home::Home;
use crate::support::said::Said;

const NEW: [&str; 6] = [
    "new",
    "homelab",
    "--host",
    "home.example.net",
    "--check",
    "22",
];

fn run(home: &Home, args: &[&str]) -> Said {
    Said::by(&mut home.portknocker(args))
}

fn text(home: &Home) -> String {
    fs::read_to_string(home.configuration()).unwrap()
}

/// The profile's lines, without its sequences.
fn profile(text: &str) -> Vec<&str> {
    let lines = text.lines().skip_while(|line| *line != "[[profile]]");
    let is_sequence = |line: &&str| line.starts_with("open = [") || line.starts_with("close = [");
    lines.filter(|line| !is_sequence(line)).collect()
}

#[test]
fn both_halves_have_the_same_sequences() {
    let home = Home::new();
    let said = run(&home, &[&NEW[..], &["--plain", "--for", "knockd"]].concat());
    assert_eq!(said.status, 0, "{said}");
    let text = text(&home);
    assert_eq!(
        profile(&text),
        [
            "[[profile]]",
            "name = \"homelab\"",
            "host = \"home.example.net\"",
            "check = 22",
            "server = { kind = \"knockd\", seq_timeout = \"10s\" }",
        ]
    );
    for (key, door) in [("open", "[open_homelab]"), ("close", "[close_homelab]")] {
        let line = text
            .lines()
            .find(|line| line.starts_with(&format!("{key} = [")))
            .unwrap();
        let steps = line.split('"').skip(1).step_by(2);
        let steps: Vec<String> = steps
            .map(|step| {
                if step.contains(':') {
                    step.to_owned()
                } else {
                    format!("{step}:tcp")
                }
            })
            .collect();
        assert_eq!(steps.len(), 5);
        let half = said.stdout.split(door).nth(1).unwrap();
        let sequence = format!("\n\tsequence = {}\n\tseq_timeout = 10\n", steps.join(","));
        assert!(half.starts_with(&sequence), "{sequence} is not in\n{half}");
    }
    // A second one is another one.
    let other = Home::new();
    run(&other, &[&NEW[..], &["--plain"]].concat());
    assert_ne!(text, self::text(&other));
}

#[rstest]
#[case::routeros("mikrotik", &["check = 22", "server = { kind = \"mikrotik\", seq_timeout = \"10s\" }", "server_timeout = \"30m\""])]
#[case::nftables("nftables", &["check = 22", "server = { kind = \"nftables\", seq_timeout = \"10s\" }", "server_timeout = \"12h\""])]
fn what_the_server_cannot_do_the_profile_does_not_say(
    #[case] server: &str,
    #[case] lines: &[&str],
) {
    let home = Home::new();
    let said = run(&home, &[&NEW[..], &["--plain", "--for", server]].concat());
    assert_eq!(said.status, 0, "{said}");
    assert_eq!(profile(&text(&home))[3..], *lines);
    assert_eq!(text(&home).contains("\nclose = ["), server != "mikrotik");
    let check = run(&home, &["config", "check", "--strict"]);
    assert_eq!(check.stdout, "1 profile, no mistakes\n", "{check}");
}

#[test]
fn fwknopd_gets_keys_and_no_sequence() {
    let home = Home::new();
    let said = run(
        &home,
        &[&NEW[..], &["--plain", "--for", "fwknopd"]].concat(),
    );
    assert_eq!(said.status, 0, "{said}");
    let text = text(&home);
    let keys: Vec<&str> = text
        .split("\"base64:")
        .skip(1)
        .map(|key| key.split('"').next().unwrap())
        .collect();
    assert_eq!(keys.len(), 2);
    for (name, key) in [("KEY_BASE64", keys[0]), ("HMAC_KEY_BASE64", keys[1])] {
        let line = format!("\n{name:24}{key}\n");
        assert!(said.stdout.contains(&line), "{line} is not in\n{said}");
    }
    assert!(text.contains("spa = { access = \"tcp/22\", "));
}

#[test]
fn with_a_file_the_way_to_load_it_is_said() {
    let home = Home::new();
    let said = run(
        &home,
        &[&NEW[..], &["--plain", "-o", "half", "--for", "nftables"]].concat(),
    );
    assert_eq!(said.status, 0, "{said}");
    assert!(
        said.stdout
            .starts_with("half is the server's half. To load it, as root on the server:\n")
    );
    assert!(said.stdout.contains("\n  $ nft -f FILE\n"));
    assert!(
        said.stdout
            .contains("\nTo undo it:\n  $ nft delete table inet portknocker_homelab\n")
    );
    let half = fs::read_to_string(home.path().join("half")).unwrap();
    assert!(half.contains("\ntable inet portknocker_homelab {\n"));
    assert!(
        !said.stdout.contains("dport"),
        "the sequence is in the file alone"
    );
}

#[rstest]
#[case::taken(&["new", "old", "--host", "a", "--check", "22"], "there is a profile `old` already; nothing was changed")]
#[case::a_group(&["new", "@x", "--host", "a", "--check", "22"], "a name has no blanks at its ends, no control characters, and no @ at its beginning")]
#[case::nobody_to_ask(&["new"], "there is no terminal to ask on; say it all: `portknocker new NAME --host HOST --check PORT --for SERVER`")]
#[case::a_file_that_is_there(&["new", "x", "--host", "a", "--check", "22", "-o", "config/portknocker/config.toml"], "config/portknocker/config.toml is there already; name another file. Nothing was written")]
#[case::a_router_for_its_own_network(&["new", "x", "--host", "a", "--check", "22", "--for", "openwrt"], "--interface says by which of the router's interfaces the internet comes in, such as wan or eth1; without it openwrt would shut the port for the local network too")]
#[case::an_interface(&["new", "x", "--host", "a", "--check", "22", "--interface", "a b"], "--interface: no interface is called so")]
fn what_cannot_be_made_is_refused(#[case] args: &[&str], #[case] error: &str) {
    let home = Home::new();
    home.write_configuration("[[profile]]\nname = \"old\"\nhost = \"a\"\nopen = [1]\n");
    let before = text(&home);
    let args = [args, &["--plain"]].concat();
    run(&home, &args).is_error(2, &format!("error: {error}\n"));
    assert_eq!(text(&home), before);
}

#[test]
fn without_a_keyring_nothing_is_made() {
    let home = Home::new();
    let said = run(&home, &NEW);
    assert_eq!((said.status, said.stdout.as_str()), (1, ""), "{said}");
    assert!(said.stderr.contains("--plain keeps the secrets"), "{said}");
    assert!(!home.configuration().exists());
}

#[test]
fn without_a_name_everything_is_asked_for() {
    let home = Home::new();
    let typed = "@x\nmy lab\nhome.example.net\n\nnft\nnftables\n";
    let said = in_a_terminal(&home, "new --plain -o half", typed);
    assert_eq!(said.status, 0, "{said}");
    for words in [
        "A name for the profile, such as homelab:",
        "a name has no blanks at its ends",
        "The server's name or address:",
        "The TCP port of the service that it opens [22]:",
        "What listens for knocks there: knockd, nftables,",
        "Which of them [knockd]:",
        "none of them",
        "half is the server's half.",
    ] {
        assert!(said.stdout.contains(words), "{words} is not in\n{said}");
    }
    assert_eq!(
        profile(&text(&home))[1..4],
        [
            "name = \"my lab\"",
            "host = \"home.example.net\"",
            "check = 22"
        ]
    );
}

#[test]
fn a_slow_profile_gets_a_server_that_waits() {
    for (server, seq_timeout) in [("knockd", "31s"), ("nftables", "10s")] {
        let home = Home::new();
        home.write_configuration("[defaults]\ndelay = \"3s\"\n");
        let said = run(&home, &[&NEW[..], &["--plain", "--for", server]].concat());
        assert_eq!(said.status, 0, "{said}");
        let timeout = format!("seq_timeout = \"{seq_timeout}\"");
        assert!(text(&home).contains(&timeout), "{}", text(&home));
        let check = run(&home, &["config", "check", "--strict"]);
        assert_eq!(check.stdout, "1 profile, no mistakes\n", "{check}");
    }
}

#[test]
fn what_is_piped_away_is_explained_beside() {
    let home = Home::new();
    let said = run(
        &home,
        &[&NEW[..], &["--plain", "--for", "nftables"]].concat(),
    );
    assert!(
        said.stderr
            .contains("\nTo undo it:\n  $ nft delete table inet portknocker_homelab\n"),
        "{said}"
    );
}
