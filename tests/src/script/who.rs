//! What a request says of itself.

use gateway::{Deadline, MatchedTemplate};
use tonic::{GrpcMethod, Request};

use crate::wire::{Ask, Item};

/// What the request says of itself beside its message.
pub(super) fn who(request: &Request<Ask>) -> Item {
    let extensions = request.extensions();
    let method = extensions
        .get::<GrpcMethod<'_>>()
        .map(|method| format!("{}/{}", method.service(), method.method()));
    let template = extensions
        .get::<MatchedTemplate>()
        .map(MatchedTemplate::as_str);
    let seconds = extensions
        .get::<Deadline>()
        .map(|deadline| deadline.remaining().as_secs_f64().round());
    let metadata = request.metadata().get("x-user");
    Item {
        text: format!(
            "{method:?} {template:?} {seconds:?} {metadata:?} {:?}",
            request.remote_addr().map(|at| at.ip())
        ),
        ..Item::default()
    }
}
