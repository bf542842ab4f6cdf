/** Makes events happen to recordings for tests, where the emulated API has no operation. */

import type { RecordingsService } from '../api/recordings/service.js'
import type { Clocks } from '../core/clocks.js'
import { toIso } from '../core/iso-time.js'
import { apiError } from '../http/errors.js'
import type { RecordingEventAnswer, RecordingEventBody } from './recording-schemas.js'

/** Create the control of recordings. */
export function createRecordingsControl(deps: {
  recordings: RecordingsService
  clock: Pick<Clocks, 'within'>
}) {
  const { recordings, clock } = deps
  return {
    /**
     * Let a recording begin, pause, resume, stop, be uploaded or fail now.
     * @throws ApiError noRecording, ambiguousRecording, illegalRecordingEvent
     */
    event(id: string, { event, err_message, ...scope }: RecordingEventBody): RecordingEventAnswer {
      if (err_message !== undefined && event !== 'fail')
        throw apiError('badRequest', '"err_message" goes with the event fail only')
      const { recording, appId } = recordings.named(id, scope)
      const changed = clock.within(recording.accountId, () =>
        recordings.apply(recording, { event, reason: 'API_CALL', errMessage: err_message }),
      )
      return {
        id: changed.id,
        account_id: changed.accountId,
        app_id: appId,
        status: changed.status,
        updated_at: toIso(changed.updatedAt),
      }
    },
  }
}

export type RecordingsControl = ReturnType<typeof createRecordingsControl>
