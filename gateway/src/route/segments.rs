//! [`Segments`]: the segments of a raw path, without collecting them into a list.

/// Consecutive segments of a raw path. There may be none, which is not the same as one empty segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segments<'p>(Option<&'p str>);

impl<'p> Segments<'p> {
    /// Returns the segments of a path without its leading slash. `/` itself has none.
    pub(super) fn of(path: &'p str) -> Self {
        Self((!path.is_empty()).then_some(path))
    }

    /// Returns the segments as they are in the path, including the slashes between them.
    pub(super) fn text(self) -> &'p str {
        self.0.unwrap_or_default()
    }

    pub(super) fn split_first(self) -> Option<(&'p str, Self)> {
        let text = self.0?;
        Some(match text.split_once('/') {
            Some((first, rest)) => (first, Self(Some(rest))),
            None => (text, Self(None)),
        })
    }

    fn split_last(self) -> Option<(Self, &'p str)> {
        let text = self.0?;
        Some(match text.rsplit_once('/') {
            Some((rest, last)) => (Self(Some(rest)), last),
            None => (Self(None), text),
        })
    }

    /// Returns all but the first `count` segments.
    pub(super) fn without_first(self, count: usize) -> Option<Self> {
        (0..count).try_fold(self, |rest, _| rest.split_first().map(|(_, rest)| rest))
    }

    /// Returns all but the last `count` segments.
    pub(super) fn without_last(self, count: usize) -> Option<Self> {
        (0..count).try_fold(self, |rest, _| rest.split_last().map(|(rest, _)| rest))
    }

    /// Returns the first `count` segments.
    pub(super) fn first(self, count: usize) -> Option<Self> {
        let rest = self.without_first(count)?;
        Some(self.before(rest, |all, rest| all.get(..all.len().checked_sub(rest)?)))
    }

    /// Returns the last `count` segments.
    pub(super) fn last(self, count: usize) -> Option<Self> {
        let rest = self.without_last(count)?;
        Some(self.before(rest, |all, rest| all.get(rest..)))
    }

    /// Returns the text without the part that is `rest`, and without the slash next to it.
    fn before(self, rest: Self, cut: impl Fn(&'p str, usize) -> Option<&'p str>) -> Self {
        match rest.0 {
            None => self,
            Some(rest) => Self(self.0.and_then(|all| cut(all, rest.len() + 1))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_not_an_empty_one() {
        let (none, empty) = (Segments(None), Segments(Some("")));
        assert_eq!(Segments::of(""), none);
        assert_eq!(none.split_first(), None);
        assert_eq!(empty.split_first(), Some(("", none)));
        assert_eq!(Segments::of("/").first(1), Some(empty));
        assert_eq!(Segments::of("/").last(2), Some(Segments(Some("/"))));
        assert_eq!(Segments::of("a/").last(0), Some(none));
    }

    #[test]
    fn both_ends_count_as_a_list_does() {
        for path in ["", "a", "/", "a/b", "a//b", "//", "a/b/c/", "/ä/ü"] {
            let list = match path {
                "" => Vec::new(),
                _ => path.split('/').collect(),
            };
            let text = |part: &[&str]| match part {
                [] => Segments(None),
                _ => Segments::of("x/")
                    .without_first(1)
                    .map(|_| part.join("/"))
                    .map_or(Segments(None), |text| Segments(Some(text.leak()))),
            };
            for count in 0..6 {
                let all = Segments::of(path);
                let back = list.len().checked_sub(count);
                assert_eq!(
                    all.first(count),
                    list.get(..count).map(text),
                    "{path} {count}"
                );
                assert_eq!(
                    all.without_first(count),
                    list.get(count..).map(text),
                    "{path} {count}"
                );
                assert_eq!(
                    all.last(count),
                    back.map(|at| text(&list[at..])),
                    "{path} {count}"
                );
                assert_eq!(
                    all.without_last(count),
                    back.map(|at| text(&list[..at])),
                    "{path} {count}"
                );
            }
        }
    }
}
