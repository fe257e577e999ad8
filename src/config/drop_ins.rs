//! Profiles that somebody else deploys: `profiles.d/*.toml` beside the user's file, which is never touched for them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::decode::decode_drop_in;
use super::read::text;
use super::{Config, Diagnostics};
use crate::say;
use crate::text::Catalogue;

/// What of a drop-in could not be taken. Everything else goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetAside {
    /// The file has mistakes, so that nothing of it is taken.
    Broken(PathBuf, Diagnostics),
    /// The system would not read it.
    Unreadable(PathBuf, String),
    /// A profile whose name another file has already.
    Clash {
        /// The drop-in.
        path: PathBuf,
        /// The place of the name: `50-team.toml:3:8`.
        place: String,
        /// The name.
        name: String,
        /// The file whose profile is taken; absent: the user's own.
        winner: Option<PathBuf>,
    },
}

impl SetAside {
    /// The drop-in.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Broken(path, _) | Self::Unreadable(path, _) | Self::Clash { path, .. } => path,
        }
    }

    /// Whether nothing of the file is taken.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        !matches!(self, Self::Clash { .. })
    }

    /// What is wrong, in a line without anything of the file's content.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Broken(_, diagnostics) => diagnostics.first(words),
            Self::Unreadable(path, cause) => say!(
                words,
                "config-unreadable",
                path = path.display().to_string(),
                error = cause.as_str()
            ),
            Self::Clash {
                place,
                name,
                winner,
                ..
            } => match winner {
                None => say!(
                    words,
                    "drop-in-clash",
                    place = place.as_str(),
                    name = name.as_str()
                ),
                Some(winner) => say!(
                    words,
                    "drop-in-clash-with",
                    place = place.as_str(),
                    name = name.as_str(),
                    winner = file_name(winner)
                ),
            },
        }
    }
}

/// The folder of the drop-ins.
pub(super) fn folder(config: &Path) -> PathBuf {
    config.with_file_name("profiles.d")
}

/// The drop-ins beside a configuration file, in the order of their names. Hidden files are an editor's, not a team's.
///
/// # Errors
///
/// Where there is a folder that cannot be read.
pub(super) fn files(config: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder(config)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let is_drop_in = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
            && !file_name(path).starts_with('.')
    };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(is_drop_in)
        .collect();
    files.sort();
    Ok(files)
}

/// Adds the profiles of all drop-ins beside a configuration file, or what is wrong with them.
pub(super) fn add_all(config: &mut Config, path: &Path) {
    match files(path) {
        Ok(files) => files.iter().for_each(|file| add(config, file)),
        Err(error) => {
            let unreadable = SetAside::Unreadable(folder(path), error.to_string());
            config.set_aside.push(unreadable);
        }
    }
}

/// Adds a drop-in's profiles, or what is wrong with it.
fn add(config: &mut Config, path: &Path) {
    let (source, mut list) = match text(path) {
        Ok(read) => read,
        // It has gone since the folder was read.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => {
            let unreadable = SetAside::Unreadable(path.to_owned(), error.to_string());
            return config.set_aside.push(unreadable);
        }
    };
    let profiles = match decode_drop_in(&source, path, &config.defaults) {
        Ok(profiles) if list.is_empty() => profiles,
        Ok(_) => Vec::new(),
        Err(found) => {
            list.extend(found);
            Vec::new()
        }
    };
    if !list.is_empty() {
        let diagnostics = Diagnostics::new(path, source, list);
        let broken = SetAside::Broken(path.to_owned(), diagnostics);
        return config.set_aside.push(broken);
    }
    for (profile, span) in profiles {
        match config.profile(&profile.name) {
            None => config.profiles.push(profile),
            Some(first) => config.set_aside.push(SetAside::Clash {
                path: path.to_owned(),
                place: Diagnostics::place(path, &source, span.start),
                name: profile.name.clone(),
                winner: first.origin.as_deref().map(Path::to_owned),
            }),
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
