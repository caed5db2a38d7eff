//! A small HTTP/1.1 client that sends exactly what it is told, right or wrong.

use serde_json::Value;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long a test waits for anything.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// Something that bytes go through: a socket, or TLS on one.
pub(crate) trait Wire: Read + Write + Send {}
impl<W: Read + Write + Send> Wire for W {}

#[derive(Clone, Debug)]
pub(crate) struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    pub(crate) address: SocketAddr,
}

impl Request {
    pub(crate) fn new(address: SocketAddr, method: &str, target: &str) -> Self {
        let (method, target) = (method.to_owned(), target.to_owned());
        Self { method, target, headers: Vec::new(), body: Vec::new(), address }
    }

    /// Sets a header, in place of one of that name.
    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        self.without(name).and_header(name, value)
    }

    /// Adds a header, besides one of that name.
    pub(crate) fn and_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("Content-Type", "application/json").body(body.to_string())
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let length = ["content-length", "transfer-encoding"];
        if self.method == "POST"
            && !self.headers.iter().any(|(name, _)| length.contains(&&*name.to_lowercase()))
        {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        [head.as_bytes(), b"\r\n", &self.body].concat()
    }

    /// Sends it on a connection of its own and reads the whole answer.
    pub(crate) fn send(&self) -> Response {
        self.send_over(Box::new(connect(self.address)))
    }

    /// Sends it through a wire and reads the whole answer.
    pub(crate) fn send_over(&self, mut wire: Box<dyn Wire>) -> Response {
        // A server that refuses early may close before it has read everything.
        let _ = wire.write_all(&self.bytes());
        let (mut response, mut body) = read_head(wire).expect("an answer");
        body.read_to_end(&mut response.body).expect("a whole body");
        response
    }

    /// Sends it and reads the answer's head; the body is read as it comes.
    pub(crate) fn open(&self) -> (Response, Body) {
        let mut wire = connect(self.address);
        wire.write_all(&self.bytes()).expect("a request");
        read_head(Box::new(wire)).expect("an answer")
    }
}

pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let wire = TcpStream::connect_timeout(&address, PATIENCE).expect("a connection");
    wire.set_read_timeout(Some(PATIENCE)).unwrap();
    wire
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.text()))
    }

    /// The fault's code.
    #[track_caller]
    pub(crate) fn code(&self) -> String {
        self.json()["fault"]["code"].as_str().unwrap_or("no fault").to_owned()
    }
}

pub(crate) struct Body {
    reader: BufReader<Box<dyn Wire>>,
    framing: Framing,
}

enum Framing {
    Length(u64),
    Chunks { left: u64, first: bool },
    UntilClosed,
}

impl Read for Body {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = match &mut self.framing {
            Framing::UntilClosed => return self.reader.read(into),
            Framing::Length(left) => left,
            Framing::Chunks { left, first } => {
                if *left == 0 {
                    let mut line = String::new();
                    if !*first {
                        self.reader.read_line(&mut line)?;
                    }
                    *first = false;
                    line.clear();
                    if self.reader.read_line(&mut line)? == 0 {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                    *left = u64::from_str_radix(line.trim(), 16).map_err(|_| io::ErrorKind::InvalidData)?;
                    if *left == 0 {
                        self.framing = Framing::Length(0);
                        return Ok(0);
                    }
                }
                left
            }
        };
        let count = (&mut self.reader).take(*left).read(into)?;
        *left -= count as u64;
        Ok(count)
    }
}

pub(crate) fn read_head(wire: Box<dyn Wire>) -> io::Result<(Response, Body)> {
    let mut reader = BufReader::new(wire);
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let status =
        line.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    let mut response = Response { status, ..Response::default() };
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        response.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let framing = match (response.header("transfer-encoding"), response.header("content-length")) {
        (Some(_), _) => Framing::Chunks { left: 0, first: true },
        (_, Some(length)) => Framing::Length(length.parse().map_err(|_| io::ErrorKind::InvalidData)?),
        _ => Framing::UntilClosed,
    };
    Ok((response, Body { reader, framing }))
}

/// The events of a stream.
pub(crate) struct Events(BufReader<Body>);

impl Events {
    pub(crate) fn of(body: Body) -> Self {
        Self(BufReader::new(body))
    }

    /// The next event's id and data; none when the stream ended as it should.
    pub(crate) fn next(&mut self) -> io::Result<Option<(Option<String>, Value)>> {
        let (mut id, mut data) = (None, None);
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Ok(None);
            }
            match line.trim_end().split_once(':') {
                Some(("id", value)) => id = Some(value.trim().to_owned()),
                Some(("data", value)) => data = serde_json::from_str(value).ok(),
                _ => {}
            }
            if line.trim_end().is_empty()
                && let Some(data) = data.take()
            {
                return Ok(Some((id, data)));
            }
        }
    }

    /// Events up to and with the first of a type.
    #[track_caller]
    pub(crate) fn until(&mut self, kind: &str) -> Vec<(Option<String>, Value)> {
        let mut events = Vec::new();
        loop {
            let event = self.next().expect("an event in time").expect("the stream goes on");
            let found = event.1["type"] == kind;
            events.push(event);
            if found {
                return events;
            }
        }
    }
}
