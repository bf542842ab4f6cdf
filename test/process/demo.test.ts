/** `greenroom demo`: the command, its world over an hour, and the same world in another run. */

import t from 'tap'
import { connect } from '../../src/index.js'
import { runCtl } from '../helpers/ctl.js'
import { startProcess } from '../helpers/process.js'
import type { Teardown } from '../helpers/requests.js'

const account_id = 'demo'
const args = ['demo', '--clock', 'frozen', '--port', '0', '--seed', '7']

/** Run an hour of the demo. @returns what happened, without the port of the run */
async function hour(t: Teardown) {
  const running = await startProcess(t, args)
  const greenroom = await connect(running.url)
  t.teardown(() => greenroom.close())
  const ran = await greenroom.clock.advance(3600)
  const all = { account_id, per_page: 1000 }
  const { requests } = await greenroom.requests.list({ limit: 1000 })
  const history = {
    livestreams: await greenroom.livestreams.list(all),
    meetings: await greenroom.meetings.list(all),
    sessions: await greenroom.sessions.list(all),
    recordings: await greenroom.recordings.list(all),
    requests: requests.map(({ time, method, url, status }) => ({ time, method, url, status })),
    ran,
  }
  return {
    running,
    greenroom,
    history,
    text: JSON.stringify(history).replaceAll(running.url, 'http://greenroom'),
  }
}

t.test('an hour of the demo is the same in two runs', async (t) => {
  const [one, other] = [await hour(t), await hour(t)]
  t.equal(one.text, other.text)
  const { livestreams, recordings, sessions, requests } = one.history
  const begun = livestreams.livestreams.filter(({ created_at: at }) => at >= '2026-01-01')
  const by = (status: string) => begun.filter((livestream) => livestream.status === status).length
  t.ok(begun.length >= 10 && begun.length <= 60, `${begun.length} livestreams began`)
  t.ok(by('LIVE') >= 1 && by('LIVE') <= 4, 'some are live')
  t.ok(by('IDLE') >= 5, 'some have ended')
  t.ok(by('ERRORED') >= 1, 'and one failed')
  t.ok(begun.every(({ status, err_message: why }) => status !== 'ERRORED' || why !== null))
  t.ok(
    recordings.recordings.some(
      ({ status, stopped_time: at }) => status === 'UPLOADED' && at && at >= '2026-01-01',
    ),
  )
  t.ok(sessions.sessions.some(({ ended_at: at }) => at !== null && at >= '2026-01-01'))
  t.ok(requests.length > 200 && requests.length < 1000, `${requests.length} requests`)
  t.ok(
    requests.some(({ status }) => status === 400),
    'some were refused',
  )
  const deliveries = await one.greenroom.webhooks.deliveries({ limit: 1000 })
  t.ok(deliveries.length > 100)
  const { messages } = await one.greenroom.inbox.list({ account_id, limit: 1000 })
  t.equal(messages.length, deliveries.length, 'each delivery arrived in the inbox')
  t.equal(await one.running.stop(), 0, 'SIGTERM ends it')
})

t.test('it says first where its console is, and is stopped and started by ctl', async (t) => {
  const running = await startProcess(t, args)
  t.match(running.stdout(), `is ready\n  console   ${running.url}/_greenroom/ui\n`)
  const ctl = (...words: string[]) => runCtl([...words, '--url', running.url])
  t.match((await ctl('demo')).stdout, /^available +true\nrunning +true\naccount_id +demo\nnext_at +2026/)
  t.match((await ctl('demo', 'stop')).stdout, /^running +false$/m)
  t.match((await ctl('demo', 'start')).stdout, /^running +true$/m)
  t.equal((await ctl('demo', 'begin')).code, 2)
  t.equal((await ctl('reset')).code, 0)
  t.equal((await ctl('advance', '300')).code, 0, 'a reset while it runs')
  t.equal(await running.stop(), 0)
})
