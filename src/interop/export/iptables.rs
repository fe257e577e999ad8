//! Rules for iptables and ip6tables, with lists of addresses that are so far into a sequence (`recent`,
//! iptables-extensions(8)).
//!
//! As in a knockd, a step to a wrong port of the door begins it anew; what goes to other ports counts for nothing.

use std::fmt::Write as _;
use std::time::Duration;

use zeroize::Zeroizing;

use super::Door;
use super::half::{Instruction, ServerHalf, elsewhere, keep_a_session, title, unprotected};
use super::identifier::identifier;
use super::timing::{open_timeout, step_timeout};
use crate::profile::{Protocol, Sequence, Step};

/// The half of a server with iptables. One file is for both families: what is of one of them is passed over by the other.
pub(super) fn half(door: &Door, open: &Sequence, close: Option<&Sequence>) -> ServerHalf {
    let chain = format!("PK_{}", identifier(door.name));
    let mut unprotected = unprotected(door, close.is_some());
    unprotected.extend(elsewhere(door));
    unprotected.extend([
        "Who is let in is let in at once: what stands further down in INPUT, such as a list of addresses to be shut out, is not asked."
            .to_owned(),
        "Each list holds 100 addresses (ip_list_tot of xt_recent): whoever sends more may have others forgotten."
            .to_owned(),
        "A restart of the machine takes it away, and the port is open then, unless it is loaded again.".to_owned(),
    ]);
    let remove = |program: &str| {
        let chains = chains(&chain, close.is_some());
        let jump = format!("while {program} -w -D INPUT -j {chain} 2>/dev/null; do :; done");
        let empty = chains
            .iter()
            .map(|chain| format!("{program} -w -F {chain}"));
        let gone = chains
            .iter()
            .map(|chain| format!("{program} -w -X {chain}"));
        let commands = std::iter::once(jump).chain(empty).chain(gone);
        commands.map(Instruction::Run).collect::<Vec<_>>()
    };
    ServerHalf {
        title: title(door, "iptables"),
        load: vec![
            keep_a_session(),
            Instruction::run("iptables-restore --noflush FILE"),
            Instruction::run("ip6tables-restore --noflush FILE"),
            Instruction::say("Undo it before you load it again."),
            Instruction::say(
                "To have it after a restart: netfilter-persistent save (of the package iptables-persistent).",
            ),
        ],
        undo: [
            remove("iptables"),
            remove("ip6tables"),
            vec![Instruction::say(
                "and netfilter-persistent save once more, where it was saved.",
            )],
        ]
        .concat(),
        unprotected,
        body: rules(door, &chain, open, close),
    }
}

/// The chain that all goes through, then those that it uses, each before those that it uses itself.
fn chains(chain: &str, closes: bool) -> Vec<String> {
    let mut chains = vec![chain.to_owned()];
    for track in ["OPEN", "CLOSE"].into_iter().take(1 + usize::from(closes)) {
        chains.push(format!("{chain}_{track}"));
        chains.push(format!("{chain}_{track}_END"));
        chains.push(format!("{chain}_{track}_0"));
    }
    chains
}

fn rules(door: &Door, chain: &str, open: &Sequence, close: Option<&Sequence>) -> Zeroizing<String> {
    let mut rules = Rules(Zeroizing::new(String::with_capacity(64 * 1024)));
    let lasts = open_timeout(door, close.is_some());
    let service = door.service;
    rules.line("*filter");
    for chain in chains(chain, close.is_some()) {
        rules.line(&format!(":{chain} - [0:0]"));
    }
    rules.line("# Who is how far into a sequence.");
    let set = format!("-m recent --set --name {chain}");
    rules.track(
        &format!("{chain}_OPEN"),
        open,
        step_timeout(door, open),
        &set,
    );
    if let Some(close) = close {
        let remove = format!("-m recent --remove --name {chain}");
        let wait = step_timeout(door, close);
        rules.track(&format!("{chain}_CLOSE"), close, wait, &remove);
    }
    rules.line(
        "# What every packet goes through. Of the service, what begins a connection is shut out.",
    );
    rules.line(&format!("-A {chain} -i lo -j RETURN"));
    if let Some(interface) = door.interface {
        rules.line(&format!("-A {chain} ! -i {interface} -j RETURN"));
    }
    rules.line(&format!(
        "-A {chain} -p tcp --dport {service} -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT"
    ));
    rules.line(&format!(
        "-A {chain} -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN"
    ));
    // What ends the longer one counts for nothing else: the shorter one may be its end, and would close what has just been
    // opened.
    let closes_first = close.is_some_and(|close| close.steps().len() > open.steps().len());
    let tracks = if closes_first {
        ["CLOSE", "OPEN"]
    } else {
        ["OPEN", "CLOSE"]
    };
    for track in tracks.into_iter().take(1 + usize::from(close.is_some())) {
        rules.line(&format!("-A {chain} -j {chain}_{track}"));
    }
    let seconds = lasts.map(|time| format!(" --seconds {}", time.as_secs()));
    rules.line(&format!(
        "-A {chain} -p tcp --dport {service} -m recent --rcheck{} --name {chain} -j ACCEPT",
        seconds.unwrap_or_default()
    ));
    rules.line(&format!(
        "-A {chain} -p tcp --syn --dport {service} -j DROP"
    ));
    rules.line("# Before whatever there is.");
    rules.line(&format!("-I INPUT 1 -j {chain}"));
    rules.line("COMMIT");
    rules.0
}

struct Rules(Zeroizing<String>);

impl Rules {
    fn line(&mut self, line: &str) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.0, "{line}");
    }

    /// A rule for what matches; the family that it is for comes first.
    fn on(&mut self, matching: &str, chain: &str, target: &str) {
        let (family, matching) = match matching.split_once(' ') {
            Some((family @ ("-4" | "-6"), rest)) => (format!("{family} "), rest),
            _ => (String::new(), matching),
        };
        self.line(&format!("{family}{chain} {matching} {target}"));
    }

    /// The chain that moves an address from one list to the next.
    fn track(&mut self, chain: &str, sequence: &Sequence, wait: Duration, end: &str) {
        let steps = sequence.steps();
        let list = |number: usize| format!("{chain}_{number}");
        let add = format!("-A {chain}");
        let at = |number: usize| {
            format!(
                "-m recent --rcheck --seconds {} --name {}",
                wait.as_secs(),
                list(number)
            )
        };
        let (forget, done) = (format!("{chain}_0"), format!("{chain}_END"));
        self.line(&format!("-A {done} {end}"));
        self.line(&format!("-A {done} -j DROP"));
        for number in 1..steps.len() {
            let list = list(number);
            self.line(&format!("-A {forget} -m recent --remove --name {list}"));
        }
        // The last first: a packet is one step, also where the next one has the same port.
        for number in (2..=steps.len()).rev() {
            // Nobody is at two steps at once, or the one left behind would pass for a packet that came twice.
            let list_before = list(number - 1);
            let from = format!("{} -m recent --remove --name {list_before}", at(number - 1));
            for step in matching(&steps[number - 1]) {
                if number == steps.len() {
                    self.on(&step, &add, &format!("{from} -g {done}"));
                } else {
                    let set = format!("-m recent --set --name {}", list(number));
                    self.on(&step, &add, &format!("{from} {set} -j RETURN"));
                }
            }
        }
        // What is sent twice, on its way or by another try, is no mistake.
        for number in 1..steps.len() {
            for step in matching(&steps[number - 1]) {
                let set = format!("-m recent --set --name {}", list(number));
                self.on(&step, &add, &format!("{} {set} -j RETURN", at(number)));
            }
        }
        let mut all: Vec<_> = steps.iter().flat_map(matching).collect();
        all.sort_unstable();
        all.dedup();
        for step in all {
            self.on(&step, &add, &format!("-j {forget}"));
        }
        let first = if steps.len() == 1 {
            format!("-g {done}")
        } else {
            format!("-m recent --set --name {}", list(1))
        };
        for step in steps.iter().take(1).flat_map(matching) {
            self.on(&step, &add, &first);
        }
    }
}

/// What matches a step, for both families or for each. The length of a packet is that of its payload with the headers:
/// of IPv4 20 bytes, of IPv6 40, of an echo request 8.
fn matching(step: &Step) -> Vec<String> {
    match &step.protocol {
        Protocol::Tcp { port, .. } => vec![format!("-p tcp --syn --dport {port}")],
        Protocol::Udp { port, .. } => vec![format!("-p udp --dport {port}")],
        Protocol::Icmp { size } => {
            let size = u32::from(*size);
            vec![
                format!(
                    "-4 -p icmp --icmp-type echo-request -m length --length {}",
                    size + 28
                ),
                format!(
                    "-6 -p ipv6-icmp --icmpv6-type echo-request -m length --length {}",
                    size + 48
                ),
            ]
        }
    }
}
