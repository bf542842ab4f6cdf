/** The bundle that the package ships, which the tests of the process run. Built when it is not that of these sources. */

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The checkout's folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url))

execFileSync(process.execPath, ['.build/build.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })

export const mainFile = `${root}dist/bundle/main.js`
