/** Changes livestreams for tests, where the emulated API has no operation. */

import type { Livestream } from '../api/livestreams/livestream.js'
import type { LivestreamsService } from '../api/livestreams/service.js'
import type { Clocks } from '../core/clocks.js'
import { toIso } from '../core/iso-time.js'
import type { Scope } from '../core/scope.js'
import { apiError } from '../http/errors.js'
import type { Adjusted, EventBody, ViewersBody } from './livestream-schemas.js'

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

/** Create the control of livestreams. */
export function createLivestreamsControl(deps: {
  livestreams: LivestreamsService
  clock: Pick<Clocks, 'within'>
}) {
  const { livestreams, clock } = deps

  /** @throws ApiError noLivestream, ambiguousLivestream */
  const changing = (how: 'disable' | 'enable' | 'resetStreamKey') => (id: string, scope: Scope) => {
    const { livestream, appId } = livestreams.named(id, scope)
    return clock.within(livestream.accountId, () => describe(livestreams[how](livestream), appId))
  }

  return {
    /** Let a livestream go live, stop or fail. @throws ApiError noLivestream, ambiguousLivestream, illegalEvent, livestreamDisabled */
    event(livestreamId: string, { event, err_message, ...scope }: EventBody) {
      if (err_message !== undefined && event !== 'fail')
        throw apiError('badRequest', '"err_message" goes with the event fail only')
      const { livestream } = livestreams.named(livestreamId, scope)
      return clock.within(livestream.accountId, () =>
        livestreams.apply(livestream, { event, errMessage: err_message }),
      )
    },
    /** Set how many people watch. @throws ApiError noLivestream, ambiguousLivestream */
    setViewers(id: string, { viewers, ...scope }: ViewersBody) {
      const { livestream, appId } = livestreams.named(id, scope)
      return clock.within(livestream.accountId, () =>
        describe(livestreams.setViewers(livestream, viewers), appId),
      )
    },
    disable: changing('disable'),
    enable: changing('enable'),
    resetStreamKey: changing('resetStreamKey'),
  }
}

export type LivestreamsControl = ReturnType<typeof createLivestreamsControl>
