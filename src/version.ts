import { readFileSync } from 'node:fs'

/** The package's own folder, seen from `dist/src` and from `dist/bundle`. */
export const packageFolder = new URL('../../', import.meta.url)

/** As package.json says. */
export const version: string = JSON.parse(
  readFileSync(new URL('package.json', packageFolder), 'utf8'),
).version
