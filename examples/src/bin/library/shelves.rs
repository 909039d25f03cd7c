//! All shelves, in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gateway::HttpBody;
use gateway::prost_types::FieldMask;
use tonic::Status;

use crate::mask;
use crate::proto::{Book, Publisher, Shelf};
use crate::stock::{Stock, Volume, exists, found};

/// By the names of the shelves.
type Stocks = BTreeMap<String, Stock>;

/// All shelves. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelves {
    stocks: Arc<Mutex<Stocks>>,
}

impl Shelves {
    /// One shelf with one book.
    pub(crate) fn with_a_book() -> Self {
        let shelves = Self::default();
        let novels = Shelf {
            theme: "Novels".to_owned(),
            ..Shelf::default()
        };
        let emma = Book {
            author: "Jane Austen".to_owned(),
            title: "Emma".to_owned(),
            publisher: Some(Publisher {
                name: "John Murray".to_owned(),
                city: "London".to_owned(),
            }),
            tags: vec!["classic".to_owned()],
            publish_time: "1815-12-23T00:00:00Z".parse().ok(),
            ..Book::default()
        };
        shelves.create("novels", novels).expect("the first shelf");
        shelves
            .create_book("shelves/novels", "emma", emma)
            .expect("the first book");
        shelves
    }

    fn lock(&self) -> MutexGuard<'_, Stocks> {
        self.stocks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn create(&self, id: &str, shelf: Shelf) -> Result<Shelf, Status> {
        check_id("shelf_id", id)?;
        let name = format!("shelves/{id}");
        let mut stocks = self.lock();
        if stocks.contains_key(&name) {
            return Err(exists(&name));
        }
        let shelf = Shelf { name, ..shelf };
        stocks.insert(shelf.name.clone(), Stock::new(shelf.clone()));
        Ok(shelf)
    }

    pub(crate) fn get(&self, name: &str) -> Result<Shelf, Status> {
        found(name, self.lock().get(name)).map(|stock| stock.shelf.clone())
    }

    /// A page of the shelves, and the token of the next one.
    pub(crate) fn list(&self, size: i32, token: String) -> Result<(Vec<Shelf>, String), Status> {
        let stocks = self.lock();
        page(stocks.range(token..), size, |stock| stock.shelf.clone())
    }

    pub(crate) fn delete(&self, name: &str, force: bool) -> Result<(), Status> {
        let mut stocks = self.lock();
        let has_books = !found(name, stocks.get(name))?.books.is_empty();
        if has_books && !force {
            return Err(Status::failed_precondition(format!(
                "{name:?} has books; `force` deletes them too"
            )));
        }
        stocks.remove(name);
        Ok(())
    }

    /// Moves all books of the other shelf, or none if both shelves have one of the same id.
    pub(crate) fn merge(&self, name: &str, other: &str) -> Result<Shelf, Status> {
        if name == other {
            return Err(Status::invalid_argument(
                "`other_shelf` is the shelf itself",
            ));
        }
        let mut stocks = self.lock();
        let stock = found(name, stocks.get(name))?;
        let mut ids = found(other, stocks.get(other))?.books.keys();
        ids.try_for_each(|id| stock.check_free(id))?;

        let moved = found(other, stocks.remove(other))?;
        let stock = found(name, stocks.get_mut(name))?;
        for (id, volume) in moved.books {
            stock.put(&id, volume);
        }
        Ok(stock.shelf.clone())
    }

    pub(crate) fn create_book(&self, shelf: &str, id: &str, book: Book) -> Result<Book, Status> {
        check_id("book_id", id)?;
        check(&book)?;
        let mut stocks = self.lock();
        let stock = found(shelf, stocks.get_mut(shelf))?;
        stock.check_free(id)?;
        Ok(stock.put(id, Volume::new(book)))
    }

    pub(crate) fn book(&self, name: &str) -> Result<Book, Status> {
        volume(&mut self.lock(), name).map(|volume| volume.book.clone())
    }

    /// A page of the books that have all words, and the token of the next one.
    pub(crate) fn books(
        &self,
        shelf: &str,
        words: &str,
        size: i32,
        token: String,
    ) -> Result<(Vec<Book>, String), Status> {
        let stocks = self.lock();
        let books = found(shelf, stocks.get(shelf))?.books.range(token..);
        let books = books.filter(|(_, volume)| volume.has_words(words));
        page(books, size, |volume| volume.book.clone())
    }

    pub(crate) fn update_book(&self, from: &Book, mask: Option<FieldMask>) -> Result<Book, Status> {
        let mut stocks = self.lock();
        let volume = volume(&mut stocks, &from.name)?;
        volume.check_etag(&from.etag)?;
        let mut book = volume.book.clone();
        mask::copy(from, &mut book, mask)?;
        check(&book)?;
        Ok(volume.change(book))
    }

    pub(crate) fn delete_book(&self, name: &str, etag: &str) -> Result<(), Status> {
        let mut stocks = self.lock();
        volume(&mut stocks, name)?.check_etag(etag)?;
        take(&mut stocks, name).map(drop)
    }

    pub(crate) fn move_book(&self, name: &str, shelf: &str) -> Result<Book, Status> {
        let (_, id) = split(name)?;
        let mut stocks = self.lock();
        volume(&mut stocks, name)?;
        found(shelf, stocks.get(shelf))?.check_free(id)?;
        let volume = take(&mut stocks, name)?;
        Ok(found(shelf, stocks.get_mut(shelf))?.put(id, volume))
    }

    pub(crate) fn set_cover(&self, name: &str, cover: Option<HttpBody>) -> Result<(), Status> {
        volume(&mut self.lock(), name)?.cover = cover;
        Ok(())
    }

    pub(crate) fn cover(&self, name: &str) -> Result<HttpBody, Status> {
        let cover = volume(&mut self.lock(), name)?.cover.clone();
        found(&format!("{name}/cover"), cover)
    }
}

/// The names of a book's shelf and the id of the book.
fn split(name: &str) -> Result<(&str, &str), Status> {
    name.split_once("/books/").ok_or_else(|| {
        Status::invalid_argument(format!(
            "{name:?} is not of the form shelves/{{shelf}}/books/{{book}}"
        ))
    })
}

fn volume<'a>(stocks: &'a mut Stocks, name: &str) -> Result<&'a mut Volume, Status> {
    let (shelf, id) = split(name)?;
    let stock = found(shelf, stocks.get_mut(shelf))?;
    found(name, stock.books.get_mut(id))
}

fn take(stocks: &mut Stocks, name: &str) -> Result<Volume, Status> {
    let (shelf, id) = split(name)?;
    let stock = found(shelf, stocks.get_mut(shelf))?;
    found(name, stock.books.remove(id))
}

fn check(book: &Book) -> Result<(), Status> {
    if book.title.is_empty() {
        return Err(Status::invalid_argument("a book has a `title`"));
    }
    Ok(())
}

fn check_id(field: &str, id: &str) -> Result<(), Status> {
    if id.is_empty() || id.contains('/') {
        return Err(Status::invalid_argument(format!(
            "`{field}` is one part of a name, not {id:?}"
        )));
    }
    Ok(())
}

/// A page of a collection, and the token of the next one: the key that it begins with.
fn page<'a, T: 'a, U>(
    mut entries: impl Iterator<Item = (&'a String, &'a T)>,
    size: i32,
    read: impl Fn(&T) -> U,
) -> Result<(Vec<U>, String), Status> {
    let size = match usize::try_from(size) {
        Ok(0) => 50,
        Ok(size) => size.min(1_000),
        Err(_) => return Err(Status::invalid_argument("`page_size` is negative")),
    };
    let page = entries.by_ref().take(size).map(|(_, entry)| read(entry));
    let page = page.collect();
    let next = entries.next().map(|(key, _)| key.clone());
    Ok((page, next.unwrap_or_default()))
}
