/** Operations that public clients call although the service does not publish them. */

import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { after, startWithApp } from '../../helpers/start.js'

t.test('a disabled livestream does not go live until it is enabled, on both wires', async (t) => {
  for (const [headers, no, yes] of [
    [{}, 'false', 'true'],
    [recorded, false, true],
  ] as const) {
    const { api, app, emulator } = await startWithApp(t)
    const { id } = await api.livestream(app, await api.meeting(app))
    const path = `/${app}/livestreams/${id}`
    const details = async () => (await api.get(path, headers)).body.data.livestream
    await emulator.clock.advance({ seconds: 1 })

    const disabled = await api.put(`${path}/disable`, undefined, headers)
    t.equal(disabled.status, 200)
    t.strictSame(disabled.body, { success: true, data: await details() })
    t.match(disabled.body.data, { id, status: 'INVOKED', disabled: yes, updated_at: after(1) })
    await emulator.clock.advance({ seconds: 60 })
    t.equal((await details()).status, 'INVOKED')

    const enabled = await api.put(`${path}/enable`, undefined, headers)
    t.match(enabled.body.data, { id, disabled: no })
    emulator.event(id, { event: 'live' })
    t.equal((await details()).status, 'LIVE')
  }
})

t.test('a stream key that is reset is another one from then on', async (t) => {
  const { api, app } = await startWithApp(t)
  const { id, stream_key } = await api.independent(app)
  const { status, body } = await api.post(`/${app}/livestreams/${id}/reset-stream-key`)
  t.equal(status, 200)
  t.match(body.data.stream_key, /^[0-9a-f]{32}k[0-9a-f]{32}$/)
  t.not(body.data.stream_key, stream_key)
  const { livestream } = (await api.get(`/${app}/livestreams/${id}`)).body.data
  t.equal(livestream.stream_key, body.data.stream_key)
})

t.test('a livestream that is not there is a 404', async (t) => {
  const { api, app } = await startWithApp(t)
  const refusal = serviceError(404, 'No livestream found with id nope')
  t.strictSame((await api.put(`/${app}/livestreams/nope/disable`)).body, refusal)
  t.strictSame((await api.put(`/${app}/livestreams/nope/enable`)).body, refusal)
  t.strictSame((await api.post(`/${app}/livestreams/nope/reset-stream-key`)).body, refusal)
})

t.test('the OpenAPI document marks them', async (t) => {
  const { emulator } = await startWithApp(t)
  const { paths } = (await emulator.inject({ method: 'GET', url: '/openapi.json' })).json()
  const below = '/accounts/{account_id}/realtime/kit/{app_id}/livestreams/{livestream_id}'
  t.match(paths[`${below}/disable`].put.description, /^Unpublished/)
  t.match(paths[`${below}/enable`].put.description, /^Unpublished/)
  t.match(paths[`${below}/reset-stream-key`].post.description, /^Unpublished/)
  t.notOk(paths[below].get.description)
})
