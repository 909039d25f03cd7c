//! What an encoded message takes once it is decoded, found by its tables in one pass over the bytes.

use std::collections::BTreeMap;

use prost::DecodeError;
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};

use crate::schema::{Cardinality, Field, FieldKind, MapKey, MessageDescriptor};

use super::{Exhausted, Memory};

/// How deep prost decodes messages in messages.
const MAX_DEPTH: usize = 100;

/// What a message that is known by its descriptor alone takes in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DynamicSizes {
    /// A value in its place: an element of a list, say, or the key of a map.
    pub(crate) value: usize,
    /// A field that is set, in the object that holds it.
    pub(crate) slot: usize,
    /// An object without its fields.
    pub(crate) object: usize,
}

impl Memory {
    /// Takes what is allocated for an encoded message of this type, but not the message itself.
    ///
    /// What prost does not decode takes nothing: it stops where the encoding is malformed.
    #[cfg(feature = "server")]
    pub(crate) fn decoded(
        &mut self,
        descriptor: &'static MessageDescriptor,
        encoded: &[u8],
    ) -> Result<(), Exhausted> {
        self.scan(descriptor, encoded, None)
    }

    /// The same for a message that is known by its descriptor alone.
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

/// The message that, where it is known by its descriptor alone, is a part of the bytes that it was decoded from. The texts
/// in it, however deep it is in others, take no more than these.
const SHARED: &str = "google.protobuf.Any";

/// Why a message is not looked at to its end.
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

/// Where a message ends. As prost sees only afterwards that a field has gone on beyond the end of its message, fields are
/// looked at here that do.
#[derive(Clone, Copy)]
enum End {
    /// When so many bytes are left.
    Left(usize),
    /// With the end of the group of this number.
    Group(u32),
}

/// Looks at one message, at some depth in others.
struct Scan<'m> {
    memory: &'m mut Memory,
    depth: usize,
    /// The sizes of messages that are known by their descriptors alone. Those with a JSON form of their own are not.
    dynamic: Option<DynamicSizes>,
}

impl Scan<'_> {
    /// Looks at the fields of a message.
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

    /// Takes what a message keeps of a field that its type in Rust has no place for.
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

    /// What a value of this kind takes in its place.
    fn size(&self, kind: &FieldKind) -> usize {
        self.dynamic.map_or_else(|| size(kind), |sizes| sizes.value)
    }

    fn key_size(&self, key: MapKey) -> usize {
        self.dynamic
            .map_or_else(|| key_size(key), |sizes| sizes.value)
    }

    /// Looks at the key and the value of a map's entry.
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

    /// Looks at one value, which comes after a key of this number.
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
            // A wrapper is taken for the text in it.
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

/// How many elements each field of a message has, lists and maps at least. Those of one mostly come one after another.
#[derive(Default)]
struct Counts {
    number: u32,
    count: usize,
    others: BTreeMap<u32, usize>,
}

impl Counts {
    /// Whether there was this field.
    fn has(&self, number: u32) -> bool {
        self.number == number || self.others.contains_key(&number)
    }

    /// How many fields there were.
    fn fields(&self) -> usize {
        let is_another = self.number != 0 && !self.others.contains_key(&self.number);
        self.others.len() + usize::from(is_another)
    }

    /// How many there were.
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

/// The number and the wire type of the next field; `None` at the end.
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

/// Passes over the fields of a message.
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

/// Takes a length, and gives how many bytes are left after what is so long.
fn after_delimited(bytes: &mut &[u8]) -> Result<usize, Stop> {
    let length = usize::try_from(decode_varint(bytes)?).map_err(|_| Stop::Malformed)?;
    bytes.len().checked_sub(length).ok_or(Stop::Malformed)
}

/// Takes a length and what is so long.
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
        // The last byte of a number has no high bit.
        _ => packed.iter().filter(|byte| **byte < 0x80).count(),
    }
}

/// What a value of this kind takes in its place.
fn size(kind: &FieldKind) -> usize {
    match kind {
        FieldKind::Bool => 1,
        FieldKind::Float | FieldKind::Int32 | FieldKind::Uint32 | FieldKind::Enum(_) => 4,
        FieldKind::Double | FieldKind::Int64 | FieldKind::Uint64 => 8,
        FieldKind::String => size_of::<String>(),
        // Which is more than a `Vec`.
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
