/** Data of the control API that a view shows: read once, and again when events say that it has changed. */

import { useEffect, useRef, useState } from 'preact/hooks'
import type { EventType } from '../../control/event-stream.js'
import { CallError, type CallQuery, get, targetOf } from './client.js'
import { type ConsoleEvent, listen, onReturn } from './live.js'

/** How long changes are gathered before the data is read again, in milliseconds. */
const GATHER_MS = 25

export interface Data<T> {
  /** The latest answer; that of the last query while the next one is under way. */
  data: T | undefined
  error: CallError | undefined
  /** Whether the data is of another query than the one asked for. */
  isStale: boolean
  reload: () => void
}

/**
 * Read data and keep it up to date.
 * @param path undefined reads nothing
 * @param options.on the types of events after which it is read again
 * @param options.when which events of those types count; all without it
 */
export function useData<T>(
  path: string | undefined,
  options: { query?: CallQuery; on?: readonly EventType[]; when?: (event: ConsoleEvent) => boolean } = {},
): Data<T> {
  const { query, on = [] } = options
  const [state, setState] = useState<{ key?: string; data?: T; error?: CallError | undefined }>({})
  const key = path === undefined ? undefined : targetOf({ path, ...(query && { query }) })
  const latest = useRef({ path, query, options, reload: () => {} })
  latest.current = { ...latest.current, path, query, options }

  useEffect(() => {
    if (key === undefined) return undefined
    let isOver = false
    let isReading = false
    let isDirty = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = async () => {
      isReading = true
      isDirty = false
      try {
        const data = await get<T>(latest.current.path ?? '', latest.current.query)
        if (!isOver) setState({ key, data })
      } catch (error) {
        if (!(error instanceof CallError)) throw error
        if (!isOver) setState((before) => ({ ...(before.key === key && before), key, error }))
      }
      isReading = false
      if (isDirty && !isOver) gather()
    }
    const gather = () => {
      isDirty = true
      if (isReading || timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        void read()
      }, GATHER_MS)
    }
    latest.current.reload = gather
    const ends = [
      listen((event) => {
        const { on: types = [], when } = latest.current.options
        if (event.type === 'lost' || (types.includes(event.type) && (when?.(event) ?? true))) gather()
      }),
      onReturn(gather),
    ]
    void read()
    return () => {
      isOver = true
      clearTimeout(timer)
      for (const end of ends) end()
    }
  }, [key, on.join()])

  return {
    data: state.data,
    error: state.key === key ? state.error : undefined,
    isStale: state.key !== key,
    reload: () => latest.current.reload(),
  }
}
