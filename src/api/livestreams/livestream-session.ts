import { MAX_VIEWER_SECONDS } from '../../core/bounds.js'

export const MAX_VIEWER_MS = MAX_VIEWER_SECONDS * 1000

/** One time that a livestream was, or is, on its way or live. */
export interface LivestreamSession {
  pk: number
  livestreamPk: number
  livestreamId: string
  /** The meeting session that is livestreamed; null when the livestream is independent. */
  sessionPk: number | null
  id: string
  /** Unix milliseconds. */
  invokedAt: number
  startedAt: number | null
  stoppedAt: number | null
  errMessage: string | null
  /** Viewers now. */
  viewers: number
  /** Milliseconds that all viewers together watched until `viewersSince`. */
  viewerMs: number
  /** Null while nobody can watch. */
  viewersSince: number | null
  createdAt: number
  updatedAt: number
  /** Since when an encoder has fed it; null while the test card is shown. */
  fedAt: number | null
}

/** @returns how long the livestream session has been live until `now`, in milliseconds */
export const ingestMs = ({ startedAt, stoppedAt }: LivestreamSession, now: number) =>
  startedAt === null ? 0 : Math.max(0, (stoppedAt ?? now) - startedAt)

/** @returns the sum of the times that viewers have watched until `now`, in milliseconds, up to the most that is kept */
export const watchedMs = ({ viewers, viewerMs, viewersSince }: LivestreamSession, now: number) =>
  viewersSince === null
    ? viewerMs
    : Math.min(viewerMs + viewers * Math.max(0, now - viewersSince), MAX_VIEWER_MS)

/** `ingestMs` as SQL, for sums over many; `:now` is bound to the instant until which a live session counts. */
export const ingestMsSql = 'iif(started_at IS NULL, 0, max(0, coalesce(stopped_at, :now) - started_at))'
/** `watchedMs` as SQL, for sums over many. */
export const watchedMsSql = `iif(viewers_since IS NULL, viewer_ms,
  min(viewer_ms + viewers * max(0, :now - viewers_since), ${MAX_VIEWER_MS}))`
