import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { startWithApp } from '../../helpers/start.js'

t.test('a livestream with manual_ingest waits for an encoder', async (t) => {
  const { api, app, emulator } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const started = await api.livestream(app, meeting, { manual_ingest: true })
  t.equal(started.manual_ingest, true)
  await emulator.clock.advance({ seconds: 3600 })
  const active = async (headers = {}) =>
    (await api.get(`/${app}/meetings/${meeting}/active-livestream`, headers)).body.data
  for (const headers of [{}, recorded])
    t.match(await active(headers), { id: started.id, status: 'INVOKED', manual_ingest: true })
  emulator.event(started.id, { event: 'live' })
  t.equal((await active()).status, 'LIVE')
})

t.test('it waits whichever livestreams go live by themselves, unless its name says when', async (t) => {
  const { api, app, emulator } = await startWithApp(t, { autoLive: 'all' })
  const start = async (name: string): Promise<string> =>
    (await api.livestream(app, await api.meeting(app), { name, manual_ingest: true })).id
  const ids = [await start('demo'), await start('demo [live after 5s]')]
  await emulator.clock.advance({ seconds: 60 })
  const statuses = await Promise.all(ids.map((id) => api.get(`/${app}/livestreams/${id}`)))
  t.strictSame(
    statuses.map(({ body }) => body.data.livestream.status),
    ['INVOKED', 'LIVE'],
  )
})

t.test('without manual_ingest a livestream does not wait, and says so on both wires', async (t) => {
  const { api, app, emulator } = await startWithApp(t)
  for (const body of [{}, { manual_ingest: false }]) {
    const meeting = await api.meeting(app)
    t.equal((await api.livestream(app, meeting, body)).manual_ingest, false)
    await emulator.clock.advance({ seconds: 2 })
    for (const headers of [{}, recorded]) {
      const { data } = (await api.get(`/${app}/meetings/${meeting}/active-livestream`, headers)).body
      t.match(data, { status: 'LIVE', manual_ingest: false })
    }
  }
})

t.test('manual_ingest survives an export and an import', async (t) => {
  const { api, app, emulator } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const { id } = await api.livestream(app, meeting, { manual_ingest: true })
  const state = await emulator.state.export()
  emulator.reset()
  await emulator.state.import(state)
  await emulator.clock.advance({ seconds: 60 })
  const { data } = (await api.get(`/${app}/meetings/${meeting}/active-livestream`)).body
  t.match(data, { id, status: 'INVOKED', manual_ingest: true })
})
