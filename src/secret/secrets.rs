//! Reads secrets from wherever they are. Nothing here blocks, and every wait has a limit.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::{
    Excess, Keyring, KeyringError, OneTimeList, SecretError, SentLines, SystemKeyring, command,
    file,
};
use crate::config::decode_sequence;
use crate::folders;
use crate::profile::{Field, ListSource, Payload, Profile, Secret, SecretSource, Sequence};
use crate::spa::{HmacKey, Key};

/// The text of a secret, as it is written where it is kept; overwritten when it is dropped.
pub type SecretText = Zeroizing<String>;

/// The most bytes that a secret has: a list of some thousand sequences.
pub(super) const MOST: usize = 64 * 1024;

/// How long the state folder's disk may take.
const NOTE_LIMIT: Duration = Duration::from_secs(2);

/// So many calls that were given up may still wait for their prompts; each keeps a thread until it is answered. It is an
/// hour's failures at a minute each before the next one has to wait for one of them.
const MOST_HUNG: usize = 60;

/// Reads secrets, and keeps them where they can be kept.
#[derive(Clone)]
pub struct Secrets {
    keyring: Arc<dyn Keyring>,
    /// One call at a time, so that a locked keyring shows one prompt.
    turn: Arc<Semaphore>,
    threads: Arc<Semaphore>,
    sent: SentLines,
}

impl Secrets {
    /// With the system's keyring.
    #[must_use]
    pub fn system() -> Self {
        let sent = SentLines::in_folder(folders::state());
        Self::with_keyring(Arc::new(SystemKeyring), sent)
    }

    /// With this keyring, and word of what was sent there.
    #[must_use]
    pub fn with_keyring(keyring: Arc<dyn Keyring>, sent: SentLines) -> Self {
        Self {
            keyring,
            turn: Arc::new(Semaphore::new(1)),
            threads: Arc::new(Semaphore::new(MOST_HUNG)),
            sent,
        }
    }

    /// What stands there.
    ///
    /// # Errors
    ///
    /// Where it cannot be had within `limit`.
    pub async fn text(
        &self,
        source: &SecretSource,
        limit: Duration,
    ) -> Result<SecretText, SecretError> {
        match source {
            SecretSource::Keyring(account) => {
                let asked = account.clone();
                let found = self.ask(limit, move |keyring| keyring.get(&asked)).await?;
                found.ok_or_else(|| SecretError::NotInKeyring {
                    account: account.clone(),
                })
            }
            SecretSource::Env(name) => variable(name),
            SecretSource::Command(words) => command::output(words, limit).await,
            SecretSource::File(path) => {
                let asked = path.clone();
                apart(limit, None, move || file::read(&asked))
                    .await
                    .unwrap_or_else(|| Err(late(path, limit)))
            }
        }
    }

    /// The sequence that stands there.
    ///
    /// # Errors
    ///
    /// Where it cannot be had, or is none.
    pub async fn sequence(
        &self,
        source: &SecretSource,
        limit: Duration,
    ) -> Result<Sequence, SecretError> {
        sequence_of(&self.text(source, limit).await?)
    }

    /// The payload that stands there.
    ///
    /// # Errors
    ///
    /// Where it cannot be had, or is none.
    pub async fn payload(
        &self,
        source: &SecretSource,
        limit: Duration,
    ) -> Result<Payload, SecretError> {
        payload_of(&self.text(source, limit).await?)
    }

    /// The bytes of a key that stands there.
    ///
    /// # Errors
    ///
    /// Where it cannot be had.
    pub async fn value(
        &self,
        source: &SecretSource,
        limit: Duration,
    ) -> Result<Secret, SecretError> {
        secret_of(&self.text(source, limit).await?)
    }

    /// The list of one-time sequences that is there.
    ///
    /// # Errors
    ///
    /// Where it cannot be had.
    pub async fn list(
        &self,
        source: &ListSource,
        limit: Duration,
    ) -> Result<OneTimeList, SecretError> {
        list_of(&self.text(&source.into(), limit).await?)
    }

    /// Spends the first `count` sequences of a list that was read before; says how many are left. Where somebody else
    /// has spent them meanwhile, nothing is to be done.
    ///
    /// # Errors
    ///
    /// Where the list cannot be read or written.
    pub async fn spend(
        &self,
        source: &ListSource,
        read: &OneTimeList,
        count: usize,
        limit: Duration,
    ) -> Result<usize, SecretError> {
        if count == 0 {
            return Ok(read.left());
        }
        let now = self.list(source, limit).await?;
        if !now.begins_like(read) {
            return Ok(now.left());
        }
        let spent = now.spent(count);
        let left = OneTimeList::new(spent.clone()).left();
        match source {
            ListSource::Keyring(account) => self.keep(account, spent, limit).await?,
            ListSource::File(path) => {
                let written = path.clone();
                apart(limit, None, move || file::replace(&written, &spent))
                    .await
                    .unwrap_or_else(|| Err(late(path, limit)))?;
            }
        }
        Ok(left)
    }

    /// How many of a list with so many left were sent without it being known what came of them.
    pub async fn sent(&self, source: &ListSource, left: usize) -> usize {
        let (sent, key) = (self.sent.clone(), key(source));
        let known = apart(NOTE_LIMIT, None, move || sent.get(&key, left));
        known.await.unwrap_or(0)
    }

    /// Notes that. Where it cannot be noted, the opening goes on: only after a kill it would have to be known.
    pub async fn note_sent(&self, source: &ListSource, left: usize, count: usize) {
        let (sent, key) = (self.sent.clone(), key(source));
        match apart(NOTE_LIMIT, None, move || sent.set(&key, left, count)).await {
            Some(Ok(())) => {}
            Some(Err(error)) => tracing::warn!("what is sent is not noted: {error}"),
            None => tracing::warn!("what is sent is not noted: the disk hangs"),
        }
    }

    /// Keeps a secret in the keyring.
    ///
    /// # Errors
    ///
    /// Where the keyring does not.
    pub async fn keep(
        &self,
        account: &str,
        secret: SecretText,
        limit: Duration,
    ) -> Result<(), SecretError> {
        let account = account.to_owned();
        self.ask(limit, move |keyring| keyring.set(&account, &secret))
            .await
    }

    /// Keeps a secret in the keyring, and reads it back; says whether it is the same.
    ///
    /// # Errors
    ///
    /// Where the keyring does not keep it, or not give it back.
    pub async fn keep_and_compare(
        &self,
        account: &str,
        secret: SecretText,
        limit: Duration,
    ) -> Result<bool, SecretError> {
        self.keep(account, secret.clone(), limit).await?;
        let source = SecretSource::Keyring(account.to_owned());
        Ok(self.text(&source, limit).await? == secret)
    }

    /// Copies an entry of the keyring; false where another secret is there, which would be lost.
    ///
    /// # Errors
    ///
    /// Where the keyring cannot be used, or has no such entry.
    pub async fn copy(&self, from: &str, to: &str, limit: Duration) -> Result<bool, SecretError> {
        let entry = |account: &str| SecretSource::Keyring(account.to_owned());
        let text = self.text(&entry(from), limit).await?;
        match self.text(&entry(to), limit).await {
            Ok(there) => return Ok(there == text),
            Err(SecretError::NotInKeyring { .. }) => {}
            Err(error) => return Err(error),
        }
        self.keep(to, text, limit).await?;
        Ok(true)
    }

    /// Takes a secret out of the keyring; says whether there was one.
    ///
    /// # Errors
    ///
    /// Where the keyring cannot be used.
    pub async fn forget(&self, account: &str, limit: Duration) -> Result<bool, SecretError> {
        let account = account.to_owned();
        self.ask(limit, move |keyring| keyring.delete(&account))
            .await
    }

    /// Asks the keyring. A call that is not answered in time goes on by itself: its prompt may still be answered, and
    /// the next call then finds the keyring unlocked.
    async fn ask<T: Send + 'static>(
        &self,
        limit: Duration,
        call: impl FnOnce(&dyn Keyring) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, SecretError> {
        let late = || SecretError::KeyringLate { after: limit };
        let asked = async {
            // Neither is ever closed; were it, that would be a keyring that does not answer.
            let _turn = self.turn.acquire().await.ok()?;
            let permit = Arc::clone(&self.threads).acquire_owned().await.ok()?;
            let keyring = Arc::clone(&self.keyring);
            apart(limit, Some(permit), move || call(keyring.as_ref())).await
        };
        let answer = timeout(limit, asked).await.ok().flatten();
        Ok(answer.ok_or_else(late)??)
    }
}

/// What a list is called where it is noted what was sent.
fn key(source: &ListSource) -> String {
    match source {
        ListSource::Keyring(account) => format!("keyring {account}"),
        ListSource::File(path) => format!("file {}", path.display()),
    }
}

/// The sequence that a secret's text is.
///
/// # Errors
///
/// Where it is none.
pub fn sequence_of(text: &str) -> Result<Sequence, SecretError> {
    let secret = secret_of(text)?;
    let text = std::str::from_utf8(secret.expose()).map_err(|_| SecretError::NotText)?;
    Ok(decode_sequence(text)?)
}

/// The payload that a secret's text is.
///
/// # Errors
///
/// Where it is none.
pub fn payload_of(text: &str) -> Result<Payload, SecretError> {
    Ok(Payload::try_from(secret_of(text)?)?)
}

/// Whether a secret's text is what this field of a profile needs.
///
/// # Errors
///
/// Where it is not.
pub fn check_text(profile: &Profile, field: Field, text: &str) -> Result<(), SecretError> {
    match field {
        Field::Sequence(_) if profile.is_list(field) => list_of(text)?.check(),
        Field::Sequence(_) => sequence_of(text).map(|_| ()),
        Field::Payload { .. } => payload_of(text).map(|_| ()),
        Field::Key => Ok(Key::new(secret_of(text)?.expose()).map(|_| ())?),
        Field::HmacKey => Ok(HmacKey::new(secret_of(text)?.expose()).map(|_| ())?),
    }
}

/// The list of one-time sequences that a secret's text is.
///
/// # Errors
///
/// Where it is not text.
pub fn list_of(text: &str) -> Result<OneTimeList, SecretError> {
    // The end of what a prefix stands before is not part of it; that of a list as such is a line's.
    let is_plain = Secret::parse(text).is_ok();
    let secret = Secret::parse(if is_plain { text } else { value_of(text)? })?;
    let text = std::str::from_utf8(secret.expose()).map_err(|_| SecretError::NotText)?;
    Ok(OneTimeList::new(Zeroizing::new(text.to_owned())))
}

impl OneTimeList {
    /// The list that a file holds; waits for its disk.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn of_file(path: &Path) -> Result<Self, SecretError> {
        list_of(&file::read(path)?)
    }
}

/// The value that a secret's text stands for.
fn secret_of(text: &str) -> Result<Secret, SecretError> {
    Ok(Secret::parse(value_of(text)?)?)
}

/// A program or an editor ends the last line; that end is not part of the secret.
fn value_of(text: &str) -> Result<&str, SecretError> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err(SecretError::Empty);
    }
    Ok(text)
}

fn variable(name: &str) -> Result<SecretText, SecretError> {
    let Some(value) = std::env::var_os(name) else {
        return Err(SecretError::NoVariable {
            name: name.to_owned(),
        });
    };
    file::text(value.into_encoded_bytes())
}

/// Runs a job that may hang on a thread of its own, which holds `permit` until it ends; nothing where it takes longer
/// than `limit`.
async fn apart<T: Send + 'static>(
    limit: Duration,
    permit: Option<OwnedSemaphorePermit>,
    job: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (sender, receiver) = oneshot::channel();
    let started = thread::Builder::new()
        .name("secret".to_owned())
        .spawn(move || {
            let _permit = permit;
            let _ = sender.send(job());
        });
    started.ok()?;
    timeout(limit, receiver).await.ok()?.ok()
}

fn late(path: &Path, limit: Duration) -> SecretError {
    SecretError::FileLate {
        path: path.to_owned(),
        after: limit,
    }
}

impl From<KeyringError> for SecretError {
    fn from(error: KeyringError) -> Self {
        match error {
            KeyringError::Absent(cause) => Self::NoKeyring { cause },
            KeyringError::Refused => Self::KeyringRefused,
            KeyringError::NoCollection => Self::NoCollection,
            KeyringError::NotText => Self::NotText,
            KeyringError::TooLong(most) => Self::TooLong(Excess {
                most: most as usize,
            }),
            KeyringError::Other(cause) => Self::Keyring { cause },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering};

    const LIMIT: Duration = Duration::from_secs(5);

    /// A keyring in memory, which hangs on the account `hung` for as long as it is told to.
    #[derive(Default)]
    struct Drawer {
        entries: Mutex<HashMap<String, String>>,
        hangs: AtomicBool,
    }

    impl Keyring for Drawer {
        fn get(&self, account: &str) -> Result<Option<Zeroizing<String>>, KeyringError> {
            while account == "hung" && self.hangs.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(1));
            }
            let entries = self.entries.lock().unwrap();
            Ok(entries.get(account).cloned().map(Zeroizing::new))
        }

        fn set(&self, account: &str, secret: &str) -> Result<(), KeyringError> {
            let mut entries = self.entries.lock().unwrap();
            entries.insert(account.to_owned(), secret.to_owned());
            Ok(())
        }

        fn delete(&self, account: &str) -> Result<bool, KeyringError> {
            Ok(self.entries.lock().unwrap().remove(account).is_some())
        }
    }

    fn drawer() -> (Arc<Drawer>, Secrets) {
        let drawer = Arc::new(Drawer::default());
        let secrets =
            Secrets::with_keyring(drawer.clone(), SentLines::in_folder("/nonexistent".into()));
        (drawer, secrets)
    }

    #[tokio::test]
    async fn the_keyring_keeps_and_forgets() {
        let (_, secrets) = drawer();
        let source = SecretSource::Keyring("a/open".to_owned());
        let missing = secrets.sequence(&source, LIMIT).await.unwrap_err();
        assert!(missing.is_missing());
        let text = Zeroizing::new("7000,8000".to_owned());
        secrets.keep("a/open", text, LIMIT).await.unwrap();
        let sequence = secrets.sequence(&source, LIMIT).await.unwrap();
        assert_eq!(sequence.steps().len(), 2);
        assert!(secrets.forget("a/open", LIMIT).await.unwrap());
        assert!(!secrets.forget("a/open", LIMIT).await.unwrap());
    }

    #[tokio::test]
    async fn one_that_hangs_costs_its_limit_and_is_there_again_afterwards() {
        let (drawer, secrets) = drawer();
        let hung = SecretSource::Keyring("hung".to_owned());
        let short = Duration::from_millis(20);
        drawer.hangs.store(true, Ordering::Relaxed);
        // More than may hang at once: none of them fails before its limit, and none waits for longer.
        for _ in 0..MOST_HUNG + 2 {
            let error = secrets.text(&hung, short).await.unwrap_err();
            assert_eq!(error, SecretError::KeyringLate { after: short });
        }
        drawer.hangs.store(false, Ordering::Relaxed);
        let error = async {
            loop {
                match secrets.text(&hung, LIMIT).await.unwrap_err() {
                    SecretError::KeyringLate { .. } => tokio::task::yield_now().await,
                    other => return other,
                }
            }
        };
        assert!(timeout(LIMIT, error).await.unwrap().is_missing());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_file_that_others_may_read_is_refused() {
        use std::fs::{self, Permissions};
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        let source = SecretSource::File(path.clone());
        fs::write(&path, "text:7000\n").unwrap();
        for (mode, is_read) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false)] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let read = drawer().1.sequence(&source, LIMIT).await;
            match read {
                Ok(_) => assert!(is_read, "{mode:o}"),
                Err(error) => {
                    let path = path.clone();
                    assert_eq!(error, SecretError::FileOfOthers { path, mode });
                    assert!(!is_read);
                }
            }
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_list_in_a_file_is_spent_in_place_behind_its_link_and_with_its_mode() {
        use std::fs::{self, Permissions};
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("list"), folder.path().join("link"));
        fs::write(&path, " 7000\n 7001\n").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
        symlink("list", &link).unwrap();
        let (source, secrets) = (ListSource::File(link.clone()), drawer().1);
        let read = secrets.list(&source, LIMIT).await.unwrap();
        assert_eq!(secrets.spend(&source, &read, 1, LIMIT).await.unwrap(), 1);
        // Whoever read it before has nothing more to spend.
        assert_eq!(secrets.spend(&source, &read, 1, LIMIT).await.unwrap(), 1);
        assert_eq!(fs::read_to_string(&path).unwrap(), "#7000\n 7001\n");
        assert!(link.is_symlink());
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o400);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[tokio::test]
    async fn what_is_not_a_sequence_is_said_without_being_shown() {
        for (text, error) in [
            ("", SecretError::Empty),
            ("\n", SecretError::Empty),
            (
                "hex:zz",
                SecretError::BadValue(super::super::error::SecretMistake::BadHex),
            ),
            ("hex:ff", SecretError::NotText),
        ] {
            assert_eq!(sequence_of(text).unwrap_err(), error);
        }
        assert_eq!(
            sequence_of("7000,70000").unwrap_err().to_string(),
            "step 2: not a port"
        );
        assert_eq!(sequence_of("base64:NzAwMA==\r\n").unwrap().steps().len(), 1);
        assert_eq!(payload_of("text:a b\n").unwrap().bytes(), b"a b");
    }
}
