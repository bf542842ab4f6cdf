/** What recordings, sessions and participants should be, in memory and as plain as can be. */

export type RecordingStatus = 'INVOKED' | 'RECORDING' | 'PAUSED' | 'UPLOADING' | 'UPLOADED' | 'ERRORED'
export type RecordingEvent = 'record' | 'pause' | 'resume' | 'stop' | 'upload' | 'fail'

const second = 1000
const recordAfter = 1.6 * second
const uploadAfter = 2 * second
const lonely = 60 * second
export const linkLife = 7 * 86_400 * second

const steps: Record<RecordingStatus, Partial<Record<RecordingEvent, RecordingStatus>>> = {
  INVOKED: { record: 'RECORDING', fail: 'ERRORED' },
  RECORDING: { pause: 'PAUSED', stop: 'UPLOADING', fail: 'ERRORED' },
  PAUSED: { resume: 'RECORDING', stop: 'UPLOADING', fail: 'ERRORED' },
  UPLOADING: { upload: 'UPLOADED', fail: 'ERRORED' },
  UPLOADED: {},
  ERRORED: {},
}

type Due = 'record' | 'abandon' | 'stop' | 'upload'

export interface ModelRecording {
  id: string
  meeting: ModelMeeting
  status: RecordingStatus
  invoked: number
  started?: number
  stopped?: number
  /** Whether a session was live when it began. */
  inSession?: boolean
  recorded: number
  since?: number
  reason?: string | undefined
  maxSeconds: number
  /** What will happen to it by itself. */
  due: Partial<Record<Due, number>>
}

export interface ModelMeeting {
  id: string
  keepAlive: number
  recordOnStart: boolean
  /** The ids of those who were added to it. */
  participants: string[]
  /** Who is there, the first to join first; undefined for somebody who was never added. */
  present: (string | undefined)[]
  session?: { endsAt?: number } | undefined
}

export class RecordingModel {
  meetings: ModelMeeting[] = []
  /** Oldest first. */
  recordings: ModelRecording[] = []
  constructor(public now: number) {}

  active = (meeting: ModelMeeting) =>
    this.recordings.filter(
      (each) => each.meeting === meeting && ['INVOKED', 'RECORDING', 'PAUSED'].includes(each.status),
    )

  isPossible = ({ status }: ModelRecording, event: RecordingEvent) => steps[status][event] !== undefined

  invoke(meeting: ModelMeeting, id: string, maxSeconds = 86_400) {
    this.recordings.push({
      id,
      meeting,
      status: 'INVOKED',
      invoked: this.now,
      recorded: 0,
      maxSeconds,
      due: {
        record: this.now + recordAfter,
        ...(!meeting.present.length && { abandon: this.now + lonely }),
      },
    })
  }

  /** @returns whether a recording has to be started with the session */
  join(meeting: ModelMeeting, who: (string | undefined)[]) {
    const isNew = !meeting.session
    meeting.session = {}
    meeting.present.push(...who)
    for (const recording of this.active(meeting)) {
      delete recording.due.abandon
      if (recording.status === 'INVOKED')
        recording.due.record = Math.max(this.now, recording.invoked + recordAfter)
    }
    return isNew && meeting.recordOnStart && !this.active(meeting).length
  }

  leave(meeting: ModelMeeting, index: number) {
    meeting.present.splice(index, 1)
    if (meeting.present.length || !meeting.session) return
    meeting.session.endsAt = this.now + meeting.keepAlive * second
    for (const { due } of this.active(meeting)) due.abandon = this.now + lonely
  }

  end(meeting: ModelMeeting) {
    meeting.session = undefined
    meeting.present = []
    for (const recording of this.active(meeting)) this.abandon(recording)
  }

  abandon = (recording: ModelRecording) =>
    this.happen(recording, recording.status === 'INVOKED' ? 'fail' : 'stop', 'ALL_PEERS_LEFT')

  happen(recording: ModelRecording, event: RecordingEvent, reason?: string) {
    const { now } = this
    recording.status = steps[recording.status][event] as RecordingStatus
    if (recording.since !== undefined) recording.recorded += now - recording.since
    delete recording.since
    if (recording.status === 'RECORDING') recording.since = now
    if (event === 'pause' || event === 'resume') return
    recording.due = {}
    switch (event) {
      case 'record':
        recording.started = now
        recording.inSession = recording.meeting.session !== undefined
        recording.due.stop = now + recording.maxSeconds * second
        if (!recording.meeting.present.length) recording.due.abandon = now + lonely
        break
      case 'stop':
        recording.stopped = now
        recording.reason = reason
        recording.due.upload = now + uploadAfter
        break
      case 'fail':
        recording.stopped ??= now
        recording.reason = 'INTERNAL_ERROR'
    }
  }

  /** Let what is due by now happen, in order. */
  catchUp(until = this.now) {
    for (;;) {
      const ends = this.meetings.flatMap((meeting) =>
        meeting.session?.endsAt === undefined || meeting.present.length
          ? []
          : [{ at: meeting.session.endsAt, run: () => this.end(meeting) }],
      )
      const dues = this.recordings.flatMap((recording) =>
        (Object.entries(recording.due) as [Due, number][]).map(([kind, at]) => ({
          at,
          run: () => this.fallDue(recording, kind),
        })),
      )
      const [next] = [...ends, ...dues].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
      if (!next) break
      this.now = Math.max(this.now, next.at)
      next.run()
    }
    this.now = until
  }

  fallDue(recording: ModelRecording, kind: Due) {
    delete recording.due[kind]
    if (kind === 'record' && recording.meeting.present.length) this.happen(recording, 'record')
    if (kind === 'abandon') this.abandon(recording)
    if (kind === 'stop') this.happen(recording, 'stop')
    if (kind === 'upload') this.happen(recording, 'upload')
  }

  hasExpired = ({ status, stopped = 0 }: ModelRecording) =>
    status === 'UPLOADED' && stopped + linkLife <= this.now
}
