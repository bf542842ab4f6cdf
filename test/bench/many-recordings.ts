/** Recordings for the lists that are to cost the same with few and with many. */

import type { Database } from 'better-sqlite3'
import { LINK_LIFE_MS } from '../../src/api/link-life.js'
import type { Status } from '../../src/api/recordings/lifecycle.js'
import { createRecordingsRepository } from '../../src/api/recordings/repository.js'
import type { Ids } from '../../src/core/ids.js'
import { accountId, meetingId } from './dataset.js'

const statusOf = (i: number): Status => (i % 10 ? 'UPLOADED' : i % 100 ? 'ERRORED' : 'PAUSED')
const recorded = 60_000
/** Milliseconds from the start of a recording to the expiry of its links. */
export const recordingLife = recorded + LINK_LIFE_MS

/** Write recordings, half of them of the first meeting, through the store itself. */
export function writeRecordings(
  db: Database,
  options: { appPk: number; count: number; ids: Ids; at: (i: number) => number },
) {
  const { appPk, count, ids, at } = options
  const recordings = createRecordingsRepository(db)
  db.transaction(() => {
    for (let i = 0; i < count; i++) {
      const invokedAt = at(i)
      const status = statusOf(i)
      recordings.insert({
        accountId,
        appPk,
        id: ids.uuid(accountId),
        uuid: null,
        meetingId: meetingId(i % 2 ? 0 : i % 500),
        sessionPk: null,
        sessionId: null,
        type: 'COMPOSITE',
        status,
        outputFileName: `recording_${i}.mp4`,
        downloadKey: ids.downloadKey(accountId),
        hasVideo: true,
        audioCodec: null,
        keptHere: true,
        tracks: null,
        storageConfig: null,
        maxSeconds: 3600,
        startReason: 'API_CALL',
        stopReason: null,
        errMessage: null,
        fileSize: status === 'UPLOADED' ? 1000 : null,
        recordedMs: recorded,
        recordedSince: null,
        invokedAt,
        startedAt: invokedAt,
        stoppedAt: status === 'PAUSED' ? null : invokedAt + recorded,
        expiresAt: status === 'UPLOADED' ? invokedAt + recordingLife : null,
        updatedAt: invokedAt,
      })
    }
  })()
}

/** The lists. @param anHour a window of time, another each time */
export const recordingPaths = (
  anHour: (i: number) => Record<string, string>,
): Record<string, (i: number) => string> =>
  Object.fromEntries(
    Object.entries({
      'first page': () => ({}),
      'oldest first': () => ({ sort_order: 'ASC' }),
      'status=PAUSED': () => ({ status: 'PAUSED' }),
      'status=PAUSED&status=ERRORED': () => [
        ['status', 'PAUSED'],
        ['status', 'ERRORED'],
      ],
      'one hour': anHour,
      'one hour, status=ERRORED': (i: number) => ({ ...anHour(i), status: 'ERRORED' }),
      'of a meeting': () => ({ meeting_id: meetingId(0) }),
      'of a meeting, status=ERRORED': () => ({ meeting_id: meetingId(0), status: 'ERRORED' }),
      'expired=true': () => ({ expired: 'true' }),
      'expired=true, status=UPLOADED': () => ({ expired: 'true', status: 'UPLOADED' }),
      'expired=false': () => ({ expired: 'false' }),
      'expired=false, oldest first': () => ({ expired: 'false', sort_order: 'ASC' }),
    }).map(([name, query]) => [
      `recordings, ${name}`,
      (i: number) => `/recordings?${new URLSearchParams(query(i) as Record<string, string>)}`,
    ]),
  )
