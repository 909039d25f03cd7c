//! The end of a buffer, where text is written in place.

use bytes::BytesMut;

/// The amount of room made at first, and the amount at which it is no longer doubled.
const ROOM: [usize; 2] = [512, 16 * 1024];

/// Appends text to a buffer.
///
/// After the text the buffer has room that is filled with zeros. A piece of text is written there as an array of
/// constant length, of which only the beginning counts. That takes fewer instructions than appending only that part.
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
        // Every text needs some room, and finding that out later is slower than making it here.
        output.make_room(ROOM[0]);
        output
    }

    /// Returns the length of the text, including what the buffer held before.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// Lets `write` write into the room. It returns how much of the room is text, and so does this function.
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

    /// Appends a text, which should be short, or of constant length.
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

    /// Appends the beginning of an array. Returns `false`, and appends nothing, if there is no room for all of it.
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

    /// Removes the room from the end of the buffer.
    #[inline]
    pub(super) fn finish(self) {
        self.buffer.truncate(self.length);
    }
}

/// Writes a few bytes into the room, if they fit.
#[inline]
pub(super) fn place<const N: usize>(room: &mut [u8], at: usize, text: [u8; N]) {
    if let Some(place) = room.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
        *place = text;
    }
}
