use gateway::gateway;

#[gateway]
trait Rooms {
    fn rooms(&self);
}

fn main() {}
