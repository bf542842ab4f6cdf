/**
 * The tables that are the state, which is exported, imported and kept in snapshots. Their columns, their references and
 * the account of a row are read from the schema of the database.
 */

import type { Database } from 'better-sqlite3'
import type { Ids } from '../core/ids.js'
import { derivedTables } from '../store/derived-tables.js'

/** Parents before children: rows are written in this order. A new table is one line here. */
export const stateTableNames = [
  'accounts',
  'account_clocks',
  'apps',
  'presets',
  'meetings',
  'participants',
  'sessions',
  'session_participants',
  'session_chat_messages',
  'session_transcript_lines',
  'session_summaries',
  'session_files',
  'livestreams',
  'livestream_sessions',
  'recordings',
  'webhooks',
  'deliveries',
  'delivery_attempts',
  'jobs',
] as const

/** Tables that triggers fill, from the rows of the others. */
export const derivedTableNames: readonly string[] = derivedTables.map(({ name }) => name)

/** Kept beside the state: facts of this place that no document or snapshot takes elsewhere. */
export const localTableNames = ['last_hosts', 'forgotten_deliveries', 'shared_clock'] as const

/** Columns that triggers fill, from the rows of other tables. */
const derivedColumns: readonly string[] = ['jobs.clock_owner']

export type Value = string | number | null
/** The values of a table's columns, in their order. */
export type Row = Value[]

/** Columns that are unique over all accounts: a copy of a row for another account gets a new value. */
const uniqueEverywhere: Record<string, (ids: Ids, accountId: string) => string> = {
  'livestreams.stream_key': (ids, accountId) => ids.streamKey(accountId),
  'livestreams.playback_id': (ids, accountId) => ids.playbackId(accountId),
  'session_files.download_key': (ids, accountId) => ids.downloadKey(accountId),
  'recordings.download_key': (ids, accountId) => ids.downloadKey(accountId),
}

export interface StateColumn {
  name: string
  type: 'INTEGER' | 'REAL' | 'TEXT'
  nullable: boolean
  hasDefault: boolean
  /** Whether the column holds the id of an account. */
  isAccount: boolean
  /** The table whose pk the column holds: its own table for the column pk. */
  pkOf: string | undefined
  /** Draws a new value, for a column whose values are unique over all accounts. */
  redraw: ((ids: Ids, accountId: string) => string) | undefined
}

export interface StateTable {
  name: string
  columns: StateColumn[]
  /** Whether rows are told apart, and ordered, by a pk. */
  hasPk: boolean
  /** The SQL condition of being :account's. */
  ofAccount: string
}

interface ColumnInfo {
  name: string
  type: StateColumn['type']
  notnull: 0 | 1
  dflt_value: string | null
  pk: number
}

interface ForeignKey {
  table: string
  from: string
  to: string
}

/** The SQL condition of being :account's: by an own column, or by a reference to a row that has one. */
function conditionOf(name: string, columns: StateColumn[], conditions: Map<string, string>): string {
  const own = columns.find(({ isAccount }) => isAccount)
  if (own) return `${own.name} = :account`
  const parent = columns.find(({ pkOf, nullable }) => pkOf !== undefined && pkOf !== name && !nullable)
  if (!parent?.pkOf) throw new Error(`the rows of ${name} are of no account`)
  return `${parent.name} IN (SELECT pk FROM ${parent.pkOf} WHERE ${conditions.get(parent.pkOf)})`
}

/** Read the tables of the state from the schema of the database. */
export function readStateTables(db: Database): StateTable[] {
  const conditions = new Map<string, string>()
  return stateTableNames.map((name) => {
    const foreignKeys = db.pragma(`foreign_key_list(${name})`) as ForeignKey[]
    const stored = (db.pragma(`table_info(${name})`) as ColumnInfo[]).filter(
      (column) => !derivedColumns.includes(`${name}.${column.name}`),
    )
    const columns = stored.map((column): StateColumn => {
      const to = (target: string) => foreignKeys.find((key) => key.from === column.name && key.to === target)
      const isPk = column.name === 'pk'
      return {
        name: column.name,
        type: column.type,
        nullable: column.notnull === 0 && column.pk === 0,
        hasDefault: column.dflt_value !== null,
        isAccount: name === 'accounts' ? column.name === 'id' : to('id')?.table === 'accounts',
        pkOf: isPk ? name : to('pk')?.table,
        redraw: uniqueEverywhere[`${name}.${column.name}`],
      }
    })
    conditions.set(name, conditionOf(name, columns, conditions))
    return {
      name,
      columns,
      hasPk: columns.some((column) => column.name === 'pk'),
      ofAccount: conditions.get(name) ?? '',
    }
  })
}

/** The column by which rows are in the order in which they were made. */
export const orderOf = ({ hasPk }: StateTable) => (hasPk ? 'pk' : 'id')

/** Whether a column holds an instant, which its name tells. */
export const isInstantColumn = (name: string) => /_(at|since)$/.test(name)

/** List the names of a table's columns. */
export const namesOf = ({ columns }: StateTable) => columns.map(({ name }) => name).join(', ')
