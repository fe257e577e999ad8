//! A real sshd behind the laboratory's firewall, and a client that may log in to it. Its keys are thrown away.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::home::Home;
use super::process::{Process, output_of};

/// An sshd that runs. Dropping it ends it; the sessions that it has go on, as with any other.
pub struct Sshd {
    process: Process,
    folder: PathBuf,
}

impl Sshd {
    /// Starts one, in the namespace that `inside` makes its commands for, with its files in this home.
    #[track_caller]
    pub fn start(name: &str, home: &Home, port: u16, inside: impl Fn(&str) -> Command) -> Sshd {
        let folder = home.path().join(name);
        fs::create_dir(&folder).unwrap();
        let key = key(home);
        make_key(&folder.join("host"));
        let public = fs::read(key.with_extension("pub")).unwrap();
        fs::write(folder.join("authorized"), public).unwrap();
        // Where its package is installed and its service never was started, this is not there.
        fs::create_dir_all("/run/sshd").unwrap();
        // A shell that sshd starts reads what lies in its home: this machine's is none of a test's business.
        let config = folder.join("config");
        let text = format!(
            "Port {port}
             HostKey {0}/host
             AuthorizedKeysFile {0}/authorized
             PidFile none
             StrictModes no
             UsePAM no
             UseDNS no
             PermitRootLogin prohibit-password
             MaxStartups 500
             SetEnv HOME={0}
             Subsystem sftp internal-sftp
             PrintMotd no\n",
            folder.display()
        );
        fs::write(&config, text).unwrap();
        let mut command = inside("/usr/sbin/sshd");
        home.clothe(command.args(["-D", "-e", "-f"]).arg(&config));
        let mut process = Process::start(name, &mut command, &home.logs());
        process.wait_for_log("Server listening on", Duration::from_secs(10));
        Sshd { process, folder }
    }

    /// A folder of the server's own.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How often somebody has logged in so far.
    pub fn logins(&self) -> usize {
        self.process.log().matches("Accepted publickey").count()
    }
}

/// Writes a configuration for ssh that logs in everywhere, and begins with these lines; returns its path.
pub fn client_config(home: &Home, lines: &str) -> String {
    let mut text = lines.to_owned();
    let _ = write!(
        text,
        "\nHost *
             User root
             IdentityFile {}
             IdentitiesOnly yes
             UserKnownHostsFile {}
             StrictHostKeyChecking no
             LogLevel ERROR
             BatchMode yes\n",
        key(home).display(),
        home.path().join("known_hosts").display()
    );
    let file = home.path().join("ssh_config");
    fs::write(&file, text).unwrap();
    file.display().to_string()
}

/// The key of the client, made when it is first needed.
fn key(home: &Home) -> PathBuf {
    let key = home.path().join("client_key");
    if !key.exists() {
        make_key(&key);
    }
    key
}

fn make_key(file: &Path) {
    let mut command = Command::new("ssh-keygen");
    output_of(
        command
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(file),
    );
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
}
