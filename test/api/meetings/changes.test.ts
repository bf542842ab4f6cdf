import { pino } from 'pino'
import t from 'tap'
import type { Change } from '../../../src/api/changes.js'
import { resolveOptions } from '../../../src/config/resolve.js'
import { createContainer } from '../../../src/container.js'
import { createClock } from '../../../src/core/clock.js'
import { openDatabase } from '../../../src/store/database.js'

t.test('who joins and leaves is told, with the session as it is then', async (t) => {
  const db = openDatabase(':memory:')
  const { app, changes, control } = createContainer({
    config: resolveOptions({ fixtures: ['none'], seed: 1 }),
    clock: createClock({ mode: 'frozen', now: 0 }),
    db,
    log: pino({ level: 'silent' }),
    fixtures: [],
    state: () => ({ phase: 'ready', listening: 'localhost' }),
  })
  t.teardown(() => app.close().then(() => db.close()))
  const told: unknown[] = []
  const tell = (change: Change) => {
    if (change.kind === 'livestream') told.push([change.kind, change.livestream.status])
    else if (change.kind === 'recording') told.push([change.kind, change.recording.status])
    else if (change.kind === 'session.ended') told.push([change.kind, change.reason])
    else if (change.kind === 'session.started') told.push([change.kind, change.session.liveParticipants])
    else if ('participant' in change) {
      const { customParticipantId: id, name, joinedAt, leftAt } = change.participant
      told.push([change.kind, change.session.liveParticipants, { id, name, joinedAt, leftAt }])
    }
  }
  const post = async (url: string, payload: object) =>
    (await app.inject({ method: 'POST', url, headers: { authorization: 'Bearer x' }, payload })).json().data
  const kit = '/accounts/acc/realtime/kit'
  const made = await post(`${kit}/apps`, { name: 'app' })
  const meeting = await post(`${kit}/${made.app.id}/meetings`, { live_stream_on_start: true })
  changes.listen(tell)

  control.meetings.join(meeting.id, { participant: { id: 'ada', name: 'Ada' } })
  control.meetings.join(meeting.id, { participant: { id: 'bob' } })
  await control.clock.advance({ seconds: 5 })
  control.meetings.leave(meeting.id, { participant: { id: 'ada' } })
  control.meetings.leave(meeting.id, {})
  await control.clock.advance({ until: 'idle' })
  const ada = { id: 'ada', name: 'Ada', joinedAt: 0 }
  const bob = { id: 'bob', name: null, joinedAt: 0 }
  t.strictSame(told, [
    ['session.started', 0],
    ['participant.joined', 1, { ...ada, leftAt: null }],
    ['livestream', 'INVOKED'],
    ['participant.joined', 2, { ...bob, leftAt: null }],
    ['livestream', 'LIVE'],
    ['participant.left', 1, { ...ada, leftAt: 5000 }],
    ['participant.left', 0, { ...bob, leftAt: 5000 }],
    ['session.ended', 'ALL_PARTICIPANTS_LEFT'],
    ['livestream', 'IDLE'],
  ])
})
