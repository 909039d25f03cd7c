//! Finds all files that cannot be read and all missing imports. The compiler stops at the first.

use std::collections::HashSet;
use std::path::Path;

use protox::file::{File, FileResolver};

use crate::mistake::{Source, mistakes};
use crate::resolve::resolver;

/// Field numbers in descriptor.proto, which make up the paths in a file.
const IMPORTS: i32 = 3;

/// Returns the reasons why these files, or those that they import, cannot be read, if there are any.
pub(crate) fn unreadable(
    protos: &[impl AsRef<Path>],
    includes: &[impl AsRef<Path>],
) -> Option<String> {
    let mut survey = Survey {
        resolver: &resolver(includes),
        includes,
        seen: HashSet::new(),
        mistakes: Vec::new(),
        is_import_missing: false,
    };
    for proto in protos {
        survey.proto(proto.as_ref());
    }
    if survey.is_import_missing {
        survey.mistakes.push(searched(includes));
    }
    (!survey.mistakes.is_empty()).then(|| survey.mistakes.join("\n"))
}

struct Survey<'a, P> {
    resolver: &'a dyn FileResolver,
    includes: &'a [P],
    seen: HashSet<String>,
    mistakes: Vec<String>,
    is_import_missing: bool,
}

impl<P: AsRef<Path>> Survey<'_, P> {
    fn proto(&mut self, path: &Path) {
        let name = self.resolver.resolve_path(path);
        let name = name.unwrap_or_else(|| path.display().to_string().replace('\\', "/"));
        if !self.seen.insert(name.clone()) {
            return;
        }
        match self.resolver.open_file(&name) {
            Ok(file) => self.imports(&file),
            Err(failure) if failure.is_file_not_found() => {
                let what = format!("file \"{}\" is not in any include folder", path.display());
                self.mistakes.push(what);
                self.is_import_missing = true;
            }
            Err(failure) => self.mistakes.push(mistakes(&failure, self.includes)),
        }
    }

    fn imports(&mut self, file: &File) {
        for (index, name) in (0..).zip(&file.file_descriptor_proto().dependency) {
            match self.resolver.open_file(name) {
                Err(failure) if failure.is_file_not_found() => self.missing(file, index, name),
                _ if !self.seen.insert(name.clone()) => {}
                Ok(import) => self.imports(&import),
                Err(failure) => self.mistakes.push(mistakes(&failure, self.includes)),
            }
        }
    }

    fn missing(&mut self, file: &File, index: i32, name: &str) {
        let info = file.file_descriptor_proto().source_code_info.iter();
        let mut locations = info.flat_map(|info| &info.location);
        let location = locations.find(|location| location.path == [IMPORTS, index]);
        let span = location.map_or(&[][..], |location| &location.span);
        let what = format!("import '{name}' not found");
        self.is_import_missing = true;
        self.mistakes
            .push(match Source::open(file.name(), self.includes) {
                Ok(source) => source.wrong_statement(span, &what),
                Err(_) => format!("{}: {what}", file.name()),
            });
    }
}

fn searched(includes: &[impl AsRef<Path>]) -> String {
    let folders = includes
        .iter()
        .map(|include| format!("\n  {}", include.as_ref().display()));
    format!(
        "help: name the folder that the import begins in as an include folder; searched were{}",
        match folders.collect::<String>() {
            folders if folders.is_empty() => " none".to_owned(),
            folders => folders,
        }
    )
}
