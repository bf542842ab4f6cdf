/** What pages do in a browser, for .ci/run: `node dist/test/browser/main.js`. */

import { checkActions } from './actions.js'
import { findChromium, launch } from './chromium.js'
import { checkConnection } from './connection.js'
import { checkConsole } from './console.js'
import { checkPlaying } from './playing.js'

const name = findChromium()
if (name === undefined) console.log('skipped: no Chromium to open pages in')
else {
  const browser = await launch(name)
  try {
    for (const check of [checkConsole, checkActions, checkConnection, checkPlaying])
      for (const line of await check(browser)) console.log(`in a browser: ${line}`)
  } finally {
    await browser.close()
  }
}
