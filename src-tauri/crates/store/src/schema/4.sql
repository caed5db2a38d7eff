-- Version 4. The room: who comes in by which link, questions on their way, what others saw too, debriefs.

ALTER TABLE study ADD COLUMN observers_read TEXT NOT NULL DEFAULT 'all';
UPDATE study SET observers_read = CASE WHEN observers_read_notes THEN 'all' ELSE 'none' END;
ALTER TABLE study DROP COLUMN observers_read_notes;
ALTER TABLE study ADD COLUMN observers_see_names INTEGER NOT NULL DEFAULT 0;

-- The room may join the call.
ALTER TABLE session ADD COLUMN watch INTEGER NOT NULL DEFAULT 0;

ALTER TABLE note ADD COLUMN passed INTEGER NOT NULL DEFAULT 0;
-- Observers read the words as they were written.
ALTER TABLE note ADD COLUMN lifted INTEGER NOT NULL DEFAULT 0;
CREATE TABLE saw_too (
    note_id TEXT NOT NULL REFERENCES note (id) ON DELETE CASCADE,
    member_id TEXT NOT NULL REFERENCES member (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (note_id, member_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE question ADD COLUMN merged_into TEXT REFERENCES question (id) ON DELETE SET NULL;
CREATE INDEX question_by_target ON question (merged_into);
-- Section and item of the session's guide, and what that says.
ALTER TABLE question ADD COLUMN guide_item TEXT;
ALTER TABLE question ADD COLUMN covered_by TEXT;
ALTER TABLE question ADD COLUMN passed_at INTEGER;
ALTER TABLE question ADD COLUMN passed_by TEXT;
ALTER TABLE question ADD COLUMN lifted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE question ADD COLUMN joined INTEGER NOT NULL DEFAULT 0;
ALTER TABLE question ADD COLUMN joined_of INTEGER NOT NULL DEFAULT 0;
-- Nobody has taken up what a session that is over left.
UPDATE question SET status = 'parked' WHERE status = 'suggested'
    AND session_id IN (SELECT id FROM session WHERE ended_at IS NOT NULL);
CREATE TABLE question_note (
    question_id TEXT NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    note_id TEXT NOT NULL REFERENCES note (id) ON DELETE CASCADE,
    PRIMARY KEY (question_id, note_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE question_vote (
    question_id TEXT NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    member_id TEXT NOT NULL REFERENCES member (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (question_id, member_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE member ADD COLUMN admitted INTEGER NOT NULL DEFAULT 1;
-- The one session that their link is for.
ALTER TABLE member ADD COLUMN session_id TEXT;
-- SHA-256 of what their browser calls itself, so that who comes again another day is counted once.
ALTER TABLE member ADD COLUMN person BLOB;
ALTER TABLE link ADD COLUMN id TEXT;
UPDATE link SET id = lower(substr(hex(token_hash), 1, 8) || '-' || substr(hex(token_hash), 9, 4) || '-4'
    || substr(hex(token_hash), 14, 3) || '-8' || substr(hex(token_hash), 18, 3) || '-'
    || substr(hex(token_hash), 21, 12));
ALTER TABLE link ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE link ADD COLUMN expires_at INTEGER;
ALTER TABLE link ADD COLUMN people INTEGER;
ALTER TABLE link ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
ALTER TABLE link ADD COLUMN session_id TEXT;

-- When somebody had a page open while a session was open to the room.
CREATE TABLE attendance (
    member_id TEXT NOT NULL REFERENCES member (id),
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    from_at INTEGER NOT NULL,
    to_at INTEGER,
    PRIMARY KEY (member_id, session_id, from_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE debrief (
    session_id TEXT PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    started_at INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    revealed_at INTEGER,
    edit TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE entry (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    text TEXT NOT NULL,
    group_id TEXT,
    lifted INTEGER NOT NULL DEFAULT 0,
    author TEXT NOT NULL,
    author_name TEXT NOT NULL,
    joined INTEGER NOT NULL,
    joined_of INTEGER NOT NULL,
    typed_from INTEGER NOT NULL,
    typed_to INTEGER NOT NULL,
    edit TEXT NOT NULL,
    UNIQUE (session_id, author, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE decision (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    build_before TEXT,
    build TEXT,
    made_at INTEGER NOT NULL,
    author TEXT NOT NULL,
    author_name TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    edit TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_by_session ON decision (session_id);
