/**
 * Counts how long viewers watch. ASSUMED, as how the service counts is not known: a viewer is a playback session: whoever loads the first playlist gets a number, which
 * the addresses in the playlists carry, and each segment that is loaded with it adds its duration once.
 */

/** How many viewers of a livestream session, and how many livestream sessions, are told apart; the oldest give way. */
const MAX_VIEWERS = 10_000
const MAX_SESSIONS = 1000

interface Watched {
  accountId: string
  last: number
  /** The last segment that each viewer has loaded, by playlist: segments come in order, and one that is behind was counted. */
  viewers: Map<string, number>
}

/** Make room for one more. */
const makeRoom = (map: Map<unknown, unknown>, most: number) => {
  const [oldest] = map.keys()
  if (map.size >= most) map.delete(oldest)
}

/** Write the number of a viewer into the addresses of a playlist. */
export const withViewer = (playlist: string, viewer: string | undefined) =>
  viewer === undefined ? playlist : playlist.replace(/^(?!#)(.+)$/gm, `$1?viewer=${viewer}`)

/** Create the counting, by the keys of livestream sessions. Numbers begin at 1 in each of them. */
export function createViewers() {
  const sessions = new Map<number, Watched>()
  return {
    /** Begin a playback session. @returns the number of the viewer */
    begin(sessionPk: number, accountId: string): string {
      let watched = sessions.get(sessionPk)
      if (!watched) {
        makeRoom(sessions, MAX_SESSIONS)
        watched = { accountId, last: 0, viewers: new Map() }
        sessions.set(sessionPk, watched)
      }
      watched.last += 1
      return String(watched.last)
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
      const key = `${viewer} ${playlist}`
      const before = watched.viewers.get(key)
      if (before !== undefined && index <= before) return false
      if (before === undefined) makeRoom(watched.viewers, MAX_VIEWERS)
      watched.viewers.set(key, index)
      return true
    },
    /** The rows of an account, or of all, were replaced, and their keys can be given again: forget who watched them. */
    replaced(accountId: string | undefined) {
      for (const [sessionPk, each] of sessions)
        if (accountId === undefined || each.accountId === accountId) sessions.delete(sessionPk)
    },
  }
}

/** Who watches what. */
export type Viewers = ReturnType<typeof createViewers>
