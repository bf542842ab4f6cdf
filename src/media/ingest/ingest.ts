/** Lets encoders feed livestreams: who may push, what a push does to its livestream, and what its end does. */

import type { Logger } from 'pino'
import type { Changes } from '../../api/changes.js'
import { transition } from '../../api/livestreams/lifecycle.js'
import { kindOf, type Livestream } from '../../api/livestreams/livestream.js'
import type { LivestreamSession } from '../../api/livestreams/livestream-session.js'
import type { LivestreamChange } from '../../api/livestreams/transitions.js'
import type { Clocks } from '../../core/clocks.js'
import { ApiError } from '../../http/errors.js'
import type { Jobs } from '../../store/jobs.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { Broadcast } from './broadcast.js'
import { createBroadcasts } from './broadcasts.js'
import { createTagReader } from './flv.js'
import { createIngestEvents } from './ingest-events.js'
import {
  type AcceptPush,
  type EncoderConnection,
  PushError,
  type PushRequest,
  type PushSink,
} from './push.js'

/** The application that encoders connect to, as in `rtmp://127.0.0.1:1935/live/`. */
const APPLICATION = 'live'
/** Real milliseconds until the end of a push that could not be stored is stored again; twice as many each time. */
const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 60_000

interface Feed {
  livestreamPk: number
  accountId: string
  connection: EncoderConnection
}

/** Create the ingest. It listens to no port. */
export function createIngest(deps: {
  livestreams: {
    fedBy(streamKey: string): Livestream | undefined
    get(pk: number): Livestream | undefined
  }
  livestreamSessions: {
    open(livestreamPk: number): LivestreamSession | undefined
    latest(livestreamPk: number): LivestreamSession | undefined
    update(session: LivestreamSession): void
    fedLivestreams(): number[]
  }
  /** Make an event happen to a livestream. @throws ApiError illegalEvent, livestreamDisabled */
  apply: (livestream: Livestream, change: LivestreamChange) => Livestream
  clock: Clocks
  jobs: Jobs
  changes: Changes
  atomically: UnitOfWork
  /** Run the jobs of an account that are due. */
  catchUp: (accountId: string) => void
  log: Logger
  /** Whether the database is open; nothing is tried again once it is closed. */
  isOpen: () => boolean
  /** Seconds that a livestream waits for its encoder to come back. */
  reconnectGrace: number
  /** Seconds for which a livestream that has ended can still be played. */
  keep: number
}) {
  const { livestreams, livestreamSessions, apply, clock, jobs, atomically, log } = deps
  const { events, tell } = createIngestEvents(deps)
  const broadcasts = createBroadcasts(deps)
  /** By the key of the livestream. */
  const feeds = new Map<number, Feed>()

  /** Whether the open livestream session of a livestream that is LIVE is fed by an encoder, or was until a moment ago. */
  const fedSession = (livestream: Livestream) => {
    const session = livestream.status === 'LIVE' ? livestreamSessions.open(livestream.pk) : undefined
    return session && session.fedAt !== null ? session : undefined
  }

  /** ASSUMED: a livestream stays LIVE for a while when its encoder leaves, and stops when it does not come back in time. */
  const awaitReturn = (livestream: Livestream) => {
    jobs.cancelForLivestream(livestream, 'livestream.unfed')
    jobs.schedule({
      kind: 'livestream.unfed',
      dueAt: clock.now() + Math.round(deps.reconnectGrace * 1000),
      accountId: livestream.accountId,
      livestreamPk: livestream.pk,
    })
  }

  jobs.handle('livestream.unfed', ({ livestreamPk }) => {
    const livestream = livestreamPk === null ? undefined : livestreams.get(livestreamPk)
    if (livestream && !feeds.has(livestream.pk) && fedSession(livestream))
      apply(livestream, { event: 'stop' })
  })

  // What stops a livestream ends its push.
  deps.changes.listen((change) => {
    if (change.kind !== 'livestream' || change.livestream.status === 'LIVE') return
    if (feeds.size === 0 && broadcasts.isEmpty()) return
    const { livestream, at } = change
    const sessionPk = livestreamSessions.latest(livestream.pk)?.pk
    atomically.afterCommit(() => {
      if (livestream.status !== 'INVOKED')
        feeds.get(livestream.pk)?.connection.end(`the livestream is ${livestream.status}`)
      if (sessionPk !== undefined) broadcasts.ended(sessionPk, at)
    })
  })

  /**
   * ASSUMED: one encoder feeds a livestream, an independent one that has ended begins again, and one of a meeting does not.
   * @throws PushError saying why the livestream takes no push
   */
  const check = (livestream: Livestream) => {
    const { id, status, disabled, pk } = livestream
    if (disabled) throw new PushError(`livestream ${id} is disabled`)
    if (feeds.has(pk)) throw new PushError(`livestream ${id} is fed by another encoder`)
    if (status !== 'LIVE' && !transition(kindOf(livestream), status, 'live'))
      throw new PushError(`livestream ${id} is ${status}, and starting its meeting again makes another`)
  }

  /**
   * The first picture came: the livestream is LIVE from now on, and shows what the encoder sends.
   * @throws PushError when it cannot go live any more
   */
  const goLive = (pk: number, broadcast: Broadcast) => {
    const before = livestreams.get(pk)
    if (!before) throw new PushError('the livestream is gone')
    clock.within(before.accountId, () => {
      try {
        deps.catchUp(before.accountId)
        atomically(() => {
          const livestream = livestreams.get(pk)
          if (!livestream) throw new PushError('the livestream is gone')
          const open = livestreamSessions.open(pk)
          if (livestream.status !== 'LIVE') apply(livestream, { event: 'live', isFed: true })
          // ASSUMED: an encoder takes the place of what a livestream showed before, in the same livestream session.
          else if (open && open.fedAt === null) livestreamSessions.update({ ...open, fedAt: clock.now() })
          const session = livestreamSessions.open(pk)
          if (session) broadcasts.keep(session.pk, { broadcast, accountId: livestream.accountId })
        })
        broadcast.resume(clock.now())
      } catch (error) {
        throw error instanceof ApiError ? new PushError(error.message) : error
      }
    })
  }

  /** The push is over. ASSUMED: the livestream fails when what came could not be taken; else it waits for its encoder. */
  const end = (pk: number, error: string | undefined) => {
    const accountId = livestreams.get(pk)?.accountId
    if (accountId === undefined) return
    clock.within(accountId, () => {
      deps.catchUp(accountId)
      atomically(() => {
        const livestream = livestreams.get(pk)
        if (!livestream || !fedSession(livestream)) return
        if (error !== undefined) apply(livestream, { event: 'fail', errMessage: error })
        else if (deps.reconnectGrace === 0) apply(livestream, { event: 'stop' })
        else awaitReturn(livestream)
      })
    })
  }

  /** End a push now, or when the store works again: its livestream must not stay LIVE for ever. */
  const endSurely = (pk: number, error: string | undefined, retryMs = FIRST_RETRY_MS) => {
    // Another encoder feeds it by now.
    if (feeds.has(pk) || !deps.isOpen()) return
    try {
      end(pk, error)
    } catch (problem) {
      log.error(
        { err: problem },
        `ingest: the end of a push could not be stored, and is tried again in ${retryMs / 1000} s`,
      )
      clock.wait(retryMs, () => endSurely(pk, error, Math.min(retryMs * 2, LONGEST_RETRY_MS)))
    }
  }

  const createSink = (livestream: Livestream, { peer }: EncoderConnection): PushSink => {
    const { pk } = livestream
    const resumed = fedSession(livestream)
    const broadcast = (resumed && broadcasts.find(resumed.pk)) ?? broadcasts.create(clock.now())
    const reader = createTagReader()
    let isShown = false
    return {
      media(message) {
        const isPicture = broadcast.segmenter.take(reader.read(message))
        if (!isPicture || isShown) return
        isShown = true
        goLive(pk, broadcast)
        tell('live', { encoder: peer, livestream })
      },
      end(error) {
        feeds.delete(pk)
        broadcast.segmenter.interrupt()
        tell(error === undefined ? 'left' : 'failed', { encoder: peer, livestream, reason: error ?? null })
        endSurely(pk, error)
      },
    }
  }

  /** @throws PushError */
  const take = ({ app, streamKey, connection }: PushRequest) => {
    if (app.replace(/^\/+|\/+$/g, '') !== APPLICATION)
      throw new PushError(`the address ends in /${APPLICATION}/ and the stream key`)
    const found = livestreams.fedBy(streamKey)
    if (!found) throw new PushError('no livestream has this stream key')
    return clock.within(found.accountId, () => {
      deps.catchUp(found.accountId)
      const livestream = livestreams.get(found.pk)
      if (!livestream) throw new PushError('no livestream has this stream key')
      check(livestream)
      const sink = createSink(livestream, connection)
      feeds.set(livestream.pk, { livestreamPk: livestream.pk, accountId: livestream.accountId, connection })
      if (fedSession(livestream)) jobs.cancelForLivestream(livestream, 'livestream.unfed')
      tell('connected', { encoder: connection.peer, livestream })
      return sink
    })
  }

  const accept: AcceptPush = (request) => {
    try {
      return take(request)
    } catch (error) {
      const { connection, streamKey } = request
      if (error instanceof PushError)
        tell('refused', {
          encoder: connection.peer,
          livestream: livestreams.fedBy(streamKey),
          reason: error.message,
        })
      throw error
    }
  }

  /** Wait for the encoders that fed livestreams when the process, or the state that was restored, ended. */
  const resume = () => {
    for (const pk of livestreamSessions.fedLivestreams()) {
      const livestream = livestreams.get(pk)
      if (!livestream || feeds.has(pk)) continue
      clock.within(livestream.accountId, () => atomically(() => awaitReturn(livestream)))
    }
  }

  return {
    accept,
    /** What happens to pushes. */
    events,
    /** The broadcast of a livestream session that an encoder feeds or fed. */
    broadcastOf: broadcasts.find,
    resume,
    /** The rows of an account, or of all, were replaced: their pushes end. */
    replaced(accountId: string | undefined) {
      broadcasts.drop(accountId)
      for (const feed of [...feeds.values()]) {
        if (accountId !== undefined && feed.accountId !== accountId) continue
        feeds.delete(feed.livestreamPk)
        feed.connection.end('the state that the livestream belonged to was replaced')
      }
      resume()
    },
  }
}
