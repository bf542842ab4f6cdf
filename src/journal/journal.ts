/**
 * What was asked and answered: the last so many requests, in a ring. Recording keeps references only; all that costs
 * (parsing, masking, formatting) is done when somebody reads.
 */

import type { IncomingHttpHeaders } from 'node:http'

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
  let dropped = 0
  const listeners: ((entry: Entry) => void)[] = []

  const first = () => Math.max(1, last - size + 1)

  return {
    size,
    /** False when nobody would ever see an entry. */
    get wanted() {
      return size > 0 || listeners.length > 0
    },
    record(entry: Omit<Entry, 'id'> & { requestBody: string | undefined; responseBody: string | undefined }) {
      last++
      const kept = entry as Entry
      kept.id = last
      kept.requestBody = keep(entry.requestBody)
      kept.responseBody = keep(entry.responseBody)
      if (size > 0) {
        if (ring[last % size]) dropped++
        ring[last % size] = kept
      }
      for (const listener of listeners) listener(kept)
    },
    /** Hear of every entry from now on. */
    listen(listener: (entry: Entry) => void) {
      listeners.push(listener)
    },
    /** The id of the latest entry, 0 before the first. */
    get last() {
      return last
    },
    /** How many had to go to make room, of all accounts, since all was cleared. */
    get dropped() {
      return dropped
    },
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
      if (accountId === undefined) {
        ring = []
        dropped = 0
      }
      return cleared
    },
  }
}

export type Journal = ReturnType<typeof createJournal>
