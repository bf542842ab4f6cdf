import t from 'tap'
import { VerificationError } from '../../src/index.js'
import { controlOf } from '../helpers/control.js'
import type { Teardown } from '../helpers/requests.js'
import { client, startWithApp } from '../helpers/start.js'

async function startVerifying(t: Teardown) {
  const { emulator, api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  emulator.requests.clear()
  const { post } = controlOf(emulator)
  return { emulator, api, app, meeting, verify: (body: object) => post('/requests/verify', body) }
}

t.test('counts hold or not', async (t) => {
  const { api, app, meeting, verify } = await startVerifying(t)
  await api.livestream(app, meeting)
  await api.post(`/${app}/meetings/${meeting}/livestreams`)
  const operation = 'start-livestreaming'
  const cases: [object, string | number][] = [
    [{}, 2],
    [{ exactly: 2 }, 2],
    [{ at_least: 2 }, 2],
    [{ at_most: 2 }, 2],
    [{ at_least: 1, at_most: 3 }, 2],
    [{ status: 400, exactly: 1 }, 1],
    [{ status: 500, exactly: 0 }, 0],
    [{ exactly: 1 }, 'start-livestreaming: expected exactly 1, got 2'],
    [{ exactly: 3 }, 'start-livestreaming: expected exactly 3, got 2'],
    [{ at_least: 3 }, 'start-livestreaming: expected at least 3, got 2'],
    [{ at_most: 1 }, 'start-livestreaming: expected at most 1, got 2'],
    [{ at_least: 3, at_most: 4 }, 'start-livestreaming: expected at least 3 and at most 4, got 2'],
    [{ app_id: 'other' }, 'start-livestreaming: expected at least 1, got 0'],
  ]
  for (const [counts, expected] of cases) {
    const { status, body } = await verify({ operation, ...counts })
    t.same(
      [status, status === 200 ? body : body.error.message],
      [
        typeof expected === 'number' ? 200 : 409,
        typeof expected === 'number' ? { count: expected } : expected,
      ],
    )
  }
})

t.test('a body matches by what is expected of it', async (t) => {
  const { api, app, meeting, verify } = await startVerifying(t)
  await api.livestream(app, meeting, { name: 'A', video_config: { width: 640, height: 480 } })
  const holds = async (body: unknown) =>
    (await verify({ operation: 'start-livestreaming', body })).status === 200
  t.ok(await holds({}))
  t.ok(await holds({ name: 'A' }))
  t.ok(await holds({ video_config: { height: 480 } }))
  t.notOk(await holds({ name: null }))
  t.notOk(await holds({ video_config: { height: '480' } }))
  t.notOk(await holds({ video_config: [] }))
  t.notOk(await holds({ name: 'A', more: 1 }))
  t.notOk(await holds(null))
})

t.test('the nearest misses come first, and say how they differ', async (t) => {
  const { emulator, api, app, meeting, verify } = await startVerifying(t)
  await api.get('/apps')
  await api.livestream(app, meeting, { name: 'B', video_config: { width: 640, height: 480 } })
  await api.post(`/${app}/meetings/${meeting}/livestreams`, { name: 'C' })
  const expected = { operation: 'start-livestreaming', body: { name: 'A', video_config: { width: 640 } } }
  const { status, body } = await verify(expected)
  t.equal(status, 409)
  const url = `/client/v4/accounts/account/realtime/kit/${app}/meetings/${meeting}/livestreams`
  const entry = {
    operation: 'start-livestreaming',
    account_id: 'account',
    app_id: app,
    method: 'POST',
    url,
    time: '2026-01-01T00:00:00.000Z',
    fault: null,
  }
  const [first, second, third, ...rest] = body.misses
  t.same(rest, [])
  t.same(body, {
    success: false,
    error: { code: 409, message: 'start-livestreaming: expected at least 1, got 0' },
    count: 0,
    unknown: 0,
    misses: [
      {
        ...entry,
        id: first.id,
        status: 201,
        duration_ms: first.duration_ms,
        differences: [{ field: 'body.name', expected: 'A', got: 'B' }],
      },
      {
        ...entry,
        id: first.id + 1,
        status: 400,
        duration_ms: second.duration_ms,
        differences: [
          { field: 'body.name', expected: 'A', got: 'C' },
          { field: 'body.video_config', expected: { width: 640 } },
        ],
      },
      third,
    ],
    matches: [],
  })
  t.match(third, { operation: 'get_apps', differences: [{ field: 'operation', got: 'get_apps' }, {}] })

  const error = t.throws(
    () => emulator.requests.verify(expected as Parameters<typeof emulator.requests.verify>[0]),
    VerificationError,
  ) as VerificationError
  t.match(
    error.message,
    `start-livestreaming: expected at least 1, got 0\n  request ${first.id}, POST ${url}, answered 201: body.name: expected "A", got "B"\n`,
  )
})

t.test('too many are shown, and no misses', async (t) => {
  const { api, verify } = await startVerifying(t)
  await api.get('/apps')
  const { body } = await verify({ operation: 'get_apps', exactly: 0 })
  t.match(body, { count: 1, misses: [], matches: [{ operation: 'get_apps', method: 'GET', status: 200 }] })
})

t.test('nothing of another account is counted or shown', async (t) => {
  const { emulator, verify } = await startVerifying(t)
  await client(emulator, 'other').get('/apps')
  const { status, body } = await verify({ operation: 'get_apps', account_id: 'account' })
  t.same([status, body.count, body.misses], [409, 0, []])
  t.equal((await verify({ operation: 'get_apps', account_id: 'account', exactly: 0 })).status, 200)
  t.same((await verify({ operation: 'get_apps', account_id: 'other' })).body, { count: 1 })
})

t.test('a body that was not kept in full matches nothing, and says why', async (t) => {
  const { api, app, verify } = await startVerifying(t)
  await api.post(`/${app}/livestreams`, { name: 'x'.repeat(20_000) })
  const { body } = await verify({ operation: 'create_livestream', body: {} })
  t.same(body.misses[0].differences, [
    { field: 'body', expected: {}, got: 'longer than 16384 bytes, and not kept in full' },
  ])
})

t.test('in process it answers with the count', async (t) => {
  const { emulator, api } = await startVerifying(t)
  await api.get('/apps')
  t.equal(emulator.requests.verify({ operation: 'get_apps', exactly: 1 }), 1)
})

t.test('an expectation that makes no sense is refused by name', async (t) => {
  const { emulator, verify } = await startVerifying(t)
  const operation = 'get_apps'
  const cases: [object, RegExp][] = [
    [{}, /"operation" is required/],
    [{ operation: 'nope' }, /"operation" must be one of \[fetch_all_livestreams/],
    [{ operation, exactly: 1, at_least: 1 }, /"exactly" goes with neither "at_least" nor "at_most"/],
    [{ operation, at_least: 2, at_most: 1 }, /"at_least" must not be more than "at_most"/],
    [{ operation, at_least: -1 }, /"at_least" must be greater than or equal to 0/],
    [{ operation, atLeast: 1 }, /"atLeast" is not allowed/],
  ]
  for (const [expected, message] of cases) {
    const { status, body } = await verify(expected)
    t.equal(status, 400)
    t.match(body.error.message, message)
    t.throws(() => emulator.requests.verify(expected as Parameters<typeof emulator.requests.verify>[0]), {
      message,
    })
  }
})

t.test('what the journal no longer has cannot be verified', async (t) => {
  const { emulator, api, app } = await startWithApp(t, { journal: 3 })
  emulator.requests.clear()
  const { post } = controlOf(emulator)
  const create = () => api.post(`/${app}/livestreams`, { name: 'A' })
  const verify = async (counts: object) => {
    const { status, body } = await post('/requests/verify', { operation: 'create_livestream', ...counts })
    return [status, body.count, body.unknown, body.error?.message]
  }
  const doubt = (words: string) =>
    `create_livestream: expected ${words}, but it cannot be known: 1 earlier ones are no longer in the journal; keep more with --journal N, or clear it before the requests to count`
  for (let i = 0; i < 3; i++) await create()
  for (let i = 0; i < 2; i++) await api.get('/apps')
  t.same(await verify({ exactly: 1 }), [
    409,
    1,
    2,
    doubt('exactly 1, got 1').replace('1 earlier', '2 earlier'),
  ])

  emulator.requests.clear()
  for (let i = 0; i < 4; i++) await create()
  t.same(await verify({ exactly: 3 }), [409, 3, 1, doubt('exactly 3, got 3')])
  t.same(await verify({ at_most: 3 }), [409, 3, 1, doubt('at most 3, got 3')])
  t.same(await verify({ at_least: 4 }), [409, 3, 1, doubt('at least 4, got 3')])
  t.same(await verify({ at_least: 3 }), [200, 3, undefined, undefined], 'there are enough')
  t.same(
    await verify({ at_most: 2 }),
    [409, 3, 0, 'create_livestream: expected at most 2, got 3'],
    'there are too many, whatever was dropped',
  )
  t.throws(() => emulator.requests.verify({ operation: 'create_livestream', exactly: 3 }), VerificationError)
})

t.test('requests of other operations and accounts may be dropped without a doubt', async (t) => {
  const { emulator, api, app } = await startWithApp(t, { journal: 3 })
  const other = client(emulator, 'other')
  const otherApp = await other.app()
  emulator.requests.clear()
  await api.get('/apps')
  await other.post(`/${otherApp}/livestreams`)
  await other.get('/apps')
  await api.post(`/${app}/livestreams`)
  await api.get(`/${app}/livestreams`)
  t.equal(emulator.requests.list().dropped, 2)
  const wanted = { operation: 'create_livestream', exactly: 1 } as const
  emulator.requests.verify({ ...wanted, account_id: 'account' })
  t.throws(() => emulator.requests.verify(wanted), /cannot be known: 1 earlier/)
  emulator.requests.clear({ account_id: 'other' })
  emulator.requests.verify(wanted)
})
