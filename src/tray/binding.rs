//! Shows views through `tray-icon`. Its menus belong to one thread, so this does too.

use thiserror::Error;
use tray_icon::menu::{ContextMenu, Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tray_icon::{Icon as TrayPicture, MouseButton, TrayIcon, TrayIconBuilder, TrayIconEvent};

use super::command::Command;
use super::{Entry, Icon, View};
use crate::agent::Event;

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
}

impl Binding {
    /// Puts the icon into the tray; what the user does with it goes to `events`.
    pub(super) fn new(
        view: View,
        title: &str,
        events: impl Fn(Event) + Clone + Send + Sync + 'static,
    ) -> Result<Self, BindingError> {
        let clicks = events.clone();
        MenuEvent::set_event_handler(Some(move |click: MenuEvent| {
            if let Some(event) = Command::event_of(click.id().as_ref()) {
                clicks(event);
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
        if view.menu != self.shown.menu {
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

/// A text without keyboard mnemonics: an ampersand in a profile's name is just that.
fn literal(text: &str) -> String {
    text.replace('&', "&&")
}
