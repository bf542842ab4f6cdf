/** The event stream: what happened, and whether the page hears of it. */

import { signal } from '@preact/signals'
import type { EventType } from '../../control/event-stream.js'
import { control } from './client.js'

/** All but requests, of which there may be very many: they are asked for while somebody looks at them. */
const usualTypes = [
  'livestream',
  'recording',
  'session',
  'delivery',
  'inbox',
  'job',
  'clock',
  'state',
] as const satisfies EventType[]

export interface ConsoleEvent {
  type: EventType | 'lost'
  data: Record<string, unknown>
}

/** Whether events arrive. `lost` after the connection broke, until it stands again. */
export const connection = signal<'connecting' | 'live' | 'lost'>('connecting')

type Listener = (event: ConsoleEvent) => void
const listeners = new Set<Listener>()
/** Called when the connection stands again: what happened meanwhile must be read anew. */
const returned = new Set<() => void>()

let source: EventSource | undefined
let watchers = 0
const RETRY_MS = 1000

function connect() {
  source?.close()
  const types: EventType[] = watchers > 0 ? [...usualTypes, 'request'] : [...usualTypes]
  const opened = new EventSource(`${control}/events?type=${types.join(',')}`)
  source = opened
  let wasOpen = false
  opened.onopen = () => {
    connection.value = 'live'
    if (wasOpen) return
    wasOpen = true
    for (const callback of returned) callback()
  }
  opened.onerror = () => {
    connection.value = 'lost'
    wasOpen = false
    // A browser gives up after a refusal or a proxy's error; the console does not.
    if (opened.readyState === EventSource.CLOSED)
      setTimeout(() => {
        if (source === opened) connect()
      }, RETRY_MS)
  }
  for (const type of [...types, 'lost'] as const)
    opened.addEventListener(type, ({ data }) => {
      const event: ConsoleEvent = { type, data: JSON.parse(data) }
      for (const listener of listeners) listener(event)
    })
}

/** Begin to listen. */
export function startLive() {
  connect()
  // A page that is put aside keeps no connection, of which a browser has six for an origin.
  addEventListener('pagehide', () => source?.close())
  addEventListener('pageshow', (event) => {
    if (event.persisted) connect()
  })
}

/** Call back at each event. @returns the cancellation */
export function listen(listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Call back each time the connection stands again. @returns the cancellation */
export function onReturn(callback: () => void): () => void {
  returned.add(callback)
  return () => void returned.delete(callback)
}

/** Hear of requests too, until the cancellation. */
export function watchRequests(): () => void {
  watchers += 1
  if (watchers === 1) connect()
  return () => {
    watchers -= 1
    if (watchers === 0) connect()
  }
}
