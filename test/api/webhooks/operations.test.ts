import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createEmulator } from '../../../src/index.js'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { after, client, startEmulator, startWithApp } from '../../helpers/start.js'

const allEvents = [
  'meeting.started',
  'meeting.ended',
  'meeting.participantJoined',
  'meeting.participantLeft',
  'meeting.chatSynced',
  'recording.statusUpdate',
  'livestreaming.statusUpdate',
  'meeting.transcript',
  'meeting.summary',
]
const good = { name: 'All events webhook', url: 'https://example.com/hook', events: allEvents }
const unknown = '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e'

t.test('a webhook is created, found, listed, replaced, edited and deleted', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const made = await api.post(`/${app}/webhooks`, good)
  t.equal(made.status, 201)
  const { id } = made.body.data
  t.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4/)
  const webhook = { id, ...good, enabled: true, created_at: after(0), updated_at: after(0) }
  t.strictSame(made.body, { success: true, data: webhook })

  const path = `/${app}/webhooks/${id}`
  t.strictSame((await api.get(path)).body, { success: true, data: webhook })
  t.strictSame((await api.get(`/${app}/webhooks`)).body, { success: true, data: [webhook] })

  await emulator.clock.advance({ seconds: 5 })
  const patched = { ...webhook, name: 'Renamed', enabled: false, updated_at: after(5) }
  const patch = await api.patch(path, { name: 'Renamed', enabled: false })
  t.strictSame([patch.status, patch.body], [200, { success: true, data: patched }])
  t.strictSame((await api.patch(path, {})).body.data.enabled, false, 'what is left out stays')

  const other = { name: 'Other', url: 'http://localhost:9/x?y=z', events: ['meeting.ended'] }
  const replaced = { ...webhook, ...other, enabled: true, updated_at: after(5) }
  const put = await api.put(path, other)
  t.strictSame(
    [put.status, put.body],
    [200, { success: true, data: replaced }],
    'enabled has its default again',
  )

  const second = (await api.post(`/${app}/webhooks`, good)).body.data
  t.strictSame((await api.get(`/${app}/webhooks`)).body.data, [second, replaced], 'newest first')

  const removed = await emulator.inject({
    method: 'DELETE',
    url: `/client/v4/accounts/account/realtime/kit${path}`,
    headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
  })
  t.strictSame([removed.statusCode, removed.json()], [200, { success: true, data: replaced }])
  t.strictSame((await api.get(`/${app}/webhooks`)).body.data, [second])
  const gone = await api.get(path)
  t.strictSame([gone.status, gone.body], [404, serviceError(404, `No webhook found with id ${id}`)])
})

t.test('the event names are listed in the published order', async (t) => {
  const { api, app } = await startWithApp(t)
  t.strictSame((await api.get(`/${app}/webhooks/all`)).body, { success: true, data: allEvents })
})

t.test('a wrong body is refused with the field that is wrong, and changes nothing', async (t) => {
  const { api, app } = await startWithApp(t)
  const { id } = (await api.post(`/${app}/webhooks`, good)).body.data
  const path = `/${app}/webhooks/${id}`
  const scheme = '"url" must be a valid uri with a scheme matching the http|https pattern'
  const port = '"url" must have a port from 1 to 65535: nothing listens on port 0'
  const named = `"events[0]" must be one of [${allEvents.join(', ')}]`
  const whole: [object | undefined, string][] = [
    [undefined, '"name" is required'],
    [{ ...good, name: undefined }, '"name" is required'],
    [{ ...good, url: undefined }, '"url" is required'],
    [{ ...good, events: undefined }, '"events" is required'],
  ]
  const partial: [object, string][] = [
    [{ ...good, name: '' }, '"name" is not allowed to be empty'],
    [{ ...good, name: 7 }, '"name" must be a string'],
    [{ ...good, url: 'not a url' }, '"url" must be a valid uri'],
    [{ ...good, url: 'ftp://example.com' }, scheme],
    [{ ...good, url: 'javascript:alert(1)' }, scheme],
    [{ ...good, url: 'http://example.com:99999/' }, '"url" must be a valid uri'],
    [{ ...good, url: 'http://example.com:0/' }, port],
    [{ ...good, url: 'https://example.com:00' }, port],
    [{ ...good, events: 'meeting.ended' }, '"events" must be an array'],
    [{ ...good, events: ['meeting.paused'] }, named],
    [{ ...good, enabled: 'yes' }, '"enabled" must be a boolean'],
  ]
  const refused = (problem: string) => [400, serviceError(400, `BAD_REQUEST: ${problem}`)]
  for (const [body, problem] of [...whole, ...partial]) {
    const post = await api.post(`/${app}/webhooks`, body)
    t.strictSame([post.status, post.body], refused(problem), `POST: ${problem}`)
    const put = await api.put(path, body)
    t.strictSame([put.status, put.body], refused(problem), `PUT: ${problem}`)
  }
  for (const [body, problem] of partial) {
    const patch = await api.patch(path, body)
    t.strictSame([patch.status, patch.body], refused(problem), `PATCH: ${problem}`)
  }
  const { data } = (await api.get(`/${app}/webhooks`)).body
  t.equal(data.length, 1)
  t.match(data[0], good)
})

t.test('an id that is no UUID is 400, an unknown one 404', async (t) => {
  const { api, app } = await startWithApp(t)
  const calls = [
    (id: string) => api.get(`/${app}/webhooks/${id}`),
    (id: string) => api.put(`/${app}/webhooks/${id}`, good),
    (id: string) => api.patch(`/${app}/webhooks/${id}`, {}),
  ]
  for (const call of calls) {
    const malformed = await call('7')
    t.strictSame(
      [malformed.status, malformed.body],
      [400, serviceError(400, 'BAD_REQUEST: "id" must be a valid GUID')],
    )
    const missing = await call(unknown)
    t.strictSame(
      [missing.status, missing.body],
      [404, serviceError(404, `No webhook found with id ${unknown}`)],
    )
  }
  const nowhere = await api.get(`/${unknown}/webhooks`)
  t.strictSame(
    [nowhere.status, nowhere.body],
    [404, serviceError(404, `No app found with id ${unknown} in account account`)],
  )
})

t.test('other apps and accounts do not see it', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const { id } = (await api.post(`/${app}/webhooks`, good)).body.data
  const other = await api.app()
  t.strictSame((await api.get(`/${other}/webhooks`)).body.data, [], 'an empty list is no error')
  const live = await api.get(`/${other}/webhooks`, recorded)
  t.strictSame(
    [live.status, live.body],
    [404, serviceError(404, `No webhooks found for app ${other}`)],
    'but the live service was seen to answer 404',
  )
  t.strictSame(
    (await api.get(`/${app}/webhooks`, recorded)).body,
    (await api.get(`/${app}/webhooks`)).body,
    'the wires agree on a list that is not empty',
  )
  t.equal((await api.get(`/${other}/webhooks/${id}`)).status, 404)
  t.equal((await client(emulator, 'stranger').get(`/${app}/webhooks/${id}`)).status, 404)
})

t.test('the webhooks of the documentation examples answer by their ids, and are disabled', async (t) => {
  const emulator = await startEmulator(t, { fixtures: ['docs'] })
  const api = client(emulator, '023e105f4ecef8ad9ca31a8372d0c353')
  for (const app of ['app_id', '14a396e7-ca44-4937-bf1f-050a69118543']) {
    const plain = await api.get(`/${app}/webhooks/webhook_id`)
    t.equal(plain.status, 200)
    t.match(plain.body.data.id, /^[0-9a-f-]{36}$/, 'a UUID stands for the id, as is published')
    t.strictSame((await api.get(`/${app}/webhooks/${plain.body.data.id}`)).body, plain.body)
    const { data } = (await api.get(`/${app}/webhooks/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e`)).body
    t.equal(data.id, '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e')
    t.strictSame([plain.body.data.enabled, data.enabled], [false, false])
  }
})

t.test('a fixture brings webhooks of its own, and is refused when they are wrong', async (t) => {
  const file = join(t.testdir(), 'hooks.json')
  const write = (webhooks: object[]) =>
    writeFileSync(
      file,
      JSON.stringify({ account_id: 'account', apps: [{ id: 'app', name: 'App' }], webhooks }),
    )
  const hook = { app_id: 'app', name: 'Hook', url: 'http://localhost:9/', events: ['meeting.ended'] }
  write([{ ...hook, id: unknown, created_at: '-1h' }])
  const emulator = await startEmulator(t, { fixtures: [file] })
  t.strictSame((await client(emulator).get('/app/webhooks')).body.data, [
    {
      id: unknown,
      name: 'Hook',
      url: 'http://localhost:9/',
      events: ['meeting.ended'],
      enabled: true,
      created_at: after(-3600),
      updated_at: after(-3600),
    },
  ])

  write([
    { ...hook, id: 'x' },
    { ...hook, id: 'x' },
    { ...hook, app_id: 'none' },
  ])
  await t.rejects(createEmulator({ fixtures: [file] }), {
    message:
      'hooks.json: /webhooks/1/id x is already in this app\nhooks.json: /webhooks/2/app_id names no app: none',
  })
  write([{ ...hook, url: 'ftp://localhost/' }])
  await t.rejects(createEmulator({ fixtures: [file] }), { message: /^hooks\.json: \/webhooks\/0\/url / })
  write([{ ...hook, url: 'http://localhost:0/' }])
  await t.rejects(createEmulator({ fixtures: [file] }), {
    message: 'hooks.json: /webhooks/0/url must have a port from 1 to 65535: nothing listens on port 0',
  })
})
