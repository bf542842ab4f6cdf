/** The console's files, and what `/` answers. What the page does in a browser is checked in test/browser. */

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { countOf, distanceOf, spanOf } from '../../src/console/core/format.js'
import { readSearch } from '../../src/console/views/request-search.js'
import { root } from '../helpers/bundle.js'
import { startEmulator } from '../helpers/start.js'

/** Compressed bytes of the page's script and style together. */
const MAX_BYTES = 60_000

t.test('a browser at / is sent to the console, another client gets an index', async (t) => {
  const emulator = await startEmulator(t)
  const page = await emulator.inject({ url: '/', headers: { accept: 'text/html,*/*' } })
  t.equal(page.statusCode, 302)
  t.equal(page.headers.location, '/_greenroom/ui/')
  const index = await emulator.inject({ url: '/', headers: { accept: 'application/json' } })
  t.strictSame(index.json(), {
    name: 'greenroom',
    api: '/client/v4',
    openapi: '/openapi.json',
    console: '/_greenroom/ui',
    control: '/_greenroom',
    control_openapi: '/_greenroom/openapi.json',
  })
})

t.test('a browser at /docs is sent to the page of the API, another client gets the index', async (t) => {
  const emulator = await startEmulator(t)
  for (const url of ['/docs', '/docs/']) {
    const page = await emulator.inject({ url, headers: { accept: 'text/html,*/*' } })
    t.equal(page.statusCode, 302)
    t.equal(page.headers.location, '/_greenroom/ui/api')
    t.match((await emulator.inject({ url })).json(), { openapi: '/openapi.json' })
  }
  const without = await startEmulator(t, { control: 'off' })
  const index = await without.inject({ url: '/docs', headers: { accept: 'text/html' } })
  t.strictSame(index.json(), { name: 'greenroom', api: '/client/v4', openapi: '/openapi.json' })
})

t.test('each view is a page, with its files and a policy that runs no other script', async (t) => {
  const emulator = await startEmulator(t)
  for (const path of ['', '/', '/livestreams', '/livestreams/a%2Fb', '/requests/12', '/api/get_app']) {
    const { statusCode, headers, body } = await emulator.inject({ url: `/_greenroom/ui${path}` })
    t.equal(statusCode, 200, path)
    t.match(headers['content-type'], 'text/html')
    t.match(headers['content-security-policy'], "default-src 'none'; script-src 'self'; style-src 'self'")
    t.notMatch(headers['content-security-policy'], 'unsafe')
    t.notMatch(body, /<script>|style=|https?:\/\//)
  }
  const files = [
    ...(await emulator.inject({ url: '/_greenroom/ui' })).body.matchAll(
      /"(\/_greenroom\/ui\/assets\/[^"]+)"/g,
    ),
  ]
  t.equal(files.length, 3)
  for (const [, path = ''] of files) {
    const file = await emulator.inject({ url: path })
    t.equal(file.statusCode, 200, path)
    t.equal(
      (await emulator.inject({ url: path, headers: { 'if-none-match': String(file.headers.etag) } }))
        .statusCode,
      304,
    )
  }
  t.equal((await emulator.inject({ url: '/_greenroom/ui/assets/other.js' })).statusCode, 404)
  t.equal((await emulator.inject({ url: '/_greenroom/ui/assets/..%2f..%2fmain.js' })).statusCode, 404)
})

t.test('it is behind the guard of the control API, and gone with it', async (t) => {
  const emulator = await startEmulator(t)
  const elsewhere = await emulator.inject({ url: '/_greenroom/ui/', headers: { host: 'evil.example' } })
  t.equal(elsewhere.statusCode, 403)
  const without = await startEmulator(t, { control: 'off' })
  t.equal((await without.inject({ url: '/_greenroom/ui/' })).statusCode, 404)
  const front = await without.inject({ url: '/', headers: { accept: 'text/html' } })
  t.equal(front.statusCode, 200)
  t.notMatch(front.body, '_greenroom')
})

t.test('its script and style have at most 60 KB when they are compressed', async (t) => {
  const bytes = ['main.js', 'style.css']
    .map((name) => gzipSync(readFileSync(`${root}dist/bundle/console/${name}`)).length)
    .reduce((sum, each) => sum + each, 0)
  t.ok(bytes > 1000)
  t.ok(bytes <= MAX_BYTES, `${bytes} bytes`)
})

t.test('a search among requests is split into the filters of the journal', async (t) => {
  t.strictSame(readSearch('status:5xx op:start-livestreaming method:post some text'), {
    query: { status: '5xx', operation: 'start-livestreaming', method: 'POST', search: 'some text' },
  })
  t.strictSame(readSearch('account:a app:b'), { query: { account_id: 'a', app_id: 'b' } })
  t.match(readSearch('status:abc').problem, 'status: takes 404 or 5xx')
  t.match(readSearch('op:').problem, 'op: needs a value')
  t.strictSame(readSearch('__proto__:x'), { query: { search: '__proto__:x' } })
})

t.test('spans and counts are written for people', async (t) => {
  t.strictSame([45_999, 60_000, 3_723_000, 200_000_000, -5].map(spanOf), [
    '45 s',
    '1 min 00 s',
    '1 h 02 min',
    '2 d 7 h',
    '0 s',
  ])
  t.equal(distanceOf(10_000, 4_000), 'in 6 s')
  t.equal(distanceOf(4_000, 10_000), '6 s ago')
  t.equal(countOf(1, 'viewer'), '1 viewer')
  t.equal(countOf(2371, 'viewer'), '2,371 viewers')
})

t.test('readers that ask for it are told that something was written, and only they', async (t) => {
  const emulator = await startEmulator(t)
  const all: string[] = []
  t.teardown(emulator.events(({ type }) => void all.push(type)))
  const told = new Promise<void>((resolve) => {
    t.teardown(emulator.events(() => resolve(), { type: 'state' }))
  })
  emulator.faults.add({ action: { status: 500 } })
  await told
  t.notOk(all.includes('state'))
})
