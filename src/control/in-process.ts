/** The control API as methods of the emulator in process, with no HTTP in between. */

import { checked } from './checked.js'
import type { Scheduled } from './scheduled.js'
import { type ScheduledQuery, ScheduledQuerySchema } from './scheduled-schemas.js'
import type { Control } from './service.js'

export interface ControlFace {
  /** What is due and when, in the order in which it will run. */
  scheduled(filter?: ScheduledQuery): Scheduled[]
}

export const controlFace = (control: Control): ControlFace => ({
  scheduled: (filter = {}) => control.scheduled.list(checked(ScheduledQuerySchema, filter)).scheduled,
})
