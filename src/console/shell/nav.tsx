/** The list of views. */

import { hrefOf, place } from '../core/router.js'

export const entries = [
  { path: '/', label: 'Home' },
  { path: '/livestreams', label: 'Livestreams' },
  { path: '/meetings', label: 'Meetings' },
  { path: '/recordings', label: 'Recordings' },
  { path: '/presets', label: 'Presets' },
  { path: '/time', label: 'Time' },
  { path: '/requests', label: 'Requests' },
  { path: '/webhooks', label: 'Webhooks' },
  { path: '/faults', label: 'Faults' },
  { path: '/state', label: 'State' },
  { path: '/api', label: 'API' },
] as const

/** Which entry a view belongs to: a session to the meetings. */
const isCurrent = (path: string, entry: string) =>
  entry === '/'
    ? path === '/'
    : path === entry ||
      path.startsWith(`${entry}/`) ||
      (entry === '/meetings' && path.startsWith('/sessions'))

export function Nav() {
  const { path } = place.value
  return (
    <nav class="views" aria-label="Views">
      <ul>
        {entries.map((entry) => (
          <li key={entry.path}>
            <a href={hrefOf(entry.path)} aria-current={isCurrent(path, entry.path) ? 'page' : undefined}>
              {entry.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
