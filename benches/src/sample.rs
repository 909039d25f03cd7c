//! The contents of the messages, as JSON: the same in every run.

use std::iter::repeat_with;

use serde_json::{Map, Value, json};

/// How many bytes the large messages have.
const LARGE: usize = 64 * 1024;

/// Numbers without a pattern (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// Of any length in bits.
    fn long(&mut self) -> i64 {
        let shift = self.below(64);
        self.next().cast_signed() >> shift
    }

    fn int(&mut self) -> i32 {
        let shift = self.below(32);
        (self.next() as i32) >> shift
    }

    /// Of full precision, or of two decimals.
    fn double(&mut self) -> f64 {
        if self.next().is_multiple_of(2) {
            self.next() as f64 / 2_f64.powi(64)
        } else {
            self.below(1_000_000) as f64 / 100.0
        }
    }
}

fn values<T: Into<Value>>(length: usize, element: impl FnMut(&mut Random) -> T) -> Value {
    json!({"values": list(&mut Random(1), length, element)})
}

fn list<T: Into<Value>>(
    random: &mut Random,
    length: usize,
    mut element: impl FnMut(&mut Random) -> T,
) -> Value {
    repeat_with(|| element(random)).take(length).collect()
}

pub(crate) fn account() -> Value {
    json!({
        "id": "acc-7f3",
        "accountId": "9007199254740993",
        "status": "STATUS_ACTIVE",
        "address": {"street": "12 Rue Cler", "city": "Paris", "zip": "75002"},
        "tags": ["alpha", "beta"],
        "createdAt": "2025-01-31T12:34:56Z",
        "scores": [7, 42],
        "active": true,
    })
}

pub(crate) fn document() -> Value {
    let section = |random: &mut Random| {
        json!({
            "heading": format!("Section {}", random.below(100)),
            "text": "She said: \"It works\", and left.\nNobody had asked for C:\\temp, as far as we know.",
            "revision": random.long().to_string(),
            "weight": random.below(1_000) as f64 / 8.0,
            "rows": list(random, 5, row),
        })
    };
    json!({"title": "Minutes", "sections": list(&mut Random(1), 82, section)})
}

fn row(random: &mut Random) -> Value {
    json!({
        "cells": list(random, 8, Random::int),
        "notes": ["checked", "seen by \"A. N. Other\"", "second thoughts"],
    })
}

pub(crate) fn nodes() -> Value {
    let parent = |child, depth| json!({"name": format!("node {depth}"), "child": child});
    (0..89).fold(json!({"name": "leaf"}), parent)
}

pub(crate) fn wide() -> Value {
    let value = |number| match number % 4 {
        1 => json!(number * 37 % 101 - 50),
        2 => json!(true),
        3 => json!(format!("v{number}")),
        _ => json!(number * 31),
    };
    let fields = (1..=64).map(|number| (format!("field{number:02}"), value(number)));
    fields.collect::<Map<_, _>>().into()
}

fn text(pattern: &str) -> Value {
    json!({"text": pattern.repeat(LARGE / pattern.len())})
}

pub(crate) fn plain() -> Value {
    text("The quick brown fox jumps over the lazy dog. ")
}

pub(crate) fn escapes() -> Value {
    text("a \"word\"\n\tand\\or a \u{1}")
}

pub(crate) fn unicode() -> Value {
    text("Zażółć gęślą jaźń, 快速的棕色狐狸, 🦊🐶 ")
}

pub(crate) fn blob() -> Value {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut random = Random(1);
    let digit = || char::from(alphabet[random.below(64) as usize]);
    json!({"data": repeat_with(digit).take(LARGE / 3 * 4).collect::<String>()})
}

pub(crate) fn counters() -> Value {
    let mut random = Random(1);
    let entry = |index| {
        (
            format!("requests.{index}"),
            random.long().to_string().into(),
        )
    };
    json!({"counters": (0..1_000).map(entry).collect::<Map<_, _>>()})
}

pub(crate) fn doubles() -> Value {
    values(4_096, Random::double)
}

pub(crate) fn floats() -> Value {
    values(4_096, |random| random.double() as f32)
}

pub(crate) fn ints() -> Value {
    values(4_096, Random::int)
}

pub(crate) fn longs() -> Value {
    values(4_096, |random| random.long().to_string())
}

pub(crate) fn statuses() -> Value {
    let names = ["STATUS_UNSPECIFIED", "STATUS_ACTIVE", "STATUS_SUSPENDED"];
    values(1_000, |random| names[random.below(3) as usize])
}

pub(crate) fn times() -> Value {
    let time = |random: &mut Random| {
        let (day, second) = (1 + random.below(28), random.below(60));
        let fraction = ["", ".250", ".250125", ".250125375"][random.below(4) as usize];
        format!("2025-03-{day:02}T10:15:{second:02}{fraction}Z")
    };
    values(1_000, time)
}
