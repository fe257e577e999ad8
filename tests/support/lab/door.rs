//! A door of knockd: a sequence and what it does to the firewall.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use super::firewall::{OPEN_SET_V4, OPEN_SET_V6, TABLE};

#[derive(Clone, Debug)]
pub struct Door {
    name: String,
    /// The key and its value: a sequence, or where a list of them is.
    sequence: String,
    seq_timeout: u32,
    edit: &'static str,
    /// How long it stays open, from the last knock on.
    stays_seconds: Option<u32>,
    address: Option<IpAddr>,
    ipv4_only: bool,
    after_seconds: u32,
}

impl Door {
    /// A door that lets the knocker in. Steps are written as knockd writes them: `7000:tcp`.
    pub fn opens(name: &str, sequence: &[&str]) -> Door {
        Door::new(name, sequence, "add")
    }

    /// A door that shuts the knocker out again.
    pub fn closes(name: &str, sequence: &[&str]) -> Door {
        Door::new(name, sequence, "delete")
    }

    /// A door that lets in whoever knows the next line of this file, which knockd then marks.
    pub fn opens_once(name: &str, list: &Path) -> Door {
        Door {
            sequence: format!("one_time_sequences = {}", list.display()),
            ..Door::new(name, &[], "add")
        }
    }

    /// The time that a whole sequence may take; five seconds when unsaid.
    pub fn within_seconds(mut self, seconds: u32) -> Door {
        self.seq_timeout = seconds;
        self
    }

    /// It closes by itself after so many seconds; each knock begins them anew.
    pub fn for_seconds(mut self, seconds: u32) -> Door {
        self.stays_seconds = Some(seconds);
        self
    }

    /// It does something for knocks over IPv4 alone: those over IPv6 it hears, and has a command that fails.
    pub fn ipv4_only(mut self) -> Door {
        self.ipv4_only = true;
        self
    }

    /// It takes so many seconds to do what it does.
    pub fn after_seconds(mut self, seconds: u32) -> Door {
        self.after_seconds = seconds;
        self
    }

    fn new(name: &str, sequence: &[&str], edit: &'static str) -> Door {
        Door {
            name: name.to_owned(),
            sequence: format!("sequence = {}", sequence.join(",")),
            seq_timeout: 5,
            edit,
            stays_seconds: None,
            address: None,
            ipv4_only: false,
            after_seconds: 0,
        }
    }

    /// The same door, for knocks at this address of the server alone.
    pub(super) fn at(&self, address: IpAddr) -> Door {
        Door {
            address: Some(address),
            ..self.clone()
        }
    }
}

/// The door as a section of `knockd.conf`.
impl fmt::Display for Door {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "[{}]", self.name)?;
        writeln!(f, "{}", self.sequence)?;
        writeln!(f, "seq_timeout = {}", self.seq_timeout)?;
        writeln!(f, "tcpflags = syn")?;
        if let Some(address) = self.address {
            writeln!(f, "target = {address}")?;
        }
        // Without a `command_6`, knockd runs `command`, which cannot have an address of IPv6.
        let keys = [("command", OPEN_SET_V4), ("command_6", OPEN_SET_V6)];
        let keys = if self.ipv4_only { &keys[..1] } else { &keys };
        for (key, set) in keys {
            let edit = self.edit;
            match self.stays_seconds {
                None if self.after_seconds > 0 => writeln!(
                    f,
                    "{key} = sleep {}; nft {edit} element {TABLE} {set} {{ %IP% }}",
                    self.after_seconds
                )?,
                None => writeln!(f, "{key} = nft {edit} element {TABLE} {set} {{ %IP% }}")?,
                // An element that is there keeps its old time, so it is taken out first: in one step, since the door
                // is open meanwhile.
                Some(seconds) => writeln!(
                    f,
                    "{key} = nft 'add element {TABLE} {set} {{ %IP% }}; delete element {TABLE} {set} {{ %IP% }}; \
                     add element {TABLE} {set} {{ %IP% timeout {seconds}s }}'"
                )?,
            }
        }
        Ok(())
    }
}
