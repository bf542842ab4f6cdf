/** A reader of `GET /_greenroom/events`, which parses what a browser's EventSource would. */

import { get, type IncomingMessage } from 'node:http'
import type { Teardown } from './requests.js'

export interface StreamedEvent {
  id: string
  event?: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every kind
  data?: any
}

const parse = (block: string): StreamedEvent => {
  const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2)))
  return { ...fields, ...(fields.data && { data: JSON.parse(fields.data) }) }
}

export interface EventStream {
  response: IncomingMessage
  /** The next event; the first one has nothing but an id. Comments are left out. */
  next(): Promise<StreamedEvent>
  /** Resolves when the stream has ended, with whether it ended in order. */
  ended: Promise<boolean>
  close(): void
}

/** @param query with its question mark */
export async function openEvents(
  t: Teardown,
  origin: string,
  options: { query?: string; lastEventId?: string } = {},
): Promise<EventStream> {
  const headers = options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }
  const request = get(`${origin}/_greenroom/events${options.query ?? ''}`, { headers, agent: false })
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
  })
  t.teardown(() => request.destroy())
  const ended = new Promise<boolean>((resolve) => {
    response.once('end', () => resolve(true))
    response.once('error', () => resolve(false))
  })
  async function* read() {
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) if (!block.startsWith(':')) yield parse(block)
    }
  }
  const events = read()
  return {
    response,
    async next() {
      const { value, done } = await events.next()
      if (done) throw new Error('the stream has ended')
      return value
    },
    ended,
    close: () => void request.destroy(),
  }
}
