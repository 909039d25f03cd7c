//! The end of a buffer, where text is written in place.

use bytes::BytesMut;

/// How much room is made at first, and at most. It is doubled each time.
const ROOM: [usize; 2] = [512, 16 * 1024];

/// Appends text to a buffer.
///
/// After the text the buffer has room that is filled with zeros. A piece of text is written there as an array of a
/// constant length, of which only the beginning counts: that takes fewer instructions than to append what counts.
#[derive(Debug)]
pub(super) struct Output<'a> {
    buffer: &'a mut BytesMut,
    length: usize,
    next_room: usize,
}

impl<'a> Output<'a> {
    #[inline]
    pub(super) fn new(buffer: &'a mut BytesMut) -> Self {
        let mut output = Self {
            length: buffer.len(),
            buffer,
            next_room: ROOM[0],
        };
        // Every text needs some, and to find that out there is slower than here.
        output.make_room(ROOM[0]);
        output
    }

    /// How long the text is, with what the buffer held before.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// Lets `write` write into the room, and say how much of it is text.
    #[inline]
    pub(super) fn put<const N: usize>(
        &mut self,
        write: impl FnOnce(&mut [u8; N]) -> usize,
    ) -> usize {
        if self.room().len() < N {
            self.make_room(N);
        }
        let length = self.room().first_chunk_mut().map_or(0, write);
        self.length += length;
        length
    }

    /// Appends a text. It should be short, or of a constant length.
    #[inline]
    pub(super) fn text(&mut self, text: &[u8]) {
        if self.room().len() < text.len() {
            self.make_room(text.len());
        }
        if let Some(room) = self.room().get_mut(..text.len()) {
            room.copy_from_slice(text);
            self.length += text.len();
        }
    }

    /// Appends the beginning of an array, if there is room for all of it.
    #[inline]
    pub(super) fn short_text<const N: usize>(&mut self, text: &[u8; N], length: usize) -> bool {
        let Some(room) = self.room().first_chunk_mut() else {
            return false;
        };
        *room = *text;
        self.length += length;
        true
    }

    #[inline]
    fn room(&mut self) -> &mut [u8] {
        self.buffer.get_mut(self.length..).unwrap_or_default()
    }

    #[cold]
    fn make_room(&mut self, length: usize) {
        let room = length.max(self.next_room);
        self.next_room = ROOM[1].min(self.next_room * 2);
        self.buffer.resize(self.length + room, 0);
    }

    /// Replaces a byte of the text.
    #[inline]
    pub(super) fn replace(&mut self, at: usize, byte: u8) {
        if let Some(place) = self.buffer.get_mut(at) {
            *place = byte;
        }
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// Takes the room away.
    #[inline]
    pub(super) fn finish(self) {
        self.buffer.truncate(self.length);
    }
}

/// Writes a few bytes into the room, if there is as much room.
#[inline]
pub(super) fn place<const N: usize>(room: &mut [u8], at: usize, text: [u8; N]) {
    if let Some(place) = room.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
        *place = text;
    }
}
