//! The Close frame for a gRPC status: `4000 + code`, with the message as the reason.

use tonic::Status;

/// RFC 6455 leaves 123 bytes of a control frame for the reason.
const MAX_REASON_BYTES: usize = 123;

/// The code of a Close that has no allowed code of its own: a server error.
const SERVER_ERROR: u16 = 1011;

/// Returns the code of the Close that follows an error.
pub(crate) fn close_code(status: &Status) -> u16 {
    4000 + code_number(status)
}

/// Returns the code if a Close may have it (RFC 6455, section 7.4), or else the one for server errors.
pub(crate) fn allowed_close_code(code: u16) -> u16 {
    match code {
        1000..=1003 | 1007..=1014 | 3000..=4999 => code,
        _ => SERVER_ERROR,
    }
}

fn code_number(status: &Status) -> u16 {
    u16::try_from(i32::from(status.code())).unwrap_or_default()
}

/// Returns as much of a message as a Close can hold.
pub(crate) fn close_reason(message: &str) -> &str {
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
        assert_eq!(close_reason(&"ü".repeat(100)).len(), 122);
        assert_eq!(close_reason(""), "");
        assert_eq!(close_code(&Status::not_found("")), 4005);
        assert_eq!(close_code(&Status::cancelled("")), 4001);
    }

    #[test]
    fn sends_no_code_that_clients_refuse() {
        for (code, sent) in [
            (1000, 1000),
            (1005, 1011),
            (999, 1011),
            (3000, 3000),
            (5000, 1011),
        ] {
            assert_eq!(allowed_close_code(code), sent);
        }
    }
}
