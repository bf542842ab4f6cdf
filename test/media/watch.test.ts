/** The page for viewers, and what pages of other origins may ask. That the page plays is checked in test/browser. */

import t from 'tap'
import { load, startPlayback } from '../helpers/playback.js'

const pageOf = (playbackUrl: string) => playbackUrl.replace('manifest/video.m3u8', 'watch')

t.test('a page of its own, with its files, runs no other script', async (t) => {
  const { emulator, url } = await startPlayback(t)
  const { status, headers, text } = await load(pageOf(url))
  t.equal(status, 200)
  t.match(headers.get('content-type'), 'text/html')
  t.match(headers.get('content-security-policy'), "default-src 'none'; script-src 'self'")
  t.match(headers.get('content-security-policy'), "frame-ancestors 'self'")
  t.notMatch(headers.get('content-security-policy'), 'unsafe')
  const files = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path = '']) => path)
  t.equal(files.length, 2)
  for (const path of files) t.equal((await load(emulator.url + path)).status, 200, path)
  t.equal((await load(`${emulator.url}/watch-assets/other.js`)).status, 404)
  t.equal((await load(`${emulator.url}/${'0'.repeat(32)}/watch`)).status, 404)
})

t.test('a name is text, whatever is in it', async (t) => {
  const { api, app, emulator } = await startPlayback(t)
  const name = `<script>alert(1)</script>"'&`
  const { body } = await api.post(`/${app}/livestreams`, { name }, { host: new URL(emulator.url).host })
  const { text } = await load(pageOf(body.data.playback_url))
  t.match(text, '<h1>&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;</h1>')
  t.notMatch(text, '<script>alert')
})

t.test('a page of another origin may ask for parts of segments and of files', async (t) => {
  const { emulator, url } = await startPlayback(t)
  for (const target of [url, url.replace('video.m3u8', 'x/0.ts'), `${emulator.url}/downloads/key/file.mp4`]) {
    const { status, headers } = await load(target, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://player.example',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'range',
      },
    })
    t.equal(status, 204, target)
    t.equal(headers.get('access-control-allow-origin'), '*')
    t.match(headers.get('access-control-allow-methods'), 'GET')
    t.match(headers.get('access-control-allow-headers'), 'range')
  }
})

t.test('a page whose livestream is not there says what to do next; a program gets the error', async (t) => {
  const { emulator } = await startPlayback(t)
  const url = `${emulator.url}/${'0'.repeat(32)}/watch`
  const browser = await load(url, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } })
  t.equal(browser.status, 404)
  t.match(browser.headers.get('content-type'), 'text/html')
  t.match(browser.headers.get('content-security-policy'), "default-src 'none'")
  t.match(browser.text, `No livestream found with playback_id ${'0'.repeat(32)}`)
  t.match(browser.text, 'href="/_greenroom/ui/livestreams"')
  t.notMatch(browser.text, '<script')
  const program = await load(url, { headers: { accept: 'application/json' } })
  t.equal(program.status, 404)
  t.match(JSON.parse(program.text).error.message, /No livestream found/)
  const hostile = await load(`${emulator.url}/${encodeURIComponent('<img src=x>')}/watch`, {
    headers: { accept: 'text/html' },
  })
  t.equal(hostile.status, 404)
  t.notMatch(hostile.text, '<img')
})

t.test('the page is there in each state, and reads why there is nothing to play', async (t) => {
  const { emulator, livestream, stop, url, api, app } = await startPlayback(t, { playbackKeep: 60 })
  const { id } = livestream
  /** The status of the page, and of the playlist with its reason, which the page asks for. */
  const seen = async (playbackUrl = url) => {
    const page = await load(pageOf(playbackUrl), { headers: { accept: 'text/html' } })
    const { status, text } = await load(playbackUrl)
    return [page.status, status, status === 200 ? '' : JSON.parse(text).error.message]
  }
  const [page, waiting, reason] = await seen()
  t.same([page, waiting], [200, 404])
  t.match(reason, `Livestream ${id} is INVOKED and has not been LIVE`)
  await emulator.clock.advance(10)
  t.same(await seen(), [200, 200, ''])
  emulator.livestreams.disable(id)
  t.match(await seen(), [200, 403, /disabled/])
  emulator.livestreams.enable(id)
  await stop()
  await emulator.clock.advance(5)
  t.equal(emulator.livestreams.get(id).status, 'IDLE')
  t.same(await seen(), [200, 200, ''])
  await emulator.clock.advance(120)
  t.match(await seen(), [200, 404, `Livestream ${id} ended`])
  const { host } = new URL(emulator.url)
  const { body } = await api.post(`/${app}/livestreams`, { name: 'Fails' }, { host })
  emulator.event(body.data.id, { event: 'live' })
  emulator.event(body.data.id, { event: 'fail' })
  t.equal(emulator.livestreams.get(body.data.id).status, 'ERRORED')
  await emulator.clock.advance(120)
  t.match(await seen(body.data.playback_url), [200, 404, /ended/])
})
