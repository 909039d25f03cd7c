//! What a text may take in memory: a message that is `{}` in a list can be a thousand times as large.

use crate::json::ReadError;

use super::Reader;

/// What every text may take.
const ALLOWANCE: usize = 1 << 20;
/// What every byte of a text may take besides.
const PER_BYTE: usize = 64;
/// Values up to this size, that of a string, are paid for by the bytes that separate them.
const SMALL: usize = 24;

/// What is left for values whose size is not that of their text.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Budget {
    pub(super) fn of(text: &[u8]) -> Self {
        Self(ALLOWANCE.saturating_add(text.len().saturating_mul(PER_BYTE)))
    }
}

impl Reader<'_> {
    /// Takes what one more element of this type needs.
    #[inline]
    pub(in crate::json) fn charge_element<V>(&mut self) -> Result<(), ReadError> {
        if size_of::<V>() <= SMALL {
            return Ok(());
        }
        self.charge(size_of::<V>())
    }

    /// Takes so many bytes.
    pub(crate) fn charge(&mut self, bytes: usize) -> Result<(), ReadError> {
        match self.budget.0.checked_sub(bytes) {
            Some(left) => {
                self.budget = Budget(left);
                Ok(())
            }
            None => Err(self.error(format!(
                "the text stands for more than {PER_BYTE} times its size in memory"
            ))),
        }
    }
}
