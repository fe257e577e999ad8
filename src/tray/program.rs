//! `portknocker-agent`: arguments in, an exit status out.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use crate::agent::{Agent, Event, Instance, InstanceError, Setup, Source};
use crate::config::{self, ConfigPath};
use crate::core_dumps;
use crate::folders;
use crate::history::HistoryLog;
use crate::ipc::{Ends, Server};
use crate::knock::{AddressLocks, Knocker};
use crate::lease::LeaseFile;
use crate::logging::{self, Log};
use crate::say;
use crate::secret::Secrets;
use crate::text::{Catalogues, Language};
use crate::usage::run_program;

/// Runs the agent with these arguments, the program's name first.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let spoken = Arc::new(Catalogues::new(Language::here()));
    let words = spoken.of(None);
    run_program(
        "portknocker-agent",
        "agent-about",
        words,
        arguments,
        |asked| {
            let started = logging::start(&folders::state());
            core_dumps::disable();
            start(asked, started.log.clone(), &spoken)
        },
    )
}

fn start(asked: Option<PathBuf>, log: Log, spoken: &Arc<Catalogues>) -> Result<(), String> {
    let words = spoken.of(None);
    let ConfigPath { path, named } =
        config::path(asked).ok_or_else(|| say!(words, "config-no-home"))?;
    let _instance = match Instance::acquire(&folders::runtime()) {
        Ok(instance) => instance,
        Err(InstanceError::Running) => {
            println!("{}", say!(words, "agent-running"));
            return Ok(());
        }
        Err(InstanceError::Io(path, error)) => {
            return Err(say!(
                words,
                "agent-no-lock",
                path = path.display().to_string(),
                error = error.to_string()
            ));
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| say!(words, "no-runtime", error = error.to_string()))?;
    let history = HistoryLog::in_folder(&folders::state());
    let lease_folder = LeaseFile::folder(&folders::state());
    let (leases, not_kept) = match LeaseFile::hold_for_all(&lease_folder, LeaseFile::AGENT) {
        Ok(leases) => (Some(leases), None),
        Err(error) => (None, Some(Event::LeasesFailed(error.to_string()))),
    };
    let setup = Setup {
        source: Source::File {
            path: path.clone(),
            named,
        },
        knocker: Knocker::new(
            AddressLocks::in_folder(folders::runtime().join("locks")),
            Secrets::system(),
        ),
        history: Some(history.clone()),
        leases,
        log: Some(log),
        words: Arc::clone(spoken),
    };
    let (agent, handle) = Agent::new(setup);
    if let Some(event) = not_kept {
        let _ = handle.events.send(event);
    }
    // Before anything of the desktop is asked, so that the command line finds the agent from the first moment.
    let ends = Ends {
        reader: handle.reader.clone(),
        events: handle.events.clone(),
        states: handle.states.clone(),
    };
    let channel = match Server::listen(&runtime, &folders::runtime()) {
        Ok(server) => Some(runtime.spawn(server.serve(path, history, ends))),
        Err(error) => {
            tracing::warn!("no channel, so the command line works without this agent: {error}");
            None
        }
    };
    let ended = super::run(&runtime, agent, handle, spoken);
    if let Some(channel) = channel {
        let _ = runtime.block_on(channel);
    }
    // A resolver that hangs is not waited for.
    runtime.shutdown_background();
    ended.map_err(|error| say!(words, "agent-no-tray", error = error.line(words)))
}
