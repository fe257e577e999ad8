//! Linux: an entry for the session to start, by the Desktop Application Autostart Specification.
//! <https://specifications.freedesktop.org/autostart-spec/latest/>
//!
//! Not `auto-launch`: it writes paths into the entry as they are, and one with a space starts something else.

mod desktop_entry;

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::iter;
use std::path::{self, Path, PathBuf};

use directories::BaseDirs;
use tempfile::NamedTempFile;

use super::{Autostart, AutostartError};
use crate::programs;
use crate::say;
use crate::text::Catalogue;
use desktop_entry::{Entry, Meaning};

/// Below each of the folders that hold configuration.
const ENTRY: &str = "autostart/portknocker.desktop";
/// Where the system's configuration is, unless `$XDG_CONFIG_DIRS` says otherwise.
const SYSTEM: &str = "/etc/xdg";

/// Whether the agent starts at login.
///
/// # Errors
///
/// Where an entry is there and cannot be read.
pub fn status() -> Result<Autostart, AutostartError> {
    Entries::find()?.status()
}

/// Has the agent start at login, with this configuration file if one is given.
///
/// # Errors
///
/// Where there is no agent beside this program, or the entry cannot be written.
pub fn on(config: Option<&Path>, words: &Catalogue) -> Result<(), AutostartError> {
    let program = agent()?;
    program
        .metadata()
        .map_err(AutostartError::about(&program))?;
    let mut arguments = Vec::new();
    let config = config.map(absolute).transpose()?;
    if let Some(config) = &config {
        arguments.extend(["--config", unicode(config)?]);
    }
    Entries::find()?.write(&program, &arguments, false, words)
}

/// Has the agent start at login no more.
///
/// # Errors
///
/// Where the entry cannot be removed, or one that takes the system's back cannot be written.
pub fn off(words: &Catalogue) -> Result<(), AutostartError> {
    let entries = Entries::find()?;
    if entries.system_status()?.is_on() {
        return entries.write(&agent()?, &[], true, words);
    }
    match fs::remove_file(&entries.user) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(AutostartError::about(&entries.user)(error))
        }
        _ => Ok(()),
    }
}

/// The file in which the desktop's own settings change it.
#[must_use]
pub fn watched() -> Option<PathBuf> {
    Some(Entries::find().ok()?.user)
}

/// Where the entries are, the first that is there being the one that counts.
struct Entries {
    user: PathBuf,
    system: Vec<PathBuf>,
}

impl Entries {
    fn find() -> Result<Self, AutostartError> {
        let folders = BaseDirs::new().ok_or(AutostartError::NoHome)?;
        let system = env::var_os("XDG_CONFIG_DIRS").filter(|folders| !folders.is_empty());
        Ok(Self {
            user: folders.config_dir().join(ENTRY),
            system: env::split_paths(&system.unwrap_or_else(|| SYSTEM.into()))
                // The specification has the others ignored.
                .filter(|folder| folder.is_absolute())
                .map(|folder| folder.join(ENTRY))
                .collect(),
        })
    }

    fn status(&self) -> Result<Autostart, AutostartError> {
        status_of(iter::once(&self.user).chain(&self.system))
    }

    /// What would be without the user's entry.
    fn system_status(&self) -> Result<Autostart, AutostartError> {
        status_of(&self.system)
    }

    /// Writes the user's entry: whole or not at all.
    fn write(
        &self,
        program: &Path,
        arguments: &[&str],
        hidden: bool,
        words: &Catalogue,
    ) -> Result<(), AutostartError> {
        let entry = Entry {
            name: &say!(words, "tray-title"),
            comment: &say!(words, "agent-about"),
            program: unicode(program)?,
            arguments,
            hidden,
        };
        write_whole(&self.user, &entry.render()).map_err(AutostartError::about(&self.user))
    }
}

/// What the first of these files that is there says, whatever the others do.
fn status_of<'p>(
    paths: impl IntoIterator<Item = &'p PathBuf>,
) -> Result<Autostart, AutostartError> {
    for path in paths {
        match fs::read(path) {
            Ok(bytes) => {
                let meaning = desktop_entry::meaning(&String::from_utf8_lossy(&bytes));
                return Ok(Autostart::from(match meaning {
                    Meaning::Nothing => false,
                    Meaning::Starts { condition } => {
                        condition.is_none_or(|program| is_installed(&program))
                    }
                }));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(AutostartError::about(path)(error)),
        }
    }
    Ok(Autostart::Off)
}

/// Whether a program is there: by its path, or by its name on the search path.
fn is_installed(program: &str) -> bool {
    if program.contains('/') {
        return Path::new(program).is_file();
    }
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn agent() -> Result<PathBuf, AutostartError> {
    programs::agent().map_err(AutostartError::about(programs::AGENT))
}

/// At login nobody knows in which folder the user was.
fn absolute(config: &Path) -> Result<PathBuf, AutostartError> {
    path::absolute(config).map_err(AutostartError::about(config))
}

/// An entry is text.
fn unicode(path: &Path) -> Result<&str, AutostartError> {
    path.to_str()
        .ok_or_else(|| AutostartError::NotUnicode(path.to_owned()))
}
