//! A window as a screen reader has it: its controls by role and name, with their places on the screen, where the mouse
//! clicks them. The names come over a real accessibility bus, which the session bus starts.

use std::time::Duration;

use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::{DynamicDeserialize, DynamicType, OwnedObjectPath, OwnedValue};

use super::screen::{Area, HEIGHT, WIDTH};
use super::{Button, Desktop};
use crate::support::wait::wait_for_or_explain;

/// The service that starts the accessibility bus; the session bus has to be able to start it.
pub const ACCESSIBILITY: &str = "org.a11y.Bus";

const REGISTRY: &str = "org.a11y.atspi.Registry";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";

/// How long a control may take to come, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a control is, by its number in the accessibility protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Button,
    /// A button that stays down: a tab, a line of a list.
    Toggle,
    ComboBox,
    Field,
    /// A field that hides what is typed.
    Secret,
    Label,
    Picture,
    /// Anything else.
    Other(u32),
}

impl Role {
    fn numbered(number: u32) -> Role {
        match number {
            43 => Role::Button,
            62 => Role::Toggle,
            11 => Role::ComboBox,
            79 => Role::Field,
            40 => Role::Secret,
            29 => Role::Label,
            27 => Role::Picture,
            other => Role::Other(other),
        }
    }
}

/// A control in the window.
#[derive(Clone, Debug)]
pub struct Control {
    pub role: Role,
    pub name: String,
    pub is_enabled: bool,
    pub has_focus: bool,
    /// Where it is on the screen. What is scrolled out of sight is beyond the window's edge.
    pub area: Option<Area>,
}

/// Whoever has the screen read aloud.
pub struct Reader<'d> {
    desktop: &'d Desktop,
    bus: Connection,
    /// The program whose window is read.
    program: String,
}

impl Desktop {
    /// Starts to read the windows of a program aloud. It has to be there before the program, and the desktop to be
    /// planned with [`ACCESSIBILITY`].
    #[track_caller]
    pub fn read_aloud(&self, program: &str) -> Reader<'_> {
        let session = Proxy::new(
            self.connection(),
            ACCESSIBILITY,
            "/org/a11y/bus",
            ACCESSIBILITY,
        );
        let address: String = session.unwrap().call("GetAddress", &()).unwrap();
        let status = Proxy::new(
            self.connection(),
            ACCESSIBILITY,
            "/org/a11y/bus",
            "org.a11y.Status",
        );
        status.unwrap().set_property("IsEnabled", true).unwrap();
        let bus = Builder::address(address.as_str()).unwrap();
        let bus = bus.method_timeout(Duration::from_secs(5)).build();
        Reader {
            desktop: self,
            bus: bus.expect("the accessibility bus takes connections"),
            program: program.to_owned(),
        }
    }
}

impl Reader<'_> {
    /// All that the window says now, in its order. Nothing where there is none, or where it changes while it is read.
    pub fn controls(&self) -> Vec<Control> {
        self.program_on_the_bus()
            .and_then(|(name, path)| {
                let mut controls = Vec::new();
                self.collect(&name, &path, &mut controls)?;
                Some(controls)
            })
            .unwrap_or_default()
    }

    /// The control of this role and name, if it is there now.
    pub fn find(&self, role: Role, name: &str) -> Option<Control> {
        let is_it = |control: &Control| control.role == role && control.name == name;
        self.controls().into_iter().find(is_it)
    }

    /// Waits until there is a control that is as it should be.
    #[track_caller]
    pub fn wait_for(&self, what: &str, is_it: impl Fn(&Control) -> bool) -> Control {
        let look = || self.controls().into_iter().find(&is_it);
        let explain = || {
            let line = |one: &Control| format!("{:?} {:?} {:?}", one.role, one.name, one.area);
            let lines: Vec<String> = self.controls().iter().map(line).collect();
            format!("; the window says:\n{}", lines.join("\n"))
        };
        wait_for_or_explain(what, PATIENCE, look, explain)
    }

    /// Waits until the window says a line with these words in it.
    #[track_caller]
    pub fn wait_for_words(&self, words: &str) -> Control {
        let says = |one: &Control| one.role == Role::Label && one.name.contains(words);
        self.wait_for(&format!("the words {words:?}"), says)
    }

    /// Clicks a control once it can be clicked; scrolls down to it where it is out of sight.
    #[track_caller]
    pub fn click(&self, role: Role, name: &str) {
        let what = format!("{role:?} {name:?} to be clicked");
        let look = || {
            let control = self.find(role, name).filter(|one| one.is_enabled)?;
            let area = control.area.filter(|area| is_in_sight(*area));
            if area.is_none() {
                self.desktop.scroll_down();
            }
            area
        };
        let explain = || format!("; it is {:?}", self.find(role, name));
        let (x, y) = wait_for_or_explain(&what, PATIENCE, look, explain).middle();
        self.desktop.click(x, y, Button::Left);
    }

    /// Clicks into a field, and types once it has the keyboard.
    #[track_caller]
    pub fn fill(&self, role: Role, name: &str, text: &str) {
        self.click(role, name);
        self.type_in(role, name, text);
    }

    /// Types as soon as this field has the keyboard.
    #[track_caller]
    pub fn type_in(&self, role: Role, name: &str, text: &str) {
        self.wait_for_focus(role, name);
        self.desktop.type_text(text);
    }

    /// Pastes what is on the clipboard into a field.
    #[track_caller]
    pub fn paste(&self, role: Role, name: &str) {
        self.click(role, name);
        self.wait_for_focus(role, name);
        self.desktop.press_key("ctrl+v");
    }

    #[track_caller]
    fn wait_for_focus(&self, role: Role, name: &str) {
        let has_focus = |one: &Control| one.role == role && one.name == name && one.has_focus;
        self.wait_for(&format!("the focus in {name:?}"), has_focus);
    }

    /// Chooses one of a few.
    #[track_caller]
    pub fn choose(&self, name: &str, choice: &str) {
        self.click(Role::ComboBox, name);
        let is_it = |one: &Control| one.name == choice && one.role != Role::ComboBox;
        let line = self.wait_for(&format!("the choice {choice:?}"), is_it);
        self.click(line.role, choice);
    }

    fn program_on_the_bus(&self) -> Option<(String, OwnedObjectPath)> {
        let programs = self.children(REGISTRY, ROOT)?;
        let is_it = |(name, path): &(String, OwnedObjectPath)| {
            self.name(name, path)
                .is_some_and(|name| name == self.program)
        };
        programs.into_iter().find(is_it)
    }

    fn collect(&self, name: &str, path: &str, controls: &mut Vec<Control>) -> Option<()> {
        for (name, path) in self.children(name, path)? {
            let [states, _] =
                self.ask::<_, Vec<u32>>(&name, &path, ACCESSIBLE, "GetState", &())?[..]
            else {
                return None;
            };
            let has = |state: u32| states & (1 << state) != 0;
            controls.push(Control {
                role: Role::numbered(self.ask(&name, &path, ACCESSIBLE, "GetRole", &())?),
                name: self.name(&name, &path)?,
                is_enabled: has(8),
                has_focus: has(12),
                area: self.area(&name, &path),
            });
            self.collect(&name, &path, controls)?;
        }
        Some(())
    }

    fn children(&self, name: &str, path: &str) -> Option<Vec<(String, OwnedObjectPath)>> {
        self.ask(name, path, ACCESSIBLE, "GetChildren", &())
    }

    fn name(&self, name: &str, path: &str) -> Option<String> {
        let asked = (ACCESSIBLE, "Name");
        let said: OwnedValue =
            self.ask(name, path, "org.freedesktop.DBus.Properties", "Get", &asked)?;
        said.try_into().ok()
    }

    /// What groups controls has no place of its own.
    fn area(&self, name: &str, path: &str) -> Option<Area> {
        let on_the_screen = 0_u32;
        let component = "org.a11y.atspi.Component";
        let (x, y, width, height): (i32, i32, i32, i32) =
            self.ask(name, path, component, "GetExtents", &on_the_screen)?;
        Some(Area {
            x: x.try_into().ok()?,
            y: y.try_into().ok()?,
            width: width.try_into().ok()?,
            height: height.try_into().ok()?,
        })
    }

    /// Nothing where what is asked has gone meanwhile.
    fn ask<B, R>(
        &self,
        name: &str,
        path: &str,
        interface: &str,
        method: &str,
        body: &B,
    ) -> Option<R>
    where
        B: serde::Serialize + DynamicType,
        R: for<'r> DynamicDeserialize<'r>,
    {
        let reply = self
            .bus
            .call_method(Some(name), path, Some(interface), method, body);
        reply.ok()?.body().deserialize().ok()
    }
}

/// Whether a control is within the screen, as far as the mouse needs it.
fn is_in_sight(area: Area) -> bool {
    let (x, y) = area.middle();
    x < WIDTH && y + area.height / 2 < HEIGHT
}
