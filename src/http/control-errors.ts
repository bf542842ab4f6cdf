/** The errors of the control API; all are ours, in the form of the service. */

import { service } from './error-forms.js'

/** An id is unique in its app only. */
const ambiguous = (what: string) =>
  service(
    409,
    (id: string, count: number) =>
      `${count} apps have a ${what} ${id}: say which with "account_id" and "app_id"`,
  )

/** The lifecycle has no such step. */
const illegal = (what: string) =>
  service(
    409,
    (event: string, status: string, legal: readonly string[]) =>
      `"event" ${event} is not possible while the ${what} is ${status}; possible: ${legal.join(', ') || 'none'}`,
  )

/** The part of the catalogue that the control API answers. */
export const controlErrors = {
  illegalEvent: illegal('livestream'),
  illegalRecordingEvent: illegal('recording'),
  livestreamDisabled: service(409, (id: string) => `Livestream ${id} is disabled: it cannot go live`),
  ambiguousLivestream: ambiguous('livestream'),
  ambiguousRecording: ambiguous('recording'),
  ambiguousSession: ambiguous('session'),
  sessionFileMade: service(
    409,
    (kind: string, id: string) => `The ${kind} of session ${id} is made: nothing can be added to it`,
  ),
  ambiguousMeeting: ambiguous('meeting'),
  noCustomParticipant: service(
    404,
    (customId: string, meetingId: string) =>
      `No participant found with custom_participant_id ${customId} in meeting_id ${meetingId}`,
  ),
  tokenUnknown: service(401, () => '"participant.token" is not a token that this Greenroom signed'),
  tokenOfOtherMeeting: service(
    403,
    (meetingId: string, other: string) =>
      `"participant.token" is for meeting_id ${meetingId}, and not for ${other}`,
  ),
  tokenExpired: service(401, (at: string) => `"participant.token" expired at ${at}`),
  tokenVoid: service(
    401,
    (participantId: string) => `"participant.token" is void: participant ${participantId} was deleted`,
  ),
  participantPresent: service(
    409,
    (id: string, meetingId: string) => `"participant.id" ${id} is already in meeting_id ${meetingId}`,
  ),
  noParticipant: service(
    404,
    (id: string, meetingId: string) => `"participant.id" ${id} is not in meeting_id ${meetingId}`,
  ),
  tooFewParticipants: service(
    409,
    (count: number, present: number, meetingId: string) =>
      `"count" ${count} is more than the ${present} in meeting_id ${meetingId}`,
  ),
  neverIdle: service(
    409,
    (count: number, at: string) =>
      `"until" idle was not reached: ${count} jobs ran, the clock is at ${at}, more is pending`,
  ),
  jobStalled: service(
    503,
    (at: string, reason: string) =>
      `The clock stands at ${at}: a job that was due failed, and is tried again until it succeeds: ${reason}`,
  ),
  hostNotAllowed: service(
    403,
    (host: string, name: string) =>
      `The control API does not answer to the host ${host}: allow it with --allow-host ${name} (GREENROOM_ALLOW_HOST)`,
  ),
  originNotAllowed: service(
    403,
    (origin: string) =>
      `The control API does not answer pages of the origin ${origin}: only its own, or that of --public-url`,
  ),
  noFault: service(404, (id: string) => `No fault found with id ${id}`),
  noRequest: service(404, (id: number) => `No request found with id ${id}: it may have made room for others`),
  journalOff: service(409, () => 'The journal is off: start with --journal N to keep the last N requests'),
  noMessage: service(404, (id: number) => `No message found with id ${id}: it may have made room for others`),
  inboxOff: service(409, () => 'The inbox is off: start with --inbox N to keep the last N messages'),
  noSnapshot: service(
    404,
    (name: string, account: string | undefined) =>
      `No snapshot found with name ${name}${account === undefined ? '' : ` in account ${account}`}`,
  ),
  droppedSnapshot: service(
    404,
    (name: string, account: string | undefined) =>
      `The snapshot ${name}${account === undefined ? '' : ` of account ${account}`} was dropped to make room for others: keep more with --snapshot-rows N`,
  ),
  snapshotTooLarge: service(
    409,
    (name: string, { rows, most }: { rows: number; most: number }) =>
      `There is no room for the snapshot ${name} of ${rows} rows: snapshots may have ${most} together; keep more with --snapshot-rows N, or remove some`,
  ),
  noDelivery: service(404, (id: string) => `No delivery found with id ${id}`),
  noDeliveryRule: service(404, (id: string) => `No delivery rule found with id ${id}`),
  webhookGone: service(409, (id: string) => `Webhook ${id} was deleted: there is nowhere to send it again`),
  deliveriesMissing: service(
    409,
    ({ count, outcome, timeout }: { count: number; outcome: string; timeout: number }, seen: string) =>
      `Waited ${timeout} s for ${count} ${outcome}, and saw ${seen}`,
  ),
  noControlRoute: service(404, (method: string, url: string) => `No control operation ${method} ${url}`),
  noControlMethod: service(
    405,
    (method: string, url: string, allowed: readonly string[]) =>
      `No control operation ${method} ${url}; its methods are ${allowed.join(', ')}`,
  ),
  noDemo: service(409, () => 'This Greenroom has no demo: start it with greenroom demo'),
  notReady: service(503, (reason: string) => reason),
}
