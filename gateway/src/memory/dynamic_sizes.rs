//! [`DynamicSizes`]: sizes that the scan of an encoded message cannot know by itself.

/// The memory that the parts of a message take that is known only by its descriptor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DynamicSizes {
    /// A value in its place: an element of a list, say, or the key of a map.
    pub(crate) value: usize,
    /// A field that is set, in the object that holds it.
    pub(crate) slot: usize,
    /// An object without its fields.
    pub(crate) object: usize,
}
