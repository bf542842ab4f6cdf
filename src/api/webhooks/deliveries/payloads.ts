/** What happened, as receivers are told: the published bodies. */

import { standInUuid } from '../../../core/ids.js'
import { toIso } from '../../../core/iso-time.js'
import type { Links } from '../../../core/public-url.js'
import type { App } from '../../apps/repository.js'
import type { Change } from '../../changes.js'
import type { Status } from '../../livestreams/lifecycle.js'
import type { Meeting } from '../../meetings/repository.js'
import type { Participant } from '../../participants/repository.js'
import type { Session } from '../../sessions/repository.js'
import type { WebhookEvent } from '../schemas.js'

export interface Composer {
  appPk: number
  livestreamPk: number | null
  sessionPk: number | null
  livestreamId: string | null
  /** What stands for that id where only a UUID may; null when it is one. */
  livestreamUuid: string | null
  sessionId: string | null
  event: WebhookEvent
  compose(): object
}

/**
 * ASSUMED: a livestream that failed is OFFLINE. The published statuses have none for one that was invoked, so the
 * start of a livestream sends nothing until it is live.
 */
const publishedStatus: Record<Status, string | undefined> = {
  INVOKED: undefined,
  LIVE: 'LIVE',
  IDLE: 'IDLE',
  ERRORED: 'OFFLINE',
}

/** ASSUMED: every published example has this status, that of an ended meeting included. */
const meetingStatus = 'LIVE'

const organizedBy = (app: App) => ({ id: app.uuid ?? app.id, name: app.name })

export function createEvents(deps: {
  app: (pk: number) => App | undefined
  meeting: (appPk: number, id: string) => Meeting | undefined
  /** There is no request here whose Host could be followed. */
  links: (accountId: string) => Links
}) {
  const appOf = (pk: number) => {
    const app = deps.app(pk)
    if (!app) throw new Error(`what happened has no app ${pk}`)
    return app
  }

  const ofLivestream = (change: Change & { kind: 'livestream' }): Composer | undefined => {
    const { livestream, accountId } = change
    const status = publishedStatus[livestream.status]
    if (status === undefined) return undefined
    const { appPk, meetingId } = livestream
    return {
      appPk,
      livestreamPk: livestream.pk,
      sessionPk: null,
      livestreamId: livestream.id,
      livestreamUuid: livestream.uuid,
      sessionId: null,
      event: 'livestreaming.statusUpdate',
      compose() {
        const links = deps.links(accountId)
        const meeting = meetingId === null ? undefined : deps.meeting(appPk, meetingId)
        return {
          event: 'livestreaming.statusUpdate',
          streamId: livestream.id,
          status,
          // An independent livestream has an encoder of its own, and no meeting.
          manualIngest: meetingId === null,
          playbackUrl: links.playbackUrl(livestream.playbackId),
          ingestServer: links.ingestServer,
          streamKey: livestream.streamKey,
          ...(meeting && {
            meeting: {
              id: meeting.id,
              title: meeting.title ?? '',
              createdAt: toIso(meeting.createdAt),
              status: meetingStatus,
              organizedBy: organizedBy(appOf(appPk)),
            },
          }),
        }
      },
    }
  }

  const meetingOf = (session: Session) => {
    const meeting = deps.meeting(session.appPk, session.meetingId)
    return {
      id: session.meetingId,
      title: session.meetingTitle ?? '',
      status: meetingStatus,
      createdAt: toIso(meeting?.createdAt ?? session.createdAt),
      sessionId: session.id,
      startedAt: toIso(session.startedAt),
      ...(session.endedAt !== null && { endedAt: toIso(session.endedAt) }),
      organizedBy: organizedBy(appOf(session.appPk)),
    }
  }

  const ofSession = (session: Session, event: WebhookEvent, more: () => object): Composer => ({
    appPk: session.appPk,
    livestreamPk: null,
    sessionPk: session.pk,
    livestreamId: null,
    livestreamUuid: null,
    sessionId: session.id,
    event,
    compose: () => ({ event, meeting: meetingOf(session), ...more() }),
  })

  const presenceOf = ({ session, participant }: { session: Session; participant: Participant }) => ({
    participant: {
      // ASSUMED: each presence has a peer id of its own.
      peerId: standInUuid(`${session.id}/${participant.id}/${participant.joinedAt}`),
      userDisplayName: participant.name ?? '',
      customParticipantId: participant.id,
      joinedAt: toIso(participant.joinedAt),
      ...(participant.leftAt !== null && { leftAt: toIso(participant.leftAt) }),
    },
  })

  /** What is sent of a change; undefined when it is not told. */
  return (change: Change): Composer | undefined => {
    switch (change.kind) {
      case 'livestream':
        return ofLivestream(change)
      case 'session.started':
        return ofSession(change.session, 'meeting.started', () => ({}))
      case 'session.ended':
        return ofSession(change.session, 'meeting.ended', () => ({ reason: change.reason }))
      case 'participant.joined':
        return ofSession(change.session, 'meeting.participantJoined', () => presenceOf(change))
      case 'participant.left':
        return ofSession(change.session, 'meeting.participantLeft', () => presenceOf(change))
    }
  }
}

export type Events = ReturnType<typeof createEvents>
