import t from 'tap'
import { controlOf } from '../helpers/control.js'
import { openEvents } from '../helpers/event-stream.js'
import { startWithApp } from '../helpers/start.js'

t.test('secrets in bodies are masked, in the journal and in the events', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const events = await openEvents(t, emulator.url, { query: '?type=request' })
  await events.next()
  const storage_config = {
    type: 'sftp',
    access_key: 'hidden-1',
    secret: 'hidden-2',
    password: 'hidden-3',
    private_key: ['hidden-4'],
    username: 'shown',
    secretAccessKey: { of: 'hidden-5' },
  }
  await api.post(`/${app}/livestreams`, { name: 'A', storage_config, extra: [{ 'api-key': 'hidden-6' }] })
  const { data } = (await events.next()) ?? {}
  const [entry] = emulator.requests.list({ operation: 'create_livestream' }).requests
  t.same(data, entry)
  t.same(entry?.request.body, {
    name: 'A',
    storage_config: {
      ...Object.fromEntries(Object.keys(storage_config).map((name) => [name, '***'])),
      type: 'sftp',
      username: 'shown',
    },
    extra: [{ 'api-key': '***' }],
  })
  t.notMatch(JSON.stringify(entry), 'hidden')
})

t.test("the key of somebody's own stream is masked", async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const meeting_id = await api.meeting(app)
  const start = (rtmp_url: string) =>
    api.post(`/${app}/recordings`, { meeting_id, rtmp_out_config: { rtmp_url } })
  await start('rtmp://a.example.com/live2/hidden-1?backup=hidden-2')
  await start('rtmp://a.example.com/live2')
  const { requests } = emulator.requests.list({ operation: 'start_recording' })
  t.strictSame(
    requests.map(({ request }) => (request.body as { rtmp_out_config: object }).rtmp_out_config),
    [{ rtmp_url: 'rtmp://a.example.com/live2/***' }, { rtmp_url: 'rtmp://a.example.com/live2' }],
  )
})

t.test('a stream key and an empty secret are shown', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const { body } = await api.post(`/${app}/livestreams`, { secret: null })
  const [entry] = emulator.requests.list({ operation: 'create_livestream' }).requests
  t.same(entry?.response, { body })
  t.same(entry?.request.body, { secret: null })
})

t.test('passwords and tokens in the URLs of webhooks are masked, in requests and in answers', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const url = 'https://user:hidden-1@127.0.0.1:1/hook?token=hidden-2&x=1#top'
  await api.post(`/${app}/webhooks`, { name: 'W', url, events: ['meeting.started'] })
  const [entry] = emulator.requests.list({ operation: 'addWebhook' }).requests
  t.match(entry?.request.body, { url: 'https://user:***@127.0.0.1:1/hook?token=***&x=1#top' })
  t.notMatch(JSON.stringify(entry), 'hidden')
})

t.test('tokens in the query of a request are masked', async (t) => {
  const { emulator, api } = await startWithApp(t)
  await api.get('/apps?access_token=hidden-1&page_no=1&API-Key=hidden-2&%74oken=hidden-3')
  const { requests } = emulator.requests.list({ operation: 'get_apps' })
  t.match(requests[0]?.url, /\/apps\?access_token=\*\*\*&page_no=1&API-Key=\*\*\*&%74oken=\*\*\*$/)
})

t.test('bodies that are no JSON, or longer than what is kept, are masked too', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const path = `/${app}/livestreams`
  const headers = { 'content-type': 'application/json' }
  await api.post(path, '{"secret": "hidden-1 \\" hidden", "url": "ftp://u:hidden-2@host/", ', headers)
  await api.post(path, { password: 'hidden-3', name: 'A'.repeat(20_000) })
  await api.post(path, { name: 'A'.repeat(16_350), private_key: 'hidden-4'.repeat(100) })
  const { requests } = emulator.requests.list({ operation: 'create_livestream' })
  t.equal(requests[0]?.request.body, '{"secret":"***", "url": "ftp://u:***@host/", ')
  t.equal(requests.length, 3)
  t.notMatch(JSON.stringify(requests), 'hidden')
})

t.test('a secret is verified by being there', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  await api.post(`/${app}/livestreams`, { secret: 'hidden' })
  emulator.requests.verify({ operation: 'create_livestream', body: { secret: 'hidden' } })
  const { body } = await controlOf(emulator).post('/requests/verify', {
    operation: 'create_livestream',
    body: { secret: null },
  })
  t.same(body.misses[0].differences, [{ field: 'body.secret', expected: null, got: '***' }])
})
