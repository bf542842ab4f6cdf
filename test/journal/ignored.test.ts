/** The fields that a request sent and its operation does not know: the journal names them. */

import t from 'tap'
import { recorded } from '../helpers/api.js'
import { controlOf } from '../helpers/control.js'
import { runCtl } from '../helpers/ctl.js'
import { presetBody } from '../helpers/preset.js'
import type { Teardown } from '../helpers/requests.js'
import { send, startWithApp } from '../helpers/start.js'

async function startMeeting(t: Teardown) {
  const started = await startWithApp(t)
  const { emulator } = started
  return {
    ...started,
    meeting: await started.api.meeting(started.app),
    /** What the journal says of the latest request. */
    latest: () => {
      const [entry] = emulator.requests.list({ order: 'desc', limit: 1 }).requests
      return { status: entry?.status, ignored: entry?.ignored, more: entry?.ignored_more }
    },
  }
}

t.test('unknown fields of a query and of a body are named, with the field that is near', async (t) => {
  const { api, app, latest } = await startMeeting(t)
  await api.get(`/${app}/livestreams?per_pag=2&page_no=1&per_page=1&per_pag=3&x=`)
  t.same(latest(), {
    status: 200,
    ignored: [
      { in: 'query', name: 'per_pag', did_you_mean: 'per_page' },
      { in: 'query', name: 'x' },
    ],
    more: undefined,
  })
  await api.post(`/${app}/livestreams?a=1`, { nam: 'A', name: 'B', __proto: { name: 1 } })
  t.same(latest().ignored, [
    { in: 'query', name: 'a' },
    { in: 'body', name: 'nam', did_you_mean: 'name' },
    { in: 'body', name: '__proto' },
  ])
  await api.post(`/${app}/livestreams`, { name: 'A' })
  t.same(latest().ignored, [])
})

t.test('nested fields are named by their path; an ignored object is named once', async (t) => {
  const { api, app, meeting, latest } = await startMeeting(t)
  await api.post(`/${app}/recordings`, {
    meeting_id: meeting,
    video_config: { codec: 'H264', watermark: { size: { hight: 10 }, opacity: 1 } },
    storage: { type: 'aws', bucket: 'b' },
  })
  t.same(latest(), {
    status: 200,
    ignored: [
      { in: 'body', name: 'video_config.watermark.size.hight', did_you_mean: 'height' },
      { in: 'body', name: 'video_config.watermark.opacity' },
      { in: 'body', name: 'storage' },
    ],
    more: undefined,
  })
})

t.test('a field of an object or a list that may hold anything is not ignored', async (t) => {
  const { api, app, meeting, latest } = await startMeeting(t)
  await api.post(`/${app}/recordings/track`, {
    meeting_id: meeting,
    user_ids: ['a', 'b'],
    layers: { mine: { file_name_prefix: 'x', kind: 'audio' } },
  })
  t.same(latest().ignored, [{ in: 'body', name: 'layers.mine.kind' }])
  const body = presetBody({ name: 'open' })
  await api.post(`/${app}/presets`, {
    ...body,
    config: { ...body.config, track_recording: { subscriptions: [{ any: 1 }], more: true } },
    ui: { ...body.ui, config_diff: { any: 1 } },
  })
  t.same(latest(), {
    status: 201,
    ignored: [{ in: 'body', name: 'config.track_recording.more' }],
    more: undefined,
  })
})

t.test('a field that is refused is not ignored', async (t) => {
  const { api, app, latest } = await startMeeting(t)
  await api.post(`/${app}/presets`, { ...presetBody({ name: 'strict' }), colour: 'red' })
  t.match(latest(), { status: 400, ignored: [] })
  await api.post(`/${app}/livestreams?x=1`, { nam: 'A' }, recorded)
  t.match(latest(), { status: 422, ignored: [{ in: 'query', name: 'x' }] })
  await api.post(`/${app}/meetings?x=1`, { titel: 'A' }, recorded)
  t.match(latest(), {
    status: 201,
    ignored: [
      { in: 'query', name: 'x' },
      { in: 'body', name: 'titel', did_you_mean: 'title' },
    ],
  })
})

t.test(
  'a body where the operation takes none is ignored; a request of no operation ignores nothing',
  async (t) => {
    const { emulator, api, app, meeting, latest } = await startMeeting(t)
    await api.livestream(app, meeting)
    await api.post(`/${app}/meetings/${meeting}/active-livestream/stop`, { force: true })
    t.match(latest(), { status: 200, ignored: [{ in: 'body', name: 'force' }] })
    await api.post(`/${app}/nowhere?x=1`, { name: 'A' })
    t.match(latest(), { status: 404, ignored: [] })
    await send(emulator, { method: 'GET', url: '/client/v4/accounts/account/realtime/kit/apps?page=2' })
    t.match(latest(), { status: 401, ignored: [{ in: 'query', name: 'page' }] })
  },
)

t.test('secrets are in no name, many fields are counted, and a cut body is not looked at', async (t) => {
  const { emulator, api, app, latest } = await startMeeting(t)
  await api.post(`/${app}/livestreams?token=hidden-1`, {
    password: { of: 'hidden-2' },
    ['x'.repeat(300)]: 1,
  })
  const [entry] = emulator.requests.list({ order: 'desc', limit: 1 }).requests
  t.same(entry?.ignored, [
    { in: 'query', name: 'token' },
    { in: 'body', name: 'password' },
    { in: 'body', name: `${'x'.repeat(200)}…` },
  ])
  t.notMatch(JSON.stringify(entry), 'hidden')
  await api.post(
    `/${app}/livestreams`,
    Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i}`, i])),
  )
  t.equal(latest().ignored?.length, 50)
  t.equal(latest().more, 10)
  await api.post(`/${app}/livestreams`, { nam: 'x'.repeat(20_000) })
  t.same(latest().ignored, [])
})

t.test('one request shows them, by HTTP and at the shell', async (t) => {
  const { emulator, api, app } = await startMeeting(t)
  emulator.requests.clear()
  await api.post(`/${app}/livestreams`, { nam: 'A' })
  const [entry] = emulator.requests.list().requests
  const ignored = [{ in: 'body', name: 'nam', did_you_mean: 'name' }]
  t.same((await controlOf(emulator).get(`/requests/${entry?.id}`)).body.ignored, ignored)
  const port = Number(new URL(emulator.url).port)
  const shown = await runCtl(['request', String(entry?.id)], port)
  t.match(shown.stdout, /^operation +create_livestream$/m)
  t.match(shown.stdout, /^body +nam +name$/m)
  t.match((await runCtl(['requests'], port)).stdout, /create_livestream +nam$/m)
  t.match(await runCtl(['request', '99'], port), { code: 1, stderr: /No request found with id 99/ })
})

t.test('the request of another account is not found', async (t) => {
  const { emulator, api } = await startMeeting(t)
  await api.get('/apps')
  const [entry] = emulator.requests.list({ order: 'desc', limit: 1 }).requests
  const control = controlOf(emulator)
  t.equal((await control.get(`/requests/${entry?.id}?account_id=account`)).status, 200)
  const { status, body } = await control.get(`/requests/${entry?.id}?account_id=other`)
  t.equal(status, 404)
  t.match(body.error.message, `No request found with id ${entry?.id}`)
})
