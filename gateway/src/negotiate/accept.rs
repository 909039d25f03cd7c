//! Reads which forms an `Accept` header asks for (RFC 9110, section 12.5.1).

use http::{HeaderMap, header};
use mediatype::MediaType;

use crate::schema::Form;

/// The media types that a response stream can have, in the order that breaks ties between named ranges.
const TYPES: [(&str, &str, Form); 4] = [
    ("text", "event-stream", Form::Sse),
    ("application", "x-ndjson", Form::Ndjson),
    ("application", "jsonl", Form::Ndjson),
    ("application", "json", Form::Array),
];

/// The rank of a form, the greater the better. The fields are ordered by their weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    quality: u16,
    specificity: u8,
    preference: u8,
}

/// Returns the forms that a request accepts, best first.
pub(super) fn ranked_forms(headers: &HeaderMap) -> Vec<Form> {
    let ranges = ranges(headers);
    let mut ranked: Vec<(Rank, Form)> = [Form::Sse, Form::Ndjson, Form::Array]
        .into_iter()
        .filter_map(|form| Some((best_rank(form, &ranges)?, form)))
        .collect();
    ranked.sort_by(|a, b| b.cmp(a));
    ranked.into_iter().map(|(_, form)| form).collect()
}

/// Returns whether a request ranks binary protobuf above JSON.
pub(super) fn prefers_protobuf(headers: &HeaderMap) -> bool {
    // Most clients that accept anything send this.
    let mut values = headers.get_all(header::ACCEPT).iter();
    if values.all(|value| value == "*/*") {
        return false;
    }
    let ranges = ranges(headers);
    let rank = |sub| rank(Form::Protobuf, "application", sub, &ranges);
    rank("protobuf").max(rank("x-protobuf")) > rank("json")
}

#[derive(Debug)]
struct Range<'h> {
    main: &'h str,
    sub: &'h str,
    quality: u16,
}

fn ranges(headers: &HeaderMap) -> Vec<Range<'_>> {
    let values = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut ranges: Vec<_> = values
        .flat_map(mediatype::MediaTypeList::new)
        .flatten()
        .map(|media_type| range(&media_type))
        .collect();
    if ranges.is_empty() {
        ranges.push(Range {
            main: "*",
            sub: "*",
            quality: 1_000,
        });
    }
    ranges
}

fn range<'h>(media_type: &MediaType<'h>) -> Range<'h> {
    let quality = media_type
        .params
        .iter()
        .find(|(name, _)| name.as_str().eq_ignore_ascii_case("q"));
    Range {
        main: media_type.ty.as_str(),
        sub: media_type.subty.as_str(),
        quality: quality.map_or(1_000, |(_, value)| {
            thousandths(value.unquoted_str().as_ref())
        }),
    }
}

/// Returns a quality in thousandths. A text that is not a number from 0 to 1 counts as 1.
fn thousandths(text: &str) -> u16 {
    let quality = text
        .trim()
        .parse::<f32>()
        .ok()
        .filter(|quality| (0.0..=1.0).contains(quality));
    quality.map_or(1_000, |quality| (quality * 1_000.0).round() as u16)
}

fn best_rank(form: Form, ranges: &[Range<'_>]) -> Option<Rank> {
    let types = TYPES.iter().filter(|(_, _, produced)| *produced == form);
    let matches = types.filter_map(|(main, sub, _)| best_match(main, sub, ranges));
    accepted(form, matches.max()?)
}

/// Returns the rank of one media type, or `None` if it is refused.
fn rank(form: Form, main: &str, sub: &str, ranges: &[Range<'_>]) -> Option<Rank> {
    accepted(form, best_match(main, sub, ranges)?)
}

/// Returns the specificity and the quality of the most specific range that matches a media type.
fn best_match(main: &str, sub: &str, ranges: &[Range<'_>]) -> Option<(u8, u16)> {
    let matching = ranges
        .iter()
        .filter_map(|range| Some((range.specificity(main, sub)?, range.quality)));
    matching.max()
}

fn accepted(form: Form, (specificity, quality): (u8, u16)) -> Option<Rank> {
    (quality > 0).then_some(Rank {
        quality,
        specificity,
        preference: preference(form, specificity),
    })
}

fn preference(form: Form, specificity: u8) -> u8 {
    let order = match specificity {
        2 => [Form::Array, Form::Ndjson, Form::Sse],
        _ => [Form::Sse, Form::Array, Form::Ndjson],
    };
    order
        .iter()
        .position(|ordered| *ordered == form)
        .map_or(0, |position| position as u8)
}

impl Range<'_> {
    /// Returns 2 for the type itself, 1 for `type/*` and 0 for `*/*`.
    fn specificity(&self, main: &str, sub: &str) -> Option<u8> {
        let same_main = self.main.eq_ignore_ascii_case(main);
        match (self.main, self.sub) {
            ("*", "*") => Some(0),
            (_, "*") if same_main => Some(1),
            (_, own) if same_main && own.eq_ignore_ascii_case(sub) => Some(2),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_by_quality_then_specificity_then_preference() {
        use Form::{Array, Ndjson, Sse};
        for (accept, expected) in [
            (None, &[Ndjson, Array, Sse][..]),
            (Some(""), &[Ndjson, Array, Sse]),
            (Some("*/*"), &[Ndjson, Array, Sse]),
            (Some("text/event-stream"), &[Sse]),
            (Some("TEXT/Event-Stream; charset=utf-8"), &[Sse]),
            (Some("application/jsonl"), &[Ndjson]),
            (Some("application/json"), &[Array]),
            (Some("application/*"), &[Ndjson, Array]),
            (Some("application/json, text/event-stream"), &[Sse, Array]),
            (
                Some("application/json, text/event-stream;q=0.5"),
                &[Array, Sse],
            ),
            (
                Some("text/event-stream;q=0.5, */*;q=0.5"),
                &[Sse, Ndjson, Array],
            ),
            (Some("text/event-stream;q=0, */*"), &[Ndjson, Array]),
            (
                Some("text/html, application/xhtml+xml, */*;q=0.8"),
                &[Ndjson, Array, Sse],
            ),
            (Some("text/html"), &[]),
            (Some("application/x-ndjson;q=0, */*"), &[Array, Sse]),
            (
                Some("application/x-ndjson;q=0, application/jsonl"),
                &[Ndjson],
            ),
            (Some("nonsense, text/event-stream"), &[Sse]),
            (
                Some("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"),
                &[Ndjson, Array, Sse],
            ),
        ] {
            let headers = accept.map(|accept| (header::ACCEPT, accept.parse().unwrap()));
            assert_eq!(
                ranked_forms(&HeaderMap::from_iter(headers)),
                expected,
                "{accept:?}"
            );
        }
    }
}
