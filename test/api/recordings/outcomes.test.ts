/** Directives in a file name script a recording; events of the control API happen to it now. */

import t from 'tap'
import { serviceError } from '../../helpers/errors.js'
import { recordingsOf, startRecordings } from '../../helpers/recordings.js'
import { after } from '../../helpers/start.js'

type Step = [seconds: number, status: string]

t.test('a prefix scripts what becomes of the recording', async (t) => {
  for (const [prefix, steps] of [
    [
      'x [record after 10s]',
      [
        [9.9, 'INVOKED'],
        [10, 'RECORDING'],
      ],
    ],
    ['x [stall]', [[3600, 'INVOKED']]],
    [
      'x [fail after 30s: recorder lost]',
      [
        [29, 'RECORDING'],
        [30, 'ERRORED'],
      ],
    ],
    ['x [fail]', [[0, 'ERRORED']]],
    ['x [fail: no recorder]', [[0, 'ERRORED']]],
    [
      'x [stop after 1m]',
      [
        [59, 'RECORDING'],
        [60, 'UPLOADING'],
        [62, 'UPLOADED'],
      ],
    ],
    [
      'x [stop after 1m] [upload after 1h]',
      [
        [3659, 'UPLOADING'],
        [3660, 'UPLOADED'],
      ],
    ],
    [
      'x [stop after 1m] [fail on upload: disk full]',
      [
        [61, 'UPLOADING'],
        [62, 'ERRORED'],
      ],
    ],
    [
      'x [upload after 5s] [fail on upload] [stop after 10s]',
      [
        [14, 'UPLOADING'],
        [15, 'ERRORED'],
      ],
    ],
    ['[record] finals [HD] [Fail]', [[2, 'RECORDING']]],
  ] as [string, Step[]][]) {
    const { emulator, recordings, record, join } = await startRecordings(t)
    join()
    const id = await record({ file_name_prefix: prefix })
    for (const [seconds, status] of steps) {
      await emulator.clock.advance({ to: after(seconds) })
      t.equal((await recordings.look(id)).status, status, `${prefix} after ${seconds} s`)
    }
    t.ok((await recordings.look(id)).output_file_name.startsWith(prefix))
  }
})

t.test('a directive that is wrong is refused by its place; with --directives off it is text', async (t) => {
  const { recordings, meeting } = await startRecordings(t)
  for (const [prefix, position, problem] of [
    ['x [fail after 30]', 15, 'expected a duration such as 30s or 1m30s, found "30"'],
    ['x [upload after 5s', 19, 'expected "]", found the end'],
    ['x [fail on upload disk full]', 19, 'expected ":" and a message, or "]", found "disk"'],
    ['x [stall] [record after 5s]', 12, '"record" contradicts "stall"'],
  ] as const)
    t.strictSame(
      (await recordings.start(meeting, { file_name_prefix: prefix })).body,
      serviceError(
        400,
        `BAD_REQUEST: "file_name_prefix" has a directive that is wrong at character ${position}: ${problem}`,
      ),
    )

  const off = await startRecordings(t, { directives: 'off' })
  off.join()
  const id = await off.record({ file_name_prefix: 'x [fail after 1' })
  await off.advance(5)
  t.equal((await off.recordings.look(id)).status, 'RECORDING')
})

t.test(
  'record_on_start takes directives from recording_config, and refuses to join with a wrong one',
  async (t) => {
    const { api, app, control, recordings, join, advance } = await startRecordings(t)
    const meetingWith = (file_name_prefix: string) =>
      api.meeting(app, { record_on_start: true, recording_config: { file_name_prefix } })
    const meeting = await meetingWith('show [fail after 5s: no disk]')
    join(meeting)
    await advance(5)
    t.match((await recordings.list(`?meeting_id=${meeting}`)).body.data, [{ status: 'ERRORED' }])
    const wrong = await meetingWith('show [fail after 5]')
    const { status, body } = await control.post(`/meetings/${wrong}/join`, {})
    t.equal(status, 400)
    t.match(
      body.error.message,
      '"recording_config.file_name_prefix" has a directive that is wrong at character 18',
    )
    t.equal((await api.activeSession(app, wrong)).status, 404, 'nobody joined')
  },
)

t.test('an event happens now, or says which are possible', async (t) => {
  const { app, control, record } = await startRecordings(t)
  const id = await record()
  const send = (event: string, more: object = {}) =>
    control.post(`/recordings/${id}/events`, { event, ...more })
  const refused = async (event: string, status: string, legal: string) =>
    t.strictSame(
      (await send(event)).body,
      serviceError(
        409,
        `"event" ${event} is not possible while the recording is ${status}; possible: ${legal}`,
      ),
    )
  await refused('stop', 'INVOKED', 'record, fail')
  t.strictSame((await send('record')).body, {
    id,
    account_id: 'account',
    app_id: app,
    status: 'RECORDING',
    updated_at: after(0),
  })
  await refused('resume', 'RECORDING', 'pause, stop, fail')
  t.equal((await send('pause')).body.status, 'PAUSED')
  t.equal((await send('resume')).body.status, 'RECORDING')
  t.equal((await send('stop')).body.status, 'UPLOADING')
  await refused('record', 'UPLOADING', 'upload, fail')
  t.equal((await send('upload')).body.status, 'UPLOADED')
  await refused('fail', 'UPLOADED', 'none')
  t.strictSame(
    (await send('stop', { err_message: 'x' })).body,
    serviceError(400, 'BAD_REQUEST: "err_message" goes with the event fail only'),
  )
  t.strictSame(
    (await control.post('/recordings/nothing/events', { event: 'fail' })).body,
    serviceError(404, 'No recording found with id nothing'),
  )
  t.strictSame((await control.get('/scheduled')).body, { scheduled: [], total: 0 }, 'nothing is left to do')
})

t.test('a failure says why in the stream of events; each change is one', async (t) => {
  const { emulator, app, meeting, recordings, record, join, advance } = await startRecordings(t)
  const seen: unknown[] = []
  emulator.events(
    ({ data: { from, status, event, err_message } }) => seen.push([from, status, event, err_message]),
    {
      type: 'recording',
    },
  )
  const { session_id } = join()
  const all: Record<string, unknown>[] = []
  const stop = emulator.events(({ data }) => all.push(data), { type: 'recording' })
  const id = await record()
  await advance(5)
  emulator.recordings.event(id, { event: 'fail', err_message: 'recorder lost' })
  t.strictSame(seen, [
    [null, 'INVOKED', null, null],
    ['INVOKED', 'RECORDING', 'record', null],
    ['RECORDING', 'ERRORED', 'fail', 'recorder lost'],
  ])
  t.strictSame(all[2], {
    time: after(5),
    account_id: 'account',
    app_id: app,
    recording_id: id,
    meeting_id: meeting,
    session_id,
    from: 'RECORDING',
    status: 'ERRORED',
    event: 'fail',
    err_message: 'recorder lost',
  })
  stop()
  t.equal((await recordings.look(id)).stop_reason.reason, 'INTERNAL_ERROR')
})

t.test('an id that several apps have is asked for by account and app', async (t) => {
  const fixture = {
    apps: ['one', 'two'].map((account_id) => ({ account_id, id: 'app', name: 'App' })),
    meetings: ['one', 'two'].map((account_id) => ({ account_id, app_id: 'app', id: 'm' })),
    recordings: ['one', 'two'].map((account_id) => ({
      account_id,
      app_id: 'app',
      meeting_id: 'm',
      id: 'r',
      status: 'PAUSED',
    })),
  }
  const { control, send } = await startRecordings(t, { fixtures: [fixture] } as never)
  const { status, body } = await control.post('/recordings/r/events', { event: 'fail' })
  t.equal(status, 409)
  t.match(body.error.message, '2 apps have a recording r')
  t.equal((await control.post('/recordings/r/events', { event: 'fail', account_id: 'two' })).status, 200)
  t.equal((await recordingsOf(send, 'app', 'one').look('r')).status, 'PAUSED')
  t.equal((await recordingsOf(send, 'app', 'two').look('r')).status, 'ERRORED')
})
