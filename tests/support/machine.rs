//! The machine as the program's own examination finds it, for a home of the test's own.

use portknocker::config::ConfigPath;
use portknocker::doctor::machine::{Examined, Found, Setup, State, Subject, examine};

use super::home::Home;

/// What the examination found.
pub struct Machine(Vec<Examined>);

/// What is looked at for this home: its configuration, its runtime folder and its buses, wherever the test itself runs.
pub fn setup(home: &Home) -> Setup {
    Setup {
        config: Some(ConfigPath {
            path: home.configuration(),
            named: false,
        }),
        runtime: home.runtime().join("portknocker"),
        time_server: None,
        session_bus: Some(home.bus_address()),
        system_bus: Some(home.system_bus_address()),
    }
}

impl Machine {
    /// Looks, in this thread.
    pub fn look(setup: &Setup) -> Machine {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let examined = runtime.block_on(examine(setup));
        runtime.shutdown_background();
        Machine(examined)
    }

    /// What was found of this.
    #[track_caller]
    pub fn of(&self, subject: Subject) -> &Examined {
        let mut found = self.0.iter().filter(|one| one.subject() == subject);
        found.next().expect("every subject is looked at")
    }

    /// Asserts that this is among what was found, and what it means.
    #[track_caller]
    pub fn has(&self, state: State, found: Found) {
        let expected = Examined { state, found };
        assert_eq!(self.of(expected.subject()), &expected);
    }
}
