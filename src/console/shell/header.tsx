/** The top of the page: the account and app in view, the clock, whether the page is connected, and the theme. */

import type { Answers } from '../../control/lists/item-schemas.js'
import { dialog } from '../core/keys.js'
import { connection } from '../core/live.js'
import { go, hrefOf, place, scope, setQuery } from '../core/router.js'
import { nextTheme, theme } from '../core/theme.js'
import { clockOf, hasOwnClock, nowOf } from '../core/time.js'
import { useData } from '../core/use-data.js'

const connectionTexts = { connecting: 'Connecting', live: 'Live', lost: 'Disconnected' }

function Scope() {
  const { account_id: account, app_id: app } = scope.value
  const { data } = useData<Answers['accounts']>('/accounts', { query: { per_page: 100 }, on: ['state'] })
  const accounts = data?.accounts ?? []
  const ids = [...new Set([...accounts.map(({ id }) => id), ...(account ? [account] : [])])]
  const apps = accounts.find(({ id }) => id === account)?.apps ?? []
  const path = place.value.path.split('/').slice(0, 2).join('/') || '/'
  return (
    <div class="scope">
      <label>
        <span class="hidden">Account</span>
        <select
          value={account ?? ''}
          onChange={({ currentTarget }) => go(hrefOf(path, { account: currentTarget.value, app: '' }))}
        >
          <option value="">All accounts</option>
          {ids.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
      {account !== undefined && (
        <label>
          <span class="hidden">App</span>
          <select value={app ?? ''} onChange={({ currentTarget }) => setQuery({ app: currentTarget.value })}>
            <option value="">All apps</option>
            {apps.map(({ id, name }) => (
              <option key={id} value={id}>
                {name || id}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  )
}

function Clock() {
  const { account_id: account } = scope.value
  const state = clockOf(account)
  const now = nowOf(account)
  if (!state || now === undefined) return null
  const [day = '', time = ''] = new Date(now).toISOString().split('T')
  const owner = account !== undefined && hasOwnClock(account) ? 'of this account' : 'shared'
  return (
    <a class={`clock ${state.mode}`} href={hrefOf('/time')} title={`Clock, ${owner}, ${state.mode}`}>
      <span class="day">{day}</span> {time.slice(0, 8)} <small>{state.mode}</small>
    </a>
  )
}

export function Header() {
  return (
    <header class="top">
      <a class="brand" href={hrefOf('/')}>
        <img src="/_greenroom/ui/assets/icon.svg" alt="" width="24" height="24" /> Greenroom
      </a>
      <Scope />
      <span class="room" />
      <Clock />
      <span class={`connection ${connection.value}`} role="status">
        {connectionTexts[connection.value]}
      </span>
      <button type="button" class="quiet" onClick={() => (dialog.value = 'palette')} title="All actions">
        <kbd>Ctrl K</kbd>
      </button>
      <button type="button" class="quiet" onClick={nextTheme} aria-label={`Theme: ${theme.value}`}>
        {{ system: '◐', light: '☀', dark: '☾' }[theme.value]}
      </button>
      <button type="button" class="quiet" onClick={() => (dialog.value = 'help')} aria-label="Help: keys">
        ?
      </button>
    </header>
  )
}
