//! A file in the place of another, in one step: whoever reads, or is cut off, sees the old one or the new one.

use std::fs::Permissions;
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;

/// Writes a file in the place of another, which is not a link; without a mode, it is its owner's alone.
///
/// # Errors
///
/// Where it cannot be written. What was there stays.
pub fn replace(path: &Path, text: &str, mode: Option<Permissions>) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // A temporary file is made with mode 0600.
    let mut file = NamedTempFile::new_in(folder).map_err(without_name)?;
    let plain = file.as_file_mut();
    plain.write_all(text.as_bytes())?;
    if let Some(mode) = mode {
        plain.set_permissions(mode)?;
    }
    plain.sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The system's error without the name of a temporary file, which nobody has heard of.
fn without_name(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((cause, _)) => io::Error::new(error.kind(), cause.to_owned()),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_cannot_be_written_is_said_without_the_temporary_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone").join("file");
        let error = replace(&path, "x", None).unwrap_err();
        let cause = fs::read(&path).unwrap_err();
        assert_eq!(error.to_string(), cause.to_string());
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        fs::create_dir(folder.path().join("gone")).unwrap();
        replace(&path, "x", None).unwrap();
        replace(&path, "y", None).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "y");
    }
}
