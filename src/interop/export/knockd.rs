//! A `knockd.conf` (knockd(1)), with a firewall behind it that its commands change. A shell runs them (`system(3)`).

use std::fmt::Write as _;
use std::time::Duration;

use zeroize::Zeroizing;

use super::half::{Instruction, ServerHalf, elsewhere, keep_a_session, title, unprotected};
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
    // Only what begins a connection: one from before these rules may be new to the kernel, which has not followed it.
    let came_by = match door.interface {
        Some(interface) => format!("-i {interface}"),
        None => "! -i lo".to_owned(),
    };
    let jump = format!("INPUT {came_by} -p tcp --syn --dport {service} -j {chain}");
    let load = programs.iter().flat_map(|(program, _)| {
        [
            format!("{program} -w -N {chain}"),
            format!("{program} -w -A {chain} -j DROP"),
            format!("{program} -w -I {jump}"),
        ]
    });
    let undo = programs.iter().flat_map(|(program, _)| {
        [
            format!("{program} -w -D {jump}"),
            format!("{program} -w -F {chain}"),
            format!("{program} -w -X {chain}"),
        ]
    });
    let mut load: Vec<_> = load.map(Instruction::Run).collect();
    load.extend([
        Instruction::say("To have the rules after a restart of the machine: netfilter-persistent save (of the package"),
        Instruction::say("iptables-persistent), before the first opening, which would be saved with them."),
    ]);
    let mut undo: Vec<_> = undo.map(Instruction::Run).collect();
    undo.push(Instruction::say(
        "and netfilter-persistent save once more, where it was saved.",
    ));
    let mut notes = vec![
        format!(
            "What is open when knockd is stopped or started again stays open, until iptables -F {chain}; iptables -A {chain} -j DROP, and ip6tables likewise."
        ),
        "Who is let in is let in at once: what stands further down in INPUT, such as a list of addresses to be shut out, is not asked."
            .to_owned(),
        "A restart of the machine takes the rules away, and the port is open then, unless they are kept."
            .to_owned(),
    ];
    notes.extend(elsewhere(door));
    let firewall = Firewall {
        name: "knockd",
        load,
        start: start(),
        stop: stop(),
        undo,
        commands: commands.into(),
        notes,
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
            "'rule priority=\"-20\" family=\"{family}\" source address=\"%IP%\" port port=\"{service}\" protocol=\"tcp\" accept'"
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
    // In its default zone, before whatever else is there; those who are let in come before that.
    let permanently = |change: &str| {
        let rule = format!("'rule priority=\"-10\" port port=\"{service}\" protocol=\"tcp\" drop'");
        vec![
            Instruction::run(format!(
                "firewall-cmd --permanent --{change}-rich-rule={rule}"
            )),
            Instruction::run("firewall-cmd --reload"),
        ]
    };
    let firewall = Firewall {
        name: "firewalld",
        load: permanently("add"),
        start: start(),
        stop: stop(),
        undo: permanently("remove"),
        commands: commands.into(),
        notes: vec![
            "A reload of firewalld closes what is open.".to_owned(),
            "What comes in by an interface of another zone is let through as that says.".to_owned(),
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
    let on = door.interface.map_or(" on ! lo0".to_owned(), |interface| {
        format!(" on {interface}")
    });
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
                "    pass in quick{on} proto tcp from <{table}> to (self) port {service}"
            )),
            Instruction::say(format!(
                "    block drop in quick{on} proto tcp to (self) port {service}"
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
        notes: vec![
            "Where pf was off before (pfctl -e), the sessions that are there end.".to_owned(),
            "This half follows pf's and knockd's manuals and was not run.".to_owned(),
        ],
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
            "Put this file at /etc/knockd.conf, or its doors into the one that is there. Interface is the one that",
        ),
        Instruction::say(
            "knocks come in by (ip route shows it). Debian also wants START_KNOCKD=1 in /etc/default/knockd. Then:",
        ),
        Instruction::run("systemctl enable knockd"),
        Instruction::run("systemctl restart knockd"),
        Instruction::run("systemctl is-active knockd"),
        Instruction::say("and only where that runs, shut the port:"),
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
    // Who opens the door is there before it is shut.
    load.extend(firewall.start);
    load.extend(firewall.load);
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
    // What knockd takes where nothing is said; said, it is seen.
    let interface = door.interface.unwrap_or("eth0");
    line(&format!("\tInterface = {interface}"));
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
