-- Version 1. Times are UTC milliseconds; ids are UUIDs in text; lists are JSON arrays.

CREATE TABLE study (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    feed_id TEXT NOT NULL,
    title TEXT NOT NULL,
    zone TEXT NOT NULL,
    moderator_name TEXT NOT NULL,
    observers_read_notes INTEGER NOT NULL DEFAULT 1,
    observers_see_guide INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    indexed_rev INTEGER NOT NULL DEFAULT 0,
    room_port INTEGER,
    room_open TEXT,
    retention_date TEXT
) STRICT;

CREATE TABLE participant (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    zone TEXT,
    attributes TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;

-- Real names and contacts: alone, so that forgetting them is one row.
CREATE TABLE identity (
    participant_id TEXT PRIMARY KEY REFERENCES participant (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    contact TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE slot (
    id TEXT PRIMARY KEY,
    date TEXT NOT NULL,
    start_minute INTEGER NOT NULL,
    length_minutes INTEGER NOT NULL,
    zone TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    moved_to TEXT REFERENCES slot (id),
    removed INTEGER NOT NULL DEFAULT 0,
    source_uid TEXT UNIQUE,
    source_sequence INTEGER,
    edit TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX slot_by_date ON slot (date);

CREATE TABLE guide (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    source TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    slot_id TEXT NOT NULL UNIQUE REFERENCES slot (id),
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    started_at INTEGER,
    ended_at INTEGER,
    debrief_closed_at INTEGER,
    guide_id TEXT REFERENCES guide (id),
    meeting_link TEXT,
    consent TEXT,
    override_reason TEXT,
    edit TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX session_live ON session ((1)) WHERE status IN ('live', 'on_break');

CREATE TABLE seat (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    participant_id TEXT NOT NULL REFERENCES participant (id),
    status TEXT NOT NULL DEFAULT 'expected',
    PRIMARY KEY (session_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX seat_by_participant ON seat (participant_id);

-- Breaks and gaps on the session clock.
CREATE TABLE interval (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    from_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    to_at INTEGER,
    PRIMARY KEY (session_id, from_at, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    color TEXT NOT NULL,
    hotkey TEXT UNIQUE,
    description TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL REFERENCES session (id),
    at INTEGER NOT NULL,
    typed_from INTEGER NOT NULL,
    typed_to INTEGER NOT NULL,
    body TEXT,
    tags TEXT NOT NULL,
    who TEXT NOT NULL,
    severity INTEGER,
    audience TEXT NOT NULL,
    starred INTEGER NOT NULL DEFAULT 0,
    author TEXT NOT NULL,
    author_name TEXT NOT NULL,
    checked INTEGER NOT NULL DEFAULT 0,
    edited INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    edit TEXT NOT NULL
) STRICT;
CREATE INDEX note_by_session ON note (session_id, at);

-- The index keeps its own text, so that erasing from it leaves nothing; it is filled after the answer.
CREATE VIRTUAL TABLE note_search USING fts5 (body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
INSERT INTO note_search (note_search, rank) VALUES ('secure-delete', 1);

CREATE TABLE member (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    left_at INTEGER,
    cookie_hash BLOB,
    cookie_until INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
    token_hash BLOB PRIMARY KEY,
    role TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE question (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id),
    text TEXT NOT NULL,
    when_to_ask TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    asker TEXT NOT NULL,
    asker_name TEXT NOT NULL,
    suggested_at INTEGER NOT NULL,
    asked_at INTEGER,
    edit TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was before each edit, newest reached from the entity's own row, older ones through the parent.
CREATE TABLE edit (
    id TEXT PRIMARY KEY,
    parent TEXT,
    kind TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    command_id TEXT NOT NULL,
    device TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    before TEXT
) STRICT, WITHOUT ROWID;

-- That something changed, without what: the audit trail and the feed's order. Local to this file.
CREATE TABLE change (
    rev INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    command_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    audience INTEGER NOT NULL,
    audience_member TEXT
) STRICT;
CREATE INDEX change_by_entity ON change (kind, entity_id);

-- Answers, so that a repeated command gets the first one.
CREATE TABLE command (
    id TEXT PRIMARY KEY,
    actor TEXT NOT NULL,
    digest BLOB NOT NULL,
    answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Ids of what was erased: they are never made again.
CREATE TABLE erased (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
