//! The library service, and how it is bound to HTTP.

use gateway::gateway;
use tonic::{Request, Response, Status};

use crate::proto::library_server;
use crate::proto::{
    Book, Cover, CreateBookRequest, CreateShelfRequest, DeleteBookRequest, DeleteShelfRequest,
    GetBookRequest, GetCoverRequest, GetShelfRequest, ListBooksRequest, ListBooksResponse,
    ListShelvesRequest, ListShelvesResponse, MergeShelvesRequest, MoveBookRequest, Shelf,
    UpdateBookRequest,
};
use crate::shelves::Shelves;

#[derive(Clone, Debug)]
pub(crate) struct LibraryService {
    shelves: Shelves,
}

impl LibraryService {
    pub(crate) fn new(shelves: Shelves) -> Self {
        Self { shelves }
    }
}

#[gateway]
#[tonic::async_trait]
impl library_server::Library for LibraryService {
    #[http(post = "/v1/shelves", body = "shelf", status = 201)]
    async fn create_shelf(
        &self,
        request: Request<CreateShelfRequest>,
    ) -> Result<Response<Shelf>, Status> {
        let CreateShelfRequest { shelf, shelf_id } = request.into_inner();
        let shelf = self.shelves.create(&shelf_id, shelf.unwrap_or_default())?;
        Ok(Response::new(shelf))
    }

    #[http(get = "/v1/{name=shelves/*}")]
    async fn get_shelf(
        &self,
        request: Request<GetShelfRequest>,
    ) -> Result<Response<Shelf>, Status> {
        self.shelves.get(&request.get_ref().name).map(Response::new)
    }

    #[http(get = "/v1/shelves")]
    #[http(custom(method = "LIST", path = "/v1/shelves"))]
    async fn list_shelves(
        &self,
        request: Request<ListShelvesRequest>,
    ) -> Result<Response<ListShelvesResponse>, Status> {
        let ListShelvesRequest {
            page_size,
            page_token,
        } = request.into_inner();
        let (shelves, next_page_token) = self.shelves.list(page_size, page_token)?;
        Ok(Response::new(ListShelvesResponse {
            shelves,
            next_page_token,
        }))
    }

    #[http(delete = "/v1/{name=shelves/*}", status = 204)]
    async fn delete_shelf(
        &self,
        request: Request<DeleteShelfRequest>,
    ) -> Result<Response<()>, Status> {
        let DeleteShelfRequest { name, force } = request.into_inner();
        self.shelves.delete(&name, force).map(Response::new)
    }

    #[http(post = "/v1/{name=shelves/*}:merge", body = "*")]
    async fn merge_shelves(
        &self,
        request: Request<MergeShelvesRequest>,
    ) -> Result<Response<Shelf>, Status> {
        let MergeShelvesRequest { name, other_shelf } = request.into_inner();
        self.shelves.merge(&name, &other_shelf).map(Response::new)
    }

    #[http(post = "/v1/{parent=shelves/*}/books", body = "book", status = 201)]
    async fn create_book(
        &self,
        request: Request<CreateBookRequest>,
    ) -> Result<Response<Book>, Status> {
        let CreateBookRequest {
            parent,
            book,
            book_id,
        } = request.into_inner();
        let book = book.unwrap_or_default();
        let book = self.shelves.create_book(&parent, &book_id, book)?;
        Ok(Response::new(book))
    }

    #[http(get = "/v1/{name=shelves/*/books/*}")]
    async fn get_book(&self, request: Request<GetBookRequest>) -> Result<Response<Book>, Status> {
        self.shelves
            .book(&request.get_ref().name)
            .map(Response::new)
    }

    #[http(get = "/v1/{parent=shelves/*}/books")]
    // The same for people: a short name for the filter, and the bare list of the books.
    #[http(
        get = "/v1/{parent=shelves/*}/books:search",
        query(alias(q = "filter")),
        response_body = "books"
    )]
    async fn list_books(
        &self,
        request: Request<ListBooksRequest>,
    ) -> Result<Response<ListBooksResponse>, Status> {
        let ListBooksRequest {
            parent,
            page_size,
            page_token,
            filter,
        } = request.into_inner();
        let (books, next_page_token) = self
            .shelves
            .books(&parent, &filter, page_size, page_token)?;
        Ok(Response::new(ListBooksResponse {
            books,
            next_page_token,
        }))
    }

    #[http(patch = "/v1/{book.name=shelves/*/books/*}", body = "book")]
    async fn update_book(
        &self,
        request: Request<UpdateBookRequest>,
    ) -> Result<Response<Book>, Status> {
        let UpdateBookRequest { book, update_mask } = request.into_inner();
        let book = book.unwrap_or_default();
        self.shelves
            .update_book(&book, update_mask)
            .map(Response::new)
    }

    #[http(delete = "/v1/{name=shelves/*/books/*}", status = 204)]
    async fn delete_book(
        &self,
        request: Request<DeleteBookRequest>,
    ) -> Result<Response<()>, Status> {
        let DeleteBookRequest { name, etag } = request.into_inner();
        self.shelves.delete_book(&name, &etag).map(Response::new)
    }

    #[http(post = "/v1/{name=shelves/*/books/*}:move", body = "*")]
    async fn move_book(&self, request: Request<MoveBookRequest>) -> Result<Response<Book>, Status> {
        let MoveBookRequest { name, other_shelf } = request.into_inner();
        self.shelves
            .move_book(&name, &other_shelf)
            .map(Response::new)
    }

    /// `image` is a `google.api.HttpBody`: the body is the file itself, and its content type is kept.
    #[http(
        put = "/v1/{name=shelves/*/books/*}/cover",
        body = "image",
        status = 204
    )]
    async fn set_cover(&self, request: Request<Cover>) -> Result<Response<()>, Status> {
        let Cover { name, image } = request.into_inner();
        self.shelves.set_cover(&name, image).map(Response::new)
    }

    #[http(get = "/v1/{name=shelves/*/books/*}/cover", response_body = "image")]
    async fn get_cover(
        &self,
        request: Request<GetCoverRequest>,
    ) -> Result<Response<Cover>, Status> {
        let name = request.into_inner().name;
        let image = Some(self.shelves.cover(&name)?);
        Ok(Response::new(Cover { name, image }))
    }
}
