//! What can be wrong between a knock and a service, and what is right: each fault is shown to be there, by what arrives at
//! the server and by what an opening comes to. Only so do verdicts about them mean anything.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use rstest::rstest;

use super::{portknocker, steps};
use crate::support::fwknopd::{self, Fwknopd};
use crate::support::lab::{
    Door, Family, Lab, NOBODY_V4, NftDoor, OPEN_SEQUENCE, OTHER_V4, Packet, Plan, Protocol,
    SERVER_V4, SERVER_V6, SERVICE, Traffic, Treatment, VPN_CLIENT_V4,
};
use crate::support::profile::Profile;
use crate::support::said::Said;
use crate::support::wait::wait_until;
use crate::support::wrong_clock;

const LIMIT: Duration = Duration::from_secs(10);
const ALL: &[&str] = &OPEN_SEQUENCE;
/// Long enough for a system to find out that a neighbour does not answer.
const PATIENT: &str = "check_timeout = \"5s\"";

/// The routers' addresses towards the client.
const HOP_0: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 99, 0, 2));
const HOP_1: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 99, 1, 2));

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn homelab() -> Profile {
    Profile::of("server4.lab")
}

fn slow(delay: &str) -> Profile {
    homelab().line(&format!("delay = \"{delay}\""))
}

/// A door that nothing but its own sequence touches.
fn only_door() -> Plan {
    Lab::plan().door(Door::opens("open", &OPEN_SEQUENCE))
}

fn nft() -> Plan {
    Lab::plan().nft_door(NftDoor::opens(&OPEN_SEQUENCE))
}

#[rstest]
#[case::plain(Lab::plan(), homelab())]
#[case::ipv6(Lab::plan(), Profile::of("server6.lab"))]
#[case::either_family(Lab::plan(), Profile::of("server.lab"))]
#[case::two_routers(Lab::plan().routers(2), homelab())]
#[case::two_routers_ipv6(Lab::plan().routers(2), Profile::of("server6.lab"))]
#[case::translated(Lab::plan().behind_router(), homelab())]
#[case::translated_and_further(Lab::plan().behind_router().routers(3), homelab())]
#[case::far(
    Lab::plan().routers(1).at_router(0, Treatment::delay_both_ways(ms(200))),
    homelab().line(PATIENT)
)]
#[case::far_ipv6(
    Lab::plan().routers(1).at_router(0, Treatment::delay_both_ways(ms(200))),
    Profile::of("server6.lab").line(PATIENT)
)]
#[case::nftables_alone(nft(), homelab())]
#[case::nftables_alone_ipv6(nft(), Profile::of("server6.lab"))]
#[case::single_packet(Lab::plan().fwknopd(Fwknopd::plan()), Profile::spa("server4.lab"))]
#[case::refusing_service(Lab::plan().refusing(), homelab())]
#[case::refusing_others(Lab::plan().refusing_others(), homelab())]
#[case::refusing_all(Lab::plan().refusing_all(), homelab())]
#[case::refusing_all_with_fwknopd(
    Lab::plan().refusing_all().fwknopd(Fwknopd::plan()),
    Profile::spa("server4.lab")
)]
#[case::banning(only_door().bans_probers(60), homelab())]
#[case::banning_ipv6(only_door().bans_probers(60), Profile::of("server6.lab"))]
#[case::slow_enough(only_door().door(Door::opens("other", &["1:tcp"]).within_seconds(9)), slow("500ms"))]
#[case::telling_the_time(Lab::plan().time_server(0), homelab())]
fn what_is_healthy_opens(#[case] plan: Plan, #[case] profile: Profile) {
    let lab = plan.start();
    assert_eq!(open(&lab, &profile), "verified");
}

#[rstest]
#[case::plain(Lab::plan())]
#[case::two_routers(Lab::plan().routers(2))]
#[case::nftables_alone(nft())]
fn what_is_healthy_is_closed_before(#[case] plan: Plan) {
    let lab = plan.start();
    for family in [Family::V4, Family::V6] {
        assert!(!lab.service_answers(family));
        assert!(!lab.is_open_for_client(family));
    }
}

#[test]
fn a_name_that_does_not_resolve() {
    let lab = Lab::plan().nameserver().start();
    assert_eq!(open(&lab, &Profile::of("nowhere.lab")), "name_not_found");
}

#[rstest]
#[case::ipv6(Family::V6, "server6.lab", "server4.lab")]
#[case::ipv4(Family::V4, "server4.lab", "server6.lab")]
fn a_client_without_a_family(#[case] family: Family, #[case] gone: &str, #[case] there: &str) {
    let lab = Lab::plan().client_without(family).start();
    assert_eq!(open(&lab, &Profile::of(gone)), "network_unreachable");
    assert_eq!(open(&lab, &Profile::of(there)), "verified");
}

#[rstest]
#[case::ipv4(SERVER_V4.into(), "server4.lab", "server6.lab")]
#[case::ipv6(SERVER_V6.into(), "server6.lab", "server4.lab")]
fn a_router_without_a_route(#[case] to: IpAddr, #[case] gone: &str, #[case] there: &str) {
    // What comes back within a system call of its own, as on a cable without any way, does not end a connection.
    let lab = Lab::plan()
        .routers(2)
        .at_router(0, Treatment::delay_both_ways(ms(10)))
        .at_router(1, Treatment::no_route(to))
        .start();
    let capture = lab.capture();

    let profile = Profile::of(gone).line(PATIENT).to_string();
    let said = portknocker(&lab, &profile, &["open", "homelab", "--json"]);

    let results = &said.json()[0]["steps"];
    let results = [0, 1, 2].map(|step| results[step]["result"].clone());
    assert_eq!(results, ["unreachable", "no_answer", "unreachable"]);
    assert_eq!(reason(&said), "still_closed_unreachable");
    assert_eq!(capture.knocks(), []);
    assert_eq!(open(&lab, &Profile::of(there).line(PATIENT)), "verified");
}

#[rstest]
#[case::near(Lab::plan())]
#[case::behind_routers(Lab::plan().routers(2))]
fn a_host_that_is_off_is_unreachable(#[case] plan: Plan) {
    let lab = plan.start();
    for name in ["off4.lab", "off6.lab"] {
        let profile = Profile::of(name).line(PATIENT);
        assert_eq!(open(&lab, &profile), "still_closed_unreachable", "{name}");
    }
}

#[rstest]
#[case::near(Lab::plan())]
#[case::behind_routers(Lab::plan().routers(2))]
fn a_host_that_is_silent(#[case] plan: Plan) {
    let lab = plan.silent_host(NOBODY_V4).start();
    let capture = lab.capture();

    let profile = Profile::of("off4.lab").line(PATIENT);
    assert_eq!(open(&lab, &profile), "still_closed_timed_out");

    assert_eq!(capture.packets(), []);
    assert_eq!(open(&lab, &homelab()), "verified");
}

#[test]
fn a_name_whose_first_address_is_dead() {
    let lab = Lab::plan().silent_host(NOBODY_V4).start();
    assert_eq!(
        open(&lab, &Profile::of("half-dead.lab")),
        "still_closed_timed_out"
    );
    assert_eq!(open(&lab, &homelab()), "verified");
}

#[test]
fn an_open_door_without_a_service() {
    let lab = Lab::plan().without_service().start();
    let check = portknocker(
        &lab,
        &homelab().to_string(),
        &["check", "homelab", "--json"],
    );
    assert_eq!(reason(&check), "not_reachable_timed_out");

    assert_eq!(open(&lab, &homelab()), "still_closed_refused");

    assert!(lab.is_open_for_client(Family::V4));
}

#[test]
fn an_open_door_without_a_service_behind_a_firewall_that_refuses() {
    let lab = Lab::plan().without_service().refusing().start();
    let check = portknocker(
        &lab,
        &homelab().to_string(),
        &["check", "homelab", "--json"],
    );
    assert_eq!(reason(&check), "not_reachable_refused");

    assert_eq!(open(&lab, &homelab()), "still_closed_refused");

    assert!(lab.is_open_for_client(Family::V4));
}

#[rstest]
#[case::all_of_it(Traffic::udp(), "", false)]
#[case::of_one_family(Traffic::udp().family(Family::V4), "", false)]
#[case::of_the_other_family(Traffic::udp().family(Family::V6), "", true)]
#[case::empty_ones(Traffic::udp().empty(), "payload = \"\"", false)]
#[case::empty_ones_but_this_is_not(Traffic::udp().empty(), "payload = \"x\"", true)]
#[case::another_port(Traffic::udp().port(8001), "", true)]
#[case::every_second_one(Traffic::udp().every(2), "", false)]
fn datagrams_are_lost(
    #[case] traffic: Traffic,
    #[case] payload: &str,
    #[case] arrives: bool,
    #[values(0, 1)] router: usize,
) {
    let lab = only_door()
        .routers(2)
        .at_router(router, Treatment::lose(traffic))
        .start();
    let capture = lab.capture();

    let profile = match payload {
        "" => homelab(),
        payload => homelab().line(&format!(
            "open = [\"7000:tcp\", {{ port = 8000, protocol = \"udp\", {payload} }}, \"9000:tcp\"]"
        )),
    };
    let without: Vec<&str> = [ALL[0], ALL[2]].to_vec();
    let (comes_to, sees) = if arrives {
        ("verified", ALL)
    } else {
        ("still_closed_timed_out", &without[..])
    };
    assert_eq!(open(&lab, &profile), comes_to);
    assert_eq!(steps(&capture.knocks()), sees);
}

#[test]
fn every_second_datagram_is_lost() {
    let lab = only_door()
        .routers(1)
        .at_router(0, Treatment::lose(Traffic::udp().every(2)))
        .start();
    let capture = lab.capture();

    assert_eq!(open(&lab, &homelab().line("retries = 1")), "verified");

    let sees = [&[ALL[0], ALL[2]], ALL].concat();
    assert_eq!(steps(&capture.knocks()), sees);
}

#[test]
fn a_share_of_all_is_lost() {
    let lab = Lab::plan()
        .routers(1)
        .at_router(0, Treatment::lose(Traffic::all().percent(50)))
        .start();
    let capture = lab.capture();

    knock(&lab, 60);

    let arrived = capture.knocks().len();
    assert!((1..60).contains(&arrived), "{arrived} of 60");
}

#[rstest]
#[case::all_passes(Lab::plan().routers(2), &[HOP_0, HOP_1], 1)]
#[case::the_first_loses(
    Lab::plan().routers(2).at_router(0, Treatment::lose(Traffic::udp())),
    &[HOP_0],
    0
)]
#[case::the_second_loses(
    Lab::plan().routers(2).at_router(1, Treatment::lose(Traffic::udp())),
    &[HOP_0, HOP_1],
    0
)]
#[case::the_first_delays(
    Lab::plan().routers(2).at_router(0, Treatment::delay_both_ways(ms(50))),
    &[HOP_0, HOP_1],
    1
)]
fn routers_say_that_a_datagram_was_theirs_to_end(
    #[case] plan: Plan,
    #[case] say: &[IpAddr],
    #[case] arrives: usize,
) {
    let lab = plan.start();
    let [at_client, at_server] = [lab.capture_at_client(), lab.capture()];
    let send = "
import socket
for hops in 1, 2, 3:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, hops)
        datagrams.sendto(b'x', ('server4.lab', 8000))
";
    lab.client(&["python3", "-c", send]).assert().success();

    let arrived = at_server.knocks().len();
    let packets = at_client.packets();
    let said = packets.iter().filter(|one| one.protocol == Protocol::Icmp);
    let said: Vec<IpAddr> = said.map(|packet| packet.from).collect();
    assert_eq!(said, say);
    assert_eq!(arrived, arrives);
}

#[test]
fn datagrams_are_overtaken() {
    let lab = only_door()
        .routers(2)
        .at_router(0, Treatment::delay(Traffic::udp(), ms(250)))
        .start();
    let [at_client, at_server] = [lab.capture_at_client(), lab.capture()];

    assert_eq!(open(&lab, &homelab()), "still_closed_timed_out");

    assert_eq!(steps(&at_client.knocks()), ALL);
    assert_eq!(steps(&at_server.knocks()), [ALL[0], ALL[2], ALL[1]]);
    assert_eq!(open(&lab, &slow("500ms")), "verified");
}

#[test]
fn packets_overtake_one_another_by_chance() {
    let lab = only_door()
        .routers(1)
        .at_router(0, Treatment::jitter(Traffic::all(), ms(300)))
        .start();
    let [at_client, at_server] = [lab.capture_at_client(), lab.capture()];

    knock(&lab, 20);

    let [sent, mut arrived] = [at_client, at_server].map(|capture| steps(&capture.knocks()));
    assert_ne!(arrived, sent);
    arrived.sort();
    assert_eq!(arrived, sent);
    let profile = slow("500ms").line(PATIENT);
    assert_eq!(open(&lab, &profile), "verified");
}

#[test]
fn a_far_server_takes_its_time_each_way() {
    let lab = Lab::plan()
        .routers(1)
        .at_router(0, Treatment::delay_both_ways(ms(200)))
        .start();
    let capture = lab.capture();

    let profile = homelab().line(PATIENT).to_string();
    let said = portknocker(&lab, &profile, &["open", "homelab", "--json"]);

    let took = said.json()[0]["check"]["elapsed_ms"].as_f64().unwrap();
    assert!(took >= 400.0, "{took} ms");
    assert_eq!(steps(&capture.knocks()), ALL);
}

#[rstest]
#[case::knockd(
    Lab::plan().door(Door::opens("open", &OPEN_SEQUENCE).within_seconds(2)),
    "1s",
    "300ms"
)]
#[case::nftables_alone(
    Lab::plan().nft_door(NftDoor::opens(&OPEN_SEQUENCE).step_seconds(1)),
    "1100ms",
    "300ms"
)]
#[case::too_fast(
    only_door().routers(1).at_router(0, Treatment::min_gap(ms(200))),
    "30ms",
    "400ms"
)]
fn a_pace_that_the_server_does_not_take(
    #[case] plan: Plan,
    #[case] wrong: &str,
    #[case] right: &str,
) {
    let lab = plan.clone().start();
    assert_eq!(open(&lab, &slow(wrong)), "still_closed_timed_out");
    assert!(!lab.is_open_for_client(Family::V4));

    // Another one, since knockd takes the first step of a second attempt for a mistake in the first.
    let lab = plan.start();
    assert_eq!(open(&lab, &slow(right)), "verified");
}

#[test]
fn what_comes_too_fast_does_not_arrive() {
    let lab = Lab::plan()
        .routers(1)
        .at_router(0, Treatment::min_gap(ms(200)))
        .start();
    let capture = lab.capture();

    assert_eq!(open(&lab, &homelab()), "still_closed_timed_out");

    assert_eq!(steps(&capture.knocks()), ALL[..1]);
}

#[test]
fn a_door_for_another_family_than_the_first_of_the_name() {
    let door = Door::opens("open", &OPEN_SEQUENCE).ipv4_only();
    let lab = Lab::plan().door(door).start();
    let capture = lab.capture();
    let profile = Profile::of("server.lab");

    assert_eq!(open(&lab, &profile), "still_closed_timed_out");

    assert!(capture.knocks().iter().all(|knock| knock.to == SERVER_V6));
    assert!(lab.knockd_log().contains("OPEN SESAME"));
    assert!(!lab.is_open_for_client(Family::V6));
    let profile = profile.line("family = \"ipv4\"");
    assert_eq!(open(&lab, &profile), "verified");
}

#[test]
fn a_service_that_is_reached_by_a_second_cable() {
    let lab = Lab::plan().service_by_second_cable().start();
    let [first, second] = [lab.capture(), lab.capture_at_second_cable()];

    assert_eq!(open(&lab, &homelab()), "still_closed_timed_out");

    assert!(lab.is_open_for_client(Family::V4));
    let first = first.packets();
    assert_eq!(steps(&first), ALL);
    let second = second.packets();
    assert!(!second.is_empty());
    let is_question = |one: &Packet| one.from == VPN_CLIENT_V4 && one.port == SERVICE;
    assert!(second.iter().all(is_question), "{second:?}");
}

#[rstest]
#[case::at_home(Lab::plan().behind_router().routers(2))]
#[case::only_the_service(Lab::plan().routers(2))]
fn a_router_that_gives_the_service_another_address(#[case] plan: Plan) {
    let lab = plan.at_router(0, Treatment::translate_service()).start();
    let capture = lab.capture();

    assert_eq!(open(&lab, &homelab()), "still_closed_timed_out");

    assert!(lab.is_open_for_client(Family::V4));
    let packets = capture.packets();
    let (questions, knocks): (Vec<&Packet>, _) =
        packets.iter().partition(|one| one.port == SERVICE);
    assert!(!questions.is_empty());
    assert!(questions.iter().all(|one| one.from == OTHER_V4));
    assert!(knocks.iter().all(|one| one.from == lab.client_seen_v4()));
    // The way back is there: whom the door is open for gets an answer.
    lab.server(&["nft", "add element inet lab open4 { 203.0.113.9 }"])
        .assert()
        .success();
    assert!(lab.service_answers(Family::V4));
}

#[test]
fn a_service_that_is_open_to_all() {
    let lab = Lab::plan().open_to_all().start();
    assert!(lab.service_answers(Family::V4));
    assert!(lab.service_answers(Family::V6));

    assert_eq!(open(&lab, &wrong_sequence()), "verified");

    assert!(!lab.is_open_for_client(Family::V4));
}

#[test]
fn a_check_of_another_port_than_the_door_opens() {
    let lab = Lab::plan().start();
    let profile = homelab().line("check = 2223");
    assert_eq!(open(&lab, &profile), "still_closed_timed_out");
    assert!(lab.is_open_for_client(Family::V4));
    assert!(lab.service_answers(Family::V4));
}

#[test]
fn a_clock_that_is_off() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).time_server(0).start();
    lab.home()
        .write_configuration(&Profile::spa("server4.lab").to_string());
    let mut command = lab.client(&["portknocker", "open", "homelab", "--json"]);

    let said = Said::by(wrong_clock::ahead(&mut command, lab.home(), 600));

    assert_eq!(reason(&said), "still_closed_timed_out");
    lab.fwknopd()
        .wait_for_log("SPA data time difference is too great");
    let mut command = lab.client(&ASK_TIME);
    wrong_clock::ahead(&mut command, lab.home(), 600)
        .assert()
        .success()
        .stdout("-600\n");
}

#[rstest]
#[case::true_time(0)]
#[case::an_hour_ahead(3600)]
fn a_server_tells_the_time(#[case] ahead: i64) {
    let lab = Lab::plan().time_server(ahead).start();
    lab.client(&ASK_TIME)
        .assert()
        .success()
        .stdout(format!("{ahead}\n"));
}

#[rstest]
#[case::key(Fwknopd::plan().access("KEY", "another"), "Decryption failed")]
#[case::hmac_key(Fwknopd::plan().access("HMAC_KEY", "another"), "HMAC_COMPAREFAIL")]
fn a_key_that_is_wrong(#[case] plan: fwknopd::Plan, #[case] logs: &str) {
    let lab = Lab::plan().fwknopd(plan).start();
    assert_eq!(
        open(&lab, &Profile::spa("server4.lab")),
        "still_closed_timed_out"
    );
    lab.fwknopd().wait_for_log(logs);
}

#[rstest]
#[case::silent(only_door().ignores_pings(), "no_answer", "no_answer")]
#[case::answers_pings(only_door().answers_pings(), "answered", "no_answer")]
#[case::refuses_others(only_door().answers_pings().refusing_others(), "answered", "refused")]
fn a_sequence_that_is_wrong(
    #[case] plan: Plan,
    #[case] ping: &str,
    #[case] hit: &str,
    #[values("server4.lab", "server6.lab")] host: &str,
) {
    let lab = plan.start();
    let profile = Profile::of(host).line("open = [\"7000\", \"8000:udp\", \"9001\", \"icmp\"]");

    let said = portknocker(
        &lab,
        &profile.to_string(),
        &["open", "homelab", "--json", "-v"],
    );

    assert_eq!(reason(&said), "still_closed_timed_out");
    let results = &said.json()[0]["steps"];
    let results = [0, 1, 2, 3].map(|step| results[step]["result"].clone());
    assert_eq!(results, [hit, hit, hit, ping]);
    assert!(lab.knockd_log().contains("Stage 2"));
    assert!(!lab.knockd_log().contains("OPEN SESAME"));
}

#[test]
fn only_a_whole_handshake_is_passed_on() {
    let lab = only_door()
        .routers(2)
        .at_router(0, Treatment::delay_both_ways(ms(150)))
        .at_router(1, Treatment::whole_handshakes(&[7000, 9000]))
        .start();
    let capture = lab.capture();
    let profile = homelab().line(PATIENT);

    assert_eq!(open(&lab, &profile), "still_closed_timed_out");

    assert_eq!(steps(&capture.knocks()), [ALL[1]]);
    let capture = lab.capture();
    let profile = profile.line(
        "open = [{ port = 7000, mode = \"connect\" }, \"8000:udp\", { port = 9000, mode = \"connect\" }]",
    );
    assert_eq!(open(&lab, &profile), "verified");
    assert_eq!(steps(&capture.knocks()), ALL);
}

#[test]
fn a_daemon_that_does_not_run() {
    let lab = Lab::plan().without_knockd().start();
    assert_eq!(open(&lab, &homelab()), "still_closed_timed_out");

    let mut lab = Lab::start();
    assert_eq!(open(&lab, &homelab()), "verified");
    lab.close_all();
    lab.stop_knockd();
    assert_eq!(open(&lab, &homelab()), "still_closed_timed_out");
}

#[rstest]
#[case::ipv4("server4.lab", Family::V4)]
#[case::ipv6("server6.lab", Family::V6)]
fn a_server_that_bans_who_probes(#[case] host: &str, #[case] family: Family) {
    let lab = only_door().bans_probers(2).start();
    let profile = Profile::of(host);

    assert!(!lab.service_answers(family));
    assert_eq!(open(&lab, &profile), "still_closed_timed_out");
    // Its door is open, and of no use until the ban is over.
    assert!(lab.is_open_for_client(family));
    wait_until("the ban to end", LIMIT, || lab.service_answers(family));
}

/// Says by how many seconds, to the nearest, the time that the time server tells is ahead of the own.
const ASK_TIME: [&str; 3] = [
    "python3",
    "-c",
    "
import socket, struct, time
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
    datagrams.settimeout(5)
    datagrams.sendto(bytes([0x23]) + bytes(47), ('time.lab', 123))
    answer = datagrams.recv(512)
seconds, part = struct.unpack('!II', answer[40:48])
print(round(seconds + part / 2**32 - 2208988800 - time.time()))
",
];

/// Opens, and tells what it comes to: `verified`, or the reason why not.
#[track_caller]
fn open(lab: &Lab, profile: &Profile) -> String {
    let said = portknocker(lab, &profile.to_string(), &["open", "homelab", "--json"]);
    reason(&said)
}

#[track_caller]
fn reason(said: &Said) -> String {
    let receipt = &said.json()[0];
    let reason = receipt["reason"].as_str().or(receipt["outcome"].as_str());
    reason.expect("a receipt").to_owned()
}

fn wrong_sequence() -> Profile {
    homelab().line("open = [\"7000\", \"8000:udp\", \"9001\"]")
}

/// Sends SYNs to so many ports, from 10000 on, 5 ms apart.
#[track_caller]
fn knock(lab: &Lab, number: u16) {
    let ports: Vec<String> = (10_000..10_000 + number)
        .map(|port| port.to_string())
        .collect();
    let mut args = vec!["portknocker", "knock", "-d", "5", "server4.lab"];
    args.extend(ports.iter().map(String::as_str));
    lab.client(&args).assert().success();
}
