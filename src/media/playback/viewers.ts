/**
 * Counts how long viewers watch. ASSUMED, as how the service counts is not known: a viewer is a playback session: whoever loads the first playlist gets a number, which
 * the addresses in the playlists carry, and each segment that is loaded with it adds its duration once.
 */

/** How many livestream sessions, and how many of their viewers, are told apart; those not heard of the longest give way. */
const MAX_SESSIONS = 10_000
const MAX_VIEWERS = 100_000

interface Watched {
  accountId: string
  /** The number of the viewer that came last. */
  last: number
}

/** Set the value of a key, which is then the last to give way. */
function keep<Key, Value>(map: Map<Key, Value>, [key, value]: [Key, Value], most: number) {
  map.delete(key)
  const [oldest] = map.keys()
  if (map.size >= most && oldest !== undefined) map.delete(oldest)
  map.set(key, value)
}

/** Write the number of a viewer into the addresses of a playlist. */
export const withViewer = (playlist: string, viewer: string | undefined) =>
  viewer === undefined ? playlist : playlist.replace(/^(?!#)(.+)$/gm, `$1?viewer=${viewer}`)

/** Create the counting, by the keys of livestream sessions. Numbers begin at 1 in each of them. */
export function createViewers() {
  const sessions = new Map<number, Watched>()
  /**
   * The last segment that a viewer has loaded of a playlist, by session, viewer and playlist: segments come in order, and
   * what is not after it was counted.
   */
  const loaded = new Map<string, number>()
  return {
    /** Begin a playback session. @returns the number of the viewer */
    begin(sessionPk: number, accountId: string): string {
      const last = (sessions.get(sessionPk)?.last ?? 0) + 1
      keep(sessions, [sessionPk, { accountId, last }], MAX_SESSIONS)
      return String(last)
    },
    /**
     * Note that a viewer loads a segment.
     * @param viewer as the address has it: none, or one that was never given, counts for nobody
     * @returns whether it counts
     */
    loads(
      sessionPk: number,
      { viewer, playlist, index }: { viewer: string | undefined; playlist: string; index: number },
    ) {
      const watched = sessions.get(sessionPk)
      if (viewer === undefined || !watched || !/^[1-9]\d{0,8}$/.test(viewer) || Number(viewer) > watched.last)
        return false
      keep(sessions, [sessionPk, watched], MAX_SESSIONS)
      const key = `${sessionPk} ${viewer} ${playlist}`
      const before = loaded.get(key) ?? -1
      keep(loaded, [key, Math.max(index, before)], MAX_VIEWERS)
      return index > before
    },
    /** The rows of an account, or of all, were replaced, and their keys can be given again: forget who watched them. */
    replaced(accountId: string | undefined) {
      for (const [sessionPk, each] of sessions)
        if (accountId === undefined || each.accountId === accountId) sessions.delete(sessionPk)
      for (const key of loaded.keys()) if (!sessions.has(Number.parseInt(key, 10))) loaded.delete(key)
    },
  }
}

/** Who watches what. */
export type Viewers = ReturnType<typeof createViewers>
