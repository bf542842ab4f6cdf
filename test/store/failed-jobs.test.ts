import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import type { EmulatorEvent } from '../../src/index.js'
import { startFrozen } from '../helpers/frozen.js'
import { exportText, importState, startFurnished } from '../helpers/state.js'

/** SQLite's default, in bytes, and the first byte of a page that holds rows of a table. */
const PAGE_SIZE = 4096
const TABLE_LEAF = 0x0d

/** Overwrite the page of a database on which the row with a text is. */
function corruptPageOf(file: string, text: string) {
  const bytes = readFileSync(file)
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    const page = at - (at % PAGE_SIZE)
    if (bytes[page] === TABLE_LEAF) bytes.fill(0xff, page, page + PAGE_SIZE)
  }
  writeFileSync(file, bytes)
}

t.test('a corrupted page fails the jobs that need it, and no others; they are told', async (t) => {
  const data = `${t.testdir()}/state.db`
  const before = await startFrozen(t, { data })
  const app = await before.newApp()
  const started: { id: string; stream_key: string }[] = []
  for (let i = 0; i < 60; i++) started.push((await before.start(app, await before.newMeeting(app))).body.data)
  await before.emulator.close()
  const [first, lost, last] = [started[0], started[30], started[59]] as typeof started
  corruptPageOf(data, lost?.stream_key ?? '')

  const { emulator, control, status, advance } = await startFrozen(t, { data })
  const events: EmulatorEvent[] = []
  emulator.events((event) => events.push(event), { type: 'job' })
  const { status: code, body } = await advance(5)
  t.equal(code, 200)
  const { scheduled } = (await control.get('/scheduled')).body
  const failed = scheduled.filter(({ failure }: { failure?: object }) => failure)
  t.ok(failed.length > 0 && failed.length < 30, `${failed.length} jobs failed`)
  t.equal(body.ran.length, 60 - failed.length)
  const failure = { error: 'database disk image is malformed', will_retry: false }
  for (const job of failed) t.match(job, { kind: 'livestream.live', at: '2026-01-01T00:00:02.000Z', failure })
  t.equal(events.length, failed.length)
  for (const { data } of events) t.match(data, { kind: 'livestream.live', failure })
  for (const livestream of [first, last]) t.equal(await status(app, livestream?.id ?? ''), 'LIVE')
  t.equal((await advance(5)).status, 200, 'a failed job is not run again')
  t.equal(events.length, failed.length)
})

t.test('a job that can never succeed is kept, told, and holds nothing up', async (t) => {
  const { emulator, control, advance, app, livestream, status } = await startFurnished(t)
  // Of a livestream that has ended: its lifecycle has no such step.
  const state = JSON.parse(await exportText(emulator))
  const ended = state.livestreams.findIndex(({ status }: { status: string }) => status === 'IDLE')
  state.jobs = state.jobs.filter(({ kind }: { kind: string }) => kind === 'livestream.live')
  state.jobs.unshift({ ...state.jobs[0], livestream_pk: ended + 1, due_at: state.jobs[0].due_at - 1000 })
  for (const [i, job] of state.jobs.entries()) job.pk = i + 1
  t.equal((await importState(emulator, state)).status, 200)

  t.equal((await advance(5)).body.ran.length, 1)
  t.equal(await status(app, livestream), 'LIVE')
  const told = {
    kind: 'livestream.live',
    livestream_id: state.livestreams[ended].id,
    failure: {
      error: '"event" live is not possible while the livestream is IDLE; possible: none',
      will_retry: false,
    },
  }
  t.match((await control.get('/scheduled')).body.scheduled[0], told)
  t.match(emulator.scheduled({ app_id: app })[0], told)
  t.match((await control.post('/clock/advance', { until: 'idle' })).body.ran, [{ kind: 'livestream.stop' }])

  const kept = await exportText(emulator)
  t.equal((await importState(emulator, kept)).status, 200)
  t.equal(await exportText(emulator), kept, 'a state document has the error')
  t.match((await control.get('/scheduled')).body.scheduled, [told])
})
