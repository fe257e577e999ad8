//! macOS: what `NSWorkspace` and the login window post. It is delivered on the main thread by its run loop, which is
//! `winit`'s here: without a running one nothing is heard. Whoever is told that the machine will sleep may take up to
//! thirty seconds (Apple's Technical Q&A QA1340), so the main thread waits there while a hold lives; the agent is on
//! another one.

#![expect(
    unsafe_code,
    reason = "a class of our own, and names that the compiler cannot check"
)]

use std::time::Duration;

use objc2::rc::{Allocated, Retained, autoreleasepool};
use objc2::{AnyThread as _, DefinedClass as _, define_class, msg_send, sel};
use objc2_app_kit::{
    NSWorkspace, NSWorkspaceDidWakeNotification, NSWorkspaceWillPowerOffNotification,
    NSWorkspaceWillSleepNotification,
};
use objc2_foundation::{
    NSDistributedNotificationCenter, NSNotification, NSNotificationSuspensionBehavior, NSObject,
    NSString,
};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;

pub(super) use super::teller::Held;
pub use super::teller::Sources;
use super::teller::Teller;
use super::{Delays, Happening, Hold};

/// What the login window posts; it is in no document, and has been so for many releases.
const LOCKED: &str = "com.apple.screenIsLocked";

/// So long the main thread waits at the most: a person may be looking at the menu.
const LIMIT: Duration = Duration::from_secs(4);

/// Tells what happens, until nobody listens.
pub(super) async fn follow(
    _sources: Sources,
    delays: watch::Receiver<Delays>,
    happened: UnboundedSender<(Happening, Hold)>,
) {
    let teller = Teller {
        delays,
        happened: happened.clone(),
    };
    autoreleasepool(|_| observe(teller));
    happened.closed().await;
}

define_class!(
    // SAFETY: NSObject asks nothing of those who build on it, and this does not implement Drop.
    #[unsafe(super(NSObject))]
    #[name = "PortKnockerSession"]
    #[ivars = Teller]
    struct Observer;

    impl Observer {
        #[unsafe(method(willSleep:))]
        fn will_sleep(&self, _: &NSNotification) {
            let is_wanted = |delays: Delays| delays.sleep;
            self.ivars()
                .tell_and_wait(Happening::Sleeps, is_wanted, LIMIT);
        }

        #[unsafe(method(didWake:))]
        fn did_wake(&self, _: &NSNotification) {
            self.ivars().tell(Happening::Resumed);
        }

        /// A logout or a shutdown: it is not said which. The session ends by both.
        #[unsafe(method(willPowerOff:))]
        fn will_power_off(&self, _: &NSNotification) {
            let is_wanted = |delays: Delays| delays.shutdown;
            self.ivars()
                .tell_and_wait(Happening::LogsOut, is_wanted, LIMIT);
        }

        #[unsafe(method(isLocked:))]
        fn is_locked(&self, _: &NSNotification) {
            self.ivars().tell(Happening::Locked);
        }
    }
);

impl Observer {
    fn new(teller: Teller) -> Retained<Self> {
        let this: Allocated<Self> = Self::alloc();
        let this = this.set_ivars(teller);
        // SAFETY: NSObject's `init` is what it says.
        unsafe { msg_send![super(this), init] }
    }
}

/// Has the system tell the teller, for as long as the program runs.
fn observe(teller: Teller) {
    let observer = Observer::new(teller);
    let workspace = NSWorkspace::sharedWorkspace().notificationCenter();
    // SAFETY: the names are the system's constants; each selector is one of the observer's, and takes a notification.
    unsafe {
        for (selector, name) in [
            (sel!(willSleep:), NSWorkspaceWillSleepNotification),
            (sel!(didWake:), NSWorkspaceDidWakeNotification),
            (sel!(willPowerOff:), NSWorkspaceWillPowerOffNotification),
        ] {
            workspace.addObserver_selector_name_object(&observer, selector, Some(name), None);
        }
        // At once: an application that is never in front, as this one, would otherwise be told late or never.
        NSDistributedNotificationCenter::defaultCenter()
            .addObserver_selector_name_object_suspensionBehavior(
                &observer,
                sel!(isLocked:),
                Some(&NSString::from_str(LOCKED)),
                None,
                NSNotificationSuspensionBehavior::DeliverImmediately,
            );
    }
    // The centers do not keep it alive. It is not taken back either: the main thread may be about to call it.
    let _ = Retained::into_raw(observer);
}
