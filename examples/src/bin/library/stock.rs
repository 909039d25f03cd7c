//! What stands on one shelf.

use std::collections::BTreeMap;

use gateway::HttpBody;
use tonic::Status;

use crate::proto::{Book, Shelf};

/// A shelf and its books, by their ids.
#[derive(Debug)]
pub(crate) struct Stock {
    pub(crate) shelf: Shelf,
    pub(crate) books: BTreeMap<String, Volume>,
}

/// A book and what belongs to it.
#[derive(Debug, Default)]
pub(crate) struct Volume {
    pub(crate) book: Book,
    pub(crate) cover: Option<HttpBody>,
    revision: u64,
}

impl Stock {
    pub(crate) fn new(shelf: Shelf) -> Self {
        Self {
            shelf,
            books: BTreeMap::new(),
        }
    }

    /// Whether a book of this id has its place here.
    pub(crate) fn check_free(&self, id: &str) -> Result<(), Status> {
        match self.books.get(id) {
            Some(volume) => Err(exists(&volume.book.name)),
            None => Ok(()),
        }
    }

    /// Puts the book here, under a name that says so.
    pub(crate) fn put(&mut self, id: &str, mut volume: Volume) -> Book {
        let name = format!("{}/books/{id}", self.shelf.name);
        let book = volume.change(Book {
            name,
            ..volume.book.clone()
        });
        self.books.insert(id.to_owned(), volume);
        book
    }
}

impl Volume {
    pub(crate) fn new(book: Book) -> Self {
        Self {
            book,
            ..Self::default()
        }
    }

    pub(crate) fn change(&mut self, book: Book) -> Book {
        self.revision += 1;
        self.book = Book {
            etag: self.revision.to_string(),
            ..book
        };
        self.book.clone()
    }

    /// AIP-154: who names the version that it has seen, changes no other one.
    pub(crate) fn check_etag(&self, etag: &str) -> Result<(), Status> {
        let Book {
            name, etag: now, ..
        } = &self.book;
        if etag.is_empty() || etag == now {
            return Ok(());
        }
        Err(Status::aborted(format!(
            "{name:?} has the etag {now:?} by now, not {etag:?}"
        )))
    }

    pub(crate) fn has_words(&self, words: &str) -> bool {
        let Book {
            author,
            title,
            tags,
            ..
        } = &self.book;
        let text = format!("{author} {title} {}", tags.join(" ")).to_lowercase();
        words
            .to_lowercase()
            .split_whitespace()
            .all(|word| text.contains(word))
    }
}

pub(crate) fn found<T>(name: &str, resource: Option<T>) -> Result<T, Status> {
    resource.ok_or_else(|| Status::not_found(format!("there is no {name:?}")))
}

pub(crate) fn exists(name: &str) -> Status {
    Status::already_exists(format!("{name:?} exists already"))
}
