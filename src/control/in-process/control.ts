/** The control API as methods of the emulator in process, with no HTTP in between. */

import { type FaultRule, FaultRuleSchema } from '../../faults/schemas.js'
import type { DescribedFault } from '../../faults/service.js'
import {
  type RequestsQuery,
  RequestsQuerySchema,
  type VerifyBody,
  VerifySchema,
} from '../../journal/schemas.js'
import { VerificationError } from '../../journal/service.js'
import type { EmulatorEvent, EventFilter } from '../event-stream.js'
import { type Owner, OwnerSchema, type ViewersBody, ViewersSchema } from '../livestream-schemas.js'
import type { Adjusted } from '../livestreams.js'
import { type JoinBody, JoinSchema, type LeaveBody, LeaveSchema } from '../meeting-schemas.js'
import type { Attendance } from '../meetings.js'
import type { Scheduled } from '../scheduled.js'
import { type ScheduledQuery, ScheduledQuerySchema } from '../scheduled-schemas.js'
import { type AccountQuery, AccountQuerySchema } from '../schemas.js'
import type { Control } from '../service.js'
import { checked } from './checked.js'

export interface ControlFace {
  /** What is due and when, in the order in which it will run. */
  scheduled(filter?: ScheduledQuery): Scheduled[]
  readonly livestreams: {
    /** How many watch from now on; `viewer_seconds` accrues on the emulator's clock. */
    setViewers(livestreamId: string, body: ViewersBody): Adjusted
    /** It cannot go live any more; a broadcast that goes on does. */
    disable(livestreamId: string, owner?: Owner): Adjusted
    enable(livestreamId: string, owner?: Owner): Adjusted
    resetStreamKey(livestreamId: string, owner?: Owner): Adjusted
  }
  readonly meetings: {
    /** Somebody joins, or as many as `count` says; the first one in begins the session. */
    join(meetingId: string, body?: JoinBody): Attendance
    /** Somebody leaves; the last one out lets the session end after the meeting's keep-alive time. */
    leave(meetingId: string, body?: LeaveBody): Attendance
  }
  /** What goes wrong, as the control API has it. */
  readonly faults: {
    /** @throws ApiError badRequest that names what is wrong with the rule */
    add(rule: FaultRule): DescribedFault
    list(of?: AccountQuery): DescribedFault[]
    /** @throws ApiError noFault */
    remove(id: string): void
    /** Those that name an account, or all. Answers with how many there were. */
    clear(of?: AccountQuery): number
  }
  /** What was asked and answered. */
  readonly requests: {
    list(query?: RequestsQuery): ReturnType<Control['requests']['list']>
    /**
     * Answers with how many there were.
     * @throws VerificationError with the nearest misses, when it is not as many as expected
     */
    verify(expected: VerifyBody): number
    clear(of?: AccountQuery): number
  }
  /** Hear of requests, transitions, sessions and clock changes as they happen. Returns the end of it. */
  events(listener: (event: EmulatorEvent) => void, filter?: EventFilter): () => void
}

export const controlFace = (control: Control): ControlFace => ({
  scheduled: (filter = {}) => control.scheduled.list(checked(ScheduledQuerySchema, filter)).scheduled,
  livestreams: {
    setViewers: (id, body) => control.livestreams.setViewers(id, checked(ViewersSchema, body)),
    disable: (id, owner = {}) => control.livestreams.disable(id, checked(OwnerSchema, owner)),
    enable: (id, owner = {}) => control.livestreams.enable(id, checked(OwnerSchema, owner)),
    resetStreamKey: (id, owner = {}) => control.livestreams.resetStreamKey(id, checked(OwnerSchema, owner)),
  },
  meetings: {
    join: (id, body = {}) => control.meetings.join(id, checked(JoinSchema, body)),
    leave: (id, body = {}) => control.meetings.leave(id, checked(LeaveSchema, body)),
  },
  faults: {
    add: (rule) => control.faults.add(checked(FaultRuleSchema, rule)),
    list: (of = {}) => control.faults.list(checked(AccountQuerySchema, of)),
    remove: (id) => control.faults.remove(id),
    clear: (of = {}) => control.faults.clear(checked(AccountQuerySchema, of)),
  },
  requests: {
    list: (query = {}) => control.requests.list(checked(RequestsQuerySchema, query)),
    verify(expected) {
      const verification = control.requests.verify(checked(VerifySchema, expected))
      if (!verification.holds) throw new VerificationError(verification)
      return verification.count
    },
    clear: (of = {}) => control.requests.clear(checked(AccountQuerySchema, of)),
  },
  events(listener, filter = {}) {
    const deliver = (event: EmulatorEvent) => {
      listener(event)
      return true
    }
    return control.events.subscribe({ filter, deliver }).close
  },
})
