//! The keyring of the session: a real GNOME Keyring, unlocked as at a login, or locked.

use std::fs;

use zbus::zvariant::{ObjectPath, OwnedObjectPath};

use super::{Desktop, STARTING, bus};
use crate::support::wait::wait_until;

/// The name of every keyring on the bus.
const SERVICE: &str = "org.freedesktop.secrets";
/// What a login makes and unlocks.
const LOGIN: &str = "/org/freedesktop/secrets/collection/login";

impl Desktop {
    /// Starts the keyring, unlocked as by a login with a password.
    #[track_caller]
    pub fn start_keyring(&mut self) {
        let password = self.home.path().join("password");
        fs::write(&password, "a password").unwrap();
        let line = "exec gnome-keyring-daemon --foreground --unlock --components=secrets <\"$0\"";
        let args = ["sh", "-c", line, &password.display().to_string()];
        self.keyring = Some(self.spawn("keyring", &args));
        wait_until("the keyring", STARTING, || {
            bus::has_owner(&self.connection, SERVICE) && self.has_login_collection()
        });
    }

    pub fn stop_keyring(&mut self) {
        if self.keyring.take().is_some() {
            wait_until("the keyring to go", STARTING, || {
                !bus::has_owner(&self.connection, SERVICE)
            });
        }
    }

    /// Makes the keyring hang: it is there and never answers.
    pub fn freeze_keyring(&self) {
        let keyring = self.keyring.as_ref();
        keyring.expect("the desktop has a keyring").freeze();
    }

    pub fn thaw_keyring(&self) {
        let keyring = self.keyring.as_ref();
        keyring.expect("the desktop has a keyring").thaw();
    }

    /// Locks it, as a user does who leaves the desk.
    #[track_caller]
    pub fn lock_keyring(&self) {
        let objects = vec![ObjectPath::try_from(LOGIN).unwrap()];
        let reply = self.connection.call_method(
            Some(SERVICE),
            "/org/freedesktop/secrets",
            Some("org.freedesktop.Secret.Service"),
            "Lock",
            &objects,
        );
        let (locked, _): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            reply.unwrap().body().deserialize().unwrap();
        assert_eq!(locked.len(), 1, "it was unlocked before");
    }

    fn has_login_collection(&self) -> bool {
        let reply = self.connection.call_method(
            Some(SERVICE),
            "/org/freedesktop/secrets",
            Some("org.freedesktop.Secret.Service"),
            "ReadAlias",
            &"default",
        );
        let path = reply.ok().map(|reply| {
            let body = reply.body();
            body.deserialize::<OwnedObjectPath>().unwrap()
        });
        path.is_some_and(|path| path.as_str() == LOGIN)
    }

    /// Whether the keyring's prompt is on the screen.
    pub fn sees_prompt(&self) -> bool {
        !self.visible_windows("gcr-prompter").is_empty()
    }
}
