//! The window as a person works with it: by roles and labels. The engine is played by the test, which sees what is asked
//! of it; a file is what is asked to be written.

use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use rstest::rstest;

use super::*;
use crate::config::decode;
use crate::text::Language;
use crate::window::engine::{Save, SecretFound};
use crate::window::style;

/// What a new file begins with.
const EXAMPLE: &str = include_str!("../../config/example.toml");
const FILE: &str = include_str!("tests/commented.toml");

struct Screen {
    harness: Harness<'static, App>,
    /// What the file says.
    file: Option<String>,
}

impl Screen {
    fn new(file: Option<&str>) -> Self {
        Self::in_language(file, Language::En, [800.0, 500.0])
    }

    fn in_language(file: Option<&str>, language: Language, size: [f32; 2]) -> Self {
        let app = App::new(Catalogues::new(language), "/home/config.toml".into());
        let harness = Harness::builder()
            .with_size(vec2(size[0], size[1]))
            .with_context_setup(style::install)
            .build_ui_state(
                |ui, app: &mut App| {
                    app.follow_viewport(ui.ctx());
                    app.show(ui);
                },
                app,
            );
        let mut screen = Self {
            harness,
            file: file.map(str::to_owned),
        };
        screen.tell_file();
        screen.tell(Told::Hands(Hands::Agent { holds: Vec::new() }));
        screen
    }

    fn tell(&mut self, told: Told) {
        self.harness.state_mut().hear(told);
        self.harness.run();
    }

    fn tell_file(&mut self) {
        let text = self.file.clone();
        let config = decode(text.as_deref().unwrap_or_default(), Path::new("/home"));
        self.tell(Told::File(FileRead {
            text: text.map(Zeroizing::new),
            config: config.map_err(|_| FileTrouble::Unreadable("it has mistakes".to_owned())),
        }));
    }

    fn node<'a>(&'a self, role: Role, label: &'a str) -> Node<'a> {
        let found = self.harness.query_by_role_and_label(role, label);
        found.unwrap_or_else(|| panic!("no {role:?} {label} among {:#?}", self.heard()))
    }

    fn click(&mut self, label: &str) {
        self.click_on(Role::Button, label);
    }

    fn click_on(&mut self, role: Role, label: &str) {
        self.node(role, label).scroll_to_me();
        self.harness.run();
        self.node(role, label).click();
        self.harness.run();
    }

    /// Types a text in the place of what stands in a line.
    fn fill(&mut self, label: &str, text: &str) {
        self.fill_in(Role::TextInput, label, text);
    }

    fn fill_in(&mut self, role: Role, label: &str, text: &str) {
        self.node(role, label).focus();
        self.harness.run();
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.run();
        if text.is_empty() {
            self.harness.key_press(Key::Delete);
        } else {
            self.node(role, label).type_text(text);
        }
        self.harness.run();
    }

    /// All that is to be heard of what is on the screen, for whoever mends a test.
    fn heard(&self) -> Vec<String> {
        let nodes = self.harness.root().children_recursive();
        let heard = nodes.filter_map(|node| {
            let node = node.accesskit_node();
            let said = node.label().or(node.value())?;
            Some(format!("{:?} {said}", node.role()))
        });
        heard.collect()
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run();
    }

    fn says(&self, text: &str) -> bool {
        self.harness
            .query_all_by_label_contains(text)
            .next()
            .is_some()
    }

    fn asked(&mut self) -> Vec<Ask> {
        self.harness.state_mut().asks()
    }

    /// Somebody wants the window closed; says whether it stays.
    fn close(&mut self) -> bool {
        let root = self.harness.input_mut().viewports.entry(ViewportId::ROOT);
        root.or_default().events.push(ViewportEvent::Close);
        self.harness.step();
        let root = self.harness.input_mut().viewports.entry(ViewportId::ROOT);
        root.or_default().events.clear();
        let stays = self.commands().contains(&ViewportCommand::CancelClose);
        self.harness.run();
        stays
    }

    /// What the window asks of the desktop.
    fn commands(&self) -> Vec<ViewportCommand> {
        let output = &self.harness.output().viewport_output;
        let root = output.get(&ViewportId::ROOT);
        root.map(|root| root.commands.clone()).unwrap_or_default()
    }

    /// Somebody else changes the file.
    fn change_file(&mut self, from: &str, to: &str) {
        let file = self.file.take().unwrap();
        assert!(file.contains(from), "{file}");
        self.file = Some(file.replace(from, to));
        self.tell_file();
    }

    /// Saves as the engine would; gives what the file says then.
    fn save(&mut self) -> String {
        self.asked();
        self.key(Modifiers::COMMAND, Key::S);
        let asks = self.asked();
        let [Ask::Save(Save { before, text, .. })] = asks.as_slice() else {
            panic!("{asks:?}");
        };
        assert_eq!(
            before.as_ref().map(|text| text.as_str()),
            self.file.as_deref()
        );
        let text = text.to_string();
        self.file = Some(text.clone());
        self.tell(Told::Saved(Ok(())));
        self.tell_file();
        text
    }
}

/// The lines that are in one of them alone, with their signs.
fn difference(before: &str, after: &str) -> Vec<String> {
    let alone = |of: &str, other: &str, sign: char| -> Vec<String> {
        let lines = of
            .lines()
            .filter(|line| !other.lines().any(|one| one == *line));
        lines.map(|line| format!("{sign}{line}")).collect()
    };
    [alone(before, after, '-'), alone(after, before, '+')].concat()
}

#[test]
fn a_profile_from_nothing_is_what_a_hand_would_have_written() {
    let mut screen = Screen::new(None);
    assert!(screen.says("No profiles yet"));
    screen.click("Add a profile");
    // The name is what is typed first, in the place of the one that it was given.
    assert!(screen.node(Role::TextInput, "Name").is_focused());
    screen.node(Role::TextInput, "Name").type_text("homelab");
    screen.harness.run();
    screen.fill("Group", "home");
    screen.fill("Host", "home.example.net");
    screen.fill("Service port to check", "22");
    screen.fill("Open for", "15m");
    for (number, port) in [(1, "7000"), (2, "8000")] {
        screen.click("Add opening step");
        screen.fill(&format!("Opening sequence, step {number}: port"), port);
    }
    screen.click("Reverse of opening");
    let text = screen.save();
    let profile = "\
[[profile]]
name = \"homelab\"
group = \"home\"
host = \"home.example.net\"
check = 22
open_for = \"15m\"
open = [\"7000\", \"8000\"]
close = [\"8000\", \"7000\"]
";
    let added = text.strip_prefix(EXAMPLE).map(str::trim_start);
    assert_eq!(added, Some(profile));
    assert!(!screen.says("not saved yet"));
    assert!(
        !screen
            .node(Role::Button, "Open")
            .accesskit_node()
            .is_disabled()
    );
}

#[test]
fn only_the_lines_that_are_edited_differ() {
    let mut screen = Screen::new(Some(FILE));
    screen.fill("Host", "new.example.net");
    assert!(screen.says("not saved yet"));
    let text = screen.save();
    let lines = [
        "-host = \"home.example.net\" # the router",
        "+host = \"new.example.net\" # the router",
    ];
    assert_eq!(difference(FILE, &text), lines);
}

/// In the words of `config check`, beside the line.
#[rstest]
#[case("Name", "", "an empty name")]
#[case("Name", "nas", "nas")]
#[case("Host", "", "an empty host")]
#[case("Host", "a b", "not a host")]
#[case("Service port to check", "70000", "not a port")]
#[case("Open for", "soon", "not a length of time")]
#[case("Opening sequence, step 1: port", "0", "not a port")]
#[case("Opening sequence, step 1: port", "", "not a port")]
#[case("Opening sequence, step 1: delay", "1 week", "not a length of time")]
#[case("Opening sequence, step 2: payload", "hex:0g", "hex")]
fn a_mistake_is_told_as_it_is_typed_and_keeps_from_saving(
    #[case] label: &str,
    #[case] typed: &str,
    #[case] told: &str,
) {
    let mut screen = Screen::new(Some(FILE));
    screen.fill(label, typed);
    let heard = screen.heard();
    let line = heard
        .iter()
        .find(|line| line.starts_with("Label ▲") && line.contains(told));
    assert!(line.is_some(), "{heard:#?}");
    let draft = screen.harness.state().draft.as_ref().unwrap();
    let words = Catalogue::english();
    for mistake in draft.mistakes() {
        let problem = &mistake.problem;
        let line = format!(
            "Label ▲ {}: {}",
            problem.title(&words),
            problem.hint(&words)
        );
        assert!(heard.contains(&line), "{line} is not in {heard:#?}");
    }
    screen.key(Modifiers::COMMAND, Key::S);
    let asks = screen.asked();
    assert!(
        !asks.iter().any(|ask| matches!(ask, Ask::Save(_))),
        "{asks:?}"
    );
}

#[test]
fn a_mistake_in_what_is_folded_away_is_seen() {
    let text = FILE.replace("check = 22", "watch = \"often\"");
    let screen = Screen::new(Some(&text));
    assert!(screen.says("not a length of time"), "{:#?}", screen.heard());
}

#[test]
fn what_is_deleted_comes_back() {
    let mut screen = Screen::new(Some(FILE));
    screen.click("Delete");
    assert!(screen.says("homelab is deleted once you save."));
    assert!(!screen.says("homelab: "));
    screen.click("Undo deletion");
    assert!(screen.says("homelab: not known"));
    assert!(!screen.says("not saved yet"));
    screen.click("Delete");
    let text = screen.save();
    assert!(!text.contains("homelab") && !text.contains("The router at home"));
    assert!(!screen.says("is deleted"));
}

#[test]
fn a_whole_sequence_is_pasted_into_one_cell() {
    let mut screen = Screen::new(Some(FILE));
    screen
        .node(Role::TextInput, "Opening sequence, step 1: port")
        .focus();
    screen.harness.run();
    screen.key(Modifiers::COMMAND, Key::A);
    screen
        .harness
        .event(Event::Paste("7101:udp, 7202:tcp, 7303:udp".to_owned()));
    screen.harness.run();
    let text = screen.save();
    let lines = [
        "-open = [\"7000:tcp\", \"8000:udp\"] # in this order",
        "+open = [\"7101:udp\", \"7202\", \"7303:udp\"] # in this order",
    ];
    assert_eq!(difference(FILE, &text), lines);
}

#[test]
fn profiles_change_places_by_the_keyboard() {
    let mut screen = Screen::new(Some(FILE));
    screen.click("homelab: not known");
    screen.key(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(screen.harness.state().selected, Selected::Own(1));
    screen.key(Modifiers::NONE, Key::ArrowUp);
    screen.key(Modifiers::ALT, Key::ArrowDown);
    assert!(screen.node(Role::Button, "homelab: not known").is_focused());
    // Past its neighbour, and then into the next group.
    screen.key(Modifiers::ALT, Key::ArrowDown);
    let text = screen.save();
    let names: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("name"))
        .collect();
    assert_eq!(
        names,
        ["name = \"nas\"", "name = \"homelab\"", "name = \"bastion\""]
    );
    assert_eq!(difference(FILE, &text), Vec::<String>::new());
    assert_eq!(text.matches("group = \"work\"").count(), 2);
}

#[test]
fn steps_change_places_by_the_keyboard() {
    let mut screen = Screen::new(Some(FILE));
    screen
        .node(Role::TextInput, "Opening sequence, step 1: port")
        .focus();
    screen.harness.run();
    screen.key(Modifiers::ALT, Key::ArrowDown);
    let second = screen.node(Role::TextInput, "Opening sequence, step 2: port");
    assert!(second.is_focused());
    assert_eq!(second.value().as_deref(), Some("7000"));
    let text = screen.save();
    let lines = [
        "-open = [\"7000:tcp\", \"8000:udp\"] # in this order",
        "+open = [\"8000:udp\", \"7000:tcp\"] # in this order",
    ];
    assert_eq!(difference(FILE, &text), lines);
}

#[test]
fn what_somebody_else_changed_is_merged() {
    let mut screen = Screen::new(Some(FILE));
    screen.fill("Host", "ours.example.net");
    screen.change_file("nas.example.net", "theirs.example.net");
    assert!(!screen.says("Somebody else has changed"));
    let text = screen.save();
    assert!(
        text.contains("ours.example.net\" # the router") && text.contains("theirs.example.net")
    );
}

#[rstest]
#[case("Keep my changes", "ours.example.net")]
#[case("Take the file’s", "theirs.example.net")]
fn what_both_changed_is_asked_about(#[case] answer: &str, #[case] host: &str) {
    let mut screen = Screen::new(Some(FILE));
    screen.fill("Host", "ours.example.net");
    screen.change_file("home.example.net", "theirs.example.net");
    assert!(screen.says("Somebody else has changed the file meanwhile"));
    assert!(screen.says("homelab"));
    // Nothing is written before that.
    screen.asked();
    screen.key(Modifiers::COMMAND, Key::S);
    assert!(screen.asked().is_empty());
    screen.click(answer);
    assert!(!screen.says("Somebody else"));
    assert_eq!(
        screen.node(Role::TextInput, "Host").value().as_deref(),
        Some(host)
    );
    assert_eq!(screen.says("not saved yet"), host.starts_with("ours"));
}

#[test]
fn a_secret_goes_to_the_keyring_and_is_shown_on_purpose_alone() {
    let mut screen = Screen::new(Some(FILE));
    screen.click("bastion: not known");
    let asks = screen.asked();
    let [Ask::LookUp { accounts, .. }] = asks.as_slice() else {
        panic!("{asks:?}");
    };
    assert_eq!(accounts, &["bastion/open"]);
    let account = || "bastion/open".to_owned();
    let found = |found| Told::Secret {
        account: account(),
        found,
    };
    screen.tell(found(SecretFound::Missing));
    assert!(screen.says("not in the keyring yet"));
    let label = "Opening sequence";
    screen.fill_in(Role::PasswordInput, label, "7000, 8000:upd");
    // What is wrong is told without what was typed.
    assert!(screen.says("▲"));
    assert!(!screen.says("upd"));
    screen.fill_in(Role::PasswordInput, label, "7000, 8000:udp");
    screen.click("Keep in the keyring");
    let asks = screen.asked();
    let [
        Ask::Keep {
            account: kept,
            secret,
            ..
        },
    ] = asks.as_slice()
    else {
        panic!("{asks:?}");
    };
    assert_eq!((kept, secret.as_str()), (&account(), "7000, 8000:udp"));
    screen.tell(found(SecretFound::There));
    assert!(screen.says("in the keyring"));
    assert!(!screen.says("7000"));
    screen.click("Reveal");
    assert!(matches!(screen.asked().as_slice(), [Ask::Reveal { .. }]));
    screen.tell(found(SecretFound::Revealed(Zeroizing::new(
        "7000, 8000:udp".to_owned(),
    ))));
    assert!(screen.says("7000, 8000:udp"));
    screen.click("Hide");
    assert!(!screen.says("7000"));
    // The file says nothing of it, and nothing is to be saved.
    assert!(!screen.says("not saved yet"));
}

#[test]
fn an_action_is_drawn_as_it_happens() {
    let mut screen = Screen::new(Some(FILE));
    screen.click("Open");
    let asks = screen.asked();
    let [
        Ask::Act {
            profile,
            action: Action::Open,
            ..
        },
    ] = asks.as_slice()
    else {
        panic!("{asks:?}");
    };
    let profile = profile.clone();
    screen.tell(Told::Begun {
        profile: profile.clone(),
        action: Action::Open,
    });
    assert!(screen.says("homelab: opening…"));
    assert!(
        screen
            .node(Role::Button, "Close")
            .accesskit_node()
            .is_disabled()
    );
    let receipt = Receipt::failed(profile, Action::Open, crate::knock::Failure::Crashed);
    screen.tell(Told::Ended(Box::new(receipt)));
    assert!(screen.says("open failed"), "{:#?}", screen.heard());
    screen.click("Hide receipt");
    assert!(!screen.says("open failed"));
}

#[test]
fn an_unsaved_profile_can_be_tried_and_not_opened() {
    let mut screen = Screen::new(Some(FILE));
    screen.fill("Host", "127.0.0.1");
    assert!(
        screen
            .node(Role::Button, "Open")
            .accesskit_node()
            .is_disabled()
    );
    screen.asked();
    screen.click("Test");
    let asks = screen.asked();
    let [Ask::Test(profile)] = asks.as_slice() else {
        panic!("{asks:?}");
    };
    assert_eq!(profile.host.as_str(), "127.0.0.1");
}

#[test]
fn what_is_typed_goes_back_and_forth_by_keys() {
    let mut screen = Screen::new(Some(FILE));
    screen.fill("Host", "one.example.net");
    screen.fill("Group", "other");
    let host = |screen: &Screen| screen.node(Role::TextInput, "Host").value();
    screen.key(Modifiers::COMMAND, Key::Z);
    assert!(screen.says("home"));
    screen.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(host(&screen).as_deref(), Some("home.example.net"));
    assert!(!screen.says("not saved yet"));
    screen.key(Modifiers::COMMAND, Key::Y);
    assert_eq!(host(&screen).as_deref(), Some("one.example.net"));
}

#[test]
fn a_drop_in_is_shown_with_its_file_and_not_changed() {
    let mut screen = Screen::new(Some(FILE));
    let text = FILE.replace("homelab", "vpn");
    let mut config = decode(FILE, Path::new("/home")).unwrap();
    let other = decode(&text, Path::new("/home")).unwrap();
    let mut profile = Profile::clone(&other.profiles[0]);
    profile.origin = Some(Arc::from(Path::new("/home/config.d/vpn.toml")));
    config.profiles.push(Arc::new(profile));
    screen.tell(Told::File(FileRead {
        text: Some(Zeroizing::new(FILE.to_owned())),
        config: Ok(config),
    }));
    screen.click("vpn: not known");
    assert!(screen.says("/home/config.d/vpn.toml"));
    assert!(
        screen
            .harness
            .query_by_role_and_label(Role::TextInput, "Name")
            .is_none()
    );
    assert!(
        screen
            .node(Role::Button, "Delete")
            .accesskit_node()
            .is_disabled()
    );
    assert!(!screen.says("7000"));
}

#[test]
fn closing_asks_what_becomes_of_changes() {
    let mut screen = Screen::new(Some(FILE));
    screen.fill("Host", "new.example.net");
    assert!(screen.close());
    assert!(screen.says("There are changes that are not saved."));
    screen.click("Stay");
    assert!(!screen.says("There are changes"));
    screen.close();
    screen.asked();
    screen.click("Save and close");
    assert!(matches!(screen.asked().as_slice(), [Ask::Save(_)]));
    screen.tell(Told::Saved(Ok(())));
    assert!(matches!(screen.asked().as_slice(), [Ask::End]));
    screen.harness.state_mut().hear(Told::Over(Vec::new()));
    screen.harness.step();
    assert!(screen.commands().contains(&ViewportCommand::Close));
}

#[test]
fn what_may_still_be_open_is_said_before_the_window_goes() {
    let mut screen = Screen::new(Some(FILE));
    assert!(screen.close());
    assert!(matches!(screen.asked().as_slice(), [Ask::End]));
    screen.tell(Told::Over(vec!["homelab may still be open".to_owned()]));
    assert!(screen.says("homelab may still be open"));
    assert!(!screen.commands().contains(&ViewportCommand::Close));
    screen.node(Role::Button, "Close the window").click();
    screen.harness.step();
    screen.harness.step();
    assert!(screen.commands().contains(&ViewportCommand::Close));
}

#[test]
fn what_the_window_itself_holds_open_is_said_when_an_agent_comes() {
    let mut screen = Screen::new(Some(FILE));
    let holds = vec!["homelab".to_owned()];
    screen.tell(Told::Hands(Hands::Agent { holds }));
    assert!(screen.says("This window holds open, and closes when it is closed: homelab"));
}

#[test]
fn a_secret_that_was_typed_and_not_kept_is_asked_about() {
    let mut screen = Screen::new(Some(FILE));
    screen.click("bastion: not known");
    screen.fill_in(Role::PasswordInput, "Opening sequence", "7000");
    assert!(screen.close());
    assert!(screen.says("A secret was typed that is not kept in the keyring."));
    let save = screen.node(Role::Button, "Save and close");
    assert!(save.accesskit_node().is_disabled());
}

#[test]
fn keys_that_a_server_may_know_are_not_thrown_away() {
    let spa = "[[profile]]\nname = \"spa\"\nhost = \"a.example\"\n\
               spa = { access = \"tcp/22\", key = { keyring = true }, hmac_key = { keyring = true } }\n";
    let mut screen = Screen::new(Some(spa));
    let generate = |screen: &Screen| {
        let button = screen.node(Role::Button, "Generate keys");
        !button.accesskit_node().is_disabled()
    };
    let find = |screen: &mut Screen, key, hmac_key| {
        for (account, found) in [("spa/key", key), ("spa/hmac_key", hmac_key)] {
            let account = account.to_owned();
            screen.tell(Told::Secret { account, found });
        }
    };
    find(&mut screen, SecretFound::There, SecretFound::There);
    assert!(!generate(&screen));
    find(&mut screen, SecretFound::Missing, SecretFound::There);
    assert!(!generate(&screen));
    find(&mut screen, SecretFound::Missing, SecretFound::Missing);
    assert!(generate(&screen));
    screen.asked();
    screen.click("Generate keys");
    assert!(matches!(
        screen.asked().as_slice(),
        [Ask::Keep { .. }, Ask::Keep { .. }]
    ));
    assert!(screen.says("Copy the server’s half"));
}

#[test]
fn a_sequence_that_is_typed_letter_by_letter_is_one_at_its_end() {
    let mut screen = Screen::new(Some(FILE));
    let label = "Opening sequence, step 1: port";
    screen.fill(label, "");
    for letter in "7101:udp, 7202".chars() {
        screen
            .node(Role::TextInput, label)
            .type_text(&letter.to_string());
        screen.harness.run();
    }
    // It counts without being left first.
    let text = screen.save();
    assert!(
        text.contains("open = [\"7101:udp\", \"7202\"] # in this order"),
        "{text}"
    );
    screen.node(Role::TextInput, label).focus();
    screen.harness.run();
    screen.node(Role::TextInput, label).type_text(", 1");
    screen.harness.run();
    assert!(screen.close());
    assert!(screen.says("There are changes that are not saved."));
}

#[test]
fn a_renamed_profile_has_its_secret_still() {
    let mut screen = Screen::new(Some(FILE));
    screen.click("bastion: not known");
    let account = "bastion/open".to_owned();
    let found = SecretFound::There;
    screen.tell(Told::Secret { account, found });
    screen.asked();
    screen.fill("Name", "gate");
    assert!(screen.says("in the keyring"));
    assert!(screen.asked().is_empty());
}

#[test]
fn secrets_of_profiles_that_are_discarded_go() {
    let mut screen = Screen::new(Some(FILE));
    screen.click("bastion: not known");
    screen.click("Duplicate");
    screen.asked();
    screen.fill_in(Role::PasswordInput, "Opening sequence", "7000");
    screen.click("Keep in the keyring");
    screen.close();
    screen.click("Discard them");
    let asks = screen.asked();
    let [.., Ask::Forget { account, .. }, Ask::End] = asks.as_slice() else {
        panic!("{asks:?}");
    };
    assert_eq!(account, "bastion 2/open");
}

#[test]
fn the_first_start_offers_an_import_and_a_demo() {
    let mut screen = Screen::new(None);
    screen.fill("Or take over the files of PortKnocker-Qt, knockd, fwknop, Knock on Ports, KnockThatDoor, or of PortKnocker on another machine: drop a file on this window, or type its path.", "/tmp/Knocker.json");
    screen.click("Import");
    let asks = screen.asked();
    let [Ask::Import(path)] = asks.as_slice() else {
        panic!("{asks:?}");
    };
    assert_eq!(path, Path::new("/tmp/Knocker.json"));
    screen.tell(Told::Imported(vec!["1 profile was added".to_owned()]));
    assert!(screen.says("1 profile was added"));
    screen.click("Try the demo");
    assert!(matches!(screen.asked().as_slice(), [Ask::Demo]));
}

#[test]
fn settings_are_lines_of_the_file() {
    let mut screen = Screen::new(Some(FILE));
    screen.key(Modifiers::COMMAND, Key::Num2);
    screen.fill("Delay between steps", "500ms");
    screen.click_on(Role::CheckBox, "when the screen is locked");
    screen.click_on(Role::ComboBox, "Notifications");
    screen.click("of failures");
    let text = screen.save();
    let lines = [
        "-delay = \"200ms\" # a slow line",
        "+delay = \"500ms\" # a slow line",
        "+[agent]",
        "+close_on = [\"lock\"]",
        "+notifications = \"failures\"",
    ];
    assert_eq!(difference(FILE, &text), lines);
}

#[test]
fn a_thousand_profiles_are_searched_and_only_what_is_seen_is_drawn() {
    let profile = |number| {
        format!(
            "[[profile]]\nname = \"server {number}\"\nhost = \"192.0.2.1\"\nopen = [\"7000\"]\n"
        )
    };
    let text: String = (1..=1000).map(profile).collect();
    let mut screen = Screen::new(Some(&text));
    let drawn = |screen: &Screen| screen.harness.get_all_by_label_contains("server ").count();
    assert!(drawn(&screen) < 60);
    screen.fill("Search profiles", "server 777");
    screen.click("server 777: not known");
    assert_eq!(screen.harness.state().selected, Selected::Own(776));
}

/// In each page, in both languages, at the least size: no control without a name, none that is cut off, and the keyboard
/// comes to each of them.
#[rstest]
#[case::steps("homelab", Key::Num1)]
#[case::secrets("spa", Key::Num1)]
#[case::settings("homelab", Key::Num2)]
#[case::history("homelab", Key::Num3)]
fn every_control_has_a_name_a_place_and_the_focus(
    #[case] profile: &str,
    #[case] page: Key,
    #[values(Language::En, Language::Fr)] language: Language,
) {
    let spa = "\n[[profile]]\nname = \"spa\"\nhost = \"a.example\"\ncheck = 22\n\
               spa = { access = \"tcp/22\", key = { keyring = true }, hmac_key = { keyring = true } }\n";
    let text = format!("{FILE}{spa}");
    let mut screen = Screen::in_language(Some(&text), language, [800.0, 500.0]);
    let name = screen.harness.get_all_by_label_contains(profile).next();
    name.unwrap().click();
    screen.harness.run();
    screen.key(Modifiers::COMMAND, page);
    let roles = [
        Role::Button,
        Role::TextInput,
        Role::ComboBox,
        Role::CheckBox,
        Role::RadioButton,
    ];
    let mut names = Vec::new();
    for node in screen.harness.root().children_recursive() {
        let control = node.accesskit_node();
        if !roles.contains(&control.role()) {
            continue;
        }
        let name = control.label().unwrap_or_default();
        assert!(
            !name.trim().is_empty(),
            "{:?} {:?} has no name",
            control.role(),
            node.rect()
        );
        assert!(
            node.rect().right() <= 800.0,
            "{name} is cut off: {:?}",
            node.rect()
        );
        if !control.is_disabled() {
            names.push(name);
        }
    }
    let mut reached: Vec<String> = Vec::new();
    for _ in 0..names.len() + 8 {
        screen.key(Modifiers::NONE, Key::Tab);
        let nodes = screen.harness.root().children_recursive();
        let focused = nodes.filter(Node::is_focused);
        reached.extend(focused.filter_map(|node| node.accesskit_node().label()));
    }
    for name in names {
        assert!(
            reached.contains(&name),
            "{name} is not reached by Tab: {reached:#?}"
        );
    }
}
