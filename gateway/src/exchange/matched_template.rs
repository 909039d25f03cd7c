//! [`MatchedTemplate`]: the binding that a request has matched.

/// The path template of the binding that a request has matched, such as `/v1/rooms/{room}`.
///
/// The gateway puts it into the extensions of the tonic request. axum's own `MatchedPath` shows where the gateway is
/// mounted, with parameters named by their position.
///
/// ```
/// use gateway::MatchedTemplate;
///
/// fn template<T>(request: &tonic::Request<T>) -> Option<&'static str> {
///     request.extensions().get::<MatchedTemplate>().map(MatchedTemplate::as_str)
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatchedTemplate(pub(crate) &'static str);

impl MatchedTemplate {
    /// Returns the template of the binding, including the service's prefix.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        self.0
    }
}
