//! The agent: one loop owns the state. Events come in, effects go out, and nothing in the loop blocks.

mod attend;
mod command;
mod effect;
mod event;
mod examining;
mod instance;
mod lease_keeper;
#[cfg(test)]
mod lease_tests;
mod leasing;
mod need;
#[cfg(test)]
mod need_tests;
mod reader;
mod request;
mod run;
mod runner;
mod state;
mod under_way;
mod watching;

pub use attend::attend;
pub use command::Command;
pub use effect::{Effect, Notice};
pub use event::{Event, SessionEvent};
pub use examining::{Examination, ExaminationNotice};
pub use instance::{Instance, InstanceError};
pub use need::{Known, Need};
pub use reader::Reader;
pub use request::{Act, Asker, Reply, Request};
pub use run::Run;
pub use runner::{Agent, Handle, Setup, Source};
pub use state::{ConfigTrouble, DropInTrouble, State};
pub use under_way::{Cause, UnderWay};
