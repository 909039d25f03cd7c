//! Any bytes as a stream of values: however they are cut, the values and the error are the same.

#![no_main]

use bytes::{Bytes, BytesMut};
use gateway::json::{Values, ValuesError};
use libfuzzer_sys::fuzz_target;

const LONGEST: usize = 64;

fuzz_target!(|input: (u8, &[u8])| {
    let (chunk, text) = input;
    let (values, ended) = split(text, usize::from(chunk) + 1);
    assert_eq!(split(text, 1), (values.clone(), ended));
    assert!(
        values
            .iter()
            .all(|value| (1..=LONGEST).contains(&value.len()))
    );
});

fn split(text: &[u8], chunk: usize) -> (Vec<Bytes>, Result<(), ValuesError>) {
    let mut splitter = Values::new(LONGEST);
    let mut buffer = BytesMut::new();
    let mut values = Vec::new();
    let mut chunks = text.chunks(chunk);
    loop {
        let (next, is_end) = match chunks.next() {
            Some(chunk) => {
                buffer.extend_from_slice(chunk);
                (splitter.next(&mut buffer), false)
            }
            None => (splitter.finish(&mut buffer), true),
        };
        let mut next = next;
        loop {
            match next {
                Ok(Some(value)) => values.push(value),
                Ok(None) if is_end => return (values, Ok(())),
                Ok(None) => break,
                Err(error) => return (values, Err(error)),
            }
            next = if is_end {
                splitter.finish(&mut buffer)
            } else {
                splitter.next(&mut buffer)
            };
        }
    }
}
