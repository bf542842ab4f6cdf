/** Files of earlier versions: what they hold is there afterwards. */

import t from 'tap'
import { openDatabase } from '../../src/store/database.js'
import { applicationId, migrations } from '../../src/store/migrations/index.js'
import { openSqlite } from '../../src/store/sqlite.js'

/** The version before participants of meetings and of sessions were told apart. */
const BEFORE_PARTICIPANTS = 4

t.test('people who were in a session are in it afterwards, each another peer', async (t) => {
  const file = `${t.testdir()}/greenroom.db`
  const old = openSqlite(file)
  for (const step of migrations.slice(0, BEFORE_PARTICIPANTS)) old.exec(step)
  old.exec(`
    INSERT INTO accounts (id) VALUES ('account');
    INSERT INTO apps VALUES (1, 'account', 'app', NULL, 'An app', 0);
    INSERT INTO meetings VALUES (1, 1, 'meeting', NULL, NULL, 'ACTIVE', 0, 0, 0, 0, 0, 60, NULL, NULL, 0, 0);
    INSERT INTO sessions VALUES (1, 1, 'session', 'meeting', 'LIVE', 1, 1, 0, NULL, 0, 0);
    INSERT INTO participants VALUES (1, 1, 'ada', 'Ada', 0, 5), (2, 1, 'ada', 'Ada', 9, NULL);
    PRAGMA application_id = ${applicationId};
    PRAGMA user_version = ${BEFORE_PARTICIPANTS};
  `)
  old.close()
  const db = openDatabase(file)
  t.teardown(() => db.close())
  const rows = db
    .prepare('SELECT id, user_id, custom_participant_id, name, joined_at, left_at FROM session_participants')
    .all() as { id: string }[]
  const ada = { user_id: null, custom_participant_id: 'ada', name: 'Ada' }
  t.match(rows, [
    { ...ada, joined_at: 0, left_at: 5 },
    { ...ada, joined_at: 9, left_at: null },
  ])
  for (const { id } of rows) t.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  t.equal(new Set(rows.map(({ id }) => id)).size, 2)
  t.strictSame(db.prepare('SELECT * FROM participants').all(), [])
})

/** The version before analytics were kept in buckets. */
const BEFORE_ANALYTICS = 5

t.test('the analytics of a file without buckets are those of its rows', async (t) => {
  const rows = `
    INSERT INTO accounts (id) VALUES ('account');
    INSERT INTO apps VALUES (1, 'account', 'app', NULL, 'An app', 0);
    INSERT INTO meetings VALUES (1, 1, 'meeting', NULL, NULL, 'ACTIVE', 0, 0, 0, 0, 0, 60, NULL, NULL, 0, 0);
    INSERT INTO sessions VALUES (1, 1, 'a', 'meeting', 'ENDED', 0, 1, 5, 70005, 5, 70005),
      (2, 1, 'b', 'meeting', 'LIVE', 1, 1, 90000, NULL, 90000, 90000);
    INSERT INTO livestreams (pk, app_pk, id, status, disabled, manual_ingest, stream_key, playback_id, created_at, updated_at)
      VALUES (1, 1, 'a', 'LIVE', 0, 0, 'a', 'a', 0, 0), (2, 1, 'b', 'IDLE', 0, 0, 'b', 'b', 0, 0);
    INSERT INTO livestream_sessions (pk, app_pk, livestream_pk, id, invoked_at, started_at, stopped_at, viewer_ms, viewers_since, created_at, updated_at)
      VALUES (1, 1, 1, 'a', 0, 100, 7000, 9000000000000000, NULL, 0, 0),
        (2, 1, 1, 'b', 61000, 61000, NULL, 5, 61000, 61000, 61000),
        (3, 1, 2, 'c', -1, NULL, 10, 0, NULL, -1, 10), (4, 1, 1, 'd', 30000, 30000, 31000, 8, NULL, 30000, 31000);
  `
  const file = `${t.testdir()}/greenroom.db`
  const old = openSqlite(file)
  for (const step of migrations.slice(0, BEFORE_ANALYTICS)) old.exec(step)
  old.exec(`${rows} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${BEFORE_ANALYTICS};`)
  old.close()
  const [migrated, written] = [openDatabase(file), openDatabase(':memory:')]
  t.teardown(() => migrated.close())
  t.teardown(() => written.close())
  written.exec(rows)
  for (const table of ['livestream_session_totals', 'session_totals', 'livestream_session_repeats']) {
    const kept = migrated.prepare(`SELECT * FROM ${table}`).all()
    t.ok(kept.length > 1, table)
    t.strictSame(kept, written.prepare(`SELECT * FROM ${table}`).all(), table)
  }
})

/** The version before the lists of sessions and meetings were counted by participants, by meeting and by time. */
const BEFORE_COUNTS_OF_LISTS = 15

t.test('the counts of sessions and meetings of an earlier file are those of its rows', async (t) => {
  const rows = `
    INSERT INTO accounts (id) VALUES ('account');
    INSERT INTO apps VALUES (1, 'account', 'app', NULL, 'An app', 0), (2, 'account', 'other', NULL, 'Other', 0);
    INSERT INTO meetings VALUES (1, 1, 'a', NULL, NULL, 'ACTIVE', 0, 0, 0, 0, 0, 60, NULL, NULL, 0, 0),
      (2, 1, 'b', NULL, NULL, 'INACTIVE', 0, 0, 0, 0, 0, 60, NULL, NULL, 61000, 0),
      (3, 2, 'c', NULL, NULL, 'ACTIVE', 0, 0, 0, 0, 0, 60, NULL, NULL, -90000000, 0);
    INSERT INTO sessions VALUES (1, 1, 'a', 'a', 'ENDED', 0, 4, 5, 70005, 5, 70005),
      (2, 1, 'b', 'a', 'LIVE', 3, 3, 90000, NULL, 90000, 90000), (3, 1, 'c', 'b', 'ENDED', 0, 4, 5, 5, 5, 5),
      (4, 2, 'd', 'c', 'ENDED', 0, 0, 5, 5, 5, 5);
  `
  const change = "UPDATE sessions SET status = 'ENDED', ended_at = 99000, live_participants = 0 WHERE pk = 2"
  const file = `${t.testdir()}/greenroom.db`
  const old = openSqlite(file)
  for (const step of migrations.slice(0, BEFORE_COUNTS_OF_LISTS)) old.exec(step)
  old.exec(
    `${rows} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${BEFORE_COUNTS_OF_LISTS};`,
  )
  old.close()
  const [migrated, written] = [openDatabase(file), openDatabase(':memory:')]
  t.teardown(() => migrated.close())
  t.teardown(() => written.close())
  written.exec(rows)
  for (const sql of ['', change]) {
    migrated.exec(sql)
    written.exec(sql)
    for (const table of ['session_counts', 'meeting_session_counts', 'meeting_totals']) {
      const kept = migrated.prepare(`SELECT * FROM ${table}`).all()
      t.ok(kept.length > 2, table)
      t.strictSame(kept, written.prepare(`SELECT * FROM ${table}`).all(), table)
    }
  }
  t.match(migrated.prepare("SELECT * FROM session_counts WHERE app_pk = 1 AND status = 'ENDED'").all(), [
    { participants: 3, sessions: 1 },
    { participants: 4, sessions: 2 },
  ])
})
