//! The HTTP method of a binding: a key such as `get`, or `custom(..)`.

use proc_macro2::{Ident, Span};
use syn::LitStr;

use crate::errors::Errors;
use crate::keys::{Entry, Keys};
use crate::vocabulary::{CUSTOM, METHODS};

/// An HTTP method, and the key that names it.
pub(crate) struct HttpMethod {
    /// `get`, `put`, `post`, `delete`, `patch` or `custom`.
    pub(crate) key: Ident,
    /// The name, such as `GET`.
    pub(crate) name: String,
}

impl HttpMethod {
    /// Returns the method of a key that [`METHODS`] lists, and its path.
    pub(super) fn parse(entry: Entry, errors: &mut Errors) -> Option<(Self, LitStr)> {
        if entry.key == "custom" {
            return custom(entry, errors);
        }
        let path = entry.string(errors)?;
        let name = entry.key.to_string().to_uppercase();
        Some((
            Self {
                key: entry.key,
                name,
            },
            path,
        ))
    }

    pub(crate) fn span(&self) -> Span {
        self.key.span()
    }

    pub(crate) fn is_get(&self) -> bool {
        self.key == "get"
    }

    /// Returns whether its requests usually have a body, so that a binding must declare what the body fills.
    pub(crate) fn has_body(&self) -> bool {
        self.key == "put" || self.key == "post" || self.key == "patch"
    }
}

fn custom(entry: Entry, errors: &mut Errors) -> Option<(HttpMethod, LitStr)> {
    let before = errors.count();
    let mut keys = Keys::parse(entry.list(errors)?, &CUSTOM, errors);
    let (method, path) = (keys.take("method"), keys.take("path"));
    if (method.is_none() || path.is_none()) && errors.count() == before {
        errors.at(entry.span(), BOTH);
    }
    let method = method.and_then(|entry| entry.string(errors));
    let path = path.and_then(|entry| entry.string(errors));
    let (method, path) = (method?, path?);
    let name = method.value();
    if let Err(wrong) = check(&name, &path.value()) {
        errors.at(method.span(), wrong);
    }
    let key = entry.key;
    Some((HttpMethod { key, name }, path))
}

const BOTH: &str = "`custom` names an HTTP method and a path\n\
    help: write `custom(method = \"LIST\", path = \"/v1/rooms\")`";

/// Checks the name of a method. RFC 9110, 9.1: a method is a token, and case-sensitive.
fn check(name: &str, path: &str) -> Result<(), String> {
    let upper = name.to_ascii_uppercase();
    if let Some(message) = why_not(&upper, path) {
        return Err(message);
    }
    match name.chars().find(|letter| !is_token(*letter)) {
        Some(letter) => Err(format!(
            "an HTTP method cannot have {letter:?} in its name\nhelp: write it in upper-case letters, such as \"LIST\""
        )),
        None if name != upper => Err(format!(
            "`{name}` and `{upper}` are different HTTP methods, and clients send `{upper}`\nhelp: write \"{upper}\""
        )),
        None => Ok(()),
    }
}

/// Returns why this cannot be a method of `custom`, regardless of case.
fn why_not(upper: &str, path: &str) -> Option<String> {
    let lower = upper.to_ascii_lowercase();
    let message = match upper {
        "" => "an HTTP method has a name\nhelp: write one, such as \"LIST\"".to_owned(),
        "HEAD" => {
            format!("`HEAD` is served wherever `GET` is\nhelp: write `get = \"{path}\"`")
        }
        "CONNECT" => format!(
            "`CONNECT` opens a connection and cannot be bound\n\
             help: write `get = \"{path}\"`, which opens WebSockets too"
        ),
        "CUSTOM" => return None,
        _ if METHODS.contains(&lower.as_str()) => {
            format!("`{upper}` has a key of its own\nhelp: write `{lower} = \"{path}\"`")
        }
        _ => return None,
    };
    Some(message)
}

/// RFC 9110, 5.6.2
fn is_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn takes_tokens_in_upper_case() {
        for name in ["LIST", "OPTIONS", "M-SEARCH", "X_1", "CUSTOM", "TRACE"] {
            assert_eq!(check(name, "/"), Ok(()), "{name}");
        }
    }

    #[test]
    fn refuses_what_no_client_sends() {
        for name in [
            "", "GET", "get", "Patch", "HEAD", "connect", "list", "A B", "A/B", "Ü",
        ] {
            assert!(check(name, "/").is_err(), "{name}");
        }
    }
}
