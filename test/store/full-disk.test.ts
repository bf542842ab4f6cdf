import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import t from 'tap'
import { createClient, overHttp } from '../helpers/client.js'
import { startProcess } from '../helpers/process.js'

/** How large a file may become, in bytes; undefined lifts the limit. Linux's prlimit(1). */
const limitFiles = (pid: number, bytes?: number) =>
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes ?? 'unlimited'}:`])

const skip = process.platform === 'linux' ? false : 'needs prlimit(1)'

t.test(
  'a full disk when a job falls due: it is told, kept, and done when there is room',
  { skip },
  async (t) => {
    const data = `${t.testdir()}/state.db`
    const args = ['--data', data, '--fixtures', 'none', '--clock', 'frozen', '--seed', '1']
    const running = await startProcess(t, args)
    const client = createClient(overHttp(running.url))
    const app = await client.newApp()
    const livestream = await client.newStart(app, await client.newMeeting(app))
    const pid = running.child.pid as number
    limitFiles(pid, statSync(`${data}-wal`).size)

    const reason = 'disk I/O error'
    for (let i = 0; i < 2; i++) {
      const { status, body } = await client.advance(5)
      t.equal(status, 503)
      t.equal(
        body.error.message,
        `The clock stands at 2026-01-01T00:00:00.000Z: a job that was due failed, and is tried again until it succeeds: ${reason}`,
      )
    }
    t.equal((await client.api.post('/apps', { name: 'No room' })).status, 500)
    t.equal(await client.status(app, livestream), 'INVOKED', 'what is there can be read')
    t.match((await client.control.get('/scheduled')).body, {
      scheduled: [
        {
          kind: 'livestream.live',
          at: '2026-01-01T00:00:02.000Z',
          livestream_id: livestream,
          failure: { error: reason, will_retry: true },
        },
      ],
      total: 1,
    })
    t.match(running.stdout(), /the job livestream.live failed; next attempt in 2 s/)

    limitFiles(pid)
    const { status, body } = await client.advance(5)
    t.equal(status, 200)
    t.match(body.ran, [{ kind: 'livestream.live', at: '2026-01-01T00:00:02.000Z' }])
    t.equal(await client.status(app, livestream), 'LIVE')
    t.equal(await running.stop(), 0)
  },
)

t.test(
  'a full disk when the timer of a real clock rings: the job is done by itself later',
  { skip },
  async (t) => {
    const data = `${t.testdir()}/state.db`
    const args = ['--data', data, '--fixtures', 'none', '--go-live-after', '0.2', '--log-level', 'error']
    const running = await startProcess(t, args)
    const client = createClient(overHttp(running.url))
    const app = await client.newApp()
    const pid = running.child.pid as number
    const livestream = await client.newStart(app, await client.newMeeting(app))
    limitFiles(pid, statSync(`${data}-wal`).size)
    const failed = () => running.stdout().includes('the job livestream.live failed; next attempt in 1 s')
    const events = await fetch(`${running.url}/_greenroom/events?type=job,livestream`)
    const read = events.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('event: job')) text += (await read?.read())?.value ?? ''
    t.match(text, /"kind":"livestream.live".*"failure":\{"error":"disk I\/O error","will_retry":true\}/)
    limitFiles(pid)
    while (!text.includes('"status":"LIVE"')) text += (await read?.read())?.value ?? ''
    t.equal(await client.status(app, livestream), 'LIVE')
    await read?.cancel()
    t.equal(await running.stop(), 0)
    t.ok(failed(), 'the log has said so: all of it has been read')
  },
)
