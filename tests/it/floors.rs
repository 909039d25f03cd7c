//! The order of the folders of `gateway/src`, held against the paths that its code names.
//!
//! A folder names folders of lower floors only, so that no stage reaches a later one by way of a third.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ItemMod, ItemUse, Meta, UseTree};

/// From the ground up. Folders on one floor do not name each other.
const FLOORS: [&[&str]; 12] = [
    &["future", "schema"],
    &["memory"],
    &["check", "json", "route", "websocket"],
    &["error", "serde"],
    &["call", "shutdown"],
    &["forward", "negotiate", "observe", "serve"],
    &["reply", "settings"],
    &["bind", "write"],
    &["receive"],
    &["session"],
    &["exchange"],
    &["router"],
];

/// Files that name each other. A field may be a message, and a message is its fields.
const CIRCLES: [&[&str]; 1] = [&["schema::encoding", "schema::field", "schema::message"]];

/// The module of a file: `["bind", "query"]` of `bind/query/mod.rs`.
type Module = Vec<String>;

/// Every module with the modules that it names.
fn named() -> BTreeMap<Module, BTreeSet<Module>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gateway/src");
    let modules: BTreeMap<_, _> = files(&root)
        .into_iter()
        .map(|file| {
            (
                module(file.strip_prefix(&root).expect("a file below")),
                file,
            )
        })
        .collect();
    let known: BTreeSet<_> = modules.keys().cloned().collect();
    modules
        .into_iter()
        // The root and what generated code names re-export from everywhere.
        .filter(|(module, _)| {
            !matches!(module.first().map(String::as_str), None | Some("__private"))
        })
        .map(|(module, file)| {
            let text = fs::read_to_string(&file).expect("a text file");
            let code = syn::parse_file(&text).expect("Rust");
            let mut paths = Paths {
                module: module.clone(),
                found: Vec::new(),
            };
            paths.visit_file(&code);
            let found = paths.found.iter().filter_map(|path| longest(path, &known));
            let found = found.filter(|other| *other != module).collect();
            (module, found)
        })
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

fn module(file: &Path) -> Module {
    let parts = file.with_extension("");
    let parts = parts.iter().map(|part| part.to_str().expect("UTF-8"));
    parts
        .filter(|part| !matches!(*part, "mod" | "lib"))
        .map(str::to_owned)
        .collect()
}

/// The module that a path leads to or into.
fn longest(path: &[String], known: &BTreeSet<Module>) -> Option<Module> {
    let lengths = (1..=path.len()).rev();
    let mut heads = lengths.map(|length| path[..length].to_vec());
    heads.find(|head| known.contains(head))
}

/// Collects the absolute paths that a file names within the crate.
struct Paths {
    module: Module,
    found: Vec<Module>,
}

impl Paths {
    /// The path from the root of the crate; none of another crate, or that re-exports a child.
    fn absolute(&self, path: &[String]) -> Option<Module> {
        let supers = path.iter().take_while(|part| *part == "super").count();
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([&self.module, &path[1..]].concat()),
            "super" => {
                let parents = self.module.len().checked_sub(supers)?;
                Some([&self.module[..parents], &path[supers..]].concat())
            }
            _ => None,
        }
    }

    fn tree(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.tree(&path.tree, &with(path.ident.to_string())),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(item, before)),
            UseTree::Name(name) => self
                .found
                .extend(self.absolute(&with(name.ident.to_string()))),
            UseTree::Rename(name) => self
                .found
                .extend(self.absolute(&with(name.ident.to_string()))),
            UseTree::Glob(_) => self.found.extend(self.absolute(before)),
        }
    }

    /// `crate::a::b` wherever it stands, in macros too.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if path.is_empty() && ident != "crate" => {}
                TokenTree::Ident(ident) => path.push(ident.to_string()),
                TokenTree::Punct(punct) if punct.as_char() == ':' => {}
                token => {
                    self.found.extend(self.absolute(&std::mem::take(&mut path)));
                    if let TokenTree::Group(group) = token {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.found.extend(self.absolute(&path));
    }
}

impl Visit<'_> for Paths {
    fn visit_item_use(&mut self, item: &ItemUse) {
        let re_exports_children = !matches!(item.vis, syn::Visibility::Inherited)
            && matches!(&item.tree, UseTree::Path(path) if path.ident == "self");
        if !re_exports_children {
            self.tree(&item.tree, &[]);
        }
    }

    fn visit_item_mod(&mut self, item: &ItemMod) {
        if !item.attrs.iter().any(is_test) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item(&mut self, item: &syn::Item) {
        if !matches!(item, syn::Item::Use(_) | syn::Item::Mod(_)) {
            self.tokens(quote::ToTokens::to_token_stream(item));
        }
        visit::visit_item(self, item);
    }
}

fn is_test(attribute: &Attribute) -> bool {
    matches!(&attribute.meta, Meta::List(list) if list.path.is_ident("cfg") && list.tokens.to_string().contains("test"))
}

fn floor(module: &Module) -> usize {
    let folder = module.first().expect("a folder");
    let has = |floor: &&[&str]| floor.contains(&folder.as_str());
    FLOORS
        .iter()
        .position(has)
        .unwrap_or_else(|| panic!("gateway/src/{folder} has no floor; put it into `FLOORS`"))
}

#[test]
fn folders_name_lower_floors_only() {
    let mut wrong = BTreeSet::new();
    for (module, others) in named() {
        for other in others {
            let is_inside = module.first() == other.first();
            if !is_inside && floor(&other) >= floor(&module) {
                wrong.insert(format!("{} names {}", module.join("::"), other.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Those that a module names, and those that these name.
fn reached(from: &Module, named: &BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<Module> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![from.clone()];
    while let Some(module) = waiting.pop() {
        for other in named.get(&module).into_iter().flatten() {
            if reached.insert(other.clone()) {
                waiting.push(other.clone());
            }
        }
    }
    reached
}

#[test]
fn files_do_not_name_each_other_in_circles() {
    let named = named();
    let circular = named
        .keys()
        .filter(|module| module.first().is_some_and(|folder| folder != "json"))
        .filter(|module| reached(module, &named).contains(*module))
        .map(|module| module.join("::"))
        .filter(|module| {
            !CIRCLES
                .iter()
                .any(|circle| circle.contains(&module.as_str()))
        });
    let circular: Vec<_> = circular.collect();
    assert!(circular.is_empty(), "{circular:#?}");
}
