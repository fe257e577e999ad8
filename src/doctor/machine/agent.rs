//! Whether an agent runs, and with which configuration.

use std::path::Path;

use serde::Serialize;
use tokio::time::timeout;

use super::{ConfigPath, PATIENCE, State};
use crate::ipc::{Client, ConnectError};
use crate::say;
use crate::text::Catalogue;

/// What there is of an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "found", content = "data")]
pub enum AgentFound {
    /// One runs, with this configuration file.
    Running {
        /// The file.
        config: String,
    },
    /// One runs, with another configuration file.
    OtherConfig {
        /// The agent's.
        agent: String,
        /// The one that is looked at.
        config: String,
    },
    /// None runs.
    NotRunning,
    /// One runs that is of another version.
    OtherVersion {
        /// Its version.
        version: String,
    },
    /// One runs that does not answer.
    Silent,
    /// Another user's answers.
    NotOwn,
}

/// What there is of an agent in this runtime folder. It is asked for nothing.
pub(super) async fn look(runtime: &Path, config: Option<&ConfigPath>) -> AgentFound {
    let connected = timeout(PATIENCE * 2, Client::connect(runtime)).await;
    match connected {
        Ok(Ok(None)) => AgentFound::NotRunning,
        Ok(Ok(Some(client))) => match config {
            Some(config) if !client.greeting.holds(&config.path) => AgentFound::OtherConfig {
                agent: client.greeting.config,
                config: config.path.display().to_string(),
            },
            _ => AgentFound::Running {
                config: client.greeting.config,
            },
        },
        Ok(Err(ConnectError::OtherVersion(version))) => AgentFound::OtherVersion { version },
        Ok(Err(ConnectError::NotOwn)) => AgentFound::NotOwn,
        Ok(Err(ConnectError::Silent)) | Err(_) => AgentFound::Silent,
    }
}

impl AgentFound {
    pub(super) fn state(&self) -> State {
        match self {
            Self::Running { .. } => State::Good,
            Self::OtherConfig { .. } | Self::NotRunning => State::WorthKnowing,
            Self::OtherVersion { .. } | Self::Silent | Self::NotOwn => State::Bad,
        }
    }

    pub(super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Running { config } => {
                say!(words, "machine-agent-running", config = config.as_str())
            }
            Self::OtherConfig { agent, config } => say!(
                words,
                "machine-agent-other-config",
                agent = agent.as_str(),
                config = config.as_str()
            ),
            Self::NotRunning => say!(words, "machine-agent-not-running"),
            Self::OtherVersion { version } => {
                ConnectError::OtherVersion(version.clone()).line(words)
            }
            Self::Silent => ConnectError::Silent.line(words),
            Self::NotOwn => ConnectError::NotOwn.line(words),
        }
    }

    pub(super) fn hint(&self, words: &Catalogue) -> Option<String> {
        match self {
            Self::NotRunning => Some(say!(words, "machine-agent-hint-start")),
            Self::OtherConfig { .. } => Some(say!(words, "machine-agent-hint-other-config")),
            Self::Silent => Some(say!(words, "machine-agent-hint-end")),
            Self::NotOwn => Some(say!(words, "machine-agent-hint-not-own")),
            // The line says what to do.
            Self::OtherVersion { .. } | Self::Running { .. } => None,
        }
    }
}
