import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { createEmulator, StoreError } from '../../src/index.js'
import { openSqlite } from '../../src/store/sqlite.js'
import { runProcess, startProcess } from '../helpers/process.js'

/** Every file of a folder with a digest of its bytes. */
const contents = (dir: string) =>
  Object.fromEntries(
    readdirSync(dir)
      .filter((name) => statSync(`${dir}/${name}`).isFile())
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(`${dir}/${name}`))
          .digest('hex'),
      ]),
  )

async function makeGreenroomFile(file: string) {
  const emulator = await createEmulator({ data: file })
  await emulator.close()
}

/** The schema's version that this Greenroom writes. */
async function currentSchema(dir: string) {
  await makeGreenroomFile(`${dir}/fresh.db`)
  const db = openSqlite(`${dir}/fresh.db`)
  const version = db.pragma('user_version', { simple: true }) as number
  db.close()
  return version
}
const schema = await currentSchema(t.testdir())

const makers: Record<string, { make: (file: string) => unknown; message: (file: string) => string }> = {
  'a file from a newer Greenroom': {
    async make(file) {
      await makeGreenroomFile(file)
      const db = openSqlite(file)
      db.pragma(`user_version = ${schema + 1}`)
      db.close()
    },
    message: (file) =>
      `${file} was written by a newer Greenroom (schema ${schema + 1}, this one knows up to ${schema}); it is left untouched`,
  },
  'a file that is no database': {
    make: (file) => writeFileSync(file, 'Dear diary, today I was nearly overwritten. '.repeat(200)),
    message: (file) => `${file} is not a database; it is left untouched`,
  },
  'a file shorter than any database': {
    make: (file) => writeFileSync(file, 'x'),
    message: (file) => `${file} is not a database; it is left untouched`,
  },
  'another program’s database': {
    make(file) {
      const db = openSqlite(file)
      db.exec('CREATE TABLE livestreams (id TEXT); INSERT INTO livestreams VALUES (1)')
      db.close()
    },
    message: (file) => `${file} is a database of another program; it is left untouched`,
  },
  'another program’s database in WAL mode': {
    make(file) {
      const db = openSqlite(file)
      db.pragma('journal_mode = WAL')
      db.exec('CREATE TABLE notes (text TEXT)')
      db.close()
    },
    message: (file) => `${file} is a database of another program; it is left untouched`,
  },
}

t.test('what is no file of ours is refused', async (t) => {
  for (const [what, { make, message }] of Object.entries(makers))
    await t.test(what, async (t) => {
      const dir = t.testdir()
      const file = `${dir}/state.db`
      await make(file)
      const before = contents(dir)
      await t.rejects(createEmulator({ data: file }), new StoreError(message(file)))
      t.strictSame(contents(dir), before, 'byte for byte as it was, and nothing beside it')
    })
})

t.test('the process says the same, and exits with 1', async (t) => {
  const file = `${t.testdir({ 'state.db': 'x' })}/state.db`
  const { code, stdout, stderr } = await runProcess(t, ['--data', file])
  t.strictSame([code, stdout, stderr], [1, '', `${file} is not a database; it is left untouched\n`])
})

t.test('a newer schema that is only in the write-ahead log is refused too', async (t) => {
  const dir = t.testdir({ from: {}, to: {} })
  await makeGreenroomFile(`${dir}/from/state.db`)
  const db = openSqlite(`${dir}/from/state.db`)
  db.pragma('user_version = 99')
  // As a SIGKILL would leave them.
  for (const name of ['state.db', 'state.db-wal']) copyFileSync(`${dir}/from/${name}`, `${dir}/to/${name}`)
  db.close()
  const before = contents(`${dir}/to`)
  await t.rejects(createEmulator({ data: `${dir}/to/state.db` }), {
    message: /was written by a newer Greenroom \(schema 99, .*left untouched$/,
  })
  t.match(contents(`${dir}/to`), before)
})

t.test('a folder, and a file in a folder that is not there', async (t) => {
  const dir = t.testdir()
  const refused = (data: string, message: string) =>
    t.rejects(createEmulator({ data }), new StoreError(message))
  await refused(dir, `${dir} is a folder; --data takes a file`)
  const file = `${dir}/none/state.db`
  await refused(file, `cannot make ${file}: its folder does not exist`)
  t.strictSame(readdirSync(dir), [])
})

t.test('a file that another Greenroom has in use', async (t) => {
  const dir = t.testdir()
  const file = `${dir}/state.db`
  const running = await startProcess(t, ['--data', file])
  const before = contents(dir)
  const { code, stderr } = await runProcess(t, ['--data', file])
  t.equal(code, 1)
  t.equal(stderr, `${file} is in use by another process\n`)
  t.match(contents(dir), before)
  t.equal((await fetch(`${running.url}/_greenroom/health/ready`)).status, 200, 'which goes on')
  t.equal(await running.stop(), 0)
  await makeGreenroomFile(file)
  t.pass('and when that has ended, it is free')
})

t.test('a file that two emulators of one process want', async (t) => {
  const file = `${t.testdir()}/state.db`
  const first = await createEmulator({ data: file })
  t.teardown(() => first.close())
  await t.rejects(createEmulator({ data: file }), new StoreError(`${file} is in use by another process`))
  t.equal((await first.inject({ url: '/_greenroom/health/ready' })).statusCode, 200)
})

t.test('an empty file is a new one', async (t) => {
  const file = `${t.testdir({ 'state.db': '' })}/state.db`
  await makeGreenroomFile(file)
  t.ok(statSync(file).size > 0)
})
