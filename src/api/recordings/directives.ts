/**
 * The directives of recordings: a recording's `file_name_prefix` may script it, as in
 * `show [record after 0s] [fail after 30s: recorder lost]`.
 *
 *     record, stop, upload = verb "after" duration
 *     fail                 = "fail" [ "after" duration | "on" "upload" ] [ ":" message ]     message: anything without brackets
 *     stall                = "stall"
 *
 * `upload` counts from the stop, the others from the invocation.
 */

import {
  beforeDuration,
  readDirectives,
  readMessage,
  readOptionalAfter,
  requireAfter,
  type Verb,
} from '../directives.js'

/** What the directives of a prefix ask for. Times are milliseconds. */
export interface Script {
  recordAfter?: number
  stopAfter?: number
  failAfter?: number
  /** The upload fails, and not the recording. */
  failOnUpload?: true
  errMessage?: string
  uploadAfter?: number
  /** Never begins to record by itself. */
  stall?: true
}

const vocabulary: Record<string, Verb<Script>> = {
  record: {
    isMeant: beforeDuration,
    read: (cursor) => ({ recordAfter: requireAfter(cursor) }),
    contradicts: 'stall',
  },
  stop: { isMeant: beforeDuration, read: (cursor) => ({ stopAfter: requireAfter(cursor) }) },
  upload: { isMeant: beforeDuration, read: (cursor) => ({ uploadAfter: requireAfter(cursor) }) },
  stall: { isMeant: /^\s*\]/, read: () => ({ stall: true }), contradicts: 'record' },
  fail: {
    isMeant: /^\s*(\]|:|after\s+\d|on\s+upload(?![^\s[\]:]))/,
    read(cursor) {
      const onUpload = cursor.take(/on\s+upload(?![^\s[\]:])/y) !== null
      const after = onUpload ? undefined : readOptionalAfter(cursor)
      const isPlain = !onUpload && after === undefined
      const errMessage = readMessage(cursor, isPlain ? '"after" and a duration, "on upload", ' : '')
      return {
        ...(onUpload ? { failOnUpload: true } : { failAfter: after ?? 0 }),
        ...(errMessage !== undefined && { errMessage }),
      }
    },
  },
}

/** Read what the file name of a recording asks for, or the problem with it. */
export const readScript = (fileName: string) => readDirectives(fileName, vocabulary)
