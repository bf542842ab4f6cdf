/** Keeps the process alive while something is under way that no open handle stands for. */

/** The longest interval there is, in milliseconds: the timer is there to be held, not to ring. */
const LONGEST_INTERVAL_MS = 2 ** 31 - 1

/** Hold the process. @returns a function that lets go of it; further calls do nothing */
export function holdProcess(): () => void {
  const handle = setInterval(() => {}, LONGEST_INTERVAL_MS)
  return () => clearInterval(handle)
}

/** Hold the process until a promise settles, and return that promise. */
export function keepAlive<T>(work: Promise<T>): Promise<T> {
  const release = holdProcess()
  work.then(release, release)
  return work
}
