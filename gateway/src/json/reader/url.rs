//! The values of a URL, which have no quotes.

use crate::json::{ReadError, ReadOptions, TextValue};
use crate::memory::Memory;

use super::Reader;

/// The rest of a URL that is left to read: the path to the field, and the values for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Url<'a> {
    pub(super) path: &'a [usize],
    values: &'a [TextValue<'a>],
    /// Whether a oneof's member that is already set must not be replaced.
    keeps_members: bool,
    /// The oneof of the field that is being read.
    pub(super) oneof: Option<&'static str>,
}

impl<'a> Reader<'a> {
    pub(in crate::json) fn url(
        path: &'a [usize],
        values: &'a [TextValue<'a>],
        options: &'a ReadOptions,
        memory: Memory,
    ) -> Self {
        Self {
            url: Some(Url {
                path,
                values,
                keeps_members: false,
                oneof: None,
            }),
            ..Self::limited(memory, &[], options)
        }
    }

    /// Changes the reader to one whose values do not replace another member of a oneof.
    #[cfg(feature = "server")]
    pub(in crate::json) fn keeping_members(mut self) -> Self {
        if let Some(url) = &mut self.url {
            url.keeps_members = true;
        }
        self
    }

    /// Returns an error if another member of the oneof that is being read must not be replaced. JSON may always replace
    /// what was there before.
    pub(in crate::json) fn check_replaceable(&self) -> Result<(), ReadError> {
        match self.url {
            Some(Url {
                keeps_members: true,
                oneof: Some(oneof),
                ..
            }) => Err(self.error(format!(
                "another field of the oneof `{oneof}` is set already"
            ))),
            _ => Ok(()),
        }
    }

    /// Returns whether there is a value for a field. There is none for `null` in JSON, unless the type takes it as a
    /// value, or if a URL has no values at all.
    #[inline]
    pub(in crate::json) fn starts_value(&mut self, takes_null: bool) -> Result<bool, ReadError> {
        match self.url {
            None => Ok(takes_null || self.is_on_the_way() || !self.take_null()),
            Some(url) => self.starts_url_value(url),
        }
    }

    #[cold]
    fn starts_url_value(&mut self, url: Url<'a>) -> Result<bool, ReadError> {
        match url.values {
            _ if !url.path.is_empty() => Ok(true),
            [] => Ok(false),
            [value] => {
                self.take_text(value);
                Ok(true)
            }
            _ => Err(self.error("given more than once".to_owned())),
        }
    }

    /// Returns the values from a URL that replace a list or a map, or `None` in JSON.
    #[inline]
    pub(in crate::json) fn url_values(&self) -> Result<Option<&'a [TextValue<'a>]>, ReadError> {
        match self.url {
            Some(url) if !url.path.is_empty() => {
                Err(self.error("a list or a map has no fields of its own".to_owned()))
            }
            Some(url) => Ok(Some(url.values)),
            None => Ok(None),
        }
    }

    pub(in crate::json) fn take_text(&mut self, value: &TextValue<'a>) {
        self.input = value.text.as_bytes();
        self.text = value.text;
        self.position = 0;
    }

    #[inline]
    pub(in crate::json) fn is_url(&self) -> bool {
        self.url.is_some()
    }

    /// Returns a reader of the bare text in a URL as JSON of its own, or `None` in JSON.
    pub(in crate::json) fn json_in_url(&self) -> Result<Option<Reader<'a>>, ReadError> {
        if !self.is_url() {
            return Ok(None);
        }
        let text = self.bare()?.as_bytes();
        Ok(Some(Self::limited(self.memory, text, self.options)))
    }

    /// Returns the bare text in a URL, which must be for the field itself and not for a field inside it.
    pub(in crate::json) fn bare(&self) -> Result<&'a str, ReadError> {
        match self.url {
            Some(Url { path: [], .. }) => Ok(self.text),
            _ => Err(self.error("the field has no fields of its own".to_owned())),
        }
    }
}
