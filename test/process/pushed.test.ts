/** Livestreams that are fed when the process ends. */

import t from 'tap'
import { connect } from '../helpers/api.js'
import { overHttp } from '../helpers/client.js'
import { type Encoder, push } from '../helpers/encoder.js'
import { load } from '../helpers/playback.js'
import { startProcess } from '../helpers/process.js'

for (const signal of ['SIGTERM', 'SIGKILL'] as const)
  t.test(`after ${signal}, what was fed waits for its encoder, and not for ever`, async (t) => {
    const args = [
      '--clock',
      'frozen',
      '--fixtures',
      'none',
      '--seed',
      '1',
      '--data',
      `${t.testdir()}/state.db`,
    ]
    const run = async () => {
      const running = await startProcess(t, [...args, '--rtmp-port', '0', '--log-level', 'silent'])
      const port = Number(/ingest +rtmp:\/\/127\.0\.0\.1:(\d+)\//.exec(running.stdout())?.[1])
      return { ...running, port, ...connect(overHttp(running.url), 'one') }
    }
    const first = await run()
    const app = await first.api.app()
    const encoders: Encoder[] = []
    const made: { id: string; stream_key: string; playback_url: string }[] = []
    for (const _ of [1, 2]) {
      const livestream = await first.api.independent(app)
      made.push(livestream)
      encoders.push(await push(first.port, livestream.stream_key))
    }
    const [lost, back] = made
    if (!lost || !back) return t.fail()
    await first.control.post('/clock/advance', { seconds: 60 })
    const ended = new Promise((resolve) => first.child.once('close', resolve))
    first.child.kill(signal)
    await ended
    await Promise.all(encoders.map((each) => each.closed()))

    const second = await run()
    const status = (id: string) => second.api.status(app, id)
    t.strictSame([await status(lost.id), await status(back.id)], ['LIVE', 'LIVE'])
    const path = new URL(lost.playback_url).pathname
    const unseen = await load(`${second.url}${path}`)
    t.equal(unseen.status, 404)
    t.match(unseen.text, 'Greenroom was started')
    await second.control.post('/clock/advance', { seconds: 9 })
    await push(second.port, back.stream_key)
    await second.control.post('/clock/advance', { seconds: 60 })
    t.strictSame([await status(lost.id), await status(back.id)], ['IDLE', 'LIVE'])
    const { sessions } = (await second.api.get(`/${app}/livestreams/${back.id}`)).body.data
    t.equal(sessions.length, 1)
    const [over] = (await second.api.get(`/${app}/livestreams/${lost.id}`)).body.data.sessions
    t.equal(over.ingest_seconds, 70)
    t.equal(await second.stop(), 0)
  })
