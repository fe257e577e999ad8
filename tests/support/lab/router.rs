//! A router between client and server: a namespace that passes on, and treats what it passes on as it was told.

use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::time::Duration;

use super::SERVICE;
use super::namespace::Namespace;
use super::network::MARKER;
use super::treatment::{Delay, Kind, Treatment};
use crate::support::home::Home;
use crate::support::process::{Process, output_of};

/// Its cable towards the client, and the one towards the server.
pub(super) const NEAR: &str = "near0";
pub(super) const FAR: &str = "far0";

/// Where the service's connections come from, with `Treatment::translate_service`.
pub const OTHER_V4: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 9);

/// How much later than it should a delayed packet may leave, on a machine that has much to do.
const SLACK: Duration = Duration::from_millis(100);

pub struct Router {
    // Programs first, then the namespace they run in.
    delays: Vec<Process>,
    namespace: Namespace,
    latest: Duration,
}

impl Router {
    /// A router without cables that passes on IPv4 and IPv6.
    #[track_caller]
    pub(super) fn add() -> Router {
        let namespace = Namespace::add("router");
        namespace.forward();
        // To say that nobody listens there would use up what it may say to one host in a time.
        let deaf = format!(
            "table inet markers {{
                chain input {{
                    type filter hook input priority filter
                    udp dport {MARKER} drop
                }}
            }}"
        );
        output_of(namespace.command("nft").arg(deaf));
        Router {
            delays: Vec::new(),
            namespace,
            latest: Duration::ZERO,
        }
    }

    pub fn namespace(&self) -> &Namespace {
        &self.namespace
    }

    /// How much later than it was sent a packet may leave it.
    pub(super) fn latest(&self) -> Duration {
        self.latest
    }

    /// Has it do all this. With `outside`, everything to the server comes from that address.
    #[track_caller]
    pub(super) fn treat(
        &mut self,
        treatments: &[Treatment],
        outside: Option<Ipv4Addr>,
        home: &Home,
    ) {
        let mut rules = Rules::default();
        let mut follows_connections = outside.is_some();
        for Treatment(kind) in treatments {
            match kind {
                Kind::Lose(traffic) => rules.forward(&format!("{traffic} drop")),
                Kind::Delay(delay) => self.delay(delay, &mut rules, home),
                Kind::MinGap(gap) => rules.keep_gap(*gap),
                Kind::WholeHandshakes(ports) => {
                    follows_connections = true;
                    self.answer_handshakes();
                    rules.answer_handshakes(ports);
                }
                Kind::TranslateService => {
                    follows_connections = true;
                    rules.translate(&format!("tcp dport {SERVICE}"), OTHER_V4);
                }
                Kind::NoRoute(address) => {
                    let ip = if address.is_ipv4() { "ip" } else { "ip6" };
                    rules.forward(&format!("{ip} daddr {address} reject with icmpx no-route"));
                }
            }
        }
        if let Some(outside) = outside {
            rules.translate("", outside);
        }
        assert!(
            self.delays.is_empty() || !follows_connections,
            "a delayed packet passes its router twice, which translates only what comes the first time: \
             let another router delay"
        );
        output_of(self.namespace.command("nft").arg(rules.to_string()));
    }

    /// Marks packets, so that they are routed into a device that holds them back.
    #[track_caller]
    fn delay(&mut self, delay: &Delay, rules: &mut Rules, home: &Home) {
        let mark = (self.delays.len() + 1).to_string();
        let device = format!("delay{mark}");
        let traffic = &delay.traffic;
        rules.mark(&format!("iifname {NEAR} {traffic}"), &mark);
        if delay.both_ways {
            rules.mark(&format!("iifname {FAR} {traffic}"), &mark);
        }

        let milliseconds = |time: Duration| time.as_millis().to_string();
        let mut command = self.namespace.command("python3");
        command.args(["-c", include_str!("delay.py"), &device]);
        command.args([milliseconds(delay.at_least), milliseconds(delay.at_most)]);
        let name = format!("{device}-{}", self.namespace.name());
        let mut process = Process::start(&name, home.clothe(&mut command), &home.logs());
        process.wait_for_log("ready", Duration::from_secs(10));
        self.delays.push(process);
        self.latest = self.latest.max(delay.at_most + SLACK);

        self.namespace.ip(&["link", "set", &device, "up"]);
        for family in ["-4", "-6"] {
            let rule = [family, "rule", "add", "fwmark", &mark, "lookup", &mark];
            let route = [
                family, "route", "add", "default", "dev", &device, "table", &mark,
            ];
            self.namespace.ip(&rule);
            self.namespace.ip(&route);
        }
    }

    /// What nftables' `synproxy` asks for: cookies, and no connections taken up in their middle.
    fn answer_handshakes(&self) {
        let switch = "echo 1 >/proc/sys/net/ipv4/tcp_syncookies
                      echo 1 >/proc/sys/net/ipv4/tcp_timestamps
                      echo 0 >/proc/sys/net/netfilter/nf_conntrack_tcp_loose";
        output_of(self.namespace.command("sh").args(["-c", switch]));
    }
}

/// The rules of one router. A test's marker is treated by none of them.
#[derive(Default)]
struct Rules {
    sets: String,
    raw: String,
    mangle: String,
    forward: String,
    translate: String,
}

impl Rules {
    /// For what is passed on to the server.
    fn forward(&mut self, rule: &str) {
        // Not for what goes to a delay: it comes again.
        let _ = writeln!(self.forward, "oifname {FAR} {rule}");
    }

    fn mark(&mut self, packets: &str, mark: &str) {
        let _ = writeln!(self.mangle, "{packets} meta mark set {mark} accept");
    }

    fn translate(&mut self, packets: &str, to: Ipv4Addr) {
        let _ = writeln!(
            self.translate,
            "oifname {FAR} meta nfproto ipv4 {packets} snat ip to {to}"
        );
    }

    fn keep_gap(&mut self, gap: Duration) {
        for (family, kind, ip) in [("v4", "ipv4_addr", "ip"), ("v6", "ipv6_addr", "ip6")] {
            let gap = gap.as_millis();
            let _ = writeln!(
                self.sets,
                "set recent_{family} {{ type {kind}; flags dynamic,timeout; }}"
            );
            for packets in [
                format!("tcp dport != {SERVICE} tcp flags & (syn | ack) == syn"),
                "meta l4proto udp".to_owned(),
            ] {
                self.forward(&format!("{packets} {ip} saddr @recent_{family} drop"));
                self.forward(&format!(
                    "{packets} add @recent_{family} {{ {ip} saddr timeout {gap}ms }} accept"
                ));
            }
        }
    }

    fn answer_handshakes(&mut self, ports: &[u16]) {
        let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
        let ports = format!("tcp dport {{ {} }}", ports.join(", "));
        let _ = writeln!(
            self.raw,
            "iifname {NEAR} {ports} tcp flags & (syn | ack) == syn notrack"
        );
        self.forward(&format!(
            "{ports} ct state invalid,untracked synproxy mss 1460 wscale 7 timestamp sack-perm"
        ));
        self.forward(&format!("{ports} ct state invalid drop"));
    }
}

impl std::fmt::Display for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Rules {
            sets,
            raw,
            mangle,
            forward,
            translate,
        } = self;
        let spared = format!(
            "udp dport {MARKER} accept
             icmpv6 type {{ nd-neighbor-solicit, nd-neighbor-advert }} accept"
        );
        write!(
            f,
            "table inet treatment {{
                {sets}
                chain raw {{
                    type filter hook prerouting priority raw
                    {raw}
                }}
                chain mangle {{
                    type filter hook prerouting priority mangle
                    {spared}
                    {mangle}
                }}
                chain forward {{
                    type filter hook forward priority filter
                    {spared}
                    {forward}
                }}
                chain translate {{
                    type nat hook postrouting priority srcnat
                    {translate}
                }}
            }}"
        )
    }
}
