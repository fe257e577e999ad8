//! What the window asks of its engine.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::Moves;
use crate::autostart::Autostart;
use crate::config::Backup;
use crate::profile::{Action, Profile};
use crate::secret::SecretText;

/// What the window asks of its engine. Each is answered by [`Told`](super::Told)s, by and by.
#[derive(Debug)]
pub enum Ask {
    /// Carry out an action on a profile as it is saved: by the agent, or in this process where none runs.
    Act {
        /// The profile's name.
        profile: String,
        /// What is to be done.
        action: Action,
    },
    /// Have what is open of this profile last longer.
    Extend(String),
    /// Try a profile as it is on the screen, saved or not: open it, check it, and close it again.
    Test(Arc<Profile>),
    /// Look whether these entries of the keyring are there.
    LookUp {
        /// The accounts.
        accounts: Vec<String>,
        /// How long the keyring may take.
        limit: Duration,
    },
    /// Keep a secret in the keyring, and read it back.
    Keep {
        /// The account.
        account: String,
        /// The secret's text.
        secret: SecretText,
        /// How long the keyring may take.
        limit: Duration,
    },
    /// Give a secret of the keyring, to be shown.
    Reveal {
        /// The account.
        account: String,
        /// How long the keyring may take.
        limit: Duration,
    },
    /// Take a secret out of the keyring.
    Forget {
        /// The account.
        account: String,
        /// How long the keyring may take.
        limit: Duration,
    },
    /// Write the configuration file.
    Save(Save),
    /// Have the agent start at login, or not.
    Autostart(Autostart),
    /// Start the agent that lies beside this program.
    StartAgent,
    /// Add what a file of another program says to the configuration, as `portknocker import` does.
    Import(PathBuf),
    /// Try a practice door of this machine, which is in no file.
    Demo,
    /// Close what has an end and is held by this process, and end.
    End,
}

/// A configuration's text, to be written.
#[derive(Debug)]
pub struct Save {
    /// What the file must still say; absent: there must be none.
    pub before: Option<Zeroizing<String>>,
    /// What it is to say.
    pub text: Zeroizing<String>,
    /// What becomes of the keyring's entries of profiles that get another name, are copied, or go.
    pub moves: Moves,
    /// What becomes of the text as it was: kept, unless a secret leaves the file with this.
    pub backup: Backup,
}
