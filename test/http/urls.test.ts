import t from 'tap'
import { ConfigError, type Emulator, type EmulatorOptions } from '../../src/index.js'
import { client, startEmulator } from '../helpers/start.js'

/** The addresses that a livestream is given for a Host: its ingest server, and its playback URL's origin. */
async function addresses(emulator: Emulator, host?: string) {
  const api = client(emulator)
  const { body } = await api.post(`/${await api.app()}/livestreams`, {}, host === undefined ? {} : { host })
  const { ingest_server, playback_url } = body.data
  const [, origin] = /^(.*)\/[0-9a-f]{32}\/manifest\/video\.m3u8$/.exec(playback_url) ?? []
  return { ingest: ingest_server, origin }
}

t.test('addresses follow the Host of the request', async (t) => {
  const emulator = await startEmulator(t)
  const cases: [host: string, origin: string, ingest: string][] = [
    ['localhost:4010', 'http://localhost:4010', 'rtmp://localhost:1935/live/'],
    ['greenroom:4010', 'http://greenroom:4010', 'rtmp://greenroom:1935/live/'],
    ['greenroom', 'http://greenroom', 'rtmp://greenroom:1935/live/'],
    ['10.1.2.3:8080', 'http://10.1.2.3:8080', 'rtmp://10.1.2.3:1935/live/'],
    ['[::1]:4010', 'http://[::1]:4010', 'rtmp://[::1]:1935/live/'],
    [
      'my_service-1.internal.:80',
      'http://my_service-1.internal.:80',
      'rtmp://my_service-1.internal.:1935/live/',
    ],
  ]
  for (const [host, origin, ingest] of cases)
    t.same(await addresses(emulator, host), { origin, ingest }, host)
})

t.test('a wildcard, however it is written, is never given: loopback is', async (t) => {
  const emulator = await startEmulator(t)
  const wildcards = ['0.0.0.0', '[::]', '0', '0x0', '00.0.0.0', '[::0]', '[0:0:0:0:0:0:0:0]', '[::0.0.0.0]']
  for (const host of wildcards)
    for (const port of ['', ':4010'])
      t.same(
        await addresses(emulator, host + port),
        { origin: `http://127.0.0.1${port}`, ingest: 'rtmp://127.0.0.1:1935/live/' },
        host + port,
      )
})

t.test('a Host that no URL can have is replaced by the address that is listened on', async (t) => {
  const emulator = await startEmulator(t)
  const odd = [
    'a b',
    'a/b',
    'a\\b',
    'user@host',
    '<script>',
    'host:port',
    'host:99999',
    'host:1:2',
    '[::::]',
    '[::1',
    '1.2.3.4.5',
    '256.1.1.1',
    '?',
    ',',
    'ünïcode',
    'x'.repeat(260),
  ]
  for (const host of odd)
    t.same(
      await addresses(emulator, host),
      { origin: emulator.url, ingest: 'rtmp://127.0.0.1:1935/live/' },
      host.slice(0, 40),
    )
})

t.test('listening on every address, callers without a usable Host get loopback', async (t) => {
  const emulator = await startEmulator(t, { host: '0.0.0.0' })
  t.match(emulator.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.same(await addresses(emulator, 'a b'), {
    origin: emulator.url,
    ingest: 'rtmp://127.0.0.1:1935/live/',
  })
})

t.test('configured addresses are given whatever the Host', async (t) => {
  const cases: [options: EmulatorOptions, origin: string, ingest: string][] = [
    [{ publicUrl: 'https://live.test' }, 'https://live.test', 'rtmp://live.test:1935/live/'],
    [{ publicUrl: 'http://live.test:81/' }, 'http://live.test:81', 'rtmp://live.test:1935/live/'],
    [{ publicRtmpUrl: 'rtmp://ingest:1936/app/' }, 'http://caller:1', 'rtmp://ingest:1936/app/'],
    [
      { publicUrl: 'http://live.test', publicRtmpUrl: 'rtmps://ingest/live/' },
      'http://live.test',
      'rtmps://ingest/live/',
    ],
  ]
  for (const [options, origin, ingest] of cases) {
    const emulator = await startEmulator(t, options)
    t.same(await addresses(emulator, 'caller:1'), { origin, ingest })
  }
})

t.test('the info names the public URL when there is one', async (t) => {
  const emulator = await startEmulator(t, { publicUrl: 'https://live.test' })
  t.match(emulator.info(), { url: 'https://live.test', base_url: 'https://live.test/client/v4' })
})

t.test("the service's own hosts on request, the same for an account each time", async (t) => {
  const emulator = await startEmulator(t, { cloudflareUrls: true })
  const first = await addresses(emulator, 'caller:1')
  t.equal(first.ingest, 'rtmps://live.cloudflare.com:443/live/')
  t.match(first.origin, /^https:\/\/customer-[0-9a-f]+\.cloudflarestream\.com$/)
  t.same(await addresses(emulator, 'other'), first)
})

t.test('the same livestream is shown to each caller at the address it called', async (t) => {
  const emulator = await startEmulator(t)
  const api = client(emulator)
  const app = await api.app()
  const { id, playback_url } = await api.independent(app)
  const path = new URL(playback_url).pathname
  for (const host of ['one:1', 'two:2', 'one:1']) {
    const { livestream } = (await api.get(`/${app}/livestreams/${id}`, { host })).body.data
    t.equal(livestream.playback_url, `http://${host}${path}`)
  }
})

t.test('public URLs that are none are refused at the start', async (t) => {
  for (const publicUrl of ['live.test', '/path', 'http://', 'http://a:99999', 'ftp://a', 'mailto:a@b'])
    await t.rejects(startEmulator(t, { publicUrl }), ConfigError, publicUrl)
})
