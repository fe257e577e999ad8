//! How much is logged.

use std::str::FromStr;

use tracing::level_filters::LevelFilter;

/// How much is logged: this and whatever is more serious.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// What does not work.
    Error,
    /// What works otherwise than it should.
    Warn,
    /// What is done, with its outcome.
    #[default]
    Info,
    /// Whatever helps to find a mistake.
    Debug,
    /// All there is.
    Trace,
}

impl LogLevel {
    /// The levels' words in a configuration.
    pub const WORDS: [&'static str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

    /// The level's word in a configuration.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

impl FromStr for LogLevel {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "off" => Ok(Self::Off),
            "error" => Ok(Self::Error),
            "warn" => Ok(Self::Warn),
            "info" => Ok(Self::Info),
            "debug" => Ok(Self::Debug),
            "trace" => Ok(Self::Trace),
            _ => Err(()),
        }
    }
}

impl From<LogLevel> for LevelFilter {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Off => Self::OFF,
            LogLevel::Error => Self::ERROR,
            LogLevel::Warn => Self::WARN,
            LogLevel::Info => Self::INFO,
            LogLevel::Debug => Self::DEBUG,
            LogLevel::Trace => Self::TRACE,
        }
    }
}
