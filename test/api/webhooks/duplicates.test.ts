import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { client, startEmulator, startWithApp } from '../../helpers/start.js'

const url = 'https://example.com/hook'
const body = (target = url) => ({ name: 'hook', url: target, events: ['meeting.ended'] })

t.test('a second webhook of an app on the same URL is 409 on both wires, and changes nothing', async (t) => {
  const { api, app } = await startWithApp(t)
  const path = `/${app}/webhooks`
  const first = (await api.post(path, body())).body.data
  const second = (await api.post(path, body('https://example.com/other'))).body.data
  const refused = [409, serviceError(409, `Webhook ${first.id} of this app already has this "url"`)]
  for (const headers of [{}, recorded])
    for (const target of [url, 'https://EXAMPLE.com:443/hook']) {
      for (const answer of [
        await api.post(path, body(target), headers),
        await api.put(`${path}/${second.id}`, body(target), headers),
        await api.patch(`${path}/${second.id}`, { url: target }, headers),
      ])
        t.strictSame([answer.status, answer.body], refused)
    }
  t.strictSame((await api.get(path)).body.data, [second, first])
})

t.test('another URL, another app, and a URL that is free again are accepted', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const path = `/${app}/webhooks`
  const { id } = (await api.post(path, body())).body.data
  t.equal((await api.post(path, body(`${url}?x=1`))).status, 201)
  t.equal((await api.post(`/${await api.app()}/webhooks`, body())).status, 201)
  const stranger = client(emulator, 'stranger')
  t.equal((await stranger.post(`/${await stranger.app()}/webhooks`, body())).status, 201)
  t.equal((await api.put(`${path}/${id}`, body())).status, 200, 'its own URL is no duplicate')
  t.equal((await api.patch(`${path}/${id}`, { url })).status, 200)
  t.equal((await api.patch(`${path}/${id}`, { url: `${url}/moved` })).status, 200)
  t.equal((await api.post(path, body())).status, 201)
})

t.test('duplicates are allowed when the setting says so', async (t) => {
  const { api, app } = await startWithApp(t, { duplicateWebhooks: 'allow' })
  const path = `/${app}/webhooks`
  const { id } = (await api.post(path, body(`${url}/other`))).body.data
  for (const status of [201, 201]) t.equal((await api.post(path, body())).status, status)
  t.equal((await api.put(`${path}/${id}`, body())).status, 200)
  t.equal((await api.get(path)).body.data.length, 3)
})

t.test('webhooks of a fixture that share a URL can be edited', async (t) => {
  const emulator = await startEmulator(t, { fixtures: ['docs'] })
  const api = client(emulator, '023e105f4ecef8ad9ca31a8372d0c353')
  const answer = await api.patch('/app_id/webhooks/webhook_id', { name: 'Renamed', enabled: true })
  t.equal(answer.status, 200)
  t.match(answer.body.data, { name: 'Renamed', enabled: true })
})
