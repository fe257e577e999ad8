//! `demo`: the whole job against a practice door on loopback. No root, no configuration, nothing left behind.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;

use super::Status;
use super::console;
use super::context::Context;
use super::receipt_lines;
use crate::agent::{Agent, Setup, Source};
use crate::config::Config;
use crate::knock::{Knocker, Receipt, Request};
use crate::practice::PracticeDoor;
use crate::profile::Action;
use crate::say;
use crate::text::Catalogues;
use crate::tray;

/// The program says what it is about to do, and a person reads it.
const READING_PAUSE: Duration = Duration::from_millis(400);

/// Opens, verifies and closes the practice door.
pub(super) fn run(context: &Context) -> Status {
    let runtime = match context.runtime() {
        Ok(runtime) => runtime,
        Err(status) => return status,
    };
    match demonstrate(context, &runtime) {
        Ok(status) => status,
        Err(error) => {
            let words = &context.words;
            let line = say!(words, "demo-failed", error = error.to_string());
            console::error(words, &line);
            Status::Failed
        }
    }
}

fn demonstrate(context: &Context, runtime: &Runtime) -> io::Result<Status> {
    let knocker = Knocker::alone();
    let name = say!(context.words, "demo-profile");
    let door = runtime.block_on(PracticeDoor::start(&name))?;
    let status = runtime.block_on(tour(context, &knocker, &door));
    if status == Status::Done && tray::desktop_has_tray(runtime) {
        console::print(&say!(context.words, "demo-tray"));
        let config = Config {
            profiles: vec![Arc::clone(door.profile())],
            ..Config::default()
        };
        let words = Arc::new(Catalogues::new(context.words.language()));
        let (agent, handle) = Agent::new(Setup {
            source: Source::Fixed(config),
            knocker,
            history: None,
            leases: None,
            log: None,
            words: Arc::clone(&words),
        });
        tray::run(runtime, agent, handle, &words)
            .map_err(|error| io::Error::other(error.line(&context.words)))?;
    }
    Ok(status)
}

async fn tour(context: &Context, knocker: &Knocker, door: &PracticeDoor) -> Status {
    let words = &context.words;
    let port = door.profile().check.map_or(0, std::num::NonZeroU16::get);
    console::print(&say!(words, "demo-begin", port = port.to_string()));
    let mut status = Status::Done;
    for (action, id) in [
        (Action::Open, "demo-opening"),
        (Action::Check, "demo-checking"),
        (Action::Close, "demo-closing"),
    ] {
        tokio::time::sleep(READING_PAUSE).await;
        console::print(&say!(words, id));
        let request = Request::new(door.profile(), action);
        let receipt = knocker.perform(request, &mut |_| {}).await;
        show(context, &receipt);
        status = status.max(Status::of(&receipt));
    }
    console::print(&say!(words, "demo-end"));
    status
}

fn show(context: &Context, receipt: &Receipt) {
    for line in receipt_lines::step_lines(&context.words, receipt) {
        console::print(&line);
    }
    console::print(&receipt_lines::outcome_line(&context.words, receipt));
}
