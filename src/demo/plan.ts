/** How the demo goes, as data: what follows what, how often, and how likely it is. Times are in seconds. */

/** What can happen to a show. */
export type StepName =
  | 'prepare'
  | 'invite'
  | 'begin'
  | 'join'
  | 'goLive'
  | 'connect'
  | 'record'
  | 'startAgain'
  | 'watch'
  | 'look'
  | 'mingle'
  | 'chat'
  | 'fail'
  | 'end'
  | 'leave'

/** The beginning of a show with a meeting. */
export const opening: readonly (readonly [after: number, step: StepName])[] = [
  [0, 'prepare'],
  [2, 'invite'],
  [5, 'begin'],
  [8, 'join'],
  [11, 'join'],
  [14, 'goLive'],
  [20, 'record'],
]

/** The beginning of a camera's show. */
export const openingOfCamera: typeof opening = [
  [0, 'prepare'],
  [6, 'connect'],
]

/** The steps without which a show does not go on; without the others it does. */
export const essential: readonly StepName[] = ['prepare', 'begin', 'goLive', 'connect', 'watch']

/** What is tried again after so many seconds when it is refused. */
export const triedAgain: Partial<Record<StepName, number>> = { end: 20, fail: 20 }

/** What comes again while a show is on: every so many seconds, at least and at most. */
export const rhythm: Partial<Record<StepName, readonly [number, number]>> = {
  watch: [7, 13],
  look: [25, 50],
  mingle: [20, 45],
  chat: [15, 40],
}

/** One in so many. */
export const odds = {
  /** Shows that fail. */
  fail: 7,
  /** Shows whose back end starts the livestream a second time, and is refused. */
  startAgain: 5,
}

export const failures = [
  'Encoder disconnected: no video for 60 seconds',
  'RTMP connection reset by the encoder',
  'Ingest stopped: 14200 kbps is over the limit of 12000 kbps',
  'Ingest stopped: a second encoder used the same stream key',
]

/** How many shows are on. */
export const shows = {
  least: 2,
  most: 4,
  /** How often it is asked whether another one is to begin. */
  every: [20, 40] as const,
  /** Of those that are on when the world begins, the first ends after this time, the next after twice this time, … */
  end: 75,
}
