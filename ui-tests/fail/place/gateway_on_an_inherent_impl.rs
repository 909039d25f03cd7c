use gateway::gateway;

struct Service;

#[gateway]
impl Service {
    fn rooms(&self) {}
}

fn main() {
    Service.rooms();
}
