/** How livestreams and livestream sessions look on each wire; the docs have the table of the differences. */

import { toIso } from '../../core/iso-time.js'
import { isoOrAbsent, isoOrNull, orAbsent, type View } from '../../http/wire.js'
import type { Livestream } from './livestream.js'
import { ingestMs, type LivestreamSession, watchedMs } from './livestream-session.js'

const toInvoked = (livestream: Livestream, { links }: View) => ({
  id: livestream.id,
  status: livestream.status,
  ingest_server: links.ingestServer,
  stream_key: livestream.streamKey,
  playback_url: links.playbackUrl(livestream.playbackId),
})

/** Show a livestream as the answer to its start. */
export const toStarted = (livestream: Livestream, view: View) => ({
  ...toInvoked(livestream, view),
  manual_ingest: livestream.manualIngest,
})

/** The fields that differ between operations and wires. */
interface Differing {
  name: string | null | undefined
  meeting_id: string | null | undefined
  disabled: boolean | string
}

const whole = (livestream: Livestream, { links }: View, { name, meeting_id, disabled }: Differing) => ({
  // Each field by name: to spread parts together costs a list more than all the rest of its rendering.
  id: livestream.id,
  status: livestream.status,
  ingest_server: links.ingestServer,
  stream_key: livestream.streamKey,
  playback_url: links.playbackUrl(livestream.playbackId),
  created_at: toIso(livestream.createdAt),
  updated_at: toIso(livestream.updatedAt),
  name,
  meeting_id,
  disabled,
})

/** In the list and in the details. */
export const toDocumented = (livestream: Livestream, view: View) =>
  whole(livestream, view, {
    name: orAbsent(livestream.name),
    meeting_id: orAbsent(livestream.meetingId),
    disabled: String(livestream.disabled),
  })

/** As the one livestream of a page, where the published schema admits only a UUID as its id. */
export const toDocumentedFirst = (livestream: Livestream | undefined, view: View) =>
  livestream && { ...toDocumented(livestream, view), id: livestream.uuid ?? livestream.id }

const toDocumentedWithName = (livestream: Livestream, view: View) => ({
  ...toDocumented(livestream, view),
  name: livestream.name,
})

/** Show an active livestream on the documented wire. */
export const toDocumentedActive = (livestream: Livestream, view: View) => ({
  ...toDocumentedWithName(livestream, view),
  manual_ingest: livestream.manualIngest,
})

/** Show a livestream of a meeting on the documented wire. */
export const toDocumentedOfMeeting = (livestream: Livestream, view: View) => ({
  ...toDocumentedWithName(livestream, view),
  disabled: livestream.disabled,
})

/** Show an independent livestream on the documented wire, as the answer to its creation. */
export const toDocumentedCreated = (livestream: Livestream, view: View) => ({
  ...toInvoked(livestream, view),
  name: orAbsent(livestream.name),
  meeting_id: livestream.meetingId,
  disabled: livestream.disabled,
})

/** Show a livestream on the recorded wire. */
export const toRecorded = (livestream: Livestream, view: View) =>
  whole(livestream, view, {
    name: livestream.name,
    meeting_id: livestream.meetingId,
    disabled: livestream.disabled,
  })

/** Show an active livestream on the recorded wire. */
export const toRecordedActive = (livestream: Livestream, view: View) => ({
  ...toRecorded(livestream, view),
  manual_ingest: livestream.manualIngest,
})

/** Seconds, to the millisecond. */
const ingestSeconds = (session: LivestreamSession, view: View) => ingestMs(session, view.now) / 1000
const viewerSeconds = (session: LivestreamSession, view: View) => watchedMs(session, view.now) / 1000

/** Show a livestream session on the documented wire. */
export const toDocumentedSession = (session: LivestreamSession, view: View) => ({
  id: session.id,
  livestream_id: session.livestreamId,
  err_message: orAbsent(session.errMessage),
  created_at: toIso(session.createdAt),
  updated_at: toIso(session.updatedAt),
  invoked_time: toIso(session.invokedAt),
  started_time: isoOrAbsent(session.startedAt),
  stopped_time: isoOrAbsent(session.stoppedAt),
  ingest_seconds: ingestSeconds(session, view),
  viewer_seconds: viewerSeconds(session, view),
})

/** Show a livestream session on the documented wire, with its seconds as text. */
export const toDocumentedTextSession = (session: LivestreamSession, view: View) => {
  const { ingest_seconds, viewer_seconds, ...rest } = toDocumentedSession(session, view)
  return { ...rest, ingest_seconds: String(ingest_seconds), viewer_seconds: String(viewer_seconds) }
}

/** Show a livestream session on the documented wire, with whole seconds. */
export const toDocumentedWholeSession = (session: LivestreamSession, view: View) => {
  const { ingest_seconds, viewer_seconds, ...rest } = toDocumentedSession(session, view)
  return {
    ...rest,
    ingest_seconds: Math.round(ingest_seconds),
    viewer_seconds: Math.round(viewer_seconds),
  }
}

/** The seconds that the service shows at the start of a livestream session, and how long it shows them. */
const FRESH_SECONDS = 60
const FRESH_MS = 45_000

/**
 * Whether the service still shows FRESH_SECONDS, as it was seen to do for 40 to 50 seconds.
 * ASSUMED: until 45 seconds after the start, while the livestream session is live.
 */
const isFresh = ({ startedAt, stoppedAt }: LivestreamSession, view: View) =>
  startedAt !== null && stoppedAt === null && view.now - startedAt < FRESH_MS

/** Show a livestream session on the recorded wire. */
export const toRecordedSession = (session: LivestreamSession, view: View) => ({
  id: session.id,
  livestream_id: session.livestreamId,
  err_message: session.errMessage,
  // Seen from the live service: always null.
  invoked_time: null,
  started_time: isoOrNull(session.startedAt),
  stopped_time: isoOrNull(session.stoppedAt),
  created_at: toIso(session.createdAt),
  updated_at: toIso(session.updatedAt),
  ingest_seconds: isFresh(session, view) ? FRESH_SECONDS : ingestSeconds(session, view),
  viewer_seconds: isFresh(session, view) ? FRESH_SECONDS : viewerSeconds(session, view),
})
