/** The published webhook bodies. */

import { toIso } from '../../../core/iso-time.js'
import type { Links } from '../../../core/public-url.js'
import { isoOrNull } from '../../../http/wire.js'
import type { App } from '../../apps/app.js'
import type { Change } from '../../changes.js'
import type { Status } from '../../livestreams/lifecycle.js'
import type { Meeting } from '../../meetings/meeting.js'
import { sentStatuses } from '../../recordings/lifecycle.js'
import type { FileKind } from '../../sessions/files/session-file.js'
import { linkOf } from '../../sessions/files/wire.js'
import type { Session } from '../../sessions/session.js'
import type { SessionParticipant } from '../../sessions/session-participant.js'
import type { WebhookEvent } from '../events.js'
import { describeRecording } from './recording-payload.js'

/** What of a domain event is sent, and the rows that it is about. */
export interface EventPayload {
  appPk: number
  livestreamPk: number | null
  sessionPk: number | null
  livestreamId: string | null
  /** The UUID that stands for that id; null when the id is a UUID. */
  livestreamUuid: string | null
  sessionId: string | null
  event: WebhookEvent
  compose(): object
}

/**
 * The published status of a livestream. ASSUMED: a livestream that failed is OFFLINE. No published status fits
 * INVOKED, so a start sends nothing until the livestream is live.
 */
const publishedStatus: Record<Status, string | undefined> = {
  INVOKED: undefined,
  LIVE: 'LIVE',
  IDLE: 'IDLE',
  ERRORED: 'OFFLINE',
}

/** ASSUMED: every published example has this status, an ended meeting's included. */
const MEETING_STATUS = 'LIVE'

const organizedBy = (app: App) => ({ id: app.uuid ?? app.id, name: app.name })

type SessionFileChange = Change & { kind: `session.${FileKind}` }

/** Make the function that turns domain events into payloads. */
export function createPayloads(deps: {
  app: (pk: number) => App | undefined
  meeting: (appPk: number, id: string) => Meeting | undefined
  session: (pk: number) => Session | undefined
  links: (accountId: string) => Links
}) {
  const appOf = (pk: number) => {
    const app = deps.app(pk)
    if (!app) throw new Error(`there is no app with the key ${pk}`)
    return app
  }

  const ofLivestream = (change: Change & { kind: 'livestream' }): EventPayload | undefined => {
    const { livestream, accountId, isFed } = change
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
          manualIngest: livestream.manualIngest || meetingId === null || isFed,
          playbackUrl: links.playbackUrl(livestream.playbackId),
          ingestServer: links.ingestServer,
          streamKey: livestream.streamKey,
          ...(meeting && {
            meeting: {
              id: meeting.id,
              roomName: meeting.id,
              title: meeting.title ?? '',
              createdAt: toIso(meeting.createdAt),
              status: MEETING_STATUS,
              organizedBy: organizedBy(appOf(appPk)),
            },
          }),
        }
      },
    }
  }

  const ofRecording = ({
    recording,
    accountId,
    at,
  }: Change & { kind: 'recording' }): EventPayload | undefined => {
    const { appPk, sessionPk, meetingId, status } = recording
    if (!sentStatuses.includes(status)) return undefined
    return {
      appPk,
      livestreamPk: null,
      // In the order of the other events of the session.
      sessionPk,
      livestreamId: null,
      livestreamUuid: null,
      sessionId: recording.sessionId,
      event: 'recording.statusUpdate',
      compose() {
        const app = appOf(appPk)
        const session = sessionPk === null ? undefined : deps.session(sessionPk)
        const meeting = deps.meeting(appPk, meetingId)
        return {
          event: 'recording.statusUpdate',
          recording: describeRecording(recording, { links: deps.links(accountId), now: at, app }),
          meeting: session
            ? { ...meetingOf(session), endedAt: isoOrNull(session.endedAt) }
            : {
                id: meetingId,
                roomName: meetingId,
                title: meeting?.title ?? '',
                status: MEETING_STATUS,
                createdAt: toIso(meeting?.createdAt ?? recording.invokedAt),
                organizedBy: organizedBy(app),
              },
        }
      },
    }
  }

  const meetingOf = (session: Session) => {
    const meeting = deps.meeting(session.appPk, session.meetingId)
    return {
      id: session.meetingId,
      roomName: session.meetingId,
      title: session.meetingTitle ?? '',
      status: MEETING_STATUS,
      createdAt: toIso(meeting?.createdAt ?? session.createdAt),
      sessionId: session.id,
      startedAt: toIso(session.startedAt),
      ...(session.endedAt !== null && { endedAt: toIso(session.endedAt) }),
      organizedBy: organizedBy(appOf(session.appPk)),
    }
  }

  const ofSession = (session: Session, event: WebhookEvent, more: () => object): EventPayload => ({
    appPk: session.appPk,
    livestreamPk: null,
    sessionPk: session.pk,
    livestreamId: null,
    livestreamUuid: null,
    sessionId: session.id,
    event,
    compose: () => ({ event, meeting: meetingOf(session), ...more() }),
  })

  const presenceOf = ({ participant }: { participant: SessionParticipant }) => ({
    participant: {
      peerId: participant.id,
      userDisplayName: participant.name ?? '',
      customParticipantId: participant.customParticipantId,
      clientSpecificId: participant.customParticipantId,
      joinedAt: toIso(participant.joinedAt),
      ...(participant.leftAt !== null && { leftAt: toIso(participant.leftAt) }),
    },
  })

  /** ASSUMED: a link to a transcript is to its CSV, the published default. */
  const linkTo = (change: SessionFileChange, kind: FileKind) => {
    const { url, expiry } = linkOf(change, { links: deps.links(change.accountId) })
    return { [`${kind}DownloadUrl`]: url, [`${kind}DownloadUrlExpiry`]: expiry }
  }

  const ofFile = (change: SessionFileChange) =>
    ofSession(change.session, `meeting.${change.file.kind}` as WebhookEvent, () =>
      linkTo(change, change.file.kind),
    )

  /** As published, a chat's has what others have in `meeting` at the top. */
  const ofChat = (change: SessionFileChange): EventPayload => {
    const event = 'meeting.chatSynced'
    return {
      ...ofSession(change.session, event, () => ({})),
      compose() {
        const { id, roomName: _, status: __, sessionId, ...meeting } = meetingOf(change.session)
        return { event, sessionId, meetingId: id, ...linkTo(change, 'chat'), ...meeting }
      },
    }
  }

  /** The payload of a domain event; undefined when no webhook is told of it. */
  return (change: Change): EventPayload | undefined => {
    switch (change.kind) {
      case 'livestream':
        return ofLivestream(change)
      case 'recording':
        return ofRecording(change)
      case 'session.started':
        return ofSession(change.session, 'meeting.started', () => ({}))
      case 'session.ended':
        return ofSession(change.session, 'meeting.ended', () => ({ reason: change.reason }))
      case 'session.chat':
        return ofChat(change)
      case 'session.transcript':
      case 'session.summary':
        return ofFile(change)
      case 'participant.joined':
        return ofSession(change.session, 'meeting.participantJoined', () => presenceOf(change))
      case 'participant.left':
        return ofSession(change.session, 'meeting.participantLeft', () => presenceOf(change))
    }
  }
}

export type Payloads = ReturnType<typeof createPayloads>
