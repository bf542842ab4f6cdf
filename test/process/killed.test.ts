import t from 'tap'
import { createRandom, rounds, seed } from '../helpers/campaign.js'
import { type Client, createClient, overHttp } from '../helpers/client.js'
import { startProcess } from '../helpers/process.js'

const kills = rounds(8, 20)
const random = createRandom()

/** What was answered: it must be there whatever happens. */
interface Answered {
  meetings: Set<string>
  /** Each livestream's stream key. */
  livestreams: Map<string, string>
  /** What was asked to stop, and whether that was answered. */
  stops: Map<string, boolean>
}

/** Send one call after the other until the process is gone; what is answered is noted. */
async function work(client: Client, app: string, answered: Answered & { count: () => void }) {
  const { meetings, livestreams, stops, count } = answered
  try {
    for (;;) {
      const meeting = await client.newMeeting(app)
      meetings.add(meeting)
      count()
      const { body } = await client.start(app, meeting)
      livestreams.set(body.data.id, body.data.stream_key)
      count()
      const alone = await client.api.post(`/${app}/livestreams`, { name: 'alone' })
      livestreams.set(alone.body.data.id, alone.body.data.stream_key)
      count()
      stops.set(body.data.id, false)
      await client.stop(app, meeting)
      stops.set(body.data.id, true)
      count()
    }
  } catch (error) {
    // fetch's one error when the other side goes away.
    if (!(error instanceof TypeError)) throw error
  }
}

/** Everything of a list, however many pages it has. */
async function readAll(client: Client, path: string, itemsOf: (body: never) => Record<string, string>[]) {
  const all: Record<string, string>[] = []
  for (let page = 1; ; page++) {
    const { body } = await client.api.get(`${path}?per_page=1000&page_no=${page}`)
    const items = itemsOf(body as never)
    all.push(...items)
    if (items.length < 1000) return all
  }
}

t.test(
  `killed ${kills} times with requests in flight, it has all that was answered (seed ${seed})`,
  async (t) => {
    const data = `${t.testdir()}/state.db`
    const args = ['--data', data, '--fixtures', 'none', '--seed', '1', '--go-live-after', '0.01']
    const answered: Answered = { meetings: new Set(), livestreams: new Map(), stops: new Map() }
    let app: string | undefined

    for (let round = 0; round <= kills; round++) {
      const running = await startProcess(t, [...args, '--log-level', 'silent'])
      const client = createClient(overHttp(running.url))
      app ??= await client.newApp()

      const meetings = await readAll(client, `/${app}/meetings`, ({ data }: { data: [] }) => data)
      const there = new Set(meetings.map(({ id }) => id))
      t.strictSame(
        [...answered.meetings].filter((id) => !there.has(id)),
        [],
        `round ${round}: ${answered.meetings.size} meetings`,
      )

      const livestreams = await readAll(
        client,
        `/${app}/livestreams`,
        ({ data }: { data: { livestreams: [] } }) => data.livestreams,
      )
      const byId = new Map(livestreams.map((livestream) => [livestream.id ?? '', livestream]))
      t.strictSame(
        [...answered.livestreams].filter(([id, key]) => byId.get(id)?.stream_key !== key),
        [],
        `round ${round}: ${answered.livestreams.size} livestreams`,
      )
      const wrong = [...answered.livestreams.keys()].filter((id) => {
        const { status, meeting_id } = byId.get(id) ?? {}
        if (answered.stops.get(id)) return status !== 'IDLE'
        if (!meeting_id) return status !== 'INVOKED'
        return status === 'ERRORED' || (status === 'IDLE' && !answered.stops.has(id))
      })
      t.strictSame(wrong, [], `round ${round}: all in a status that follows from what was asked`)

      if (round === kills) {
        t.equal(await running.stop(), 0)
        return
      }
      let left = 1 + Math.floor(random() * 60)
      const count = () => {
        if (--left === 0) running.child.kill('SIGKILL')
      }
      const appNow = app
      await Promise.all(Array.from({ length: 6 }, () => work(client, appNow, { ...answered, count })))
    }
  },
)

t.test('what was pending when it was killed happens at the time it was due', async (t) => {
  const args = ['--data', `${t.testdir()}/state.db`, '--fixtures', 'none']
  const first = await startProcess(t, [...args, '--go-live-after', '0.2'])
  const before = createClient(overHttp(first.url))
  const app = await before.newApp()
  const livestream = await before.newStart(app, await before.newMeeting(app))
  const later = await before.newLivestream(app)
  const ended = new Promise((resolve) => first.child.once('close', resolve))
  first.child.kill('SIGKILL')
  await ended

  // Its own setting is for what starts from now on; its clock begins when the other's livestream was due.
  const now = new Date(Date.now() + 60_000).toISOString()
  const second = await startProcess(t, [...args, '--go-live-after', '1000', '--now', now])
  const after = createClient(overHttp(second.url))
  t.equal(await after.status(app, livestream), 'LIVE')
  const { session } = (await after.details(app, livestream)).body.data
  t.equal(Date.parse(session.started_time) - Date.parse(session.invoked_time), 200)
  t.equal(session.updated_at, session.started_time)
  t.equal(await after.status(app, later), 'INVOKED', 'an independent one still waits')
})
