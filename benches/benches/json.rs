//! Messages written as JSON and read, by each library.

use benches::{Engine, Row};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// One bar of the chart: a row for one library.
#[derive(Clone, Copy)]
struct Case {
    row: Row,
    engine: Engine,
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.row, self.engine)
    }
}

fn cases() -> impl Iterator<Item = Case> {
    let engines = |row: &Row| {
        let row = *row;
        Engine::ALL.map(|engine| Case { row, engine })
    };
    Row::ALL.iter().flat_map(engines)
}

#[divan::bench(args = cases())]
fn write(bencher: Bencher<'_, '_>, case: Case) {
    let mut subject = case.row.subject(case.engine);
    let bytes = BytesCount::new(subject.write().len());
    bencher.counter(bytes).bench_local(|| subject.write().len());
}

#[divan::bench(args = cases())]
fn read(bencher: Bencher<'_, '_>, case: Case) {
    let mut subject = case.row.subject(case.engine);
    let json = subject.write().to_vec();
    let bytes = BytesCount::of_slice(&json);
    bencher.counter(bytes).bench_local(|| subject.read(&json));
}
