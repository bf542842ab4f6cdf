import t from 'tap'
import type { Emulator } from '../../src/index.js'
import { start, startEmulator } from '../helpers/start.js'

const organisation = '1f0ba4a4-6b3c-4b9e-9d6c-0e8f6f0d8a11'
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

/** The API of an organisation at the legacy base. */
const legacyOf =
  (emulator: Emulator, authorization: string | undefined = basic(`${organisation}:key`)) =>
  async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, payload?: object) => {
    const { statusCode, body } = await emulator.inject({
      method,
      url: `/v2${path}`,
      ...(authorization && { headers: { authorization } }),
      ...(payload && { payload }),
    })
    return { status: statusCode, body: JSON.parse(body) }
  }

t.test('an old back end runs a livestream through its life, and sees recorded bodies', async (t) => {
  const emulator = await startEmulator(t)
  const call = legacyOf(emulator)
  const meeting = await call('POST', '/meetings', { title: 'Old guide' })
  t.equal(meeting.status, 201)
  t.equal(meeting.body.data.ai_config, null, 'a recorded body has nulls')
  const path = `/meetings/${meeting.body.data.id}`
  const started = await call('POST', `${path}/livestreams`, { name: 'First' })
  t.match(started, { status: 201, body: { data: { status: 'INVOKED' } } })
  await emulator.clock.advance('60s')
  t.match(await call('GET', `${path}/active-livestream`), { status: 200, body: { data: { status: 'LIVE' } } })
  t.match(await call('GET', '/livestreams?per_page=5'), {
    status: 200,
    body: { data: [{ id: started.body.data.id }], paging: { total_count: 1 } },
  })
  t.equal((await call('POST', `${path}/active-livestream/stop`)).status, 200)
  t.match(await call('POST', `${path}/livestreams`, { destinations: [] }), {
    status: 422,
    body: { message: '[body] "destinations" is not allowed', success: false },
  })
})

t.test('an old back end records a meeting: 201, and the file', async (t) => {
  const emulator = await startEmulator(t)
  const call = legacyOf(emulator)
  const { id: meeting_id } = (await call('POST', '/meetings', { title: 'Old guide' })).body.data
  const started = await call('POST', '/recordings', { meeting_id })
  t.match(started, { status: 201, body: { data: { status: 'INVOKED', storage_config: null } } })
  emulator.meetings.join(meeting_id)
  await emulator.clock.advance(10)
  const path = `/recordings/${started.body.data.id}`
  t.match(await call('PUT', path, { action: 'stop' }), {
    status: 200,
    body: { data: { status: 'UPLOADING', meeting: { id: meeting_id, title: 'Old guide' } } },
  })
  await emulator.clock.advance(10)
  const { download_url } = (await call('GET', path)).body.data
  t.equal((await fetch(emulator.url + new URL(download_url).pathname)).status, 200)
})

t.test('an organisation is the app of that id in one account, made when it is first used', async (t) => {
  const { emulator, apiOf } = await start(t, { legacyAccount: 'old' })
  const call = legacyOf(emulator)
  t.equal((await call('POST', '/meetings', { title: 'Shared' })).status, 201)
  const { body } = await apiOf('old').get(`/apps/${organisation}`)
  t.match(body.data, { id: organisation, name: organisation })
  t.equal((await apiOf('old').get(`/${organisation}/meetings`)).body.data[0].title, 'Shared')
  t.equal((await apiOf('legacy').get('/apps')).body.data.length, 0)

  const other = legacyOf(emulator, basic('plain organisation:key'))
  t.strictSame((await other('GET', '/meetings')).body.data, [], 'another organisation sees nothing of it')
  t.equal((await apiOf('old').get('/apps')).body.paging.total_count, 2)
  t.match(emulator.requests.list({ account_id: 'old' }).requests[0], {
    operation: 'create_meeting',
    app_id: organisation,
    url: '/v2/meetings',
    request: { headers: { authorization: '***' } },
  })
})

t.test('a credential that is missing, of another kind or in half is 401 in the old form', async (t) => {
  const emulator = await startEmulator(t)
  for (const credential of [
    '',
    'Bearer token',
    basic('only-an-organisation'),
    basic(':key'),
    basic('org:'),
    'Basic',
    'Basic %%%',
  ]) {
    const { status, body } = await legacyOf(emulator, credential)('GET', '/meetings')
    t.strictSame([status, body], [401, { message: 'Unauthorized' }], credential)
  }
})

t.test('with strict credentials the key must be a token of the account', async (t) => {
  const emulator = await startEmulator(t, { auth: 'strict', token: ['good=legacy', 'elsewhere=other'] })
  const statusOf = async (key: string) =>
    (await legacyOf(emulator, basic(`${organisation}:${key}`))('GET', '/meetings')).status
  t.equal(await statusOf('good'), 200)
  t.equal(await statusOf('elsewhere'), 401)
  t.equal(await statusOf('unknown'), 401)
})

t.test('an unknown path is 404, and the header still chooses the wire', async (t) => {
  const emulator = await startEmulator(t)
  t.equal((await legacyOf(emulator)('GET', '/nothing')).status, 404)
  t.equal((await legacyOf(emulator)('GET', '/apps')).status, 404, 'organisations were not made by the API')
  const { body } = await emulator.inject({
    url: '/v2/livestreams',
    headers: { authorization: basic(`${organisation}:key`), 'x-greenroom-wire': 'documented' },
  })
  t.ok(JSON.parse(body).data.paging, 'the documented form')
})
