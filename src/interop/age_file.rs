//! Texts encrypted with a passphrase, as age(1) does it (age-encryption.org/v1, `age -p`).

use std::io::Read as _;

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, armor, scrypt};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::say;
use crate::text::Catalogue;

const ARMORED: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
const BINARY: &[u8] = b"age-encryption.org/";

/// 2 to the power of this is the work that opening a file may take, in memory as in time: a gigabyte and some seconds. What
/// age itself makes wants a second's (18 or so); a file that wants hours was made to do harm.
const MOST_WORK: u8 = 20;

/// Why a file was not decrypted. Neither the passphrase nor anything in the file is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AgeError {
    /// Another passphrase.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// It was encrypted for keys.
    #[error("no passphrase")]
    NoPassphrase,
    /// It takes more work than anybody has a use for.
    #[error("too much work")]
    TooMuchWork,
    /// Cut off, or changed.
    #[error("damaged")]
    Damaged,
    /// The system's random numbers, or memory, were not to be had.
    #[error("cannot encrypt")]
    CannotEncrypt,
}

impl AgeError {
    /// In words.
    #[must_use]
    pub fn line(self, words: &Catalogue) -> String {
        match self {
            Self::WrongPassphrase => say!(words, "age-wrong-passphrase"),
            Self::NoPassphrase => say!(words, "age-no-passphrase"),
            Self::TooMuchWork => say!(words, "age-too-much-work"),
            Self::Damaged => say!(words, "age-damaged"),
            Self::CannotEncrypt => say!(words, "age-cannot-encrypt"),
        }
    }
}

/// Whether a file begins as one of age does, as text or not.
#[must_use]
pub fn is_encrypted(bytes: &[u8]) -> bool {
    let begins = bytes.trim_ascii_start();
    begins.starts_with(ARMORED) || begins.starts_with(BINARY)
}

/// Encrypts with a passphrase, into lines of text; that takes a second, as trying a passphrase does.
///
/// # Errors
///
/// Where the system gives no random numbers.
pub fn encrypt(text: &str, passphrase: &str) -> Result<String, AgeError> {
    let recipient = scrypt::Recipient::new(secret(passphrase));
    age::encrypt_and_armor(&recipient, text.as_bytes()).map_err(|_| AgeError::CannotEncrypt)
}

/// Decrypts what a passphrase encrypted.
///
/// # Errors
///
/// Where it is another passphrase, or no whole file of that kind.
pub fn decrypt(bytes: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, AgeError> {
    let reader = armor::ArmoredReader::new(bytes.trim_ascii_start());
    let decryptor = Decryptor::new_buffered(reader).map_err(|error| why(&error))?;
    if !decryptor.is_scrypt() {
        return Err(AgeError::NoPassphrase);
    }
    let mut identity = scrypt::Identity::new(secret(passphrase));
    identity.set_max_work_factor(MOST_WORK);
    let mut reader = decryptor
        .decrypt(std::iter::once(&identity as &dyn age::Identity))
        .map_err(|error| why(&error))?;
    // Whole from the beginning, since one that grows leaves a copy behind: what is encrypted is no longer than its file.
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
    match reader.read_to_end(&mut text) {
        Ok(_) => Ok(text),
        Err(_) => Err(AgeError::Damaged),
    }
}

fn secret(passphrase: &str) -> SecretString {
    SecretString::from(passphrase.to_owned())
}

fn why(error: &DecryptError) -> AgeError {
    match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            AgeError::WrongPassphrase
        }
        DecryptError::ExcessiveWork { .. } => AgeError::TooMuchWork,
        DecryptError::NoMatchingKeys => AgeError::NoPassphrase,
        _ => AgeError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least work there is, for tests of what is not the work.
    fn encrypted(text: &str, passphrase: &str) -> String {
        let mut recipient = scrypt::Recipient::new(secret(passphrase));
        recipient.set_work_factor(2);
        age::encrypt_and_armor(&recipient, text.as_bytes()).unwrap()
    }

    fn decrypted(bytes: &[u8], passphrase: &str) -> Result<String, AgeError> {
        let bytes = decrypt(bytes, passphrase)?;
        Ok(String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[test]
    fn what_is_encrypted_is_read_again_with_the_passphrase_alone() {
        let file = encrypt("open sesame", "correct horse").unwrap();
        assert!(is_encrypted(file.as_bytes()));
        assert!(!file.contains("sesame"));
        let read = decrypted(file.as_bytes(), "correct horse");
        assert_eq!(read, Ok("open sesame".to_owned()));
        let wrong = decrypted(file.as_bytes(), "correct hose");
        assert_eq!(wrong, Err(AgeError::WrongPassphrase));
    }

    #[test]
    fn cut_at_every_byte_it_is_damaged() {
        let file = encrypted("open sesame", "x");
        for end in 0..file.trim_end().len() {
            let read = decrypted(&file.as_bytes()[..end], "x");
            assert_eq!(read, Err(AgeError::Damaged), "cut at {end}");
        }
    }

    #[test]
    fn work_without_measure_is_not_begun() {
        let mut recipient = scrypt::Recipient::new(secret("x"));
        recipient.set_work_factor(2);
        let file = age::encrypt(&recipient, b"open sesame").unwrap();
        let header = file.iter().position(|byte| *byte == b'>').unwrap();
        let end = header
            + file[header..]
                .iter()
                .position(|byte| *byte == b'\n')
                .unwrap();
        let file = [&file[..end - 1], b"40", &file[end..]].concat();
        let read = decrypted(&file, "x");
        assert_eq!(read, Err(AgeError::TooMuchWork));
    }

    #[test]
    fn what_is_for_keys_is_told_apart() {
        let key = age::x25519::Identity::generate().to_public();
        let file = age::encrypt(&key, b"x").unwrap();
        assert!(is_encrypted(&file));
        assert_eq!(decrypted(&file, "x"), Err(AgeError::NoPassphrase));
    }

    #[test]
    fn other_files_are_none() {
        for file in ["", "age", "[[profile]]", "-----BEGIN PGP MESSAGE-----"] {
            assert!(!is_encrypted(file.as_bytes()));
        }
    }
}
