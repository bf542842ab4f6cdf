/** What is to happen, in order of time; of what is due at the same time, what was added first comes first. */

interface Entry {
  /** Unix milliseconds. */
  at: number
  act: () => void | Promise<void>
}

/** Create an agenda. */
export function createAgenda() {
  const entries: Entry[] = []
  return {
    add(at: number, act: Entry['act']) {
      const after = entries.findIndex((entry) => entry.at > at)
      entries.splice(after < 0 ? entries.length : after, 0, { at, act })
    },
    nextAt: (): number | undefined => entries[0]?.at,
    /** Take the first entry, if it is due by an instant. */
    take(instant: number): Entry | undefined {
      const [first] = entries
      return first && first.at <= instant ? entries.shift() : undefined
    },
    clear() {
      entries.length = 0
    },
  }
}
