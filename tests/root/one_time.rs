//! One-time sequences against a real knockd with `one_time_sequences`: both lists stay in step, also when a client is
//! killed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{portknocker, steps};
use crate::support::lab::{Door, Family, Lab, SERVER_V4};
use crate::support::said::Said;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(5);

/// A server and a client with the same list.
struct Pair {
    lab: Lab,
    server: PathBuf,
    client: PathBuf,
    _folder: TempDir,
}

impl Pair {
    fn start(lines: &[String]) -> Pair {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (server, client) = (folder.path().join("server"), folder.path().join("client"));
        for path in [&server, &client] {
            // knockd wants a blank to begin each line, to write its sign over.
            fs::write(path, format!(" {}\n", lines.join("\n "))).unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        let lab = Lab::plan().door(Door::opens_once("once", &server)).start();
        Pair {
            lab,
            server,
            client,
            _folder: folder,
        }
    }

    fn configuration(&self) -> String {
        format!(
            "[[profile]]\nname = \"lab\"\nhost = \"{SERVER_V4}\"\nopen = {{ one_time = {{ file = \"{}\" }} }}\n\
             check = 2222\ndelay = \"50ms\"\ncheck_timeout = \"700ms\"\n",
            self.client.display()
        )
    }

    fn open(&self) -> Said {
        portknocker(&self.lab, &self.configuration(), &["open", "lab"])
    }

    /// Shuts the door, and waits until knockd has marked what it took.
    fn shut(&self, spent_by_server: usize) {
        wait_until("knockd to mark the line", LIMIT, || {
            spent(&self.server) == spent_by_server
        });
        self.lab.close_all();
        assert!(!self.lab.service_answers(Family::V4));
    }
}

/// The first step of each line is its own, so that no line is the beginning of another.
fn lines(count: u16) -> Vec<String> {
    let line = |number| {
        format!(
            "{}:tcp,{}:udp,{}:tcp",
            7000 + number,
            8000 + number,
            9000 + number
        )
    };
    (0..count).map(line).collect()
}

fn spent(path: &Path) -> usize {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| line.starts_with('#')).count()
}

#[test]
fn five_openings_in_a_row_each_take_the_next_line_and_both_lists_say_so() {
    let all = lines(5);
    let pair = Pair::start(&all);
    for number in 1..=5 {
        let capture = pair.lab.capture();
        let left = 5 - number;
        let few = match left {
            4 => String::new(),
            left => format!("; one-time sequences left: {left}"),
        };
        pair.open().is(
            0,
            &format!("lab: open verified: port 2222 answers after TIME{few}\n"),
        );
        assert_eq!(steps(&capture.knocks()).join(","), all[number - 1]);
        // knockd gives up a list whose last line was used, and with it its mark (0.8).
        if number < 5 {
            pair.shut(number);
            let (client, server) = (&pair.client, &pair.server);
            assert_eq!(fs::read(client).unwrap(), fs::read(server).unwrap());
        } else {
            pair.lab.close_all();
        }
    }
    pair.open().is(
        1,
        "lab: open failed: the opening sequence: no one-time sequence is left. Put new ones into the list, here and on the server. Nothing was sent\n",
    );
}

#[test]
fn a_line_is_not_spent_by_an_opening_that_had_no_effect() {
    let pair = Pair::start(&lines(3));
    fs::write(&pair.client, " 1:tcp\n 2:tcp\n").unwrap();
    assert_eq!(pair.open().status, 3);
    assert_eq!(spent(&pair.client), 0);
}

#[test]
fn without_a_check_a_line_is_spent_when_it_was_sent() {
    let pair = Pair::start(&lines(5));
    let configuration = pair.configuration();
    portknocker(&pair.lab, &configuration, &["open", "--no-check", "lab"]).is(
        0,
        "lab: open unverified: everything was sent, nothing was checked\n",
    );
    assert_eq!(spent(&pair.client), 1);
    pair.shut(1);
}

#[test]
fn a_client_that_was_killed_at_any_moment_resumes_right() {
    const KILLED: u16 = 12;
    let pair = Pair::start(&lines(3 * KILLED));
    let configuration = pair.configuration();
    pair.lab.home().write_configuration(&configuration);
    let began = Instant::now();
    assert_eq!(pair.open().status, 0);
    let needed = began.elapsed();
    pair.shut(1);
    let mut taken_by_killed = 0;
    for number in 0..KILLED {
        let before = spent(&pair.server);
        let mut killed = pair
            .lab
            .client_command(&["portknocker", "open", "lab"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(needed.mul_f64(f64::from(number) / f64::from(KILLED - 1)));
        killed.kill().unwrap();
        killed.wait().unwrap();
        // What knockd has taken, it has marked by then.
        sleep(Duration::from_millis(300));
        taken_by_killed += spent(&pair.server) - before;
        pair.lab.close_all();

        let said = pair.open();
        assert_eq!(said.status, 0, "after a kill ({number}): {said}");
        let server = spent(&pair.server);
        pair.shut(server);
        assert_eq!(spent(&pair.client), server, "both lists are in step");
    }
    println!(
        "{taken_by_killed} of {KILLED} killed clients had opened the door; one opening takes {needed:?}"
    );
    assert!(taken_by_killed > 0, "none was killed late enough");
    assert!(
        taken_by_killed < usize::from(KILLED),
        "none was killed early enough"
    );
}

/// The server takes a line with each opening, and nothing answers that would say so.
#[test]
fn while_the_service_was_down_both_lists_part_and_meet_again() {
    let mut pair = Pair::start(&lines(20));
    pair.lab.stop_service();
    for _ in 0..3 {
        assert_eq!(pair.open().status, 3);
        pair.lab.close_all();
    }
    assert_eq!(spent(&pair.client), 0);
    let taken = spent(&pair.server);
    assert!(taken >= 3, "{taken}");
    pair.lab.start_service();
    let said = pair.open();
    assert_eq!(said.status, 0, "{said}");
    let server = spent(&pair.server);
    pair.shut(server);
    assert_eq!(spent(&pair.client), server);
    assert_eq!(pair.open().status, 0);
}

/// The service answers because the door is open already, not because of the packets, which are lost.
#[test]
fn a_line_spent_on_a_door_that_was_open_is_found_again() {
    let pair = Pair::start(&lines(20));
    assert_eq!(pair.open().status, 0);
    wait_until("knockd to mark the line", LIMIT, || {
        spent(&pair.server) == 1
    });
    // Behind everything that would tell the sender.
    // Behind everything that would tell the sender.
    let lose = "table netdev lost {
        chain egress {
            type filter hook egress device lab0 priority 0;
            tcp dport 7000-9999 drop
            udp dport 7000-9999 drop
        }
    }";
    pair.lab.client(&["nft", lose]).assert().success();
    assert_eq!(pair.open().status, 0);
    assert_eq!((spent(&pair.client), spent(&pair.server)), (2, 1));
    let heal = ["nft", "delete table netdev lost"];
    pair.lab.client(&heal).assert().success();
    pair.lab.close_all();
    // The third line is not the one that the server waits for; the next opening goes back to the second.
    assert_eq!(pair.open().status, 3);
    let said = pair.open();
    assert_eq!(said.status, 0, "{said}");
    assert_eq!((spent(&pair.client), spent(&pair.server)), (2, 2));
    pair.shut(2);
    assert_eq!(pair.open().status, 0);
}
