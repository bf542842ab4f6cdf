import t from 'tap'
import { createEmulator } from '../../src/index.js'
import { openSqlite } from '../../src/store/sqlite.js'
import { account, createClient } from '../helpers/client.js'
import { overInject, startFrozen } from '../helpers/frozen.js'

t.test('a file keeps all that was answered, to the byte', async (t) => {
  const data = `${t.testdir()}/state.db`
  const now = '2026-03-01T12:00:00.000Z'
  const options = { data, now, fixtures: ['docs'] }
  const client = await startFrozen(t, options)
  const app = await client.newApp('Kept')
  const meeting = await client.newMeeting(app, {
    title: 'Kept too',
    session_keep_alive_time_in_secs: 90.5,
    recording_config: { max_seconds: 120, video_config: { codec: 'VP8', width: 640, height: 480 } },
  })
  const first = await client.newStart(app, meeting)
  await client.event(first, 'fail', { err_message: 'Ünïcode — 🎥' })
  const second = await client.newStart(app, meeting)
  const alone = await client.newLivestream(app, { name: null })
  await client.event(alone, 'live')
  const session = (await client.activeSession(app, meeting)).body.data.id

  const docs = '/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/realtime/kit/app_id'
  const paths = [
    '/apps',
    `/apps/${app}`,
    `/${app}/meetings`,
    `/${app}/meetings/${meeting}`,
    `/${app}/livestreams?sort_order=ASC`,
    `/${app}/livestreams/${first}`,
    `/${app}/livestreams/${second}`,
    `/${app}/livestreams/${alone}/active-livestream-session`,
    `/${app}/sessions/${session}`,
    `/${app}/sessions/${session}/livestream-sessions`,
    `/${app}/analytics/livestreams/overall`,
    `/${app}/analytics/daywise`,
  ]
  const readAll = async (emulator: typeof client.emulator) => {
    const { api } = createClient(overInject(emulator))
    const bodies: string[] = []
    for (const path of paths) bodies.push((await api.get(path)).payload)
    bodies.push(
      (
        await overInject(emulator)({
          method: 'GET',
          url: `${docs}/livestreams`,
          headers: { authorization: 'Bearer test' },
        })
      ).payload,
    )
    return bodies
  }
  const before = await readAll(client.emulator)
  t.notOk(
    before.some((body) => body.includes('"success":false')),
    'they are what was asked for',
  )
  await client.emulator.close()
  const again = await startFrozen(t, options)
  t.strictSame(await readAll(again.emulator), before)

  await again.advance(2)
  t.equal(await again.status(app, second), 'LIVE', 'what was pending comes to pass')
  t.not(await again.newApp(), app, 'ids go on where they were')
})

t.test('fixtures fill an empty file only', async (t) => {
  const data = `${t.testdir()}/state.db`
  const docsAccount = '023e105f4ecef8ad9ca31a8372d0c353'
  const open = async (fixtures: string[]) => {
    const emulator = await createEmulator({ data, fixtures, clock: 'frozen' })
    t.teardown(() => emulator.close())
    const client = createClient(overInject(emulator), docsAccount)
    const names = async () =>
      (await client.api.get('/apps')).body.data.map(({ name }: { name: string }) => name)
    return { emulator, client, names }
  }

  const none = await open(['none'])
  t.strictSame(await none.names(), [])
  await none.emulator.close()

  const docs = await open(['docs'])
  const shipped = [', recordings', '', ', app_id'].map((end) => `Documentation examples${end}`)
  t.strictSame(await docs.names(), shipped)
  t.equal((await docs.client.start('app_id', '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e')).status, 201)
  await docs.client.newApp('Mine')
  await docs.emulator.close()

  const again = await open(['docs'])
  t.strictSame(await again.names(), ['Mine', ...shipped])
  t.equal((await again.client.active('app_id', '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e')).status, 200)
  again.emulator.reset()
  t.strictSame(await again.names(), shipped, 'a reset loads them again')
  t.equal((await again.client.active('app_id', '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e')).status, 404)
  await again.emulator.close()

  const other = await open(['none'])
  t.strictSame(await other.names(), shipped, 'state stays, whatever the fixtures are now')
})

t.test('due jobs run in order of their time, and one that fails does not stop the others', async (t) => {
  const data = `${t.testdir()}/state.db`
  const client = await startFrozen(t, { data })
  const app = await client.newApp()
  const [first, second, third] = [
    await client.newLivestream(app),
    await client.newLivestream(app),
    await client.newLivestream(app),
  ]
  await client.emulator.close()

  const db = openSqlite(data)
  const insert = db.prepare(
    `INSERT INTO jobs (due_at, kind, account_id, livestream_pk)
     SELECT unixepoch('2026-01-01') * 1000 + :after, :kind, account_id, l.pk
     FROM livestreams l JOIN apps a ON a.pk = l.app_pk WHERE l.id = :id`,
  )
  // In another order than they are due; the second `live` of the first is impossible.
  insert.run({ after: 3000, kind: 'livestream.live', id: third })
  insert.run({ after: 1000, kind: 'livestream.live', id: first })
  insert.run({ after: 1500, kind: 'livestream.live', id: first })
  insert.run({ after: 2000, kind: 'livestream.live', id: second })
  db.close()

  const again = await startFrozen(t, { data })
  const { body } = await again.advance(10)
  t.strictSame(
    body.ran,
    [first, second, third].map((id, i) => ({
      kind: 'livestream.live',
      at: `2026-01-01T00:00:0${i + 1}.000Z`,
      account_id: account,
      app_id: app,
      livestream_id: id,
    })),
  )
  for (const [id, seconds] of [
    [first, 9],
    [second, 8],
    [third, 7],
  ] as const) {
    const { livestream, session } = (await again.details(app, id)).body.data
    t.equal(livestream.status, 'LIVE')
    t.equal(session.ingest_seconds, seconds)
  }
  t.strictSame((await again.advance(10)).body.ran, [], 'the one that failed is not tried for ever')
})
