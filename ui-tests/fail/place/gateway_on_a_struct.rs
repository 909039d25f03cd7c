use gateway::gateway;

#[gateway]
pub struct Service;

fn main() {
    let _ = Service;
}
