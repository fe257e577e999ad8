//! `demo`: the whole job against a practice door on loopback. No root, no configuration, nothing left behind.

use std::io;
use std::time::Duration;

use super::Status;
use super::context::Context;
use super::receipt_lines;
use crate::knock::{AddressLocks, Knocker, Receipt, Request};
use crate::practice::PracticeDoor;
use crate::profile::Action;
use crate::say;

/// The program says what it is about to do, and a person reads it.
const READING_PAUSE: Duration = Duration::from_millis(400);

/// Opens, verifies and closes the practice door.
pub(super) fn run(context: &Context) -> Status {
    let runtime = match context.runtime() {
        Ok(runtime) => runtime,
        Err(status) => return status,
    };
    match runtime.block_on(tour(context)) {
        Ok(status) => status,
        Err(error) => {
            let words = &context.words;
            let line = say!(words, "demo-failed", error = error.to_string());
            context.console.error(words, &line);
            Status::Failed
        }
    }
}

async fn tour(context: &Context) -> io::Result<Status> {
    let words = &context.words;
    let locks = tempfile::tempdir()?;
    let knocker = Knocker::new(AddressLocks::in_folder(locks.path().to_owned()));
    let door = PracticeDoor::start(&say!(words, "demo-profile")).await?;
    let port = door.profile().check.map_or(0, std::num::NonZeroU16::get);
    context
        .console
        .print(&say!(words, "demo-begin", port = port.to_string()));
    let mut status = Status::Done;
    for (action, id) in [
        (Action::Open, "demo-opening"),
        (Action::Check, "demo-checking"),
        (Action::Close, "demo-closing"),
    ] {
        tokio::time::sleep(READING_PAUSE).await;
        context.console.print(&say!(words, id));
        let request = Request::new(door.profile(), action);
        let receipt = knocker.perform(request, &mut |_| {}).await;
        show(context, &receipt);
        status = status.max(Status::of(&receipt));
    }
    context.console.print(&say!(words, "demo-end"));
    Ok(status)
}

fn show(context: &Context, receipt: &Receipt) {
    for line in receipt_lines::step_lines(&context.words, receipt) {
        context.console.print(&line);
    }
    context
        .console
        .print(&receipt_lines::outcome_line(&context.words, receipt));
}
