//! Counts the memory that a message takes. An element that is two bytes in its encoding may take a thousand in Rust.
//!
//! The count covers the message's allocations, including the spare capacity of lists and maps. JSON is charged as it is
//! read, and an encoded message before it is decoded, since prost does not ask before it allocates.

mod dynamic_sizes;
mod encoded;

pub(crate) use self::dynamic_sizes::DynamicSizes;

/// The overhead of an allocator for each block, including what it loses by rounding.
const BLOCK_BYTES: usize = 16;

/// The capacity of a `BTreeMap` node, and the minimum number of entries in it. A `HashMap` does not reserve more room
/// for as many entries.
const NODE_ENTRIES: usize = 11;
const FEWEST_ENTRIES: usize = 5;

/// The memory that a message may take, and how much of it is left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Memory {
    limit: usize,
    left: usize,
}

/// The error for a message that takes more memory than it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exhausted {
    pub(crate) limit: usize,
}

impl Memory {
    /// Creates a budget of `limit` bytes, all of them left.
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, left: limit }
    }

    /// Returns how many bytes are taken.
    #[cfg(feature = "server")]
    pub(crate) fn taken(&self) -> usize {
        self.limit - self.left
    }

    /// Takes this many bytes.
    #[inline]
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Exhausted> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(Exhausted { limit: self.limit }),
        }
    }

    /// Takes the memory that a string or a box of this many bytes needs.
    #[inline]
    pub(crate) fn block(&mut self, bytes: usize) -> Result<(), Exhausted> {
        match bytes {
            0 => Ok(()),
            _ => self.take(bytes.saturating_add(BLOCK_BYTES)),
        }
    }

    /// Takes the memory by which a list of this many elements grows with one more of this size.
    #[inline]
    pub(crate) fn element(&mut self, elements: usize, size: usize) -> Result<(), Exhausted> {
        if elements != 0 && !elements.is_power_of_two() {
            return Ok(());
        }
        self.elements(elements, 1, size)
    }

    /// Takes the memory by which a list of this many elements grows with `more` of this size.
    pub(crate) fn elements(
        &mut self,
        elements: usize,
        more: usize,
        size: usize,
    ) -> Result<(), Exhausted> {
        let before = capacity(elements, size);
        let after = capacity(elements.saturating_add(more), size);
        self.take((after - before).saturating_mul(size))
    }

    /// Takes the memory by which a map of this many entries grows with one more of this size.
    #[inline]
    pub(crate) fn entry(&mut self, entries: usize, size: usize) -> Result<(), Exhausted> {
        if !entries.is_multiple_of(FEWEST_ENTRIES) {
            return Ok(());
        }
        self.block(NODE_ENTRIES.saturating_mul(size.saturating_add(size_of::<usize>())))
    }
}

/// Returns the capacity of a `Vec` to which this many elements of this size were added one at a time.
fn capacity(elements: usize, size: usize) -> usize {
    let first = match size {
        0 => return 0,
        1 => 8,
        2..=1024 => 4,
        _ => 1,
    };
    match elements {
        0 => 0,
        _ => first.max(elements.checked_next_power_of_two().unwrap_or(usize::MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_takes_what_a_vec_has_room_for() {
        fn check<T: Default>() {
            let mut memory = Memory::new(usize::MAX);
            let mut list = Vec::new();
            for _ in 0..1_000 {
                memory.element(list.len(), size_of::<T>()).unwrap();
                list.push(T::default());
                assert_eq!(memory.taken(), list.capacity() * size_of::<T>());
            }
            let mut at_once = Memory::new(usize::MAX);
            at_once.elements(0, 7, size_of::<T>()).unwrap();
            at_once.elements(7, 993, size_of::<T>()).unwrap();
            assert_eq!(at_once.taken(), memory.taken());
        }
        check::<u8>();
        check::<u64>();
        check::<[String; 2]>();
        check::<[[u64; 30]; 5]>();
    }

    #[test]
    fn what_is_not_there_cannot_be_taken() {
        let mut memory = Memory::new(100);
        memory.take(40).unwrap();
        assert_eq!(memory.block(60), Err(Exhausted { limit: 100 }));
        assert_eq!(memory.entry(0, usize::MAX), Err(Exhausted { limit: 100 }));
        memory.block(44).unwrap();
        memory.block(0).unwrap();
        assert_eq!(memory.taken(), 100);
    }
}
