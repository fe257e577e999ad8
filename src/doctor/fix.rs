//! A change to a profile that puts right what was found.

use std::net::IpAddr;
use std::num::NonZeroU16;
use std::path::Path;
use std::time::Duration;

use toml_edit::Value;

use crate::config::{Backup, Document, DocumentError, Edit, EditError, StepChange};
use crate::folders;
use crate::profile::{Family, Span};

/// A change to a profile that puts right what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fix {
    /// So much time between the steps.
    Delay(Duration),
    /// Knock on addresses of this family.
    Family(Family),
    /// The server is at this address.
    Host(IpAddr),
    /// Check this port.
    Check(NonZeroU16),
    /// Let the service take so long to answer.
    CheckTimeout(Duration),
    /// Send the sequence again so many times where it has no effect.
    Retries(u32),
    /// Datagrams with a byte where they are empty, and empty where they have only that byte.
    Payloads,
    /// Complete the handshakes of TCP steps.
    Handshakes,
    /// Add so many seconds to the clock in the packet.
    ClockOffset(i64),
    /// Let in whoever the server sees the packet come from.
    AllowSource,
}

impl Fix {
    /// The key and its value, as they are written in the file; the key alone of what depends on the step.
    #[must_use]
    pub fn line(self) -> String {
        match self {
            Self::Payloads => self.key().to_owned(),
            _ => format!("{} = {}", self.key(), self.value()),
        }
    }

    /// Writes it into a profile's text; says whether there was anything to change.
    ///
    /// # Errors
    ///
    /// Where there is no such profile.
    pub fn write(self, document: &mut Document, profile: &str) -> Result<bool, DocumentError> {
        match self {
            Self::Handshakes => {
                let changed = document.change_steps(profile, StepChange::Handshakes)?;
                Ok(changed > 0)
            }
            Self::Payloads => {
                let changed = document.change_steps(profile, StepChange::Payloads)?;
                Ok(changed > 0)
            }
            Self::ClockOffset(_) | Self::AllowSource => {
                document.set_in_packet(profile, self.key(), self.value())
            }
            _ => {
                document.set(profile, self.key(), self.value())?;
                Ok(true)
            }
        }
    }

    /// Writes it into the user's own file; says whether there was anything to change. What it was is kept beside it.
    ///
    /// # Errors
    ///
    /// Where the file cannot be changed.
    pub fn save(self, path: &Path, profile: &str) -> Result<bool, EditError> {
        let mut edit = Edit::begin(path, &folders::runtime())?;
        if !self.write(&mut edit.document, profile)? {
            return Ok(false);
        }
        edit.save(Backup::Keep)?;
        Ok(true)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Delay(_) => "delay",
            Self::Family(_) => "family",
            Self::Host(_) => "host",
            Self::Check(_) => "check",
            Self::CheckTimeout(_) => "check_timeout",
            Self::Retries(_) => "retries",
            Self::Payloads => "payload",
            Self::Handshakes => "mode",
            Self::ClockOffset(_) => "clock_offset",
            Self::AllowSource => "allow",
        }
    }

    fn value(self) -> Value {
        match self {
            Self::Delay(time) | Self::CheckTimeout(time) => Span::written(time).into(),
            Self::Family(family) => family.to_string().into(),
            Self::Host(address) => address.to_string().into(),
            Self::Check(port) => i64::from(port.get()).into(),
            Self::Retries(retries) => i64::from(retries).into(),
            Self::ClockOffset(seconds) => format!("{seconds}s").into(),
            Self::AllowSource => "source".into(),
            Self::Payloads => "".into(),
            Self::Handshakes => "connect".into(),
        }
    }
}
