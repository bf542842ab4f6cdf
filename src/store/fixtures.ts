/** The state to begin with: found, checked in full, and only then written, all or nothing. */

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from 'better-sqlite3'
import { jsonAjv } from '../http/validation.js'
import { checkFixture, describeFixtureError, type LoadedFixture } from './fixture-check.js'
import { FixtureSchema } from './fixture-schema.js'
import { readFixtureTime } from './fixture-time.js'
import type { FixtureWriter } from './fixture-writer.js'
import type { Jobs } from './jobs.js'
import type { UnitOfWork } from './unit-of-work.js'

export type { LoadedFixture } from './fixture-check.js'

/** A fixture cannot be used; every problem is a line such as `demo.json: /meetings/3/title must be string`. */
export class FixtureError extends Error {
  override name = 'FixtureError'
  constructor(readonly problems: string[]) {
    super(problems.join('\n'))
  }
}

const shipped = ['docs', 'demo']
const shippedFile = (name: string) =>
  fileURLToPath(new URL(`../../../fixtures/${name}.json`, import.meta.url))

jsonAjv.addFormat('fixture-time', (text: string) => readFixtureTime(text, 0) !== undefined)
const validate = () => jsonAjv.compile(FixtureSchema)

/** Read and check one. @throws FixtureError */
function readFixture(source: string): LoadedFixture {
  const isShipped = shipped.includes(source)
  const file = isShipped ? shippedFile(source) : source
  const label = basename(file)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new FixtureError([
      code === 'ENOENT'
        ? `there is no fixture ${source}: give ${shipped.join(', ')}, none, or a JSON file`
        : `cannot read the fixture ${source}: ${code}`,
    ])
  }
  const content = parseFixture(text, label)
  // Those that ship are held to the schema by the tests; to compile it is a tenth of the whole start.
  if (!isShipped) checkForm(content, label)
  return { label, fixture: content as LoadedFixture['fixture'] }
}

function parseFixture(text: string, label: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FixtureError([`${label}: is not JSON: ${(error as Error).message}`])
  }
}

/** @throws FixtureError unless it is as the schema says */
function checkForm(content: unknown, label: string) {
  const valid = validate()
  if (!valid(content))
    throw new FixtureError((valid.errors ?? []).map((error) => `${label}: ${describeFixtureError(error)}`))
}

/** @throws FixtureError with the problems of all that were named */
export function readFixtures(sources: readonly string[]): LoadedFixture[] {
  const problems: string[] = []
  const loaded: LoadedFixture[] = []
  const named = [...new Set(sources)].filter((source) => source !== 'none')
  if (named.length !== new Set(sources).size && named.length)
    throw new FixtureError(['the fixture none goes with no other'])
  for (const source of named)
    try {
      loaded.push(readFixture(source))
    } catch (error) {
      if (!(error instanceof FixtureError)) throw error
      problems.push(...error.problems)
    }
  if (!problems.length) problems.push(...checkFixture(loaded))
  if (problems.length) throw new FixtureError(problems)
  return loaded
}

export function createFixtures(deps: {
  db: Database
  jobs: Jobs
  atomically: UnitOfWork
  writer: FixtureWriter
  loaded: LoadedFixture[]
}) {
  const { db, jobs, atomically, writer, loaded } = deps
  const isEmpty = db.prepare('SELECT NOT EXISTS (SELECT 1 FROM accounts)').pluck()
  const clear = db.prepare('DELETE FROM accounts')

  const write = () =>
    atomically(() => {
      for (const { fixture } of loaded) writer.write(fixture)
    })

  return {
    /** Fill an empty store; a file that has state keeps it. */
    seed() {
      if (isEmpty.get() === 1) write()
    },
    /** Remove everything and write the fixtures again. */
    reset() {
      atomically(() => {
        clear.run()
        write()
      })
      jobs.changed()
    },
    summary: () => loaded.map(({ label }) => label.replace(/\.json$/, '')),
  }
}

export type Fixtures = ReturnType<typeof createFixtures>
