//! The outer door: the public port, which lets one small request per connection through to tiny_http.
//!
//! tiny_http bounds neither a head's size nor its time nor the number of connections. Here each connection has a thread of
//! its own within a fixed number of places; it reads and checks the head, hands it on in its own words (`head`), and copies the
//! answer back. A slow client holds its own place only, and only for as long as the limits say.
#![expect(clippy::disallowed_methods, reason = "cli measures how long a client takes")]

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::{SocketAddr as UnixAddr, UnixStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::cli::serve::Limits;
use crate::cli::serve::head::{Head, Refusal, end, parse};
use crate::cli::serve::reload::EVENTS;
use crate::cli::serve::slots::Slots;

/// What the threads of all connections share.
pub(crate) struct Guard {
    hosts: Vec<String>,
    inner: UnixAddr,
    limits: Limits,
}

impl Guard {
    /// A guard for a public address, in front of a socket.
    pub(crate) fn new(public: SocketAddr, inner: UnixAddr, limits: Limits) -> Self {
        let port = public.port();
        let names = ["127.0.0.1", "localhost", "[::1]"];
        let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
        if port == 80 {
            hosts.extend(names.map(str::to_owned));
        }
        Self { hosts, inner, limits }
    }

    /// Accepts connections for ever.
    pub(crate) fn run(self, listener: &TcpListener) {
        let slots = Slots::new(self.limits.connections);
        let shared = Arc::new(self);
        loop {
            let slot = slots.wait();
            let Ok((client, _)) = listener.accept() else {
                // Out of file handles, most likely: wait for connections to end.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            let guard = Arc::clone(&shared);
            // Without a thread the connection is closed, and with it its place given back.
            let _ = thread::Builder::new().name("client".to_owned()).spawn(move || {
                let _slot = slot;
                // The client's end of a failure is a closed connection; there is nobody else to tell.
                let _ = guard.attend(client);
            });
        }
    }

    fn attend(&self, mut client: TcpStream) -> std::io::Result<()> {
        client.set_nodelay(true)?;
        client.set_write_timeout(Some(self.limits.write_time))?;
        let vetted = match self.read_head(&mut client)? {
            Ok(bytes) => parse(&bytes, &self.hosts, &self.limits),
            Err(refusal) => Err(refusal),
        };
        match vetted {
            Ok(head) => self.relay(&head, &mut client)?,
            Err(refusal) => client.write_all(refused(refusal).as_bytes())?,
        }
        self.linger(&mut client)
    }

    /// The bytes of one head, within its limits of size and time. What follows it would be a body or a second request.
    fn read_head(&self, client: &mut TcpStream) -> std::io::Result<Result<Vec<u8>, Refusal>> {
        let deadline = Instant::now() + self.limits.head_time;
        let mut read = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(Err(Refusal(408, "the head took too long")));
            }
            client.set_read_timeout(Some(left))?;
            match client.read(&mut buffer) {
                Ok(0) if read.is_empty() => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(0) => return Ok(Err(Refusal(400, "head without end"))),
                Ok(count) => read.extend_from_slice(&buffer[..count]),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            match end(&read, &self.limits) {
                Ok(None) => {}
                Ok(Some(at)) if at == read.len() => return Ok(Ok(read)),
                Ok(Some(_)) => return Ok(Err(Refusal(400, "one request per connection"))),
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
    }

    fn relay(&self, head: &Head, client: &mut TcpStream) -> std::io::Result<()> {
        let endless = head.target == EVENTS;
        let deadline = (!endless).then(|| Instant::now() + self.limits.answer_time);
        let Ok(mut inner) = UnixStream::connect_addr(&self.inner) else {
            return client.write_all(refused(Refusal(503, "the server is busy")).as_bytes());
        };
        inner.set_read_timeout(Some(self.limits.answer_time))?;
        inner.write_all(head.rewritten().as_bytes())?;
        let mut buffer = vec![0; 16 * 1024];
        let mut first_line = Some(Vec::new());
        loop {
            let count = match inner.read(&mut buffer) {
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if count == 0 {
                return Ok(());
            }
            let chunk = &buffer[..count];
            let Some(mut line) = first_line.take() else {
                send(client, chunk, deadline)?;
                continue;
            };
            // tiny_http does not let its users say that the connection ends, so it is said here, after the status line.
            line.extend_from_slice(chunk);
            match line.windows(2).position(|pair| pair == b"\r\n") {
                Some(at) => {
                    line.splice(at..at, *b"\r\nConnection: close");
                    send(client, &line, deadline)?;
                }
                None => first_line = Some(line),
            }
        }
    }

    /// Ends the connection so that the client can read the whole answer: closing with unread bytes would destroy it.
    fn linger(&self, client: &mut TcpStream) -> std::io::Result<()> {
        client.shutdown(Shutdown::Write)?;
        let deadline = Instant::now() + self.limits.linger;
        let mut buffer = [0; 4096];
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            client.set_read_timeout(Some(left))?;
            if client.read(&mut buffer)? == 0 {
                return Ok(());
            }
        }
    }
}

fn send(client: &mut TcpStream, mut bytes: &[u8], deadline: Option<Instant>) -> std::io::Result<()> {
    while !bytes.is_empty() {
        if deadline.is_some_and(|deadline| Instant::now() > deadline) {
            return Err(ErrorKind::TimedOut.into());
        }
        match client.write(bytes) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn refused(Refusal(status, why): Refusal) -> String {
    let allow = if status == 405 { "Allow: GET, HEAD\r\n" } else { "" };
    format!(
        "HTTP/1.1 {status} Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n{allow}\r\n{why}\n",
        why.len() + 1
    )
}
