import t from 'tap'
import type { Fixture } from '../../src/fixtures/schemas.js'
import type { Body } from '../helpers/client.js'
import { writeFixture } from '../helpers/fixture.js'
import { startFrozen } from '../helpers/frozen.js'
import { exportText } from '../helpers/state.js'

/** Enough for a number of slices of work. */
const COUNT = 4000

const fixture: Fixture = {
  account_id: 'account',
  apps: [{ id: 'app', name: 'App' }],
  livestreams: Array.from({ length: COUNT }, (_, i) => ({
    app_id: 'app',
    id: `livestream-${i}`,
    status: 'INVOKED' as const,
    created_at: '-1h',
  })),
}

t.test('a long advance lets other requests in, which see a state that agrees with the clock', async (t) => {
  const options = { fixtures: [writeFixture(t, fixture)], autoLive: 'all' as const }
  const { emulator } = await startFrozen(t, options)
  // Over the port: an injected request does not wait for the event loop.
  const get = async (url: string) => {
    const headers = { authorization: 'Bearer token', 'x-greenroom-wire': 'recorded' }
    const response = await fetch(emulator.url + url, { headers })
    return { status: response.status, body: (await response.json()) as Body }
  }
  let ended = false
  const advance = emulator.clock.advance({ seconds: 5 }).finally(() => {
    ended = true
  })
  let answers = 0
  const counts = new Set<number>()
  while (!ended) {
    t.equal((await get('/_greenroom/health/ready')).status, 200)
    const list = await get(
      '/client/v4/accounts/account/realtime/kit/app/livestreams?status=LIVE&per_page=1&sort_order=ASC',
    )
    const { now } = (await get('/_greenroom/clock')).body
    counts.add(list.body.paging.total_count)
    const [live] = list.body.data
    if (live) t.ok(live.updated_at <= now, `${live.updated_at}, and the clock is at ${now}`)
    answers++
  }
  t.ok(answers > 2, `${answers} rounds of requests were answered meanwhile`)
  t.ok(counts.size > 2, `they saw ${counts.size} counts of what is live`)
  t.same(
    (await advance).map(({ livestream_id }) => livestream_id),
    fixture.livestreams?.map(({ id }) => id),
    'in order',
  )

  const undisturbed = await startFrozen(t, options)
  await undisturbed.emulator.clock.advance({ seconds: 5 })
  t.equal(await exportText(emulator), await exportText(undisturbed.emulator))
})
