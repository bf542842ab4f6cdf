/** Which view is shown, from the address: every view is a link, with the account and the app in its query. */

import { computed, signal } from '@preact/signals'

const base = '/_greenroom/ui'

export type Query = Record<string, string | undefined>

const read = () => ({
  path: location.pathname.slice(base.length).replace(/\/+$/, '') || '/',
  query: Object.fromEntries(new URLSearchParams(location.search)) as Query,
})

/** The view that is shown: its path below the console's own, and its query. */
export const place = signal(read())

/** The account and the app to which every view is limited, when the address names them. */
export const scope = computed(() => ({
  account_id: place.value.query.account,
  app_id: place.value.query.app,
}))

/** Write the address of a view; it keeps the account and the app unless the query names others. */
export function hrefOf(path: string, query: Query = {}): string {
  const { account, app } = place.value.query
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries({ account, app, ...query }))
    if (value !== undefined && value !== '') search.set(name, value)
  const text = search.toString()
  return `${base}${path === '/' ? '/' : path}${text && `?${text}`}`
}

/** Show another view. @param options.replace whether Back leaves it out, as for each letter of a search */
export function go(href: string, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', href)
  const before = place.value.path
  place.value = read()
  if (before !== place.value.path) {
    scrollTo(0, 0)
    // Whoever reads with the keyboard or by ear goes on at the new view.
    requestAnimationFrame(() => document.querySelector('main')?.focus({ preventScroll: true }))
  }
}

/** Change parts of the query of this view. An undefined value removes one. */
export const setQuery = (change: Query, options?: { replace?: boolean }) =>
  go(hrefOf(place.value.path, { ...place.value.query, ...change }), options)

/** Follow links to views without loading the page again. */
export function startRouter() {
  addEventListener('popstate', () => {
    place.value = read()
  })
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest?.('a')
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute('download')) return
    const url = new URL(link.href)
    if (url.origin !== location.origin || !`${url.pathname}/`.startsWith(`${base}/`)) return
    event.preventDefault()
    go(url.pathname + url.search)
  })
}
