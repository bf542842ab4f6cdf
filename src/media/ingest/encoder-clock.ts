/** Brings the times of an encoder onto one line that never goes back. */

/** Clocks of encoders wrap here, in milliseconds: FLV has 31 bits and a sign, though RTMP has 32. */
const WRAP = 2 ** 31
/** How far a time may be behind the one before: pictures and sound do not come in exact order. */
const MAX_BACKWARD_MS = 1000
/** A longer gap is a jump of the clock, or an encoder that paused. */
const MAX_FORWARD_MS = 10_000

/** Create the line of one broadcast, which goes on over the reconnections of its encoder. Times are milliseconds. */
export function createEncoderClock() {
  let offset = 0
  /** The last time on the line. */
  let last = 0
  let isFresh = true

  return {
    get last() {
      return last
    },
    /** Begin anew with the next time: another encoder has another clock. */
    restart() {
      isFresh = true
    },
    /**
     * Place a time on the line.
     * @returns the time, and whether the encoder's clock has jumped, so that a player must take its timestamps anew
     */
    place(time: number): { at: number; hasJumped: boolean } {
      const wrapped = time % WRAP
      let at = wrapped + offset
      // On from the wrap it goes, where that is the nearest.
      const hasJumped = isFresh || at < last - MAX_BACKWARD_MS || at > last + MAX_FORWARD_MS
      if (hasJumped) {
        offset = last - wrapped
        at = last
        isFresh = false
      }
      last = Math.max(last, at)
      return { at: Math.max(0, at), hasJumped }
    },
  }
}
