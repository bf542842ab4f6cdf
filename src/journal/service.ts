/** Lists the requests that were made, and verifies that the expected ones were. */

import { parseIso } from '../core/iso-time.js'
import { apiError } from '../http/errors.js'
import type { AccountScope } from '../http/scope-schema.js'
import { type Difference, differences } from './differences.js'
import { describeEntry, type RequestSummary, summarizeEntry } from './entry.js'
import type { Entry, Journal } from './journal.js'
import type { RequestsQuery, VerifyBody } from './schemas.js'

const defaultLimit = 100
/** How many near misses are shown. */
const mostMisses = 5

export type Miss = RequestSummary & { differences: Difference[] }

export interface Verification {
  /** Whether as many requests were made as expected. False as well when the journal cannot know. */
  holds: boolean
  /** How many requests match, of those that the journal still has. */
  count: number
  /** How many requests of the operation the journal no longer has, so that it cannot know; 0 when it knows. */
  unknown: number
  /** In words. */
  message: string
  /** The requests that come nearest, when there were too few. */
  misses: Miss[]
  /** Those that were made, the latest, when there were too many. */
  matches: RequestSummary[]
}

/** The expected requests were not made. The message names the nearest misses, a line each. */
export class VerificationError extends Error {
  override name = 'VerificationError'
  constructor(readonly verification: Verification) {
    const { message, misses } = verification
    super([message, ...misses.map(describeMiss)].join('\n'))
  }
}

const describeMiss = ({ id, method, url, status, differences }: Miss) => {
  const how = differences.map(
    ({ field, expected, got }) =>
      `${field}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`,
  )
  return `  request ${id}, ${method} ${url}, answered ${status}: ${how.join('; ')}`
}

/** How many are wanted, and how to say it. */
function bounds({ at_least, at_most, exactly }: VerifyBody) {
  if (exactly !== undefined) {
    if (at_least !== undefined || at_most !== undefined)
      throw apiError('badRequest', '"exactly" goes with neither "at_least" nor "at_most"')
    return { least: exactly, most: exactly, words: `exactly ${exactly}` }
  }
  const least = at_least ?? (at_most === undefined ? 1 : 0)
  const most = at_most ?? Number.POSITIVE_INFINITY
  if (least > most) throw apiError('badRequest', '"at_least" must not be more than "at_most"')
  const words = [
    ...(least > 0 ? [`at least ${least}`] : []),
    ...(at_most === undefined ? [] : [`at most ${most}`]),
  ]
  return { least, most, words: words.join(' and ') }
}

/** Create the service of the journal: list, verify and clear requests. */
export function createRequestsService({ journal }: { journal: Journal }) {
  /** @throws ApiError journalOff */
  const mustBeOn = () => {
    if (journal.size === 0) throw apiError('journalOff')
  }

  const matches = (query: RequestsQuery) => {
    const since = query.since === undefined ? undefined : parseIso(query.since)
    return (entry: Entry) =>
      (query.operation === undefined || query.operation === entry.operation) &&
      (query.account_id === undefined || query.account_id === entry.accountId) &&
      (query.app_id === undefined || query.app_id === entry.appId) &&
      (query.status === undefined || query.status === entry.status) &&
      (query.method === undefined || query.method === entry.method) &&
      (since === undefined || entry.at >= since)
  }

  return {
    /** Oldest first; what follows is found with the cursor. @throws ApiError journalOff, badRequest */
    list(query: RequestsQuery = {}) {
      mustBeOn()
      const { after = 0, limit = defaultLimit } = query
      const isMatch = matches(query)
      const found: Entry[] = []
      let more = false
      for (const entry of journal.after(after)) {
        if (!isMatch(entry)) continue
        more = found.length === limit
        if (more) break
        found.push(entry)
      }
      return {
        requests: found.map(describeEntry),
        /** Give it as `after` to go on from here, now or when there are new ones. */
        cursor: more ? (found.at(-1)?.id ?? after) : Math.max(after, journal.last),
        more,
        /** How many were dropped to make room, of all accounts, since all was cleared. */
        dropped: journal.dropped(),
      }
    },
    /**
     * Tell whether the expected requests were made. Nothing is shown of any account but the one named.
     * @throws ApiError journalOff, badRequest
     */
    verify(wanted: VerifyBody): Verification {
      mustBeOn()
      const { least, most, words } = bounds(wanted)
      const inAccount = matches({ account_id: wanted.account_id })
      const matching: Entry[] = []
      const missing: { entry: Entry; differences: Difference[] }[] = []
      for (const entry of journal.after(0)) {
        if (!inAccount(entry)) continue
        const found = differences(entry, wanted)
        if (found.length) missing.push({ entry, differences: found })
        else matching.push(entry)
      }
      const count = matching.length
      const dropped = journal.dropped({ accountId: wanted.account_id, operation: wanted.operation })
      const tooFew = count < least
      const tooMany = count > most
      // Whatever was dropped could only add to the count.
      const unknown = tooMany || (!tooFew && most === Number.POSITIVE_INFINITY) ? 0 : dropped
      const holds = !tooFew && !tooMany && unknown === 0
      const doubt =
        unknown === 0
          ? ''
          : `, but it cannot be known: ${unknown} earlier ones are no longer in the journal; keep more with --journal N, or clear it before the requests to count`
      const rank = (miss: (typeof missing)[number]) =>
        miss.differences.length + (miss.entry.operation === wanted.operation ? 0 : 1000)
      const misses = tooFew
        ? missing.sort((a, b) => rank(a) - rank(b) || b.entry.id - a.entry.id).slice(0, mostMisses)
        : []
      return {
        holds,
        count,
        unknown,
        message: `${wanted.operation}: expected ${words}, got ${count}${doubt}`,
        misses: misses.map(({ entry, differences }) => ({ ...summarizeEntry(entry), differences })),
        matches: !tooMany ? [] : matching.slice(-mostMisses).map(summarizeEntry),
      }
    },
    /** Forget an account's requests, or all. @returns how many */
    clear: ({ account_id }: AccountScope = {}) => journal.clear(account_id),
  }
}

export type RequestsService = ReturnType<typeof createRequestsService>
