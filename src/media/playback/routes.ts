/** Serves what playback URLs lead to. No credential is needed, as at the service. */

import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Livestream } from '../../api/livestreams/livestream.js'
import type { LivestreamSession } from '../../api/livestreams/livestream-session.js'
import type { Clocks } from '../../core/clocks.js'
import { toIso } from '../../core/iso-time.js'
import { apiError } from '../../http/errors.js'
import type { Broadcast } from '../ingest/broadcast.js'
import { createPushSource } from '../ingest/push-source.js'
import { answerPreflights, openToPages, sendFile } from '../send-file.js'
import { createCardSource } from './card-source.js'
import type { Showing, Source } from './source.js'
import type { TestCard } from './test-card.js'
import { type Viewers, withViewer } from './viewers.js'
import { serveWatch } from './watch.js'

/** The dependencies of playback. */
export interface Playback {
  livestreams: {
    playedAt(playbackId: string): Livestream | undefined
  }
  livestreamSessions: {
    latest(livestreamPk: number): LivestreamSession | undefined
    find(appPk: number, id: string): LivestreamSession | undefined
    addWatched(pk: number, ms: number): void
  }
  clock: Pick<Clocks, 'of'>
  log: Logger
  /** Run the jobs of an account that are due. */
  catchUp: (accountId: string) => void
  /** Read the card at the first use. */
  testCard: () => TestCard
  /** What an encoder has sent to a livestream session; undefined when it is not kept. */
  broadcastOf: (livestreamSessionPk: number) => Broadcast | undefined
  viewers: Pick<Viewers, 'begin' | 'loads'>
  /** Seconds for which a livestream that has ended can be played. */
  keep: number
}

interface Params {
  playback_id: string
  livestream_session_id?: string
  file?: string
}

interface Query {
  viewer?: string
}

const playlistType = 'application/vnd.apple.mpegurl'

/**
 * Serve the playlists and the segments of livestreams. ASSUMED: a livestream that is not LIVE yet, and one that ended
 * too long ago, is 404 with the reason in the service's form, and one that is disabled is 403.
 */
export function servePlayback(app: FastifyInstance, deps: Playback) {
  const { livestreams, livestreamSessions, clock, catchUp, testCard, viewers } = deps

  const livestreamAt = (playbackId: string) => {
    const accountId = livestreams.playedAt(playbackId)?.accountId
    if (accountId === undefined) throw apiError('noPlayback', playbackId)
    catchUp(accountId)
    const livestream = livestreams.playedAt(playbackId)
    if (!livestream) throw apiError('noPlayback', playbackId)
    return livestream
  }

  /**
   * Find what is shown at a playback URL now. ASSUMED: where an encoder took over from the test card, the card has ended
   * there.
   * @throws ApiError noPlayback, playbackDisabled, playbackNotStarted, playbackEnded, playbackNotKept
   */
  const find = ({
    playback_id,
    livestream_session_id: sessionId,
    file,
  }: Params): { source: Source; pk: number; accountId: string } => {
    const livestream = livestreamAt(playback_id)
    const { accountId } = livestream
    if (livestream.disabled) throw apiError('playbackDisabled', livestream.id)
    const session =
      sessionId === undefined
        ? livestreamSessions.latest(livestream.pk)
        : livestreamSessions.find(livestream.appPk, sessionId)
    if (sessionId !== undefined && session?.livestreamPk !== livestream.pk)
      throw apiError('noPlaybackFile', playback_id)
    if (!session || session.startedAt === null)
      throw apiError('playbackNotStarted', livestream.id, livestream.status)
    const { pk, id, startedAt, stoppedAt, fedAt } = session
    const now = clock.of(accountId).now()
    if (stoppedAt !== null && now >= stoppedAt + deps.keep * 1000)
      throw apiError('playbackEnded', livestream.id, { at: toIso(stoppedAt), keep: deps.keep })
    const showing: Showing = { id, startedAt, stoppedAt }
    if (fedAt === null) return { source: createCardSource(testCard(), showing, now), pk, accountId }
    if (fedAt > startedAt) {
      const card = createCardSource(testCard(), { ...showing, stoppedAt: fedAt }, now)
      if (file !== undefined && (file === card.playlist || card.segmentForm.test(file)))
        return { source: card, pk, accountId }
    }
    const broadcast = deps.broadcastOf(pk)
    const source = broadcast && createPushSource(broadcast, showing)
    if (!source) throw apiError('playbackNotKept', livestream.id)
    return { source, pk, accountId }
  }

  /** Add a segment to the time that was watched; a store that cannot take it does not keep the viewer from it. */
  const watched = (pk: number, seconds: number) => {
    try {
      livestreamSessions.addWatched(pk, Math.round(seconds * 1000))
    } catch (error) {
      deps.log.error({ err: error }, 'the time that a viewer watched could not be stored')
    }
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
    answerPreflights(scope, '/:playback_id/manifest/*')
    scope.get<{ Params: Params }>('/:playback_id/manifest/video.m3u8', (request, reply) => {
      const { source, pk, accountId } = find(request.params)
      return sendPlaylist(request, reply, withViewer(source.multivariant(), viewers.begin(pk, accountId)))
    })
    scope.get<{ Params: Params; Querystring: Query }>(
      '/:playback_id/manifest/:livestream_session_id/:file',
      (request, reply) => {
        const { playback_id, file = '' } = request.params
        const { viewer } = request.query
        const { source, pk } = find(request.params)
        const known = typeof viewer === 'string' && /^\d{1,9}$/.test(viewer) ? viewer : undefined
        if (file === source.playlist) return sendPlaylist(request, reply, withViewer(source.media(), known))
        const number = source.segmentForm.exec(file)?.[1]
        const index = Number(number)
        const segment = number === undefined ? undefined : source.segment(index)
        if (!segment) throw apiError('noPlaybackFile', playback_id)
        const { content, etag, duration } = segment
        sendFile(request, reply, { content, type: 'video/mp2t', etag })
        const isLoaded = request.method === 'GET' && (reply.statusCode === 200 || reply.statusCode === 206)
        if (isLoaded && viewers.loads(pk, { viewer: known, playlist: source.playlist, index }))
          watched(pk, duration)
        return reply
      },
    )
    done()
  })
  serveWatch(app, livestreams)
}
