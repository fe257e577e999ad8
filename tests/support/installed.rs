//! Our programs in a folder of their own, with or without something in the window's place.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::home::program;

/// Makes the folder, and puts these programs into it and no other.
pub fn install(folder: &Path, names: &[&str]) {
    fs::create_dir(folder).unwrap();
    for name in names {
        let installed = folder.join(name);
        // A program is where it lies, not where a symbolic link to it does; a copy is large.
        fs::hard_link(program(name), &installed)
            .or_else(|_| fs::copy(program(name), &installed).map(drop))
            .unwrap();
    }
}

/// A script in the window's place, which notes each start.
pub struct StandInWindow {
    notes: PathBuf,
}

impl StandInWindow {
    /// Beside the programs of this folder.
    pub fn install(folder: &Path) -> StandInWindow {
        Self::install_with(folder, "")
    }

    /// One that then does more, such as to fail.
    pub fn install_with(folder: &Path, more: &str) -> StandInWindow {
        let notes = folder.join("window-starts");
        let program = folder.join("portknocker-window");
        // Builtins alone: there need not be any other program in PATH.
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"window $*\" >> '{}'\n{more}\n",
            notes.display()
        );
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        StandInWindow { notes }
    }

    /// `window` and the arguments, for each start so far.
    pub fn starts(&self) -> Vec<String> {
        let notes = fs::read_to_string(&self.notes).unwrap_or_default();
        notes.lines().map(str::to_owned).collect()
    }
}
