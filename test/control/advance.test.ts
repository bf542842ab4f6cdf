import t from 'tap'
import { after, beginning, frozen } from '../helpers/world.js'

const day = 86_400

t.test('advance tells what ran, in order, each at its time and with what it was about', async (t) => {
  const { control, account, app, meeting, start } = await frozen(t)
  const [first, second] = [await meeting(), await meeting()]
  const one = await start(first)
  await control.post('/clock/advance', { seconds: 1 })
  const two = await start(second)
  const ran = (kind: string, seconds: number, meeting_id: string, livestream_id: string) => ({
    kind,
    at: after(seconds),
    account_id: account,
    app_id: app,
    meeting_id,
    livestream_id,
  })
  t.strictSame(await control.post('/clock/advance', { seconds: day + 2 }), {
    status: 200,
    body: {
      mode: 'frozen',
      now: after(day + 3),
      ran: [
        ran('livestream.live', 2, first, one),
        ran('livestream.live', 3, second, two),
        ran('livestream.stop', day + 2, first, one),
        ran('livestream.stop', day + 3, second, two),
      ],
    },
  })
})

t.test(
  'until idle runs all that is pending, the stop after 24 hours too, and ends at the last',
  async (t) => {
    const { control, meeting, start, look } = await frozen(t)
    const id = await start(await meeting())
    const { body } = await control.post('/clock/advance', { until: 'idle' })
    t.equal(body.now, after(day + 2))
    t.strictSame(
      body.ran.map((job: { kind: string; at: string }) => [job.kind, job.at]),
      [
        ['livestream.live', after(2)],
        ['livestream.stop', after(day + 2)],
      ],
    )
    t.match(await look(id), {
      status: 'IDLE',
      session: { ingest_seconds: day, stopped_time: after(day + 2) },
    })
    t.strictSame((await control.get('/scheduled')).body, { scheduled: [], total: 0 })
  },
)

t.test('until idle with nothing pending leaves the clock where it is', async (t) => {
  const { control } = await frozen(t)
  t.strictSame((await control.post('/clock/advance', { until: 'idle' })).body, {
    mode: 'frozen',
    now: beginning,
    ran: [],
  })
})

t.test('a real clock that is advanced until idle goes on from there', async (t) => {
  const { emulator, control, meeting, start } = await frozen(t, { clock: 'real' })
  await start(await meeting())
  const before = emulator.clock.now().getTime()
  const { body } = await control.post('/clock/advance', { until: 'idle' })
  t.equal(body.mode, 'offset')
  t.ok(Date.parse(body.now) - before >= day * 1000)
})

t.test('in process it is the same', async (t) => {
  const { emulator, meeting, start } = await frozen(t)
  const id = await start(await meeting())
  const ran = await emulator.clock.advance({ until: 'idle' })
  t.strictSame(
    ran.map(({ kind, at, livestream_id }) => [kind, at, livestream_id]),
    [
      ['livestream.live', after(2), id],
      ['livestream.stop', after(day + 2), id],
    ],
  )
  await t.rejects(emulator.clock.advance({ seconds: -1 }), {
    message: 'BAD_REQUEST: "seconds" must be greater than or equal to 0',
  })
})

t.test('what is wrong with an advance is named, and moves nothing', async (t) => {
  const { control } = await frozen(t)
  const one = '"seconds", "to" or "until" is required, and only one of them'
  for (const [body, problem] of [
    [{}, one],
    [{ until: 'idle', seconds: 1 }, one],
    [{ seconds: 1, to: after(1) }, one],
    [{ until: 'tomorrow' }, '"until" must be one of [idle]'],
    [{ seconds: -1 }, '"seconds" must be greater than or equal to 0'],
    [{ seconds: '1' }, '"seconds" must be a number'],
    [{ to: 'soon' }, '"to" must be a valid ISO 8601 date'],
    [{ to: '2025-01-01' }, `"to" must not be before the clock, ${beginning}`],
    [{ minutes: 1 }, '"minutes" is not allowed'],
  ] as const)
    t.strictSame(
      await control.post('/clock/advance', body),
      { status: 400, body: { success: false, error: { code: 400, message: `BAD_REQUEST: ${problem}` } } },
      JSON.stringify(body),
    )
  t.equal((await control.get('/clock')).body.now, beginning)
})
