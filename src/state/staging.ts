/**
 * Gathers and checks the rows of an import in an empty database with the same schema, in a temporary file that SQLite
 * removes by itself: rows that it accepts, the real database accepts.
 */

import type { Statement } from 'better-sqlite3'
import { hasLoneSurrogate } from '../core/text.js'
import type { Database } from '../store/database.js'
import { migrations } from '../store/migrations/index.js'
import { openSqlite } from '../store/sqlite.js'
import { StateError } from './error.js'
import type { RowCheck } from './row-schema.js'
import { stateRules } from './rules.js'
import { namesOf, orderOf, type Row, type StateTable } from './tables.js'

interface Violation {
  rowid: number
  parent: string
  fkid: number
}

/** Memory for pages, in KiB: what is beyond is in the temporary file. */
const CACHE_KIB = 32 * 1024

/** Open the empty database, without the indexes and triggers that only serve lists and counts. */
function openEmpty(): Database {
  const db = openSqlite('')
  db.pragma('journal_mode = OFF')
  db.pragma(`cache_size = -${CACHE_KIB}`)
  db.pragma('foreign_keys = OFF')
  for (const step of migrations) db.exec(step)
  const unneeded = db
    .prepare<[], { type: string; name: string }>(
      `SELECT type, name FROM sqlite_schema WHERE type = 'trigger'
       OR (type = 'index' AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%')`,
    )
    .all()
  for (const { type, name } of unneeded) db.exec(`DROP ${type} ${name}`)
  db.exec('BEGIN')
  return db
}

/** A StateError for a row that the schema's constraints refuse, or the error itself. */
function refusal(error: unknown, { db, place }: { db: Database; place: string }): unknown {
  const { code, message } = error as { code?: string; message: string }
  const detail = message.replace(/^[^:]*: /, '')
  if (code === 'SQLITE_CONSTRAINT_CHECK') {
    const [, column, values] = /^(\w+) IN \((.*)\)$/s.exec(detail) ?? []
    if (column && values)
      return new StateError(`${place}/${column} must be one of ${values.replaceAll("'", '')}`)
    return new StateError(`${place} must satisfy ${detail.replace(/\s+/g, ' ')}`)
  }
  if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') return error
  const columns = detail.split(', ').map((name) => name.split('.').at(-1))
  const [table] = detail.split('.')
  const rule = partialIndexOver(db, table ?? '', columns.join())
  return new StateError(
    rule
      ? `${place} breaks the rule ${rule}`
      : `${place}/${columns.at(-1)} is already in use in an earlier row`,
  )
}

/** A partial index is named after its rule, such as one_active_livestream_per_meeting. @returns the rule in words */
function partialIndexOver(db: Database, table: string, columns: string): string | undefined {
  const indexes = db.pragma(`index_list(${table})`) as { name: string; unique: number; partial: number }[]
  const found = indexes
    .filter(({ unique }) => unique)
    .filter(({ name }) => {
      const parts = db.pragma(`index_info(${name})`) as { name: string }[]
      return parts.map((part) => part.name).join() === columns
    })
  return found.every(({ partial }) => partial) ? found[0]?.name.replaceAll('_', ' ') : undefined
}

/** @throws StateError for a text that would be stored as another */
function checkTexts(row: object, place: string) {
  for (const [column, value] of Object.entries(row))
    if (typeof value === 'string' && hasLoneSurrogate(value))
      throw new StateError(`${place}/${column} must not have half of a surrogate pair`)
}

/**
 * Create an empty staging for one import; close it when done.
 * @param checks the check of each table's rows, by the table's name
 */
export function createStaging(stateTables: readonly StateTable[], checks: Map<string, RowCheck>) {
  const db = openEmpty()
  const tables = new Map(
    stateTables.map((table) => [
      table.name,
      { table, check: checks.get(table.name), inserts: new Map<string, Statement>(), lastPk: 0 },
    ]),
  )

  /** The statement that writes the columns of a row; the others have defaults. */
  const insertOf = (
    { table, inserts }: { table: StateTable; inserts: Map<string, Statement> },
    row: object,
  ) => {
    const columns = Object.keys(row)
    const key = columns.join()
    let statement = inserts.get(key)
    if (!statement) {
      statement = db.prepare(
        `INSERT INTO ${table.name} (${key}) VALUES (${columns.map((name) => `:${name}`).join(', ')})`,
      )
      inserts.set(key, statement)
    }
    return statement
  }

  /** Rows come in the order of their pk, so a row's place is how many are before it. */
  const placeOf = (table: string, pk: number) =>
    `/${table}/${db.prepare(`SELECT count(*) FROM ${table} WHERE pk < ?`).pluck().get(pk)}`

  const checkReferences = () => {
    for (const table of tables.keys()) {
      const violation = db.prepare<[], Violation>(`PRAGMA foreign_key_check(${table})`).get()
      if (!violation) continue
      const { rowid, parent, fkid } = violation
      const keys = db.pragma(`foreign_key_list(${table})`) as { id: number; seq: number; from: string }[]
      const column = keys.filter(({ id }) => id === fkid).sort((a, b) => b.seq - a.seq)[0]?.from
      throw new StateError(`${placeOf(table, rowid)}/${column} refers to nothing in /${parent}`)
    }
  }

  const checkRules = () => {
    for (const { table, problem, query } of stateRules) {
      const pk = db.prepare<[], number>(`${query} ORDER BY 1 LIMIT 1`).pluck().get()
      if (pk !== undefined) throw new StateError(`${placeOf(table, pk)}/${problem}`)
    }
  }

  return {
    /** Add a row. @throws StateError when the table cannot have it */
    add(row: unknown, name: string, index: number) {
      const staged = tables.get(name)
      if (!staged) throw new Error(`there is no table ${name}`)
      const place = `/${name}/${index}`
      staged.check?.(row, place)
      checkTexts(row as object, place)
      if (staged.table.hasPk) {
        const { pk } = row as { pk: number }
        if (pk <= staged.lastPk) throw new StateError(`${place}/pk must be greater than that before it`)
        staged.lastPk = pk
      }
      try {
        insertOf(staged, row as object).run(row)
      } catch (error) {
        throw refusal(error, { db, place })
      }
    },
    /** Check references and rules, once all rows have been added. @throws StateError */
    check() {
      checkReferences()
      checkRules()
    },
    accounts: () => db.prepare<[], string>('SELECT id FROM accounts ORDER BY id').pluck().all(),
    rows: (table: StateTable): Iterable<Row> =>
      db
        .prepare<[], Row>(`SELECT ${namesOf(table)} FROM ${table.name} ORDER BY ${orderOf(table)}`)
        .raw()
        .iterate(),
    close: () => void db.close(),
  }
}

export type Staging = ReturnType<typeof createStaging>
