/** What tests do to livestreams that no operation of the emulated API does. */

import type { Scheduler } from '../core/scheduler.js'
import { apiError } from '../http/errors.js'
import type { LivestreamsService } from '../livestreams/service.js'
import type { Job } from '../store/jobs.js'
import type { EventBody } from './schemas.js'

export function createLivestreamsControl(deps: {
  scheduler: Scheduler<Job>
  livestreams: LivestreamsService
}) {
  const { scheduler, livestreams } = deps
  return {
    /** @throws ApiError noLivestream, ambiguousLivestream, illegalEvent */
    event(livestreamId: string, { event, err_message, account_id, app_id }: EventBody) {
      if (err_message !== undefined && event !== 'fail')
        throw apiError('badRequest', '"err_message" goes with the event fail only')
      scheduler.catchUp()
      return livestreams.event(
        livestreamId,
        { accountId: account_id, appId: app_id },
        { event, errMessage: err_message },
      )
    },
  }
}
