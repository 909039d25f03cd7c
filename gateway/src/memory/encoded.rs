//! Counts the memory that an encoded message takes once it is decoded, by its tables and in one pass over the bytes.

use std::collections::BTreeMap;

use prost::DecodeError;
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};

use crate::schema::{Cardinality, Field, FieldKind, MapKey, MessageDescriptor};

use super::{DynamicSizes, Exhausted, Memory};

/// The depth to which prost decodes nested messages.
const MAX_DEPTH: usize = 100;

impl Memory {
    /// Takes the memory that is allocated for an encoded message of this type, but not that of the message itself.
    ///
    /// Bytes that prost does not decode take nothing: prost stops where the encoding is malformed.
    #[cfg(feature = "server")]
    pub(crate) fn decoded(
        &mut self,
        descriptor: &'static MessageDescriptor,
        encoded: &[u8],
    ) -> Result<(), Exhausted> {
        self.scan(descriptor, encoded, None)
    }

    /// Takes the same for a message that is known only by its descriptor.
    pub(crate) fn decoded_dynamically(
        &mut self,
        descriptor: &'static MessageDescriptor,
        encoded: &[u8],
        sizes: DynamicSizes,
    ) -> Result<(), Exhausted> {
        self.scan(descriptor, encoded, Some(sizes))
    }

    fn scan(
        &mut self,
        descriptor: &'static MessageDescriptor,
        mut encoded: &[u8],
        dynamic: Option<DynamicSizes>,
    ) -> Result<(), Exhausted> {
        let scan = Scan {
            memory: self,
            depth: 0,
            dynamic,
        };
        match scan.message(descriptor, &mut encoded, End::Left(0)) {
            Err(Stop::Exhausted(exhausted)) => Err(exhausted),
            Ok(()) | Err(Stop::Malformed) => Ok(()),
        }
    }
}

/// The message that, if it is known only by its descriptor, is kept as a part of the bytes from which it was decoded.
/// The texts in it, however deeply it is nested, take no more than these bytes.
const SHARED: &str = "google.protobuf.Any";

/// The reason why a message is not scanned to its end.
enum Stop {
    Malformed,
    Exhausted(Exhausted),
}

impl From<DecodeError> for Stop {
    fn from(_: DecodeError) -> Self {
        Self::Malformed
    }
}

impl From<Exhausted> for Stop {
    fn from(exhausted: Exhausted) -> Self {
        Self::Exhausted(exhausted)
    }
}

/// The end of a message. As prost notices only afterwards that a field extends beyond the end of its message, such
/// fields are scanned here too.
#[derive(Clone, Copy)]
enum End {
    /// The point at which this many bytes are left.
    Left(usize),
    /// The end of the group with this number.
    Group(u32),
}

/// Scans one message, at some depth inside others.
struct Scan<'m> {
    memory: &'m mut Memory,
    depth: usize,
    /// The sizes to charge, if the messages are known only by their descriptors. Messages with a JSON form of their own
    /// have none.
    dynamic: Option<DynamicSizes>,
}

impl Scan<'_> {
    /// Scans the fields of a message.
    fn message(
        mut self,
        descriptor: &'static MessageDescriptor,
        bytes: &mut &[u8],
        end: End,
    ) -> Result<(), Stop> {
        if self.dynamic.is_some() && descriptor.name() == SHARED {
            return skip_message(bytes, &end);
        }
        self.dynamic = self.dynamic.filter(|_| descriptor.is_object());
        let mut counts = Counts::default();
        while let Some((number, wire_type)) = next_key(bytes, &end)? {
            match descriptor.encoded_field(number) {
                Some(field) => self.field(field, wire_type, bytes, &mut counts)?,
                None => skip(number, wire_type, bytes)?,
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        field: &'static Field,
        wire_type: WireType,
        bytes: &mut &[u8],
        counts: &mut Counts,
    ) -> Result<(), Stop> {
        if let Some(sizes) = self.dynamic {
            self.dynamic_field(field, counts, sizes)?;
        }
        let size = self.size(field.kind());
        match field.cardinality() {
            Cardinality::Repeated if field.is_packed_by(wire_type) => {
                let elements = packed_elements(field, delimited(bytes)?);
                let before = counts.add(field.number(), elements);
                Ok(self.memory.elements(before, elements, size)?)
            }
            Cardinality::Repeated => {
                let before = counts.add(field.number(), 1);
                self.memory.element(before, size)?;
                self.value(field, field.number(), wire_type, bytes)
            }
            Cardinality::Map(key) => {
                let before = counts.add(field.number(), 1);
                self.memory.entry(before, self.key_size(key) + size)?;
                self.entry(field, key, bytes)
            }
            _ => {
                if field.is_boxed() && self.dynamic.is_none() {
                    self.memory.block(size)?;
                }
                self.value(field, field.number(), wire_type, bytes)
            }
        }
    }

    /// Takes the memory in which a message keeps a field that its Rust type has no place for.
    fn dynamic_field(
        &mut self,
        field: &'static Field,
        counts: &mut Counts,
        sizes: DynamicSizes,
    ) -> Result<(), Stop> {
        if !counts.has(field.number()) {
            self.memory.element(counts.fields(), sizes.slot)?;
        }
        counts.add(field.number(), 0);
        match field.message() {
            Some(message) if !message.is_object() => Ok(self.memory.block(message.size())?),
            Some(_) => Ok(self.memory.block(sizes.object)?),
            None => Ok(()),
        }
    }

    /// Returns the size of a value of this kind, without its separate allocations.
    fn size(&self, kind: &FieldKind) -> usize {
        self.dynamic.map_or_else(|| size(kind), |sizes| sizes.value)
    }

    fn key_size(&self, key: MapKey) -> usize {
        self.dynamic
            .map_or_else(|| key_size(key), |sizes| sizes.value)
    }

    /// Scans the key and the value of a map's entry.
    fn entry(&mut self, field: &'static Field, key: MapKey, bytes: &mut &[u8]) -> Result<(), Stop> {
        let end = End::Left(after_delimited(bytes)?);
        while let Some(found) = next_key(bytes, &end)? {
            match found {
                (1, WireType::LengthDelimited) if key == MapKey::String => {
                    self.memory.block(delimited(bytes)?.len())?;
                }
                (2, wire_type) => self.value(field, 2, wire_type, bytes)?,
                (number, wire_type) => skip(number, wire_type, bytes)?,
            }
        }
        Ok(())
    }

    /// Scans one value, which follows a key with this number.
    fn value(
        &mut self,
        field: &'static Field,
        number: u32,
        wire_type: WireType,
        bytes: &mut &[u8],
    ) -> Result<(), Stop> {
        match (field.kind(), wire_type) {
            (FieldKind::Message(descriptor), WireType::LengthDelimited) => {
                let end = End::Left(after_delimited(bytes)?);
                self.inner()?.message(descriptor, bytes, end)
            }
            (FieldKind::Message(descriptor), WireType::StartGroup) => {
                self.inner()?.message(descriptor, bytes, End::Group(number))
            }
            // A wrapper counts as the text in it.
            (FieldKind::String | FieldKind::Bytes, WireType::LengthDelimited) => {
                Ok(self.memory.block(delimited(bytes)?.len())?)
            }
            _ => skip(number, wire_type, bytes),
        }
    }

    fn inner(&mut self) -> Result<Scan<'_>, Stop> {
        if self.depth > MAX_DEPTH {
            return Err(Stop::Malformed);
        }
        Ok(Scan {
            memory: self.memory,
            depth: self.depth + 1,
            dynamic: self.dynamic,
        })
    }
}

/// The number of elements in each field of a message, at least in lists and maps. The elements of one field mostly
/// follow one another.
#[derive(Default)]
struct Counts {
    number: u32,
    count: usize,
    others: BTreeMap<u32, usize>,
}

impl Counts {
    /// Returns whether this field has occurred.
    fn has(&self, number: u32) -> bool {
        self.number == number || self.others.contains_key(&number)
    }

    /// Returns how many fields have occurred.
    fn fields(&self) -> usize {
        let is_another = self.number != 0 && !self.others.contains_key(&self.number);
        self.others.len() + usize::from(is_another)
    }

    /// Adds elements to the count of a field, and returns the count before.
    fn add(&mut self, number: u32, more: usize) -> usize {
        if self.number != number {
            if self.number != 0 {
                self.others.insert(self.number, self.count);
            }
            self.number = number;
            self.count = self.others.get(&number).copied().unwrap_or_default();
        }
        let before = self.count;
        self.count = before.saturating_add(more);
        before
    }
}

/// Reads the number and the wire type of the next field, or returns `None` at the end.
fn next_key(bytes: &mut &[u8], end: &End) -> Result<Option<(u32, WireType)>, Stop> {
    match end {
        End::Left(left) if bytes.len() == *left => return Ok(None),
        End::Left(left) if bytes.len() < *left => return Err(Stop::Malformed),
        _ => {}
    }
    match (decode_key(bytes)?, end) {
        ((number, WireType::EndGroup), End::Group(group)) if number == *group => Ok(None),
        (key, _) => Ok(Some(key)),
    }
}

/// Skips the fields of a message.
fn skip_message(bytes: &mut &[u8], end: &End) -> Result<(), Stop> {
    while let Some((number, wire_type)) = next_key(bytes, end)? {
        skip(number, wire_type, bytes)?;
    }
    Ok(())
}

fn skip(number: u32, wire_type: WireType, bytes: &mut &[u8]) -> Result<(), Stop> {
    Ok(skip_field(
        wire_type,
        number,
        bytes,
        DecodeContext::default(),
    )?)
}

/// Reads a length, and returns how many bytes are left after the content of that length.
fn after_delimited(bytes: &mut &[u8]) -> Result<usize, Stop> {
    let length = usize::try_from(decode_varint(bytes)?).map_err(|_| Stop::Malformed)?;
    bytes.len().checked_sub(length).ok_or(Stop::Malformed)
}

/// Reads a length and the content of that length.
fn delimited<'b>(bytes: &mut &'b [u8]) -> Result<&'b [u8], Stop> {
    let left = after_delimited(bytes)?;
    let (content, rest) = bytes.split_at(bytes.len() - left);
    *bytes = rest;
    Ok(content)
}

fn packed_elements(field: &Field, packed: &[u8]) -> usize {
    match field.wire_type() {
        WireType::ThirtyTwoBit => packed.len() / 4,
        WireType::SixtyFourBit => packed.len() / 8,
        // Only the last byte of a number has a high bit of 0.
        _ => packed.iter().filter(|byte| **byte < 0x80).count(),
    }
}

/// Returns the size of a value of this kind, without its separate allocations.
fn size(kind: &FieldKind) -> usize {
    match kind {
        FieldKind::Bool => 1,
        FieldKind::Float | FieldKind::Int32 | FieldKind::Uint32 | FieldKind::Enum(_) => 4,
        FieldKind::Double | FieldKind::Int64 | FieldKind::Uint64 => 8,
        FieldKind::String => size_of::<String>(),
        // This is more than a `Vec` takes.
        FieldKind::Bytes => size_of::<bytes::Bytes>(),
        FieldKind::Message(descriptor) => descriptor.size(),
    }
}

fn key_size(key: MapKey) -> usize {
    match key {
        MapKey::Bool => 1,
        MapKey::Int32 | MapKey::Uint32 => 4,
        MapKey::Int64 | MapKey::Uint64 => 8,
        MapKey::String => size_of::<String>(),
    }
}
