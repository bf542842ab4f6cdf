/**
 * Keeps the last N requests with their answers. When it is full, the oldest request of the account with the most makes
 * room: a busy account does not push out another's calls. Recording only keeps references; parsing, masking and
 * formatting happen when an entry is read.
 */

import type { IncomingHttpHeaders } from 'node:http'
import { createSharedQueue } from '../core/shared-queue.js'
import { createSignal } from '../core/signal.js'
import { createDropCounts } from './drop-counts.js'

/** How much of a body is kept. */
export const MAX_BODY_BYTES = 16 * 1024

/** The beginning of a body that was too long to keep, cut between characters. */
export interface KeptBody {
  text: string
  /** Bytes of the whole body. */
  size: number
}

export interface Entry {
  /** Counts up in the order of answers; serves as the cursor. */
  id: number
  operation: string | null
  accountId: string | null
  appId: string | null
  method: string
  /** As the client wrote it, query included. */
  url: string
  /** Null when a fault prevented the answer. */
  status: number | null
  /** When it arrived, in Unix milliseconds of the emulator's time. */
  at: number
  /** Real milliseconds until the answer. */
  duration: number
  /** Including credentials: mask them before showing them. */
  headers: IncomingHttpHeaders
  requestBody: string | KeptBody | undefined
  responseBody: string | KeptBody | undefined
  /** The id of the fault rule that was applied. */
  fault: string | null
}

/** A request to record, with its whole bodies. */
export type Call = Omit<Entry, 'id' | 'requestBody' | 'responseBody'> & {
  requestBody: string | undefined
  responseBody: string | undefined
}

/** Text of this length always fits: a UTF-16 unit takes at most three bytes. */
const ALWAYS_FITS_UNITS = MAX_BODY_BYTES / 3

function keep(body: string | undefined): string | KeptBody | undefined {
  if (body === undefined || body.length <= ALWAYS_FITS_UNITS) return body
  const size = Buffer.byteLength(body)
  if (size <= MAX_BODY_BYTES) return body
  const bytes = Buffer.from(body.slice(0, MAX_BODY_BYTES))
  let end = MAX_BODY_BYTES
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  // A copy: a slice of a string would keep all of it.
  return { text: bytes.toString('utf8', 0, end), size }
}

/** Requests without an account share what one account may have. */
const ownerOf = ({ accountId }: Entry) => accountId ?? ''

/**
 * Create the journal.
 * @param size how many entries to keep; 0 keeps none
 * @param onFull called when the first entry is dropped to make room
 */
export function createJournal(size: number, onFull: () => void = () => {}) {
  const kept = createSharedQueue<Entry>(size)
  let last = 0
  const recorded = createSignal<Entry>()
  const drops = createDropCounts()
  let wasFull = false
  const drop = (entry: Entry) => {
    drops.add(entry)
    if (!wasFull) onFull()
    wasFull = true
  }

  return {
    size,
    /** Whether anybody can see an entry: the journal is on, or somebody listens. */
    get wanted() {
      return size > 0 || recorded.hasListeners
    },
    /** Keep a request and its answer, in place of another when the journal is full. */
    record(call: Call) {
      last++
      // Field by field: spreading the call takes as long as the rest of recording it.
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
        const dropped = kept.add(ownerOf(entry), entry)
        if (dropped) drop(dropped)
      }
      recorded.emit(entry)
    },
    /** Listen to every entry from now on. */
    listen: recorded.listen,
    /** The id of the latest entry, 0 before the first. */
    get last() {
      return last
    },
    /** Count the entries that were dropped to make room since they were last cleared. */
    dropped: drops.count,
    /** Iterate over the entries after an id, oldest first. */
    after: (id: number): Generator<Entry> => kept.since((entry) => entry.id > id),
    /** Forget the requests of one account, or all. @returns how many */
    clear(accountId?: string): number {
      drops.clear(accountId)
      return kept.clear(accountId)
    },
  }
}

export type Journal = ReturnType<typeof createJournal>
