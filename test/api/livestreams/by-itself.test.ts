import t from 'tap'
import { account } from '../../helpers/client.js'
import { startFrozen } from '../../helpers/frozen.js'

t.test('go-live-after is the time from start to live, to the millisecond', async (t) => {
  for (const [goLiveAfter, started] of [
    [0, '2026-01-01T00:00:00.000Z'],
    [0.0004, '2026-01-01T00:00:00.000Z'],
    [2.001, '2026-01-01T00:00:02.001Z'],
    [86400, '2026-01-02T00:00:00.000Z'],
  ] as const)
    await t.test(`${goLiveAfter} seconds`, async (t) => {
      const client = await startFrozen(t, { goLiveAfter })
      const app = await client.newApp()
      const { status, body } = await client.start(app, await client.newMeeting(app))
      t.equal(status, 201)
      t.equal(body.data.status, 'INVOKED', 'as the service answers a start, always')
      const ran = (await client.advance(goLiveAfter)).body.ran
      const { livestream, session } = (await client.details(app, body.data.id)).body.data
      t.equal(livestream.status, 'LIVE')
      t.equal(session.started_time, started)
      t.equal(livestream.updated_at, started)
      if (goLiveAfter >= 1)
        t.match(ran, [{ kind: 'livestream.live', at: started, livestream_id: livestream.id }])
    })
})

t.test('auto-live says which livestreams go live by themselves', async (t) => {
  for (const [autoLive, meeting, independent] of [
    ['meetings', 'LIVE', 'INVOKED'],
    ['all', 'LIVE', 'LIVE'],
    ['none', 'INVOKED', 'INVOKED'],
  ] as const)
    await t.test(autoLive, async (t) => {
      const client = await startFrozen(t, { autoLive })
      const app = await client.newApp()
      const ofMeeting = await client.newStart(app, await client.newMeeting(app))
      const alone = await client.newLivestream(app)
      await client.advance(3600)
      t.equal(await client.status(app, ofMeeting), meeting)
      t.equal(await client.status(app, alone), independent)
      for (const [id, status] of [
        [ofMeeting, meeting],
        [alone, independent],
      ] as const) {
        if (status === 'INVOKED') t.equal((await client.event(id, 'live')).status, 200, 'by hand')
        t.equal(await client.status(app, id), 'LIVE')
      }
    })
})

t.test('a livestream that stopped does not go live again by itself', async (t) => {
  const client = await startFrozen(t, { autoLive: 'all' })
  const app = await client.newApp()
  const id = await client.newLivestream(app)
  await client.advance(5)
  await client.event(id, 'stop')
  await client.advance(5)
  t.equal(await client.status(app, id), 'IDLE')
})

t.test('a livestream stops itself after 24 hours live', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const ofMeeting = await client.newStart(app, meeting)
  const alone = await client.newLivestream(app)
  await client.advance(10)
  await client.event(alone, 'live')
  await client.advance(86399 - 8)
  t.equal(await client.status(app, ofMeeting), 'LIVE', 'a second before')
  const { body } = await client.advance(3600)
  const owner = { account_id: account, app_id: app }
  t.strictSame(body.ran, [
    {
      kind: 'livestream.stop',
      at: '2026-01-02T00:00:02.000Z',
      ...owner,
      meeting_id: meeting,
      livestream_id: ofMeeting,
    },
    { kind: 'livestream.stop', at: '2026-01-02T00:00:10.000Z', ...owner, livestream_id: alone },
  ])
  for (const [id, stopped_time] of [
    [ofMeeting, '2026-01-02T00:00:02.000Z'],
    [alone, '2026-01-02T00:00:10.000Z'],
  ] as const) {
    const { livestream, session } = (await client.details(app, id)).body.data
    t.match(livestream, { status: 'IDLE', updated_at: stopped_time })
    t.match(session, { stopped_time, ingest_seconds: 86400 })
    t.notOk('err_message' in session, 'it did not fail')
  }
  t.equal((await client.activeSession(app, meeting)).status, 404, 'and its meeting session has ended')
})

t.test('the 24 hours start again with each livestream session', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const id = await client.newLivestream(app)
  await client.event(id, 'live')
  await client.advance(20 * 3600)
  await client.event(id, 'stop')
  await client.event(id, 'live')
  await client.advance(23 * 3600)
  t.equal(await client.status(app, id), 'LIVE')
  await client.advance(3600)
  t.equal(await client.status(app, id), 'IDLE')
})

t.test('a month is advanced in one call, each thing at its own time', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const id = await client.newStart(app, meeting)
  const about = { account_id: account, app_id: app, meeting_id: meeting, livestream_id: id }
  const { body } = await client.control.post('/clock/advance', { to: '2026-02-01T00:00:00Z' })
  t.strictSame(body, {
    mode: 'frozen',
    now: '2026-02-01T00:00:00.000Z',
    ran: [
      { kind: 'livestream.live', at: '2026-01-01T00:00:02.000Z', ...about },
      { kind: 'livestream.stop', at: '2026-01-02T00:00:02.000Z', ...about },
    ],
  })
  t.equal((await client.details(app, id)).body.data.session.ingest_seconds, 86400)
})
