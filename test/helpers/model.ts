/** What Greenroom should be, in memory and as plain as can be: for the model-based test to compare with. */

export type Status = 'INVOKED' | 'LIVE' | 'IDLE' | 'ERRORED'
export type Event = 'live' | 'stop' | 'fail'

export interface ModelBroadcast {
  invoked: number
  started?: number
  stopped?: number
  error?: string
  /** When the record was last changed. */
  updated: number
}

export interface ModelMeeting {
  id: string
  isActive: boolean
  /** Its meeting sessions, oldest first. */
  sessions: { started: number; ended?: number }[]
}

export interface ModelLivestream {
  id: string
  meeting?: ModelMeeting
  name?: string
  status: Status
  created: number
  updated: number
  /** Oldest first. */
  broadcasts: ModelBroadcast[]
  /** What will happen to it by itself. */
  due?: { event: Event; at: number }
}

export interface ModelApp {
  id: string
  meetings: ModelMeeting[]
  /** Oldest first. */
  livestreams: ModelLivestream[]
}

const day = 86_400_000
const goLiveAfter = 2000

export class Model {
  apps: ModelApp[] = []
  constructor(
    public now: number,
    readonly autoLive: 'meetings' | 'all' | 'none',
  ) {}

  activeOf = (app: ModelApp, meeting: ModelMeeting) =>
    app.livestreams.find((each) => each.meeting === meeting && ['INVOKED', 'LIVE'].includes(each.status))

  isPossible(livestream: ModelLivestream, event: Event) {
    if (event !== 'live') return livestream.status === 'INVOKED' || livestream.status === 'LIVE'
    return livestream.status === 'INVOKED' || (livestream.status !== 'LIVE' && !livestream.meeting)
  }

  invoke(app: ModelApp, details: { id: string; meeting?: ModelMeeting; name?: string }) {
    const { now } = this
    const goesLive = this.autoLive === 'all' || (this.autoLive === 'meetings' && details.meeting)
    app.livestreams.push({
      ...details,
      status: 'INVOKED',
      created: now,
      updated: now,
      broadcasts: [{ invoked: now, updated: now }],
      ...(goesLive && { due: { event: 'live', at: now + goLiveAfter } }),
    })
    details.meeting?.sessions.push({ started: now })
  }

  happen(livestream: ModelLivestream, event: Event, { at = this.now, error = '' } = {}) {
    let broadcast = livestream.broadcasts.at(-1)
    if (!broadcast || broadcast.stopped !== undefined) {
      broadcast = { invoked: at, updated: at }
      livestream.broadcasts.push(broadcast)
    }
    broadcast.updated = at
    livestream.updated = at
    delete livestream.due
    if (event === 'live') {
      livestream.status = 'LIVE'
      broadcast.started = at
      livestream.due = { event: 'stop', at: at + day }
      return
    }
    livestream.status = event === 'stop' ? 'IDLE' : 'ERRORED'
    broadcast.stopped = at
    if (event === 'fail') broadcast.error = error
    const session = livestream.meeting?.sessions.at(-1)
    if (session) session.ended = at
  }

  advance(milliseconds: number) {
    const until = this.now + milliseconds
    for (const livestream of this.apps.flatMap(({ livestreams }) => livestreams))
      while (livestream.due && livestream.due.at <= until)
        this.happen(livestream, livestream.due.event, { at: livestream.due.at })
    this.now = until
  }

  ingestMs = ({ started, stopped }: ModelBroadcast) =>
    started === undefined ? 0 : (stopped ?? this.now) - started
}

const iso = (instant: number) => new Date(instant).toISOString()

/** A livestream as the documented list has it, without its addresses. */
export const listed = ({ id, meeting, name, status, created, updated }: ModelLivestream) => ({
  id,
  status,
  created_at: iso(created),
  updated_at: iso(updated),
  ...(name !== undefined && { name }),
  ...(meeting && { meeting_id: meeting.id }),
  disabled: 'false',
})

/** A livestream session as the details have it, without its id. */
export const recorded = (model: Model, livestream: ModelLivestream, broadcast: ModelBroadcast) => ({
  livestream_id: livestream.id,
  ...(broadcast.error !== undefined && { err_message: broadcast.error }),
  created_at: iso(broadcast.invoked),
  updated_at: iso(broadcast.updated),
  invoked_time: iso(broadcast.invoked),
  ...(broadcast.started !== undefined && { started_time: iso(broadcast.started) }),
  ...(broadcast.stopped !== undefined && { stopped_time: iso(broadcast.stopped) }),
  ingest_seconds: model.ingestMs(broadcast) / 1000,
  viewer_seconds: 0,
})

/** A page of a list that is given oldest first, and its paging. */
export function pageOf<Item>(
  all: Item[],
  { order, page, size }: { order: 'ASC' | 'DSC'; page: number; size: number },
) {
  const ordered = order === 'ASC' ? all : all.toReversed()
  const items = ordered.slice((page - 1) * size, page * size)
  const first = items.length ? (page - 1) * size + 1 : 0
  return {
    items,
    paging: { total_count: all.length, start_offset: first, end_offset: first && first + items.length - 1 },
  }
}

/** Livestream sessions created in a window, both ends included, as the analytics count them. */
export function totals(model: Model, app: ModelApp, from: number, until: number) {
  const within = app.livestreams
    .flatMap((livestream) => livestream.broadcasts.map((broadcast) => ({ livestream, broadcast })))
    .filter(({ broadcast }) => broadcast.invoked >= from && broadcast.invoked <= until)
  const ingestMs = within.reduce((sum, { broadcast }) => sum + model.ingestMs(broadcast), 0)
  return {
    livestreams: new Set(within.map(({ livestream }) => livestream)).size,
    broadcasts: within.length,
    seconds: { total_ingest_seconds: Math.round(ingestMs / 1000), total_viewer_seconds: 0 },
  }
}
