/** The only place that draws randomness. Every id is a function of (seed, account, how many were drawn before). */

import { hash, randomBytes, randomUUID } from 'node:crypto'

export interface Ids {
  readonly seed: string
  /** A version 4 UUID. */
  uuid(accountId: string): string
  /** 32 hexadecimal digits, unique over all accounts. */
  playbackId(accountId: string): string
  /** Two runs of 32 hexadecimal digits with a `k` between, as the service's are. */
  streamKey(accountId: string): string
  /** 64 hexadecimal digits, by which a file is downloaded without a credential. */
  downloadKey(accountId: string): string
  /** The UUID of one of the emulator's own things, by its name; it takes nothing from the stream of an account. */
  named(name: string): string
  /** A number from 0 up to but not including 1, by its name; different names are spread evenly. */
  chance(name: string): number
  /** Eight hexadecimal digits that differ in every run, with the same seed too. */
  readonly run: string
}

const asUuid = (digest: string) => {
  const variant = '89ab'[Number.parseInt(digest.charAt(16), 16) & 3]
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

/**
 * Create the source of ids. Each account has a stream of its own, so that one account never changes the ids of another.
 * @param options.nextDraw counts up for each account, in the store: a restart or a restored snapshot goes on from there
 */
export function createIds(options: {
  seed?: number | string | undefined
  nextDraw: (accountId: string) => number
}): Ids {
  const seed = options.seed === undefined ? randomBytes(16).toString('hex') : String(options.seed)
  const draw = (accountId: string) =>
    hash('sha256', `${seed}/${accountId}/${options.nextDraw(accountId)}`, 'hex')
  return {
    seed,
    uuid: (accountId) => asUuid(draw(accountId)),
    playbackId: (accountId) => draw(accountId).slice(0, 32),
    streamKey: (accountId) => {
      const digest = draw(accountId)
      return `${digest.slice(0, 32)}k${digest.slice(32)}`
    },
    downloadKey: draw,
    named: (name) => asUuid(hash('sha256', `${seed}//${name}`, 'hex')),
    chance: (name) => Number.parseInt(hash('sha256', `${seed}//${name}`, 'hex').slice(0, 12), 16) / 2 ** 48,
    run: randomBytes(4).toString('hex'),
  }
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text has the form of a UUID. */
export const isUuid = (text: string) => uuidForm.test(text)

/** A UUID that no other process draws, whatever the seed: for names that must not meet in one emulator. */
export const uniqueUuid = (): string => randomUUID()

/** An id that is a UUID, or the UUID that stands for one that is none. */
export const asPublishedUuid = (id: string) => (isUuid(id) ? id : standInUuid(id))

/**
 * The UUID that stands for an id that is no UUID, such as the documents' `app_id`, where a published schema admits
 * UUIDs only. The same id always gives the same UUID.
 */
export const standInUuid = (id: string) => asUuid(hash('sha256', `stand-in/${id}`, 'hex'))
