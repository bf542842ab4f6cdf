/**
 * The tables of the first version. Instants are Unix milliseconds; booleans are 0 or 1; `pk` is the order in which rows
 * were made, which breaks ties.
 */

/**
 * Livestreams are counted in buckets of `created_at`, at five widths: at a level, a bucket spans 2^shift
 * milliseconds, which is 1 s, 66 s, 70 min, 3 days and 199 days.
 */
export const countLevels = [10, 16, 22, 28, 34].map((shift, level) => ({ level, shift, width: 2 ** shift }))

const status = `CHECK (status IN ('INVOKED', 'LIVE', 'IDLE', 'ERRORED'))`
const boolean = (name: string) => `${name} INTEGER NOT NULL CHECK (${name} IN (0, 1))`

const countColumns = ['meeting', 'independent'].flatMap((kind) =>
  ['invoked', 'live', 'idle', 'errored'].map((state) => ({ kind, state, name: `${kind}_${state}` })),
)
const isCounted = (row: string, { kind, state }: { kind: string; state: string }) =>
  `(${row}.status = '${state.toUpperCase()}' AND (${row}.meeting_id IS ${kind === 'meeting' ? 'NOT NULL' : 'NULL'}))`
/** An update for each level finds its row by the key; one for all of them would take three times as long. */
const recount = ({ level, shift }: { level: number; shift: number }) =>
  `UPDATE livestream_counts
  SET ${countColumns.map((column) => `${column.name} = ${column.name} + ${isCounted('NEW', column)} - ${isCounted('OLD', column)}`).join(', ')}
  WHERE app_pk = NEW.app_pk AND level = ${level} AND bucket = NEW.created_at >> ${shift};`
const levelRows = countLevels.map(({ level, shift }) => `(${level}, ${shift})`).join(', ')

/** Statements that fill the counts from the rows that a condition on `app_pk` admits: each level from the one below. */
export const fillCounts = (condition: string) => {
  const names = countColumns.map(({ name }) => name).join(', ')
  const insert = `INSERT INTO livestream_counts (app_pk, level, bucket, ${names})`
  return countLevels.map(({ level, shift }) => {
    const below = countLevels[level - 1]
    return below
      ? `${insert} SELECT app_pk, ${level}, bucket >> ${shift - below.shift}, ${countColumns.map(({ name }) => `sum(${name})`).join(', ')}
         FROM livestream_counts WHERE level = ${below.level} AND ${condition} GROUP BY 1, 3`
      : `${insert} SELECT app_pk, ${level}, created_at >> ${shift}, ${countColumns.map((column) => `sum(${isCounted('l', column)})`).join(', ')}
         FROM livestreams l WHERE ${condition} GROUP BY 1, 3`
  })
}

export const initial = `
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  draws INTEGER NOT NULL DEFAULT 0 CHECK (draws >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE apps (
  pk INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  uuid TEXT,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (account_id, id)
) STRICT;
CREATE INDEX apps_by_time ON apps (account_id, created_at);

CREATE TABLE meetings (
  pk INTEGER PRIMARY KEY,
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  id TEXT NOT NULL,
  uuid TEXT,
  title TEXT,
  status TEXT NOT NULL CHECK (status IN ('ACTIVE', 'INACTIVE')),
  ${boolean('live_stream_on_start')},
  ${boolean('record_on_start')},
  ${boolean('persist_chat')},
  ${boolean('summarize_on_end')},
  ${boolean('transcribe_on_end')},
  session_keep_alive_time_in_secs REAL NOT NULL CHECK (session_keep_alive_time_in_secs BETWEEN 60 AND 600),
  recording_config TEXT CHECK (recording_config IS NULL OR json_valid(recording_config)),
  ai_config TEXT CHECK (ai_config IS NULL OR json_valid(ai_config)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (app_pk, id)
) STRICT;
CREATE INDEX meetings_by_uuid ON meetings (app_pk, uuid) WHERE uuid IS NOT NULL;
CREATE INDEX meetings_by_time ON meetings (app_pk, created_at);
CREATE INDEX meetings_by_status ON meetings (app_pk, status, created_at);

CREATE TABLE sessions (
  pk INTEGER PRIMARY KEY,
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  id TEXT NOT NULL,
  meeting_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('LIVE', 'ENDED')),
  live_participants INTEGER NOT NULL DEFAULT 0 CHECK (live_participants >= 0),
  max_concurrent_participants INTEGER NOT NULL DEFAULT 0 CHECK (max_concurrent_participants >= live_participants),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (app_pk, id),
  CHECK ((status = 'ENDED') = (ended_at IS NOT NULL)),
  FOREIGN KEY (app_pk, meeting_id) REFERENCES meetings (app_pk, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX sessions_by_time ON sessions (app_pk, created_at);
CREATE INDEX sessions_by_meeting ON sessions (app_pk, meeting_id, created_at);
CREATE UNIQUE INDEX one_live_session_per_meeting ON sessions (app_pk, meeting_id) WHERE status = 'LIVE';

CREATE TABLE participants (
  pk INTEGER PRIMARY KEY,
  session_pk INTEGER NOT NULL REFERENCES sessions (pk) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT,
  joined_at INTEGER NOT NULL,
  left_at INTEGER
) STRICT;
CREATE INDEX participants_by_session ON participants (session_pk);
CREATE INDEX participants_present ON participants (session_pk, pk) WHERE left_at IS NULL;
CREATE UNIQUE INDEX one_presence_per_participant ON participants (session_pk, id) WHERE left_at IS NULL;

CREATE TABLE livestreams (
  pk INTEGER PRIMARY KEY,
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  id TEXT NOT NULL,
  uuid TEXT,
  meeting_id TEXT,
  name TEXT,
  status TEXT NOT NULL ${status},
  ${boolean('disabled')},
  ${boolean('manual_ingest')},
  stream_key TEXT NOT NULL UNIQUE,
  playback_id TEXT NOT NULL UNIQUE,
  width INTEGER,
  height INTEGER,
  viewers INTEGER NOT NULL DEFAULT 0 CHECK (viewers >= 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (app_pk, id),
  FOREIGN KEY (app_pk, meeting_id) REFERENCES meetings (app_pk, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX livestreams_by_uuid ON livestreams (app_pk, uuid) WHERE uuid IS NOT NULL;
CREATE INDEX livestreams_by_time ON livestreams (app_pk, created_at);
CREATE INDEX livestreams_by_status ON livestreams (app_pk, status, created_at);
CREATE INDEX livestreams_independent_by_time ON livestreams (app_pk, created_at) WHERE meeting_id IS NULL;
CREATE INDEX livestreams_independent_by_status ON livestreams (app_pk, status, created_at) WHERE meeting_id IS NULL;
CREATE INDEX livestreams_by_meeting ON livestreams (app_pk, meeting_id, created_at) WHERE meeting_id IS NOT NULL;
CREATE UNIQUE INDEX one_active_livestream_per_meeting ON livestreams (app_pk, meeting_id)
  WHERE meeting_id IS NOT NULL AND status IN ('INVOKED', 'LIVE');

CREATE TABLE livestream_sessions (
  pk INTEGER PRIMARY KEY,
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  livestream_pk INTEGER NOT NULL REFERENCES livestreams (pk) ON DELETE CASCADE,
  session_pk INTEGER REFERENCES sessions (pk) ON DELETE CASCADE,
  id TEXT NOT NULL,
  invoked_at INTEGER NOT NULL,
  started_at INTEGER,
  stopped_at INTEGER,
  err_message TEXT,
  viewers INTEGER NOT NULL DEFAULT 0 CHECK (viewers >= 0),
  viewer_ms INTEGER NOT NULL DEFAULT 0 CHECK (viewer_ms >= 0),
  viewers_since INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (app_pk, id)
) STRICT;
CREATE INDEX livestream_sessions_by_time ON livestream_sessions (app_pk, created_at);
CREATE INDEX livestream_sessions_by_livestream ON livestream_sessions (livestream_pk, created_at);
CREATE INDEX livestream_sessions_by_session ON livestream_sessions (session_pk, created_at) WHERE session_pk IS NOT NULL;
CREATE UNIQUE INDEX one_open_session_per_livestream ON livestream_sessions (livestream_pk) WHERE stopped_at IS NULL;

CREATE TABLE webhooks (
  -- Never given out again: what is on its way to one that was deleted is no business of a later one.
  pk INTEGER PRIMARY KEY AUTOINCREMENT,
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  id TEXT NOT NULL,
  uuid TEXT,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL CHECK (json_valid(events)),
  ${boolean('enabled')},
  failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (app_pk, id)
) STRICT;

CREATE TABLE deliveries (
  pk INTEGER PRIMARY KEY,
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  webhook_pk INTEGER REFERENCES webhooks (pk) ON DELETE SET NULL,
  livestream_pk INTEGER REFERENCES livestreams (pk) ON DELETE CASCADE,
  session_pk INTEGER REFERENCES sessions (pk) ON DELETE CASCADE,
  id TEXT NOT NULL,
  rtk_uuid TEXT NOT NULL,
  copy_of TEXT,
  webhook_id TEXT NOT NULL,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  treatment TEXT,
  state TEXT NOT NULL CHECK (state IN ('blocked', 'waiting', 'ready', 'delivered', 'failed', 'dropped', 'cancelled')),
  due_at INTEGER,
  earliest_at INTEGER,
  place INTEGER NOT NULL CHECK (place >= 0),
  ${boolean('held')},
  ${boolean('slowed')},
  signature TEXT,
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  created_at INTEGER NOT NULL,
  UNIQUE (app_pk, id),
  CHECK ((state = 'waiting') = (due_at IS NOT NULL))
) STRICT;
CREATE INDEX deliveries_by_id ON deliveries (id);
CREATE INDEX deliveries_by_webhook ON deliveries (webhook_pk) WHERE webhook_pk IS NOT NULL;
CREATE INDEX deliveries_by_livestream ON deliveries (livestream_pk) WHERE livestream_pk IS NOT NULL;
CREATE INDEX deliveries_by_session ON deliveries (session_pk) WHERE session_pk IS NOT NULL;
CREATE INDEX ready_deliveries ON deliveries (webhook_pk, pk) WHERE state = 'ready';
CREATE INDEX pending_deliveries ON deliveries (webhook_pk, livestream_pk, session_pk, place)
  WHERE state IN ('blocked', 'waiting', 'ready');
CREATE UNIQUE INDEX one_delivery_at_a_time
  ON deliveries (webhook_pk, coalesce(livestream_pk, 0), coalesce(session_pk, 0))
  WHERE state IN ('waiting', 'ready');

CREATE TABLE delivery_attempts (
  pk INTEGER PRIMARY KEY,
  delivery_pk INTEGER NOT NULL REFERENCES deliveries (pk) ON DELETE CASCADE,
  url TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  duration REAL NOT NULL CHECK (duration >= 0),
  status INTEGER,
  error TEXT,
  answer TEXT NOT NULL
) STRICT;
CREATE INDEX attempts_by_delivery ON delivery_attempts (delivery_pk);

CREATE TABLE jobs (
  pk INTEGER PRIMARY KEY,
  due_at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  livestream_pk INTEGER REFERENCES livestreams (pk) ON DELETE CASCADE,
  session_pk INTEGER REFERENCES sessions (pk) ON DELETE CASCADE,
  delivery_pk INTEGER REFERENCES deliveries (pk) ON DELETE CASCADE,
  payload TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(payload))
) STRICT;
CREATE INDEX jobs_by_due_time ON jobs (due_at);
CREATE INDEX jobs_by_account ON jobs (account_id);
CREATE INDEX jobs_by_livestream ON jobs (livestream_pk) WHERE livestream_pk IS NOT NULL;
CREATE INDEX jobs_by_session ON jobs (session_pk) WHERE session_pk IS NOT NULL;
CREATE INDEX jobs_by_delivery ON jobs (delivery_pk) WHERE delivery_pk IS NOT NULL;

CREATE TABLE livestream_counts (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  level INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  ${countColumns.map(({ name }) => `${name} INTEGER NOT NULL CHECK (${name} >= 0)`).join(',\n  ')},
  PRIMARY KEY (app_pk, level, bucket)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER count_new_livestream AFTER INSERT ON livestreams BEGIN
  INSERT INTO livestream_counts (app_pk, level, bucket, ${countColumns.map(({ name }) => name).join(', ')})
  SELECT NEW.app_pk, column1, NEW.created_at >> column2, ${countColumns.map((column) => isCounted('NEW', column)).join(', ')}
  FROM (VALUES ${levelRows}) WHERE true
  ON CONFLICT DO UPDATE SET ${countColumns.map(({ name }) => `${name} = ${name} + excluded.${name}`).join(', ')};
END;

CREATE TRIGGER count_changed_livestream AFTER UPDATE OF status ON livestreams WHEN NEW.status <> OLD.status BEGIN
  ${countLevels.map(recount).join('\n  ')}
END;
`
