//! Compares names in constants.

/// Compares four bytes at a time and makes few calls: every step of a constant costs the compiler a thousand of its
/// own.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let [a0, a1, a2, a3, ref rest_of_a @ ..] = *a {
        let [b0, b1, b2, b3, ref rest_of_b @ ..] = *b else {
            return false;
        };
        if (a0 ^ b0) | (a1 ^ b1) | (a2 ^ b2) | (a3 ^ b3) != 0 {
            return false;
        }
        (a, b) = (rest_of_a, rest_of_b);
    }
    match (a, b) {
        ([], []) => true,
        ([a], [b]) => *a == *b,
        ([a0, a1], [b0, b1]) => *a0 == *b0 && *a1 == *b1,
        ([a0, a1, a2], [b0, b1, b2]) => *a0 == *b0 && *a1 == *b1 && *a2 == *b2,
        _ => false,
    }
}
