/** Starts the console in its page. */

import { render } from 'preact'
import { addCommands } from './core/commands.js'
import { dialog, startKeys } from './core/keys.js'
import { startLive } from './core/live.js'
import { go, hrefOf, startRouter } from './core/router.js'
import { nextTheme, startTheme } from './core/theme.js'
import { startTime } from './core/time.js'
import { App } from './shell/app.js'
import { entries } from './shell/nav.js'
import { addTimeCommands } from './views/time-actions.js'

startTheme()
startRouter()
startKeys()
startLive()
startTime()
addCommands([
  { group: 'Help', label: 'Show the keys', keys: '?', run: () => (dialog.value = 'help') },
  { group: 'Theme', label: 'Change between system, light and dark', run: nextTheme },
])
addTimeCommands()
addCommands(entries.map(({ path, label }) => ({ group: 'Go to', label, run: () => go(hrefOf(path)) })))

const root = document.getElementById('console')
if (root) {
  root.replaceChildren()
  render(<App />, root)
}
