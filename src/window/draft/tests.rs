use super::*;
use rstest::rstest;

use crate::config::{EXAMPLE, decode, keyring_value};

/// What people have in their files.
const FILE: &str = r#"# Mine since 2020.
[defaults]
delay = "200ms" # slow line

# The first.
[[profile]]
name = "web" # A
host = "web.example" # where
# three of them
open = ["7000:tcp", 8000, { port = 9000, delay = "1s" }] # secret
group = "Home"

# Not mine.
[[profile]]
name = "mail"
host = "mail.example"
open = [
    "1", # one
    # and then
    "2:udp", # two
]
close = [ 2,1 ]
server.kind = "knockd"
server.seq_timeout = "10s"

[[profile]]
name = "gate"
host = "gate.example"
# By one packet.
[profile.spa]
access = "tcp/22"
# From my wallet.
key = { keyring = true }
hmac_key = { env = "HMAC" }
timeout = "30s" # at most

[agent] # of all
notifications = "all"
# the end
"#;

fn draft(text: &str) -> Draft {
    let saved = decode(text, Path::new("/")).unwrap_or_default();
    Draft::new(Some(text), Arc::new(saved), Path::new("/")).unwrap()
}

fn text(draft: &Draft) -> String {
    draft.settled().text().to_string()
}

/// Writes the file, as the window does; gives what it says then.
fn save(draft: &mut Draft) -> (String, Moves) {
    let save = draft.to_save().unwrap();
    let config = decode(&save.text, Path::new("/")).unwrap();
    draft.was_saved(save.text.clone(), Arc::new(config));
    (save.text.to_string(), save.moves)
}

/// Somebody else writes the file.
fn file_says(draft: &mut Draft, text: &str) {
    let config = decode(text, Path::new("/")).unwrap();
    draft.file_says(Some(text), Arc::new(config)).unwrap();
}

fn row(place: &str, protocol: &str) -> StepRow {
    StepRow {
        place: place.to_owned(),
        protocol: protocol.to_owned(),
        ..StepRow::default()
    }
}

fn account(name: &str) -> String {
    format!("{name}/open")
}

/// With a profile whose sequence is in the keyring.
fn kept(names: &[&str]) -> String {
    let profile = |name: &&str| {
        format!("[[profile]]\nname = \"{name}\"\nhost = \"x\"\nopen = {{ keyring = true }}\n")
    };
    names.iter().map(profile).collect::<Vec<_>>().join("\n")
}

fn moves(copies: &[(&str, &str)], unused: &[&str]) -> Moves {
    let copies = copies.iter();
    Moves {
        copies: copies
            .map(|(from, to)| (account(from), account(to)))
            .collect(),
        unused: unused.iter().map(|name| account(name)).collect(),
    }
}

#[test]
fn a_profile_from_nothing_is_what_a_hand_would_have_written() {
    let mut draft = Draft::new(None, Arc::default(), Path::new("/")).unwrap();
    assert!(!draft.is_changed());
    let at = draft.add("New profile", "");
    assert!(draft.to_save().is_none());
    for part in ["h", "ho", "home", "homelab"] {
        draft.type_in(at, "name", part);
    }
    draft.type_in(at, "host", "home.example.net");
    draft.type_in(at, "group", "Home");
    assert!(draft.paste(at, Action::Open, 0, "7000:tcp, 8000:udp"));
    draft.put_rows(
        at,
        Action::Open,
        &[row("7000", "tcp"), row("8000", "udp"), row("9000", "tcp")],
        None,
    );
    draft.reverse_opening(at);
    for part in ["2", "22"] {
        draft.type_in(at, "check", part);
    }
    draft.type_in(at, "open_for", "15m");
    draft.put(at, "server.kind", Some("knockd".into()));
    draft.type_in(at, "server.seq_timeout", "10s");
    assert_eq!(draft.mistakes(), []);
    let profile = "
[[profile]]
name = \"homelab\"
group = \"Home\"
host = \"home.example.net\"
check = 22
open_for = \"15m\"
open = [\"7000\", \"8000:udp\", \"9000\"]
close = [\"9000\", \"8000:udp\", \"7000\"]
server = { kind = \"knockd\", seq_timeout = \"10s\" }
";
    let saved = draft.to_save().unwrap();
    assert_eq!(saved.before, None);
    assert_eq!(*saved.text, format!("{EXAMPLE}{profile}"));
    assert_eq!(saved.moves, Moves::default());
    assert_eq!(draft.config().unwrap().profiles[0].name, "homelab");
    assert_eq!(
        draft.listed(),
        [Listed {
            name: "homelab".to_owned(),
            group: "Home".to_owned(),
            host: "home.example.net".to_owned(),
            is_mistaken: false,
        }]
    );
}

#[test]
fn a_packet_from_nothing_too() {
    let mut draft = draft("");
    let at = draft.add("gate", "Work");
    draft.type_in(at, "host", "203.0.113.9");
    let mut spa = toml_edit::InlineTable::new();
    spa.insert("access", "tcp/22".into());
    spa.insert("key", keyring_value());
    spa.insert("hmac_key", keyring_value());
    draft.replace_keys(at, &["open", "close", "delay"], &[("spa", spa.into())]);
    draft.type_in(at, "spa.port", "62201");
    draft.type_in(at, "spa.timeout", "30s");
    draft.type_in(at, "spa.user", "me");
    draft.type_in(at, "spa.user", "");
    assert_eq!(
        text(&draft),
        "[[profile]]
name = \"gate\"
group = \"Work\"
host = \"203.0.113.9\"
spa = { access = \"tcp/22\", key = { keyring = true }, hmac_key = { keyring = true }, port = 62201, timeout = \"30s\" }
"
    );
    assert_eq!(draft.mistakes(), []);
}

/// One edit, and what of the file differs then.
#[rstest]
#[case::a_text(|it: &mut Draft| it.type_in(0, "host", "x.example"), "web.example", "x.example")]
#[case::a_new_key(|it: &mut Draft| it.type_in(0, "check", "22"), "group = \"Home\"\n", "group = \"Home\"\ncheck = 22\n")]
#[case::emptied(|it: &mut Draft| it.type_in(0, "group", ""), "group = \"Home\"\n", "")]
#[case::a_dotted_key(|it: &mut Draft| it.type_in(1, "server.seq_timeout", "5s"), "\"10s\"", "\"5s\"")]
#[case::a_new_dotted_key(
    |it: &mut Draft| it.type_in(1, "server.tcpflags", "syn"),
    "\"10s\"\n",
    "\"10s\"\nserver.tcpflags = \"syn\"\n"
)]
#[case::an_emptied_dotted_key(|it: &mut Draft| it.type_in(1, "server.seq_timeout", ""), "server.seq_timeout = \"10s\"\n", "")]
#[case::in_a_table(|it: &mut Draft| it.type_in(2, "spa.access", "tcp/80"), "tcp/22", "tcp/80")]
#[case::new_in_a_table(
    |it: &mut Draft| it.type_in(2, "spa.port", "53"),
    "\"30s\" # at most\n",
    "\"30s\" # at most\nport = 53\n"
)]
#[case::emptied_in_a_table(|it: &mut Draft| it.type_in(2, "spa.timeout", ""), "timeout = \"30s\" # at most\n", "")]
#[case::gone_from_a_table(|it: &mut Draft| it.put(2, "spa.key", None), "key = { keyring = true }\n", "")]
#[case::deep(|it: &mut Draft| it.type_in(2, "spa.key.keyring", "shared"), "keyring = true", "keyring = \"shared\"")]
#[case::in_the_profile_of_a_table(
    |it: &mut Draft| it.type_in(2, "check", "22"),
    "host = \"gate.example\"\n",
    "host = \"gate.example\"\ncheck = 22\n"
)]
#[case::a_step(
    |it: &mut Draft| {
        let mut rows = it.rows(0, Action::Open).unwrap();
        rows[2].delay = "2s".to_owned();
        it.put_rows(0, Action::Open, &rows, Some("2.delay"));
    },
    "delay = \"1s\"",
    "delay = \"2s\""
)]
#[case::a_step_on_a_line_of_its_own(
    |it: &mut Draft| {
        let mut rows = it.rows(1, Action::Open).unwrap();
        rows[0].place = "11".to_owned();
        it.put_rows(1, Action::Open, &rows, Some("0.place"));
    },
    "\"1\", # one",
    "\"11\", # one"
)]
#[case::one_more_step_on_a_line_of_its_own(
    |it: &mut Draft| {
        let mut rows = it.rows(1, Action::Open).unwrap();
        rows.push(row("3", "tcp"));
        it.put_rows(1, Action::Open, &rows, None);
    },
    "\"2:udp\", # two\n",
    "\"2:udp\", # two\n    \"3\",\n"
)]
#[case::one_less(
    |it: &mut Draft| {
        let rows = it.rows(1, Action::Open).unwrap();
        it.put_rows(1, Action::Open, &rows[1..], None);
    },
    "    \"1\", # one\n",
    ""
)]
#[case::steps_change_places(
    |it: &mut Draft| {
        let mut rows = it.rows(1, Action::Open).unwrap();
        rows.reverse();
        it.put_rows(1, Action::Open, &rows, None);
    },
    "    \"1\", # one\n    # and then\n    \"2:udp\", # two\n",
    "    # and then\n    \"2:udp\", # two\n    \"1\", # one\n"
)]
#[case::reverse(
    |it: &mut Draft| it.reverse_opening(1),
    "close = [ 2,1 ]",
    "close = [\"2:udp\", \"1\"]"
)]
#[case::a_setting(
    |it: &mut Draft| it.put_setting("agent", "notifications", Some("none".into())),
    "notifications = \"all\"",
    "notifications = \"none\""
)]
#[case::a_list(
    |it: &mut Draft| {
        let list: toml_edit::Array = ["quit", "sleep"].into_iter().collect();
        it.put_setting("agent", "close_on", Some(list.into()));
    },
    "notifications = \"all\"\n",
    "notifications = \"all\"\nclose_on = [\"quit\", \"sleep\"]\n"
)]
#[case::a_setting_that_goes(
    |it: &mut Draft| it.put_setting("agent", "notifications", None),
    "notifications = \"all\"\n",
    ""
)]
#[case::a_default(|it: &mut Draft| it.type_setting("defaults", "delay", "1s"), "200ms", "1s")]
#[case::a_number(
    |it: &mut Draft| it.type_setting("defaults", "retries", "3"),
    "slow line\n",
    "slow line\nretries = 3\n"
)]
#[case::an_emptied_default(|it: &mut Draft| it.type_setting("defaults", "delay", ""), "delay = \"200ms\" # slow line\n", "")]
#[case::a_table_that_was_not_there(
    |it: &mut Draft| it.put_setting("interface", "theme", Some("dark".into())),
    "\"all\"\n# the end",
    "\"all\"\n\n[interface]\ntheme = \"dark\"\n# the end"
)]
#[case::a_table_that_came_and_went(
    |it: &mut Draft| {
        it.put_setting("interface", "theme", Some("dark".into()));
        it.put_setting("interface", "theme", None);
    },
    "",
    ""
)]
#[case::a_server_that_came_and_went(
    |it: &mut Draft| {
        it.put(0, "server.kind", Some("knockd".into()));
        it.put(0, "server.kind", None);
    },
    "",
    ""
)]
#[case::deleted(
    |it: &mut Draft| it.delete(1),
    &FILE[FILE.find("# Not mine").unwrap()..FILE.find("[[profile]]\nname = \"gate").unwrap()],
    ""
)]
#[case::copied(
    |it: &mut Draft| assert_eq!(it.duplicate(0), 1),
    "group = \"Home\"\n",
    "group = \"Home\"\n
[[profile]]
name = \"web 2\" # A
host = \"web.example\" # where
# three of them
open = [\"7000:tcp\", 8000, { port = 9000, delay = \"1s\" }] # secret
group = \"Home\"\n"
)]
fn only_the_edited_lines_differ(
    #[case] edit: fn(&mut Draft),
    #[case] before: &str,
    #[case] after: &str,
    #[values(false, true)] on_windows: bool,
) {
    assert_eq!(
        FILE.matches(before).count(),
        if before.is_empty() { FILE.len() + 1 } else { 1 }
    );
    let expected = if before.is_empty() {
        FILE.to_owned()
    } else {
        FILE.replace(before, after)
    };
    let as_there = |text: &str| {
        if on_windows {
            text.replace('\n', "\r\n")
        } else {
            text.to_owned()
        }
    };
    let file = as_there(FILE);
    let mut draft = draft(&file);
    assert!(!draft.is_changed());
    edit(&mut draft);
    assert_eq!(text(&draft), as_there(&expected));
    assert_eq!(draft.is_changed(), expected != FILE);
    let changed = draft.document.text().to_string();
    let listed = draft.listed().to_vec();
    let mut steps = 0;
    while draft.can_undo() {
        draft.undo();
        steps += 1;
    }
    assert_eq!(*draft.document.text(), file);
    assert!(!draft.is_changed());
    for _ in 0..steps {
        draft.redo();
    }
    assert!(!draft.can_redo());
    assert_eq!(*draft.document.text(), changed);
    assert_eq!(draft.listed(), listed);
}

#[test]
fn a_file_without_a_last_line_end_is_not_changed_by_that() {
    let mut draft = draft(FILE.trim_end().strip_suffix("\n# the end").unwrap());
    assert!(!draft.is_changed());
    draft.type_in(0, "host", "x");
    let expected = FILE.replace("# the end\n", "").replace("web.example", "x");
    assert_eq!(save(&mut draft).0, expected);
    assert!(!draft.is_changed());
}

#[test]
fn mistakes_that_the_file_had_are_shown_and_are_no_change() {
    let file = "[[profile]]\nname = \"a\"\nhost = \"x\"\ngroup = \"\"\nopen = [\"1\"]\n";
    let mut draft = draft(file);
    assert!(!draft.is_changed());
    assert_eq!(draft.mistakes_at(0, "group").count(), 1);
    assert!(draft.listed()[0].is_mistaken);
    assert!(draft.profile(0).is_none());
    // It is not taken out behind its owner's back.
    draft.type_in(0, "host", "y");
    assert_eq!(text(&draft), file.replace("\"x\"", "\"y\""));
    assert_eq!(draft.mistakes().len(), 1);
    draft.type_in(0, "group", "G");
    draft.type_in(0, "group", "");
    assert_eq!(draft.mistakes(), []);
    assert_eq!(text(&draft), file.replace("\"x\"\ngroup = \"\"", "\"y\""));
}

#[test]
fn a_setting_that_was_empty_goes_when_it_is_emptied() {
    let file = "[agent]\nnotifications = \"\"\n";
    let mut draft = draft(file);
    draft.type_setting("defaults", "delay", "1s");
    assert!(text(&draft).starts_with(file));
    draft.type_setting("agent", "notifications", "a");
    draft.type_setting("agent", "notifications", "");
    assert!(text(&draft).starts_with("[agent]\n\n[defaults]"));
}

#[test]
fn each_mistake_is_beside_its_field() {
    let mut draft = draft(FILE);
    let mut rows = draft.rows(0, Action::Open).unwrap();
    rows[2].delay = "soon".to_owned();
    draft.put_rows(0, Action::Open, &rows, Some("2.delay"));
    draft.type_in(1, "check", "ssh");
    draft.type_in(1, "server.kind", "");
    draft.put(
        2,
        "spa.key",
        Some({
            let mut source = toml_edit::InlineTable::new();
            source.insert("env", "".into());
            source.into()
        }),
    );
    draft.type_in(2, "host", "");
    draft.type_setting("defaults", "delay", "x");
    for (at, path) in [
        (0, "open.2.delay"),
        (1, "check"),
        (1, "server.kind"),
        (2, "spa.key.env"),
        (2, "host"),
    ] {
        assert_eq!(draft.mistakes_at(at, path).count(), 1, "{at} {path}");
    }
    let beside = draft.mistakes().iter().filter(|one| one.profile.is_none());
    assert_eq!(
        beside.map(|one| one.path.as_str()).collect::<Vec<_>>(),
        ["defaults.delay"]
    );
    assert_eq!(draft.mistakes().len(), 6);
    assert!(draft.config().is_none());
    assert!(draft.to_save().is_none());
}

#[test]
fn a_profile_without_mistakes_is_there_beside_one_with() {
    let mut draft = draft(FILE);
    draft.type_in(0, "host", "");
    assert!(draft.profile(0).is_none());
    assert_eq!(draft.profile(1).unwrap().name, "mail");
    assert_eq!(draft.profile(2).unwrap().settings.delay.as_millis(), 200);
    assert!(draft.is_saved(1));
    assert!(!draft.is_saved(0));
    draft.undo();
    assert!(draft.is_saved(0));
    draft.type_setting("defaults", "delay", "1s");
    assert!(!draft.is_saved(1));
}

#[test]
fn what_is_typed_into_one_cell_is_one_step_back() {
    let mut draft = draft(FILE);
    draft.type_in(0, "host", "a");
    draft.type_in(0, "host", "ab");
    draft.type_in(1, "host", "c");
    draft.type_in(1, "host", "cd");
    draft.type_setting("defaults", "delay", "1");
    draft.type_setting("defaults", "delay", "1s");
    draft.undo();
    assert_eq!(draft.setting("defaults", "delay"), "200ms");
    draft.undo();
    assert_eq!(draft.text(1, "host"), "mail.example");
    draft.redo();
    assert_eq!(draft.text(1, "host"), "cd");
    // Typed anew after the way back, it is a step of its own.
    draft.type_in(1, "host", "cde");
    assert!(!draft.can_redo());
    draft.undo();
    draft.undo();
    draft.undo();
    assert!(!draft.can_undo());
    assert_eq!(text(&draft), FILE);
}

#[test]
fn a_profile_goes_to_another_place_and_group() {
    let mut draft = draft(FILE);
    draft.move_to(0, 1, "Work");
    let parts = |from: &str, to: &str| {
        let from = FILE.find(from).unwrap();
        &FILE[from..from + FILE[from..].find(to).unwrap()]
    };
    let web = parts("# The first", "\n# Not mine").replace("Home", "Work");
    let mail = parts("# Not mine", "\n[[profile]]\nname = \"gate");
    let (head, _) = FILE.split_once("# The first").unwrap();
    let (_, tail) = FILE.split_once("\"10s\"\n").unwrap();
    assert_eq!(text(&draft), format!("{head}{mail}\n{web}{tail}"));
    let names: Vec<&str> = draft.listed().iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["mail", "web", "gate"]);
    draft.move_to(1, 0, "");
    assert_eq!(text(&draft), FILE.replace("group = \"Home\"\n", ""));
}

#[test]
fn a_free_name_is_found() {
    let mut draft = draft(&kept(&["web", "10.0.0.5", "rack 7"]));
    let at = draft.add("web", "");
    assert_eq!(draft.text(at, "name"), "web 2");
    let at = draft.duplicate(at);
    assert_eq!(draft.text(at, "name"), "web 3");
    let at = draft.duplicate(1);
    assert_eq!(draft.text(at, "name"), "10.0.0.5 2");
    let at = draft.duplicate(3);
    assert_eq!(draft.text(at, "name"), "rack 2");
    // What the file has is taken until it has been written.
    draft.delete(0);
    let at = draft.add("web", "");
    assert_eq!(draft.text(at, "name"), "web 4");
}

#[rstest]
#[case::a_step(1, "5:udp", &["7000", "5", "9000"])]
#[case::a_sequence(1, "5, 6:udp, icmp", &["7000", "5", "6", ""])]
#[case::a_sequence_in_brackets(0, "[\"5:tcp\", { port = 6, delay = \"1s\" }]", &["5", "6"])]
#[case::behind_all(3, "5", &["7000", "8000", "9000", "5"])]
#[case::further_still(9, "5,6", &["7000", "8000", "9000", "5", "6"])]
fn a_sequence_is_pasted(#[case] row: usize, #[case] pasted: &str, #[case] places: &[&str]) {
    let mut draft = draft(FILE);
    assert!(draft.paste(0, Action::Open, row, pasted));
    let rows = draft.rows(0, Action::Open).unwrap();
    let now: Vec<&str> = rows.iter().map(|row| row.place.as_str()).collect();
    assert_eq!(now, places);
    assert_eq!(draft.mistakes(), []);
    draft.undo();
    assert_eq!(text(&draft), FILE);
}

#[test]
fn what_is_no_sequence_is_not_pasted() {
    let mut draft = draft(FILE);
    assert!(!draft.paste(0, Action::Open, 0, "7000:tpc, 8000"));
    assert!(!draft.can_undo());
    assert!(draft.paste(2, Action::Close, 0, "1"));
    let first = StepRow {
        from: Some(0),
        ..row("1", "tcp")
    };
    assert_eq!(draft.rows(2, Action::Close).unwrap(), [first]);
}

#[test]
fn a_payload_from_elsewhere_is_in_the_reverse_too() {
    let step = "{ port = 2, protocol = \"udp\", payload = { env = \"X\" } }";
    let file = format!("[[profile]]\nname = \"a\"\nhost = \"x\"\nopen = [\"1\", {step}]\n");
    let mut draft = draft(&file);
    draft.reverse_opening(0);
    assert_eq!(text(&draft), format!("{file}close = [{step}, \"1\"]\n"));
}

#[test]
fn what_was_saved_is_no_change_and_the_way_back_stays() {
    let mut draft = draft(FILE);
    draft.type_in(0, "host", "x");
    let sent = draft.to_save().unwrap();
    // Typed while it is being written.
    draft.type_in(1, "host", "y");
    let config = Arc::new(decode(&sent.text, Path::new("/")).unwrap());
    draft.was_saved(sent.text.clone(), Arc::clone(&config));
    assert!(draft.is_changed());
    // The watcher says so too.
    draft.file_says(Some(&sent.text), config).unwrap();
    assert!(draft.conflict().is_none());
    assert_eq!(draft.text(1, "host"), "y");
    assert_eq!(draft.to_save().unwrap().before, Some(sent.text));
    draft.undo();
    assert!(!draft.is_changed());
    draft.undo();
    assert!(draft.is_changed());
    assert_eq!(text(&draft), FILE);
}

#[test]
fn a_watcher_that_is_faster_than_the_answer_is_no_change() {
    let mut draft = draft(FILE);
    draft.type_in(0, "host", "x");
    let sent = draft.to_save().unwrap();
    file_says(&mut draft, &sent.text);
    assert!(!draft.is_changed());
    assert!(draft.can_undo());
}

#[test]
fn secrets_go_with_a_name_and_back_with_it() {
    let mut draft = draft(&kept(&["a", "b"]));
    draft.type_in(0, "name", "c");
    assert_eq!(save(&mut draft).1, moves(&[("a", "c")], &["a"]));
    draft.undo();
    assert_eq!(draft.text(0, "name"), "a");
    assert_eq!(save(&mut draft).1, moves(&[("c", "a")], &["c"]));
    draft.redo();
    assert_eq!(save(&mut draft).1, moves(&[("a", "c")], &["a"]));
}

#[test]
fn a_name_that_is_typed_while_another_is_written_follows_it() {
    let mut draft = draft(&kept(&["a", "b"]));
    draft.type_in(0, "name", "c");
    let sent = draft.to_save().unwrap();
    draft.type_in(0, "name", "d");
    draft.move_to(0, 1, "");
    let config = decode(&sent.text, Path::new("/")).unwrap();
    draft.was_saved(sent.text, Arc::new(config));
    assert_eq!(save(&mut draft).1, moves(&[("c", "d")], &["c"]));
}

#[test]
fn a_copy_has_its_secrets_from_its_original() {
    let mut draft = draft(&kept(&["a", "b"]));
    draft.duplicate(0);
    assert_eq!(draft.to_save().unwrap().moves, moves(&[("a", "a 2")], &[]));
    draft.delete(0);
    assert_eq!(save(&mut draft).1, moves(&[("a", "a 2")], &["a"]));
    // Back again, the deleted one has them from the copy.
    draft.undo();
    draft.undo();
    draft.redo();
    assert_eq!(save(&mut draft).1, moves(&[("a 2", "a")], &[]));
}

#[test]
fn a_secret_that_was_stored_before_a_name_goes_with_it() {
    let mut draft = draft(&kept(&["a"]));
    let at = draft.add("new", "");
    draft.type_in(at, "host", "x");
    draft.put(at, "open", Some(keyring_value()));
    draft.has_kept(at, Field::Sequence(Action::Open), "new/open");
    assert_eq!(draft.orphans(), ["new/open"]);
    draft.type_in(at, "name", "b");
    assert_eq!(
        draft.to_save().unwrap().moves,
        moves(&[("new", "b")], &["new"])
    );
    // A copy of it has its own, and the way back does not forget it.
    let copy = draft.duplicate(at);
    assert_eq!(draft.text(copy, "name"), "b 2");
    let both = moves(&[("new", "b"), ("new", "b 2")], &["new"]);
    assert_eq!(draft.to_save().unwrap().moves, both);
    draft.undo();
    draft.undo();
    assert_eq!(draft.to_save().unwrap().moves, Moves::default());
    draft.undo();
    draft.redo();
    draft.redo();
    assert_eq!(save(&mut draft).1, moves(&[("new", "b")], &["new"]));
    assert_eq!(draft.orphans(), Vec::<String>::new());
}

#[test]
fn a_secret_of_a_profile_that_came_and_went_goes_too() {
    let mut draft = draft(&kept(&["a"]));
    let at = draft.add("new", "");
    draft.has_kept(at, Field::Sequence(Action::Open), "new/open");
    draft.delete(at);
    assert_eq!(draft.orphans(), ["new/open"]);
    draft.type_in(0, "host", "y");
    assert_eq!(save(&mut draft).1, moves(&[], &["new"]));
    assert_eq!(draft.orphans(), Vec::<String>::new());
    draft.has_kept(0, Field::Sequence(Action::Open), "a/open");
    draft.has_kept(0, Field::Sequence(Action::Open), "shared");
    assert_eq!(draft.orphans(), Vec::<String>::new());
}

#[test]
fn a_list_that_was_stored_before_a_copy_stays_with_one() {
    let mut list = toml_edit::InlineTable::new();
    list.insert("one_time", keyring_value());
    let mut draft = draft("");
    let at = draft.add("new", "");
    draft.type_in(at, "host", "x");
    draft.put(at, "open", Some(list.into()));
    draft.has_kept(at, Field::Sequence(Action::Open), "new/open");
    draft.duplicate(at);
    assert_eq!(draft.to_save().unwrap().moves, Moves::default());
    draft.type_in(at, "name", "b");
    let once = draft.to_save().unwrap().moves;
    assert_eq!(once, moves(&[("new", "b")], &["new"]));
}

#[test]
fn a_file_that_changed_is_read_anew_where_nothing_is_typed() {
    let mut draft = draft(FILE);
    let theirs = FILE.replace("web.example", "theirs.example");
    file_says(&mut draft, &theirs);
    assert_eq!(text(&draft), theirs);
    assert!(!draft.is_changed());
}

#[test]
fn what_only_one_changed_is_brought_together() {
    let mut draft = draft(FILE);
    draft.type_in(0, "name", "www");
    draft.type_in(1, "host", "ours.example");
    let theirs = FILE
        .replace("gate.example", "theirs.example")
        .replace("# Mine since 2020.", "# Ours.");
    file_says(&mut draft, &theirs);
    assert!(draft.conflict().is_none());
    let both = theirs
        .replace("\"web\"", "\"www\"")
        .replace("mail.example", "ours.example");
    assert_eq!(text(&draft), both);
    let saved = draft.to_save().unwrap();
    assert_eq!(saved.before.unwrap().as_str(), theirs);
    assert!(!draft.can_undo());
}

#[test]
fn the_same_change_on_both_sides_is_none_to_save() {
    let mut draft = draft(FILE);
    draft.type_in(0, "host", "x");
    let theirs = FILE.replace("web.example", "x");
    let theirs = theirs
        .trim_end()
        .strip_suffix("# the end")
        .unwrap()
        .trim_end();
    file_says(&mut draft, theirs);
    assert!(draft.conflict().is_none());
    assert!(!draft.is_changed());
}

#[rstest]
#[case(Prefer::Ours, "ours")]
#[case(Prefer::Theirs, "theirs")]
fn what_both_changed_is_asked_about(#[case] prefer: Prefer, #[case] host: &str) {
    let mut draft = draft(FILE);
    draft.type_in(0, "host", "ours");
    draft.type_in(1, "host", "y");
    let theirs = FILE.replace("web.example", "theirs");
    file_says(&mut draft, &theirs);
    assert_eq!(draft.conflict().unwrap().names, ["web"]);
    assert_eq!(draft.text(0, "host"), "ours");
    draft.settle_conflict(prefer);
    assert!(draft.conflict().is_none());
    let expected = FILE
        .replace("web.example", host)
        .replace("mail.example", "y");
    assert_eq!(text(&draft), expected);
    assert_eq!(draft.to_save().unwrap().before.unwrap().as_str(), theirs);
}

#[test]
fn what_is_taken_back_on_the_disk_is_asked_about_no_more() {
    let mut draft = draft(FILE);
    draft.type_in(0, "host", "ours");
    file_says(&mut draft, &FILE.replace("web.example", "theirs"));
    assert!(draft.conflict().is_some());
    file_says(&mut draft, FILE);
    assert!(draft.conflict().is_none());
    assert_eq!(draft.text(0, "host"), "ours");
}

#[test]
fn a_file_that_was_deleted_is_made_anew() {
    let gone = |draft: &mut Draft| draft.file_says(None, Arc::default()).unwrap();
    let mut untouched = draft(FILE);
    gone(&mut untouched);
    assert_eq!(text(&untouched), EXAMPLE);
    assert!(!untouched.is_changed());

    let mut draft = draft(FILE);
    draft.type_in(0, "host", "ours");
    draft.type_in(2, "name", "door");
    gone(&mut draft);
    assert!(draft.conflict().is_none());
    let ours = FILE.replace("web.example", "ours");
    let save = draft.to_save().unwrap();
    assert_eq!(save.before, None);
    assert_eq!(*save.text, ours.replace("\"gate\"", "\"door\""));
    let entry = |name: &str| format!("{name}/key");
    let expected = Moves {
        copies: vec![(entry("gate"), entry("door"))],
        unused: vec![entry("gate")],
    };
    assert_eq!(save.moves, expected);
    // What it was before is to be saved too.
    draft.undo();
    draft.undo();
    assert_eq!(text(&draft), FILE);
    assert!(draft.is_changed());
    assert!(!draft.is_saved(0));
    draft.redo();
    // Some editors delete a file and write it anew.
    let theirs = FILE.replace("mail.example", "theirs");
    file_says(&mut draft, &theirs);
    assert!(draft.conflict().is_none());
    assert_eq!(text(&draft), theirs.replace("web.example", "ours"));
    assert_eq!(draft.to_save().unwrap().before.unwrap().as_str(), theirs);
    let mut unchanged = self::draft(FILE);
    unchanged.type_in(0, "host", "ours");
    gone(&mut unchanged);
    unchanged.undo();
    file_says(&mut unchanged, FILE);
    assert!(!unchanged.is_changed());
}

#[test]
fn a_file_that_is_no_configuration_leaves_the_draft_alone() {
    for is_changed in [false, true] {
        let mut draft = draft(FILE);
        if is_changed {
            draft.type_in(0, "host", "ours");
        }
        let before = text(&draft);
        for broken in ["[[profile", "profile = []"] {
            draft.file_says(Some(broken), Arc::default()).unwrap_err();
        }
        assert_eq!(text(&draft), before);
        assert_eq!(draft.is_changed(), is_changed);
    }
}

#[test]
fn secrets_follow_names_through_a_merge() {
    let file = kept(&["a", "b"]);
    let mut draft = draft(&file);
    draft.type_in(0, "name", "c");
    file_says(
        &mut draft,
        &file.replace("\"b\"\nhost = \"x\"", "\"b\"\nhost = \"y\""),
    );
    assert_eq!(draft.to_save().unwrap().moves, moves(&[("a", "c")], &["a"]));
}

#[rstest]
#[case::delete_and_rename(&[(0, "b")], Some(1), &[("a", "b")], &["a"])]
#[case::swap(&[(0, "b"), (1, "a")], None, &[("a", "b"), ("b", "a")], &[])]
#[case::chain(&[(0, "b"), (1, "c")], None, &[("a", "b"), ("b", "c")], &["a"])]
fn secrets_follow_names_of_other_profiles_through_a_merge(
    #[case] names: &[(usize, &str)],
    #[case] gone: Option<usize>,
    #[case] copies: &[(&str, &str)],
    #[case] unused: &[&str],
) {
    let file = kept(&["a", "b"]);
    let mut draft = draft(&file);
    if let Some(gone) = gone {
        draft.delete(gone);
    }
    for (at, name) in names {
        draft.type_in(*at, "name", name);
    }
    let expected = moves(copies, unused);
    assert_eq!(draft.to_save().unwrap().moves, expected);
    file_says(
        &mut draft,
        &format!("{file}\n[agent]\nnotifications = \"none\"\n"),
    );
    assert!(draft.conflict().is_none());
    assert_eq!(draft.to_save().unwrap().moves, expected);
}

#[test]
fn a_name_that_both_gave_is_the_name_in_the_file() {
    let file = kept(&["a"]);
    let mut draft = draft(&file);
    draft.type_in(0, "name", "b");
    draft.type_setting("defaults", "delay", "1s");
    file_says(&mut draft, &kept(&["b"]));
    assert!(draft.conflict().is_none());
    assert_eq!(draft.origin_name(0), Some("b"));
    assert_eq!(draft.to_save().unwrap().moves, Moves::default());
}

#[rstest]
#[case::of_a_profile("[[profile]]\nname = \"c\"\nopen = [1]\n")]
#[case::beside_the_profiles("[defaults]\ndelay = \"soon\"\n")]
fn secrets_go_with_a_name_in_a_file_that_has_mistakes(#[case] mistake: &str) {
    let mut draft = draft(&format!("{}\n{mistake}", kept(&["a", "b"])));
    assert!(draft.config().is_none());
    draft.type_in(0, "name", "d");
    draft.type_setting("defaults", "delay", "1s");
    if draft.listed().len() > 2 {
        draft.type_in(2, "host", "x");
    }
    assert_eq!(draft.to_save().unwrap().moves, moves(&[("a", "d")], &["a"]));
}

#[test]
fn what_may_be_in_use_is_not_forgotten() {
    let mut draft = draft(&format!("{}\n[[profile]]\nname = \"c\"\n", kept(&["a"])));
    // It is given to the keyring anew.
    draft.has_kept(1, Field::Sequence(Action::Open), "c/open");
    assert_eq!(draft.orphans(), Vec::<String>::new());
    draft.type_in(1, "name", "d");
    draft.type_in(1, "host", "x");
    draft.put(1, "open", Some(keyring_value()));
    assert_eq!(draft.to_save().unwrap().moves, moves(&[("c", "d")], &[]));
    assert_eq!(draft.orphans(), Vec::<String>::new());
}

#[test]
fn an_added_profile_leaves_an_orphan_however_it_goes() {
    let add = || {
        let mut draft = draft(&kept(&["a"]));
        let at = draft.add("new", "");
        draft.type_in(at, "host", "x");
        draft.put(at, "open", Some(keyring_value()));
        draft.has_kept(at, Field::Sequence(Action::Open), "new/open");
        (draft, at)
    };
    let (mut undone, _) = add();
    while undone.can_undo() {
        undone.undo();
    }
    assert!(!undone.is_changed());
    assert_eq!(undone.orphans(), ["new/open"]);
    let (mut deleted, at) = add();
    deleted.delete(at);
    assert!(!deleted.is_changed());
    assert_eq!(deleted.orphans(), ["new/open"]);
    file_says(&mut deleted, &kept(&["a", "b"]));
    assert_eq!(deleted.orphans(), ["new/open"]);
    // What is in the file is its own from then on, whoever takes it out.
    let (mut saved, _) = add();
    save(&mut saved);
    assert_eq!(saved.orphans(), Vec::<String>::new());
    file_says(&mut saved, &kept(&["a"]));
    assert_eq!(saved.orphans(), Vec::<String>::new());
}

#[test]
fn no_copy_stays_of_a_secret_that_leaves_the_file() {
    let backup = |edit: fn(&mut Draft)| {
        let mut draft = draft(FILE);
        edit(&mut draft);
        draft.to_save().unwrap().backup
    };
    let moved = |draft: &mut Draft| {
        draft.move_to(0, 1, "");
        draft.type_in(1, "name", "www");
        draft.put(1, "open", Some(keyring_value()));
    };
    assert_eq!(backup(moved), Backup::Forget);
    let changed = |draft: &mut Draft| assert!(draft.paste(0, Action::Open, 0, "1, 2"));
    assert_eq!(backup(changed), Backup::Keep);
    assert_eq!(backup(|draft| draft.delete(0)), Backup::Keep);
    let added = |draft: &mut Draft| {
        let at = draft.add("new", "");
        draft.type_in(at, "host", "x");
        draft.put(at, "open", Some(keyring_value()));
    };
    assert_eq!(backup(added), Backup::Keep);
}

#[test]
fn it_is_known_where_an_entry_lies_until_it_is_saved() {
    let open = Field::Sequence(Action::Open);
    let of_test = |draft: &Draft, at: usize| {
        let tested = draft.tested_profile(at).unwrap();
        let accounts = tested.accounts().map(|(_, account)| account);
        (tested.name.clone(), accounts.collect::<Vec<_>>())
    };
    let lies = |name: &str| Some(account(name));
    let mut draft = draft(&kept(&["a", "b"]));
    assert_eq!(of_test(&draft, 0), ("a".to_owned(), vec![account("a")]));
    draft.type_in(0, "name", "c");
    assert_eq!(draft.origin_name(0), Some("a"));
    assert_eq!(draft.entry_account(0, open), lies("a"));
    assert_eq!(of_test(&draft, 0), ("c".to_owned(), vec![account("a")]));
    let copy = draft.duplicate(0);
    assert_eq!(draft.origin_name(copy), None);
    assert_eq!(
        of_test(&draft, copy),
        ("c 2".to_owned(), vec![account("a")])
    );
    draft.has_kept(copy, open, "c 2/open");
    draft.type_in(copy, "name", "d");
    assert_eq!(draft.entry_account(copy, open), lies("c 2"));
    let new = draft.add("new", "");
    assert_eq!(draft.origin_name(new), None);
    assert_eq!(draft.entry_account(new, open), None);
    draft.delete(new);
    save(&mut draft);
    assert_eq!(draft.origin_name(copy), Some("d"));
    assert_eq!(of_test(&draft, copy), ("d".to_owned(), vec![account("d")]));
    // What the file names itself stays where it is.
    draft.put(0, "open.keyring", Some("shared".into()));
    assert_eq!(
        of_test(&draft, 0),
        ("c".to_owned(), vec!["shared".to_owned()])
    );
}

#[test]
fn every_kind_of_secret_is_tested_from_where_it_lies() {
    let step = "{ port = 1, protocol = \"udp\", payload = { keyring = true } }";
    let file = format!(
        "[[profile]]
name = \"a\"
host = \"x\"
open = [{step}]
close = {{ keyring = true }}

[[profile]]
name = \"b\"
host = \"x\"
spa = {{ access = \"tcp/22\", key = {{ keyring = true }}, hmac_key = {{ keyring = true }} }}

[[profile]]
name = \"c\"
host = \"x\"
open = {{ one_time = {{ keyring = true }} }}
"
    );
    let mut draft = draft(&file);
    for (at, name) in ["d", "e", "f"].into_iter().enumerate() {
        draft.type_in(at, "name", name);
    }
    let of_test = |draft: &Draft, at: usize| {
        let tested = draft.tested_profile(at).unwrap();
        let mut accounts: Vec<_> = tested.accounts().map(|(_, account)| account).collect();
        accounts.sort();
        accounts
    };
    assert_eq!(of_test(&draft, 0), ["a/close", "a/open.1.payload"]);
    assert_eq!(of_test(&draft, 1), ["b/hmac_key", "b/key"]);
    assert_eq!(of_test(&draft, 2), ["c/open"]);
    // A list is for one profile.
    let copy = draft.duplicate(2);
    let open = Field::Sequence(Action::Open);
    assert_eq!(draft.entry_account(copy, open), None);
    draft.delete(2);
    assert_eq!(draft.entry_account(2, open), Some(account("c")));
}
