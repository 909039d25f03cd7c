//! The bindings of methods.

use crate::rule::{Disabled, Query};
use crate::schema::{Binding, Body};
use crate::template::{Segment, Template};

/// Generates the call that adds the bindings to the description of their method.
pub(super) fn bindings(bindings: &[Binding]) -> String {
    if bindings.is_empty() {
        return String::new();
    }
    let bindings: String = bindings.iter().map(binding).collect();
    format!(".with_bindings(&[\n{bindings}    ])")
}

fn binding(binding: &Binding) -> String {
    let Binding {
        http_method,
        source,
        template: parsed,
        body,
        response_body,
        query,
        disabled,
    } = binding;
    let (query, forms) = (self::query(query), forms(*disabled));
    let template = template(source, parsed);
    let body = match body {
        Body::None => String::new(),
        Body::Message => ".body(::gateway::__private::BodyBinding::Message)".to_owned(),
        Body::Field(field) => format!(".body(::gateway::__private::BodyBinding::Field({field:?}))"),
    };
    let response_body = response_body.iter();
    let response_body: String = response_body
        .map(|field| format!(".response_body({field:?})"))
        .collect();
    format!(
        "        ::gateway::__private::Binding::new({http_method:?}, {template}){body}{response_body}{query}{forms},\n"
    )
}

fn template(source: &str, template: &Template) -> String {
    let segments: String = template.segments.iter().map(segment).collect();
    let variables = template.variables.iter().map(|variable| {
        let (start, end) = (variable.segments.start, variable.segments.end);
        format!(
            "::gateway::__private::Variable::new({:?}, {start}, {end}), ",
            variable.field
        )
    });
    let variables: String = variables.collect();
    let verb = match &template.verb {
        Some(verb) => format!("::core::option::Option::Some({verb:?})"),
        None => "::core::option::Option::None".to_owned(),
    };
    format!(
        "::gateway::__private::Template::new({source:?}, &[{segments}], &[{variables}], {verb})"
    )
}

fn segment(segment: &Segment) -> String {
    let segment = match segment {
        Segment::Literal(text) => format!("Literal({text:?})"),
        Segment::Star => "Star".to_owned(),
        Segment::DoubleStar => "DoubleStar".to_owned(),
    };
    format!("::gateway::__private::Segment::{segment}, ")
}

/// Generates the call that sets the query fields, unless all of them have their own names.
fn query(query: &Query) -> String {
    let Query {
        aliases,
        ignored,
        only_aliases,
    } = query;
    let calls = [
        (!aliases.is_empty()).then(|| format!(".aliases(&{aliases:?})")),
        (!ignored.is_empty()).then(|| format!(".ignored(&{ignored:?})")),
        only_aliases.then(|| ".disable_discovery()".to_owned()),
    ];
    changed("query", "QueryFields", calls)
}

/// Generates the call that disables forms, if any are disabled.
fn forms(disabled: Disabled) -> String {
    let calls = [
        disabled.sse.then(|| ".disable_sse()".to_owned()),
        disabled
            .websockets
            .then(|| ".disable_websockets()".to_owned()),
        disabled
            .chunked_transfer
            .then(|| ".disable_chunked_transfer()".to_owned()),
    ];
    changed("forms", "StreamForms", calls)
}

/// Generates a call with the default of a type and the calls that change it, or nothing if there are none.
fn changed(function: &str, default: &str, calls: [Option<String>; 3]) -> String {
    let calls: String = calls.into_iter().flatten().collect();
    if calls.is_empty() {
        return calls;
    }
    format!(".{function}(::gateway::__private::{default}::ALL{calls})")
}
