//! The icon's states, and their pictures.

/// The icon's states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Nothing is known to be open.
    Idle,
    /// Something is being opened, closed or checked.
    Working,
    /// Something is open.
    Open,
    /// Something went wrong, and the user has not dismissed it.
    Attention,
}

/// A picture, four bytes a pixel: red, green, blue, opacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The pixels, line by line from the top.
    pub rgba: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Icon {
    /// The picture, drawn in `icons/`; `None` where the file in the program is not a PNG of that kind.
    #[must_use]
    pub fn picture(self) -> Option<Picture> {
        let bytes: &[u8] = match self {
            Self::Idle => include_bytes!("../../icons/png/idle.png"),
            Self::Working => include_bytes!("../../icons/png/working.png"),
            Self::Open => include_bytes!("../../icons/png/open.png"),
            Self::Attention => include_bytes!("../../icons/png/attention.png"),
        };
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .ok()?;
        let mut rgba = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut rgba).ok()?;
        (frame.color_type == png::ColorType::Rgba && frame.bit_depth == png::BitDepth::Eight)
            .then_some(Picture {
                rgba,
                width: frame.width,
                height: frame.height,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_picture_of_its_own() {
        let icons = [Icon::Idle, Icon::Working, Icon::Open, Icon::Attention];
        let pictures: Vec<_> = icons.map(|icon| icon.picture().unwrap()).into();
        for (index, picture) in pictures.iter().enumerate() {
            assert_eq!((picture.width, picture.height), (32, 32));
            assert!(!pictures[..index].contains(picture));
        }
    }
}
