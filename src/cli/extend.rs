//! `extend`: what is open stays open longer.

use serde::Serialize;

use super::arguments::ExtendArguments;
use super::console;
use super::context::Context;
use super::engine::{gone, not_found};
use super::state::Lease;
use super::{Status, record};
use crate::agent::{Reply, Request};
use crate::ipc::Client;
use crate::lease::{LeaseStatus, status_words};
use crate::say;

/// What became of one profile's lease, for a program.
#[derive(Debug, Serialize)]
struct Entry<'e> {
    profile: &'e str,
    lease: Option<Lease>,
}

/// Extends the lease of each profile asked for.
pub(super) fn run(context: &Context, asked: &ExtendArguments) -> Status {
    let extended = context.wait_for(async {
        let Some(client) = context.agent().await else {
            console::error(&context.words, &say!(context.words, "extend-no-agent"));
            return Status::Failed;
        };
        extend(context, client, asked).await
    });
    extended.unwrap_or_else(|status| status)
}

async fn extend(context: &Context, mut client: Client, asked: &ExtendArguments) -> Status {
    let request = Request::Extend {
        profiles: asked.profiles.clone(),
        by: asked.by,
    };
    if client.ask(&request).await.is_err() {
        return gone(context);
    }
    let mut worst = Status::Done;
    loop {
        match client.reply().await {
            Ok(Some(Reply::Extended {
                profile,
                lease,
                is_extended,
            })) => {
                worst = worst.max(show(context, asked, &profile, lease.as_ref(), is_extended));
            }
            Ok(Some(Reply::NotFound { names, trouble })) => {
                worst = not_found(context, &names, trouble.is_some());
            }
            Ok(None) => return worst,
            Ok(Some(_)) | Err(_) => return gone(context),
        }
    }
}

fn show(
    context: &Context,
    asked: &ExtendArguments,
    profile: &str,
    lease: Option<&LeaseStatus>,
    is_extended: bool,
) -> Status {
    let words = &context.words;
    if asked.json {
        let lease = lease.map(Lease::of);
        console::print(&record::line(&Entry { profile, lease }));
    }
    let (line, status) = match lease {
        None => (
            say!(words, "extend-not-open", profile = profile),
            Status::Failed,
        ),
        Some(lease) if !is_extended => {
            let lease = status_words(words, lease);
            let line = say!(
                words,
                "extend-not-possible",
                profile = profile,
                lease = lease
            );
            (line, Status::Failed)
        }
        Some(lease) => {
            let lease = status_words(words, lease);
            let line = say!(words, "extend-done", profile = profile, lease = lease);
            (line, Status::Done)
        }
    };
    match status {
        Status::Done if !asked.json => console::print(&line),
        Status::Done => {}
        _ => console::error(words, &line),
    }
    status
}
