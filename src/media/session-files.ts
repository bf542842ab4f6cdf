import { createHash } from 'node:crypto'
import type { SessionFilesService } from '../api/sessions/files/service.js'
import { mediaTypeOf } from '../api/sessions/files/session-file.js'
import type { Files } from './downloads.js'

/** Create the access to the chats, transcripts and summaries of sessions, which are written at each download. */
export const createSessionFiles = (sessionFiles: Pick<SessionFilesService, 'fileAt'>): Files => ({
  find(key, fileName) {
    const found = sessionFiles.fileAt(key, fileName)
    return (
      found && {
        accountId: found.accountId,
        expiresAt: found.file.expiresAt,
        file() {
          const content = Buffer.from(found.text())
          const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`
          return { content, type: mediaTypeOf(fileName) ?? 'application/octet-stream', etag }
        },
      }
    )
  },
})
