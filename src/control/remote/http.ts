/** Calls operations of the control API by HTTP. Refusals become the errors that they are in process. */

import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { controlPrefix } from '../../core/paths.js'
import { ApiError, apiError } from '../../http/errors.js'
import type { Route } from '../../http/route.js'
import { version } from '../../version.js'
import { ConnectionError } from './error.js'

// biome-ignore lint/suspicious/noExplicitAny: each route has types of its own
export type AnyRoute = Route<any, unknown>

async function* toBytes(chunks: AsyncIterable<string | Uint8Array>) {
  for await (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

/** The body of a request: a stream as it is, anything else as JSON. */
function bodyOf(body: unknown): RequestInit {
  if (body === undefined) return {}
  const headers = { 'content-type': 'application/json' }
  if (!(body instanceof Readable)) return { headers, body: JSON.stringify(body) }
  const stream = Readable.toWeb(Readable.from(toBytes(body)))
  return { headers, body: stream, duplex: 'half' } as unknown as RequestInit
}

/** The path of an operation with its parameters, such as /_greenroom/faults/abc?account_id=one. */
function pathOf(route: AnyRoute, params: object = {}, query: object = {}) {
  const values = new Map(Object.entries(params))
  const path = route.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(values.get(name)))
  const search = new URLSearchParams(query as Record<string, string>)
  return { path: `${controlPrefix}${path}`, search: search.size ? `?${search}` : '' }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Create the client.
 * @param options.origin such as http://127.0.0.1:4010
 * @param options.headers sent with every request
 * @param options.signal aborts every call
 */
export function createHttpClient(options: {
  origin: string
  headers: Record<string, string>
  signal: AbortSignal
}) {
  const { origin, headers, signal } = options

  const request = async (path: string, init: RequestInit) => {
    try {
      return await fetch(`${origin}${path}`, {
        redirect: 'manual',
        ...init,
        headers: { ...headers, ...init.headers },
        signal: init.signal ? AbortSignal.any([signal, init.signal]) : signal,
      })
    } catch (error) {
      if (signal.aborted) throw signal.reason
      const { cause = error } = error as { cause?: Error & { code?: string } }
      const reason = (cause as Error).message || (cause as { code?: string }).code
      throw new ConnectionError(`No Greenroom answers at ${origin}: ${reason}`, origin, { cause })
    }
  }

  /** Ask for the version of the other side; it is for a message, so it may be unknown. */
  const otherVersion = async () => {
    const answer = await request(`${controlPrefix}/info`, {}).catch(() => undefined)
    const info = parse((await answer?.text()) ?? '') as { version?: string } | undefined
    return info?.version ?? 'of an unknown version'
  }

  /** Make the error of a refusal. */
  const refusalOf = async (
    route: AnyRoute,
    path: string,
    { status, text }: { status: number; text: string },
  ) => {
    const { error } = (parse(text) ?? {}) as { error?: { code: number; message: string } }
    if (typeof error?.message !== 'string')
      return new ConnectionError(
        `${origin}${path} answered ${status}, and not as Greenroom does: ${text.slice(0, 200)}`,
        origin,
      )
    const unknown = apiError('noControlRoute', route.method, path)
    if (status === 405 || (status === 404 && error.message === unknown.message))
      return new ConnectionError(
        `Greenroom ${await otherVersion()} at ${origin} has no operation ${route.id} (${route.method} ${path}), ` +
          `which greenroom ${version} calls: let both be of one version, and the control API be on`,
        origin,
      )
    const { message, code } = error
    return new ApiError({ form: 'service', status, message, ...(code !== status && { code }) })
  }

  return {
    /** Open the event stream. @param after the id of the last event that was read @throws ConnectionError, ApiError */
    async openEvents(query: object, { after, signal }: { after: string | undefined; signal: AbortSignal }) {
      const route = { id: 'streamEvents', method: 'GET', path: '/events' } as AnyRoute
      const { path, search } = pathOf(route, {}, query)
      const answer = await request(path + search, {
        signal,
        headers: after === undefined ? {} : { 'last-event-id': after },
      })
      if (answer.ok && answer.body) return answer.body
      throw await refusalOf(route, path, { status: answer.status, text: await answer.text() })
    },
    /** Call an operation, validated by its schemas before it is sent. @throws ConnectionError, ApiError */
    async call(route: AnyRoute, input: object): Promise<unknown> {
      const { params, query, body } = route.check(input)
      const { path, search } = pathOf(route, params, query)
      const answer = await request(path + search, { method: route.method, ...bodyOf(body) })
      const { status } = answer
      const stream = () => Readable.fromWeb(answer.body as WebStream)
      if (answer.ok && route.isStream) return route.receive?.({ status, json: undefined, stream })
      const text = await answer.text()
      const json = parse(text)
      const isRead = route.receive !== undefined && !route.isStream && typeof json === 'object'
      const received = isRead ? route.receive?.({ status, json, stream }) : undefined
      if (received !== undefined) return received
      if (answer.ok && json !== undefined) return json
      throw await refusalOf(route, path, { status, text })
    },
  }
}
