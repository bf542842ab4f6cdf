/** Reads the files that the build made for browsers. */

import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { packageFolder } from '../version.js'

/** Create a reader that keeps what it has read. @returns the content of a file by its name, and its ETag in quotes */
export function createBuiltFiles<Name extends string>() {
  const loaded = new Map<Name, { content: Buffer; etag: string }>()
  return (name: Name) => {
    let file = loaded.get(name)
    if (!file) {
      const content = readFileSync(new URL(`dist/bundle/console/${name}`, packageFolder))
      file = { content, etag: `"${hash('sha256', content, 'hex').slice(0, 16)}"` }
      loaded.set(name, file)
    }
    return file
  }
}
