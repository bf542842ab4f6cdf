/** Light or dark: as the system has it, or as a person chose. */

import { effect, signal } from '@preact/signals'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const KEY = 'greenroom-theme'

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY)
    return themes.find((theme) => theme === value) ?? 'system'
  } catch {
    return 'system'
  }
}

export const theme = signal<Theme>(stored())

/** Apply the theme now and whenever it changes. */
export function startTheme() {
  effect(() => {
    document.documentElement.dataset.theme = theme.value
    try {
      localStorage.setItem(KEY, theme.value)
    } catch {
      // A page without storage keeps it until it is closed.
    }
  })
}

/** Choose the next theme. */
export const nextTheme = () => {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'system'
}
