/** The state to begin with: found, checked in full, and only then written, all or nothing. */

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from 'better-sqlite3'
import { jsonAjv } from '../http/validation.js'
import { checkFixture, describeFixtureError, type LoadedFixture } from './fixture-check.js'
import { FixtureSchema } from './fixture-schema.js'
import { onlyOf, rewrittenFor } from './fixture-scope.js'
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
const nameOf = (label: string) => label.replace(/\.json$/, '')
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

/** A fixture, given as it is or by name. */
export type FixtureSource = string | object

/**
 * The fixtures that a reset asks for. Files are named at the start only: a name here is one that Greenroom
 * ships, or one of those of the start.
 * @throws FixtureError with all that is wrong
 */
function resolveFixtures(wanted: FixtureSource | FixtureSource[], loaded: LoadedFixture[]): LoadedFixture[] {
  const sources = [wanted].flat()
  if (sources.includes('none') && sources.length > 1)
    throw new FixtureError(['the fixture none goes with no other'])
  const resolve = (source: FixtureSource, i: number) => {
    if (typeof source === 'object') {
      const label = `fixtures[${i}]`
      checkForm(source, label)
      return { label, fixture: source as LoadedFixture['fixture'] }
    }
    const found = loaded.find(({ label }) => label === source || nameOf(label) === source)
    if (found) return found
    if (shipped.includes(source)) return readFixture(source)
    throw new FixtureError([
      `there is no fixture ${source}: give ${[...new Set([...shipped, ...loaded.map(({ label }) => nameOf(label))])].join(', ')}, none, or a fixture itself`,
    ])
  }
  return collect(
    sources.filter((source) => source !== 'none'),
    resolve,
  )
}

/** What becomes of each. @throws FixtureError with the problems of all */
function collect<T>(sources: T[], read: (source: T, i: number) => LoadedFixture): LoadedFixture[] {
  const problems: string[] = []
  const loaded = sources.flatMap((source, i) => {
    try {
      return read(source, i)
    } catch (error) {
      if (!(error instanceof FixtureError)) throw error
      problems.push(...error.problems)
      return []
    }
  })
  if (problems.length) throw new FixtureError(problems)
  return loaded
}

/** @throws FixtureError */
function check(loaded: LoadedFixture[]): LoadedFixture[] {
  const problems = checkFixture(loaded)
  if (problems.length) throw new FixtureError(problems)
  return loaded
}

/** @throws FixtureError with the problems of all that were named */
export function readFixtures(sources: readonly string[]): LoadedFixture[] {
  const named = [...new Set(sources)].filter((source) => source !== 'none')
  if (named.length !== new Set(sources).size && named.length)
    throw new FixtureError(['the fixture none goes with no other'])
  return check(collect(named, readFixture))
}

export interface Reset {
  /** Whose; everyone's when left out. */
  accountId?: string | undefined
  /** Which fixtures to write; those of the start when left out. */
  wanted?: FixtureSource | FixtureSource[] | undefined
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

  const removeAccount = db.prepare<[string]>('DELETE FROM accounts WHERE id = ?')

  const write = (fixtures: LoadedFixture[]) => {
    for (const { fixture } of fixtures) writer.write(fixture)
  }

  /** What a reset writes. @throws FixtureError */
  const resolve = ({ accountId, wanted }: Reset): LoadedFixture[] => {
    if (wanted === undefined)
      return accountId === undefined ? loaded : loaded.map((each) => onlyOf(each, accountId))
    const resolved = resolveFixtures(wanted, loaded)
    if (accountId === undefined) return check(resolved)
    return check(
      collect(resolved, (each) => {
        const rewritten = rewrittenFor(each, accountId)
        if (rewritten) return rewritten
        throw new FixtureError([
          `${each.label}: is of several accounts, none of them ${accountId}; one account takes a fixture of one`,
        ])
      }),
    )
  }

  return {
    /** Fill an empty store; a file that has state keeps it. */
    seed() {
      if (isEmpty.get() === 1) atomically(() => write(loaded))
    },
    /**
     * Remove everything, or what one account has, and write fixtures: all or nothing.
     * @returns their names
     * @throws FixtureError with all that is wrong with them, before anything is removed
     */
    reset(reset: Reset): string[] {
      const fixtures = resolve(reset)
      try {
        atomically(() => {
          if (reset.accountId === undefined) clear.run()
          else removeAccount.run(reset.accountId)
          write(fixtures)
        })
      } catch (error) {
        // What a fixture says and another account has already; the rest of a fixture was checked.
        if ((error as { code?: string }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
        const [column] = (error as Error).message.split('.').slice(-1)
        throw new FixtureError([`a ${column} of the fixtures is in use in another account`])
      }
      jobs.changed()
      return fixtures.map(({ label }) => nameOf(label))
    },
    summary: () => loaded.map(({ label }) => nameOf(label)),
  }
}

export type Fixtures = ReturnType<typeof createFixtures>
