//! A server's half as its administrator has it: loaded by the commands in its own comments, and undone by them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::lab::Lab;
use super::process::{Process, output_of};
use super::wait::wait_until;

/// A half that is loaded. Dropping it ends the knockd or fwknopd that it may have.
pub struct LoadedHalf {
    path: PathBuf,
    text: String,
    daemon: Option<Process>,
    is_loading: bool,
}

impl LoadedHalf {
    /// Loads a half that lies in this file.
    #[track_caller]
    pub fn load(lab: &Lab, path: &Path) -> LoadedHalf {
        let mut half = Self::in_file(path);
        for command in half.commands("To load it") {
            half.run(lab, &command);
        }
        half
    }

    /// The same where another system's own commands would load it: what these come to.
    #[track_caller]
    pub fn load_by(lab: &Lab, path: &Path, command: &str) -> LoadedHalf {
        let mut half = Self::in_file(path);
        half.run(lab, command);
        half
    }

    fn in_file(path: &Path) -> LoadedHalf {
        LoadedHalf {
            path: path.to_owned(),
            text: fs::read_to_string(path).unwrap(),
            daemon: None,
            is_loading: true,
        }
    }

    /// Undoes it by one of its own commands.
    #[track_caller]
    pub fn undo_by(mut self, lab: &Lab, command: &str) {
        assert!(self.commands("To undo it").contains(&command.to_owned()));
        self.run(lab, command);
    }

    /// Undoes it.
    #[track_caller]
    pub fn undo(mut self, lab: &Lab) {
        self.is_loading = false;
        for command in self.commands("To undo it") {
            self.run(lab, &command);
        }
    }

    /// The commands of one of its lists.
    #[track_caller]
    fn commands(&self, title: &str) -> Vec<String> {
        let lines = self.text.lines();
        let list = lines.skip_while(|line| !line.contains(title)).skip(1);
        let list = list.take_while(|line| line.starts_with("#   "));
        let commands = list.filter_map(|line| line.strip_prefix("#   $ "));
        let commands: Vec<String> = commands.map(str::to_owned).collect();
        assert!(
            !commands.is_empty(),
            "no commands {title} in\n{}",
            self.text
        );
        commands
    }

    /// What systemd would do is done here: there is none in the laboratory.
    #[track_caller]
    fn run(&mut self, lab: &Lab, command: &str) {
        match command {
            "systemctl restart knockd" if self.is_loading => self.start_knockd(lab),
            "systemctl restart fwknop-server" if self.is_loading => self.start_fwknopd(lab),
            // What it stood for is out of its file.
            "systemctl restart knockd" | "systemctl restart fwknop-server" => self.stop(),
            "systemctl enable knockd" | "systemctl enable fwknop-server" => {}
            "systemctl is-active knockd" | "systemctl is-active fwknop-server" => {
                assert!(self.daemon.as_mut().is_some_and(Process::is_running));
            }
            command => {
                let command = command.replace("FILE", &self.path.display().to_string());
                let mut shell = lab.server_command("sh");
                output_of(lab.home().clothe(shell.args(["-ec", &command])));
            }
        }
    }

    #[track_caller]
    fn stop(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            daemon.terminate();
        }
    }

    #[track_caller]
    fn start_knockd(&mut self, lab: &Lab) {
        let mut command = lab.server_command("knockd");
        // As the half says: where it names no interface, this does.
        command
            .args(["-i", "lab0", "-v", "-D", "-c"])
            .arg(&self.path);
        let home = lab.home();
        let mut knockd = Process::start("half-knockd", home.clothe(&mut command), &home.logs());
        wait_until("knockd to listen", Duration::from_secs(10), || {
            assert!(knockd.is_running(), "knockd ended: {}", knockd.log());
            knockd.log().contains("listening on")
        });
        self.daemon = Some(knockd);
    }

    /// Its file is the half as it is, comments and all.
    #[track_caller]
    fn start_fwknopd(&mut self, lab: &Lab) {
        let home = lab.home();
        let config = home.path().join("fwknopd.conf");
        let text = format!(
            "PCAP_INTF lab0;\nFWKNOP_RUN_DIR {};\n",
            home.runtime().display()
        );
        fs::write(&config, text).unwrap();
        let mut command = lab.server_command("fwknopd");
        command.args(["-f", "-v", "-c"]).arg(&config);
        command.arg("-a").arg(&self.path);
        let mut fwknopd = Process::start("half-fwknopd", home.clothe(&mut command), &home.logs());
        let limit = Duration::from_secs(10);
        fwknopd.wait_for_log("Starting fwknopd main event loop", limit);
        self.daemon = Some(fwknopd);
    }
}

/// What the server's firewalls hold, but for the empty chains that the kernel always has, and for counters.
#[track_caller]
pub fn rules(lab: &Lab) -> String {
    let of = |program: &str, args: &[&str]| {
        let output = output_of(lab.server_command(program).args(args));
        String::from_utf8(output).unwrap()
    };
    let tables = of("nft", &["list", "tables"]);
    let tables = tables.lines().filter(|line| !line.ends_with(" filter"));
    let mut rules: Vec<String> = tables.map(str::to_owned).collect();
    for program in ["iptables-save", "ip6tables-save"] {
        let saved = of(program, &[]);
        let is_rule = |line: &&str| line.starts_with("-A") || line.ends_with("- [0:0]");
        rules.extend(saved.lines().filter(is_rule).map(str::to_owned));
    }
    rules.join("\n")
}

/// Has the server's own program check the file.
#[track_caller]
pub fn check(lab: &Lab, program: &str, args: &[&str], path: &Path) {
    output_of(lab.server_command(program).args(args).arg(path));
}
