//! The segment tree that finds a binding: literal before `*` before `**`, segment by segment, with backtracking.

use http::Method;

use super::percent::{self, Mode};
use crate::template::{Segment, Template};

/// Templates and what they lead to.
#[derive(Debug)]
pub(crate) struct Tree<T> {
    root: Node<T>,
}

#[derive(Debug)]
struct Node<T> {
    literals: Vec<(&'static str, Node<T>)>,
    star: Option<Box<Node<T>>>,
    double_star: Option<Box<Node<T>>>,
    leaves: Vec<Leaf<T>>,
}

#[derive(Debug)]
struct Leaf<T> {
    verb: Option<&'static str>,
    method: Method,
    value: T,
}

/// What a path and an HTTP method lead to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<'t, T> {
    Value(&'t T),
    /// The path is known, under these methods only.
    OtherMethods(Vec<Method>),
    Nothing,
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self {
            root: Node::default(),
        }
    }
}

impl<T> Default for Node<T> {
    fn default() -> Self {
        Self {
            literals: Vec::new(),
            star: None,
            double_star: None,
            leaves: Vec::new(),
        }
    }
}

impl<T> Tree<T> {
    /// Adds a template. Where the same method and shape is there already, the tree stays as it is and the value that
    /// holds the place is given.
    pub(crate) fn insert(
        &mut self,
        method: Method,
        template: &Template,
        value: T,
    ) -> Result<(), &T> {
        let node = template
            .segments()
            .iter()
            .fold(&mut self.root, |node, segment| node.child(*segment));
        let verb = template.verb();
        match node
            .leaves
            .iter()
            .position(|leaf| leaf.verb == verb && leaf.method == method)
        {
            Some(taken) => Err(&node.leaves[taken].value),
            None => {
                node.leaves.push(Leaf {
                    verb,
                    method,
                    value,
                });
                Ok(())
            }
        }
    }

    /// Finds what a raw path leads to. A verb that is bound wins over the colon as data.
    pub(crate) fn find(&self, path: &str, method: &Method) -> Found<'_, T> {
        let Some(path) = path.strip_prefix('/') else {
            return Found::Nothing;
        };
        let mut search = Search {
            method,
            others: Vec::new(),
        };
        let found = split_verb(path)
            .and_then(|(path, verb)| search.run(&self.root, path, Some(verb)))
            .or_else(|| search.run(&self.root, path, None));
        match found {
            Some(value) => Found::Value(value),
            None if search.others.is_empty() => Found::Nothing,
            None => Found::OtherMethods(search.others),
        }
    }
}

fn split_verb(path: &str) -> Option<(&str, &str)> {
    let last = path.rfind('/').map_or(0, |slash| slash + 1);
    let colon = last + path.get(last..)?.rfind(':')?;
    Some((path.get(..colon)?, path.get(colon + 1..)?))
}

/// The raw segments of a path without its leading slash; `/` itself has none.
pub(crate) fn segments(path: &str) -> Vec<&str> {
    if path.is_empty() {
        return Vec::new();
    }
    path.split('/').collect()
}

struct Search<'r> {
    method: &'r Method,
    others: Vec<Method>,
}

impl Search<'_> {
    fn run<'t, T>(&mut self, root: &'t Node<T>, path: &str, verb: Option<&str>) -> Option<&'t T> {
        self.descend(root, &segments(path), verb)
    }

    fn descend<'t, T>(
        &mut self,
        node: &'t Node<T>,
        rest: &[&str],
        verb: Option<&str>,
    ) -> Option<&'t T> {
        let here = match rest.split_first() {
            None => self.leaf(node, verb),
            Some((segment, tail)) => self.one_segment(node, segment, tail, verb),
        };
        here.or_else(|| self.any_segments(node.double_star.as_deref()?, rest, verb))
    }

    fn one_segment<'t, T>(
        &mut self,
        node: &'t Node<T>,
        segment: &str,
        tail: &[&str],
        verb: Option<&str>,
    ) -> Option<&'t T> {
        if let Some(child) = node.literal(segment)
            && let Some(value) = self.descend(child, tail, verb)
        {
            return Some(value);
        }
        let star = node.star.as_deref().filter(|_| !segment.is_empty())?;
        self.descend(star, tail, verb)
    }

    fn any_segments<'t, T>(
        &mut self,
        node: &'t Node<T>,
        rest: &[&str],
        verb: Option<&str>,
    ) -> Option<&'t T> {
        (0..=rest.len()).find_map(|taken| self.descend(node, rest.get(taken..)?, verb))
    }

    fn leaf<'t, T>(&mut self, node: &'t Node<T>, verb: Option<&str>) -> Option<&'t T> {
        let leaves = || node.leaves.iter().filter(|leaf| leaf.verb == verb);
        let exact = leaves().find(|leaf| leaf.method == *self.method);
        let found = exact.or_else(|| {
            let head = *self.method == Method::HEAD;
            leaves().find(|leaf| head && leaf.method == Method::GET)
        });
        if found.is_none() {
            self.others.extend(leaves().map(|leaf| leaf.method.clone()));
        }
        found.map(|leaf| &leaf.value)
    }
}

impl<T> Node<T> {
    fn child(&mut self, segment: Segment) -> &mut Self {
        match segment {
            Segment::Literal(text) => self.literal_child(text),
            Segment::Star => self.star.get_or_insert_default(),
            Segment::DoubleStar => self.double_star.get_or_insert_default(),
        }
    }

    fn literal_child(&mut self, text: &'static str) -> &mut Self {
        let known = self
            .literals
            .iter()
            .position(|(literal, _)| *literal == text);
        let index = known.unwrap_or_else(|| {
            self.literals.push((text, Self::default()));
            self.literals.len() - 1
        });
        &mut self.literals[index].1
    }

    fn literal(&self, segment: &str) -> Option<&Self> {
        let decoded = percent::decode(segment, Mode::Segment).ok()?;
        self.literals
            .iter()
            .find(|(literal, _)| *literal == decoded)
            .map(|(_, node)| node)
    }
}
