//! Where secrets come from: read at the moment of the knock, and kept nowhere here.

mod command;
mod error;
mod file;
mod keyring;
mod one_time;
mod secrets;
mod sent;
mod words;

pub use error::{Excess, SecretError, SecretMistake};
pub use file::text_from;
pub use keyring::{Keyring, KeyringError, SERVICE, SystemKeyring};
pub use one_time::OneTimeList;
pub use secrets::{SecretText, Secrets, check_text, list_of, payload_of, sequence_of};
pub use sent::SentLines;
pub use words::{field_words, secret_error_words, source_words};
