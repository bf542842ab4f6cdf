/** Requests and answers, whatever carries them: `inject`, or a port. */

import { Agent, request } from 'node:http'
import type { Emulator } from '../../src/index.js'

/** What is used of a tap test. */
export interface Teardown {
  teardown(undo: () => unknown): unknown
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'
export type Headers = Record<string, string>

export interface Request {
  method: Method
  /** Below the origin. */
  url: string
  /** Sent as JSON unless it is text. */
  payload?: unknown
  headers?: Headers
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
export type Body = any

export interface Answer {
  status: number
  headers: Record<string, string | number | string[] | undefined>
  /** The body as it came. */
  payload: string
  /** The body's JSON, or undefined when there is no body. */
  body: Body
}

/** What most tests compare. */
export const brief = async (answer: Promise<Answer>) => {
  const { status, body } = await answer
  return { status, body }
}

export type Send = (request: Request) => Promise<Answer>

const parse = (payload: string): Body => (payload === '' ? undefined : JSON.parse(payload))

/** Send without a socket. @param fixed headers of every request */
export const overInject =
  (emulator: Emulator, fixed: Headers = {}): Send =>
  async ({ payload, headers, ...request }) => {
    const answer = await emulator.inject({
      ...request,
      headers: { ...fixed, ...headers },
      ...(payload !== undefined && { payload: payload as string | object }),
    })
    return {
      status: answer.statusCode,
      headers: answer.headers,
      payload: answer.payload,
      body: parse(answer.payload),
    }
  }

/** Send over a port. */
export const overHttp =
  (origin: string): Send =>
  async ({ method, url, payload: given, headers }) => {
    const isJson = given !== undefined && typeof given !== 'string'
    const response = await fetch(origin + url, {
      method,
      headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
      ...(given !== undefined && { body: isJson ? JSON.stringify(given) : given }),
    })
    const payload = await response.text()
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      payload,
      body: parse(payload),
    }
  }

/** Send over a port by connections that stay open, in a third of the time of fetch: for very many requests. */
export function overAgent(t: Teardown, origin: string): Send {
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  return ({ method, url, payload: given, headers }) =>
    new Promise((resolve, reject) => {
      const text = given === undefined || typeof given === 'string' ? given : JSON.stringify(given)
      const sent = request(
        origin + url,
        {
          agent,
          method,
          headers: {
            ...(text !== undefined && { 'content-length': Buffer.byteLength(text) }),
            ...(typeof given === 'object' && { 'content-type': 'application/json' }),
            ...headers,
          },
        },
        (response) => {
          let payload = ''
          response.setEncoding('utf8').on('data', (chunk) => {
            payload += chunk
          })
          response.on('end', () => {
            const { statusCode: status = 0, headers } = response
            resolve({ status, headers, payload, body: parse(payload) })
          })
        },
      )
      sent.on('error', reject).end(text)
    })
}

/** The methods, for paths below a prefix. @param fixed headers of every request */
export function below<Result>(
  send: (request: Request) => Promise<Result>,
  prefix: string,
  fixed: Headers = {},
) {
  const bare =
    (method: Method) =>
    (path: string, headers: Headers = {}) =>
      send({ method, url: prefix + path, headers: { ...fixed, ...headers } })
  const withBody =
    (method: Method) =>
    (path: string, payload?: unknown, headers: Headers = {}) =>
      send({ method, url: prefix + path, payload, headers: { ...fixed, ...headers } })
  return {
    get: bare('GET'),
    delete: bare('DELETE'),
    post: withBody('POST'),
    put: withBody('PUT'),
    patch: withBody('PATCH'),
  }
}

/** What was made. @throws Error when it was refused */
export function made({ status, body, payload }: Answer): Body {
  if (status >= 300) throw new Error(`${status}: ${payload}`)
  return body.data
}
