use super::*;
use crate::profile::Action;
use crate::window::width_testing::assert_fits;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::Timestamp;
use rstest::rstest;

fn entry(second: i64, profile: &str, action: Action, outcome: &str) -> Entry {
    Entry {
        time: Timestamp::from_second(second).unwrap(),
        profile: profile.to_owned(),
        host: format!("{profile}.example"),
        action,
        outcome: outcome.to_owned(),
        reason: None,
        address: Some("192.0.2.1".parse().unwrap()),
        duration_ms: 312,
    }
}

fn failed(second: i64, profile: &str, reason: &str) -> Entry {
    Entry {
        reason: Some(reason.to_owned()),
        address: None,
        ..entry(second, profile, Action::Open, "failed")
    }
}

fn entries() -> Vec<Entry> {
    vec![
        entry(1, "homelab", Action::Open, "verified"),
        failed(2, "nas", "still_closed_timed_out"),
        entry(3, "homelab", Action::Close, "unverified"),
        failed(4, "homelab", "crashed"),
    ]
}

fn wanted(profile: Option<&str>, outcome: Option<&'static str>, text: &str) -> Wanted {
    Wanted {
        profile: profile.map(str::to_owned),
        outcome,
        text: text.to_owned(),
    }
}

#[rstest]
#[case(wanted(None, None, ""), &[3, 2, 1, 0])]
#[case(wanted(Some("homelab"), None, ""), &[3, 2, 0])]
#[case(wanted(None, Some("failed"), ""), &[3, 1])]
#[case(wanted(Some("homelab"), Some("failed"), ""), &[3])]
#[case(wanted(Some("nas"), Some("verified"), ""), &[])]
// The words as they are shown, the host, the address; whatever their case.
#[case(wanted(None, None, "NO ANSWER"), &[1])]
#[case(wanted(None, None, "close"), &[2, 1])]
#[case(wanted(None, None, " nas.example "), &[1])]
#[case(wanted(None, None, "192.0.2"), &[2, 0])]
#[case(wanted(Some("homelab"), None, "192.0.2"), &[2, 0])]
#[case(wanted(None, None, "nowhere"), &[])]
fn what_is_wanted_is_found_the_latest_first(#[case] wanted: Wanted, #[case] places: &[usize]) {
    let found = Found::renewed(None, &Catalogue::english(), &wanted, &entries());
    assert_eq!(found.places, places);
    assert_eq!(found.profiles, ["homelab", "nas"]);
}

#[test]
fn it_is_looked_for_again_when_something_is_added_or_wanted_otherwise() {
    let words = Catalogue::english();
    let (all, search) = (wanted(None, None, ""), wanted(None, None, "nas"));
    let mut entries = entries();
    let found = Found::renewed(None, &words, &search, &entries);
    assert_eq!(found.places, [1]);
    entries.push(entry(5, "nas", Action::Check, "verified"));
    let found = Found::renewed(Some(found), &words, &search, &entries);
    assert_eq!(found.places, [4, 1]);
    let found = Found::renewed(Some(found), &words, &all, &entries);
    assert_eq!(found.places, [4, 3, 2, 1, 0]);
    // The file was cut at its beginning.
    entries.drain(..2);
    let found = Found::renewed(Some(found), &words, &search, &entries);
    assert_eq!(found.places, [2]);
}

#[test]
fn a_text_is_looked_for_in_the_language_that_is_shown() {
    let search = wanted(None, None, "pas de réponse");
    let found = Found::renewed(None, &Catalogue::english(), &search, &entries());
    assert!(found.places.is_empty());
    let french = Catalogue::of(Language::Fr);
    let found = Found::renewed(Some(found), &french, &search, &entries());
    assert_eq!(found.places, [1]);
}

/// A frame does not put ten thousand entries into words again.
#[test]
fn what_is_found_is_kept_until_something_changes() {
    let words = Catalogue::english();
    let entries = many();
    let search = wanted(None, None, "profile 7");
    let found = Found::renewed(None, &words, &search, &entries);
    let kept = (found.places.as_ptr(), found.texts.as_ptr());
    let found = Found::renewed(Some(found), &words, &search, &entries);
    assert_eq!((found.places.as_ptr(), found.texts.as_ptr()), kept);
    // The texts outlive another search.
    let found = Found::renewed(Some(found), &words, &wanted(None, None, "8"), &entries);
    assert_eq!(found.texts.as_ptr(), kept.1);
}

/// The codes in `fn code` of a source.
fn codes(source: &str) -> Vec<&str> {
    let body = source.split("pub fn code(&self)").nth(1).unwrap();
    let body = body.split("\n    }\n").next().unwrap();
    body.split('"').skip(1).step_by(2).collect()
}

#[rstest]
#[case(include_str!("../../knock/failure.rs"), "crashed")]
#[case(include_str!("../../secret/error.rs"), "keyring_late")]
#[case(include_str!("../../public_address/error.rs"), "address_refused")]
fn every_cause_has_words(
    #[case] source: &str,
    #[case] one: &str,
    #[values(Language::En, Language::Fr)] language: Language,
) {
    let words = Catalogue::of(language);
    let codes = codes(source);
    assert!(codes.contains(&one), "{codes:?}");
    let unsaid: Vec<&&str> = codes
        .iter()
        .filter(|code| reason(&words, code) == **code)
        .collect();
    assert_eq!(unsaid, Vec::<&&str>::new());
}

#[test]
fn a_cause_of_a_newer_program_is_shown_as_it_stands() {
    let entry = failed(1, "nas", "struck_by_lightning");
    let said = outcome(&Catalogue::english(), &entry);
    assert_eq!(said, "failed: struck_by_lightning");
}

type Shown = (History, Vec<Entry>);

fn drawn(entries: Vec<Entry>, language: Language, width: f32) -> Harness<'static, Shown> {
    let words = Catalogue::of(language);
    let draw = move |ui: &mut Ui, (history, entries): &mut Shown| history.show(ui, &words, entries);
    let mut harness = Harness::builder()
        .with_size((width, 400.0))
        .with_accessibility_check(true)
        .build_ui_state(draw, (History::default(), entries));
    harness.run();
    harness
}

fn says(harness: &Harness<'_, Shown>, text: &str) -> bool {
    harness.query_all_by_label(text).next().is_some()
}

fn choose(harness: &mut Harness<'_, Shown>, what: &str, choice: &str) {
    harness.get_by_role_and_label(Role::ComboBox, what).click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, choice).click();
    harness.run();
}

#[test]
fn where_nothing_was_done_it_says_so() {
    let harness = drawn(Vec::new(), Language::En, 900.0);
    harness.get_by_label("nothing was done yet");
    assert!(harness.query_by_role(Role::TextInput).is_none());
}

#[test]
fn each_entry_has_a_line() {
    let harness = drawn(entries(), Language::En, 900.0);
    harness.get_by_label("4 of 4");
    harness.get_by_label("failed: still closed: no answer");
    harness.get_by_label("close");
    assert_eq!(harness.query_all_by_label("192.0.2.1").count(), 2);
    assert_eq!(harness.query_all_by_label("312 ms").count(), 4);
    let latest = harness.query_all_by_label_contains("failed:");
    let tops: Vec<f32> = latest.map(|node| node.rect().top()).collect();
    assert_eq!(tops.len(), 2);
    let crashed = harness.get_by_label_contains("failed: PortKnocker itself");
    assert!(tops.iter().all(|top| crashed.rect().top() <= *top));
}

#[test]
fn profile_and_outcome_choose_from_it() {
    let mut harness = drawn(entries(), Language::En, 900.0);
    choose(&mut harness, "Profile", "homelab");
    harness.get_by_label("3 of 4");
    assert!(!says(&harness, "failed: still closed: no answer"));
    choose(&mut harness, "Outcome", "unverified");
    harness.get_by_label("1 of 4");
    harness.get_by_label("close");
    choose(&mut harness, "Profile", "all");
    choose(&mut harness, "Outcome", "failed");
    harness.get_by_label("2 of 4");
    harness.get_by_label("failed: still closed: no answer");
}

#[test]
fn a_text_chooses_from_it() {
    let mut harness = drawn(entries(), Language::En, 900.0);
    let search = harness.get_by_role_and_label(Role::TextInput, "Search");
    search.focus();
    search.type_text("still closed");
    harness.run();
    harness.get_by_label("1 of 4");
    harness.get_by_label("failed: still closed: no answer");
    let search = harness.get_by_role_and_label(Role::TextInput, "Search");
    search.type_text(" door");
    harness.run();
    harness.get_by_label("0 of 4");
    harness.get_by_label("no entry matches");
}

/// Ten thousand entries of ten profiles.
fn many() -> Vec<Entry> {
    let entry = |second: i64| {
        let name = format!("profile {}", second % 10);
        entry(second, &name, Action::Open, "verified")
    };
    (0..10_000).map(entry).collect()
}

#[rstest]
#[case(900.0)]
#[case(300.0)]
fn of_ten_thousand_entries_those_are_drawn_that_are_seen(#[case] width: f32) {
    let mut harness = drawn(many(), Language::En, width);
    harness.get_by_label("10000 of 10000");
    let (first, last) = (time(&many()[0]), time(&many()[9_999]));
    assert!(says(&harness, &last) && !says(&harness, &first));
    let drawn = |harness: &Harness<'_, Shown>| harness.query_all_by_label("312 ms").count();
    assert!((5..30).contains(&drawn(&harness)), "{}", drawn(&harness));
    // They end with the window, as they would not if lines were taken for higher or lower than they are.
    let tops = harness.query_all_by_label("312 ms");
    let lowest = tops.map(|node| node.rect().top()).fold(0.0, f32::max);
    assert!((340.0..460.0).contains(&lowest), "{lowest}");

    harness.get_by_label(&last).hover();
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -1e7),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(30);
    assert!(says(&harness, &first) && !says(&harness, &last));
    assert!((5..30).contains(&drawn(&harness)), "{}", drawn(&harness));
}

#[rstest]
fn nothing_is_wider_than_its_room(
    #[values(300.0, 900.0)] width: f32,
    #[values(Language::En, Language::Fr)] language: Language,
    #[values(1.0, 1.25)] zoom: f32,
) {
    let mut entries = entries();
    entries.push(Entry {
        address: Some("2001:db8:1234:5678:9abc:def0:1234:5678".parse().unwrap()),
        duration_ms: 123_456,
        ..failed(5, "a server with a rather long name", "secret_command_late")
    });
    let mut harness = drawn(entries, language, width);
    harness.ctx.set_zoom_factor(zoom);
    harness.run();
    harness.run();
    assert_fits(&harness);
}
