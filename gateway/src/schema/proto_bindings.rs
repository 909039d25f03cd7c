//! The bindings that a .proto file gives a method, with the defaults of an impl.

use super::binding::Binding;
use super::names::same;
use super::service::{MethodDescriptor, RpcKind};
use super::template::Template;

/// An empty binding, on which the defaults of an impl are set.
pub const NO_BINDING: Binding = Binding::new("", Template::new("", &[], &[], None));

/// Returns the bindings that the .proto file gives a method.
pub const fn proto_bindings(method: Option<&'static MethodDescriptor>) -> &'static [Binding] {
    match method {
        Some(method) => method.bindings(),
        None => &[],
    }
}

/// Returns the bindings that the .proto file gives a method, with those defaults of an impl that fit.
pub const fn proto_bindings_with<const N: usize>(
    method: Option<&'static MethodDescriptor>,
    defaults: Binding,
) -> [Binding; N] {
    let mut bindings = [NO_BINDING; N];
    let Some(method) = method else {
        return bindings;
    };
    let mut index = 0;
    while index < N {
        bindings[index] = with_defaults(method.bindings()[index], &defaults, method.kind());
        index += 1;
    }
    bindings
}

const fn with_defaults(mut binding: Binding, defaults: &Binding, kind: RpcKind) -> Binding {
    binding.timeout = defaults.timeout;
    if let RpcKind::Unary = kind {
        return binding;
    }
    binding.forms = binding.forms.and(defaults.forms);
    if !kind.streams_responses() {
        binding.forms.sse = true;
    } else if binding.forms.sse {
        binding.sse = defaults.sse;
    }
    if binding.forms.websocket && same(binding.http_method, "GET") {
        binding.message_form = defaults.message_form;
    }
    binding
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::schema::binding::{FrameFormat, SseFields, StreamForms};
    use crate::schema::message::MessageDescriptor;

    static ANY: MessageDescriptor = MessageDescriptor::new("chat.v1.Any", &[]);

    #[test]
    fn a_form_that_the_file_disables_stays_disabled() {
        static WATCH: MethodDescriptor = MethodDescriptor::new(
            "chat.v1.Chat",
            "Watch",
            "watch",
            RpcKind::ServerStreaming,
            &ANY,
            &ANY,
        )
        .with_bindings(&[Binding::new("GET", Template::new("/", &[], &[], None))
            .forms(StreamForms::ALL.disable_chunked_transfer())]);
        let defaults = NO_BINDING.forms(StreamForms::ALL.disable_websockets());
        let [binding] = proto_bindings_with(Some(&WATCH), defaults);
        let expected = StreamForms::ALL
            .disable_chunked_transfer()
            .disable_websockets();
        assert_eq!(binding.forms, expected);
    }

    #[test]
    fn takes_the_defaults_that_fit() {
        const DEFAULTS: Binding = NO_BINDING
            .timeout(1_000)
            .forms(StreamForms::ALL.disable_sse().disable_websockets())
            .sse(SseFields::NONE.retry(2_000))
            .message_form(FrameFormat::Envelope);
        static UPLOAD: MethodDescriptor = MethodDescriptor::new(
            "chat.v1.Chat",
            "Upload",
            "upload",
            RpcKind::ClientStreaming,
            &ANY,
            &ANY,
        )
        .with_bindings(&[Binding::new("POST", Template::new("/", &[], &[], None))]);
        let [binding] = proto_bindings_with(Some(&UPLOAD), DEFAULTS);
        assert_eq!(binding.timeout, Some(Duration::from_secs(1)));
        assert_eq!(binding.forms, StreamForms::ALL.disable_websockets());
        assert_eq!(binding.sse.retry, None);
        assert_eq!(binding.message_form, FrameFormat::Raw);
    }
}
