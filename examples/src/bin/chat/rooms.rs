//! The rooms and their messages, in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use tokio::sync::watch;
use tonic::Status;

use crate::proto::{Kind, Message, PostRequest, Room};

/// All rooms. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rooms {
    rooms: Arc<Mutex<BTreeMap<String, Log>>>,
}

/// One room and all that was ever said in it.
#[derive(Debug)]
struct Log {
    room: Room,
    messages: Vec<Message>,
    /// How many messages there are.
    count: watch::Sender<usize>,
}

impl Rooms {
    /// One room with three messages.
    pub(crate) fn with_lobby() -> Self {
        let rooms = Self::default();
        rooms
            .lock()
            .insert("lobby".to_owned(), Log::new("lobby", "everything"));
        let greetings = [
            "Welcome to the lobby.",
            "Open this page twice.",
            "Say something.",
        ];
        let posts = greetings.map(|text| PostRequest {
            room: "lobby".to_owned(),
            author: "host".to_owned(),
            text: text.to_owned(),
            kind: Kind::Notice.into(),
        });
        rooms.post(posts.into()).expect("the lobby is there");
        rooms
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Log>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The rooms of a topic, or all.
    pub(crate) fn list(&self, topic: &str) -> Vec<Room> {
        let rooms = self.lock();
        let rooms = rooms.values().map(Log::room);
        rooms
            .filter(|room| topic.is_empty() || room.topic == topic)
            .collect()
    }

    pub(crate) fn create(&self, name: &str, topic: &str) -> Result<Room, Status> {
        let mut rooms = self.lock();
        if rooms.contains_key(name) {
            return Err(Status::already_exists(format!(
                "room {name:?} exists already"
            )));
        }
        let log = rooms
            .entry(name.to_owned())
            .or_insert(Log::new(name, topic));
        Ok(log.room.clone())
    }

    pub(crate) fn get(&self, name: &str) -> Result<Room, Status> {
        let rooms = self.lock();
        rooms.get(name).map(Log::room).ok_or_else(|| no_room(name))
    }

    pub(crate) fn delete(&self, name: &str) -> Result<(), Status> {
        let removed = self.lock().remove(name);
        removed.map(drop).ok_or_else(|| no_room(name))
    }

    /// Stores all messages, or none if one of them names no room.
    pub(crate) fn post(&self, posts: Vec<PostRequest>) -> Result<Vec<Message>, Status> {
        let mut rooms = self.lock();
        if let Some(post) = posts.iter().find(|post| !rooms.contains_key(&post.room)) {
            return Err(no_room(&post.room));
        }
        let stored = posts
            .into_iter()
            .filter_map(|post| Some(rooms.get_mut(&post.room)?.append(post)));
        Ok(stored.collect())
    }

    /// Follows a room from the message after `after_seq` on, which must be there: who has seen more has seen another
    /// log, that of a server before this one, and would wait for messages that are not the next ones.
    pub(crate) fn follow(&self, name: &str, after_seq: i64) -> Result<Follower, Status> {
        let rooms = self.lock();
        let log = rooms.get(name).ok_or_else(|| no_room(name))?;
        let next = usize::try_from(after_seq).unwrap_or_default();
        if next > log.messages.len() {
            return Err(no_message(&log.room, after_seq));
        }
        Ok(Follower {
            rooms: self.clone(),
            name: name.to_owned(),
            next,
            end: usize::MAX,
            count: log.count.subscribe(),
        })
    }

    fn message(&self, name: &str, index: usize) -> Option<Message> {
        self.lock().get(name)?.messages.get(index).cloned()
    }
}

fn no_room(name: &str) -> Status {
    Status::not_found(format!("no room {name:?}"))
}

fn no_message(room: &Room, seq: i64) -> Status {
    let Room {
        name,
        message_count,
        ..
    } = room;
    Status::out_of_range(format!(
        "room {name:?} has no message {seq}, its last is {message_count}: follow it from the start"
    ))
}

fn deleted(name: &str) -> Status {
    Status::not_found(format!("room {name:?} was deleted"))
}

impl Log {
    fn new(name: &str, topic: &str) -> Self {
        Self {
            room: Room {
                name: name.to_owned(),
                topic: topic.to_owned(),
                message_count: 0,
                created_at: Some(SystemTime::now().into()),
                followers: 0,
            },
            messages: Vec::new(),
            count: watch::Sender::new(0),
        }
    }

    fn room(&self) -> Room {
        Room {
            followers: i32::try_from(self.count.receiver_count()).unwrap_or(i32::MAX),
            ..self.room.clone()
        }
    }

    fn append(&mut self, post: PostRequest) -> Message {
        self.room.message_count += 1;
        let message = Message {
            seq: self.room.message_count,
            room: post.room,
            author: post.author,
            text: post.text,
            kind: post.kind,
            sent_at: Some(SystemTime::now().into()),
        };
        self.messages.push(message.clone());
        self.count.send_replace(self.messages.len());
        message
    }
}

/// A reader of one room. It reads from the room's own log, so that a slow one loses nothing and costs nothing.
#[derive(Debug)]
pub(crate) struct Follower {
    rooms: Rooms,
    name: String,
    next: usize,
    end: usize,
    count: watch::Receiver<usize>,
}

impl Follower {
    /// Ends after so many messages.
    pub(crate) fn limit(&mut self, messages: usize) {
        self.end = self.next.saturating_add(messages);
    }

    /// Ends after the messages that are there now.
    pub(crate) fn end_here(&mut self) {
        self.end = *self.count.borrow();
    }

    /// The next message, when it is there. Dropping the future loses nothing.
    pub(crate) async fn next(&mut self) -> Option<Result<Message, Status>> {
        if self.next >= self.end {
            return None;
        }
        let there = self
            .count
            .wait_for(|count| *count > self.next)
            .await
            .is_ok();
        let Some(message) = there
            .then(|| self.rooms.message(&self.name, self.next))
            .flatten()
        else {
            self.end = 0;
            return Some(Err(deleted(&self.name)));
        };
        self.next += 1;
        Some(Ok(message))
    }
}
