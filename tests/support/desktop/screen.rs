//! The screen: an X server that draws into memory, and pictures of it.

use std::process::Command;

use super::{Desktop, STARTING};
use crate::support::home::Home;
use crate::support::process::{Process, output_of};
use crate::support::wait::wait_for;

pub const WIDTH: u32 = 1024;
pub const HEIGHT: u32 = 600;

/// Starts the X server on a display that is free, and returns the display's name.
#[track_caller]
pub fn start(home: &Home) -> (Process, String) {
    let mut command = Command::new("Xvfb");
    let size = format!("{WIDTH}x{HEIGHT}x24");
    command
        .args(["-displayfd", "1", "-screen", "0", &size])
        .args(["-nolisten", "tcp", "-noreset"]);
    let mut screen = Process::start("Xvfb", home.clothe(&mut command), &home.logs());
    let display = wait_for("the X server", STARTING, || {
        assert!(screen.is_running(), "the X server ended");
        let log = screen.log();
        let mut lines = log.split_inclusive('\n');
        let number = lines.find_map(|line| line.strip_suffix('\n')?.parse::<u32>().ok())?;
        Some(format!(":{number}"))
    });
    (screen, display)
}

/// The whole screen as PNG.
#[track_caller]
pub fn take(desktop: &Desktop) -> Vec<u8> {
    output_of(&mut desktop.command(&["import", "-window", "root", "png:-"]))
}

/// What was on the screen at one moment.
pub struct Screenshot {
    /// Three bytes for each pixel, row by row.
    pixels: Vec<u8>,
}

/// A box of pixels on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl Area {
    pub fn middle(self) -> (u32, u32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }
}

impl Screenshot {
    #[track_caller]
    pub fn take(desktop: &Desktop) -> Screenshot {
        let args = ["import", "-window", "root", "-depth", "8", "rgb:-"];
        let pixels = output_of(&mut desktop.command(&args));
        assert_eq!(pixels.len(), (WIDTH * HEIGHT * 3) as usize);
        Screenshot { pixels }
    }

    pub fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        let at = ((y * WIDTH + x) * 3) as usize;
        self.pixels[at..at + 3].try_into().unwrap()
    }

    /// The smallest box round all pixels within `area` that satisfy `wanted`.
    pub fn bounds(&self, area: Area, wanted: impl Fn([u8; 3]) -> bool) -> Option<Area> {
        let mut found: Option<(u32, u32, u32, u32)> = None;
        for y in area.y..area.y + area.height {
            for x in area.x..area.x + area.width {
                if wanted(self.pixel(x, y)) {
                    let (left, top, right, bottom) = found.unwrap_or((x, y, x, y));
                    found = Some((left.min(x), top.min(y), right.max(x), bottom.max(y)));
                }
            }
        }
        found.map(|(left, top, right, bottom)| Area {
            x: left,
            y: top,
            width: right - left + 1,
            height: bottom - top + 1,
        })
    }
}
