//! Against a real window, which is told what Windows would tell it. Under wine it needs a display.

use std::thread;
use std::time::Instant;

use tokio::sync::mpsc::unbounded_channel;
use windows_sys::Win32::UI::WindowsAndMessaging::{FindWindowW, SendMessageW};

use super::*;

/// Looks for the window until it is there.
#[expect(unsafe_code, reason = "no crate wraps this call")]
fn find() -> Option<HWND> {
    (0..200).find_map(|_| {
        thread::sleep(Duration::from_millis(20));
        // SAFETY: the names are constant.
        let window = unsafe { FindWindowW(CLASS, ptr::null()) };
        (!window.is_null()).then_some(window)
    })
}

#[expect(unsafe_code, reason = "no crate wraps this call")]
fn send(message: u32, what: u32, more: LPARAM) -> Duration {
    let window = find().expect("there is a window");
    let start = Instant::now();
    // SAFETY: it takes numbers.
    unsafe { SendMessageW(window, message, what as WPARAM, more) };
    start.elapsed()
}

#[test]
fn tells_and_waits_and_ends() {
    let (delays, wanted) = watch::channel(Delays::default());
    let (happened, mut happenings) = unbounded_channel();
    let following = thread::spawn(move || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(follow(Sources, wanted, happened));
    });
    let mut heard = || happenings.blocking_recv().expect("somebody tells");

    let quick = Duration::from_millis(500);
    assert!(send(WM_POWERBROADCAST, PBT_APMSUSPEND, 0) < quick);
    assert_eq!(heard().0, Happening::Sleeps);
    send(WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC, 0);
    send(WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC, 0);
    assert_eq!(heard().0, Happening::Resumed);
    send(WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, 0);
    assert_eq!(heard().0, Happening::Locked);

    delays.send_replace(Delays {
        sleep: true,
        shutdown: true,
    });
    // Nobody lets go: the limit does.
    let took = send(WM_POWERBROADCAST, PBT_APMSUSPEND, 0);
    assert!(
        (BEFORE_SLEEP..BEFORE_SLEEP + quick).contains(&took),
        "{took:?}"
    );
    drop(heard());
    send(WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC, 0);
    drop(heard());

    let letting_go = thread::spawn(move || {
        let (happening, hold) = happenings.blocking_recv().expect("somebody tells");
        thread::sleep(quick);
        drop(hold);
        (happening, happenings)
    });
    let took = send(WM_ENDSESSION, 1, 0);
    assert!((quick..quick * 3).contains(&took), "{took:?}");
    let (happening, mut happenings) = letting_go.join().expect("it lets go");
    assert_eq!(happening, Happening::ShutsDown);

    delays.send_replace(Delays::default());
    send(
        WM_ENDSESSION,
        1,
        LPARAM::try_from(ENDSESSION_CLOSEAPP).expect("small"),
    );
    // It is called off.
    send(WM_ENDSESSION, 0, 0);
    send(
        WM_ENDSESSION,
        1,
        LPARAM::try_from(ENDSESSION_LOGOFF).expect("small"),
    );
    assert_eq!(
        happenings.blocking_recv().expect("told").0,
        Happening::LogsOut
    );

    drop(happenings);
    following.join().expect("it ends");
}
