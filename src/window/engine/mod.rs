//! What works for the window on a thread of its own: nothing that waits is done where it is drawn.

mod ask;
mod moves;
mod told;

pub use ask::{Ask, Save};
pub use moves::Moves;
pub use told::{FileRead, FileTrouble, Hands, SaveFailed, SecretFound, Told};
