//! What is refused, and in which words.

use gateway::json::{self, ReadOptions, UnknownFields};
use tests::all::{Choice, Maps, Optionals, Repeated, Scalars, Tree};

use super::{check, check_all, parse, rewritten, unknown_fields};

#[test]
fn errors_name_the_field_and_the_byte() {
    check::<Scalars>(
        r#"{"string":5}"#,
        "string: expected a string, got 5 (byte 10)",
    );
    check::<Repeated>(
        r#"{"trees":[{},{"name":5}]}"#,
        "trees[1].name: expected a string, got 5 (byte 21)",
    );
    check::<Maps>(
        r#"{"trees":{"a":{"left":{"name":[]}}}}"#,
        r#"trees["a"].left.name: expected a string, got an array (byte 30)"#,
    );
    check::<Optionals>(
        r#"{"scalars":[]}"#,
        "scalars: expected an object, got an array (byte 11)",
    );
    let error = json::read(
        &mut Tree::default(),
        br#"{"children":[{"name":1}]}"#,
        &ReadOptions::DEFAULT,
    )
    .unwrap_err();
    assert_eq!(
        (error.path(), error.offset()),
        ("children[0].name", Some(21))
    );
    assert_eq!(error.message(), "expected a string, got 1");
}

#[test]
fn integers() {
    const INT32: &str = "an integer from -2147483648 to 2147483647";
    for (value, what, got) in [
        ("2147483648", INT32, "2147483648"),
        ("-2147483649", INT32, "-2147483649"),
        ("1e10", INT32, "1e10"),
        ("1e999999999999999999999", INT32, "1e999999999999999999999"),
        ("0.5", "an integer", "0.5"),
        ("1e-1", "an integer", "1e-1"),
        (
            "1e-999999999999999999999",
            "an integer",
            "1e-999999999999999999999",
        ),
        (r#""abc""#, "an integer", r#""abc""#),
        (r#""""#, "an integer", r#""""#),
        (r#"" 1""#, "an integer", r#"" 1""#),
        (r#""1 ""#, "an integer", r#""1 ""#),
        (r#""+1""#, "an integer", r#""+1""#),
        (r#""01""#, "an integer", r#""01""#),
        ("true", "an integer", "true"),
        ("{}", "an integer", "an object"),
        ("+1", "an integer", "+1"),
    ] {
        let expected = format!("int32: expected {what}, got {got} (byte 9)");
        check::<Scalars>(&format!(r#"{{"int32":{value}}}"#), &expected);
    }
    check_all::<Scalars>(&[
        (
            r#"{"uint32":-1}"#,
            "uint32: expected an integer from 0 to 4294967295, got -1 (byte 10)",
        ),
        (
            r#"{"uint64":18446744073709551616}"#,
            "uint64: expected an integer from 0 to 18446744073709551615, got 18446744073709551616 (byte 10)",
        ),
        (
            r#"{"int64":"9223372036854775808"}"#,
            r#"int64: expected an integer from -9223372036854775808 to 9223372036854775807, got "9223372036854775808" (byte 9)"#,
        ),
        (r#"{"int32":01}"#, "int32: invalid number 01 (byte 9)"),
        (r#"{"int32":1.}"#, "int32: invalid number 1. (byte 9)"),
        (r#"{"int32":-}"#, "int32: invalid number - (byte 9)"),
        (r#"{"int32":1e}"#, "int32: invalid number 1e (byte 9)"),
        (r#"{"int32":0x1}"#, "int32: invalid number 0x1 (byte 9)"),
        (
            r#"{"int32":.5}"#,
            "int32: expected an integer, got .5 (byte 9)",
        ),
    ]);
}

#[test]
fn floats_bools_and_bytes() {
    check_all::<Scalars>(&[
        (
            r#"{"double":NaN}"#,
            "double: expected a number, got NaN (byte 10)",
        ),
        (
            r#"{"double":-Infinity}"#,
            "double: invalid number -Infinity (byte 10)",
        ),
        (
            r#"{"double":"inf"}"#,
            r#"double: expected a number, got "inf" (byte 10)"#,
        ),
        (
            r#"{"double":1.9e308}"#,
            "double: expected a number in the range of a double, got 1.9e308 (byte 10)",
        ),
        (
            r#"{"float":3.5e38}"#,
            "float: expected a number in the range of a float, got 3.5e38 (byte 9)",
        ),
        (
            r#"{"bool":"true"}"#,
            r#"bool: expected true or false, got "true" (byte 8)"#,
        ),
        (
            r#"{"bool":1}"#,
            "bool: expected true or false, got 1 (byte 8)",
        ),
        (
            r#"{"bool":trueish}"#,
            "bool: expected true or false, got trueish (byte 8)",
        ),
        (
            r#"{"bytes":"a"}"#,
            r#"bytes: expected a base64 string, got "a" (byte 9)"#,
        ),
        (
            r#"{"bytes":"+-aa"}"#,
            r#"bytes: expected a base64 string, got "+-aa" (byte 9)"#,
        ),
        (
            r#"{"bytes":7}"#,
            "bytes: expected a base64 string, got 7 (byte 9)",
        ),
    ]);
}

#[test]
fn enums() {
    check_all::<Scalars>(&[
        (
            r#"{"color":"PINK"}"#,
            r#"color: expected a value of `all.v1.Color`, got "PINK" (byte 9)"#,
        ),
        (
            r#"{"color":"1"}"#,
            r#"color: expected a value of `all.v1.Color`, got "1" (byte 9)"#,
        ),
        (
            r#"{"color":0.5}"#,
            "color: expected an integer, got 0.5 (byte 9)",
        ),
        (
            r#"{"color":2147483648}"#,
            "color: expected an integer from -2147483648 to 2147483647, got 2147483648 (byte 9)",
        ),
        (
            r#"{"color":true}"#,
            "color: expected the name of an enum value, got true (byte 9)",
        ),
    ]);
    assert!(
        rewritten::<Scalars>(
            r#"{"color":0.5}"#,
            &unknown_fields(UnknownFields::IgnoreAll)
        )
        .starts_with("color: ")
    );
}

#[test]
fn fields_and_keys_may_come_once() {
    check::<Scalars>(
        r#"{"int32":1,"int32":2}"#,
        "int32: given more than once (byte 11)",
    );
    check::<Scalars>(
        r#"{"int32":null,"int32":null}"#,
        "int32: given more than once (byte 14)",
    );
    check::<tests::all::Names>(
        r#"{"other name":"a","renamed_field":"b"}"#,
        "other name: given more than once (byte 18)",
    );
    check::<Maps>(
        r#"{"strings":{"a":"1","a":"2"}}"#,
        r#"strings["a"]: the key is given more than once (byte 20)"#,
    );
    check::<Maps>(
        r#"{"int32":{"1":"1","1.0":"2"}}"#,
        r#"int32["1.0"]: the key is given more than once (byte 18)"#,
    );
    check::<Choice>(
        r#"{"text":"a","flag":true}"#,
        "flag: `text` of the same oneof is already set (byte 12)",
    );
    check::<Choice>(r#"{"x":1,"x":2}"#, "{}");
}

#[test]
fn map_keys() {
    check_all::<Maps>(&[
        (
            r#"{"int32":{"x":"1"}}"#,
            r#"int32["x"]: expected an integer as the key, got "x" (byte 10)"#,
        ),
        (
            r#"{"uint32":{"-1":0}}"#,
            r#"uint32["-1"]: expected an integer from 0 to 4294967295 as the key, got "-1" (byte 11)"#,
        ),
        (
            r#"{"bool":{"TRUE":true}}"#,
            r#"bool["TRUE"]: expected true or false as the key, got "TRUE" (byte 9)"#,
        ),
        (
            r#"{"int32":{1:"1"}}"#,
            "int32: expected a field name in quotes, got 1 (byte 10)",
        ),
        (
            r#"{"strings":{"a":null}}"#,
            r#"strings["a"]: expected a string, got null (byte 16)"#,
        ),
    ]);
    check::<Repeated>(
        r#"{"int32":[null]}"#,
        "int32[0]: expected an integer, got null (byte 10)",
    );
    check::<Repeated>(
        r#"{"trees":[null]}"#,
        "trees[0]: expected an object, got null (byte 10)",
    );
}

#[test]
fn texts_that_are_no_json() {
    check_all::<Scalars>(&[
        ("", "expected an object, got the end of the text (byte 0)"),
        ("null", "expected an object, got null (byte 0)"),
        ("[]", "expected an object, got an array (byte 0)"),
        (
            "{",
            "expected a field name in quotes, got the end of the text (byte 1)",
        ),
        ("{}x", "expected the end of the text, got x (byte 2)"),
        (
            "{}{}",
            "expected the end of the text, got an object (byte 2)",
        ),
        (r#"{"int32"}"#, r#"expected ":", got "}" (byte 8)"#),
        (
            r#"{"int32":}"#,
            r#"int32: expected an integer, got "}" (byte 9)"#,
        ),
        (
            r#"{"int32":1,}"#,
            r#"expected a field name in quotes, got "}" (byte 11)"#,
        ),
        (
            r#"{"int32":1 "x":2}"#,
            r#"expected "," or "}", got "x" (byte 11)"#,
        ),
        (
            r#"{,}"#,
            r#"expected a field name in quotes, got "," (byte 1)"#,
        ),
        (
            r#"{int32:1}"#,
            "expected a field name in quotes, got int32 (byte 1)",
        ),
        (
            r#"{'int32':1}"#,
            r#"expected a field name in quotes, got "'" (byte 1)"#,
        ),
        (
            r#"{"string":"x"#,
            "string: the string is not closed (byte 12)",
        ),
        (r#"{"string":"\x"}"#, "string: invalid escape (byte 11)"),
        (r#"{"string":"\u12"}"#, "string: invalid escape (byte 11)"),
        (
            r#"{"string":"a\ud800"}"#,
            "string: a lone surrogate is no character (byte 12)",
        ),
        (
            r#"{"string":"\ud800\u0041"}"#,
            "string: a lone surrogate is no character (byte 11)",
        ),
        (
            r#"{"string":"\udc00"}"#,
            "string: a lone surrogate is no character (byte 11)",
        ),
        (
            "{\"string\":\"a\nb\"}",
            "string: a control character must be escaped (byte 12)",
        ),
        (
            "{\u{feff}}",
            "expected a field name in quotes, got byte 0xef (byte 1)",
        ),
        (r#"{"x":tru}"#, "expected a value, got tru (byte 5)"),
        (r#"{"x":[1,]}"#, r#"expected a value, got "]" (byte 8)"#),
        (
            r#"{"x":"\ud800"}"#,
            "a lone surrogate is no character (byte 6)",
        ),
        (r#"{"x":00}"#, "invalid number 00 (byte 5)"),
        (
            r#"{/**/}"#,
            r#"expected a field name in quotes, got "/" (byte 1)"#,
        ),
    ]);
    check::<Repeated>(
        r#"{"int32":[1,]}"#,
        r#"int32[1]: expected an integer, got "]" (byte 12)"#,
    );
    check::<Repeated>(
        r#"{"int32":[1 2]}"#,
        r#"int32: expected "," or "]", got 2 (byte 12)"#,
    );
}

#[test]
fn texts_that_are_no_utf8() {
    for text in [
        &b"{\"string\":\"ab\xff\"}"[..],
        b"{\"string\":\"\\n\xc3\"}",
        b"{\"x\":\"ab\xff\"}",
        b"{\"ab\xff\":1}",
    ] {
        let error = parse::<Scalars>(text, &ReadOptions::DEFAULT).unwrap_err();
        assert!(error.contains("invalid UTF-8"), "{error}");
    }
}

#[test]
fn nesting_is_limited_in_known_and_unknown_fields() {
    let nested = |field: &str, depth| {
        format!(
            "{}{{}}{}",
            format!(r#"{{"{field}":"#).repeat(depth),
            "}".repeat(depth)
        )
    };
    for field in ["left", "unknown"] {
        assert!(parse::<Tree>(nested(field, 99), &ReadOptions::DEFAULT).is_ok());
        let error = parse::<Tree>(nested(field, 100), &ReadOptions::DEFAULT).unwrap_err();
        assert!(error.contains("nested deeper than 100 levels"), "{error}");
    }
    let arrays = format!(r#"{{"unknown":{}"#, "[".repeat(100_000));
    assert_eq!(
        parse::<Tree>(arrays, &ReadOptions::DEFAULT).unwrap_err(),
        "nested deeper than 100 levels (byte 110)"
    );
    let error = parse::<Tree>(r#"{"left":{}}"#, &ReadOptions::DEFAULT.max_depth(1)).unwrap_err();
    assert_eq!(error, "left: nested deeper than 1 levels (byte 8)");
}

#[test]
fn errors_echo_at_most_64_bytes() {
    let long = "é".repeat(1000);
    let expected = format!(
        r#"int32: expected an integer, got "{}"… (byte 9)"#,
        "é".repeat(32)
    );
    check::<Scalars>(&format!(r#"{{"int32":"{long}"}}"#), &expected);
    let expected = format!("int32: invalid number {}… (byte 9)", "0".repeat(64));
    check::<Scalars>(&format!(r#"{{"int32":{}}}"#, "0".repeat(1000)), &expected);
    let error = parse::<Maps>(
        format!(r#"{{"int32":{{"{long}":0}}}}"#),
        &ReadOptions::DEFAULT,
    )
    .unwrap_err();
    assert!(error.len() < 400, "{error}");
}

#[test]
fn random_bytes_never_panic() {
    let alphabet = br#"{}[]",:\u0123456789truefalsn.-+eE int32strgmapd"#;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap()
    };
    let seed = br#"{"int32":[1,2.5e3,"x"],"trees":{"a":{"left":{"name":"\ud83d\ude00"}}},"timestamp":"2025-01-31T12:00:00Z"}"#;
    for _ in 0..20_000 {
        let mut text = seed.to_vec();
        for _ in 0..next() % 8 {
            let at = next() % text.len();
            text[at] = if next() % 8 == 0 {
                u8::try_from(next() % 256).unwrap()
            } else {
                alphabet[next() % alphabet.len()]
            };
        }
        text.truncate(next() % (text.len() + 1));
        let options = unknown_fields(if next() % 2 == 0 {
            UnknownFields::Ignore
        } else {
            UnknownFields::IgnoreAll
        });
        // Whether it is accepted does not matter here.
        drop(parse::<Scalars>(&text, &options));
        drop(parse::<Repeated>(&text, &options));
        drop(parse::<Maps>(&text, &options));
        drop(parse::<tests::all::WellKnown>(&text, &options));
    }
}
