/** The clip to which the files of recordings lead: eight seconds of a test card, made by .build/make-test-card.sh. */

import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { MediaKind } from '../api/recordings/recording.js'
import { packageFolder } from '../version.js'
import type { FileContent } from './send-file.js'

const kinds: Record<MediaKind, { extension: string; type: string }> = {
  video: { extension: 'mp4', type: 'video/mp4' },
  AAC: { extension: 'm4a', type: 'audio/mp4' },
  MP3: { extension: 'mp3', type: 'audio/mpeg' },
  track: { extension: 'webm', type: 'audio/webm' },
}

/** Create the access to the clip's files, each of which is read at its first use. */
export function createClip() {
  const files = new Map<MediaKind, FileContent>()
  const sizes = new Map<MediaKind, number>()
  const pathOf = (kind: MediaKind) => new URL(`fixtures/test-card.${kinds[kind].extension}`, packageFolder)

  return {
    /** Bytes of a file. */
    size(kind: MediaKind): number {
      const size = sizes.get(kind) ?? statSync(pathOf(kind)).size
      sizes.set(kind, size)
      return size
    },
    file(kind: MediaKind): FileContent {
      let file = files.get(kind)
      if (!file) {
        const content = readFileSync(pathOf(kind))
        const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`
        file = { content, type: kinds[kind].type, etag }
        files.set(kind, file)
      }
      return file
    },
  }
}

export type Clip = ReturnType<typeof createClip>
