//! The nftables rules of the laboratory.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::SERVICE;
use super::namespace::Namespace;
use super::network::MARKER;
use super::nft_door::NftDoor;
use crate::support::fwknopd::{PORT, WEB_PORT};
use crate::support::process::output_of;

pub const TABLE: &str = "inet lab";
pub const OPEN_SET_V4: &str = "open4";
pub const OPEN_SET_V6: &str = "open6";

/// What these rules let in carries this mark, so that those of iptables do so too.
const LET_IN: u32 = 1;

/// What the firewall does with what it does not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing answers.
    Silence,
    /// The service's port refuses, the others are silent.
    Service,
    /// The service's port is silent, the others refuse.
    Others,
    /// All ports refuse.
    All,
}

/// Who gets an answer to an echo request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pings {
    V6,
    All,
    None,
}

/// What the firewall is like.
#[derive(Clone, Copy, Debug)]
pub struct Firewall {
    pub refusal: Refusal,
    pub pings: Pings,
    /// For so many seconds it shuts out whoever connects to the service and has sent no step in the ten seconds before.
    pub bans_probers: Option<u32>,
}

impl Firewall {
    /// Nothing answers, but for pings over IPv6.
    pub const SILENT: Firewall = Firewall {
        refusal: Refusal::Silence,
        pings: Pings::V6,
        bans_probers: None,
    };
}

/// Drops everything that the server is sent, except to the service from addresses in the open sets.
///
/// A connection that was made while the door was open goes on after it is closed, as with most real servers.
pub fn raise(server: &Namespace, firewall: Firewall) {
    let refuse = match firewall.refusal {
        Refusal::Silence => String::new(),
        Refusal::Service => format!("tcp dport {SERVICE} reject with tcp reset"),
        Refusal::Others => {
            format!("tcp dport != {SERVICE} reject with tcp reset\nmeta l4proto udp reject")
        }
        Refusal::All => {
            "meta l4proto tcp reject with tcp reset\nmeta l4proto udp reject".to_owned()
        }
    };
    raise_with(server, firewall, &refuse);
}

/// The same, and fwknopd may open what this drops. It works iptables, whose chains are for IPv4; and what one chain has
/// dropped, no other takes back. So only the iptables' chains drop IPv4, after those that fwknopd puts before.
pub fn raise_for_fwknopd(server: &Namespace, firewall: Firewall) {
    raise_with(server, firewall, "meta nfproto ipv4 accept");
    let reset = "-j REJECT --reject-with tcp-reset";
    let service = format!("-A INPUT -p tcp --dport {SERVICE} {reset}");
    let others = format!("-A INPUT -p tcp ! --dport {SERVICE} {reset}\n-A INPUT -p udp -j REJECT");
    let refuse = match firewall.refusal {
        Refusal::Silence => String::new(),
        Refusal::Service => service,
        Refusal::Others => others,
        Refusal::All => format!("{service}\n{others}"),
    };
    let pings = match firewall.pings {
        Pings::All => "-A INPUT -p icmp --icmp-type echo-request -j ACCEPT",
        Pings::V6 | Pings::None => "",
    };
    let rules = format!(
        "*filter
        :INPUT DROP
        :FORWARD DROP
        -A INPUT -i lo -j ACCEPT
        -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
        -A INPUT -m mark --mark {LET_IN} -j ACCEPT
        -A INPUT -p tcp -m multiport --dports {PORT},{WEB_PORT} -j ACCEPT
        {pings}
        {refuse}
        -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
        COMMIT"
    );
    let rules = rules.replace("\n        ", "\n");
    let restore = format!("iptables-restore <<'END'\n{rules}\nEND");
    output_of(server.command("bash").args(["-c", &restore]));
}

fn raise_with(server: &Namespace, firewall: Firewall, at_the_end: &str) {
    let pings = match firewall.pings {
        Pings::V6 => "",
        Pings::All => "icmp type echo-request accept",
        Pings::None => "icmpv6 type echo-request drop",
    };
    let rules = format!(
        "table {TABLE} {{
            set {OPEN_SET_V4} {{ type ipv4_addr; flags dynamic,timeout; }}
            set {OPEN_SET_V6} {{ type ipv6_addr; flags dynamic,timeout; }}
            chain input {{
                type filter hook input priority filter - 1; policy drop;
                iifname lo accept
                ct state established,related accept
                udp dport {MARKER} drop
                {pings}
                meta l4proto ipv6-icmp accept
                ip saddr @{OPEN_SET_V4} tcp dport {SERVICE} meta mark set {LET_IN} accept
                ip6 saddr @{OPEN_SET_V6} tcp dport {SERVICE} accept
                {at_the_end}
            }}
        }}"
    );
    output_of(server.command("nft").arg(rules));
    if let Some(seconds) = firewall.bans_probers {
        ban_probers(server, seconds);
    }
}

/// A chain before all others, which shuts out whoever is in its sets.
fn ban_probers(server: &Namespace, seconds: u32) {
    let mut rules = String::new();
    for (kind, ip, open) in [
        ("ipv4_addr", "ip", OPEN_SET_V4),
        ("ipv6_addr", "ip6", OPEN_SET_V6),
    ] {
        let _ = write!(
            rules,
            "table {TABLE} {{
                set knocked_{ip} {{ type {kind}; flags dynamic,timeout; }}
                set banned_{ip} {{ type {kind}; flags dynamic,timeout; }}
                chain bans_{ip} {{
                    type filter hook input priority filter - 3
                    {ip} saddr @banned_{ip} drop
                    tcp flags & (syn | ack) == syn tcp dport != {SERVICE} update @knocked_{ip} {{ {ip} saddr timeout 10s }}
                    udp dport != {MARKER} update @knocked_{ip} {{ {ip} saddr timeout 10s }}
                    {ip} saddr @{open} accept
                    {ip} saddr @knocked_{ip} accept
                    tcp flags & (syn | ack) == syn tcp dport {SERVICE} add @banned_{ip} {{ {ip} saddr timeout {seconds}s }} drop
                }}
            }}\n"
        );
    }
    output_of(server.command("nft").arg(rules));
}

/// Adds a door that needs no daemon.
pub fn fit(server: &Namespace, door: &NftDoor) {
    output_of(server.command("nft").arg(door.to_string()));
}

/// Whether the firewall lets this address in to the service.
pub fn lets_in(server: &Namespace, address: IpAddr) -> bool {
    let set = if address.is_ipv4() {
        OPEN_SET_V4
    } else {
        OPEN_SET_V6
    };
    let element = format!("get element {TABLE} {set} {{ {address} }}");
    let output = server.command("nft").arg(element).output();
    output.expect("nft can be run").status.success()
}

pub fn close_all(server: &Namespace) {
    let rules = format!("flush set {TABLE} {OPEN_SET_V4}; flush set {TABLE} {OPEN_SET_V6}");
    output_of(server.command("nft").arg(rules));
}

/// Takes away what fwknopd has opened.
pub fn close_all_of_fwknopd(server: &Namespace) {
    output_of(server.command("iptables").args(["-F", "FWKNOP_INPUT"]));
}

/// Lets everybody reach one more port, of `tcp` or `udp`.
pub fn let_through(server: &Namespace, protocol: &str, port: u16) {
    let rule =
        format!("insert rule {TABLE} input {protocol} dport {port} meta mark set {LET_IN} accept");
    output_of(server.command("nft").arg(rule));
}

/// Loses packets on the cable: their sender does not notice, and knockd and fwknopd, which see what arrives before the
/// server's firewall does, see nothing.
pub fn lose(client: &Namespace, cable: &str, percent: u8) {
    lose_by(
        client,
        cable,
        &format!("meta protocol {{ ip, ip6 }} numgen random mod 100 lt {percent} drop"),
    );
}

/// Loses every packet to one port.
pub fn lose_port(client: &Namespace, cable: &str, port: u16) {
    lose_by(client, cable, &format!("th dport {port} drop"));
}

/// Loses the first packet to one port.
pub fn lose_first(client: &Namespace, cable: &str, port: u16) {
    let rules = format!(
        "th dport {port} limit rate over 1/day burst 1 packets accept
                th dport {port} drop"
    );
    lose_by(client, cable, &rules);
}

fn lose_by(client: &Namespace, cable: &str, rules: &str) {
    let rules = format!(
        "table netdev loss {{
            chain egress {{
                type filter hook egress device {cable} priority 0
                {rules}
            }}
        }}"
    );
    output_of(client.command("nft").arg(rules));
}

/// Loses nothing any more.
pub fn lose_nothing(client: &Namespace) {
    output_of(client.command("nft").arg("delete table netdev loss"));
}
