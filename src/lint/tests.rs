//! Each lint on profiles that have it, and on others that nearly have it.

use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::config::decode;
use crate::text::Catalogue;

/// The warnings about a configuration, each in a line.
fn lines(source: &str, facts: &Facts) -> Vec<String> {
    let config = decode(source, Path::new("")).unwrap_or_else(|found| panic!("{found:?}"));
    let words = Catalogue::english();
    let warnings = lint(&config, facts);
    warnings.iter().map(|one| one.line(&words)).collect()
}

/// The profile `a` with these lines.
fn a(lines: &str) -> String {
    profile("a", "a.example", lines)
}

fn profile(name: &str, host: &str, lines: &str) -> String {
    format!("[[profile]]\nname = \"{name}\"\nhost = \"{host}\"\n{lines}\n")
}

/// What is said of `a`, without its name; nothing, or the one warning.
#[track_caller]
fn of_a(lines_of_a: &str, facts: &Facts) -> String {
    let found = lines(&a(lines_of_a), facts);
    assert!(found.len() < 2, "{found:#?}");
    let line = found.into_iter().next().unwrap_or_default();
    line.strip_prefix("a: ").map(str::to_owned).unwrap_or(line)
}

const NONE: &str = "";
const OPEN: &str = "open = [\"7\", \"8:udp\", \"9\"]";
const FITS_ONE: &str = "the opening sequence takes 4s 200ms, and its server is only sure to wait 4s (a `delay` of 2s fits; or give the server more time, and say so in `server`)";

#[rstest]
#[case::all_steps(
    "delay = \"2100ms\"\nserver = { kind = \"knockd\", seq_timeout = \"5s\" }",
    FITS_ONE
)]
#[case::just_in_time(
    "delay = \"2s\"\nserver = { kind = \"knockd\", seq_timeout = \"5s\" }",
    NONE
)]
#[case::of_no_known_server("delay = \"20s\"", NONE)]
#[case::the_usual_time(
    "delay = \"12100ms\"\nserver = { kind = \"knockd\" }",
    "the opening sequence takes 24s 200ms, and its server is only sure to wait 24s (a `delay` of 12s fits; or give the server more time, and say so in `server`)"
)]
#[case::within_the_usual_time("delay = \"12s\"\nserver = { kind = \"knockd\" }", NONE)]
#[case::no_delay_helps(
    "server = { kind = \"knockd\", seq_timeout = \"1s\" }",
    "the opening sequence takes 600ms, and its server is only sure to wait 0s (give the server more time, and say so in `server`; or wait less between the steps)"
)]
#[case::between_two_steps(
    "delay = \"1s\"\nserver = { kind = \"nftables\", seq_timeout = \"1s\" }",
    "the opening sequence waits 1s between two steps, and its server is only sure to wait 900ms (a `delay` of 900ms fits; or give the server more time, and say so in `server`)"
)]
#[case::each_step_in_time(
    "delay = \"900ms\"\nserver = { kind = \"nftables\", seq_timeout = \"1s\" }",
    NONE
)]
#[case::each_step_in_time(
    "delay = \"4s\"\nserver = { kind = \"iptables\", seq_timeout = \"5s\" }",
    NONE
)]
#[case::each_step_in_time(
    "delay = \"29s\"\nserver = { kind = \"mikrotik\", seq_timeout = \"30s\" }",
    NONE
)]
#[case::unknown_time("delay = \"20s\"\nserver = { kind = \"mikrotik\" }", NONE)]
fn a_sequence_is_too_slow_for_its_server(#[case] rest: &str, #[case] said: &str) {
    assert_eq!(of_a(&format!("{OPEN}\n{rest}"), &Facts::default()), said);
}

const KNOCKD_3: &str = "server = { kind = \"knockd\", seq_timeout = \"3s\" }";

#[rstest]
#[case::of_a_step(
    "open = [\"7\", { port = 8, delay = \"2s\" }, \"6\"]",
    "the opening sequence takes 2s 300ms, and its server is only sure to wait 2s (give the server more time, and say so in `server`; or wait less between the steps)"
)]
#[case::before_the_first_step("open = [{ port = 7, delay = \"9s\" }, \"8:udp\"]", NONE)]
#[case::of_one_step("open = [\"7\"]\ndelay = \"9s\"", NONE)]
#[case::handshakes(
    "open = [{ port = 7, mode = \"connect\" }, { port = 6, mode = \"connect\" }, \"5\"]",
    "the opening sequence takes 2s 400ms, and its server is only sure to wait 2s (a `delay` of 100ms fits; or give the server more time, and say so in `server`)"
)]
#[case::the_last_handshake(
    "open = [\"7\", \"6\", { port = 5, mode = \"connect\" }]\ndelay = \"1s\"",
    NONE
)]
#[case::closing(
    "open = [\"7\", \"6\"]\nclose = [\"6\", { port = 7, delay = \"2100ms\" }]",
    "the closing sequence takes 2s 100ms, and its server is only sure to wait 2s (give the server more time, and say so in `server`; or wait less between the steps)"
)]
#[case::one_delay_for_both(
    "open = [\"7\", \"6\"]\nclose = [\"6\", \"7\"]\ndelay = \"3s\"",
    "the opening sequence takes 3s, and its server is only sure to wait 2s (a `delay` of 2s fits; or give the server more time, and say so in `server`)"
)]
#[case::one_delay_that_fits_both(
    "open = [\"7\", \"6\"]\nclose = [\"6\", \"7\", \"5\", \"4\", \"3\"]\ndelay = \"3s\"",
    "the opening sequence takes 3s, and its server is only sure to wait 2s (a `delay` of 500ms fits; or give the server more time, and say so in `server`)"
)]
#[case::of_the_other_alone(
    "open = [\"7\", \"6\"]\nclose = [\"6\", { port = 7, delay = \"100ms\" }]\ndelay = \"3s\"",
    "the opening sequence takes 3s, and its server is only sure to wait 2s (a `delay` of 2s fits; or give the server more time, and say so in `server`)"
)]
#[case::kept_elsewhere("open = { keyring = true }\ndelay = \"3s\"", NONE)]
fn every_wait_counts(#[case] rest: &str, #[case] said: &str) {
    assert_eq!(
        of_a(&format!("{rest}\n{KNOCKD_3}"), &Facts::default()),
        said
    );
}

const UNSENDABLE: &str = "its server minds TCP packets with `tcpflags = fin,!ack` alone, and a program can only send those with `syn` (give the door `tcpflags = syn` on the server, then take `tcpflags` out of `server` here)";

#[rstest]
#[case("open = [\"7\", \"6\"]", "fin,!ack", UNSENDABLE)]
#[case::closing("open = [\"7:udp\"]\nclose = [\"6\"]", "fin,!ack", UNSENDABLE)]
#[case::kept_elsewhere("open = { keyring = true }", "fin,!ack", UNSENDABLE)]
#[case::without_tcp("open = [\"7:udp\", \"6:udp\"]", "fin,!ack", NONE)]
#[case::what_is_sent("open = [\"7\", \"6\"]", "syn,!ack", NONE)]
fn what_no_program_can_send_is_not_for_a_profile(
    #[case] open: &str,
    #[case] flags: &str,
    #[case] said: &str,
) {
    let server = format!("server = {{ kind = \"knockd\", tcpflags = \"{flags}\" }}");
    assert_eq!(of_a(&format!("{open}\n{server}"), &Facts::default()), said);
}

const NFTABLES_5: &str = "server = { kind = \"nftables\", seq_timeout = \"5s\" }";

#[rstest]
#[case::behind_a_handshake(
    "open = [{ port = 7, mode = \"connect\" }, \"6\"]\ndelay = \"4900ms\"",
    "the opening sequence waits 5s 800ms between two steps, and its server is only sure to wait 4s 900ms (a `delay` of 4s fits; or give the server more time, and say so in `server`)"
)]
#[case::behind_a_handshake_in_time(
    "open = [{ port = 7, mode = \"connect\" }, \"6\"]\ndelay = \"4s\"",
    NONE
)]
#[case::behind_the_last_handshake(
    "open = [\"7\", { port = 6, mode = \"connect\" }]\ndelay = \"4900ms\"",
    NONE
)]
#[case::of_a_step(
    "open = [\"7\", { port = 6, delay = \"6s\" }]",
    "the opening sequence waits 6s between two steps, and its server is only sure to wait 4s 900ms (give the server more time, and say so in `server`; or wait less between the steps)"
)]
#[case::of_steps_and_of_all(
    "open = [\"7\", { port = 6, delay = \"1s\" }, \"5\"]\ndelay = \"6s\"",
    "the opening sequence waits 6s between two steps, and its server is only sure to wait 4s 900ms (give the server more time, and say so in `server`; or wait less between the steps)"
)]
fn each_wait_counts_by_itself(#[case] rest: &str, #[case] said: &str) {
    let rest = format!("{rest}\n{NFTABLES_5}");
    assert_eq!(of_a(&rest, &Facts::default()), said);
}

const TOO_FAST: &str = "the opening sequence has steps 49ms apart, which may overtake one another on the way (wait 50ms or more, unless the server is in your own network; \"300ms\" is usual)";

#[rstest]
#[case::name(
    "home.example.net",
    "delay = \"49ms\"\nopen = [\"7\", \"6\"]",
    TOO_FAST
)]
#[case::address("198.51.100.7", "delay = \"49ms\"\nopen = [\"7\", \"6\"]", TOO_FAST)]
#[case::address("2001:db8::7", "delay = \"49ms\"\nopen = [\"7\", \"6\"]", TOO_FAST)]
#[case::shared_by_carriers("100.64.0.7", "delay = \"49ms\"\nopen = [\"7\", \"6\"]", TOO_FAST)]
#[case::of_a_step(
    "home.example.net",
    "open = [\"7\", { port = 6, delay = \"49ms\" }, \"5\"]",
    TOO_FAST
)]
#[case::slow_enough("home.example.net", "delay = \"50ms\"\nopen = [\"7\", \"6\"]", NONE)]
#[case::one_step("home.example.net", "delay = \"0s\"\nopen = [\"7\"]", NONE)]
#[case::before_the_first(
    "home.example.net",
    "open = [{ port = 7, delay = \"0s\" }, \"6\"]",
    NONE
)]
#[case::behind_a_handshake(
    "home.example.net",
    "delay = \"0s\"\nopen = [{ port = 7, mode = \"connect\" }, \"6\"]",
    NONE
)]
#[case::kept_elsewhere("home.example.net", "delay = \"0s\"\nopen = { env = \"X\" }", NONE)]
#[case::near("127.0.0.1", "delay = \"0s\"\nopen = [\"7\", \"6\"]", NONE)]
#[case::near("192.168.1.7", "delay = \"0s\"\nopen = [\"7\", \"6\"]", NONE)]
#[case::near("10.1.2.3", "delay = \"0s\"\nopen = [\"7\", \"6\"]", NONE)]
#[case::near("fd00::7", "delay = \"0s\"\nopen = [\"7\", \"6\"]", NONE)]
#[case::near("fe80::7%eth0", "delay = \"0s\"\nopen = [\"7\", \"6\"]", NONE)]
#[case::near("nas", "delay = \"0s\"\nopen = [\"7\", \"6\"]", NONE)]
#[case::near("nas.local", "delay = \"0s\"\nopen = [\"7\", \"6\"]", NONE)]
#[case::near("NAS.Home.Arpa.", "delay = \"0s\"\nopen = [\"7\", \"6\"]", NONE)]
#[case::not_near("nas.notlocal", "delay = \"49ms\"\nopen = [\"7\", \"6\"]", TOO_FAST)]
fn a_sequence_is_too_fast_for_the_internet(
    #[case] host: &str,
    #[case] rest: &str,
    #[case] said: &str,
) {
    let found = lines(&profile("a", host, rest), &Facts::default());
    let expected = if said.is_empty() {
        Vec::new()
    } else {
        vec![format!("a: {said}")]
    };
    assert_eq!(found, expected);
}

const HIT: &str =
    "what other programs send there counts as a hit; take a port that nothing else uses";
const CHECKED: &str =
    "each connection to the service, and the check itself, counts as a hit; take another port";

#[rstest]
#[case::web("open = [\"700\", \"443\"]", format!("step 2 of the opening sequence goes to the port of a common service ({HIT})"))]
#[case::quic("open = [\"700\", \"443:udp\"]", format!("step 2 of the opening sequence goes to the port of a common service ({HIT})"))]
#[case::several("open = [\"700\", \"80\", \"53:udp\"]", format!("steps 2, 3 of the opening sequence go to ports of common services ({HIT})"))]
#[case::closing("open = [\"700\"]\nclose = [\"25\"]", format!("step 1 of the closing sequence goes to the port of a common service ({HIT})"))]
#[case::other_protocol("open = [\"700\", \"80:udp\"]", String::new())]
#[case::no_port("open = [\"700\", \"icmp:80\"]", String::new())]
#[case::kept_elsewhere("open = { file = \"x\" }\ncheck = 443", String::new())]
#[case::service("open = [\"700\", \"22\"]\ncheck = 22", format!("the opening sequence has a step to the service's own port, the `check` ({CHECKED})"))]
#[case::service("open = [\"700\"]\nclose = [\"2222\"]\ncheck = 2222", format!("the closing sequence has a step to the service's own port, the `check` ({CHECKED})"))]
#[case::service_of_tcp("open = [\"700\", \"2222:udp\"]\ncheck = 2222", String::new())]
#[case::other_service("open = [\"700\", \"2222:udp\"]\ncheck = 2223", String::new())]
fn a_step_goes_where_others_go(#[case] rest: &str, #[case] said: String) {
    assert_eq!(of_a(rest, &Facts::default()), said);
}

const SCANNED: &str = "the opening sequence goes up from port to port, so that a port scan may open it (let a lower port come after a higher one, or a UDP step between TCP steps)";

#[rstest]
#[case("open = [\"7\", \"8\", \"9\"]", SCANNED)]
#[case("open = [\"7:udp\", \"900:udp\"]", SCANNED)]
#[case::down("open = [\"9\", \"8\"]", NONE)]
#[case::down_at_the_end("open = [\"7\", \"9\", \"8\"]", NONE)]
#[case::twice("open = [\"7\", \"7\", \"8\"]", NONE)]
#[case::mixed("open = [\"7\", \"8:udp\", \"9\"]", NONE)]
#[case::with_an_echo("open = [\"7\", \"icmp\", \"9\"]", NONE)]
#[case::one("open = [\"7\"]", NONE)]
#[case::only_closing("open = [\"9\", \"8\"]\nclose = [\"8\", \"9\"]", NONE)]
fn a_scan_opens_what_goes_up(#[case] rest: &str, #[case] said: &str) {
    assert_eq!(of_a(rest, &Facts::default()), said);
}

const CLOSES: &str = "the opening sequence contains the closing sequence, so that the server may do both (take other ports for one of them; the same ones in reverse do no harm)";
const OPENS: &str = "the closing sequence contains the opening sequence, so that the server may do both (take other ports for one of them; the same ones in reverse do no harm)";
const BEGINS: &str = "the opening sequence begins like the closing sequence, and knockd loses one of the two where they part (begin one of them with another step)";

#[rstest]
#[case::reversed("9 8 7", "7 8 9", None, NONE)]
#[case::others("9 8 7", "6 5", None, NONE)]
#[case::end("9 8 7", "8 7", None, CLOSES)]
#[case::beginning("9 8 7", "9 8", None, CLOSES)]
#[case::middle("9 8 7 6", "8 7", None, CLOSES)]
#[case::one_step("9 8 7", "8", None, CLOSES)]
#[case::opening_in_closing("9 8", "9 8 7", None, OPENS)]
#[case::opening_in_closing("8 7", "9 8 7", None, OPENS)]
#[case::same(
    "9 8",
    "9 8",
    None,
    "the opening sequence is the same as the closing sequence (the server cannot tell them apart; reverse one of them, or take other ports)"
)]
#[case::other_protocol("9 8 7", "8 7:udp", None, NONE)]
#[case::other_echo("9 icmp:84 7", "icmp:85 7", None, NONE)]
#[case::scattered("9 8 7", "8 9", None, NONE)]
#[case::scattered("9 8 7 6", "8 6", None, NONE)]
#[case::scattered("9 8 7 6", "8 6", Some("knockd"), NONE)]
#[case::scattered("9 8 7 6", "8 6", Some("nftables"), CLOSES)]
#[case::scattered("9 8 7 6", "8 6", Some("iptables"), CLOSES)]
#[case::scattered("9 8 7 6", "8 6", Some("mikrotik"), CLOSES)]
#[case::begins_alike("9 8 7", "9 7 8", None, BEGINS)]
#[case::begins_alike("9 8 7", "9 7 8", Some("knockd"), BEGINS)]
#[case::begins_alike("9 8 7", "9 7 8", Some("nftables"), NONE)]
#[case::begins_alike_to_the_last("9 8 7", "9 8 6", None, NONE)]
#[case::begins_with_an_echo_too("9 icmp 7", "9 7 icmp", None, NONE)]
fn a_server_takes_one_sequence_for_the_other(
    #[case] open: &str,
    #[case] close: &str,
    #[case] kind: Option<&str>,
    #[case] said: &str,
) {
    let server = kind.map(|kind| format!("server = {{ kind = \"{kind}\" }}"));
    let (open, close) = (list(open), list(close));
    let rest = format!(
        "open = {open}\nclose = {close}\n{}",
        server.unwrap_or_default()
    );
    assert_eq!(of_a(&rest, &Facts::default()), said);
}

fn list(steps: &str) -> String {
    format!("{:?}", steps.split(' ').collect::<Vec<_>>())
}

#[rstest]
#[case::prefix(("a.example", "9 8 7", "7 8 9"), ("a.example", "9 8", "2 1"),
    "the opening sequence of a contains the opening sequence, so that the server may do both (take other ports for one of them; the same ones in reverse do no harm)")]
#[case::suffix(("a.example", "9 8 7", "7 8 9"), ("A.Example.", "8 7", "2 1"),
    "the opening sequence of a contains the opening sequence, so that the server may do both (take other ports for one of them; the same ones in reverse do no harm)")]
#[case::closes_the_other(("a.example", "9 8", "5 4"), ("a.example", "5 4 3", "2 1"),
    "the opening sequence contains the closing sequence of a, so that the server may do both (take other ports for one of them; the same ones in reverse do no harm)")]
#[case::opens_the_other(("a.example", "9 8", "5 4"), ("a.example", "3 2", "9 8"),
    "the closing sequence is the same as the opening sequence of a (the server cannot tell them apart; reverse one of them, or take other ports)")]
#[case::first_step(("a.example", "9 8 7", "7 8 9"), ("a.example", "9 7 8", "2 1"),
    "the opening sequence begins like the opening sequence of a, and knockd loses one of the two where they part (begin one of them with another step)")]
#[case::first_step_of_the_other_protocol(("a.example", "9 8 7", "7 8 9"), ("a.example", "9:udp 7 8", "2 1"), NONE)]
#[case::first_step_inside(("a.example", "9 8 7", "7 8 9"), ("a.example", "8 6", "2 1"), NONE)]
#[case::parts_at_the_last_step(("a.example", "9 8 7", "7 8 9"), ("a.example", "9 8 6", "2 1"), NONE)]
#[case::other_order(("a.example", "9 8 7", "7 8 9"), ("a.example", "8 7 9", "2 1"), NONE)]
#[case::one_closing_for_both(("a.example", "9 8", "2 1"), ("a.example", "7 6", "2 1"), NONE)]
#[case::other_host(("a.example", "9 8 7", "7 8 9"), ("b.example", "9 8", "2 1"), NONE)]
#[case::one_address(("2001:db8::1", "9 8 7", "7 8 9"), ("2001:DB8:0::1", "9 8", "2 1"),
    "the opening sequence of a contains the opening sequence, so that the server may do both (take other ports for one of them; the same ones in reverse do no harm)")]
#[case::same_opening(("a.example", "9 8 7", "7 8 9"), ("a.example", "9 8 7", "2 1"),
    "it opens the same server with the same sequence as a (make one profile of the two: what closes one closes the other)")]
fn doors_of_one_server_break_each_other(
    #[case] first: (&str, &str, &str),
    #[case] second: (&str, &str, &str),
    #[case] said: &str,
) {
    let with = |name: &str, (host, open, close): (&str, &str, &str)| {
        let lines = format!("open = {}\nclose = {}", list(open), list(close));
        profile(name, host, &lines)
    };
    let config = with("a", first) + &with("b", second);
    let expected = match said {
        NONE => Vec::new(),
        said => vec![format!("b: {said}")],
    };
    assert_eq!(lines(&config, &Facts::default()), expected);
}

#[rstest]
#[case::service(("", "[\"9\"]"), ("", "[\"8\"]"),
    "it has another way to the service of a, port 22 of the same server (make one profile of the two: a check cannot tell which of them is open)")]
#[case::kept_elsewhere(("", "{ keyring = true }"), ("", "{ keyring = true }"),
    "it has another way to the service of a, port 22 of the same server (make one profile of the two: a check cannot tell which of them is open)")]
#[case::kept_in_one_place(("", "{ keyring = \"x\" }"), ("", "{ keyring = \"x\" }"),
    "it opens the same server with the same sequence as a (make one profile of the two: what closes one closes the other)")]
#[case::two_families(("family = \"ipv4\"", "[\"9\"]"), ("family = \"ipv6\"", "[\"9\"]"), NONE)]
#[case::one_of_both_families(("family = \"ipv4\"", "[\"9\"]"), ("family = \"both\"", "[\"9\"]"),
    "it opens the same server with the same sequence as a (make one profile of the two: what closes one closes the other)")]
#[case::two_interfaces(("bind = \"wg0\"", "[\"9\"]"), ("", "[\"9\"]"), NONE)]
fn two_profiles_are_one(
    #[case] first: (&str, &str),
    #[case] second: (&str, &str),
    #[case] said: &str,
) {
    let with = |name: &str, (rest, open): (&str, &str)| {
        profile(
            name,
            "a.example",
            &format!("open = {open}\ncheck = 22\n{rest}"),
        )
    };
    let config = with("a", first) + &with("b", second);
    let expected = match said {
        NONE => Vec::new(),
        said => vec![format!("b: {said}")],
    };
    assert_eq!(lines(&config, &Facts::default()), expected);
    let other_service = config.replacen("check = 22", "check = 23", 1);
    let is_opening = said.starts_with("it opens");
    assert_eq!(
        !lines(&other_service, &Facts::default()).is_empty(),
        is_opening
    );
}

#[test]
fn a_warning_concerns_all_that_have_a_part_in_it() {
    let config = profile("a", "h", "open = [\"9\", \"8\"]")
        + &profile("b", "h", "open = [\"9\", \"8\", \"7\"]")
        + &profile("c", "h", "open = [\"6\"]");
    let config = decode(&config, Path::new("")).unwrap();
    let warnings = lint(&config, &Facts::default());
    assert_eq!(warnings.len(), 1);
    let concerned = ["a", "b", "c"].map(|name| warnings[0].concerns(name));
    assert_eq!(
        (concerned, warnings[0].profile()),
        ([true, true, false], "b")
    );
}

const UNSIGNED: &str = "its packets have no HMAC (`hmac = \"none\"`), so that the server decrypts whatever anybody sends it (`portknocker secret generate` makes an `hmac_key`, and the server's HMAC_KEY_BASE64)";
const AT_SERVICE: &str = "the packet goes to a port that it asks for (once that is open, the service gets the packets too; take another `port`)";

#[rstest]
#[case::unsigned("access = \"tcp/22\", hmac = \"none\"", UNSIGNED)]
#[case::signed("access = \"tcp/22\", hmac_key = { keyring = true }", NONE)]
#[case::to_the_service(
    "access = \"tcp/22,udp/1194\", port = 1194, hmac_key = { keyring = true }",
    AT_SERVICE
)]
#[case::usual_port("access = \"udp/62201\", hmac_key = { keyring = true }", AT_SERVICE)]
#[case::over_tcp(
    "access = \"tcp/443\", port = 443, transport = \"http\", hmac_key = { keyring = true }",
    AT_SERVICE
)]
#[case::other_protocol(
    "access = \"tcp/443\", port = 443, hmac_key = { keyring = true }",
    NONE
)]
#[case::another_each_time(
    "access = \"udp/62201\", random_port = true, hmac_key = { keyring = true }",
    NONE
)]
fn a_packet_is_not_as_it_should_be(#[case] spa: &str, #[case] said: &str) {
    let rest = format!("spa = {{ key = {{ keyring = true }}, {spa} }}");
    assert_eq!(of_a(&rest, &Facts::default()), said);
}

fn exposed(origin: Option<&str>) -> Facts {
    let origin = origin.map(|path| Path::new(path).into());
    Facts {
        exposed: vec![Exposed {
            origin,
            mode: 0o644,
        }],
        ..Facts::default()
    }
}

const OWN: &str = "`chmod 600` makes it yours alone; `portknocker secret move --all` takes the secrets into the keyring";

#[rstest]
#[case::key("spa = { access = \"tcp/22\", key = \"text:x\", hmac_key = { keyring = true } }",
    format!("the key stands in a file that others may read (mode 644) ({OWN})"))]
#[case::hmac_key("spa = { access = \"tcp/22\", key = { keyring = true }, hmac_key = \"text:x\" }",
    format!("the HMAC key stands in a file that others may read (mode 644) ({OWN})"))]
#[case::sequence("open = [\"7\"]",
    format!("sequences stand in a file that others may read (mode 644) ({OWN})"))]
#[case::closing("open = { keyring = true }\nclose = [\"7\"]",
    format!("sequences stand in a file that others may read (mode 644) ({OWN})"))]
#[case::kept_elsewhere("open = { keyring = true }\nclose = { file = \"x\" }", String::new())]
#[case::kept_elsewhere(
    "spa = { access = \"tcp/22\", key = { keyring = true }, hmac_key = { env = \"X\" } }",
    String::new()
)]
fn others_may_read_a_secret(#[case] rest: &str, #[case] said: String) {
    assert_eq!(of_a(rest, &exposed(None)), said);
    assert_eq!(of_a(rest, &exposed(Some("/x/profiles.d/y.toml"))), NONE);
    assert_eq!(of_a(rest, &Facts::default()), NONE);
}

#[test]
fn sequences_are_told_of_once_and_keys_each() {
    let spa = "spa = { access = \"tcp/22\", key = \"text:x\", hmac_key = \"text:y\" }";
    let config = a("open = [\"7\"]") + &profile("b", "b.example", "open = [\"7\"]");
    let config = config + &profile("c", "c.example", spa);
    let config = decode(&config, Path::new("")).unwrap();
    let warnings = lint(&config, &exposed(None));
    let profiles: Vec<_> = warnings.iter().map(Warning::profile).collect();
    assert_eq!(profiles, ["c", "c", "a"]);
    assert_eq!(
        ["a", "b", "c"].map(|name| warnings[2].concerns(name)),
        [true, true, false]
    );
}

const IPV6: &str = "it goes by IPv6 alone, and this machine has no way to IPv6 addresses";
const IPV4: &str = "it goes by IPv4 alone, and this machine has no way to IPv4 addresses";
const KEY: &str = "look into the network, or write family = \"auto\"";
const HOST: &str = "look into the network, or write a host that can be reached otherwise";

#[rstest]
#[case::family("a.example", "family = \"ipv6\"", (true, false), format!("{IPV6} ({KEY})"))]
#[case::family("a.example", "family = \"ipv4\"", (false, true), format!("{IPV4} ({KEY})"))]
#[case::there("a.example", "family = \"ipv6\"", (true, true), String::new())]
#[case::other_family("a.example", "family = \"ipv4\"", (true, false), String::new())]
#[case::offline("a.example", "family = \"ipv6\"", (false, false), String::new())]
#[case::any("a.example", "", (true, false), String::new())]
#[case::both("a.example", "family = \"both\"", (true, false), String::new())]
#[case::bound("a.example", "family = \"ipv6\"\nbind = \"wg0\"", (true, false), String::new())]
#[case::address("2001:db8::1", "", (true, false), format!("{IPV6} ({HOST})"))]
#[case::address("192.0.2.1", "", (false, true), format!("{IPV4} ({HOST})"))]
#[case::there("192.0.2.1", "", (true, false), String::new())]
#[case::this_machine("::1", "", (true, false), String::new())]
#[case::this_machine("127.0.0.1", "", (false, true), String::new())]
#[case::this_link("fe80::1%eth0", "", (true, false), String::new())]
fn this_machine_lacks_a_family(
    #[case] host: &str,
    #[case] rest: &str,
    #[case] (has_ipv4, has_ipv6): (bool, bool),
    #[case] said: String,
) {
    let facts = Facts {
        has_ipv4,
        has_ipv6,
        exposed: Vec::new(),
    };
    let config = profile("a", host, &format!("open = [\"7\"]\n{rest}"));
    let expected = if said.is_empty() {
        Vec::new()
    } else {
        vec![format!("a: {said}")]
    };
    assert_eq!(lines(&config, &facts), expected);
}

#[test]
fn packets_need_ipv4() {
    let facts = Facts {
        has_ipv4: false,
        ..Facts::default()
    };
    let rest =
        "spa = { access = \"tcp/22\", key = { keyring = true }, hmac_key = { env = \"X\" } }";
    assert_eq!(
        of_a(rest, &facts),
        format!("{IPV4} (look into the network: fwknop has IPv4 alone)")
    );
}

#[test]
fn what_the_example_and_the_readme_show_is_not_warned_of() {
    let example = include_str!("../config/example.toml").replace("\n#:", "\n");
    let readme = include_str!("../../README.md");
    let mut shown = readme
        .split("\n\n")
        .filter(|block| block.starts_with("    [[profile]]"))
        .map(str::to_owned)
        .collect::<Vec<_>>();
    assert!(shown.len() > 2, "{shown:?}");
    shown.push(example);
    for text in &shown {
        assert_eq!(
            lines(text, &Facts::default()),
            Vec::<String>::new(),
            "{text}"
        );
    }
}

fn step() -> impl Strategy<Value = String> {
    let port = prop::sample::select(vec![61_871_u16, 61_872, 61_873, 443, 22]);
    let protocol = prop::sample::select(vec!["tcp", "udp"]);
    (port, protocol).prop_map(|(port, protocol)| format!("\"{port}:{protocol}\""))
}

fn sequence() -> impl Strategy<Value = String> {
    prop::collection::vec(step(), 1..4).prop_map(|steps| format!("[{}]", steps.join(", ")))
}

fn timed_sequence() -> impl Strategy<Value = String> {
    let step = |waits| {
        if waits {
            "{ port = 7, mode = \"connect\" }"
        } else {
            "\"7:udp\""
        }
    };
    prop::collection::vec(any::<bool>(), 1..5).prop_map(move |steps| {
        let steps: Vec<&str> = steps.into_iter().map(step).collect();
        format!("[{}]", steps.join(", "))
    })
}

/// The `delay` that is said to fit, of all warnings that a sequence is too slow.
fn fitting(config: &str) -> Vec<Option<Duration>> {
    let config = decode(config, Path::new("")).unwrap();
    let warnings = lint(&config, &Facts::default());
    let fits = warnings.iter().filter_map(|warning| match warning.flaw() {
        Flaw::TooSlow { fits, .. } => Some(*fits),
        _ => None,
    });
    fits.collect()
}

proptest! {
    #[test]
    fn the_delay_that_fits_does(
        (open, close) in (timed_sequence(), timed_sequence()),
        delay in 0_u32..9_000,
        (kind, seconds) in (prop::sample::select(vec!["knockd", "nftables"]), 2_u32..9),
    ) {
        let with = |delay: u128| {
            let server = format!("server = {{ kind = \"{kind}\", seq_timeout = \"{seconds}s\" }}");
            a(&format!("open = {open}\nclose = {close}\ndelay = \"{delay}ms\"\n{server}"))
        };
        for fits in fitting(&with(delay.into())).into_iter().flatten() {
            prop_assert_eq!(fitting(&with(fits.as_millis())), vec![]);
            prop_assert_ne!(fitting(&with(fits.as_millis() + 10)), vec![]);
        }
    }

    #[test]
    fn no_port_of_a_sequence_is_said(
        opens in prop::collection::vec((sequence(), sequence(), 0_u16..3_000), 1..4),
        has_ipv6 in any::<bool>(),
    ) {
        let profiles = opens.iter().enumerate().map(|(index, (open, close, delay))| {
            let rest = format!("open = {open}\nclose = {close}\ndelay = \"{delay}ms\"\nserver = {{ kind = \"knockd\", seq_timeout = \"2s\" }}\nfamily = \"ipv6\"");
            profile(&format!("p{}", char::from(b'a' + u8::try_from(index).unwrap())), "h.example", &rest)
        });
        let config: String = profiles.collect();
        let facts = Facts { has_ipv6, ..exposed(None) };
        let warnings = lint(&decode(&config, Path::new("")).unwrap(), &facts);
        let words = Catalogue::english();
        let report = Report::of(&warnings, Path::new("/x/config.toml"), |_| config.clone());
        let mut said = report.render(&words, false);
        prop_assert_eq!(said.len(), warnings.len());
        said.extend(warnings.iter().map(|one| one.line(&words)));
        for port in ["61871", "61872", "61873"] {
            prop_assert!(!said.iter().any(|line| line.contains(port)), "{:#?}", said);
        }
    }
}
