//! Tray icons as the bus has them: the item (`org.kde.StatusNotifierItem`) and its menu (`com.canonical.dbusmenu`).

use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use zbus::blocking::{Connection, Proxy, fdo::DBusProxy};
use zbus::zvariant::{Array, Dict, OwnedObjectPath, OwnedValue, Structure, Value};

const ITEM_PATH: &str = "/StatusNotifierItem";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";
const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";

/// An icon's pixels as the bus carries them: width, height and ARGB bytes.
pub type Pixmap = (i32, i32, Vec<u8>);

/// Whether a tray is there that shows icons.
pub fn has_host(connection: &Connection) -> bool {
    Proxy::new(connection, WATCHER, WATCHER_PATH, WATCHER)
        .and_then(|watcher| watcher.get_property("IsStatusNotifierHostRegistered"))
        .unwrap_or(false)
}

/// The items that the tray knows, as it names them.
pub fn registered(connection: &Connection) -> Vec<String> {
    Proxy::new(connection, WATCHER, WATCHER_PATH, WATCHER)
        .and_then(|watcher| watcher.get_property("RegisteredStatusNotifierItems"))
        .unwrap_or_default()
}

/// One tray item.
pub struct TrayItem {
    connection: Connection,
    name: String,
}

impl TrayItem {
    /// Every item on the bus, whether a tray shows it or not. An item has the name that the specification gives it;
    /// asking each connection instead would wait for those that answer nothing.
    pub fn all(connection: &Connection) -> Vec<TrayItem> {
        let bus = DBusProxy::new(connection).unwrap();
        let names = bus.list_names().expect("the bus tells its names");
        names
            .iter()
            .map(ToString::to_string)
            .filter(|name| name.starts_with(ITEM) && name[ITEM.len()..].starts_with('-'))
            .map(|name| TrayItem {
                connection: connection.clone(),
                name,
            })
            .collect()
    }

    /// The process that shows the icon.
    pub fn pid(&self) -> u32 {
        let bus = DBusProxy::new(&self.connection).unwrap();
        let name = self.name.as_str().try_into().unwrap();
        bus.get_connection_unix_process_id(name).unwrap()
    }

    /// `Active`, `Passive` or `NeedsAttention`.
    pub fn status(&self) -> String {
        self.property("Status").unwrap()
    }

    pub fn title(&self) -> String {
        self.property("Title").unwrap()
    }

    /// What hovering over the icon shows: the title and the text below it.
    pub fn tooltip(&self) -> (String, String) {
        let (_, _, title, text): (String, Vec<Pixmap>, String, String) =
            self.property("ToolTip").unwrap();
        (title, text)
    }

    /// The icon that is shown now.
    pub fn pixmaps(&self) -> Vec<Pixmap> {
        self.property("IconPixmap").unwrap()
    }

    /// Which of `icons/png/*.png` the icon is, pixel by pixel; `none of them` where it is none.
    pub fn icon_name(&self) -> String {
        let shown = self.pixmaps();
        let names = ["idle", "working", "open", "attention"];
        let name = names
            .into_iter()
            .find(|name| shown.as_slice() == [picture(name)]);
        name.unwrap_or("none of them").to_owned()
    }

    /// Whether the tray has taken it.
    pub fn is_registered(&self) -> bool {
        let owner = self.owner();
        let is_this = |item: &String| item.starts_with(&self.name) || item.starts_with(&owner);
        registered(&self.connection).iter().any(is_this)
    }

    /// The whole menu: an entry without a label whose children are the menu's lines.
    pub fn menu(&self) -> MenuEntry {
        let body = (0i32, -1i32, Vec::<String>::new());
        let reply = self.menu_proxy().call_method("GetLayout", &body);
        let reply = reply.expect("the menu can be read").body();
        let (_revision, layout): (u32, OwnedValue) = {
            let body: Structure = reply.deserialize().unwrap();
            let fields = body.fields();
            let revision = u32::try_from(&fields[0]).unwrap();
            (revision, fields[1].try_to_owned().unwrap())
        };
        MenuEntry::read(&layout)
    }

    /// Chooses the entry that these labels lead to, as a tray does after a click.
    #[track_caller]
    pub fn choose(&self, path: &[&str]) {
        let menu = self.menu();
        let entry = menu.at(path);
        assert!(entry.enabled, "{path:?} is not enabled in:\n{menu}");
        self.click(entry);
    }

    /// Clicks an entry of a menu that was read before, whatever has become of it since.
    #[track_caller]
    pub fn click(&self, entry: &MenuEntry) {
        let body = (entry.id, "clicked", Value::from(""), 0u32);
        // "Quit" may end the program before it answers, and a tray does not wait for an answer either.
        let done = self.menu_proxy().call_noreply("Event", &body);
        done.expect("the menu takes clicks");
    }

    /// The same, until the program has taken the click.
    #[track_caller]
    pub fn click_and_wait(&self, entry: &MenuEntry) {
        let body = (entry.id, "clicked", Value::from(""), 0u32);
        let done = self.menu_proxy().call_method("Event", &body);
        done.expect("the menu takes clicks");
    }

    /// A left click on the icon.
    pub fn activate(&self) {
        let item = self.proxy(ITEM_PATH, ITEM);
        let done = item.call_method("Activate", &(0i32, 0i32));
        done.expect("the icon takes a left click");
    }

    /// The item's unique name, such as `:1.7`.
    fn owner(&self) -> String {
        let bus = DBusProxy::new(&self.connection).unwrap();
        let name = self.name.as_str().try_into().unwrap();
        bus.get_name_owner(name).unwrap().to_string()
    }

    fn menu_proxy(&self) -> Proxy<'static> {
        let path: OwnedObjectPath = self.property("Menu").expect("the item has a menu");
        self.proxy(path.as_str(), MENU)
    }

    fn property<T>(&self, name: &str) -> zbus::Result<T>
    where
        T: TryFrom<OwnedValue>,
        T::Error: Into<zbus::Error>,
    {
        self.proxy(ITEM_PATH, ITEM).get_property(name)
    }

    /// Nothing is cached: a test asks for what is true now.
    fn proxy(&self, path: &str, interface: &str) -> Proxy<'static> {
        zbus::blocking::proxy::Builder::new(&self.connection)
            .destination(self.name.clone())
            .and_then(|proxy| proxy.path(path.to_owned()))
            .and_then(|proxy| proxy.interface(interface.to_owned()))
            .map(|proxy| proxy.cache_properties(zbus::proxy::CacheProperties::No))
            .and_then(zbus::blocking::proxy::Builder::build)
            .unwrap()
    }
}

/// A picture of the project as the bus would carry it.
fn picture(name: &str) -> Pixmap {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("icons/png");
    let file = File::open(folder.join(name).with_extension("png")).unwrap();
    let mut reader = png::Decoder::new(BufReader::new(file)).read_info().unwrap();
    let mut rgba = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut rgba).unwrap();
    assert_eq!(frame.color_type, png::ColorType::Rgba);
    for pixel in rgba.chunks_exact_mut(4) {
        pixel.rotate_right(1);
    }
    let side = |length: u32| i32::try_from(length).unwrap();
    (side(frame.width), side(frame.height), rgba)
}

/// A line of a menu, with what opens beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    pub id: i32,
    /// What a profile is called and how it stands; any other line as a whole.
    pub label: String,
    /// What was done last to a profile, with its time as `WHEN`.
    pub last: Option<String>,
    pub enabled: bool,
    pub visible: bool,
    pub separator: bool,
    /// For entries that can be ticked.
    pub checked: Option<bool>,
    pub children: Vec<MenuEntry>,
}

impl MenuEntry {
    /// The entry that these labels lead to.
    #[track_caller]
    pub fn at(&self, path: &[&str]) -> &MenuEntry {
        self.find(path)
            .unwrap_or_else(|| panic!("no entry {path:?} in this menu:\n{self}"))
    }

    pub fn find(&self, path: &[&str]) -> Option<&MenuEntry> {
        let Some((label, rest)) = path.split_first() else {
            return Some(self);
        };
        let child = self.children.iter().find(|child| child.label == *label)?;
        child.find(rest)
    }

    /// The labels of the profiles, and of what went wrong before them: without the leases and the profile used last, which
    /// stand first, and without the program's own lines at the end.
    pub fn labels(&self) -> Vec<&str> {
        let is_first = |line: &MenuEntry| {
            let is_action = |action| line.label.starts_with(action);
            line.children.is_empty() && ["Open ", "Close "].into_iter().any(is_action)
        };
        self.children
            .iter()
            .filter(|line| !line.separator && !is_first(line) && !line.is_lease())
            .map(|line| line.label.as_str())
            .take_while(|label| *label != "Manage profiles…")
            .filter(|label| *label != "Quit")
            .collect()
    }

    /// Whether it is a lease: what is closed, by whomever, and not opened.
    pub fn is_lease(&self) -> bool {
        let has = |is_it: fn(&str) -> bool| self.children.iter().any(|line| is_it(&line.label));
        let closes = |label: &str| {
            matches!(label, "Close" | "Keep open no longer")
                || label.starts_with("Closes by itself")
        };
        has(closes) && !has(|label| label == "Open")
    }

    /// Reads `(ia{sv}av)`: an id, what is known of the entry, and its children.
    fn read(layout: &Value) -> MenuEntry {
        let Value::Structure(layout) = layout else {
            panic!("a menu entry is not a structure: {layout:?}");
        };
        let [Value::I32(id), Value::Dict(known), Value::Array(children)] = layout.fields() else {
            panic!("a menu entry is not (ia{{sv}}av): {layout:?}");
        };
        let text = |key| property::<&str>(known, key);
        let flag = |key| property::<bool>(known, key);
        let checked = property::<i32>(known, "toggle-state").map(|state| state == 1);
        let label = plain(text("label").unwrap_or_default());
        let (label, last) = match label.rsplit_once(" · ") {
            Some((label, last)) => (label.to_owned(), Some(timeless(last))),
            None => (label, None),
        };
        MenuEntry {
            id: *id,
            label,
            last,
            enabled: flag("enabled").unwrap_or(true),
            visible: flag("visible").unwrap_or(true),
            separator: text("type") == Some("separator"),
            checked: checked.filter(|_| text("toggle-type").is_some_and(|kind| !kind.is_empty())),
            children: entries(children),
        }
    }
}

/// The menu as a person would copy it out: a line for each entry, indented below what opens it.
impl fmt::Display for MenuEntry {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write_lines(f, &self.children, 0)
    }
}

fn write_lines(f: &mut fmt::Formatter, entries: &[MenuEntry], depth: usize) -> fmt::Result {
    for entry in entries.iter().filter(|entry| entry.visible) {
        let indent = "  ".repeat(depth);
        if entry.separator {
            writeln!(f, "{indent}---")?;
            continue;
        }
        let tick = match entry.checked {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let disabled = if entry.enabled { "" } else { " (disabled)" };
        writeln!(f, "{indent}{tick}{}{disabled}", entry.label)?;
        write_lines(f, &entry.children, depth + 1)?;
    }
    Ok(())
}

fn entries(children: &Array) -> Vec<MenuEntry> {
    let unwrap = |child: &Value| match child {
        Value::Value(inner) => MenuEntry::read(inner),
        other => MenuEntry::read(other),
    };
    children.iter().map(unwrap).collect()
}

fn property<'a, T>(known: &'a Dict, key: &'a str) -> Option<T>
where
    T: TryFrom<&'a Value<'a>>,
{
    let (_, value) = known
        .iter()
        .find(|(name, _)| matches!(name, Value::Str(name) if name.as_str() == key))?;
    match value {
        Value::Value(inner) => T::try_from(inner).ok(),
        other => T::try_from(other).ok(),
    }
}

/// `open verified, 2026-11-23 14:32` as `open verified, WHEN`.
fn timeless(last: &str) -> String {
    let (outcome, time) = last.split_once(", ").expect("an outcome and its time");
    let is_time = |c: char| c.is_ascii_digit() || "-: ".contains(c);
    assert!(time.len() == 16 && time.chars().all(is_time), "{last}");
    format!("{outcome}, WHEN")
}

/// A label without its mnemonics: `_Open` reads `Open`, `a__b` reads `a_b`.
fn plain(label: &str) -> String {
    let mut text = String::new();
    let mut characters = label.chars();
    while let Some(character) = characters.next() {
        match character {
            '_' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    text
}
