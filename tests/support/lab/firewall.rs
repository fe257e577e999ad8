//! The nftables rules of the laboratory.

use super::SERVICE;
use super::namespace::Namespace;
use crate::support::fwknopd::{PORT, WEB_PORT};
use crate::support::process::output_of;

pub const TABLE: &str = "inet lab";
pub const OPEN_SET_V4: &str = "open4";
pub const OPEN_SET_V6: &str = "open6";

/// What these rules let in carries this mark, so that those of iptables do so too.
const LET_IN: u32 = 1;

/// How a closed service port treats who connects to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Silence,
    Reset,
}

/// Drops everything that the server is sent, except to the service from addresses in the open sets.
///
/// A connection that was made while the door was open goes on after it is closed, as with most real servers.
pub fn raise(server: &Namespace, refusal: Refusal) {
    let refuse = match refusal {
        Refusal::Silence => String::new(),
        Refusal::Reset => format!("tcp dport {SERVICE} reject with tcp reset"),
    };
    raise_with(server, &refuse);
}

/// The same, and fwknopd may open what this drops. It works iptables, whose chains are for IPv4; and what one chain has
/// dropped, no other takes back. So only the iptables' chains drop IPv4, after those that fwknopd puts before.
pub fn raise_for_fwknopd(server: &Namespace, refusal: Refusal) {
    raise_with(server, "meta nfproto ipv4 accept");
    let refuse = match refusal {
        Refusal::Silence => String::new(),
        Refusal::Reset => {
            format!("-A INPUT -p tcp --dport {SERVICE} -j REJECT --reject-with tcp-reset")
        }
    };
    let rules = format!(
        "*filter
        :INPUT DROP
        :FORWARD DROP
        -A INPUT -i lo -j ACCEPT
        -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
        -A INPUT -m mark --mark {LET_IN} -j ACCEPT
        -A INPUT -p tcp -m multiport --dports {PORT},{WEB_PORT} -j ACCEPT
        {refuse}
        -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
        COMMIT"
    );
    let rules = rules.replace("\n        ", "\n");
    let restore = format!("iptables-restore <<'END'\n{rules}\nEND");
    output_of(server.command("bash").args(["-c", &restore]));
}

fn raise_with(server: &Namespace, at_the_end: &str) {
    let rules = format!(
        "table {TABLE} {{
            set {OPEN_SET_V4} {{ type ipv4_addr; flags timeout; }}
            set {OPEN_SET_V6} {{ type ipv6_addr; flags timeout; }}
            chain input {{
                type filter hook input priority filter - 1; policy drop;
                iifname lo accept
                ct state established,related accept
                meta l4proto ipv6-icmp accept
                ip saddr @{OPEN_SET_V4} tcp dport {SERVICE} meta mark set {LET_IN} accept
                ip6 saddr @{OPEN_SET_V6} tcp dport {SERVICE} accept
                {at_the_end}
            }}
        }}"
    );
    output_of(server.command("nft").arg(rules));
}

pub fn close_all(server: &Namespace) {
    let rules = format!("flush set {TABLE} {OPEN_SET_V4}; flush set {TABLE} {OPEN_SET_V6}");
    output_of(server.command("nft").arg(rules));
}

/// Takes away what fwknopd has opened.
pub fn close_all_of_fwknopd(server: &Namespace) {
    output_of(server.command("iptables").args(["-F", "FWKNOP_INPUT"]));
}

/// Lets everybody connect to one more port.
pub fn let_through(server: &Namespace, port: u16) {
    let rule = format!("insert rule {TABLE} input tcp dport {port} meta mark set {LET_IN} accept");
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
