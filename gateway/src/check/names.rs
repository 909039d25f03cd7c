//! Compares names in constants.

const LONGEST: usize = 64;

/// Splits `a.b.c` into `a` and `b.c`.
pub(super) const fn split_at_dot(path: &str) -> (&str, Option<&str>) {
    let bytes = path.as_bytes();
    let length = bytes.len();
    let mut index = 0;
    while index < length {
        if bytes[index] == b'.' {
            let (first, rest) = path.split_at(index);
            return (first, Some(rest.split_at(1).1));
        }
        index += 1;
    }
    (path, None)
}

/// Returns the number of names in a dotted path.
pub(super) const fn depth(path: &str) -> usize {
    match split_at_dot(path) {
        (_, Some(rest)) => 1 + depth(rest),
        (_, None) => 1,
    }
}

/// Shortens `chat.v1.Room` to `Room`.
pub(super) const fn base_name(name: &str) -> &str {
    match split_at_dot(name) {
        (_, Some(rest)) => base_name(rest),
        (name, None) => name,
    }
}

/// Turns `r#type` into `type`.
pub(super) const fn unraw(name: &str) -> &str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// Returns how many letters must be inserted, deleted or replaced to turn `b` into `a`, ignoring case.
pub(super) const fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() > LONGEST || b.len() > LONGEST {
        return LONGEST;
    }
    let mut row = [0; LONGEST + 1];
    let mut column = 0;
    while column <= b.len() {
        row[column] = column;
        column += 1;
    }
    let mut line = 0;
    while line < a.len() {
        row = next_row(row, line, a[line], b);
        line += 1;
    }
    row[b.len()]
}

const fn next_row(
    above: [usize; LONGEST + 1],
    line: usize,
    letter: u8,
    b: &[u8],
) -> [usize; LONGEST + 1] {
    let mut row = above;
    row[0] = line + 1;
    let mut column = 0;
    while column < b.len() {
        let replaced = above[column] + !letter.eq_ignore_ascii_case(&b[column]) as usize;
        let inserted = row[column] + 1;
        let deleted = above[column + 1] + 1;
        row[column + 1] = least(replaced, least(inserted, deleted));
        column += 1;
    }
    row
}

const fn least(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}
