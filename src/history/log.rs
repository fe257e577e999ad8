//! The history's file: JSON lines in the state folder. Several processes may write it at once.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use thiserror::Error;

use super::Entry;
use crate::folders;

/// The file is set aside when it has grown to this many bytes: some thousand lines. The one before is kept.
const LARGEST: u64 = 512 * 1024;
/// How long another process may take to write its line.
const PATIENCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(5);

/// The history of one user.
#[derive(Debug, Clone)]
pub struct HistoryLog {
    path: PathBuf,
}

/// The history cannot be written or read.
#[derive(Debug, Error)]
#[error("{path}: {cause}")]
pub struct LogError {
    path: PathBuf,
    cause: io::Error,
}

impl HistoryLog {
    /// The history in this folder, which is made when something is first written.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            path: folder.join("history.jsonl"),
        }
    }

    /// Adds a line.
    ///
    /// # Errors
    ///
    /// Where the folder or the file cannot be written.
    pub fn append(&self, entry: &Entry) -> Result<(), LogError> {
        self.try_append(entry).map_err(|cause| self.error(cause))
    }

    /// The file that the lines are added to.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The last entries, oldest first. Lines that are not entries are passed over: a full disk leaves half a line.
    ///
    /// # Errors
    ///
    /// Where there is a file that cannot be read.
    pub fn read(&self) -> Result<Vec<Entry>, LogError> {
        // So that the file is not set aside between the two. Where somebody holds it for long, it goes without.
        let lock = File::open(self.path.with_extension("lock"));
        let _held = lock.and_then(|lock| await_lock(&lock).map(|()| lock));
        let mut entries = Vec::new();
        for path in [self.older(), self.path.clone()] {
            let file = match File::open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(self.error(error)),
            };
            for line in BufReader::new(file).split(b'\n') {
                let line = line.map_err(|error| self.error(error))?;
                entries.extend(serde_json::from_slice::<Entry>(&line).ok());
            }
        }
        Ok(entries)
    }

    fn try_append(&self, entry: &Entry) -> io::Result<()> {
        // Other processes write too. The lock is a file of its own, which keeps its name.
        let lock = folders::lock_file(&self.path.with_extension("lock"))?;
        await_lock(&lock)?;
        if fs::metadata(&self.path).is_ok_and(|file| file.len() >= LARGEST) {
            fs::rename(&self.path, self.older())?;
        }
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        let mut options = File::options();
        let mut file =
            folders::private_file(options.create(true).read(true).append(true), &self.path)?;
        cut_off_torn_line(&mut file)?;
        // One call: a process that is killed has written the whole line or, where that crosses a page, a part of it.
        file.write_all(&line)
    }

    fn older(&self) -> PathBuf {
        self.path.with_extension("1.jsonl")
    }

    fn error(&self, cause: io::Error) -> LogError {
        LogError {
            path: self.path.clone(),
            cause,
        }
    }
}

/// Waits for the others that write: each takes well under a millisecond, unless one was stopped in the midst of it.
fn await_lock(lock: &File) -> io::Result<()> {
    let began = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

/// Takes away a last line without an end: its writer was killed, or the disk was full. Whoever wrote it has gone, since
/// the lock is ours.
fn cut_off_torn_line(file: &mut File) -> io::Result<()> {
    if file.metadata()?.len() == 0 {
        return Ok(());
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    if last == [b'\n'] {
        return Ok(());
    }
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    let whole = bytes.iter().rposition(|byte| *byte == b'\n');
    file.set_len(whole.map_or(0, |end| end as u64 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Action;

    fn entry(second: i64, profile: &str, action: Action, outcome: &str) -> Entry {
        Entry {
            time: jiff::Timestamp::from_second(second).unwrap(),
            profile: profile.to_owned(),
            host: "home.example.net".to_owned(),
            action,
            outcome: outcome.to_owned(),
            reason: None,
            address: Some("192.0.2.1".parse().unwrap()),
            duration_ms: 312,
        }
    }

    #[test]
    fn what_is_written_is_read_and_looks_like_this() {
        let folder = tempfile::tempdir().unwrap();
        let log = HistoryLog::in_folder(&folder.path().join("state"));
        assert_eq!(log.read().unwrap(), []);
        let entries = [
            entry(1, "homelab", Action::Open, "verified"),
            entry(2, "homelab", Action::Close, "unverified"),
        ];
        for entry in &entries {
            log.append(entry).unwrap();
        }
        assert_eq!(log.read().unwrap(), entries);
        let text = fs::read_to_string(folder.path().join("state/history.jsonl")).unwrap();
        assert_eq!(
            text.lines().next().unwrap(),
            r#"{"time":"1970-01-01T00:00:01Z","profile":"homelab","host":"home.example.net","action":"open","outcome":"verified","reason":null,"address":"192.0.2.1","duration_ms":312}"#
        );
    }

    #[test]
    fn a_line_that_was_cut_short_costs_only_itself() {
        let folder = tempfile::tempdir().unwrap();
        let log = HistoryLog::in_folder(folder.path());
        let first = entry(1, "a", Action::Open, "verified");
        log.append(&first).unwrap();
        let path = folder.path().join("history.jsonl");
        let mut text = fs::read_to_string(&path).unwrap();
        text.push_str("{\"time\":\"2026-");
        fs::write(&path, text).unwrap();
        let last = entry(3, "a", Action::Close, "verified");
        log.append(&last).unwrap();
        assert_eq!(log.read().unwrap(), [first, last]);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 2, "nothing torn is left: {text}");
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let log = HistoryLog::in_folder(folder.path());
        let one = entry(1, &"x".repeat(2_000), Action::Open, "verified");
        for _ in 0..900 {
            log.append(&one).unwrap();
        }
        let sizes = fs::read_dir(folder.path())
            .unwrap()
            .map(|file| file.unwrap().metadata().unwrap().len());
        assert!(sizes.sum::<u64>() < 2 * LARGEST + 5_000);
        assert!(log.read().unwrap().len() > 250);
    }
}
