import t from 'tap'
import { openSqlite } from '../../../src/store/sqlite.js'
import { startFrozen } from '../../helpers/frozen.js'

t.test('starting a meeting whose livestream is active is refused', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const first = await client.newStart(app, meeting)
  for (const status of ['INVOKED', 'LIVE']) {
    t.equal(await client.status(app, first), status)
    const answer = await client.start(app, meeting)
    t.equal(answer.status, 400)
    t.strictSame(answer.body, {
      success: false,
      error: { code: 400, message: `Livestream ${first} is already active for meeting_id ${meeting}` },
    })
    await client.advance(2)
  }
  t.equal((await client.list(app)).body.data.paging.total_count, 1)

  await client.stop(app, meeting)
  const second = await client.newStart(app, meeting)
  t.not(second, first, 'starting again makes another livestream')
  await client.event(second, 'fail')
  const third = await client.newStart(app, meeting)
  const { livestreams, paging } = (await client.ofMeeting(app, meeting)).body.data
  t.strictSame(
    livestreams.map(({ id, status }: { id: string; status: string }) => [id, status]),
    [
      [third, 'INVOKED'],
      [second, 'ERRORED'],
      [first, 'IDLE'],
    ],
  )
  t.strictSame(paging, { total_count: 3, start_offset: 1, end_offset: 3 })
})

t.test('meetings do not stand in each other’s way, nor do apps', async (t) => {
  const client = await startFrozen(t)
  const [app, other] = [await client.newApp(), await client.newApp()]
  const meetings = [
    await client.newMeeting(app),
    await client.newMeeting(app),
    await client.newMeeting(other),
  ]
  const owners = [app, app, other]
  const started = await Promise.all(meetings.map((meeting, i) => client.start(owners[i] ?? '', meeting)))
  t.strictSame(
    started.map(({ status }) => status),
    [201, 201, 201],
  )
  t.equal((await client.start(other, meetings[0] ?? '')).status, 404, 'the meeting is another app’s')
})

t.test('starts sent at once make one livestream', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const answers = await Promise.all(Array.from({ length: 10 }, () => client.start(app, meeting)))
  t.strictSame(answers.map(({ status }) => status).sort(), [201, ...Array(9).fill(400)])
})

t.test('with start-when-active reuse, the active livestream is given again', async (t) => {
  const client = await startFrozen(t, { startWhenActive: 'reuse' })
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const first = await client.start(app, meeting, { name: 'First' })
  const again = await client.start(app, meeting, { name: 'Second' })
  t.equal(again.status, 201)
  t.equal(again.payload, first.payload)
  await client.advance(2)
  const live = await client.start(app, meeting)
  t.strictSame(live.body, { success: true, data: { ...first.body.data, status: 'LIVE' } })
  const { livestreams } = (await client.list(app)).body.data
  t.equal(livestreams.length, 1)
  t.equal(livestreams[0].name, 'First', 'it is not changed by it')
  await client.stop(app, meeting)
  t.not((await client.start(app, meeting)).body.data.id, first.body.data.id)
})

t.test('an INACTIVE meeting cannot be livestreamed', async (t) => {
  const client = await startFrozen(t, { startWhenActive: 'reuse' })
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const id = await client.newStart(app, meeting)
  const setStatus = (status: string) => client.api.patch(`/${app}/meetings/${meeting}`, { status })
  t.equal((await setStatus('INACTIVE')).status, 200)
  const { status, body } = await client.start(app, meeting)
  t.equal(status, 400)
  t.strictSame(body, {
    success: false,
    error: { code: 400, message: `BAD_REQUEST: "meeting_id" ${meeting} is of an INACTIVE meeting` },
  })
  await client.advance(2)
  t.equal(await client.status(app, id), 'LIVE', 'what was started goes on')
  t.equal((await client.stop(app, meeting)).status, 200)
  t.equal((await client.start(app, meeting)).status, 400)
  await setStatus('ACTIVE')
  t.equal((await client.start(app, meeting)).status, 201)
})

t.test('the database itself refuses a second active livestream of a meeting', async (t) => {
  const data = `${t.testdir()}/greenroom.db`
  const client = await startFrozen(t, { data })
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const first = await client.newStart(app, meeting)
  await client.event(first, 'stop')
  const second = await client.newStart(app, meeting)
  await client.emulator.close()

  const db = openSqlite(data)
  t.teardown(() => db.close())
  const setStatus = db.prepare('UPDATE livestreams SET status = ? WHERE id = ?')
  t.throws(() => setStatus.run('LIVE', first), { code: 'SQLITE_CONSTRAINT_UNIQUE' })
  t.throws(() => setStatus.run('INVOKED', first), { code: 'SQLITE_CONSTRAINT_UNIQUE' })
  t.throws(() => setStatus.run('OFFLINE', first), { code: 'SQLITE_CONSTRAINT_CHECK' })
  setStatus.run('IDLE', second)
  t.equal(setStatus.run('LIVE', first).changes, 1, 'once the other has stopped it may')
})
