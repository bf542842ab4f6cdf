/** Serves what playback URLs lead to. No credential is needed, as at the service. */

import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Livestream } from '../../api/livestreams/livestream.js'
import type { LivestreamSession } from '../../api/livestreams/livestream-session.js'
import type { Clocks } from '../../core/clocks.js'
import { toIso } from '../../core/iso-time.js'
import { apiError } from '../../http/errors.js'
import { openToPages, sendFile } from '../send-file.js'
import { type Broadcast, completeSegments, mediaPlaylist, multivariantPlaylist } from './playlists.js'
import type { TestCard } from './test-card.js'

/** The dependencies of playback. */
export interface Playback {
  livestreams: {
    playedAt(playbackId: string): Livestream | undefined
  }
  livestreamSessions: {
    latest(livestreamPk: number): LivestreamSession | undefined
    find(appPk: number, id: string): LivestreamSession | undefined
  }
  clock: Pick<Clocks, 'of'>
  /** Run the jobs of an account that are due. */
  catchUp: (accountId: string) => void
  /** Read the card at the first use. */
  testCard: () => TestCard
  /** Seconds for which a livestream that has ended can be played. */
  keep: number
}

interface Params {
  playback_id: string
  livestream_session_id?: string
  file?: string
}

const playlistType = 'application/vnd.apple.mpegurl'
const segmentForm = /^(\d{1,9})\.ts$/

/**
 * Serve the playlists and the segments of livestreams. ASSUMED: a livestream that is not LIVE yet, and one that ended
 * too long ago, is 404 with the reason in the service's form, and one that is disabled is 403.
 */
export function servePlayback(app: FastifyInstance, deps: Playback) {
  const { livestreams, livestreamSessions, clock, catchUp, testCard } = deps

  const livestreamAt = (playbackId: string) => {
    const accountId = livestreams.playedAt(playbackId)?.accountId
    if (accountId === undefined) throw apiError('noPlayback', playbackId)
    catchUp(accountId)
    const livestream = livestreams.playedAt(playbackId)
    if (!livestream) throw apiError('noPlayback', playbackId)
    return livestream
  }

  /** @throws ApiError noPlayback, playbackDisabled, playbackNotStarted, playbackEnded */
  const find = ({ playback_id, livestream_session_id: sessionId }: Params) => {
    const livestream = livestreamAt(playback_id)
    if (livestream.disabled) throw apiError('playbackDisabled', livestream.id)
    const session =
      sessionId === undefined
        ? livestreamSessions.latest(livestream.pk)
        : livestreamSessions.find(livestream.appPk, sessionId)
    if (sessionId !== undefined && session?.livestreamPk !== livestream.pk)
      throw apiError('noPlaybackFile', playback_id)
    if (!session || session.startedAt === null)
      throw apiError('playbackNotStarted', livestream.id, livestream.status)
    const { id, startedAt, stoppedAt } = session
    const now = clock.of(livestream.accountId).now()
    if (stoppedAt !== null && now >= stoppedAt + deps.keep * 1000)
      throw apiError('playbackEnded', livestream.id, { at: toIso(stoppedAt), keep: deps.keep })
    const broadcast: Broadcast = { id, startedAt, stoppedAt }
    return { broadcast, now }
  }

  const sendPlaylist = (request: FastifyRequest, reply: FastifyReply, text: string) => {
    const content = Buffer.from(text)
    const etag = `"${hash('sha256', text, 'hex').slice(0, 32)}"`
    return sendFile(request, reply, { content, type: playlistType, etag, cacheControl: 'no-store' })
  }

  app.register((scope, _options, done) => {
    scope.addHook('onRequest', (_request, reply, next) => {
      // Errors too: a player reads their status.
      openToPages(reply)
      next()
    })
    scope.get<{ Params: Params }>('/:playback_id/manifest/video.m3u8', (request, reply) => {
      const { broadcast } = find(request.params)
      return sendPlaylist(request, reply, multivariantPlaylist(testCard(), broadcast))
    })
    scope.get<{ Params: Params }>('/:playback_id/manifest/:livestream_session_id/:file', (request, reply) => {
      const { playback_id, file = '' } = request.params
      const { broadcast, now } = find(request.params)
      const card = testCard()
      if (file === 'media.m3u8') return sendPlaylist(request, reply, mediaPlaylist(card, broadcast, now))
      const [, index] = segmentForm.exec(file) ?? []
      if (index === undefined || Number(index) >= completeSegments(card, broadcast, now))
        throw apiError('noPlaybackFile', playback_id)
      return sendFile(request, reply, {
        content: card.segment(Number(index)),
        type: 'video/mp2t',
        etag: `"${card.digest}-${Number(index)}"`,
      })
    })
    done()
  })
}
