//! Requests one after the other, and what their answers hold.

use crate::running::Running;

/// One request and its answer: head, body, status, and what the answer holds.
pub(crate) type Step = (&'static str, &'static str, u16, &'static [&'static str]);

impl Running {
    /// Takes the steps in their order.
    pub(crate) fn session(&self, steps: &[Step]) {
        for (head, body, status, expected) in steps {
            let answer = self.ask(head, body);
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{head}\n{body}\n{answer}"
            );
            for text in *expected {
                assert!(
                    answer.contains(text),
                    "{head}\n{body}\nno {text} in\n{answer}"
                );
            }
        }
    }
}
