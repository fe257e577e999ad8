//! The engine: sends a profile's sequence, finds out whether it worked, and says so in a receipt.

mod allow;
mod answer;
mod authorization;
mod check;
mod connect;
mod failure;
mod icmp;
mod knocker;
mod lock;
mod outcome_words;
mod plan;
mod probe;
mod progress;
mod progress_words;
mod receipt;
mod resolve;
mod send;
mod send_packet;
pub(crate) mod socket;
mod supply;
mod variation;

pub(crate) use allow::is_seen_by;
pub use connect::{Connected, Patience, Service};
pub use failure::{Failure, PacketMistake, Silence};
pub use icmp::{EchoPermission, echo_permission};
pub use knocker::{Knocker, Order, Request};
pub use lock::AddressLocks;
pub use outcome_words::{detail, headline, reason, result_words};
pub use plan::{Hit, plan};
pub use probe::{Ping, PortState, Probe, ping, probe_port};
pub use progress::Progress;
pub use progress_words::progress_words;
pub use receipt::{
    CheckReport, ListReport, Outcome, PacketReport, Receipt, StepReport, StepResult,
};
pub use resolve::{all_addresses, first_address};
pub use socket::source_towards;
pub use variation::Variation;
