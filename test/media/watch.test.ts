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
