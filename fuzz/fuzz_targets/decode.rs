//! Any bytes as a message in its binary form: what JSON can say of it can be read, and an `Any` says the same.

#![no_main]

use gateway::Message;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, &[u8])| {
    let (number, way, bytes) = input;
    fuzz::with_message!(number, check(bytes, way));
});

fn check<M: Message>(bytes: &[u8], way: u8) {
    if let Ok(message) = M::decode(bytes) {
        fuzz::check_round_trip(&message, way);
        fuzz::check_described(bytes, &message, way);
    }
}
