//! A finding with its place in a file's text, rendered for a terminal.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::Diagnostics;

/// What is found, and what to do about it.
pub(crate) struct Finding<'a> {
    /// An error or a warning, by its name.
    pub level: Level<'a>,
    /// What is wrong, in one line.
    pub title: String,
    /// What to do, in one line.
    pub hint: String,
}

impl Finding<'_> {
    /// With the line of the text that it is about, where the hint stands beside a caret.
    pub fn with_line(self, path: &str, source: &str, span: Range<usize>, colour: bool) -> String {
        let annotation = AnnotationKind::Primary.span(span).label(self.hint);
        let snippet = Snippet::source(source).path(path).annotation(annotation);
        let title = self.level.primary_title(self.title);
        renderer(colour).render(&[title.element(snippet)])
    }

    /// Without its line, which nobody is to see, or where it is not known; `help` is the word before the hint.
    pub fn without_line(
        self,
        path: &str,
        place: Option<(&str, usize)>,
        help: &str,
        colour: bool,
    ) -> String {
        let origin = match place {
            None => Origin::path(path),
            Some((source, byte)) => {
                let (line, column) = Diagnostics::line_and_column(source, byte);
                Origin::path(path).line(line).char_column(column)
            }
        };
        let title = self.level.primary_title(self.title);
        let hint = Level::HELP.with_name(help).message(self.hint);
        renderer(colour).render(&[title.element(origin).element(hint)])
    }
}

fn renderer(colour: bool) -> Renderer {
    if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
}
