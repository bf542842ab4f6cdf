/** Sessions and apps for the lists that are to cost the same with few and with many. */

import type { Database } from 'better-sqlite3'
import { createAppsRepository } from '../../src/api/apps/repository.js'
import { createSessionsRepository } from '../../src/api/sessions/repository.js'
import type { Ids } from '../../src/core/ids.js'
import { accountId, meetingId } from './dataset.js'

interface Many {
  count: number
  ids: Ids
  /** Unix milliseconds at which one is created. */
  at: (i: number) => number
}

/** Write sessions, half of them of the first meeting and 50 of them live, through the store itself. */
export function writeSessions(db: Database, { appPk, count, ids, at }: Many & { appPk: number }) {
  const sessions = createSessionsRepository(db)
  db.transaction(() => {
    for (let i = 0; i < count; i++) {
      const createdAt = at(i)
      // A meeting has at most one live session.
      const isLive = i >= count - 500 && i % 10 === 0
      const endedAt = createdAt + 60_000 * (1 + (i % 97))
      sessions.insert({
        appPk,
        id: ids.uuid(accountId),
        meetingId: meetingId(i % 2 ? 0 : i % 500),
        status: isLive ? 'LIVE' : 'ENDED',
        liveParticipants: isLive ? 1 : 0,
        maxConcurrentParticipants: 1 + (i % 50),
        startedAt: createdAt,
        endedAt: isLive ? null : endedAt,
        createdAt,
        updatedAt: isLive ? createdAt : endedAt,
      })
    }
  })()
}

/** Write apps of the account, through the store itself. */
export function writeApps(db: Database, { count, ids, at }: Many) {
  const apps = createAppsRepository(db)
  db.transaction(() => {
    for (let i = 0; i < count; i++)
      apps.insert({ accountId, id: ids.uuid(accountId), uuid: null, name: `App ${i}`, createdAt: at(i) })
  })()
}

type Query = Record<string, string>

/** The lists of sessions. @param anHour a window of time, another each time */
export const sessionPaths = (anHour: (i: number) => Query): Record<string, (i: number) => string> => {
  const queries: Record<string, (i: number) => Query> = {
    'first page': () => ({}),
    'oldest first': () => ({ sort_order: 'ASC' }),
    'status=LIVE': () => ({ status: 'LIVE' }),
    'status=ENDED': () => ({ status: 'ENDED' }),
    'one hour': anHour,
    'one hour, status=ENDED': (i) => ({ ...anHour(i), status: 'ENDED' }),
    'most minutes': () => ({ sort_by: 'minutesConsumed' }),
    'fewest minutes': () => ({ sort_by: 'minutesConsumed', sort_order: 'ASC' }),
    'most minutes, status=LIVE': () => ({ sort_by: 'minutesConsumed', status: 'LIVE' }),
    'most minutes, status=ENDED': () => ({ sort_by: 'minutesConsumed', status: 'ENDED' }),
    'most minutes, one hour': (i) => ({ ...anHour(i), sort_by: 'minutesConsumed' }),
    'of a meeting': () => ({ associated_id: meetingId(0) }),
    'of a meeting, most minutes': () => ({ associated_id: meetingId(0), sort_by: 'minutesConsumed' }),
    'of a meeting, status=ENDED': () => ({ associated_id: meetingId(0), status: 'ENDED' }),
    'participants=40:45': () => ({ participants: '40:45' }),
    'participants=40:45, most minutes': () => ({ participants: '40:45', sort_by: 'minutesConsumed' }),
    'participants=90': () => ({ participants: '90' }),
  }
  return Object.fromEntries(
    Object.entries(queries).map(([name, query]) => [
      `sessions, ${name}`,
      (i: number) => `/sessions?${new URLSearchParams(query(i))}`,
    ]),
  )
}

/** The lists of apps, below the account's path. */
export const appPaths: Record<string, (i: number) => string> = {
  'apps, first page': () => '/apps?',
  'apps, oldest first': () => '/apps?sort_order=ASC',
}
