//! Any bytes as the JSON of a message: what can be read survives being written.

#![no_main]

use gateway::Message;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, &[u8])| {
    let (number, way, text) = input;
    fuzz::with_message!(number, check(text, way));
});

fn check<M: Message>(text: &[u8], way: u8) {
    let mask = gateway::json::field_mask(M::DESCRIPTOR, text);
    let message = fuzz::read::<M>(text, way);
    // A document that fits its message has a mask, but for one with too many paths.
    assert!(message.is_none() || mask.is_ok() || text.len() > 1 << 16);
    if let Some(message) = message {
        fuzz::check_round_trip(&message, way / 3);
    }
}
