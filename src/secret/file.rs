//! A secret in a file that is its owner's alone.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use zeroize::{Zeroize as _, Zeroizing};

use super::secrets::MOST;
use super::{Excess, SecretError};
use crate::folders;

/// Reads a secret's file; waits for its disk.
pub(super) fn read(path: &Path) -> Result<Zeroizing<String>, SecretError> {
    let failed = |error: io::Error| SecretError::File {
        path: path.to_owned(),
        cause: error.to_string(),
    };
    // A pipe would be waited for until somebody writes into it.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(failed(io::Error::other("not a file")));
    }
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if let Some(mode) = folders::mode_for_others(&metadata) {
        return Err(SecretError::FileOfOthers {
            path: path.to_owned(),
            mode,
        });
    }
    text(bounded(file).map_err(failed)?)
}

/// The secret that somebody gives on standard input.
///
/// # Errors
///
/// Where it cannot be read, is too long, or is not text.
pub fn text_from(input: impl Read) -> io::Result<Result<Zeroizing<String>, SecretError>> {
    bounded(input).map(text)
}

/// Reads to the end, or until it is too much; in a buffer that never grows, so that no copy is left behind.
fn bounded(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(MOST + 1);
    input.take(MOST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Replaces a secret's file, with the permissions it has, in one step: whoever reads sees the old one or the new one.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), SecretError> {
    let replaced = || {
        // The file itself, where the path is a link to it.
        let path = fs::canonicalize(path)?;
        let mode = fs::metadata(&path)?.permissions();
        folders::replace(&path, text, Some(mode))
    };
    replaced().map_err(|error: io::Error| SecretError::File {
        path: path.to_owned(),
        cause: error.to_string(),
    })
}

/// The text of what was read with room for one byte more than a secret may have.
pub(super) fn text(bytes: Vec<u8>) -> Result<Zeroizing<String>, SecretError> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => Zeroizing::new(text),
        Err(error) => {
            error.into_bytes().zeroize();
            return Err(SecretError::NotText);
        }
    };
    if text.len() > MOST {
        return Err(SecretError::TooLong(Excess { most: MOST }));
    }
    Ok(text)
}
