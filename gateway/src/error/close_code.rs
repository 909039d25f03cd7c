//! The Close frame that stands for a gRPC status: `4000 + code`, the message as reason.

use tonic::Status;

/// RFC 6455 leaves 123 bytes of a control frame to the reason.
const MAX_REASON_BYTES: usize = 123;

/// The code and reason of the Close that follows an error.
pub(crate) fn close_code(status: &Status) -> (u16, String) {
    (
        4000 + code_number(status),
        reason(status.message()).to_owned(),
    )
}

fn code_number(status: &Status) -> u16 {
    u16::try_from(i32::from(status.code())).unwrap_or_default()
}

fn reason(message: &str) -> &str {
    let end = (0..=MAX_REASON_BYTES.min(message.len()))
        .rev()
        .find(|end| message.is_char_boundary(*end));
    end.and_then(|end| message.get(..end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_the_reason_at_a_character() {
        let (code, reason) = close_code(&Status::not_found("ü".repeat(100)));
        assert_eq!((code, reason.len()), (4005, 122));
        assert_eq!(close_code(&Status::cancelled("")), (4001, String::new()));
    }
}
