/**
 * The types of other packages that Greenroom's own declarations name, so that whoever installs Greenroom needs none of
 * those packages. test/consumer holds them against what really is given and taken.
 */

import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** A logger, such as one of pino's. */
export interface Logger {
  level: string
  isLevelEnabled(level: string): boolean
  child(bindings: object, options?: object): Logger
  trace(...line: unknown[]): void
  debug(...line: unknown[]): void
  info(...line: unknown[]): void
  warn(...line: unknown[]): void
  error(...line: unknown[]): void
  fatal(...line: unknown[]): void
}

/** A request that needs no socket. */
export interface InjectOptions {
  url: string
  method?: string
  headers?: Record<string, string | number | string[] | undefined>
  query?: string | Record<string, string | string[]>
  /** Text, bytes, a stream, or anything that is sent as JSON. */
  payload?: string | object
  remoteAddress?: string
}

export interface LightMyRequestResponse {
  statusCode: number
  statusMessage: string
  headers: OutgoingHttpHeaders
  /** The body as text. */
  body: string
  payload: string
  rawPayload: Buffer
  // biome-ignore lint/suspicious/noExplicitAny: as JSON.parse answers
  json<Body = any>(): Body
  raw: { req: IncomingMessage; res: ServerResponse }
}

/** A database, which is not part of what Greenroom gives to anyone. */
export type Database = unknown
