mod chat {
    gateway::include_proto!(chat.v1);
}

fn main() {}
