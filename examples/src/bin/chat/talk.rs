//! A conversation: posts what comes in, and follows the room of the first message.

use futures_util::Stream;
use futures_util::stream::unfold;
use tonic::{Status, Streaming};

use crate::proto::{Message, PostRequest};
use crate::rooms::{Follower, Rooms};

/// The messages of a conversation. It ends when the request stream has ended and all of the room has been told.
pub(crate) fn talk(
    rooms: Rooms,
    posts: Streaming<PostRequest>,
) -> impl Stream<Item = Result<Message, Status>> {
    let talk = Talk {
        rooms,
        posts: Some(posts),
        follower: None,
    };
    unfold(Some(talk), |talk| async {
        let mut talk = talk?;
        match talk.next().await.transpose()? {
            Ok(message) => Some((Ok(message), Some(talk))),
            Err(status) => Some((Err(status), None)),
        }
    })
}

struct Talk {
    rooms: Rooms,
    /// Gone when the client has posted all.
    posts: Option<Streaming<PostRequest>>,
    follower: Option<Follower>,
}

impl Talk {
    async fn next(&mut self) -> Result<Option<Message>, Status> {
        loop {
            let Some(posts) = &mut self.posts else {
                return follow(&mut self.follower).await.transpose();
            };
            tokio::select! {
                Some(message) = follow(&mut self.follower) => return message.map(Some),
                post = posts.message() => self.take(post?)?,
            }
        }
    }

    fn take(&mut self, post: Option<PostRequest>) -> Result<(), Status> {
        let Some(post) = post else {
            self.posts = None;
            self.follower.iter_mut().for_each(Follower::end_here);
            return Ok(());
        };
        let room = self.rooms.get(&post.room)?;
        if self.follower.is_none() {
            self.follower = Some(self.rooms.follow(&room.name, room.message_count)?);
        }
        self.rooms.post(vec![post]).map(drop)
    }
}

async fn follow(follower: &mut Option<Follower>) -> Option<Result<Message, Status>> {
    follower.as_mut()?.next().await
}
