//! ICMP steps: a real nftables door that opens by the sizes of echo requests, and what the system has to permit.

use rstest::rstest;
use serde_json::json;

use super::portknocker;
use crate::support::home::program;
use crate::support::lab::{Family, Lab, SERVER_V4, SERVER_V6};
use crate::support::said::Said;

/// Two sizes in a row open the service to whoever sent them. The firewall sees each with its headers.
const DOOR: &str = "
    add counter inet lab first
    add counter inet lab second
    add set inet lab seen4 { type ipv4_addr; flags dynamic,timeout; size 100; timeout 5s; }
    add set inet lab seen6 { type ipv6_addr; flags dynamic,timeout; size 100; timeout 5s; }
    add set inet lab in4 { type ipv4_addr; flags dynamic,timeout; size 100; timeout 1m; }
    add set inet lab in6 { type ipv6_addr; flags dynamic,timeout; size 100; timeout 1m; }
    insert rule inet lab input ip saddr @in4 tcp dport 2222 accept
    insert rule inet lab input ip6 saddr @in6 tcp dport 2222 accept
    insert rule inet lab input icmp type echo-request ip length 228 ip saddr @seen4 counter name second add @in4 { ip saddr } drop
    insert rule inet lab input icmp type echo-request ip length 112 counter name first add @seen4 { ip saddr } accept
    insert rule inet lab input icmpv6 type echo-request ip6 length 208 ip6 saddr @seen6 counter name second add @in6 { ip6 saddr } drop
    insert rule inet lab input icmpv6 type echo-request ip6 length 92 counter name first add @seen6 { ip6 saddr } accept
";

fn lab_with_door() -> Lab {
    let lab = Lab::plan().start();
    lab.server(&["nft", DOOR]).assert().success();
    lab
}

/// The sysctl `net.ipv4.ping_group_range` of the client: every group, or none.
fn permit_ping_sockets(lab: &Lab, is_permitted: bool) {
    let range = if is_permitted { "0 2147483647" } else { "1 0" };
    let line = format!("echo '{range}' > /proc/sys/net/ipv4/ping_group_range");
    lab.client(&["sh", "-c", &line]).assert().success();
}

fn counted(lab: &Lab, counter: &str) -> String {
    let mut list = lab.server(&["nft", "list", "counter", "inet", "lab", counter]);
    let output = list.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "packets").unwrap();
    words[at + 1].to_owned()
}

fn configuration(host: &str) -> String {
    format!(
        "[[profile]]\nname = \"lab\"\nhost = \"{host}\"\nopen = [\"icmp:84\", \"icmp:200\"]\ncheck = 2222\ndelay = \"50ms\"\n"
    )
}

#[rstest]
#[case::ipv4_by_ping_socket(SERVER_V4.to_string(), Family::V4, true)]
#[case::ipv6_by_ping_socket(SERVER_V6.to_string(), Family::V6, true)]
#[case::ipv4_by_raw_socket(SERVER_V4.to_string(), Family::V4, false)]
#[case::ipv6_by_raw_socket(SERVER_V6.to_string(), Family::V6, false)]
fn sizes_of_echo_requests_open_an_nftables_door(
    #[case] host: String,
    #[case] family: Family,
    #[case] ping_sockets: bool,
) {
    let lab = lab_with_door();
    permit_ping_sockets(&lab, ping_sockets);
    assert!(!lab.service_answers(family));
    let said = portknocker(&lab, &configuration(&host), &["open", "lab", "--json"]);
    let record = &said.json()[0];
    assert_eq!(record["outcome"], "verified", "{said}");
    assert_eq!(
        (counted(&lab, "first"), counted(&lab, "second")),
        ("1".to_owned(), "1".to_owned())
    );
    let steps = record["steps"].as_array().unwrap();
    for (step, size) in steps.iter().zip([84, 200]) {
        assert_eq!(step["protocol"], "icmp");
        assert_eq!(step["size"], size);
        assert_eq!(step["port"], json!(null));
        assert_eq!(step["remote"], host);
    }
    assert_eq!(steps.len(), 2);
}

#[test]
fn what_comes_back_is_in_the_receipt_and_there_is_no_port_in_it() {
    let lab = lab_with_door();
    permit_ping_sockets(&lab, true);
    let host = SERVER_V4.to_string();
    let said =
        Said::by(&mut lab.client(&["portknocker", "knock", "-v", &host, "icmp:84", "icmp:10"]));
    assert_eq!(said.status, 0);
    let ends: Vec<&str> = said
        .stderr
        .lines()
        .filter_map(|line| line.split_once("  icmp  "))
        .map(|(_, end)| end)
        .collect();
    // The door lets the first one through to be answered.
    assert_eq!(
        ends,
        [
            "192.0.2.1 → 192.0.2.2  answered",
            "192.0.2.1 → 192.0.2.2  no answer"
        ],
        "{said}"
    );
    assert!(!said.stderr.contains(":0"), "{said}");
}

/// Root without the capability is what another user is.
fn without_capability(lab: &Lab, host: &str) -> Said {
    lab.home().write_configuration(&configuration(host));
    let portknocker = program("portknocker").display().to_string();
    Said::by(&mut lab.client(&[
        "setpriv",
        "--bounding-set=-net_raw",
        "--inh-caps=-net_raw",
        &portknocker,
        "open",
        "lab",
    ]))
}

#[rstest]
#[case(SERVER_V4.to_string())]
#[case(SERVER_V6.to_string())]
fn without_the_capability_a_ping_socket_is_enough(#[case] host: String) {
    let lab = lab_with_door();
    permit_ping_sockets(&lab, true);
    without_capability(&lab, &host).is(0, "lab: open verified: port 2222 answers after TIME\n");
}

#[rstest]
#[case(SERVER_V4.to_string())]
#[case(SERVER_V6.to_string())]
fn where_neither_is_permitted_the_message_names_what_would_be(#[case] host: String) {
    let lab = lab_with_door();
    permit_ping_sockets(&lab, false);
    without_capability(&lab, &host).is(
        1,
        &format!(
            "lab: open failed: the system does not permit echo requests (ICMP) to {host}. On Linux, put your group into the \
             sysctl net.ipv4.ping_group_range, such as `sysctl net.ipv4.ping_group_range=\"0 2147483647\"`, or give the \
             program the capability CAP_NET_RAW\n"
        ),
    );
    assert_eq!(counted(&lab, "first"), "0");
}
