/** The control API as methods of the emulator in process, with no HTTP in between. */

import { checked } from './checked.js'
import { type Owner, OwnerSchema, type ViewersBody, ViewersSchema } from './livestream-schemas.js'
import type { Adjusted } from './livestreams.js'
import { type JoinBody, JoinSchema, type LeaveBody, LeaveSchema } from './meeting-schemas.js'
import type { Attendance } from './meetings.js'
import type { Scheduled } from './scheduled.js'
import { type ScheduledQuery, ScheduledQuerySchema } from './scheduled-schemas.js'
import type { Control } from './service.js'

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
})
