//! Where the agent's log goes, and how much of it: to the journal under systemd, else into a file a day in the state
//! folder; to a terminal as well, where somebody started the agent in one. Always in English, never with a sequence.

#[cfg_attr(target_os = "linux", path = "journal_linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "journal_none.rs")]
mod journal;

use std::env;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use tracing::level_filters::LevelFilter;
use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Registry, fmt, reload};

use crate::config::LogLevel;
use crate::folders;

const VARIABLE: &str = "PORTKNOCKER_LOG";
/// A file a day, for a week.
const MOST_FILES: usize = 7;
/// So many lines may wait for a slow disk; what comes then is lost, since nothing waits for the log.
const MOST_WAITING: usize = 1000;

/// The log, for as long as it is held: what waits to be written is written when it is dropped.
pub struct Started {
    /// Sets the level.
    pub log: Log,
    _writer: Option<WorkerGuard>,
}

/// Sets how much is logged.
#[derive(Clone)]
pub struct Log {
    filter: reload::Handle<Targets, Registry>,
    /// Whether the environment has the last word.
    is_fixed: bool,
}

/// Begins to log, from the level that `$PORTKNOCKER_LOG` names up, or else from `info`. Files go into `folder`.
#[must_use]
pub fn start(folder: &Path) -> Started {
    let asked = env::var(VARIABLE).ok().filter(|value| !value.is_empty());
    let level = asked.as_deref().map(str::parse::<LogLevel>);
    let (filter, handle) = reload::Layer::new(targets(match level {
        Some(Ok(level)) => level,
        Some(Err(())) | None => LogLevel::default(),
    }));
    let journal = journal::layer();
    let (file, guard, trouble) = match journal.is_none().then(|| file(folder)) {
        None => (None, None, None),
        Some(Ok((writer, guard))) => (Some(writer), Some(guard), None),
        Some(Err(error)) => (None, None, Some(error)),
    };
    let is_seen = io::stderr().is_terminal() || trouble.is_some();
    tracing_subscriber::registry()
        .with(filter)
        .with(journal)
        .with(file.map(|file| fmt::layer().with_ansi(false).with_writer(file)))
        .with(is_seen.then(|| fmt::layer().with_ansi(false).with_writer(io::stderr)))
        .init();
    if let Some(error) = trouble {
        tracing::warn!("no log in {}: {error}", folder.display());
    }
    if let Some(Err(())) = level {
        tracing::warn!(
            "${VARIABLE} is none of {}; it is passed over",
            LogLevel::WORDS.join(", ")
        );
    }
    Started {
        log: Log {
            filter: handle,
            is_fixed: matches!(level, Some(Ok(_))),
        },
        _writer: guard,
    }
}

impl Log {
    /// Logs from this level up, unless the environment says otherwise.
    pub fn set_level(&self, level: LogLevel) {
        if !self.is_fixed
            && let Err(error) = self.filter.reload(targets(level))
        {
            tracing::warn!("the log's level stays as it is: {error}");
        }
    }
}

/// Our own events from `level` up. Other crates are heard only when something is wrong: what they trace are messages
/// with whatever is in them.
fn targets(level: LogLevel) -> Targets {
    let level = LevelFilter::from(level);
    Targets::new()
        .with_target(env!("CARGO_PKG_NAME"), level)
        .with_default(level.min(LevelFilter::WARN))
}

/// A file a day, written by a thread of its own, so that a disk that hangs holds up nothing.
fn file(folder: &Path) -> io::Result<(NonBlocking, WorkerGuard)> {
    folders::create_private(folder)?;
    let files = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("agent")
        .filename_suffix("log")
        .max_log_files(MOST_FILES)
        .build(folder)
        .map_err(io::Error::other)?;
    Ok(NonBlockingBuilder::default()
        .buffered_lines_limit(MOST_WAITING)
        .thread_name("log")
        .finish(files))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn others_are_heard_only_when_something_is_wrong() {
        let targets = targets(LogLevel::Trace);
        assert!(targets.would_enable("portknocker::agent::runner", &Level::TRACE));
        assert!(!targets.would_enable("zbus::connection", &Level::INFO));
        assert!(targets.would_enable("zbus::connection", &Level::WARN));
    }

    #[test]
    fn a_quiet_log_is_quiet() {
        let targets = targets(LogLevel::Off);
        assert!(!targets.would_enable("portknocker::agent::runner", &Level::ERROR));
        assert!(!targets.would_enable("zbus::connection", &Level::ERROR));
    }
}
