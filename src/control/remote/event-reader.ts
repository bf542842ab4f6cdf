/** Reads the event stream, and connects again at the place where it was lost. */

import { createClock } from '../../core/clock.js'
import type { EmulatorEvent } from '../event-stream.js'

/** Real milliseconds between two attempts to connect again. */
const RETRY_MS = 250

/** Read one event; a heartbeat or an id alone has no data. */
function parseEvent(block: string): { id: string | undefined; event: EmulatorEvent | undefined } {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const [, name, value] = /^(id|event|data): ?(.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) fields.set(name, value)
  }
  const [id, type, data] = [fields.get('id'), fields.get('event'), fields.get('data')]
  const isEvent = id !== undefined && type !== undefined && data !== undefined
  return {
    id,
    event: isEvent ? { id, type: type as EmulatorEvent['type'], data: JSON.parse(data) } : undefined,
  }
}

/**
 * Read events until `signal` is aborted. When the connection is lost, the reader comes back with the id of the last
 * event; what cannot be made up for comes as an event `lost`.
 * @param options.open opens the stream after an event
 * @returns a promise that resolves once events are read, and rejects when the first attempt fails
 */
export function readEvents(options: {
  open: (after: string | undefined, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>
  listener: (event: EmulatorEvent) => void
  signal: AbortSignal
}): Promise<void> {
  const { open, listener, signal } = options
  const { wait } = createClock({ mode: 'real' })
  let last: string | undefined

  const deliver = (event: EmulatorEvent) => {
    try {
      listener(event)
    } catch (error) {
      process.emitWarning(error as Error)
    }
  }
  const follow = async (onReady: () => void) => {
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of await open(last, signal)) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        if (signal.aborted) return
        const { id, event } = parseEvent(block)
        last = id ?? last
        if (id !== undefined) onReady()
        if (event) deliver(event)
      }
    }
  }
  const pause = () =>
    new Promise<void>((resolve) => {
      const cancel = wait(RETRY_MS, resolve)
      signal.addEventListener('abort', () => {
        cancel()
        resolve()
      })
    })

  return new Promise((resolve, reject) => {
    let isReady = false
    const ready = () => {
      isReady = true
      resolve()
    }
    const loop = async () => {
      while (!signal.aborted) {
        try {
          await follow(ready)
        } catch (error) {
          if (!isReady) return reject(error)
        }
        await pause()
      }
      reject(signal.reason)
    }
    loop()
  })
}
