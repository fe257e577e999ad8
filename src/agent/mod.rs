//! The agent: one loop owns the state. Events come in, effects go out, and nothing in the loop blocks.

mod effect;
mod event;
mod instance;
mod reader;
mod request;
mod run;
mod runner;
mod state;

pub use effect::{Effect, Notice};
pub use event::Event;
pub use instance::{Instance, InstanceError};
pub use reader::Reader;
pub use request::{Act, Asker, Reply, Request};
pub use run::Run;
pub use runner::{Agent, Handle, Setup, Source};
pub use state::{ConfigTrouble, DropInTrouble, State, UnderWay};
