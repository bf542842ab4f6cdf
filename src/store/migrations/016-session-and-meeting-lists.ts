/**
 * What the lists of sessions and of meetings count and walk: ended sessions by the number of participants, sessions of
 * a meeting, and meetings in buckets of `created_at`.
 */

import { analyticsLevels, bucketsBegin, endedSessionSql } from './006-analytics.js'

/**
 * The most participants that a session had at once, once it has ended. It is 0 of a live session, whose number still
 * grows: the live sessions are few, and lists look at each.
 */
const settledParticipants = (row = '') => `iif(${row}status = 'ENDED', ${row}max_concurrent_participants, 0)`

/** Statements that fill the counts from the sessions that a condition on `app_pk` admits. */
export const fillSessionCounts = (condition: string) => [
  `INSERT INTO session_counts (app_pk, status, participants, sessions)
   SELECT app_pk, status, ${settledParticipants()}, count(*) FROM sessions WHERE ${condition} GROUP BY 1, 2, 3`,
]

/** Statements that fill the counts from the sessions that a condition on `app_pk` admits. */
export const fillMeetingSessionCounts = (condition: string) => [
  `INSERT INTO meeting_session_counts (app_pk, meeting_id, sessions)
   SELECT app_pk, meeting_id, count(*) FROM sessions WHERE ${condition} GROUP BY 1, 2`,
]

const bucketOf = (instant: string, width: number) => `(${instant} - ${bucketsBegin}) / ${width}`

/** Statements that fill the buckets from the meetings that a condition on `app_pk` admits: days from minutes. */
export const fillMeetingTotals = (condition: string) =>
  analyticsLevels.map(({ level, width }) => {
    const below = analyticsLevels[level - 1]
    const insert = 'INSERT INTO meeting_totals (app_pk, status, level, bucket, meetings)'
    return below
      ? `${insert} SELECT app_pk, status, ${level}, bucket / ${width / below.width}, sum(meetings)
         FROM meeting_totals WHERE level = ${below.level} AND ${condition} GROUP BY 1, 2, 4`
      : `${insert} SELECT app_pk, status, ${level}, ${bucketOf('created_at', width)}, count(*)
         FROM meetings WHERE ${condition} GROUP BY 1, 2, 4`
  })

const addSession = `
  INSERT INTO session_counts (app_pk, status, participants, sessions)
  VALUES (NEW.app_pk, NEW.status, ${settledParticipants('NEW.')}, 1)
  ON CONFLICT DO UPDATE SET sessions = sessions + 1;`

const addMeeting = analyticsLevels
  .map(
    ({ level, width }) => `
  INSERT INTO meeting_totals (app_pk, status, level, bucket, meetings)
  VALUES (NEW.app_pk, NEW.status, ${level}, ${bucketOf('NEW.created_at', width)}, 1)
  ON CONFLICT DO UPDATE SET meetings = meetings + 1;`,
  )
  .join('')

const removeMeeting = analyticsLevels
  .map(
    ({ level, width }) => `
  UPDATE meeting_totals SET meetings = meetings - 1
  WHERE app_pk = OLD.app_pk AND status = OLD.status AND level = ${level} AND bucket = ${bucketOf('OLD.created_at', width)};`,
  )
  .join('')

export const sessionAndMeetingLists = `
DROP TRIGGER count_new_session;
DROP TRIGGER count_changed_session;
DROP TABLE session_counts;

CREATE TABLE session_counts (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  status TEXT NOT NULL,
  participants INTEGER NOT NULL,
  sessions INTEGER NOT NULL CHECK (sessions >= 0),
  PRIMARY KEY (app_pk, status, participants)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting_session_counts (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  meeting_id TEXT NOT NULL,
  sessions INTEGER NOT NULL CHECK (sessions >= 0),
  PRIMARY KEY (app_pk, meeting_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting_totals (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  status TEXT NOT NULL,
  level INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  meetings INTEGER NOT NULL CHECK (meetings >= 0),
  PRIMARY KEY (app_pk, status, level, bucket)
) STRICT, WITHOUT ROWID;

${[fillSessionCounts, fillMeetingSessionCounts, fillMeetingTotals].flatMap((fill) => fill('true')).join(';\n')};

CREATE TRIGGER count_new_session AFTER INSERT ON sessions BEGIN ${addSession}
END;

CREATE TRIGGER count_changed_session AFTER UPDATE OF status ON sessions WHEN NEW.status <> OLD.status BEGIN ${addSession}
  UPDATE session_counts SET sessions = sessions - 1
  WHERE app_pk = OLD.app_pk AND status = OLD.status AND participants = ${settledParticipants('OLD.')};
END;

CREATE TRIGGER count_new_session_of_meeting AFTER INSERT ON sessions BEGIN
  INSERT INTO meeting_session_counts (app_pk, meeting_id, sessions) VALUES (NEW.app_pk, NEW.meeting_id, 1)
  ON CONFLICT DO UPDATE SET sessions = sessions + 1;
END;

CREATE TRIGGER add_new_meeting AFTER INSERT ON meetings BEGIN ${addMeeting}
END;

CREATE TRIGGER add_changed_meeting AFTER UPDATE OF status ON meetings WHEN NEW.status <> OLD.status BEGIN ${addMeeting}${removeMeeting}
END;

-- With what decides between equal minutes, and what a window of time asks, so that a walk reads the index alone.
DROP INDEX ended_sessions_by_minutes;
CREATE INDEX ended_sessions_by_minutes ON sessions (app_pk, ${endedSessionSql()}, pk, created_at)
  WHERE ended_at IS NOT NULL;
CREATE INDEX ended_sessions_of_meeting_by_minutes ON sessions (app_pk, meeting_id, ${endedSessionSql()})
  WHERE ended_at IS NOT NULL;
CREATE INDEX ended_sessions_by_participants ON sessions (app_pk, max_concurrent_participants)
  WHERE ended_at IS NOT NULL;
`
