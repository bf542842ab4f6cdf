/** What the lists over all apps know of each table: its order, where a search looks, and its kept counts. */

import { statuses as livestreamStatuses } from '../../api/livestreams/lifecycle.js'
import { statuses as recordingStatuses } from '../../api/recordings/lifecycle.js'

/** The level of the widest buckets of kept counts, and so the level with the fewest rows. */
export const WIDEST_LEVEL = 4

export interface Listed {
  table: string
  /** The column that orders the rows of one app. */
  time: string
  /** The columns in which a search looks, besides the id. */
  searched: readonly string[]
  statuses: readonly string[]
  /** SQL that sums the kept counts of statuses in rows `c`, joined to apps `a`; count(*) of the table without it. */
  counted?: { join: string; sum: (statuses: readonly string[]) => string }
}

const byRows = (table: string, column: string) => ({
  join: `CROSS JOIN ${table} c ON c.app_pk = a.pk`,
  sum: (statuses: readonly string[]) =>
    `iif(c.status IN (${statuses.map((status) => `'${status}'`).join(', ')}), c.${column}, 0)`,
})
const byColumns = (table: string, columnsOf: (status: string) => string[]) => ({
  join: `CROSS JOIN ${table} c ON c.app_pk = a.pk AND c.level = ${WIDEST_LEVEL}`,
  sum: (statuses: readonly string[]) =>
    statuses
      .flatMap((status) => columnsOf(status.toLowerCase()))
      .map((column) => `c.${column}`)
      .join(' + '),
})

export const listed = {
  livestreams: {
    table: 'livestreams',
    time: 'created_at',
    searched: ['name'],
    statuses: livestreamStatuses,
    counted: byColumns('livestream_counts', (status) => [`meeting_${status}`, `independent_${status}`]),
  },
  meetings: {
    table: 'meetings',
    time: 'created_at',
    searched: ['title'],
    statuses: ['ACTIVE', 'INACTIVE'],
    counted: byRows('meeting_counts', 'meetings'),
  },
  sessions: {
    table: 'sessions',
    time: 'created_at',
    searched: ['meeting_id'],
    statuses: ['LIVE', 'ENDED'],
    counted: byRows('session_counts', 'sessions'),
  },
  recordings: {
    table: 'recordings',
    time: 'invoked_at',
    searched: ['output_file_name', 'meeting_id'],
    statuses: recordingStatuses,
    counted: byColumns('recording_counts', (status) => [status]),
  },
  participants: {
    table: 'participants',
    time: 'created_at',
    searched: ['name', 'custom_participant_id'],
    statuses: [],
  },
  webhooks: { table: 'webhooks', time: 'created_at', searched: ['name', 'url'], statuses: [] },
  presets: { table: 'presets', time: 'created_at', searched: ['name'], statuses: [] },
} as const satisfies Record<string, Listed>
export type ListName = keyof typeof listed
