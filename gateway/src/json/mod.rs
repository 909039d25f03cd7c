//! ProtoJSON.

/// Reads.
#[derive(Debug)]
pub struct Reader<'a>(std::marker::PhantomData<&'a ()>);
impl Reader<'_> {
    /// Object.
    pub fn object<M: ?Sized>(&mut self, _m: &mut M) -> Result<(), ReadError> {
        Ok(())
    }
}
/// Writes.
#[derive(Debug)]
pub struct Writer<'a>(std::marker::PhantomData<&'a ()>);
/// Error.
#[derive(Debug)]
pub struct ReadError;
