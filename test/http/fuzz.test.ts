/** Random requests at every operation: refused in one of the three forms or answered, never an error of ours. */

import fc from 'fast-check'
import t from 'tap'
import { operations } from '../../src/api/operations.js'
import { basePath } from '../../src/core/paths.js'
import { rounds, seed } from '../helpers/campaign.js'
import type { Method } from '../helpers/requests.js'
import { client, send, startEmulator } from '../helpers/start.js'

const numRuns = rounds(3000, 30_000)

const awkward = fc.constantFrom(
  '',
  '0',
  '-1',
  '1e9',
  '1.5',
  'NaN',
  'true',
  'null',
  '%00',
  '%zz',
  '%ff',
  '__proto__',
  'constructor',
  "' OR 1=1 --",
  '../..',
  '2026-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '0000-01-01',
  '99999999999999999999999',
  '\u2603\ud83c\udfa5',
  'x'.repeat(2000),
)
const text = fc.oneof(awkward, fc.string(), fc.string({ unit: 'binary' }), fc.uuid())

/** Nine times out of ten nothing. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const names = [
  ...['page_no', 'per_page', 'status', 'start_time', 'end_time', 'sort_order', 'sort_by', 'search'],
  ...['participants', 'associated_id', 'exclude_meetings', 'filters', 'start_date', 'end_date', 'name'],
]
const query = fc.array(
  fc.tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: text }),
    text,
  ),
  { maxLength: 4 },
)

const fields = [
  ...['name', 'title', 'status', 'video_config', 'width', 'height', 'persist_chat', 'recording_config'],
  ...[
    'ai_config',
    'storage_config',
    'session_keep_alive_time_in_secs',
    'event',
    'seconds',
    'to',
    'now',
    'mode',
  ],
]
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double(),
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, 60, 'ACTIVE', 'live', {}, []),
    fc.array(tie('any'), { maxLength: 2 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...fields), text), tie('any'), { maxKeys: 4 }),
}))
const body = fc.oneof(
  { weight: 6, arbitrary: value.object.map((each) => JSON.stringify(each)) },
  { weight: 2, arbitrary: value.any.map((each) => JSON.stringify(each)) },
  { weight: 1, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom('', '{', 'null', '[]', '{"__proto__":1}', '\u0000') },
)

/** Nothing that no client can send: header values are one line of Latin-1. */
const header = text.map((each) => each.replace(/[^\t\x20-\x7e\xa0-\xff]/g, '?').slice(0, 500))
const headers = fc.record(
  {
    'content-type': fc.oneof(
      { weight: 6, arbitrary: fc.constant('application/json') },
      { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/json; charset=x', ';', '') },
      { weight: 1, arbitrary: header },
    ),
    authorization: fc.oneof(
      { weight: 9, arbitrary: fc.constant('Bearer x') },
      { weight: 1, arbitrary: header },
    ),
    'x-greenroom-wire': fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('documented', 'recorded') },
      { weight: 1, arbitrary: header },
    ),
    host: header,
    'content-length': fc.constantFrom('0', '7', '-1', 'x', '99999999999'),
  },
  { requiredKeys: ['authorization'] },
)

const controls = [
  { method: 'GET', path: '/_greenroom/clock' },
  { method: 'PUT', path: '/_greenroom/clock' },
  { method: 'POST', path: '/_greenroom/clock/advance' },
  { method: 'POST', path: '/_greenroom/livestreams/:livestream_id/events' },
]
const targets = [...operations.map(({ method, path }) => ({ method, path: basePath + path })), ...controls]

/** Lone surrogates have no encoding. */
const encode = (each: string) => encodeURIComponent(each.replace(/[\ud800-\udfff]/gu, '?'))

const isObject = (each: unknown): each is Record<string, unknown> =>
  typeof each === 'object' && each !== null && !Array.isArray(each)
const keys = (each: unknown) => (isObject(each) ? Object.keys(each).join() : '')

/** What is wrong with an answer, if something is. */
function problemOf(status: number, answer: unknown): string | undefined {
  if (status >= 500) return 'is an error of ours'
  if (status < 400) return status < 300 ? undefined : 'redirects'
  if (!isObject(answer) || answer.success !== false) return 'is no error of the catalogue'
  if (keys(answer) === 'success,error')
    return isObject(answer.error) && keys(answer.error) === 'code,message' && answer.error.code === status
      ? undefined
      : 'is no error of the service'
  if (keys(answer) === 'message,success') return status === 422 ? undefined : 'is no refusal of a body'
  const [first] = Array.isArray(answer.errors) ? answer.errors : []
  return keys(answer) === 'success,errors,messages,result' && keys(first) === 'code,message'
    ? undefined
    : 'is no error of the gateway'
}

t.test(
  `${numRuns} random requests are answered, or refused in one of the three forms (seed ${seed})`,
  async (t) => {
    const emulator = await startEmulator(t)
    const api = client(emulator)
    const app = await api.app()
    const meeting = await api.meeting(app, { title: 'Known' })
    const { id: livestream } = await api.livestream(app, meeting)
    const { id: session } = (await api.get(`/${app}/meetings/${meeting}/active-session`)).body.data
    const known: Record<string, string> = {
      account_id: 'account',
      app_id: app,
      meeting_id: meeting,
      livestream_id: livestream,
      session_id: session,
    }
    const counts = { answered: 0, refused: 0 }

    const request = fc.record({
      target: fc.constantFrom(...targets),
      // Mostly what is there, so that requests come far.
      ids: fc.array(seldom(text), { minLength: 3, maxLength: 3 }),
      method: seldom(fc.constantFrom<Method>('DELETE', 'HEAD', 'OPTIONS', 'PUT', 'POST')),
      query,
      body: fc.option(body),
      headers,
    })
    await fc.assert(
      fc.asyncProperty(request, async ({ target, ids, method, query, body, headers }) => {
        let i = 0
        const path = target.path.replace(/:(\w+)/g, (_, name: string) => {
          const strange = ids[i++ % 3]
          if (strange !== undefined && name !== 'account_id')
            return strange.startsWith('%') ? strange : encode(strange)
          return known[name] ?? 'none'
        })
        const pairs = query.map((pair) => pair.map((each) => encode(each)).join('='))
        const answer = await send(emulator, {
          method: method ?? (target.method as Method),
          url: pairs.length ? `${path}?${pairs.join('&')}` : path,
          headers: headers as Record<string, string>,
          ...(body !== null && { payload: body }),
        })
        const isHead = method === 'HEAD'
        const problem = answer.status < 500 && isHead ? undefined : problemOf(answer.status, answer.body)
        if (problem) throw new Error(`${answer.status} ${JSON.stringify(answer.body)} ${problem}`)
        counts[answer.status < 400 ? 'answered' : 'refused']++
      }),
      { numRuns, seed },
    )
    t.ok(counts.answered > 50, `${counts.answered} were answered`)
    t.ok(counts.refused > 50, `${counts.refused} were refused`)
    t.equal((await api.get('/apps')).status, 200, 'and it answers on')
  },
)
