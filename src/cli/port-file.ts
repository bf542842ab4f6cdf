/** The file that tells other programs on which port Greenroom answers. */

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { ConfigError } from '../config/error.js'
import { flagOf } from '../config/names.js'

const textOf = (url: string) => `${new URL(url).port || 80}\n`

/**
 * Write the port of a URL to a file, in one piece: a reader finds all of it or no file.
 * @throws ConfigError when the file cannot be written
 */
export function writePortFile(file: string, url: string): void {
  const unfinished = `${file}.${process.pid}`
  try {
    writeFileSync(unfinished, textOf(url))
    renameSync(unfinished, file)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw new ConfigError([
      `${flagOf('portFile')} ${file}: cannot be written (${(error as NodeJS.ErrnoException).code})`,
    ])
  }
}

/** Remove the file, unless another Greenroom has written its own port to it since. */
export function removePortFile(file: string, url: string): void {
  try {
    if (readFileSync(file, 'utf8') === textOf(url)) rmSync(file)
  } catch {
    // It is gone already, or cannot be removed: the end of the process does not depend on it.
  }
}
