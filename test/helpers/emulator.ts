/** An emulator in process for one test, and a small client of its API that needs no socket. */

import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.js'

/** What is used of a tap test. */
export interface Teardown {
  teardown(undo: () => unknown): unknown
}

/** Where a frozen clock starts. */
export const start = '2026-01-01T00:00:00.000Z'

/** Time stands still, ids are the same in every run, and there is nothing in it. Closed with the test. */
export async function startEmulator(t: Teardown, options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await createEmulator({ clock: 'frozen', seed: 1, fixtures: ['none'], ...options })
  t.teardown(() => emulator.close())
  return emulator
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
type Body = any

export interface Answer {
  status: number
  body: Body
  headers: Record<string, string | number | string[] | undefined>
}

type Headers = Record<string, string>
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'

/** One request; the body is the answer's JSON, or undefined when it has none. */
export async function send(
  emulator: Emulator,
  request: { method: Method; url: string; payload?: unknown; headers?: Headers },
): Promise<Answer> {
  const { payload, ...rest } = request
  const answer = await emulator.inject({
    ...rest,
    ...(payload !== undefined && { payload: payload as string | object }),
  })
  return {
    status: answer.statusCode,
    body: answer.body === '' ? undefined : answer.json(),
    headers: answer.headers,
  }
}

export const recorded = { 'x-greenroom-wire': 'recorded' }

export type Client = ReturnType<typeof client>

/** The operations of one account, with a bearer token; paths are those below `/realtime/kit`. */
export function client(emulator: Emulator, accountId = 'account') {
  const request =
    (method: Method) =>
    (path: string, payload?: unknown, headers: Headers = {}) =>
      send(emulator, {
        method,
        url: `/client/v4/accounts/${accountId}/realtime/kit${path}`,
        payload,
        headers: { authorization: 'Bearer token', ...headers },
      })
  const get = request('GET')
  const post = request('POST')

  const made = (answer: Answer) => {
    if (answer.status >= 300) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`)
    return answer.body.data
  }
  const self = {
    get: (path: string, headers: Headers = {}) => get(path, undefined, headers),
    post,
    put: request('PUT'),
    patch: request('PATCH'),
    /** @returns the app's id */
    app: async (name = 'An app'): Promise<string> => made(await post('/apps', { name })).app.id,
    /** @returns the meeting's id */
    meeting: async (app: string, body: object = {}): Promise<string> =>
      made(await post(`/${app}/meetings`, body)).id,
    /** Start a meeting's livestream. @returns what the answer says of it */
    livestream: async (app: string, meeting: string, body: object = {}): Promise<Body> =>
      made(await post(`/${app}/meetings/${meeting}/livestreams`, body)),
    /** Create an independent livestream. @returns what the answer says of it */
    independent: async (app: string, body: object = {}): Promise<Body> =>
      made(await post(`/${app}/livestreams`, body)),
  }
  return self
}

/** An emulator with one app in the account `account`. */
export async function startWithApp(t: Teardown, options: EmulatorOptions = {}) {
  const emulator = await startEmulator(t, options)
  const api = client(emulator)
  const app = await api.app()
  return { emulator, api, app }
}

/** An error of the service. */
export const serviceError = (code: number, message: string) => ({
  success: false,
  error: { code, message },
})

/** An error of the gateway. */
export const gatewayError = (...errors: [code: number, message: string][]) => ({
  success: false,
  errors: errors.map(([code, message]) => ({ code, message })),
  messages: [],
  result: null,
})

export const unroutable = (path: string) =>
  gatewayError(
    [7003, `Could not route to ${path}, perhaps your object identifier is invalid?`],
    [7000, 'No route for that URI'],
  )

export const paging = (total: number, from: number, to: number) => ({
  total_count: total,
  start_offset: from,
  end_offset: to,
})

/** The start of the clock plus some seconds, as the API gives times. */
export const at = (seconds: number) => new Date(Date.parse(start) + Math.round(seconds * 1000)).toISOString()
