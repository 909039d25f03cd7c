mod chat {
    gateway::include_proto!("chat.v2");
}

fn main() {}
