//! From a file to a configuration.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::decode::secret_variables;
use super::{Config, Diagnostic, Diagnostics, Problem, decode, drop_ins};
use crate::programs;
use crate::say;
use crate::text::Catalogue;

/// Why there is no configuration.
#[derive(Debug)]
pub enum LoadError {
    /// No such file.
    Missing(PathBuf),
    /// The system would not read it.
    Unreadable(PathBuf, io::Error),
    /// It was read, and has mistakes.
    Mistakes(Diagnostics),
}

impl LoadError {
    /// The error in a line, without anything of the file's content.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Missing(path) => {
                say!(words, "config-missing", path = path.display().to_string())
            }
            Self::Unreadable(path, error) => say!(
                words,
                "config-unreadable",
                path = path.display().to_string(),
                error = error.to_string()
            ),
            Self::Mistakes(diagnostics) => diagnostics.first(words),
        }
    }
}

/// Reads the configuration file and its drop-ins; drop-ins alone are a configuration too.
///
/// # Errors
///
/// Where the file is missing, cannot be read, or has any mistake. What is wrong with a drop-in is in the configuration.
pub fn load(path: &Path) -> Result<Config, LoadError> {
    load_with_text(path).1
}

/// The same, with the text of the file itself, as far as it is one.
pub fn load_with_text(path: &Path) -> (Option<Zeroizing<String>>, Result<Config, LoadError>) {
    match text(path) {
        Ok((source, list)) => {
            let own = list.is_empty().then(|| Zeroizing::new(source.clone()));
            let config = decode_alone(path, source, list).map(|config| with_drop_ins(config, path));
            (own, config)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let has_drop_ins = !drop_ins::files(path).is_ok_and(|files| files.is_empty());
            let config = has_drop_ins.then(|| with_drop_ins(Config::default(), path));
            (
                None,
                config.ok_or_else(|| LoadError::Missing(path.to_owned())),
            )
        }
        Err(error) => (None, Err(LoadError::Unreadable(path.to_owned(), error))),
    }
}

fn with_drop_ins(mut config: Config, path: &Path) -> Config {
    drop_ins::add_all(&mut config, path);
    config
}

fn decode_alone(
    path: &Path,
    source: String,
    mut list: Vec<Diagnostic>,
) -> Result<Config, LoadError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    match decode(&source, folder) {
        Ok(config) if list.is_empty() => return Ok(config),
        Ok(_) => {}
        Err(found) => list.extend(found),
    }
    Err(LoadError::Mistakes(Diagnostics::new(path, source, list)))
}

/// A file's text, and where it is not UTF-8. The variables that hold its secrets are kept from other programs from now
/// on, whatever mistakes it has and whoever wins a name.
pub(super) fn text(path: &Path) -> io::Result<(String, Vec<Diagnostic>)> {
    let (source, list) = match String::from_utf8(fs::read(path)?) {
        Ok(source) => (source, Vec::new()),
        Err(error) => replaced(error.as_bytes()),
    };
    programs::keep_from_others(secret_variables(&source));
    Ok((source, list))
}

/// The text with a replacement character in place of each run of bytes that is not UTF-8, and those places.
fn replaced(bytes: &[u8]) -> (String, Vec<Diagnostic>) {
    let mut source = String::with_capacity(bytes.len());
    let mut list = Vec::new();
    for chunk in bytes.utf8_chunks() {
        source.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let start = source.len();
            source.push(char::REPLACEMENT_CHARACTER);
            list.push(Diagnostic {
                span: start..source.len(),
                problem: Problem::NotUtf8,
            });
        }
    }
    (source, list)
}
