import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { presetBody } from '../../helpers/preset.js'
import { after, beginning, startWithApp } from '../../helpers/start.js'

const names = [
  'group_call_host',
  'group_call_participant',
  'group_call_guest',
  'webinar_presenter',
  'webinar_viewer',
  'livestream_host',
  'livestream_viewer',
]

t.test('a new app has the presets of the dashboard, unless they are turned off', async (t) => {
  const { api, app } = await startWithApp(t)
  const { status, body } = await api.get(`/${app}/presets`)
  t.equal(status, 200)
  t.strictSame(body.data.map(({ name }: { name: string }) => name).sort(), [...names].sort())
  t.strictSame(body.paging, { total_count: 7, start_offset: 1, end_offset: 7 })
  t.match(body.data[0], { id: /^[0-9a-f-]{36}$/, created_at: beginning, updated_at: beginning })
  t.strictSame(Object.keys(body.data[0]).sort(), ['created_at', 'id', 'name', 'updated_at'])

  const off = await startWithApp(t, { defaultPresets: 'off' })
  t.strictSame((await off.api.get(`/${off.app}/presets`)).body.data, [])
})

t.test('the apps of a fixture have them too, beside the presets that the fixture gives', async (t) => {
  const own = { app_id: 'app', ...presetBody({ name: 'group_call_host' }), id: 'mine' }
  const { emulator, api } = await startWithApp(t)
  const fixture = { account_id: 'account', apps: [{ id: 'app', name: 'A' }], presets: [own] }
  emulator.reset({ fixtures: [fixture] })
  const { body } = await api.get('/app/presets?per_page=100')
  t.equal(body.data.length, 7)
  t.equal(body.data.find(({ name }: { name: string }) => name === 'group_call_host').id, 'mine')
  t.throws(() => emulator.reset({ fixtures: [{ ...fixture, presets: [own, { ...own, id: 'other' }] }] }), {
    message: /\/presets\/1\/name group_call_host is already in this app/,
  })
})

t.test('a preset is created whole, with the published defaults added, and read back', async (t) => {
  const { api, app } = await startWithApp(t, { defaultPresets: 'off' })
  const unpublished = {
    'ui.config_diff': {},
    'config.track_recording': { subscriptions: [] },
  }
  const given = presetBody({
    ...unpublished,
    'config.media.audio': undefined,
    'config.media.video.simulcast': undefined,
    'permissions.is_recorder': undefined,
    'permissions.recorder_type': undefined,
  })
  const { status, body } = await api.post(`/${app}/presets`, given)
  t.equal(status, 201)
  const { id, created_at, updated_at, ...rest } = body.data
  t.match(id, /^[0-9a-f-]{36}$/)
  t.strictSame([created_at, updated_at], [beginning, beginning])
  t.strictSame(rest, presetBody(unpublished))
  t.strictSame((await api.get(`/${app}/presets/${id}`)).body, body)
})

t.test('what is missing, unknown or of the wrong type is refused by its name', async (t) => {
  const { api, app } = await startWithApp(t, { defaultPresets: 'off' })
  const cases: [changes: Record<string, unknown>, message: RegExp][] = [
    [{ ui: undefined }, /"ui" is required/],
    [{ 'permissions.can_record': undefined }, /"permissions.can_record" is required/],
    [{ 'config.media': undefined }, /"config.media" is required/],
    [{ 'config.view_type': 'PARTY' }, /"config.view_type" must be one of \[GROUP_CALL/],
    [{ 'config.media.video.frame_rate': 31 }, /"config.media.video.frame_rate" must be/],
    [{ 'permissions.can_fly': true }, /"permissions.can_fly" is not allowed/],
    [{ color: 'red' }, /"color" is not allowed/],
    [{ name: '' }, /"name"/],
    [{ 'ui.design_tokens.logo': 'not a uri' }, /"ui.design_tokens.logo" must be a valid uri/],
    [{ 'config.max_screenshare_count': 1e300 }, /"config.max_screenshare_count"/],
  ]
  for (const [changes, message] of cases) {
    const { status, body } = await api.post(`/${app}/presets`, presetBody(changes))
    t.equal(status, 400, String(message))
    t.match(body.error.message, message)
  }
  t.equal((await api.get(`/${app}/presets`)).body.paging.total_count, 0)
})

t.test('a name is unique in its app', async (t) => {
  const { api, app } = await startWithApp(t, { defaultPresets: 'off' })
  const first = (await api.post(`/${app}/presets`, presetBody())).body.data
  const taken = serviceError(409, 'A preset with the "name" host exists already')
  t.strictSame((await api.post(`/${app}/presets`, presetBody())).body, taken)
  const second = await api.post(`/${app}/presets`, presetBody({ name: 'viewer' }))
  const path = `/${app}/presets/${second.body.data.id}`
  t.strictSame((await api.patch(path, { name: 'host' })).body, taken)
  t.strictSame((await api.put(path, presetBody())).body, taken)
  t.equal((await api.patch(`/${app}/presets/${first.id}`, { name: 'host' })).status, 200, 'its own name')
  const elsewhere = await api.app()
  t.equal((await api.post(`/${elsewhere}/presets`, presetBody())).status, 201, 'another app')
})

t.test('PATCH merges at every depth, and PUT replaces', async (t) => {
  const { emulator, api, app } = await startWithApp(t, { defaultPresets: 'off' })
  const created = (await api.post(`/${app}/presets`, presetBody())).body.data
  const path = `/${app}/presets/${created.id}`
  await emulator.clock.advance(5)
  const patch = {
    permissions: { chat: { public: { files: false } } },
    ui: { design_tokens: { theme: 'light' } },
  }
  const expected = structuredClone(created)
  expected.permissions.chat.public.files = false
  expected.ui.design_tokens.theme = 'light'
  expected.updated_at = after(5)
  t.strictSame((await api.patch(path, patch)).body.data, expected)
  t.strictSame((await api.get(path)).body.data, expected)
  t.strictSame((await api.patch(path, {}, recorded)).body.data.id, undefined, 'the live answer has no id')

  const refused = await api.patch(path, { permissions: { chat: { public: { files: 1 } } } })
  t.match(refused.body, serviceError(400, 'BAD_REQUEST: "permissions.chat.public.files" must be a boolean'))
  t.match((await api.patch(path, { colour: 1 })).body.error.message, /"colour" is not allowed/)

  const put = await api.put(path, presetBody({ name: 'renamed' }))
  t.equal(put.body.data.name, 'renamed')
  t.equal(put.body.data.permissions.chat.public.files, true)
  t.equal((await api.put(path, { name: 'x' })).status, 400)
})

t.test('the list takes a part of a name, and pages', async (t) => {
  const { api, app } = await startWithApp(t)
  // biome-ignore lint/suspicious/noExplicitAny: a body is whatever was answered
  const list = async (query: string): Promise<any> => (await api.get(`/${app}/presets?${query}`)).body
  t.strictSame((await list('search=WEBINAR')).data.map(({ name }: { name: string }) => name).sort(), [
    'webinar_presenter',
    'webinar_viewer',
  ])
  t.strictSame((await list('search=nothing')).paging, { total_count: 0, start_offset: 0, end_offset: 0 })
  t.strictSame((await list('per_page=3&page_no=3')).paging, {
    total_count: 7,
    start_offset: 7,
    end_offset: 7,
  })
})

t.test('a deleted preset is answered as it was, and gone', async (t) => {
  const { api, app } = await startWithApp(t, { defaultPresets: 'off' })
  const created = (await api.post(`/${app}/presets`, presetBody())).body
  const path = `/${app}/presets/${created.data.id}`
  const { status, body } = await api.delete(path)
  t.strictSame([status, body], [200, created])
  const gone = serviceError(404, `No preset found with id ${created.data.id}`)
  for (const answer of [
    await api.get(path),
    await api.patch(path, {}),
    await api.put(path, presetBody()),
    await api.delete(path),
  ])
    t.strictSame([answer.status, answer.body], [404, gone])
  t.equal((await api.get('/nowhere/presets')).status, 404)
})
