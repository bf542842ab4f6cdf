/** Writes a fixture that was checked. Call it in a transaction. */

import type { App, AppsRepository } from '../api/apps/repository.js'
import type { Clock } from '../core/clock.js'
import { type Ids, isUuid, standInUuid } from '../core/ids.js'
import type { Livestream, LivestreamsRepository } from '../api/livestreams/repository.js'
import type { LivestreamSessionsRepository } from '../api/livestreams/livestream-session-repository.js'
import { defaultErrMessage, type Transitions } from '../api/livestreams/transitions.js'
import type { MeetingsRepository } from '../api/meetings/repository.js'
import { toSettings } from '../api/meetings/service.js'
import type { ParticipantsRepository } from '../api/participants/repository.js'
import type { SessionsRepository } from '../api/sessions/repository.js'
import type { WebhooksRepository } from '../api/webhooks/repository.js'
import type { Fixture, FixtureLivestream, FixtureLivestreamSession } from './fixture-schema.js'
import { readFixtureTime } from './fixture-time.js'

const standIn = (id: string) => (isUuid(id) ? null : standInUuid(id))

export function createFixtureWriter(deps: {
  apps: AppsRepository
  meetings: MeetingsRepository
  sessions: SessionsRepository
  participants: ParticipantsRepository
  livestreams: LivestreamsRepository
  livestreamSessions: LivestreamSessionsRepository
  transitions: Transitions
  webhooks: WebhooksRepository
  clock: Clock
  ids: Ids
}) {
  const {
    apps,
    meetings,
    sessions,
    participants,
    livestreams,
    livestreamSessions,
    transitions,
    webhooks,
    clock,
    ids,
  } = deps

  const write = (fixture: Fixture) => {
    const now = clock.now()
    const time = (text: string | undefined) => (text === undefined ? undefined : readFixtureTime(text, now))
    const accountOf = (item: { account_id?: string | undefined }) =>
      item.account_id ?? fixture.account_id ?? ''
    const appOf = (item: { account_id?: string | undefined; app_id: string }): App => {
      const app = apps.find(accountOf(item), item.app_id)
      if (!app) throw new Error(`the checked fixture has no app ${item.app_id}`)
      return app
    }

    /** A broadcast that agrees with the status, for a livestream that tells of none. */
    const impliedSession = ({
      status,
      created_at,
      updated_at,
    }: FixtureLivestream): FixtureLivestreamSession => ({
      ...(created_at !== undefined && { invoked_time: created_at }),
      ...(status !== 'INVOKED' && { started_time: created_at ?? '+0s' }),
      ...((status === 'IDLE' || status === 'ERRORED') && { stopped_time: updated_at ?? created_at ?? '+0s' }),
    })

    const writeBroadcast = (
      livestream: Livestream,
      app: App,
      { session, isLast }: { session: FixtureLivestreamSession; isLast: boolean },
    ) => {
      const invokedAt = time(session.invoked_time) ?? livestream.createdAt
      const startedAt = time(session.started_time) ?? null
      const stoppedAt = time(session.stopped_time) ?? null
      const isOpen = startedAt !== null && stoppedAt === null
      const failed = isLast && livestream.status === 'ERRORED'
      livestreamSessions.insert({
        appPk: app.pk,
        livestreamPk: livestream.pk,
        sessionPk:
          session.session_id === undefined ? null : (sessions.find(app.pk, session.session_id)?.pk ?? null),
        id: session.id ?? ids.uuid(app.accountId),
        invokedAt,
        startedAt,
        stoppedAt,
        errMessage: session.err_message ?? (failed ? defaultErrMessage : null),
        viewers: session.viewers ?? (isOpen ? livestream.viewers : 0),
        viewerMs: Math.round((session.viewer_seconds ?? 0) * 1000),
        // What has been watched so far is given; from now on it accrues.
        viewersSince: isOpen ? (session.viewer_seconds === undefined ? startedAt : now) : null,
        createdAt: invokedAt,
        updatedAt: stoppedAt ?? startedAt ?? invokedAt,
      })
    }

    for (const app of fixture.apps ?? []) {
      const accountId = accountOf(app)
      const id = app.id ?? ids.uuid(accountId)
      apps.insert({
        accountId,
        id,
        uuid: standIn(id),
        name: app.name,
        createdAt: time(app.created_at) ?? now,
      })
    }

    for (const meeting of fixture.meetings ?? []) {
      const app = appOf(meeting)
      const id = meeting.id ?? ids.uuid(app.accountId)
      const createdAt = time(meeting.created_at) ?? now
      meetings.insert({
        ...toSettings(meeting),
        appPk: app.pk,
        id,
        uuid: standIn(id),
        status: meeting.status ?? 'ACTIVE',
        createdAt,
        updatedAt: time(meeting.updated_at) ?? createdAt,
      })
    }

    for (const session of fixture.sessions ?? []) {
      const app = appOf(session)
      const startedAt = time(session.started_at) ?? now
      const endedAt = time(session.ended_at) ?? null
      const sessionPk = sessions.insert({
        appPk: app.pk,
        id: session.id ?? ids.uuid(app.accountId),
        meetingId: session.meeting_id,
        status: endedAt === null ? 'LIVE' : 'ENDED',
        liveParticipants: session.live_participants ?? 0,
        maxConcurrentParticipants: session.max_concurrent_participants ?? session.live_participants ?? 0,
        startedAt,
        endedAt,
        createdAt: startedAt,
        updatedAt: endedAt ?? startedAt,
      })
      // Somebody, so that they can leave.
      for (let i = 0; i < (session.live_participants ?? 0); i++)
        participants.insert({ sessionPk, id: ids.uuid(app.accountId), name: null, joinedAt: startedAt })
    }

    for (const item of fixture.livestreams ?? []) {
      const app = appOf(item)
      const id = item.id ?? ids.uuid(app.accountId)
      const broadcasts = item.sessions ?? [impliedSession(item)]
      const createdAt = time(item.created_at) ?? time(broadcasts[0]?.invoked_time) ?? now
      const last = broadcasts.at(-1)
      const livestream = livestreams.insert({
        appPk: app.pk,
        id,
        uuid: standIn(id),
        meetingId: item.meeting_id ?? null,
        name: item.name ?? null,
        status: item.status,
        disabled: item.disabled ?? false,
        streamKey: item.stream_key ?? ids.streamKey(app.accountId),
        playbackId: item.playback_id ?? ids.playbackId(app.accountId),
        width: null,
        height: null,
        viewers: item.viewers ?? 0,
        createdAt,
        updatedAt: time(item.updated_at) ?? time(last?.stopped_time) ?? time(last?.started_time) ?? createdAt,
      })
      broadcasts.forEach((session, i) => {
        writeBroadcast(livestream, app, { session, isLast: i === broadcasts.length - 1 })
      })
      transitions.schedule(livestream, app.accountId)
    }

    for (const webhook of fixture.webhooks ?? []) {
      const app = appOf(webhook)
      const id = webhook.id ?? ids.uuid(app.accountId)
      const createdAt = time(webhook.created_at) ?? now
      webhooks.insert({
        appPk: app.pk,
        id,
        uuid: standIn(id),
        name: webhook.name,
        url: webhook.url,
        events: webhook.events,
        enabled: webhook.enabled ?? true,
        failures: 0,
        createdAt,
        updatedAt: time(webhook.updated_at) ?? createdAt,
      })
    }
  }

  return { write }
}

export type FixtureWriter = ReturnType<typeof createFixtureWriter>
