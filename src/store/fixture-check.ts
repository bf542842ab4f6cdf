/** What a schema cannot say of a fixture: that it refers to what is there, and agrees with itself. */

import type { ErrorObject } from 'ajv'
import type { Fixture, FixtureLivestream } from './fixture-schema.js'

export interface LoadedFixture {
  /** How errors name it. */
  label: string
  fixture: Fixture
}

/** One error of Ajv's, with the place it is at: `/meetings/3/title must be string`. */
export function describeFixtureError({ instancePath, message, keyword, params }: ErrorObject): string {
  const place = instancePath || '/'
  switch (keyword) {
    case 'enum':
      return `${place} must be one of ${params.allowedValues.join(', ')}`
    case 'additionalProperties':
      return `${place} must not have the property ${params.additionalProperty}`
    case 'format':
      return params.format === 'fixture-time'
        ? `${place} must be an ISO time or a relative one such as -2d or -1h30m`
        : `${place} must be a valid ${params.format}`
    default:
      return `${place} ${message ?? 'is wrong'}`
  }
}

/** Whether the last broadcast is what the status says it is. */
function statusProblem({ status, sessions }: FixtureLivestream): string | undefined {
  const last = sessions?.at(-1)
  if (!last) return undefined
  const open = last.stopped_time === undefined
  if (status === 'LIVE' && !(open && last.started_time !== undefined))
    return 'is LIVE: its last session needs a started_time and no stopped_time'
  if (status === 'INVOKED' && !(open && last.started_time === undefined))
    return 'is INVOKED: its last session needs neither a started_time nor a stopped_time'
  if ((status === 'IDLE' || status === 'ERRORED') && open)
    return `is ${status}: its last session needs a stopped_time`
  return undefined
}

/** Names of what fixtures hold, as the other parts refer to them. */
class Names {
  readonly #seen = new Set<string>()
  /** False when it was there already. */
  add(...parts: (string | undefined)[]) {
    if (parts.at(-1) === undefined) return true
    const key = JSON.stringify(parts)
    if (this.#seen.has(key)) return false
    this.#seen.add(key)
    return true
  }
  has(...parts: (string | undefined)[]) {
    return this.#seen.has(JSON.stringify(parts))
  }
}

/** Check fixtures that are loaded together. @returns the problems, each naming file and place */
export function checkFixture(loaded: readonly LoadedFixture[]): string[] {
  const problems: string[] = []
  const [apps, meetings, sessions, livestreams, broadcasts, webhooks, active, secrets] = Array.from(
    { length: 8 },
    () => new Names(),
  ) as [Names, Names, Names, Names, Names, Names, Names, Names]

  for (const { label, fixture } of loaded) {
    const say = (place: string, problem: string) => problems.push(`${label}: ${place} ${problem}`)
    const accountOf = (item: { account_id?: string | undefined }) => item.account_id ?? fixture.account_id

    fixture.apps?.forEach((app, i) => {
      if (accountOf(app) === undefined)
        say(`/apps/${i}/account_id`, 'is needed, or one for the whole fixture')
      if (!apps.add(accountOf(app), app.id)) say(`/apps/${i}/id`, `${app.id} is already in this account`)
    })
    const inApp = (place: string, item: { account_id?: string | undefined; app_id: string }) => {
      if (!apps.has(accountOf(item), item.app_id)) say(`${place}/app_id`, `names no app: ${item.app_id}`)
      return [accountOf(item), item.app_id] as const
    }

    fixture.meetings?.forEach((meeting, i) => {
      if (!meetings.add(...inApp(`/meetings/${i}`, meeting), meeting.id))
        say(`/meetings/${i}/id`, `${meeting.id} is already in this app`)
    })
    fixture.sessions?.forEach((session, i) => {
      const app = inApp(`/sessions/${i}`, session)
      if (!meetings.has(...app, session.meeting_id))
        say(`/sessions/${i}/meeting_id`, `names no meeting of this app: ${session.meeting_id}`)
      if (!sessions.add(...app, session.id)) say(`/sessions/${i}/id`, `${session.id} is already in this app`)
      if (session.ended_at === undefined && !active.add('session', ...app, session.meeting_id))
        say(`/sessions/${i}`, 'is a second live session of its meeting')
      if ((session.max_concurrent_participants ?? Number.MAX_VALUE) < (session.live_participants ?? 0))
        say(`/sessions/${i}/max_concurrent_participants`, 'is less than live_participants')
      if (session.ended_at !== undefined && session.live_participants)
        say(`/sessions/${i}/live_participants`, 'must be 0 once it has ended')
    })
    fixture.livestreams?.forEach((livestream, i) => {
      const place = `/livestreams/${i}`
      const app = inApp(place, livestream)
      const { meeting_id: meeting } = livestream
      if (meeting !== undefined && !meetings.has(...app, meeting))
        say(`${place}/meeting_id`, `names no meeting of this app: ${meeting}`)
      if (!livestreams.add(...app, livestream.id))
        say(`${place}/id`, `${livestream.id} is already in this app`)
      for (const field of ['stream_key', 'playback_id'] as const)
        if (!secrets.add(field, livestream[field])) say(`${place}/${field}`, 'is already in use')
      const isActive = livestream.status === 'INVOKED' || livestream.status === 'LIVE'
      if (isActive && !active.add('livestream', ...app, meeting))
        say(`${place}/status`, 'makes a second active livestream of its meeting')
      const problem = statusProblem(livestream)
      if (problem) say(`${place}/status`, problem)
      livestream.sessions?.forEach((broadcast, k, { length }) => {
        const at = `${place}/sessions/${k}`
        if (!broadcasts.add(...app, broadcast.id)) say(`${at}/id`, `${broadcast.id} is already in this app`)
        if (broadcast.session_id !== undefined && !sessions.has(...app, broadcast.session_id))
          say(`${at}/session_id`, `names no session of this app: ${broadcast.session_id}`)
        if (k < length - 1 && broadcast.stopped_time === undefined)
          say(at, 'needs a stopped_time: only the last may go on')
      })
    })
    fixture.webhooks?.forEach((webhook, i) => {
      if (!webhooks.add(...inApp(`/webhooks/${i}`, webhook), webhook.id))
        say(`/webhooks/${i}/id`, `${webhook.id} is already in this app`)
    })
  }
  return problems
}
