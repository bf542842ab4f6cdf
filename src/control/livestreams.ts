/** What tests do to livestreams that no operation of the emulated API does. */

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

const describe = (livestream: Livestream, appId: string): Adjusted => ({
  id: livestream.id,
  account_id: livestream.accountId,
  app_id: appId,
  status: livestream.status,
  disabled: livestream.disabled,
  stream_key: livestream.streamKey,
  viewers: livestream.viewers,
  updated_at: toIso(livestream.updatedAt),
})

export function createLivestreamsControl(deps: {
  scheduler: Scheduler<Job>
  livestreams: LivestreamsService
}) {
  const { scheduler, livestreams } = deps

  /** What is overdue happens first. @throws ApiError noLivestream, ambiguousLivestream */
  const flagging = (how: 'disable' | 'enable' | 'resetStreamKey') => (id: string, owner: Owner) => {
    scheduler.catchUp()
    const { livestream, appId } = livestreams.named(id, owner)
    return describe(livestreams[how](livestream), appId)
  }

  return {
    /** @throws ApiError noLivestream, ambiguousLivestream, illegalEvent, livestreamDisabled */
    event(livestreamId: string, { event, err_message, ...owner }: EventBody) {
      if (err_message !== undefined && event !== 'fail')
        throw apiError('badRequest', '"err_message" goes with the event fail only')
      scheduler.catchUp()
      const { livestream } = livestreams.named(livestreamId, owner)
      return livestreams.apply(livestream, { event, errMessage: err_message })
    },
    /** @throws ApiError noLivestream, ambiguousLivestream */
    setViewers(id: string, { viewers, ...owner }: ViewersBody) {
      scheduler.catchUp()
      const { livestream, appId } = livestreams.named(id, owner)
      return describe(livestreams.setViewers(livestream, viewers), appId)
    },
    disable: flagging('disable'),
    enable: flagging('enable'),
    resetStreamKey: flagging('resetStreamKey'),
  }
}
