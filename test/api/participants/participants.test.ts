/** The participants of a meeting: added, listed, fetched, changed, replaced, deleted. */

import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { paging, serviceError } from '../../helpers/errors.js'
import { after, beginning, startWithApp } from '../../helpers/start.js'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const nobody = '00000000-0000-4000-8000-000000000000'

async function startWithMeeting(t: Parameters<typeof startWithApp>[0], options = {}) {
  const started = await startWithApp(t, options)
  const meeting = await started.api.meeting(started.app)
  return { ...started, meeting, path: `/${started.app}/meetings/${meeting}/participants` }
}

const ada = {
  custom_participant_id: 'ada',
  preset_name: 'livestream_host',
  name: 'Ada',
  picture: 'https://example.com/ada.png',
}

t.test('a participant is added with a token, and read back without it, on both wires', async (t) => {
  const { api, path } = await startWithMeeting(t)
  const { status, body } = await api.post(path, ada)
  t.equal(status, 201)
  const { token, ...participant } = body.data
  t.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/)
  t.match(participant.id, uuid)
  t.strictSame(body, {
    success: true,
    data: { ...ada, id: participant.id, created_at: beginning, updated_at: beginning, token },
  })
  const own = `${path}/${participant.id}`
  t.strictSame((await api.get(own)).body, { success: true, data: participant })
  t.strictSame((await api.get(own, recorded)).body, { success: true, data: participant })
  t.strictSame((await api.get(path)).body, {
    success: true,
    data: [participant],
    paging: paging(1, 1, 1),
  })
})

t.test('what was not given is absent on the documented wire, and null on the recorded one', async (t) => {
  const { api, path } = await startWithMeeting(t)
  const bare = { custom_participant_id: 'bare' }
  const expected = { ...bare, preset_name: 'group_call_host', created_at: beginning, updated_at: beginning }
  const { token: _, id, ...documented } = (await api.post(path, bare)).body.data
  t.strictSame(documented, expected, 'and the default preset is taken')
  const { id: __, ...onRecorded } = (await api.get(`${path}/${id}`, recorded)).body.data
  t.strictSame(onRecorded, { ...expected, name: null, picture: null })
  const added = await api.post(path, { ...bare, name: null, picture: null }, recorded)
  t.match(added.body.data, { name: null, picture: null })
  t.strictSame((await api.get(path, recorded)).body.data.length, 2)
})

t.test('what is wrong with a body is named, and nobody is added', async (t) => {
  const { api, path } = await startWithMeeting(t)
  const cases: [body: object | undefined, problem: string][] = [
    [undefined, '"custom_participant_id" is required'],
    [{ preset_name: 'group_call_host' }, '"custom_participant_id" is required'],
    [{ custom_participant_id: '' }, '"custom_participant_id" is not allowed to be empty'],
    [{ custom_participant_id: 1 }, '"custom_participant_id" must be a string'],
    [{ ...ada, preset_name: 5 }, '"preset_name" must be a string'],
    [{ ...ada, name: {} }, '"name" must be a string'],
    [{ ...ada, picture: 'no uri' }, '"picture" must be a valid uri'],
  ]
  for (const [body, problem] of cases) {
    const answer = await api.post(path, body)
    t.strictSame([answer.status, answer.body], [400, serviceError(400, `BAD_REQUEST: ${problem}`)], problem)
  }
  const unknown = serviceError(404, 'No preset found with name nothing')
  t.strictSame((await api.post(path, { ...ada, preset_name: 'nothing' })).body, unknown)
  t.strictSame((await api.get(path)).body.paging, paging(0, 0, 0))
})

t.test('without the default presets the default is not there either', async (t) => {
  const { api, path } = await startWithMeeting(t, { defaultPresets: 'off' })
  const { status, body } = await api.post(path, { custom_participant_id: 'ada' })
  t.strictSame([status, body], [404, serviceError(404, 'No preset found with name group_call_host')])
})

t.test('PATCH changes what it names, PUT everything, and both give a token', async (t) => {
  const { emulator, api, path } = await startWithMeeting(t)
  const { token, ...added } = (await api.post(path, ada)).body.data
  const own = `${path}/${added.id}`
  await emulator.clock.advance(5)
  const patched = await api.patch(own, { preset_name: 'livestream_viewer' })
  t.equal(patched.status, 200)
  t.not(patched.body.data.token, token)
  const moved = { ...added, preset_name: 'livestream_viewer', updated_at: after(5) }
  t.strictSame(patched.body.data, { ...moved, token: patched.body.data.token })
  t.strictSame((await api.get(own)).body.data, moved)
  t.match((await api.patch(own, { name: null, preset_name: null }, recorded)).body.data, {
    name: null,
    picture: ada.picture,
    preset_name: 'livestream_viewer',
  })

  const replacement = { custom_participant_id: 'eve', preset_name: 'webinar_viewer' }
  const { token: renewed, ...put } = (await api.put(own, replacement)).body.data
  t.match(renewed, /^[\w-]+\./)
  t.strictSame(put, { ...replacement, id: added.id, created_at: beginning, updated_at: after(5) })
  t.strictSame((await api.get(own)).body.data, put)

  for (const [method, body, problem] of [
    ['put', { custom_participant_id: 'eve' }, '"preset_name" is required'],
    ['put', { preset_name: 'webinar_viewer' }, '"custom_participant_id" is required'],
    ['patch', { picture: 'none' }, '"picture" must be a valid uri'],
  ] as const)
    t.strictSame((await api[method](own, body)).body, serviceError(400, `BAD_REQUEST: ${problem}`))
  for (const answer of [
    await api.patch(own, { preset_name: 'nothing' }),
    await api.put(own, { ...replacement, preset_name: 'nothing' }),
  ])
    t.strictSame(answer.body, serviceError(404, 'No preset found with name nothing'))
  t.strictSame((await api.get(own)).body.data, put, 'and nothing has changed')
})

t.test('a deleted participant is gone', async (t) => {
  const { api, app, path } = await startWithMeeting(t)
  const added = (await api.post(path, ada)).body.data
  const own = `${path}/${added.id}`
  const presets = (await api.get(`/${app}/presets?search=livestream_host`)).body.data
  t.strictSame((await api.delete(own)).body, {
    success: true,
    data: {
      custom_participant_id: 'ada',
      preset_id: presets[0].id,
      created_at: beginning,
      updated_at: beginning,
    },
  })
  for (const answer of [
    await api.get(own),
    await api.patch(own, {}),
    await api.put(own, ada),
    await api.delete(own),
    await api.post(`${own}/token`),
  ])
    t.equal(answer.status, 404)
  t.strictSame((await api.get(path)).body.paging, paging(0, 0, 0))
})

t.test('participants are found in their own meeting only', async (t) => {
  const { api, app, meeting, path } = await startWithMeeting(t)
  const { id } = (await api.post(path, ada)).body.data
  const other = await api.meeting(app)
  const missing = (participant: string, of: string) =>
    serviceError(404, `No participant found with id ${participant} in meeting_id ${of}`)
  t.strictSame((await api.get(`/${app}/meetings/${other}/participants/${id}`)).body, missing(id, other))
  t.strictSame((await api.get(`${path}/${nobody}`)).body, missing(nobody, meeting))
  for (const [at, status] of [
    [`/${app}/meetings/${nobody}/participants`, 404],
    [`/${app}/meetings/no-guid/participants`, 400],
    [`/nowhere/meetings/${meeting}/participants`, 404],
  ] as const) {
    t.equal((await api.get(at)).status, status)
    t.equal((await api.post(at, ada)).status, status)
    t.equal((await api.get(`${at}/${id}`)).status, status)
  }
})

t.test('a custom id may be used again, and an INACTIVE meeting takes participants', async (t) => {
  const { api, app, meeting, path } = await startWithMeeting(t)
  const first = (await api.post(path, ada)).body.data
  await api.patch(`/${app}/meetings/${meeting}`, { status: 'INACTIVE' })
  const second = await api.post(path, ada)
  t.equal(second.status, 201)
  t.not(second.body.data.id, first.id)
  t.strictSame((await api.get(path)).body.paging, paging(2, 1, 2))
})

t.test('a preset with which anybody was ever added cannot be deleted', async (t) => {
  const { api, app, path } = await startWithMeeting(t)
  const presetPath = async (name: string) =>
    `/${app}/presets/${(await api.get(`/${app}/presets?search=${name}`)).body.data[0].id}`
  const { id } = (await api.post(path, ada)).body.data
  await api.patch(`${path}/${id}`, { preset_name: 'webinar_presenter' })
  await api.delete(`${path}/${id}`)
  for (const name of ['livestream_host', 'webinar_presenter']) {
    const { status, body } = await api.delete(await presetPath(name))
    const message = `The preset ${name} is in use: participants were added with it`
    t.strictSame([status, body], [409, serviceError(409, message)])
  }
  t.equal((await api.delete(await presetPath('livestream_viewer'))).status, 200)
})

t.test('pages are newest first, and the count is exact whatever was added and deleted', async (t) => {
  const { emulator, api, app, path } = await startWithMeeting(t)
  const ids: string[] = []
  for (let i = 0; i < 25; i++) {
    ids.unshift((await api.post(path, { custom_participant_id: `guest-${i}` })).body.data.id)
    if (i % 2) await emulator.clock.advance(1)
  }
  await api.participant(app, await api.meeting(app))
  const list = async (query: string) => {
    const { data, paging } = (await api.get(`${path}?${query}`)).body
    return { ids: data.map(({ id }: { id: string }) => id), paging }
  }
  t.strictSame(await list(''), { ids: ids.slice(0, 20), paging: paging(25, 1, 20) })
  t.strictSame(await list('per_page=10&page_no=3'), { ids: ids.slice(20), paging: paging(25, 21, 25) })
  t.strictSame(await list('per_page=10&page_no=4'), { ids: [], paging: paging(25, 0, 0) })
  for (const id of ids.splice(3, 4)) await api.delete(`${path}/${id}`)
  t.strictSame(await list('per_page=5&page_no=1'), { ids: ids.slice(0, 5), paging: paging(21, 1, 5) })
  t.equal((await api.get(`${path}?page_no=-1`)).status, 400)
})
