/** Who attends sessions and what they write there, called at random: no sequence of calls tells it from the model. */

import { deepStrictEqual as same } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { rounds, seed } from '../../helpers/campaign.js'
import { made } from '../../helpers/requests.js'
import { start } from '../../helpers/start.js'

const KEEP_ALIVE_MS = 60_000
const people = ['ada', 'bob', 'cleo'] as const

interface ModelPresence {
  peer: string
  who: string
  joined: number
  left: number | undefined
}

interface ModelSession {
  id: string
  presences: ModelPresence[]
  messages: number
  /** When it ends unless somebody joins. */
  endsAt: number | undefined
  hasEnded: boolean
}

const who = fc.constantFrom(...people)
const call = <const Name extends string>(name: Name) => ({ call: fc.constant(name), who })
const commands = fc.oneof(
  { weight: 6, arbitrary: fc.record(call('join')) },
  { weight: 4, arbitrary: fc.record(call('leave')) },
  { weight: 3, arbitrary: fc.record(call('write')) },
  { weight: 1, arbitrary: fc.record(call('kickAll')) },
  {
    weight: 5,
    arbitrary: fc.record({
      ...call('advance'),
      step: fc.constantFrom(0, 1, 30_000, 59_999, KEEP_ALIVE_MS, 90_000),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      ...call('list'),
      which: fc.nat({ max: 1000 }),
      search: fc.constantFrom(undefined, undefined, 'ADA', 'o', 'nobody'),
      page: fc.integer({ min: 1, max: 2 }),
      size: fc.constantFrom(1, 2, 20),
    }),
  },
)
type Command = typeof commands extends fc.Arbitrary<infer Value> ? Value : never

class SessionModel {
  now = Date.parse('2026-01-01T00:00:00.000Z')
  sessions: ModelSession[] = []
  get live() {
    return this.sessions.find(({ hasEnded }) => !hasEnded)
  }
  present(session = this.live) {
    return session?.presences.filter(({ left }) => left === undefined) ?? []
  }
  advance(step: number) {
    this.now += step
    const { live } = this
    if (live?.endsAt !== undefined && live.endsAt <= this.now) live.hasEnded = true
  }
  leave(leaving: ModelPresence[]) {
    for (const presence of leaving) presence.left = this.now
    const { live } = this
    if (live && !this.present(live).length) live.endsAt = this.now + KEEP_ALIVE_MS
  }
  ms({ joined, left }: ModelPresence) {
    return (left ?? this.now) - joined
  }
}

/** What an answer has to say, in the order in which it has to. */
function expected(
  model: SessionModel,
  session: ModelSession,
  { view, by, order, search }: { view: string; by: string; order: string; search: string | undefined },
) {
  const groups = new Map<string, ModelPresence[]>()
  for (const presence of session.presences) {
    const key = view === 'raw' ? presence.peer : presence.who
    groups.set(key, [...(groups.get(key) ?? []), presence])
  }
  const attendees = [...groups.values()].map((presences, place) => ({
    place,
    id: presences[0]?.peer,
    who: presences[0]?.who,
    joined: presences[0]?.joined ?? 0,
    ms: presences.reduce((sum, presence) => sum + model.ms(presence), 0),
    isThere: presences.some(({ left }) => left === undefined),
  }))
  const key = by === 'duration' ? 'ms' : 'joined'
  const sign = order === 'ASC' ? 1 : -1
  return attendees
    .filter(({ who }) => search === undefined || who?.includes(search.toLowerCase()))
    .sort((a, b) => sign * (a[key] - b[key] || a.place - b.place))
    .map(({ id, who, ms, isThere }) => ({ id, who, duration: Math.round(ms / 6) / 10_000, isThere }))
}

// biome-ignore lint/suspicious/noExplicitAny: an answer
const shown = ({ id, custom_participant_id, duration, left_at }: any) => ({
  id,
  who: custom_participant_id,
  duration,
  isThere: left_at === undefined,
})

/** Every view in every order. */
const listings = ['raw', 'consolidated'].flatMap((view) =>
  ['joinedAt', 'duration'].flatMap((by) => ['ASC', 'DESC'].map((order) => [view, by, order] as const)),
)

async function startPair(test: Parameters<typeof start>[0]) {
  const { api, control, emulator } = await start(test)
  let app = ''
  let meeting = ''

  const run = async (model: SessionModel, command: Command) => {
    const { live } = model
    const there = model.present().find((presence) => presence.who === command.who)
    switch (command.call) {
      case 'join': {
        const participant = { id: command.who, name: command.who }
        const { status, body } = await control.post(`/meetings/${meeting}/join`, { participant })
        same(status, there ? 409 : 200)
        if (there) return
        const session: ModelSession = live ?? {
          id: body.session_id,
          presences: [],
          messages: 0,
          endsAt: undefined,
          hasEnded: false,
        }
        if (!live) model.sessions.push(session)
        session.endsAt = undefined
        same(body.session_id, session.id)
        const [{ peer_id: peer }] = body.participants
        return void session.presences.push({ peer, who: command.who, joined: model.now, left: undefined })
      }
      case 'leave': {
        const { status } = await control.post(`/meetings/${meeting}/leave`, {
          participant: { id: command.who },
        })
        same(status, there ? 200 : 404)
        return there && model.leave([there])
      }
      case 'write': {
        const session = live ?? model.sessions.at(-1)
        if (!session) return
        const messages = [{ participant_id: command.who, payload: 'Hello' }]
        const { status } = await control.post(`/sessions/${session.id}/chat`, { messages })
        const isMade = session.hasEnded && session.messages > 0
        const wasThere = session.presences.some((presence) => presence.who === command.who)
        same(status, isMade ? 409 : wasThere ? 200 : 404)
        if (status === 200) session.messages++
        return
      }
      case 'kickAll': {
        const { status } = await api.post(`/${app}/meetings/${meeting}/active-session/kick-all`)
        same(status, live ? 200 : 404)
        model.leave(model.present())
        if (live) live.hasEnded = true
        return
      }
      case 'advance': {
        await emulator.clock.advance({ seconds: command.step / 1000 })
        return model.advance(command.step)
      }
      case 'list': {
        const session = model.sessions[command.which % model.sessions.length]
        if (!session) return
        const path = `/${app}/sessions/${session.id}`
        const { page, size, search } = command
        for (const [view, by, order] of listings) {
          const query = new URLSearchParams({
            view,
            sort_by: by,
            sort_order: order,
            page_no: `${page}`,
            per_page: `${size}`,
          })
          if (search !== undefined) query.set('search', search)
          const all = expected(model, session, { view, by, order, search })
          const { participants, paging } = made(await api.get(`${path}/participants?${query}`))
          same(paging.total_count, all.length)
          same(participants.map(shown), all.slice((page - 1) * size, page * size))
        }
        same((await api.get(`${path}/chat`)).status, session.hasEnded && session.messages ? 200 : 404)
        return
      }
    }
  }

  return {
    run,
    begin: async () => {
      emulator.reset()
      emulator.clock.set({ mode: 'frozen', now: '2026-01-01T00:00:00.000Z' })
      app = await api.app()
      meeting = await api.meeting(app)
      return new SessionModel()
    },
  }
}

t.test('a model tells no sequence of calls from the emulator', { timeout: 300_000 }, async (t) => {
  const pair = await startPair(t)
  await fc.assert(
    fc.asyncProperty(fc.array(commands, { minLength: 5, maxLength: 60, size: 'max' }), async (sequence) => {
      const model = await pair.begin()
      for (const command of sequence) await pair.run(model, command)
    }),
    { seed, numRuns: rounds(100, 1000) },
  )
  t.pass('they agree')
})
