/** Opening the database: in memory, or a file that is checked before anything is written to it. */

import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { applicationId, migrations } from './migrations/index.js'
import { openSqlite } from './sqlite.js'

export type { Database } from 'better-sqlite3'

/** The database cannot be used; the message is for the person who named it. */
export class StoreError extends Error {
  override name = 'StoreError'
}

export const inMemory = ':memory:'

const pragma = (db: Database, name: string) => db.pragma(name, { simple: true }) as number

/** How long to wait for a file that another process is letting go of, in milliseconds. */
const timeout = 1000

interface Marks {
  applicationId: number
  version: number
}

/**
 * What the file's header says, read without SQLite: to open a database in WAL mode, even for reading only, is to
 * leave files beside it. See https://www.sqlite.org/fileformat.html, "The Database Header".
 */
function readHeader(file: string): Marks {
  const header = Buffer.alloc(100)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, header, 0, header.length, 0)
  } finally {
    closeSync(descriptor)
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0')
    throw new StoreError(`${file} is not a database; it is left untouched`)
  return { applicationId: header.readUInt32BE(68), version: header.readInt32BE(60) }
}

/** What the file says together with its write-ahead log, which may hold a newer header. */
function readWithLog(file: string): Marks {
  const db = openSqlite(file, { readonly: true, timeout })
  try {
    return { applicationId: pragma(db, 'application_id'), version: pragma(db, 'user_version') }
  } finally {
    db.close()
  }
}

const isFilled = (file: string) => existsSync(file) && statSync(file).size > 0

function refuseNewer(file: string, version: number) {
  if (version > migrations.length)
    throw new StoreError(
      `${file} was written by a newer Greenroom (schema ${version}, this one knows up to ${migrations.length}); it is left untouched`,
    )
}

/** Refuse what is not ours, reading only. @throws StoreError */
function inspect(file: string) {
  if (!existsSync(file)) {
    if (!existsSync(dirname(file))) throw new StoreError(`cannot make ${file}: its folder does not exist`)
    return
  }
  if (statSync(file).isDirectory()) throw new StoreError(`${file} is a folder; --data takes a file`)
  if (!isFilled(file)) return
  try {
    const { applicationId: theirs, version } = isFilled(`${file}-wal`) ? readWithLog(file) : readHeader(file)
    if (theirs !== applicationId)
      throw new StoreError(`${file} is a database of another program; it is left untouched`)
    refuseNewer(file, version)
  } catch (error) {
    throw describe(file, error)
  }
}

function describe(file: string, error: unknown) {
  if (error instanceof StoreError || !(error instanceof Error)) return error
  const { code } = error as { code?: string }
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT')
    return new StoreError(`${file} is not a database; it is left untouched`)
  if (code?.startsWith('SQLITE_BUSY')) return new StoreError(`${file} is in use by another process`)
  return new StoreError(`cannot open ${file}: ${error.message}`)
}

/**
 * Bring the schema up to date. It takes the write lock in any case, which exclusive locking then keeps: another
 * process's hold on the file shows now, while it can still be refused.
 */
function migrate(db: Database) {
  db.transaction(() => {
    const from = pragma(db, 'user_version')
    if (from === migrations.length) return
    for (const step of migrations.slice(from)) db.exec(step)
    db.pragma(`application_id = ${applicationId}`)
    db.pragma(`user_version = ${migrations.length}`)
  }).immediate()
}

/**
 * Open and migrate. A file is held by one process at a time; what was committed survives a SIGKILL.
 * @param data a file's path, or `:memory:`
 * @throws StoreError
 */
export function openDatabase(data: string): Database {
  if (data !== inMemory) inspect(data)
  let db: Database | undefined
  try {
    db = openSqlite(data, { timeout })
    db.pragma('foreign_keys = ON')
    db.pragma('temp_store = MEMORY')
    if (data !== inMemory) db.pragma('locking_mode = EXCLUSIVE')
    migrate(db)
    if (data !== inMemory) {
      // Not before a new file bears our mark: killed between the two, it would look like another program's.
      db.pragma('journal_mode = WAL')
      db.pragma('synchronous = NORMAL')
    }
    db.function('fold', { deterministic: true }, (text) => String(text ?? '').toLowerCase())
    return db
  } catch (error) {
    db?.close()
    throw describe(data, error)
  }
}
