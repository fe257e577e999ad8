//! Windows: what it tells to every top-level window. Ours is hidden, has a thread of its own, and does not answer
//! while a hold lives: Windows waits two seconds for it before it sleeps, and five before the session ends.

use std::cell::{Cell, OnceCell};
use std::io;
use std::ptr;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::{oneshot, watch};
use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::Power::RegisterSuspendResumeNotification;
use windows_sys::Win32::System::RemoteDesktop::{
    NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification,
};
use windows_sys::Win32::System::Shutdown::{ShutdownBlockReasonCreate, ShutdownBlockReasonDestroy};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DEVICE_NOTIFY_WINDOW_HANDLE, DefWindowProcW, DispatchMessageW,
    ENDSESSION_CLOSEAPP, ENDSESSION_LOGOFF, GetMessageW, MSG, PBT_APMRESUMEAUTOMATIC,
    PBT_APMSUSPEND, PostMessageW, PostQuitMessage, RegisterClassW, WM_CLOSE, WM_DESTROY,
    WM_ENDSESSION, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE, WNDCLASSW, WTS_SESSION_LOCK,
};
use windows_sys::core::PCWSTR;
use windows_sys::w;

pub(super) use super::teller::Held;
pub use super::teller::Sources;
use super::teller::Teller;
use super::{Delays, Happening, Hold};
use crate::say;
use crate::text::Catalogue;

const CLASS: PCWSTR = w!("PortKnockerSession");

/// Just within the two seconds that Windows grants.
const BEFORE_SLEEP: Duration = Duration::from_millis(1900);
/// Within the five seconds after which a program counts as hung.
const BEFORE_THE_END: Duration = Duration::from_secs(4);

thread_local! {
    /// Whom the window of this thread tells.
    static TELLER: OnceCell<Teller> = const { OnceCell::new() };
    /// Windows may tell twice that it sleeps or wakes: to all windows, and to those that asked for it.
    static SLEEPS: Cell<bool> = const { Cell::new(false) };
}

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
    let (sender, window) = oneshot::channel();
    let thread = thread::Builder::new()
        .name("session".to_owned())
        .spawn(move || run(teller, sender));
    let window = match thread {
        Ok(_) => window
            .await
            .unwrap_or_else(|_| Err(io::Error::other("its thread ended"))),
        Err(error) => Err(error),
    };
    if let Err(error) = &window {
        tracing::warn!("sleep, shutdown, locking and logout go unnoticed: no window: {error}");
    }
    happened.closed().await;
    drop(window);
}

/// The window as other threads know it: dropped, it closes.
struct Window(HWND);

// SAFETY: it is a number to this program, and messages may be posted to it from any thread.
#[expect(
    unsafe_code,
    reason = "a raw pointer to the compiler, a number to Windows"
)]
unsafe impl Send for Window {}

// SAFETY: as above.
#[expect(
    unsafe_code,
    reason = "a raw pointer to the compiler, a number to Windows"
)]
unsafe impl Sync for Window {}

impl Drop for Window {
    #[expect(unsafe_code, reason = "no crate wraps this call")]
    fn drop(&mut self) {
        // SAFETY: it takes numbers; a window that has gone is an error that nobody minds.
        unsafe { PostMessageW(self.0, WM_CLOSE, 0, 0) };
    }
}

/// Makes the window, and is its thread until it closes.
#[expect(unsafe_code, reason = "no crate wraps these calls")]
fn run(teller: Teller, made: oneshot::Sender<io::Result<Window>>) {
    TELLER.with(|cell| {
        let _ = cell.set(teller);
    });
    let window = match make() {
        Ok(window) => window,
        Err(error) => {
            let _ = made.send(Err(error));
            return;
        }
    };
    // SAFETY: the window is this thread's.
    let hears_locking = unsafe { WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION) };
    if hears_locking == 0 {
        let error = io::Error::last_os_error();
        tracing::warn!("locking goes unnoticed: {error}");
    }
    // A machine that only dozes ("modern standby") tells it to those alone who ask. Both last as long as the window.
    // SAFETY: the window is this thread's.
    unsafe { RegisterSuspendResumeNotification(window, DEVICE_NOTIFY_WINDOW_HANDLE) };
    let _ = made.send(Ok(Window(window)));
    let mut message = MSG::default();
    // SAFETY: the message lives as long as the calls; zero is the end, and less an error.
    while unsafe { GetMessageW(&raw mut message, ptr::null_mut(), 0, 0) } > 0 {
        // SAFETY: as above.
        unsafe { DispatchMessageW(&raw const message) };
    }
}

#[expect(unsafe_code, reason = "no crate wraps these calls")]
fn make() -> io::Result<HWND> {
    let class = WNDCLASSW {
        lpfnWndProc: Some(hear),
        lpszClassName: CLASS,
        ..WNDCLASSW::default()
    };
    // Without a parent it is a top-level window: those that take messages only are not told when the session ends.
    // SAFETY: class and names live as long as the calls. A class that is there already is this one.
    let window = unsafe {
        RegisterClassW(&raw const class);
        CreateWindowExW(
            0,
            CLASS,
            w!("PortKnocker"),
            0,
            0,
            0,
            0,
            0,
            ptr::null_mut(),
            ptr::null_mut(),
            ptr::null_mut(),
            ptr::null(),
        )
    };
    if window.is_null() {
        return Err(io::Error::last_os_error());
    }
    Ok(window)
}

/// What Windows calls with each message to the window, on the window's thread.
#[expect(
    unsafe_code,
    reason = "Windows calls it, and no crate wraps these calls"
)]
unsafe extern "system" fn hear(window: HWND, message: u32, what: WPARAM, more: LPARAM) -> LRESULT {
    let code = u32::try_from(what).unwrap_or_default();
    match message {
        WM_POWERBROADCAST if code == PBT_APMSUSPEND => {
            if !SLEEPS.replace(true) {
                let is_wanted = |delays: Delays| delays.sleep;
                tell(|to| to.tell_and_wait(Happening::Sleeps, is_wanted, BEFORE_SLEEP));
            }
            1
        }
        WM_POWERBROADCAST if code == PBT_APMRESUMEAUTOMATIC => {
            if SLEEPS.replace(false) {
                tell(|to| to.tell(Happening::Resumed));
            }
            1
        }
        WM_WTSSESSION_CHANGE if code == WTS_SESSION_LOCK => {
            tell(|to| to.tell(Happening::Locked));
            0
        }
        WM_ENDSESSION if what != 0 => {
            if let Some(end) = end(more) {
                let why = why();
                // SAFETY: the window is this thread's, and the reason ends with a zero; Windows copies it.
                unsafe { ShutdownBlockReasonCreate(window, why.as_ptr()) };
                let is_wanted = |delays: Delays| delays.shutdown;
                tell(|to| to.tell_and_wait(end, is_wanted, BEFORE_THE_END));
                // SAFETY: as above.
                unsafe { ShutdownBlockReasonDestroy(window) };
            }
            0
        }
        WM_DESTROY => {
            // SAFETY: it takes a number.
            unsafe { PostQuitMessage(0) };
            0
        }
        // SAFETY: they are what Windows called with.
        _ => unsafe { DefWindowProcW(window, message, what, more) },
    }
}

/// What Windows shows beside the program's name, should it come to that, as it wants it.
fn why() -> Vec<u16> {
    let text = say!(Catalogue::here(), "session-closing");
    text.encode_utf16().chain([0]).collect()
}

fn tell(how: impl FnOnce(&Teller)) {
    TELLER.with(|cell| {
        if let Some(teller) = cell.get() {
            how(teller);
        }
    });
}

/// What ends: the session, the machine, or, for an update of the program, neither.
fn end(reasons: LPARAM) -> Option<Happening> {
    // The reasons are the lower 32 bits, in a number with a sign.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bits, not a number"
    )]
    let reasons = reasons as u32;
    if reasons & ENDSESSION_LOGOFF != 0 {
        Some(Happening::LogsOut)
    } else if reasons & ENDSESSION_CLOSEAPP != 0 {
        None
    } else {
        Some(Happening::ShutsDown)
    }
}

#[cfg(test)]
#[path = "windows_tests.rs"]
mod tests;
