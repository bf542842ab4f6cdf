/** A playback URL leads to moving pictures while the livestream is LIVE, on the clock of its account. */

import t from 'tap'
import { serviceError } from '../helpers/errors.js'
import { follow, load, startPlayback } from '../helpers/playback.js'
import { after } from '../helpers/start.js'

t.test('404 before it is LIVE says why; LIVE has segments at once', async (t) => {
  const { emulator, url, livestream } = await startPlayback(t)
  const early = await load(url)
  t.equal(early.status, 404)
  t.equal(early.headers.get('access-control-allow-origin'), '*')
  t.strictSame(
    JSON.parse(early.text),
    serviceError(
      404,
      `Livestream ${livestream.id} is INVOKED and has not been LIVE: there is nothing to play yet`,
    ),
  )
  await emulator.clock.advance(2)
  const { main, media, segments, sequence, ended } = await follow(url)
  for (const { status, headers } of [main, media]) {
    t.equal(status, 200)
    t.equal(headers.get('cache-control'), 'no-store')
    t.equal(headers.get('access-control-allow-origin'), '*')
    t.equal(headers.get('content-type'), 'application/vnd.apple.mpegurl')
  }
  t.match(main.text, /^#EXTM3U\n/)
  t.match(main.text, /,CODECS="avc1\.4d401e,mp4a\.40\.2",RESOLUTION=640x360,FRAME-RATE=25\.000\n/)
  t.match(media.text, '#EXT-X-TARGETDURATION:2\n')
  t.notMatch(media.text, 'DISCONTINUITY')
  t.strictSame([segments.length, sequence, ended], [3, 0, false])
  const [, bandwidth] = /[:,]BANDWIDTH=(\d+)/.exec(main.text) ?? []
  for (const segment of segments) {
    const { status, headers, bytes } = await load(segment)
    t.equal(status, 200)
    t.equal(headers.get('content-type'), 'video/mp2t')
    t.ok(bytes.length * 4 <= Number(bandwidth), 'no more than its BANDWIDTH')
  }
})

t.test('on a frozen clock the playlist stands still; a minute moves it by a minute', async (t) => {
  const { emulator, url } = await startPlayback(t)
  await emulator.clock.advance(32)
  const before = await follow(url)
  t.equal((await follow(url)).media.text, before.media.text)
  t.match(before.media.text, `PROGRAM-DATE-TIME:${after(20)}\n`, 'its last segment ends now')
  await emulator.clock.advance(60)
  const later = await follow(url)
  t.equal(later.sequence - before.sequence, 30)
  t.match(later.media.text, `PROGRAM-DATE-TIME:${after(80)}\n`)
  t.equal(later.segments.length, 6)
  await emulator.clock.advance('1h', { account_id: 'other' })
  t.equal((await follow(url)).media.text, later.media.text, 'it follows the clock of its own account')
})

t.test('IDLE and ERRORED have the same window with an end, and are 404 after --playback-keep', async (t) => {
  for (const event of ['stop', 'fail'] as const) {
    const { emulator, url, livestream } = await startPlayback(t, { playbackKeep: 60 })
    await emulator.clock.advance(32)
    const live = await follow(url)
    await emulator.event(livestream.id, { event })
    await emulator.clock.advance(59)
    const ended = await follow(url)
    t.ok(ended.ended)
    t.equal(ended.media.text, `${live.media.text}#EXT-X-ENDLIST\n`)
    t.equal((await load(ended.segments.at(-1) ?? '')).status, 200)
    await emulator.clock.advance(1)
    for (const gone of [url, ended.url, ...ended.segments]) {
      const { status, text } = await load(gone)
      t.equal(status, 404)
      t.match(
        JSON.parse(text).error.message,
        `Livestream ${livestream.id} ended at ${after(32)}, and could be played for 60 s after that`,
      )
    }
  }
})

t.test('a disabled livestream is 403, and can be watched again when it is enabled', async (t) => {
  const { emulator, api, app, url, livestream } = await startPlayback(t)
  await emulator.clock.advance(4)
  const { segments } = await follow(url)
  await api.put(`/${app}/livestreams/${livestream.id}/disable`)
  for (const refused of [url, ...segments]) t.equal((await load(refused)).status, 403)
  await api.put(`/${app}/livestreams/${livestream.id}/enable`)
  t.equal((await load(url)).status, 200)
})

t.test('what there is not is 404: unknown ids, segments to come, other files', async (t) => {
  const { emulator, url } = await startPlayback(t)
  await emulator.clock.advance(4)
  const { url: media, segments } = await follow(url)
  const missing = [
    `${emulator.url}/${'0'.repeat(32)}/manifest/video.m3u8`,
    new URL(`../${'0'.repeat(32)}/media.m3u8`, media),
    new URL(`${segments.length}.ts`, media),
    ...['-1.ts', '1e3.ts', '99999999999.ts', 'other.m3u8', '0.ts.x'].map((name) => new URL(name, media)),
  ]
  for (const wrong of missing) {
    const { status, text } = await load(wrong)
    t.equal(status, 404, String(wrong))
    t.match(JSON.parse(text), { success: false, error: { code: 404 } })
  }
})

t.test('HEAD and ranges are served', async (t) => {
  const { emulator, url } = await startPlayback(t)
  await emulator.clock.advance(4)
  const { segments, main } = await follow(url)
  const head = await load(url, { method: 'HEAD' })
  t.equal(head.status, 200)
  t.equal(Number(head.headers.get('content-length')), main.bytes.length)
  const [segment = ''] = segments
  const whole = await load(segment)
  const part = await load(segment, { headers: { range: 'bytes=188-375' } })
  t.equal(part.status, 206)
  t.ok(part.bytes.equals(whole.bytes.subarray(188, 376)))
  t.equal((await load(segment, { headers: { range: `bytes=${whole.bytes.length}-` } })).status, 416)
  t.equal(
    (await load(segment, { headers: { 'if-none-match': whole.headers.get('etag') ?? '' } })).status,
    304,
  )
})

t.test(
  'an encoder that comes back begins another broadcast; the playlist of the first has ended',
  async (t) => {
    const { emulator, api, app } = await startPlayback(t)
    const made = await api.post(`/${app}/livestreams`, { name: 'own' }, { host: new URL(emulator.url).host })
    const { id, playback_url: url } = made.body.data
    for (const event of ['live', 'stop'] as const) {
      await emulator.event(id, { event })
      await emulator.clock.advance(20)
    }
    const first = await follow(url)
    t.ok(first.ended)
    await emulator.event(id, { event: 'live' })
    const second = await follow(url)
    t.notOk(second.ended)
    t.equal(second.sequence, 0)
    t.not(String(second.url), String(first.url))
    t.match((await load(first.url)).text, '#EXT-X-ENDLIST')
  },
)

t.test('the playback URL leads there by --public-url', async (t) => {
  const { emulator, livestream } = await startPlayback(t, { publicUrl: 'https://live.example.org' })
  await emulator.clock.advance(2)
  const { origin, pathname } = new URL(livestream.playback_url)
  t.equal(origin, 'https://live.example.org')
  t.equal((await load(emulator.url + pathname)).status, 200)
})
