/** Keeps the process alive while something is under way that no open handle stands for. */

/** The longest interval there is, in milliseconds: the timer is there to be held, not to ring. */
const LONGEST_INTERVAL_MS = 2 ** 31 - 1

/** Hold the process until a promise settles, and return that promise. */
export function keepAlive<T>(work: Promise<T>): Promise<T> {
  const handle = setInterval(() => {}, LONGEST_INTERVAL_MS)
  const release = () => clearInterval(handle)
  work.then(release, release)
  return work
}
