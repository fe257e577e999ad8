//! Shows views through `tray-icon`. Its menus belong to one thread, so this does too.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;
use tray_icon::menu::{
    CheckMenuItem, ContextMenu, Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu,
};
use tray_icon::{Icon as TrayPicture, MouseButton, TrayIcon, TrayIconBuilder, TrayIconEvent};

use super::{Entry, Icon, View};
use crate::agent::{Command, Event};

/// Why the tray does not show a view.
#[derive(Debug, Error)]
pub(super) enum BindingError {
    #[error(transparent)]
    Icon(#[from] tray_icon::Error),
    #[error(transparent)]
    Menu(#[from] tray_icon::menu::Error),
}

/// The icon in the tray.
pub(super) struct Binding {
    icon: TrayIcon,
    shown: View,
    /// Whether a mark was clicked since the menu was last sent: the click changed it by itself, whatever came of it.
    mark_clicked: Arc<AtomicBool>,
}

impl Binding {
    /// Puts the icon into the tray; what the user does with it goes to `events`.
    pub(super) fn new(
        view: View,
        title: &str,
        events: impl Fn(Event) + Clone + Send + Sync + 'static,
    ) -> Result<Self, BindingError> {
        let clicks = events.clone();
        let mark_clicked = Arc::new(AtomicBool::new(false));
        let marks = Arc::clone(&mark_clicked);
        MenuEvent::set_event_handler(Some(move |click: MenuEvent| {
            if let Ok(command) = click.id().as_ref().parse::<Command>() {
                if command == Command::ToggleAutostart {
                    marks.store(true, Ordering::Relaxed);
                }
                clicks(command.event());
            }
        }));
        TrayIconEvent::set_event_handler(Some(move |event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: tray_icon::MouseButtonState::Up,
                ..
            } = event
            {
                events(Event::ManageProfiles);
            }
        }));
        let builder = TrayIconBuilder::new()
            .with_id("portknocker")
            .with_title(title)
            .with_tooltip(&view.tooltip)
            .with_menu_on_left_click(false)
            .with_menu(menu(&view.menu)?);
        let builder = match picture(view.icon) {
            Some(picture) => builder.with_icon(picture),
            None => builder,
        };
        Ok(Self {
            icon: builder.build()?,
            shown: view,
            mark_clicked,
        })
    }

    /// Shows a view; only what differs from the one before is sent.
    pub(super) fn show(&mut self, view: View) -> Result<(), BindingError> {
        if view.icon != self.shown.icon {
            self.icon.set_icon(picture(view.icon))?;
        }
        if view.tooltip != self.shown.tooltip {
            self.icon.set_tooltip(Some(&view.tooltip))?;
        }
        let mark_clicked = self.mark_clicked.swap(false, Ordering::Relaxed);
        if mark_clicked || view.menu != self.shown.menu {
            self.icon.set_menu(Some(menu(&view.menu)?));
        }
        self.shown = view;
        Ok(())
    }
}

fn picture(icon: Icon) -> Option<TrayPicture> {
    let picture = icon.picture()?;
    TrayPicture::from_rgba(picture.rgba, picture.width, picture.height).ok()
}

fn menu(entries: &[Entry]) -> Result<Box<dyn ContextMenu>, tray_icon::menu::Error> {
    let menu = Menu::new();
    for entry in entries {
        match entry {
            Entry::Item { text, command } => menu.append(&item(text, command.as_ref())),
            Entry::Check {
                text,
                checked,
                command,
            } => menu.append(&check(text, *checked, command.as_ref())),
            Entry::Submenu { text, entries } => menu.append(&submenu(text, entries)?),
            Entry::Separator => menu.append(&PredefinedMenuItem::separator()),
        }?;
    }
    Ok(Box::new(menu))
}

fn submenu(text: &str, entries: &[Entry]) -> Result<Submenu, tray_icon::menu::Error> {
    let submenu = Submenu::new(literal(text), true);
    for entry in entries {
        match entry {
            Entry::Item { text, command } => submenu.append(&item(text, command.as_ref())),
            Entry::Check {
                text,
                checked,
                command,
            } => submenu.append(&check(text, *checked, command.as_ref())),
            Entry::Submenu { text, entries } => submenu.append(&self::submenu(text, entries)?),
            Entry::Separator => submenu.append(&PredefinedMenuItem::separator()),
        }?;
    }
    Ok(submenu)
}

fn item(text: &str, command: Option<&Command>) -> MenuItem {
    let text = literal(text);
    match command {
        Some(command) => MenuItem::with_id(command.id(), text, true, None),
        None => MenuItem::new(text, false, None),
    }
}

fn check(text: &str, checked: bool, command: Option<&Command>) -> CheckMenuItem {
    let text = literal(text);
    match command {
        Some(command) => CheckMenuItem::with_id(command.id(), text, true, checked, None),
        None => CheckMenuItem::new(text, false, checked, None),
    }
}

/// A text without keyboard mnemonics: an ampersand in a profile's name is just that.
fn literal(text: &str) -> String {
    text.replace('&', "&&")
}
