/** What was said in sessions, in writing and aloud, and the files that are made of it. */
export const sessionFiles = `
CREATE TABLE session_chat_messages (
  pk INTEGER PRIMARY KEY,
  session_pk INTEGER NOT NULL REFERENCES sessions (pk) ON DELETE CASCADE,
  session_participant_pk INTEGER NOT NULL REFERENCES session_participants (pk) ON DELETE CASCADE,
  id TEXT NOT NULL,
  payload_type TEXT NOT NULL,
  payload TEXT NOT NULL,
  pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)),
  is_edited INTEGER NOT NULL CHECK (is_edited IN (0, 1)),
  created_at INTEGER NOT NULL,
  UNIQUE (session_pk, id)
) STRICT;
CREATE INDEX session_chat_messages_by_time ON session_chat_messages (session_pk, created_at);
CREATE INDEX session_chat_messages_by_participant ON session_chat_messages (session_participant_pk);

CREATE TABLE session_transcript_lines (
  pk INTEGER PRIMARY KEY,
  session_pk INTEGER NOT NULL REFERENCES sessions (pk) ON DELETE CASCADE,
  session_participant_pk INTEGER NOT NULL REFERENCES session_participants (pk) ON DELETE CASCADE,
  start_ms INTEGER NOT NULL CHECK (start_ms >= 0),
  end_ms INTEGER NOT NULL CHECK (end_ms >= start_ms),
  text TEXT NOT NULL
) STRICT;
CREATE INDEX session_transcript_lines_by_time ON session_transcript_lines (session_pk, start_ms);
CREATE INDEX session_transcript_lines_by_participant ON session_transcript_lines (session_participant_pk);

CREATE TABLE session_summaries (
  pk INTEGER PRIMARY KEY,
  session_pk INTEGER NOT NULL UNIQUE REFERENCES sessions (pk) ON DELETE CASCADE,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE session_files (
  pk INTEGER PRIMARY KEY,
  session_pk INTEGER NOT NULL REFERENCES sessions (pk) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('chat', 'transcript', 'summary')),
  download_key TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  UNIQUE (session_pk, kind)
) STRICT;
`
