//! Why a service did not say as which address it sees this machine.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddrV4};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio_rustls::rustls::{self, CertificateError};

use super::{Excerpt, ServiceError};

/// Why a service did not say as which address it sees this machine. The texts are for logs. Whatever the service sent is in
/// them as an [`Excerpt`] only.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskError {
    /// The resolver knows no such name, or cannot be reached.
    #[error("{host} not found: {cause}")]
    NameNotFound {
        /// The name.
        host: String,
        /// The resolver's words.
        cause: Excerpt,
    },
    /// The name has addresses, but only IPv6 ones.
    #[error("{host} has no IPv4 address")]
    NoIpv4 {
        /// The name.
        host: String,
    },
    /// Nothing listens there.
    #[error("{address} refused")]
    Refused {
        /// The address, the last one of those that the name has.
        address: SocketAddrV4,
    },
    /// There is no way there.
    #[error("{address} unreachable: {cause}")]
    Unreachable {
        /// The address, the last one of those that the name has.
        address: SocketAddrV4,
        /// The system's words.
        cause: Excerpt,
    },
    /// The service's certificate is not to be trusted.
    #[error("certificate of {host} not trusted: {reason}")]
    Untrusted {
        /// Whose it should be.
        host: String,
        /// What is wrong with it.
        reason: Distrust,
    },
    /// The system has no certificates to trust.
    #[error("nobody is trusted: {cause}")]
    NoTrust {
        /// The library's words.
        cause: Excerpt,
    },
    /// It was reached, but did not keep to TLS or HTTP, or broke the connection off.
    #[error("{host} broke off: {cause}")]
    Broken {
        /// The name.
        host: String,
        /// The library's words.
        cause: Excerpt,
    },
    /// There was no answer in time.
    #[error("no answer within {after:?}")]
    TimedOut {
        /// How long it was waited for.
        after: Duration,
    },
    /// It answered with another status than 200.
    #[error("status {status}")]
    Status {
        /// The status, from 100 to 999.
        status: u16,
    },
    /// It sent on to a place that is not asked.
    #[error("sent on to {to}: {error}")]
    BadRedirect {
        /// Where to; an excerpt of at most 40 characters.
        to: Excerpt,
        /// What is wrong with it.
        error: ServiceError,
    },
    /// It sent on again and again.
    #[error("sent on more than {most} times")]
    TooManyRedirects {
        /// How often it may.
        most: u8,
    },
    /// The answer is longer than an address and some white space can be.
    #[error("answer longer than {most} bytes")]
    TooLong {
        /// How long it may be, in bytes.
        most: usize,
    },
    /// The answer is an IPv6 address.
    #[error("answered with the IPv6 address {address}")]
    Ipv6 {
        /// The address.
        address: Ipv6Addr,
    },
    /// The answer is an address that no host can have.
    #[error("answered with {address}, which no host can have")]
    NotAHost {
        /// The address.
        address: Ipv4Addr,
    },
    /// The answer is not one address and nothing else.
    #[error("answered with “{answer}”")]
    NotOneAddress {
        /// How it begins; at most 40 characters.
        answer: Excerpt,
    },
    /// The system did not let it be asked: no thread, or no file descriptor.
    #[error("cannot ask: {cause}")]
    System {
        /// The system's words.
        cause: Excerpt,
    },
    /// The program itself made a mistake.
    #[error("asking panicked")]
    Crashed,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distrust {
    /// Nobody whom the system trusts has signed it.
    #[error("unknown issuer")]
    UnknownIssuer,
    /// It is another server's.
    #[error("for another name")]
    WrongName,
    /// Its time is over.
    #[error("expired")]
    Expired,
    /// Its time has not come; or the clock is wrong.
    #[error("not valid yet")]
    NotYet,
    /// Its issuer has taken it back.
    #[error("revoked")]
    Revoked,
    /// Something else.
    #[error("{0}")]
    Other(Excerpt),
}

impl AskError {
    /// The stable word of `--json`'s `reason`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NameNotFound { .. } => "address_name_not_found",
            Self::NoIpv4 { .. } => "address_no_ipv4",
            Self::Refused { .. } => "address_refused",
            Self::Unreachable { .. } => "address_unreachable",
            Self::Untrusted { .. } => "address_untrusted",
            Self::NoTrust { .. } => "address_no_trust",
            Self::Broken { .. } => "address_broken",
            Self::TimedOut { .. } => "address_timed_out",
            Self::Status { .. } => "address_status",
            Self::BadRedirect { .. } => "address_bad_redirect",
            Self::TooManyRedirects { .. } => "address_too_many_redirects",
            Self::TooLong { .. } => "address_too_long",
            Self::Ipv6 { .. } => "address_ipv6",
            Self::NotAHost { .. } => "address_not_a_host",
            Self::NotOneAddress { .. } => "address_not_one",
            Self::System { .. } => "address_system",
            Self::Crashed => "address_crashed",
        }
    }

    /// What the system refused.
    pub(super) fn system(error: &io::Error) -> Self {
        Self::System {
            cause: Excerpt::of_cause(error),
        }
    }

    /// What became of a handshake with a host.
    pub(super) fn handshake(host: &str, error: &io::Error) -> Self {
        let host = host.to_owned();
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
        match inner {
            Some(rustls::Error::InvalidCertificate(error)) => Self::Untrusted {
                host,
                reason: error.into(),
            },
            _ => Self::Broken {
                host,
                cause: Excerpt::of_cause(error),
            },
        }
    }
}

impl From<&CertificateError> for Distrust {
    fn from(error: &CertificateError) -> Self {
        match error {
            CertificateError::UnknownIssuer => Self::UnknownIssuer,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::WrongName
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Self::NotYet
            }
            CertificateError::Revoked => Self::Revoked,
            other => Self::Other(Excerpt::of_cause(other)),
        }
    }
}
