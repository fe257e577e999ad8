//! A `knockd.conf` (knockd(1)), with a firewall behind it that its commands change. A shell runs them (`system(3)`).

use std::fmt::Write as _;
use std::time::Duration;

use zeroize::Zeroizing;

use super::half::{Instruction, ServerHalf, keep_a_session, title, unprotected};
use super::identifier::identifier;
use super::timing::{open_timeout, sequence_timeout};
use super::{Door, Refusal};
use crate::profile::{Action, Protocol, Sequence};

/// The most steps that knockd takes (`SEQ_MAX` of 0.8).
const MOST: usize = 32;
/// What knockd does for one family of addresses.
struct Commands {
    open: String,
    /// Of all openings.
    close: String,
    /// Of the opening whose time is over; absent: the firewall counts the time.
    lapse: Option<String>,
    /// The keys with this come last: nothing, or `_6`.
    suffix: &'static str,
}

/// A knockd that changes iptables and ip6tables.
pub(super) fn iptables(
    door: &Door,
    open: &Sequence,
    close: Option<&Sequence>,
) -> Result<ServerHalf, Refusal> {
    let chain = format!("PK_{}", identifier(door.name));
    let service = door.service;
    let programs = [("iptables", ""), ("ip6tables", "_6")];
    let lapses = open_timeout(door, close.is_some()).is_some();
    let commands = programs.map(|(program, suffix)| {
        let rule = format!("{chain} -s %IP% -j ACCEPT");
        let insert = format!("{program} -w -I {rule}");
        // What closes by itself has a rule for each opening, which goes with it: the last one to go is the last to come.
        let open = if lapses {
            insert
        } else {
            format!("{program} -w -C {rule} 2>/dev/null || {insert}")
        };
        let remove = format!("{program} -w -D {rule}");
        Commands {
            open,
            close: format!("while {remove} 2>/dev/null; do :; done"),
            lapse: Some(remove),
            suffix,
        }
    });
    let load = programs.iter().flat_map(|(program, _)| {
        [
            format!("{program} -w -N {chain}"),
            format!("{program} -w -A {chain} -j DROP"),
            format!(
                "{program} -w -I INPUT 1 -p tcp --dport {service} -m conntrack --ctstate NEW ! -i lo -j {chain}"
            ),
        ]
    });
    let undo = programs.iter().flat_map(|(program, _)| {
        [
            format!(
                "{program} -w -D INPUT -p tcp --dport {service} -m conntrack --ctstate NEW ! -i lo -j {chain}"
            ),
            format!("{program} -w -F {chain}"),
            format!("{program} -w -X {chain}"),
        ]
    });
    let firewall = Firewall {
        name: "knockd",
        load: load.map(Instruction::Run).collect(),
        start: start(),
        stop: stop(),
        undo: undo.map(Instruction::Run).collect(),
        commands: commands.into(),
        notes: vec![
            "The rules of iptables are gone after a restart of the machine, and the port is open then, unless they are kept (netfilter-persistent save, of the package iptables-persistent)."
                .to_owned(),
        ],
    };
    half(door, open, close, firewall)
}

/// A knockd that changes firewalld.
pub(super) fn firewalld(
    door: &Door,
    open: &Sequence,
    close: Option<&Sequence>,
) -> Result<ServerHalf, Refusal> {
    let service = door.service;
    let commands = [("ipv4", ""), ("ipv6", "_6")].map(|(family, suffix)| {
        let rule = format!(
            "'rule family=\"{family}\" source address=\"%IP%\" port port=\"{service}\" protocol=\"tcp\" accept'"
        );
        let remove = format!("firewall-cmd --remove-rich-rule={rule}");
        let add = format!("firewall-cmd --add-rich-rule={rule}");
        // A rule that is there keeps the time that it has, so it is taken out first.
        let open = match open_timeout(door, close.is_some()) {
            Some(lasts) => format!("{remove}; {add} --timeout={}", lasts.as_secs()),
            None => add,
        };
        Commands {
            open,
            close: remove,
            lapse: None,
            suffix,
        }
    });
    // In its default zone.
    let permanently = |change: &str| {
        let what = match service.get() {
            22 => format!("--{change}-service=ssh"),
            port => format!("--{change}-port={port}/tcp"),
        };
        vec![
            Instruction::run(format!("firewall-cmd --permanent {what}")),
            Instruction::run("firewall-cmd --reload"),
        ]
    };
    let firewall = Firewall {
        name: "firewalld",
        load: permanently("remove"),
        start: start(),
        stop: stop(),
        undo: permanently("add"),
        commands: commands.into(),
        notes: vec![
            "A reload of firewalld closes what is open.".to_owned(),
            "What another zone, or another rule of this one, lets through is let through."
                .to_owned(),
        ],
    };
    half(door, open, close, firewall)
}

/// A knockd that changes a table of pf, which by itself counts only what has connected, and so knows no sequences.
pub(super) fn pf(
    door: &Door,
    open: &Sequence,
    close: Option<&Sequence>,
) -> Result<ServerHalf, Refusal> {
    let table = format!("portknocker_{}", identifier(door.name));
    let service = door.service;
    let on = door
        .interface
        .map(|interface| format!(" on {interface}"))
        .unwrap_or_default();
    let delete = format!("pfctl -t {table} -T delete %IP%");
    // Of either family: knockd falls back on these.
    let commands = vec![Commands {
        // An address that is there keeps the time it came at, so it is taken out first.
        open: format!("{delete}; pfctl -t {table} -T add %IP%"),
        close: delete,
        // Those that came earlier, of all; what was opened again meanwhile stays.
        lapse: open_timeout(door, close.is_some()).map(|lasts| {
            let seconds = lasts.as_secs().saturating_sub(1);
            format!("pfctl -t {table} -T expire {seconds}")
        }),
        suffix: "",
    }];
    let firewall = Firewall {
        name: "pf",
        load: vec![
            Instruction::say(
                "Put these lines into /etc/pf.conf, before whatever lets the port through:",
            ),
            Instruction::say(format!("    table <{table}> persist")),
            Instruction::say(format!(
                "    pass in quick{on} proto tcp from <{table}> to port {service}"
            )),
            Instruction::say(format!(
                "    block drop in quick{on} proto tcp to port {service}"
            )),
            Instruction::run("pfctl -f /etc/pf.conf"),
        ],
        start: vec![Instruction::say(
            "Put this file where knockd looks for it (FreeBSD: /usr/local/etc/knockd.conf), and start knockd.",
        )],
        stop: vec![Instruction::say(
            "Take the doors out of knockd's file, and start it again without them.",
        )],
        undo: vec![
            Instruction::say("Take the three lines out of /etc/pf.conf, then:"),
            Instruction::run("pfctl -f /etc/pf.conf"),
            Instruction::run(format!("pfctl -t {table} -T kill")),
        ],
        commands,
        notes: vec!["This half follows pf's and knockd's manuals and was not run.".to_owned()],
    };
    half(door, open, close, firewall)
}

/// What stands behind a knockd.
struct Firewall {
    name: &'static str,
    load: Vec<Instruction>,
    /// How knockd is started then.
    start: Vec<Instruction>,
    /// How it is told that the doors are gone.
    stop: Vec<Instruction>,
    undo: Vec<Instruction>,
    commands: Vec<Commands>,
    notes: Vec<String>,
}

/// Where systemd starts knockd.
fn start() -> Vec<Instruction> {
    vec![
        Instruction::say(
            "Put this file at /etc/knockd.conf, or its doors into the one that is there; then start knockd:",
        ),
        Instruction::run("systemctl enable --now knockd"),
        Instruction::say("Debian also wants START_KNOCKD=1 in /etc/default/knockd."),
    ]
}

fn stop() -> Vec<Instruction> {
    vec![
        Instruction::say("Take the doors out of /etc/knockd.conf, then:"),
        Instruction::run("systemctl restart knockd"),
    ]
}

fn half(
    door: &Door,
    open: &Sequence,
    close: Option<&Sequence>,
    firewall: Firewall,
) -> Result<ServerHalf, Refusal> {
    check(open, Action::Open)?;
    if let Some(close) = close {
        check(close, Action::Close)?;
    }
    let mut load = vec![keep_a_session()];
    load.extend(firewall.load);
    load.extend(firewall.start);
    if door.interface.is_none() {
        load.push(Instruction::say(
            "knockd listens on one interface: eth0, unless `Interface` below or its -i says otherwise.",
        ));
    }
    let mut undo = firewall.stop;
    undo.extend(firewall.undo);
    let mut unprotected = unprotected(door, close.is_some());
    unprotected.push("While knockd does not run, nothing opens, and nothing closes.".to_owned());
    unprotected.extend(firewall.notes);
    Ok(ServerHalf {
        title: title(door, firewall.name),
        load,
        undo,
        unprotected,
        body: doors(door, open, close, &firewall.commands),
    })
}

/// What knockd cannot do is refused.
fn check(sequence: &Sequence, action: Action) -> Result<(), Refusal> {
    let steps = sequence.steps();
    if steps.iter().any(|step| step.port().is_none()) {
        return Err(Refusal::NoIcmp(action));
    }
    if steps.len() > MOST {
        return Err(Refusal::TooLong { action, most: MOST });
    }
    Ok(())
}

fn doors(
    door: &Door,
    open: &Sequence,
    close: Option<&Sequence>,
    commands: &[Commands],
) -> Zeroizing<String> {
    let name = identifier(door.name);
    let mut text = Zeroizing::new(String::with_capacity(16 * 1024));
    let mut line = |line: &str| {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{line}");
    };
    line("[options]");
    line("\tUseSyslog");
    if let Some(interface) = door.interface {
        line(&format!("\tInterface = {interface}"));
    }
    line("");
    let lasts = open_timeout(door, close.is_some());
    line(&format!("[open_{name}]"));
    listen(&mut line, open, sequence_timeout(door, open));
    for Commands {
        open,
        lapse,
        suffix,
        ..
    } in commands
    {
        line(&format!("\tstart_command{suffix} = {open}"));
        if let Some(lapse) = lapse.as_ref().filter(|_| lasts.is_some()) {
            line(&format!("\tstop_command{suffix} = {lapse}"));
        }
    }
    let counts = commands.iter().any(|one| one.lapse.is_some());
    if let Some(lasts) = lasts.filter(|_| counts) {
        line(&format!("\tcmd_timeout = {}", lasts.as_secs()));
    }
    if let Some(close) = close {
        line("");
        line(&format!("[close_{name}]"));
        listen(&mut line, close, sequence_timeout(door, close));
        for Commands { close, suffix, .. } in commands {
            line(&format!("\tstart_command{suffix} = {close}"));
        }
    }
    text
}

fn listen(line: &mut impl FnMut(&str), sequence: &Sequence, timeout: Duration) {
    let mut steps = Zeroizing::new(String::with_capacity(16 * MOST));
    for step in sequence.steps() {
        let comma = if steps.is_empty() { "" } else { "," };
        let (Some(port), transport) = (step.port(), step.protocol.transport()) else {
            continue;
        };
        let _ = write!(steps, "{comma}{port}:{transport}");
    }
    line(&format!("\tsequence = {}", *steps));
    line(&format!("\tseq_timeout = {}", timeout.as_secs()));
    let has_tcp = sequence
        .steps()
        .iter()
        .any(|step| matches!(step.protocol, Protocol::Tcp { .. }));
    if has_tcp {
        line("\ttcpflags = syn");
    }
}
