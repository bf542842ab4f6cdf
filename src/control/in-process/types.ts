/** The methods of an emulator in process. Their types come from the schemas of the control API. */

import type { Readable } from 'node:stream'
import type { Static } from '@sinclair/typebox'
import type {
  DeliveriesQuery,
  DeliveryRuleBody,
  DescribedDelivery,
  DescribedDeliveryRule,
  WaitBody,
} from '../../api/webhooks/deliveries/schemas.js'
import type { Scope } from '../../core/scope.js'
import type { DescribedFault, FaultRule } from '../../faults/schemas.js'
import type { AccountScope } from '../../http/scope-schema.js'
import type { InboxAnswer, InboxMessage, InboxQuery } from '../../inbox/schemas.js'
import type { RequestEntry, RequestsAnswerSchema, RequestsQuery, VerifyBody } from '../../journal/schemas.js'
import type { Chunks } from '../../state/document.js'
import type {
  DifferencesQuery,
  ResetAnswerSchema,
  ResetBody,
  SnapshotsAnswerSchema,
  StateDifferences,
} from '../../state/schemas.js'
import type { ClockBody, ClockStateSchema } from '../clock-schemas.js'
import type { DemoState } from '../demo-schemas.js'
import type { EmulatorEvent, EventFilter } from '../event-stream.js'
import type { Info } from '../info-schemas.js'
import type { Answers, LivestreamDetails, MeetingItem, SessionDetails } from '../lists/item-schemas.js'
import type { Queries } from '../lists/query-schemas.js'
import type { Adjusted, EventAnswerSchema, EventBody, ViewersBody } from '../livestream-schemas.js'
import type { Attendance, JoinBody, LeaveBody } from '../meeting-schemas.js'
import type { RecordingEventAnswer, RecordingEventBody } from '../recording-schemas.js'
import type { Scheduled, ScheduledQuery } from '../scheduled-schemas.js'
import type {
  ChatBody,
  Said,
  SaidDetails,
  SaidQuery,
  SummaryBody,
  TranscriptBody,
} from '../session-schemas.js'

/** How far to advance: seconds, a duration such as `1m30s`, or an object that says which. */
export type Advance = number | string | { seconds: number } | { to: string | Date } | { until: 'idle' }

/** A snapshot that was taken. */
export interface Snapshot {
  restore(): void
}

export interface ControlFacade {
  readonly clock: {
    /** Read the emulator's time, or an account's. */
    now(scope?: AccountScope): Date
    /** Set the mode, the time, or both; with `account_id`, of a clock that the account gets for itself. */
    set(change: Omit<ClockBody, 'now'> & { now?: string | Date }): Static<typeof ClockStateSchema>
    /**
     * Move on, running every job that is due on the way. Resolves with the jobs that ran.
     * @param scope the account whose own clock is to move, which it gets if it has none; without it, the shared one
     */
    advance(by: Advance, scope?: AccountScope): Promise<Scheduled[]>
    /** Let an account follow the shared clock again. */
    giveUp(account: { account_id: string }): Static<typeof ClockStateSchema>
  }
  /** List the jobs that are due and when, in the order in which they will run. */
  scheduled(filter?: ScheduledQuery): Scheduled[]
  /** Let a livestream go live, stop or fail now. */
  event(livestreamId: string, event: EventBody): Static<typeof EventAnswerSchema>
  /** List the accounts, with their clocks and apps. */
  accounts(query?: Queries['accounts']): Answers['accounts']
  readonly livestreams: {
    /** List livestreams over all accounts, or in a scope, newest first. */
    list(query?: Queries['livestreams']): Answers['livestreams']
    /** Show a livestream, its addresses and a page of its livestream sessions. */
    get(livestreamId: string, query?: Queries['details']): LivestreamDetails
    /** Set how many people watch; `viewer_seconds` accrues on the emulator's clock. */
    setViewers(livestreamId: string, body: ViewersBody): Adjusted
    /** Keep a livestream from going live. One that is live stays live. */
    disable(livestreamId: string, scope?: Scope): Adjusted
    enable(livestreamId: string, scope?: Scope): Adjusted
    resetStreamKey(livestreamId: string, scope?: Scope): Adjusted
  }
  /** List the participants of a meeting, newest first. */
  participants(query: Queries['participants']): Answers['participants']
  /** List presets over all accounts, or in a scope, newest first. */
  presets(query?: Queries['presets']): Answers['presets']
  readonly recordings: {
    /** List recordings over all accounts, or in a scope, newest first. */
    list(query?: Queries['recordings']): Answers['recordings']
    /** Let a recording begin, pause, resume, stop, be uploaded or fail now. */
    event(recordingId: string, event: RecordingEventBody): RecordingEventAnswer
  }
  readonly meetings: {
    /** List meetings over all accounts, or in a scope, newest first. */
    list(query?: Queries['meetings']): Answers['meetings']
    /** Show a meeting, its live session and its active livestream. */
    get(meetingId: string, scope?: Scope): MeetingItem
    /** Let one participant join, or as many as `count` says; the first begins the session. */
    join(meetingId: string, body?: JoinBody): Attendance
    /** Let participants leave; the session ends after the keep-alive time of the last. */
    leave(meetingId: string, body?: LeaveBody): Attendance
  }
  readonly sessions: {
    /** List sessions over all accounts, or in a scope, newest first. */
    list(query?: Queries['sessions']): Answers['sessions']
    /** Show a session, who is there and what was said. */
    get(sessionId: string, scope?: Scope): SessionDetails
    /** Show a page of what was written and spoken, the summary, and the links to the files. */
    said(sessionId: string, query?: SaidQuery): SaidDetails
    /** Put chat messages into a session. Their file is made when the session has ended. */
    chat(sessionId: string, body: ChatBody): Said
    /** Put transcript lines into a session. */
    transcript(sessionId: string, body: TranscriptBody): Said
    /** Put in the text of the summary that will be made. */
    summary(sessionId: string, body: SummaryBody): Said
  }
  /** Rules that make calls fail. */
  readonly faults: {
    add(rule: FaultRule): DescribedFault
    list(scope?: AccountScope): DescribedFault[]
    get(id: string, scope?: AccountScope): DescribedFault
    remove(id: string, scope?: AccountScope): void
    /** Remove the rules that name an account, or all. Returns how many were removed. */
    clear(scope?: AccountScope): number
  }
  /** The journal of requests and their answers. */
  readonly requests: {
    list(query?: RequestsQuery): Static<typeof RequestsAnswerSchema>
    get(id: number, scope?: AccountScope): RequestEntry
    /**
     * Check that the expected requests were made. Returns how many match.
     * @throws VerificationError with the nearest misses
     */
    verify(expected: VerifyBody): number
    /** Forget the requests of an account, or all. Returns how many were removed. */
    clear(scope?: AccountScope): number
  }
  /** Listen to events as they happen. Returns a function that stops listening. */
  events(listener: (event: EmulatorEvent) => void, filter?: EventFilter): () => void
  readonly webhooks: {
    /** List webhooks over all accounts, or in a scope, newest first. */
    list(query?: Queries['webhooks']): Answers['webhooks']
    /** List deliveries, oldest first. */
    deliveries(query?: DeliveriesQuery): DescribedDelivery[]
    delivery(id: string, scope?: AccountScope): DescribedDelivery
    /** Send a delivery once more, as a new one with the same rtk-uuid. */
    resend(id: string, scope?: AccountScope): DescribedDelivery
    /** Resolves once `count` deliveries have an outcome; rejects after 10 real seconds. */
    wait(body: WaitBody): Promise<DescribedDelivery[]>
    /** Send deliveries twice, late, out of order, with a bad signature, or never. */
    readonly rules: {
      add(rule: DeliveryRuleBody): DescribedDeliveryRule
      list(scope?: AccountScope): DescribedDeliveryRule[]
      remove(id: string, scope?: AccountScope): void
      /** Remove the rules that name an account, or all. Returns how many were removed. */
      clear(scope?: AccountScope): number
    }
  }
  /** The messages that the built-in receiver of webhooks was sent. */
  readonly inbox: {
    /** List messages, newest first. */
    list(query?: InboxQuery): InboxAnswer
    get(id: number, scope?: AccountScope): InboxMessage
    /** Forget the messages of an account, or all. Returns how many were removed. */
    clear(scope?: AccountScope): number
  }
  /** Return to the fixtures, or load other ones; for all accounts, or for one. */
  reset(to?: ResetBody): Static<typeof ResetAnswerSchema>
  /** Take a snapshot of the state, in memory; with a name it is the control API's snapshot. */
  snapshot(name?: string, scope?: AccountScope): Snapshot
  /** The snapshots that have a name. */
  readonly snapshots: {
    /** List the snapshots of an account, or all, and the names of those that were dropped to make room. */
    list(scope?: AccountScope): Static<typeof SnapshotsAnswerSchema>
    /** Tell what differs between a snapshot and another one, or the present state. */
    differences(name: string, query?: DifferencesQuery): StateDifferences
    remove(name: string, scope?: AccountScope): void
  }
  readonly state: {
    /** Export everything, or one account, as a JSON document in UTF-8. */
    export(scope?: AccountScope): Readable
    /** Replace everything, or one account, by a document, which is checked first. */
    import(
      document: string | Uint8Array | Chunks,
      scope?: AccountScope,
    ): Promise<{ account_id: string | null; imported: Record<string, number> }>
  }
  /** The world of `greenroom demo`. */
  readonly demo: {
    get(): DemoState
    /** Let it go on. @throws ApiError noDemo when there is none */
    start(): DemoState
    /** Leave everything as it is, and do nothing more. */
    stop(): DemoState
  }
  /** Describe the emulator: version, addresses, settings, clock. */
  info(): Info
}

type WithoutAccount<T> = 'account_id' extends keyof T
  ? [Exclude<keyof T, 'account_id'>] extends [never]
    ? // biome-ignore lint/suspicious/noConfusingVoidType: an argument that is left out
      void
    : Omit<T, 'account_id'>
  : T
/** An argument without its `account_id`, or without that of its `match`. */
type BoundArgument<T> = T extends string | number | Date | ((...values: never[]) => unknown)
  ? T
  : T extends { match?: infer Match }
    ? 'match' extends keyof T
      ? Omit<WithoutAccount<T>, 'match'> & { match?: WithoutAccount<NonNullable<Match>> | undefined }
      : WithoutAccount<T>
    : WithoutAccount<T>
type BoundArguments<Arguments extends unknown[]> = {
  [Index in keyof Arguments]: BoundArgument<Arguments[Index]>
}

/** The methods of a facade, with the account already named. */
export type Bound<T> = {
  readonly [Key in keyof T]: T[Key] extends (...values: infer Arguments) => infer Result
    ? (...values: BoundArguments<Arguments>) => Result
    : Bound<T[Key]>
}

/** One account's share of the control API. */
export type AccountFacade = Bound<Omit<ControlFacade, 'info' | 'demo'>> & { readonly id: string }
