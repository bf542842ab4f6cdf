import t from 'tap'
import { gatewayError, serviceError, unroutable } from '../helpers/errors.js'
import type { Method } from '../helpers/requests.js'
import { client, send, startEmulator, startWithApp } from '../helpers/start.js'

const json = { 'content-type': 'application/json' }
const kit = '/client/v4/accounts/account/realtime/kit'
const authorization = 'Bearer token'

t.test('unknown routes are a 404 of the gateway, with or without credentials', async (t) => {
  const emulator = await startEmulator(t)
  const urls = [
    '/client/v4',
    '/client/v4/user/tokens',
    '/client/v4/accounts',
    '/client/v4/accounts/a',
    '/client/v4/accountsX/a/realtime/kit/apps',
    `${kit}/apps/one/two`,
    `${kit}/app/livestream`,
    `${kit}/app/livestreams/a/b/c`,
    `${kit}/APP/Livestreams`,
    '/_greenroomX/info',
  ]
  for (const url of urls)
    for (const headers of [{}, { authorization }] as Record<string, string>[]) {
      const { status, body } = await send(emulator, { method: 'GET', url: `${url}?a=b`, headers })
      t.equal(status, 404, url)
      t.strictSame(body, unroutable(url), url)
    }
})

t.test('what is wrong with the body is of no interest where nothing takes it', async (t) => {
  const emulator = await startEmulator(t)
  const bodies = [
    { payload: '{bad', headers: json },
    { payload: 'x', headers: { 'content-type': 'text/plain' } },
    { payload: 'x'.repeat(2_000_000), headers: json },
  ]
  for (const body of bodies) {
    t.equal((await send(emulator, { method: 'POST', url: `${kit}/app/nowhere`, ...body })).status, 404)
    t.equal((await send(emulator, { method: 'PUT', url: `${kit}/apps`, ...body })).status, 405)
  }
})

t.test('a method that a path does not support is a 405 that names those it does', async (t) => {
  const emulator = await startEmulator(t)
  const cases: [method: Method, path: string, allow: string[]][] = [
    ['DELETE', '/apps', ['GET', 'POST']],
    ['PUT', '/apps', ['GET', 'POST']],
    ['POST', '/apps/one', ['GET']],
    ['PATCH', '/app/livestreams', ['GET', 'POST']],
    ['DELETE', '/app/livestreams/one', ['GET']],
    ['DELETE', '/app/meetings/one', ['GET', 'PATCH', 'PUT']],
    ['GET', '/app/meetings/one/active-livestream/stop', ['POST']],
    ['GET', '/app/meetings/one/livestreams', ['POST']],
    ['OPTIONS', '/app/sessions', ['GET']],
    ['POST', '/app/webhooks/all', ['DELETE', 'GET', 'PATCH', 'PUT']],
    ['POST', '/app/analytics/daywise', ['GET']],
  ]
  for (const [method, path, allow] of cases) {
    const { status, body, headers } = await send(emulator, { method, url: kit + path })
    t.equal(status, 405, `${method} ${path}`)
    t.strictSame(body, gatewayError([7001, `Method ${method} not available for that URI.`]))
    const allowed = allow.includes('GET') ? [...allow, 'HEAD'] : allow
    t.same(String(headers.allow).split(', ').sort(), allowed.sort(), `${method} ${path}`)
  }
})

t.test('paths with NUL, broken percent-encoding or endless ids', async (t) => {
  const { api, app } = await startWithApp(t)
  for (const id of ['a%00b', '%00', '%0a', '%1f']) {
    const { status, body } = await api.get(`/${app}/livestreams/${id}`)
    t.equal(status, 400, id)
    t.strictSame(body, serviceError(400, 'BAD_REQUEST: "livestream_id" must not have control characters'))
  }
  for (const id of ['%zz', '%', '%c0%80', '%ff', '%u0041', 'x'.repeat(1025)]) {
    const { status, body } = await api.get(`/${app}/livestreams/${id}?x=1`)
    t.equal(status, 400, id.slice(0, 20))
    t.strictSame(body, unroutable(`${kit}/${app}/livestreams/${id}`), id.slice(0, 20))
  }
  for (const path of ['/apps/', `/${app}/livestreams/`, '//livestreams']) {
    const { status, body } = await api.get(path)
    t.equal(status, 400, path)
    t.match(body.error.message, /^BAD_REQUEST: "(app|livestream)_id" is not allowed to be empty$/, path)
  }
  const { status, body } = await api.get(`/${app}/livestreams/${'x'.repeat(256)}`)
  t.equal(status, 400)
  t.match(body.error.message, '"livestream_id" length must be less than or equal to 255')
  for (const id of ['%27%3B--', '..%2f..', '%E2%98%83', 'constructor', '__proto__', '*', 'a%20b'])
    t.equal((await api.get(`/${app}/livestreams/${id}`)).status, 404, id)
})

t.test('bodies that are not what they say they are', async (t) => {
  const { api, app } = await startWithApp(t)
  const cases: [body: string, message: RegExp][] = [
    ['{"name"', /^BAD_REQUEST: "body" is not valid JSON: /],
    ['{"name": "a",}', /^BAD_REQUEST: "body" is not valid JSON: /],
    ['name=a', /^BAD_REQUEST: "body" is not valid JSON: /],
    ['{} {}', /^BAD_REQUEST: "body" is not valid JSON: /],
    ['{"__proto__": {"name": "a"}}', /^BAD_REQUEST: "body" is not valid JSON: /],
    ['{"name": "a", "x": {"__proto__": 1}}', /^BAD_REQUEST: "body" is not valid JSON: /],
    ['{"constructor": {"prototype": {"x": 1}}}', /^BAD_REQUEST: "body" is not valid JSON: /],
    ['null', /^BAD_REQUEST: "body" must be an object$/],
    ['[]', /^BAD_REQUEST: "body" must be an object$/],
    ['"text"', /^BAD_REQUEST: "body" must be an object$/],
    ['3', /^BAD_REQUEST: "body" must be an object$/],
    ['false', /^BAD_REQUEST: "body" must be an object$/],
    [
      `{"name": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      /^BAD_REQUEST: "body" must not be nested more than 100 deep$/,
    ],
  ]
  for (const [body, message] of cases)
    for (const path of ['/apps', `/${app}/livestreams`, `/${app}/meetings`]) {
      if (path.endsWith('meetings') && body.startsWith('{"name": [')) continue
      const answer = await api.post(path, body, json)
      t.equal(answer.status, 400, `${path} ${body.slice(0, 40)}`)
      t.same(Object.keys(answer.body), ['success', 'error'])
      t.match(answer.body.error.message, message, `${path} ${body.slice(0, 40)}`)
    }
  t.equal((await api.get(`/${app}/livestreams`)).body.data.paging.total_count, 0)
  t.equal(({} as { name?: string }).name, undefined)
})

t.test('an empty body is none, whatever its content type', async (t) => {
  const { api, app } = await startWithApp(t)
  const types = ['application/json', 'application/json; charset=utf-8', 'text/plain', 'image/png']
  for (const type of types) {
    const headers = { 'content-type': type }
    t.equal((await api.post(`/${app}/livestreams`, '', headers)).status, 201, type)
    t.strictSame(
      (await api.post('/apps', '', headers)).body,
      serviceError(400, 'BAD_REQUEST: "name" is required'),
      type,
    )
  }
  t.equal((await api.post(`/${app}/livestreams`, '  \r\n ', json)).status, 201, 'only white space')
})

t.test('stopping takes any JSON, and needs none', async (t) => {
  const { api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  for (const body of ['', '{}', 'null', '[1]', '{"reason":"done"}']) {
    await api.livestream(app, meeting)
    const { status } = await api.post(`/${app}/meetings/${meeting}/active-livestream/stop`, body, json)
    t.equal(status, 200, body)
  }
})

t.test('content types other than JSON are a 415', async (t) => {
  const { api, app } = await startWithApp(t)
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonp',
    'nonsense',
    'a/b/c',
    ';',
  ]
  for (const type of types) {
    const { status, body } = await api.post(`/${app}/livestreams`, '{}', { 'content-type': type })
    t.equal(status, 415, type)
    t.strictSame(
      body,
      serviceError(415, `UNSUPPORTED_MEDIA_TYPE: "content-type" must be application/json, not ${type}`),
      type,
    )
  }
  for (const type of ['application/json', 'Application/JSON', 'application/json;charset=UTF-8'])
    t.equal((await api.post(`/${app}/livestreams`, '{}', { 'content-type': type })).status, 201, type)
})

t.test('a body of more than a mebibyte is a 413', async (t) => {
  const { api } = await startWithApp(t)
  const limit = 1024 * 1024
  const sized = (size: number) => JSON.stringify({ name: 'x'.repeat(size - 11) })
  t.equal((await api.post('/apps', sized(limit), json)).status, 200)
  const { status, body } = await api.post('/apps', sized(limit + 1), json)
  t.equal(status, 413)
  t.strictSame(body, serviceError(413, `PAYLOAD_TOO_LARGE: "body" must not be larger than ${limit} bytes`))
})

t.test('a body that is nested without end is a 400', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const nested = (depth: number) =>
    `{"title": "a [[[[ title", "ai_config": {"x": ${'['.repeat(depth)}"[\\"["${']'.repeat(depth)}}}`
  t.equal((await api.post(`/${app}/meetings`, nested(98), json)).status, 201)
  for (const depth of [99, 100_000]) {
    const { status, body } = await api.post(`/${app}/meetings`, nested(depth), json)
    t.equal(status, 400)
    t.strictSame(body, serviceError(400, 'BAD_REQUEST: "body" must not be nested more than 100 deep'))
  }
  const long = await emulator.inject({
    method: 'POST',
    url: '/_greenroom/reset',
    payload: { fixtures: 'none', nonsense: 'x'.repeat(15 * 1024 * 1024) },
  })
  t.equal(long.statusCode, 400, 'a long string is not deep')
  t.match(long.json().error.message, 'nonsense')
})

t.test('every answer is JSON and says so', async (t) => {
  const emulator = await startEmulator(t)
  const answers = [
    await client(emulator).get('/apps'),
    await client(emulator).get('/apps/none'),
    await send(emulator, { method: 'GET', url: '/nowhere' }),
    await send(emulator, { method: 'GET', url: '/%zz' }),
    await send(emulator, { method: 'GET', url: '/_greenroom/nowhere' }),
  ]
  for (const { headers } of answers) t.equal(headers['content-type'], 'application/json; charset=utf-8')
})
