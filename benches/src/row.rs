//! The messages that are measured, a row of the table each.

use std::fmt;

use crate::engine::{Engine, Subject, gateway, pbjson, reflect, serde};
use crate::sample;

macro_rules! rows {
    ($($(#[$doc:meta])* $row:ident $message:ident $sample:ident;)*) => {
        /// A message, by what is special about it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Row {
            $($(#[$doc])* $row,)*
        }

        impl Row {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$row,)*];

            /// The name of the message's type.
            pub const fn message(self) -> &'static str {
                match self {
                    $(Self::$row => stringify!($message),)*
                }
            }

            /// The row's message for this library.
            pub fn subject(self, engine: Engine) -> Box<dyn Subject> {
                match self {$(
                    Self::$row => {
                        let protobuf = gateway::protobuf::<gateway::messages::$message>(&sample::$sample());
                        match engine {
                            Engine::Gateway => gateway::subject::<gateway::messages::$message>(&protobuf),
                            Engine::Pbjson => pbjson::subject::<pbjson::messages::$message>(&protobuf),
                            Engine::Serde => serde::subject::<serde::messages::$message>(&protobuf),
                            Engine::Reflect => reflect::subject(self.message(), &protobuf),
                        }
                    }
                )*}
            }
        }

        impl fmt::Display for Row {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$row => stringify!($sample),)*
                })
            }
        }
    };
}

rows! {
    /// 225 bytes: a bit of everything.
    Small Account account;
    /// 64 KiB: strings with escapes, numbers, lists in lists.
    Large Document document;
    /// 90 messages in each other.
    Deep Node nodes;
    /// 64 fields that are short to write.
    Wide Wide wide;
    /// 64 KiB of one string without escapes.
    Plain Text plain;
    /// 64 KiB of one string with an escape every few characters.
    Escapes Text escapes;
    /// 64 KiB of one string of characters of one to four bytes.
    Unicode Text unicode;
    /// 64 KiB of bytes.
    Blob Blob blob;
    /// A map of 1,000 entries.
    Counters Counters counters;
    /// 4,096 doubles, half of them of full precision.
    Doubles Doubles doubles;
    /// 4,096 floats, half of them of full precision.
    Floats Floats floats;
    /// 4,096 integers of 32 bits and all lengths.
    Ints Ints ints;
    /// 4,096 integers of 64 bits and all lengths.
    Longs Longs longs;
    /// 1,000 names of an enum.
    Statuses Statuses statuses;
    /// 1,000 timestamps, with no decimals up to nine.
    Times Times times;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_libraries_read_the_same_message() {
        // serde_json gets the last bit of some doubles wrong, unless it is told to be exact, and slower.
        for row in Row::ALL.iter().filter(|row| **row != Row::Doubles) {
            let message = |protobuf: &[u8]| reflect::decode(row.message(), protobuf);
            let mut gateway = row.subject(Engine::Gateway);
            let json = gateway.write().to_vec();
            let expected = message(&gateway.transcode(&json));
            for engine in [Engine::Pbjson, Engine::Reflect] {
                let read = message(&row.subject(engine).transcode(&json));
                assert_eq!(read, expected, "{row}, {engine}");
            }
            let mut serde = row.subject(Engine::Serde);
            let json = serde.write().to_vec();
            assert_eq!(message(&serde.transcode(&json)), expected, "{row}, serde");
        }
    }

    #[test]
    fn rows_are_as_large_as_they_say() {
        let length = |row: Row| row.subject(Engine::Gateway).write().len();
        assert_eq!(length(Row::Small), 225);
        for row in [
            Row::Large,
            Row::Plain,
            Row::Escapes,
            Row::Unicode,
            Row::Blob,
        ] {
            assert!(
                (60_000..120_000).contains(&length(row)),
                "{row}: {}",
                length(row)
            );
        }
    }
}
