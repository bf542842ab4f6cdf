/** Opens SQLite, and works around a fault of better-sqlite3 on newer versions of Node. */

import SQLite, { type Database, type Options } from 'better-sqlite3'
import { StoreError } from './store-error.js'

/**
 * From Node 24.19 on, an object of better-sqlite3 12 that is collected while no JavaScript runs ends the process
 * (https://github.com/WiseLibs/better-sqlite3/issues/1515), and its version 13 does not run on Node 20. So from there
 * on nothing of it is collected: a few hundred bytes for each statement that was prepared.
 */
const isUnsafe = Number.parseInt(process.versions.node, 10) >= 24
const held = new Set<object>()
let isHolding = false

/** Hold on to everything that a method returns, on all objects with the same prototype. */
function holdResults(of: object, name: string) {
  const prototype = Object.getPrototypeOf(of) as Record<string, (...args: unknown[]) => object>
  const make = prototype[name]
  if (!make) throw new Error(`this version of better-sqlite3 has no ${name} where it is expected`)
  prototype[name] = function (this: unknown, ...args) {
    const made = make.apply(this, args)
    held.add(made)
    return made
  }
}

/** The native object behind a Database of better-sqlite3. */
function nativeOf(db: Database): object {
  const [name] = Object.getOwnPropertySymbols(db)
  const native = name && (db as unknown as Record<symbol, object>)[name]
  if (!native) throw new Error('this version of better-sqlite3 has nothing native where it is expected')
  return native
}

/** @throws StoreError when the native part of better-sqlite3 is not there, or was built for another Node */
function create(file: string, options?: Options): Database {
  try {
    return new SQLite(file, options)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    const isUnbuilt = message.startsWith('Could not locate the bindings file')
    if (!isUnbuilt && code !== 'ERR_DLOPEN_FAILED' && code !== 'MODULE_NOT_FOUND') throw error
    const { version, platform, arch } = process
    throw new StoreError(
      `better-sqlite3 has no native module for this Node (${version}, ${platform} ${arch}): build it with "npm rebuild better-sqlite3", and allow its install script\n  ${message.split('\n')[0]}`,
      { cause: error },
    )
  }
}

/** @param file `:memory:`, or empty for a file that goes away by itself */
export function openSqlite(file: string, options?: Options): Database {
  const db = create(file, options)
  if (!isUnsafe) return db
  const native = nativeOf(db)
  held.add(native)
  if (!isHolding) {
    isHolding = true
    holdResults(native, 'prepare')
    holdResults(db.prepare('SELECT 1'), 'iterate')
  }
  return db
}
