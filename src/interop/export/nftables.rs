//! A table for nftables: sets of addresses that are so far into a sequence, and rules that move them on (nft(8)).
//!
//! As in a knockd, a step to a wrong port of the door begins it anew; what goes to other ports counts for nothing.

use std::fmt::Write as _;
use std::time::Duration;

use zeroize::Zeroizing;

use super::half::{Instruction, ServerHalf, elsewhere, export, keep_a_session, title, unprotected};
use super::identifier::identifier;
use super::timing::{open_timeout, step_timeout};
use super::{Door, Kind};
use crate::profile::{Protocol, Sequence, Step};

/// More addresses than any server has users; nft wants a limit.
const SIZE: u32 = 65_535;
/// What begins a connection.
const SYN: &str = "tcp flags & (fin|syn|rst|ack) == syn";

/// The two families, as nft names what is of them.
const FAMILIES: [Family; 2] = [
    Family {
        suffix: "v4",
        protocol: "ipv4",
        source: "ip saddr",
        kind: "ipv4_addr",
    },
    Family {
        suffix: "v6",
        protocol: "ipv6",
        source: "ip6 saddr",
        kind: "ipv6_addr",
    },
];

struct Family {
    suffix: &'static str,
    protocol: &'static str,
    source: &'static str,
    kind: &'static str,
}

/// The half of a server with nftables.
pub(super) fn half(door: &Door, open: &Sequence, close: Option<&Sequence>) -> ServerHalf {
    let table = table(door);
    let mut unprotected = unprotected(door, close.is_some());
    unprotected.extend(elsewhere(door));
    unprotected.extend([
        "Each list holds 65535 addresses: whoever sends from more at once, such as from made-up ones, keeps others out meanwhile."
            .to_owned(),
        "What another table drops stays dropped: where the firewall here refuses whatever it does not know, let it accept this port too."
            .to_owned(),
        "A restart of the machine takes it away, and the port is open then, unless it is loaded again.".to_owned(),
    ]);
    ServerHalf {
        title: title(door, "nftables"),
        load: vec![
            keep_a_session(),
            Instruction::run("nft -f FILE"),
            Instruction::say(format!(
                "or from where PortKnocker is: {} | ssh root@SERVER nft -f -",
                export(door, Kind::Nftables)
            )),
            Instruction::say("Loading it again begins anew: what is open is closed."),
            Instruction::say(
                "To have it after a restart of the machine, add it to /etc/nftables.conf, and have that loaded:",
            ),
            Instruction::say("systemctl enable nftables"),
        ],
        undo: vec![
            Instruction::run(format!("nft delete table inet {table}")),
            Instruction::say("and out of /etc/nftables.conf with it, where it was added there."),
        ],
        unprotected,
        body: rules(door, &table, open, close),
    }
}

/// The half of `OpenWrt`'s firewall (fw4, since 22.03), which reads whole files of nftables after its own rules.
pub(super) fn openwrt(door: &Door, open: &Sequence, close: Option<&Sequence>) -> ServerHalf {
    let table = table(door);
    let file = format!("/usr/share/nftables.d/ruleset-post/{table}.nft");
    let rule = format!("firewall.{table}");
    let mut unprotected = unprotected(door, close.is_some());
    unprotected.extend(elsewhere(door));
    unprotected.extend([
        "This half follows OpenWrt's documentation and was not run on a router.".to_owned(),
    ]);
    ServerHalf {
        title: title(door, "OpenWrt"),
        load: vec![
            Instruction::say(format!(
                "Put this file at {file}, then let the zone wan accept the port:"
            )),
            Instruction::run(format!("uci set {rule}=rule")),
            Instruction::run(format!("uci set {rule}.name={table}")),
            Instruction::run(format!("uci set {rule}.src=wan")),
            Instruction::run(format!("uci set {rule}.proto=tcp")),
            Instruction::run(format!("uci set {rule}.dest_port={}", door.service)),
            Instruction::run(format!("uci set {rule}.target=ACCEPT")),
            Instruction::run("uci commit firewall"),
            Instruction::run("service firewall restart"),
            Instruction::say(
                "To have it after an upgrade, add the file's name to /etc/sysupgrade.conf.",
            ),
        ],
        undo: vec![
            Instruction::run(format!("rm {file}")),
            Instruction::run(format!("uci delete {rule}")),
            Instruction::run("uci commit firewall"),
            Instruction::run(format!("nft delete table inet {table}")),
            Instruction::run("service firewall restart"),
        ],
        unprotected,
        body: rules(door, &table, open, close),
    }
}

fn table(door: &Door) -> String {
    format!("portknocker_{}", identifier(door.name))
}

/// The table as a whole. Declared, deleted, and declared again, it replaces the one that may be there, in one step.
fn rules(door: &Door, table: &str, open: &Sequence, close: Option<&Sequence>) -> Zeroizing<String> {
    let mut rules = Rules(Zeroizing::new(String::with_capacity(64 * 1024)));
    let lasts = open_timeout(door, close.is_some());
    rules.line(&format!("table inet {table}"));
    rules.line(&format!("delete table inet {table}"));
    rules.line(&format!("table inet {table} {{"));
    for family in &FAMILIES {
        rules.comment("Who is let in.");
        rules.set(family, "open", lasts.is_some());
        rules.comment("Who is so far into a sequence.");
        let track = Track {
            name: "opening",
            sequence: open,
            wait: step_timeout(door, open),
            end: End::Opens(lasts),
        };
        rules.track(family, &track);
        if let Some(close) = close {
            let track = Track {
                name: "closing",
                sequence: close,
                wait: step_timeout(door, close),
                end: End::Closes,
            };
            rules.track(family, &track);
        }
    }
    rules.base(door, [Some(open), close]);
    rules.line("}");
    rules.0
}

/// A sequence, and what becomes of who has sent it.
struct Track<'t> {
    name: &'static str,
    sequence: &'t Sequence,
    wait: Duration,
    end: End,
}

#[derive(Clone, Copy)]
enum End {
    /// Let in, for so long.
    Opens(Option<Duration>),
    /// No longer let in.
    Closes,
}

struct Rules(Zeroizing<String>);

impl Rules {
    fn line(&mut self, line: &str) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.0, "{line}");
    }

    fn comment(&mut self, text: &str) {
        self.line(&format!("\t# {text}"));
    }

    fn rule(&mut self, rule: &str) {
        self.line(&format!("\t\t{rule}"));
    }

    fn set(&mut self, family: &Family, name: &str, forgets: bool) {
        let flags = if forgets {
            "dynamic,timeout"
        } else {
            "dynamic"
        };
        let Family { suffix, kind, .. } = family;
        self.line(&format!(
            "\tset {name}_{suffix} {{ type {kind}; flags {flags}; size {SIZE}; }}"
        ));
    }

    /// The sets of a sequence, and the chain that moves an address from one to the next.
    fn track(&mut self, family: &Family, track: &Track) {
        let Family { suffix, source, .. } = family;
        let name = track.name;
        let steps = track.sequence.steps();
        let set = |number: usize| format!("{name}{number}_{suffix}");
        let seconds = |time: Duration| format!(" timeout {}s", time.as_secs());
        let wait = seconds(track.wait);
        for number in 1..steps.len() {
            self.set(family, &format!("{name}{number}"), true);
        }
        let reached = match track.end {
            End::Opens(lasts) => {
                let lasts = lasts.map(seconds).unwrap_or_default();
                format!("update @open_{suffix} {{ {source}{lasts} }}")
            }
            End::Closes => format!("delete @open_{suffix} {{ {source} }}"),
        };
        let forget = |numbers: std::ops::RangeInclusive<usize>| {
            let sets = numbers.map(|number| format!(" delete @{} {{ {source} }}", set(number)));
            sets.collect::<String>()
        };
        self.line(&format!("\tchain {name}_{suffix} {{"));
        // The last first: a packet is one step, also where the next one has the same port.
        for number in (2..=steps.len()).rev() {
            let from = set(number - 1);
            // Nobody is at two steps at once, or the one left behind would pass for a packet that came twice.
            let to = if number == steps.len() {
                format!("delete @{from} {{ {source} }} {reached} drop")
            } else {
                let next = set(number);
                format!("delete @{from} {{ {source} }} update @{next} {{ {source}{wait} }} return")
            };
            let step = matching(&steps[number - 1], family);
            self.rule(&format!("{step} {source} @{from} {to}"));
        }
        // What is sent twice, on its way or by another try, is no mistake.
        for number in 1..steps.len() {
            let step = matching(&steps[number - 1], family);
            let at = set(number);
            self.rule(&format!(
                "{step} {source} @{at} update @{at} {{ {source}{wait} }} return"
            ));
        }
        let Some((first, others)) = steps.split_first() else {
            return;
        };
        let first = matching(first, family);
        let mut wrong: Vec<_> = others.iter().map(|step| matching(step, family)).collect();
        wrong.sort_unstable();
        wrong.dedup();
        wrong.retain(|step| *step != first);
        for step in wrong {
            let all = forget(1..=steps.len() - 1);
            self.rule(&format!("{step}{all} return"));
        }
        let begun = if steps.len() == 1 {
            format!(" {reached} drop")
        } else {
            let rest = forget(2..=steps.len() - 1);
            format!("{rest} update @{} {{ {source}{wait} }} return", set(1))
        };
        self.rule(&format!("{first}{begun}"));
        self.line("\t}");
    }

    /// The chain that sees every packet, before the rules of other tables (priority -10).
    fn base(&mut self, door: &Door, sequences: [Option<&Sequence>; 2]) {
        let service = door.service;
        self.line("\tchain input {");
        self.rule("type filter hook input priority -10; policy accept;");
        self.rule("iifname \"lo\" return");
        if let Some(interface) = door.interface {
            self.rule(&format!("iifname != \"{interface}\" return"));
        }
        self.rule("ct state established,related return");
        for Family {
            suffix, protocol, ..
        } in &FAMILIES
        {
            for name in longer_first(sequences) {
                self.rule(&format!("meta nfproto {protocol} jump {name}_{suffix}"));
            }
        }
        for Family { suffix, source, .. } in &FAMILIES {
            self.rule(&format!(
                "tcp dport {service} {source} @open_{suffix} return"
            ));
        }
        // Only what begins a connection: one from before these rules may be new to the kernel, which has not followed it.
        self.rule(&format!("tcp dport {service} {SYN} drop"));
        self.line("\t}");
    }
}

/// The chains of the two sequences. What ends the longer one counts for nothing else: the shorter one may be its end, and
/// would close what has just been opened.
fn longer_first([open, close]: [Option<&Sequence>; 2]) -> Vec<&'static str> {
    let length = |sequence: Option<&Sequence>| sequence.map_or(0, |one| one.steps().len());
    let mut chains = vec!["opening", "closing"];
    if length(close) > length(open) {
        chains.reverse();
    }
    chains.truncate(1 + usize::from(close.is_some()));
    chains
}

/// What matches a step. The length of a packet is that of its payload with the headers: of IPv4 20 bytes, of IPv6 none,
/// of an echo request 8.
fn matching(step: &Step, family: &Family) -> String {
    match &step.protocol {
        Protocol::Tcp { port, .. } => {
            format!("tcp dport {port} {SYN}")
        }
        Protocol::Udp { port, .. } => format!("udp dport {port}"),
        Protocol::Icmp { size } => {
            let length = u32::from(*size);
            if family.suffix == "v4" {
                format!("icmp type echo-request ip length {}", length + 28)
            } else {
                format!("icmpv6 type echo-request ip6 length {}", length + 8)
            }
        }
    }
}
