//! What works for the window on a thread of its own: nothing that waits is done where it is drawn.

mod act;
mod agent_link;
mod ask;
mod copies;
mod follow_files;
mod import;
mod keyring;
mod moves;
mod own_agent;
mod save;
mod spoken;
mod test_lease;
mod test_run;
#[cfg(test)]
mod tests;
mod told;
mod tools;
mod worker;

pub use ask::{Ask, Save};
pub use moves::Moves;
pub use told::{FileRead, FileTrouble, Hands, SaveFailed, SecretFound, Told};

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::WindowInstance;
use crate::config::ConfigPath;
use crate::secret::Secrets;
use crate::text::Catalogues;
use tools::{Teller, Tools};

/// What an engine is made of.
pub struct Setup {
    /// The configuration file.
    pub config: ConfigPath,
    /// The folder of locks and sockets: [`folders::runtime`](crate::folders::runtime).
    pub runtime: PathBuf,
    /// The folder of the history and the leases: [`folders::state`](crate::folders::state).
    pub state: PathBuf,
    /// Where secrets come from.
    pub secrets: Secrets,
    /// What makes the window the only one; without it, nobody can have it raised.
    pub instance: Option<WindowInstance>,
    /// The words of the lines that it tells, in each language that the configuration may name.
    pub words: Arc<Catalogues>,
}

/// The engine, at work.
pub struct Engine {
    /// Takes what the window asks.
    pub asks: UnboundedSender<Ask>,
    /// Gives what there is to tell.
    pub told: Receiver<Told>,
    thread: JoinHandle<()>,
}

impl Engine {
    /// Starts it; whenever there is something to tell, it calls `wake`.
    ///
    /// # Errors
    ///
    /// Where the system gives no thread, or nothing to wait with.
    pub fn start(setup: Setup, wake: impl Fn() + Send + Sync + 'static) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (asks, asked) = unbounded_channel();
        let (teller, told) = channel();
        let instance = setup.instance;
        let tools = Tools::new(
            setup.config,
            (setup.runtime, setup.state),
            setup.secrets,
            setup.words,
            Teller::new(teller, wake),
        );
        let thread = thread::Builder::new()
            .name("engine".to_owned())
            .spawn(move || {
                runtime.block_on(worker::work(Arc::new(tools), instance, asked));
                // A keyring or a disk that hangs is not waited for.
                runtime.shutdown_background();
            })?;
        Ok(Self { asks, told, thread })
    }

    /// Waits for its end: that of [`Ask::End`], or where nobody can ask any more.
    pub fn join(self) {
        drop(self.asks);
        let _ = self.thread.join();
    }
}
