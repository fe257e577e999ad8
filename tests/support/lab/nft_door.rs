//! A door of nftables alone: sets that say how far a source has come, and forget it after a time.

use std::fmt;

use super::firewall::{OPEN_SET_V4, OPEN_SET_V6, TABLE};

#[derive(Clone, Debug)]
pub struct NftDoor {
    /// `7000:tcp`
    sequence: Vec<String>,
    step_seconds: u32,
    stays_seconds: u32,
}

impl NftDoor {
    /// A door that lets the knocker in. Steps are written as knockd writes them: `7000:tcp`.
    pub fn opens(sequence: &[&str]) -> NftDoor {
        NftDoor {
            sequence: sequence.iter().map(|step| (*step).to_owned()).collect(),
            step_seconds: 5,
            stays_seconds: 60,
        }
    }

    /// The time that each step may take after the one before it; five seconds when unsaid.
    pub fn step_seconds(mut self, seconds: u32) -> NftDoor {
        self.step_seconds = seconds;
        self
    }

    /// It closes by itself after so many seconds; a minute when unsaid.
    pub fn stays_seconds(mut self, seconds: u32) -> NftDoor {
        self.stays_seconds = seconds;
        self
    }
}

/// The door as a chain that goes into the firewall's table, before what drops.
impl fmt::Display for NftDoor {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let last = self.sequence.len() - 1;
        writeln!(f, "table {TABLE} {{")?;
        for number in 1..=last {
            for (family, kind) in [("v4", "ipv4_addr"), ("v6", "ipv6_addr")] {
                writeln!(
                    f,
                    "set came_{number}_{family} {{ type {kind}; flags dynamic,timeout; }}"
                )?;
            }
        }
        writeln!(f, "chain knocks {{")?;
        writeln!(f, "type filter hook input priority filter - 2")?;
        // The later steps first, or one packet would be two steps where a port comes twice.
        for (number, step) in self.sequence.iter().enumerate().rev() {
            for (family, ip, open) in [("v4", "ip", OPEN_SET_V4), ("v6", "ip6", OPEN_SET_V6)] {
                let (port, protocol) = step.split_once(':').unwrap_or((step, "tcp"));
                write!(f, "{protocol} dport {port} ")?;
                if protocol == "tcp" {
                    write!(f, "tcp flags & (syn | ack) == syn ")?;
                }
                if number > 0 {
                    write!(f, "{ip} saddr @came_{number}_{family} ")?;
                }
                let (next, seconds) = if number == last {
                    (open.to_owned(), self.stays_seconds)
                } else {
                    (format!("came_{}_{family}", number + 1), self.step_seconds)
                };
                writeln!(f, "update @{next} {{ {ip} saddr timeout {seconds}s }} drop")?;
            }
        }
        writeln!(f, "}}\n}}")
    }
}
