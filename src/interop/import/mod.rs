//! Profiles out of the files of other programs.
//!
//! Each format has a file of its own, which gives the profiles that it found, with their secrets in them, and says of
//! everything else on which line it is and why it was left out. Where secrets are kept, and whether a name is free, is the
//! affair of whoever asks.

mod atoi;
mod fault;
mod format;
mod fwknoprc;
mod json;
mod knock_command;
mod knock_on_ports;
mod knock_that_door;
mod knockd;
mod manuelmode;
mod name;
mod own;
mod pairing;
mod portknocker_qt;
mod reason;
#[cfg(test)]
mod shown;

pub use fault::Fault;
pub use format::Format;
pub use name::name_from;
pub use reason::Reason;

use std::io;
use std::path::Path;

use toml_edit::Table;
use zeroize::Zeroizing;

use crate::profile::{Field, Host, Profile, Settings};

/// What a file does not say by itself.
pub struct Options<'o> {
    /// The server, for a format that names none (`knockd.conf`).
    pub host: Option<Host>,
    /// Whether steps are taken as PortKnocker-Qt really sent them: all over TCP.
    pub as_sent: bool,
    /// The files that the file names.
    pub files: &'o dyn Files,
}

/// The files that a file names: lists of keys, lists of sequences.
pub trait Files {
    /// What a file says. A relative path lies where the file that names it does.
    ///
    /// # Errors
    ///
    /// The system's.
    fn read(&self, path: &Path) -> io::Result<Zeroizing<String>>;
}

/// What a file says.
#[derive(Debug, Default)]
pub struct Import {
    /// In the file's order. Two may have the same name.
    pub entries: Vec<Entry>,
    /// What was left out, and what there is to know of what was not; in the file's order.
    pub notes: Vec<Note>,
    /// Its settings, where it is one of our own configurations.
    pub settled: Option<Settled>,
}

/// What a configuration of ours says beside its profiles.
#[derive(Debug)]
pub struct Settled {
    /// Its tables `[defaults]`, `[agent]` and `[log]`.
    pub tables: Vec<(&'static str, Table)>,
    /// What the first of them comes to.
    pub defaults: Settings,
}

/// A profile, and where it stands.
#[derive(Debug)]
pub struct Entry {
    /// Everything that the file says of it; sequences and keys are in it, unless they are kept elsewhere. Its name is one
    /// that a profile may have.
    pub profile: Profile,
    /// The line that it begins on, from 1.
    pub line: usize,
    /// What the keyring of the machine that the file comes from had of it.
    pub kept: Vec<(Field, Zeroizing<String>)>,
}

/// Something to know about a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Note {
    /// Its line, from 1.
    pub line: usize,
    /// The profile that it is about, by its name in the file.
    pub name: Option<String>,
    /// Whether something was left out because of it: the profile as a whole, where there is a name, or else the line.
    pub is_skipped: bool,
    /// What there is to say.
    pub reason: Reason,
}

/// Reads a file of this format.
///
/// # Errors
///
/// Where it is not of that format, or does not say what a profile cannot be without.
pub fn read(format: Format, text: &str, options: &Options) -> Result<Import, Fault> {
    match format {
        Format::Own => own::read(text),
        Format::PortknockerQt => portknocker_qt::read(text, options.as_sent),
        Format::Knockd => knockd::read(text, options),
        Format::Fwknoprc => fwknoprc::read(text, options),
        Format::KnockOnPorts => knock_on_ports::read(text),
        Format::KnockThatDoor => knock_that_door::read(text),
        Format::Manuelmode => manuelmode::read(text),
        Format::KnockCommand => knock_command::read(text),
    }
}
