/** Recordings, sessions and participants, called at random: no sequence of calls tells them from the model. */

import { deepStrictEqual as same } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { rounds, seed } from '../../helpers/campaign.js'
import {
  linkLife,
  type ModelMeeting,
  type ModelRecording,
  type RecordingEvent,
  RecordingModel,
  type RecordingStatus,
} from '../../helpers/recording-model.js'
import { recordingsOf } from '../../helpers/recordings.js'
import { start } from '../../helpers/start.js'

const which = fc.nat({ max: 1000 })
const pick = <Item>(items: Item[], number: number): Item | undefined => items[number % items.length]
const call = <const Name extends string>(name: Name) => ({ call: fc.constant(name), which })
const step = fc.oneof(
  fc.constantFrom(
    0,
    1,
    1599,
    1600,
    1601,
    2000,
    59_999,
    60_000,
    77_000,
    119_999,
    120_000,
    86_400_000,
    linkLife,
  ),
  fc.integer({ min: 0, max: 10_000 }),
)
const statuses = ['INVOKED', 'RECORDING', 'PAUSED', 'UPLOADING', 'UPLOADED', 'ERRORED'] as const
const events = ['record', 'pause', 'resume', 'stop', 'upload', 'fail'] as const

const commands = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      ...call('newMeeting'),
      keepAlive: fc.constantFrom(60, 120),
      recordOnStart: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ ...call('add') }) },
  { weight: 1, arbitrary: fc.record({ ...call('remove'), who: which }) },
  { weight: 5, arbitrary: fc.record({ ...call('join'), count: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 3, arbitrary: fc.record({ ...call('joinAs'), who: which }) },
  { weight: 4, arbitrary: fc.record({ ...call('leave') }) },
  { weight: 2, arbitrary: fc.record({ ...call('leaveAs'), who: which }) },
  { weight: 1, arbitrary: fc.record({ ...call('kickAll') }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...call('start'),
      maxSeconds: fc.option(fc.constant(77), { nil: undefined }),
      allow: fc.boolean(),
    }),
  },
  { weight: 8, arbitrary: fc.record({ ...call('act'), action: fc.constantFrom('stop', 'pause', 'resume') }) },
  {
    weight: 4,
    arbitrary: fc.record({ ...call('event'), event: fc.constantFrom<RecordingEvent>(...events) }),
  },
  { weight: 8, arbitrary: fc.record({ ...call('advance'), step }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...call('list'),
      wanted: fc.subarray([...statuses]),
      ofMeeting: fc.boolean(),
      expired: fc.option(fc.boolean(), { nil: undefined }),
      order: fc.constantFrom('ASC', 'DESC'),
      page: fc.integer({ min: 1, max: 2 }),
      size: fc.constantFrom(1, 3, 20),
    }),
  },
  { weight: 3, arbitrary: fc.record({ ...call('readMeeting') }) },
)
type Command = typeof commands extends fc.Arbitrary<infer Value> ? Value : never

const iso = (instant: number | undefined) => (instant === undefined ? null : new Date(instant).toISOString())

/** What an answer says of a recording, as far as the model knows it. */
const shown = (model: RecordingModel, each: ModelRecording) => ({
  id: each.id,
  meeting_id: each.meeting.id,
  status: each.status,
  invoked_time: iso(each.invoked),
  started_time: iso(each.started),
  stopped_time: iso(each.stopped),
  recording_duration: Math.round(
    (each.recorded + (each.since === undefined ? 0 : model.now - each.since)) / 1000,
  ),
  download_url_expiry: each.status === 'UPLOADED' ? iso((each.stopped ?? 0) + linkLife) : null,
  inSession: each.inSession ?? false,
})
// biome-ignore lint/suspicious/noExplicitAny: an answer
const seen = (data: any) => ({
  id: data.id,
  meeting_id: data.meeting_id,
  status: data.status,
  invoked_time: data.invoked_time,
  started_time: data.started_time,
  stopped_time: data.stopped_time,
  recording_duration: data.recording_duration,
  download_url_expiry: data.download_url_expiry,
  inSession: data.session_id !== null,
})

/** An emulator with an app, and what runs a command on it and on a model. */
async function startPair(test: Parameters<typeof start>[0]) {
  const { api, control, send } = await start(test)
  let app = ''
  let recordings = recordingsOf(send, app)

  const read = async (model: RecordingModel, each: ModelRecording) => {
    const { data } = (await recordings.get(each.id)).body
    same(seen(data), shown(model, each))
    same(data.stop_reason?.reason, each.reason)
  }

  const join = async (
    model: RecordingModel,
    meeting: ModelMeeting,
    {
      body,
      who,
    }: {
      body: object
      who: (string | undefined)[]
    },
  ) => {
    same((await control.post(`/meetings/${meeting.id}/join`, body)).status, 200)
    if (model.join(meeting, who)) {
      const { data } = (await recordings.active(meeting.id)).body
      model.invoke(meeting, data.id)
    }
  }

  const list = async (model: RecordingModel, command: Extract<Command, { call: 'list' }>) => {
    const { wanted, expired, order, page, size } = command
    const meeting = command.ofMeeting ? pick(model.meetings, command.which) : undefined
    const query = new URLSearchParams({ sort_order: order, page_no: String(page), per_page: String(size) })
    for (const status of wanted) query.append('status', status)
    if (meeting) query.set('meeting_id', meeting.id)
    if (expired !== undefined) query.set('expired', String(expired))
    const all = model.recordings.filter(
      (each) =>
        (!wanted.length || (wanted as RecordingStatus[]).includes(each.status)) &&
        (!meeting || each.meeting === meeting) &&
        (expired === undefined || model.hasExpired(each) === expired),
    )
    const ordered = order === 'ASC' ? all : all.toReversed()
    const { data, paging } = (await recordings.list(`?${query}`)).body
    same(paging.total_count, all.length)
    same(
      data.map(seen),
      ordered.slice((page - 1) * size, page * size).map((each) => shown(model, each)),
    )
  }

  const readMeeting = async (model: RecordingModel, meeting: ModelMeeting) => {
    const session = await api.activeSession(app, meeting.id)
    same(
      [session.status, session.body.data?.live_participants],
      meeting.session ? [200, meeting.present.length] : [404, undefined],
    )
    const { data } = (await api.get(`/${app}/meetings/${meeting.id}/participants?per_page=1000`)).body
    same(
      data.map(({ id }: { id: string }) => id),
      meeting.participants.toReversed(),
    )
    const [newest] = model.active(meeting).toReversed()
    const active = await recordings.active(meeting.id)
    same([active.status, active.body.data?.id], newest ? [200, newest.id] : [404, undefined])
  }

  const runOnMeeting = async (model: RecordingModel, meeting: ModelMeeting, command: Command) => {
    const path = `/${app}/meetings/${meeting.id}`
    switch (command.call) {
      case 'add': {
        const custom_participant_id = `custom-${command.which}`
        return void meeting.participants.push(
          (await api.participant(app, meeting.id, { custom_participant_id })).id,
        )
      }
      case 'remove': {
        // One who is there stays until they leave, and is named by nothing then: that is tested elsewhere.
        const id = pick(
          meeting.participants.filter((each) => !meeting.present.includes(each)),
          command.who,
        )
        if (id === undefined) return
        same((await api.delete(`${path}/participants/${id}`)).status, 200)
        meeting.participants = meeting.participants.filter((each) => each !== id)
        return
      }
      case 'join': {
        const { count } = command
        return join(model, meeting, { body: { count }, who: Array.from({ length: count }, () => undefined) })
      }
      case 'joinAs': {
        const id = pick(meeting.participants, command.who)
        if (id === undefined) return
        const body = { participant: { id } }
        if (!meeting.present.includes(id)) return join(model, meeting, { body, who: [id] })
        return same((await control.post(`/meetings/${meeting.id}/join`, body)).status, 409)
      }
      case 'leave':
      case 'leaveAs': {
        const id = command.call === 'leaveAs' ? pick(meeting.participants, command.who) : undefined
        if (command.call === 'leaveAs' && id === undefined) return
        const body = id === undefined ? {} : { participant: { id } }
        const index = id === undefined ? 0 : meeting.present.indexOf(id)
        const isThere = index >= 0 && index < meeting.present.length
        const refusal = !meeting.session || id !== undefined ? 404 : 409
        const { status } = await control.post(`/meetings/${meeting.id}/leave`, body)
        same(status, isThere ? 200 : refusal)
        if (isThere) model.leave(meeting, index)
        return
      }
      case 'kickAll': {
        same((await api.post(`${path}/active-session/kick-all`)).status, meeting.session ? 200 : 404)
        if (meeting.session) model.end(meeting)
        return
      }
      case 'start': {
        const { maxSeconds: max_seconds, allow: allow_multiple_recordings } = command
        const { status, body } = await recordings.start(meeting.id, {
          max_seconds,
          allow_multiple_recordings,
        })
        const isRefused = !allow_multiple_recordings && model.active(meeting).length > 0
        same(status, isRefused ? 400 : 200)
        if (!isRefused) model.invoke(meeting, body.data.id, max_seconds)
        return
      }
      default:
        return readMeeting(model, meeting)
    }
  }

  const runOnRecording = async (model: RecordingModel, recording: ModelRecording, command: Command) => {
    const event =
      command.call === 'act' ? (command.action as RecordingEvent) : command.call === 'event' && command.event
    if (!event) return
    const isPossible =
      model.isPossible(recording, event) && !(command.call === 'act' && recording.status === 'INVOKED')
    const { status } =
      command.call === 'act'
        ? await recordings.act(recording.id, event)
        : await control.post(`/recordings/${recording.id}/events`, { event })
    same(status, isPossible ? 200 : command.call === 'act' ? 400 : 409)
    if (isPossible) model.happen(recording, event, 'API_CALL')
    await read(model, recording)
  }

  return {
    async begin() {
      await control.post('/reset')
      app = await api.app()
      recordings = recordingsOf(send, app)
      return new RecordingModel(Date.parse((await control.get('/clock')).body.now))
    },
    async run(model: RecordingModel, command: Command) {
      switch (command.call) {
        case 'newMeeting': {
          const { keepAlive, recordOnStart } = command
          const body = { session_keep_alive_time_in_secs: keepAlive, record_on_start: recordOnStart }
          const id = await api.meeting(app, body)
          model.meetings.push({ id, keepAlive, recordOnStart, participants: [], present: [] })
          return
        }
        case 'advance':
          same((await control.advance(command.step / 1000)).status, 200)
          return model.catchUp(model.now + command.step)
        case 'list':
          return list(model, command)
        case 'act':
        case 'event': {
          const recording = pick(model.recordings, command.which)
          if (recording) await runOnRecording(model, recording, command)
          break
        }
        default: {
          const meeting = pick(model.meetings, command.which)
          if (meeting) await runOnMeeting(model, meeting, command)
        }
      }
      model.catchUp()
    },
    async readAll(model: RecordingModel) {
      for (const each of model.recordings) await read(model, each)
      for (const each of model.meetings) await readMeeting(model, each)
      const { recording_stats } = (await api.get(`/${app}/analytics/daywise?start_date=2026-01-01`)).body.data
      same(
        recording_stats.recording_count,
        model.recordings.filter(({ started }) => started !== undefined).length,
      )
    },
  }
}

t.test('no sequence of calls tells it from the model', async (t) => {
  const pair = await startPair(t)
  const runs = rounds(60, 600)
  await fc.assert(
    fc.asyncProperty(fc.array(commands, { minLength: 10, maxLength: 80, size: 'max' }), async (calls) => {
      const model = await pair.begin()
      await pair.run(model, { call: 'newMeeting', which: 0, keepAlive: 60, recordOnStart: false })
      for (const each of calls) await pair.run(model, each)
      await pair.readAll(model)
    }),
    { seed, numRuns: runs },
  )
  t.pass(`${runs} sequences`)
})
