//! [`Service`]: a tonic service whose methods are bound to HTTP.

use std::sync::Arc;

use super::routes::Routes;

/// A tonic service whose methods are bound to HTTP. `#[gateway]` implements it.
///
/// `M` is the tonic server type, such as `ChatServer<ChatService>`. It distinguishes two services on one struct:
/// `gateway::router::<ChatServer<_>>(service)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no HTTP bindings",
    label = "no `#[gateway]` on an impl of a tonic service trait for it",
    note = "put `#[gateway]` on the impl, and pass the service itself: `ChatService`, not `ChatServer::new(ChatService)`, which is for `gateway::grpc::router`"
)]
pub trait Service<M>: Send + Sync + 'static {
    /// Adds the bindings of every method.
    fn register(self: Arc<Self>, routes: &mut Routes);
}

#[diagnostic::do_not_recommend]
impl<M, S: Service<M>> Service<M> for Arc<S> {
    fn register(self: Arc<Self>, routes: &mut Routes) {
        Arc::unwrap_or_clone(self).register(routes);
    }
}
