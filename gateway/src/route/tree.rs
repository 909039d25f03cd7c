//! The segment tree that finds a binding: literal before `*` before `**`, segment by segment, with backtracking.

use http::Method;

use super::percent;
use super::segments::Segments;
use super::verb::Verbs;
use crate::schema::{Segment, Template};

/// Templates and the values that they lead to.
///
/// However long a path is, finding it takes no more steps than the tree has nodes, for each verb that it can end with.
/// A fixed number of segments from the front of the path leads to a node, and the segments after `**` are counted from
/// the end of the path.
#[derive(Debug)]
pub(crate) struct Tree<T> {
    root: Node<T>,
    verbs: Verbs,
}

#[derive(Debug)]
struct Node<T> {
    literals: Vec<(&'static str, Node<T>)>,
    star: Option<Box<Node<T>>>,
    /// The nodes after `**`, by the number of segments that follow it, the highest number first.
    double_star: Vec<(usize, Node<T>)>,
    leaves: Vec<Leaf<T>>,
}

#[derive(Debug)]
struct Leaf<T> {
    verb: Option<&'static str>,
    method: Method,
    value: T,
}

/// The result of a search for a path and an HTTP method.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<'t, T> {
    Value(&'t T),
    /// The path is known, but only under these methods.
    OtherMethods(Vec<Method>),
    Nothing,
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self {
            root: Node::default(),
            verbs: Verbs::default(),
        }
    }
}

impl<T> Default for Node<T> {
    fn default() -> Self {
        Self {
            literals: Vec::new(),
            star: None,
            double_star: Vec::new(),
            leaves: Vec::new(),
        }
    }
}

impl<T> Tree<T> {
    /// Adds a template. If the tree already has one with the same method and shape, it stays unchanged and the value of
    /// that one is returned as the error.
    pub(crate) fn insert(
        &mut self,
        method: Method,
        template: &Template,
        value: T,
    ) -> Result<(), &T> {
        let mut node = &mut self.root;
        let mut segments = template.segments();
        while let [segment, after @ ..] = segments {
            node = node.child(*segment, after.len());
            segments = after;
        }
        let verb = template.verb();
        match node
            .leaves
            .iter()
            .position(|leaf| leaf.verb == verb && leaf.method == method)
        {
            Some(taken) => Err(&node.leaves[taken].value),
            None => {
                verb.into_iter().for_each(|verb| self.verbs.add(verb));
                node.leaves.push(Leaf {
                    verb,
                    method,
                    value,
                });
                Ok(())
            }
        }
    }

    /// Finds the value that a raw path leads to. A bound verb takes precedence over a colon that is data, and a longer
    /// verb over a shorter one.
    pub(crate) fn find(&self, path: &str, method: &Method) -> Found<'_, T> {
        let Some(path) = path.strip_prefix('/') else {
            return Found::Nothing;
        };
        let mut search = Search {
            method,
            others: Vec::new(),
        };
        let mut verbs = self.verbs.split(path);
        let found = verbs
            .find_map(|(path, verb)| search.descend(&self.root, Segments::of(path), Some(verb)))
            .or_else(|| search.descend(&self.root, Segments::of(path), None));
        match found {
            Some(value) => Found::Value(value),
            None if search.others.is_empty() => Found::Nothing,
            None => Found::OtherMethods(search.others),
        }
    }
}

struct Search<'r> {
    method: &'r Method,
    others: Vec<Method>,
}

impl Search<'_> {
    fn descend<'t, T>(
        &mut self,
        node: &'t Node<T>,
        rest: Segments<'_>,
        verb: Option<&str>,
    ) -> Option<&'t T> {
        let here = match rest.split_first() {
            None => self.leaf(node, verb),
            Some((segment, tail)) => self.one_segment(node, segment, tail, verb),
        };
        here.or_else(|| self.any_segments(node, rest, verb))
    }

    fn one_segment<'t, T>(
        &mut self,
        node: &'t Node<T>,
        segment: &str,
        tail: Segments<'_>,
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
        rest: Segments<'_>,
        verb: Option<&str>,
    ) -> Option<&'t T> {
        let mut after = node.double_star.iter();
        after.find_map(|(count, child)| self.descend(child, rest.last(*count)?, verb))
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
    fn child(&mut self, segment: Segment, after: usize) -> &mut Self {
        match segment {
            Segment::Literal(text) => self.literal_child(text),
            Segment::Star => self.star.get_or_insert_default(),
            Segment::DoubleStar => self.after_double_star(after),
        }
    }

    fn after_double_star(&mut self, count: usize) -> &mut Self {
        let place = self
            .double_star
            .partition_point(|(other, _)| *other > count);
        if self
            .double_star
            .get(place)
            .is_none_or(|(other, _)| *other != count)
        {
            self.double_star.insert(place, (count, Self::default()));
        }
        &mut self.double_star[place].1
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
        self.literals
            .iter()
            .find(|(literal, _)| percent::spells(segment, literal))
            .map(|(_, node)| node)
    }
}
