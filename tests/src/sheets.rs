//! A service that takes large messages and gives back how many there were.

use std::pin::Pin;

use futures_util::Stream;
use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};

use crate::wide::{Count, Sheet, Wide, sheets_server};

/// The service.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sheets;

type Counts = Pin<Box<dyn Stream<Item = Result<Count, Status>> + Send>>;

#[gateway]
#[tonic::async_trait]
impl sheets_server::Sheets for Sheets {
    #[http(post = "/v1/widen", body = "*")]
    #[http(get = "/v1/widen")]
    async fn widen(&self, request: Request<Wide>) -> Result<Response<Wide>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    #[http(get = "/v1/sheets/{name}")]
    #[http(get = "/v1/files/{name=**}")]
    #[http(post = "/v1/sheets", body = "*")]
    #[http(post = "/v1/sheets/inner", body = "inner")]
    #[http(post = "/v1/sheets/data", body = "data")]
    async fn take(&self, request: Request<Sheet>) -> Result<Response<Count>, Status> {
        Ok(Response::new(count(request.get_ref())))
    }

    #[http(post = "/v1/collect", body = "*")]
    #[http(get = "/v1/collect")]
    async fn collect(&self, request: Request<Streaming<Sheet>>) -> Result<Response<Count>, Status> {
        let mut sheets = request.into_inner();
        let mut items = 0;
        while let Some(sheet) = sheets.message().await? {
            items += count(&sheet).items;
        }
        Ok(Response::new(Count { items }))
    }

    type FollowStream = Counts;

    #[http(get = "/v1/follow", sse(resume = "name"))]
    async fn follow(
        &self,
        request: Request<Sheet>,
    ) -> Result<Response<Self::FollowStream>, Status> {
        let count = count(request.get_ref());
        Ok(Response::new(Box::pin(futures_util::stream::iter([Ok(
            count,
        )]))))
    }
}

fn count(sheet: &Sheet) -> Count {
    let items = sheet.items.len() + sheet.texts.len() + sheet.numbers.len() + sheet.cells.len();
    Count {
        items: i64::try_from(items).unwrap_or(i64::MAX),
    }
}
