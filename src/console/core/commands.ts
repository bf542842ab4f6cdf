/** The commands of the palette: each view adds its own while it is shown. */

import { computed, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

export interface Command {
  /** Such as `Go to Webhooks`. */
  label: string
  /** What it belongs to, such as `Time`. */
  group: string
  /** The key that does the same, if one does. */
  keys?: string
  run: () => void
}

const sources = signal<ReadonlyMap<symbol, readonly Command[]>>(new Map())

/** Every command there is now, those of the view first. */
export const commands = computed(() => [...sources.value.values()].reverse().flat())

/** Add commands. @returns the removal */
export function addCommands(added: readonly Command[]): () => void {
  const source = Symbol()
  sources.value = new Map([...sources.value, [source, added]])
  return () => {
    const left = new Map(sources.value)
    left.delete(source)
    sources.value = left
  }
}

/** Add commands while a view is shown. @param key changes when the commands do */
export function useCommands(key: string, create: () => readonly Command[]) {
  useEffect(() => addCommands(create()), [key])
}
