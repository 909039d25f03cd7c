//! The values that keys take.

use proc_macro2::{Span, TokenStream};
use syn::{Lit, LitStr, Path};

use crate::errors::Errors;
use crate::keys::{Entry, Given, written};

/// `disable_sse`, or `disable_sse = false`.
#[derive(Clone, Copy)]
pub(crate) struct Flag {
    pub(crate) on: bool,
    pub(crate) span: Span,
}

/// `"30s"`, or `false` to undo a default.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    pub(crate) milliseconds: Option<u64>,
    pub(crate) span: Span,
}

/// A whole number and its span.
#[derive(Clone, Copy)]
pub(crate) struct Number {
    pub(crate) value: u64,
    pub(crate) span: Span,
}

/// Returns the length of a time, or of its default, which `false` undoes.
pub(crate) fn milliseconds(own: Option<Time>, default: Option<Time>) -> Option<u64> {
    own.or(default)?.milliseconds
}

impl Entry {
    pub(crate) fn string(&self, errors: &mut Errors) -> Option<LitStr> {
        match self.literal() {
            Some(Lit::Str(string)) => Some(string),
            _ => self.refuse(errors),
        }
    }

    pub(crate) fn number(&self, errors: &mut Errors) -> Option<Number> {
        match self.literal() {
            Some(Lit::Int(number)) => match number.base10_parse() {
                Ok(value) => Some(Number {
                    value,
                    span: number.span(),
                }),
                Err(_) => self.refuse(errors),
            },
            _ => self.refuse(errors),
        }
    }

    pub(crate) fn flag(&self, errors: &mut Errors) -> Option<Flag> {
        let span = self.span();
        match (&self.given, self.literal()) {
            (Given::Nothing, _) => Some(Flag { on: true, span }),
            (_, Some(Lit::Bool(on))) => Some(Flag { on: on.value, span }),
            _ => self.refuse(errors),
        }
    }

    pub(crate) fn time(&self, errors: &mut Errors) -> Option<Time> {
        match self.literal() {
            Some(Lit::Bool(off)) if !off.value => Some(Time {
                milliseconds: None,
                span: off.span,
            }),
            Some(Lit::Str(text)) => match read(&text.value()) {
                Ok(length) => Some(Time {
                    milliseconds: Some(length),
                    span: text.span(),
                }),
                Err(wrong) => {
                    errors.at(text.span(), wrong);
                    None
                }
            },
            _ => self.refuse(errors),
        }
    }

    pub(crate) fn path(&self, errors: &mut Errors) -> Option<Path> {
        match &self.given {
            Given::Value(tokens) => match syn::parse2(tokens.clone()) {
                Ok(path) => Some(path),
                Err(_) => self.refuse(errors),
            },
            _ => self.refuse(errors),
        }
    }

    pub(crate) fn list(&self, errors: &mut Errors) -> Option<TokenStream> {
        match self.given {
            Given::List(ref tokens) if !tokens.is_empty() => Some(tokens.clone()),
            _ => self.refuse(errors),
        }
    }

    fn literal(&self) -> Option<Lit> {
        match &self.given {
            Given::Value(tokens) => syn::parse2(tokens.clone()).ok(),
            _ => None,
        }
    }

    fn refuse<T>(&self, errors: &mut Errors) -> Option<T> {
        let span = match &self.given {
            Given::Value(value) => first_span(value).unwrap_or(self.span()),
            _ => self.span(),
        };
        errors.push(written(&self.key, span, self.example));
        None
    }
}

fn first_span(tokens: &TokenStream) -> Option<Span> {
    tokens.clone().into_iter().next().map(|token| token.span())
}

/// Reads `500ms`, `30s`, `2m` or `1h`.
fn read(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let unit = match &text[digits.len()..] {
        "ms" => Some(1),
        "s" => Some(1_000),
        "m" => Some(60_000),
        "h" => Some(3_600_000),
        _ => None,
    };
    let length = digits.parse::<u64>().ok().zip(unit);
    match length.and_then(|(count, unit)| count.checked_mul(unit)) {
        Some(0) => Err("this takes no time at all; write at least \"1ms\"".to_owned()),
        Some(length) => Ok(length),
        None => Err(
            "a time is a whole number and a unit: \"500ms\", \"30s\", \"2m\", \"1h\"".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reads_times() {
        assert_eq!(read("500ms"), Ok(500));
        assert_eq!(read("30s"), Ok(30_000));
        assert_eq!(read("2m"), Ok(120_000));
        assert_eq!(read("1h"), Ok(3_600_000));
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "30",
            "s",
            "1.5s",
            "-1s",
            "30 s",
            "1d",
            "0s",
            "99999999999999999999s",
            "99999999999999999h",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
