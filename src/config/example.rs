//! The commented example that a new user starts from.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

pub(crate) const EXAMPLE: &str = include_str!("example.toml");

/// Writes the example to `path`, with its folders; a file that exists is left alone.
/// Says whether it wrote one. The file is its owner's alone: sequences are passwords.
///
/// # Errors
///
/// Where a folder or the file cannot be made.
pub fn create_example(path: &Path) -> io::Result<bool> {
    create(path, EXAMPLE)
}

/// The same with another text.
pub(super) fn create(path: &Path, text: &str) -> io::Result<bool> {
    if path.exists() {
        return Ok(false);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    // A temporary file is made with mode 0600, and takes its name only when it is whole.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::decode;

    #[test]
    fn the_example_is_a_configuration_without_profiles() {
        assert_eq!(decode(EXAMPLE, Path::new("")).unwrap().profiles, []);
    }

    #[test]
    fn with_its_comment_signs_removed_it_has_the_profile_it_shows() {
        let config = decode(&EXAMPLE.replace("\n#:", "\n"), Path::new("")).unwrap();
        assert_eq!(config.profiles[0].name, "homelab");
    }

    #[test]
    fn a_file_that_exists_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/config.toml");
        assert!(create_example(&path).unwrap());
        fs::write(&path, "# mine").unwrap();
        assert!(!create_example(&path).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "# mine");
    }
}
