//! A service whose paths are texts of the test.

#[allow(dead_code, reason = "the rest is for those who write code")]
#[path = "../../gateway-macros/src/template/mod.rs"]
mod template;

use std::sync::Arc;

use gateway::__private::{Binding, Segment, Table, Template, Variable};
use gateway::{DescribedService as _, MatchedTemplate, Routes, Service};
use tonic::{Request, Response};

use crate::binding::All;
use crate::binding::echo_server::EchoServer;

/// Gives back what it is asked, with the path by which it was reached as the only one of the `strings`.
#[derive(Clone, Debug, Default)]
pub struct Bound(Vec<Binding>);

impl Bound {
    /// Binds GET to the path, or draws what is wrong with it.
    pub fn get(mut self, path: &str) -> Result<Self, String> {
        let parsed = template::Template::parse(path).map_err(|wrong| wrong.draw(path))?;
        self.0.push(Binding::new("GET", constant(path, parsed)));
        Ok(self)
    }
}

impl Service<()> for Bound {
    fn register(self: Arc<Self>, routes: &mut Routes) {
        let descriptor = EchoServer::<()>::DESCRIPTOR;
        let methods = descriptor.methods().iter();
        let methods: Vec<_> = methods.take(1).map(Some).collect();
        let bindings: &'static [Binding] = self.0.clone().leak();
        let table = Table::new(
            descriptor,
            &["everything"],
            methods.leak(),
            vec![bindings].leak(),
        );
        routes
            .of(self, Box::leak(Box::new(table)))
            .unary(0, |_, request| {
                Box::pin(async { Ok(Response::new(answer(request))) })
            });
    }
}

fn answer(request: Request<All>) -> All {
    let template = request.extensions().get::<MatchedTemplate>();
    let template = template.map_or("", MatchedTemplate::as_str).to_owned();
    All {
        strings: vec![template],
        ..request.into_inner()
    }
}

/// What the macro writes as constants lives as long as the test here.
fn constant(path: &str, parsed: template::Template) -> Template {
    let segments = parsed.segments.into_iter().map(|segment| match segment {
        template::Segment::Literal(text) => Segment::Literal(text.leak()),
        template::Segment::Star => Segment::Star,
        template::Segment::DoubleStar => Segment::DoubleStar,
    });
    let variables = parsed.variables.into_iter().map(|variable| {
        let range = variable.segments;
        Variable::new(variable.field.leak(), range.start, range.end)
    });
    Template::new(
        path.to_owned().leak(),
        Vec::from_iter(segments).leak(),
        Vec::from_iter(variables).leak(),
        parsed.verb.map(|verb| &*verb.leak()),
    )
}
