//! One-time sequences in a file: each opening takes the next one, and one that had its effect is never sent again.

use std::fs;
use std::net::UdpSocket;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use rstest::rstest;
use serde_json::json;

use super::secrets::write_private;
use crate::desktop::practice::Practice;
use crate::support::home::{Home, patient, program};
use crate::support::said::Said;

const EXHAUSTED: &str = "lab: open failed: the opening sequence: no one-time sequence is left. \
                         Put new ones into the list, here and on the server. Nothing was sent\n";

/// A practice door, and a list whose lines each begin at an ear of their own. Only lines that go on with what opens the
/// door do.
struct Laboratory {
    home: Home,
    practice: Practice,
    ears: Vec<UdpSocket>,
}

impl Laboratory {
    /// With a list of so many lines, each of which opens or not.
    fn start(opens: &[bool]) -> Laboratory {
        let practice = Practice::start();
        let ear = |_| {
            let ear = UdpSocket::bind("127.0.0.1:0").unwrap();
            ear.set_nonblocking(true).unwrap();
            ear
        };
        let laboratory = Laboratory {
            home: Home::new(),
            practice,
            ears: opens.iter().map(ear).collect(),
        };
        let lines = laboratory.ears.iter().zip(opens).map(|(ear, opens)| {
            let rest = match opens {
                true => format!(",{}", laboratory.practice.opening()),
                false => String::new(),
            };
            let port = ear.local_addr().unwrap().port();
            format!(" {port}:udp{rest}\n")
        });
        fs::create_dir(laboratory.list().parent().unwrap()).unwrap();
        write_private(&laboratory.list(), lines.collect::<String>());
        laboratory.configure(0);
        laboratory
    }

    /// The profile, which gives up soon where it is tried again so often.
    fn configure(&self, retries: u32) {
        let source = "{ one_time = { file = \"~/lists/lab\" } }";
        let profile = self.practice.profile_opened_by("lab", source);
        self.home.write_configuration(&format!(
            "{profile}retries = {retries}\ncheck_timeout = \"{}\"\n",
            if retries == 0 { "5s" } else { "400ms" }
        ));
    }

    fn list(&self) -> PathBuf {
        self.home.path().join("lists").join("lab")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.list()).unwrap()
    }

    fn portknocker(&self, args: &[&str]) -> Said {
        Said::by(&mut self.home.portknocker(args))
    }

    /// Closes the door again.
    fn close(&self) {
        assert_eq!(self.portknocker(&["close", "lab"]).status, 0);
    }

    /// How often each line was sent since this was last asked.
    fn sent(&self) -> Vec<usize> {
        let count = |ear: &UdpSocket| {
            let datagrams = std::iter::from_fn(|| ear.recv(&mut [0; 9]).ok());
            datagrams.count()
        };
        self.ears.iter().map(count).collect()
    }

    fn verified(&self, more: &str) -> String {
        let port = self.practice.port();
        format!("lab: open verified: port {port} answers after TIME{more}\n")
    }
}

/// A text with a sign in place of the blank at the beginning of its first lines.
fn spent(text: &str, count: usize) -> String {
    let line = |(number, line): (usize, &str)| match line.strip_prefix(' ') {
        Some(rest) if number < count => format!("#{rest}\n"),
        _ => format!("{line}\n"),
    };
    text.lines().enumerate().map(line).collect()
}

#[test]
fn each_opening_takes_the_next_line_and_the_last_ones_are_counted() {
    let laboratory = Laboratory::start(&[true; 5]);
    let text = laboratory.text();
    for (number, left) in [
        "",
        "; one-time sequences left: 3",
        "; one-time sequences left: 2",
        "; one-time sequences left: 1",
        "; one-time sequences left: 0",
    ]
    .into_iter()
    .enumerate()
    {
        laboratory
            .portknocker(&["open", "lab"])
            .is(0, &laboratory.verified(left));
        let mut sent = vec![0; 5];
        sent[number] = 1;
        assert_eq!(laboratory.sent(), sent);
        assert_eq!(laboratory.text(), spent(&text, number + 1));
        laboratory.close();
    }
    laboratory.portknocker(&["open", "lab"]).is(1, EXHAUSTED);
    let said = laboratory.portknocker(&["open", "lab", "--json"]);
    assert_eq!(
        (said.status, &said.json()[0]["reason"]),
        (1, &json!("one_time_exhausted"))
    );
    assert_eq!(laboratory.sent(), [0; 5]);
}

#[test]
fn a_line_without_effect_is_not_spent() {
    let laboratory = Laboratory::start(&[false, false, false]);
    laboratory.configure(1);
    let text = laboratory.text();
    assert_eq!(laboratory.portknocker(&["open", "lab"]).status, 3);
    assert_eq!(
        (laboratory.sent(), laboratory.text()),
        (vec![2, 0, 0], text)
    );
}

#[test]
fn without_a_check_a_line_is_spent_when_it_was_sent() {
    let laboratory = Laboratory::start(&[false, false]);
    let text = laboratory.text();
    laboratory.portknocker(&["open", "lab", "--no-check"]).is(
        0,
        "lab: open unverified: everything was sent, nothing was checked; one-time sequences left: 1\n",
    );
    assert_eq!(
        (laboratory.sent(), laboratory.text()),
        (vec![1, 0], spent(&text, 1))
    );
}

#[test]
fn json_counts_what_is_left() {
    let laboratory = Laboratory::start(&[true, true]);
    let said = laboratory.portknocker(&["open", "lab", "--json"]);
    assert_eq!(said.json()[0]["one_time_left"], 1);
    let said = laboratory.portknocker(&["close", "lab", "--json"]);
    assert!(said.json()[0]["one_time_left"].is_null());
}

/// Each opening that fails may have been taken by the server all the same, as when the service is down.
#[rstest]
#[case(0)]
#[case(1)]
fn openings_after_failed_ones_go_on_to_the_lines_after_those_that_were_sent(#[case] retries: u32) {
    let laboratory = Laboratory::start(&[false, false, true, true, true, true, true]);
    laboratory.configure(retries);
    let configuration = fs::read_to_string(laboratory.home.configuration()).unwrap();
    let soon = configuration.replace("\"5s\"", "\"400ms\"");
    laboratory.home.write_configuration(&soon);
    let text = laboratory.text();
    let tries = usize::try_from(retries).unwrap() + 1;
    let again = tries.min(2);
    assert_eq!(laboratory.portknocker(&["open", "lab"]).status, 3);
    assert_eq!(laboratory.sent(), [tries, 0, 0, 0, 0, 0, 0]);
    assert_eq!(laboratory.portknocker(&["open", "lab"]).status, 3);
    assert_eq!(laboratory.sent(), [again, 1, 0, 0, 0, 0, 0]);
    assert_eq!(laboratory.text(), text);
    laboratory
        .portknocker(&["open", "lab"])
        .is(0, &laboratory.verified(""));
    assert_eq!(laboratory.sent(), [again, 1, 1, 0, 0, 0, 0]);
    assert_eq!(laboratory.text(), spent(&text, 3));
    laboratory.close();
    // It is known again where the server is.
    laboratory
        .portknocker(&["open", "lab"])
        .is(0, &laboratory.verified("; one-time sequences left: 3"));
    assert_eq!(laboratory.sent(), [0, 0, 0, 1, 0, 0, 0]);
}

/// A door that was open already makes an opening look verified whose packets were lost.
#[test]
fn a_line_that_was_spent_for_nothing_is_found_again() {
    let laboratory = Laboratory::start(&[true, false, false]);
    laboratory.configure(1);
    let text = spent(&laboratory.text(), 1);
    write_private(&laboratory.list(), &text);
    assert_eq!(laboratory.portknocker(&["open", "lab"]).status, 3);
    assert_eq!(laboratory.sent(), [0, 2, 0]);
    laboratory
        .portknocker(&["open", "lab"])
        .is(0, &laboratory.verified("; one-time sequences left: 2"));
    assert_eq!(
        (laboratory.sent(), laboratory.text()),
        (vec![1, 2, 1], text)
    );
}

#[test]
fn the_last_line_is_sent_in_every_try() {
    let laboratory = Laboratory::start(&[false]);
    laboratory.configure(2);
    let text = laboratory.text();
    assert_eq!(laboratory.portknocker(&["open", "lab"]).status, 3);
    assert_eq!((laboratory.sent(), laboratory.text()), (vec![3], text));
}

#[test]
fn openings_at_once_take_a_line_each() {
    let laboratory = Laboratory::start(&[true; 4]);
    let text = laboratory.text();
    let openings: Vec<_> = (0..3)
        .map(|_| {
            let mut command = Command::new(program("portknocker"));
            laboratory.home.clothe(command.args(["open", "lab"]));
            command
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut opening in openings {
        assert_eq!(opening.wait().unwrap().code(), Some(0));
    }
    assert_eq!(
        (laboratory.sent(), laboratory.text()),
        (vec![1, 1, 1, 0], spent(&text, 3))
    );
}

#[test]
fn an_opening_whose_line_cannot_be_marked_is_verified_and_says_so() {
    let laboratory = Laboratory::start(&[true, true]);
    let text = laboratory.text();
    // A disk that takes no byte more.
    let mut full = Command::new("sh");
    laboratory.home.clothe(full.args([
        "-c",
        "trap '' XFSZ; ulimit -f 0; exec \"$0\" open lab",
        program("portknocker").to_str().unwrap(),
    ]));
    Said::by(&mut patient(full)).is_with_notes(
        0,
        &laboratory.verified(&format!(
            "; but the one-time sequence that was used could not be marked as such, and would be used again: \
             {}: File too large (os error 27)",
            laboratory.list().display()
        )),
        &format!(
            "this is not in the history: {}: File too large (os error 27)\n",
            laboratory.home.state().join("portknocker/history.jsonl").display()
        ),
    );
    assert_eq!(laboratory.text(), text);
    let folder = laboratory.list().parent().unwrap().to_owned();
    assert_eq!(
        fs::read_dir(folder).unwrap().count(),
        1,
        "and nothing beside it"
    );
}

#[test]
fn a_list_that_is_gone_when_its_line_was_used_is_said() {
    let laboratory = Laboratory::start(&[true, true]);
    let (folder, ear) = (
        laboratory.home.path().join("lists"),
        laboratory.ears[0].try_clone().unwrap(),
    );
    ear.set_nonblocking(false).unwrap();
    // Between its first step, which is this ear's, and the next one.
    let gone = thread::spawn(move || {
        ear.recv(&mut [0; 9]).unwrap();
        fs::remove_dir_all(folder).unwrap();
    });
    laboratory.portknocker(&["open", "lab"]).is(
        0,
        &laboratory.verified(&format!(
            "; but the one-time sequence that was used could not be marked as such, and would be used again: \
             {}: No such file or directory (os error 2)",
            laboratory.list().display()
        )),
    );
    gone.join().unwrap();
}

#[rstest]
#[case::the_next_one(
    " 7654x\n 7000\n",
    "line 1 of the list is not a sequence: step 1 is not a port from 1 to 65535",
    "secret_malformed"
)]
#[case::the_one_after_it(
    "#x\n 7000\n 7654:x\n",
    "line 3 of the list is not a sequence: step 1 has a protocol that is none of tcp, udp, icmp",
    "secret_malformed"
)]
#[case::not_text(
    "base64:7654x",
    "not base64, although it begins with `base64:`",
    "secret_malformed"
)]
fn a_bad_line_is_named_by_its_number_alone(
    #[case] list: &str,
    #[case] why: &str,
    #[case] reason: &str,
) {
    let laboratory = Laboratory::start(&[]);
    write_private(&laboratory.list(), list);
    let said = laboratory.portknocker(&["open", "lab"]);
    said.is(
        1,
        &format!("lab: open failed: the opening sequence: {why}. Nothing was sent\n"),
    );
    let said = laboratory.portknocker(&["open", "lab", "--json"]);
    assert_eq!(said.json()[0]["reason"], reason);
    assert_eq!(laboratory.text(), list);
}

#[test]
fn a_list_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let laboratory = Laboratory::start(&[true]);
    fs::set_permissions(laboratory.list(), fs::Permissions::from_mode(0o640)).unwrap();
    laboratory.portknocker(&["open", "lab"]).is(
        1,
        &format!(
            "lab: open failed: the opening sequence: others may read {} (mode 640). `chmod 600` makes it yours alone. Nothing was sent\n",
            laboratory.list().display()
        ),
    );
    assert_eq!(laboratory.sent(), [0]);
}
