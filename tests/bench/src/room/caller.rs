//! Somebody in the room, or the moderator: one connection that is kept for commands, and streams.

use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// Somebody who joined.
pub struct Caller {
    host: String,
    id: String,
    cookie: String,
    connection: BufReader<TcpStream>,
}

impl Caller {
    /// Comes in by a link.
    pub fn join(link: &str, name: &str) -> Self {
        let (base, token) = link.split_once("/#").expect("BUG: a link has a token");
        let host = base.trim_start_matches("http://").to_owned();
        let connection = connect(&host);
        let mut caller = Self { host, id: "join".to_owned(), cookie: String::new(), connection };
        let body = json!({"token": token, "name": name});
        let (cookie, answer) = caller.post("/join", &body).expect("the room answers");
        caller.id = answer["ok"]["me"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        caller.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        caller
    }

    /// Carries out a command that must succeed.
    pub fn call(&mut self, name: &str, body: &Value) -> Value {
        let path = format!("/rpc/{name}");
        let answered = self.post(&path, body).or_else(|_| {
            // An idle connection is closed after a while, and asking twice is harmless.
            self.connection = connect(&self.host);
            self.post(&path, body)
        });
        let (_, mut answer) = answered.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(answer["ok"].is_object(), "{name}: {answer}");
        answer["ok"].take()
    }

    /// Asks on a connection of its own for a session's stream, from a cursor on.
    pub fn follow(&self, session: &str, after: &str) -> io::Result<TcpStream> {
        let mut connection = TcpStream::connect(&self.host)?;
        let Self { host, id, cookie, .. } = self;
        let after = if after.is_empty() { String::new() } else { format!("&after={after}") };
        let request = format!(
            "GET /feed?scope=session={session}{after} HTTP/1.1\r\nHost: {host}\r\nX-Backroom: {id}\r\n\
             Cookie: {cookie}\r\n\r\n"
        );
        connection.write_all(request.as_bytes())?;
        Ok(connection)
    }

    /// The cookie that the answer sets, and the answer.
    fn post(&mut self, path: &str, body: &Value) -> io::Result<(String, Value)> {
        let Self { host, id, cookie, .. } = self;
        let body = body.to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nX-Backroom: {id}\r\nCookie: {cookie}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.connection.get_mut().write_all(request.as_bytes())?;
        let (mut line, mut length, mut cookie) = (String::new(), 0, String::new());
        loop {
            line.clear();
            if self.connection.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match line.trim_end().split_once(": ") {
                Some(("content-length", value)) => length = value.parse().map_err(io::Error::other)?,
                Some(("set-cookie", value)) => value.clone_into(&mut cookie),
                Some(_) => {}
                None if line.trim_end().is_empty() => break,
                // The status says nothing that the answer does not.
                None => {}
            }
        }
        let mut answer = vec![0; length];
        self.connection.read_exact(&mut answer)?;
        Ok((cookie, serde_json::from_slice(&answer)?))
    }
}

fn connect(host: &str) -> BufReader<TcpStream> {
    let connection = TcpStream::connect(host).expect("the room is open");
    connection.set_nodelay(true).expect("a socket can be told not to wait");
    BufReader::new(connection)
}
