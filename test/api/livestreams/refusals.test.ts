import t from 'tap'
import { serviceError } from '../../helpers/errors.js'
import { client, startEmulator, startWithApp } from '../../helpers/start.js'

const nowhere = '00000000-0000-4000-8000-000000000000'

t.test('what is not there is a 404 that names it', async (t) => {
  const { api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const idle = (await api.independent(app)).id
  const cases: ['get' | 'post', path: string, message: string][] = [
    ['get', `/apps/${nowhere}`, `No app found with id ${nowhere} in account account`],
    ['get', `/${nowhere}/livestreams`, `No app found with id ${nowhere} in account account`],
    ['post', `/${nowhere}/livestreams`, `No app found with id ${nowhere} in account account`],
    ['get', `/${app}/livestreams/${nowhere}`, `No livestream found with id ${nowhere}`],
    [
      'get',
      `/${app}/livestreams/${nowhere}/active-livestream-session`,
      `No livestream found with id ${nowhere}`,
    ],
    ['get', `/${app}/livestreams/sessions/${nowhere}`, `No livestream session found with id ${nowhere}`],
    ['post', `/${app}/meetings/${nowhere}/livestreams`, `No meeting found with id ${nowhere}`],
    ['get', `/${app}/meetings/${nowhere}/livestream`, `No meeting found with id ${nowhere}`],
    ['get', `/${app}/meetings/${nowhere}/active-livestream`, `No meeting found with id ${nowhere}`],
    ['post', `/${app}/meetings/${nowhere}/active-livestream/stop`, `No meeting found with id ${nowhere}`],
    [
      'get',
      `/${app}/meetings/${meeting}/active-livestream`,
      `No active livestream found for meeting_id ${meeting}`,
    ],
    [
      'post',
      `/${app}/meetings/${meeting}/active-livestream/stop`,
      `No active livestream found for meeting_id ${meeting}`,
    ],
    [
      'get',
      `/${app}/meetings/${meeting}/active-session`,
      `No active session found for meeting_id ${meeting}`,
    ],
    ['get', `/${app}/sessions/${nowhere}/livestream-sessions`, `No session found with id ${nowhere}`],
  ]
  for (const [method, path, message] of cases) {
    const { status, body } = await api[method](path)
    t.equal(status, 404, `${method} ${path}`)
    t.strictSame(body, serviceError(404, message), `${method} ${path}`)
  }
  t.equal((await api.get(`/${app}/livestreams/${idle}/active-livestream-session`)).status, 200)
})

t.test('a livestream that has ended has no active session', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const { id } = await api.independent(app)
  emulator.event(id, { event: 'stop' })
  const { status, body } = await api.get(`/${app}/livestreams/${id}/active-livestream-session`)
  t.equal(status, 404)
  t.strictSame(body, serviceError(404, `No active livestream session found for livestream_id ${id}`))
})

t.test('an id that cannot be one is a malformed request', async (t) => {
  const { api, app } = await startWithApp(t)
  for (const [path, field] of [
    ['meetings/12', 'meeting_id'],
    ['meetings/12/livestream', 'meeting_id'],
    ['meetings/not-a-guid/active-livestream', 'meeting_id'],
    ['sessions/12', 'session_id'],
    ['sessions/12/livestream-sessions', 'session_id'],
  ] as const) {
    const { status, body } = await api.get(`/${app}/${path}`)
    t.equal(status, 400, path)
    t.strictSame(body, serviceError(400, `BAD_REQUEST: "${field}" must be a valid GUID`), path)
  }
})

t.test('an INACTIVE meeting cannot be livestreamed until it is ACTIVE again', async (t) => {
  const { api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const path = `/${app}/meetings/${meeting}`
  await api.patch(path, { status: 'INACTIVE' })
  const refused = await api.post(`${path}/livestreams`, {})
  t.equal(refused.status, 400)
  t.strictSame(
    refused.body,
    serviceError(400, `BAD_REQUEST: "meeting_id" ${meeting} is of an INACTIVE meeting`),
  )
  t.equal((await api.get(`/${app}/livestreams`)).body.data.paging.total_count, 0, 'nothing was made')
  t.equal((await api.get(`/${app}/sessions`)).body.paging.total_count, 0, 'no session began')
  await api.patch(path, { status: 'ACTIVE' })
  t.equal((await api.post(`${path}/livestreams`, {})).status, 201)
})

t.test('a meeting made INACTIVE meanwhile keeps its livestream, which can be stopped', async (t) => {
  const { api, app } = await startWithApp(t)
  const path = `/${app}/meetings/${await api.meeting(app)}`
  await api.post(`${path}/livestreams`)
  await api.patch(path, { status: 'INACTIVE' })
  t.equal((await api.get(`${path}/active-livestream`)).status, 200)
  t.equal((await api.post(`${path}/active-livestream/stop`)).status, 200)
})

t.test('starting a meeting that is livestreamed is a 400 that names the livestream', async (t) => {
  const { api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const { id } = await api.livestream(app, meeting)
  const { status, body } = await api.post(`/${app}/meetings/${meeting}/livestreams`, {})
  t.equal(status, 400)
  t.strictSame(body, serviceError(400, `Livestream ${id} is already active for meeting_id ${meeting}`))
  t.equal((await api.get(`/${app}/livestreams`)).body.data.paging.total_count, 1)
})

t.test('with startWhenActive reuse, starting again gives the active one back, as it is', async (t) => {
  const { api, app, emulator } = await startWithApp(t, { startWhenActive: 'reuse' })
  const meeting = await api.meeting(app)
  const first = await api.livestream(app, meeting, { name: 'first' })
  await emulator.clock.advance({ seconds: 5 })
  const { status, body } = await api.post(`/${app}/meetings/${meeting}/livestreams`, { name: 'second' })
  t.equal(status, 201)
  t.strictSame(body, { success: true, data: { ...first, status: 'LIVE' } })
})

t.test('bodies of the wrong shape are refused by field', async (t) => {
  const { api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const cases: [path: string, body: object, problem: string][] = [
    ['livestreams', { name: 5 }, '"name" must be a string'],
    ['livestreams', { name: {} }, '"name" must be a string'],
    ['livestreams', [], '"body" must be an object'],
    [`meetings/${meeting}/livestreams`, { name: true }, '"name" must be a string'],
    [`meetings/${meeting}/livestreams`, { video_config: 720 }, '"video_config" must be an object'],
    [`meetings/${meeting}/livestreams`, { manual_ingest: 'yes' }, '"manual_ingest" must be a boolean'],
    [
      `meetings/${meeting}/livestreams`,
      { video_config: { height: '720' } },
      '"video_config.height" must be an integer',
    ],
    [
      `meetings/${meeting}/livestreams`,
      { video_config: { width: 0.5 } },
      '"video_config.width" must be an integer',
    ],
    [
      `meetings/${meeting}/livestreams`,
      { video_config: { width: -1 } },
      '"video_config.width" must be greater than or equal to 0',
    ],
  ]
  for (const [path, body, problem] of cases) {
    const answer = await api.post(`/${app}/${path}`, body)
    t.equal(answer.status, 400, problem)
    t.strictSame(answer.body, serviceError(400, `BAD_REQUEST: ${problem}`), problem)
  }
  t.equal((await api.get(`/${app}/livestreams`)).body.data.paging.total_count, 0)
})

t.test('names of any text are given back as they are', async (t) => {
  const { api, app } = await startWithApp(t)
  for (const name of ['', ' ', 'Ω🎥‮', 'a\u0000b', `'"; DROP TABLE livestreams`, 'x'.repeat(100_000)]) {
    const { id } = await api.independent(app, { name })
    const { body } = await api.get(`/${app}/livestreams/${id}`)
    t.equal(body.data.livestream.name, name)
  }
})

t.test('accounts are walls: one never sees what another made, though the ids are the same', async (t) => {
  const emulator = await startEmulator(t, { fixtures: ['docs'] })
  const docs = '023e105f4ecef8ad9ca31a8372d0c353'
  const [mine, theirs] = [client(emulator, 'mine'), client(emulator, docs)]
  for (const path of ['/apps/app_id', '/app_id/livestreams', '/app_id/livestreams/livestream_id']) {
    t.equal((await theirs.get(path)).status, 200, path)
    const { status, body } = await mine.get(path)
    t.equal(status, 404, path)
    t.strictSame(body, serviceError(404, 'No app found with id app_id in account mine'))
  }
  t.same((await mine.get('/apps')).body.data, [])
  await mine.app('mine')
  t.equal((await theirs.get('/apps')).body.paging.total_count, 3)
})
