/**
 * Streams events as they happen: requests, transitions, sessions, deliveries, messages of the inbox, failed jobs, changes
 * of the clock, and that something was written. The latest events are kept, so that a reader that was away or is slow catches up from its
 * place. No event is made before the first reader subscribes.
 */

import type { Change, Changes } from '../api/changes.js'
import type { Livestream } from '../api/livestreams/livestream.js'
import { namedId, type SessionParticipant } from '../api/sessions/session-participant.js'
import type { Deliveries } from '../api/webhooks/deliveries/deliveries.js'
import { describeAttempted, describeUnsent } from '../api/webhooks/deliveries/service.js'
import type { Clocks } from '../core/clocks.js'
import type { Ids } from '../core/ids.js'
import { toIso } from '../core/iso-time.js'
import type { JobFailure } from '../core/scheduler.js'
import type { Signal } from '../core/signal.js'
import { apiError } from '../http/errors.js'
import type { Inbox } from '../inbox/inbox.js'
import { summarizeMessage } from '../inbox/service.js'
import { describeEntry } from '../journal/entry.js'
import type { Journal } from '../journal/journal.js'
import type { Job } from '../store/jobs.js'
import type { UnitOfWork } from '../store/unit-of-work.js'
import { describeJob } from './scheduled.js'

export const eventTypes = [
  'request',
  'livestream',
  'recording',
  'session',
  'clock',
  'delivery',
  'inbox',
  'job',
  'ingest',
  'state',
] as const
export type EventType = (typeof eventTypes)[number]

/** `state` comes to readers that ask for it: it tells nothing that the others do not tell to one who reads them all. */
const usualTypes = eventTypes.filter((type) => type !== 'state')

/** At most one `state` event in so many real milliseconds. */
const STATE_INTERVAL_MS = 100

/** How many events are kept for readers that come back. */
const MAX_EVENTS = 10_000

export interface EmulatorEvent {
  /** The run's id and a number: the id of another run is recognized. */
  id: string
  type: EventType | 'lost'
  data: Record<string, unknown>
}

export interface EventFilter {
  /** Only this account's events, and those of the shared clock. */
  account_id?: string | undefined
  type?: EventType | readonly EventType[] | undefined
}

export interface Subscription {
  /** Deliver the events since the reader was full; call it when the reader can take more. */
  resume(): void
  close(): void
}

interface Kept {
  type: EventType
  /** Undefined for an event of no account. */
  accountId: string | undefined
  data: () => Record<string, unknown>
}

/** Something that happened to the push of an encoder. */
interface IngestNews {
  event: string
  /** Unix milliseconds. */
  at: number
  /** The address of the encoder. */
  encoder: string
  livestream: Livestream | undefined
  reason: string | null
}

export interface EventDeps {
  clock: Clocks
  ids: Pick<Ids, 'run'>
  journal: Journal
  inbox: Inbox
  changes: Changes
  /** Jobs that failed, whether they will be retried or not. */
  jobFailures: Pick<Signal<JobFailure<Job>>, 'listen'>
  atomically: UnitOfWork
  deliveries: Deliveries
  /** What happens to the pushes of encoders. */
  ingest: { events: Pick<Signal<IngestNews>, 'listen'> }
  /** The id of an app, by its row's key. */
  appId: (appPk: number) => string | undefined
  onError: (error: unknown) => void
}

/** Create the event stream. */
export function createEvents(deps: EventDeps) {
  const { clock, ids, journal, changes, atomically, jobFailures, appId, onError } = deps
  const ring: Kept[] = []
  const wakes = new Set<() => void>()
  let last = 0
  let isWatching = false
  let stateReaders = 0
  let isStatePending = false

  const idOf = (number: number) => `${ids.run}-${number}`

  const push = (event: Kept) => {
    last++
    ring[last % MAX_EVENTS] = event
    for (const wake of wakes) wake()
  }

  const nameOf = (participant: SessionParticipant) => ({
    id: namedId(participant),
    peer_id: participant.id,
    custom_participant_id: participant.customParticipantId,
    name: participant.name,
  })

  const describe = (change: Change) => {
    const { accountId, at } = change
    const [type, { appPk, ...subject }] =
      change.kind === 'recording'
        ? ([
            'recording',
            {
              appPk: change.recording.appPk,
              recording_id: change.recording.id,
              meeting_id: change.recording.meetingId,
              session_id: change.recording.sessionId,
              from: change.from,
              status: change.recording.status,
              event: change.event,
              err_message: change.recording.errMessage,
            },
          ] as const)
        : change.kind === 'livestream'
          ? ([
              'livestream',
              {
                appPk: change.livestream.appPk,
                livestream_id: change.livestream.id,
                meeting_id: change.livestream.meetingId,
                from: change.from,
                status: change.livestream.status,
                event: change.event,
                err_message: change.errMessage,
              },
            ] as const)
          : ([
              'session',
              {
                appPk: change.session.appPk,
                session_id: change.session.id,
                meeting_id: change.session.meetingId,
                status: change.session.status,
                event: change.kind,
                reason: change.kind === 'session.ended' ? change.reason : null,
                participant: 'participant' in change ? nameOf(change.participant) : null,
              },
            ] as const)
    const data = { time: toIso(at), account_id: accountId, app_id: appId(appPk) ?? null, ...subject }
    return { type, accountId, data: () => data }
  }

  /** Tell the readers who ask for it that something may have been written. */
  const touch = () => {
    if (stateReaders === 0 || isStatePending) return
    isStatePending = true
    clock.wait(STATE_INTERVAL_MS, () => {
      isStatePending = false
      push({ type: 'state', accountId: undefined, data: () => ({ time: toIso(clock.shared.now()) }) })
    })
  }

  /** Start to listen, at the first reader. */
  const watch = () => {
    if (isWatching) return
    isWatching = true
    journal.listen((entry) => {
      push({ type: 'request', accountId: entry.accountId ?? undefined, data: () => describeEntry(entry) })
      if (entry.method !== 'GET' && entry.method !== 'HEAD') touch()
    })
    changes.listen((change) => {
      const event = describe(change)
      atomically.afterCommit(() => {
        push(event)
        touch()
      })
    })
    const pushDelivery = ({ at, ...about }: ReturnType<typeof describeAttempted | typeof describeUnsent>) => {
      const data = { time: at, ...about }
      push({ type: 'delivery', accountId: about.account_id, data: () => data })
      touch()
    }
    deps.deliveries.onAttempt((attempted) => pushDelivery(describeAttempted(attempted)))
    const nowOf = (accountId: string | undefined) => clock.within(accountId, clock.now)
    deps.deliveries.onUnsent((delivery) => pushDelivery(describeUnsent(delivery, nowOf(delivery.accountId))))
    // Without headers and body, which would stay here when the inbox has made room for others.
    deps.inbox.listen((message) => {
      const data = { time: toIso(message.at), ...summarizeMessage(message) }
      push({ type: 'inbox', accountId: message.accountId ?? undefined, data: () => data })
    })
    jobFailures.listen(({ job, error, retryIn }) => {
      const failure = { error: (error as Error).message, will_retry: retryIn !== undefined }
      const data = { time: toIso(nowOf(job?.accountId)), ...(job && describeJob(job)), failure }
      push({ type: 'job', accountId: job?.accountId, data: () => data })
    })
    deps.ingest.events.listen(({ event, at, encoder, livestream, reason }) => {
      const data = {
        time: toIso(at),
        account_id: livestream?.accountId ?? null,
        app_id: livestream ? (appId(livestream.appPk) ?? null) : null,
        livestream_id: livestream?.id ?? null,
        event,
        encoder,
        reason,
      }
      push({ type: 'ingest', accountId: livestream?.accountId, data: () => data })
    })
    clock.onAnyChange((accountId) => {
      const { mode, now } = clock.of(accountId)
      const data = { time: toIso(now()), mode, account_id: accountId ?? null }
      push({ type: 'clock', accountId, data: () => data })
    })
  }

  /** Find the place where a reader left off; undefined when it was in another run. */
  const placeOf = (lastEventId: string) => {
    const [, run, number] = /^([0-9a-f]+)-(\d+)$/.exec(lastEventId) ?? []
    return run === ids.run && Number(number) <= last ? Number(number) : undefined
  }

  return {
    /** The id of the latest event. */
    get lastId() {
      return idOf(last)
    },
    /** Call it after work that may have written something. */
    touch,
    /**
     * Subscribe to events, from now on or from where a reader left off. Events that are no longer kept are replaced by
     * one event `lost` with their count over all accounts, or null when it is unknown.
     * @param options.deliver returns false when it can take no more until `resume`
     */
    subscribe(options: {
      filter: EventFilter
      after?: string | undefined
      deliver: (event: EmulatorEvent) => boolean
    }): Subscription {
      watch()
      const { filter, after, deliver } = options
      const types = filter.type === undefined ? usualTypes : [filter.type].flat()
      const isOfShared = ({ type, accountId }: Kept) =>
        type === 'state' || (type === 'clock' && accountId === undefined)
      const matches = (event: Kept) =>
        types.includes(event.type) &&
        (filter.account_id === undefined || event.accountId === filter.account_id || isOfShared(event))
      let place = after === undefined ? last : placeOf(after)
      let isDelivering = false
      let isFull = false

      /** Take the next event; undefined when the filter leaves it out. */
      const take = (): EmulatorEvent | undefined => {
        const oldest = Math.max(1, last - MAX_EVENTS + 1)
        if (place === undefined || place < oldest - 1) {
          const lost = place === undefined ? null : oldest - 1 - place
          place = oldest - 1
          return { id: idOf(place), type: 'lost', data: { lost } }
        }
        place++
        const kept = ring[place % MAX_EVENTS] as Kept
        return matches(kept) ? { id: idOf(place), type: kept.type, data: kept.data() } : undefined
      }

      const wake = () => {
        // A reader may cause events: they are delivered after the current one.
        if (isDelivering) return
        isDelivering = true
        while (!isFull && wakes.has(wake) && (place === undefined || place < last)) {
          const event = take()
          try {
            isFull = event !== undefined && !deliver(event)
          } catch (error) {
            onError(error)
          }
        }
        isDelivering = false
      }
      wakes.add(wake)
      const readsState = types.includes('state')
      if (readsState) stateReaders++
      return {
        resume() {
          isFull = false
          wake()
        },
        close() {
          if (wakes.delete(wake) && readsState) stateReaders--
        },
      }
    },
  }
}

/** Read a list of types such as `request,clock`. @throws ApiError badRequest */
export function readEventTypes(text: string | undefined): EventType[] | undefined {
  if (text === undefined) return undefined
  const names = text.split(',').map((name) => name.trim())
  if (names.some((name) => !eventTypes.includes(name as EventType)))
    throw apiError('badRequest', `"type" must be of [${eventTypes.join(', ')}], with commas between`)
  return names as EventType[]
}
