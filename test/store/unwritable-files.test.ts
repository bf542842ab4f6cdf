import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { createEmulator, StoreError } from '../../src/index.js'
import { openSqlite } from '../../src/store/sqlite.js'

const hint = 'give its owner the right to write, or name another file with --data'
const NOBODY = 65_534

/** A new folder that everybody may look into. */
function folder(t: { teardown(undo: () => void): unknown }) {
  const path = mkdtempSync(join(tmpdir(), 'greenroom-unwritable-'))
  chmodSync(path, 0o755)
  t.teardown(() => rmSync(path, { recursive: true }))
  return path
}

/** The problem of starting with a file, as a user who may not write what others own. */
async function problemOf(data: string) {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(NOBODY)
  try {
    const emulator = await createEmulator({ data, fixtures: ['none'] })
    await emulator.close()
    return undefined
  } catch (error) {
    return error as Error
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}

t.test('a file that may only be read, and a folder that nothing may be written to', async (t) => {
  const dir = folder(t)
  // Whatever is loaded at the first start is loaded by a user who may read it.
  await (await createEmulator({ data: `${dir}/mine.db`, fixtures: ['none'] })).close()
  chmodSync(`${dir}/mine.db`, 0o444)
  mkdirSync(`${dir}/closed`)
  chmodSync(`${dir}/closed`, 0o555)
  for (const file of [`${dir}/mine.db`, `${dir}/closed/new.db`]) {
    const problem = await problemOf(file)
    t.ok(problem instanceof StoreError, file)
    t.match(problem?.message, /cannot be (read and )?written/)
    t.ok(problem?.message.includes(file))
    t.ok(problem?.message.endsWith(hint))
  }
})

t.test('a place where no file can be made', { skip: process.platform !== 'linux' }, async (t) => {
  const problem = await problemOf('/proc/greenroom.db')
  t.ok(problem instanceof StoreError)
  t.match(problem?.message, /\/proc\/greenroom\.db.* cannot be (read and )?written/)
})

t.test('what is neither a file nor a folder', { skip: process.platform === 'win32' }, async (t) => {
  for (const file of ['/dev/null', '/dev/full'])
    t.equal((await problemOf(file))?.message, `${file} is not a regular file; --data takes a file`)
})

t.test('a native module that is not there, or is none, is named with what to do', async (t) => {
  const dir = folder(t)
  writeFileSync(`${dir}/other.node`, 'no module')
  for (const name of ['missing', 'other'])
    t.throws(() => openSqlite(':memory:', { nativeBinding: `${dir}/${name}.node` }), {
      name: 'StoreError',
      message:
        /^better-sqlite3 has no native module for this Node \(v[\d.]+, .*\): build it with "npm rebuild better-sqlite3"/,
    })
})
