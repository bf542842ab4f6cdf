/** What Greenroom refuses with is what its own documents say. */

import { Ajv, type ValidateFunction } from 'ajv'
import t from 'tap'
import { client, startWithApp } from '../helpers/start.js'

interface Document {
  paths: Record<string, Record<string, Operation>>
}
interface Operation {
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}

/** OpenAPI's `nullable` is null besides the type, in the few places where an error has it. */
const ajv = new Ajv({ strict: false, formats: { 'date-time': true, uri: true, uuid: true, date: true } })

function createCheck({ paths }: Document, method: string, template: string) {
  const operation = paths[template]?.[method.toLowerCase()]
  const validators = new Map<number, ValidateFunction>()
  return (status: number, body: unknown): string | undefined => {
    const schema = operation?.responses[status]?.content?.['application/json']?.schema
    if (!schema) return `${method} ${template}: ${status} is not in the document`
    const validate = validators.get(status) ?? ajv.compile(schema)
    validators.set(status, validate)
    return validate(body) ? undefined : `${method} ${template} ${status}: ${ajv.errorsText(validate.errors)}`
  }
}

for (const wire of ['documented', 'recorded'] as const)
  t.test(`errors of the emulated API are as its document says, on the ${wire} wire`, async (t) => {
    const { emulator, api, app } = await startWithApp(t, {
      wire,
      rateLimit: '30/1h',
      auth: 'strict',
      token: ['token=account'],
    })
    const document = (await emulator.inject({ url: '/openapi.json' })).json() as Document
    const meeting = await api.meeting(app)
    await api.livestream(app, meeting)
    const base = '/client/v4/accounts/account/realtime/kit'
    const authorization = 'Bearer token'
    const [path, template] = [`${base}/${app}`, '/accounts/{account_id}/realtime/kit/{app_id}']
    const json = { authorization, 'content-type': 'application/json' }
    const cases = [
      ['GET', `${base}/apps`, '/accounts/{account_id}/realtime/kit/apps', { headers: {} }, 401],
      [
        'GET',
        `${base.replace('account/', 'other/')}/apps`,
        '/accounts/{account_id}/realtime/kit/apps',
        {},
        403,
      ],
      ['GET', `${base}/apps?page_no=x`, '/accounts/{account_id}/realtime/kit/apps', {}, 400],
      ['GET', `${path}/livestreams/unknown`, `${template}/livestreams/{livestream_id}`, {}, 404],
      ['GET', `${path}/meetings/x`, `${template}/meetings/{meeting_id}`, {}, 400],
      ['POST', `${path}/livestreams`, `${template}/livestreams`, { payload: '{', headers: json }, 400],
      [
        'POST',
        `${path}/livestreams`,
        `${template}/livestreams`,
        { payload: 'x', headers: { ...json, 'content-type': 'text/plain' } },
        415,
      ],
      [
        'POST',
        `${path}/livestreams`,
        `${template}/livestreams`,
        { payload: 'x'.repeat(2_000_000), headers: json },
        413,
      ],
      [
        'POST',
        `${path}/meetings/${meeting}/livestreams`,
        `${template}/meetings/{meeting_id}/livestreams`,
        {},
        400,
      ],
      ...(wire === 'recorded'
        ? ([['POST', `${path}/livestreams`, `${template}/livestreams`, { payload: { x: 1 } }, 422]] as const)
        : []),
      ['GET', '/client/v4/user/tokens/verify', '/user/tokens/verify', { headers: {} }, 401],
    ] as const
    for (const [method, url, of, options, expected] of cases) {
      const answer = await emulator.inject({ method, url, headers: { authorization }, ...options })
      t.equal(answer.statusCode, expected, `${method} ${url}`)
      t.equal(createCheck(document, method, of)(answer.statusCode, answer.json()), undefined)
    }
    const list = createCheck(document, 'GET', '/accounts/{account_id}/realtime/kit/apps')
    for (let i = 0; i < 30; i++) {
      const { status, body } = await client(emulator).get('/apps')
      if (status === 429) return t.equal(list(status, body), undefined)
    }
    t.fail('the rate limit was never reached')
  })

t.test('errors of the control API are as its document says', async (t) => {
  const { emulator } = await startWithApp(t)
  const document = (await emulator.inject({ url: '/_greenroom/openapi.json' })).json() as Document
  const cases = [
    ['POST', '/faults', '/faults', { payload: {} }, 400],
    ['GET', '/faults/unknown', '/faults/{fault_id}', {}, 404],
    ['GET', '/info', '/info', { headers: { host: 'elsewhere.example' } }, 403],
    ['GET', '/info', '/info', { headers: { origin: 'https://elsewhere.example' } }, 403],
    ['POST', '/requests/verify', '/requests/verify', { payload: { operation: 'get_app' } }, 409],
    ['PUT', '/clock', '/clock', { payload: { mode: 'frozn' } }, 400],
    ['PUT', '/state', '/state', { payload: { greenroom: 'no' } }, 400],
    [
      'POST',
      '/livestreams/x/events',
      '/livestreams/{livestream_id}/events',
      { payload: { event: 'live' } },
      404,
    ],
  ] as const
  for (const [method, path, template, options, expected] of cases) {
    const answer = await emulator.inject({ method, url: `/_greenroom${path}`, ...options })
    t.equal(answer.statusCode, expected, `${method} ${path}`)
    t.equal(createCheck(document, method, `/_greenroom${template}`)(expected, answer.json()), undefined)
  }
})
