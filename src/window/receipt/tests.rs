//! Receipts as they are drawn, and what somebody does with them.

use eframe::egui::OutputCommand;
use eframe::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rstest::rstest;

use super::testing::{checking, hit, ms, profile, profile_with, receipt, steps};
use super::*;
use crate::knock::{Failure, Outcome, Progress, Receipt, Silence, StepResult};
use crate::profile::Action;
use crate::text::Language;
use crate::window::width_testing::assert_fits;

use StepResult::{Connected, NoAnswer, NotPermitted, NotSent, Refused, Unreachable};

const HERE: &str = "192.0.2.1";

type Shown = (Course, ReceiptView);

fn drawn(course: Course, language: Language, width: f32) -> Harness<'static, Shown> {
    let words = Catalogue::of(language);
    let draw = move |ui: &mut Ui, (course, view): &mut Shown| show(ui, &words, course, view);
    let mut harness = Harness::builder()
        .with_size((width, 600.0))
        .with_accessibility_check(true)
        .build_ui_state(draw, (course, ReceiptView::default()));
    harness.run();
    harness
}

fn english(course: Course) -> Harness<'static, Shown> {
    drawn(course, Language::En, 700.0)
}

fn running() -> Course {
    let mut course = Course::begun(Some(&profile()), Action::Open);
    for progress in [hit(1, 0), hit(2, 301)] {
        course.progress(&progress);
    }
    course
}

fn ended() -> Course {
    let mut course = running();
    let sent = [(0, Refused), (301, NoAnswer), (602, Connected)];
    course.ended(receipt(HERE, steps(HERE, &sent), 1));
    course
}

/// The picture's name.
fn picture(harness: &Harness<'_, Shown>) -> String {
    let picture = harness.get_by_role(Role::Image);
    picture.accesskit_node().label().unwrap()
}

fn says(harness: &Harness<'_, Shown>, text: &str) -> bool {
    harness.query_all_by_label(text).next().is_some()
}

#[test]
fn while_it_runs_it_says_what_happens() {
    let mut harness = english(running());
    harness.get_by_label("homelab: open");
    harness.get_by_label("2/3  +301 ms  udp");
    assert_eq!(
        picture(&harness),
        "What was sent when: \
         1: tcp to 192.0.2.1, planned +0 ms, sent +0 ms; \
         2: udp to 192.0.2.1, planned +300 ms, sent +301 ms; \
         3: planned +600 ms"
    );
    assert!(!says(&harness, "Copy as text"));

    harness.state_mut().0.progress(&checking());
    harness.run();
    harness.get_by_label("checking port 22");
    let name = picture(&harness);
    assert!(name.ends_with("; checking port 22"), "{name}");
}

#[test]
fn before_anything_happens_it_is_under_way() {
    let harness = english(Course::begun(Some(&profile()), Action::Close));
    harness.get_by_label("homelab: close");
    harness.get_by_label("under way");
}

#[test]
fn at_its_end_it_says_what_came_of_it() {
    let harness = english(ended());
    harness.get_by_label("homelab: open verified");
    harness.get_by_label("port 22 answers after 2 s");
    harness.get_by_label("192.0.2.1, 1 try, 2 s");
    for came_back in ["R  refused", "–  no answer", "C  connected"] {
        harness.get_by_label(came_back);
    }
    assert_eq!(
        picture(&harness),
        "What was sent when: \
         1: tcp to 192.0.2.1, planned +0 ms, sent +0 ms, refused; \
         2: udp to 192.0.2.1, planned +300 ms, sent +301 ms, no answer; \
         3: tcp to 192.0.2.1, planned +600 ms, sent +602 ms, connected; \
         check: port 22 answers, 1 s"
    );
}

#[test]
fn what_could_not_be_begun_says_why() {
    let mut course = Course::begun(Some(&profile()), Action::Open);
    course.refused("it is being examined".to_owned());
    let harness = english(course);
    harness.get_by_label("not begun: it is being examined");
    assert!(!says(&harness, "Copy as text"));
}

#[test]
fn several_tries_have_a_line_each() {
    let mut course = running();
    for progress in [hit(3, 602), checking(), Progress::Again(2), hit(1, 5_000)] {
        course.progress(&progress);
    }
    let harness = english(course);
    harness.get_by_label("try 1, from +0 ms");
    harness.get_by_label("try 2, from +5000 ms");
    let name = picture(&harness);
    let vain = "check: port 22 does not answer, 4.4 s; try 2, from +5000 ms; 1: tcp";
    assert!(name.contains(vain), "{name}");
}

#[test]
fn ports_are_shown_when_asked_and_hidden_again() {
    let mut harness = english(ended());
    let ports = ["tcp 7001", "udp 8002", "tcp 9003"];
    for is_wanted in [false, true, false] {
        for port in ports {
            assert_eq!(says(&harness, port), is_wanted, "{port}");
            assert_eq!(picture(&harness).contains(port), is_wanted, "{port}");
        }
        harness
            .get_by_role_and_label(Role::CheckBox, "Show ports")
            .click();
        harness.run();
    }
}

#[test]
fn ports_of_a_secret_sequence_cannot_be_shown() {
    let secret = profile_with("{ keyring = true }", r#"["7001"]"#);
    let mut course = Course::begun(Some(&secret), Action::Open);
    course.progress(&hit(1, 0));
    let mut harness = english(course);
    harness.state_mut().1.shows_ports = true;
    let check_box = harness.get_by_role_and_label(Role::CheckBox, "Show ports");
    assert!(check_box.accesskit_node().is_disabled());
    check_box.click();
    harness.run();
    assert!(says(&harness, "tcp"));
    assert!(!says(&harness, "tcp 7001"));
    assert!(!picture(&harness).contains("7001"));
}

#[test]
fn the_receipt_is_copied_without_ports_even_where_they_are_shown() {
    let mut harness = english(ended());
    harness.state_mut().1.shows_ports = true;
    harness.run();
    harness
        .get_by_role_and_label(Role::Button, "Copy as text")
        .click();
    harness.step();
    let commands = &harness.output().platform_output.commands;
    let [OutputCommand::CopyText(copied)] = commands.as_slice() else {
        panic!("{commands:?}");
    };
    assert!(copied.starts_with("homelab: open verified\n"), "{copied}");
    assert!(copied.contains("+301 ms"), "{copied}");
    for port in ["7001", "8002", "9003"] {
        assert!(!copied.contains(port), "{copied}");
    }
}

#[test]
fn the_picture_says_more_of_the_packet_under_the_pointer() {
    let mut harness = english(ended());
    let line = "3: tcp to 192.0.2.1, planned +600 ms, sent +602 ms, connected";
    assert!(!says(&harness, line));
    let place = harness.get_by_role(Role::Image).rect();
    // The check takes the last third.
    let third = place.left_center().lerp(place.right_center(), 0.667);
    harness.hover_at(third);
    harness.run_steps(30);
    assert!(says(&harness, line));
}

#[test]
fn nothing_moves_by_itself() {
    let mut harness = english(running());
    assert_eq!(harness.run(), 1);
}

/// A receipt with everything that is long: two families, tries, times, and a reason.
fn long() -> Course {
    let results = [
        NoAnswer,
        Connected,
        Refused,
        Unreachable,
        NotPermitted,
        NotSent,
    ];
    let times = (0..30_u64).map(|index| index * 1_234);
    let sent: Vec<_> = times.zip(results.into_iter().cycle()).collect();
    let mut receipt = receipt("2001:db8:1234:5678:9abc:def0:1234:5678", Vec::new(), 3);
    receipt.steps = steps("2001:db8:1234:5678:9abc:def0:1234:5678", &sent);
    receipt.outcome = Outcome::Failed(Failure::StillClosed {
        port: 22.try_into().unwrap(),
        silence: Silence::Unreachable,
        tries: 3,
        waited: ms(30_000),
    });
    receipt.elapsed = ms(120_000);
    let check = receipt.check.as_mut().unwrap();
    (check.reachable, check.elapsed) = (false, ms(30_000));
    let mut course = Course::begun(Some(&profile()), Action::Open);
    course.ended(Receipt {
        profile: "a server with a rather long name".to_owned(),
        ..receipt
    });
    course
}

#[rstest]
fn nothing_is_wider_than_its_room(
    #[values(300.0, 900.0)] width: f32,
    #[values(Language::En, Language::Fr)] language: Language,
    #[values(1.0, 1.5)] zoom: f32,
) {
    for course in [running(), ended(), long()] {
        let mut harness = drawn(course, language, width);
        harness.ctx.set_zoom_factor(zoom);
        harness.run();
        harness.state_mut().1.shows_ports = true;
        harness.run();
        assert_fits(&harness);
    }
}
