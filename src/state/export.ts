/** Writes the state as one JSON document, piece by piece: a million livestreams are never in memory at once. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Database } from 'better-sqlite3'
import type { ClockMode } from '../core/clock.js'
import { openSqlite } from '../store/sqlite.js'
import type { stateVersion } from './state-version.js'
import { namesOf, orderOf, type StateTable } from './tables.js'

/** The properties with which a state document begins. */
export interface StateHead {
  greenroom: 'state'
  version: typeof stateVersion
  /** The account whose state it is; null for all accounts. */
  account_id: string | null
  clock: { mode: ClockMode; now: string }
}

/** The length of a piece, about. */
const PIECE_CHARACTERS = 64 * 1024

/**
 * Copy the rows to a file of their own in one transaction, so that later writes do not show while they are sent. The
 * file has lost its name when this returns, so that nothing is left behind however the process ends.
 */
function copyOut(db: Database, tables: readonly StateTable[], accountId: string | undefined): Database {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-export-'))
  try {
    const file = join(folder, 'state.db')
    db.prepare('ATTACH ? AS export').run(file)
    try {
      db.pragma('export.journal_mode = OFF')
      db.pragma('export.synchronous = OFF')
      db.transaction(() => {
        for (const table of tables)
          db.prepare(
            `CREATE TABLE export.${table.name} AS SELECT ${namesOf(table)} FROM main.${table.name}
             WHERE ${accountId === undefined ? 'true' : table.ofAccount} ORDER BY ${orderOf(table)}`,
          ).run(accountId === undefined ? {} : { account: accountId })
      })()
    } finally {
      db.exec('DETACH export')
    }
    const copy = openSqlite(file)
    copy.pragma('journal_mode = OFF')
    copy.pragma('synchronous = OFF')
    for (const { name } of tables.filter(({ hasPk }) => hasPk))
      copy.exec(`CREATE INDEX ${name}_by_pk ON ${name} (pk)`)
    return copy
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The columns, with keys that count from 1 in the document, so that the export of an account does not depend on others:
 * the rowid of the copy counts the rows in their order.
 */
const numbered = (table: StateTable) =>
  table.columns.map(({ name, pkOf }) => {
    if (!pkOf) return `t.${name}`
    return pkOf === table.name
      ? 't.rowid AS pk'
      : `(SELECT p.rowid FROM ${pkOf} p WHERE p.pk = t.${name}) AS ${name}`
  })

function* write(copy: Database, tables: readonly StateTable[], head: StateHead): Generator<string> {
  let piece = JSON.stringify(head).slice(0, -1)
  for (const table of tables) {
    piece += `,\n"${table.name}":[`
    let separator = '\n'
    const rows = copy.prepare(`SELECT ${numbered(table).join(', ')} FROM ${table.name} t ORDER BY t.rowid`)
    for (const row of rows.iterate()) {
      piece += separator + JSON.stringify(row)
      separator = ',\n'
      if (piece.length < PIECE_CHARACTERS) continue
      yield piece
      piece = ''
    }
    piece += ']'
  }
  yield `${piece}}\n`
}

/**
 * Export the state as it is now, as UTF-8 JSON, as fast as the reader takes it.
 * @param accountId the account to export; all accounts when left out
 */
export function exportState(
  { db, tables }: { db: Database; tables: readonly StateTable[] },
  head: StateHead,
  accountId?: string,
): Readable {
  const copy = copyOut(db, tables, accountId)
  const document = Readable.from(write(copy, tables, head), {
    objectMode: false,
    highWaterMark: PIECE_CHARACTERS,
  })
  document.once('close', () => copy.close())
  return document
}
