-- Version 2. Undo, the codebook's history, guide items, duties, moments; an index that finds tags and people, too.

ALTER TABLE study ADD COLUMN typed_lead_in INTEGER NOT NULL DEFAULT 0;
ALTER TABLE study ADD COLUMN mark_lead_in INTEGER NOT NULL DEFAULT 10000;

ALTER TABLE tag ADD COLUMN parent TEXT REFERENCES tag (id);
ALTER TABLE tag ADD COLUMN effect TEXT;
ALTER TABLE tag ADD COLUMN edit TEXT;
UPDATE tag SET effect = CASE name
    WHEN 'private' THEN 'private' WHEN 'hunch' THEN 'hunch' WHEN 'led' THEN 'led' END;
-- What these tags do holds for the notes that have them already.
UPDATE note SET audience = 'own' WHERE EXISTS (
    SELECT 1 FROM json_each(note.tags) JOIN tag ON tag.id = json_each.value WHERE tag.effect IN ('private', 'led')
);

-- Other ids by which a tag is known: merged tags, and names that two people made at once.
CREATE TABLE tag_alias (
    id TEXT PRIMARY KEY,
    tag_id TEXT NOT NULL REFERENCES tag (id)
) STRICT, WITHOUT ROWID;

-- What became of the fields that an edit changed; none for edits that cannot be undone.
ALTER TABLE edit ADD COLUMN after TEXT;

-- What can be undone, in order: one action a command, in one context of one author.
CREATE TABLE action (
    seq INTEGER PRIMARY KEY,
    command_id TEXT NOT NULL UNIQUE,
    author TEXT NOT NULL,
    context TEXT NOT NULL,
    edits TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX action_by_author ON action (author, context, undone, seq);

CREATE TABLE item_run (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER,
    outcome TEXT,
    edit TEXT NOT NULL,
    PRIMARY KEY (session_id, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE duty (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    holder TEXT NOT NULL,
    holder_name TEXT NOT NULL,
    PRIMARY KEY (session_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE moment (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    note_id TEXT NOT NULL REFERENCES note (id),
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    present INTEGER NOT NULL,
    edit TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX moment_by_session ON moment (session_id, at);

CREATE TABLE witness (
    moment_id TEXT NOT NULL REFERENCES moment (id) ON DELETE CASCADE,
    author TEXT NOT NULL,
    note_id TEXT REFERENCES note (id),
    PRIMARY KEY (moment_id, author)
) STRICT, WITHOUT ROWID;
CREATE INDEX witness_by_note ON witness (note_id);
-- Marks are found by their key time when others press at the same moment.
CREATE INDEX mark_by_key ON note (session_id, typed_from) WHERE body IS NULL;

DROP TABLE note_search;
CREATE VIRTUAL TABLE note_search USING fts5 (
    body, terms, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
INSERT INTO note_search (note_search, rank) VALUES ('secure-delete', 1);
UPDATE study SET indexed_rev = 0;
