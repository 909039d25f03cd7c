//! The bindings of methods.

use crate::schema::{Binding, Body};
use crate::template::{Segment, Template};

/// The call that adds the bindings to the description of their method.
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
    } = binding;
    let template = template(source, parsed);
    let body = match body {
        Body::None => String::new(),
        Body::Message => ".body(::gateway::__private::Body::Message)".to_owned(),
        Body::Field(field) => format!(".body(::gateway::__private::Body::Field({field:?}))"),
    };
    let response_body = response_body.iter();
    let response_body: String = response_body
        .map(|field| format!(".response_body({field:?})"))
        .collect();
    format!(
        "        ::gateway::__private::Binding::new({http_method:?}, {template}){body}{response_body},\n"
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
