/** Watching counts: each viewer's segments add to `viewer_seconds`. */

import t from 'tap'
import { createViewers } from '../../src/media/playback/viewers.js'
import { recorded } from '../helpers/api.js'
import { follow, load, startPlayback } from '../helpers/playback.js'
import { made } from '../helpers/requests.js'

/** A livestream that has been LIVE for 10 seconds, and what the API says of the time that was watched. */
async function onAir(t: Parameters<typeof startPlayback>[0], options = {}) {
  const started = await startPlayback(t, options)
  const { api, app, emulator, livestream } = started
  await emulator.clock.advance(12)
  return {
    ...started,
    watched: async (headers?: object) => {
      const path = `/${app}/livestreams/${livestream.id}`
      const { sessions } = (await api.get(path, headers as never)).body.data
      return sessions[0].viewer_seconds as number
    },
  }
}

t.test('two viewers who load five segments of two seconds each have watched 20 seconds', async (t) => {
  const { url, watched, emulator, api, app } = await onAir(t)
  for (const _viewer of [1, 2]) {
    const { segments } = await follow(url, { asViewer: true })
    for (const segment of segments.slice(0, 5)) t.equal((await load(segment)).status, 200)
  }
  t.equal(await watched(), 20)
  await emulator.clock.advance(60)
  t.equal(await watched(recorded), 20, 'on the recorded wire too')
  const analytics = (await api.get(`/${app}/analytics/livestreams/overall`)).body.data
  t.match(JSON.stringify(analytics), '20')
})

t.test('what is loaded again, asked about, or loaded by nobody does not count', async (t) => {
  const { url, watched } = await onAir(t)
  const { segments } = await follow(url, { asViewer: true })
  const [first, second, third] = segments as [URL, URL, URL]
  await load(second)
  t.equal(await watched(), 2)
  await load(second)
  await load(first)
  await load(third, { method: 'HEAD' })
  const { headers } = await load(second)
  await load(third, { headers: { 'if-none-match': String(headers.get('etag')) } })
  t.equal(await watched(), 4, 'another etag: the third was sent')
  await load(third, { headers: { range: 'bytes=0-99' } })
  const without = await follow(url)
  for (const segment of without.segments) await load(segment)
  for (const viewer of ['0', '-1', '99', 'x', '1e3', '', '1&viewer=2'])
    await load(`${String(third).split('?')[0]}?viewer=${viewer}`)
  t.equal(await watched(), 4)
  const other = await follow(url, { asViewer: true })
  await load(other.segments[0] ?? '', { headers: { range: 'bytes=0-99' } })
  await load(other.segments[0] ?? '', { headers: { range: 'bytes=100-199' } })
  t.equal(await watched(), 6, 'the parts of a segment count once')
})

t.test('they add up with the viewers that the control API sets, after the end too', async (t) => {
  const { url, watched, emulator, livestream, stop } = await onAir(t)
  emulator.livestreams.setViewers(livestream.id, { viewers: 3 })
  await emulator.clock.advance(10)
  const { segments } = await follow(url, { asViewer: true })
  await load(segments[0] ?? '')
  t.equal(await watched(), 32)
  await stop()
  await load(segments[1] ?? '')
  t.equal(await watched(), 34)
  emulator.reset()
  t.equal((await load(url)).status, 404)
})

t.test('after a reset, numbers begin again', async (t) => {
  const { emulator, api, url } = await onAir(t)
  const before = (await follow(url, { asViewer: true })).main.text
  emulator.reset()
  const app = await api.app()
  const meeting = await api.meeting(app, { title: 'Show' })
  const again = made(
    await api.post(`/${app}/meetings/${meeting}/livestreams`, {}, { host: new URL(emulator.url).host }),
  )
  await emulator.clock.advance(12)
  const after = (await follow(again.playback_url, { asViewer: true })).main.text
  for (const text of [before, after]) t.match(text, 'media.m3u8?viewer=1\n')
})

t.test('with a seed and a frozen clock, two runs give the same playlists', async (t) => {
  const texts = []
  for (const _run of [1, 2]) {
    const { url } = await onAir(t)
    const { main, media } = await follow(url, { asViewer: true })
    texts.push(main.text + media.text)
  }
  t.equal(texts[0], texts[1])
  t.match(texts[0], 'media.m3u8?viewer=1\n')
})

t.test('beyond 100,000 viewers, the one not heard of the longest gives way', async (t) => {
  const viewers = createViewers()
  const load = (viewer: string, index: number) => viewers.loads(1, { viewer, playlist: 'card', index })
  const numbers = Array.from({ length: 100_001 }, () => viewers.begin(1, 'account'))
  const [first = '', second = '', ...others] = numbers
  t.ok(load(first, 5))
  t.ok(load(second, 5))
  for (const viewer of others.slice(0, -1)) {
    viewers.loads(1, { viewer, playlist: 'card', index: 5 })
    if (viewer === '50000') t.notOk(load(first, 5), 'which is heard of again')
  }
  load(others.at(-1) ?? '', 5)
  t.notOk(load(first, 5), 'a viewer who still loads is told apart')
  t.ok(load(second, 5), 'one who does not is forgotten')
})
