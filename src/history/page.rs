//! The history as a text for people, for as long as nothing else shows it.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{HistoryLog, line};
use crate::say;
use crate::text::Catalogue;

/// Writes the history beside its own file as text, the latest first, and says where.
///
/// # Errors
///
/// Where the history cannot be read, or the text cannot be written.
pub fn write_page(log: &HistoryLog, words: &Catalogue) -> io::Result<PathBuf> {
    let entries = log.read().map_err(io::Error::other)?;
    let path = log.path().with_extension("txt");
    let folder = path.parent().unwrap_or(Path::new("."));
    crate::folders::create_private(folder)?;
    // Made with mode 0600; it takes its name only when it is whole.
    let mut file = NamedTempFile::new_in(folder)?;
    if entries.is_empty() {
        writeln!(file, "{}", say!(words, "history-empty"))?;
    }
    for entry in entries.iter().rev() {
        writeln!(file, "{}", line(words, entry))?;
    }
    file.persist(&path)?;
    Ok(path)
}
