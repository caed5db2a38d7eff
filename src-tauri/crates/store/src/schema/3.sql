-- Version 3. The day: reserves, consent by seat, tasks' clocks, what a study aims at.

ALTER TABLE study ADD COLUMN segment TEXT;
ALTER TABLE study ADD COLUMN quotas TEXT NOT NULL DEFAULT '[]';
ALTER TABLE study ADD COLUMN build TEXT;
ALTER TABLE study ADD COLUMN inbox_folder TEXT;
ALTER TABLE study ADD COLUMN guide_path TEXT;

ALTER TABLE participant ADD COLUMN incentive TEXT;
ALTER TABLE participant ADD COLUMN incentive_paid INTEGER NOT NULL DEFAULT 0;

ALTER TABLE slot ADD COLUMN fixed INTEGER NOT NULL DEFAULT 0;
CREATE TABLE on_call (
    slot_id TEXT NOT NULL REFERENCES slot (id) ON DELETE CASCADE,
    participant_id TEXT NOT NULL REFERENCES participant (id),
    PRIMARY KEY (slot_id, participant_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE seat ADD COLUMN consent TEXT;

ALTER TABLE session ADD COLUMN recording_checked_at INTEGER;
ALTER TABLE session ADD COLUMN right_person TEXT;
ALTER TABLE session ADD COLUMN build TEXT;
ALTER TABLE session ADD COLUMN section_order TEXT;
ALTER TABLE session ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
-- What the one decision of before was, each seat's is.
UPDATE seat SET consent = (SELECT consent FROM session WHERE session.id = seat.session_id);

ALTER TABLE item_run ADD COLUMN started_at INTEGER;
ALTER TABLE item_run ADD COLUMN stopped_at INTEGER;
ALTER TABLE item_run ADD COLUMN took INTEGER;
ALTER TABLE item_run ADD COLUMN assists INTEGER NOT NULL DEFAULT 0;
ALTER TABLE item_run ADD COLUMN errors INTEGER NOT NULL DEFAULT 0;
ALTER TABLE item_run ADD COLUMN seq INTEGER;

-- Plan, off the record and erasing.
-- When what an edit holds was captured: its first and last key.
ALTER TABLE edit ADD COLUMN typed_from INTEGER;
ALTER TABLE edit ADD COLUMN typed_to INTEGER;
-- The session that it was captured in.
ALTER TABLE erased ADD COLUMN session_id TEXT;
-- Bytes of what was erased may still be in the study's files.
ALTER TABLE study ADD COLUMN unclean INTEGER NOT NULL DEFAULT 0;

-- Answers from files, and how their columns were read.
CREATE TABLE answer_source (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    -- What was asked: a JSON array of texts.
    columns TEXT NOT NULL,
    -- All columns of the file, and what its content comes to: what tells the same file when it comes again.
    headers TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE answer_row (
    source_id TEXT NOT NULL REFERENCES answer_source (id) ON DELETE CASCADE,
    row INTEGER NOT NULL,
    -- What the row is recognised by when the file comes again.
    key TEXT NOT NULL,
    participant_id TEXT REFERENCES participant (id),
    at TEXT,
    -- A JSON array of texts, one for each of the source's columns.
    answers TEXT NOT NULL,
    PRIMARY KEY (source_id, row),
    UNIQUE (source_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_row_by_participant ON answer_row (participant_id);
-- The file that a slot was imported from.
ALTER TABLE slot ADD COLUMN source_file TEXT;
CREATE TABLE column_choice (
    -- The columns' names, sorted: a JSON array of texts.
    headers TEXT PRIMARY KEY,
    -- A JSON object: what each column is.
    choices TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Forms.
CREATE TABLE form (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    participant_id TEXT NOT NULL REFERENCES participant (id),
    kind TEXT NOT NULL,
    -- A JSON array of numbers, one for each item.
    answers TEXT NOT NULL,
    edit TEXT NOT NULL,
    PRIMARY KEY (session_id, participant_id, kind)
) STRICT, WITHOUT ROWID;

-- Photos and the inbox.
CREATE TABLE photo (
    id TEXT PRIMARY KEY,
    note_id TEXT NOT NULL REFERENCES note (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    picture BLOB NOT NULL
) STRICT;
CREATE INDEX photo_by_note ON photo (note_id);

-- Files found in the inbox, by their content's SHA-256.
CREATE TABLE inbox_item (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    found_at INTEGER NOT NULL,
    says TEXT NOT NULL,
    session_id TEXT REFERENCES session (id) ON DELETE SET NULL,
    note_id TEXT REFERENCES note (id) ON DELETE SET NULL,
    missing INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
