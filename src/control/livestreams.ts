/** What tests do to livestreams that no operation of the emulated API does. */

import type { Adjustments } from '../api/livestreams/adjustments.js'
import type { Livestream } from '../api/livestreams/livestream.js'
import type { LivestreamsService } from '../api/livestreams/service.js'
import { toIso } from '../core/iso-time.js'
import type { Scheduler } from '../core/scheduler.js'
import { apiError } from '../http/errors.js'
import type { Job } from '../store/jobs.js'
import type { Owner, ViewersBody } from './livestream-schemas.js'
import type { EventBody } from './schemas.js'

/** A livestream after it was adjusted. */
export interface Adjusted {
  id: string
  account_id: string
  app_id: string
  status: string
  disabled: boolean
  stream_key: string
  viewers: number
  updated_at: string
}

const describe = (found: { livestream: Livestream; accountId: string; appId: string }): Adjusted => ({
  id: found.livestream.id,
  account_id: found.accountId,
  app_id: found.appId,
  status: found.livestream.status,
  disabled: found.livestream.disabled,
  stream_key: found.livestream.streamKey,
  viewers: found.livestream.viewers,
  updated_at: toIso(found.livestream.updatedAt),
})

export function createLivestreamsControl(deps: {
  scheduler: Scheduler<Job>
  livestreams: LivestreamsService
  adjustments: Adjustments
}) {
  const { scheduler, livestreams, adjustments } = deps

  /** What is overdue happens first. @throws ApiError noLivestream, ambiguousLivestream */
  const flagging = (how: 'disable' | 'enable' | 'resetStreamKey') => (id: string, owner: Owner) => {
    scheduler.catchUp()
    return describe(adjustments[how](id, owner))
  }

  return {
    /** @throws ApiError noLivestream, ambiguousLivestream, illegalEvent, livestreamDisabled */
    event(livestreamId: string, { event, err_message, ...owner }: EventBody) {
      if (err_message !== undefined && event !== 'fail')
        throw apiError('badRequest', '"err_message" goes with the event fail only')
      scheduler.catchUp()
      return livestreams.event(livestreamId, owner, { event, errMessage: err_message })
    },
    /** @throws ApiError noLivestream, ambiguousLivestream */
    setViewers(id: string, { viewers, ...owner }: ViewersBody) {
      scheduler.catchUp()
      return describe(adjustments.setViewers(id, owner, viewers))
    },
    disable: flagging('disable'),
    enable: flagging('enable'),
    resetStreamKey: flagging('resetStreamKey'),
  }
}
