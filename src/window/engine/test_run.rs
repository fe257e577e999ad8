//! A profile is tried as it is on the screen: opened, checked, and closed again.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::Timestamp;

use super::Told;
use super::tools::Tools;
use crate::history::Entry;
use crate::knock::{Order, Receipt};
use crate::profile::{Action, Profile};

/// Opens the profile and closes it again, and tells what happens. It is closed too where the opening failed in a way that
/// may have left it open. What the server closes by itself is left to it.
pub(super) async fn run(tools: Arc<Tools>, profile: Arc<Profile>) {
    let opened = perform(&tools, &profile, Action::Open, Vec::new()).await;
    if profile.close.is_some() && opened.has_left() {
        perform(&tools, &profile, Action::Close, opened.knocked_on()).await;
    }
    tools.tell(Told::Tested(profile.name.clone()));
}

async fn perform(
    tools: &Tools,
    profile: &Arc<Profile>,
    action: Action,
    addresses: Vec<SocketAddr>,
) -> Receipt {
    let name = profile.name.clone();
    tools.tell(Told::Begun {
        profile: name.clone(),
        action,
    });
    let order = Order {
        profile: Arc::clone(profile),
        action,
        check: true,
        addresses,
    };
    let teller = tools.teller();
    let progress = move |progress| {
        let profile = name.clone();
        teller.tell(Told::Progress { profile, progress });
    };
    let receipt = tools.knocker.perform_apart(order, progress).await;
    let entry = Entry::of(&receipt, &profile.host, Timestamp::now());
    // Whoever has heard of an outcome finds it in the history.
    tools.record(entry).await;
    tools.tell(Told::Ended(Box::new(receipt.clone())));
    receipt
}
