//! `doctor`: what it says of each fault, and of what is healthy. That the faults are there is shown in `faults`.

use std::time::Duration;

use rstest::rstest;
use rustix::process::Signal;

use super::portknocker;
use crate::support::fwknopd::Fwknopd;
use crate::support::lab::{
    CLOSE_SEQUENCE, Door, Family, Lab, NOBODY_V4, NftDoor, OPEN_SEQUENCE, Plan, SERVER_V4, Traffic,
    Treatment,
};
use crate::support::process::Process;
use crate::support::profile::Profile;
use crate::support::said::Said;
use crate::support::wrong_clock;

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// A profile of the default doors, which can be closed again.
fn of(host: &str) -> Profile {
    Profile::of(host).line(&format!("close = {CLOSE_SEQUENCE:?}"))
}

fn homelab() -> Profile {
    of("server4.lab")
}

fn slow(delay: &str) -> Profile {
    homelab().line(&format!("delay = \"{delay}\""))
}

fn wrong_sequence() -> Profile {
    homelab().line("open = [\"7000\", \"8000:udp\", \"9001\"]")
}

fn patient(profile: &Profile) -> Profile {
    profile.clone().line("check_timeout = \"2s\"")
}

fn nft() -> Plan {
    Lab::plan().nft_door(NftDoor::opens(&OPEN_SEQUENCE))
}

/// A door of nftables alone closes by itself.
fn nft_profile() -> Profile {
    Profile::of("server4.lab").line("server_timeout = \"30s\"")
}

/// Doors that take their time to open.
fn sluggish_doors(seconds: u32) -> Plan {
    let open = Door::opens("open", &OPEN_SEQUENCE).after_seconds(seconds);
    Lab::plan()
        .door(open)
        .door(Door::closes("close", &CLOSE_SEQUENCE))
}

fn slow_doors(seconds: u32) -> Plan {
    let open = Door::opens("open", &OPEN_SEQUENCE).within_seconds(seconds);
    let close = Door::closes("close", &CLOSE_SEQUENCE).within_seconds(seconds);
    Lab::plan().door(open).door(close)
}

fn ipv4_doors() -> Plan {
    let open = Door::opens("open", &OPEN_SEQUENCE).ipv4_only();
    let close = Door::closes("close", &CLOSE_SEQUENCE).ipv4_only();
    Lab::plan().door(open).door(close)
}

fn routed(treatment: Treatment) -> Plan {
    Lab::plan().routers(2).at_router(0, treatment)
}

/// What `doctor --json` says, having sent what it takes.
#[track_caller]
fn doctor(lab: &Lab, profile: &Profile) -> Said {
    portknocker(lab, &profile.to_string(), &DOCTOR)
}

/// Where there is no time server, that is nothing to complain of.
const DOCTOR: [&str; 6] = [
    "doctor",
    "homelab",
    "--json",
    "--yes",
    "--time-server",
    "time.lab",
];

/// The cause and its certainty, and what else it may be.
#[track_caller]
fn verdict(said: &Said) -> (String, Vec<String>) {
    let record = &said.json()[0];
    let text = |key: &str| record[key].as_str().expect(key).to_owned();
    let remaining = record["remaining"].as_array().expect("a list").iter();
    let remaining = remaining.map(|one| one.as_str().expect("a cause").to_owned());
    (
        format!("{} {}", text("cause"), text("certainty")),
        remaining.collect(),
    )
}

#[rstest]
#[case::plain(Lab::plan(), homelab())]
#[case::ipv6(Lab::plan(), of("server6.lab"))]
#[case::either_family(Lab::plan(), of("server.lab"))]
#[case::two_routers(Lab::plan().routers(2), homelab())]
#[case::translated(Lab::plan().behind_router(), homelab())]
#[case::far(routed(Treatment::delay_both_ways(ms(200))), patient(&homelab()))]
#[case::nftables_alone(nft(), nft_profile())]
#[case::single_packet(Lab::plan().fwknopd(Fwknopd::plan()), Profile::spa("server4.lab"))]
#[case::refusing_service(Lab::plan().refusing(), homelab())]
#[case::refusing_others(Lab::plan().refusing_others(), homelab())]
#[case::refusing_all(Lab::plan().refusing_all(), homelab())]
#[case::answering_pings(Lab::plan().answers_pings(), homelab())]
#[case::slow_enough(slow_doors(9), slow("500ms"))]
fn what_is_healthy_has_no_cause(#[case] plan: Plan, #[case] profile: Profile) {
    let lab = plan.start();
    let said = doctor(&lab, &profile);
    assert_eq!(
        verdict(&said),
        ("works certain".to_owned(), Vec::new()),
        "{said:?}"
    );
    assert_eq!(said.status, 0);
    assert_eq!(said.json()[0]["left_open"], false);
}

#[rstest]
#[case::name(Lab::plan().nameserver(), of("nowhere.lab"), "name_unknown certain", &[])]
#[case::no_address(
    Lab::plan(),
    homelab().line("family = \"ipv6\""),
    "no_address certain",
    &[]
)]
#[case::no_ipv6(
    Lab::plan().client_without(Family::V6),
    of("server6.lab"),
    "no_route certain",
    &[]
)]
#[case::no_ipv4(
    Lab::plan().client_without(Family::V4),
    homelab(),
    "no_route certain",
    &[]
)]
#[case::no_route_on_the_way(
    Lab::plan().routers(2).at_router(1, Treatment::no_route(SERVER_V4)),
    homelab(),
    "host_unreachable likely",
    &["sequence_wrong"]
)]
#[case::switched_off(
    Lab::plan(),
    of("off4.lab").line("check_timeout = \"4s\""),
    "host_unreachable likely",
    &["sequence_wrong"]
)]
#[case::switched_off_behind_routers(
    Lab::plan().routers(2),
    of("off4.lab").line("check_timeout = \"4s\""),
    "host_unreachable likely",
    &["sequence_wrong"]
)]
#[case::silent(
    Lab::plan().routers(2).silent_host(NOBODY_V4),
    of("off4.lab"),
    "host_silent possible",
    &["sequence_wrong"]
)]
#[case::service_down(Lab::plan().without_service(), homelab(), "service_down certain", &[])]
#[case::service_down_behind_refusal(
    Lab::plan().without_service().refusing(),
    homelab(),
    "refused_throughout unknown",
    &["sequence_wrong", "udp_lost", "own_address_changed"]
)]
#[case::datagrams_lost(
    routed(Treatment::lose(Traffic::udp())).refusing_others(),
    homelab(),
    "udp_lost likely",
    &["sequence_wrong"]
)]
#[case::datagrams_lost_unseen(
    routed(Treatment::lose(Traffic::udp())).answers_pings(),
    homelab(),
    "sequence_wrong possible",
    &["udp_lost", "own_address_changed"]
)]
#[case::some_datagrams_lost(
    routed(Treatment::lose(Traffic::udp().every(3))),
    homelab(),
    "packets_lost likely",
    &["reordered"]
)]
#[case::empty_datagrams_lost(
    routed(Treatment::lose(Traffic::udp().empty())),
    homelab().line(
        "open = [\"7000:tcp\", { port = 8000, protocol = \"udp\", payload = \"\" }, \"9000:tcp\"]"
    ),
    "payload certain",
    &[]
)]
#[case::datagrams_overtaken(
    routed(Treatment::delay(Traffic::udp(), ms(250))),
    homelab(),
    "reordered likely",
    &["too_fast"]
)]
#[case::too_slow(slow_doors(2), slow("1s"), "too_slow certain", &[])]
#[case::too_slow_for_nftables(
    Lab::plan().nft_door(NftDoor::opens(&OPEN_SEQUENCE).step_seconds(1)),
    nft_profile().line("delay = \"1100ms\""),
    "too_slow likely",
    &[]
)]
#[case::too_fast(routed(Treatment::min_gap(ms(200))), homelab(), "too_fast likely", &["reordered"])]
#[case::wrong_family(ipv4_doors(), of("server.lab"), "wrong_family certain", &[])]
#[case::by_a_vpn(
    Lab::plan().service_by_second_cable(),
    homelab(),
    "own_address_changed certain",
    &[]
)]
#[case::by_a_translator(
    Lab::plan().behind_router().routers(2).at_router(0, Treatment::translate_service()).answers_pings(),
    homelab(),
    "sequence_wrong possible",
    &["udp_lost", "own_address_changed"]
)]
#[case::sluggish(sluggish_doors(2), homelab(), "opens_late likely", &[])]
#[case::already_open(Lab::plan().open_to_all(), homelab(), "already_open certain", &[])]
#[case::wrong_check_port(
    Lab::plan(),
    homelab().line("check = 2223"),
    "wrong_check_port certain",
    &[]
)]
#[case::key_wrong(
    Lab::plan().fwknopd(Fwknopd::plan().access("KEY", "another")).answers_pings(),
    Profile::spa("server4.lab"),
    "key_wrong possible",
    &["udp_lost", "own_address_changed", "clock_off"]
)]
#[case::hmac_key_wrong(
    Lab::plan().fwknopd(Fwknopd::plan().access("HMAC_KEY", "another")).answers_pings(),
    Profile::spa("server4.lab"),
    "key_wrong possible",
    &["udp_lost", "own_address_changed", "clock_off"]
)]
#[case::key_wrong_and_the_clock_right(
    Lab::plan().fwknopd(Fwknopd::plan().access("KEY", "another")).answers_pings().time_server(0),
    Profile::spa("server4.lab"),
    "key_wrong possible",
    &["udp_lost", "own_address_changed", "clock_off"]
)]
#[case::sequence_wrong(
    Lab::plan().answers_pings().refusing_others(),
    wrong_sequence(),
    "sequence_wrong likely",
    &["own_address_changed"]
)]
#[case::sequence_wrong_unseen(
    Lab::plan(),
    wrong_sequence(),
    "host_silent possible",
    &["sequence_wrong"]
)]
#[case::daemon_down(
    Lab::plan().without_knockd().answers_pings(),
    homelab(),
    "sequence_wrong possible",
    &["udp_lost", "own_address_changed"]
)]
#[case::handshakes(
    routed(Treatment::delay_both_ways(ms(150))).at_router(1, Treatment::whole_handshakes(&[7000, 9000])),
    patient(&homelab()),
    "handshake_needed certain",
    &[]
)]
#[case::half_dead_name(
    Lab::plan().silent_host(NOBODY_V4),
    of("half-dead.lab"),
    "wrong_address certain",
    &[]
)]
#[case::banning(
    Lab::plan().bans_probers(60).answers_pings(),
    homelab(),
    "banned likely",
    &["host_silent"]
)]
fn each_fault_has_its_verdict(
    #[case] plan: Plan,
    #[case] profile: Profile,
    #[case] expected: &str,
    #[case] remaining: &[&str],
) {
    let lab = plan.start();
    let said = doctor(&lab, &profile);
    let remaining = remaining.iter().map(|&one| one.to_owned()).collect();
    assert_eq!(verdict(&said), (expected.to_owned(), remaining), "{said:?}");
    assert_eq!(said.status, 1);
}

#[test]
fn a_clock_that_is_off_is_named_and_made_up_for() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).time_server(0).start();
    lab.home()
        .write_configuration(&Profile::spa("server4.lab").to_string());
    let args = [&["portknocker"], &DOCTOR[..], &["--write"]].concat();
    let mut command = lab.client(&args);

    let said = Said::by(wrong_clock::ahead(&mut command, lab.home(), 600));

    assert_eq!(
        verdict(&said),
        ("clock_off likely".to_owned(), Vec::new()),
        "{said:?}"
    );
    assert_eq!(said.json()[0]["fix"], "clock_offset = \"-600s\"");
    lab.close_all();
    let mut command = lab.client(&["portknocker", "open", "homelab"]);
    let said = Said::by(wrong_clock::ahead(&mut command, lab.home(), 600));
    assert_eq!(said.status, 0, "{said:?}");
}

#[rstest]
#[case::nothing(&["doctor", "homelab"])]
#[case::for_programs(&["doctor", "homelab", "--json"])]
fn without_consent_nothing_is_sent(#[case] args: &[&str]) {
    let lab = Lab::plan().bans_probers(60).answers_pings().start();
    let capture = lab.capture();

    let said = portknocker(&lab, &homelab().to_string(), args);

    assert_eq!(said.status, 1);
    assert!(said.stdout.contains("nothing was sent"), "{said:?}");
    assert_eq!(capture.packets(), []);
}

#[test]
fn no_more_is_sent_than_is_said() {
    let lab = Lab::plan().answers_pings().start();
    let capture = lab.capture();

    doctor(&lab, &wrong_sequence());

    let packets = capture.packets();
    let first_steps = packets.iter().filter(|packet| packet.step() == "7000:tcp");
    assert!(first_steps.count() <= 14, "{packets:?}");
}

/// What it finds is written, and then it opens.
#[rstest]
#[case::too_slow(slow_doors(2), slow("1s"), "delay = \"100ms\"")]
#[case::too_fast(routed(Treatment::min_gap(ms(200))), homelab(), "delay = \"1s\"")]
#[case::wrong_family(ipv4_doors(), of("server.lab"), "family = \"ipv4\"")]
#[case::wrong_check_port(Lab::plan(), homelab().line("check = 2223"), "check = 2222")]
#[case::handshakes(
    routed(Treatment::delay_both_ways(ms(150))).at_router(1, Treatment::whole_handshakes(&[7000, 9000])),
    patient(&homelab()),
    "the TCP steps with mode = \"connect\""
)]
#[case::empty_datagrams_lost(
    routed(Treatment::lose(Traffic::udp().empty())),
    homelab().line(
        "open = [\"7000:tcp\", { port = 8000, protocol = \"udp\", payload = \"\" }, \"9000:tcp\"]"
    ),
    "the UDP steps with the other payload: “payload = \"\"”, or without one"
)]
fn what_it_writes_opens(#[case] plan: Plan, #[case] profile: Profile, #[case] fix: &str) {
    let lab = plan.start();
    lab.home().write_configuration(&profile.to_string());
    let args = [&["portknocker"], &DOCTOR[..], &["--write"]].concat();

    let said = Said::by(&mut lab.client(&args));

    let record = &said.json()[0];
    assert_eq!(record["fix"], fix, "{said:?}");
    assert_eq!(record["written"], true);
    assert_eq!(record["left_open"], false);
    let mut open = lab.client(&["portknocker", "open", "homelab"]);
    assert_eq!(Said::by(&mut open).status, 0);
}

/// The other family is never knocked on where nothing hides the service there.
#[test]
fn what_is_open_over_the_other_family_is_no_wrong_family() {
    let lab = Lab::plan().without_knockd().start();
    lab.server(&[
        "nft",
        "insert rule inet lab input meta nfproto ipv4 tcp dport 2222 accept",
    ])
    .assert()
    .success();

    let said = doctor(&lab, &of("server.lab"));

    let (cause, _) = verdict(&said);
    assert_eq!(cause, "sequence_wrong possible", "{said:?}");
    let evidence = said.json()[0]["evidence"].to_string();
    assert!(
        evidence.contains("knocked over IPv4: the port was open there before any knock"),
        "{evidence}"
    );
    assert_eq!(said.json()[0]["left_open"], false);
}

/// Whatever it was doing, nothing stays open.
#[rstest]
#[case::at_once(300)]
#[case::between(4_500)]
#[case::later(7_000)]
fn broken_off_it_leaves_nothing_open(#[case] after: u64) {
    let lab = Lab::start();
    lab.home().write_configuration(&homelab().to_string());
    let args = [&["portknocker"], &DOCTOR[..]].concat();
    let mut command = lab.client_command(&args);
    let mut doctor = Process::start("doctor", &mut command, &lab.home().logs());
    std::thread::sleep(ms(after));

    doctor.signal(Signal::INT);

    doctor.wait_for_end(Duration::from_secs(30));
    assert!(!lab.is_open_for_client(Family::V4), "{}", doctor.log());
}

/// Four steps arrive in their order by chance only once in twenty-four times.
#[test]
fn packets_that_overtake_each_other_by_chance() {
    const OPEN: [&str; 4] = ["7000:tcp", "8000:tcp", "9000:tcp", "7001:tcp"];
    const CLOSE: [&str; 4] = ["7001:tcp", "9000:tcp", "8000:tcp", "7000:tcp"];
    let lab = routed(Treatment::jitter(Traffic::all(), ms(300)))
        .door(Door::opens("open", &OPEN).within_seconds(9))
        .door(Door::closes("close", &CLOSE).within_seconds(9))
        .answers_pings()
        .start();
    let profile = homelab()
        .line(&format!("open = {OPEN:?}"))
        .line(&format!("close = {CLOSE:?}"))
        .line("check_timeout = \"1s\"");

    let said = doctor(&lab, &profile);

    let (cause, _) = verdict(&said);
    assert_eq!(cause, "reordered likely", "{said:?}");
}
