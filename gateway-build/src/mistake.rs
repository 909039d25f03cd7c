//! Formats the mistakes that protox finds in a file, with the lines that contain them.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use miette::{Diagnostic, LabeledSpan};

use crate::resolve::{BYTE_ORDER_MARK, path};

/// Formats all mistakes in a file, each with its place, one below the other.
pub(crate) fn mistakes(failure: &protox::Error, includes: &[impl AsRef<Path>]) -> String {
    let Some(name) = failure.file() else {
        return failure.to_string();
    };
    let Ok(source) = Source::open(name, includes) else {
        // Only the `Debug` form includes the line and column.
        return format!("{failure:?}");
    };
    let others = failure.related().into_iter().flatten();
    let mistakes = others.map(|mistake| source.mistake(mistake, None));
    let end = || failure.is_parse().then(|| source.end());
    let otherwise = source.text_ends.or_else(end);
    let first = source.mistake(failure, otherwise);
    let mistakes: Vec<_> = std::iter::once(first).chain(mistakes).collect();
    mistakes.join("\n")
}

/// A file, with a path that editors can open.
pub(crate) struct Source {
    path: PathBuf,
    text: String,
    /// The offset of the first bytes that are not UTF-8, if there are any.
    text_ends: Option<usize>,
}

impl Source {
    pub(crate) fn open(name: &str, includes: &[impl AsRef<Path>]) -> io::Result<Self> {
        let path = path(name, includes).unwrap_or_else(|| name.into());
        let bytes = fs::read(&path)?;
        let no_text = str::from_utf8(&bytes).err();
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
        Ok(Self {
            path,
            text: text.to_owned(),
            text_ends: no_text.map(|error| error.valid_up_to()),
        })
    }

    /// Formats a mistake in a statement, whose place is a span from the descriptors.
    pub(crate) fn wrong_statement(&self, span: &[i32], what: &dyn fmt::Display) -> String {
        let number = |index: usize| span.get(index).and_then(|it| usize::try_from(*it).ok());
        let (Some(line), Some(column)) = (number(0), number(1)) else {
            return format!("{}: {what}", self.path.display());
        };
        let before = self.text.split_inclusive('\n').take(line);
        let offset = before.map(str::len).sum::<usize>() + column;
        let length = match (number(2), span.len()) {
            (Some(end), 3) => end.saturating_sub(column),
            _ => 1,
        };
        self.shown(offset, length, what)
    }

    /// Formats a mistake where protox has found it, or else at the given offset, or else without a place in the file.
    fn mistake(&self, mistake: &dyn Diagnostic, otherwise: Option<usize>) -> String {
        let labels: Vec<_> = mistake.labels().into_iter().flatten().collect();
        let main = main_label(&labels);
        let mut text = match (main, otherwise) {
            (Some(label), _) => self.shown(label.offset(), label.len(), &mistake),
            (None, Some(end)) => self.shown(end, 1, &mistake),
            (None, None) => format!("{}: {mistake}", self.path.display()),
        };
        for other in labels.iter().filter(|label| Some(*label) != main) {
            let what = other.label().unwrap_or_default();
            text += &format!("\n{}: {what}", self.place(other.offset()));
        }
        if let Some(help) = mistake.help() {
            text += &format!("\nhelp: {help}");
        }
        let at = main.and_then(|label| self.text.get(label.offset()..));
        text + at.map_or("", help)
    }

    fn shown(&self, offset: usize, length: usize, what: &dyn fmt::Display) -> String {
        let (before, after) = self.line(offset);
        let marked = after.char_indices().filter(|(at, _)| *at < length);
        let carets = "^".repeat(marked.count().max(1));
        let keep_tab = |character| if character == '\t' { '\t' } else { ' ' };
        let indent: String = before.chars().map(keep_tab).collect();
        format!(
            "{}: {what}\n{before}{after}\n{indent}{carets}",
            self.place(offset)
        )
    }

    /// Returns `path:line:column`, counted from 1, so that editors can open it.
    fn place(&self, offset: usize) -> String {
        let (before, _) = self.text.split_at_checked(offset).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = self.line(offset).0.chars().count() + 1;
        format!("{}:{line}:{column}", self.path.display())
    }

    /// Returns the parts of the line before and after an offset.
    fn line(&self, offset: usize) -> (&str, &str) {
        let (before, after) = self.text.split_at_checked(offset).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        (before, after.lines().next().unwrap_or_default())
    }

    /// Returns the offset after the last character that is not white space.
    fn end(&self) -> usize {
        self.text.trim_end().len()
    }
}

/// Returns the help for a file that cannot be read beyond this point.
fn help(rest: &str) -> &'static str {
    if rest.starts_with("edition ") {
        "\nhelp: prost knows no editions: write `syntax = \"proto3\";`"
    } else {
        ""
    }
}

/// Returns the label of the mistake itself. Of several places, protox lists those found earlier first, except for the
/// definition of a name.
fn main_label(labels: &[LabeledSpan]) -> Option<&LabeledSpan> {
    let is_found = |label: &&LabeledSpan| label.label() == Some("found here");
    labels.iter().find(is_found).or(labels.last())
}
