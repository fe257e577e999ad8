//! `connect` against a real firewall: when it knocks, and what it makes of a stream.

use std::io::{Read, Write};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rstest::rstest;
use rustix::process::{Pid, Signal, kill_process};

use super::steps;
use crate::support::desktop::Desktop;
use crate::support::home::Home;
use crate::support::lab::{Family, Lab, OPEN_SEQUENCE, Packet, Plan, SERVICE};
use crate::support::process::Process;
use crate::support::said::Said;
use crate::support::wait::{wait_for, wait_until};

const LIMIT: Duration = Duration::from_secs(20);

pub const HOMELAB: &str = r#"[[profile]]
name = "homelab"
host = "server4.lab"
open = ["7000:tcp", "8000:udp", "9000:tcp"]
close = ["9000:tcp", "8000:udp", "7000:tcp"]
check = 2222
delay = "50ms"
check_timeout = "2s"
retries = 0
"#;

/// Who decides whether there is need to knock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// The agent.
    Agent,
    /// The commands among themselves.
    Commands,
}

/// A client of a laboratory, with an agent or without one.
struct Client {
    agent: Option<(Process, Desktop)>,
    lab: Lab,
}

impl Client {
    #[track_caller]
    fn start(by: By, plan: Plan, keys: &str) -> Client {
        let lab = plan.start();
        let text = format!("{HOMELAB}{keys}\n");
        lab.home().write_configuration(&text);
        let agent = (by == By::Agent).then(|| {
            let desktop = Desktop::plan().bus_only().start();
            desktop.home().write_configuration(&text);
            let agent = desktop.start_agent_in(&lab);
            desktop.wait_for_lines(&["homelab"]);
            (agent, desktop)
        });
        Client { agent, lab }
    }

    fn home(&self) -> &Home {
        let desktop = self.agent.as_ref().map(|(_, desktop)| desktop);
        desktop.map_or(self.lab.home(), Desktop::home)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = self
            .lab
            .client_command_at(self.home(), &[&["portknocker"], args].concat());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    #[track_caller]
    fn said(&self, args: &[&str]) -> Said {
        Said::by(&mut assert_cmd::Command::from_std(self.command(args)))
    }

    /// So many connections at once, each of which gets its own words back from the service.
    #[track_caller]
    fn connect_at_once(&self, count: usize) {
        for (number, output) in self.outputs_at_once(count).into_iter().enumerate() {
            assert_eq!(String::from_utf8_lossy(&output.stderr), "");
            assert_eq!(String::from_utf8_lossy(&output.stdout), word(number));
            assert_eq!(output.status.code(), Some(0));
        }
    }

    #[track_caller]
    fn outputs_at_once(&self, count: usize) -> Vec<Output> {
        let mut children: Vec<Child> = (0..count)
            .map(|_| self.command(&["connect", "homelab"]).spawn().unwrap())
            .collect();
        for (number, child) in children.iter_mut().enumerate() {
            let mut input = child.stdin.take().unwrap();
            // One that has failed already reads nothing.
            let _ = input.write_all(word(number).as_bytes());
        }
        let outputs = children.into_iter().map(Child::wait_with_output);
        outputs.map(Result::unwrap).collect()
    }

    /// A connection that has brought a word there and back.
    #[track_caller]
    fn connected(&self) -> Child {
        let mut child = self.command(&["connect", "homelab"]).spawn().unwrap();
        say(&mut child, "hello");
        child
    }
}

fn word(number: usize) -> String {
    format!("this is number {number}\n")
}

/// Has the service say this again.
#[track_caller]
fn say(child: &mut Child, text: &str) {
    let input = child.stdin.as_mut().unwrap();
    input.write_all(text.as_bytes()).unwrap();
    let mut heard = vec![0; text.len()];
    child
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut heard)
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&heard), text);
}

#[track_caller]
fn signal(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(child.id().cast_signed()).unwrap();
    kill_process(pid, signal).unwrap();
}

/// Waits for the end of a command that has nothing more to say.
#[track_caller]
fn ended(mut child: Child) -> Option<i32> {
    let status = wait_for("connect to end", LIMIT, || child.try_wait().unwrap());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!(said, "");
    status.code()
}

#[rstest]
#[case(By::Agent)]
#[case(By::Commands)]
fn a_hundred_at_once_are_one_opening(#[case] by: By) {
    let client = Client::start(by, Lab::plan(), "");
    let capture = client.lab.capture();
    client.connect_at_once(100);
    let packets = capture.packets();
    let from_client: Vec<Packet> = packets
        .into_iter()
        .filter(|one| one.is_from_client && one.from.is_ipv4())
        .collect();
    let is_service = |packet: &Packet| packet.port == SERVICE;
    let first = from_client.iter().position(is_service).unwrap();
    assert_eq!(
        steps(&from_client[..first]),
        OPEN_SEQUENCE,
        "nothing before"
    );
    let knocks = from_client.iter().filter(|one| one.is_knock());
    assert_eq!(steps(&knocks.cloned().collect::<Vec<_>>()), OPEN_SEQUENCE);
}

#[rstest]
#[case::silent(By::Agent, Lab::plan())]
#[case::silent(By::Commands, Lab::plan())]
#[case::refusing(By::Agent, Lab::plan().refusing())]
#[case::refusing(By::Commands, Lab::plan().refusing())]
fn a_server_that_has_forgotten_is_knocked_on_once(#[case] by: By, #[case] plan: Plan) {
    let client = Client::start(by, plan, "");
    client.connect_at_once(1);
    client.lab.close_all();
    let capture = client.lab.capture();
    client.connect_at_once(30);
    assert_eq!(steps(&capture.knocks()), OPEN_SEQUENCE);
}

#[rstest]
#[case(By::Agent)]
#[case(By::Commands)]
fn an_opening_that_fails_fails_for_all_and_is_not_repeated(#[case] by: By) {
    let mut client = Client::start(by, Lab::plan(), "");
    client.lab.stop_service();
    let capture = client.lab.capture();
    let mut said = Vec::new();
    for output in client.outputs_at_once(20) {
        assert_eq!(output.status.code(), Some(3));
        assert_eq!(String::from_utf8_lossy(&output.stdout), "");
        said.push(String::from_utf8(output.stderr).unwrap());
    }
    let capture = capture.knocks();
    assert_eq!(steps(&capture), OPEN_SEQUENCE);
    let whole = "homelab: open failed: port 2222 is still closed: the connection is refused (1 try). \
                 Either the sequence is wrong, or the door is open and no service runs behind it\n";
    let short = "homelab: open failed (still_closed_refused), which another command has just tried; \
                 `portknocker open homelab` tries again, and says more\n";
    let count = |text: &str| said.iter().filter(|one| *one == text).count();
    match by {
        By::Agent => assert_eq!(count(whole), 20, "{said:?}"),
        By::Commands => assert_eq!((count(whole), count(short)), (1, 19), "{said:?}"),
    }
}

#[rstest]
#[case(By::Agent)]
#[case(By::Commands)]
fn an_open_server_whose_service_has_stopped_is_said_after_one_knock(#[case] by: By) {
    let mut client = Client::start(by, Lab::plan(), "");
    client.connect_at_once(1);
    client.lab.stop_service();
    let capture = client.lab.capture();
    client.said(&["connect", "homelab"]).is_error(
        3,
        "homelab: open failed: port 2222 is still closed: the connection is refused (1 try). \
         Either the sequence is wrong, or the door is open and no service runs behind it\n",
    );
    assert_eq!(steps(&capture.knocks()), OPEN_SEQUENCE);
}

#[rstest]
#[case(By::Agent)]
#[case(By::Commands)]
fn open_if_needed_sends_nothing_for_what_is_open(#[case] by: By) {
    let client = Client::start(by, Lab::plan(), "");
    let capture = client.lab.capture();
    client
        .said(&["open", "--if-needed", "--quiet", "homelab"])
        .is(0, "");
    client
        .said(&["open", "--if-needed", "--quiet", "homelab"])
        .is(0, "");
    let already = "homelab: open already, as far as is known; nothing was sent\n";
    client
        .said(&["open", "--if-needed", "homelab"])
        .is(0, already);
    let record = client
        .said(&["open", "--if-needed", "--json", "homelab"])
        .json()
        .remove(0);
    assert_eq!(record["outcome"], "open");
    assert_eq!(record["address"], "192.0.2.2");
    assert_eq!(record["steps"], serde_json::json!([]));
    assert_eq!(steps(&capture.knocks()), OPEN_SEQUENCE);
}

#[test]
fn a_quiet_open_that_fails_says_so_where_errors_are() {
    let mut client = Client::start(By::Commands, Lab::plan(), "");
    client.lab.stop_service();
    client.said(&["open", "--quiet", "homelab"]).is_error(
        3,
        "homelab: open failed: port 2222 is still closed: the connection is refused (1 try). \
         Either the sequence is wrong, or the door is open and no service runs behind it\n",
    );
}

#[test]
fn an_agent_with_another_configuration_is_passed_over_without_a_word() {
    let client = Client::start(By::Agent, Lab::plan(), "");
    let other = client.home().path().join("other.toml");
    std::fs::write(&other, HOMELAB).unwrap();
    let other = other.to_str().unwrap();
    let args = ["--config", other, "connect", "homelab"];
    let mut child = client.command(&args).spawn().unwrap();
    say(&mut child, "hello");
    drop(child.stdin.take());
    assert_eq!(ended(child), Some(0));
}

#[test]
fn another_host_and_port_are_connected_to_behind_the_same_knock() {
    let mut client = Client::start(
        By::Commands,
        Lab::plan().host("inner.lab", [192, 0, 2, 2]),
        "",
    );
    client.lab.start_open_service(3333);
    let args = ["connect", "homelab", "inner.lab", "3333"];
    let mut child = client.command(&args).spawn().unwrap();
    say(&mut child, "hello");
    drop(child.stdin.take());
    assert_eq!(ended(child), Some(0));
    assert_eq!(client.lab.service_peers(), ["192.0.2.1"], "the check alone");
}

#[test]
fn what_cannot_be_connected_to_after_the_opening_is_said() {
    let client = Client::start(By::Commands, Lab::plan(), "");
    let impatient = HOMELAB.replace("2s", "500ms");
    client.home().write_configuration(&impatient);
    client
        .said(&["connect", "homelab", "server4.lab", "3333"])
        .is_error(
            1,
            "error: homelab: it is open as far as is known, but server4.lab port 3333 cannot be connected to: \
         port 3333 does not answer within 500 ms. Look whether that is the right place, and whether the \
         service runs there\n",
        );
}

#[rstest]
#[case("ipv4", "192.0.2.2")]
#[case("ipv6", "2001:db8::2")]
fn the_address_that_was_knocked_on_is_the_one_connected_to(
    #[case] family: &str,
    #[case] address: &str,
) {
    let client = Client::start(By::Commands, Lab::plan(), "");
    let text = HOMELAB.replace("server4.lab", "server.lab");
    let text = format!("{text}family = \"{family}\"\n");
    client.home().write_configuration(&text);
    let capture = client.lab.capture();
    let args = ["connect", "homelab", "server.lab", "2222"];
    let mut child = client.command(&args).spawn().unwrap();
    say(&mut child, "hello");
    drop(child.stdin.take());
    assert_eq!(ended(child), Some(0));
    let packets = capture.packets();
    let sent = packets.iter().filter(|one| one.is_from_client);
    let elsewhere = sent.filter(|one| one.to.to_string() != address);
    assert_eq!(elsewhere.count(), 0);
}

mod streams {
    use super::*;

    /// Reads to the end, and only then says how much that was.
    const LAST_WORD: &str = "
import socket
with socket.create_server(('0.0.0.0', 2222)) as listener:
    print('ready', flush=True)
    while True:
        connection, _ = listener.accept()
        with connection:
            count = 0
            while data := connection.recv(65536):
                count += len(data)
            connection.sendall(b'%d bytes' % count)
";

    /// Says its last at once, and reads on.
    const FIRST_WORD: &str = "
import socket
with socket.create_server(('0.0.0.0', 2222)) as listener:
    print('ready', flush=True)
    while True:
        connection, _ = listener.accept()
        with connection:
            count = 0
            try:
                connection.sendall(b'all right')
                connection.shutdown(socket.SHUT_WR)
                while data := connection.recv(65536):
                    count += len(data)
            except OSError:
                pass  # The check wants nothing.
            if count:
                print(f'got {count}', flush=True)
";

    /// Says something and goes away.
    const GOODBYE: &str = "
import socket
with socket.create_server(('0.0.0.0', 2222)) as listener:
    print('ready', flush=True)
    while True:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b'goodbye')
";

    /// Breaks off as soon as it has got something.
    const RESET: &str = "
import socket, struct
with socket.create_server(('0.0.0.0', 2222)) as listener:
    print('ready', flush=True)
    while True:
        connection, _ = listener.accept()
        if connection.recv(1):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        connection.close()
";

    /// A client whose server is this.
    #[track_caller]
    fn start(server: &str) -> (Client, Process) {
        let mut client = Client::start(By::Commands, Lab::plan(), "");
        client.lab.stop_service();
        let mut command = client.lab.server_command("python3");
        command.args(["-c", server]);
        let logs = client.lab.home().logs();
        let mut process = Process::start("server", &mut command, &logs);
        process.wait_for_log("ready", LIMIT);
        (client, process)
    }

    #[test]
    fn what_comes_after_the_end_of_the_input_is_still_carried() {
        let (client, _server) = start(LAST_WORD);
        let mut child = client.command(&["connect", "homelab"]).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(&vec![7; 1_000_000]).unwrap();
        drop(input);
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "1000000 bytes");
        assert_eq!(output.status.code(), Some(0));
    }

    #[test]
    fn a_server_that_has_said_its_last_still_gets_the_input() {
        let (client, mut server) = start(FIRST_WORD);
        let mut child = client.command(&["connect", "homelab"]).spawn().unwrap();
        let mut heard = String::new();
        let mut output = child.stdout.take().unwrap();
        output.read_to_string(&mut heard).unwrap();
        assert_eq!(heard, "all right", "and that is the end");
        let mut input = child.stdin.take().unwrap();
        input.write_all(&vec![7; 1_000_000]).unwrap();
        drop(input);
        assert_eq!(ended(child), Some(0));
        server.wait_for_log("got 1000000", LIMIT);
    }

    #[test]
    fn a_server_that_goes_away_ends_it_although_the_input_is_open() {
        let (client, _server) = start(GOODBYE);
        let mut child = client.command(&["connect", "homelab"]).spawn().unwrap();
        let mut heard = String::new();
        let mut output = child.stdout.take().unwrap();
        output.read_to_string(&mut heard).unwrap();
        assert_eq!(heard, "goodbye");
        assert_eq!(ended(child), Some(0));
    }

    #[test]
    fn a_connection_that_breaks_off_is_said() {
        let (client, _server) = start(RESET);
        let mut child = client.command(&["connect", "homelab"]).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"hello").unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "error: homelab: the connection to 192.0.2.2:2222 broke off: Connection reset by peer (os error 104)\n"
        );
        assert_eq!(output.status.code(), Some(1));
    }

    #[test]
    fn nothing_is_held_back() {
        let client = Client::start(By::Commands, Lab::plan(), "");
        let mut child = client.connected();
        for text in ["a", "bc", "d\nef"] {
            // It comes back before more is sent.
            say(&mut child, text);
        }
        drop(child.stdin.take());
        assert_eq!(ended(child), Some(0));
    }

    #[test]
    fn whoever_reads_no_more_ends_it_without_a_word() {
        let client = Client::start(By::Commands, Lab::plan(), "");
        let mut child = client.connected();
        drop(child.stdout.take());
        let input = child.stdin.as_mut().unwrap();
        input.write_all(b"and more").unwrap();
        assert_eq!(ended(child), Some(0));
    }

    #[test]
    fn a_hang_up_ends_it_at_once_without_a_word() {
        let client = Client::start(By::Commands, Lab::plan(), "");
        for by in [Signal::HUP, Signal::TERM] {
            let child = client.connected();
            signal(&child, by);
            assert_eq!(ended(child), None, "ended by the signal");
        }
    }
}

mod leases {
    use super::*;

    const SHORT: &str = "open_for = \"2s\"";

    fn is_open(client: &Client) -> bool {
        client.lab.service_answers(Family::V4)
    }

    /// Waits until the lease's end has certainly passed.
    fn outlast() {
        std::thread::sleep(Duration::from_secs(4));
    }

    #[track_caller]
    fn wait_for_closing(client: &Client) {
        wait_until("the port to close", LIMIT, || !is_open(client));
    }

    fn lease(client: &Client) -> serde_json::Value {
        client.said(&["status", "--json"]).json().remove(0)["lease"].take()
    }

    #[rstest]
    #[case(By::Agent)]
    #[case(By::Commands)]
    fn it_does_not_end_while_a_connection_lasts_and_then_at_once(#[case] by: By) {
        let client = Client::start(by, Lab::plan(), SHORT);
        let mut child = client.connected();
        outlast();
        assert!(is_open(&client));
        assert_eq!(lease(&client)["held"], true);
        let status = client.said(&["status"]).stdout;
        let words = "; closes with its last connection, not before ";
        assert!(status.contains(words), "{status}");
        if let Some((_, desktop)) = &client.agent {
            let menu = desktop.tray_item().menu();
            let line = menu.children.iter().find(|entry| entry.is_lease()).unwrap();
            let words = "homelab, closes with its last connection, not before ";
            assert!(line.label.starts_with(words), "{menu}");
        }
        say(&mut child, "still there");
        drop(child.stdin.take());
        assert_eq!(ended(child), Some(0));
        wait_for_closing(&client);
        wait_until("the lease to end", LIMIT, || lease(&client).is_null());
    }

    #[test]
    fn with_an_agent_it_goes_on_until_its_time_after_the_last_connection() {
        let client = Client::start(By::Agent, Lab::plan(), "open_for = \"5s\"");
        let began = Instant::now();
        let mut child = client.connected();
        drop(child.stdin.take());
        assert_eq!(ended(child), Some(0));
        assert_eq!(lease(&client)["held"], false);
        assert!(is_open(&client));
        wait_for_closing(&client);
        assert!(began.elapsed() > Duration::from_secs(4));
    }

    #[test]
    fn an_agent_that_starts_anew_does_not_close_it_under_a_connection() {
        let mut client = Client::start(By::Agent, Lab::plan(), SHORT);
        let mut child = client.connected();
        outlast();
        let (agent, desktop) = client.agent.as_mut().unwrap();
        agent.kill();
        *agent = desktop.start_agent_in(&client.lab);

        // Longer than it waits for those that were connected before.
        for _ in 0..12 {
            std::thread::sleep(Duration::from_secs(1));
            assert!(client.lab.is_open_for_client(Family::V4));
        }

        assert_eq!(lease(&client)["held"], true);
        say(&mut child, "still there");
        drop(child.stdin.take());
        assert_eq!(ended(child), Some(0));
        wait_for_closing(&client);
    }

    #[test]
    fn a_connection_that_was_killed_holds_nothing() {
        let client = Client::start(By::Agent, Lab::plan(), SHORT);
        let (mut killed, other) = (client.connected(), client.connected());
        killed.kill().unwrap();
        killed.wait().unwrap();
        outlast();
        assert!(is_open(&client), "the other one holds it");
        signal(&other, Signal::KILL);
        wait_for_closing(&client);
    }

    #[rstest]
    #[case(Signal::HUP)]
    #[case(Signal::TERM)]
    fn the_command_that_opened_closes_when_it_is_ended(#[case] by: Signal) {
        let client = Client::start(By::Commands, Lab::plan(), SHORT);
        let child = client.connected();
        signal(&child, by);
        assert_eq!(ended(child), Some(0));
        assert!(!is_open(&client));
    }

    #[test]
    fn the_command_that_opened_ends_its_stream_at_once_though_it_stays_for_others() {
        let client = Client::start(By::Commands, Lab::plan(), SHORT);
        let mut first = client.connected();
        let mut second = client.connected();
        signal(&first, Signal::TERM);
        let mut said = String::new();
        let mut output = first.stdout.take().unwrap();
        output.read_to_string(&mut said).unwrap();
        assert_eq!(said, "");
        assert!(
            first.try_wait().unwrap().is_none(),
            "it stays for the other"
        );
        say(&mut second, "still there");
        // Whoever means it says it again.
        signal(&first, Signal::TERM);
        assert_eq!(ended(first), Some(0));
        assert!(!is_open(&client));
        drop(second.stdin.take());
        assert_eq!(ended(second), Some(0));
    }

    #[test]
    fn without_an_agent_the_last_connection_closes_though_another_one_opened() {
        let client = Client::start(By::Commands, Lab::plan(), SHORT);
        let mut first = client.connected();
        let mut second = client.connected();
        drop(first.stdin.take());
        // Whoever reads what it says need not wait for its end.
        let mut said = String::new();
        first
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        first
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!(said, "");
        outlast();
        assert!(
            first.try_wait().unwrap().is_none(),
            "it stays for the other"
        );
        assert!(is_open(&client));
        say(&mut second, "still there");
        drop(second.stdin.take());
        assert_eq!(ended(second), Some(0));
        let status = wait_for("the first to close", LIMIT, || first.try_wait().unwrap());
        assert_eq!(status.code(), Some(0));
        assert!(!is_open(&client));
    }

    #[test]
    fn without_an_agent_a_killed_connection_counts_no_more() {
        let client = Client::start(By::Commands, Lab::plan(), SHORT);
        let mut first = client.connected();
        let mut second = client.connected();
        drop(first.stdin.take());
        second.kill().unwrap();
        second.wait().unwrap();
        let status = wait_for("the first to close", LIMIT, || first.try_wait().unwrap());
        assert_eq!(status.code(), Some(0));
        assert!(!is_open(&client));
    }

    #[test]
    fn what_a_command_holds_open_waits_for_the_last_connection() {
        let client = Client::start(By::Commands, Lab::plan(), SHORT);
        let mut holder = client.command(&["open", "homelab"]).spawn().unwrap();
        let log = || client.lab.knockd_log();
        wait_until("the opening", LIMIT, || log().contains("open: OPEN SESAME"));
        // Its record comes after its check.
        wait_until("the record", LIMIT, || {
            client.said(&["status", "--json"]).json()[0]["state"] == "open"
        });
        let mut child = client.connected();
        outlast();
        assert!(holder.try_wait().unwrap().is_none(), "it stays");
        assert!(is_open(&client));
        drop(child.stdin.take());
        assert_eq!(ended(child), Some(0));
        let status = wait_for("the first to close", LIMIT, || holder.try_wait().unwrap());
        assert_eq!(status.code(), Some(0));
        assert!(!is_open(&client));
        assert_eq!(log().matches("open: OPEN SESAME").count(), 1);
    }

    #[test]
    fn whoever_comes_while_it_is_closed_opens_it_anew() {
        let client = Client::start(By::Commands, Lab::plan(), SHORT);
        for _ in 0..3 {
            let mut child = client.connected();
            drop(child.stdin.take());
            // The one before is closing, or has just closed.
            let mut next = client.connected();
            drop(next.stdin.take());
            assert_eq!(ended(child), Some(0));
            assert_eq!(ended(next), Some(0));
        }
        wait_for_closing(&client);
    }
}
