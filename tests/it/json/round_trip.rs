//! What is accepted, and how it is written again.

use gateway::json::{ReadOptions, UnknownFields};
use tests::all::{
    Choice, Empty, Maps, Names, Optionals, Outer, Repeated, Scalars, Tree, WellKnown, Wrappers,
};

use super::{check, check_all, parse, rewritten, unknown_fields};

#[test]
fn every_scalar() {
    let text = r#"{"double":1.5,"float":-0.1,"int32":-2147483648,"int64":"-9223372036854775808","uint32":4294967295,"uint64":"18446744073709551615","sint32":-1,"sint64":"-1","fixed32":1,"fixed64":"1","sfixed32":-1,"sfixed64":"-1","bool":true,"string":"é\"\\\n\u0001/","bytes":"+/8=","color":"COLOR_RED"}"#;
    check::<Scalars>(text, text);
}

#[test]
fn integers_keep_their_exact_value() {
    check_all::<Scalars>(&[
        (r#"{"int32":1.0}"#, r#"{"int32":1}"#),
        (r#"{"int32":1e5}"#, r#"{"int32":100000}"#),
        (r#"{"int32":"1E+5"}"#, r#"{"int32":100000}"#),
        (r#"{"int32":"12"}"#, r#"{"int32":12}"#),
        (r#"{"int32":0.012e3}"#, r#"{"int32":12}"#),
        (r#"{"int32":1200e-2}"#, r#"{"int32":12}"#),
        (r#"{"int32":-0}"#, "{}"),
        (r#"{"int32":0e999999999999999999999}"#, "{}"),
        (r#"{"uint32":4.294967295e9}"#, r#"{"uint32":4294967295}"#),
        (
            r#"{"uint64":18446744073709551615}"#,
            r#"{"uint64":"18446744073709551615"}"#,
        ),
        (
            r#"{"int64":9007199254740993}"#,
            r#"{"int64":"9007199254740993"}"#,
        ),
        (
            r#"{"int64":-9223372036854775808.000}"#,
            r#"{"int64":"-9223372036854775808"}"#,
        ),
    ]);
}

#[test]
fn floats_round_trip_and_have_names_beyond_the_finite() {
    check_all::<Scalars>(&[
        (
            r#"{"double":"NaN","float":"Infinity"}"#,
            r#"{"double":"NaN","float":"Infinity"}"#,
        ),
        (r#"{"double":"-Infinity"}"#, r#"{"double":"-Infinity"}"#),
        (r#"{"double":"1.5"}"#, r#"{"double":1.5}"#),
        (r#"{"double":1.0}"#, r#"{"double":1}"#),
        (
            r#"{"double":-0.0,"float":-0.0}"#,
            r#"{"double":-0,"float":-0}"#,
        ),
        (
            r#"{"double":"-0","float":-0e5}"#,
            r#"{"double":-0,"float":-0}"#,
        ),
        (r#"{"double":-1e-400}"#, r#"{"double":-0}"#),
        (r#"{"double":0.0}"#, "{}"),
        (
            r#"{"double":1.7976931348623157e308}"#,
            r#"{"double":1.7976931348623157e+308}"#,
        ),
        (r#"{"float":3.4028235e38}"#, r#"{"float":3.4028235e+38}"#),
        (r#"{"double":1e-400}"#, "{}"),
    ]);
}

#[test]
fn strings_are_unescaped() {
    check_all::<Scalars>(&[
        (
            r#"{"string":"\u0041\/\b\f\n\r\t"}"#,
            r#"{"string":"A/\b\f\n\r\t"}"#,
        ),
        (
            r#"{"string":"\ud83d\ude00 plain and then \u00e9"}"#,
            r#"{"string":"😀 plain and then é"}"#,
        ),
        (r#"{"string":"\u0000"}"#, r#"{"string":"\u0000"}"#),
        (
            r#"{"\u0073tring":"escaped key"}"#,
            r#"{"string":"escaped key"}"#,
        ),
        (
            "{\"string\":\"del \u{7f}\u{2028}\"}",
            "{\"string\":\"del \u{7f}\u{2028}\"}",
        ),
    ]);
}

#[test]
fn bytes_are_base64_of_either_alphabet() {
    check_all::<Scalars>(&[
        (r#"{"bytes":"+/8"}"#, r#"{"bytes":"+/8="}"#),
        (r#"{"bytes":"-_8="}"#, r#"{"bytes":"+/8="}"#),
        (r#"{"bytes":"-_"}"#, r#"{"bytes":"+w=="}"#),
        (r#"{"bytes":""}"#, "{}"),
    ]);
}

#[test]
fn enums_are_names_or_numbers() {
    check_all::<Scalars>(&[
        (r#"{"color":1}"#, r#"{"color":"COLOR_RED"}"#),
        (r#"{"color":"COLOR_CRIMSON"}"#, r#"{"color":"COLOR_RED"}"#),
        (r#"{"color":-2}"#, r#"{"color":"COLOR_BLUE"}"#),
        (r#"{"color":77}"#, r#"{"color":77}"#),
        (r#"{"color":1.0}"#, r#"{"color":"COLOR_RED"}"#),
        (r#"{"color":"COLOR_UNSPECIFIED"}"#, "{}"),
    ]);
}

#[test]
fn unknown_enum_names_can_be_dropped() {
    let read = |text| rewritten::<Repeated>(text, &unknown_fields(UnknownFields::IgnoreAll));
    assert_eq!(
        read(r#"{"color":["COLOR_RED","PINK",1]}"#),
        r#"{"color":["COLOR_RED","COLOR_RED"]}"#
    );
    let read = |text| rewritten::<Maps>(text, &unknown_fields(UnknownFields::IgnoreAll));
    assert_eq!(
        read(r#"{"uint32":{"1":"PINK","2":"COLOR_BLUE"}}"#),
        r#"{"uint32":{"2":"COLOR_BLUE"}}"#
    );
    let read = |text| rewritten::<Choice>(text, &unknown_fields(UnknownFields::IgnoreAll));
    assert_eq!(
        read(r#"{"color":"PINK","before":"x"}"#),
        r#"{"before":"x"}"#
    );
}

#[test]
fn null_leaves_a_field_as_it_is() {
    check::<Scalars>(
        r#"{"double":null,"int32":null,"string":null,"bytes":null,"color":null}"#,
        "{}",
    );
    check::<Optionals>(r#"{"int32":null,"scalars":null}"#, "{}");
    check::<Repeated>(r#"{"int32":null}"#, "{}");
    check::<Maps>(r#"{"strings":null}"#, "{}");
    check::<WellKnown>(r#"{"timestamp":null,"empty":null}"#, "{}");
    check::<Choice>(r#"{"text":null,"number":"7"}"#, r#"{"number":"7"}"#);
    check::<Choice>(r#"{"number":"7","text":null}"#, r#"{"number":"7"}"#);
}

#[test]
fn presence_is_kept() {
    let text = r#"{"double":0,"int32":0,"int64":"0","bool":false,"string":"","bytes":"","color":"COLOR_UNSPECIFIED","scalars":{}}"#;
    check::<Optionals>(text, text);
    check::<Choice>(r#"{"text":""}"#, r#"{"text":""}"#);
}

#[test]
fn lists_and_maps() {
    let text = r#"{"int32":[1,2],"int64":["3"],"double":[0.5,"NaN"],"string":["",""],"bytes":["AA=="],"color":["COLOR_RED",5],"trees":[{},{"name":"a"}],"durations":["1s"]}"#;
    check::<Repeated>(text, text);
    check::<Repeated>(
        " { \"int32\" : [ 1 , 2 ] ,\r\n\t\"string\" : [ ] } ",
        r#"{"int32":[1,2]}"#,
    );
    check_all::<Maps>(&[
        (r#"{"strings":{"a\"b":"c"}}"#, r#"{"strings":{"a\"b":"c"}}"#),
        (r#"{"int32":{"-5":"6"}}"#, r#"{"int32":{"-5":"6"}}"#),
        (
            r#"{"int64":{"9223372036854775807":"AA=="}}"#,
            r#"{"int64":{"9223372036854775807":"AA=="}}"#,
        ),
        (
            r#"{"uint32":{"4294967295":"COLOR_RED"}}"#,
            r#"{"uint32":{"4294967295":"COLOR_RED"}}"#,
        ),
        (
            r#"{"uint64":{"18446744073709551615":1}}"#,
            r#"{"uint64":{"18446744073709551615":1}}"#,
        ),
        (r#"{"bool":{"true":false}}"#, r#"{"bool":{"true":false}}"#),
        (
            r#"{"trees":{"":{"name":"x"}}}"#,
            r#"{"trees":{"":{"name":"x"}}}"#,
        ),
        (
            r#"{"sint32":{"1":"1970-01-01T00:00:00Z"}}"#,
            r#"{"sint32":{"1":"1970-01-01T00:00:00Z"}}"#,
        ),
        (r#"{"sfixed64":{"-1":1.5}}"#, r#"{"sfixed64":{"-1":1.5}}"#),
    ]);
}

#[test]
fn messages_within_messages() {
    let text = r#"{"name":"a","left":{"left":{"name":"b"}},"children":[{},{"children":[{}]}],"branch":{"tree":{}},"bud":{"tree":{"name":"c"}}}"#;
    check::<Tree>(text, text);
    let text =
        r#"{"inner":{"level":"LEVEL_HIGH","inner":{}},"level":"LEVEL_HIGH","self":{"name":"x"}}"#;
    check::<Outer>(text, text);
}

#[test]
fn every_kind_of_oneof_member() {
    for text in [
        r#"{"before":"b","text":"x","after":"a"}"#,
        r#"{"number":"1"}"#,
        r#"{"flag":false}"#,
        r#"{"color":"COLOR_BLUE"}"#,
        r#"{"scalars":{"int32":1}}"#,
        r#"{"empty":{}}"#,
        r#"{"time":"2025-01-31T12:00:00Z"}"#,
        r#"{"data":"AA=="}"#,
    ] {
        check::<Choice>(text, text);
    }
}

#[test]
fn names_of_both_spellings() {
    let text = r#"{"type":"a","self":"b","fooBar":1,"HTTPStatus":2,"UnderScore":3,"other name":"c","\"quoted\"\\":"d","that":4,"this":5,"old":6}"#;
    check::<Names>(text, text);
    check_all::<Names>(&[
        (
            r#"{"_under__score_":1,"renamed_field":"x","quoted":"y"}"#,
            r#"{"UnderScore":1,"other name":"x","\"quoted\"\\":"y"}"#,
        ),
        (r#"{"renamedField":"x"}"#, "{}"),
    ]);
}

#[test]
fn timestamps() {
    let timestamp = |text: &str| {
        rewritten::<WellKnown>(
            &format!(r#"{{"timestamp":"{text}"}}"#),
            &ReadOptions::DEFAULT,
        )
    };
    for (text, expected) in [
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        (
            "9999-12-31T23:59:59.999999999Z",
            "9999-12-31T23:59:59.999999999Z",
        ),
        ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z"),
        ("2024-02-29T12:30:00.000001Z", "2024-02-29T12:30:00.000001Z"),
        ("2025-01-31T12:00:00+01:30", "2025-01-31T10:30:00Z"),
        ("2025-01-31T12:00:00-23:59", "2025-02-01T11:59:00Z"),
    ] {
        assert_eq!(timestamp(text), format!(r#"{{"timestamp":"{expected}"}}"#));
    }
    for text in [
        "",
        "2025-01-31",
        "2025-01-31T12:00:00",
        "2025-01-31t12:00:00Z",
        "2025-01-31T12:00:00z",
        "2025-01-31 12:00:00Z",
        "2025-02-29T00:00:00Z",
        "2025-01-31T24:00:00Z",
        "2025-01-31T12:60:00Z",
        "2025-01-31T12:00:60Z",
        "2025-1-31T12:00:00Z",
        "2025-01-31T12:00:00.Z",
        "2025-01-31T12:00:00.1234567890Z",
        "2025-01-31T12:00:00+1:00",
        "2025-01-31T12:00:00Z ",
        "0000-12-31T23:59:59Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "+025-01-31T12:00:00Z",
        "2025-01-31T12:00:00ZZ",
        "2025-01-31T12:00:0éZ",
    ] {
        let expected = format!(
            r#"timestamp: expected a timestamp such as "2025-01-31T12:00:00Z", got "{text}" (byte 13)"#
        );
        assert_eq!(timestamp(text), expected);
    }
}

#[test]
fn timestamps_have_nothing_but_digits_and_separators_in_their_places() {
    const TIMESTAMP: &str = "2025-01-31T12:00:00Z";
    let is_timestamp = |text: &str| {
        let json = format!(r#"{{"timestamp":"{text}"}}"#);
        parse::<WellKnown>(&json, &ReadOptions::DEFAULT).is_ok()
    };
    let others =
        (' '..='\u{7f}').filter(|other| !matches!(other, '"' | '\\') && !other.is_ascii_digit());
    for other in others.chain(['é', '٣']) {
        for (place, character) in TIMESTAMP.char_indices() {
            let (before, after) = (&TIMESTAMP[..place], &TIMESTAMP[place + 1..]);
            let text = format!("{before}{other}{after}");
            assert_eq!(is_timestamp(&text), other == character, "{text}");
            assert!(character.is_ascii_digit() || !is_timestamp(&format!("{before}0{after}")));
        }
    }
}

#[test]
fn durations() {
    let duration = |text: &str| {
        rewritten::<WellKnown>(
            &format!(r#"{{"duration":"{text}"}}"#),
            &ReadOptions::DEFAULT,
        )
    };
    for (text, expected) in [
        ("0s", "0s"),
        ("1.5s", "1.500s"),
        ("-0.5s", "-0.500s"),
        ("-1.000000001s", "-1.000000001s"),
        ("315576000000s", "315576000000s"),
        ("-315576000000.999999999s", "-315576000000.999999999s"),
        ("1.00001s", "1.000010s"),
    ] {
        assert_eq!(duration(text), format!(r#"{{"duration":"{expected}"}}"#));
    }
    for text in [
        "",
        "s",
        "1",
        "1.s",
        ".5s",
        "+1s",
        "--1s",
        "1.5",
        "1e3s",
        " 1s",
        "315576000001s",
        "1.0000000000s",
        "1.-5s",
    ] {
        let expected =
            format!(r#"duration: expected a duration such as "1.5s", got "{text}" (byte 12)"#);
        assert_eq!(duration(text), expected);
    }
}

#[test]
fn empty_messages_and_wrappers() {
    check::<WellKnown>(r#"{"empty":{}}"#, r#"{"empty":{}}"#);
    check::<WellKnown>(r#"{"empty":{"unknown":[1,{"a":null}]}}"#, r#"{"empty":{}}"#);
    check::<Empty>("{}", "{}");
    check::<()>(" {} ", "{}");
    let text = r#"{"int32":0,"int64":"0","string":"","bytes":"","bool":false,"doubles":[0,1.5]}"#;
    check::<Wrappers>(text, text);
}

#[test]
fn unknown_fields_are_skipped() {
    check::<Scalars>(
        r#"{"x":{"y":[1,-2.5e3,"\n",true,false,null,{}],"z":[]},"int32":1}"#,
        r#"{"int32":1}"#,
    );
    let reject = |text| rewritten::<Scalars>(text, &unknown_fields(UnknownFields::Reject));
    assert_eq!(
        reject(r#"{"int32":1,"x":2}"#),
        r#"unknown field "x" (byte 11)"#
    );
}

#[test]
fn what_the_text_does_not_name_is_kept() {
    let mut message: Optionals = parse(
        r#"{"int32":1,"scalars":{"int32":2,"string":"kept"}}"#,
        &ReadOptions::DEFAULT,
    )
    .unwrap();
    gateway::json::read(
        &mut message,
        br#"{"scalars":{"int32":3}}"#,
        &ReadOptions::DEFAULT,
    )
    .unwrap();
    let expected = parse(
        r#"{"int32":1,"scalars":{"int32":3,"string":"kept"}}"#,
        &ReadOptions::DEFAULT,
    )
    .unwrap();
    assert_eq!(message, expected);
}

#[test]
fn field_masks() {
    check_all::<WellKnown>(&[
        (
            r#"{"mask":"name,createTime.seconds"}"#,
            r#"{"mask":"name,createTime.seconds"}"#,
        ),
        (r#"{"mask":""}"#, r#"{"mask":""}"#),
        (
            r#"{"mask":"create_time"}"#,
            r#"mask: expected a field mask such as "name,createTime", got "create_time" (byte 8)"#,
        ),
    ]);
    let mask: WellKnown = parse(r#"{"mask":"fooBar,a.bC"}"#, &ReadOptions::DEFAULT).unwrap();
    assert_eq!(mask.mask.unwrap().paths, ["foo_bar", "a.b_c"]);
    for path in ["fooBar", "foo__bar", "foo_", "foo_3", "foo,bar"] {
        let mask = prost_types::FieldMask {
            paths: vec![path.to_owned()],
        };
        let error = super::written(&mask, &gateway::json::JsonOptions::DEFAULT);
        assert_eq!(error, "a path of the field mask is not in snake_case");
    }
}
