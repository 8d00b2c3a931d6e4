//! The load: one thread, keep-alive connections, each request made and signed as it is sent.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use crate::form::Submissions;

/// Nobody takes longer, unless they are stuck.
const STUCK: Duration = Duration::from_secs(30);

/// When the next request goes out.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// As soon as the one before it on its connection is answered.
    Closed,
    /// So many a second, whatever the answers do. Each counts from the time at which it was due, so that a
    /// server that stalls is charged for everybody who would have come meanwhile.
    Fixed(f64),
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Answers {
    /// 200 with nothing in the body: stored.
    pub taken: u64,
    /// Anything else, or a connection that broke.
    pub other: u64,
    pub seconds: f64,
    sorted: Vec<Duration>,
}

impl Answers {
    pub fn per_second(&self) -> f64 {
        self.taken as f64 / self.seconds
    }

    /// Milliseconds that `share` of the answers stayed within.
    pub fn millis(&self, share: f64) -> f64 {
        let last = self.sorted.len().saturating_sub(1);
        let at = (self.sorted.len() as f64 * share) as usize;
        let found = self.sorted.get(at.min(last));
        found.map_or(f64::NAN, |d| d.as_secs_f64() * 1e3)
    }
}

struct Connection {
    stream: TcpStream,
    out: Vec<u8>,
    written: usize,
    read: Vec<u8>,
    /// Since when the request under way counts.
    since: Option<Instant>,
}

/// Sends for `time` and waits for the answers that are still missing then.
///
/// # Errors
/// When connections cannot be made, or answers stay out.
pub fn send(
    to: SocketAddr,
    connections: usize,
    pace: Pace,
    time: Duration,
    submissions: &mut Submissions,
) -> anyhow::Result<Answers> {
    let mut poll = Poll::new()?;
    let mut all = Vec::new();
    for index in 0..connections {
        all.push(Connection::open(&poll, to, index)?);
    }
    let mut answers = Answers::default();
    let mut idle: VecDeque<usize> = (0..connections).collect();
    let mut events = Events::with_capacity(connections);
    let start = Instant::now();
    let end = start + time;
    let mut sent = 0_u32;
    let mut under_way = 0;
    loop {
        let now = Instant::now();
        // What is due goes out on whatever is free.
        let next = loop {
            let due = match pace {
                Pace::Closed => now,
                Pace::Fixed(rate) => start + Duration::from_secs_f64(f64::from(sent) / rate),
            };
            if due >= end {
                break None;
            }
            let Some(index) = idle.front().copied().filter(|_| due <= now) else {
                break Some(due);
            };
            idle.pop_front();
            let connection = &mut all[index];
            submissions.next(&mut connection.out);
            (connection.written, connection.since) = (0, Some(due));
            connection.flush()?;
            sent += 1;
            under_way += 1;
        };
        if next.is_none() && under_way == 0 {
            break;
        }
        // The clock of poll is too coarse for a due time; this core is ours to spin on.
        let patience = match next.filter(|_| !idle.is_empty()) {
            Some(due) if due - now < Duration::from_millis(3) => Duration::ZERO,
            Some(due) => due - now - Duration::from_millis(2),
            None => STUCK,
        };
        poll.poll(&mut events, Some(patience))?;
        if events.is_empty() && patience == STUCK {
            anyhow::bail!("{under_way} requests got no answer within {STUCK:?}");
        }
        for event in &events {
            let index = event.token().0;
            let connection = &mut all[index];
            if event.is_writable() {
                connection.flush()?;
            }
            let answer = match connection.receive() {
                Ok(None) => continue,
                Ok(Some(taken)) => taken,
                Err(_) => {
                    let since = connection.since;
                    *connection = Connection::open(&poll, to, index)?;
                    if since.is_none() {
                        continue;
                    }
                    connection.since = since;
                    false
                }
            };
            let Some(since) = connection.since.take() else {
                anyhow::bail!("an answer that nobody asked for");
            };
            if answer {
                answers.taken += 1;
                answers.sorted.push(since.elapsed());
            } else {
                answers.other += 1;
            }
            under_way -= 1;
            idle.push_back(index);
        }
    }
    answers.seconds = start.elapsed().as_secs_f64();
    answers.sorted.sort_unstable();
    Ok(answers)
}

impl Connection {
    fn open(poll: &Poll, to: SocketAddr, index: usize) -> io::Result<Connection> {
        let stream = std::net::TcpStream::connect(to)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        let both = Interest::READABLE | Interest::WRITABLE;
        poll.registry().register(&mut stream, Token(index), both)?;
        Ok(Connection {
            stream,
            out: Vec::new(),
            written: 0,
            read: Vec::with_capacity(4096),
            since: None,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        while self.written < self.out.len() {
            match self.stream.write(&self.out[self.written..]) {
                Ok(count) => self.written += count,
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => break,
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    /// Whether the answer is there, and if so, whether it is 200 and empty.
    fn receive(&mut self) -> io::Result<Option<bool>> {
        let mut buffer = [0; 4096];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => self.read.extend_from_slice(&buffer[..count]),
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => break,
                Err(e) => return Err(e),
            }
        }
        let answer = answer(&self.read);
        if answer.is_some() {
            self.read.clear();
        }
        Ok(answer)
    }
}

/// As much of HTTP as four servers' empty answers need: a length, or chunks.
pub fn answer(read: &[u8]) -> Option<bool> {
    let head_end = read.windows(4).position(|w| w == b"\r\n\r\n")? + 4;
    let (head, body) = read.split_at(head_end);
    let head = std::str::from_utf8(head).ok()?.to_ascii_lowercase();
    let ok = head.starts_with("http/1.1 200 ");
    let length = head
        .split("\r\n")
        .find_map(|line| line.strip_prefix("content-length:"))
        .and_then(|l| l.trim().parse::<usize>().ok());
    match length {
        Some(length) => (body.len() >= length).then_some(ok && length == 0),
        None if head.contains("transfer-encoding: chunked") => body
            .ends_with(b"0\r\n\r\n")
            .then_some(ok && body == b"0\r\n\r\n"),
        None => Some(ok && body.is_empty()),
    }
}
