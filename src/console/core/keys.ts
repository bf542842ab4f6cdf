/** The keys of the whole page; docs and the help dialog list them. */

import { signal } from '@preact/signals'
import { go, hrefOf } from './router.js'

/** The dialog over the page. */
export const dialog = signal<'palette' | 'help' | undefined>(undefined)

export const keyHelp = [
  ['Ctrl K or ⌘ K', 'all actions'],
  ['/', 'search in this view'],
  ['j and k', 'next and previous row'],
  ['Enter', 'open the row'],
  ['Esc', 'close, or leave a field'],
  [
    'g then h, l, m, p, t, r, w, f, s, a',
    'Home, Livestreams, Meetings, Presets, Time, Requests, Webhooks, Faults, State, API',
  ],
  ['?', 'this help'],
] as const

const placesByKey: Record<string, string> = {
  h: '/',
  l: '/livestreams',
  m: '/meetings',
  p: '/presets',
  t: '/time',
  r: '/requests',
  w: '/webhooks',
  f: '/faults',
  s: '/state',
  a: '/api',
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** Move the focus among the rows of the view. */
function moveRow(step: 1 | -1) {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')]
  if (!rows.length) return
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const next =
    rows[at < 0 ? (step === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))]
  const target = next?.querySelector<HTMLElement>('a, button') ?? next
  target?.focus()
  target?.scrollIntoView({ block: 'nearest' })
}

let isGoing = false

/** Listen to the keys of the whole page. */
export function startKeys() {
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      dialog.value = dialog.value === 'palette' ? undefined : 'palette'
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (isTyping(event.target)) {
      if (event.key === 'Escape') (event.target as HTMLElement).blur()
      return
    }
    if (document.querySelector('dialog[open]')) return
    if (isGoing) {
      isGoing = false
      const path = placesByKey[event.key]
      if (path !== undefined) go(hrefOf(path))
      return
    }
    if (event.key === 'j' || event.key === 'k') moveRow(event.key === 'j' ? 1 : -1)
    else if (event.key === 'g') isGoing = true
    else if (event.key === '?') dialog.value = 'help'
    else if (event.key === '/') {
      const field = document.querySelector<HTMLElement>('main [data-search]')
      if (!field) return
      event.preventDefault()
      field.focus()
    }
  })
}
