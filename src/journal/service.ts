/** Lists the requests of the journal, and verifies that the expected ones were made. */

import { parseIso } from '../core/iso-time.js'
import { isPercentEncoded } from '../core/text.js'
import { apiError } from '../http/errors.js'
import type { AccountScope } from '../http/scope-schema.js'
import { type Difference, differences } from './differences.js'
import { describeEntry, type RequestSummary, summarizeEntry } from './entry.js'
import type { Entry, Journal } from './journal.js'
import type { RequestsQuery, VerifyBody } from './schemas.js'

const DEFAULT_LIMIT = 100

/** Whether a request was answered with a status, or with one of its class, such as `5xx`. */
const hasStatus = ({ status }: Entry, wanted: number | string) =>
  /xx$/.test(String(wanted))
    ? status !== null && Math.floor(status / 100) === Number(String(wanted).charAt(0))
    : status === Number(wanted)

/** The texts of a JSON value without their escapes: its strings, and the names of its properties. */
function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) {
      yield name
      yield* textsOf(inner)
    }
}

const decoded = (url: string) => (isPercentEncoded(url) ? decodeURIComponent(url.replaceAll('+', ' ')) : url)

/**
 * Whether a text is in the URL or in a body: as they are shown, where what is masked cannot be found, or as a person
 * typed it, without the escapes of URLs and of JSON.
 */
function hasText(entry: Entry, text: string): boolean {
  const { url, request, response } = describeEntry(entry)
  const isIn = (part: string) => part.toLowerCase().includes(text)
  if (isIn(url) || isIn(decoded(url))) return true
  return [request.body, response.body].some((body) => {
    const json = JSON.stringify(body)
    return isIn(json) || (json.includes('\\') && [...textsOf(body)].some(isIn))
  })
}
/** How many near misses, or surplus matches, are shown. */
const MAX_SHOWN = 5

export type Miss = RequestSummary & { differences: Difference[] }

export interface Verification {
  /** Whether as many requests were made as expected. False also when the journal cannot know. */
  holds: boolean
  /** How many requests of the journal match. */
  count: number
  /** How many dropped requests could change `holds`; 0 when none could. */
  unknown: number
  /** The result, for people. */
  message: string
  /** The nearest misses, when too few requests match. */
  misses: Miss[]
  /** The latest matching requests, when too many match. */
  matches: RequestSummary[]
}

/** The expected requests were not made. The message names the nearest misses, one a line. */
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

/** Read the expected counts. @throws ApiError badRequest when they contradict each other */
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
    const text = query.search?.toLowerCase()
    return (entry: Entry) =>
      (query.operation === undefined || query.operation === entry.operation) &&
      (query.account_id === undefined || query.account_id === entry.accountId) &&
      (query.app_id === undefined || query.app_id === entry.appId) &&
      (query.status === undefined || hasStatus(entry, query.status)) &&
      (query.method === undefined || query.method === entry.method) &&
      (since === undefined || entry.at >= since) &&
      (query.before === undefined || entry.id < query.before) &&
      (text === undefined || hasText(entry, text))
  }

  return {
    /** List requests, oldest first after a cursor, or newest first before one. @throws ApiError journalOff, badRequest */
    list(query: RequestsQuery = {}) {
      mustBeOn()
      const { after = 0, limit = DEFAULT_LIMIT } = query
      const isMatch = matches(query)
      const found: Entry[] = []
      let more = false
      const isNewestFirst = query.order === 'desc'
      if (query.before !== undefined && !isNewestFirst)
        throw apiError('badRequest', '"before" goes with "order" desc only')
      const entries = isNewestFirst ? [...journal.after(after)].reverse() : journal.after(after)
      for (const entry of entries) {
        if (!isMatch(entry)) continue
        more = found.length === limit
        if (more) break
        found.push(entry)
      }
      return {
        requests: found.map(describeEntry),
        /** Pass it as `after` to continue from here, now or when there are new requests; newest first, as `before`. */
        cursor: isNewestFirst
          ? (found.at(-1)?.id ?? query.before ?? 0)
          : more
            ? (found.at(-1)?.id ?? after)
            : Math.max(after, journal.last),
        more,
        /** How many requests of the account and operation, or of all, were dropped since the journal was cleared. */
        dropped: journal.dropped({ accountId: query.account_id, operation: query.operation }),
      }
    },
    /** @throws ApiError journalOff, noRequest */
    get(id: number, { account_id }: AccountScope = {}) {
      mustBeOn()
      const { value } = journal.after(id - 1).next()
      const isOther = account_id !== undefined && value?.accountId !== account_id
      if (value?.id !== id || isOther) throw apiError('noRequest', id)
      return describeEntry(value)
    },
    /**
     * Verify that the expected requests were made. With an account, requests of other accounts are never shown.
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
      // Dropped requests could only add to the count.
      const unknown = tooMany || (!tooFew && most === Number.POSITIVE_INFINITY) ? 0 : dropped
      const holds = !tooFew && !tooMany && unknown === 0
      const doubt =
        unknown === 0
          ? ''
          : `, but it cannot be known: ${unknown} earlier ones are no longer in the journal; keep more with --journal N, or clear it before the requests to count`
      const rank = (miss: (typeof missing)[number]) =>
        miss.differences.length + (miss.entry.operation === wanted.operation ? 0 : 1000)
      const misses = tooFew
        ? missing.sort((a, b) => rank(a) - rank(b) || b.entry.id - a.entry.id).slice(0, MAX_SHOWN)
        : []
      return {
        holds,
        count,
        unknown,
        message: `${wanted.operation}: expected ${words}, got ${count}${doubt}`,
        misses: misses.map(({ entry, differences }) => ({ ...summarizeEntry(entry), differences })),
        matches: !tooMany ? [] : matching.slice(-MAX_SHOWN).map(summarizeEntry),
      }
    },
    /** Forget the requests of an account, or all. @returns how many */
    clear: ({ account_id }: AccountScope = {}) => journal.clear(account_id),
  }
}

export type RequestsService = ReturnType<typeof createRequestsService>
