import t from 'tap'
import { ConfigError } from '../../src/index.js'
import { gatewayError, serviceError } from '../helpers/errors.js'
import { send, startEmulator } from '../helpers/start.js'

const unauthenticated = gatewayError([10000, 'Authentication error'])
const unauthorized = gatewayError([9109, 'Unauthorized to access requested resource'])
const appsOf = (account: string) => `/client/v4/accounts/${account}/realtime/kit/apps`

type Headers = Record<string, string>
const pair = (key: string): Headers => ({ 'x-auth-email': 'me@example.com', 'x-auth-key': key })
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` })

t.test('auth any: some credential, in each of its forms', async (t) => {
  const emulator = await startEmulator(t)
  const accepted: Headers[] = [
    bearer('anything'),
    { authorization: 'bearer lower-case' },
    { authorization: 'Bearer   spaced' },
    pair('a-key'),
    { 'x-auth-user-service-key': 'v1.0-key' },
    { authorization: 'Basic abc', ...pair('a-key') },
  ]
  const refused: Headers[] = [
    {},
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer ' },
    { authorization: 'Basic dXNlcjpwYXNz' },
    { authorization: 'token-without-a-scheme' },
    { 'x-auth-email': 'me@example.com' },
    { 'x-auth-key': 'a-key' },
    { 'x-auth-email': '', 'x-auth-key': 'a-key' },
    { 'x-auth-email': 'me@example.com', 'x-auth-key': '' },
    { 'x-auth-user-service-key': '' },
  ]
  for (const headers of accepted) {
    const { status } = await send(emulator, { method: 'GET', url: appsOf('a'), headers })
    t.equal(status, 200, JSON.stringify(headers))
  }
  for (const headers of refused) {
    const { status, body } = await send(emulator, { method: 'GET', url: appsOf('a'), headers })
    t.equal(status, 401, JSON.stringify(headers))
    t.strictSame(body, unauthenticated, JSON.stringify(headers))
  }
})

t.test('auth off: nothing asked, anything taken', async (t) => {
  const emulator = await startEmulator(t, { auth: 'off' })
  for (const headers of [{}, { authorization: 'Basic abc' }, bearer('x')])
    t.equal((await send(emulator, { method: 'GET', url: appsOf('a'), headers })).status, 200)
})

t.test('auth strict: the tokens given, each for its accounts', async (t) => {
  const emulator = await startEmulator(t, {
    auth: 'strict',
    token: ['master', 'one=account-1', 'both=account-1', 'both=account-2', 'padded==', 'base64==account-1'],
  })
  const cases: [headers: Headers, account: string, status: number][] = [
    [bearer('master'), 'account-1', 200],
    [bearer('master'), 'anyone', 200],
    [pair('master'), 'anyone', 200],
    [bearer('one'), 'account-1', 200],
    [bearer('one'), 'account-2', 403],
    [pair('one'), 'account-2', 403],
    [bearer('both'), 'account-1', 200],
    [bearer('both'), 'account-2', 200],
    [bearer('both'), 'account-3', 403],
    [bearer('padded=='), 'anyone', 200],
    [bearer('base64='), 'account-1', 200],
    [bearer('base64='), 'account-2', 403],
    [bearer('Master'), 'account-1', 401],
    [bearer('one=account-1'), 'account-1', 401],
    [bearer('constructor'), 'account-1', 401],
    [bearer('__proto__'), 'account-1', 401],
    [{}, 'account-1', 401],
  ]
  for (const [headers, account, expected] of cases) {
    const { status, body } = await send(emulator, { method: 'GET', url: appsOf(account), headers })
    const about = `${JSON.stringify(headers)} ${account}`
    t.equal(status, expected, about)
    if (status === 401) t.strictSame(body, unauthenticated, about)
    if (status === 403) t.strictSame(body, unauthorized, about)
  }
})

t.test('credentials come before everything that a request may get wrong', async (t) => {
  const emulator = await startEmulator(t)
  const url = appsOf('a')
  const json = { 'content-type': 'application/json' }
  for (const request of [
    { method: 'POST', url, payload: '{bad', headers: json },
    { method: 'POST', url, payload: '{}', headers: json },
    { method: 'GET', url: `${url}?page_no=x` },
    { method: 'GET', url: `${url}/nothing` },
    { method: 'GET', url: appsOf('x'.repeat(40)) },
  ] as const) {
    const { status, body } = await send(emulator, request)
    t.equal(status, 401, request.url)
    t.strictSame(body, unauthenticated)
  }
})

t.test('an account of more than 32 characters is none', async (t) => {
  const emulator = await startEmulator(t)
  const get = (account: string) =>
    send(emulator, { method: 'GET', url: appsOf(account), headers: bearer('x') })
  t.equal((await get('x'.repeat(32))).status, 200)
  const { status, body } = await get('x'.repeat(33))
  t.equal(status, 400)
  t.strictSame(
    body,
    serviceError(400, 'BAD_REQUEST: "account_id" length must be less than or equal to 32 characters long'),
  )
})

t.test('the base path may be left out, and asks for credentials all the same', async (t) => {
  const emulator = await startEmulator(t)
  const url = appsOf('a').replace('/client/v4', '')
  t.equal((await send(emulator, { method: 'GET', url, headers: bearer('x') })).status, 200)
  t.equal((await send(emulator, { method: 'GET', url })).status, 401)
})

t.test('the control API asks for no credential', async (t) => {
  const emulator = await startEmulator(t, { auth: 'strict', token: ['x'] })
  t.equal((await send(emulator, { method: 'GET', url: '/_greenroom/info' })).status, 200)
})

t.test('strict without tokens, and tokens without strict, are refused at the start', async (t) => {
  await t.rejects(startEmulator(t, { auth: 'strict' }), ConfigError)
  await t.rejects(startEmulator(t, { token: ['x'] }), ConfigError)
})
