//! A small HTTP/1.1 client that sends exactly what it is told, right or wrong, one request per connection.

use serde_json::Value;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// One request. Nothing is added to it but `Content-Length` and `Connection: close`.
#[derive(Debug, Clone)]
pub struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// A request without headers or body; `target` is a path with its query.
    #[must_use]
    pub fn new(method: &str, target: &str) -> Self {
        Self { method: method.to_owned(), target: target.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    /// Adds a header, a second time too.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the body to these bytes.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the body and its content type.
    #[must_use]
    pub fn json(self, value: &Value) -> Self {
        self.header("Content-Type", "application/json").body(value.to_string())
    }

    /// Sends it and reads the whole answer.
    ///
    /// # Errors
    /// When the connection breaks, `limit` passes between two reads, or the answer is not HTTP.
    pub fn send(&self, address: SocketAddr, limit: Duration) -> io::Result<Response> {
        let (mut response, mut body) = self.open(address, limit)?;
        body.read_to_end(&mut response.body)?;
        Ok(response)
    }

    /// Sends it and reads the answer's head; the body is read as it comes, for event streams.
    ///
    /// # Errors
    /// As [`Request::send`].
    pub fn open(&self, address: SocketAddr, limit: Duration) -> io::Result<(Response, Body)> {
        let mut connection = TcpStream::connect_timeout(&address, limit)?;
        connection.set_read_timeout(Some(limit))?;
        connection.set_write_timeout(Some(limit))?;
        connection.set_nodelay(true)?;
        connection.write_all(&self.bytes())?;
        let mut reader = BufReader::new(connection);
        let response = read_head(&mut reader)?;
        let framing = match (response.header("transfer-encoding"), response.header("content-length")) {
            (Some(coding), _) if coding.eq_ignore_ascii_case("chunked") => {
                Framing::Chunked { left: 0, first: true }
            }
            (_, Some(length)) => Framing::Length(length.parse().map_err(|_| broken("a bad Content-Length"))?),
            _ if matches!(response.status, 100..200 | 204 | 304) => Framing::Length(0),
            _ => Framing::UntilClosed,
        };
        Ok((response, Body { reader, framing }))
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.body.is_empty() || self.method == "POST" {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        head.push_str("Connection: close\r\n\r\n");
        [head.as_bytes(), &self.body].concat()
    }
}

/// An answer.
#[derive(Debug, Clone, Default)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header names as sent, with their values, in order.
    pub headers: Vec<(String, String)>,
    /// The body without its transfer coding.
    pub body: Vec<u8>,
}

impl Response {
    /// The first header of this name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.as_str())
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is something else.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in an answer {}: {}", self.status, self.text()))
    }
}

/// A body that is still coming in.
#[derive(Debug)]
pub struct Body {
    reader: BufReader<TcpStream>,
    framing: Framing,
}

#[derive(Debug)]
enum Framing {
    Length(u64),
    Chunked { left: u64, first: bool },
    UntilClosed,
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.framing {
            Framing::UntilClosed => self.reader.read(buffer),
            Framing::Length(left) => {
                let count = (&mut self.reader).take(*left).read(buffer)?;
                *left -= count as u64;
                Ok(count)
            }
            Framing::Chunked { left, first } => {
                if *left == 0 {
                    let mut line = String::new();
                    if !*first {
                        self.reader.read_line(&mut line)?;
                        line.clear();
                    }
                    *first = false;
                    self.reader.read_line(&mut line)?;
                    let size = line.trim().split(';').next().unwrap_or_default();
                    *left = u64::from_str_radix(size, 16).map_err(|_| broken("a bad chunk"))?;
                    if *left == 0 {
                        self.framing = Framing::Length(0);
                        return Ok(0);
                    }
                }
                let count = (&mut self.reader).take(*left).read(buffer)?;
                *left -= count as u64;
                Ok(count)
            }
        }
    }
}

/// The events of an event stream, one after the other.
#[derive(Debug)]
pub struct Events(BufReader<Body>);

impl Events {
    /// Reads a body as an event stream.
    #[must_use]
    pub fn of(body: Body) -> Self {
        Self(BufReader::new(body))
    }

    /// The next event with data, or none at the stream's end.
    ///
    /// # Errors
    /// When the connection breaks, or nothing comes within the request's limit.
    pub fn next_event(&mut self) -> io::Result<Option<Event>> {
        let mut event = Event::default();
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Ok(None);
            }
            let line = line.trim_end_matches(['\r', '\n']);
            let (field, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            match field {
                "" if line.is_empty() && !event.data.is_empty() => return Ok(Some(event)),
                "id" => value.clone_into(&mut event.id),
                "event" => value.clone_into(&mut event.kind),
                "data" if event.data.is_empty() => value.clone_into(&mut event.data),
                "data" => event.data.extend(["\n", value]),
                _ => {}
            }
        }
    }
}

/// One event of a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// The last `id` field, or nothing.
    pub id: String,
    /// The `event` field, or nothing.
    pub kind: String,
    /// The data lines, joined.
    pub data: String,
}

fn read_head(reader: &mut impl BufRead) -> io::Result<Response> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
    let mut response =
        Response { status: status.ok_or_else(|| broken("no status line"))?, ..Response::default() };
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { return Ok(response) };
        response.headers.push((name.to_owned(), value.trim().to_owned()));
    }
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the answer has {what}"))
}
