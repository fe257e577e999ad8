//! The nftables rules of the laboratory.

use super::SERVICE;
use super::namespace::Namespace;
use crate::support::process::output_of;

pub const TABLE: &str = "inet lab";
pub const OPEN_SET_V4: &str = "open4";
pub const OPEN_SET_V6: &str = "open6";

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
    let rules = format!(
        "table {TABLE} {{
            set {OPEN_SET_V4} {{ type ipv4_addr; flags timeout; }}
            set {OPEN_SET_V6} {{ type ipv6_addr; flags timeout; }}
            chain input {{
                type filter hook input priority 0; policy drop;
                iifname lo accept
                ct state established,related accept
                meta l4proto ipv6-icmp accept
                ip saddr @{OPEN_SET_V4} tcp dport {SERVICE} accept
                ip6 saddr @{OPEN_SET_V6} tcp dport {SERVICE} accept
                {refuse}
            }}
        }}"
    );
    output_of(server.command("nft").arg(rules));
}

pub fn close_all(server: &Namespace) {
    let rules = format!("flush set {TABLE} {OPEN_SET_V4}; flush set {TABLE} {OPEN_SET_V6}");
    output_of(server.command("nft").arg(rules));
}

/// Lets everybody connect to one more port.
pub fn let_through(server: &Namespace, port: u16) {
    let rule = format!("insert rule {TABLE} input tcp dport {port} accept");
    output_of(server.command("nft").arg(rule));
}

/// Loses packets where they leave the client: knockd sees what arrives before the server's firewall does.
pub fn lose(client: &Namespace, cable: &str, percent: u8) {
    let rules = format!(
        "table inet loss {{
            chain output {{
                type filter hook output priority 0;
                oifname {cable} numgen random mod 100 lt {percent} drop
            }}
        }}"
    );
    output_of(client.command("nft").arg(rules));
}

/// Loses every packet to one port.
pub fn lose_port(client: &Namespace, port: u16) {
    let rules = format!(
        "table inet loss {{
            chain output {{
                type filter hook output priority 0;
                th dport {port} drop
            }}
        }}"
    );
    output_of(client.command("nft").arg(rules));
}

/// Loses nothing any more.
pub fn lose_nothing(client: &Namespace) {
    output_of(client.command("nft").arg("delete table inet loss"));
}
