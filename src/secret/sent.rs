//! Which sequences of a one-time list were sent without it being known whether the server took them. Written before they
//! are sent, so that a process that is killed leaves word. Numbers only: nothing of a sequence is in it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::folders;

/// Where it is kept, for all lists of a user.
#[derive(Debug, Clone)]
pub struct SentLines {
    folder: PathBuf,
}

/// What is known of a list.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Sent {
    /// How many sequences were left; a list that has another number left is another one by now.
    left: usize,
    /// So many of them, from the first, were sent.
    sent: usize,
}

impl SentLines {
    /// In this folder, which is made when something is first written.
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// How many of a list with so many left were sent. Waits for the disk.
    #[must_use]
    pub fn get(&self, list: &str, left: usize) -> usize {
        let known = self.read().get(list).copied();
        known
            .filter(|known| known.left == left)
            .map_or(0, |known| known.sent)
    }

    /// Notes how many of a list with so many left were sent; none: it is known what became of them. Waits for the disk.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn set(&self, list: &str, left: usize, sent: usize) -> io::Result<()> {
        folders::create_private(&self.folder)?;
        let lock = self.folder.join("one-time.lock");
        let mut options = File::options();
        let lock = folders::private_file(options.create(true).read(true).append(true), &lock)?;
        lock.lock()?;
        let mut all = self.read();
        if sent == 0 {
            if all.remove(list).is_none() {
                return Ok(());
            }
        } else {
            all.insert(list.to_owned(), Sent { left, sent });
        }
        folders::replace(&self.path(), &serde_json::to_string(&all)?, None)
    }

    fn read(&self) -> BTreeMap<String, Sent> {
        let text = fs::read(self.path()).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    fn path(&self) -> PathBuf {
        self.folder.join("one-time.json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_known_until_it_is_resolved_or_the_list_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let sent = SentLines::in_folder(folder.path().join("state"));
        assert_eq!(sent.get("a", 5), 0);
        sent.set("a", 5, 1).unwrap();
        sent.set("b", 2, 2).unwrap();
        assert_eq!((sent.get("a", 5), sent.get("b", 2)), (1, 2));
        assert_eq!(sent.get("a", 4), 0);
        sent.set("a", 5, 0).unwrap();
        assert_eq!((sent.get("a", 5), sent.get("b", 2)), (0, 2));
    }
}
