use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use rstest::rstest;

use super::{Door, Instruction, Kind, Opening, Refusal, ServerHalf, server_half};
use crate::config::decode;
use crate::profile::{Action, Profile, Sequence};

const SEQUENCES: [Kind; 7] = [
    Kind::Knockd,
    Kind::Nftables,
    Kind::Iptables,
    Kind::Mikrotik,
    Kind::Firewalld,
    Kind::Openwrt,
    Kind::Pf,
];

fn profile(keys: &str) -> Profile {
    let text = format!("[[profile]]\nname = \"homelab\"\nhost = \"h.example\"\n{keys}");
    let config = decode(&text, Path::new("")).unwrap();
    Profile::clone(&config.profiles[0])
}

fn half_of(kind: Kind, keys: &str, interface: Option<&str>) -> Result<ServerHalf, Refusal> {
    let profile = profile(keys);
    let opening = match profile.open.spa() {
        Some(spa) => Opening::Packet {
            spa,
            key: "S0VZ",
            hmac_key: spa.hmac.as_ref().map(|_| "SE1BQw=="),
        },
        None => Opening::Sequence {
            open: profile.open.literal().unwrap(),
            close: profile.close.as_ref().and_then(|close| close.literal()),
        },
    };
    let door = Door {
        name: &profile.name,
        opening,
        service: "22".parse().unwrap(),
        interface,
        delay: profile.settings.delay,
        server: profile.server,
        server_timeout: profile.server_timeout,
    };
    server_half(kind, &door)
}

fn body(kind: Kind, keys: &str) -> String {
    half_of(kind, keys, Some("eth0")).unwrap().body.to_string()
}

const TWO_WAYS: &str =
    "open = [\"61412:udp\", \"64001\"]\nclose = [\"65011\", \"61003:udp\"]\ndelay = \"200ms\"";
const LAPSES: &str = "open = [\"61412:udp\", \"64001\"]\nserver_timeout = \"90s\"";

#[test]
fn knockd_has_a_door_to_open_and_one_to_close() {
    assert_eq!(
        body(Kind::Knockd, TWO_WAYS),
        "\
[options]
\tUseSyslog
\tInterface = eth0

[open_homelab]
\tsequence = 61412:udp,64001:tcp
\tseq_timeout = 10
\ttcpflags = syn
\tstart_command = iptables -w -C PK_homelab -s %IP% -j ACCEPT 2>/dev/null || iptables -w -I PK_homelab -s %IP% -j ACCEPT
\tstart_command_6 = ip6tables -w -C PK_homelab -s %IP% -j ACCEPT 2>/dev/null || ip6tables -w -I PK_homelab -s %IP% -j ACCEPT

[close_homelab]
\tsequence = 65011:tcp,61003:udp
\tseq_timeout = 10
\ttcpflags = syn
\tstart_command = while iptables -w -D PK_homelab -s %IP% -j ACCEPT 2>/dev/null; do :; done
\tstart_command_6 = while ip6tables -w -D PK_homelab -s %IP% -j ACCEPT 2>/dev/null; do :; done
"
    );
}

#[test]
fn whoever_counts_the_time_begins_it_anew_with_each_opening() {
    assert_eq!(
        body(Kind::Firewalld, LAPSES),
        "\
[options]
\tUseSyslog
\tInterface = eth0

[open_homelab]
\tsequence = 61412:udp,64001:tcp
\tseq_timeout = 10
\ttcpflags = syn
\tstart_command = firewall-cmd --remove-rich-rule='rule priority=\"-20\" family=\"ipv4\" source address=\"%IP%\" port port=\"22\" protocol=\"tcp\" accept'; firewall-cmd --add-rich-rule='rule priority=\"-20\" family=\"ipv4\" source address=\"%IP%\" port port=\"22\" protocol=\"tcp\" accept' --timeout=90
\tstart_command_6 = firewall-cmd --remove-rich-rule='rule priority=\"-20\" family=\"ipv6\" source address=\"%IP%\" port port=\"22\" protocol=\"tcp\" accept'; firewall-cmd --add-rich-rule='rule priority=\"-20\" family=\"ipv6\" source address=\"%IP%\" port port=\"22\" protocol=\"tcp\" accept' --timeout=90
"
    );
    assert_eq!(
        body(Kind::Pf, LAPSES).lines().skip(8).collect::<Vec<_>>(),
        [
            "\tstart_command = pfctl -t portknocker_homelab -T delete %IP%; pfctl -t portknocker_homelab -T add %IP%",
            "\tstop_command = pfctl -t portknocker_homelab -T expire 89",
            "\tcmd_timeout = 90",
        ]
    );
}

#[test]
fn routeros_gets_commands_for_both_families() {
    let rules = |family: &str| {
        format!(
            "\
{family} firewall filter
add chain=input in-interface=eth0 protocol=tcp dst-port=64001 tcp-flags=syn,!ack src-address-list=portknocker_homelab_1 action=add-src-to-address-list address-list=portknocker_homelab_open address-list-timeout=90s comment=\"portknocker_homelab\"
add chain=input in-interface=eth0 protocol=udp dst-port=61412 action=add-src-to-address-list address-list=portknocker_homelab_1 address-list-timeout=10s comment=\"portknocker_homelab\"
add chain=input in-interface=eth0 protocol=tcp dst-port=22 src-address-list=portknocker_homelab_open action=accept comment=\"portknocker_homelab\"
add chain=input in-interface=eth0 protocol=tcp dst-port=22 tcp-flags=syn,!ack action=drop comment=\"portknocker_homelab\"
"
        )
    };
    let both = rules("/ip") + &rules("/ipv6");
    assert_eq!(body(Kind::Mikrotik, LAPSES), both);
}

#[test]
fn what_routeros_cannot_do_is_said() {
    let half = half_of(Kind::Mikrotik, TWO_WAYS, None).unwrap();
    let said = half.unprotected.join("\n");
    assert!(said.contains("the closing sequence does nothing"), "{said}");
    assert!(half.body.contains("in-interface-list=WAN"));
}

#[test]
fn nftables_counts_as_long_as_the_profile_says() {
    let keys = "server = { kind = \"nftables\", seq_timeout = \"5s\" }\n";
    let half = body(Kind::Nftables, &format!("{LAPSES}\n{keys}"));
    for part in [
        "set open_v4 { type ipv4_addr; flags dynamic,timeout; size 65535; }",
        "update @open_v6 { ip6 saddr timeout 90s }",
        "update @opening1_v4 { ip saddr timeout 5s }",
        "iifname != \"eth0\" return",
    ] {
        assert!(half.contains(part), "{part} is missing in\n{half}");
    }
    assert_eq!(half, body(Kind::Openwrt, &format!("{LAPSES}\n{keys}")));
}

#[test]
fn slow_steps_are_waited_for() {
    let slow = "open = [\"1\", { port = 2, delay = \"7500ms\" }, \"3\"]\nserver_timeout = \"1s\"";
    assert!(body(Kind::Nftables, slow).contains("timeout 23s"));
    assert!(body(Kind::Iptables, slow).contains("--seconds 23 --name PK_homelab_OPEN_1"));
    assert!(body(Kind::Knockd, slow).contains("seq_timeout = 17\n"));
}

#[rstest]
#[case::handshakes(
    "open = [{ port = 1, mode = \"connect\" }, { port = 2, mode = \"connect\" }, \"3\"]\ndelay = \"5s\"",
    "seq_timeout = 25\n"
)]
#[case::of_another_count(
    "open = [1, 2]\nserver = { kind = \"nftables\", seq_timeout = \"1s\" }",
    "seq_timeout = 10\n"
)]
#[case::of_its_own_count(
    "open = [1, 2]\nserver = { kind = \"knockd\", seq_timeout = \"7s\" }",
    "seq_timeout = 7\n"
)]
fn knockd_waits_for_the_whole_sequence(#[case] keys: &str, #[case] line: &str) {
    let half = body(Kind::Knockd, keys);
    assert!(half.contains(line), "{half}");
}

#[test]
fn a_firewall_does_not_wait_for_each_step_as_long_as_knockd_for_all() {
    let keys = "open = [1, 2]\nserver = { kind = \"knockd\", seq_timeout = \"25s\" }";
    assert!(body(Kind::Nftables, keys).contains("{ ip saddr timeout 10s }"));
}

#[rstest]
#[case(Kind::Iptables)]
#[case(Kind::Mikrotik)]
fn no_rule_can_tell_an_echo_request_that_is_too_large(#[case] kind: Kind) {
    assert!(half_of(kind, "open = [\"icmp:65487\"]", None).is_ok());
    let too_large = |keys: &str| half_of(kind, keys, None).err();
    let refusal = |action| Some(Refusal::EchoTooLarge(action));
    assert_eq!(too_large("open = [\"icmp:65488\"]"), refusal(Action::Open));
    let close = "open = [1]\nclose = [\"icmp:65488\"]";
    assert_eq!(too_large(close), refusal(Action::Close));
}

#[test]
fn a_long_name_does_not_make_a_line_that_a_server_cuts_off() {
    // Each is written as ten characters.
    let name = "\u{10ffff}".repeat(300);
    let mut packet = profile(PACKET);
    name.clone_into(&mut packet.name);
    let door = Door {
        name: &packet.name,
        opening: Opening::Packet {
            spa: packet.open.spa().unwrap(),
            key: "S0VZ",
            hmac_key: Some("SE1BQw=="),
        },
        service: "22".parse().unwrap(),
        interface: None,
        delay: Duration::ZERO,
        server: None,
        server_timeout: None,
    };
    let text = server_half(Kind::Fwknopd, &door).unwrap().text();
    // fwknopd reads so many at a time, and takes the rest for a line of its own.
    let longest = text.lines().map(str::len).max();
    assert!(longest < Some(1_023), "{longest:?}");
    assert!(text.contains("…, for TCP port 22"), "{}", text.as_str());
}

#[test]
fn the_piped_command_writes_the_same_half() {
    let text = half_of(Kind::Nftables, LAPSES, Some("eth0"))
        .unwrap()
        .text();
    let command =
        "portknocker export homelab --for nftables --service-port 22 --interface eth0 | ssh";
    assert!(text.contains(command), "{}", text.as_str());
}

const PACKET: &str =
    "spa = { access = \"tcp/22,udp/53\", key = \"k\", hmac_key = \"h\", timeout = \"60s\" }";

#[test]
fn fwknopd_gets_its_stanza_and_closes_what_it_opens() {
    let half = half_of(Kind::Fwknopd, PACKET, Some("eth0")).unwrap();
    assert_eq!(
        *half.body,
        "\
SOURCE                  ANY
OPEN_PORTS              tcp/22, udp/53
KEY_BASE64              S0VZ
HMAC_KEY_BASE64         SE1BQw==
REQUIRE_SOURCE_ADDRESS  Y
FW_ACCESS_TIMEOUT       60
# for openings of more than 300 s also: MAX_FW_TIMEOUT SECONDS
"
    );
    let commands = |list: &[Instruction]| -> Vec<String> {
        let run = list.iter().filter(|one| matches!(one, Instruction::Run(_)));
        run.map(|one| one.line().trim_start().to_owned()).collect()
    };
    assert_eq!(
        commands(&half.load),
        [
            "$ systemctl enable fwknop-server",
            "$ systemctl restart fwknop-server",
            "$ systemctl is-active fwknop-server",
            "$ iptables -w -I INPUT 2 -i eth0 -p tcp --syn --dport 22 -j DROP",
            "$ ip6tables -w -I INPUT 1 -i eth0 -p tcp --syn --dport 22 -j DROP",
            "$ iptables -w -I INPUT 2 -i eth0 -p udp --dport 53 -m conntrack --ctstate NEW -j DROP",
            "$ ip6tables -w -I INPUT 1 -i eth0 -p udp --dport 53 -m conntrack --ctstate NEW -j DROP",
        ]
    );
    assert_eq!(
        commands(&half.undo),
        [
            "$ systemctl restart fwknop-server",
            "$ iptables -w -D INPUT -i eth0 -p tcp --syn --dport 22 -j DROP",
            "$ ip6tables -w -D INPUT -i eth0 -p tcp --syn --dport 22 -j DROP",
            "$ iptables -w -D INPUT -i eth0 -p udp --dport 53 -m conntrack --ctstate NEW -j DROP",
            "$ ip6tables -w -D INPUT -i eth0 -p udp --dport 53 -m conntrack --ctstate NEW -j DROP",
        ]
    );
}

#[rstest]
#[case(Kind::Fwknopd, TWO_WAYS, Refusal::TakesPackets)]
#[case(Kind::Knockd, PACKET, Refusal::TakesSequences)]
#[case(Kind::Nftables, PACKET, Refusal::TakesSequences)]
#[case(Kind::Knockd, "open = [\"icmp\"]", Refusal::NoIcmp(Action::Open))]
#[case(
    Kind::Pf,
    "open = [1]\nclose = [2, \"icmp:1\"]",
    Refusal::NoIcmp(Action::Close)
)]
fn what_a_server_cannot_do_is_refused(
    #[case] kind: Kind,
    #[case] keys: &str,
    #[case] refusal: Refusal,
) {
    assert_eq!(half_of(kind, keys, None).err(), Some(refusal));
}

#[test]
fn knockd_takes_32_steps() {
    let steps = |count: usize| format!("open = [{}]", vec!["7"; count].join(","));
    assert!(half_of(Kind::Knockd, &steps(32), None).is_ok());
    let refusal = Refusal::TooLong {
        action: Action::Open,
        most: 32,
    };
    assert_eq!(half_of(Kind::Knockd, &steps(33), None).err(), Some(refusal));
    assert!(half_of(Kind::Nftables, &steps(33), None).is_ok());
}

#[rstest]
#[case("eth0", true)]
#[case("br-lan.7", true)]
#[case("", false)]
#[case("an interface", false)]
#[case("\"; drop", false)]
#[case("abcdefghijklmnop", false)]
#[case("-j", false)]
fn an_interface_is_one(#[case] name: &str, #[case] is_one: bool) {
    for kind in SEQUENCES {
        let half = half_of(kind, TWO_WAYS, Some(name));
        assert_eq!(half.is_ok(), is_one, "{name}");
    }
}

fn any_sequence() -> impl Strategy<Value = Sequence> {
    let step = prop_oneof![
        (1..=u16::MAX).prop_map(|port| port.to_string()),
        (1..=u16::MAX).prop_map(|port| format!("{port}:udp")),
        (0..=65_507u16).prop_map(|size| format!("icmp:{size}")),
    ];
    proptest::collection::vec(step, 1..6).prop_map(|steps| {
        let steps = steps.iter().map(|step| step.parse().unwrap());
        Sequence::new(steps.collect()).unwrap()
    })
}

proptest! {
    #[test]
    fn no_name_gets_out_of_the_comments(
        rest in "[^\\p{Cc}]{1,400}",
        open in any_sequence(),
        close in proptest::option::of(any_sequence()),
        kind in proptest::sample::select(SEQUENCES.to_vec()),
        delay in 0..90_000u64,
    ) {
        // Nothing else in a half begins so.
        let name = format!("zq{rest}");
        let door = |name| Door {
            name,
            opening: Opening::Sequence { open: &open, close: close.as_ref() },
            service: "22".parse().unwrap(),
            interface: None,
            delay: Duration::from_millis(delay),
            server: None,
            server_timeout: None,
        };
        let Ok(half) = server_half(kind, &door(&name)) else { return Ok(()) };
        let text = half.text();
        let (comments, rules) = text.split_once("\n\n").unwrap();
        prop_assert!(comments.lines().all(|line| line.starts_with('#')));
        // fwknopd cuts lines here, and takes the rest for another line.
        prop_assert!(comments.lines().all(|line| line.len() < 1_024));
        prop_assert_eq!(rules, half.body.as_str());
        // The rules are those of a plain name, but for what is made of the other one.
        let plain = server_half(kind, &door("homelab")).unwrap();
        let own = super::identifier::identifier(&name);
        prop_assert_eq!(half.body.replace(&own, "homelab"), plain.body.as_str());
    }
}
