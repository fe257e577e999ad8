//! A profile is tried as it is on the screen: opened, checked, and closed again.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::Timestamp;

use super::Told;
use super::test_lease::TestLease;
use super::tools::Tools;
use crate::history::Entry;
use crate::knock::{Order, Receipt};
use crate::practice::PracticeDoor;
use crate::profile::{Action, Profile};
use crate::say;

/// A profile that is tried.
struct Test {
    tools: Arc<Tools>,
    profile: Arc<Profile>,
    /// Whether what is done gets into the history, and what is open among the leases.
    is_recorded: bool,
}

/// Tries a profile, and tells what happens.
pub(super) async fn run(tools: Arc<Tools>, profile: Arc<Profile>) {
    let test = Test {
        tools,
        profile,
        is_recorded: true,
    };
    test.run().await;
}

/// The same with a practice door, which needs no server, no configuration and no network, and leaves nothing behind.
pub(super) async fn demonstrate(tools: Arc<Tools>) {
    match PracticeDoor::start(&say!(tools.words, "demo-profile")).await {
        Ok(door) => {
            let profile = Arc::clone(door.profile());
            tools.tell(Told::Practice(Arc::clone(&profile)));
            let test = Test {
                tools,
                profile,
                is_recorded: false,
            };
            test.run().await;
        }
        Err(error) => {
            let line = say!(tools.words, "demo-failed", error = error.to_string());
            tools.tell_failed(line);
        }
    }
}

impl Test {
    /// Opens the profile and closes it again. It is closed too where the opening failed in a way that may have left it
    /// open. What the server closes by itself is left to it.
    async fn run(&self) {
        let mut lease = if self.is_recorded {
            Some(TestLease::begin(&self.tools, &self.profile).await)
        } else {
            None
        };
        let opened = self.perform(Action::Open, Vec::new()).await;
        if let Some(lease) = &mut lease {
            lease.opened(&opened).await;
        }
        if self.profile.close.is_none() && opened.has_left() {
            let profile = self.profile.name.as_str();
            let line = say!(
                self.tools.words,
                "window-test-stays-open",
                profile = profile
            );
            self.tools.tell_failed(line);
        } else if opened.has_left() {
            let closed = self.perform(Action::Close, opened.knocked_on()).await;
            if let Some(lease) = &mut lease {
                lease.closed(&closed).await;
            }
        }
        self.tools.tell(Told::Tested(self.profile.name.clone()));
    }

    async fn perform(&self, action: Action, addresses: Vec<SocketAddr>) -> Receipt {
        let name = self.profile.name.clone();
        self.tools.tell(Told::Begun {
            profile: name.clone(),
            action,
        });
        let order = Order {
            profile: Arc::clone(&self.profile),
            action,
            check: true,
            addresses,
        };
        let teller = self.tools.teller();
        let progress = move |progress| {
            let profile = name.clone();
            teller.tell(Told::Progress { profile, progress });
        };
        let receipt = self.tools.knocker.perform_apart(order, progress).await;
        if self.is_recorded {
            let entry = Entry::of(&receipt, &self.profile.host, Timestamp::now());
            // Whoever has heard of an outcome finds it in the history.
            self.tools.record(entry).await;
        }
        self.tools.tell(Told::Ended(Box::new(receipt.clone())));
        receipt
    }
}
