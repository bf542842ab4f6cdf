/**
 * Analytics in buckets of `created_at`, at two widths, a minute and a UTC day. Buckets count from the year 1, so that
 * no instant is before the first, and have only what no longer grows: whatever still does is in a partial index.
 */

/** 0001-01-01T00:00:00.000Z, where buckets begin to count. */
export const bucketsBegin = -62_135_596_800_000

/** The widths of buckets, from narrow to wide, in milliseconds. */
export const analyticsLevels = [60_000, 86_400_000].map((width, level) => ({ level, width }))

/**
 * Sums are kept in two columns, `_ms` and, in units of a million milliseconds, `_ks`: the longest times of a million
 * livestream sessions would not fit a column of 64 bits.
 */
const KILOSECOND_MS = 1_000_000

/** The SQL condition of a livestream session whose times no longer grow. */
export const settledSql = (row = '') => `(${row}stopped_at IS NOT NULL AND ${row}viewers_since IS NULL)`
/** How long a settled livestream session was live, in milliseconds. */
export const settledIngestSql = (row = '') =>
  `iif(${row}started_at IS NULL, 0, max(0, ${row}stopped_at - ${row}started_at))`
/** How long a session that has ended lasted, in milliseconds. */
export const endedSessionSql = (row = '') => `max(0, ${row}ended_at - ${row}started_at)`

const bucketOf = (instant: string, width: number | string) => `(${instant} - ${bucketsBegin}) / ${width}`

/** A time, split into the values of its two columns; 0 unless a condition holds. */
const split = (condition: string, ms: string) => [
  `iif(${condition}, ${ms} / ${KILOSECOND_MS}, 0)`,
  `iif(${condition}, ${ms} % ${KILOSECOND_MS}, 0)`,
]

interface Kind {
  table: string
  /** Columns of sums, of which each row gives the values in `valuesOf`. */
  sums: string[]
  valuesOf: (row: string) => string[]
  /** Columns whose change changes a value. */
  changing: string[]
  settled: (row: string) => string
}

const livestreamSessions: Kind = {
  table: 'livestream_session',
  sums: ['ingest_ks', 'ingest_ms', 'viewer_ks', 'viewer_ms'],
  valuesOf: (row) => [
    ...split(settledSql(row), settledIngestSql(row)),
    ...split(settledSql(row), `${row}viewer_ms`),
  ],
  changing: ['started_at', 'stopped_at', 'viewer_ms', 'viewers_since'],
  settled: settledSql,
}

const sessions: Kind = {
  table: 'session',
  sums: ['duration_ks', 'duration_ms'],
  valuesOf: (row) => split(`${row}ended_at IS NOT NULL`, endedSessionSql(row)),
  changing: ['started_at', 'ended_at'],
  settled: (row) => `(${row}ended_at IS NOT NULL)`,
}

const list = (...items: string[]) => items.join(', ')

/** Statements that fill a table's buckets from the rows that a condition on `app_pk` admits: days from minutes. */
const fillBuckets =
  ({ table, sums, valuesOf }: Kind) =>
  (condition: string) => {
    const insert = `INSERT INTO ${table}_totals (app_pk, level, bucket, sessions, ${list(...sums)})`
    return analyticsLevels.map(({ level, width }) => {
      const below = analyticsLevels[level - 1]
      return below
        ? `${insert} SELECT app_pk, ${level}, bucket / ${width / below.width}, sum(sessions),
             ${list(...sums.map((name) => `sum(${name})`))}
           FROM ${table}_totals WHERE level = ${below.level} AND ${condition} GROUP BY 1, 3`
        : `${insert} SELECT app_pk, ${level}, ${bucketOf('created_at', width)}, count(*),
             ${list(...valuesOf('').map((value) => `sum(${value})`))}
           FROM ${table}s WHERE ${condition} GROUP BY 1, 3`
    })
  }

export const fillTotals = {
  livestreamSessions: fillBuckets(livestreamSessions),
  sessions: fillBuckets(sessions),
}

/** Fills the livestream sessions that are not the first of their livestream, from the rows that a condition admits. */
export const fillRepeats = (condition: string) => [
  `INSERT INTO livestream_session_repeats (app_pk, created_at, pk, previous_at)
  SELECT app_pk, created_at, pk, previous_at FROM (
    SELECT app_pk, created_at, pk,
      lag(created_at) OVER (PARTITION BY livestream_pk ORDER BY created_at, pk) AS previous_at
    FROM livestream_sessions WHERE ${condition})
  WHERE previous_at IS NOT NULL`,
]

const bucketsOf = (kind: Kind) => {
  const { table, sums, valuesOf, changing, settled } = kind
  return `
CREATE TABLE ${table}_totals (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  level INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  sessions INTEGER NOT NULL CHECK (sessions >= 0),
  ${sums.map((name) => `${name} INTEGER NOT NULL CHECK (${name} >= 0)`).join(',\n  ')},
  PRIMARY KEY (app_pk, level, bucket)
) STRICT, WITHOUT ROWID;

${fillBuckets(kind)('true').join(';\n')};

CREATE TRIGGER add_new_${table} AFTER INSERT ON ${table}s BEGIN
  ${analyticsLevels
    .map(
      ({ level, width }) => `INSERT INTO ${table}_totals (app_pk, level, bucket, sessions, ${list(...sums)})
  VALUES (NEW.app_pk, ${level}, ${bucketOf('NEW.created_at', width)}, 1, ${list(...valuesOf('NEW.'))})
  ON CONFLICT DO UPDATE SET sessions = sessions + 1, ${list(...sums.map((name) => `${name} = ${name} + excluded.${name}`))};`,
    )
    .join('\n  ')}
END;

CREATE TRIGGER add_changed_${table} AFTER UPDATE OF ${list(...changing)} ON ${table}s
WHEN ${settled('NEW.')} OR ${settled('OLD.')} BEGIN
  ${analyticsLevels
    .map(
      ({ level, width }) => `UPDATE ${table}_totals SET ${list(
        ...sums.map((name, i) => `${name} = ${name} + ${valuesOf('NEW.')[i]} - ${valuesOf('OLD.')[i]}`),
      )}
  WHERE app_pk = NEW.app_pk AND level = ${level} AND bucket = ${bucketOf('NEW.created_at', width)};`,
    )
    .join('\n  ')}
END;
`
}

export const analytics = `
${bucketsOf(livestreamSessions)}
${bucketsOf(sessions)}
CREATE INDEX running_livestream_sessions
  ON livestream_sessions (app_pk, created_at, started_at, stopped_at, viewers, viewer_ms, viewers_since)
  WHERE NOT ${settledSql()};
CREATE INDEX running_sessions ON sessions (app_pk, created_at, started_at) WHERE ended_at IS NULL;

-- The livestream sessions that are not the first of their livestream, each with the time of the one before it: a
-- window has as many livestreams as livestream sessions whose one before is not in it.
CREATE TABLE livestream_session_repeats (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  pk INTEGER NOT NULL,
  previous_at INTEGER NOT NULL,
  PRIMARY KEY (app_pk, created_at, pk)
) STRICT, WITHOUT ROWID;

${fillRepeats('true').join(';\n')};

CREATE TRIGGER note_repeated_livestream_session AFTER INSERT ON livestream_sessions
WHEN EXISTS (SELECT 1 FROM livestream_sessions WHERE livestream_pk = NEW.livestream_pk AND pk <> NEW.pk) BEGIN
  INSERT INTO livestream_session_repeats (app_pk, created_at, pk, previous_at)
    SELECT NEW.app_pk, NEW.created_at, NEW.pk, created_at FROM livestream_sessions
    WHERE livestream_pk = NEW.livestream_pk AND (created_at, pk) < (NEW.created_at, NEW.pk)
    ORDER BY created_at DESC, pk DESC LIMIT 1;
  INSERT INTO livestream_session_repeats (app_pk, created_at, pk, previous_at)
    SELECT app_pk, created_at, pk, NEW.created_at FROM livestream_sessions
    WHERE livestream_pk = NEW.livestream_pk AND (created_at, pk) > (NEW.created_at, NEW.pk)
    ORDER BY created_at, pk LIMIT 1
  ON CONFLICT DO UPDATE SET previous_at = excluded.previous_at;
END;
`
