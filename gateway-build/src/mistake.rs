//! What protox finds wrong in a file, with the line that it stands in.

use std::fs;
use std::path::{Path, PathBuf};

use miette::{Diagnostic, LabeledSpan};

/// All mistakes of a file, each with its place; one on top of the other.
pub(crate) fn mistakes(failure: &protox::Error, includes: &[impl AsRef<Path>]) -> String {
    let Some(name) = failure.file() else {
        return failure.to_string();
    };
    let path = path(name, includes);
    let Ok(bytes) = fs::read(&path) else {
        // Its `Debug` form is the one with line and column.
        return format!("{failure:?}");
    };
    let no_text = str::from_utf8(&bytes).err();
    let source = Source {
        path,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    };
    let others = failure.related().into_iter().flatten();
    let mistakes = others.map(|mistake| source.mistake(mistake, None));
    let end = || failure.is_parse().then(|| source.end());
    let otherwise = no_text.map(|error| error.valid_up_to()).or_else(end);
    let first = source.mistake(failure, otherwise);
    let mistakes: Vec<_> = std::iter::once(first).chain(mistakes).collect();
    mistakes.join("\n")
}

/// protox names a file as imports do. The path under which an editor finds it says more.
fn path(name: &str, includes: &[impl AsRef<Path>]) -> PathBuf {
    let mut paths = includes.iter().map(|include| include.as_ref().join(name));
    paths
        .find(|path| path.exists())
        .unwrap_or_else(|| name.into())
}

struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// The mistake is where protox has found it, or else at the offset that is given, or somewhere in the file.
    fn mistake(&self, mistake: &dyn Diagnostic, otherwise: Option<usize>) -> String {
        let labels: Vec<_> = mistake.labels().into_iter().flatten().collect();
        let main = main_label(&labels);
        let mut text = match (main, otherwise) {
            (Some(label), _) => self.shown(label.offset(), label.len(), mistake),
            (None, Some(end)) => self.shown(end, 1, mistake),
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

    fn shown(&self, offset: usize, length: usize, what: &dyn Diagnostic) -> String {
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

    /// An editor finds it; lines and columns count from 1.
    fn place(&self, offset: usize) -> String {
        let (before, _) = self.text.split_at_checked(offset).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = self.line(offset).0.chars().count() + 1;
        format!("{}:{line}:{column}", self.path.display())
    }

    /// What is before and after this place in its line.
    fn line(&self, offset: usize) -> (&str, &str) {
        let (before, after) = self.text.split_at_checked(offset).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        (before, after.lines().next().unwrap_or_default())
    }

    /// Behind the last thing that is in the file.
    fn end(&self) -> usize {
        self.text.trim_end().len()
    }
}

/// What to do about a file that is read only up to here.
fn help(rest: &str) -> &'static str {
    if rest.starts_with("edition ") {
        "\nhelp: prost knows no editions: write `syntax = \"proto3\";`"
    } else if rest.starts_with('\u{feff}') {
        "\nhelp: save the file without the byte order mark that it begins with"
    } else {
        ""
    }
}

/// Of several places, protox has what it has found earlier first, but for the definition of a name.
fn main_label(labels: &[LabeledSpan]) -> Option<&LabeledSpan> {
    let is_found = |label: &&LabeledSpan| label.label() == Some("found here");
    labels.iter().find(is_found).or(labels.last())
}
