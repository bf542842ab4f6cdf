/** Opens the database: in memory, or a file that is checked before anything is written to it. */

import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { applicationId, migrations } from './migrations/index.js'
import { openSqlite } from './sqlite.js'
import { StoreError } from './store-error.js'

export type { Database } from 'better-sqlite3'

const IN_MEMORY = ':memory:'

const pragma = (db: Database, name: string) => db.pragma(name, { simple: true }) as number

/** SQLite waits this long for a file that another process is letting go of. */
const LOCK_TIMEOUT_MS = 1000

interface Marks {
  applicationId: number
  version: number
}

/**
 * Read the file's header without SQLite, which leaves files beside a database in WAL mode even when it only reads. See https://www.sqlite.org/fileformat.html, "The Database Header".
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

/** Read the header by SQLite, with the write-ahead log, which may hold a newer one. */
function readWithLog(file: string): Marks {
  const db = openSqlite(file, { readonly: true, timeout: LOCK_TIMEOUT_MS })
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

const hint = 'give its owner the right to write, or name another file with --data'

/** SQLite writes to the file, and to files beside it. @throws StoreError */
function refuseUnwritable(file: string) {
  for (const [path, what] of [
    [file, file],
    [dirname(file), `the folder of ${file}`],
  ] as const) {
    if (!existsSync(path)) continue
    try {
      accessSync(path, constants.R_OK | constants.W_OK)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      const reason = code === 'EROFS' ? 'is on a read-only file system' : 'cannot be read and written'
      throw new StoreError(`${what} ${reason} (${code}); ${hint}`)
    }
  }
}

/** Refuse a file that is not Greenroom's, without writing to it. @throws StoreError */
function inspect(file: string) {
  if (!existsSync(dirname(file))) throw new StoreError(`cannot make ${file}: its folder does not exist`)
  if (existsSync(file)) {
    if (statSync(file).isDirectory()) throw new StoreError(`${file} is a folder; --data takes a file`)
    if (!statSync(file).isFile()) throw new StoreError(`${file} is not a regular file; --data takes a file`)
  }
  refuseUnwritable(file)
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

/** A StoreError for an error of SQLite's, or the error itself. */
function describe(file: string, error: unknown) {
  if (error instanceof StoreError || !(error instanceof Error)) return error
  const { code = '' } = error as { code?: string }
  if (code === 'SQLITE_NOTADB') return new StoreError(`${file} is not a database; it is left untouched`)
  if (code.startsWith('SQLITE_CORRUPT'))
    return new StoreError(`${file} is a damaged database: ${error.message}`)
  if (code.startsWith('SQLITE_BUSY')) return new StoreError(`${file} is in use by another process`)
  if (code === 'SQLITE_FULL') return new StoreError(`there is no room on the disk of ${file}`)
  if (/^SQLITE_(READONLY|CANTOPEN|IOERR)/.test(code))
    return new StoreError(
      `${file}, or a file beside it, cannot be written (${code}: ${error.message}); ${hint}`,
    )
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
  if (data !== IN_MEMORY) inspect(data)
  let db: Database | undefined
  try {
    db = openSqlite(data, { timeout: LOCK_TIMEOUT_MS })
    db.pragma('foreign_keys = ON')
    db.pragma('temp_store = MEMORY')
    if (data !== IN_MEMORY) db.pragma('locking_mode = EXCLUSIVE')
    migrate(db)
    if (data !== IN_MEMORY) {
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
