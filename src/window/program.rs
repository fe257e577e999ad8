//! `portknocker-window`: arguments in, a window, an exit status out.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use eframe::egui::{Context, Ui, ViewportBuilder};
use eframe::icon_data::from_png_bytes;
use eframe::{CreationContext, Frame, NativeOptions};

use super::app::App;
use super::engine::{Engine, Setup};
use super::instance::acquire_or_raise;
use super::style;
use crate::config::{self, ConfigPath};
use crate::core_dumps;
use crate::folders;
use crate::logging;
use crate::say;
use crate::secret::Secrets;
use crate::text::{Catalogue, Catalogues, Language};
use crate::usage::run_program;

/// The size that the window has at first, and the least: nothing is cut off there.
const SIZE: [f32; 2] = [1000.0, 680.0];
const LEAST: [f32; 2] = [640.0, 400.0];
/// What the program is called, to the desktop too.
const NAME: &str = "portknocker-window";
const ICON: &[u8] = include_bytes!("../../icons/png/portknocker-128.png");

/// Runs the window with these arguments, the program's name first.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let words = Catalogue::here();
    run_program(NAME, "window-about", &words, arguments, |asked| {
        let _started = logging::start(&folders::state());
        core_dumps::disable();
        start(asked, &words)
    })
}

fn start(asked: Option<PathBuf>, words: &Catalogue) -> Result<(), String> {
    let config = config::path(asked).ok_or_else(|| say!(words, "config-no-home"))?;
    let instance =
        acquire_or_raise(&folders::runtime(), &config.path).map_err(|error| error.line(words))?;
    let Some(instance) = instance else {
        return Ok(());
    };
    let setup = Setup {
        config: config.clone(),
        runtime: folders::runtime(),
        state: folders::state(),
        secrets: Secrets::system(),
        instance: Some(instance),
        words: Arc::new(Catalogues::new(Language::here())),
    };
    let options = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("PortKnocker")
            .with_app_id(NAME)
            .with_icon(from_png_bytes(ICON).unwrap_or_default())
            .with_inner_size(SIZE)
            .with_min_inner_size(LEAST),
        ..NativeOptions::default()
    };
    eframe::run_native(
        NAME,
        options,
        Box::new(|created| Ok(Box::new(Window::open(created, setup, config)?))),
    )
    .map_err(|error| not_shown(words, &error))
}

/// Why there is no window. What the libraries say of it goes on for pages, and into their sources.
fn not_shown(words: &Catalogue, error: &eframe::Error) -> String {
    tracing::error!("no window: {error}");
    match error {
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => {
            say!(words, "window-no-display")
        }
        eframe::Error::AppCreation(error) => {
            say!(words, "no-runtime", error = error.to_string())
        }
        _ => say!(words, "window-no-graphics"),
    }
}

/// The window on the screen, with its engine.
struct Window {
    app: App,
    engine: Option<Engine>,
}

impl Window {
    fn open(created: &CreationContext, setup: Setup, config: ConfigPath) -> std::io::Result<Self> {
        style::install(&created.egui_ctx);
        let ctx = created.egui_ctx.clone();
        let engine = Engine::start(setup, move || ctx.request_repaint())?;
        Ok(Self {
            app: App::new(Catalogues::new(Language::here()), config.path),
            engine: Some(engine),
        })
    }
}

impl Window {
    /// Passes on what the window asks for.
    fn ask(&mut self) {
        for ask in self.app.asks() {
            // An engine that has ended does nothing more.
            let _ = self.engine.as_ref().map(|engine| engine.asks.send(ask));
        }
    }
}

impl eframe::App for Window {
    /// Runs for a minimised window too.
    fn logic(&mut self, ctx: &Context, _: &mut Frame) {
        let told = self.engine.iter().flat_map(|engine| engine.told.try_iter());
        told.for_each(|told| self.app.hear(told));
        self.app.follow_viewport(ctx);
        self.ask();
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut Frame) {
        self.app.show(ui);
        self.ask();
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        if let Some(engine) = self.engine.take()
            && self.app.waits_for_engine()
        {
            engine.join();
        }
    }
}
