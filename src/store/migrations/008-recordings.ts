/** Recordings of meetings, and exact counts of them: in buckets of the time of their invocation, and of each meeting. */

import { countLevels } from './001-initial.js'

const boolean = (name: string) => `${name} INTEGER NOT NULL CHECK (${name} IN (0, 1))`

const statuses = ['INVOKED', 'RECORDING', 'PAUSED', 'UPLOADING', 'UPLOADED', 'ERRORED']
/** A counter of each status. */
const counters = statuses.map((status) => ({ status, name: status.toLowerCase() }))
const isCounted = (row: string, { status }: { status: string }) => `(${row}.status = '${status}')`
const columns = counters.map(({ name }) => `${name} INTEGER NOT NULL CHECK (${name} >= 0)`).join(',\n  ')
const names = counters.map(({ name }) => name).join(', ')
const firstValues = counters.map((counter) => isCounted('NEW', counter)).join(', ')
const sums = counters.map(({ name }) => `${name} = ${name} + excluded.${name}`).join(', ')
const recounted = counters
  .map(
    (counter) =>
      `${counter.name} = ${counter.name} + ${isCounted('NEW', counter)} - ${isCounted('OLD', counter)}`,
  )
  .join(', ')

const countExpiry = countLevels
  .map(
    ({ level, shift }) => `INSERT INTO expiring_recording_counts (app_pk, level, bucket, recordings)
  VALUES (NEW.app_pk, ${level}, NEW.expires_at >> ${shift}, 1) ON CONFLICT DO UPDATE SET recordings = recordings + 1;`,
  )
  .join('\n  ')

const summed = counters.map((counter) => `sum(${isCounted('r', counter)})`).join(', ')
const summedBelow = counters.map(({ name }) => `sum(${name})`).join(', ')

/** A statement for each level: the first counts rows, each other sums the level below. */
const byLevel = (first: (shift: number) => string, other: (level: number, shift: number) => string) =>
  countLevels.map(({ level, shift }) => {
    const below = countLevels[level - 1]
    return below ? other(level, shift - below.shift) : first(shift)
  })

/** Statements that fill the counts from the rows that a condition on `app_pk` admits. */
export const fillRecordingCounts = {
  byTime: (condition: string) =>
    byLevel(
      (shift) => `INSERT INTO recording_counts (app_pk, level, bucket, ${names})
        SELECT app_pk, 0, invoked_at >> ${shift}, ${summed} FROM recordings r WHERE ${condition} GROUP BY 1, 3`,
      (level, shift) => `INSERT INTO recording_counts (app_pk, level, bucket, ${names})
        SELECT app_pk, ${level}, bucket >> ${shift}, ${summedBelow}
        FROM recording_counts WHERE level = ${level - 1} AND ${condition} GROUP BY 1, 3`,
    ),
  byMeeting: (condition: string) => [
    `INSERT INTO meeting_recording_counts (app_pk, meeting_id, ${names})
      SELECT app_pk, meeting_id, ${summed} FROM recordings r WHERE ${condition} GROUP BY 1, 2`,
  ],
  byExpiry: (condition: string) =>
    byLevel(
      (shift) => `INSERT INTO expiring_recording_counts (app_pk, level, bucket, recordings)
        SELECT app_pk, 0, expires_at >> ${shift}, count(*)
        FROM recordings WHERE expires_at IS NOT NULL AND ${condition} GROUP BY 1, 3`,
      (level, shift) => `INSERT INTO expiring_recording_counts (app_pk, level, bucket, recordings)
        SELECT app_pk, ${level}, bucket >> ${shift}, sum(recordings)
        FROM expiring_recording_counts WHERE level = ${level - 1} AND ${condition} GROUP BY 1, 3`,
    ),
}

export const recordings = `
CREATE TABLE recordings (
  pk INTEGER PRIMARY KEY,
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  id TEXT NOT NULL,
  uuid TEXT,
  meeting_id TEXT NOT NULL,
  session_pk INTEGER REFERENCES sessions (pk) ON DELETE CASCADE,
  type TEXT NOT NULL CHECK (type IN ('COMPOSITE', 'TRACK')),
  status TEXT NOT NULL CHECK (status IN (${statuses.map((status) => `'${status}'`).join(', ')})),
  output_file_name TEXT NOT NULL,
  download_key TEXT NOT NULL UNIQUE,
  ${boolean('has_video')},
  audio_codec TEXT CHECK (audio_codec IN ('AAC', 'MP3')),
  ${boolean('kept_here')},
  tracks TEXT CHECK (tracks IS NULL OR json_valid(tracks)),
  storage_config TEXT CHECK (storage_config IS NULL OR json_valid(storage_config)),
  max_seconds INTEGER NOT NULL CHECK (max_seconds BETWEEN 1 AND 86400),
  start_reason TEXT NOT NULL CHECK (start_reason IN ('API_CALL', 'RECORD_ON_START')),
  stop_reason TEXT CHECK (stop_reason IN ('API_CALL', 'INTERNAL_ERROR', 'ALL_PEERS_LEFT')),
  err_message TEXT,
  file_size INTEGER CHECK (file_size >= 0),
  recorded_ms INTEGER NOT NULL DEFAULT 0 CHECK (recorded_ms >= 0),
  recorded_since INTEGER,
  invoked_at INTEGER NOT NULL,
  started_at INTEGER,
  stopped_at INTEGER,
  expires_at INTEGER,
  updated_at INTEGER NOT NULL,
  UNIQUE (app_pk, id),
  CHECK ((status = 'RECORDING') = (recorded_since IS NOT NULL)),
  CHECK ((status IN ('INVOKED', 'RECORDING', 'PAUSED')) = (stopped_at IS NULL)),
  CHECK (status = 'ERRORED' OR (status = 'INVOKED') = (started_at IS NULL)),
  CHECK (expires_at IS NULL OR status = 'UPLOADED'),
  CHECK (err_message IS NULL OR status = 'ERRORED'),
  FOREIGN KEY (app_pk, meeting_id) REFERENCES meetings (app_pk, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX recordings_by_uuid ON recordings (app_pk, uuid) WHERE uuid IS NOT NULL;
CREATE INDEX recordings_by_time ON recordings (app_pk, invoked_at);
CREATE INDEX recordings_by_status ON recordings (app_pk, status, invoked_at);
CREATE INDEX recordings_by_meeting ON recordings (app_pk, meeting_id, invoked_at);
CREATE INDEX recordings_by_meeting_and_status ON recordings (app_pk, meeting_id, status, invoked_at);
CREATE INDEX recordings_by_expiry ON recordings (app_pk, expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX recordings_by_life ON recordings (app_pk, expires_at - invoked_at) WHERE expires_at IS NOT NULL;
CREATE INDEX recordings_without_expiry ON recordings (app_pk, invoked_at) WHERE expires_at IS NULL;
CREATE INDEX recordings_by_session ON recordings (session_pk) WHERE session_pk IS NOT NULL;

ALTER TABLE jobs ADD COLUMN recording_pk INTEGER REFERENCES recordings (pk) ON DELETE CASCADE;
CREATE INDEX jobs_by_recording ON jobs (recording_pk) WHERE recording_pk IS NOT NULL;

CREATE TABLE recording_counts (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  level INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  ${columns},
  PRIMARY KEY (app_pk, level, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting_recording_counts (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  meeting_id TEXT NOT NULL,
  ${columns},
  PRIMARY KEY (app_pk, meeting_id),
  FOREIGN KEY (app_pk, meeting_id) REFERENCES meetings (app_pk, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE expiring_recording_counts (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  level INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  recordings INTEGER NOT NULL CHECK (recordings >= 0),
  PRIMARY KEY (app_pk, level, bucket)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER count_new_recording AFTER INSERT ON recordings BEGIN
  ${countLevels
    .map(
      ({ level, shift }) => `INSERT INTO recording_counts (app_pk, level, bucket, ${names})
  VALUES (NEW.app_pk, ${level}, NEW.invoked_at >> ${shift}, ${firstValues}) ON CONFLICT DO UPDATE SET ${sums};`,
    )
    .join('\n  ')}
END;
CREATE TRIGGER count_new_recording_of_meeting AFTER INSERT ON recordings BEGIN
  INSERT INTO meeting_recording_counts (app_pk, meeting_id, ${names})
  VALUES (NEW.app_pk, NEW.meeting_id, ${firstValues}) ON CONFLICT DO UPDATE SET ${sums};
END;

CREATE TRIGGER count_changed_recording AFTER UPDATE OF status ON recordings WHEN NEW.status <> OLD.status BEGIN
  ${countLevels
    .map(
      ({ level, shift }) => `UPDATE recording_counts SET ${recounted}
  WHERE app_pk = NEW.app_pk AND level = ${level} AND bucket = NEW.invoked_at >> ${shift};`,
    )
    .join('\n  ')}
END;
CREATE TRIGGER count_changed_recording_of_meeting AFTER UPDATE OF status ON recordings
WHEN NEW.status <> OLD.status BEGIN
  UPDATE meeting_recording_counts SET ${recounted}
  WHERE app_pk = NEW.app_pk AND meeting_id = NEW.meeting_id;
END;

CREATE TRIGGER count_new_expiring_recording AFTER INSERT ON recordings WHEN NEW.expires_at IS NOT NULL BEGIN
  ${countExpiry}
END;
CREATE TRIGGER count_expiring_recording AFTER UPDATE OF expires_at ON recordings
WHEN NEW.expires_at IS NOT NULL AND OLD.expires_at IS NULL BEGIN
  ${countExpiry}
END;
`
