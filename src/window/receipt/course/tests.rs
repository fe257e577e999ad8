use super::*;
use crate::knock::{Failure, Outcome};
use crate::window::receipt::testing::{checking, hit, ms, profile, profile_with, receipt, steps};
use rstest::rstest;

use StepResult::{Connected, NoAnswer, NotSent, Refused};

const HERE: &str = "192.0.2.1";

fn begun(action: Action, told: &[Progress]) -> Course {
    let mut course = Course::begun(Some(&profile()), action);
    for progress in told {
        course.progress(progress);
    }
    course
}

fn planned(round: &Round) -> Vec<Option<Duration>> {
    round.steps.iter().map(|step| step.planned).collect()
}

fn sent(round: &Round) -> Vec<Option<Duration>> {
    let at = |step: &Step| step.sent.map(|packet| packet.at);
    round.steps.iter().map(at).collect()
}

#[test]
fn before_anything_is_sent_the_plan_is_known() {
    let course = begun(Action::Open, &[]);
    assert_eq!(course.stage(), &Stage::Running(None));
    assert_eq!(
        (course.profile(), course.action()),
        ("homelab", Action::Open)
    );
    let rounds = course.rounds();
    assert_eq!(rounds.len(), 1);
    assert_eq!(
        planned(&rounds[0]),
        [Some(ms(0)), Some(ms(300)), Some(ms(600))]
    );
    assert_eq!(sent(&rounds[0]), [None; 3]);
    assert_eq!(rounds[0].check, None);
}

#[test]
fn what_has_left_stands_beside_what_was_planned() {
    let course = begun(Action::Open, &[hit(1, 1), hit(2, 303)]);
    assert_eq!(course.stage(), &Stage::Running(Some(hit(2, 303))));
    let round = &course.rounds()[0];
    assert_eq!(sent(round), [Some(ms(1)), Some(ms(303)), None]);
    let second = round.steps[1];
    assert_eq!((second.number, second.planned), (2, Some(ms(300))));
    let packet = second.sent.unwrap();
    assert_eq!(
        (packet.protocol, packet.remote.port()),
        (Transport::Udp, 8002)
    );
    assert_eq!(packet.result, None);
}

#[test]
fn a_packet_that_did_not_leave_leaves_a_gap() {
    let course = begun(Action::Open, &[hit(1, 0), hit(3, 600)]);
    let round = &course.rounds()[0];
    assert_eq!(sent(round), [Some(ms(0)), None, Some(ms(600))]);
}

#[test]
fn both_families_have_their_plan() {
    let told = Progress::Hit {
        number: 4,
        of: 6,
        at: ms(905),
        protocol: Transport::Tcp,
        remote: "[2001:db8::1]:7001".parse().unwrap(),
    };
    let rounds = begun(Action::Open, &[told]).rounds();
    let times = [0, 300, 600, 900, 1_200, 1_500].map(|at| Some(ms(at)));
    assert_eq!(planned(&rounds[0]), times);
    assert_eq!(sent(&rounds[0])[3], Some(ms(905)));
}

#[test]
fn a_check_begins_with_the_last_packet_and_runs() {
    let told = [hit(1, 0), hit(2, 301), hit(3, 602), checking()];
    let check = begun(Action::Open, &told).rounds()[0].check.unwrap();
    assert_eq!(
        check,
        Check {
            port: 22.try_into().unwrap(),
            should_answer: true,
            begins: ms(602),
            found: None,
        }
    );
}

#[rstest]
#[case(Action::Open, false)]
#[case(Action::Close, true)]
fn each_try_counts_from_its_own_beginning(#[case] action: Action, #[case] answers: bool) {
    let first = [hit(1, 0), hit(2, 301), hit(3, 602), checking()];
    let second = [Progress::Again(2), hit(1, 5_000), hit(2, 5_302)];
    let rounds = begun(action, &[&first[..], &second].concat()).rounds();
    assert_eq!(rounds.len(), 2);
    assert_eq!(rounds[0].number, 1);
    // Its check said that nothing had changed, until the next one began.
    let vain = rounds[0].check.unwrap();
    assert_eq!(vain.found, Some((answers, ms(5_000 - 602))));
    assert_eq!(vain.is_as_wanted(), Some(false));
    assert_eq!((rounds[1].number, rounds[1].origin), (2, Some(ms(5_000))));
    assert_eq!(sent(&rounds[1]), [Some(ms(0)), Some(ms(302)), None]);
    assert_eq!(rounds[1].check, None);
}

#[test]
fn a_try_that_has_sent_nothing_yet_begins_nobody_knows_when() {
    let told = [hit(1, 0), checking(), Progress::Again(2)];
    let rounds = begun(Action::Open, &told).rounds();
    assert_eq!(rounds[0].check.unwrap().found, None);
    assert_eq!((rounds[1].origin, sent(&rounds[1])), (None, vec![None; 3]));
}

#[test]
fn the_receipt_has_the_last_word() {
    let mut course = begun(Action::Open, &[hit(1, 0), hit(2, 301), checking()]);
    let reports = steps(HERE, &[(0, Refused), (301, NoAnswer), (0, NotSent)]);
    let receipt = receipt(HERE, reports, 1);
    course.ended(receipt.clone());
    assert_eq!(course.stage(), &Stage::Ended(Box::new(receipt)));
    let rounds = course.rounds();
    assert_eq!(rounds.len(), 1);
    let results: Vec<_> = rounds[0]
        .steps
        .iter()
        .map(|step| step.sent.unwrap().result.unwrap())
        .collect();
    assert_eq!(results, [Refused, NoAnswer, NotSent]);
    assert!(rounds[0].steps[1].sent.unwrap().left());
    assert!(!rounds[0].steps[2].sent.unwrap().left());
    // It ended with the action.
    let check = rounds[0].check.unwrap();
    assert_eq!(
        (check.begins, check.found),
        (ms(1_000), Some((true, ms(1_000))))
    );
}

#[test]
fn a_closing_that_went_well_leaves_a_port_that_should_not_answer() {
    let mut course = begun(Action::Close, &[]);
    let mut receipt = receipt(HERE, steps(HERE, &[(0, NoAnswer); 3]), 1);
    receipt.action = Action::Close;
    receipt.check.as_mut().unwrap().reachable = false;
    course.ended(receipt);
    let check = course.rounds()[0].check.unwrap();
    assert_eq!(check.found, Some((false, ms(1_000))));
    assert_eq!(check.is_as_wanted(), Some(true));
}

#[test]
fn tries_that_nobody_listened_to_are_taken_to_be_alike() {
    let mut course = begun(Action::Open, &[]);
    let times = [0, 300, 600, 1_000, 1_310, 1_600];
    course.ended(receipt(
        HERE,
        steps(HERE, &times.map(|at| (at, NoAnswer))),
        2,
    ));
    let rounds = course.rounds();
    assert_eq!(rounds.len(), 2);
    assert_eq!(sent(&rounds[0]), [0, 300, 600].map(|at| Some(ms(at))));
    assert_eq!(sent(&rounds[1]), [0, 310, 600].map(|at| Some(ms(at))));
    assert_eq!(rounds[0].check, None);
    // From the second one's beginning, at a second.
    let check = rounds[1].check.unwrap();
    assert_eq!(
        (check.begins, check.found),
        (ms(600), Some((true, ms(1_000))))
    );
}

/// One-time sequences differ in their length.
#[test]
fn tries_that_somebody_listened_to_keep_their_lengths() {
    let hit = |number, of, at| Progress::Hit {
        number,
        of,
        at: ms(at),
        protocol: Transport::Tcp,
        remote: "192.0.2.1:7001".parse().unwrap(),
    };
    let told = [
        hit(1, 2, 0),
        hit(2, 2, 300),
        Progress::Again(2),
        hit(1, 3, 900),
    ];
    let mut course = Course::begun(None, Action::Open);
    for progress in &told {
        course.progress(progress);
    }
    let times = [0, 300, 900, 1_200, 1_500];
    course.ended(receipt(
        HERE,
        steps(HERE, &times.map(|at| (at, Connected))),
        2,
    ));
    let lengths: Vec<usize> = course
        .rounds()
        .iter()
        .map(|round| round.steps.len())
        .collect();
    assert_eq!(lengths, [2, 3]);
}

/// The second try failed before it came to a check, so that the receipt has the first one's.
#[test]
fn a_check_stays_with_the_try_that_it_followed() {
    let told = [
        hit(1, 0),
        hit(2, 300),
        hit(3, 600),
        checking(),
        Progress::Again(2),
    ];
    let mut course = begun(Action::Open, &told);
    let sent = [(0, NoAnswer), (300, NoAnswer), (600, NoAnswer)];
    let kept_back = [(1_700, NotSent), (1_700, NotSent), (1_700, NotSent)];
    let reports = steps(HERE, &[sent, kept_back].concat());
    course.ended(receipt(HERE, reports, 2));
    let rounds = course.rounds();
    let first = rounds[0].check.unwrap();
    assert_eq!(
        (first.begins, first.found),
        (ms(600), Some((true, ms(1_000))))
    );
    assert_eq!(rounds[1].check, None);
}

#[test]
fn a_check_alone_is_a_round_without_packets() {
    let mut course = begun(Action::Check, &[]);
    assert_eq!(course.rounds(), []);
    let mut receipt = receipt(HERE, Vec::new(), 0);
    receipt.action = Action::Check;
    course.ended(receipt);
    let rounds = course.rounds();
    assert_eq!(rounds.len(), 1);
    assert_eq!(rounds[0].steps, []);
    assert_eq!(rounds[0].check.unwrap().found, Some((true, ms(1_000))));
}

#[test]
fn a_failure_before_the_first_packet_leaves_the_plan() {
    let mut course = begun(Action::Open, &[Progress::ReadingSecret]);
    course.ended(Receipt::failed(
        "homelab".to_owned(),
        Action::Open,
        Failure::UnderExamination,
    ));
    let rounds = course.rounds();
    assert_eq!(rounds.len(), 1);
    assert_eq!(sent(&rounds[0]), [None; 3]);
    assert_eq!(rounds[0].check, None);
}

#[test]
fn what_was_refused_says_why() {
    let mut course = begun(Action::Open, &[]);
    course.refused("it is under way already".to_owned());
    let why = Stage::Refused("it is under way already".to_owned());
    assert_eq!(course.stage(), &why);
}

#[test]
fn of_a_profile_that_is_not_known_there_is_what_was_sent() {
    let mut course = Course::begun(None, Action::Open);
    assert_eq!((course.profile(), course.rounds()), ("", Vec::new()));
    assert!(course.hides_ports());
    course.progress(&hit(2, 300));
    let round = &course.rounds()[0];
    assert_eq!(round.steps.len(), 1);
    assert_eq!((round.steps[0].number, round.steps[0].planned), (2, None));
    course.ended(receipt(HERE, steps(HERE, &[(0, NoAnswer); 3]), 1));
    assert_eq!(course.profile(), "homelab");
    assert_eq!(course.rounds()[0].steps.len(), 3);
    assert!(course.hides_ports());
}

#[rstest]
#[case(r#"["7001"]"#, Action::Open, false)]
#[case("{ keyring = true }", Action::Open, true)]
#[case(r#"{ one_time = { file = "/list" } }"#, Action::Open, true)]
#[case("{ keyring = true }", Action::Close, false)]
#[case("{ keyring = true }", Action::Check, false)]
fn a_sequence_from_elsewhere_hides_its_ports(
    #[case] open: &str,
    #[case] action: Action,
    #[case] hides: bool,
) {
    let profile = profile_with(open, r#"["7002"]"#);
    assert_eq!(Course::begun(Some(&profile), action).hides_ports(), hides);
}

/// The configuration may have changed since.
#[test]
fn a_receipt_of_a_secret_sequence_hides_its_ports() {
    let mut course = begun(Action::Open, &[]);
    assert!(!course.hides_ports());
    course.ended(Receipt {
        is_secret: true,
        outcome: Outcome::Unverified,
        ..receipt(HERE, steps(HERE, &[(0, NoAnswer); 3]), 1)
    });
    assert!(course.hides_ports());
}
