/** What it costs to reset, to keep and to restore a state, and to export and import a large one. */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createEmulator } from '../../src/index.js'
import { startProcess } from '../helpers/process.js'
import { median } from './statistics.js'

export interface SnapshotRow {
  name: string
  value: number
  unit: 'ms' | 's' | 'MB'
  /** At most. */
  goal?: number
  met?: boolean
}

const row = (name: string, value: number, unit: SnapshotRow['unit'], goal?: number): SnapshotRow => ({
  name,
  value,
  unit,
  ...(goal !== undefined && { goal, met: value <= goal }),
})

/** Milliseconds. */
function time(work: () => unknown) {
  const began = performance.now()
  work()
  return performance.now() - began
}

/** With a fixture's state, as a test has it before each of its cases. */
async function measureFixture(fixture: string, rounds: number): Promise<SnapshotRow[]> {
  await using emulator = await createEmulator({ fixtures: [fixture], clock: 'frozen', seed: 1 })
  const times = { reset: [] as number[], snapshot: [] as number[], restore: [] as number[] }
  for (let i = 0; i < rounds; i++) {
    let kept = { restore() {} }
    times.reset.push(time(() => emulator.reset()))
    times.snapshot.push(
      time(() => {
        kept = emulator.snapshot()
      }),
    )
    times.restore.push(time(() => kept.restore()))
  }
  return [
    row(`reset to ${fixture}`, median(times.reset), 'ms'),
    row(`snapshot of ${fixture}`, median(times.snapshot), 'ms'),
    row(`restore of ${fixture}`, median(times.restore), 'ms', 50),
    row(`restore of ${fixture}, slowest of ${rounds}`, times.restore.at(-1) ?? 0, 'ms', 50),
  ]
}

const hex = (i: number, length: number) => i.toString(16).padStart(length, '0')

/** A state document with so many livestreams, each stopped after one broadcast, in pieces. */
function* largeState(livestreams: number): Generator<string> {
  const begins = Date.parse('2026-01-01T00:00:00.000Z')
  const list = function* (name: string, count: number, item: (i: number) => object) {
    yield `,"${name}":[`
    for (let from = 0; from < count; from += 100)
      yield Array.from({ length: Math.min(100, count - from) }, (_, k) => {
        const i = from + k
        return (i ? ',' : '') + JSON.stringify(item(i))
      }).join('')
    yield ']'
  }
  yield '{"greenroom":"state","version":1,"accounts":[{"id":"bench","draws":0}]'
  yield `,"apps":[{"pk":1,"account_id":"bench","id":"0b5e1c1e-0000-4000-8000-000000000000","name":"Bench","created_at":${begins}}]`
  yield* list('livestreams', livestreams, (i) => ({
    pk: i + 1,
    app_pk: 1,
    id: `0b5e1c1e-0001-4000-8000-${hex(i, 12)}`,
    name: `Livestream ${i}`,
    status: 'IDLE',
    disabled: 0,
    manual_ingest: 0,
    stream_key: `${hex(i, 32)}k${hex(i, 32)}`,
    playback_id: hex(i, 32),
    created_at: begins + i,
    updated_at: begins + i,
  }))
  yield* list('livestream_sessions', livestreams, (i) => ({
    pk: i + 1,
    app_pk: 1,
    livestream_pk: i + 1,
    id: `0b5e1c1e-0002-4000-8000-${hex(i, 12)}`,
    invoked_at: begins + i,
    started_at: begins + i,
    stopped_at: begins + i,
    viewer_ms: 0,
    created_at: begins + i,
    updated_at: begins + i,
  }))
  yield '}'
}

/** The most that a process has had resident so far, in megabytes; 0 where the system does not say. */
function peakMemory(pid: number | undefined) {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) / 1024
  } catch {
    return 0
  }
}

/** PUT a document as fast as it is taken. @throws Error with the answer, when it is refused */
async function upload(url: string, document: Iterable<string>) {
  const sending = request(url, { method: 'PUT', headers: { 'content-type': 'application/json' } })
  const [[answer]] = (await Promise.all([
    once(sending, 'response'),
    pipeline(Readable.from(document, { objectMode: false }), sending),
  ])) as [[IncomingMessage], unknown]
  if (answer.statusCode !== 200) throw new Error((await answer.toArray()).join(''))
  answer.resume()
}

/** Through HTTP, into and out of a process with a data file: what it holds in memory is what the work takes. */
async function measureLarge(livestreams: number): Promise<SnapshotRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-bench-'))
  const undo: (() => unknown)[] = []
  try {
    const test = { teardown: (each: () => unknown) => undo.push(each) }
    const flags = ['--data', join(folder, 'state.db'), '--fixtures', 'none', '--log-level', 'error']
    const { url, child } = await startProcess(test, flags)
    const atStart = peakMemory(child.pid)
    const began = performance.now()
    await upload(`${url}/_greenroom/state`, largeState(livestreams))
    const imported = performance.now()
    const afterImport = peakMemory(child.pid)
    const exported = await fetch(`${url}/_greenroom/state`)
    let bytes = 0
    await pipeline(
      exported.body as unknown as AsyncIterable<Uint8Array>,
      new Writable({
        write(chunk, _encoding, written) {
          bytes += chunk.length
          written()
        },
      }),
    )
    const done = performance.now()
    const of = `of ${livestreams.toLocaleString('en')} livestreams`
    return [
      // A million in a minute.
      row(`import ${of}`, (imported - began) / 1000, 's', (60 * livestreams) / 1_000_000),
      row(`import ${of}, peak memory above the start`, afterImport - atStart, 'MB', 200),
      row(`export ${of}, ${Math.round(bytes / 1e6)} MB`, (done - imported) / 1000, 's'),
      row(`export ${of}, peak memory above the start`, peakMemory(child.pid) - atStart, 'MB', 200),
    ]
  } finally {
    for (const each of undo) await each()
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Measure it all.
 * @param options.fixture the state to reset to and to restore
 * @param options.livestreams how many the large states have, each in its turn
 */
export async function measureSnapshots(options: {
  fixture: string
  rounds: number
  livestreams: number[]
}): Promise<SnapshotRow[]> {
  const rows = await measureFixture(options.fixture, options.rounds)
  for (const livestreams of options.livestreams) rows.push(...(await measureLarge(livestreams)))
  return rows
}
