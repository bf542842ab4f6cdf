/**
 * The journal: the last N requests with their answers, in a ring. Recording keeps references only; whatever costs time
 * (parsing, masking, formatting) is done when somebody reads.
 */

import type { IncomingHttpHeaders } from 'node:http'
import { createSignal } from '../core/signal.js'
import { createDropCounts } from './drop-counts.js'

/** How much of a body is kept, in bytes. */
export const longestBody = 16 * 1024

/** A body as it was sent, cut at a character when it is longer than what is kept. */
export interface KeptBody {
  text: string
  /** Bytes, of the whole. */
  size: number
}

export interface Entry {
  /** Counts up in the order of answers; what a cursor is made of. */
  id: number
  operation: string | null
  accountId: string | null
  appId: string | null
  method: string
  /** As the client wrote it, query included. */
  url: string
  /** Null when a fault left it without an answer. */
  status: number | null
  /** When it arrived, in Unix milliseconds of the emulator's time. */
  at: number
  /** Real milliseconds until the answer. */
  duration: number
  /** With their credentials: mask them before they are shown. */
  headers: IncomingHttpHeaders
  requestBody: string | KeptBody | undefined
  responseBody: string | KeptBody | undefined
  /** The id of the fault that had a part in the answer. */
  fault: string | null
}

/** A request as it is recorded, with the whole bodies. */
export type Call = Omit<Entry, 'id' | 'requestBody' | 'responseBody'> & {
  requestBody: string | undefined
  responseBody: string | undefined
}

/** Surely short enough without counting: no character takes more than three bytes per UTF-16 unit. */
const surelyShort = longestBody / 3

function keep(body: string | undefined): string | KeptBody | undefined {
  if (body === undefined || body.length <= surelyShort) return body
  const size = Buffer.byteLength(body)
  if (size <= longestBody) return body
  const bytes = Buffer.from(body.slice(0, longestBody))
  let end = longestBody
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  // A copy: a slice of a string would keep all of it.
  return { text: bytes.toString('utf8', 0, end), size }
}

/** @param size how many entries to keep; 0 keeps none */
export function createJournal(size: number) {
  let ring: (Entry | undefined)[] = []
  let last = 0
  const recorded = createSignal<Entry>()
  const drops = createDropCounts()

  const first = () => Math.max(1, last - size + 1)

  return {
    size,
    /** False when nobody would ever see an entry. */
    get wanted() {
      return size > 0 || recorded.hasListeners
    },
    /** Keep a request and its answer, in place of the oldest when the journal is full. */
    record(call: Call) {
      last++
      // Each field by name: to spread the call takes as long as all the rest of recording it.
      const entry: Entry = {
        id: last,
        operation: call.operation,
        accountId: call.accountId,
        appId: call.appId,
        method: call.method,
        url: call.url,
        status: call.status,
        at: call.at,
        duration: call.duration,
        headers: call.headers,
        requestBody: keep(call.requestBody),
        responseBody: keep(call.responseBody),
        fault: call.fault,
      }
      if (size > 0) {
        const oldest = ring[last % size]
        if (oldest) drops.add(oldest)
        ring[last % size] = entry
      }
      recorded.emit(entry)
    },
    /** Hear of every entry from now on. */
    listen: recorded.listen,
    /** The id of the latest entry, 0 before the first. */
    get last() {
      return last
    },
    /** Count the entries that were dropped to make room since they were last cleared. */
    dropped: drops.count,
    /** Oldest first. @param id the entry to go on after */
    *after(id: number): Generator<Entry> {
      for (let next = Math.max(id + 1, first()); next <= last; next++) {
        const entry = ring[next % size]
        if (entry) yield entry
      }
    },
    /** Forget the requests of one account, or all. @returns how many */
    clear(accountId?: string): number {
      let cleared = 0
      for (const entry of ring) {
        if (!entry || (accountId !== undefined && entry.accountId !== accountId)) continue
        ring[entry.id % size] = undefined
        cleared++
      }
      if (accountId === undefined) ring = []
      drops.clear(accountId)
      return cleared
    },
  }
}

export type Journal = ReturnType<typeof createJournal>
