//! What fwknop can do and this program cannot.

use thiserror::Error;

/// What fwknop can do and this program cannot. Refused by name, since a server that expects it would never say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unsupported {
    /// Another cipher mode than CBC: `cfb`, `ofb`, `ctr`, `ecb`, `pcbc`, `legacy` or `asymmetric`.
    #[error("cipher mode {0}")]
    Mode(&'static str),
    /// A message that runs a command on the server.
    #[error("command messages")]
    Command,
    /// A packet that GPG encrypts. A server takes every packet of 400 characters and more for one.
    #[error("GPG")]
    Gpg,
}
