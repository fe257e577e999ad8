//! A user who has nothing yet: an empty home with its folders, and an environment that knows of nothing else.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

/// How long a command may take before a test gives it up.
const PATIENCE: Duration = Duration::from_mins(1);

/// A temporary home folder.
pub struct Home {
    folder: TempDir,
}

impl Home {
    pub fn new() -> Home {
        let folder = tempfile::Builder::new()
            .prefix("portknocker-test-")
            .tempdir()
            .expect("a temporary folder can be made");
        let home = Home { folder };
        for path in [home.config(), home.state(), home.runtime(), home.logs()] {
            fs::create_dir(&path).unwrap();
        }
        fs::set_permissions(home.runtime(), fs::Permissions::from_mode(0o700)).unwrap();
        home
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// `XDG_CONFIG_HOME`.
    pub fn config(&self) -> PathBuf {
        self.path().join("config")
    }

    /// `XDG_STATE_HOME`.
    pub fn state(&self) -> PathBuf {
        self.path().join("state")
    }

    /// `XDG_RUNTIME_DIR`.
    pub fn runtime(&self) -> PathBuf {
        self.path().join("run")
    }

    /// Where the programs beside a test write what they have to say.
    pub fn logs(&self) -> PathBuf {
        self.path().join("log")
    }

    /// Where the session bus listens, if a desktop starts one.
    pub fn bus_address(&self) -> String {
        format!("unix:path={}", self.runtime().join("bus").display())
    }

    /// Where the system bus listens, if a test starts one.
    pub fn system_bus_address(&self) -> String {
        format!("unix:path={}", self.runtime().join("system-bus").display())
    }

    /// The user's own configuration file, where the program looks for it unasked.
    pub fn configuration(&self) -> PathBuf {
        self.config().join("portknocker").join("config.toml")
    }

    /// Writes the user's configuration file, which is readable for its user alone, and returns its path.
    pub fn write_configuration(&self, text: &str) -> PathBuf {
        let file = self.configuration();
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        file
    }

    /// Gives `command` this home, and nothing of the environment that the test itself runs in.
    pub fn clothe<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env_clear();
        for kept in ["PATH", "RUST_BACKTRACE", "LLVM_PROFILE_FILE"] {
            if let Some(value) = env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command
            .current_dir(self.path())
            .env("HOME", self.path())
            .env("USER", "tester")
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("XDG_CONFIG_HOME", self.config())
            .env("XDG_STATE_HOME", self.state())
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env("XDG_CACHE_HOME", self.path().join("cache"))
            .env("XDG_RUNTIME_DIR", self.runtime())
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus_address())
            .env("DBUS_SYSTEM_BUS_ADDRESS", self.system_bus_address())
    }

    /// `portknocker ARGS…` as this user would run it.
    pub fn portknocker(&self, args: &[&str]) -> assert_cmd::Command {
        let mut command = Command::new(program("portknocker"));
        self.clothe(command.args(args));
        patient(command)
    }
}

/// The path of one of this package's programs; any other name is left to `PATH`.
pub fn program(name: &str) -> PathBuf {
    match name {
        "portknocker" => env!("CARGO_BIN_EXE_portknocker").into(),
        "portknocker-agent" => env!("CARGO_BIN_EXE_portknocker-agent").into(),
        #[cfg(feature = "window")]
        "portknocker-window" => env!("CARGO_BIN_EXE_portknocker-window").into(),
        other => other.into(),
    }
}

/// A command whose output can be asserted, and that does not hang a test for ever.
pub fn patient(command: Command) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::from_std(command);
    command.timeout(PATIENCE);
    command
}
