//! What happens to the session is told: by logind, here a stand-in, and by the screensavers.

use std::thread::{self, JoinHandle};
use std::time::Duration;

use portknocker::session::{Delays, Happening, Hold, Sources, follow};
use rstest::rstest;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::watch;
use zbus::blocking::connection::Builder;

use crate::support::desktop::{Desktop, Logind};
use crate::support::home::Home;
use crate::support::wait::{wait_for, wait_until};

/// How long a happening may take to be told.
const TOLD: Duration = Duration::from_secs(15);
/// What does not come within this does not come.
const NEVER: Duration = Duration::from_millis(400);

const NOTHING: Delays = delays(false, false);
const SLEEP: Delays = delays(true, false);
const SHUTDOWN: Delays = delays(false, true);
const BOTH: Delays = delays(true, true);

const fn delays(sleep: bool, shutdown: bool) -> Delays {
    Delays { sleep, shutdown }
}

/// One who listens. Dropping it ends the listening, which has to end then.
struct Listener {
    delays: watch::Sender<Delays>,
    happened: Option<UnboundedReceiver<(Happening, Hold)>>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    /// Listens where this home's user does.
    fn start(home: &Home, wanted: Delays) -> Listener {
        let sources = Sources {
            system_bus: Some(home.system_bus_address()),
            ..Sources::default()
        };
        Listener::with(sources, wanted)
    }

    fn with(sources: Sources, wanted: Delays) -> Listener {
        let (delays, wanted) = watch::channel(wanted);
        let (happened, happenings) = unbounded_channel();
        let listen = move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(follow(sources, wanted, happened));
        };
        Listener {
            delays,
            happened: Some(happenings),
            thread: Some(thread::spawn(listen)),
        }
    }

    /// Waits for what happens next.
    #[track_caller]
    fn next(&mut self) -> (Happening, Hold) {
        let happened = self.happened.as_mut().unwrap();
        wait_for("a happening", TOLD, || happened.try_recv().ok())
    }

    /// Waits for what happens next, and holds nothing up.
    #[track_caller]
    fn hears(&mut self, happening: Happening) {
        assert_eq!(self.next().0, happening);
    }

    #[track_caller]
    fn hears_nothing(&mut self) {
        thread::sleep(NEVER);
        let happened = self.happened.as_mut().unwrap();
        assert!(happened.try_recv().is_err(), "something happened");
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.happened = None;
        let thread = self.thread.take().unwrap();
        if !thread::panicking() {
            wait_until("the listening to end", TOLD, || thread.is_finished());
            thread.join().unwrap();
        }
    }
}

#[test]
fn the_inhibitor_is_what_is_wanted() {
    let home = Home::new();
    let logind = Logind::start(&home);
    let listener = Listener::start(&home, SLEEP);
    logind.wait_for_inhibitor("sleep");
    for (wanted, what) in [
        (BOTH, "sleep:shutdown"),
        (SHUTDOWN, "shutdown"),
        (NOTHING, ""),
        (SLEEP, "sleep"),
    ] {
        listener.delays.send_replace(wanted);
        logind.wait_for_inhibitor(what);
    }
}

#[test]
fn who_listens_no_longer_holds_nothing_up() {
    let home = Home::new();
    let logind = Logind::start(&home);
    let listener = Listener::start(&home, BOTH);
    logind.wait_for_inhibitor("sleep:shutdown");
    drop(listener);
    logind.wait_for_inhibitor("");
}

#[test]
fn sleep_waits_for_the_hold_and_is_held_up_again_after_it() {
    let home = Home::new();
    let logind = Logind::start(&home);
    let mut listener = Listener::start(&home, BOTH);
    logind.wait_for_inhibitor("sleep:shutdown");

    logind.prepare_for_sleep(true);
    let (happening, hold) = listener.next();
    assert_eq!(happening, Happening::Sleeps);
    thread::sleep(NEVER);
    assert_eq!(logind.inhibited(), ["sleep:shutdown"]);

    drop(hold);
    logind.wait_for_inhibitor("");
    // It would be refused while the machine goes to sleep.
    listener.delays.send_replace(SLEEP);
    thread::sleep(NEVER);
    assert_eq!(logind.inhibited(), [""; 0]);

    logind.prepare_for_sleep(false);
    listener.hears(Happening::Resumed);
    logind.wait_for_inhibitor("sleep");
}

#[test]
fn shutdown_waits_for_the_hold_and_may_not_come_after_all() {
    let home = Home::new();
    let logind = Logind::start(&home);
    let mut listener = Listener::start(&home, SHUTDOWN);
    logind.wait_for_inhibitor("shutdown");

    logind.prepare_for_shutdown(true);
    let (happening, hold) = listener.next();
    assert_eq!(happening, Happening::ShutsDown);
    thread::sleep(NEVER);
    assert_eq!(logind.inhibited(), ["shutdown"]);
    drop(hold);
    logind.wait_for_inhibitor("");

    logind.prepare_for_shutdown(false);
    logind.wait_for_inhibitor("shutdown");
    listener.hears_nothing();
}

#[test]
fn sleep_is_told_where_nobody_wants_it_to_wait() {
    let home = Home::new();
    let logind = Logind::start(&home);
    let mut listener = Listener::start(&home, SHUTDOWN);
    logind.wait_for_inhibitor("shutdown");

    logind.prepare_for_sleep(true);
    let (happening, hold) = listener.next();
    assert_eq!(happening, Happening::Sleeps);
    drop(hold);
    thread::sleep(NEVER);
    assert_eq!(logind.inhibited(), ["shutdown"]);
}

#[test]
fn a_change_just_before_the_sleep_leaves_no_gap() {
    let home = Home::new();
    let logind = Logind::start(&home);
    let mut listener = Listener::start(&home, SLEEP);
    logind.wait_for_inhibitor("sleep");

    listener.delays.send_replace(BOTH);
    logind.prepare_for_sleep(true);
    let (happening, hold) = listener.next();
    assert_eq!(happening, Happening::Sleeps);
    assert!(!logind.inhibited().is_empty(), "it is held up");
    drop(hold);
    logind.wait_for_inhibitor("");
}

#[test]
fn an_inhibitor_that_is_refused_is_asked_for_again() {
    let home = Home::new();
    let logind = Logind::start(&home);
    logind.refuse_inhibitors();
    let mut listener = Listener::start(&home, SLEEP);
    wait_until("another attempt", TOLD, || {
        logind.inhibitors_asked_for() == 2
    });
    // What happens is told all the same.
    logind.prepare_for_sleep(true);
    listener.hears(Happening::Sleeps);
}

#[test]
fn a_logind_that_starts_anew_gets_a_new_inhibitor() {
    let home = Home::new();
    let mut logind = Logind::start(&home);
    let mut listener = Listener::start(&home, SLEEP);
    logind.wait_for_inhibitor("sleep");

    logind.restart(&home);
    logind.wait_for_inhibitor("sleep");
    logind.prepare_for_sleep(true);
    listener.hears(Happening::Sleeps);
    logind.lock(Logind::OWN);
    listener.hears(Happening::Locked);
}

#[test]
fn a_logind_that_comes_later_is_heard() {
    let home = Home::new();
    let mut logind = Logind::start(&home);
    logind.stop();
    let mut listener = Listener::start(&home, SLEEP);
    listener.hears_nothing();

    logind.restart(&home);
    logind.wait_for_inhibitor("sleep");
    logind.prepare_for_sleep(true);
    listener.hears(Happening::Sleeps);
}

#[test]
fn only_logind_is_believed() {
    let home = Home::new();
    let logind = Logind::start(&home);
    let mut listener = Listener::start(&home, SLEEP);
    logind.wait_for_inhibitor("sleep");
    logind.forge_prepare_for_sleep();
    listener.hears_nothing();
    assert_eq!(logind.inhibited(), ["sleep"]);
}

#[test]
fn the_own_session_is_locked() {
    let home = Home::new();
    let logind = Logind::start(&home);
    let mut listener = Listener::start(&home, SLEEP);
    logind.wait_for_inhibitor("sleep");
    ready(&logind, &mut listener);

    logind.lock(Logind::FOREIGN);
    logind.set_locked_hint(Logind::FOREIGN, true);
    listener.hears_nothing();

    logind.set_locked_hint(Logind::OWN, true);
    listener.hears(Happening::Locked);
    logind.set_locked_hint(Logind::OWN, false);
    listener.hears_nothing();
}

#[derive(Clone, Copy, Debug)]
enum Known {
    Variable,
    Display,
}

#[rstest]
#[case(Known::Variable)]
#[case(Known::Display)]
fn the_own_session_is_found_where_the_process_is_in_none(#[case] known: Known) {
    let home = Home::new();
    let logind = Logind::start_without_process(&home);
    let mut sources = Sources {
        system_bus: Some(home.system_bus_address()),
        ..Sources::default()
    };
    match known {
        Known::Variable => sources.session_id = Some(Logind::OWN.to_owned()),
        Known::Display => {
            // A number that is another user's by now.
            sources.session_id = Some(Logind::FOREIGN.to_owned());
            logind.display_session();
        }
    }
    let mut listener = Listener::with(sources, NOTHING);
    ready(&logind, &mut listener);
    logind.lock(Logind::FOREIGN);
    listener.hears_nothing();
}

#[derive(Clone, Copy, Debug)]
enum End {
    Closes,
    ClosesSilently,
    Goes,
}

#[rstest]
#[case(End::Closes)]
#[case(End::ClosesSilently)]
#[case(End::Goes)]
fn the_end_of_the_session_is_told_once(#[case] end: End) {
    let home = Home::new();
    let logind = Logind::start(&home);
    let mut listener = Listener::start(&home, NOTHING);
    ready(&logind, &mut listener);

    logind.close_session(Logind::FOREIGN);
    logind.remove_session(Logind::FOREIGN);
    // Another user's session comes onto the screen; this one stays.
    logind.deactivate_session(Logind::OWN);
    listener.hears_nothing();

    match end {
        End::Closes => logind.close_session(Logind::OWN),
        End::ClosesSilently => logind.close_session_silently(Logind::OWN),
        End::Goes => {}
    }
    if !matches!(end, End::Goes) {
        listener.hears(Happening::LogsOut);
    }
    logind.remove_session(Logind::OWN);
    if matches!(end, End::Goes) {
        listener.hears(Happening::LogsOut);
    }
    listener.hears_nothing();
}

#[rstest]
#[case("org.freedesktop.ScreenSaver")]
#[case("org.gnome.ScreenSaver")]
#[case("org.cinnamon.ScreenSaver")]
#[case("org.mate.ScreenSaver")]
#[case("org.xfce.ScreenSaver")]
fn a_screensaver_locks_without_a_system_bus(#[case] name: &str) {
    let desktop = Desktop::plan().bus_only().start();
    let home = desktop.home();
    let address = home.bus_address();
    let session_bus = Builder::address(address.as_str()).unwrap().build().unwrap();
    let sources = Sources {
        session_bus: Some(session_bus.into_inner()),
        system_bus: Some(home.system_bus_address()),
        session_id: None,
    };
    let mut listener = Listener::with(sources, BOTH);
    let saver = Builder::address(address.as_str())
        .unwrap()
        .name(name)
        .unwrap()
        .build()
        .unwrap();
    let path = format!("/{}", name.replace('.', "/"));
    let say = |by: &zbus::blocking::Connection, active: bool| {
        by.emit_signal(None::<&str>, path.as_str(), name, "ActiveChanged", &active)
            .unwrap();
    };

    // Until the listening has begun.
    let happened = listener.happened.as_mut().unwrap();
    let (happening, _hold) = wait_for("a happening", TOLD, || {
        say(&saver, true);
        thread::sleep(Duration::from_millis(50));
        happened.try_recv().ok()
    });
    assert_eq!(happening, Happening::Locked);
    while listener.happened.as_mut().unwrap().try_recv().is_ok() {}

    say(&saver, false);
    say(desktop.connection(), true);
    listener.hears_nothing();
    say(&saver, true);
    listener.hears(Happening::Locked);
}

#[test]
fn without_any_bus_there_is_nothing_to_hear() {
    let home = Home::new();
    let mut listener = Listener::start(&home, BOTH);
    listener.hears_nothing();
    assert!(!listener.thread.as_ref().unwrap().is_finished());
}

mod timing {
    use std::fs;
    use std::time::Instant;

    use super::*;

    #[test]
    fn the_inhibitor_is_let_go_before_its_limit() {
        let home = Home::new();
        let logind = Logind::start(&home);
        logind.limit_delays(Duration::from_secs(3));
        let mut listener = Listener::start(&home, SLEEP);
        logind.wait_for_inhibitor("sleep");

        logind.prepare_for_sleep(true);
        let begun = Instant::now();
        let (_, hold) = listener.next();
        logind.wait_for_inhibitor("");
        let took = begun.elapsed();
        let window = Duration::from_millis(2300)..Duration::from_secs(3);
        assert!(window.contains(&took), "{took:?}");
        drop(hold);
    }

    #[test]
    fn nothing_wakes_one_who_listens_in_vain() {
        let desktop = Desktop::plan().bus_only().start();
        let home = desktop.home();
        let logind = Logind::start(home);
        let session_bus = Builder::address(home.bus_address().as_str())
            .unwrap()
            .build()
            .unwrap();
        let sources = Sources {
            session_bus: Some(session_bus.into_inner()),
            system_bus: Some(home.system_bus_address()),
            session_id: None,
        };
        let mut listener = Listener::with(sources, BOTH);
        ready(&logind, &mut listener);
        logind.wait_for_inhibitor("sleep:shutdown");

        thread::sleep(Duration::from_secs(2));
        let before = switches();
        thread::sleep(Duration::from_secs(5));
        // This thread itself is woken once.
        assert!(switches() - before <= 2, "{} wake-ups", switches() - before);
    }

    /// How often all threads of this process have gone to sleep so far.
    fn switches() -> u64 {
        let tasks = fs::read_dir("/proc/self/task").unwrap();
        tasks
            .map(|task| {
                let status = fs::read_to_string(task.unwrap().path().join("status")).unwrap();
                let line = status
                    .lines()
                    .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
                line.unwrap().trim().parse::<u64>().unwrap()
            })
            .sum()
    }
}

/// Waits until the own session is heard.
#[track_caller]
fn ready(logind: &Logind, listener: &mut Listener) {
    let happened = listener.happened.as_mut().unwrap();
    wait_until("the own session to be heard", TOLD, || {
        logind.lock(Logind::OWN);
        thread::sleep(Duration::from_millis(50));
        matches!(happened.try_recv(), Ok((Happening::Locked, _)))
    });
    thread::sleep(Duration::from_millis(50));
    while happened.try_recv().is_ok() {}
}
