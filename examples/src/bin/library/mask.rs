//! Which fields of a book an update changes.

use gateway::prost_types::FieldMask;
use tonic::Status;

use crate::proto::{Book, Publisher};

/// Copies the fields that the mask names. Over HTTP a mask that the client leaves out is made of the keys of its JSON.
pub(crate) fn copy(from: &Book, to: &mut Book, mask: Option<FieldMask>) -> Result<(), Status> {
    let paths = mask.unwrap_or_default().paths;
    if paths.is_empty() {
        return populated(from).try_for_each(|path| copy_path(from, to, path));
    }
    paths.iter().try_for_each(|path| copy_path(from, to, path))
}

fn copy_path(from: &Book, to: &mut Book, path: &str) -> Result<(), Status> {
    match path {
        // A client may send back all that it has got.
        "name" | "etag" => {}
        "author" => to.author.clone_from(&from.author),
        "title" => to.title.clone_from(&from.title),
        "read" => to.read = from.read,
        "publisher" => to.publisher.clone_from(&from.publisher),
        "publisher.name" => publisher(to).name = from.publisher.clone().unwrap_or_default().name,
        "publisher.city" => publisher(to).city = from.publisher.clone().unwrap_or_default().city,
        "tags" => to.tags.clone_from(&from.tags),
        "publish_time" => to.publish_time = from.publish_time,
        "*" => {
            let (name, etag) = (to.name.clone(), to.etag.clone());
            *to = Book {
                name,
                etag,
                ..from.clone()
            };
        }
        _ => {
            return Err(Status::invalid_argument(format!(
                "`update_mask`: a book has no field {path:?}"
            )));
        }
    }
    Ok(())
}

fn publisher(book: &mut Book) -> &mut Publisher {
    book.publisher.get_or_insert_default()
}

/// What an update without a mask is about, says AIP-134. A gRPC client cannot tell that it clears a field any other way
/// than by a mask.
fn populated(book: &Book) -> impl Iterator<Item = &'static str> {
    let fields = [
        ("author", !book.author.is_empty()),
        ("title", !book.title.is_empty()),
        ("read", book.read),
        ("publisher", book.publisher.is_some()),
        ("tags", !book.tags.is_empty()),
        ("publish_time", book.publish_time.is_some()),
    ];
    fields
        .into_iter()
        .filter_map(|(path, is_there)| is_there.then_some(path))
}
