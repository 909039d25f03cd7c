//! Numbers whose exponents lie at the edges of the types that exponents are counted in: whatever is done with them must
//! not overflow, nor take longer than their text is long.

use std::fmt::Debug;

use tests::all::{Maps, Scalars, Wrappers};

use super::parse;
use gateway::Message;
use gateway::json::ReadOptions;

/// Exponents next to where 32 and 64 bits end, and beyond.
const EXPONENTS: [&str; 13] = [
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "1152921504606846975",
    "4611686018427387904",
    "9223372036854775806",
    "9223372036854775807",
    "9223372036854775808",
    "9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
];

/// Mantissas that are not zero, some of which move the exponent up or down.
const MANTISSAS: [&str; 6] = ["1", "-1", "1.5", "1000", "0.0001", "-12.3400"];

const ZEROS: [&str; 4] = ["0", "-0", "0.0", "0.000"];

fn why<M: Message + Debug>(text: &str) -> String {
    parse::<M>(text, &ReadOptions::DEFAULT).unwrap_err()
}

#[track_caller]
fn check_integer<M: Message + PartialEq + Debug>(field: impl Fn(&str) -> String) {
    for exponent in EXPONENTS {
        for mantissa in MANTISSAS {
            let text = field(&format!("{mantissa}e{exponent}"));
            assert!(why::<M>(&text).contains(" to "), "out of range: {text}");
            let text = field(&format!("{mantissa}E+{exponent}"));
            assert!(why::<M>(&text).contains(" to "), "out of range: {text}");
            let text = field(&format!("{mantissa}e-{exponent}"));
            assert!(
                why::<M>(&text).contains("expected an integer, got"),
                "not whole: {text}"
            );
        }
        for zero in ZEROS {
            for sign in ["", "+", "-"] {
                let text = field(&format!("{zero}e{sign}{exponent}"));
                let zero = parse::<M>(field("0"), &ReadOptions::DEFAULT);
                assert_eq!(parse::<M>(&text, &ReadOptions::DEFAULT), zero, "{text}");
            }
        }
    }
}

#[test]
fn integers_with_extreme_exponents_are_out_of_range_or_not_whole() {
    for name in [
        "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32",
        "sfixed64",
    ] {
        check_integer::<Scalars>(|number| format!(r#"{{"{name}":{number}}}"#));
        check_integer::<Scalars>(|number| format!(r#"{{"{name}":"{number}"}}"#));
    }
    for name in ["int32", "int64"] {
        check_integer::<Wrappers>(|number| format!(r#"{{"{name}":{number}}}"#));
    }
    check_integer::<Maps>(|number| format!(r#"{{"int32":{{"1":{number}}}}}"#));
}

#[test]
fn enums_with_extreme_exponents_are_refused() {
    for exponent in EXPONENTS {
        for sign in ["", "+", "-"] {
            let text = format!(r#"{{"color":1e{sign}{exponent}}}"#);
            why::<Scalars>(&text);
        }
    }
}

#[test]
fn map_keys_with_exponents_are_refused() {
    for exponent in EXPONENTS {
        for (map, value) in [
            ("int32", "1"),
            ("int64", "\"\""),
            ("uint32", "0"),
            ("uint64", "1"),
        ] {
            why::<Maps>(&format!(r#"{{"{map}":{{"1e{exponent}":{value}}}}}"#));
            why::<Maps>(&format!(r#"{{"{map}":{{"1e-{exponent}":{value}}}}}"#));
        }
    }
}

#[test]
fn floats_with_extreme_exponents_are_out_of_range_or_zero() {
    for exponent in EXPONENTS {
        for mantissa in MANTISSAS {
            for name in ["double", "float"] {
                let text = format!(r#"{{"{name}":{mantissa}e{exponent}}}"#);
                assert!(
                    why::<Scalars>(&text).contains("in the range of a"),
                    "{text}"
                );
                let text = format!(r#"{{"{name}":{mantissa}e-{exponent}}}"#);
                let tiny = parse::<Scalars>(&text, &ReadOptions::DEFAULT).unwrap();
                assert!(tiny.double == 0.0 && tiny.float == 0.0, "{text}");
            }
        }
    }
}
