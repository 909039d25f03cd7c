//! The bindings of methods, as the generated code has them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// One binding.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) http_method: String,
    pub(crate) template: String,
}

/// The bindings of each method, by names such as `chat.v1.Chat/GetRoom`.
pub(crate) type Calls = BTreeMap<String, Vec<Call>>;

pub(crate) fn of_generated_code(folder: &Path) -> io::Result<Calls> {
    let mut calls = Calls::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            read(&fs::read_to_string(path)?, &mut calls);
        }
    }
    Ok(calls)
}

/// A line is a method or a binding of the method before.
fn read(code: &str, calls: &mut Calls) {
    let mut method = String::new();
    for line in code.lines().map(str::trim_start) {
        let mut texts = line.split('"').skip(1).step_by(2).map(str::to_owned);
        if line.starts_with("::gateway::MethodDescriptor::new(") {
            let names: Vec<_> = texts.take(2).collect();
            method = names.join("/");
        } else if line.starts_with("::gateway::__private::Binding::new(") {
            let (http_method, template) = (texts.next(), texts.next());
            calls.entry(method.clone()).or_default().push(Call {
                http_method: http_method.unwrap_or_default(),
                template: template.unwrap_or_default(),
            });
        }
    }
}
