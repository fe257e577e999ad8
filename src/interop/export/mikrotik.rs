//! Commands for `RouterOS`, with address lists (its manual, “Port knocking”).

use std::fmt::Write as _;
use std::time::Duration;

use zeroize::Zeroizing;

use super::Door;
use super::half::{Instruction, ServerHalf, elsewhere, title, unprotected};
use super::identifier::identifier;
use super::timing::{open_timeout, step_timeout};
use crate::profile::{Protocol, Sequence, Step};

/// The half of a router with `RouterOS`. A closing sequence has no counterpart there: no rule takes an address out of a list.
pub(super) fn half(door: &Door, open: &Sequence, close: Option<&Sequence>) -> ServerHalf {
    let name = format!("portknocker_{}", identifier(door.name));
    let lasts = open_timeout(door, false).unwrap_or_default();
    let mut unprotected = unprotected(door, false);
    unprotected.extend(elsewhere(door));
    if close.is_some() {
        unprotected.push(format!(
            "RouterOS takes nobody out of a list before their time: the closing sequence does nothing, and what is open closes after {} s. Let the profile say server_timeout = \"{}s\", and no close.",
            lasts.as_secs(),
            lasts.as_secs()
        ));
    }
    unprotected.extend([
        "Steps between those of the sequence count for nothing: a scan of all ports, repeated as often as there are steps, opens it."
            .to_owned(),
        "This half follows RouterOS's documentation and was not run on a router.".to_owned(),
    ]);
    let families = ["/ip", "/ipv6"];
    let remove = families.iter().flat_map(|family| {
        [
            Instruction::run(format!(
                "{family} firewall filter remove [find comment=\"{name}\"]"
            )),
            Instruction::run(format!(
                "{family} firewall address-list remove [find list~\"^{name}_(open|[0-9]+)$\"]"
            )),
        ]
    });
    ServerHalf {
        title: title(door, "RouterOS"),
        load: vec![
            Instruction::say(
                "In a terminal of the router; it may be made through a VPN or the local network only.",
            ),
            Instruction::say(format!("Put this file on the router as {name}.rsc, then:")),
            Instruction::run(format!("/import file-name={name}.rsc")),
            Instruction::say(
                "WAN is the list of interfaces that RouterOS comes with; --interface names another way in.",
            ),
            Instruction::say(
                "The rules have to stand before those that drop what comes from outside: /ip firewall filter print shows",
            ),
            Instruction::say(
                "their numbers, and move takes them there. Where IPv6 is off, leave out what follows /ipv6.",
            ),
        ],
        undo: remove.collect(),
        unprotected,
        body: rules(door, &name, open, lasts),
    }
}

fn rules(door: &Door, name: &str, open: &Sequence, lasts: Duration) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(16 * 1024));
    let came_by = match door.interface {
        Some(interface) => format!("in-interface={interface}"),
        None => "in-interface-list=WAN".to_owned(),
    };
    let service = door.service;
    let wait = step_timeout(door, open).as_secs();
    let mut line = |line: &str| {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{line}");
    };
    for family in ["/ip", "/ipv6"] {
        line(&format!("{family} firewall filter"));
        let mut add = |matching: &str, action: &str| {
            line(&format!(
                "add chain=input {came_by} {matching} {action} comment=\"{name}\""
            ));
        };
        let steps = open.steps();
        // The last first: a packet is one step, also where the next one has the same port.
        for number in (1..=steps.len()).rev() {
            let (list, time) = if number == steps.len() {
                ("open".to_owned(), lasts.as_secs())
            } else {
                (number.to_string(), wait)
            };
            let before = if number == 1 {
                String::new()
            } else {
                format!(" src-address-list={name}_{}", number - 1)
            };
            let step = matching(&steps[number - 1], family);
            add(
                &format!("{step}{before}"),
                &format!(
                    "action=add-src-to-address-list address-list={name}_{list} address-list-timeout={time}s"
                ),
            );
        }
        let to_service = format!("protocol=tcp dst-port={service}");
        add(
            &format!("{to_service} src-address-list={name}_open"),
            "action=accept",
        );
        add(&format!("{to_service} tcp-flags=syn,!ack"), "action=drop");
    }
    text
}

/// What matches a step. The length of a packet is that of its payload with the headers.
fn matching(step: &Step, family: &str) -> String {
    match &step.protocol {
        Protocol::Tcp { port, .. } => {
            format!("protocol=tcp dst-port={port} tcp-flags=syn,!ack")
        }
        Protocol::Udp { port, .. } => format!("protocol=udp dst-port={port}"),
        Protocol::Icmp { size } if family == "/ip" => {
            let length = u32::from(*size) + 28;
            format!("protocol=icmp icmp-options=8:0 packet-size={length}")
        }
        Protocol::Icmp { size } => {
            let length = u32::from(*size) + 48;
            format!("protocol=icmpv6 icmp-options=128:0 packet-size={length}")
        }
    }
}
