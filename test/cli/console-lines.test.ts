/** The command lines that the console shows beside its actions. */

import t from 'tap'
import { startCtl } from '../helpers/ctl.js'

const account = '023e105f4ecef8ad9ca31a8372d0c353'
const inApp = ['--app', 'app_id', '--account', account]
const kit = `/accounts/${account}/realtime/kit/app_id`

t.test('a livestream is disabled, enabled, watched, and given a new key', async (t) => {
  const { json, run } = await startCtl(t)
  const before = await json('livestream', 'livestream_id', ...inApp)
  t.match(await json('disable', 'livestream_id', ...inApp), { disabled: true })
  t.match(await json('enable', 'livestream_id', ...inApp), { disabled: false })
  t.match(await json('viewers', 'livestream_id', '250', ...inApp), { viewers: 250 })
  const { stream_key } = await json('reset-stream-key', 'livestream_id', ...inApp)
  t.not(stream_key, before.stream_key)
  t.match(await run('viewers', 'livestream_id', 'many', ...inApp), { code: 2, stderr: /N must be a number/ })
})

t.test('snapshots are taken, listed, restored and removed', async (t) => {
  const { json, lines, run } = await startCtl(t)
  t.match(await json('snapshot', 'take', 'before', '--account', account), { name: 'before' })
  await json('viewers', 'livestream_id', '7', ...inApp)
  t.match(await lines('snapshot', 'list'), [/^NAME/, /^before +023e/])
  await json('snapshot', 'restore', 'before', '--account', account)
  t.equal((await json('livestream', 'livestream_id', ...inApp)).viewers, 3)
  await json('snapshot', 'remove', 'before', '--account', account)
  t.strictSame(await lines('snapshot', 'list'), ['none'])
  t.match(await run('snapshot', 'forget', 'x'), { code: 2, stderr: /Usage/ })
  t.match(await run('snapshot', 'take'), { code: 2, stderr: /Usage/ })
})

t.test('rules of deliveries are added, listed and removed; deliveries are listed', async (t) => {
  const { json, lines, run } = await startCtl(t)
  const added = await json('deliveries', 'rules', 'add', 'late', '--delay', '30', '--times', '1', ...inApp)
  t.match(added, { send: 'late', delay: 30, times: 1, match: { account_id: account, app_id: 'app_id' } })
  t.equal((await json('deliveries', 'rules')).rules.length, 1)
  await json('deliveries', 'rules', 'remove', added.id)
  t.strictSame(await lines('deliveries', 'rules', 'list'), ['none'])
  t.strictSame(await lines('deliveries', '--outcome', 'failed'), ['none'])
  t.match(await run('deliveries', 'resend', 'none'), { code: 1, stderr: /none/ })
  t.match(await run('deliveries', 'rules', 'add'), { code: 2, stderr: /Usage/ })
})

t.test('requests are searched, newest first, and forgotten', async (t) => {
  const { json, call, run } = await startCtl(t)
  await call('GET', '/app_id/livestreams')
  await call('GET', '/app_id/livestreams/no-such-livestream')
  await call('POST', '/app_id/meetings/meeting_id/livestreams')
  const idsOf = async (...words: string[]) =>
    (await json('requests', ...words)).requests.map(({ id }: { id: number }) => id)
  t.strictSame(await idsOf(), [1, 2, 3])
  t.strictSame(await idsOf('--newest', '--limit', '2'), [3, 2])
  t.match((await run('requests', '--newest', '--limit', '2')).stdout, /^more with --newest --before 2$/m)
  t.strictSame(await idsOf('--newest', '--before', '2', '--limit', '2'), [1])
  t.match((await run('requests', '--limit', '2')).stdout, /^more with --after 2$/m)
  t.strictSame(await idsOf('--status', '4xx'), [2])
  t.strictSame(await idsOf('--status', '201'), [3])
  t.strictSame(await idsOf('--search', 'NO-SUCH'), [2])
  t.match(await run('requests', '--status', '9xx'), {
    code: 1,
    stderr: /"status" must be a status such as 404/,
  })
  t.match(await json('requests', 'clear'), { removed: 3 })
  t.match(await run('requests', 'forget'), { code: 2, stderr: /Usage/ })
})

t.test('an operation of the emulated API is called without a credential', async (t) => {
  const { json, run } = await startCtl(t, { auth: 'strict', token: ['secret'] })
  const { data } = await json('api', 'post', `${kit}/meetings`, '--body', '{"title":"Show"}')
  t.equal(data.title, 'Show')
  const recorded = await json('api', 'get', `${kit}/meetings/${data.id}`, '--wire', 'recorded')
  t.equal(recorded.data.id, data.id)
  t.match(await run('api', 'GET', `${kit}/meetings`, '--wire', 'other'), {
    code: 2,
    stderr: /--wire must be one of \[documented, recorded\]/,
  })
  t.match(await run('api', 'GET', '/elsewhere'), { code: 2, stderr: /must begin with \/accounts\/ or / })
  for (const dots of ['../../x', './x', '%2e%2e/x', '.%2E/x', '..\\x', '.\t./x', '..?x=1', '%2e'])
    t.match(await run('api', 'GET', `${kit}/${dots}`), { code: 2, stderr: /must begin with/ }, dots)
  t.equal((await run('api', 'GET', `${kit}/livestreams?search=../a`)).code, 0)
  t.match(await run('api', 'POST', `${kit}/meetings`, '--body', '[1]'), { code: 2, stderr: /JSON object/ })
  t.match(await run('api', 'SEND', kit), { code: 2, stderr: /METHOD must be one of/ })
  t.match(await run('api', 'POST', `${kit}/meetings`, '--body', '{"title":7}'), { code: 1, stderr: /title/ })
})

t.test('a webhook is created with the inbox as its URL, disabled, enabled and deleted', async (t) => {
  const { greenroom, json } = await startCtl(t)
  const { inbox } = await json('info')
  const body = { name: 'Inbox', url: inbox, events: ['livestreaming.statusUpdate'] }
  const { data } = await json('api', 'POST', `${kit}/webhooks`, '--body', JSON.stringify(body))
  const path = `${kit}/webhooks/${data.id}`
  for (const enabled of [false, true]) {
    const edited = await json('api', 'PATCH', path, '--body', JSON.stringify({ enabled }))
    t.match(edited, { data: { ...body, enabled } })
  }
  await json('event', 'livestream_id', 'stop', ...inApp)
  await greenroom.clock.advance({ seconds: 0 })
  t.match(await json('inbox', '--account', account), { messages: [{ event: 'livestreaming.statusUpdate' }] })
  await json('inbox', 'clear', '--account', account)
  await json('api', 'DELETE', path)
  const { webhooks } = await json('webhooks', ...inApp)
  t.notOk(webhooks.some(({ id }: { id: string }) => id === data.id))
})

t.test('an operation of the control API is called by its path', async (t) => {
  const { greenroom, json } = await startCtl(t)
  const added = await json('api', 'POST', '/_greenroom/faults', '--body', '{"action":{"status":503}}')
  t.equal(greenroom.faults.list()[0]?.id, added.id)
  t.match(await json('api', 'GET', '/_greenroom/scheduled?limit=1'), { scheduled: [{}] })
  t.match(await json('api', 'DELETE', `/_greenroom/faults/${added.id}`), {})
})

t.test('one request is shown by its id', async (t) => {
  const { greenroom, call } = await startCtl(t)
  await call('GET', '/app_id/livestreams')
  t.match(greenroom.requests.get(1), { id: 1, status: 200, operation: 'fetch_all_livestreams' })
  t.throws(() => greenroom.requests.get(2), { status: 404, message: /No request found with id 2/ })
})
