//! Windows: the system calls back at each change of an interface, an address or a route (`NotifyIpInterfaceChange` and the
//! two beside it), from a thread of its own. What it says is not read.

use std::ffi::c_void;
use std::io;
use std::ptr;
use std::sync::Arc;

use tokio::sync::Notify;
use windows_sys::Win32::Foundation::{HANDLE, NO_ERROR, WIN32_ERROR};
use windows_sys::Win32::NetworkManagement::IpHelper::{
    CancelMibChangeNotify2, MIB_NOTIFICATION_TYPE, NotifyIpInterfaceChange, NotifyRouteChange2,
    NotifyUnicastIpAddressChange,
};
use windows_sys::Win32::Networking::WinSock::AF_UNSPEC;

pub(super) struct Changes {
    // Fields drop in this order: what the callbacks use goes after them.
    _subscriptions: [Subscription; 3],
    heard: Arc<Notify>,
}

impl Changes {
    #[expect(unsafe_code, reason = "no crate wraps these calls")]
    pub(super) fn new() -> io::Result<Self> {
        let heard = Arc::new(Notify::new());
        let context = Arc::as_ptr(&heard).cast();
        // SAFETY: the context is what the callback takes it for, and lives until after they are cancelled; the handle's
        // place lives until the call returns.
        let subscriptions = unsafe {
            [
                Subscription::new(|handle| {
                    NotifyIpInterfaceChange(AF_UNSPEC, Some(hear), context, false, handle)
                })?,
                Subscription::new(|handle| {
                    NotifyUnicastIpAddressChange(AF_UNSPEC, Some(hear), context, false, handle)
                })?,
                Subscription::new(|handle| {
                    NotifyRouteChange2(AF_UNSPEC, Some(hear), context, false, handle)
                })?,
            ]
        };
        Ok(Self {
            _subscriptions: subscriptions,
            heard,
        })
    }

    /// Waits for the next change, or for one that was since the last.
    pub(super) async fn next(&self) -> io::Result<()> {
        self.heard.notified().await;
        Ok(())
    }
}

/// Is called by the system, whatever has changed.
///
/// # Safety
///
/// The context is a `Notify`.
#[expect(unsafe_code, reason = "the system hands over a raw pointer")]
unsafe extern "system" fn hear<Row>(
    context: *const c_void,
    _row: *const Row,
    _kind: MIB_NOTIFICATION_TYPE,
) {
    // SAFETY: as above; it outlives the subscription.
    let heard = unsafe { &*context.cast::<Notify>() };
    heard.notify_one();
}

/// What the system calls back for, until it is dropped.
struct Subscription(HANDLE);

// SAFETY: it is a number to this program, and may be cancelled from any thread but the callback's.
#[expect(
    unsafe_code,
    reason = "a raw pointer to the compiler, a number to Windows"
)]
unsafe impl Send for Subscription {}

// SAFETY: nothing can be done with it but to drop it.
#[expect(
    unsafe_code,
    reason = "a raw pointer to the compiler, a number to Windows"
)]
unsafe impl Sync for Subscription {}

impl Subscription {
    fn new(subscribe: impl FnOnce(*mut HANDLE) -> WIN32_ERROR) -> io::Result<Self> {
        let mut handle = ptr::null_mut();
        match subscribe(&raw mut handle) {
            NO_ERROR => Ok(Self(handle)),
            error => Err(io::Error::from_raw_os_error(error.cast_signed())),
        }
    }
}

impl Drop for Subscription {
    #[expect(unsafe_code, reason = "no crate wraps this call")]
    fn drop(&mut self) {
        // SAFETY: the handle is that of a subscription, cancelled once. The call waits for a callback that is under way.
        unsafe { CancelMibChangeNotify2(self.0) };
    }
}
