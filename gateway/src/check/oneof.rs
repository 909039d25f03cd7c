//! Refuses variables of one path of which only one can be set.

use super::dotted::{Dotted, Place};
use super::fits;
use super::names::split_at_dot;
use super::text::Text;
use crate::schema::names::same;
use crate::schema::{MessageDescriptor, Variable};

/// Two variables that lead through different members of one oneof.
struct Clash<'a> {
    oneof: &'static str,
    /// The paths from the two members onwards.
    first: &'a str,
    second: &'a str,
}

/// Checks that no two variables of a path lead through different members of one oneof.
#[track_caller]
pub(super) const fn check(message: &'static MessageDescriptor, variables: &[Variable], path: &str) {
    let mut second = 1;
    while second < variables.len() {
        let mut first = 0;
        while first < second {
            let fields = (variables[first].field(), variables[second].field());
            if let Some(clash) = clash(message, fields.0, fields.1) {
                refuse(&clash, Dotted::variable(fields.1, path, second));
            }
            first += 1;
        }
        second += 1;
    }
}

const fn clash<'a>(
    mut message: &'static MessageDescriptor,
    mut first: &'a str,
    mut second: &'a str,
) -> Option<Clash<'a>> {
    loop {
        let (one, one_deeper) = split_at_dot(first);
        let (other, other_deeper) = split_at_dot(second);
        let (Some(field), Some(sibling)) = (fits::find(message, one), fits::find(message, other))
        else {
            return None;
        };
        if !same(one, other) {
            return match (field.oneof(), sibling.oneof()) {
                (Some(oneof), Some(other)) if same(oneof, other) => Some(Clash {
                    oneof,
                    first,
                    second,
                }),
                _ => None,
            };
        }
        let (Some(one_deeper), Some(other_deeper), Some(inner)) =
            (one_deeper, other_deeper, field.message())
        else {
            return None;
        };
        (message, first, second) = (inner, one_deeper, other_deeper);
    }
}

#[track_caller]
const fn refuse(clash: &Clash<'_>, second: Dotted<'_>) -> ! {
    let text = Text::new()
        .name(split_at_dot(clash.first).0)
        .text(" and ")
        .name(split_at_dot(clash.second).0)
        .text(" are members of the oneof ")
        .name(clash.oneof)
        .text(", which holds one of them");
    let place = Place::new(second, clash.second);
    place
        .draw(text)
        .text("bind one of them, or write `*`")
        .panic()
}
