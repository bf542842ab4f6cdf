import type { RecordingsService } from '../api/recordings/service.js'
import type { Clip } from './clip.js'
import type { Files } from './downloads.js'

/** Create the access to the files of recordings, all of which are the clip. */
export const createRecordingFiles = (deps: {
  recordings: Pick<RecordingsService, 'fileAt'>
  clip: Clip
}): Files => ({
  find(key, fileName) {
    const found = deps.recordings.fileAt(key, fileName)
    return (
      found && {
        accountId: found.recording.accountId,
        expiresAt: found.expiresAt,
        file: () => deps.clip.file(found.kind),
      }
    )
  },
})
