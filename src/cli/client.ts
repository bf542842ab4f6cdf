/** Calls the control API of a running Greenroom. */

import { controlPrefix } from '../core/paths.js'

/** Greenroom could not be reached, or refused the call; the message is for a person at a shell. */
export class CtlError extends Error {
  override name: string = 'CtlError'
}

/** The command was not understood, and no call was made. */
export class UsageError extends CtlError {
  override name = 'UsageError'
}

/** Query parameters or body fields; undefined ones are left out. */
export type Fields = Record<string, unknown>

const given = (fields: Fields) => Object.entries(fields).filter(([, value]) => value !== undefined)

export interface CtlClient {
  /** Call an operation and parse its answer. @throws CtlError with the message of the refusal */
  call(
    method: string,
    path: string,
    options?: { query?: Fields; body?: Fields; headers?: Record<string, string> },
  ): Promise<unknown>
  /** Call an operation and stream its answer, which may be too large for memory. @throws CtlError */
  stream(method: string, path: string, options: StreamOptions): Promise<ReadableStream<Uint8Array>>
}

interface StreamOptions {
  query?: Fields
  body?: ReadableStream<Uint8Array>
}

async function refusal(response: Response): Promise<CtlError> {
  const text = await response.text()
  try {
    const { error } = JSON.parse(text) as { error: { message: string } }
    return new CtlError(error.message)
  } catch {
    return new CtlError(`${response.url} answered ${response.status}: ${text.slice(0, 200)}`)
  }
}

/** Create a client. @param origin such as http://127.0.0.1:4010 @throws UsageError when it is not a URL */
export function createCtlClient(origin: string): CtlClient {
  if (!URL.canParse(origin))
    throw new UsageError(`--url must be a URL such as http://127.0.0.1:4010, not ${origin}`)
  const request = async (method: string, path: string, query: Fields, init: RequestInit) => {
    const url = new URL(`${controlPrefix}${path}`, origin)
    for (const [name, value] of given(query)) url.searchParams.set(name, String(value))
    let response: Response
    try {
      response = await fetch(url, { method, ...init })
    } catch (error) {
      const { cause } = error as { cause?: Error }
      throw new CtlError(`no Greenroom at ${origin}: ${cause?.message || (error as Error).message}`)
    }
    if (!response.ok) throw await refusal(response)
    return response
  }
  const json = { 'content-type': 'application/json' }

  return {
    async call(method, path, { query = {}, body, headers } = {}) {
      const response = await request(method, path, query, {
        headers: { ...(body && json), ...headers },
        ...(body && { body: JSON.stringify(Object.fromEntries(given(body))) }),
      })
      const text = await response.text()
      return text === '' ? {} : JSON.parse(text)
    },
    async stream(method, path, { query = {}, body }) {
      const init = body && ({ headers: json, body, duplex: 'half' } as RequestInit)
      const response = await request(method, path, query, init ?? {})
      return response.body ?? new ReadableStream()
    },
  }
}
