/** Which messages the inbox keeps, lists and forgets. */

import { pino } from 'pino'
import t from 'tap'
import { MAX_INBOX_BYTES } from '../../src/inbox/inbox.js'
import { connect, type EmulatorOptions } from '../../src/index.js'
import { controlOf } from '../helpers/control.js'
import type { Teardown } from '../helpers/requests.js'
import { startWithApp } from '../helpers/start.js'
import { addWebhook } from '../helpers/webhooks.js'

/** With apps of two accounts whose webhooks lead to the inbox. */
async function startWithTwo(t: Teardown, options: EmulatorOptions = {}) {
  const started = await startWithApp(t, options)
  const { emulator, api, apiOf } = started
  const send = async (account: string) => {
    const of = account === 'account' ? api : apiOf(account)
    const app = account === 'account' ? started.app : await of.app()
    await addWebhook(of, app, { url: `${emulator.info().inbox}/${account}` })
    const { id } = await of.independent(app)
    return async (...events: ('live' | 'stop')[]) => {
      for (const event of events) emulator.event(id, { event, app_id: app, account_id: account })
      await emulator.clock.advance({ seconds: 0 })
    }
  }
  return { ...started, one: await send('account'), other: await send('other') }
}

t.test('messages are listed newest first, by pages and filters', async (t) => {
  const { emulator, app, one, other } = await startWithTwo(t)
  await one('live', 'stop')
  await other('live')
  const ids = (query: Parameters<typeof emulator.inbox.list>[0]) =>
    emulator.inbox.list(query).messages.map(({ id }) => id)
  t.strictSame(ids({}), [3, 2, 1])
  t.match(emulator.inbox.list({ limit: 2 }), { cursor: 2, more: true })
  t.match(emulator.inbox.list({ before: 2 }), { messages: [{ id: 1 }], cursor: 1, more: false })
  t.strictSame(emulator.inbox.list({ before: 1 }), { messages: [], cursor: 1, more: false, dropped: 0 })
  t.strictSame(ids({ account_id: 'other' }), [3])
  t.strictSame(ids({ account_id: 'account', app_id: app }), [2, 1])
  t.strictSame(ids({ name: 'other' }), [3])
  t.strictSame(ids({ event: 'meeting.started' }), [])
  t.strictSame(ids({ event: 'livestreaming.statusUpdate', limit: 1 }), [3])
  t.match(await controlOf(emulator).get('/inbox?limit=0&account_id=x'), {
    status: 400,
    body: { error: { message: /"limit" must be/ } },
  })
  t.match(await controlOf(emulator).get('/inbox?after=1'), {
    status: 400,
    body: { error: { message: /"after"/ } },
  })
})

t.test('an account sees and forgets its own alone, and a reset forgets them', async (t) => {
  const { emulator, one, other } = await startWithTwo(t)
  await one('live')
  await other('live')
  await controlOf(emulator).post('/inbox', 'from nobody')
  const [mine, theirs] = [emulator.account('account'), emulator.account('other')]
  t.strictSame(
    [mine, theirs].map(({ inbox }) => inbox.list().messages.map(({ id }) => id)),
    [[1], [2]],
  )
  t.throws(() => mine.inbox.get(2), { status: 404, message: /No message found/ })
  t.equal(theirs.inbox.clear(), 1)
  t.strictSame(theirs.inbox.list().messages, [])
  mine.reset()
  t.strictSame(
    emulator.inbox.list().messages.map(({ id }) => id),
    [3],
  )
  emulator.reset()
  t.strictSame(emulator.inbox.list().messages, [])
  t.equal(emulator.inbox.clear(), 0)
})

t.test('a snapshot neither holds nor removes messages', async (t) => {
  const { emulator, one } = await startWithTwo(t)
  const before = emulator.snapshot()
  await one('live')
  before.restore()
  t.equal(emulator.inbox.list().messages.length, 1)
})

t.test('when it is full, the account with the most makes room, and it is counted and said', async (t) => {
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) })
  const { emulator, one, other } = await startWithTwo(t, { inbox: 4, log })
  await other('live')
  for (let i = 0; i < 3; i++) await one('live', 'stop')
  t.match(emulator.inbox.list({ account_id: 'other' }), { messages: [{}], dropped: 0 })
  t.match(emulator.inbox.list({ account_id: 'account' }), { dropped: 3 })
  t.equal(emulator.inbox.list().messages.length, 4)
  t.equal(emulator.inbox.list().dropped, 3)
  t.strictSame(
    lines.filter((line) => line.startsWith('the inbox is full')),
    [
      'the inbox is full with 4 messages: from now on the oldest of the account with the most makes room; keep more with --inbox N',
    ],
  )
  emulator.inbox.clear()
  t.equal(emulator.inbox.list().dropped, 0)
})

t.test('large messages make room sooner', async (t) => {
  const { emulator, one } = await startWithTwo(t)
  await one('live')
  const { post } = controlOf(emulator)
  const half = 'x'.repeat(512 * 1024)
  const fitting = Math.floor(MAX_INBOX_BYTES / (half.length + 1000))
  for (let i = 0; i < fitting + 3; i++) await post('/inbox', half)
  const { messages, dropped } = emulator.inbox.list()
  t.equal(messages.length + dropped, fitting + 4)
  t.ok(dropped >= 3 && dropped <= 5, String(dropped))
  t.match(messages.at(-1), { id: 1, account_id: 'account' }, 'a quiet account loses none')
  t.equal(emulator.inbox.clear({ account_id: 'account' }), 1)
  t.equal(emulator.inbox.clear(), messages.length - 1)
  await post('/inbox', half)
  t.match(emulator.inbox.list(), { messages: [{}], dropped: 0 })
})

t.test('a connection has the same methods', async (t) => {
  const { emulator, one, other } = await startWithTwo(t)
  await one('live')
  await other('live')
  await using connection = await connect(emulator.url)
  t.strictSame(await connection.inbox.list(), emulator.inbox.list())
  t.strictSame(await connection.inbox.get(2), emulator.inbox.get(2))
  await t.rejects(connection.inbox.get(9), { name: 'ApiError', status: 404 })
  t.equal(await connection.account('other').inbox.clear(), 1)
  t.equal((await connection.inbox.list()).messages.length, 1)
})
