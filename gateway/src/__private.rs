//! What the code that `#[gateway]` and `gateway-build` write may name. It may change with every release.

#[cfg(feature = "server")]
pub use crate::binding::{Binding, Body, Forms, MessageForm, SseFields};
#[cfg(feature = "server")]
pub use crate::template::{Segment, Template, Variable};
