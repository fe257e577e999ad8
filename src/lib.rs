//! `PortKnocker` opens and closes ports behind port knocking: a tray agent, a command line, and one engine for both.
//!
//! The rooms, from the middle outwards; arrows point only inwards:
//!
//! - [`profile`]: the model. Values only.
//! - [`spa`]: single packets that open a door at once, from a request to their text and back. Values only.
//! - [`text`]: every word that a person reads.
//! - [`config`]: from a file to profiles, with every mistake it has.
//! - [`lint`]: what in a configuration will hardly be meant.
//! - [`interop`]: files of other programs, read and written.
//! - [`secret`]: where secrets come from.
//! - [`public_address`]: as which address the world sees this machine.
//! - [`knock`]: the engine: plan, resolve, send, check, receipt.
//! - [`lease`]: what is open, and until when.
//! - [`history`]: what was done, and what is therefore believed.
//! - [`logging`]: where the agent's log goes.
//! - [`doctor`]: why a knock does not open, and what this machine lacks.
//! - [`practice`]: a door on loopback to try it all on.
//! - [`autostart`]: whether the agent starts at login.
//! - [`agent`]: the loop that owns what is known; events in, effects out.
//! - [`notify`]: what the agent has to tell, on the desktop.
//! - [`tray`]: what the agent knows, as an icon and a menu.
//! - [`ipc`]: the channel by which other processes ask the agent.
//! - [`session`]: what happens to the user's session, and what it waits for.
//! - [`signals`]: how the system asks a process to end.
//! - [`follow`]: what a file says now, and after each change.
//! - [`clock`]: time that counts through sleep.
//! - [`network`]: whether the way to a server has changed.
//! - [`clipboard`]: what is to be pasted elsewhere.
//! - [`carry`]: a connection on standard input and output.
//! - [`folders`]: where the program keeps what is not configuration.
//! - [`programs`]: where the other programs are, and how they are started.
//! - [`core_dumps`]: that no secret is in one.
//! - `usage`: help, and what is wrong with arguments, in words.
//! - [`cli`]: the command line.
//! - `window`: profiles managed without a text editor; behind the feature `window`.

pub mod agent;
pub mod autostart;
pub mod carry;
pub mod cli;
pub mod clipboard;
pub mod clock;
pub mod config;
pub mod core_dumps;
pub mod doctor;
pub mod folders;
pub mod follow;
pub mod history;
pub mod interop;
pub mod ipc;
pub mod knock;
pub mod lease;
pub mod lint;
pub mod logging;
pub mod network;
pub mod notify;
pub mod practice;
pub mod profile;
pub mod programs;
pub mod public_address;
pub mod secret;
pub mod session;
pub mod signals;
pub mod spa;
pub mod text;
pub mod tray;
mod usage;
#[cfg(feature = "window")]
pub mod window;
