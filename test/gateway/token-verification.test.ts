import t from 'tap'
import { gatewayError } from '../helpers/errors.js'
import { startEmulator } from '../helpers/start.js'

const url = '/client/v4/user/tokens/verify'
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

t.test('a token is verified in the form of the gateway', async (t) => {
  const emulator = await startEmulator(t)
  const verify = async (headers: Record<string, string>, path = url) => {
    const answer = await emulator.inject({ url: path, headers })
    return { status: answer.statusCode, body: answer.json() }
  }
  const { status, body } = await verify(bearer('one'))
  t.equal(status, 200)
  t.match(body.result.id, /^[0-9a-f]{32}$/)
  t.strictSame(body, {
    result: { id: body.result.id, status: 'active' },
    success: true,
    errors: [],
    messages: [{ code: 10000, message: 'This API Token is valid and active', type: null }],
  })
  t.same((await verify(bearer('one'))).body, body, 'the same each time')
  t.not((await verify(bearer('two'))).body.result.id, body.result.id)
  t.same((await verify(bearer('one'), '/user/tokens/verify')).body, body, 'without the base path')
  t.same((await verify({ ...bearer('one'), 'x-greenroom-wire': 'recorded' })).body, body)
  t.same(await verify({}), { status: 401, body: gatewayError([10000, 'Authentication error']) })
})

t.test('with strict credentials only known tokens are good, whatever their account', async (t) => {
  const emulator = await startEmulator(t, { auth: 'strict', token: ['all', 'some=account'] })
  for (const [token, status] of [
    ['all', 200],
    ['some', 200],
    ['other', 401],
  ] as const)
    t.equal((await emulator.inject({ url, headers: bearer(token) })).statusCode, status, token)
})

t.test(
  'it is in the journal, can be made to fail, is marked as unpublished, and takes nothing but GET',
  async (t) => {
    const emulator = await startEmulator(t, { rateLimit: '1/1h' })
    emulator.faults.add({ match: { path: '/user/tokens/verify' }, action: { status: 503 }, times: 1 })
    const statuses = []
    for (let i = 0; i < 3; i++)
      statuses.push((await emulator.inject({ url, headers: bearer('x') })).statusCode)
    t.same(statuses, [503, 200, 200], 'it has no account whose rate it could count towards')
    t.match(emulator.requests.list().requests.at(-1), { operation: null, account_id: null, url, status: 200 })
    const post = await emulator.inject({ method: 'POST', url, headers: bearer('x') })
    t.same([post.statusCode, post.headers.allow], [405, 'GET, HEAD'])
    const { paths } = (await emulator.inject({ url: '/openapi.json' })).json()
    t.match(paths['/user/tokens/verify'].get, { summary: 'Verify a token', description: /^Unpublished\. / })
  },
)
