import { toIso } from '../../../core/iso-time.js'
import type { View } from '../../../http/wire.js'
import { fileNameOf, type SessionFile, type TranscriptFormat } from './session-file.js'

/** Give the link to a file, and when it expires. */
export const linkOf = (
  { file, format }: { file: SessionFile; format?: TranscriptFormat },
  { links }: Pick<View, 'links'>,
) => ({
  url: links.downloadUrl(file.downloadKey, fileNameOf(file.kind, format)),
  expiry: toIso(file.expiresAt),
})
