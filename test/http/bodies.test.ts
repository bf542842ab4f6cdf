import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { controlOf } from '../helpers/control.js'
import { serviceError } from '../helpers/errors.js'
import { startEmulator, startWithApp } from '../helpers/start.js'

const json = { authorization: 'Bearer token', 'content-type': 'application/json' }

/** The ways to send a body, to the emulated API and to the control API. */
async function startSending(t: Parameters<typeof startWithApp>[0]) {
  const { emulator, app } = await startWithApp(t)
  const to = (method: 'POST' | 'PUT', url: string) => async (payload: Buffer | string, headers: object) => {
    const answer = await emulator.inject({ method, url, payload, headers: { ...json, ...headers } })
    return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
  }
  const create = to('POST', `/client/v4/accounts/account/realtime/kit/${app}/livestreams`)
  return {
    emulator,
    app,
    create,
    control: to('POST', '/_greenroom/faults'),
    state: to('PUT', '/_greenroom/state'),
  }
}

t.test('compressed bodies are decoded, and the journal has them decoded', async (t) => {
  const { emulator, create, control } = await startSending(t)
  const encodings = [
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', Buffer.from],
  ] as const
  for (const [encoding, encode] of encodings) {
    const name = `Sent as ${encoding} ☃`
    const headers = { 'content-encoding': encoding }
    const { status, body } = await create(encode(JSON.stringify({ name })), headers)
    t.same([status, body.data?.name], [201, name])
    t.same(emulator.requests.list().requests.at(-1)?.request.body, { name })
    t.equal((await control(encode(JSON.stringify({ action: { status: 600 } })), headers)).status, 400)
  }
})

t.test('a decoded body has the same limit as any other', async (t) => {
  const { create } = await startSending(t)
  const bomb = gzipSync(JSON.stringify({ name: 'A'.repeat(100 * 1024 * 1024) }))
  t.ok(bomb.length < 200_000)
  const { status, body } = await create(bomb, { 'content-encoding': 'gzip' })
  t.equal(status, 413)
  t.same(body, serviceError(413, 'PAYLOAD_TOO_LARGE: "body" must not be larger than 1048576 bytes'))
})

t.test('a body that is not what its encoding says is 400', async (t) => {
  const { create } = await startSending(t)
  const whole = gzipSync('{"name":"A"}')
  for (const encoding of ['gzip', 'deflate', 'br']) {
    const { status, body } = await create('{"name":"A"}', { 'content-encoding': encoding })
    t.equal(status, 400)
    t.match(body.error.message, new RegExp(`^BAD_REQUEST: "body" is not valid ${encoding}: `))
  }
  const cut = await create(whole.subarray(0, -4), { 'content-encoding': 'gzip' })
  t.match(cut, { status: 400, body: { error: { message: /"body" is not valid gzip: unexpected end/ } } })
})

t.test('other encodings are 415 with those that are read', async (t) => {
  const { create } = await startSending(t)
  for (const encoding of ['zstd', 'compress', 'gzip, br']) {
    const { status, body, headers } = await create('{}', { 'content-encoding': encoding })
    const message = `UNSUPPORTED_MEDIA_TYPE: "content-encoding" must be one of [gzip, deflate, br], not ${encoding}`
    t.same([status, body], [415, serviceError(415, message)])
    t.equal(headers['accept-encoding'], 'gzip, deflate, br')
  }
})

t.test('bodies that are not UTF-8 are 400', async (t) => {
  const { emulator, app, create, control, state } = await startSending(t)
  const bodies = ['{"name":"\xff"}', '{"name":"\xc0\x80"}', '{"name":"\xed\xa0\x80"}', '\xff\xfe{\x00}\x00']
  for (const text of bodies)
    for (const send of [create, control]) {
      const { status, body } = await send(Buffer.from(text, 'latin1'), {})
      t.same([status, body], [400, serviceError(400, 'BAD_REQUEST: "body" must be UTF-8')])
    }
  const url = `/client/v4/accounts/account/realtime/kit/${app}/livestreams`
  t.equal((await emulator.inject({ url, headers: json })).json().data.paging.total_count, 0)

  const document = (await emulator.inject({ url: '/_greenroom/state' })).body
  const refused = {
    '\xff': 'BAD_REQUEST: /apps/0 is not UTF-8',
    '\\ud800': 'BAD_REQUEST: /apps/0/name must not have half of a surrogate pair',
  }
  for (const [name, message] of Object.entries(refused)) {
    const { status, body } = await state(Buffer.from(document.replace('An app', name), 'latin1'), {})
    t.same([status, body], [400, serviceError(400, message)])
  }
  t.equal((await emulator.inject({ url: '/_greenroom/state' })).body, document, 'nothing is lost')
})

t.test('a query that is not percent-encoded UTF-8 is 400', async (t) => {
  const { emulator } = await startSending(t)
  const base = '/client/v4/accounts/account/realtime/kit/apps'
  const cases: [string, number][] = [
    [`${base}?search=%ff`, 400],
    [`${base}?search=%zz`, 400],
    [`${base}?%ed%a0%80=1`, 400],
    ['/_greenroom/requests?operation=%c0%80', 400],
    [`${base}?search=%E2%98%83+x`, 200],
  ]
  for (const [url, status] of cases) {
    const answer = await emulator.inject({ url, headers: json })
    t.equal(answer.statusCode, status, url)
    if (status === 400)
      t.same(answer.json(), serviceError(400, 'BAD_REQUEST: "query" must be percent-encoded UTF-8'))
  }
})

t.test('half of a surrogate pair is 400, and names the field', async (t) => {
  const { create, control } = await startSending(t)
  const cases = [
    ['{"name":"\\ud800"}', 'name'],
    ['{"name":"a\\uDC00b"}', 'name'],
    ['{"extra":{"list":["\\ud83d\\ude00","\\ud83d"]}}', 'extra.list[1]'],
    ['{"extra":{"\\ud800":1}}', 'extra'],
    ['{"\\ud800":1}', 'body'],
    ['"\\ud800"', 'body'],
  ] as const
  for (const [text, field] of cases)
    for (const send of [create, control]) {
      const { status, body } = await send(text, {})
      const message = `BAD_REQUEST: "${field}" must not have half of a surrogate pair`
      t.same([status, body], [400, serviceError(400, message)])
    }
  const { status, body } = await create('{"name":"\\ud83d\\ude00 \\\\ud800"}', {})
  t.same([status, body.data?.name], [201, '😀 \\ud800'], 'whole pairs, and escaped backslashes')
})

t.test('a content type that cannot be read does no harm without a body', async (t) => {
  const { emulator, create } = await startSending(t)
  for (const type of ['', ' ', ';', 'nonsense'])
    for (const method of ['POST', 'DELETE'] as const) {
      const { statusCode } = await emulator.inject({
        method,
        url: method === 'POST' ? '/_greenroom/reset' : '/_greenroom/requests',
        headers: { 'content-type': type },
      })
      t.equal(statusCode, 200, `${method} ${JSON.stringify(type)}`)
    }
  t.match(await create('{}', { 'content-type': '' }), {
    status: 415,
    body: {
      error: { message: 'UNSUPPORTED_MEDIA_TYPE: "content-type" must be application/json, not (none)' },
    },
  })
})

t.test('a page of the origin file:// is refused, as any other page', async (t) => {
  const emulator = await startEmulator(t)
  for (const origin of ['file://', 'null', 'chrome-extension://abc', 'data:text/plain,a']) {
    const { status, body } = await controlOf(emulator).get('/info', { origin })
    t.equal(status, 403)
    t.match(body.error.message, `does not answer pages of the origin ${origin}`)
  }
})
