import { MAX_VIEWER_SECONDS } from '../../core/bounds.js'

/** A livestream session: the record of one broadcast. */
export interface LivestreamSession {
  pk: number
  livestreamPk: number
  livestreamId: string
  sessionPk: number | null
  id: string
  /** Unix milliseconds. */
  invokedAt: number
  startedAt: number | null
  stoppedAt: number | null
  errMessage: string | null
  /** How many watch now, and how long viewers watched in all until `viewersSince`, in milliseconds. */
  viewers: number
  viewerMs: number
  viewersSince: number | null
  createdAt: number
  updatedAt: number
}

/** @returns how long the livestream session has been live until `now`, in milliseconds */
export const ingestMs = ({ startedAt, stoppedAt }: LivestreamSession, now: number) =>
  startedAt === null ? 0 : Math.max(0, (stoppedAt ?? now) - startedAt)

/** @returns the sum of the times that viewers have watched until `now`, in milliseconds, up to the most that is kept */
export const watchedMs = ({ viewers, viewerMs, viewersSince }: LivestreamSession, now: number) =>
  viewersSince === null
    ? viewerMs
    : Math.min(viewerMs + viewers * Math.max(0, now - viewersSince), MAX_VIEWER_SECONDS * 1000)
