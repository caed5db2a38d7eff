//! The routes: join, rpc, feed, the list of commands, the pages. What is not named here is not served.

use crate::limits::Connection;
use crate::site::{Door, Shared, Site};
use crate::{auth, body, feed, guard, pages, tried};
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::permission::{Actor, Permission, permit};
use engine::{Newcomer, Proof, Scope};
use protocol::{Fault, FaultCode, TABLE};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

/// All of a listener's routes.
pub(crate) fn router(site: Shared) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/assets/{*path}", get(asset))
        .route("/api", get(api))
        .route("/join", post(join))
        .route("/rpc/{name}", post(rpc))
        .route("/feed", get(open_feed))
        .fallback(nothing)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(Arc::clone(&site), around))
        .with_state(site)
}

/// What holds for every request: the host, the headers, one line in the log.
async fn around(State(site): State<Shared>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = loggable(request.uri().path());
    let connection = request.extensions().get::<Arc<Connection>>().cloned();
    let mut response = match guard::announced(&site, request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(fault) => refused(fault),
    };
    let policy = match site.door {
        Door::Room => pages::ROOM_POLICY,
        Door::Console(_) => pages::CONSOLE_POLICY,
    };
    pages::secure(response.headers_mut(), policy);
    if connection.is_none_or(|connection| connection.is_stranger()) {
        // Places for people who have not joined are few: none is kept for later.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let millis = started.elapsed().as_millis();
    tracing::debug!(%method, path, status = response.status().as_u16(), millis, "answered");
    response
}

/// The path as the log may have it: no query, and nothing that the caller made up.
fn loggable(path: &str) -> &'static str {
    match path {
        "/" => "/",
        "/api" => "/api",
        "/join" => "/join",
        "/feed" => "/feed",
        _ if path.starts_with("/assets/") => "/assets",
        _ => match path.strip_prefix("/rpc/") {
            Some(name) => TABLE.iter().find(|row| row.name == name).map_or("/rpc", |row| row.name),
            None => "elsewhere",
        },
    }
}

fn files(site: &Site) -> &'static [pages::File] {
    match site.door {
        Door::Room => pages::ROOM,
        Door::Console(_) => pages::CONSOLE,
    }
}

async fn page(
    State(site): State<Shared>,
    Extension(connection): Extension<Arc<Connection>>,
    headers: HeaderMap,
) -> Response {
    tried::notice(&site, connection.address(), &headers);
    pages::answer(files(&site), "index.html", &headers)
        .expect("BUG: a page that is not built does not compile")
}

async fn asset(State(site): State<Shared>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    pages::answer(files(&site), &format!("assets/{path}"), &headers).unwrap_or_else(|| refused(missing()))
}

/// The commands, for people who script.
async fn api() -> Response {
    let commands = TABLE.iter().map(|row| {
        let fields = row.fields.iter().map(|field| json!({ "name": field.name, "type": field.kind }));
        json!({
            "name": row.name,
            "permission": row.permission.word(),
            "changes": row.changes,
            "fields": fields.collect::<Vec<_>>(),
            "answer": row.answer,
        })
    });
    Json(json!({ "commands": commands.collect::<Vec<_>>() })).into_response()
}

async fn join(
    State(site): State<Shared>,
    Extension(connection): Extension<Arc<Connection>>,
    request: Request,
) -> Response {
    let joining = async {
        let (parts, body) = request.into_parts();
        guard::own_page(&site, &parts.method, &parts.headers)?;
        guard::json(&parts.headers)?;
        site.gate.may_join(connection.address())?;
        let body = read(body, body::MEMBER, &site).await?;
        let network = network(&site, connection.address(), &parts.headers);
        let newcomer = Newcomer { network, ..newcomer(&body)? };
        let joined = auth::join(&site, &parts.headers, newcomer).await;
        if joined.is_err() {
            site.gate.failed_to_join(connection.address());
        }
        joined
    };
    match joining.await {
        Ok((me, cookie)) => {
            connection.joined();
            let role = me.role;
            tracing::info!(?role, "somebody joined");
            let cookie = HeaderValue::try_from(cookie).expect("BUG: ids and secrets are plain");
            ([(header::SET_COOKIE, cookie)], Json(json!({ "ok": { "me": me } }))).into_response()
        }
        Err(fault) => refused(fault),
    }
}

/// Who wants to come in, by what they sent: a link's token or a code, and a name.
fn newcomer(body: &Value) -> Result<Newcomer, Fault> {
    let unread = || {
        let message = "Send {\"token\": TEXT, \"name\": TEXT}, or \"code\" instead of \"token\".";
        Fault::new(FaultCode::Invalid, message)
    };
    let text = |name: &str| match body.get(name) {
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Null) | None => Ok(None),
        Some(_) => Err(unread()),
    };
    let proof = match (text("token")?, text("code")?) {
        (Some(token), None) => Proof::Link(token),
        (None, Some(code)) => Proof::Code(code),
        _ => return Err(unread()),
    };
    let name = text("name")?.unwrap_or_default();
    Ok(Newcomer { proof, name, person: text("person")?, network: None })
}

/// Where a member comes from, for the moderator: their address, or whoever brings their requests here.
fn network(site: &Site, peer: IpAddr, headers: &HeaderMap) -> Option<String> {
    match site.asked(headers) {
        Some(address) if address.public => Some(address.host.clone()),
        _ => Some(peer.to_string()),
    }
}

async fn rpc(
    State(site): State<Shared>,
    Extension(connection): Extension<Arc<Connection>>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let calling = async {
        let (parts, body) = request.into_parts();
        let mark = guard::own_page(&site, &parts.method, &parts.headers)?;
        let actor = auth::caller(&site, mark, &parts.headers)?;
        connection.joined();
        // Whatever the table does not give to a role is refused here, before anything of the request is read.
        let row = TABLE.iter().find(|row| row.name == name).ok_or_else(missing)?;
        permit(actor, row.permission)
            .map_err(|refusal| Fault::new(FaultCode::Forbidden, refusal.to_string()))?;
        guard::json(&parts.headers)?;
        if let Actor::Member(member, _) = actor
            && (row.changes || row.permission == Permission::Nudge)
        {
            site.gate.command(member)?;
        }
        let limit = match (&site.door, name.as_str()) {
            _ if name == "photo_add" && permit(actor, Permission::WriteNotes).is_ok() => body::PHOTO,
            (Door::Room, _) => body::MEMBER,
            (Door::Console(_), "import_files" | "import_preview") => body::FILES,
            (Door::Console(_), _) => body::CONSOLE,
        };
        let body = read(body, limit, &site).await?;
        site.engine.call(actor, &name, body).await
    };
    match calling.await {
        Ok(answer) => Json(json!({ "ok": answer })).into_response(),
        Err(fault) => refused(fault),
    }
}

async fn open_feed(
    State(site): State<Shared>,
    Extension(connection): Extension<Arc<Connection>>,
    query: Result<Query<HashMap<String, String>>, QueryRejection>,
    request: Request,
) -> Response {
    let opening = || {
        let mark = guard::own_page(&site, request.method(), request.headers())?;
        let actor = auth::caller(&site, mark, request.headers())?;
        connection.joined();
        let invalid =
            || Fault::new(FaultCode::Invalid, "Ask for /feed?scope=study or /feed?scope=session=ID.");
        let Query(query) = query.map_err(|_| invalid())?;
        let scope = Scope::parse(query.get("scope").ok_or_else(invalid)?).map_err(|_| invalid())?;
        let place = match actor {
            Actor::Member(member, _) => Some(site.gate.stream(member)?),
            Actor::Moderator => None,
        };
        let after = query.get("after").map(String::as_str);
        let network = network(&site, connection.address(), request.headers());
        Ok((site.engine.feed_from(actor, scope, after, network), place))
    };
    match opening() {
        Ok((stream, place)) => feed::answer(Arc::clone(&site), stream, place, connection),
        Err(fault) => refused(fault),
    }
}

/// The body as a JSON object.
async fn read(body: Body, limit: usize, site: &Site) -> Result<Value, Fault> {
    let bytes = body::read(body, limit, site.gate.limits.body).await?;
    match serde_json::from_slice(&bytes) {
        Ok(value @ Value::Object(_)) => Ok(value),
        _ => Err(Fault::new(FaultCode::Invalid, "The body must be one JSON object. Nothing was changed.")),
    }
}

async fn nothing() -> Response {
    refused(missing())
}

fn missing() -> Fault {
    Fault::new(FaultCode::NotFound, "There is nothing here. The room is at /, its commands at /api.")
}

async fn wrong_method() -> Response {
    let fault = Fault::new(FaultCode::Invalid, "This address is asked in another way: see /api.");
    let mut response = refused(fault);
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

/// A fault as an answer.
fn refused(fault: Fault) -> Response {
    let status = StatusCode::from_u16(fault.code.status()).expect("BUG: every code has a status");
    let mut response = (status, Json(json!({ "fault": fault }))).into_response();
    if let Some(seconds) = fault.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}
