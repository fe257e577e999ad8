//! The hand on the mouse: where the icon and the menu's lines are drawn, and the clicks on them.

use std::thread::sleep;
use std::time::Duration;

use super::screen::{Area, HEIGHT, Screenshot, WIDTH};
use super::{Desktop, MenuEntry, panel};
use crate::support::wait::wait_for;

const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, Debug)]
pub enum Button {
    Left = 1,
    Middle = 2,
    Right = 3,
}

impl Desktop {
    /// Where the panel draws the tray icon, if it draws one now.
    #[track_caller]
    pub fn find_icon(&self) -> Option<Area> {
        let bar = Area {
            x: 0,
            y: 0,
            width: WIDTH,
            height: panel::HEIGHT,
        };
        let screen = self.look();
        assert!(shows_panel(&screen), "there is no panel on the screen");
        screen.bounds(bar, |pixel| differs(pixel, panel::COLOUR))
    }

    /// Whether the panel's bar is drawn.
    pub fn sees_panel(&self) -> bool {
        shows_panel(&self.look())
    }

    #[track_caller]
    pub fn icon(&self) -> Area {
        wait_for("the icon in the panel", PATIENCE, || self.find_icon())
    }

    pub fn move_mouse(&self, x: u32, y: u32) {
        self.tool(&["xdotool", "mousemove", &x.to_string(), &y.to_string()]);
    }

    pub fn click(&self, x: u32, y: u32, button: Button) {
        self.move_mouse(x, y);
        self.tool(&["xdotool", "click", &(button as u8).to_string()]);
    }

    /// Turns the mouse's wheel towards the user by a notch, in the middle of the screen.
    pub fn scroll_down(&self) {
        self.move_mouse(WIDTH / 2, HEIGHT / 2);
        self.tool(&["xdotool", "click", "5"]);
    }

    /// A right click on the tray icon: the menu is on the screen when this returns.
    #[track_caller]
    pub fn open_tray_menu(&self) -> Area {
        let (x, y) = self.icon().middle();
        self.click(x, y, Button::Right);
        wait_for("the tray's menu", PATIENCE, || self.menus().pop())
    }

    /// Opens the tray's menu and clicks its way along these labels. The menu's content is read from the bus, the place
    /// of each line from the screen.
    #[track_caller]
    pub fn choose_by_mouse(&self, path: &[&str]) {
        let (last, submenus) = path.split_last().expect("a path has a label");
        let menu = self.tray_item().menu();
        let area = self.open_menus(&menu, submenus);
        self.click_line(menu.at(submenus), area, last);
    }

    /// Opens the tray's menu, then one submenu after another. What the last of them covers is returned.
    #[track_caller]
    pub fn open_menus(&self, menu: &MenuEntry, submenus: &[&str]) -> Area {
        let mut level = menu;
        let mut area = self.open_tray_menu();
        for label in submenus {
            area = self.open_submenu(level, area, label);
            level = level.at(&[label]);
        }
        area
    }

    /// A left click on the line `label` of the menu that is drawn in `area`.
    #[track_caller]
    pub fn click_line(&self, menu: &MenuEntry, area: Area, label: &str) {
        let (x, y) = self.line(menu, area, label);
        self.click(x, y, Button::Left);
    }

    /// Opens the submenu `label` of the menu that is drawn in `area`.
    #[track_caller]
    pub fn open_submenu(&self, menu: &MenuEntry, area: Area, label: &str) -> Area {
        let (x, y) = self.line(menu, area, label);
        let before = self.menus();
        self.click(x, y, Button::Left);
        wait_for(&format!("the submenu {label:?}"), PATIENCE, || {
            let mut now = self.menus();
            now.retain(|area| !before.contains(area));
            now.pop()
        })
    }

    /// The menus on the screen.
    pub fn menus(&self) -> Vec<Area> {
        let search = ["xdotool", "search", "--onlyvisible", "--name", ".*"];
        let Ok(found) = self.command(&search).output() else {
            return Vec::new();
        };
        String::from_utf8_lossy(&found.stdout)
            .lines()
            .filter_map(|window| self.menu_area(window))
            .collect()
    }

    /// The box of a window, if it is a menu. A window that goes while it is asked about is none.
    fn menu_area(&self, window: &str) -> Option<Area> {
        let kind = ["xprop", "-id", window, "_NET_WM_WINDOW_TYPE"];
        let kind = self.command(&kind).output().ok()?;
        if !String::from_utf8_lossy(&kind.stdout).contains("_MENU") {
            return None;
        }
        let geometry = ["xdotool", "getwindowgeometry", "--shell", window];
        let geometry = self.command(&geometry).output().ok()?;
        let geometry = String::from_utf8_lossy(&geometry.stdout).into_owned();
        let field = |name: &str| {
            let mut lines = geometry.lines();
            lines.find_map(|line| line.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
        };
        Some(Area {
            x: field("X")?,
            y: field("Y")?,
            width: field("WIDTH")?,
            height: field("HEIGHT")?,
        })
    }

    /// The middle of the line with that label, in a menu that is drawn in `area`.
    #[track_caller]
    fn line(&self, menu: &MenuEntry, area: Area, label: &str) -> (u32, u32) {
        let labels: Vec<&str> = menu
            .children
            .iter()
            .filter(|entry| entry.visible && !entry.separator)
            .map(|entry| entry.label.as_str())
            .collect();
        let number = labels.iter().position(|one| *one == label);
        let number = number.unwrap_or_else(|| panic!("no {label:?} in this menu:\n{menu}"));
        let mut lines = Vec::new();
        // A menu's window is there a moment before its text.
        for _ in 0..50 {
            lines = text_lines(&self.look(), area);
            if lines.len() == labels.len() {
                return (area.x + area.width / 2, lines[number]);
            }
            sleep(Duration::from_millis(100));
        }
        panic!(
            "the menu at {area:?} shows {} lines of text, not the {} of:\n{menu}",
            lines.len(),
            labels.len()
        );
    }
}

fn shows_panel(screen: &Screenshot) -> bool {
    !differs(screen.pixel(8, panel::HEIGHT / 2), panel::COLOUR)
}

/// The heights at which a menu has text: runs of pixel rows where something is drawn upon the background. Separators
/// and the highlight's edges are thinner than any text.
fn text_lines(screen: &Screenshot, area: Area) -> Vec<u32> {
    const BORDER: u32 = 4;
    const THINNEST_TEXT: u32 = 4;
    const WIDEST_GAP: u32 = 2;
    let (left, right) = (area.x + BORDER, area.x + area.width - BORDER);
    let is_drawn = |y: u32| {
        // The leftmost pixel is the row's own background, highlighted or not.
        let plain = screen.pixel(left, y);
        (left..right).any(|x| differs(screen.pixel(x, y), plain))
    };
    let mut lines = Vec::new();
    let mut run: Option<(u32, u32)> = None;
    for y in area.y + BORDER..area.y + area.height - BORDER {
        if is_drawn(y) {
            let (top, _) = run.unwrap_or((y, y));
            run = Some((top, y));
        } else if let Some((top, bottom)) = run.filter(|(_, bottom)| y - bottom > WIDEST_GAP) {
            lines.push((top, bottom));
            run = None;
        }
    }
    lines.extend(run);
    lines.retain(|(top, bottom)| bottom - top + 1 >= THINNEST_TEXT);
    lines
        .iter()
        .map(|(top, bottom)| top.midpoint(*bottom))
        .collect()
}

fn differs(one: [u8; 3], other: [u8; 3]) -> bool {
    const NOISE: u8 = 16;
    one.iter().zip(other).any(|(a, b)| a.abs_diff(b) > NOISE)
}
